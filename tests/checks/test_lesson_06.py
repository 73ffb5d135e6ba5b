"""Wrong answers to the exercises of lesson 06, each with the message that it should get."""

import warnings

import numpy as np
import pytest
from imblearn.over_sampling import BorderlineSMOTE, RandomOverSampler
from sklearn.neighbors import NearestNeighbors

from helpers.by_hand.neighbours import classify_minority_rows
from helpers.checks.lesson_06 import kinds_of, overlapping_set, scaled

from .common import assert_right, assert_wrong, wrong_answers

YEAST = scaled("yeast-0-5-6-7-9_vs_4")


def danger_by_hand(
    rule=lambda n, m: (n >= m / 2) & (n < m),
    query=lambda y: np.flatnonzero(y == 1),
    inside=lambda y: np.arange(len(y)),
    first=1,
    extra=1,
    fixed=None,
    places=False,
):
    """Return `find_danger` with one step replaced; as it stands it is right."""

    def find_danger(X, y, m_neighbors):
        m, rows, searched = fixed or m_neighbors, query(y), inside(y)
        search = NearestNeighbors(n_neighbors=m + extra).fit(X[searched])
        near = searched[search.kneighbors(X[rows], return_distance=False)[:, first:]]
        chosen = rule(np.sum(y[near] == 0, axis=1), m)
        return np.flatnonzero(chosen) if places else rows[chosen]

    return find_danger


def alarm(react, returns=lambda result, X, y: result):
    """Return `resample_or_raise` that reacts in the given way when nothing was added."""

    def resample_or_raise(sampler, X, y):
        result = sampler.fit_resample(X, y)
        if len(result[1]) == len(y):
            react(sampler)
        return returns(result, X, y)

    return resample_or_raise


def raise_error(sampler):
    raise ValueError(f"{sampler} added nothing.")


def raise_nameless(sampler):
    raise ValueError("No row was added.")


def raise_runtime_error(sampler):
    raise RuntimeError(f"{sampler} added nothing.")


def fail_assertion(sampler):
    raise AssertionError(f"{sampler} added nothing.")


def warn(sampler):
    warnings.warn("nothing was added", stacklevel=2)


def hiding(sampler, X, y):
    try:
        result = sampler.fit_resample(X, y)
    except ValueError:
        return X, y
    if len(result[1]) == len(y):
        raise_error(sampler)
    return result


def chained(sampler, X, y):
    try:
        result = sampler.fit_resample(X, y)
    except ValueError as error:
        raise ValueError(f"{sampler} cannot work on these rows") from error
    if len(result[1]) == len(y):
        raise_error(sampler)
    return result


def always(sampler, X, y):
    raise ValueError(f"{sampler} added nothing.")


def rings_when_rows_are_added(sampler, X, y):
    result = sampler.fit_resample(X, y)
    if len(result[1]) != len(y):
        raise_error(sampler)
    return result


def rings_when_unequal(sampler, X, y):
    result = sampler.fit_resample(X, y)
    if len(set(np.bincount(result[1]))) > 1:
        raise_error(sampler)
    return result


def compares_labels(sampler, X, y):
    result = sampler.fit_resample(X, y)
    if np.concatenate([result[1], y]).astype(bool):  # more than one value: an accident
        raise_error(sampler)
    return result


def by_attribute(sampler, X, y):
    result = sampler.fit_resample(X, y)
    if not sampler.in_danger_indices:
        raise_error(sampler)
    return result


def by_entry(sampler, X, y):
    result = sampler.fit_resample(X, y)
    if isinstance(sampler, BorderlineSMOTE) and len(sampler.in_danger_indices[1]) == 0:
        raise_error(sampler)
    return result


def another_sampler(sampler, X, y):
    return alarm(raise_error)(RandomOverSampler(random_state=0), X, y)


def changed_kind(few, before, many, after, scale=True, places=False):
    """Return the rows of one kind among few neighbours and another among many."""
    X, y = scaled("yeast-0-5-6-7-9_vs_4", scale=scale)
    minority, _, kind_few = kinds_of(X, y, few)
    mask = np.isin(kind_few, before) & np.isin(kinds_of(X, y, many)[2], after)
    return np.flatnonzero(mask) if places else minority[mask]


ANY = ["safe", "danger", "noise"]
PROMOTED = changed_kind(5, "noise", 20, "danger")

WRONG = [
    ("06-1", danger_by_hand(lambda n, m: n >= m / 2), "What are they called"),
    ("06-1", danger_by_hand(lambda n, m: (n > m / 2) & (n < m)), "*at least* half"),
    ("06-1", danger_by_hand(lambda n, m: n > m / 2), "*at least* half"),
    ("06-1", danger_by_hand(lambda n, m: (m - n >= m / 2) & (n > 0)), "*own* class"),
    ("06-1", danger_by_hand(lambda n, m: m - n >= m / 2), "*own* class"),
    ("06-1", danger_by_hand(first=0, extra=0), "the row itself"),
    ("06-1", danger_by_hand(lambda n, m: (n >= m // 2) & (n < m)), "For m = 5 you ask for 2"),
    ("06-1", danger_by_hand(lambda n, m: n == m), "These are the noise"),
    ("06-1", danger_by_hand(lambda n, m: n < m / 2), "the wrong way round"),
    ("06-1", danger_by_hand(places=True), "places among the minority rows"),
    ("06-1", danger_by_hand(query=lambda y: np.arange(len(y))), "You judge all rows"),
    ("06-1", danger_by_hand(fixed=6), "fixed number of neighbours"),
    ("06-1", danger_by_hand(inside=lambda y: np.flatnonzero(y == 1)), "among minority rows only"),
    ("06-1", lambda X, y, m: np.flatnonzero(y == 0)[:5], "5 of the rows that you return are maj"),
    ("06-1", lambda X, y, m: np.flatnonzero(y == 1), "Count for one of them by hand"),
    ("06-1", lambda X, y, m: [1000], "row numbers from 0 to 219"),
    ("06-1", lambda X, y, m: [True, False], "mask of 2 values"),
    (
        "06-1",
        lambda X, y, m: np.flatnonzero(y == 1)[classify_minority_rows(y[y == 1], m) == "danger"],
        "is what you are to write",
    ),
    ("06-1", lambda X: X, "raised TypeError"),
    ("06-2", [50, 0, 296], "from which parents"),
    ("06-2", [0, 1583, 296], "from which parents"),
    ("06-2", [0, 0, 316], "afterwards"),
    ("06-2", [0, 0, 3], "number of rows of one kind"),
    ("06-2", [0, 1, 296], "number of rows of one kind"),
    ("06-2", [0, 0, 44], "part of the new rows"),
    ("06-2", [0, 0, 200], "not right yet"),
    ("06-2", [0, "error", 296], "always returns rows"),
    ("06-2", [0, ..., 296], "still blank"),
    ("06-2", {"iris0": 0, "ecoli4": 296}, 'no entry "shuttle-c0-vs-c4"'),
    ("06-3", alarm(lambda sampler: None), "lets it pass"),
    ("06-3", alarm(print), "A printed line is not enough"),
    ("06-3", alarm(warn), "A warning is easily lost"),
    ("06-3", alarm(fail_assertion), "vanishes when Python runs"),
    ("06-3", alarm(raise_runtime_error), "not `ValueError`"),
    ("06-3", alarm(raise_nameless), "Which sampler was it"),
    ("06-3", hiding, "hides it"),
    ("06-3", always, "raised ValueError when it was called"),
    ("06-3", rings_when_rows_are_added, "Is the comparison the right way round"),
    ("06-3", rings_when_unequal, "need not be equal afterwards"),
    ("06-3", compares_labels, "raised ValueError when it was called: The truth value"),
    ("06-3", by_attribute, "which only Borderline-SMOTE has"),
    ("06-3", by_entry, "has no entry for class 1"),
    ("06-3", another_sampler, "does not return the rows that SMOTE makes"),
    ("06-3", alarm(raise_error, lambda result, X, y: (X, y)), "returns the old ones"),
    ("06-3", alarm(raise_error, lambda result, X, y: result[0]), "two things"),
    ("06-3", alarm(raise_error, lambda result, X, y: (result[0], result[1] * 0)), "the labels"),
    ("06-4", changed_kind(5, "noise", 20, "danger", places=True), "places among the minority"),
    ("06-4", changed_kind(5, "danger", 20, "noise"), "the other way round"),
    ("06-4", changed_kind(5, "noise", 20, ANY), "all that are noise at 5"),
    ("06-4", changed_kind(5, ANY, 20, "danger"), "all in danger at 20"),
    ("06-4", changed_kind(5, ["safe", "noise"], 20, "danger"), "*safe* at 5"),
    ("06-4", changed_kind(5, "safe", 20, "danger"), "These were safe at 5"),
    ("06-4", changed_kind(5, "noise", 20, "danger", scale=False), "`X_yeast` is scaled"),
    ("06-4", changed_kind(5, "noise", 10, "danger"), "go on to 20"),
    ("06-4", [0, 1], "are majority rows"),
    ("06-4", PROMOTED[:-1], "12 of your 12 rows belong there"),
    ("06-4", len(PROMOTED), "is a single number; give the row numbers"),
    ("06-4", np.int64(len(PROMOTED)), "is a single number; give the row numbers"),
    ("06-4", [5000], "row numbers from 0 to 527"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


def test_other_right_forms_are_accepted():
    right = danger_by_hand()
    assert_right("06-1", lambda X, y, m: right(X, y, m)[::-1].tolist())
    assert_right("06-1", lambda X, y, m: np.isin(np.arange(len(y)), right(X, y, m)))
    assert_right("06-1", lambda X, y, m: np.where(np.isin(np.arange(len(y)), right(X, y, m))))
    assert_right("06-2", np.array([0.0, 0, 296]))
    assert_right("06-2", (0, 0, 296))
    assert_right("06-3", alarm(raise_error))
    assert_right("06-3", alarm(raise_error, lambda result, X, y: list(result)))
    assert_right("06-3", chained)
    assert_right("06-4", PROMOTED[::-1].tolist())
    assert_right("06-4", set(PROMOTED.tolist()))
    assert_right("06-4", np.isin(np.arange(len(YEAST[1])), PROMOTED))


@pytest.mark.parametrize("m_neighbors", [4, 5, 6])
def test_the_trial_set_agrees_with_the_library(m_neighbors):
    """Else a function that finds imbalanced-learn's parents would be called wrong."""
    X, y = overlapping_set()
    sampler = BorderlineSMOTE(m_neighbors=m_neighbors, random_state=0)
    sampler.fit_resample(X, y)
    assert np.array_equal(sampler.in_danger_indices[1], danger_by_hand()(X, y, m_neighbors))
