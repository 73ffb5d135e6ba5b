"""A made-up table of the study on real sets, whose truth is known."""

import numpy as np
import pandas as pd

from helpers.study.across_origins import GROUPS

SIZES = (13, 6, 4, 3, 3, 2, 2, *[1] * 23)
"""Data sets of each of 30 origins."""
WAYS = [
    (approach, cut)
    for approach in ("none", "class weights", "smote", "smote_enn")
    for cut in ("0.5", "tuned")
]
METRICS = ("average_precision", "balanced_accuracy", "mcc", "brier")
DECISIONS = ("balanced_accuracy", "mcc")
CLASSIFIERS = ("logistic regression", "decision tree", "random forest", "gradient boosting")


def made_up(effect, *, sizes=SIZES, spread=0.02, noise=0.01, ways=WAYS, seed=0):
    """Return scores: chance, plus ``effect(approach, cut, classifier, metric)``.

    Parameters
    ----------
    effect : callable
        Given the cut ``None`` for metrics that no cut changes.
    sizes : sequence of int
        Data sets of each origin.
    spread, noise : float
        How far the effect of a way varies between origins (with the heavy tails of Student's t with
        3 degrees of freedom), and between the sets of one origin.

    Returns
    -------
    DataFrame
        One row per dataset, origin, approach, classifier and cut.
    """
    rng = np.random.default_rng(seed)
    origin = np.repeat(np.arange(len(sizes)), sizes)
    level = rng.normal(0.5, 0.15, (len(origin), len(CLASSIFIERS)))  # sets differ most of all
    columns = {}
    for metric in METRICS:
        for approach, cut in ways:
            key = (approach, cut if metric in DECISIONS else None, metric)
            if key not in columns:
                effects = [effect(*key[:2], classifier, metric) for classifier in CLASSIFIERS]
                by_origin = rng.standard_t(3, len(sizes)) * spread / np.sqrt(3)
                by_set = rng.normal(0, noise, len(origin))
                columns[key] = level + effects + (by_origin[origin] + by_set)[:, None]
    names = [f"origin {n:02}" for n in range(len(sizes))]
    sets = [
        (name, f"{name}/{n}") for name, size in zip(names, sizes, strict=True) for n in range(size)
    ]
    rows = [
        (*one, approach, classifier, cut)
        for approach, cut in ways
        for classifier in CLASSIFIERS
        for one in sets
    ]
    table = pd.DataFrame(rows, columns=["origin", "dataset", "approach", "classifier", "cut"])
    for metric in METRICS:
        keys = [(approach, cut if metric in DECISIONS else None, metric) for approach, cut in ways]
        table[metric] = np.concatenate([columns[key].ravel(order="F") for key in keys])
    return table


def one_world(approach, cut, classifier, metric):
    """A threshold helps decisions, SMOTE-ENN helps the trees' decisions more, and hurts Brier."""
    if metric == "brier":
        return 0.04 * (approach != "none")
    if metric == "average_precision":
        return 0.0
    gain = 0.05 * (cut == "tuned" or approach != "none")
    return gain + 0.05 * (approach == "smote_enn" and classifier in GROUPS["weak"])
