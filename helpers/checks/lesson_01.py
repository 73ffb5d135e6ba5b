"""Checks for the exercises of lesson 01: counts, a log axis, medians."""

import numpy as np
import pandas as pd

from helpers.checks import answers
from helpers.checks.class_seed import trial_seed
from helpers.checks.core import Wrong, exercise
from helpers.checks.folds import shares_kept
from helpers.data.keel import load_imbalanced


@exercise("01-1", "a dictionary of three numbers")
def counts_of_a_rare_class(predictions):
    """Compare class with class; multiply chances, do not add them."""
    names = ("imbalance ratio", "share right", "chance of none")
    ratio, right, none = answers.entries(predictions, names, "`predictions`")
    y = load_imbalanced("abalone19")["Class"]
    rare, common = (y == 1).sum(), (y == 0).sum()
    share = rare / len(y)
    imbalance_ratio(answers.number(ratio, '"imbalance ratio"', low=0), rare, common)
    always_not_rare(answers.share(right, '"share right"', 1 - share), share)
    hundred_misses(answers.share(none, '"chance of none"', (1 - share) ** 100), share)
    return "All three. Run the next cell, which counts the real rows."


def imbalance_ratio(value, rare, common):
    """Refuse shares, upside-down ratios and ratios to all rows."""
    if abs(value - common / rare) <= 0.5:
        return
    if abs(value - (common + rare) / rare) <= 0.5:
        raise Wrong(
            "For the imbalance ratio you divided *all* rows by the rare ones. It compares the two "
            "classes with each other."
        )
    if value < 1:
        raise Wrong(
            f"Your imbalance ratio, {value:.3g}, is below 1: a share of the rare class, or a ratio "
            "upside down. How many common rows are there *for each* rare one?"
        )
    if value in (rare, common):
        raise Wrong("Your imbalance ratio is a count of one class. Divide one count by the other.")
    raise Wrong("The imbalance ratio is not right yet. Which two counts does it divide?")


def always_not_rare(value, share):
    """Tell who is right about the majority from who is right about the minority."""
    if abs(value - (1 - share)) <= 6e-4:
        return
    if abs(value - share) <= 6e-4:
        raise Wrong(
            'Your "share right" is how often the answer "not rare" is *wrong*: it errs about the '
            "rare ones only."
        )
    if abs(value - 0.5) < 1e-9:
        raise Wrong('Your "share right" is that of a coin. This person always says the same.')
    if value == 1:
        raise Wrong('A "share right" of exactly 1 would mean that there are no rare rows.')
    if abs(value - (1 - share)) <= 0.01:
        raise Wrong(
            'Your "share right" is near, but give three decimals: with a rare class, rounding can '
            "be larger than the class."
        )
    raise Wrong('"share right" is not right yet. About which rows is "not rare" a mistake?')


def hundred_misses(value, share):
    """Recognise chances that were added up, or turned round."""
    without_return = np.prod(1 - share * 4174 / (4174 - np.arange(100)))
    none = (1 - share) ** 100
    if without_return - 0.006 <= value <= none + 0.006:
        return
    if abs(value - (1 - 100 * share)) <= 0.006 or abs(value - 100 * share) <= 0.006:
        raise Wrong(
            "For the chance of none you added up 100 chances. With 200 picks that would give more "
            "than 1. Each pick has to miss, and the next one, and the next one."
        )
    if 1 - none - 0.006 <= value <= 1 - without_return + 0.006:
        raise Wrong(
            "You give the chance to meet *at least one* of the rare class. We ask for the chance "
            "of none."
        )
    if abs(value - (1 - share)) <= 0.006:
        raise Wrong("That is the chance that *one* pick misses the rare class. There are 100.")
    if any(abs(value - round(1 - share, n) ** 100) <= 0.006 for n in (2, 3)):
        raise Wrong(
            "The chance of none is near: you rounded the share before you raised it to the power. "
            "Calculate with all decimals and round at the end."
        )
    if value < 0.01:
        raise Wrong("The chance of none is larger: 100 abalones hold less than one rare one each.")
    raise Wrong("The chance of none is not right yet. All 100 picks have to miss the rare class.")


@exercise("01-2", "a dictionary of a number and two texts")
def log_axis(reading):
    """Read where bars end; equal gaps are equal ratios; lengths mean nothing."""
    names = ("ratio in A", "as imbalanced as A", "C's minority bar")
    ratio, same, bar = answers.entries(reading, names, "`reading`")
    ratio = answers.number(ratio, '"ratio in A"')
    counts = load_imbalanced("page-blocks0")["Class"].value_counts()
    true = counts[0] / counts[1]
    lengths = np.log(counts[0]) / np.log(counts[1])
    if not 0.84 * true <= ratio <= 1.2 * true:  # what the thin lines allow
        if abs(ratio - lengths) < 0.3:
            raise Wrong(
                'For "ratio in A" you compared the *lengths* of the bars. On a log axis each step '
                "is ten times more: read the number of rows where each bar ends."
            )
        if abs(ratio - (counts[0] - counts[1])) < 1000:
            raise Wrong(
                'For "ratio in A" you give a number of rows. How many *times* more rows does the '
                "majority have?"
            )
        if abs(ratio - np.log10(true)) < 0.03:
            raise Wrong(
                'Your "ratio in A" is the gap in steps of the axis. One step is *ten* times more, '
                "so a gap of one step is not a ratio of 1."
            )
        if abs(ratio - 100 / true) < 1 or abs(ratio - 100 / (true + 1)) < 1:
            raise Wrong(
                'Your "ratio in A" looks like a percentage of minority rows. How many majority '
                "rows are there for each of them?"
            )
        if 0 < ratio < 1:
            raise Wrong(
                '"ratio in A" is below 1: a share, or a ratio upside down. How many majority rows '
                "are there for each minority row?"
            )
        raise Wrong(
            '"ratio in A" is not right yet. Read both ends again: the thin lines after 100 are at '
            "200, 300, 400, …"
        )
    if answers.choice(same, '"as imbalanced as A"', ["B", "C"]) == "C":
        raise Wrong(
            "In C the gap between the ends of the two bars is far wider than in A. Compare the "
            "gaps, neither the lengths nor the number of rows."
        )
    options = ["a tenth as long", "as long as before", "gone"]
    bar = answers.choice(bar, '"C\'s minority bar"', options)
    if bar == "a tenth as long":
        raise Wrong(
            "A bar on a log axis does not shrink in proportion: each bar loses one step of the "
            "axis, the piece from 1 to 10. How much of C's minority bar lies beyond it?"
        )
    if bar == "as long as before":
        raise Wrong(
            "The rows stay the same, but a bar is drawn from the left end of the axis. If that end "
            "moves, what happens to the piece from 1 to 10?"
        )
    return "Right: the ends carry the data, the gaps the ratios, and the lengths nothing."


def trial_with_holes():
    """Return skewed features with holes, the first one complete and without repeats."""
    rng = np.random.default_rng(trial_seed(1))
    y = pd.Series(np.arange(240) % 7 == 0, name="Class").astype(int)
    values = np.exp(rng.normal(size=(240, 5)) + y.to_numpy()[:, None])
    X = pd.DataFrame(values, columns=["one", "two", "three", "four", "five"])
    lost = rng.random(X.shape) < 0.15
    lost[:, 0] = False
    return X.mask(lost), y


def find_rows(part, X, name):
    """Return which rows of X a part consists of, found by the complete first column."""
    place = {value: row for row, value in enumerate(X["one"])}
    rows = np.array([place.get(value, -1) for value in part[:, 0]])
    if (rows < 0).any():
        raise Wrong(
            f"{(rows < 0).sum()} rows of {name} have values that were never measured, outside the "
            "holes. Fill the holes and leave all other cells as they are."
        )
    return rows


def filled_with(part, rows, X, medians):
    """Tell whether all holes of the rows were filled with the medians."""
    holes = X.isna().to_numpy()[rows]
    fill = np.broadcast_to(np.asarray(medians), holes.shape)
    return bool(np.allclose(part[holes], fill[holes]))


@exercise("01-3", "a function of `X` and `y` that returns X_train, X_test, y_train, y_test")
def medians_of_the_training_part(impute):
    """Split with the holes, learn medians from the training set, fill both parts with them."""
    impute = answers.function(impute, "`impute_after_split`")
    X, y = trial_with_holes()
    parts = answers.things(
        impute(X.copy(), y.copy()), "`impute_after_split`", 4, "X_train, X_test, y_train, y_test"
    )
    for part, name in zip(parts, ("X_train", "X_test"), strict=False):
        if isinstance(part, pd.DataFrame | np.ndarray) and (n := np.asarray(pd.isna(part)).sum()):
            raise Wrong(f"{name} still has {n} holes. Both parts have to be transformed.")
    train, test, y_train, y_test = answers.train_and_test(parts, "`impute_after_split`", 5)
    in_train, in_test = find_rows(train, X, "X_train"), find_rows(test, X, "X_test")
    whole_split(in_train, in_test, X)
    labels = np.r_[y_train, y_test] != y.to_numpy()[np.r_[in_train, in_test]]
    if labels.any():
        raise Wrong(f"{labels.sum()} rows carry a wrong label. Are the four parts in order?")
    if not shares_kept(impute, X, y):
        raise Wrong("The two parts do not have the same share of the rare class. Use `stratify=y`.")
    if not 0.1 <= len(test) / len(X) <= 0.4:
        raise Wrong(
            f"{len(test)} of {len(X)} rows are test rows. The colleague tests on a fifth: change "
            "the filling, and leave the split as it is."
        )
    known, unknown = X.iloc[in_train], X.iloc[in_test]
    n_holes = int(known.isna().sum().sum())
    train_right = filled_with(train, in_train, X, known.median())
    if train_right and filled_with(test, in_test, X, known.median()):
        return (
            f"In a trial set, all {n_holes} holes of the training set and all "
            f"{int(unknown.isna().sum().sum())} of the test set hold medians of the training set."
        )
    if filled_with(train, in_train, X, X.median()):
        raise Wrong(
            f"The medians were learned before the split: in a trial set, all {n_holes} filled "
            "cells of the training set hold medians to which the test rows contributed."
        )
    if train_right and filled_with(test, in_test, X, unknown.median()):
        raise Wrong(
            "You fitted twice: the holes of the test set hold the medians of the *test* part. One "
            "single patient arriving tomorrow has no median; use those already learned."
        )
    if train_right and filled_with(test, in_test, X, X.median()):
        raise Wrong(
            "The training set is right, but the test set was filled with medians of all rows. "
            "Both parts take the same medians."
        )
    if filled_with(train, in_train, X, unknown.median()):
        raise Wrong("The medians were learned from the test set. Which part may `fit` see?")
    if filled_with(train, in_train, X, known.mean()):
        raise Wrong("The holes hold means. These columns are skewed: fill them with medians.")
    if filled_with(train, in_train, X, np.zeros(5)):
        raise Wrong("The holes hold zeros. Zero is a measurement too; fill them with medians.")
    if any(
        filled_with(train, in_train, X, rows.groupby(y).median().loc[y.iloc[in_train]])
        for rows in (known, X)
    ):
        raise Wrong(
            "Each class got medians of its own. So the filled cells give away the label, and for a "
            "new patient the label is what you want to know."
        )
    raise Wrong("The filled cells do not hold the medians of the training set.")


def whole_split(in_train, in_test, X):
    """Refuse parts that share rows or have lost some."""
    shared = len(np.intersect1d(in_train, in_test))
    if shared:
        raise Wrong(f"{shared} rows stand in the training set and in the test set.")
    gone = len(X) - len(np.union1d(in_train, in_test))
    if gone:
        raise Wrong(f"{gone} of {len(X)} rows have gone. Fill the holes and keep every row.")
