"""Tell how a learner's function of X, y and k scores: leaks, resampling, neighbours and folds."""

import contextlib
import functools
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.neighbors import KNeighborsClassifier

from helpers.checks.class_seed import turned
from helpers.checks.core import Wrong
from helpers.checks.watching import FIT, PREDICT, neighbours_seen

SIGNAL = 0.6  # so weak that 25 neighbours find hardly anything without SMOTE
NOT_F1 = {
    "roc_auc": "ROC-AUC",
    "f1_macro": "mean of both classes' F1",
    "f1_weighted": "weighted F1",
    "average_precision": "average precision",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "precision": "precision",
    "recall": "recall",
}
"""Other metrics that a learner may ask scikit-learn for, in words."""


@functools.cache
def trial_rows(signal: float) -> tuple[pd.DataFrame, pd.Series]:
    """Return 630 rows, 90 of them rare, whose classes differ by `signal` standard deviations."""
    rng = np.random.default_rng(5)
    y = (np.arange(630) % 7 == 0).astype(int)
    X = rng.normal(size=(630, 6)) + signal * y[:, None]
    return pd.DataFrame(turned(X), columns=list("abcdef")), pd.Series(y, name="Class")


def shares_kept(split: Callable, X: object, y: object) -> bool:
    """Tell whether a split gives the test set its share of class 1, whatever the rows' order.

    Without `stratify` one split in four does so by chance; three different ones rarely do.

    Examples
    --------
    >>> X, y = trial_rows(SIGNAL)
    >>> from sklearn.model_selection import train_test_split
    >>> shares_kept(lambda X, y: train_test_split(X, y, stratify=y, random_state=0), X, y)
    True
    >>> shares_kept(lambda X, y: train_test_split(X, y, random_state=0), X, y)
    False
    """
    X, y = pd.DataFrame(X), pd.Series(y)
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(y))
        parts = split(X.iloc[order].reset_index(drop=True), y.iloc[order].reset_index(drop=True))
        rare = np.asarray(parts[3], float)
        if abs(rare.sum() - y.mean() * len(rare)) > 1:
            return False
    return True


def reference(signal: float, k: int, scoring: str = "f1", sampler: bool = True) -> float:
    """Return the mean score of the right procedure on the trial rows, or one without SMOTE."""
    return _references(signal, k, ("f1",) if scoring == "f1" else tuple(NOT_F1), sampler)[scoring]


@functools.cache
def _references(signal, k, scorings, sampler):
    """Return several mean scores of the same fits."""
    samplers = [SMOTE(random_state=42)] if sampler else []
    model = make_pipeline(*samplers, KNeighborsClassifier(k))
    folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
    X, y = (part.to_numpy() for part in trial_rows(signal))  # on arrays it takes half as long
    found = cross_validate(model, X, y, cv=folds, scoring=scorings)
    return {scoring: found[f"test_{scoring}"].mean() for scoring in scorings}


@contextlib.contextmanager
def fits_seen() -> Iterator[list[tuple[int, float, int]]]:
    """Collect, of each fit of nearest neighbours, their number, the share of class 1, and the rows.

    Fits in other processes (``n_jobs=2``) go unseen.

    Examples
    --------
    >>> with fits_seen() as fits:
    ...     _ = KNeighborsClassifier(1).fit([[0], [1], [2], [3]], [0, 0, 0, 1])
    >>> fits
    [(1, 0.25, 4)]
    """
    fits = []
    with neighbours_seen() as seen:
        yield fits
    for kind, n_neighbors, y in seen:
        if kind == FIT:
            fits.append((n_neighbors, float(np.mean(y == 1)), len(y)))


@contextlib.contextmanager
def folds_seen(X: pd.DataFrame, y: pd.Series) -> Iterator[list[float]]:
    """Collect the F1 of each set of these rows whose classes nearest neighbours predict.

    Rows that were scaled, and predictions in other processes, go unseen.
    """
    labels = {row.tobytes(): label for row, label in zip(X.to_numpy(), y, strict=True)}
    scores = []
    with neighbours_seen() as seen:
        yield scores
    for kind, rows, predicted in seen:
        true = [labels.get(row.tobytes()) for row in rows] if kind == PREDICT else [None]
        if None not in true:
            scores.append(float(f1_score(true, predicted)))


def mean_of_folds(value: float, scores: list[float]) -> None:
    """Refuse another summary of the folds' scores than their mean."""
    others = {"highest": np.max, "lowest": np.min, "median": np.median, "spread of the": np.std}
    for name, summary in others.items():
        wrong = len(scores) > 2 and np.isclose(value, summary(scores), atol=1e-9)
        if wrong and not np.isclose(value, np.mean(scores)):
            raise Wrong(
                f"Your function returns the {name} F1 of the folds. A single fold says little, and "
                "the best of several is too good: return the mean."
            )


def uses_arguments(one: float, other: float) -> None:
    """Refuse a function that finds the same on two tables that have nothing in common."""
    if one == other < 0.98:  # where each row finds itself, both are 1
        raise Wrong(
            "Your function finds the same F1 on two different tables. Does it use its own `X` and "
            "`y`, or those of the notebook?"
        )


def is_f1(by_lot: float, one: float, many: float) -> None:
    """Refuse another metric than F1, named by what it is on three trials.

    Parameters
    ----------
    by_lot, one, many : float
        The scores of 1 neighbour on labels drawn by lot, and of 1 and 25 on those with `SIGNAL`.
    """
    trials, given = [(0, 1), (SIGNAL, 1), (SIGNAL, 25)], np.array([by_lot, one, many])

    def distance(scoring):
        return np.abs([reference(*trial, scoring) for trial in trials] - given).max()

    if distance("f1") < 0.03:
        return
    nearest = min(NOT_F1, key=distance)
    if distance(nearest) < 0.03:
        raise Wrong(f'Your function seems to return the {NOT_F1[nearest]}. Ask for scoring="f1".')


def no_leak(by_lot: float) -> None:
    """Refuse a score that nobody can reach when the labels are drawn by lot."""
    y = trial_rows(0)[1]
    context = "In a trial set the labels say nothing about the features, and yet your F1 is "
    if by_lot > 0.98:
        raise Wrong(
            f"{context}{by_lot:.2f}: each row was in the training set when it was scored, and one "
            "nearest neighbour finds the row itself."
        )
    if by_lot > 0.8:
        n_made = int((y == 0).sum() - (y == 1).sum())
        raise Wrong(
            f"{context}{by_lot:.2f}. You resampled before the folds were made: {n_made} of the "
            f"{2 * int((y == 0).sum())} rows that are scored were made by the sampler, and most "
            "have a parent in their training set."
        )
    if by_lot > 0.3:
        raise Wrong(
            f"{context}{by_lot:.2f}, more than chance. The rows that are scored should be genuine, "
            "and as rare as they are in the data."
        )


def resampled_in_training(one: float, many: float, fits: list[tuple[int, float, int]]) -> None:
    """Refuse functions that leave SMOTE, k or the folds out.

    Parameters
    ----------
    one, many : float
        The F1 of 1 and of 25 neighbours on the trial rows with `SIGNAL`.
    fits : list of (int, float, int)
        What `fits_seen` saw for 25 neighbours; if nothing, the F1 alone decides.
    """
    if np.isclose(one, many):
        raise Wrong("Your function returns the same for 1 and for 25 neighbours. Does it use `k`?")
    right, bare = reference(SIGNAL, 25), reference(SIGNAL, 25, sampler=False)
    share = max((share for _, share, _ in fits), default=None)
    if share < 0.2 if fits else abs(many - bare) < abs(many - right):
        raise Wrong(
            "Your function is free of leaks, but nothing is resampled: SMOTE should still balance "
            "the training set of each fold."
        )
    if fits and share < 0.45:
        raise Wrong(
            f"After your resampling {share:.0%} of the training rows are rare. SMOTE should "
            "balance the classes: did you ask for a ratio below 1?"
        )
    if fits and max(n_rows for *_, n_rows in fits) < len(trial_rows(SIGNAL)[1]) / 2:
        raise Wrong(
            "Your training sets are balanced because rows of the majority were thrown away. SMOTE "
            "makes new rows of the minority instead."
        )
    if fits and all(asked != 25 for asked, *_ in fits):
        raise Wrong(
            f"For k = 25 your classifier asks {fits[0][0]} neighbours. Did `k` go to "
            "`KNeighborsClassifier`, or to SMOTE's `k_neighbors`?"
        )
    if len(fits) == 1:
        raise Wrong(
            "Your function fits once. Cross-validation fits once for each fold and takes the mean: "
            "one test set of this size says little."
        )
    if abs(many - right) > 0.1 or abs(one - reference(SIGNAL, 1)) > 0.1:
        raise Wrong(
            "On a trial set your F1 is far from what the pipeline of SMOTE and "
            "`KNeighborsClassifier(k)` reaches. Do you return the mean F1 of the folds?"
        )
