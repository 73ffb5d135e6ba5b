"""Tell in what neighbourhood a fraud lies: among frauds, on the border, or hidden."""

from __future__ import annotations

import numpy as np

from helpers.data.simulator.exact import to_grid

SAFE, BORDER, HIDDEN = 0, 1, 2
NEIGHBOURS = 10
LEGITIMATE_PER_FRAUD = 67
"""How many legitimate rows stand beside one fraud when neighbourhoods are judged. More of them
would hide more frauds; the rows of the fit had this ratio."""
_GRID, _LARGEST = 2.0**16, 64.0  # squared distances in 29 columns then stay exact
_BLOCK = 64


def to_places(rows: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Standardize ``V1``..``V28`` and ``Amount`` (columns 0 to 28).

    Parameters
    ----------
    rows : ndarray of shape (n, 29) or wider
    scale : ndarray of shape (2, 29)
        Means and standard deviations.

    Returns
    -------
    ndarray of shape (n, 29)
    """
    places = (rows[:, : scale.shape[1]] - scale[0]) / scale[1]
    return to_grid(places.clip(-_LARGEST, _LARGEST), _GRID)


def nearest_legitimate(frauds: np.ndarray, legitimate: np.ndarray) -> np.ndarray:
    """Return the squared distances of each fraud to the 10 legitimate rows nearest to it.

    Parameters
    ----------
    frauds, legitimate : ndarray of shape (n, 29)
        Places.

    Returns
    -------
    ndarray of shape (n_frauds, 10)
    """
    norms = (legitimate**2).sum(axis=1)
    near = np.empty((len(frauds), NEIGHBOURS))
    for start in range(0, len(frauds), _BLOCK):
        block = slice(start, start + _BLOCK)
        squared = _squared(frauds[block], legitimate, norms)
        near[block] = np.partition(squared, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
    return near


def find_kinds(frauds: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Sort frauds by the number of legitimate rows among their 10 nearest neighbours.

    Parameters
    ----------
    frauds : ndarray of shape (n, 29)
        Places.
    near : ndarray of shape (n, 10)
        From `nearest_legitimate`.

    Returns
    -------
    int ndarray of shape (n,)
        0 (safe) for 0 to 4 of them, 1 (border) for 5 to 9, 2 (hidden) for 10.
    """
    to_frauds = _squared(frauds, frauds, (frauds**2).sum(axis=1))
    np.fill_diagonal(to_frauds, np.inf)
    distances = np.concatenate([near, to_frauds], axis=1)
    first = np.argsort(distances, axis=1, kind="stable")[:, :NEIGHBOURS]
    count = (first < NEIGHBOURS).sum(axis=1)
    return np.where(count == NEIGHBOURS, HIDDEN, np.where(count >= NEIGHBOURS / 2, BORDER, SAFE))


def _squared(a, b, norms_of_b):
    squared = a @ (-2 * b.T)
    squared += norms_of_b
    squared += (a**2).sum(axis=1)[:, None]
    return squared
