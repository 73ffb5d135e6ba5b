"""Check credit card data: one clear error, with place and remedy, when it cannot be used."""

from __future__ import annotations

import numbers
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from helpers.data.schema import COLUMNS, FEATURES
from helpers.errors import DataError, NotOnTheseDataError

MIN_ROWS_PER_CLASS = 10
"""Rows that each class needs. An 80/20 split then leaves 8 for training, of which SMOTE with
``k_neighbors=5`` needs 6, and 2 for testing."""

LARGEST = 2.0**53
"""Limit of all numbers: whole ones are exact up to here, and their squares stay finite."""
EMPTY = "correct it or leave the cell empty"


def check_count(name: str, value: object, *, low: int = 1, high: int | None = None) -> int:
    """Return a whole number between two limits.

    Raises
    ------
    TypeError, ValueError
        If it is no whole number, or lies outside.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be a whole number, not {value!r}")
    if value < low or (high is not None and value > high):
        limits = f"at least {low}" if high is None else f"between {low} and {high}"
        raise ValueError(f"{name} must be {limits}, not {value}")
    return int(value)


def check_share(name: str, value: object) -> float:
    """Return a number from 0 to below 1; None is 0.

    Raises
    ------
    TypeError, ValueError
        If it is no number, or lies outside.
    """
    if value is None:
        return 0.0
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a number or None, not {value!r}")
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be at least 0 and below 1, not {value}")
    return float(value)


def require_minority(y: ArrayLike, k_neighbors: int = 5) -> None:
    """Raise unless the smallest class of ``y`` is large enough for SMOTE.

    SMOTE looks for ``k_neighbors`` neighbours of each minority row among the other minority
    rows, so it needs ``k_neighbors + 1`` of them.

    Parameters
    ----------
    y : array-like of shape (n_samples,)
        Labels of the rows to be resampled: the training set.
    k_neighbors : int
        Neighbours that SMOTE is to use.

    Raises
    ------
    DataError
        If ``y`` holds one class only, or its smallest class has ``k_neighbors`` rows or fewer.

    Examples
    --------
    >>> require_minority([0, 0, 0, 0, 1, 1, 1], k_neighbors=2)
    >>> require_minority([0, 0, 0, 0, 1, 1, 1], k_neighbors=3)
    Traceback (most recent call last):
    helpers.errors.DataError: the minority class (1) has 3 rows, but k_neighbors=3 needs at \
least 4; lower k_neighbors to 2 or take more rows
    """
    labels, counts = np.unique(np.asarray(y), return_counts=True)
    if len(labels) < 2:
        found = f"one class only ({labels[0]})" if len(labels) else "no rows"
        raise DataError(f"the labels hold {found}; SMOTE needs rows of at least two classes")
    label, count = labels[counts.argmin()], int(counts.min())
    if count <= k_neighbors:
        advice = f"lower k_neighbors to {count - 1} or take" if count > 1 else "take"
        raise DataError(
            f"the minority class ({label}) has {count} row{'s' * (count > 1)}, but "
            f"k_neighbors={k_neighbors} needs at least {k_neighbors + 1}; {advice} more rows"
        )


def check_class_counts(labels: pd.Series, name: str, advice: str) -> None:
    """Raise unless both classes are there, large enough, and the frauds are the minority.

    Parameters
    ----------
    labels : pandas.Series
        0 and 1.
    name, advice : str
        What the message calls the data, and what it tells the reader to do.

    Raises
    ------
    DataError
        If a class has fewer than ``MIN_ROWS_PER_CLASS`` rows or class 1 is the larger one.
    """
    frauds = int(labels.sum())
    legitimate = len(labels) - frauds
    if frauds == 0 or legitimate == 0:
        raise DataError(
            f"{name}: every Class is {int(frauds > 0)}, but both classes are needed; {advice}"
        )
    for count, kind in ((frauds, "fraud (Class 1)"), (legitimate, "legitimate (Class 0)")):
        if count < MIN_ROWS_PER_CLASS:
            raise DataError(
                f"{name}: {count} {kind} row{'s' * (count > 1)}, but splitting and resampling need "
                f"at least {MIN_ROWS_PER_CLASS}; {advice}"
            )
    if frauds > legitimate:
        raise DataError(
            f"{name}: {frauds:,} of {len(labels):,} rows have Class 1, which must be the minority "
            "(1 = fraud); swap the labels"
        )


def require_rows(
    labels: pd.Series, why: str, *, frauds: int = 0, legitimate_per_fraud: float = 0
) -> None:
    """Raise unless a lesson can be shown on these credit card rows.

    Parameters
    ----------
    labels : pandas.Series
        0 and 1; of the whole file or of a training set.
    why : str
        What needs the rows: the end of a sentence that begins with "because".
    frauds : int, default=0
        Fewest frauds.
    legitimate_per_fraud : float, default=0
        Fewest legitimate rows for each fraud.

    Raises
    ------
    NotOnTheseDataError
        If there are fewer. `make course` then goes on with the next lesson.

    Examples
    --------
    >>> require_rows(pd.Series([0, 0, 1]), "one is enough", frauds=1, legitimate_per_fraud=2)
    """
    found = int(labels.sum())
    if found < frauds:
        need, have = f"at least {frauds:,} frauds", f"{found:,}"
    elif len(labels) - found < legitimate_per_fraud * found:
        need = f"at least {legitimate_per_fraud:g} legitimate payments for each fraud"
        have = f"{len(labels) - found:,} for {found:,} frauds"
    else:
        return
    raise _not_on_these_data(need, why, have)


def require_some(rows: ArrayLike, kind: str, why: str) -> None:
    """Raise unless some rows are of the kind that a lesson is about.

    Parameters
    ----------
    rows : array-like of bool
        Which rows are of that kind.
    kind, why : str
        Their name, and what needs them: the end of a sentence that begins with "because".

    Raises
    ------
    NotOnTheseDataError
        If none is. `make course` then goes on with the next lesson.

    Examples
    --------
    >>> require_some([False, True], "frauds in danger", "one is enough")
    """
    if not np.any(rows):
        raise _not_on_these_data(f"some {kind}", why, "none")


def _not_on_these_data(need: str, why: str, have: str) -> NotOnTheseDataError:
    verb = "is" if have == "none" else "are"
    return NotOnTheseDataError(f"This needs {need}, because {why}. Here there {verb} {have}.")


def check_cells(
    frame: pd.DataFrame, name: str, place: Callable[[int, str], tuple[str, str]]
) -> pd.DataFrame:
    """Check every cell and return the columns in the order and the types of the schema.

    Parameters
    ----------
    frame : pandas.DataFrame
        The 31 columns in any order, as they were read.
    name : str
        What messages call the file.
    place : callable
        Called with a row position and a column name; returns where that cell stands in the file
        and what is written there.

    Returns
    -------
    pandas.DataFrame, shape (n_samples, 31)
        See :func:`helpers.data.reading.read_file`.

    Raises
    ------
    DataError
        If a cell, a column or the class counts cannot be used.
    """
    if frame.empty:
        raise DataError(f"{name} has column names but no rows; copy or download it again")

    def refuse(bad: np.ndarray, column: str, fault: str, advice: str) -> None:
        if bad.any():
            where, value = place(int(bad.argmax()), column)
            if value.strip(" '\"").lower() == column.lower():
                fault, advice = "the column names are repeated", "delete that line"
            elif value.lstrip().startswith("#"):
                advice = "correct it, or delete the row if it is a comment"
            elif re.fullmatch(r"\s*[+-]?\d+,\d+\s*", value):
                advice = "write decimals with a point, as pd.read_csv(path, decimal=',') reads them"
            shown = value if len(value) <= 40 else f"{value[:40]}..."
            raise DataError(f"{name}: {where}, column {column}: {fault.format(shown)}; {advice}")

    columns = {}
    for column in COLUMNS[:-1]:
        cells = frame[column]
        if cells.isna().all():
            raise DataError(f"{name}: column {column} is empty; a column needs some values")
        if is_bool_dtype(cells) or not is_numeric_dtype(cells):
            texts = cells.astype(object)
            numbers = pd.to_numeric(texts.where(~texts.map(_is_bool)), errors="coerce")
            bad = (numbers.isna() & cells.notna()).to_numpy()
            refuse(bad, column, "{!r} is not a number", EMPTY)
            _check_range(numbers.to_numpy(dtype=np.float64), column, refuse)
            raise DataError(f"{name}: column {column} holds {cells.dtype}; store it as numbers")
        values = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        _check_range(values, column, refuse)
        columns[column] = values
    if np.array_equal(columns["Time"], np.floor(columns["Time"])):
        columns["Time"] = columns["Time"].astype(np.int64)

    cells = frame["Class"]
    advice = "write 0 or 1 (1 = fraud)"
    refuse(cells.isna().to_numpy(), "Class", "the label is missing", f"{advice} or delete the row")
    if not is_numeric_dtype(cells):
        cells = cells.astype(str).str.strip(" '\"")
    labels = pd.to_numeric(cells, errors="coerce")
    refuse(~labels.isin([0, 1]).to_numpy(), "Class", "the label is {!r}", advice)
    columns["Class"] = labels.to_numpy(dtype=np.int64)
    checked = pd.DataFrame(columns, columns=COLUMNS, copy=False)
    check_class_counts(checked["Class"], name, "take a file with more rows of it")
    return checked


def _check_range(
    values: np.ndarray, column: str, refuse: Callable[[np.ndarray, str, str, str], None]
) -> None:
    """Refuse infinite, too large and, in Time and Amount, negative numbers."""
    smallest, largest = np.nanmin(values), np.nanmax(values)
    if max(-smallest, largest) < LARGEST and (smallest >= 0 or column in FEATURES):
        return
    refuse(np.isinf(values), column, "{} is infinite", EMPTY)
    refuse(np.abs(values) >= LARGEST, column, f"{{}} is out of range (±{LARGEST:.1e})", EMPTY)
    if column not in FEATURES:
        unit = "seconds from the first payment on" if column == "Time" else "euros, not scaled ones"
        refuse(values < 0, column, "{} is negative", f"the course needs {unit}")


def _is_bool(value: object) -> bool:
    return isinstance(value, bool | np.bool_)
