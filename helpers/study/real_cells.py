"""One cell of the study on real sets: a set, an approach and a classifier, in all folds.

Every number follows from the key of the cell and from `SETTINGS`: rows, folds and random numbers
are drawn with seeds made of names, so that any worker finds the same.
"""

import re
import warnings
from collections import Counter
from functools import cache, lru_cache
from time import process_time

import numpy as np
from imblearn.ensemble import (
    BalancedRandomForestClassifier,
    EasyEnsembleClassifier,
    RUSBoostClassifier,
)
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from helpers.data import load_real_set, real_sets
from helpers.evaluation.out_of_fold import (
    DECISIONS,
    best_thresholds,
    decision_scores,
    rank_scores,
)
from helpers.experiments.runner import seed_of
from helpers.models.pipelines import make_approach

CHEAP = {
    "logistic regression": LogisticRegression(max_iter=1000),
    "decision tree": DecisionTreeClassifier(min_samples_leaf=5),
    "k nearest neighbours": KNeighborsClassifier(),
}
DEAR = {
    "random forest": RandomForestClassifier(n_estimators=100),
    "gradient boosting": HistGradientBoostingClassifier(),
    "SVM": SVC(),
    "MLP": MLPClassifier(hidden_layer_sizes=(32,)),
}
CLASSIFIERS = CHEAP | DEAR
OWN = "its own"
"""The classifier of an ensemble."""
ENSEMBLES = {
    "balanced random forest": BalancedRandomForestClassifier(n_estimators=100),
    "RUSBoost": RUSBoostClassifier(n_estimators=50),
    "easy ensemble": EasyEnsembleClassifier(n_estimators=10),
}
PLAIN = {
    "balanced random forest": "random forest",
    "RUSBoost": "gradient boosting",
    "easy ensemble": "gradient boosting",
}
"""Ensemble to the classifier that, with approach "none", is its baseline."""
SETTINGS = {
    "random_state": 0,
    "most_rows": 2000,
    "least_minority": 100,
    "n_splits": 5,
    "n_splits_below_50_minority_rows": 3,
    "n_repeats": 2,
    "n_repeats_of_dear_classifiers": 1,
    "n_splits_nested": 5,
    "nested": ["none", "smote"],
    "edition": 1,
}
"""What all cells depend on; `edition` counts changes that no other entry shows."""
REFUSALS = re.compile(
    r"No samples will be generated with the provided ratio settings"
    r"|Not any neigbours belong to the majority class"
    r"|needs at least \d+: set \w+ to \d+ or less|has 1 row.*no neighbour to interpolate"
    r"|Expected n_neighbors <= n_samples_fit"
    r"|BaseClassifier in AdaBoostClassifier ensemble is worse than random"
    r"|at least 2 classes in the data|greater than one; got 1 class|left one class only"
)
"""What samplers and ensembles say of training sets that they cannot use."""


class _RefusedError(Exception):
    """A sampler or an ensemble cannot be fitted on a training set."""


@cache
def catalogue():
    """Return `helpers.data.real_sets`, by name of the set."""
    return real_sets().set_index("dataset")


@lru_cache(maxsize=4)
def draw_rows(dataset):
    """Return the rows of a set that the study uses.

    Sets of at most 2,000 rows are used whole. Of larger ones 2,000 rows are drawn, with the natural
    share of each class; where that would leave fewer than 100 of the minority, it gets 100 of them,
    or all that there are.

    Parameters
    ----------
    dataset : str

    Returns
    -------
    X : ndarray or, if it has categories, DataFrame, of shape (n_rows, n_features)
    y : ndarray of shape (n_rows,)
    """
    return thin_rows(load_real_set(dataset), dataset)


def thin_rows(frame, dataset):
    """Return the rows of a table that the study would use; see `draw_rows`.

    Parameters
    ----------
    frame : DataFrame
        As from `helpers.data.load_real_set`.
    dataset : str
        Its name, which the seed is made of.

    Returns
    -------
    X, y
        As from `draw_rows`.
    """
    X, y = frame.drop(columns="Class"), frame["Class"].to_numpy()
    most = SETTINGS["most_rows"]
    if len(y) > most:
        rng = np.random.default_rng(seed_of(SETTINGS["random_state"], dataset, "rows"))
        natural = round(most * y.mean())
        n_minority = min(y.sum(), max(natural, SETTINGS["least_minority"]))
        drawn = [
            rng.choice(np.flatnonzero(y == label), size, replace=False)
            for label, size in ((1, n_minority), (0, most - n_minority))
        ]
        rows = np.sort(np.concatenate(drawn))
        X, y = X.iloc[rows], y[rows]
    mixed = not X.select_dtypes("category").empty
    return (X.reset_index(drop=True) if mixed else X.to_numpy(float)), y


def compute_cell(dataset, approach, classifier):
    """Cross-validate one approach with one classifier on one set.

    Parameters
    ----------
    dataset, approach, classifier : str

    Returns
    -------
    dict
        ``rows`` and ``minority`` (used), ``shared`` (rows tested for each row trained on),
        ``scores`` (metric to one value a fit, None without probabilities), ``decisions`` (cut to
        metric to one value a fit), ``fit_seconds`` (of processor, one a fit), ``seconds`` (of
        processor, of the whole cell), ``warnings`` (text to count) and ``problem``: None, or why
        the cell has no scores.
    """
    return compute_on_rows(*draw_rows(dataset), dataset, approach, classifier)


def compute_on_rows(X, y, dataset, approach, classifier):
    """Do as `compute_cell` on rows that are given.

    Parameters
    ----------
    X, y
        As from `draw_rows`.
    dataset : str
        The name that seeds are made of.
    approach : str or sampler
    classifier : str

    Returns
    -------
    dict
    """
    start = process_time()
    result = {"rows": len(y), "minority": int(y.sum()), "problem": None}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result |= _cross_validate(X, y, dataset, approach, classifier)
        except _RefusedError as refused:
            result |= {"problem": str(refused), "scores": {}, "decisions": {}, "fit_seconds": []}
    counts = Counter(
        f"{warning.category.__name__}: {str(warning.message).splitlines()[0]}" for warning in caught
    )
    return result | {"warnings": dict(counts), "seconds": round(process_time() - start, 4)}


def _cross_validate(X, y, dataset, approach, classifier):
    is_cheap = classifier in CHEAP
    n_splits, n_repeats = _size(y, is_cheap)
    model = ENSEMBLES[approach] if classifier == OWN else CLASSIFIERS[classifier]
    fit = _Fit(X, y, "none" if classifier == OWN else approach, model)
    nested = is_cheap and approach in SETTINGS["nested"]
    scores, seconds, shared = [], [], []
    decisions = {cut: [] for cut in ("0.5", "tuned", *(["nested"] if nested else []))}
    for repeat in range(n_repeats):
        seed = seed_of(SETTINGS["random_state"], dataset, repeat)
        folds = StratifiedKFold(n_splits, shuffle=True, random_state=seed).split(y, y)
        folds = [test for _, test in folds]
        score = np.empty(len(y))  # of each row by the model that did not see it
        inside = []
        for fold, test in enumerate(folds):
            train = np.setdiff1d(np.arange(len(y)), test)
            fit_seed = seed_of(SETTINGS["random_state"], dataset, repeat, fold)
            began = process_time()
            fitted = fit(train, fit_seed)
            seconds.append(round(process_time() - began, 4))
            score[test] = fit.score(fitted, test)
            inside.append(_thresholds_inside(fit, train, fit_seed) if nested else None)
        for test, thresholds in zip(folds, inside, strict=True):
            train = np.setdiff1d(np.arange(len(y)), test)
            n_alarms = max(1, round(y[train].mean() * len(test)))
            kind = {"probabilities": fit.has_probabilities}
            scores.append(rank_scores(y[test], score[test], n_alarms, **kind))
            shared.append(len(test) / len(train))
            cuts = {
                "0.5": dict.fromkeys(DECISIONS, 0.5 if fit.has_probabilities else 0.0),
                "tuned": best_thresholds(y[train], score[train]),
                "nested": thresholds,
            }
            for cut, found in decisions.items():
                found.append(decision_scores(y[test], score[test], cuts[cut]))
    return {
        "scores": _columns(scores),
        "decisions": {cut: _columns(found) for cut, found in decisions.items()},
        "fit_seconds": seconds,
        "shared": float(np.mean(shared)),
    }


def _size(y, is_cheap):
    """Return the number of folds and of repeats."""
    few = y.sum() < 50
    n_splits = SETTINGS["n_splits_below_50_minority_rows" if few else "n_splits"]
    return n_splits, SETTINGS["n_repeats" if is_cheap else "n_repeats_of_dear_classifiers"]


def _columns(rows):
    return {name: [row[name] for row in rows] for name in rows[0]}


def _thresholds_inside(fit, train, seed):
    """Tune thresholds by a cross-validation inside a training set."""
    y = fit.y[train]
    folds = StratifiedKFold(SETTINGS["n_splits_nested"], shuffle=True, random_state=seed)
    score = np.empty(len(train))
    for inner, held_out in folds.split(y, y):
        score[held_out] = fit.score(fit(train[inner], seed), train[held_out])
    return best_thresholds(y, score)


class _Fit:
    """Fits an approach with a classifier on some of the rows, and scores others."""

    def __init__(self, X, y, approach, classifier):
        self.X, self.y, self._approach, self._classifier = X, y, approach, classifier
        self.has_probabilities = hasattr(classifier, "predict_proba")

    def _rows(self, rows):
        return self.X[rows] if isinstance(self.X, np.ndarray) else self.X.iloc[rows]

    def __call__(self, train, seed):
        mixed = not isinstance(self.X, np.ndarray)
        model = make_approach(self._approach, self._classifier, seed, mixed=mixed)
        try:
            model.fit(self._rows(train), self.y[train])
            if len(model.classes_) < 2:
                raise ValueError(f"The approach {self._approach!r} left one class only.")
        except (ValueError, RuntimeError) as error:
            if REFUSALS.search(str(error)):
                raise _RefusedError(" ".join(str(error).split())) from error
            raise
        return model

    def score(self, model, rows):
        if self.has_probabilities:
            return model.predict_proba(self._rows(rows))[:, 1]
        return model.decision_function(self._rows(rows))
