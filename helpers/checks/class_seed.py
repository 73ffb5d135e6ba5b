"""Seeds of the checks' trial data: fixed in everybody's notebook, of its own in each class.

Whoever knows the trial data can write a function that is right on them alone. So a class is graded
with others: `helpers.grading` draws a seed once for a class, and keeps it beside the results.
"""

import contextlib
from collections.abc import Iterator

import numpy as np

NOTEBOOK = 0  # the seed of a class that is none

_of_class = NOTEBOOK


@contextlib.contextmanager
def of_class(seed: int) -> Iterator[None]:
    """Draw trial data from a class's seed.

    Checkers keep some trial data, so this belongs before the first check of a process.
    """
    global _of_class
    before, _of_class = _of_class, seed
    try:
        yield
    finally:
        _of_class = before


def trial_seed(own: int) -> int:
    """Return the seed of one checker's trial data.

    Parameters
    ----------
    own : int
        What it is in a notebook; it also tells the trials of one class apart.

    Examples
    --------
    >>> trial_seed(5)
    5
    >>> with of_class(2026):
    ...     trial_seed(5) != trial_seed(6)
    True
    """
    if _of_class == NOTEBOOK:
        return own
    return int(np.random.SeedSequence([_of_class, own]).generate_state(1)[0])


def turned(X: np.ndarray) -> np.ndarray:
    """Return trial rows as they are in a notebook; in a class, turned round and shifted.

    All distances stay, and with them who is whose neighbour: the rows test a function as before,
    with every misconception that they were made to tell apart.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        With at least two features.
    """
    if _of_class == NOTEBOOK:
        return X
    from scipy import stats  # here: every command of the course would wait half a second for it

    rng = np.random.default_rng(trial_seed(len(X)))
    return X @ stats.ortho_group.rvs(X.shape[1], random_state=rng) + rng.normal(size=X.shape[1])


def turned_and_mixed(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return trial rows `turned`, and in a class in an order of its own, with their labels.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
    y : ndarray of shape (n_rows,)
    """
    if _of_class == NOTEBOOK:
        return X, y
    order = np.random.default_rng(trial_seed(len(X) + 1)).permutation(len(X))
    return turned(X)[order], y[order]
