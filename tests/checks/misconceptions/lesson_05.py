"""Wrong answers to the exercises of 05."""

import functools

import numpy as np
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

from helpers.by_hand import adasyn as by_hand
from helpers.data import load_imbalanced


def rows(
    extra=1, drop=1, other=0, of=1, scale=True, missing=None, rounded=np.rint, k=None, silent=False
):
    """Rows per parent, with one part of the rule changed."""

    def rows_per_parent(X, y, n_neighbors):
        n = k or n_neighbors
        search = NearestNeighbors(n_neighbors=n + extra).fit(X)
        neighbours = search.kneighbors(X[y == of], return_distance=False)[:, drop:]
        share = (y[neighbours] == other).mean(axis=1)
        if share.sum() == 0 and not silent:
            raise ValueError("no minority row has a majority neighbour")
        with np.errstate(all="ignore"):
            weight = share / share.sum() if scale else share
            needed = (missing or (lambda y: np.sum(y == 0) - np.sum(y == 1)))(y)
            result = rounded(weight * needed)
        return np.nan_to_num(result).astype(int) if rounded is not weights else weight

    return rows_per_parent


def weights(values):
    return values


def equal_shares(X, y, n_neighbors):
    rows()(X, y, n_neighbors)
    n = np.sum(y == 1)
    return np.rint(np.full(n, (np.sum(y == 0) - n) / n)).astype(int)


def among_minority(X, y, n_neighbors):
    X_minority = X[y == 1]
    search = NearestNeighbors(n_neighbors=n_neighbors + 1).fit(X_minority)
    neighbours = search.kneighbors(X_minority, return_distance=False)[:, 1:]
    share = (y[neighbours] == 0).mean(axis=1)
    if share.sum() == 0:
        raise ValueError("no minority row has a majority neighbour")
    return np.rint(share / share.sum() * (np.sum(y == 0) - np.sum(y == 1))).astype(int)


def parents_only(X, y, n_neighbors):
    found = rows()(X, y, n_neighbors)
    return found[found > 0]


def sorted_rows(X, y, n_neighbors):
    return np.sort(rows()(X, y, n_neighbors))[::-1]


def total(X, y, n_neighbors):
    return rows()(X, y, n_neighbors).sum()


def one_for_all_rows(X, y, n_neighbors):
    found = np.zeros(len(y), dtype=int)
    found[y == 1] = rows()(X, y, n_neighbors)
    return found


def text_for_error(X, y, n_neighbors):
    try:
        return rows()(X, y, n_neighbors)
    except ValueError as error:
        return str(error)


@functools.cache
def crowds():
    rng = np.random.RandomState(12)
    minority = np.array([3.2, 0]) + rng.normal(scale=0.8, size=(14, 2))
    X, y = np.vstack([rng.normal(size=(40, 2)), minority]), np.repeat([0, 1], [40, 14])
    return by_hand.measure_difficulty(X, y, np.flatnonzero(y == 1), label=1, n_neighbors=5)


def wrong_label(share=None, gain="rows around M"):
    difficulty = crowds()
    right = 1 / (difficulty.sum() + 1)
    return (right if share is None else share), gain, difficulty


@functools.cache
def shuttle(scale=True):
    df = load_imbalanced("shuttle-c0-vs-c4")
    X, y = df.drop(columns="Class").to_numpy(dtype=float), df["Class"].to_numpy()
    return (StandardScaler().fit_transform(X) if scale else X), y


@functools.cache
def children(scale=True, **changed):
    X, y = shuttle(scale)
    return rows(**changed)(X, y, 5)


def answer(found, y=None):
    minority = np.flatnonzero(shuttle()[1] == 1)
    return int(np.sum(found > 0)), int(minority[np.argmax(found)])


def wrong_parents():
    _, y = shuttle()
    found, minority = children(), np.flatnonzero(y == 1)
    n, busiest = answer(found)
    yield (
        "all minority rows are parents",
        "`n_parents`: all minority rows could be",
        (len(minority), busiest),
    )
    yield (
        "place among the minority",
        "right. `busiest_row`: that is a place",
        (n, int(np.argmax(found))),
    )
    yield (
        "number of children for the row",
        "right. `busiest_row`: that is a number",
        (n, int(found.max())),
    )
    yield "new rows for parents", "`n_parents`: that is the number of", (int(found.sum()), busiest)
    yield "not scaled", "`n_parents`: that holds for the readings", answer(children(scale=False))
    yield "nobody is a parent", "`n_parents`: new rows were made, so", (0, busiest)
    yield (
        "row without children",
        "`n_parents` is right. `busiest_row`: that minority",
        (n, int(minority[np.argmin(found)])),
    )
    yield "the two exchanged", "`n_parents` looks like a row number", (busiest, n)
    yield (
        "row of the resampled table",
        "`n_parents` is right. `busiest_row`: that row",
        (n, len(y) + int(np.argmax(found))),
    )
    yield (
        "rows without children",
        "`n_parents`: you count the rows that",
        (int(np.sum(found == 0)), busiest),
    )
    yield "row numbers from 1", "`n_parents` is right. `busiest_row`: off by", (n, busiest + 1)


SUM, N = crowds().sum(), len(crowds())

WRONG = {
    "05-1": [
        ("the row itself counted", "One neighbour is missing: the nearest", rows(extra=0, drop=0)),
        ("one neighbour too few", "One neighbour is missing: the nearest", rows(extra=0)),
        ("searched among the minority", "You search among the minority rows", among_minority),
        ("minority neighbours are difficult", "Your easiest rows get the most", rows(other=1)),
        ("not divided by the sum", "You multiply the difficulties as they", rows(scale=False)),
        ("rounded down", "You cut off or round up", rows(rounded=np.floor)),
        ("rounded up", "You cut off or round up", rows(rounded=np.ceil)),
        (
            "as many as the majority",
            "as many rows as the majority",
            rows(missing=lambda y: np.sum(y == 0)),
        ),
        ("as many as all rows", "out as many rows as there", rows(missing=len)),
        ("quiet 0/0", "majority neighbour the function returns an", rows(silent=True)),
        ("text for an error", "majority neighbour the function returns the", text_for_error),
        ("weights for numbers", "These are the weights. One step", rows(rounded=weights)),
        ("equal shares", "Every parent gets the same number", equal_shares),
        (
            "majority rows as parents",
            "What `rows_per_parent` returns is one number",
            rows(of=0, other=1),
        ),
        ("five neighbours, whatever the argument", "The function works with a fixed", rows(k=5)),
        ("parents only", "What `rows_per_parent` returns is no number", parents_only),
        ("sorted", "The numbers are right, but not", sorted_rows),
        ("total only", "What `rows_per_parent` returns is a single", total),
        (
            "one number for every row",
            "What `rows_per_parent` returns has one number",
            one_for_all_rows,
        ),
    ],
    "05-2": [
        ("difficulty for share", "is not yet a weight: other", wrong_label(1.0)),
        (
            "F left out of the sum",
            "`share_of_f`: F's own difficulty belongs to",
            wrong_label(1 / SUM),
        ),
        ("equal shares", "`share_of_f`: that would be SMOTE: F", wrong_label(1 / (N + 1))),
        ("equal shares without F", "`share_of_f`: that would be SMOTE: F", wrong_label(1 / N)),
        ("F makes none, as noise", "`share_of_f`: F has majority rows all", wrong_label(0.0)),
        ("percentage for share", "Did you give a percentage? A", wrong_label(100 / (SUM + 1))),
        (
            "number of rows for share",
            "that is a count. A share",
            wrong_label(round(25 / (SUM + 1))),
        ),
        ("share of all points", "`share_of_f`: your share is smaller than", wrong_label(1 / 54)),
        ("sum for share", "that is a count. A share", wrong_label(SUM + 1)),
        ("M itself", "right. `gain`: M counts as majority", wrong_label(gain="M")),
        (
            "border draws all",
            "`share_of_f` is right. `gain`: M stands",
            wrong_label(gain="rows at the border"),
        ),
        ("shares do not move", "right. `gain`: M counts as a", wrong_label(gain="nobody")),
    ],
    "05-3": wrong_parents,
}
