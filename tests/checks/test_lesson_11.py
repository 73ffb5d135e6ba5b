"""Wrong answers to the exercises of lesson 11, each with the message that it should get."""

import numpy as np
import pytest
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    StratifiedGroupKFold,
    train_test_split,
)

from helpers.checks.lesson_11 import _blocks, _cheapest, _cost, _wines
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


DECIDE, TEST = _blocks()
BEST = _cheapest(0)
HONEST = _cost(TEST, BEST)
ROWS, WINE_TRAIN, WINE_TEST = _wines()
LEAKED = sum(row in set(WINE_TRAIN) for row in WINE_TEST)

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
    ("11-2", Several((0.5, HONEST)), "treats both errors alike"),
    ("11-2", Several((1 / 21, HONEST)), "Elkan's threshold"),
    ("11-2", Several((_cheapest(1), _cost(TEST, _cheapest(1)))), "best on the *test* part"),
    ("11-2", Several((_cheapest(0, 1, 20), 1)), "changed places"),
    ("11-2", Several((_cheapest(0, 1, 1), 1)), "the fewest errors"),
    ("11-2", Several((1.1, 1)), "Above 1"),
    ("11-2", Several((0.7, 1)), "there are cheaper thresholds"),
    ("11-2", Several((45.3, 1)), "outside 0 to 1.2"),
    ("11-2", Several((BEST, _cost(DECIDE, BEST))), "May you report that one"),
    ("11-2", Several((BEST, _cost(TEST, _cheapest(1)))), "best on the test set"),
    ("11-2", Several((BEST, HONEST / len(TEST[0]))), "mean cost of a row"),
    ("11-2", Several((BEST, _cost(TEST, BEST, 1, 20))), "have changed places"),
    ("11-2", Several((BEST, _cost(TEST, BEST, 1, 1))), "counts errors"),
    ("11-2", Several((BEST, 12_345)), "on any of the two parts"),
    ("11-2", Several((BEST, ...)), "has a blank left"),
    ("11-3", Several((len(set(WINE_TRAIN) & set(WINE_TEST)), keep_together)), "distinct"),
    ("11-3", Several((sum(r in set(WINE_TEST) for r in WINE_TRAIN), plain)), "training set with"),
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
    assert_right("11-2", [BEST], float(HONEST))
    for grid in (np.linspace(0, 1, 50), np.linspace(0, 1, 101), np.linspace(0, 1, 1001)):
        coarse = grid[np.argmin([_cost(DECIDE, t) for t in grid])]
        assert_right("11-2", coarse, _cost(TEST, coarse))
    assert_right("11-2", round(BEST, 3), _cost(TEST, round(BEST, 3)))
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
