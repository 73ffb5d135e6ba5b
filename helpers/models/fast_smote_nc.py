"""SMOTE-NC with imbalanced-learn's rows, in less time and memory.

A new row gets, in each categorical column, the category that most of its parent's neighbours have.
So the votes depend on the parent only. imbalanced-learn counts them again for every new row, in a
dense array of shape (new rows, neighbours, categories), and writes the winners into a matrix of
lists. `FastSMOTENC` counts them once for every parent, as a product of sparse matrices.

Ties are settled by lot, for every new row. The lots are drawn as imbalanced-learn draws them: one
permutation of all pairs (new row, category with most votes) for each categorical column.
"""

import math

import numpy as np
from imblearn.over_sampling import SMOTENC
from scipy import sparse
from sklearn.utils import check_random_state


class FastSMOTENC(SMOTENC):
    """`imblearn.over_sampling.SMOTENC`, with each parent's categories elected once.

    Parameters, attributes and errors are those of `SMOTENC`. For the same data and the same
    `random_state` it returns the same rows, equal to the last bit, and leaves a RandomState
    instance in the same state. One dtype is an exception: imbalanced-learn rounds new rows of
    ``longdouble`` to ``float64``, and this class does not.

    The gain grows with the number of categories and of new rows for each parent. There is little
    gain where most categories tie: numeric columns that are all integers can cut the weight of a
    category to 0, and then every category wins in every row (see `helpers.by_hand.smote_nc`).

    References
    ----------
    Chawla, N. V., Bowyer, K. W., Hall, L. O. and Kegelmeyer, W. P. (2002), section 6.1,
    https://doi.org/10.1613/jair.953. The method that is replaced is imbalanced-learn 0.14's
    `SMOTENC._generate_samples`.

    Examples
    --------
    >>> import pandas as pd
    >>> X = pd.DataFrame({"amount": [1.0, 2, 3, 4, 5, 6, 7], "country": list("pepefff")})
    >>> X_res, y_res = FastSMOTENC(["country"], k_neighbors=2, random_state=0).fit_resample(
    ...     X, [0, 0, 0, 0, 1, 1, 1]
    ... )
    >>> X_res["country"].iloc[-1]
    'f'
    """

    def _generate_samples(self, X, nn_data, nn_num, rows, cols, steps, y_type, y=None):
        """Interpolate the numeric columns and elect the categories, as `SMOTENC` does.

        Parameters
        ----------
        X : sparse matrix of shape (n_minority, n_numeric + n_categories)
            Minority rows: numeric columns, then one column per category.
        nn_data : sparse matrix of the same shape
            Rows that `nn_num` counts; the same as `X`.
        nn_num : ndarray of shape (n_minority, k_neighbors)
            Positions of each row's neighbours.
        rows, cols : ndarrays of shape (n_new,)
            Parent of each new row, and which of its neighbours.
        steps : ndarray of shape (n_new, 1)
            How far each new row lies on the way to the neighbour, 0 to 1.
        y_type : label
            The class.
        y : None
            Not used.

        Returns
        -------
        sparse matrix of shape (n_new, n_numeric + n_categories)
        """
        random = check_random_state(self.random_state)
        n_numeric = self.continuous_features_.size
        numeric = super(SMOTENC, self)._generate_samples(
            X[:, :n_numeric], nn_data[:, :n_numeric], nn_num, rows, cols, steps
        )
        one_hot = nn_data[:, n_numeric:]
        if math.isclose(self.median_std_[y_type], 0):  # then the columns hold zeros
            one_hot = sparse.csr_matrix(self._X_categorical_minority_encoded)
        parents, parent_of = np.unique(rows, return_inverse=True)
        votes = _count_votes(one_hot, nn_num[parents]).tocsc()
        chosen, start = [], 0
        for categories in self.categorical_encoder_.categories_:
            stop = start + categories.size
            best = _most_voted(votes[:, start:stop].tocsr())[parent_of]
            chosen.append(start + _draw_one_of_each_row(best, random))
            start = stop
        chosen = np.column_stack(chosen)
        ends = np.arange(0, chosen.size + 1, chosen.shape[1])
        ones = np.ones(chosen.size, numeric.dtype)
        elected = sparse.csr_matrix((ones, chosen.ravel(), ends), (len(rows), one_hot.shape[1]))
        return sparse.hstack((numeric, elected), format="csr")


def _count_votes(one_hot, neighbours):
    """Add up the neighbours' rows of `one_hot`, for every row of `neighbours`."""
    dtype = np.empty(0, one_hot.dtype).sum().dtype  # NumPy adds small integers up as large ones
    ends = np.arange(0, neighbours.size + 1, neighbours.shape[1])
    shape = (len(neighbours), one_hot.shape[0])
    voters = sparse.csr_matrix((np.ones(neighbours.size, dtype), neighbours.ravel(), ends), shape)
    return voters @ one_hot


def _most_voted(votes):
    """Mark the categories with most votes in each row, as `SMOTENC` finds them."""
    most = votes.max(axis=1).toarray().ravel()
    if np.isclose(0, most).any():  # the votes weigh so little that those without any win too
        n_rows, n_categories = votes.shape
        every = np.tile(np.arange(n_categories), n_rows)
        ends = np.arange(0, every.size + 1, n_categories)
        votes = sparse.csr_matrix((votes.toarray().ravel(), every, ends), votes.shape)
    best = np.isclose(votes.data, np.repeat(most, np.diff(votes.indptr)))
    best = sparse.csr_matrix((best, votes.indices, votes.indptr), votes.shape)
    best.eliminate_zeros()
    return best


def _draw_one_of_each_row(best, random):
    """Draw one marked column of each row: the one that comes first when all are shuffled."""
    order = random.permutation(best.nnz)
    place = np.empty_like(order)
    place[order] = np.arange(best.nnz)
    first = np.minimum.reduceat(place, best.indptr[:-1])
    return best.indices[order[first]]
