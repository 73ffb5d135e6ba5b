"""Check credit card data: one clear error, with place and remedy, when it cannot be used."""

from __future__ import annotations

import numbers
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from helpers.data.schema import COLUMNS
from helpers.errors import DataError

MIN_ROWS_PER_CLASS = 10
"""Rows that each class needs. An 80/20 split then leaves 8 for training, of which SMOTE with
``k_neighbors=5`` needs 6, and 2 for testing."""


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
                f"{name}: {count} {kind} row{'s' * (count > 1)}, but splitting and resampling "
                f"need at least {MIN_ROWS_PER_CLASS}; {advice}"
            )
    if frauds > legitimate:
        raise DataError(
            f"{name}: {frauds:,} of {len(labels):,} rows have Class 1, which must be the minority "
            "(1 = fraud); swap the labels"
        )


def check_columns(names: list[str], name: str) -> None:
    """Raise unless ``names`` are the 31 columns of the schema, in any order.

    Parameters
    ----------
    names : list of str
        Column names as they stand in the file.
    name : str
        What messages call the file.

    Raises
    ------
    DataError
        If columns are missing, extra or doubled, or the line is not separated by commas.
    """
    for delimiter in (";", "\t", "|"):
        if len(names) <= 2 and delimiter in names[0]:
            raise DataError(
                f"{name}: line 1 is separated by {delimiter!r}, not by commas; save the file with "
                f"commas, e.g. pd.read_csv(path, sep={delimiter!r}).to_csv(new_path, index=False)"
            )
    twice = sorted({column for column in names if names.count(column) > 1})
    if twice:
        raise DataError(f"{name}: column {twice[0]!r} occurs more than once; keep one of them")
    missing = [column for column in COLUMNS if column not in names]
    if len(missing) == len(COLUMNS):
        raise DataError(
            f"{name}: none of the columns Time, V1..V28, Amount, Class is there; the first line "
            "must hold their names"
        )
    if missing:
        raise DataError(
            f"{name}: missing column{'s' * (len(missing) > 1)} {', '.join(missing)}; the file "
            "needs Time, V1..V28, Amount, Class"
        )
    extra = [column for column in names if column not in COLUMNS]
    if extra and (not extra[0] or extra[0].startswith("Unnamed:")):
        raise DataError(
            f"{name}: extra column {extra[0] or 'without a name'}, probably a saved row index; "
            "drop it and save with to_csv(new_path, index=False)"
        )
    if extra:
        raise DataError(
            f"{name}: extra column{'s' * (len(extra) > 1)} {', '.join(map(repr, extra))}; drop "
            "what is not Time, V1..V28, Amount, Class"
        )


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
            raise DataError(f"{name}: {where}, column {column}: {fault.format(value)}; {advice}")

    columns = {}
    for column in COLUMNS[:-1]:
        cells = frame[column]
        if cells.isna().all():
            raise DataError(f"{name}: column {column} is empty; a column needs some values")
        if is_bool_dtype(cells) or not is_numeric_dtype(cells):
            texts = cells.astype(object)
            numbers = pd.to_numeric(texts.where(~texts.map(_is_bool)), errors="coerce")
            bad = (numbers.isna() & cells.notna()).to_numpy()
            refuse(bad, column, "{!r} is not a number", "correct it or leave the cell empty")
            raise DataError(f"{name}: column {column} holds {cells.dtype}; store it as numbers")
        values = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        refuse(np.isinf(values), column, "{} is infinite", "correct it or leave the cell empty")
        columns[column] = values
    if np.array_equal(columns["Time"], np.floor(columns["Time"])):
        columns["Time"] = columns["Time"].astype(np.int64)

    cells = frame["Class"]
    refuse(cells.isna().to_numpy(), "Class", "the label is missing", "write 0 or 1 (1 = fraud)")
    if not is_numeric_dtype(cells):
        cells = cells.astype(str).str.strip(" '\"")
    labels = pd.to_numeric(cells, errors="coerce")
    refuse(
        ~labels.isin([0, 1]).to_numpy(), "Class", "the label is {!r}", "write 0 or 1 (1 = fraud)"
    )
    columns["Class"] = labels.to_numpy(dtype=np.int64)
    checked = pd.DataFrame(columns, columns=COLUMNS, copy=False)
    check_class_counts(checked["Class"], name, "take a file with more rows of it")
    return checked


def _is_bool(value: object) -> bool:
    return isinstance(value, bool | np.bool_)
