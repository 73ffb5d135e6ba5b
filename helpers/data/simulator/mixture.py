"""Draw the 30 latent numbers of a row: one of many small Gaussians, then monotone curves."""

from __future__ import annotations

import numpy as np

from helpers.data.simulator.exact import to_grid

LOADING_UNIT = 1 / 1024
"""Loadings are stored as whole multiples of this."""


def draw_latent(
    group: np.ndarray, mixture: dict[str, np.ndarray], rng: np.random.Generator
) -> np.ndarray:
    """Draw one row of latent numbers for each entry of ``group``.

    Parameters
    ----------
    group : int ndarray of shape (n,)
        Which Gaussian each row comes from.
    mixture : dict
        ``means`` (n_groups, 30) and ``loadings`` (n_groups, 465): lower triangular matrices, row
        after row, whose products with their transposes are the covariances.
    rng : Generator

    Returns
    -------
    ndarray of shape (n, 30)
    """
    noise = draw_noise(group, mixture, rng)
    noise += mixture["means"][group]
    return noise


def draw_noise(
    group: np.ndarray, mixture: dict[str, np.ndarray], rng: np.random.Generator
) -> np.ndarray:
    """Draw rows as `draw_latent` does, but around 0."""
    size = mixture["means"].shape[1]
    rows = to_grid(rng.standard_normal((len(group), size)))
    order = np.argsort(group, kind="stable")
    present, sizes = np.unique(group, return_counts=True)
    triangles = np.zeros((len(present), size, size))
    triangles[:, *np.tril_indices(size)] = mixture["loadings"][present] * LOADING_UNIT
    by_group = rows[order]
    for triangle, stop, n in zip(triangles, np.cumsum(sizes), sizes, strict=True):
        by_group[stop - n : stop] @= triangle.T
    rows[order] = by_group
    return rows


def bend(latent: np.ndarray, curves: dict[str, np.ndarray]) -> np.ndarray:
    """Send each column through its monotone curve and round; columns without a curve stay.

    Beyond its ends a curve is continued with slope 1.

    Parameters
    ----------
    latent : ndarray of shape (n, 30)
        Changed in place.
    curves : dict
        ``curve_7`` is the one of column 7, of shape (2, n_knots): latent numbers, and values.

    Returns
    -------
    ndarray of shape (n, 30)
    """
    for j in range(latent.shape[1]):
        if f"curve_{j}" in curves:
            at, value = curves[f"curve_{j}"].astype(float)
            inside = latent[:, j].clip(at[0], at[-1])
            latent[:, j] = np.interp(inside, at, value) + (latent[:, j] - inside)
    return to_grid(latent)
