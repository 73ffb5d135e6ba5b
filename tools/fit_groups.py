"""Cut rows into groups, describe each by a Gaussian, and lead its draws back to the values.

No number describes fewer rows than a group holds, and no row is in two groups.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from helpers.data.simulator.mixture import LOADING_UNIT, draw_latent


def halve(x: np.ndarray, smallest: int) -> list[np.ndarray]:
    """Halve rows along their widest direction, again and again.

    Parameters
    ----------
    x : ndarray of shape (n, d)
    smallest : int
        Rows that a group has at least. None has twice as many.

    Returns
    -------
    list of int ndarray
        Row numbers of each group; groups that were one until late stand side by side.
    """

    def cut(rows):
        if len(rows) < 2 * smallest:
            return [rows]
        centred = x[rows] - x[rows].mean(axis=0)
        widest = np.linalg.eigh(centred.T @ centred)[1][:, -1]
        order = rows[np.argsort(centred @ widest)]
        half = len(rows) // 2
        return cut(order[:half]) + cut(order[half:])

    return cut(np.arange(len(x)))


def aggregate(x: np.ndarray, size: int) -> list[np.ndarray]:
    """Group each outermost row with those nearest to it (microaggregation, MDAV [1]_).

    Parameters
    ----------
    x : ndarray of shape (n, d)
    size : int
        Rows of a group; the last one has fewer than twice as many.

    Returns
    -------
    list of int ndarray
        Row numbers of each group.

    References
    ----------
    .. [1] J. Domingo-Ferrer and V. Torra, "Ordinal, continuous and heterogeneous k-anonymity
       through microaggregation", Data Mining and Knowledge Discovery 11 (2005) 195-212,
       doi:10.1007/s10618-005-0007-5.
    """
    left, groups = np.arange(len(x)), []
    while len(left) >= 2 * size:
        outermost = ((x[left] - x[left].mean(axis=0)) ** 2).sum(axis=1).argmax()
        near = ((x[left] - x[left[outermost]]) ** 2).sum(axis=1).argsort()[:size]
        groups.append(left[near])
        left = np.delete(left, near)
    return [*groups, left]


def neighbour_covariances(x, groups, prior, beside):
    """Return a covariance for each group, averaged with that of groups beside it.

    Parameters
    ----------
    x : ndarray of shape (n, d)
    groups : list of int ndarray
        From `halve`.
    prior : float
        Rows that the groups beside it count for.
    beside : int
        Groups that are averaged.

    Returns
    -------
    ndarray of shape (n_groups, d, d)
    """
    sizes, own = _covariances(x, groups)
    starts = np.arange(0, len(groups), beside)
    mean = np.add.reduceat(own * sizes, starts) / np.add.reduceat(sizes, starts)
    around = mean[np.arange(len(groups)) // beside]
    return (sizes * own + prior * around) / (sizes + prior) + 1e-6 * np.eye(x.shape[1])


def scaled_covariances(x, groups, prior, floor):
    """Return a covariance for each group: its own, averaged with the common shape at its size.

    Averaging with groups of another size would spread small groups, and frauds would be easy.

    Parameters
    ----------
    x : ndarray of shape (n, d)
    groups : list of int ndarray
    prior : float
        Rows that the common shape counts for.
    floor : float
        Standard deviation that every direction has at least.

    Returns
    -------
    ndarray of shape (n_groups, d, d)
    """
    sizes, own = _covariances(x, groups)
    traces = np.trace(own, axis1=1, axis2=2)[:, None, None]
    shape = (sizes * own / traces).sum(axis=0) / sizes.sum()
    return (sizes * own + prior * traces * shape) / (sizes + prior) + floor**2 * np.eye(x.shape[1])


def _covariances(x, groups):
    sizes = np.array([len(rows) for rows in groups], float)[:, None, None]
    return sizes, np.stack([np.cov(x[rows].T, bias=True) for rows in groups])


def describe(x, groups, covariances, width):
    """Return rows, means and loadings of groups, as the simulator reads them.

    Parameters
    ----------
    x : ndarray of shape (n, d)
    groups : list of int ndarray
    covariances : ndarray of shape (n_groups, d, d)
    width : float or ndarray of shape (n_groups,)
        Draws are narrower by this factor.

    Returns
    -------
    dict
        ``rows`` (n_groups,), ``means`` (n_groups, d) and ``loadings`` (n_groups, d * (d + 1) / 2).
    """
    lower = np.tril_indices(x.shape[1])
    loadings = np.linalg.cholesky(covariances)[:, *lower] * np.reshape(width, (-1, 1))
    loadings = np.rint(loadings / LOADING_UNIT)
    small = np.abs(loadings).max() <= np.iinfo(np.int16).max
    return {
        "rows": np.array([len(rows) for rows in groups], np.int32),
        "means": np.array([x[rows].mean(axis=0) for rows in groups], np.float32),
        "loadings": loadings.astype(np.int16 if small else np.int32),
    }


def normal_scores(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Replace the values of each column by the normal quantiles of their ranks, ties at random."""
    scores = np.empty(x.shape)
    quantiles = ndtri((np.arange(len(x)) + 0.5) / len(x))
    for column, score in zip(x.T, scores.T, strict=True):
        score[np.lexsort((rng.random(len(x)), column))] = quantiles
    return scores


def curve(latent: np.ndarray, values: np.ndarray, n_knots: int, *, spikes: bool) -> np.ndarray:
    """Pair quantiles of latent draws with quantiles of values.

    Parameters
    ----------
    latent, values : ndarray of shape (n_draws,), (n,)
    n_knots : int
        Pairs, at even steps through the sorted values; more of them towards both ends.
    spikes : bool
        Add both ends of each run of equal values that makes up 0.2 % of the rows or more.

    Returns
    -------
    ndarray of shape (2, n_knots) or wider
        For `helpers.data.simulator.mixture.bend`.
    """
    n, values = len(values), np.sort(values)
    tail = np.unique(np.geomspace(1, n / n_knots + 1, 12).astype(int)) - 1
    knots = np.concatenate([np.linspace(0, n - 1, n_knots).round().astype(int), tail, n - 1 - tail])
    if spikes:
        _, first, count = np.unique(values, return_index=True, return_counts=True)
        long = count >= max(0.002 * n, 2)
        knots = np.concatenate([knots, first[long], (first + count - 1)[long]])
    knots = np.unique(knots)
    return np.stack([np.quantile(latent, (knots + 0.5) / n), values[knots]])


def many_draws(mixture, rng, n_draws=200_000):
    """Return latent draws of a mixture whose ``rows`` are the weights, before its curves."""
    weights = mixture["rows"] / mixture["rows"].sum()
    return draw_latent(rng.choice(len(weights), n_draws, p=weights), mixture, rng)
