"""Bounds that show, without a search, that a row's nearest neighbours are of its own class.

Most rows lie deep inside their own class. Two cheap bounds find them:

- from above: the k-th own row *of its own cell* (about 128 rows, by k-means) lies within ``upper``;
- from below: of a cell of another class with centre ``c`` and radius ``R``, each row lies at least
  ``d(x, c) - R`` away (the triangle inequality [2]_), so most cells are ruled out unseen.

A row with no foreign row within ``upper`` is settled; the others are open. Random choices (the
cells) alter how many are open, and so the time; a settled row is settled for certain.

Steps: `k_means` splits each class into groups and these into cells; `Rows.bound_from_above` and
`Rows.bound_from_below` look at all rows by cells; the few rows left open are looked at again with
the larger groups. Two rows of different classes are compared only if one lies within the reach of
the other, and one product then serves both. Each cell is sorted along its longest axis and cut
into `SLICES`, for SMOTE puts rows on lines: most rows near a cell are near none of its slices. A
class is compared with all coarser classes at once, so that many small classes cost little.

Where classes overlap, nearly all rows stay open and the bounds are paid for nothing. So a few rows
are looked up first (`hopeless`), and where they say so, all are left open.

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
from itertools import pairwise
from threading import Lock

import numpy as np
from joblib import effective_n_jobs

from helpers.cleaning.cells import (
    FLOAT,
    SLACK,
    WIDE,
    Balls,
    along_main_axis,
    blas,
    blocks,
    cut,
    fill_left,
    fill_right,
    k_means,
    rescale,
)

CELL_ROWS = 128  # aim for the size of a cell
SLICES = 8  # small balls in each cell
STRIDE = 16  # parts of a cell, each represented by its row nearest to the row in question
SLICES_PAY = 0.95  # share of a cell's near rows that are near a slice, from which slices do not pay
PIECE_ROWS = 32_000  # rows compared with a group before it is asked whether to go on
PROBE_ROWS = 32  # rows looked up to see whether the bounds can pay
PROBE_AMONG = 20_000  # rows among which their neighbours are looked for
HOPELESS = 0.75  # share of rows left open from which they cannot, ...
FIXED_COSTS = 10_000  # ... and a smaller share of so few rows, ...
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
        self.margin, self.k, self.min_rows = margin, k, 2 * (k + 1)
        groups, n_groups = [], []
        by_class = np.argsort(codes, kind="stable")
        for rows in np.split(by_class, np.cumsum(np.bincount(codes))[:-1]):
            n_parts = max(1, round(2 * np.sqrt(len(rows) / CELL_ROWS)))
            own, rng = Z.take(rows, axis=0), np.random.default_rng(0)
            parts = k_means(own, n_parts, self.min_rows, rng, pool.map)
            groups += [rows[part] for part in parts]
            n_groups.append(len(parts))
        self.first_group = np.r_[0, np.cumsum(n_groups)]
        self.start = np.r_[0, np.cumsum([len(group) for group in groups])]
        self.rows, self.lock = np.empty(len(Z), np.intp), Lock()
        self.left, self.right = np.empty((2, len(Z), Z.shape[1] + 2), FLOAT)
        self.norms, self.upper, self.lower = np.full((3, len(Z)), np.inf, FLOAT)

        def split(group, start, stop):
            """Order the rows of a group, and put cells, then slices, into balls."""
            own, rng = Z.take(group, axis=0), np.random.default_rng(1)
            n_cells = max(1, round(len(group) / max(CELL_ROWS, 4 * self.min_rows)))
            cells = k_means(own, n_cells, self.min_rows, rng)
            first = np.r_[0, np.cumsum([len(cell) for cell in cells])]
            order = np.concatenate([c[along_main_axis(own.take(c, axis=0))] for c in cells])
            own = own.take(order, axis=0)
            norms = np.einsum("ij,ij->i", own, own, dtype=np.float64).astype(FLOAT)
            self.rows[start:stop], self.norms[start:stop] = group[order], norms
            fill_left(self.left[start:stop], own, norms * (1 - margin))
            fill_right(self.right[start:stop], own, norms * (1 - margin))
            slices = cut(first, SLICES)
            balls = (Balls(own, norms, margin, run) for run in (first[[0, -1]], first, slices))
            return (*balls, np.searchsorted(slices, first))

        split_groups = pool.map(split, groups, self.start[:-1], self.start[1:])
        self.groups, self.cells, self.slices, self.first_slice = zip(*split_groups, strict=True)
        self.codes, self.slack, self.wanted = (a[self.rows] for a in (codes, slack, wanted))

    def open(self, rows=slice(None)):
        """Rows asked for whose bounds do not settle them (a comparison with NaN settles none)."""
        return self.wanted[rows] & ~(self.lower[rows] > self.upper[rows])

    def reach(self, rows):
        """How far to look for foreign rows; nowhere if it is not, or no longer, of interest."""
        useful = self.wanted[rows] & (self.lower[rows] > self.upper[rows])
        return np.where(useful, np.sqrt(self.upper[rows]) * FLOAT(1 + SLACK), -FLOAT(np.inf))

    def bound_from_above(self, todo, whole_groups, pool):
        """Distance to the k-th own row, or one a little farther, in the same cell or group.

        The k + 1 smallest of the minima of its parts belong to as many rows.
        """
        n_parts = STRIDE * (8 if whole_groups else 1)

        def visit(start, stop):
            which = start + np.flatnonzero(todo[start:stop])
            n = (stop - start) // n_parts
            for rows in blocks(which, 1_000):
                left = self.left.take(rows, axis=0)
                if n >= 4 and self.k < STRIDE // 2:
                    square = self.right[start : start + n * n_parts] @ left.T
                    square = square.reshape(n, n_parts, -1).min(axis=0).T.copy()
                else:
                    square = left @ self.right[start:stop].T
                square.partition(self.k, axis=1)  # itself and k others
                rounding = 2 * self.margin * (self.norms[rows] + self.norms[start:stop].max())
                upper = np.maximum(square[:, self.k] + rounding, 0)
                self.upper[rows] = upper * (1 + SLACK) + self.slack[rows]

        def visit_group(group):
            balls = self.groups[group] if whole_groups else self.cells[group]
            start = self.start[group] + balls.start
            for first, last in pairwise(start):
                if last - first > self.k:
                    visit(first, last)

        list(pool.map(visit_group, range(len(self.groups))))

    def compare_with_group(self, group, rows, both):
        """Lower the bounds of some rows to their distances to a group, and back if `both`.

        The way back is taken only by rows within the farthest reach of a cell: few.
        """
        everyone = slice(*self.start[group : group + 2])
        cells, slices, first_slice = self.cells[group], self.slices[group], self.first_slice[group]
        own_reach = np.full(len(cells.radius), -np.inf, FLOAT)
        if both:
            own_reach = np.maximum.reduceat(self.reach(everyone), cells.start[:-1])
        left, reach = self.left.take(rows, axis=0), self.reach(rows)
        nearest, slices_pay = np.full(len(rows), np.inf, FLOAT), True
        near = cells.near(left, reach, own_reach)
        for cell in np.flatnonzero(near.any(axis=1)):
            at, left_c, farthest = near[cell].nonzero()[0], left, own_reach[cell]
            if len(at) < len(left):
                left_c = left.take(at, axis=0)
            if slices_pay or 2 * len(at) < len(left):
                balls = slice(first_slice[cell], first_slice[cell + 1])
                hit = slices.near(left_c, reach[at], own_reach[cell, None], balls)
                n = hit.any(axis=0).nonzero()[0]
                slices_pay = len(n) < SLICES_PAY * len(at)
                if slices_pay:
                    at, left_c = at[n], left_c.take(n, axis=0)
            own = slice(*(everyone.start + cells.start[cell : cell + 2]))
            for at_n, left_n in zip(blocks(at, WIDE), blocks(left_c, WIDE), strict=True):
                square = self.right[own] @ left_n.T
                lowest = square.min(axis=0)
                nearest[at_n] = np.minimum(nearest[at_n], lowest)
                back = () if farthest < 0 else (~(lowest > farthest * farthest)).nonzero()[0]
                if len(back):
                    few = 2 * len(back) < len(lowest)
                    found = (square.take(back, axis=1) if few else square).min(axis=1)
                    np.minimum(self.lower[own], found, out=self.lower[own])
        with self.lock:
            self.lower[rows] = np.minimum(self.lower[rows], nearest)

    def bound_from_below(self, code, todo, both, pool):
        """Lower the bounds of the rows `todo` to their distance to one class, and back if `both`.

        Pairs of rows that lie outside each other's reach may be left out.
        """
        if not len(todo):
            return
        first, last = self.first_group[code : code + 2]
        start = self.start[first : last + 1]
        own_reach = np.full(last - first, -np.inf, FLOAT)
        if both:
            own_reach = self.reach(slice(start[0], start[-1]))
            own_reach = np.maximum.reduceat(own_reach, start[:-1] - start[0])
        balls = Balls.join(self.groups[first:last])

        def near_groups(rows):
            return balls.near(self.left.take(rows, axis=0), self.reach(rows), own_reach)

        near_group = np.concatenate(list(pool.map(near_groups, blocks(todo))), axis=1)

        def visit(group):
            everyone = slice(*self.start[group : group + 2])
            rows_near = todo[near_group[group - first]]
            for rows in blocks(rows_near, PIECE_ROWS):
                if both and self.open(everyone).mean() > MOSTLY_OPEN:
                    self.lower[everyone] = -np.inf  # finding the others would take too long
                self.compare_with_group(group, rows, both)

        list(pool.map(visit, range(first, last)))


def hopeless(Z, codes, k, wanted):
    """Whether many of a few rows lie so near to another class that no bound will settle them."""
    limit = HOPELESS ** (1 + FIXED_COSTS / max(len(Z), FIXED_COSTS / 2))
    rng = np.random.default_rng(0)
    if len(Z) > PROBE_AMONG:
        some = rng.choice(len(Z), PROBE_AMONG, replace=False)
        Z, codes, wanted = Z[some], codes[some], wanted[some]
    which = np.flatnonzero(wanted)
    which = rng.choice(which, min(len(which), PROBE_ROWS), replace=False)
    square = Z @ (-2 * Z[which].T)
    square += np.einsum("ij,ij->i", Z, Z)[:, None]
    square += np.einsum("ij,ij->i", Z[which], Z[which])
    foreign = np.where(codes[:, None] == codes[which], np.inf, square).min(axis=0)
    own_nearer = [(square < foreign / f**2).sum(axis=0) for f in (1, LOOSE)]
    open_for_certain, left_open = ((number <= k).sum() / len(which) for number in own_nearer)
    return open_for_certain > SOME_OPEN and left_open > limit


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
        blas().limit(limits=1),
        ThreadPoolExecutor(n_threads, initializer=np.seterr, initargs=("ignore",)) as pool,
    ):
        Z, slack, margin = rescale(X)
        if Z is None or not wanted.any() or hopeless(Z, codes, k, wanted):
            return wanted
        rows = Rows(Z, slack, margin, codes, k, wanted, pool)
        rows.bound_from_above(rows.wanted, False, pool)
        radius = [cells.radius.mean() for cells in rows.cells]
        coarse = np.add.reduceat(radius, rows.first_group[:-1]) / np.diff(rows.first_group)
        order = np.argsort(-coarse, kind="stable")  # coarser classes first
        rank = np.argsort(order)[rows.codes]
        for n, code in enumerate(order[1:], start=1):
            rows.bound_from_below(code, np.flatnonzero(rank < n), True, pool)
        todo = rows.open()
        if todo.sum() < FEW_OPEN * len(X):  # look at these more closely
            rows.lower[todo], rows.wanted = np.inf, todo
            rows.bound_from_above(todo, True, pool)
            for code in range(len(labels)):
                others = np.flatnonzero(rows.wanted & (rows.codes != code))
                rows.bound_from_below(code, others, False, pool)
    result = np.zeros(len(X), bool)
    result[rows.rows] = rows.open()
    return result
