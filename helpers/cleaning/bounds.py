"""Bounds that show, without a search, that a row's nearest neighbours are of its own class.

Most rows lie deep inside their own class. Two cheap bounds find them:

- from above: the k-th own row *of its own cell* (about 128 rows, by k-means) lies within ``upper``;
- from below: of a cell of another class with centre ``c`` and radius ``R``, each row lies at least
  ``d(x, c) - R`` away (the triangle inequality [2]_), so most cells are ruled out unseen.

A row with no foreign row within ``upper`` is settled; the others are open. Random choices (the
cells) alter how many are open, and so the time, but a settled row is settled for certain.

Steps: `k_means` splits each class into groups and these into cells; `ClassRows.bound_from_above`
and `ClassRows.bound_from_below` look at all rows by cells; the few rows left open are looked at
again with the larger groups. A row of one class and one of another are compared only if one
lies within the reach of the other, and one product then serves both.

Rounding
    The bounds are computed in single precision on centred data. A squared distance
    ``|x|² - 2xy + |y|²`` of ``d`` features is off by less than ``(d + 8) eps (|x|² + |y|²)``
    [1]_, so twice that is added to every upper and taken from every lower bound. What
    scikit-learn's own rounding can amount to is added as well. Inside the margin a row is open.

References
----------
.. [1] N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., 2002, section 3.1.
.. [2] C. Elkan, "Using the triangle inequality to accelerate k-means", ICML 2003.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import combinations, permutations
from threading import Lock

import numpy as np
from joblib import effective_n_jobs
from threadpoolctl import threadpool_limits

CELL_ROWS = 128  # aim for the size of a cell
BLOCK_ROWS = 4_096  # rows handled in one matrix product: it stays in the processor's cache
FEW_OPEN = 0.2  # share of open rows up to which a second, closer look at them pays
MOSTLY_OPEN = 0.75  # share of open rows from which a group is given up
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
    sample = Z.take(rng.choice(len(Z), min(len(Z), 64 * n_cells), replace=False), axis=0)
    centres = sample[:n_cells]
    for _ in range(4):
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


class Balls:
    """Runs of consecutive rows, each inside a ball: centre, radius, first row."""

    def __init__(self, Z, norms, margin, sizes):
        self.start = np.r_[0, np.cumsum(sizes)]
        centres = np.add.reduceat(Z, self.start[:-1]) / np.array(sizes, FLOAT)[:, None]
        centre_norms = np.einsum("ij,ij->i", centres, centres)
        gap = Z - np.repeat(centres, sizes, axis=0)
        upper = np.einsum("ij,ij->i", gap, gap)
        upper += margin * (norms + np.repeat(centre_norms, sizes))
        self.radius = np.sqrt(np.maximum.reduceat(upper, self.start[:-1])) * (1 + SLACK)
        self.centre_factor = right_factor(centres, centre_norms * (1 - margin))


class ClassRows:
    """The rows of one class, group by group and cell by cell, with the two bounds of each row.

    Attributes
    ----------
    rows : ndarray of shape (n,)
        Their places in the whole data.
    upper : ndarray of shape (n,)
        Squared radius within which the `k` nearest own rows surely lie.
    lower : ndarray of shape (n,)
        Squared distance below which no row of another class has been found.
    wanted : ndarray of shape (n,)
        Whether a bound is asked for.
    """

    def __init__(self, rows, Z, slack, margin, k, wanted, pool):
        min_rows = 2 * (k + 1)
        n_groups = max(1, round(np.sqrt(len(rows) / CELL_ROWS)))
        groups = k_means(
            Z.take(rows, axis=0), n_groups, min_rows, np.random.default_rng(0), pool.map
        )

        def split(group):
            n_cells = max(1, round(len(group) / max(CELL_ROWS, 4 * min_rows)))
            cells = k_means(
                Z.take(rows[group], axis=0), n_cells, min_rows, np.random.default_rng(1)
            )
            return [group[cell] for cell in cells]

        cells = [cell for part in pool.map(split, groups) for cell in part]
        self.rows = rows[np.concatenate(cells)]
        self.Z, self.slack = Z.take(self.rows, axis=0), slack[self.rows]
        self.margin, self.k = margin, k
        self.norms = np.einsum("ij,ij->i", self.Z, self.Z, dtype=np.float64).astype(FLOAT)
        self.lower_left = left_factor(self.Z, self.norms * (1 - margin))
        sizes = [len(cell) for cell in cells], [len(group) for group in groups]
        self.cells, self.groups = pool.map(partial(Balls, self.Z, self.norms, margin), sizes)
        self.first_cell = np.searchsorted(self.cells.start, self.groups.start)
        self.upper = np.full(len(rows), np.inf, FLOAT)
        self.lower = np.full(len(rows), np.inf, FLOAT)
        self.wanted = np.full(len(rows), wanted)
        self.lock = Lock()

    def open(self, rows=slice(None)):
        """Rows asked for whose bounds do not settle them (a comparison with NaN settles none)."""
        return self.wanted[rows] & ~(self.lower[rows] > self.upper[rows])

    def reach(self, rows=slice(None)):
        """How far to look for foreign rows; nowhere if it is not, or no longer, of interest."""
        useful = self.wanted[rows] & (self.lower[rows] > self.upper[rows])
        return np.where(useful, np.sqrt(self.upper[rows]) * FLOAT(1 + SLACK), -FLOAT(np.inf))

    def reach_of(self, balls, first, last):
        """Farthest reach in each of the balls `first` to `last` (not included)."""
        start = balls.start[first : last + 1]
        return np.maximum.reduceat(self.reach(slice(start[0], start[-1])), start[:-1] - start[0])

    def bound_from_above(self, balls, todo, pool):
        """Distance to the k-th own row among the rows of the same ball."""
        norms = self.norms * (1 + self.margin)
        left, right = left_factor(self.Z, norms), right_factor(self.Z, norms)

        def visit(start, stop):
            which = start + np.flatnonzero(todo[start:stop])
            for rows in np.array_split(which, 1 + len(which) // 1024):
                square = left.take(rows, axis=0) @ right[start:stop].T
                square.partition(self.k, axis=1)  # itself and k others
                self.upper[rows] = square[:, self.k] * (1 + SLACK) + self.slack[rows]

        large = np.flatnonzero(np.diff(balls.start) > self.k)
        list(pool.map(visit, balls.start[large], balls.start[large + 1]))

    def bound_from_below(self, other, todo, both, pool):
        """Lower the rows `todo` of `other` to their distance to this class, and back if `both`.

        Pairs of rows that lie outside each other's reach may be left out.
        """

        def near(rows, balls, which, own_reach):
            gap = balls.centre_factor[which] @ other.lower_left.take(rows, axis=0).T
            np.sqrt(gap, out=gap)
            gap -= balls.radius[which, None]
            return ~((gap > other.reach(rows)) & (gap > own_reach))

        starts = self.groups.start[:-1]
        group_reach = self.reach_of(self.groups, 0, len(starts))[:, None] if both else -np.inf

        def near_groups(rows):
            return near(rows, self.groups, slice(None), group_reach)

        near_group = np.concatenate(list(pool.map(near_groups, blocks(todo))), axis=1)
        right = right_factor(self.Z, self.norms * (1 - self.margin))

        def visit(group):
            first, last = self.first_cell[group : group + 2]
            everyone = slice(*self.groups.start[group : group + 2])
            for rows in np.array_split(todo[near_group[group]], 8):
                if both and self.open(everyone).mean() > MOSTLY_OPEN:
                    self.lower[everyone] = -np.inf  # finding the others would take too long
                own_reach = self.reach_of(self.cells, first, last)[:, None] if both else -np.inf
                cells = self.cells, slice(first, last), own_reach
                near_cell = np.concatenate([near(block, *cells) for block in blocks(rows)], axis=1)
                for cell in first + np.flatnonzero(near_cell.any(axis=1)):
                    own = slice(*self.cells.start[cell : cell + 2])
                    foreign = rows[near_cell[cell - first]]
                    square = right[own] @ other.lower_left.take(foreign, axis=0).T
                    np.minimum(self.lower[own], square.min(axis=1), out=self.lower[own])
                    with other.lock:
                        other.lower[foreign] = np.minimum(other.lower[foreign], square.min(axis=0))

        list(pool.map(visit, range(len(starts))))


def unsettled(X, y, k, targets=None, n_jobs=None):
    """Rows of which it is not certain that their nearest `k` other rows are of their own class.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    y : ndarray of shape (n_samples,)
    k : int
    targets : collection of labels, default=None
        The classes asked for; all of them by default. Rows of the others are never returned.
    n_jobs : int, default=None
        Threads; by default as many as there are cores.

    Returns
    -------
    ndarray of shape (n_samples,), bool

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[0.0], [0.1], [0.2], [5.0], [5.1], [9.0]])
    >>> unsettled(X, np.array([0, 0, 0, 1, 1, 0]), k=1)
    array([False, False, False, False, False,  True])
    """
    targets = np.unique(y) if targets is None else list(targets)
    n_threads = effective_n_jobs(-1 if n_jobs is None else n_jobs)
    with (
        np.errstate(all="ignore"),
        threadpool_limits(1, "blas"),
        ThreadPoolExecutor(n_threads, initializer=np.seterr, initargs=("ignore",)) as pool,
    ):
        Z, slack, margin = rescale(X)
        if Z is None:
            return np.isin(y, targets)
        classes = [
            ClassRows(np.flatnonzero(y == c), Z, slack, margin, k, c in targets, pool)
            for c in np.unique(y)
        ]
        for c in classes:
            c.bound_from_above(c.cells, c.wanted, pool)
        classes.sort(key=lambda c: c.cells.radius.mean(), reverse=True)
        for coarse, fine in combinations(classes, 2):
            fine.bound_from_below(coarse, np.arange(len(coarse.rows)), True, pool)
        todo = [c.open() for c in classes]
        if sum(map(np.sum, todo)) < FEW_OPEN * len(X):  # look at these more closely
            for c, rows in zip(classes, todo, strict=True):
                c.lower[rows], c.wanted[~rows] = np.inf, False
                c.bound_from_above(c.groups, rows, pool)
            for a, b in permutations(classes, 2):
                a.bound_from_below(b, np.flatnonzero(b.wanted), False, pool)
    result = np.zeros(len(X), bool)
    for c in classes:
        result[c.rows] = c.open()
    return result
