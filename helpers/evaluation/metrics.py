"""The metrics and the one rule for a verdict: names, values, and better or worse."""

import numpy as np

METRICS = {
    "accuracy": "Accuracy",
    "balanced_accuracy": "Balanced accuracy",
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
    "mcc": "MCC",
    "average_precision": "Average precision",
    "roc_auc": "ROC-AUC",
    "brier": "Brier score",
}
"""Name of each score, as a column value and as a label. Only the Brier score is better when low."""


LOWER_IS_BETTER = ("brier", "log_loss", "seconds")


def verdict(difference, decided, metric):
    """Say what a difference of two models means: the one rule for all comparisons.

    Parameters
    ----------
    difference : float
        Of the metric, model minus reference.
    decided : bool
        Whether its interval leaves out zero, or its corrected p-value is small enough.
    metric : str

    Returns
    -------
    str
        "better", "worse", or "inconclusive".

    Examples
    --------
    >>> verdict(0.1, True, "recall"), verdict(0.1, True, "brier"), verdict(0.1, False, "recall")
    ('better', 'worse', 'inconclusive')
    """
    if not decided or not abs(difference) > 0:  # neither zero nor undefined is a verdict
        return "inconclusive"
    return "better" if (difference > 0) != (metric in LOWER_IS_BETTER) else "worse"


class Scorer:
    """All metrics of one set of predictions, by how often each row was drawn.

    Rows are sorted by falling score once. After that only the minority rows, and how many rows
    stand above each, matter for the curves: that is what makes 1,000 resamples affordable.
    """

    def __init__(self, y_true, y_score, threshold, majority_weight=1):
        self.order = np.argsort(-y_score, kind="stable")
        score, y = y_score[self.order], y_true[self.order]
        self.minority = np.flatnonzero(y)
        # equal scores share one point of the curve: rows [first, last) of each minority row's tie
        falling = -score
        first = np.searchsorted(falling, falling[self.minority], side="left")
        last = np.searchsorted(falling, falling[self.minority], side="right")
        n_positive = np.searchsorted(falling, -threshold, side="right")
        # rows are counted between the ranks that matter, and each rank is then a place among these
        ranks = np.unique(np.concatenate([[0], first, last, [n_positive, len(y)]]))
        self.starts = ranks[:-1]
        self.first, self.last, self.n_positive = (
            (np.searchsorted(ranks, rank), np.searchsorted(self.minority, rank))
            for rank in (first, last, n_positive)
        )
        self.squared_error = (score - y) ** 2
        self.drawn_error = np.empty(len(y))  # filled anew by each call: to allocate it takes longer
        self.majority_weight = majority_weight  # what each majority row counts

    def __call__(self, weights):
        """Return name to value of all `METRICS`; NaN where undefined."""
        w = weights[self.order]
        w_minority = w[self.minority].astype(int)
        ranked = _cumulated(np.add.reduceat(w, self.starts, dtype=int))
        found = _cumulated(w_minority)  # minority rows among them
        n_minority = found[-1]
        n_majority = self.majority_weight * (ranked[-1] - n_minority)

        def above(rank):
            """Return minority and majority rows above a rank, or above each of several."""
            among_all, among_minority = rank
            tp = found[among_minority]
            return tp, self.majority_weight * (ranked[among_all] - tp)

        tp, fp = above(self.n_positive)
        fn, tn = n_minority - tp, n_majority - fp
        curve = *above(self.last), above(self.first)[1]
        average_precision, roc_auc = _from_curve(w_minority, *curve, n_majority)
        # not "@": its threads cost more than they save
        error = np.multiply(w, self.squared_error, out=self.drawn_error).sum()
        if self.majority_weight != 1:
            minority_error = (w_minority * self.squared_error[self.minority]).sum()
            error = minority_error + self.majority_weight * (error - minority_error)
        return scores_from_confusion(*map(float, (tn, fp, fn, tp))) | {
            "average_precision": average_precision,
            "roc_auc": roc_auc,
            "brier": error / (n_majority + n_minority),
        }


def _cumulated(counts):
    """Return how many come before each place, and before the end."""
    return np.concatenate([[0], np.cumsum(counts)])


def scores_from_confusion(tn, fp, fn, tp):
    """Compute the scores that need the four counts only.

    Parameters
    ----------
    tn, fp, fn, tp : int or float
        Rows, or their weights, by true class and decision; both classes must occur.

    Returns
    -------
    dict of str to float
        ``accuracy``, ``balanced_accuracy``, ``precision`` (NaN if nothing was predicted positive),
        ``recall``, ``f1`` and ``mcc`` (0 if one of its factors is).

    Examples
    --------
    >>> scores = scores_from_confusion(90, 2, 4, 4)
    >>> {name: round(float(score), 3) for name, score in scores.items()}
    {'accuracy': 0.94, 'balanced_accuracy': 0.739, 'precision': 0.667, 'recall': 0.5, 'f1': 0.571, \
'mcc': 0.546}
    """
    recall, specificity = tp / (tp + fn), tn / (tn + fp)
    product = float(tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return {
        "accuracy": (tp + tn) / (tp + tn + fp + fn),
        "balanced_accuracy": (recall + specificity) / 2,
        "precision": tp / (tp + fp) if tp + fp else np.nan,
        "recall": recall,
        "f1": 2 * tp / (2 * tp + fp + fn),
        "mcc": (tp * tn - fp * fn) / np.sqrt(product) if product else 0.0,
    }


def _from_curve(w, tp_last, fp_last, fp_first, n_majority):
    """Average precision and ROC-AUC as means over the minority rows (weights ``w``).

    Average precision is the mean precision at the minority rows' scores; ROC-AUC is one minus the
    mean share of majority rows ranked above them, ties counting one half.
    """
    drawn = w > 0
    w, tp, fp, above = w[drawn], tp_last[drawn], fp_last[drawn], fp_first[drawn]
    average_precision = w @ (tp / (tp + fp)) / w.sum()
    roc_auc = 1 - w @ (above + fp) / (2 * w.sum() * n_majority)
    return average_precision, roc_auc


def confusion_scores(y_true, y_pred):
    """Compute the metrics of decisions, equal to scikit-learn's where defined, in 1 % of its time.

    Tuning a threshold scores thousands of decisions, and most of the time of
    `sklearn.metrics.balanced_accuracy_score` is spent on checking what it was given.

    Parameters
    ----------
    y_true, y_pred : ndarray of shape (n_samples,)
        0 and 1, with both in ``y_true``.

    Returns
    -------
    dict
        ``accuracy``, ``balanced_accuracy``, ``precision`` (NaN if nothing is predicted 1),
        ``recall``, ``f1`` and ``mcc``.

    Examples
    --------
    >>> confusion_scores(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]))["precision"]
    0.5
    """
    counts = np.bincount(2 * y_true + y_pred, minlength=4).tolist()
    return scores_from_confusion(*counts)


def confusion_score(y_true, y_pred, metric):
    """Compute one of the metrics of `confusion_scores`."""
    return confusion_scores(y_true, y_pred)[metric]
