"""Bounds that show, without a search, that a row's nearest neighbours are of its own class.

Most rows lie deep inside their own class. Two cheap bounds find them:

- from above: the k-th own row *of its own cell* (about 128 rows, by k-means) lies within ``upper``;
- from below: of a cell of another class with centre ``c`` and radius ``R``, each row lies at least
  ``d(x, c) - R`` away (the triangle inequality [2]_), so most cells are ruled out unseen.

A row with no foreign row within ``upper`` is settled; the others are open. Random choices (the
cells) alter how many are open, and so the time, but a settled row is settled for certain.

Steps: `k_means` splits each class into groups and these into cells; `Rows.bound_from_above` and
`Rows.bound_from_below` look at all rows by cells; the few rows left open are looked at again with
the larger groups. A row of one class and one of another are compared only if one lies within the
reach of the other, and one product then serves both.

Three things save work. Each cell is sorted along its longest axis and cut into `SLICES`, for SMOTE
puts rows on lines: most rows near a cell are near none of its slices. The k-th own row is looked
for among the minima of `STRIDE` interleaved parts of a cell, not among all its rows. And a class is
compared with all coarser classes at once, so that many small classes cost little.

Where classes overlap, or features are many, nearly all rows stay open and the bounds are paid for
nothing. So a few rows are looked up first (`hopeless`), and where they say so, all are left open.

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
from threading import Lock

import numpy as np
from joblib import effective_n_jobs
from threadpoolctl import threadpool_limits

from helpers.cleaning.cells import (
    FLOAT,
    SLACK,
    Balls,
    along_main_axis,
    blocks,
    k_means,
    left_factor,
    rescale,
    right_factor,
)

CELL_ROWS = 128  # aim for the size of a cell
SLICES = 8  # small balls in each cell
STRIDE = (
    16  # interleaved parts of a cell, each represented by its row nearest to the row in question
)
PIECE_ROWS = 32_768  # rows compared with a group before it is asked whether to go on
PROBE_ROWS = 64  # rows looked up to see whether the bounds can pay
PROBE_PAIRS = 2_000_000  # fewer of them where there are many rows to compare them with
HOPELESS = 0.4  # share of rows left open from which they cannot, ...
SOME_OPEN = 0.05  # ... if this share is open whatever the bounds
LOOSE = 1.1  # a bound from above is about this much (in distance) too large
FEW_OPEN = 0.2  # share of open rows up to which a second, closer look at them pays
MOSTLY_OPEN = 0.75  # share of open rows from which a group is given up


class Rows:
    """All rows, class by class, group by group and cell by cell, with the two bounds of each row.

    Attributes
    ----------
    rows : ndarray of shape (n,)
        Their places in the data.
    upper : ndarray of shape (n,)
        Squared radius within which the `k` nearest own rows surely lie.
    lower : ndarray of shape (n,)
        Squared distance below which no row of another class has been found.
    wanted : ndarray of shape (n,)
        Whether a bound is asked for.
    """

    def __init__(self, Z, slack, margin, codes, k, wanted, pool):
        min_rows = 2 * (k + 1)
        groups, n_groups = [], []
        by_class = np.argsort(codes, kind="stable")
        for rows in np.split(by_class, np.cumsum(np.bincount(codes))[:-1]):
            n_cells = max(1, round(np.sqrt(len(rows) / CELL_ROWS)))
            rng = np.random.default_rng(0)
            parts = k_means(Z.take(rows, axis=0), n_cells, min_rows, rng, pool.map)
            groups += [rows[part] for part in parts]
            n_groups.append(len(parts))

        def split(group):
            own, rng = Z.take(group, axis=0), np.random.default_rng(1)
            n_cells = max(1, round(len(group) / max(CELL_ROWS, 4 * min_rows)))
            cells = k_means(own, n_cells, min_rows, rng)
            centres = np.array([own.take(cell, axis=0).mean(axis=0) for cell in cells])
            bundles = k_means(centres, max(1, round(np.sqrt(len(cells)))), 1, rng)
            return [
                [group[cells[c][along_main_axis(own.take(cells[c], axis=0))]] for c in bundle]
                for bundle in bundles
            ]

        split_groups = list(pool.map(split, groups))
        bundles = [bundle for group in split_groups for bundle in group]
        cells = [cell for bundle in bundles for cell in bundle]
        self.rows = np.concatenate(cells)
        self.codes, self.slack, self.wanted = (a[self.rows] for a in (codes, slack, wanted))
        self.margin, self.k = margin, k
        Z = Z.take(self.rows, axis=0)
        self.norms = np.einsum("ij,ij->i", Z, Z, dtype=np.float64).astype(FLOAT)
        self.left = left_factor(Z, self.norms * (1 - margin))
        self.right = right_factor(Z, self.norms * (1 - margin))
        self.first_group = np.r_[0, np.cumsum(n_groups)]
        self.first_bundle = np.r_[0, np.cumsum([len(group) for group in split_groups])]
        self.first_cell = np.r_[0, np.cumsum([len(bundle) for bundle in bundles])]
        start = np.r_[0, np.cumsum([len(cell) for cell in cells])]
        part = np.arange(SLICES) * np.diff(start)[:, None] // SLICES
        slices = np.unique(np.r_[(start[:-1, None] + part).ravel(), len(Z)])
        self.first_slice = np.searchsorted(slices, start)
        of_bundles = start[self.first_cell]
        self.groups, self.bundles, self.cells, self.slices = (
            Balls(Z, self.norms, margin, first, pool.map)
            for first in (of_bundles[self.first_bundle], of_bundles, start, slices)
        )
        self.upper, self.lower = np.full((2, len(Z)), np.inf, FLOAT)
        self.lock = Lock()

    def open(self, rows=slice(None)):
        """Rows asked for whose bounds do not settle them (a comparison with NaN settles none)."""
        return self.wanted[rows] & ~(self.lower[rows] > self.upper[rows])

    def reach(self, rows):
        """How far to look for foreign rows; nowhere if it is not, or no longer, of interest."""
        useful = self.wanted[rows] & (self.lower[rows] > self.upper[rows])
        return np.where(useful, np.sqrt(self.upper[rows]) * FLOAT(1 + SLACK), -FLOAT(np.inf))

    def reach_of(self, balls, first, last, of_interest):
        """Farthest reach in each of the balls `first` to `last` (not included)."""
        if not of_interest:
            return np.full(last - first, -np.inf, FLOAT)
        start = balls.start[first : last + 1]
        return np.maximum.reduceat(self.reach(slice(start[0], start[-1])), start[:-1] - start[0])

    def bound_from_above(self, balls, todo, pool):
        """Distance to the k-th own row, or one a little farther, among the rows of the same ball.

        In a cell, the k + 1 smallest of the `STRIDE` minima belong to as many rows.
        """
        parts = STRIDE if balls is self.cells and self.k < STRIDE // 2 else 0

        def visit(start, stop):
            which = start + np.flatnonzero(todo[start:stop])
            n = (stop - start) // parts if parts else 0
            for rows in np.array_split(which, 1 + len(which) // 1024):
                if n >= 4:
                    square = self.right[start : start + n * parts] @ self.left.take(rows, axis=0).T
                    square = square.reshape(n, parts, -1).min(axis=0).T.copy()
                else:
                    square = self.left.take(rows, axis=0) @ self.right[start:stop].T
                square.partition(self.k, axis=1)  # itself and k others
                rounding = 2 * self.margin * (self.norms[rows] + self.norms[start:stop].max())
                upper = np.maximum(square[:, self.k] + rounding, 0)
                self.upper[rows] = upper * (1 + SLACK) + self.slack[rows]

        large = np.diff(balls.start) > self.k
        large = np.flatnonzero(large & np.logical_or.reduceat(todo, balls.start[:-1]))
        jobs = np.array_split(large, 1 + len(large) // 16)  # not too small for a thread
        list(pool.map(lambda job: [visit(*balls.start[ball : ball + 2]) for ball in job], jobs))

    def near(self, balls, first, last, left, reach, own_reach):
        """Which rows lie within their reach, or that of the balls, of some balls.

        Returns a matrix, one line per ball from `first` to `last` (not included).
        """
        gap = balls.centre_factor[first:last] @ left.T
        np.sqrt(gap, out=gap)
        gap -= balls.radius[first:last, None]
        return ~((gap > reach) & (gap > own_reach))

    def compare(self, own, left, farthest):
        """Squared distances of other rows to the nearest of the rows `own`, and back.

        The way back is taken only by rows within `farthest` of one of `own`: few.
        """
        square = self.right[own] @ left.T
        nearest = square.min(axis=0)
        near = np.flatnonzero(~(nearest > farthest * farthest)) if farthest >= 0 else ()
        if len(near):
            lowest = square.take(near, axis=1).min(axis=1)
            np.minimum(self.lower[own], lowest, out=self.lower[own])
        return nearest

    def compare_with_group(self, group, left, reach, both):
        """Squared distances of some rows to the nearest of a group, as far as they matter."""
        lower = np.full(len(left), np.inf, FLOAT)
        first, last = self.first_bundle[group : group + 2]
        own_reach = self.reach_of(self.bundles, first, last, both)
        near_bundle = self.near(self.bundles, first, last, left, reach, own_reach[:, None])
        for bundle in np.flatnonzero(near_bundle.any(axis=1)):
            m = near_bundle[bundle].nonzero()[0]
            left_m, reach_m = left.take(m, axis=0), reach[m]
            start, stop = self.first_cell[first + bundle :][:2]
            own_reach = self.reach_of(self.cells, start, stop, both)
            near_cell = self.near(self.cells, start, stop, left_m, reach_m, own_reach[:, None])
            for cell in near_cell.any(axis=1).nonzero()[0]:
                c = near_cell[cell].nonzero()[0]
                left_c, slices = left_m.take(c, axis=0), self.first_slice[start + cell :][:2]
                hit = self.near(self.slices, *slices, left_c, reach_m[c], own_reach[cell])
                n = hit.any(axis=0).nonzero()[0]
                if len(n):
                    own = slice(*self.cells.start[start + cell :][:2])
                    square = self.compare(own, left_c.take(n, axis=0), own_reach[cell])
                    at = m[c[n]]
                    lower[at] = np.minimum(lower[at], square)
        return lower

    def bound_from_below(self, code, todo, both, pool):
        """Lower the bounds of the rows `todo` to their distance to one class, and back if `both`.

        Pairs of rows that lie outside each other's reach may be left out.
        """
        first, last = self.first_group[code : code + 2]
        own_reach = self.reach_of(self.groups, first, last, both)[:, None]

        def near_groups(rows):
            left = self.left.take(rows, axis=0)
            return self.near(self.groups, first, last, left, self.reach(rows), own_reach)

        near_group = np.concatenate(list(pool.map(near_groups, blocks(todo))), axis=1)

        def visit(group):
            everyone = slice(*self.groups.start[group : group + 2])
            rows_near = todo[near_group[group - first]]
            for rows in np.array_split(rows_near, 1 + len(rows_near) // PIECE_ROWS):
                if both and self.open(everyone).mean() > MOSTLY_OPEN:
                    self.lower[everyone] = -np.inf  # finding the others would take too long
                left = self.left.take(rows, axis=0)
                lower = self.compare_with_group(group, left, self.reach(rows), both)
                with self.lock:
                    self.lower[rows] = np.minimum(self.lower[rows], lower)

        list(pool.map(visit, range(first, last)))


def hopeless(Z, codes, k, wanted):
    """Whether many of a few rows lie so near to another class that no bound will settle them."""
    which = np.flatnonzero(wanted)
    n_rows = min(len(which), max(PROBE_ROWS // 4, min(PROBE_ROWS, PROBE_PAIRS // len(Z))))
    which = np.random.default_rng(0).choice(which, n_rows, replace=False)
    norms = np.einsum("ij,ij->i", Z, Z)
    square = left_factor(Z[which], norms[which]) @ right_factor(Z, norms).T
    own = codes == codes[which, None]
    foreign = np.where(own, np.inf, square).min(axis=1)
    own_nearer = [((square <= foreign[:, None] / f**2) & own).sum(axis=1) for f in (1, LOOSE)]
    open_for_certain, left_open = (np.mean(number <= k) for number in own_nearer)
    return open_for_certain > SOME_OPEN and left_open > HOPELESS


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
    labels, codes = np.unique(y, return_inverse=True)
    wanted = np.full(len(X), True) if targets is None else np.isin(y, list(targets))
    n_threads = effective_n_jobs(-1 if n_jobs is None else n_jobs)
    with (
        np.errstate(all="ignore"),
        threadpool_limits(1, "blas"),
        ThreadPoolExecutor(n_threads, initializer=np.seterr, initargs=("ignore",)) as pool,
    ):
        Z, slack, margin = rescale(X)
        if Z is None or not wanted.any() or hopeless(Z, codes, k, wanted):
            return wanted
        rows = Rows(Z, slack, margin, codes, k, wanted, pool)
        rows.bound_from_above(rows.cells, rows.wanted, pool)
        first = rows.first_cell[rows.first_bundle[rows.first_group]]
        coarse = np.add.reduceat(rows.cells.radius, first[:-1]) / np.diff(first)
        order = np.argsort(-coarse, kind="stable")
        rank = np.argsort(order)[rows.codes]
        for n, code in enumerate(order[1:], start=1):
            rows.bound_from_below(code, np.flatnonzero(rank < n), True, pool)
        todo = rows.open()
        if todo.sum() < FEW_OPEN * len(X):  # look at these more closely
            rows.lower[todo], rows.wanted = np.inf, todo
            rows.bound_from_above(rows.groups, todo, pool)
            for code in range(len(labels)):
                others = np.flatnonzero(rows.wanted & (rows.codes != code))
                rows.bound_from_below(code, others, False, pool)
    result = np.zeros(len(X), bool)
    result[rows.rows] = rows.open()
    return result
