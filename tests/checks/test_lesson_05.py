"""Wrong answers to the exercises of lesson 05, each with the message that it should get."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import ADASYN
from sklearn.neighbors import NearestNeighbors

from helpers.checks.lesson_05 import overlapping_set, shuttle

from .common import Several, assert_right, assert_wrong, wrong_answers

DIFFICULTY = np.array([0, 0.4, 0, 0.6, 1.0] + [0] * 9)  # the sum is 2
NOTHING_HARD = ValueError("No row is hard: no majority neighbours.")


def adasyn_by_hand(
    needed=lambda y: np.sum(y == 0) - np.sum(y == 1),
    difficulty=lambda labels: (labels == 0).mean(axis=1),
    weight=lambda r: r / r.sum(),
    rounded=np.rint,
    first=1,
    extra=1,
    fixed=None,
    error=NOTHING_HARD,
    search_in=None,
):
    """Return `rows_per_parent` with one step replaced; as it stands it is right."""

    def rows_per_parent(X, y, n_neighbors):
        k = fixed or n_neighbors
        inside = np.ones(len(y), bool) if search_in is None else y == search_in
        search = NearestNeighbors(n_neighbors=k + extra).fit(X[inside])
        near = search.kneighbors(X[y == 1], return_distance=False)[:, first:]
        r = difficulty(y[inside][near])
        if error and r.sum() == 0:
            raise error
        return rounded(weight(r) * needed(y))

    return rows_per_parent


def repaired(X, y, n_neighbors):
    n_new = adasyn_by_hand()(X, y, n_neighbors)
    n_new[n_new.argmax()] += np.sum(y == 0) - np.sum(y == 1) - n_new.sum()
    return n_new


def over_all_rows(X, y, n_neighbors):
    search = NearestNeighbors(n_neighbors=n_neighbors + 1).fit(X)
    r = (y[search.kneighbors(X, return_distance=False)[:, 1:]] == 0).mean(axis=1)
    return np.rint(r[y == 1] / r.sum() * (np.sum(y == 0) - np.sum(y == 1)))


def fails_by_accident(X, y, n_neighbors):
    return [int(n) for n in adasyn_by_hand(error=None)(X, y, n_neighbors)]


def silent_error(X, y, n_neighbors):
    try:
        return adasyn_by_hand()(X, y, n_neighbors)
    except ValueError:
        raise ValueError from None


WRONG = [
    ("05-1", adasyn_by_hand(search_in=1, error=None), "among minority rows only"),
    ("05-1", adasyn_by_hand(search_in=1, weight=lambda r: r), "many rows are hard"),
    ("05-1", adasyn_by_hand(difficulty=lambda v: (v == 1).mean(axis=1)), "easiest rows get"),
    ("05-1", adasyn_by_hand(first=0, extra=0), "the row itself"),
    ("05-1", adasyn_by_hand(weight=lambda r: r), "multiply the difficulties as they are"),
    ("05-1", adasyn_by_hand(needed=lambda y: 1, rounded=lambda n: n), "These are the weights"),
    (
        "05-1",
        adasyn_by_hand(needed=lambda y: 1, rounded=lambda n: n, weight=lambda r: r),
        "These are the difficulties",
    ),
    ("05-1", adasyn_by_hand(needed=lambda y: np.sum(y == 0)), "as many rows as the majority has"),
    ("05-1", adasyn_by_hand(needed=len), "as many rows as there are in all"),
    ("05-1", adasyn_by_hand(weight=lambda r: np.full(len(r), 1 / len(r))), "SMOTE's way"),
    ("05-1", over_all_rows, "sum over all rows"),
    ("05-1", adasyn_by_hand(difficulty=lambda v: (v == 0).any(axis=1) * 1.0), "Take the share"),
    ("05-1", adasyn_by_hand(fixed=5), "fixed number of neighbours"),
    ("05-1", adasyn_by_hand(rounded=lambda n: n), "Round them"),
    ("05-1", adasyn_by_hand(rounded=np.floor), "cut off or round up"),
    ("05-1", adasyn_by_hand(rounded=np.ceil), "cut off or round up"),
    ("05-1", repaired, "repair the sum"),
    ("05-1", lambda X, y, k: adasyn_by_hand()(X, y, k) + 3, "not right yet"),
    ("05-1", lambda X, y, k: np.ones(len(y)), "only minority rows can have children"),
    ("05-1", lambda X, y, k: np.zeros(int(y.sum())), "No row gets a child"),
    ("05-1", adasyn_by_hand(error=None), "should raise a `ValueError`"),
    ("05-1", fails_by_accident, "fails by accident"),
    ("05-1", silent_error, "says nothing"),
    ("05-1", adasyn_by_hand(error=AssertionError("no row is hard")), "You stop with Assert"),
    ("05-1", adasyn_by_hand(error=RuntimeError("no row is hard")), "You stop with RuntimeError"),
    ("05-1", adasyn_by_hand(error=Exception("no row is hard")), "raise a `ValueError`, which"),
    ("05-1", adasyn_by_hand(error=ZeroDivisionError("division by zero")), "fails by accident"),
    ("05-1", adasyn_by_hand(search_in=1, error=AssertionError("no row")), "many rows are hard"),
    ("05-1", lambda X, y: 0, "raised TypeError"),
    ("05-2", Several([1 / 2, "rows around M", DIFFICULTY]), "belongs to the sum as well"),
    ("05-2", Several([2 / 3, "rows around M", DIFFICULTY]), "left for all the others"),
    ("05-2", Several([1 / 14, "rows around M", DIFFICULTY]), "that would be SMOTE"),
    ("05-2", Several([1 / 15, "rows around M", DIFFICULTY]), "F as one minority row"),
    ("05-2", Several([1, "rows around M", DIFFICULTY]), "not yet a weight"),
    ("05-2", Several([0, "rows around M", DIFFICULTY]), "pass over such a row"),
    ("05-2", Several([0.3, "rows around M", DIFFICULTY]), "near; give two decimals"),
    ("05-2", Several([0.2, "rows around M", DIFFICULTY]), "not right yet"),
    ("05-2", Several([33, "rows around M", DIFFICULTY]), "percentage"),
    ("05-2", Several([1 / 3, "M", DIFFICULTY]), "nobody's parent"),
    ("05-2", Several([1 / 3, "rows at the border", DIFFICULTY]), "far from the border"),
    ("05-2", Several([1 / 3, "nobody", DIFFICULTY]), "Does no minority row see it"),
    ("05-2", Several([1 / 3, "everybody", DIFFICULTY]), "should be one of"),
    ("05-2", Several([1 / 3, ..., DIFFICULTY]), "blank left"),
    ("05-2", Several([1 / 3, "rows around M"]), "Leave the check as it was"),
    ("05-3", Several([123, 1714]), "How many are?"),
    ("05-3", Several([122, 1714]), "no child"),
    ("05-3", Several([1583, 1714]), "number of children"),
    ("05-3", Several([1706, 1714]), "children included"),
    ("05-3", Several([3, 1714]), "as they are"),
    ("05-3", Several([7, 1714]), "`n_parents`: not right yet"),
    ("05-3", Several([1, 8]), "place among the minority rows"),
    ("05-3", Several([1, 1715]), "off by one"),
    ("05-3", Several([1, 0]), "not a minority row"),
    ("05-3", Several([1, 1774]), "has no child"),
    ("05-3", Several([1, None]), "nothing in `busiest_row`"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


def test_other_right_forms_are_accepted():
    right = adasyn_by_hand()
    assert_right("05-1", lambda X, y, k: right(X, y, k).tolist())
    assert_right("05-1", lambda X, y, k: pd.Series(right(X, y, k)))
    reason = "Every difficulty is 0, so the weights would be nan."
    assert_right("05-1", adasyn_by_hand(error=ValueError(reason)))
    assert_right("05-1", adasyn_by_hand(first=0))  # the row itself never counts as majority
    assert_right("05-2", 0.333, "Rows around M ", DIFFICULTY.tolist())
    assert_right("05-2", 0.33, "rows around M", DIFFICULTY)
    assert_right("05-3", np.array([1]), 1714.0)


@pytest.mark.parametrize("n_neighbors", [5, 8])
def test_the_trial_set_agrees_with_the_library(n_neighbors):
    """Else a function that does what ADASYN does would be called wrong."""
    X, y = overlapping_set()
    sampler = ADASYN(n_neighbors=n_neighbors, random_state=0)
    X_more, _ = sampler.fit_resample(X, y)
    assert len(X_more) - len(X) == adasyn_by_hand()(X, y, n_neighbors).sum()


def test_scaling_changes_who_is_a_parent():
    """Else the message about unscaled readings could never appear."""
    assert (shuttle(scaled=True)["n_new"] > 0).sum() != (shuttle(scaled=False)["n_new"] > 0).sum()
