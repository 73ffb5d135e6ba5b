"""Checks for the exercises of lesson 06, Borderline-SMOTE."""

import functools
import warnings

import numpy as np
from imblearn.over_sampling import SMOTE, BorderlineSMOTE
from sklearn.preprocessing import StandardScaler

from helpers.by_hand.neighbours import (
    classify_minority_rows,
    count_other_class,
    nearest_neighbours,
)
from helpers.checks import answers
from helpers.checks.class_seed import turned_and_mixed
from helpers.checks.core import Wrong, exercise
from helpers.data.keel import load_imbalanced

SETS = ("iris0", "shuttle-c0-vs-c4", "ecoli4")


@functools.cache
def overlapping_set() -> tuple[np.ndarray, np.ndarray]:
    """Return two crowds that overlap, rows in random order, each row once."""
    rng = np.random.default_rng(6)
    y = rng.permutation(np.repeat([0, 1], [150, 70]))
    return turned_and_mixed(rng.normal(size=(220, 3)) + 1.2 * y[:, np.newaxis], y)


@functools.cache
def scaled(name: str, *, scale: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Return a real set as the exercises use it."""
    df = load_imbalanced(name)
    X, y = df.drop(columns="Class").to_numpy(), df["Class"].to_numpy()
    return (StandardScaler().fit_transform(X) if scale else X), y


def kinds_of(X, y, m_neighbors):
    """Return the minority rows, their majority neighbours and their kinds, as the lesson does."""
    minority = np.flatnonzero(y == 1)
    n_other = count_other_class(y, nearest_neighbours(X, minority, m_neighbors), 1)
    return minority, n_other, classify_minority_rows(n_other, m_neighbors)


@exercise("06-1", "a function of `X`, `y` and `m_neighbors` that returns row numbers")
def rows_in_danger(find_danger):
    """At least half, not all; neighbours among all rows; row numbers of X."""
    code = getattr(find_danger, "__code__", None)
    if code is not None and "classify_minority_rows" in code.co_names:
        raise Wrong("`classify_minority_rows` is what you are to write here.")
    find_danger = answers.function(find_danger, "`find_danger`")
    X, y = overlapping_set()
    for m in (6, 5, 4):
        given = find_danger(X.copy(), y.copy(), m)
        if np.ndim(given) == 0:
            raise Wrong("`find_danger` returns a single number. Return the rows, not how many.")
        if np.shape(given)[1:] == X.shape[1:]:
            raise Wrong("`find_danger` returns rows of `X`. Return their row *numbers*.")
        if np.shape(given) == (y.sum(),) and np.asarray(given).dtype == bool:
            raise Wrong(
                "`find_danger` returns true or false for each minority row. Which rows of `X` are "
                "those with true?"
            )
        given = answers.indices(given, "What `find_danger` returns", len(y))
        minority, n_other, kind = kinds_of(X, y, m)
        if answers.diagnose(given, minority[kind == "danger"], not_the_danger_set(X, y, m)):
            continue
        if (y[given] == 0).any():
            raise Wrong(
                f"{np.sum(y[given] == 0)} of the rows that you return are majority rows. Only a "
                "minority row can be in danger; are your numbers rows of `X`?"
            )
        share = n_other[np.isin(minority, given)] / m
        extent = f" ({share.min():.0%} to {share.max():.0%} majority neighbours)" * bool(len(share))
        raise Wrong(
            f"With m = {m} you return {len(given)} rows{extent}, and they are not those in danger. "
            "Count for one of them by hand."
        )
    return "The rows that Borderline-SMOTE takes as parents, for an even and an odd m."


def not_the_danger_set(X, y, m):
    """Yield other sets of rows that learners find, and what to say about each."""
    minority, n_other, kind = kinds_of(X, y, m)
    danger = kind == "danger"
    half = n_other >= m / 2
    same = m - n_other >= m / 2
    with_itself = nearest_neighbours(X, minority, m - 1)
    n_one_less = count_other_class(y, with_itself, 1)
    yield (
        minority[half],
        "You include rows whose neighbours are *all* of the majority. What are they called?",
    )
    for among in (half & (n_other > m / 2) & (n_other < m), n_other > m / 2):
        yield minority[among], "You ask for *more* than half. It is *at least* half."
    for among in (same & (n_other > 0), same, same & (n_other < m)):
        yield (
            minority[among],
            "These have at least half of their neighbours from their *own* class. The sentence is "
            "in several guides; the code, and the paper, count the other class.",
        )
    yield (
        minority[(n_one_less >= m / 2) & (n_one_less < m)],
        "One neighbour is missing: the nearest row found is the row itself, and it takes a place.",
    )
    yield (
        minority[(n_other >= m // 2) & (n_other < m)],
        f"For m = {m} you ask for {m // 2} majority neighbours. Is that at least half?",
    )
    yield (
        minority[(n_other > 0) & (n_other < m)],
        "For you one majority neighbour is enough. From which number on is a row in danger?",
    )
    places = nearest_neighbours(X[minority], np.arange(len(minority)), m)
    n_at_places = count_other_class(y, places, 1)
    yield (
        minority[(n_at_places >= m / 2) & (n_at_places < m)],
        "You search among the minority rows only, and then look up the wrong labels: places in "
        "that list are no rows of `X`. Search among all rows.",
    )
    yield minority[kind == "noise"], "These are the noise. In danger are those that can be helped."
    yield (
        minority[kind == "safe"],
        "These are the safe rows. You have the rule the wrong way round.",
    )
    yield (
        minority[kind != "safe"],
        "You include the noise. Rows with neighbours *only* of the majority are not in danger.",
    )
    yield (
        np.flatnonzero(danger),
        "You return places among the minority rows. Turn them into row numbers of `X`.",
    )
    n_majority = np.sum(y[nearest_neighbours(X, np.arange(len(y)), m)] == 0, axis=1)
    yield (
        np.flatnonzero((n_majority >= m / 2) & (n_majority < m)),
        "You judge all rows. Only minority rows can be in danger.",
    )
    for other in {4, 5, 6, 10} - {m}:
        rows, _, kind = kinds_of(X, y, other)
        yield rows[kind == "danger"], "You look at a fixed number of neighbours, not `m_neighbors`."
    yield (
        np.array([], int),
        "You find no row in danger. Did you search the neighbours among minority rows only? There "
        "is no majority row to be found there.",
    )


@functools.cache
def rows_added(name: str) -> int:
    """Return how many rows Borderline-SMOTE adds to a real set."""
    X, y = scaled(name)
    return len(BorderlineSMOTE(random_state=0).fit_resample(X, y)[1]) - len(y)


@exercise("06-2", "a dictionary of three whole numbers")
def how_many_are_added(added):
    """Nothing without a row in danger; else as many as it takes to balance."""
    added = answers.entries(added, SETS, "`added`")
    if any(isinstance(value, str) for value in added):
        raise Wrong(
            "There is a text among the numbers. ADASYN raises an error when it finds nothing to "
            "do; Borderline-SMOTE always returns rows."
        )
    values = answers.array(added, "`added`", shape=(3,))
    for name, value in zip(SETS, values, strict=True):
        if value == rows_added(name):
            continue
        X, y = scaled(name)
        minority, _, kind = kinds_of(X, y, 10)
        n_danger, gap = np.sum(kind == "danger"), np.sum(y == 0) - len(minority)
        if rows_added(name) == 0 and value == gap:
            raise Wrong(f"For {name}: that many rows are wanted. But from which parents?")
        if value == 0:
            raise Wrong(f"For {name} you say that nothing happens. Is no row there in danger?")
        if value in (np.sum(y == 0), len(y) + gap, len(y)):
            raise Wrong(f"For {name} you give rows that there are afterwards. How many are new?")
        if value in (n_danger, np.sum(kind == "noise"), np.sum(kind == "safe")):
            raise Wrong(f"For {name} you give a number of rows of one kind. How many are *added*?")
        if n_danger and abs(value - gap * n_danger / len(minority)) <= 1:
            raise Wrong(
                f"For {name} you give those in danger their part of the new rows. Do the other "
                "parts go to anybody, or are they left out?"
            )
        if value in (n_danger + np.sum(kind == "noise"), np.sum(kind != "noise")):
            raise Wrong(f"For {name} you add up rows of two kinds. How many are *added*?")
        if value == len(minority):
            raise Wrong(
                f"For {name} you give one new row for each minority row. What is missing so that "
                "both classes are equally large?"
            )
        if value == np.sum(y == 0) - n_danger:
            raise Wrong(
                f"For {name} you fill up the rows in danger alone. Which rows count when the "
                "classes are compared?"
            )
        raise Wrong(f"The number for {name} is not right yet. Who are the parents?")
    return "Nothing, nothing, and as many as it takes to balance, from three parents."


@exercise("06-3", "a function of `sampler`, `X` and `y`")
def alarm_that_rings(resample_or_raise):
    """Return what the sampler returns; raise when nothing was added; hide no other error."""
    call = answers.function(resample_or_raise, "`resample_or_raise`")
    X, y = overlapping_set()
    half = SMOTE(sampling_strategy=0.5, random_state=0)
    for sampler in (SMOTE(random_state=0), BorderlineSMOTE(random_state=0), half):
        result = resample_without_alarm(call, sampler, X, y)
        name = type(sampler).__name__
        if result is sampler:
            raise Wrong("`fit` returns the sampler itself. Which method returns the new rows?")
        answers.things(result, "`resample_or_raise`", 2, "the resampled X and y")
        X_more, y_more = (answers.array(part, "What it returns") for part in result)
        right = sampler.fit_resample(X, y)
        if len(X_more) == len(X):
            raise Wrong(f"With {name} rows are added, but the function returns the old ones.")
        if X_more.shape != right[0].shape or not np.array_equal(X_more, right[0]):
            raise Wrong(f"The function does not return the rows that {name} makes, in their order.")
        if not np.array_equal(y_more, right[1]):
            raise Wrong(
                f"The function does not return the labels that {name} gives, as the second."
            )
    for name in SETS[:2]:
        expect_alarm(resample_or_raise, name)
    one_class = SMOTE(sampling_strategy={1: int(np.sum(y == 1))}, random_state=0)
    try:
        resample_or_raise(one_class, X.copy(), y.copy())
    except ValueError as error:
        if "smote" in str(error).lower() and "borderline" in str(error).lower():
            raise Wrong(
                "The error always names BorderlineSMOTE, whichever sampler it was. Take the name "
                "from `sampler`."
            ) from error
    few = np.flatnonzero(y == 1)[3:]
    X_few, y_few = np.delete(X, few, axis=0), np.delete(y, few)
    try:
        resample_or_raise(SMOTE(), X_few, y_few)
    except Exception as error:
        if "neighbors" in f"{error} {error.__cause__}":
            return "It returns what was made, rings when nothing was, and hides no other error."
    raise Wrong(
        "SMOTE itself raises an error if there are fewer minority rows than neighbours, and your "
        "function hides it. Let errors that you do not understand pass."
    )


def resample_without_alarm(call, sampler, X, y):
    """Return what the function returns where rows are added; explain an alarm there."""
    try:
        return call(sampler, X.copy(), y.copy())
    except Wrong as wrong:
        if isinstance(wrong.__cause__, AttributeError) and "in_danger" in str(wrong.__cause__):
            raise Wrong(
                "You ask for `in_danger_indices`, which only Borderline-SMOTE has. The function "
                "should work with *any* sampler: what do all of them return?"
            ) from wrong
        if not isinstance(wrong.__cause__, ValueError):
            raise
        if sampler.sampling_strategy == 0.5:
            raise Wrong(
                "Your alarm rings although `SMOTE(sampling_strategy=0.5)` added rows. The classes "
                "need not be equal afterwards: compare the number of rows."
            ) from wrong
        X, y = scaled(SETS[0])
        try:
            call(BorderlineSMOTE(random_state=0), X.copy(), y.copy())
        except Wrong:
            raise wrong from wrong.__cause__  # it fails there too: an accident, not the alarm
        name = type(sampler).__name__
        raise Wrong(
            f"Your alarm rings although {name} added rows. Is the comparison the right way round?"
        ) from wrong


def expect_alarm(resample_or_raise, name):
    """Expect a ValueError that names the sampler on a set without a row in danger."""
    X, y = scaled(name)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            returned = resample_or_raise(BorderlineSMOTE(random_state=0), X.copy(), y.copy())
    except AssertionError as error:
        raise Wrong(
            "You use `assert`. It vanishes when Python runs with `-O`; raise a `ValueError`."
        ) from error
    except Exception as error:
        if isinstance(error, KeyError) and error.args == (1,):
            raise Wrong(
                "`in_danger_indices` has no entry for class 1 where no row is in danger, so your "
                "function stops with a KeyError. Ask whether the entry is there, or compare the "
                "number of rows: that works for every sampler."
            ) from error
        if not isinstance(error, ValueError):
            raise Wrong(
                f"Where nothing is added you raise {type(error).__name__}, and not `ValueError`."
            ) from error
        if "borderline" not in str(error).lower():
            raise Wrong(
                f'The error says "{str(error)[:80]}". Which sampler was it? Name it, so that the '
                "reader of a hundred runs finds it."
            ) from error
        return
    if caught:
        raise Wrong("You warn where nothing is added. A warning is easily lost: raise an error.")
    if isinstance(returned, Exception):
        raise Wrong("You *return* the error, as a value. An error has to be raised, with `raise`.")
    if returned is None:
        raise Wrong(
            "Where nothing is added your function returns nothing, and says nothing. Raise an "
            "error that tells why."
        )
    raise Wrong(
        f"Borderline-SMOTE adds nothing to {name}, and your function lets it pass. A printed "
        "line is not enough: raise. Compare the number of rows before and after."
    )


@exercise("06-4", "row numbers of `X_yeast`")
def rows_promoted_by_m(promoted):
    """Noise among 5 neighbours, in danger among 20; row numbers of the scaled set."""
    X, y = scaled("yeast-0-5-6-7-9_vs_4")
    raw, _ = scaled("yeast-0-5-6-7-9_vs_4", scale=False)
    if isinstance(promoted, int | float | np.number):
        raise Wrong("`promoted` is a single number; give the row numbers.")
    if np.ndim(promoted) == 2 and np.shape(promoted)[1] == X.shape[1]:
        raise Wrong("`promoted` holds rows of the table. Give their row *numbers*.")
    promoted = answers.indices(promoted, "`promoted`", len(y))
    minority, _, few = kinds_of(X, y, 5)
    _, _, many = kinds_of(X, y, 20)
    right = (few == "noise") & (many == "danger")
    raw_few, raw_many = kinds_of(raw, y, 5)[2], kinds_of(raw, y, 20)[2]
    explained = [
        (np.flatnonzero(right), "These are places among the minority rows, not rows of `X_yeast`."),
        (
            minority[(few == "danger") & (many == "noise")],
            "You find none. Did you ask the other way round, for danger at 5 and noise at 20?",
        ),
        (minority[few == "noise"], "These are all that are noise at 5. Which are parents at 20?"),
        (
            minority[many == "danger"],
            "These are all in danger at 20. Which of them were noise at 5?",
        ),
        (
            minority[(few != "danger") & (many == "danger")],
            "You include rows that were *safe* at 5. They had no children either, but not because "
            "they were noise.",
        ),
        (
            minority[(few == "safe") & (many == "danger")],
            "These were safe at 5. The question is about rows that were noise.",
        ),
        (
            minority[(raw_few == "noise") & (raw_many == "danger")],
            "This holds for the measurements as they are; `X_yeast` is scaled.",
        ),
        (
            minority[(few == "noise") & (kinds_of(X, y, 10)[2] == "danger")],
            "This is the change from 5 to 10 neighbours; go on to 20.",
        ),
        (
            minority[(kinds_of(X, y, 10)[2] == "noise") & (many == "danger")],
            "This is the change from 10 to 20 neighbours; begin with 5.",
        ),
        (
            minority[(few == "noise") | (many == "danger")],
            "You join the two with *or*. Which rows are noise at 5 *and* in danger at 20?",
        ),
        (
            minority[(few == "noise") & (many == "noise")],
            "These are noise at both, so they never have children.",
        ),
        (minority[right] + 1, "You count rows from 1. Row numbers of an array begin at 0."),
    ]
    if answers.diagnose(promoted, minority[right], explained):
        return f"{len(promoted)} rows, of {len(minority)}: `m_neighbors` alone makes them parents."
    if len(promoted) == 0 or (y[promoted] == 0).any():
        raise Wrong(
            f"{np.sum(y[promoted] == 0)} of your {len(promoted)} rows are majority rows. Only "
            "minority rows can be noise or in danger."
        )
    inside = np.isin(promoted, minority[right]).sum()
    raise Wrong(f"{inside} of your {len(promoted)} rows belong there; the list is not right yet.")
