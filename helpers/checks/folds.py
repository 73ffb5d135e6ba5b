"""Tell how a learner's function of X, y and k scores: leaks, resampling, neighbours and folds."""

import contextlib
import functools
from collections.abc import Iterator
from unittest import mock

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from helpers.checks.core import Wrong

SIGNAL = 0.6  # so weak that 25 neighbours find hardly anything without SMOTE


@functools.cache
def trial_rows(signal: float) -> tuple[pd.DataFrame, pd.Series]:
    """Return 630 rows, 90 of them rare, whose classes differ by `signal` standard deviations."""
    rng = np.random.default_rng(5)
    y = (np.arange(630) % 7 == 0).astype(int)
    X = rng.normal(size=(630, 6)) + signal * y[:, None]
    return pd.DataFrame(X, columns=list("abcdef")), pd.Series(y, name="Class")


@functools.cache
def reference(signal: float, k: int, scoring: str = "f1", sampler: bool = True) -> float:
    """Return the mean score of the right procedure on the trial rows, or one without SMOTE."""
    samplers = [SMOTE(random_state=42)] if sampler else []
    model = make_pipeline(*samplers, KNeighborsClassifier(k))
    folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
    return cross_val_score(model, *trial_rows(signal), cv=folds, scoring=scoring).mean()


@contextlib.contextmanager
def fits_seen() -> Iterator[list[tuple[int, float]]]:
    """Collect, of each fit of nearest neighbours, their number and the share of class 1.

    Fits in other processes (``n_jobs=2``) go unseen.

    Examples
    --------
    >>> with fits_seen() as fits:
    ...     _ = KNeighborsClassifier(1).fit([[0], [1], [2], [3]], [0, 0, 0, 1])
    >>> fits
    [(1, 0.25)]
    """
    seen, fit = [], KNeighborsClassifier.fit

    def seen_fit(self, X, y):
        seen.append((self.n_neighbors, float(np.mean(np.asarray(y) == 1))))
        return fit(self, X, y)

    with mock.patch.object(KNeighborsClassifier, "fit", seen_fit):
        yield seen


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
    for scoring in ("accuracy", "balanced_accuracy", "roc_auc"):
        if abs(by_lot - reference(0, 1, scoring)) < 0.02:
            name = scoring.replace("_", " ").replace("roc auc", "ROC-AUC")
            raise Wrong(f'Your function seems to return the {name}. Ask for scoring="f1".')
    if by_lot > 0.3:
        raise Wrong(
            f"{context}{by_lot:.2f}, more than chance. The rows that are scored should be genuine, "
            "and as rare as they are in the world."
        )


def resampled_in_training(one: float, many: float, fits: list[tuple[int, float]]) -> None:
    """Refuse functions that leave SMOTE, k or the folds out.

    Parameters
    ----------
    one, many : float
        The F1 of 1 and of 25 neighbours on the trial rows with `SIGNAL`.
    fits : list of (int, float)
        What `fits_seen` saw for 25 neighbours; if nothing, the F1 alone decides.
    """
    if np.isclose(one, many):
        raise Wrong("Your function returns the same for 1 and for 25 neighbours. Does it use `k`?")
    right, bare = reference(SIGNAL, 25), reference(SIGNAL, 25, sampler=False)
    share = max((share for _, share in fits), default=None)
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
    if fits and all(asked != 25 for asked, _ in fits):
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
