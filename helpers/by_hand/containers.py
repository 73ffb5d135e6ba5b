"""What comes in and what goes out: checked arrays inside, the caller's containers outside."""

import numpy as np
import pandas as pd
from sklearn.utils import check_X_y
from sklearn.utils.multiclass import check_classification_targets


def to_arrays(X, y):
    """Check the data and return it as NumPy arrays.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        Numbers without missing values. Columns of different dtypes are brought to one.
    y : ndarray or Series of shape (n_rows,)
        Class labels: integers, booleans, strings.

    Returns
    -------
    tuple of ndarray
        `X` of shape (n_rows, n_features) and `y` of shape (n_rows,).

    Raises
    ------
    ValueError
        If `X` holds missing or non-numeric values, or `y` is not a list of classes.

    Examples
    --------
    >>> X, y = to_arrays(pd.DataFrame({"a": [1, 2], "b": [0.5, 1.5]}), pd.Series(["no", "yes"]))
    >>> X.dtype, y.tolist()
    (dtype('float64'), ['no', 'yes'])
    """
    check_classification_targets(y)
    return check_X_y(X, y)


def like_input(X_resampled, y_resampled, X, y):
    """Put resampled arrays into the containers that the caller used.

    Parameters
    ----------
    X_resampled : ndarray of shape (n_resampled, n_features)
        Resampled rows.
    y_resampled : ndarray of shape (n_resampled,)
        Their labels.
    X : ndarray or DataFrame
        The caller's rows; if a DataFrame, its column names and dtypes are restored. Restoring an
        integer column cuts off the decimals of interpolated values, restoring booleans makes True
        of every fraction, as imbalanced-learn does.
    y : ndarray or Series
        The caller's labels; if a Series, its name and dtype are restored.

    Returns
    -------
    tuple
        `X_resampled` and `y_resampled` in the containers of `X` and `y`.

    Examples
    --------
    >>> X = pd.DataFrame({"age": [20, 30]})
    >>> like_input(np.array([[20.0], [30.0], [27.9]]), np.array([0, 1, 1]), X, [0, 1])[0]["age"]
    0    20
    1    30
    2    27
    Name: age, dtype: int64
    """
    if isinstance(X, pd.DataFrame):
        X_resampled = pd.DataFrame(X_resampled, columns=X.columns).astype(X.dtypes)
    if isinstance(y, pd.Series):
        y_resampled = pd.Series(y_resampled, dtype=y.dtype, name=y.name)
    return X_resampled, y_resampled


def form_balanced_set(X, y, batches):
    """Last step: combine the original and the synthetic rows to form the balanced set.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        The original rows.
    y : ndarray of shape (n_rows,)
        Their labels.
    batches : list of Batch
        The synthetic rows, one batch per over-sampled class.

    Returns
    -------
    tuple of ndarray
        `X` of shape (n_rows + n_new, n_features) and `y` of shape (n_rows + n_new,): original
        rows first, in their order, then the batches in theirs.
    """
    X_parts = [X] + [batch.X_new for batch in batches]
    y_parts = [y] + [np.full(len(batch.X_new), batch.label, dtype=y.dtype) for batch in batches]
    return np.vstack(X_parts), np.hstack(y_parts)
