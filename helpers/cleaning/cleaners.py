"""Tomek links and edited nearest neighbours: the same rows, most of the search skipped.

imbalanced-learn looks up the nearest neighbours of every row among all rows. Yet a row whose ``k``
nearest other rows are all of its own class is kept by edited nearest neighbours and is in no Tomek
link. `helpers.cleaning.bounds` finds nearly all such rows without a search. Only the others are
given to the very neighbours call that imbalanced-learn makes.

Ties
    Where rows of different classes lie equally far (duplicates, grids), the answer of
    imbalanced-learn depends on the order of the rows. The rule here: a tie goes to the row that
    scikit-learn's search over the rows *in the order given* returns, as in imbalanced-learn.
"""

import os
from numbers import Integral

import numpy as np
from imblearn.under_sampling import EditedNearestNeighbours, TomekLinks
from scipy.stats import mode
from sklearn.neighbors import NearestNeighbors
from sklearn.utils import _safe_indexing

from helpers.cleaning.bounds import unsettled

MIN_ROWS = 4_000  # below this imbalanced-learn's own search is as quick


def scikit_neighbours(nn, X, rows, asked, matters):
    """Columns 1, 2, … of ``nn.kneighbors(X[asked])`` for `rows`, some of the `asked`.

    scikit-learn searches for a few rows in another order than for many, which shows where rows
    are equally far. Where that can matter, the call is as imbalanced-learn makes it, or as large
    as is needed for the same order. `matters` takes `rows` and their neighbours, and returns
    what of each neighbour matters.
    """
    many = 4 * 256 * (os.cpu_count() + 1)  # from here on it goes row by row
    if len(rows) >= min(many, len(asked)):
        return nn.kneighbors(X[rows], return_distance=False)[:, 1:]
    k = nn.n_neighbors
    distance, index = nn.kneighbors(X[rows], max(k, min(k + 5, len(X))))
    square = np.square(distance, dtype=np.float64)
    norms = np.einsum("ij,ij->i", X[rows], X[rows], dtype=np.float64)[:, None]
    rounding = 16 * (X.shape[1] + 8) * np.finfo(np.float64).eps * (norms + square[:, 1:])
    equal = ~(np.diff(square, axis=1) > rounding)
    what = matters(rows, index)
    differ = what[:, 1:] != what[:, :-1]
    differ[:, -1] = True  # who else is as far is not known
    tied = np.flatnonzero((equal & differ).any(axis=1))
    if len(tied):
        whole = len(asked) <= many
        batch = asked if whole else np.resize(rows[tied], many)
        place = np.searchsorted(asked, rows[tied]) if whole else slice(len(tied))
        index[tied, :k] = nn.kneighbors(X[batch], return_distance=False)[place]
    return index[:, 1:k]


def has_fast_path(X):
    """Whether the bounds apply, and there are enough rows for them to pay."""
    return isinstance(X, np.ndarray) and X.dtype in (np.float32, np.float64) and len(X) >= MIN_ROWS


class FastEditedNearestNeighbours(EditedNearestNeighbours):
    """`EditedNearestNeighbours` that returns the same rows and skips most of the search.

    Parameters and attributes are those of `imblearn.under_sampling.EditedNearestNeighbours`.
    Sparse or integer data, a neighbours object as `n_neighbors`, and small data take
    imbalanced-learn's own path. With ``n_jobs=None`` all cores are used, as scikit-learn does.

    Examples
    --------
    >>> from imblearn.combine import SMOTEENN
    >>> from sklearn.datasets import make_classification
    >>> X, y = make_classification(5_000, weights=[0.95], random_state=0)
    >>> enn = FastEditedNearestNeighbours(sampling_strategy="all")
    >>> X_res, y_res = SMOTEENN(enn=enn, random_state=0).fit_resample(X, y)
    >>> bool((y_res == SMOTEENN(random_state=0).fit_resample(X, y)[1]).all())
    True
    """

    def _fit_resample(self, X, y):
        if not (has_fast_path(X) and isinstance(self.n_neighbors, Integral)):
            return super()._fit_resample(X, y)
        self._validate_estimator()
        self.nn_.fit(X)
        keep = ~unsettled(X, y, self.n_neighbors, self.sampling_strategy_, self.n_jobs)
        codes = np.unique(y, return_inverse=True)[1]  # `mode` wants numbers
        for c in range(codes.max() + 1):
            own = np.flatnonzero(codes == c)
            rows = own[~keep[own]]
            if not len(rows):
                continue
            labels = codes[scikit_neighbours(self.nn_, X, rows, own, lambda _, index: codes[index])]
            if self.kind_sel == "mode":
                keep[rows] = mode(labels, axis=1).mode == c
            else:
                keep[rows] = (labels == c).all(axis=1)
        in_class_order = np.argsort(codes, kind="stable")
        self.sample_indices_ = in_class_order[keep[in_class_order]]
        return _safe_indexing(X, self.sample_indices_), _safe_indexing(y, self.sample_indices_)


class FastTomekLinks(TomekLinks):
    """`TomekLinks` that returns the same rows and skips most of the search.

    Parameters and attributes are those of `imblearn.under_sampling.TomekLinks`. Sparse, integer
    and small data take imbalanced-learn's own path. With ``n_jobs=None`` all cores are used, as
    scikit-learn does.

    Examples
    --------
    >>> from imblearn.combine import SMOTETomek
    >>> from sklearn.datasets import make_classification
    >>> X, y = make_classification(5_000, weights=[0.95], random_state=0)
    >>> tomek = FastTomekLinks(sampling_strategy="all")
    >>> X_res, y_res = SMOTETomek(tomek=tomek, random_state=0).fit_resample(X, y)
    >>> bool((y_res == SMOTETomek(random_state=0).fit_resample(X, y)[1]).all())
    True
    """

    def _fit_resample(self, X, y):
        if not has_fast_path(X):
            return super()._fit_resample(X, y)
        everyone = np.arange(len(X))
        nearest = everyone.copy()  # a settled row's neighbour is of its own class: never a link
        rows = np.flatnonzero(unsettled(X, y, 1, n_jobs=self.n_jobs))

        def partner(rows, index):  # -1 for a row of its own class
            return np.where(y[index] == y[rows, None], -1, index)

        if len(rows):
            nn = NearestNeighbors(n_neighbors=2, n_jobs=self.n_jobs).fit(X)
            nearest[rows] = scikit_neighbours(nn, X, rows, everyone, partner)[:, 0]
        linked = (y[nearest] != y) & (nearest[nearest] == everyone)
        linked &= np.isin(y, list(self.sampling_strategy_))
        self.sample_indices_ = np.flatnonzero(~linked)
        return _safe_indexing(X, self.sample_indices_), _safe_indexing(y, self.sample_indices_)
