"""Find the seed whose draw stands nearest to the average of ten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, precision_score, recall_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from helpers.data.schema import FEATURES
from helpers.data.simulator import sample

INPUTS = [*FEATURES, "Amount"]
RANGES = {
    "precision": (0.75, 0.92),
    "recall": (0.55, 0.72),
    "precision with SMOTE": (0.04, 0.09),
    "recall with SMOTE": (0.86, 0.95),
    "accuracy with SMOTE": (0.965, 0.985),
}
"""Around the published results of the full file."""


def choose_seed(parameters: dict[str, Any], n_seeds: int = 10) -> tuple[int, pd.DataFrame]:
    """Draw the full file with several seeds and take the most ordinary one.

    Parameters
    ----------
    parameters : dict
        With ``first_seed`` 0.
    n_seeds : int

    Returns
    -------
    seed : int
        Of the draw that is nearest to the mean in baseline precision and recall and in the recall
        that SMOTE gains, each in standard deviations; of those within `RANGES`, if there are any.
    scores : DataFrame of shape (n_seeds, 6)
        From `baseline_scores`.
    """
    draws = (sample(missing=0, random_state=seed, parameters=parameters) for seed in range(n_seeds))
    scores = pd.DataFrame([baseline_scores(draw) for draw in draws])
    three = scores[["precision", "recall", "gain"]]
    away = ((three - three.mean()) / three.std()).pow(2).sum(axis=1)
    within = np.all([scores[name].between(*limits) for name, limits in RANGES.items()], axis=0)
    return int(away[within if within.any() else ~within].idxmin()), scores


def baseline_scores(frame: pd.DataFrame, inputs: Sequence[str] = INPUTS) -> dict[str, float]:
    """Return scores of logistic regression before and after SMOTE.

    Scaled features, by default without ``Time``, and a stratified 80/20 split with seed 42: the
    set-up of the published results.
    """
    X_train, X_test, y_train, y_test = train_test_split(
        frame[list(inputs)].to_numpy(),
        frame["Class"].to_numpy(),
        test_size=0.2,
        stratify=frame["Class"],
        random_state=42,
    )
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    before, after = (
        LogisticRegression(solver="newton-cholesky", max_iter=200).fit(X, y).predict(X_test)
        for X, y in ((X_train, y_train), SMOTE(random_state=42).fit_resample(X_train, y_train))
    )
    recalls = [recall_score(y_test, chosen) for chosen in (before, after)]
    return {
        "precision": precision_score(y_test, before),
        "recall": recalls[0],
        "gain": recalls[1] - recalls[0],
        "precision with SMOTE": precision_score(y_test, after),
        "recall with SMOTE": recalls[1],
        "accuracy with SMOTE": accuracy_score(y_test, after),
    }
