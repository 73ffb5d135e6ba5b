"""What exercise 11-2 compares a chosen threshold with: fresh rows, costs, and mistaken aims."""

import functools

import numpy as np
from scipy.special import expit

from helpers.checks import answers
from helpers.checks.core import Wrong

MISSED, ALARM = 20, 1
N_SETS, N_ROWS = 8, 1_500


@functools.cache
def fresh_set(seed):
    """Return labels and scores of rows to choose on, then labels and scores of as many new rows.

    The sets differ in the share of the minority and in how far the scores are from probabilities,
    so that the cheapest threshold lies anywhere between 0.1 and 0.9.
    """
    rng = np.random.default_rng(seed)
    share, offset = (0.03, 0.1, 0.25)[seed % 3], np.linspace(-2, 1, N_SETS)[seed]
    y = (rng.uniform(size=2 * N_ROWS) < share).astype(int)
    score = expit(rng.normal(loc=2 * y, size=len(y)) + offset)
    return y[:N_ROWS], score[:N_ROWS], y[N_ROWS:], score[N_ROWS:]


def _errors(y, score, threshold):
    """Return the numbers of missed minority rows and of false alarms."""
    alarm = score >= threshold
    return np.sum((y == 1) & ~alarm), np.sum((y == 0) & alarm)


def cost(y, score, threshold):
    """Total cost of a threshold."""
    missed, alarms = _errors(y, score, threshold)
    return MISSED * missed + ALARM * alarms


def _all_errors(y, score):
    """Return all scores that occur, and the errors of each as a threshold."""
    grid = np.unique(score)
    below = np.searchsorted(np.sort(score[y == 1]), grid)
    return grid, below, np.sum(y == 0) - np.searchsorted(np.sort(score[y == 0]), grid)


def cheapest(y, score):
    """Return the threshold of the lowest total cost."""
    grid, missed, alarms = _all_errors(y, score)
    return grid[np.argmin(MISSED * missed + ALARM * alarms)]


def read_threshold(returned, y, score):
    """Return what `choose` gave as a number from 0 to 1.2, or say what it is instead."""
    threshold = answers.number(returned, "What `choose` returns")
    if 0 <= threshold <= 1.2:
        return threshold
    lowest = cost(y, score, cheapest(y, score))
    if np.isclose(threshold, lowest):
        raise Wrong("`choose` returns the lowest cost. At which threshold is it reached?")
    if threshold == round(threshold):
        raise Wrong(
            f"`choose` returns {threshold:g}. Is that a position in your list of thresholds? "
            "Return the threshold that stands there."
        )
    raise Wrong(f"`choose` returns {threshold:.4g}. A threshold for these scores is from 0 to 1.")


def _misread_costs():
    """Return what a threshold may be the lowest of instead of the cost, and the message for it."""
    return [
        (
            lambda missed, alarms, *_: missed,
            "You look at the missed rows only, and so call nearly every row rare. What do the "
            "false alarms cost?",
        ),
        (
            lambda missed, alarms, *_: alarms,
            "You look at the false alarms only, and so call hardly any row rare. What do the "
            "missed rows cost?",
        ),
        (
            lambda missed, alarms, *_: ALARM * missed + MISSED * alarms,
            "The two costs have changed places: a missed row is the expensive error.",
        ),
        (
            lambda missed, alarms, *_: missed + alarms,
            "Your threshold makes the fewest errors. What makes the lowest *cost*?",
        ),
        (
            lambda missed, alarms, n, _: (missed + alarms) / (2 * (n - missed) + missed + alarms),
            "Your threshold has the best F1. F1 does not know what the errors cost.",
        ),
        (
            lambda missed, alarms, n, rest: missed / n + alarms / rest,
            "Your threshold has the best balanced accuracy: recall and specificity count the same. "
            "The costs are of rows, not of shares.",
        ),
        (
            lambda missed, alarms, n, rest: MISSED * missed / n + ALARM * alarms / rest,
            "You add up shares of each class, so a false alarm in a large class hardly counts. The "
            "costs are of rows.",
        ),
        (
            lambda missed, alarms, n, _: -(n - missed) / (n - missed + alarms),
            "Your threshold has the best precision. What do the missed rows cost?",
        ),
        (
            lambda missed, alarms, *_: -(MISSED * missed + ALARM * alarms),
            "Your threshold is the most expensive one. Smallest or largest?",
        ),
    ]


def name_the_choice(chosen, fresh):
    """Recognise how thresholds were chosen; the message for it."""
    if np.ptp(chosen) < 1e-9:
        return _name_the_constant(chosen[0])
    for criterion, message in _misread_costs():
        if all(
            _is_best(criterion, t, y, score)
            for t, (y, score, *_) in zip(chosen, fresh, strict=True)
        ):
            return message
    for rule, message in [
        (lambda y, score: np.mean(y), "You return the share of the rare class."),
        (
            lambda y, score: np.quantile(score, 1 - np.mean(y)),
            "You call as many rows rare as there are rare rows.",
        ),
        (lambda y, score: np.mean(score), "You return the mean score."),
        (lambda y, score: np.median(score), "You return the median score."),
        (
            lambda y, score: (score[y == 0].mean() + score[y == 1].mean()) / 2,
            "You return the middle between the mean scores of the two classes.",
        ),
    ]:
        if np.allclose(chosen, [rule(y, score) for y, score, *_ in fresh], atol=5e-3):
            return f"{message} The costs have no part in that: try many thresholds, and add up."
    (y, score, *_), threshold = fresh[0], chosen[0]
    return (
        f"On a fresh set your threshold, {threshold:.3f}, costs {cost(y, score, threshold):,}; "
        "there are cheaper ones, there or on other sets. How many did you try, and did you look "
        "near the cheapest again?"
    )


def _name_the_constant(threshold):
    if np.isclose(threshold, 0.5):
        return "0.5 treats both errors alike. Here one costs 20 times the other."
    if np.isclose(threshold, [1 / 21, 1 / 20], atol=1e-3).any():
        return (
            "That is Elkan's threshold. It holds for probabilities; the scores of a model that was "
            "trained after SMOTE are none."
        )
    if threshold > 1:
        return "Above 1 no row is ever called rare, and every rare row is missed."
    return (
        f"`choose` returns {threshold:.3f} for every set that it is given. It should find the "
        "threshold from its arguments `y` and `score`."
    )


def _is_best(criterion, threshold, y, score):
    """Tell whether no threshold is better by more than a hair in what is looked at."""
    sizes = np.sum(y == 1), np.sum(y == 0)
    _, missed, alarms = _all_errors(y, score)
    best = np.min(criterion(missed, alarms, *sizes))
    return criterion(*_errors(y, score, threshold), *sizes) <= best + 0.02 * abs(best) + 1e-9
