"""A table with numeric and categorical columns, split and encoded for SMOTE-NC."""

from dataclasses import dataclass
from numbers import Integral

import numpy as np
import pandas as pd
from sklearn.preprocessing import OneHotEncoder
from sklearn.utils import check_array, check_consistent_length, column_or_1d
from sklearn.utils.multiclass import check_classification_targets

FORMS = (
    "`categorical_features` must be 'auto', a list of column names or of positions, or a mask with "
    "one True or False per column."
)


def split_columns(X, categorical_features):
    """Tell categorical from numeric columns.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        All columns.
    categorical_features : "auto" or list of int, str or bool
        Positions or names of the categorical columns, or a mask with one bool per column. "auto"
        takes the columns of a DataFrame that have pandas' categorical dtype.

    Returns
    -------
    tuple of ndarray
        Positions of the categorical and of the numeric columns.

    Raises
    ------
    ValueError
        If there are no categorical or no numeric columns, the choice has another form, names a
        column that is not there, or needs a DataFrame.

    Examples
    --------
    >>> table = pd.DataFrame({"amount": [9.5], "country": ["PT"]})
    >>> split_columns(table, ["country"])
    (array([1]), array([0]))
    """
    categorical = np.array(_positions(X, categorical_features), dtype=int)
    numeric = np.setdiff1d(np.arange(X.shape[1]), categorical)
    if len(categorical) == 0:
        raise ValueError(
            "SMOTE-NC needs at least one categorical column, and `categorical_features` names none"
            f"{_advice(X, categorical_features)}"
        )
    if len(numeric) == 0:
        raise ValueError(
            "SMOTE-NC needs at least one numeric column, and all are named categorical: use "
            "imbalanced-learn's SMOTEN."
        )
    return categorical, numeric


def _positions(X, chosen):
    """Return the positions of the chosen columns."""
    n_columns = X.shape[1]
    if isinstance(chosen, (np.ndarray, pd.Index, pd.Series)):
        chosen = chosen.tolist()
    if isinstance(chosen, str):
        return _typed_category(X, chosen)
    if not isinstance(chosen, list | tuple):
        raise ValueError(f"{FORMS} Got {chosen!r} instead.")
    if not chosen:
        return []
    if all(isinstance(one, str) for one in chosen):
        return _named(X, chosen)
    if all(isinstance(one, bool | np.bool_) for one in chosen):
        if len(chosen) != n_columns:
            raise ValueError(
                f"`categorical_features` is a mask of {len(chosen)}, but X has {n_columns} "
                "columns: give one True or False for each."
            )
        return np.flatnonzero(chosen)
    if not all(isinstance(one, Integral) and not isinstance(one, bool) for one in chosen):
        raise ValueError(f"{FORMS} Got {chosen!r} instead.")
    if outside := [one for one in chosen if not -n_columns <= one < n_columns]:
        raise ValueError(
            f"`categorical_features` names column {outside[0]}, but X has {n_columns} columns: the "
            f"positions are 0 to {n_columns - 1}."
        )
    return np.arange(n_columns)[list(chosen)]


def _typed_category(X, chosen):
    if chosen != "auto":
        raise ValueError(f"`categorical_features` must be a list: [{chosen!r}], not {chosen!r}.")
    if not isinstance(X, pd.DataFrame):
        raise ValueError(
            "When `categorical_features='auto'`, the input data should be a pandas.DataFrame. "
            f"Got {type(X)} instead: give the positions of the categorical columns."
        )
    return np.flatnonzero([isinstance(kind, pd.CategoricalDtype) for kind in X.dtypes])


def _named(X, chosen):
    if not isinstance(X, pd.DataFrame):
        raise ValueError(
            f"`categorical_features` holds names, {list(chosen)}, but X is no DataFrame: give the "
            "positions of the columns."
        )
    names = list(X.columns)
    if unknown := [name for name in chosen if name not in names]:
        raise ValueError(
            f"`categorical_features` names the column {unknown[0]!r}, which X does not have. Its "
            f"columns are {', '.join(map(str, names))}."
        )
    return [names.index(name) for name in chosen]


def _advice(X, chosen):
    """End the sentence on a missing choice: which columns look like categories."""
    if not isinstance(X, pd.DataFrame):
        return "."
    names = [name for name, kind in X.dtypes.items() if not pd.api.types.is_numeric_dtype(kind)]
    if not names:
        return ": if all columns are numbers, use SMOTE."
    if isinstance(chosen, str):
        return f": 'auto' takes the type category, X.astype({dict.fromkeys(names, 'category')})."
    return f": the columns without numbers are {', '.join(map(repr, names))}."


@dataclass(frozen=True)
class MixedTable:
    """The numeric and the one-hot columns of a table, and the way back.

    Attributes
    ----------
    X_numeric : ndarray of shape (n_rows, n_numeric)
        Numeric columns.
    one_hot : ndarray of shape (n_rows, n_categories)
        1 where a row has a category, else 0, in the dtype of `X_numeric`.
    encoder : OneHotEncoder
        Knows the categories.
    numeric, categorical : ndarray of int
        Positions of these columns in the original table.
    categorical_names : list
        Names of the categorical columns; their positions if the table is an array.
    """

    X_numeric: np.ndarray
    one_hot: np.ndarray
    encoder: OneHotEncoder
    numeric: np.ndarray
    categorical: np.ndarray
    categorical_names: list

    @property
    def sizes(self):
        """Number of categories of each categorical column."""
        return [len(categories) for categories in self.encoder.categories_]

    def decode(self, encoded):
        """Turn one-hot columns back into categories, and restore the order of the columns.

        Parameters
        ----------
        encoded : ndarray of shape (n_resampled, n_numeric + n_categories)
            Numeric columns, then one-hot columns.

        Returns
        -------
        ndarray of shape (n_resampled, n_features)
            Rows like those of the original table.
        """
        n_numeric = len(self.numeric)
        categories = self.encoder.inverse_transform(encoded[:, n_numeric:])
        rows = np.hstack([encoded[:, :n_numeric], categories])
        return rows[:, np.argsort(np.hstack([self.numeric, self.categorical]))]

    def list_votes(self, votes, chosen):
        """List the votes of each new row, column and category.

        Parameters
        ----------
        votes, chosen : ndarray of shape (n_new, n_categories)
            Number of neighbours that have the category, and 1 for the category chosen.

        Returns
        -------
        DataFrame
            As `Trace.votes`, with rows counted from 0. Categories that got no vote and were not
            chosen are left out.
        """
        column = np.repeat(np.array(self.categorical_names, dtype=object), self.sizes)
        category = np.concatenate([values.astype(object) for values in self.encoder.categories_])
        row, code = np.nonzero((votes > 0) | (chosen > 0))
        return pd.DataFrame(
            {
                "row": row,
                "column": column[code],
                "category": category[code],
                "votes": votes[row, code].astype(int),
                "chosen": chosen[row, code] == 1,
            }
        )

    def add_distance_parts(self, pairs, median_std, term):
        """Add to each pair what the distance between parent and neighbour consists of.

        Parameters
        ----------
        pairs : DataFrame
            With `parent` and `neighbour`.
        median_std : float
            Median of the standard deviations of the numeric columns.
        term : number
            The number that stands for a category in the encoded table.

        Returns
        -------
        DataFrame
            `pairs` with `numeric_distance`, `n_differing`, `median_std`, `category_distance`.
        """
        parent, neighbour = pairs["parent"], pairs["neighbour"]
        difference = self.X_numeric[parent].astype(float) - self.X_numeric[neighbour]
        differing_codes = np.sum(self.one_hot[parent] != self.one_hot[neighbour], axis=1)
        return pairs.assign(
            numeric_distance=np.sqrt(np.sum(difference**2, axis=1)),
            n_differing=differing_codes // 2,  # a category that differs differs in two codes
            median_std=float(median_std),
            category_distance=float(term) * np.sqrt(2),
        )


def read_mixed_table(X, y, categorical_features):
    """Check a mixed table and split it into numeric and one-hot columns.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        All columns.
    y : ndarray or Series of shape (n_rows,)
        Class labels.
    categorical_features : "auto" or list of int, str or bool
        See `split_columns`.

    Returns
    -------
    table : MixedTable
        The columns.
    y : ndarray of shape (n_rows,)
        Class labels.

    Raises
    ------
    ValueError
        If a numeric column holds anything but finite numbers, or `y` is not a list of classes.

    Examples
    --------
    >>> X = pd.DataFrame({"amount": [9.5, 3.0], "country": ["PT", "ES"]})
    >>> table, _ = read_mixed_table(X, np.array([0, 1]), ["country"])
    >>> table.one_hot
    array([[0., 1.],
           [1., 0.]])
    >>> table.decode(np.array([[4.5, 1.0, 0.0]])).tolist()
    [[4.5, 'ES']]
    """
    check_classification_targets(y)
    y = column_or_1d(y)
    check_consistent_length(X, y)
    if isinstance(X, pd.DataFrame):
        categorical, numeric = split_columns(X, categorical_features)
        X_categorical, X_numeric = X.iloc[:, categorical], check_array(X.iloc[:, numeric])
        names = list(X.columns[categorical])
    else:
        X = check_array(X, dtype=None, ensure_all_finite=False)
        categorical, numeric = split_columns(X, categorical_features)
        X_categorical, X_numeric = X[:, categorical], check_array(X[:, numeric])
        names = categorical.tolist()
    X_numeric = X_numeric + X_numeric.dtype.type(0)  # -0.0 becomes 0.0, as in sparse matrices
    encoder = OneHotEncoder(sparse_output=False, dtype=X_numeric.dtype)
    one_hot = encoder.fit_transform(X_categorical)
    return MixedTable(X_numeric, one_hot, encoder, numeric, categorical, names), y
