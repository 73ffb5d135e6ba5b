"""Scores with intervals, and paired comparisons, as tidy DataFrames.

One call, `evaluate`, scores a fitted model on a test set; a second, `compare`, sets several
evaluations side by side. Every score comes with a bootstrap interval, and two models are compared
by the difference on the *same* resampled rows, never by two separate intervals.

The scores are scikit-learn's (a test holds them equal); only the resampling is our own, because
calling scikit-learn once per resample would take minutes at 57,000 test rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

MEASURES = {
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


@dataclass(frozen=True)
class Evaluation:
    """One model's scores on one test set; made by `evaluate` or `evaluate_scores`.

    Attributes
    ----------
    name : str
        The model's name in tables and figures.
    threshold : float
        Rows whose score is at least this are called minority.
    y_true, y_score : ndarray of shape (n_samples,)
        True labels (0 or 1) and the predicted probability of class 1.
    scores : DataFrame
        One row per measure: ``value``, and the bounds ``low`` and ``high`` of its interval.
    draws : DataFrame of shape (n_resamples, n_measures)
        The same measures on every bootstrap resample.
    settings : dict
        ``n_resamples``, ``confidence_level`` and ``random_state`` of the bootstrap.
    """

    name: str
    threshold: float
    y_true: np.ndarray = field(repr=False)
    y_score: np.ndarray = field(repr=False)
    scores: pd.DataFrame = field(repr=False)
    draws: pd.DataFrame = field(repr=False)
    settings: dict = field(repr=False)

    @property
    def y_pred(self):
        """Predicted labels at the threshold, shape (n_samples,)."""
        return (self.y_score >= self.threshold).astype(int)

    @property
    def confusion(self):
        """Confusion counts: ``tn``, ``fp``, ``fn``, ``tp`` as a Series of integers."""
        cells = np.bincount(2 * self.y_true + self.y_pred, minlength=4)
        return pd.Series(cells, index=["tn", "fp", "fn", "tp"], name=self.name)

    def __getitem__(self, measure):
        """Value of one measure: ``evaluation["recall"]``."""
        return float(self.scores.loc[measure, "value"])

    def at(self, threshold, name=None):
        """Score the same predictions at another threshold.

        Parameters
        ----------
        threshold : float
        name : str, optional
            Name of the new evaluation; the old one with the threshold added by default.

        Returns
        -------
        Evaluation
        """
        name = f"{self.name} at {threshold:.3g}" if name is None else name
        return evaluate_scores(
            self.y_true, self.y_score, name=name, threshold=threshold, **self.settings
        )


def evaluate(model, X_test, y_test, *, name=None, threshold=0.5, **bootstrap):
    """Score a fitted model on a test set that keeps its natural imbalance.

    Parameters
    ----------
    model : fitted classifier or pipeline with ``predict_proba``
    X_test : array-like of shape (n_samples, n_features)
    y_test : array-like of shape (n_samples,)
        Labels, 1 for the minority (``pos_label``) and 0 for the majority.
    name : str, optional
        Name in tables; the class name of the (last step of the) model by default.
    threshold : float, default=0.5
        A row is called minority when its probability is at least this.
    **bootstrap
        ``n_resamples``, ``confidence_level``, ``random_state``: see `evaluate_scores`.

    Returns
    -------
    Evaluation

    Raises
    ------
    TypeError
        If the model gives no probabilities.

    Examples
    --------
    >>> from sklearn.datasets import make_classification
    >>> from sklearn.linear_model import LogisticRegression
    >>> X, y = make_classification(n_samples=500, weights=[0.9], random_state=0)
    >>> model = LogisticRegression().fit(X[:250], y[:250])
    >>> result = evaluate(model, X[250:], y[250:])
    >>> result.confusion.to_dict()
    {'tn': 223, 'fp': 2, 'fn': 14, 'tp': 11}
    >>> result.scores.loc["recall"].round(2).to_dict()
    {'value': 0.44, 'low': 0.24, 'high': 0.6}
    """
    if not hasattr(model, "predict_proba"):
        raise TypeError(
            f"{type(model).__name__} has no predict_proba; the Brier score and thresholds need "
            "probabilities. Wrap it in sklearn.calibration.CalibratedClassifierCV."
        )
    column = list(model.classes_).index(1)
    if name is None:
        name = type(model[-1] if hasattr(model, "steps") else model).__name__
    y_score = model.predict_proba(X_test)[:, column]
    return evaluate_scores(y_test, y_score, name=name, threshold=threshold, **bootstrap)


def evaluate_scores(
    y_true,
    y_score,
    *,
    name="model",
    threshold=0.5,
    n_resamples=1000,
    confidence_level=0.95,
    random_state=0,
):
    """Score predicted probabilities against true labels.

    The interval is the percentile bootstrap over test rows: rows are drawn with replacement within
    each class (the stratified split fixed the class counts), and the scores computed anew. It tells
    how much the score would move with another test set from the same source. It does not tell how
    much it would move with another training set.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,)
        Labels, 0 or 1; both must occur.
    y_score : array-like of shape (n_samples,)
        Predicted probability of class 1.
    name : str
    threshold : float, default=0.5
    n_resamples : int, default=1000
    confidence_level : float, default=0.95
    random_state : int, default=0
        The same seed draws the same rows, which is what makes two evaluations comparable in pairs.

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError
        If the labels are not 0 and 1, one class is missing, or a score is not finite.

    References
    ----------
    Efron, B. and Tibshirani, R. (1993). An Introduction to the Bootstrap, chapter 13.
    """
    y_true, y_score = np.asarray(y_true), np.asarray(y_score, dtype=float)
    if set(np.unique(y_true)) != {0, 1}:
        raise ValueError(f"y_true must hold both labels 0 and 1, got {np.unique(y_true)}.")
    if y_score.shape != y_true.shape or not np.isfinite(y_score).all():
        raise ValueError("y_score must hold one finite probability per row of y_true.")
    y_true = y_true.astype(int)
    scorer = _Scorer(y_true, y_score, threshold)
    rng = np.random.default_rng(random_state)
    draws = [scorer(weights) for weights in _resample_counts(y_true, n_resamples, rng)]
    draws = pd.DataFrame(draws, columns=list(MEASURES))
    tail = (1 - confidence_level) / 2
    scores = pd.DataFrame(
        {
            "value": scorer(np.ones(len(y_true), dtype=int)),
            "low": draws.quantile(tail),
            "high": draws.quantile(1 - tail),
        },
        index=pd.Index(MEASURES, name="measure"),
    )
    settings = {
        "n_resamples": n_resamples,
        "confidence_level": confidence_level,
        "random_state": random_state,
    }
    return Evaluation(name, float(threshold), y_true, y_score, scores, draws, settings)


def compare(evaluations: Iterable[Evaluation], *, reference=None):
    """Set several evaluations of one test set side by side, with paired differences.

    Parameters
    ----------
    evaluations : iterable of Evaluation
        All of the same test set and the same bootstrap settings, each with a name of its own.
    reference : str, optional
        Name of the model that the others are compared with; the first by default.

    Returns
    -------
    DataFrame
        One row per model and measure, with the columns ``model``, ``measure``, ``value``, ``low``,
        ``high``, ``difference``, ``difference_low``, ``difference_high``, ``verdict`` and
        ``threshold``. A difference is model minus reference on the same resampled rows; where its
        interval leaves out zero, the test set can tell the two models apart. The verdict is then
        "better" or "worse" (a lower Brier score is better), else "cannot tell".

    Raises
    ------
    ValueError
        If the evaluations do not share test set and resamples, or two have the same name.
    """
    evaluations = list(evaluations)
    by_name = {e.name: e for e in evaluations}
    if len(by_name) != len(evaluations):
        raise ValueError(f"Two evaluations share a name: {[e.name for e in evaluations]}.")
    if reference is not None and reference not in by_name:
        raise ValueError(f"No evaluation is called {reference!r}; there are {list(by_name)}.")
    base = evaluations[0] if reference is None else by_name[reference]
    tail = (1 - base.settings["confidence_level"]) / 2
    parts = []
    for e in evaluations:
        if not np.array_equal(e.y_true, base.y_true) or e.settings != base.settings:
            raise ValueError(
                f"{e.name!r} and {base.name!r} were not evaluated on the same test rows with the "
                "same bootstrap settings, so their difference is not paired."
            )
        gap = e.draws - base.draws
        part = e.scores.assign(
            difference=e.scores["value"] - base.scores["value"],
            difference_low=gap.quantile(tail),
            difference_high=gap.quantile(1 - tail),
        )
        decided = part["difference_low"] * part["difference_high"] > 0
        better = (part["difference"] > 0) ^ (part.index == "brier")
        part["verdict"] = np.where(decided, np.where(better, "better", "worse"), "cannot tell")
        part["threshold"] = e.threshold
        parts.append(part.reset_index().assign(model=e.name))
    table = pd.concat(parts, ignore_index=True)
    return table[["model", *table.columns.drop("model")]]


def summary_table(comparison, measures=("precision", "recall", "mcc", "average_precision")):
    """Lay a comparison out for reading: one row per model, ``value [low, high]`` in each cell.

    Parameters
    ----------
    comparison : DataFrame
        From `compare`.
    measures : sequence of str
        Columns, in order; any keys of `MEASURES`.

    Returns
    -------
    DataFrame of str
    """
    rows = comparison[comparison["measure"].isin(measures)]
    text = rows.apply(_with_interval, axis=1)
    table = rows.assign(text=text).pivot_table(
        index="model", columns="measure", values="text", aggfunc="first"
    )
    order = pd.Index(comparison["model"].unique(), name="model")
    table = table.loc[order, list(measures)].rename(columns=MEASURES)
    return table.rename_axis(columns=None)


def _with_interval(row):
    if np.isnan(row["value"]):
        return "undefined"
    return f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}]"


def _resample_counts(y_true, n_resamples, rng):
    """Yield, per resample, how often each row was drawn: integers of shape (n_samples,)."""
    classes = [np.flatnonzero(y_true == label) for label in (0, 1)]
    counts = np.empty(len(y_true), dtype=int)
    for _ in range(n_resamples):
        for rows in classes:
            drawn = rng.integers(0, len(rows), size=len(rows))
            counts[rows] = np.bincount(drawn, minlength=len(rows))
        yield counts


class _Scorer:
    """All measures of one set of predictions, with integer row weights.

    Rows are sorted by falling score once. After that only the minority rows, and how many majority
    rows stand above each, matter for the curves: that is what makes 1,000 resamples affordable.
    """

    def __init__(self, y_true, y_score, threshold):
        self.order = np.argsort(-y_score, kind="stable")
        score, y = y_score[self.order], y_true[self.order]
        self.minority = np.flatnonzero(y)
        # equal scores share one point of the curve: rows [first, last) of each minority row's tie
        self.first = np.searchsorted(-score, -score[self.minority], side="left")
        self.last = np.searchsorted(-score, -score[self.minority], side="right")
        self.n_called = np.searchsorted(-score, -threshold, side="right")
        self.squared_error = (score - y) ** 2

    def __call__(self, weights):
        """Measures in the order of `MEASURES`, as a tuple of floats; NaN where undefined."""
        w = weights[self.order]
        w_minority = w[self.minority]
        ranked = np.concatenate([[0], np.cumsum(w)])  # rows ranked above each position
        found = np.concatenate([[0], np.cumsum(w_minority)])  # and minority rows among them
        n, n_minority = ranked[-1], found[-1]
        tp = found[np.searchsorted(self.minority, self.n_called)]
        fp = ranked[self.n_called] - tp
        fn = n_minority - tp
        tn = n - tp - fp - fn
        tp_last = found[np.searchsorted(self.minority, self.last)]
        fp_last = ranked[self.last] - tp_last
        fp_first = ranked[self.first] - found[np.searchsorted(self.minority, self.first)]
        return (
            *scores_from_confusion(*map(int, (tn, fp, fn, tp))),
            *_from_curve(w_minority, tp_last, fp_last, fp_first, n - n_minority),
            (w * self.squared_error).sum() / n,  # not "@": its threads cost more than they save
        )


def scores_from_confusion(tn, fp, fn, tp):
    """Compute the scores that need the four counts only.

    Parameters
    ----------
    tn, fp, fn, tp : int
        Rows by true class and decision; both classes must occur.

    Returns
    -------
    tuple of float
        Accuracy, balanced accuracy, precision (NaN if nothing was predicted positive), recall, F1
        and MCC (0 if one of its factors is): the first six keys of `MEASURES`.

    Examples
    --------
    >>> [round(float(score), 3) for score in scores_from_confusion(90, 2, 4, 4)]
    [0.94, 0.739, 0.667, 0.5, 0.571, 0.546]
    """
    recall, specificity = tp / (tp + fn), tn / (tn + fp)
    product = float(tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (
        (tp + tn) / (tp + tn + fp + fn),
        (recall + specificity) / 2,
        tp / (tp + fp) if tp + fp else np.nan,
        recall,
        2 * tp / (2 * tp + fp + fn),
        (tp * tn - fp * fn) / np.sqrt(product) if product else 0.0,
    )


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
