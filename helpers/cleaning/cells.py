"""Cells and balls: nearby rows together, and how far they reach from their centre.

Rows are centred and scaled, in single precision (`rescale`); `fill_left` and `fill_right` turn
all squared distances between two sets of rows into one matrix product. `k_means` splits rows into
cells, and `Balls` measures them. A rounding margin (see `helpers.cleaning.bounds`) is included.
"""

from functools import cache

import numpy as np
from threadpoolctl import ThreadpoolController

# Widths of matrix products. At powers of two, rows of the result share a place in the cache.
THIN = 1_000  # columns of a product of few rows
WIDE = 500  # columns of one of a hundred rows
BLOCK_ROWS = 8_000  # rows handled in one matrix product: it stays in the processor's cache
FLOAT = np.float32
SLACK = 1e-5  # relative; far above the rounding of the few operations it stands for


@cache
def blas():
    """Find the threads of BLAS, which takes some milliseconds."""
    return ThreadpoolController().select(user_api="blas")


def blocks(rows, size=BLOCK_ROWS):
    """Split an array into blocks of `size`, the last one shorter."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def rescale(X):
    """Centre the data and bring them to single precision, the largest number being 1.

    Returns the rows, and what rounding can amount to: per row that of scikit-learn's squared
    distances, and relative to ``|x|² + |y|²`` twice that of ours. ``None`` if all rows are equal
    or the numbers overflow.
    """
    mean = X.mean(axis=0, dtype=np.float64)
    scale = max((X.max(axis=0) - mean).max(), (mean - X.min(axis=0)).max())
    if not (np.isfinite(scale) and scale > 0):
        return None, None, None
    Z = np.concatenate([((part - mean) / scale).astype(FLOAT) for part in blocks(X)])
    n_terms = X.shape[1] + 8
    norms = np.einsum("ij,ij->i", X, X, dtype=np.float64) / scale**2
    slack = 8 * n_terms * np.finfo(np.float64).eps * norms + 1e-30  # and whatever underflows
    return Z, slack.astype(FLOAT), FLOAT(2 * n_terms * np.finfo(FLOAT).eps)


def fill_left(out, Z, norms):
    """Rows ``[z, |z|², 1]``: times transposed `fill_right`, all squared distances at once."""
    out[:, :-2], out[:, -2], out[:, -1] = Z, norms, 1


def fill_right(out, Z, norms):
    """Rows ``[-2z, 1, |z|²]``."""
    out[:, :-2], out[:, -2], out[:, -1] = -2 * Z, 1, norms


def nearest_centre(Z, centres, map_blocks=map):
    """Index of the nearest centre of each row."""
    half_norms = 0.5 * np.einsum("ij,ij->i", centres, centres)
    transposed = centres.T.copy()

    def nearest(part):
        score = part @ transposed
        score -= half_norms
        return score.argmax(axis=1)

    return np.concatenate(list(map_blocks(nearest, blocks(Z, THIN))))


def k_means(Z, n_cells, min_rows, rng, map_blocks=map):
    """Split rows into about `n_cells` cells: a few rounds on a sample, then one look at all.

    Returns a list of index arrays. Cells of fewer than `min_rows` rows are shared out.
    """
    if n_cells == 1:
        return [np.arange(len(Z))]
    sample = Z.take(rng.choice(len(Z), min(len(Z), 32 * n_cells), replace=False), axis=0)
    centres = sample[:n_cells]
    for _ in range(3):
        label = nearest_centre(sample, centres)
        order, size = np.argsort(label, kind="stable"), np.bincount(label)
        start = (np.cumsum(size) - size)[size > 0]
        centres = np.add.reduceat(sample.take(order, axis=0), start) / size[size > 0, None].astype(
            FLOAT
        )
    label = nearest_centre(Z, centres, map_blocks)
    size = np.bincount(label, minlength=len(centres))
    few, large = size[label] < min_rows, np.flatnonzero(size >= min_rows)
    if few.any() and len(large):
        label[few] = large[nearest_centre(Z[few], centres[large])]
    order = np.argsort(label, kind="stable")
    return [cell for cell in np.split(order, np.cumsum(np.bincount(label))[:-1]) if len(cell)]


def along_main_axis(Z):
    """Order of the rows along the direction in which they spread most (one power iteration)."""
    gap = Z - Z.sum(axis=0) / FLOAT(len(Z))
    farthest = gap[np.einsum("ij,ij->i", gap, gap).argmax()]
    return (gap @ ((gap @ farthest) @ gap)).argsort()


def cut(start, n_parts):
    """Return where runs of rows start, once each is cut into at most `n_parts` parts.

    Examples
    --------
    >>> cut(np.array([0, 4, 5]), 2)
    array([0, 2, 4, 5])
    """
    part = np.arange(n_parts) * np.diff(start)[:, None] // n_parts
    return np.unique(np.r_[(start[:-1, None] + part).ravel(), start[-1]])


class Balls:
    """Runs of consecutive rows, each inside a ball."""

    def __init__(self, Z, norms, margin, start):
        self.start, sizes = start, np.diff(start)
        centres = np.add.reduceat(Z, start[:-1]) / sizes.astype(FLOAT)[:, None]
        centre_norms = np.einsum("ij,ij->i", centres, centres)
        gap = Z - np.repeat(centres, sizes, axis=0)
        upper = np.einsum("ij,ij->i", gap, gap)
        upper += margin * (norms + np.repeat(centre_norms, sizes))
        self.radius = np.sqrt(np.maximum.reduceat(upper, start[:-1])) * FLOAT(1 + SLACK)
        self.factor = np.empty((len(sizes), Z.shape[1] + 2), FLOAT, order="F")
        fill_right(self.factor, centres, centre_norms * (1 - margin))

    @classmethod
    def join(cls, balls):
        """Put several together; where their runs start is left out."""
        joined = cls.__new__(cls)
        joined.radius = np.concatenate([ball.radius for ball in balls])
        joined.factor = np.asfortranarray(np.concatenate([ball.factor for ball in balls]))
        return joined

    def near(self, left, reach, own_reach, which=slice(None)):
        """Which rows lie within their reach, or that of the balls, of some balls.

        Returns a matrix, one line per ball.
        """
        factor, radius, own_reach = self.factor[which], self.radius[which, None], own_reach[:, None]
        parts = []
        for part, part_reach in zip(blocks(left, THIN), blocks(reach, THIN), strict=True):
            gap = factor @ part.T
            np.sqrt(gap, out=gap)
            parts.append(~(gap > np.maximum(part_reach, own_reach) + radius))
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)
