"""Wrong answers to the exercises of lesson 11, each with the message that it should get."""

import re

import numpy as np
import pytest
from sklearn.metrics import precision_recall_curve, roc_curve
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    StratifiedGroupKFold,
    train_test_split,
)

from helpers.checks import verdict
from helpers.checks.lesson_11 import _wines
from helpers.evaluation.prior import prior_correction

from .common import Several, assert_right, assert_wrong, wrong_answers


def with_odds(change):
    """Return a correction that changes the odds and comes back."""

    def correct(p, prior, training_prior):
        odds = change(p / (1 - p), prior, training_prior)
        return odds / (1 + odds)

    return correct


def factor(prior, training_prior):
    return prior / (1 - prior) / (training_prior / (1 - training_prior))


def right(p, prior, training_prior):
    yes, no = p * prior / training_prior, (1 - p) * (1 - prior) / (1 - training_prior)
    return yes / (yes + no)


def lowest(missed=20, alarm=1, grid=None, give="threshold"):
    """Return a function that finds the threshold of the lowest cost, or what it stands for."""

    def choose(y, score):
        thresholds = np.unique(score) if grid is None else grid
        called = score >= thresholds[:, np.newaxis]
        cost = missed * (~called & (y == 1)).sum(axis=1) + alarm * (called & (y == 0)).sum(axis=1)
        position = cost.argmin()
        return {"threshold": thresholds[position], "cost": cost.min(), "position": position}[give]

    return choose


def best_f1(y, score):
    precision, recall, thresholds = precision_recall_curve(y, score)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    return thresholds[f1[:-1].argmax()]


def best_youden(y, score):
    false_alarms, recall, thresholds = roc_curve(y, score)
    return thresholds[(recall - false_alarms).argmax()]


def as_many_as_there_are(y, score):
    return np.quantile(score, 1 - y.mean())


def between_the_means(y, score):
    return (score[y == 0].mean() + score[y == 1].mean()) / 2


def groups(X):
    return X.groupby(list(X.columns)).ngroup()


def keep_together(X, y):
    folds = StratifiedGroupKFold(4, shuffle=True, random_state=3)
    return next(folds.split(X, y, groups(X)))


def without_strata(X, y):
    """Put the groups of the rare class into the training set."""
    rare = set(groups(X)[y == 1])
    side = groups(X).map(lambda g: g not in rare and g % 3 == 0).to_numpy()
    return np.flatnonzero(~side), np.flatnonzero(side)


def folds_without_strata(X, y):
    return next(GroupKFold(4).split(X, y, groups(X)))


def shuffled_without_strata(X, y):
    split = GroupShuffleSplit(1, test_size=0.25, random_state=0)
    return next(split.split(X, y, groups(X)))


def dropped(X, y):
    rows = np.flatnonzero(~X.duplicated())
    return train_test_split(rows, stratify=y.iloc[rows], random_state=0)


def plain(X, y):
    return train_test_split(np.arange(len(X)), stratify=y, random_state=0)


def rows_instead_of_numbers(X, y):
    return [X.iloc[rows] for rows in keep_together(X, y)]


def all_rows_in_training(X, y):
    return np.arange(len(X)), keep_together(X, y)[1]


SETS = ("decide", "test")
ROWS, WINE_TRAIN, WINE_TEST = _wines()
IN_TRAIN, IN_TEST = set(WINE_TRAIN), set(WINE_TEST)
LEAKED = sum(row in IN_TRAIN for row in WINE_TEST)

WRONG = [
    ("11-1", lambda p, new, old: p, "unchanged"),
    ("11-1", lambda p, new, old: p / (1 - p) * factor(new, old), "You return odds"),
    ("11-1", lambda p, new, old: right(p, old, new), "the wrong way"),
    ("11-1", lambda p, new, old: p * new / old, "by the ratio of the shares"),
    ("11-1", lambda p, new, old: np.clip(p * new / old, 0, 1), "by the ratio of the shares"),
    ("11-1", lambda p, new, old: p * factor(new, old), "belongs to the odds"),
    ("11-1", with_odds(lambda o, new, old: o * new / old), "what happened to the majority"),
    ("11-1", lambda p, new, old: p + new - old, "by the same amount"),
    ("11-1", lambda p, new, old: right(p, new, 0.5), "Use `training_prior`"),
    ("11-1", lambda p, new, old: p * 7 + 1, "These are no probabilities"),
    ("11-1", lambda p, new, old: p**2, "Not right yet for a share of 0.01"),
    ("11-1", lambda p, new, old: right(p, new, old)[:3], "should have the shape 25"),
    (
        "11-1",
        lambda p, new, old: np.where(p == 1, 0, right(p, new, old)),
        "certain stays certain",
    ),
    ("11-1", lambda p: p, "raised TypeError"),
    ("11-2", Several((lambda y, score: 0.5, *SETS)), "treats both errors alike"),
    ("11-2", Several((lambda y, score: 1 / 21, *SETS)), "Elkan's threshold"),
    ("11-2", Several((lambda y, score: 0.3, *SETS)), "0.300 for every set"),
    ("11-2", Several((lambda y, score: 1.1, *SETS)), "Above 1"),
    ("11-2", Several((lambda y, score: 45.3, *SETS)), "is from 0 to 1"),
    ("11-2", Several((lowest(1, 20), *SETS)), "changed places"),
    ("11-2", Several((lowest(1, 1), *SETS)), "the fewest errors"),
    ("11-2", Several((lowest(20, 0), *SETS)), "missed rows only"),
    ("11-2", Several((lowest(0, 1), *SETS)), "false alarms only"),
    ("11-2", Several((lowest(-20, -1), *SETS)), "the most expensive one"),
    ("11-2", Several((lowest(5, 1), *SETS)), "there are cheaper ones"),
    ("11-2", Several((lowest(grid=np.linspace(0, 1, 6)), *SETS)), "there are cheaper ones"),
    ("11-2", Several((best_f1, *SETS)), "the best F1"),
    ("11-2", Several((best_youden, *SETS)), "balanced accuracy"),
    ("11-2", Several((lambda y, score: score[y == 1].min(), *SETS)), "missed rows only"),
    ("11-2", Several((lambda y, score: y.mean(), *SETS)), "share of the rare class"),
    ("11-2", Several((as_many_as_there_are, *SETS)), "as many rows rare"),
    ("11-2", Several((lambda y, score: score.mean(), *SETS)), "the mean score"),
    ("11-2", Several((lambda y, score: np.median(score), *SETS)), "the median score"),
    ("11-2", Several((between_the_means, *SETS)), "the middle between"),
    ("11-2", Several((lowest(give="cost"), *SETS)), "returns the lowest cost"),
    ("11-2", Several((lowest(give="position"), *SETS)), "a position in your list"),
    ("11-2", Several((lambda y, score: None, *SETS)), "returned nothing"),
    ("11-2", Several((lambda y, score: (0.4, 300), *SETS)), "a single number"),
    ("11-2", Several((lambda score: 0.5, *SETS)), "raised TypeError"),
    ("11-2", Several((0.45, *SETS)), "`choose` should be a function"),
    ("11-2", Several((lowest(), "decide", "decide")), "some of its lead is luck"),
    ("11-2", Several((lowest(), "test", "test")), "some of its lead is luck"),
    ("11-2", Several((lowest(), "fit", "test")), "the model was fitted"),
    ("11-2", Several((lowest(), "decide", "fit")), "the model was fitted"),
    ("11-2", Several((lowest(), "test", "decide")), "keep the names"),
    ("11-2", Several((lowest(), "all rows", "test")), 'one of "fit", "decide", "test"'),
    ("11-2", Several((lowest(), "decide", ...)), "has a blank left"),
    ("11-3", Several((len(IN_TRAIN & IN_TEST), keep_together)), "distinct"),
    ("11-3", Several((sum(r in IN_TEST for r in WINE_TRAIN), plain)), "training set with"),
    ("11-3", Several((sum(ROWS.count(r) > 1 for r in ROWS), plain)), "twin anywhere"),
    ("11-3", Several((len(ROWS) - len(set(ROWS)), plain)), "on whichever side"),
    ("11-3", Several((len(WINE_TEST) - len(set(WINE_TEST)), plain)), "*within* the test set"),
    ("11-3", Several((len(WINE_TEST), plain)), "all test rows"),
    ("11-3", Several((1, plain)), "not right yet"),
    ("11-3", Several((LEAKED, plain)), "still have a twin"),
    ("11-3", Several((LEAKED, dropped)), "rows are in neither part"),
    ("11-3", Several((LEAKED, without_strata)), "Groups *and* strata"),
    ("11-3", Several((LEAKED, folds_without_strata)), "Groups *and* strata"),
    ("11-3", Several((LEAKED, shuffled_without_strata)), "Groups *and* strata"),
    ("11-3", Several((LEAKED, rows_instead_of_numbers)), "row *numbers*"),
    ("11-3", Several((LEAKED, all_rows_in_training)), "are in both parts"),
    ("11-3", Several((LEAKED, lambda X, y: keep_together(X, y)[::-1])), "in order?"),
    ("11-3", Several((LEAKED, lambda X, y: X)), "return two things"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


@pytest.mark.slow
def test_other_right_forms_are_accepted():
    assert_right("11-1", right)
    assert_right("11-1", lambda p, a, b: list(prior_correction(p, prior=a, training_prior=b)))
    for grid in (np.linspace(0, 1, 50), np.linspace(0, 1, 101), np.linspace(0, 1, 1001)):
        assert_right("11-2", lowest(grid=grid), " Decide", "TEST")

    def without_equality(y, score):
        called = score > np.unique(score)[:, np.newaxis]
        cost = 20 * (~called & (y == 1)).sum(axis=1) + (called & (y == 0)).sum(axis=1)
        return [np.unique(score)[cost.argmin()]]

    assert_right("11-2", without_equality, *SETS)
    assert_right("11-3", float(LEAKED), keep_together)

    def masks(X, y):
        train, test = keep_together(X, y)
        return np.isin(np.arange(len(X)), train), np.isin(np.arange(len(X)), test)

    assert_right("11-3", LEAKED, masks)


@pytest.mark.slow
@pytest.mark.parametrize("n_splits", [3, 4, 5, 6])
def test_groups_with_strata_are_accepted_whatever_the_folds_and_the_seed(n_splits):
    splitters = [StratifiedGroupKFold(n_splits, shuffle=True, random_state=s) for s in (0, 42)]
    for splitter in [StratifiedGroupKFold(n_splits), *splitters]:
        assert_right("11-3", LEAKED, lambda X, y, s=splitter: next(s.split(X, y, groups(X))))


def test_distinct_rows_may_be_split_by_class_and_their_twins_added():
    def by_distinct_rows(X, y):
        number = groups(X)
        label = y.groupby(number).first()
        sides = train_test_split(label.index, stratify=label, random_state=7)
        return [np.flatnonzero(number.isin(side)) for side in sides]

    assert_right("11-3", LEAKED, by_distinct_rows)


def test_the_right_answer_shows_that_a_chosen_threshold_costs_more_on_new_rows():
    said = verdict("11-2", lowest(), *SETS)
    assert said.passed
    where_chosen, on_new_rows = map(int, re.findall(r"cost (\d+) .* and (\d+) on", said.message)[0])
    assert where_chosen < on_new_rows


def test_no_constant_threshold_is_right_for_the_fresh_sets():
    for threshold in np.linspace(0, 1, 41):
        assert not verdict("11-2", lambda y, score, t=threshold: t, *SETS).passed
