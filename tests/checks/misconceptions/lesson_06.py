"""Wrong answers to the exercises of 06."""

import functools
import warnings

import numpy as np
from sklearn.preprocessing import StandardScaler

from helpers.by_hand.neighbours import (
    classify_minority_rows,
    count_other_class,
    nearest_neighbours,
)
from helpers.data import load_imbalanced


def danger(
    least=lambda m: m / 2,
    compare=np.greater_equal,
    upper=True,
    of=1,
    counted=0,
    k=None,
    itself=False,
    give=None,
):
    """Rows in danger, with one part of the definition changed."""

    def find_danger(X, y, m_neighbors):
        m, rows = k or m_neighbors, np.flatnonzero(y == of)
        neighbours = nearest_neighbours(X, rows, m - itself)
        if itself:
            neighbours = np.column_stack([rows, neighbours])
        n = (y[neighbours] == counted).sum(axis=1)
        mask = compare(n, least(m))
        if upper:
            mask &= n < m
        return rows[mask] if give is None else give(X, rows, mask)

    return find_danger


def among_minority(X, y, m_neighbors):
    rows = np.flatnonzero(y == 1)
    neighbours = nearest_neighbours(X[rows], np.arange(len(rows)), m_neighbors)
    n = (y[neighbours] == 0).sum(axis=1)
    return rows[(n >= m_neighbors / 2) & (n < m_neighbors)]


def safe(X, y, m_neighbors):
    rows = np.flatnonzero(y == 1)
    n = (y[nearest_neighbours(X, rows, m_neighbors)] == 0).sum(axis=1)
    return rows[n < m_neighbors / 2]


def any_stranger(X, y, m_neighbors):
    rows = np.flatnonzero(y == 1)
    n = (y[nearest_neighbours(X, rows, m_neighbors)] == 0).sum(axis=1)
    return rows[(n > 0) & (n < m_neighbors)]


def noise(X, y, m_neighbors):
    rows = np.flatnonzero(y == 1)
    n = (y[nearest_neighbours(X, rows, m_neighbors)] == 0).sum(axis=1)
    return rows[n == m_neighbors]


@functools.cache
def load(name, scale=True):
    df = load_imbalanced(name)
    X = df.drop(columns="Class").to_numpy(dtype=float)
    return (StandardScaler().fit_transform(X) if scale else X), df["Class"].to_numpy()


@functools.cache
def kinds(name, m, scale=True):
    X, y = load(name, scale)
    around = nearest_neighbours(X, np.flatnonzero(y == 1), m)
    return classify_minority_rows(count_other_class(y, around, label=1), m)


def facts(name):
    y, found = load(name)[1], kinds(name, 10)
    return {
        "majority": int(np.sum(y == 0)),
        "minority": int(np.sum(y == 1)),
        **{kind: int(np.sum(found == kind)) for kind in ["safe", "danger", "noise"]},
    }


IRIS, SHUTTLE, ECOLI = (facts(name) for name in ["iris0", "shuttle-c0-vs-c4", "ecoli4"])


X_SHOWN, Y_SHOWN = load("ecoli4")


def needed(set_):
    return set_["majority"] - set_["minority"]


def added(**changed):
    """The right numbers, with some of them changed."""
    right = {
        name: needed(set_) if set_["danger"] else 0
        for name, set_ in [("iris", IRIS), ("shuttle", SHUTTLE), ("ecoli", ECOLI)]
    }
    return dict(
        zip(["iris0", "shuttle-c0-vs-c4", "ecoli4"], (right | changed).values(), strict=True)
    )


def checked(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    if len(y_more) == len(y):
        raise ValueError(f"{sampler} added no row")
    return X_more, y_more


def no_check(sampler, X, y):
    return sampler.fit_resample(X, y)


def printed(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    if len(y_more) == len(y):
        print(f"{sampler} added no row")
    return X_more, y_more


def warned(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    if len(y_more) == len(y):
        warnings.warn(f"{sampler} added no row", stacklevel=2)
    return X_more, y_more


def asserted(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    assert len(y_more) > len(y), f"{sampler} added no row"
    return X_more, y_more


def without_name(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    if len(y_more) == len(y):
        raise ValueError("no row was added")
    return X_more, y_more


def typed_name(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    if len(y_more) == len(y):
        raise ValueError("BorderlineSMOTE added no row")
    return X_more, y_more


def other_error(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    if len(y_more) == len(y):
        raise RuntimeError(f"{sampler} added no row")
    return X_more, y_more


def by_danger(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    if all(len(rows) == 0 for rows in sampler.in_danger_indices.values()):
        raise ValueError(f"{sampler} added no row")
    return X_more, y_more


def by_balance(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    if np.sum(y_more == 0) != np.sum(y_more == 1):
        raise ValueError(f"{sampler} added no row")
    return X_more, y_more


def upside_down(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    if len(y_more) > len(y):
        raise ValueError(f"{sampler} added no row")
    return X_more, y_more


def returned_error(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    if len(y_more) == len(y):
        return ValueError(f"{sampler} added no row")
    return X_more, y_more


def returned_none(sampler, X, y):
    X_more, y_more = sampler.fit_resample(X, y)
    return (X_more, y_more) if len(y_more) > len(y) else None


def promoted():
    y = load("yeast-0-5-6-7-9_vs_4")[1]
    return (
        np.flatnonzero(y == 1),
        kinds("yeast-0-5-6-7-9_vs_4", 5),
        kinds("yeast-0-5-6-7-9_vs_4", 20),
    )


MINORITY, AT_5, AT_20 = promoted()
MASK = (AT_5 == "noise") & (AT_20 == "danger")
AT_10 = kinds("yeast-0-5-6-7-9_vs_4", 10)
RAW_5, RAW_20 = (kinds("yeast-0-5-6-7-9_vs_4", m, scale=False) for m in (5, 20))


def global_sampler(sampler, X, y):
    return checked(sampler, X_SHOWN, Y_SHOWN)


WRONG = {
    "06-1": [
        ("more than half", "You ask for *more* than half", danger(compare=np.greater)),
        ("noise is in danger too", "You include rows whose neighbours are", danger(upper=False)),
        (
            "half rounded down",
            "majority neighbours. Is that at least",
            danger(least=lambda m: m // 2),
        ),
        ("any majority neighbour is enough", "For you one majority neighbour is", any_stranger),
        (
            "places among the minority",
            "You return places among the minority",
            danger(give=lambda X, rows, mask: np.flatnonzero(mask)),
        ),
        (
            "true and false for numbers",
            "`find_danger` returns true or false for",
            danger(give=lambda X, rows, mask: mask),
        ),
        (
            "number for rows",
            "`find_danger` returns a single number. Return",
            danger(give=lambda X, rows, mask: int(mask.sum())),
        ),
        (
            "the rows themselves",
            "`find_danger` returns rows of `X`. Return",
            danger(give=lambda X, rows, mask: X[rows[mask]]),
        ),
        ("majority rows in danger", "of the rows that you return", danger(of=0, counted=1)),
        ("minority neighbours counted", "These have at least half of", danger(counted=1)),
        ("the row itself counted", "One neighbour is missing: the nearest", danger(itself=True)),
        ("safe rows", "These are the safe rows. You", safe),
        ("noise only", "These are the noise. In danger", noise),
        ("ten neighbours, whatever the argument", "You look at a fixed number", danger(k=10)),
        ("searched among the minority", "You search among the minority rows", among_minority),
        (
            "notebook's rows, not the argument",
            "Your function uses `X_SHOWN` of the",
            lambda X, y, m: danger()(X_SHOWN, Y_SHOWN, m),
        ),
    ],
    "06-2": [
        ("always balances", "For iris0: that many", added(iris=needed(IRIS))),
        (
            "always balances, every set",
            "For iris0: that many",
            added(iris=needed(IRIS), shuttle=needed(SHUTTLE)),
        ),
        ("one row is enough", "For shuttle-c0-vs-c4: that many", added(shuttle=needed(SHUTTLE))),
        (
            "noise rows for new rows",
            "For shuttle-c0-vs-c4 you give",
            added(shuttle=SHUTTLE["noise"]),
        ),
        ("parents for new rows", "ecoli4 you give a", added(ecoli=ECOLI["danger"])),
        ("rows afterwards", "ecoli4 you give rows", added(ecoli=ECOLI["majority"])),
        ("does nothing anywhere", "you say that nothing happens. Is", added(ecoli=0)),
        (
            "danger and noise",
            "you add up rows of two",
            added(ecoli=ECOLI["danger"] + ECOLI["noise"]),
        ),
        ("as many as the minority", "you give one new row for", added(ecoli=ECOLI["minority"])),
        (
            "only the share in danger",
            "you give those in danger their",
            added(ecoli=round(needed(ECOLI) * ECOLI["danger"] / ECOLI["minority"])),
        ),
        ("balance to the majority, iris", "For iris0 you give", added(iris=IRIS["majority"])),
        (
            "missing for the parents only",
            "you fill up the rows in",
            added(ecoli=ECOLI["majority"] - ECOLI["danger"]),
        ),
        ("an error is raised", "There is a text among the", added(iris="ValueError")),
    ],
    "06-3": [
        ("no check", "and your function lets it pass", no_check),
        ("printed, not raised", "A printed line is not enough", printed),
        ("warned, not raised", "You warn where nothing is added", warned),
        ("asserted", "You use `assert`. It vanishes when", asserted),
        ("sampler not named", "Which sampler was it? Name it", without_name),
        ("name typed in", "The error always names BorderlineSMOTE, whichever", typed_name),
        ("another error", "Where nothing is added you raise", other_error),
        ("asks for rows in danger", "You ask for `in_danger_indices`, which only", by_danger),
        ("asks for balance", "added rows. The classes need not", by_balance),
        ("condition upside down", "Your alarm rings although SMOTE added", upside_down),
        ("error returned", "You *return* the error, as a", returned_error),
        (
            "nothing returned in place of an error",
            "Where nothing is added your function",
            returned_none,
        ),
        (
            "X only",
            "`resample_or_raise` should return two things: the",
            lambda sampler, X, y: checked(sampler, X, y)[0],
        ),
        (
            "rows as they were",
            "With SMOTE rows are added, but",
            lambda sampler, X, y: (checked(sampler, X, y), (X, y))[1],
        ),
        (
            "fit without resampling",
            "`fit` returns the sampler itself. Which",
            lambda sampler, X, y: sampler.fit(X, y),
        ),
        (
            "notebook's rows, not the argument",
            "Your function uses `X_SHOWN` of the",
            global_sampler,
        ),
        (
            "nothing returned",
            "`resample_or_raise` returned nothing. Is the blank",
            lambda sampler, X, y: (checked(sampler, X, y), None)[1],
        ),
    ],
    "06-4": [
        ("places among the minority", "These are places among the minority", np.flatnonzero(MASK)),
        ("true and false for numbers", "`promoted` is a mask of", MASK),
        ("all noise at 5", "These are all that are noise", MINORITY[AT_5 == "noise"]),
        ("all in danger at 20", "These are all in danger at", MINORITY[AT_20 == "danger"]),
        (
            "the other way round",
            "You find none. Did you ask",
            MINORITY[(AT_5 == "danger") & (AT_20 == "noise")],
        ),
        ("number for rows", "`promoted` is a single number; give", int(MASK.sum())),
        (
            "at 10, not 20",
            "neighbours; go on to",
            MINORITY[(AT_5 == "noise") & (AT_10 == "danger")],
        ),
        (
            "at 10, not 5",
            "neighbours; begin with",
            MINORITY[(AT_10 == "noise") & (AT_20 == "danger")],
        ),
        (
            "not scaled",
            "This holds for the measurements as",
            MINORITY[(RAW_5 == "noise") & (RAW_20 == "danger")],
        ),
        (
            "either for both",
            "You join the two with *or*",
            MINORITY[(AT_5 == "noise") | (AT_20 == "danger")],
        ),
        (
            "all that came into danger",
            "You include rows that were *safe*",
            MINORITY[(AT_5 != "danger") & (AT_20 == "danger")],
        ),
        ("row numbers from 1", "Row numbers of an array begin", MINORITY[MASK] + 1),
        (
            "rows themselves",
            "`promoted` holds rows of the table",
            load("yeast-0-5-6-7-9_vs_4")[0][MINORITY[MASK]],
        ),
        (
            "noise at both",
            "These are noise at both, so",
            MINORITY[(AT_5 == "noise") & (AT_20 == "noise")],
        ),
    ],
}
