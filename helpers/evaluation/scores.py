"""Scores with intervals, and paired comparisons, as tidy DataFrames.

One call, `evaluate`, scores a fitted model on a test set; a second, `compare`, sets several
evaluations side by side. Every score comes with a bootstrap interval, and two models are compared
by the difference on the *same* resampled rows, never by two separate intervals.

The scores are scikit-learn's (a test holds them equal); only the resampling is our own, because
calling scikit-learn once per resample would take minutes at 57,000 test rows.
"""

import warnings
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Integral

import numpy as np
import pandas as pd

from helpers.evaluation.arguments import (
    check_bootstrap,
    check_labels,
    check_model,
    check_probabilities,
    check_threshold,
)
from helpers.evaluation.intervals import score_intervals
from helpers.evaluation.metrics import METRICS, Scorer
from helpers.evaluation.pairs import row_scores
from helpers.evaluation.resamples import score_resamples

PUBLISHED_RATIO = 284_315 / 492
"""Legitimate payments for each fraud in the public credit card file."""


@dataclass(frozen=True)
class Evaluation:
    """One model's scores on one test set; made by `evaluate` or `evaluate_scores`.

    The values are computed at once. The bootstrap, which takes fifty times as long, waits until
    `scores`, `draws` or `stream` is asked for, and is kept; a pickle always holds it.

    Attributes
    ----------
    name : str
        The model's name in tables and figures.
    threshold : float
        Rows whose score is at least this are predicted positive.
    y_true, y_score : ndarray of shape (n_samples,)
        True labels (0 or 1) and the predicted probability of class 1.
    value : Series
        Value of each metric.
    settings : dict
        ``n_resamples``, ``confidence_level`` and ``random_state`` of the bootstrap.
    majority_weight : float
        What each row of class 0 counts in the scores; 1 unless `at_ratio` changed it.
    """

    name: str
    threshold: float
    y_true: np.ndarray = field(repr=False)
    y_score: np.ndarray = field(repr=False)
    value: pd.Series = field(repr=False)
    settings: dict = field(repr=False)
    majority_weight: float = 1.0

    def __post_init__(self):
        for rows in (self.y_true, self.y_score):
            rows.setflags(write=False)  # what is computed later must be of the same rows
        # Another seed than a whole number draws other rows later on.
        if not isinstance(self.settings["random_state"], Integral):
            _ = self._bootstrap

    def __getstate__(self):
        """Compute what is still missing: whoever loads a stored evaluation is spared it."""
        _ = self.scores
        return {name: value for name, value in vars(self).items() if name != "row_scores"}

    @property
    def draws(self):
        """The metrics on each bootstrap resample: a DataFrame of shape (n_resamples, n_metrics)."""
        return self._bootstrap[0]

    @property
    def stream(self):
        """Where the random numbers stood after the last resample, as text.

        Two evaluations with the same stream were scored on the same resamples.
        """
        return self._bootstrap[1]

    @cached_property
    def scores(self):
        """One row per metric: ``value``, and the bounds ``low`` and ``high`` of its interval.

        Where a metric is undefined on some resamples, there is a column ``undefined`` with their
        share.
        """
        constant = bool((self.y_score == self.y_score[0]).all())
        level, weight = self.settings["confidence_level"], self.majority_weight
        scores = score_intervals(self.value, self.draws, self._counts, constant, level, weight)
        scores.insert(0, "value", self.value)
        if self.draws.isna().to_numpy().any():
            scores["undefined"] = self.draws.isna().mean()
        return scores.rename_axis("metric")

    @cached_property
    def _bootstrap(self):
        scorer = Scorer(self.y_true, self.y_score, self.threshold, self.majority_weight)
        n_resamples, seed = self.settings["n_resamples"], self.settings["random_state"]
        draws, stream = score_resamples(self.y_true, scorer, n_resamples, seed)
        return pd.DataFrame(draws, columns=list(METRICS)), stream

    @cached_property
    def row_scores(self):
        """What the rows contribute to some scores: one model is compared with many others."""
        return row_scores(self.y_true, self.y_score)

    @property
    def _counts(self):
        return np.bincount(2 * self.y_true + self.y_pred, minlength=4)

    @property
    def y_pred(self):
        """Predicted labels at the threshold, shape (n_samples,)."""
        return (self.y_score >= self.threshold).astype(int)

    @property
    def confusion(self):
        """Confusion counts: ``tn``, ``fp``, ``fn``, ``tp`` as a Series of integers.

        Of a weighted evaluation the weights of these rows, as floats.
        """
        cells = self._counts
        if self.majority_weight != 1:
            cells = cells * np.array([self.majority_weight, self.majority_weight, 1, 1])
        return pd.Series(cells, index=["tn", "fp", "fn", "tp"], name=self.name)

    def __getitem__(self, metric):
        """Value of one metric: ``evaluation["recall"]``."""
        return float(self.value.loc[metric])

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
        check_threshold(threshold)
        name = f"{self.name} at {threshold:.3g}" if name is None else name
        weight = self.majority_weight
        return _evaluate(self.y_true, self.y_score, name, threshold, weight, **self.settings)

    def at_ratio(self, majority_per_minority=PUBLISHED_RATIO):
        """Score the same predictions as if the majority were larger or smaller.

        Each majority row gets the weight that brings the classes to this ratio. Recall and ROC-AUC
        stay; precision, average precision and all counts of false alarms follow the ratio. So a
        file with few legitimate rows shows what its model would cost among all payments.

        Parameters
        ----------
        majority_per_minority : float
            Majority rows for each minority row; by default those of the public credit card file.

        Returns
        -------
        Evaluation

        Examples
        --------
        >>> y_score = np.array([0.1, 0.9, 0.2, 0.3, 0.8])
        >>> even = evaluate_scores([0, 0, 0, 0, 1], y_score)
        >>> even["precision"], round(even.at_ratio(99)["precision"], 3)
        (0.5, 0.039)
        """
        weight = _majority_weight(self.y_true, majority_per_minority)
        return _evaluate(
            self.y_true, self.y_score, self.name, self.threshold, weight, **self.settings
        )


def evaluate(model, X_test, y_test, *, name=None, threshold=0.5, at_ratio=None, **bootstrap):
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
        A row is predicted positive when its probability is at least this.
    at_ratio : float, optional
        Majority rows for each minority row that the scores are to belong to, as in
        `Evaluation.at_ratio`; by default those of the test set.
    **bootstrap
        ``n_resamples``, ``confidence_level``, ``random_state``: see `evaluate_scores`.

    Returns
    -------
    Evaluation

    Raises
    ------
    TypeError
        If the model gives no probabilities.
    ValueError
        If the model is not fitted, or not on both of the labels 0 and 1; and as `evaluate_scores`.

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
    column = check_model(model)
    if name is None:
        name = type(model[-1] if hasattr(model, "steps") else model).__name__
    y_score = model.predict_proba(X_test)[:, column]
    weight = 1.0 if at_ratio is None else _majority_weight(check_labels(y_test), at_ratio)
    return _evaluate(y_test, y_score, name, threshold, weight, **bootstrap)


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
    each class (the stratified split fixed the class counts), and the scores computed again. It
    tells how much the score would move with another test set from the same source. It does not tell
    how much it would move with another training set. Where the bootstrap degenerates, as with one
    minority row, an interval in closed form stands instead, such as Wilson's:
    `helpers.evaluation.intervals` says where and which.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,)
        Labels, 0 or 1; both must occur. Shape (n_samples, 1) is taken for a column, here and below.
    y_score : array-like of shape (n_samples,)
        Predicted probability of class 1.
    name : str
    threshold : float, default=0.5
    n_resamples : int, default=1000
        At least 2.
    confidence_level : float, default=0.95
        Between 0 and 1.
    random_state : int, default=0
        The same seed draws the same rows, which is what makes two evaluations comparable in pairs.

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError
        If the labels are not 0 and 1, one class is missing, a score is not finite or lies outside
        0 to 1, the threshold is no number, or there are no resamples or no level between 0 and 1.

    Warns
    -----
    UserWarning
        If all scores are 0 or 1: they look like decisions, and a decision ranks nothing.

    References
    ----------
    Efron, B. and Tibshirani, R. (1993). An Introduction to the Bootstrap, chapter 13.
    """
    result = _evaluate(
        y_true,
        y_score,
        name,
        threshold,
        n_resamples=n_resamples,
        confidence_level=confidence_level,
        random_state=random_state,
    )
    if np.isin(result.y_score, [0, 1]).all():
        warnings.warn(
            "All scores are 0 or 1. Are they decisions? Average precision, ROC-AUC and the Brier "
            "score need the probabilities of predict_proba.",
            stacklevel=2,
        )
    return result


def _majority_weight(y_true, majority_per_minority):
    """Return the weight of each majority row that brings the classes to a ratio."""
    n_minority = y_true.sum()
    return majority_per_minority * n_minority / (len(y_true) - n_minority)


def _evaluate(
    y_true,
    y_score,
    name,
    threshold,
    majority_weight=1.0,
    *,
    n_resamples=1000,
    confidence_level=0.95,
    random_state=0,
):
    y_true = check_labels(y_true)
    y_score = check_probabilities(y_score, len(y_true))
    check_threshold(threshold)
    check_bootstrap(n_resamples, confidence_level, random_state)
    scorer = Scorer(y_true, y_score, threshold, majority_weight)
    values = pd.Series(scorer(np.ones(len(y_true), dtype=int)), index=list(METRICS))
    settings = {
        "n_resamples": n_resamples,
        "confidence_level": confidence_level,
        "random_state": random_state,
    }
    threshold, majority_weight = float(threshold), float(majority_weight)
    return Evaluation(name, threshold, y_true, y_score, values, settings, majority_weight)
