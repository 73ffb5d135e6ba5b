"""Cells and balls: nearby rows together, and how far they reach from their centre.

Rows are centred and scaled, in single precision (`rescale`); `left_factor` and `right_factor` turn
all squared distances between two sets of rows into one matrix product. `k_means` splits rows into
cells, and `Balls` measures them. A rounding margin (see `helpers.cleaning.bounds`) is included.
"""

import numpy as np

BLOCK_ROWS = 8_192  # rows handled in one matrix product: it stays in the processor's cache
FLOAT = np.float32
SLACK = 1e-5  # relative; far above the rounding of the few operations it stands for


def blocks(rows):
    """Split an array into blocks of about `BLOCK_ROWS`."""
    return np.array_split(rows, 1 + len(rows) // BLOCK_ROWS)


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


def left_factor(Z, norms):
    """Rows ``[z, |z|², 1]``: times a transposed `right_factor`, all squared distances at once."""
    return np.column_stack([Z, norms, np.ones_like(norms)])


def right_factor(Z, norms):
    """Rows ``[-2z, 1, |z|²]``."""
    return np.column_stack([-2 * Z, np.ones_like(norms), norms])


def nearest_centre(Z, centres, map_blocks=map):
    """Index of the nearest centre of each row."""
    half_norms = 0.5 * np.einsum("ij,ij->i", centres, centres)

    def nearest(part):
        return (part @ centres.T - half_norms).argmax(axis=1)

    return np.concatenate(list(map_blocks(nearest, blocks(Z))))


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
    """Order of the rows along the direction in which they spread most (two power iterations)."""
    gap = Z - Z.mean(axis=0)
    axis = gap[np.einsum("ij,ij->i", gap, gap).argmax()]
    for _ in range(2):
        axis = (gap @ axis) @ gap
        axis /= np.sqrt(axis @ axis) + FLOAT(1e-30)
    return np.argsort(gap @ axis)


class Balls:
    """Runs of consecutive rows, each inside a ball: centre, radius, first row."""

    def __init__(self, Z, norms, margin, start, map_blocks=map):
        self.start = start
        cut = np.unique(np.searchsorted(start, np.arange(0, start[-1] + BLOCK_ROWS, BLOCK_ROWS)))

        def measure(first, last):  # some thousand rows at a time: they stay in the cache
            rows, sizes = slice(start[first], start[last]), np.diff(start[first : last + 1])
            centres = np.add.reduceat(Z[rows], start[first:last] - start[first])
            centres /= sizes.astype(FLOAT)[:, None]
            centre_norms = np.einsum("ij,ij->i", centres, centres)
            gap = Z[rows] - np.repeat(centres, sizes, axis=0)
            upper = np.einsum("ij,ij->i", gap, gap)
            upper += margin * (norms[rows] + np.repeat(centre_norms, sizes))
            radius = np.maximum.reduceat(upper, start[first:last] - start[first])
            return np.sqrt(radius) * (1 + SLACK), centres, centre_norms * (1 - margin)

        cut = np.minimum(cut, len(start) - 1)
        parts = zip(*map_blocks(measure, cut[:-1], cut[1:]), strict=True)
        self.radius, centres, centre_norms = map(np.concatenate, parts)
        self.centre_factor = right_factor(centres, centre_norms)
