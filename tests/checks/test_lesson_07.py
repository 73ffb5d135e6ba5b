"""Wrong answers to the exercises of lesson 07, each with the message that it should get."""

import functools

import numpy as np
import pandas as pd
import pytest
import sklearn.pipeline
from imblearn.combine import SMOTEENN
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline, make_pipeline
from imblearn.under_sampling import EditedNearestNeighbours
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.preprocessing import StandardScaler

from helpers.checks.lesson_07 import CASES, losers, overlapping_set
from helpers.models.course_model import make_model

from .common import assert_right, assert_wrong, wrong_answers


@functools.cache
def _search(rows, n_features, k):
    X = np.frombuffer(rows).reshape(-1, n_features)
    return NearestNeighbors(n_neighbors=k).fit(X).kneighbors(X, return_distance=False)


def nearest(X, row, k):
    """Return the k nearest rows, the row itself first; the same rows are searched once."""
    return _search(X.tobytes(), X.shape[1], k)[row]


def vote(
    for_all=lambda against, k, own: against > 0,
    for_mode=lambda against, k, own: 2 * against > k - own,
    with_itself=False,
    fixed=None,
    returns=lambda outvoted: outvoted,
):
    """Return `is_outvoted` with one step replaced; as it stands it is right.

    In a tie the lower label wins: a row labelled 1 goes with half of the votes against it.
    """

    def is_outvoted(X, y, row, n_neighbors=3, kind_sel="all"):
        k = fixed or n_neighbors
        near = nearest(X, row, k + 1)
        near = near[:k] if with_itself else near[1:]
        against = np.sum(y[near] != y[row])
        rule = for_all if kind_sel == "all" else for_mode
        return returns(rule(against, k, y[row]))

    return is_outvoted


SCALE, CLEAN = StandardScaler(), EditedNearestNeighbours(sampling_strategy="all")
MILD = EditedNearestNeighbours(sampling_strategy="all", kind_sel="mode")
CLASSIFY = LogisticRegression()
RIGHT = ["majority", "both", "minority", "majority"]


def with_answer(number, text):
    """Return the right predictions but for one."""
    return [text if place == number else right for place, right in enumerate(RIGHT)]


WRONG = [
    ("07-1", vote(with_itself=True), ": you let the row vote on itself"),
    ("07-1", vote(for_all=lambda n, k, own: n == k), "all neighbours are *against*"),
    ("07-1", vote(for_all=lambda n, k, own: n > k / 2), 'the rule of "mode"'),
    ("07-1", vote(for_mode=lambda n, k, own: n > 0), 'the rule of "all"'),
    ("07-1", vote(returns=lambda outvoted: not outvoted), "the wrong way round"),
    ("07-1", vote(for_mode=lambda n, k, own: n == k), "until all neighbours are against"),
    ("07-1", vote(for_mode=lambda n, k, own: n > k / 2), ": in a tie you let every row stay"),
    ("07-1", vote(for_mode=lambda n, k, own: n >= k / 2), ": in a tie you remove every row"),
    ("07-1", vote(for_mode=lambda n, k, own: 2 * n > k - (own == 0)), "let the higher label win"),
    ("07-1", vote(fixed=3), "fixed number of neighbours"),
    ("07-1", vote(returns=lambda outvoted: True), "True for every row"),
    ("07-1", vote(for_all=lambda n, k, own: n > 2 * own), "its neighbours have"),
    ("07-1", vote(returns=lambda outvoted: 7), "should be True or False"),
    ("07-1", vote(returns=lambda outvoted: [outvoted] * 3), "should be a single number"),
    ("07-1", lambda X, y, row: True, "raised TypeError"),
    ("07-2", make_pipeline(SCALE, CLASSIFY), "Nothing is cleaned"),
    ("07-2", CLASSIFY, "only the classifier"),
    ("07-2", make_pipeline(SCALE, EditedNearestNeighbours(), CLASSIFY), "Only the majority"),
    ("07-2", make_pipeline(CLEAN, SCALE, CLASSIFY), "comes before the scaling"),
    ("07-2", make_pipeline(CLEAN, CLASSIFY), "are not scaled"),
    ("07-2", make_pipeline(SCALE, MILD, CLASSIFY), "changed the voting rule"),
    ("07-2", make_pipeline(SCALE, SMOTEENN(), CLASSIFY), "brought in SMOTE"),
    ("07-2", make_pipeline(SCALE, SMOTE(), CLEAN, CLASSIFY), "brought in SMOTE"),
    ("07-2", make_pipeline(SCALE, CLEAN, KNeighborsClassifier()), "Your classifier is a"),
    ("07-2", sklearn.pipeline.make_pipeline(SCALE, CLEAN, CLASSIFY), "scikit-learn's pipeline"),
    ("07-2", make_pipeline(SCALE, CLEAN), "cannot predict"),
    ("07-2", np.array([0.7, 0.7, 0.7, 0.7, 0.7]), "look like scores"),
    ("07-2", 0.71, "look like scores"),
    ("07-2", LogisticRegression, "not yet fitted"),
    ("07-3", with_answer(0, "minority"), "the one that is spared"),
    ("07-3", with_answer(0, "both"), "not the default here"),
    ("07-3", with_answer(0, "neither"), "somebody is outvoted"),
    ("07-3", with_answer(1, "majority"), "something else than the cleaner alone"),
    ("07-3", with_answer(1, "minority"), "spares no class"),
    ("07-3", with_answer(2, "majority"), "not the one that you think"),
    ("07-3", with_answer(2, "both"), "its own default"),
    ("07-3", with_answer(3, "minority"), "a role or a label"),
    ("07-3", with_answer(3, "both"), "its own default"),
    ("07-3", with_answer(3, ...), "nothing in the answer for"),
    ("07-3", with_answer(3, "class 1"), "should be one of"),
    ("07-3", dict.fromkeys(CASES[:3], "both"), "no entry for 'the same"),
    ("07-3", ["majority"], "four texts"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


@pytest.mark.slow
def test_other_right_forms_are_accepted():
    assert_right("07-1", vote())
    assert_right("07-1", vote(returns=int))
    assert_right("07-1", vote(returns=lambda outvoted: np.array([outvoted])))
    assert_right("07-2", Pipeline([("scale", SCALE), ("clean", CLEAN), ("classify", CLASSIFY)]))
    assert_right("07-2", make_model(CLEAN))
    X, y = overlapping_set()
    assert_right("07-2", make_pipeline(SCALE, CLEAN, CLASSIFY).fit(X, y))
    assert_right("07-3", dict(zip(CASES, RIGHT, strict=True)))
    assert_right("07-3", pd.Series([text.upper() for text in RIGHT]))


@pytest.mark.parametrize("kind_sel", ["all", "mode"])
@pytest.mark.parametrize("n_neighbors", [3, 6])
def test_the_vote_is_the_librarys(n_neighbors, kind_sel):
    """Else a function that removes what imbalanced-learn removes would be called wrong."""
    X, y = overlapping_set()
    options = {"n_neighbors": n_neighbors, "kind_sel": kind_sel}
    cleaner = EditedNearestNeighbours(sampling_strategy="all", **options)
    cleaner.fit_resample(X, y)
    removed = [r for r in range(len(y)) if vote()(X, y, r, n_neighbors, kind_sel)]
    assert removed == np.setdiff1d(np.arange(len(y)), cleaner.sample_indices_).tolist()


def test_turning_the_labels_round_changes_who_loses():
    """Else the exercise would ask for something that the library does not do."""
    assert [losers(case) for case in CASES] == RIGHT
