"""Say of refused data which class or column is at fault, and what helps.

What is refused is what imbalanced-learn refuses, with the same type of error (ValueError or
TypeError): an error of NumPy, pandas or scikit-learn is caught and explained, nothing is refused
beforehand. `helpers.models` explains the errors of imbalanced-learn's own samplers likewise.
"""

import functools
import inspect
import re
from contextlib import contextmanager
from numbers import Integral

import numpy as np
import pandas as pd

from helpers.by_hand.mixed_table import split_columns

SHOWN = 3
"""Columns that a sentence names at most."""


@contextmanager
def explained(X, y, parameters):
    """Explain the errors that are raised inside a ``with`` block, where the cause is known.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        The caller's rows, as they came in.
    y : ndarray or Series of shape (n_rows,)
        The caller's labels.
    parameters : mapping
        Parameters of the sampler, name to value. If ``categorical_features`` is among them, only
        the other columns have to be numbers.

    Raises
    ------
    ValueError, TypeError
        With a sentence in place of the first message, whose error is kept as the cause.

    Examples
    --------
    >>> with explained(pd.DataFrame({"entry": ["chip"]}), [0], {}):
    ...     float("chip")
    Traceback (most recent call last):
    ValueError: The column 'entry' holds text ('chip'): encode it first, or use SMOTE-NC.
    """
    try:
        yield
    except (ValueError, TypeError) as error:
        first = error.__cause__ or error  # a step may have explained it, without columns' names
        if first is not error and _TOO_FEW.search(str(first)):
            raise
        sentence = explain(first, X, y, parameters)
        if sentence is None or sentence == str(error):
            raise
        kind = ValueError if isinstance(error, ValueError) else TypeError
        raise kind(sentence) from first


def explains(function):
    """Decorate ``function(X, y, ...)``: its errors are explained."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        with explained(given.arguments["X"], given.arguments["y"], given.arguments):
            return function(*args, **kwargs)

    return wrapper


def explain(error, X, y, parameters):
    """Return a sentence that names cause and remedy, None if the cause is not known.

    Parameters
    ----------
    error : Exception
        What was raised.
    X, y, parameters
        See `explained`.

    Returns
    -------
    str or None
    """
    text, frame = str(error), _as_frame(X)
    if found := _TOO_FEW.search(text):
        return _too_few_rows(int(found[1]) - 1, int(found[2]), y, parameters)
    if "Input y contains NaN" in text:
        n_missing = pd.isna(pd.Series(np.ravel(y))).sum()
        return f"y holds missing labels ({n_missing:,} of {len(y):,}): leave these rows out."
    if frame is None:
        return None
    categorical_features = parameters.get("categorical_features")
    if "categorical_features" in parameters:
        try:
            _, numeric = split_columns(X, categorical_features)
        except ValueError as wrong:
            return str(wrong)
        frame = frame.iloc[:, numeric]
    for sign, describe in _SIGNS.items():
        if re.search(sign, text):
            return describe(frame, categorical_features) or None
    return None


_TOO_FEW = re.compile(r"Expected n_neighbors <= n_samples_fit.* n_neighbors = (\d+), \w+ = (\d+)")


def _as_frame(X):
    """Return the rows as a DataFrame, None if they are no table."""
    if isinstance(X, pd.DataFrame):
        return X
    X = np.asarray(X)
    return pd.DataFrame(X) if X.ndim == 2 else None


def _too_few_rows(n_neighbors, n_rows, y, parameters):
    """Name the class in which the neighbours were searched, or all rows, and what fits."""
    labels, counts = np.unique(np.asarray(y), return_counts=True)
    same = labels[counts == n_rows].tolist()
    whole = n_rows == len(y)
    who = "The training set" if whole else f"Class {same[0]!r}" if same else "A class"
    where = "" if whole else " in the training set"
    if n_rows == 1:
        return (
            f"{who} has 1 row{where}, and so no neighbour to interpolate towards: collect more "
            "rows, or copy this one with RandomOverSampler."
        )
    names = [
        name
        for name, value in parameters.items()
        if name.endswith("neighbors") and isinstance(value, Integral) and value == n_neighbors
    ]
    outer, _, name = names[0].rpartition("__") if names else ("", "", "n_neighbors")
    example = f", as in {outer}={outer.upper()}({name}={n_rows - 1})" if outer else ""
    return (
        f"{who} has {n_rows} rows{where}, but {name}={n_neighbors} needs at least "
        f"{n_neighbors + 1}: set {name} to {n_rows - 1} or less{example}."
    )


def _at_fault(frame, is_at_fault):
    """Return name and values of each column at fault."""
    columns = [(frame.columns[i], frame.iloc[:, i]) for i in range(frame.shape[1])]
    return [(name, values) for name, values in columns if is_at_fault(values)]


def _hold(columns):
    """Begin a sentence: "The column 'a' holds", "The columns 'a', 'b' hold"."""
    names = ", ".join(
        repr(name) if isinstance(name, str) else str(name) for name, _ in columns[:SHOWN]
    )
    if len(columns) == 1:
        return f"The column {names} holds"
    more = f" and {len(columns) - SHOWN} more" if len(columns) > SHOWN else ""
    return f"The columns {names}{more} hold"


def _as_type(columns, kind):
    """Write the call of pandas that gives columns another type."""
    return f"X.astype({dict.fromkeys([name for name, _ in columns[:SHOWN]], kind)})"


def _no_number(values):
    return ~pd.to_numeric(values.astype(object), errors="coerce").notna() & values.notna()


def _text(frame, categorical_features):
    columns = _at_fault(frame, lambda v: v.dtype.kind not in "biufcmM" and _no_number(v).any())
    if not columns:
        return ""
    values = columns[0][1]
    cause = f"{_hold(columns)} text ({str(values[_no_number(values)].iloc[0])!r})"
    if categorical_features is None:
        return f"{cause}: encode it first, or use SMOTE-NC."
    if isinstance(categorical_features, str):
        return f"{cause} and 'auto' takes the type category only: {_as_type(columns, 'category')}."
    return f"{cause}: add it to `categorical_features`."


def _missing(frame, _):
    columns = _at_fault(frame, lambda values: values.isna().any())
    if not columns:
        return ""
    n_rows = sum(values.isna() for _, values in columns).gt(0).sum()
    return (
        f"{_hold(columns)} missing values ({n_rows:,} of {len(frame):,} rows): impute them first, "
        "with SimpleImputer before the sampler in the pipeline."
    )


def _infinite(frame, _):
    columns = _at_fault(
        frame, lambda v: v.dtype.kind in "fO" and np.isinf(pd.to_numeric(v).astype(float)).any()
    )
    return columns and f"{_hold(columns)} infinite values: replace them, or leave these rows out."


def _dates(frame, _):
    columns = _at_fault(frame, lambda values: values.dtype.kind in "mM")
    return columns and (
        f"{_hold(columns)} dates or times: make them numbers first, such as days since the first."
    )


def _nullable(frame, _):
    columns = _at_fault(
        frame, lambda v: not isinstance(v.dtype, np.dtype) and v.dtype.kind in "iub"
    )
    types = ", ".join(dict.fromkeys(str(values.dtype) for _, values in columns))
    return columns and (
        f"{_hold(columns)} the nullable type {types}, and between two rows lie fractions, which it "
        f"does not take: make them floats first, {_as_type(columns, 'float')}."
    )


def _booleans(frame, _):
    return (
        "All columns of X are booleans, which NumPy cannot subtract: turn them into numbers first, "
        "X.astype(float)."
    )


def _integers(frame, _):
    return (
        "All columns of X are integers, and kind 2 cannot shorten differences between integers: "
        "turn them into floats first, X.astype(float)."
    )


_SIGNS = {
    r"could not convert string to float": _text,
    r"Input (X )?contains NaN": _missing,
    r"Input (X )?contains infinity": _infinite,
    r"DateTime64DType|TimeDelta64DType": _dates,
    r"cannot safely cast|Need to pass bool-like": _nullable,
    r"numpy boolean subtract": _booleans,
    r"Cannot cast ufunc 'multiply' output from dtype\('float64'\) to dtype\('u?int": _integers,
}
"""What an error of NumPy, pandas or scikit-learn says, to the function that names the column."""
