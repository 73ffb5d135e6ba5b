"""Intervals in closed form, for where the bootstrap has too little to draw from.

A resample holds no other rows than the test set does. If a model found the only fraud, it finds it
in every resample, and the bootstrap interval is a point. The truth is that one row says little.
"""

from functools import lru_cache

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from helpers.evaluation.metrics import METRICS, scores_from_confusion

FEWEST_ROWS = 6
"""With fewer rows of a class than this, nothing is decided: see `helpers.evaluation.pairs`."""


def score_intervals(values, draws, confusion, constant, confidence_level, majority_weight=1):
    """Return the interval of each score: the percentile bootstrap's, or one in closed form.

    The closed form stands where the bootstrap degenerates: where all resamples have the same value,
    where some have none (precision, if nothing in them was predicted positive), or where a class
    has fewer than `FEWEST_ROWS` rows. It is

    - for accuracy, recall and precision, Wilson's interval [1]_ for the share of right rows among
      all rows, minority rows, and rows predicted positive;
    - for F1, Wilson's for the share ``tp / (tp + fp + fn)``, of which F1 is a function;
    - for balanced accuracy and MCC, the range that they take when recall and specificity move
      within Wilson's intervals: on the safe side;
    - for average precision, Wilson's for a share among the minority rows [2]_, for ROC-AUC among
      the rows of the rarer class, since no ROC-AUC varies more than such a share [3]_, for the
      Brier score among all rows; a share that is no count of rows is rounded outwards.

    Where majority rows weigh more or less than minority rows, accuracy, precision and F1 are no
    shares of rows: they get their range as balanced accuracy does.

    A model that gives every row the same score is the exception. It decides without looking, so
    recall is 0 or 1 whatever the rows, and its points stay points.

    Parameters
    ----------
    values : Series
        Score of each of `helpers.evaluation.METRICS`.
    draws : DataFrame of shape (n_resamples, n_metrics)
        The same on every resample.
    confusion : sequence of int
        ``tn``, ``fp``, ``fn``, ``tp``.
    constant : bool
        Whether all rows have the same score.
    confidence_level : float
    majority_weight : float, default=1
        What a majority row counts in `values` and `draws`; in `confusion` each counts one.

    Returns
    -------
    DataFrame
        ``low`` and ``high`` of each metric; NaN where the score is undefined.

    References
    ----------
    .. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
       Journal of the American Statistical Association 22, 209-212, 1927.
    .. [2] K. Boyd, K. H. Eng and C. D. Page, "Area under the precision-recall curve: point
       estimates and confidence intervals", ECML PKDD 2013, 451-466.
    .. [3] Z. W. Birnbaum and O. M. Klose, "Bounds for the variance of the Mann-Whitney statistic",
       Annals of Mathematical Statistics 28, 933-945, 1957.
    """
    tail = (1 - confidence_level) / 2
    intervals = pd.DataFrame({"low": draws.quantile(tail), "high": draws.quantile(1 - tail)})
    tn, fp, fn, tp = confusion
    few = min(tn + fp, fn + tp) < FEWEST_ROWS
    point = draws.max() - draws.min() < 1e-12  # rounding, for a score that is exactly 1
    replace = (few | point | draws.isna().any()) & values.notna() & (not constant)
    if replace.any():
        closed = _closed_form(values, *map(int, confusion), confidence_level, majority_weight)
        intervals.loc[replace] = closed.loc[replace]
    return intervals


def _closed_form(values, tn, fp, fn, tp, level, majority_weight):
    """Return ``low`` and ``high`` of each metric from the four counts and the other scores."""
    n_majority, n_minority = tn + fp, fn + tp
    n = n_majority + n_minority
    recall, specificity = _wilson(tp, n_minority, level), _wilson(tn, n_majority, level)
    jaccard = np.array(_wilson(tp, tp + fp + fn, level)) if tp + fp + fn else np.ones(2)
    weighted = n_majority * majority_weight
    corners = [
        scores_from_confusion(
            s * weighted, (1 - s) * weighted, (1 - r) * n_minority, r * n_minority
        )
        for r in recall
        for s in specificity
    ]
    by_metric = {
        "accuracy": _wilson(tn + tp, n, level),
        "precision": _wilson(tp, tp + fp, level) if tp + fp else (np.nan, np.nan),
        "recall": recall,
        "f1": 2 * jaccard / (1 + jaccard),
        "average_precision": _share(values["average_precision"], n_minority, level),
        "roc_auc": _share(values["roc_auc"], min(n_majority, n_minority), level),
        "brier": _share(values["brier"], n, level),
    }
    by_range = ["balanced_accuracy", "mcc"]
    if majority_weight != 1:
        by_range += ["accuracy", "precision", "f1"]
    for metric in by_range:
        reached = [values[metric], *(corner[metric] for corner in corners)]
        by_metric[metric] = np.nanmin(reached), np.nanmax(reached)
    return pd.DataFrame(by_metric, index=["low", "high"]).T.loc[list(METRICS)]


@lru_cache(maxsize=4096)  # the library computes a p-value each time, which takes a millisecond
def _wilson(count, n, level):
    """Return Wilson's interval of ``count`` among ``n``.

    Examples
    --------
    One row of one, and none of one: an interval that says how little that is.

    >>> [round(float(bound), 3) for bound in (*_wilson(1, 1, 0.95), *_wilson(0, 1, 0.95))]
    [0.207, 1.0, 0.0, 0.793]
    """
    return tuple(binomtest(count, n).proportion_ci(confidence_level=level, method="wilson"))


def _share(value, n, level):
    """Return Wilson's interval of a share of ``n`` rows that need not be a whole number of them."""
    count = round(value * n, 9)
    return _wilson(int(np.floor(count)), n, level)[0], _wilson(int(np.ceil(count)), n, level)[1]
