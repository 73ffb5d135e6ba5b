"""What is compared between real rows and the stand-in: quantities that lessons rest on.

First a table of rows becomes `Outcomes`: for each row, what models predict for it, what cleaners
do with it, how far its neighbours are. With all models this takes about a minute. From the outcomes
`summarise` computes the quantities, also on bootstrap resamples of the rows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from imblearn.pipeline import make_pipeline
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.preprocessing import StandardScaler

from helpers.cleaning import FastEditedNearestNeighbours, FastTomekLinks
from helpers.data.schema import FEATURES
from helpers.models import make_sampler

INPUTS = [*FEATURES, "Amount"]
FOLDS = 3
QUANTITIES = {
    "amount_r2": ("01", "legitimate rows: R² of `Amount` on `V1`…`V28`, linear"),
    "legitimate_auc": (
        "01",
        "legitimate rows told from unseen real ones: ROC-AUC of boosting",
    ),
    "fraud_auc": ("01", "frauds told from unseen real ones: ROC-AUC of boosting"),
    "precision": ("02", "logistic regression: precision"),
    "recall": ("02", "logistic regression: recall"),
    "fraud_distance": ("03", "median distance from a fraud to the nearest other one, in sd"),
    "smote_gain": ("04", "logistic regression: recall gained with SMOTE"),
    "smote_ap": ("04", "logistic regression: average precision gained with SMOTE"),
    "smote_alarms": ("04", "logistic regression: false alarms with SMOTE"),
    "adasyn_alarms": ("05", "logistic regression: false alarms with ADASYN"),
    "borderline_alarms": ("06", "logistic regression: false alarms with Borderline-SMOTE"),
    "border": ("06", "share of frauds with 5 to 9 legitimate rows among 10 neighbours"),
    "hidden": ("06", "share of frauds with 10 legitimate rows among 10 neighbours"),
    "enn_removed": ("07", "legitimate rows that edited nearest neighbours remove"),
    "smote_enn_removed": ("07", "legitimate rows that SMOTE-ENN removes"),
    "forest_enn_precision": ("07", "random forest: precision with SMOTE-ENN"),
    "tomek_removed": ("08", "legitimate rows in Tomek links"),
    "knn_precision": ("08", "5 nearest neighbours: precision with SMOTE"),
    "forest_recall": ("11", "random forest: recall"),
    "boosting_ap": ("11", "gradient boosting: average precision"),
}
"""Key to the lesson that rests on it, and what it is."""


def _logistic():
    return LogisticRegression(solver="newton-cholesky", max_iter=200)


def _forest():
    return RandomForestClassifier(100, min_samples_leaf=2, random_state=0, n_jobs=-1)


MODELS = {
    "logistic": (_logistic, None),
    "logistic, smote": (_logistic, "smote"),
    "logistic, adasyn": (_logistic, "adasyn"),
    "logistic, borderline": (_logistic, "borderline"),
    "neighbours, smote": (KNeighborsClassifier, "smote"),
    "forest": (_forest, None),
    "forest, smote_enn": (_forest, "smote_enn"),
    "boosting": (
        lambda: HistGradientBoostingClassifier(
            max_iter=200,
            learning_rate=0.05,
            max_leaf_nodes=8,
            early_stopping=False,  # "auto" depends on the number of rows
            random_state=0,
        ),
        None,
    ),
}


@dataclass
class Outcomes:
    """What happened to each row of a table.

    Attributes
    ----------
    y : int ndarray of shape (n,)
    scores : dict of str to ndarray of shape (n,)
        Probability of fraud that a model of `MODELS` gives a row, fitted to the other folds.
    removed : dict of str to bool ndarray of shape (n,)
        Rows that a cleaner removes.
    amount, residual : ndarray of shape (n_legitimate,)
        ``Amount`` in euros, and what the linear fit leaves over.
    distance : ndarray of shape (n_frauds,)
        To the nearest other fraud, in standard deviations.
    near : int ndarray of shape (n_frauds,)
        Legitimate rows among the 10 nearest.
    told : dict of int to (labels, scores)
        Of each class, from `tell_apart`.
    """

    y: np.ndarray
    scores: dict = field(default_factory=dict)
    removed: dict = field(default_factory=dict)
    amount: np.ndarray = None
    residual: np.ndarray = None
    distance: np.ndarray = None
    near: np.ndarray = None
    told: dict = field(default_factory=dict)


def find_outcomes(frame: pd.DataFrame, models: Collection[str] = tuple(MODELS)) -> Outcomes:
    """Fit all models and cleaners to a table.

    Parameters
    ----------
    frame : DataFrame
        Rows without blank cells.
    models : collection of str
        Keys of `MODELS`.

    Returns
    -------
    Outcomes
        All but ``told``.
    """
    X, y = frame[INPUTS].to_numpy(), frame["Class"].to_numpy()
    found = Outcomes(y)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for name in models:
        classifier, sampler = MODELS[name]
        steps = [StandardScaler(), classifier()]
        if sampler:
            steps.insert(1, make_sampler(sampler, random_state=0))
        model = make_pipeline(*steps)
        found.scores[name] = cross_val_predict(model, X, y, cv=folds, method="predict_proba")[:, 1]
    scaled = StandardScaler().fit_transform(X)
    for name, cleaner in {
        "enn": FastEditedNearestNeighbours(sampling_strategy="all"),
        "tomek": FastTomekLinks(sampling_strategy="all"),
        "smote_enn": make_sampler("smote_enn", random_state=0),
    }.items():
        found.removed[name] = _removed(cleaner, scaled, y)
    found.near = _legitimate_neighbours(scaled, y)
    spread = frame.loc[y == 0, FEATURES].std().to_numpy()
    frauds = frame.loc[y == 1, FEATURES].to_numpy() / spread
    found.distance = NearestNeighbors(n_neighbors=1).fit(frauds).kneighbors()[0][:, 0]
    features, found.amount = frame.loc[y == 0, FEATURES], frame.loc[y == 0, "Amount"].to_numpy()
    found.residual = found.amount - LinearRegression().fit(features, found.amount).predict(features)
    return found


def _removed(cleaner, scaled, y):
    """Return which rows a cleaner, or SMOTE with a cleaner after it, does not keep."""
    kept, _ = cleaner.fit_resample(scaled, y)
    kept = {row.tobytes() for row in np.ascontiguousarray(kept)}
    return np.array([row.tobytes() not in kept for row in scaled])


def _legitimate_neighbours(scaled, y, n_neighbors=10):
    index = NearestNeighbors(n_neighbors=n_neighbors + 1).fit(scaled)
    near = index.kneighbors(scaled[y == 1], return_distance=False)[:, 1:]
    return (y[near] == 0).sum(axis=1)


def tell_apart(frame: pd.DataFrame, others: pd.DataFrame) -> dict[int, tuple]:
    """Let boosting tell the rows of two tables apart, class by class, with equally many of each.

    Parameters
    ----------
    frame, others : DataFrame

    Returns
    -------
    dict of int to (labels, scores)
        Which rows are of ``frame``, and the probability of it that a model gives which was fitted
        to other rows of both tables.
    """
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    told = {}
    for label in (0, 1):
        sides = [table.loc[table["Class"] == label, INPUTS] for table in (others, frame)]
        n = min(map(len, sides))
        rows = np.concatenate([side.sample(n, random_state=0) for side in sides])
        labels = np.repeat([0, 1], n)
        model = HistGradientBoostingClassifier(early_stopping=False, random_state=0)
        scores = cross_val_predict(model, rows, labels, cv=folds, method="predict_proba")
        told[label] = labels, scores[:, 1]
    return told


def summarise(found: Outcomes, rng: np.random.Generator | None = None) -> dict[str, float]:
    """Compute the quantities from outcomes.

    Parameters
    ----------
    found : Outcomes
    rng : Generator, optional
        Draws a bootstrap resample of the rows of each class. By default every row counts once.

    Returns
    -------
    dict of str to float
        Those of `QUANTITIES` that the outcomes allow.
    """
    y, w = found.y, _weights(found.y, rng)
    alarms = {name: _alarms(y, scores, w) for name, scores in found.scores.items()}
    values = {}
    if "logistic" in alarms:
        values |= {"precision": _precision(alarms["logistic"])}
        values |= {"recall": alarms["logistic"][1] / w[y == 1].sum()}
    if {"logistic", "logistic, smote"} <= set(alarms):
        caught = alarms["logistic, smote"][1] - alarms["logistic"][1]
        ap = [
            average_precision_score(y, found.scores[name], sample_weight=w)
            for name in ("logistic", "logistic, smote")
        ]
        values |= {"smote_gain": caught / w[y == 1].sum(), "smote_ap": ap[1] - ap[0]}
    for sampler in ("smote", "adasyn", "borderline"):
        if f"logistic, {sampler}" in alarms:
            values[f"{sampler}_alarms"] = alarms[f"logistic, {sampler}"][0]
    if "forest" in alarms:
        values["forest_recall"] = alarms["forest"][1] / w[y == 1].sum()
    if "forest, smote_enn" in alarms:
        values["forest_enn_precision"] = _precision(alarms["forest, smote_enn"])
    if "neighbours, smote" in alarms:
        values["knn_precision"] = _precision(alarms["neighbours, smote"])
    if "boosting" in alarms:
        values["boosting_ap"] = average_precision_score(
            y, found.scores["boosting"], sample_weight=w
        )
    for cleaner, removed in found.removed.items():
        values[f"{cleaner}_removed"] = w[removed & (y == 0)].sum()
    frauds, ok = w[y == 1], w[y == 0]
    values["border"] = np.average((found.near >= 5) & (found.near < 10), weights=frauds)
    values["hidden"] = np.average(found.near == 10, weights=frauds)
    values["fraud_distance"] = np.median(np.repeat(found.distance, frauds.astype(int)))
    around = found.amount - np.average(found.amount, weights=ok)
    values["amount_r2"] = 1 - (ok @ found.residual**2) / (ok @ around**2)
    for label, (labels, scores) in found.told.items():
        name = ("legitimate_auc", "fraud_auc")[label]
        values[name] = roc_auc_score(labels, scores, sample_weight=_weights(labels, rng))
    return {name: float(value) for name, value in values.items()}


def _weights(labels, rng):
    """Return how often each row counts: once, or as often as it is drawn from its class."""
    weights = np.ones(len(labels))
    if rng is not None:
        for label in (0, 1):
            rows = np.flatnonzero(labels == label)
            weights[rows] = rng.multinomial(len(rows), np.full(len(rows), 1 / len(rows)))
    return weights


def _alarms(y, scores, w):
    """Return how many false and how many true alarms a cut-off of 0.5 gives."""
    chosen = scores >= 0.5
    return w[chosen & (y == 0)].sum(), w[chosen & (y == 1)].sum()


def _precision(alarms):
    return alarms[1] / max(sum(alarms), 1)
