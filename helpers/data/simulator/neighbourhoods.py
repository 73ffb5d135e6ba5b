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
_BLOCK = 64  # frauds that are searched for at once
_GROUP = 128  # legitimate rows of which the nearest helps to bound the search


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


class LegitimateRows:
    """Legitimate rows beside which frauds are placed.

    Parameters
    ----------
    places : ndarray of shape (n, 29)
        From `to_places`.
    """

    def __init__(self, places: np.ndarray):
        self._factors = _factors(places)

    def nearest(self, frauds: np.ndarray) -> np.ndarray:
        """Return the squared distances of each fraud to the 10 legitimate rows nearest to it.

        Parameters
        ----------
        frauds : ndarray of shape (n_frauds, 29)
            Places.

        Returns
        -------
        ndarray of shape (n_frauds, 10)
            In no order.
        """
        near = np.empty((len(frauds), NEIGHBOURS))
        for start in range(0, len(frauds), _BLOCK):
            squared = _squared(frauds[start : start + _BLOCK], self._factors)
            for i, (row, bound) in enumerate(zip(squared, _bounds(squared), strict=True), start):
                near[i] = np.partition(row[row <= bound], NEIGHBOURS - 1)[:NEIGHBOURS]
        return near


def _bounds(squared):
    """Return for each row a number that at least 10 of its entries do not exceed."""
    n_groups = squared.shape[1] // _GROUP
    if n_groups < NEIGHBOURS:
        return squared.max(axis=1)
    groups = squared[:, : n_groups * _GROUP].reshape(len(squared), _GROUP, n_groups)
    return np.partition(groups.min(axis=1), NEIGHBOURS - 1)[:, NEIGHBOURS - 1]


def find_kinds(frauds: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Sort frauds by the number of legitimate rows among their 10 nearest neighbours.

    Parameters
    ----------
    frauds : ndarray of shape (n, 29)
        Places.
    near : ndarray of shape (n, 10)
        From `LegitimateRows.nearest`.

    Returns
    -------
    int ndarray of shape (n,)
        0 (safe) for 0 to 4 of them, 1 (border) for 5 to 9, 2 (hidden) for 10.
    """
    to_frauds = _squared(frauds, _factors(frauds))
    np.fill_diagonal(to_frauds, np.inf)
    if len(frauds) > NEIGHBOURS:
        to_frauds = np.partition(to_frauds, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
    distances = np.concatenate([near, to_frauds], axis=1)  # legitimate rows first: they win ties
    first = np.argsort(distances, axis=1, kind="stable")[:, :NEIGHBOURS]
    count = (first < NEIGHBOURS).sum(axis=1)
    return np.where(count == NEIGHBOURS, HIDDEN, np.where(count >= NEIGHBOURS / 2, BORDER, SAFE))


def _factors(b):
    """Return what `_squared` multiplies by."""
    return np.concatenate([-2 * b.T, [(b**2).sum(axis=1)], np.ones((1, len(b)))])


def _squared(a, factors_of_b):
    """Return squared distances as one product: 1 * |b|² and |a|² * 1 are two of its terms."""
    ones, norms = np.ones((len(a), 1)), (a**2).sum(axis=1)[:, None]
    return np.concatenate([a, ones, norms], axis=1) @ factors_of_b
