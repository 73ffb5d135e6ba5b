"""Tomek links and edited nearest neighbours: the same rows, most of the search skipped.

imbalanced-learn looks up the nearest neighbours of every row among all rows. Yet a row whose ``k``
nearest other rows are all of its own class is kept by edited nearest neighbours and is in no Tomek
link. `helpers.cleaning.bounds` finds nearly all such rows without a search. Only the others are
given to scikit-learn's search, as imbalanced-learn gives them.

Ties
    Where rows of different classes lie equally far (duplicates, grids), the answer of
    imbalanced-learn depends on the order of the rows, and on how scikit-learn shares out the work:
    on the number of OpenMP's threads (``OMP_NUM_THREADS``) and on scikit-learn's setting
    ``pairwise_dist_chunk_size``. The rule here: a tie goes to the row that scikit-learn's search
    over the rows *in the order given* returns in this very process, as in imbalanced-learn.
"""

from numbers import Integral

import numpy as np
from imblearn.under_sampling import EditedNearestNeighbours, TomekLinks
from scipy.stats import mode
from sklearn import get_config
from sklearn.metrics._pairwise_distances_reduction import ArgKmin
from sklearn.neighbors import NearestNeighbors
from sklearn.utils import _safe_indexing
from sklearn.utils._openmp_helpers import _openmp_effective_n_threads

from helpers.cleaning.bounds import unsettled

MIN_ROWS = 4_000  # below this imbalanced-learn's own search is as quick
MIN_CLASS_ROWS = 400  # on average; with many small classes likewise
MIN_FEATURES = 4  # below this a tree finds neighbours in next to no time
SEARCH_ALL = 0.85  # share of open rows from which the whole search is as quick
SAMPLE_TIES = 0.35  # share of open rows from which a sample of them shows how many are tied
TIE_SAMPLE = 30  # rows


def tied_rows(X, rows, distance, what, k):
    """Which `rows` have equally far neighbours of which it matters who comes first.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    rows : ndarray of shape (n,)
    distance : ndarray of shape (n, m)
        Distances of the `m` nearest rows, in order; a few more than the `k` that count.
    what : ndarray of shape (n, m)
        What matters of each of them, such as its class.
    k : int

    Returns
    -------
    ndarray
        Places in `rows`.

    Examples
    --------
    The tie for the second place matters, the tie beyond it does not.

    >>> distance = np.array([[0.0, 1.0, 1.0, 2.0], [0.0, 1.0, 2.0, 2.0]])
    >>> what = np.array([[0, 0, 1, 1], [0, 0, 0, 1]])
    >>> tied_rows(np.zeros((2, 1)), np.arange(2), distance, what, k=2)
    array([0])
    """
    square = np.square(distance, dtype=np.float64)
    norms = np.einsum("ij,ij->i", X[rows], X[rows], dtype=np.float64)[:, None]
    rounding = 16 * (X.shape[1] + 8) * np.finfo(np.float64).eps * (norms + square[:, 1:])
    equal = ~(np.diff(square, axis=1) > rounding)
    chain = equal.copy()
    chain[:, : k - 1] = True  # a tie farther out matters only if it reaches the k-th place
    equal &= np.logical_and.accumulate(chain, axis=1)
    differ = what[:, 1:] != what[:, :-1]
    differ[:, -1] = True  # who else is as far is not known
    return np.flatnonzero((equal & differ).any(axis=1))


def same_places(place, n_asked, chunk):
    """Lay some rows out so that each has the place in a chunk that it has among all.

    scikit-learn searches chunk by chunk, and a chunk's answers do not depend on the others; but
    rounding depends on a row's place in its chunk, and on the length of the (shorter) last one.

    Parameters
    ----------
    place : ndarray of shape (n,)
        Places of the rows among all that were asked for, ascending.
    n_asked, chunk : int

    Returns
    -------
    batch : ndarray
        Places to search for: `place`, and others that fill the gaps.
    position : ndarray of shape (n,)
        Where in `batch` each `place` is.

    Examples
    --------
    >>> same_places(np.array([1, 4, 5, 8]), n_asked=10, chunk=4)
    (array([4, 1, 0, 0, 0, 5, 0, 0, 8, 9]), array([1, 0, 5, 8]))
    """
    slot = place % chunk
    order = np.argsort(slot, kind="stable")
    turn = np.empty_like(place)  # the first row with this slot, the second, ...
    turn[order] = np.arange(len(place)) - np.searchsorted(slot[order], slot[order])
    last = n_asked - n_asked % chunk  # first place of the shorter chunk
    full = place < last
    n_full = chunk * (turn[full].max() + 1) if full.any() else 0
    position = np.where(full, turn * chunk + slot, n_full + slot)
    batch = np.zeros(n_full, np.intp)
    batch[position[full]] = place[full]
    if not full.all():
        batch = np.r_[batch, last:n_asked]
    return batch, position


def scikit_neighbours(nn, X, rows, asked, matters):
    """Columns 1, 2, … of ``nn.kneighbors(X[asked])`` for `rows`, some of the `asked`.

    A search with a tree goes row by row. Else scikit-learn searches for many rows in another
    order than for few, which shows where rows are equally far: where that can matter, the search
    is repeated in the order, and with the rounding, of imbalanced-learn's call. `matters` takes
    `rows` and their neighbours, and returns what of each matters.
    """
    k = nn.n_neighbors
    if nn._fit_method != "brute":
        return nn.kneighbors(X[rows], return_distance=False)[:, 1:]

    def search(rows, k, **how):
        metric, options = nn.effective_metric_, nn.effective_metric_params_
        X_rows = np.ascontiguousarray(X[rows])
        return ArgKmin.compute(X_rows, nn._fit_X, k=k, metric=metric, metric_kwargs=options, **how)

    def search_few(rows):
        size = min(256, max(64, len(rows) // (2 * n_threads)))  # work for each thread
        how = {"strategy": "parallel_on_X", "chunk_size": size, "return_distance": True}
        distance, index = search(rows, max(k, min(k + 5, len(X))), **how)
        return index, tied_rows(X, rows, distance, matters(rows, index), k)

    n_threads = _openmp_effective_n_threads()
    place, share = np.searchsorted(asked, rows), len(rows) / len(asked)
    if SAMPLE_TIES < share < SEARCH_ALL:  # how many would be searched for again?
        sample = rows[:: 1 + len(rows) // TIE_SAMPLE]
        share += len(search_few(sample)[1]) / len(sample)
    if share >= SEARCH_ALL:
        return nn.kneighbors(X[asked], return_distance=False)[place, 1:]
    index, tied = search_few(rows)
    if len(tied):
        chunk = get_config()["pairwise_dist_chunk_size"]
        many = len(asked) > 4 * chunk * n_threads  # scikit-learn's own rule
        batch, position = same_places(place[tied], len(asked), chunk)
        strategy = "parallel_on_X" if many else "parallel_on_Y"
        index[tied, :k] = search(asked[batch], k, strategy=strategy)[position]
    return index[:, 1:k]


def has_fast_path(X, y):
    """Whether the bounds apply, and there are enough rows and features for them to pay."""
    if not isinstance(X, np.ndarray) or len(X) < MIN_ROWS or X.shape[1] < MIN_FEATURES:
        return False
    if len(X) < MIN_CLASS_ROWS * len(np.unique(y)):
        return False
    sample = np.zeros((1, 1), X.dtype)  # single or double precision, and not switched off
    return ArgKmin.is_usable_for(sample, sample, "euclidean")


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
        if not (has_fast_path(X, y) and isinstance(self.n_neighbors, Integral)):
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
        if not has_fast_path(X, y):
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
