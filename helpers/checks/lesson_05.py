"""Checks for the exercises of lesson 05, ADASYN."""

import functools
import re

import numpy as np
from sklearn.preprocessing import StandardScaler

from helpers.by_hand import adasyn
from helpers.by_hand.neighbours import nearest_neighbours
from helpers.checks import answers
from helpers.checks.class_seed import turned_and_mixed
from helpers.checks.core import Wrong, exercise
from helpers.data.keel import load_imbalanced

GAINS = ("M", "rows around M", "rows at the border", "nobody")


@functools.cache
def overlapping_set() -> tuple[np.ndarray, np.ndarray]:
    """Return two crowds that overlap, rows in random order, each row once."""
    rng = np.random.default_rng(5)
    y = rng.permutation(np.repeat([0, 1], [170, 40]))
    return turned_and_mixed(rng.normal(size=(210, 3)) + 1.1 * y[:, np.newaxis], y)


def steps(X, y, n_neighbors):
    """Return the difficulty and the number of rows needed, by the lesson's functions."""
    minority = np.flatnonzero(y == 1)
    difficulty = adasyn.measure_difficulty(X, y, minority, 1, n_neighbors)
    return difficulty, adasyn.count_needed_rows(y, 1)


def shared(difficulty, n_needed):
    """Return the rows per parent before they are rounded."""
    return adasyn.normalise_to_weights(difficulty) * n_needed


@exercise("05-1", "a function of `X`, `y` and `n_neighbors` that returns whole numbers")
def rows_of_each_parent(rows_per_parent):
    """Count majority neighbours among all rows; normalise; multiply; round."""
    answers.function(rows_per_parent, "`rows_per_parent`")
    X, y = overlapping_set()
    with np.errstate(all="ignore"):
        for n_neighbors in (5, 8):
            check_rows(rows_per_parent, X, y, n_neighbors)
        check_that_it_raises(rows_per_parent, X + 100 * y[:, np.newaxis], y)
    return (
        "The same numbers as the library's, for two sizes of neighbourhood; and an error where "
        "nothing is hard."
    )


def check_rows(rows_per_parent, X, y, n_neighbors):
    """Compare the answer for one size of neighbourhood with the truth and with misconceptions."""
    call = answers.function(rows_per_parent, "`rows_per_parent`")
    try:
        given = call(X.copy(), y.copy(), n_neighbors)
    except Wrong as wrong:
        if not isinstance(wrong.__cause__, ValueError | RuntimeError | AssertionError):
            raise
        raise Wrong(f"{wrong} In the trial set many rows are hard. {ONLY_MINORITY}") from wrong
    what = "What `rows_per_parent` returns"
    if np.size(given) == len(y):
        raise Wrong(
            f"{what} has one number for each of all {len(y)} rows; only minority rows can have "
            "children."
        )
    n_minority = int(y.sum())
    difficulty, n_needed = steps(X, y, n_neighbors)
    exact = shared(difficulty, n_needed)
    right = adasyn.count_rows_per_parent(exact / n_needed, n_needed)
    sizes = {
        len(y) - n_minority: "one number for each majority row. ADASYN's parents are minority "
        "rows.",
        int((right > 0).sum()): "no number for rows without children. Keep their zeros: the "
        "numbers stand in the order of the minority rows.",
        1: "a single number. How many new rows does *each* minority row get?",
    }
    if np.size(given) in sizes and n_minority not in sizes:
        raise Wrong(f"{what} is {sizes[np.size(given)]}")
    try:
        n_new = answers.array(given, what, shape=(n_minority,))
    except Wrong as wrong:
        if "missing or infinite" not in str(wrong):
            raise
        raise Wrong(f"{wrong} {ONLY_MINORITY}") from wrong
    if not n_new.any() or (n_new < 0).all():
        raise Wrong(f"No row gets a child. {ONLY_MINORITY}")
    wrong = misconceptions(X, y, n_neighbors)
    if answers.diagnose(n_new, right, wrong, same=rounded_or_not):
        return
    if np.array_equal(np.sort(n_new), np.sort(right)):
        raise Wrong("The numbers are right, but not in the order of the minority rows in `X`.")
    if np.array_equal(n_new, np.floor(exact)) or np.array_equal(n_new, np.ceil(exact)):
        raise Wrong("You cut off or round up. The lesson rounds to the nearest whole number.")
    if n_new.sum() == n_needed and np.abs(n_new - exact).max() < 1.5:
        raise Wrong(
            "You repair the sum after rounding. That is sensible, but the library rounds each "
            "number by itself and leaves the sum as it falls."
        )
    raise Wrong(
        f"The {n_minority} numbers are not right yet (their sum is {n_new.sum():g}, and {n_needed} "
        "rows are needed). Compare your steps with the lesson's, one by one."
    )


ONLY_MINORITY = (
    "Did you search the neighbours among minority rows only? Nobody finds a majority row there."
)


def misconceptions(X, y, n_neighbors):
    """Yield wrong answers, before rounding, and what to say about each."""
    minority = np.flatnonzero(y == 1)
    difficulty, n_needed = steps(X, y, n_neighbors)
    exact = shared(difficulty, n_needed)
    yield (
        shared(1 - difficulty, n_needed),
        "Your easiest rows get the most children: you count neighbours of a row's own class.",
    )
    yield (
        shared(steps(X, y, n_neighbors - 1)[0], n_needed),
        "One neighbour is missing: the nearest row found is the row itself, and it takes a place.",
    )
    yield (
        difficulty * n_needed,
        f"You multiply the difficulties as they are, and make {(difficulty * n_needed).sum():,.0f} "
        f"rows where {n_needed} are needed. What should the weights add up to?",
    )
    yield (
        exact / n_needed,
        "These are the weights. One step is missing: how many rows is each of them?",
    )
    yield difficulty, "These are the difficulties. Two steps are missing: weights, then numbers."
    yield (
        shared(difficulty, (y == 0).sum()),
        "You share out as many rows as the majority has. The minority has some already.",
    )
    yield (
        shared(difficulty, len(y)),
        "You share out as many rows as there are in all. How many does it take to balance?",
    )
    yield (
        np.full(len(minority), n_needed / len(minority)),
        "Every parent gets the same number. That is SMOTE's way; where does difficulty come in?",
    )
    around = nearest_neighbours(X, minority, n_neighbors)
    whole = nearest_neighbours(X, np.arange(len(y)), n_neighbors)
    yield (
        exact * difficulty.sum() / (y[whole] == 0).mean(axis=1).sum(),
        "You divide by the sum over all rows. Only minority rows share the new rows.",
    )
    yield (
        shared((y[around] == 0).any(axis=1).astype(float), n_needed),
        "Rows with one majority neighbour and with five get the same. Take the share of them.",
    )
    for fixed in {5, 6} - {n_neighbors}:
        yield (
            shared(steps(X, y, fixed)[0], n_needed),
            "The function works with a fixed number of neighbours and not with `n_neighbors`.",
        )
    places = nearest_neighbours(X[minority], np.arange(len(minority)), n_neighbors)
    yield (
        shared((y[places] == 0).mean(axis=1), n_needed),
        "You search among the minority rows only, and then look up the wrong labels: places in "
        "that list are no rows of `X`. Search among all rows.",
    )
    yield exact, "The numbers are right but for the last step: rows come whole. Round them."


def rounded_or_not(n_new, expected):
    """Tell whether the numbers are the expected ones, as they are or rounded."""
    return np.allclose(n_new, expected) or np.array_equal(n_new, np.rint(expected))


# what int(), scikit-learn, NumPy and pandas say of a nan that they were given
ACCIDENT = re.compile("(convert|contains?) .*(nan|non-finite)", re.IGNORECASE)


def check_that_it_raises(rows_per_parent, X, y):
    """Expect an error that speaks when no minority row has a majority neighbour."""
    try:
        given = rows_per_parent(X.copy(), y.copy(), 5)
    except Exception as error:
        text = str(error).strip()
        if isinstance(error, AssertionError | RuntimeError) or type(error) is Exception:
            raise Wrong(
                f"You stop with {type(error).__name__}; raise a `ValueError`, which callers "
                "expect for data that cannot be used."
            ) from error
        if not isinstance(error, ValueError) or ACCIDENT.search(text):
            raise Wrong(
                "Where no minority row has a majority neighbour, the function fails by accident "
                f"({type(error).__name__}: {text[:80]}). Look for this case before you divide."
            ) from error
        if len(text) < 10:
            raise Wrong("The error says nothing. Tell the reader what is the matter.") from error
        return
    raise Wrong(
        "The numbers are right where some rows are hard. But where no minority row has a majority "
        f"neighbour the function returns {answers.describe(given)}. It should raise a `ValueError`."
    )


@exercise("05-2", "a number `share_of_f` and a text `gain`")
def what_a_wrong_label_does(share_of_f=None, gain=None, difficulty=None):
    """Add F's difficulty of 1 to the sum; see that M makes its neighbours hard."""
    if difficulty is None:
        raise Wrong("Leave the check as it was: it is given the two predictions and `difficulty`.")
    difficulty = answers.array(difficulty, "`difficulty`", shape=(None,))
    total, n_minority = difficulty.sum(), len(difficulty)
    right = 1 / (total + 1)
    share = answers.share(share_of_f, "`share_of_f`", right)
    explained = {
        1 / total: "F's own difficulty belongs to the sum as well.",
        total / (total + 1): "that is what is left for all the others.",
        1 / (n_minority + 1): "that would be SMOTE: F as one minority row among all.",
        1 / (n_minority + total): "you add up rows and difficulties. What is a weight made of?",
        1.0: "a difficulty of 1 is not yet a weight: other rows are hard too, a little.",
        0.0: "F has majority rows all around it. Does ADASYN pass over such a row?",
    }
    pairs = ((value, f"`share_of_f`: {message}") for value, message in explained.items())
    if not answers.diagnose(share, right, pairs, same=functools.partial(np.isclose, atol=0.006)):
        if np.isclose(share, round(right, 1)):
            raise Wrong("`share_of_f` is near; give two decimals.")
        if share < 1 / (n_minority + 1):
            raise Wrong(
                "`share_of_f`: your share is smaller than an equal one. F is harder than the other "
                "minority rows; of which rows is your number a share?"
            )
        raise Wrong("`share_of_f` is not right yet. How hard is F, and how hard are all together?")
    gain = answers.choice(gain, "`gain`", GAINS)
    messages = {
        "M": "M counts as majority now, and a majority row is nobody's parent.",
        "rows at the border": "M stands far from the border, so nothing changes there but the "
        "sum. Who has M as a neighbour?",
        "nobody": "M counts as a majority row now, in the middle of the minority. Does no minority "
        "row see it?",
    }
    if gain in messages:
        raise Wrong(f"`share_of_f` is right. `gain`: {messages[gain]}")
    return (
        f"F takes {right:.0%} of the new rows by itself, and M makes rows look hard that "
        "were at home."
    )


@functools.cache
def shuttle(*, scaled: bool):
    """Return the trace's table of minority rows for the set of exercise 05-3."""
    df = load_imbalanced("shuttle-c0-vs-c4")
    X, y = df.drop(columns="Class").to_numpy(), df["Class"].to_numpy()
    X = StandardScaler().fit_transform(X) if scaled else X
    return adasyn.adasyn(X, y, random_state=0).trace.minority


@exercise("05-3", "the whole numbers `n_parents` and `busiest_row`")
def parents_of_the_new_rows(n_parents=None, busiest_row=None):
    """Count the parents among the scaled rows; name the row of X, not the place in the class."""
    minority, unscaled = shuttle(scaled=True), shuttle(scaled=False)
    n_parents = answers.whole(n_parents, "`n_parents`", low=0)
    busiest_row = answers.whole(busiest_row, "`busiest_row`", low=0)
    if n_parents in set(minority["row"]) and busiest_row < len(minority):
        raise Wrong("`n_parents` looks like a row number. Did you exchange the two answers?")
    right = int((minority["n_new"] > 0).sum())
    n_new = int(minority["n_new"].sum())
    if n_parents != right:
        messages = {
            0: "new rows were made, so somebody has children.",
            len(minority): "all minority rows could be parents. How many are?",
            len(minority) - right: "you count the rows that have no child.",
            n_new: "that is the number of children. How many rows do they come from?",
            n_new + len(minority): "that is the minority afterwards, children included.",
            int((unscaled["n_new"] > 0).sum()): "that holds for the readings as they are. The "
            "colleague scaled them first: use `X_shuttle`.",
        }
        raise Wrong(
            "`n_parents`: "
            + messages.get(n_parents, "not right yet. Who has more than 0 children?")
        )
    place = int(minority["n_new"].to_numpy().argmax())
    if busiest_row != minority["row"].iloc[place]:
        messages = {
            place: "that is a place among the minority rows. Which row of `X_shuttle` is it?",
            n_new: "that is a number of children, not a row.",
        }
        hint = "not right yet. Is it a row number of `X_shuttle`, counted from 0?"
        if busiest_row == minority["row"].iloc[place] + 1:
            hint = "off by one. Rows count from 0."
        elif busiest_row in set(minority["row"][minority["n_new"] == 0]):
            hint = "that minority row has no child. Who has the most?"
        elif busiest_row not in set(minority["row"]):
            hint = "that row is not a minority row, so it cannot be a parent."
        raise Wrong(f"`n_parents` is right. `busiest_row`: {messages.get(busiest_row, hint)}")
    return (
        f"All {n_new:,} new rows come from {right} of {len(minority)} minority rows: row "
        f"{busiest_row}, whose five nearest neighbours are all of the majority."
    )
