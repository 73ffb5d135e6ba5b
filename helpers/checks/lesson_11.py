"""Checks for the exercises of lesson 11, the pitfalls."""

import functools
import itertools
from collections import Counter

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from helpers.checks import answers
from helpers.checks.class_seed import trial_seed
from helpers.checks.core import Wrong, exercise
from helpers.checks.thresholds import (
    N_ROWS,
    N_SETS,
    cheapest,
    cost,
    fresh_set,
    name_the_choice,
    read_threshold,
)
from helpers.data.keel import load_imbalanced
from helpers.evaluation.prior import prior_correction

SETS = ("fit", "decide", "test")
N_TRIALS = 8


@exercise(
    "11-1", "a function of `y_score`, `prior` and `training_prior` that returns probabilities"
)
def correct_the_prior(correct):
    """Multiply odds, not probabilities; towards the world; back to a probability."""
    correct = answers.function(correct, "`correct`")
    p = np.random.default_rng(trial_seed(1)).uniform(0.02, 0.98, 25)
    trials = [(0.01, 0.5), (0.05, 0.3), (0.6, 0.2)]
    got = [
        answers.array(correct(p.copy(), *trial), "What `correct` returns", shape=p.shape)
        for trial in trials
    ]
    right = [prior_correction(p, prior=a, training_prior=b) for a, b in trials]
    known = zip(*(_wrong_corrections(p, *trial) for trial in trials), strict=True)
    wrong = (([value for value, _ in one], one[0][1]) for one in known)
    if not answers.diagnose(got, right, wrong, same=_clipped_or_not):
        values = np.concatenate(got)
        if set(np.unique(values)) <= {0, 1}:
            raise Wrong("You return decisions, 0 or 1. We ask for probabilities.")
        if (values < -1e-9).any() or (values > 1 + 1e-9).any():
            raise Wrong(
                f"These are no probabilities: they run from {values.min():.3g} to "
                f"{values.max():.3g}."
            )
        place = next(n for n in range(len(trials)) if not _clipped_or_not(got[n], right[n]))
        raise Wrong(
            f"Not right yet for a share of {trials[place][0]} in the world and {trials[place][1]} "
            "in training. Try one value by hand: by what are its odds multiplied?"
        )
    with np.errstate(all="ignore"):
        ends = correct(np.array([0.0, 1.0]), *trials[0])
    if np.isnan(np.asarray(ends, float)).any():
        raise Wrong(
            "For a probability of 1 your result is missing: its odds are infinite, and infinite by "
            "infinite is nothing. Can you do without the division by `1 - p`?"
        )
    ends = answers.array(ends, "Your answer for 0 and 1")
    if not np.allclose(ends, [0, 1]):
        raise Wrong("Whoever is certain stays certain: 0 and 1 should remain what they are.")
    return "Right for three worlds, at 0 and at 1 too. The ranking stays, the odds move."


def _wrong_corrections(p, prior, training_prior):
    """Return what each misconception gives, and what to say about it."""
    odds = p / (1 - p)
    factor = prior / (1 - prior) / (training_prior / (1 - training_prior))
    half_way = odds * prior / training_prior

    def back(odds):
        return odds / (1 + odds)

    return [
        (p, "The probabilities come back unchanged."),
        (
            odds * factor,
            "You return odds. They are right, but the task asks for probabilities: come back.",
        ),
        (
            odds / factor / (1 + odds / factor),
            "The correction goes the wrong way: it turns the world's probabilities into those of "
            "the training rows. Which share stands in the numerator?",
        ),
        (
            p * prior / training_prior,
            "You multiplied the probabilities by the ratio of the shares. Then minority and "
            "majority no longer add up to 1. What does the formula multiply?",
        ),
        (
            p * factor,
            "Your factor is the right one, but it belongs to the odds; you multiplied the "
            "probabilities by it.",
        ),
        (
            half_way / (1 + half_way),
            "You multiplied the odds by a ratio of shares. It should be a ratio of odds: what "
            "happened to the majority?",
        ),
        (
            p + prior - training_prior,
            "You moved all probabilities by the same amount. The formula multiplies odds.",
        ),
        (
            prior_correction(p, prior=prior, training_prior=0.5),
            "You take it for granted that training was balanced. Use `training_prior`.",
        ),
        (
            prior_correction(p, prior=0.5, training_prior=training_prior),
            "Your result does not depend on `prior`, the share in the world. Use it.",
        ),
        (odds * factor / (1 - odds * factor), "The way back is o / (1 + o), not o / (1 - o)."),
        (back(p * factor), "You put the probability where its odds belong. First step: odds."),
        (
            back(odds * factor**2),
            "You correct twice. Once is enough: the factor holds both shares.",
        ),
        (1 - back(odds * factor), "These are the probabilities of the *other* class."),
        (
            p * prior / p.mean(),
            "You scaled the probabilities so that their mean is `prior`. The formula multiplies "
            "odds, and each by the same factor.",
        ),
    ]


def _clipped_or_not(values, expected):
    """Tell whether the values are the expected ones, as they are or cut off at 0 and 1."""
    return np.allclose(values, expected) or np.allclose(values, np.clip(expected, 0, 1))


@exercise(
    "11-2",
    "a function of `y` and `score` that returns a threshold, and the names of two sets",
)
def threshold_for_costs(choose, choose_on, report_on):
    """Choose the cheapest threshold of any rows; know on which rows its cost may be reported."""
    choose = answers.function(choose, "`choose`")
    fresh = [fresh_set(seed) for seed in range(N_SETS)]
    chosen = [read_threshold(choose(y.copy(), score.copy()), y, score) for y, score, *_ in fresh]
    where, at_best = (
        sum(cost(y, score, t) for (y, score, *_), t in zip(fresh, thresholds, strict=True))
        for thresholds in (chosen, [cheapest(y, score) for y, score, *_ in fresh])
    )
    if where > 1.05 * at_best:
        raise Wrong(name_the_choice(chosen, fresh))
    _check_sets(choose_on, report_on)
    new = sum(cost(y, score, t) for (*_, y, score), t in zip(fresh, chosen, strict=True))
    per_thousand = 1_000 / (N_SETS * N_ROWS)
    return (
        f"Right on {N_SETS} fresh sets. For every 1,000 rows, your thresholds cost "
        f"{where * per_thousand:.0f} where they were chosen, and {new * per_thousand:.0f} on as "
        "many new rows."
    )


def _check_sets(choose_on, report_on):
    """Insist on two sets that the model has not seen: one to choose on, another to report on."""
    choose_on = answers.choice(choose_on, "`choose_on`", SETS)
    report_on = answers.choice(report_on, "`report_on`", SETS)
    if "fit" in (choose_on, report_on):
        raise Wrong(
            "`choose` is right. But the model was fitted to the rows of the *fit* set, so its "
            "scores there are too good: errors on new rows are more frequent."
        )
    if choose_on == report_on:
        raise Wrong(
            f"`choose` is right. But on the {choose_on} set you would report the lowest of many "
            "costs, and some of its lead is luck. Which rows had no say in the choice?"
        )
    if choose_on == "test":
        raise Wrong(
            "`choose` is right, and two different sets are honest. But keep the names: the *test* "
            "set is the one that has no say in any decision."
        )


@functools.cache
def _wines():
    """Return the rows as tuples and the two parts of the exercise's split."""
    wine = load_imbalanced("winequality-red-4")
    rows = list(wine.drop(columns="Class").itertuples(index=False, name=None))
    parts = train_test_split(np.arange(len(wine)), stratify=wine["Class"], random_state=0)
    return rows, *([rows[number] for number in part] for part in parts)


@exercise("11-3", "the number of leaked rows, and a function of `X` and `y`")
def no_twins_across(n_leaked, split_apart):
    """Count test rows with a twin in training; keep twins together."""
    _check_count(n_leaked)
    split_apart = answers.function(split_apart, "`split_apart`")
    for seed in range(N_TRIALS):
        _check_parts(split_apart, *_wines_of_a_trial(seed))
    _check_labels(split_apart)
    return "Counted, and closed: twins stay together, and both parts look like the whole."


def _check_labels(split_apart):
    """Expect equal rows on one side even where their labels differ, as tasters' may."""
    X, y = _wines_of_a_trial(0)
    rng = np.random.default_rng(0)
    y = y.mask(X.duplicated() & (rng.random(len(y)) < 0.5), 1 - y)
    train, test = (np.asarray(part) for part in split_apart(X.copy(), y.copy()))
    known = set(X.iloc[train].itertuples(index=False, name=None))
    if any(row in known for row in X.iloc[test].itertuples(index=False, name=None)):
        raise Wrong(
            "Equal rows whose labels differ come to different sides. Twins are rows with equal "
            "features: leave the label out of the group."
        )


def _check_parts(split_apart, X, y):
    """Split one trial set: every row on one side, twins together, the share of the class kept."""
    names = "the training and the test set"
    parts = split_apart(X.copy(), y.copy())
    if isinstance(parts, list) and len(parts) > 2 and isinstance(parts[0], tuple):
        raise Wrong(f"`split_apart` returns {len(parts)} pairs. One of them is enough.")
    parts = answers.things(parts, "`split_apart`", 2, names)
    if any(isinstance(part, pd.DataFrame) or np.ndim(part) != 1 for part in parts):
        raise Wrong("`split_apart` should return row *numbers*, not the rows themselves.")
    train, test = (
        answers.indices(part, f"the {name} part", len(X))
        for part, name in zip(parts, ("training", "test"), strict=True)
    )
    if both := len(np.intersect1d(train, test)):
        raise Wrong(f"{both} row(s) are in both parts.")
    if missing := len(X) - len(train) - len(test):
        raise Wrong(
            f"{missing} rows are in neither part. Dropping duplicates would close the leak too, "
            "but here every row should be kept: put twins on the same side."
        )
    rows = list(X.itertuples(index=False, name=None))
    known = {rows[number] for number in train}
    if leaked := sum(rows[number] in known for number in test):
        raise Wrong(
            f"On a trial set {leaked} test rows still have a twin in the training set. What tells "
            "the split that two rows belong together?"
        )
    if not 0.15 <= len(test) / len(X) <= 0.35:
        swapped = " Are the two parts in order?" if len(test) > len(train) else ""
        raise Wrong(
            f"The test set has {len(test) / len(X):.0%} of the rows; about a quarter is asked for."
            f"{swapped}"
        )
    share = y.to_numpy()[test].mean()
    if abs(share - y.mean()) > 0.12 * y.mean():
        raise Wrong(
            f"The twins are together, but on a trial set the rare class has a share of {share:.1%} "
            f"in the test set and of {y.mean():.1%} in all rows. Groups *and* strata are wanted."
        )


def _check_count(n_leaked):
    """Recognise what was counted instead."""
    rows, train, test = _wines()
    known, asked = set(train), set(test)
    right = sum(row in known for row in test)
    twins = [len(list(group)) for _, group in itertools.groupby(sorted(rows))]
    share = answers.number(n_leaked, "`n_leaked`", low=0)
    if any(np.isclose(share, right / n, atol=6e-4) for n in (len(test), len(rows))):
        raise Wrong("You give a share. How many rows are they?")
    n_leaked = answers.whole(n_leaked, "`n_leaked`")
    copies = Counter(train)
    mistakes = {
        len(test) - right: "You counted the test rows *without* a twin in the training set.",
        sum(copies[row] for row in test): "You counted pairs. A test row with two twins in the "
        "training set is one row.",
        len(train) - len(known): "You counted repetitions *within* the training set. Those do not "
        "leak.",
        len(
            known & asked
        ): "You counted *distinct* rows. Two test rows with the same twin are two.",
        sum(row in asked for row in train): "You counted the rows of the training set with a twin "
        "in the test set. It is test rows that are scored too well.",
        sum(n for n in twins if n > 1): "You counted all wines with a twin anywhere. Which of them "
        "stand on opposite sides?",
        sum(
            n - 1 for n in twins
        ): "You counted what `duplicated()` marks in all rows, on whichever side they stand.",
        len(test) - len(asked): "You counted repetitions *within* the test set. Those do not leak.",
        len(test): "These are all test rows.",
        0: "You find no leak. Compare all test rows with the training set, the common wines too.",
    }
    if not answers.diagnose(n_leaked, right, mistakes.items()):
        raise Wrong(
            "`n_leaked` is not right yet. For each test row: is an equal one in the training set?"
        )


@functools.cache
def _wines_of_a_trial(seed):
    """Return a set in which all rare rows, and a third of the others, have twins.

    Sixty distinct rare rows can be dealt evenly into three to six parts, so that whoever splits
    groups by class meets the share, and whoever does not will miss it in one trial or another.
    """
    rng = np.random.default_rng(trial_seed(seed))
    X = pd.DataFrame(rng.normal(size=(360, 3)), columns=["acid", "sugar", "alcohol"])
    y = pd.Series(np.repeat([0, 1], [300, 60]), name="Class")
    again = np.append(rng.choice(300, 100, replace=False), np.arange(300, 360))
    order = rng.permutation(np.append(np.arange(360), again))
    return X.iloc[order].reset_index(drop=True), y.iloc[order].reset_index(drop=True)
