"""Scores of held-out rows: thresholds tuned on those of other folds, and all metrics of one fold.

In a cross-validation each row is scored once by a model that did not see it. For test fold f, a
threshold is tuned on the scores of all rows outside f, and no model is fitted for it. The models
that scored these rows did see f, so the thresholds are not quite independent of it. Tuning inside
each training set (nested folds) has no such tie, and costs one more cross-validation a fold.
"""

import numpy as np

from helpers.evaluation.metrics import Scorer, confusion_scores

DECISIONS = ("balanced_accuracy", "mcc", "f1")
"""Metrics of decisions, for which a threshold can be tuned."""


def best_thresholds(y_true, y_score):
    """Return the threshold that is best for each metric of decisions.

    Parameters
    ----------
    y_true : ndarray of shape (n_rows,)
        0 and 1, with both among them.
    y_score : ndarray of shape (n_rows,)
        The higher, the rather 1.

    Returns
    -------
    dict
        From each of `DECISIONS` to a threshold; rows whose score is at least that high are
        predicted 1. It lies midway between two scores; where several are best, it is the middle one
        of them.

    Examples
    --------
    >>> best_thresholds(np.array([0, 0, 1, 1]), np.array([0.1, 0.2, 0.4, 0.9]))["mcc"]
    0.30000000000000004
    """
    values, place = np.unique(y_score, return_inverse=True)
    minority = np.bincount(place, weights=y_true, minlength=len(values))
    both = np.bincount(place, minlength=len(values))
    tp = minority[::-1].cumsum()[::-1]  # of the rows whose score is at least each value
    fp = (both - minority)[::-1].cumsum()[::-1]
    fn, tn = tp[0] - tp, fp[0] - fp
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    quality = {
        "balanced_accuracy": tp / tp[0] + tn / fp[0],
        "mcc": np.where(product > 0, (tp * tn - fp * fn) / np.sqrt(product.clip(min=1)), 0),
        "f1": tp / (2 * tp + fp + fn),
    }
    midway = (values[:-1] + values[1:]) / 2
    cuts = np.append(values[0], np.where(midway > values[:-1], midway, values[1:]))
    best = {name: np.flatnonzero(q >= q.max() - 1e-12) for name, q in quality.items()}
    return {name: float(cuts[where[len(where) // 2]]) for name, where in best.items()}


def recall_at_budget(y_true, y_score, n_alarms):
    """Return the share of minority rows among the ``n_alarms`` rows with the highest scores.

    Where a tie is cut, each of its rows is alarmed with equal probability, and the result is the
    mean over all choices.

    Parameters
    ----------
    y_true, y_score : ndarray of shape (n_rows,)
    n_alarms : int
        From 1 to ``n_rows``.

    Returns
    -------
    float

    Examples
    --------
    >>> recall_at_budget(np.array([1, 1, 0, 0]), np.array([0.9, 0.5, 0.5, 0.1]), 2)
    0.75
    """
    cut = np.sort(y_score)[-n_alarms]
    above, tied = y_score > cut, y_score == cut
    share = (n_alarms - above.sum()) / tied.sum()
    return float((y_true[above].sum() + share * y_true[tied].sum()) / y_true.sum())


def rank_scores(y_true, y_score, n_alarms, *, probabilities=True):
    """Return the metrics of a test fold that need no threshold.

    Parameters
    ----------
    y_true, y_score : ndarray of shape (n_rows,)
    n_alarms : int
    probabilities : bool, default=True
        Whether the scores are probabilities.

    Returns
    -------
    dict
        ``average_precision``, ``roc_auc``, ``recall_at_budget``, ``brier`` and ``log_loss``, the
        last two None without probabilities. As in scikit-learn, log loss takes a probability of 0
        for 2e-16.
    """
    every = Scorer(y_true, y_score, 0.5)(np.ones(len(y_true), dtype=int))
    return {
        "average_precision": float(every["average_precision"]),
        "roc_auc": float(every["roc_auc"]),
        "recall_at_budget": recall_at_budget(y_true, y_score, n_alarms),
        "brier": float(every["brier"]) if probabilities else None,
        "log_loss": _log_loss(y_true, y_score) if probabilities else None,
    }


def _log_loss(y_true, y_score):
    least = np.finfo(float).eps
    right = np.where(y_true == 1, y_score, 1 - y_score).clip(least, 1 - least)
    return float(-np.log(right).mean())


def decision_scores(y_true, y_score, thresholds):
    """Return each metric of decisions at the threshold that is meant for it.

    Parameters
    ----------
    y_true, y_score : ndarray of shape (n_rows,)
    thresholds : dict
        As from `best_thresholds`.

    Returns
    -------
    dict
    """
    return {
        name: float(confusion_scores(y_true, (y_score >= thresholds[name]).astype(int))[name])
        for name in DECISIONS
    }
