"""Nearest neighbours, and what they say about a minority row."""

from numbers import Integral

import numpy as np
from sklearn.neighbors import NearestNeighbors


def nearest_neighbours(X, queries, n_neighbors):
    """Find the nearest rows of `X` for each query row, the query itself left out.

    The query rows are rows of `X`, so the closest row found is the query itself. As in
    imbalanced-learn, the first column of the answer is therefore dropped without a look. If `X`
    holds exact duplicates of the query, a duplicate may come first: then it is dropped instead,
    and the row is listed as its own neighbour.

    Parameters
    ----------
    X : ndarray or sparse matrix of shape (n_rows, n_features)
        Rows to search.
    queries : ndarray of shape (n_queries,)
        Positions in `X` of the rows whose neighbours are wanted.
    n_neighbors : int
        Number of neighbours, by Euclidean distance, nearest first.

    Returns
    -------
    ndarray of shape (n_queries, n_neighbors)
        Positions in `X`; no row if there are no queries, where scikit-learn would raise.

    Raises
    ------
    ValueError
        If `X` has fewer than `n_neighbors` + 1 rows, or `n_neighbors` is no integer of 1 or more.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [3.0], [7.0]])
    >>> nearest_neighbours(X, np.array([0, 3]), n_neighbors=2)
    array([[1, 2],
           [2, 1]])
    >>> nearest_neighbours(X, np.array([], dtype=int), n_neighbors=2).shape
    (0, 2)
    """
    if not isinstance(n_neighbors, Integral) or n_neighbors < 1:
        raise ValueError(
            f"The number of neighbours must be an integer, 1 or more. Got {n_neighbors!r}."
        )
    if not len(queries):
        return np.empty((0, n_neighbors), dtype=np.intp)
    search = NearestNeighbors(n_neighbors=n_neighbors + 1).fit(X)
    return search.kneighbors(X[queries], return_distance=False)[:, 1:]


def count_other_class(y, neighbours, label):
    """Count, for each row, the neighbours that belong to another class.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Class labels.
    neighbours : ndarray of shape (n_queries, n_neighbors)
        Positions in `y`.
    label : object
        The class of the query rows.

    Returns
    -------
    ndarray of shape (n_queries,)
        m' in Han et al. (2005), Delta_i in He et al. (2008).

    Examples
    --------
    >>> count_other_class(np.array([0, 0, 1, 1]), np.array([[1, 3], [0, 1]]), label=1)
    array([1, 2])
    """
    return np.sum(y[neighbours] != label, axis=1)


def classify_minority_rows(n_other, m_neighbors):
    """Step 2 of Borderline-SMOTE: call each minority row safe, in danger, or noise.

    Han et al. (2005), section 3, step 2: with m' of the m neighbours from other classes, a row
    is noise if m' = m, in danger if m/2 <= m' < m, and safe if m' < m/2.

    Parameters
    ----------
    n_other : ndarray of shape (n_minority,)
        m', the number of neighbours from other classes.
    m_neighbors : int
        m, the number of neighbours looked at.

    Returns
    -------
    ndarray of shape (n_minority,)
        "safe", "danger" or "noise".

    Examples
    --------
    >>> classify_minority_rows(np.array([0, 1, 2, 3, 4]), m_neighbors=4).tolist()
    ['safe', 'safe', 'danger', 'danger', 'noise']
    """
    is_noise = n_other == m_neighbors
    is_danger = (n_other >= m_neighbors / 2) & ~is_noise
    return np.select([is_noise, is_danger], ["noise", "danger"], default="safe")
