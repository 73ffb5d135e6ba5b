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
    return dict(zip(["iris0", "shuttle-c0-vs-c4", "ecoli4"], (right | changed).values()))


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
    return np.flatnonzero(y == 1), kinds("yeast-0-5-6-7-9_vs_4", 5), kinds("yeast-0-5-6-7-9_vs_4", 20)


MINORITY, AT_5, AT_20 = promoted()
MASK = (AT_5 == "noise") & (AT_20 == "danger")
AT_10 = kinds("yeast-0-5-6-7-9_vs_4", 10)
RAW_5, RAW_20 = (kinds("yeast-0-5-6-7-9_vs_4", m, scale=False) for m in (5, 20))


def global_sampler(sampler, X, y):
    return checked(sampler, X_SHOWN, Y_SHOWN)


WRONG = {
    "06-1": [
        ("more than half", danger(compare=np.greater)),
        ("noise is in danger too", danger(upper=False)),
        ("half rounded down", danger(least=lambda m: m // 2)),
        ("any majority neighbour is enough", any_stranger),
        ("places among the minority", danger(give=lambda X, rows, mask: np.flatnonzero(mask))),
        ("true and false for numbers", danger(give=lambda X, rows, mask: mask)),
        ("number for rows", danger(give=lambda X, rows, mask: int(mask.sum()))),
        ("the rows themselves", danger(give=lambda X, rows, mask: X[rows[mask]])),
        ("majority rows in danger", danger(of=0, counted=1)),
        ("minority neighbours counted", danger(counted=1)),
        ("the row itself counted", danger(itself=True)),
        ("safe rows", safe),
        ("noise only", noise),
        ("ten neighbours, whatever the argument", danger(k=10)),
        ("searched among the minority", among_minority),
        ("notebook's rows, not the argument", lambda X, y, m: danger()(X_SHOWN, Y_SHOWN, m)),
    ],
    "06-2": [
        ("always balances", added(iris=needed(IRIS))),
        ("always balances, every set", added(iris=needed(IRIS), shuttle=needed(SHUTTLE))),
        ("one row is enough", added(shuttle=needed(SHUTTLE))),
        ("noise rows for new rows", added(shuttle=SHUTTLE["noise"])),
        ("parents for new rows", added(ecoli=ECOLI["danger"])),
        ("rows afterwards", added(ecoli=ECOLI["majority"])),
        ("does nothing anywhere", added(ecoli=0)),
        ("danger and noise", added(ecoli=ECOLI["danger"] + ECOLI["noise"])),
        ("as many as the minority", added(ecoli=ECOLI["minority"])),
        ("only the share in danger", added(ecoli=round(needed(ECOLI) * ECOLI["danger"] / ECOLI["minority"]))),
        ("balance to the majority, iris", added(iris=IRIS["majority"])),
        ("missing for the parents only", added(ecoli=ECOLI["majority"] - ECOLI["danger"])),
        ("an error is raised", added(iris="ValueError")),
    ],
    "06-3": [
        ("no check", no_check),
        ("printed, not raised", printed),
        ("warned, not raised", warned),
        ("asserted", asserted),
        ("sampler not named", without_name),
        ("name typed in", typed_name),
        ("another error", other_error),
        ("asks for rows in danger", by_danger),
        ("asks for balance", by_balance),
        ("condition upside down", upside_down),
        ("error returned", returned_error),
        ("nothing returned in place of an error", returned_none),
        ("X only", lambda sampler, X, y: checked(sampler, X, y)[0]),
        ("rows as they were", lambda sampler, X, y: (checked(sampler, X, y), (X, y))[1]),
        ("fit without resampling", lambda sampler, X, y: sampler.fit(X, y)),
        ("notebook's rows, not the argument", global_sampler),
        ("nothing returned", lambda sampler, X, y: (checked(sampler, X, y), None)[1]),
    ],
    "06-4": [
        ("places among the minority", np.flatnonzero(MASK)),
        ("true and false for numbers", MASK),
        ("all noise at 5", MINORITY[AT_5 == "noise"]),
        ("all in danger at 20", MINORITY[AT_20 == "danger"]),
        ("the other way round", MINORITY[(AT_5 == "danger") & (AT_20 == "noise")]),
        ("number for rows", int(MASK.sum())),
        ("at 10, not 20", MINORITY[(AT_5 == "noise") & (AT_10 == "danger")]),
        ("at 10, not 5", MINORITY[(AT_10 == "noise") & (AT_20 == "danger")]),
        ("not scaled", MINORITY[(RAW_5 == "noise") & (RAW_20 == "danger")]),
        ("either for both", MINORITY[(AT_5 == "noise") | (AT_20 == "danger")]),
        ("all that came into danger", MINORITY[(AT_5 != "danger") & (AT_20 == "danger")]),
        ("row numbers from 1", MINORITY[MASK] + 1),
        ("rows themselves", load("yeast-0-5-6-7-9_vs_4")[0][MINORITY[MASK]]),
        ("noise at both", MINORITY[(AT_5 == "noise") & (AT_20 == "noise")]),
    ],
}
