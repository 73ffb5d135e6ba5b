"""Match the column names of a file with the schema: what is spelled otherwise, missing, extra."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.data.schema import COLUMNS
from helpers.errors import DataError

_BY_KEY = {column.lower(): column for column in COLUMNS}
_SCALED = re.compile(r"scal|norm|std|stand|log|robust|minmax", re.IGNORECASE)


def match_columns(names: Sequence[str], name: str) -> tuple[list[str | None], list[str]]:
    """Say which column of the schema each column of a file is.

    Spaces and quotation marks around a name, and capital or small letters, make no difference.

    Parameters
    ----------
    names : sequence of str
        Column names as they stand in the file, in any order.
    name : str
        What messages call the file.

    Returns
    -------
    columns : list of str or None, length ``len(names)``
        Names of the schema; None for a column that is not in it.
    notes : list of str
        What was read otherwise than it is written, for the reader.

    Raises
    ------
    DataError
        If a column of the schema is missing or occurs twice.

    Examples
    --------
    >>> names = [" time", *(f"v{i}" for i in range(1, 29)), "Amount", "Class", "bank"]
    >>> columns, notes = match_columns(names, "a.csv")
    >>> columns[0], columns[-1]
    ('Time', None)
    >>> notes
    ["29 column names tidied, such as ' time' to Time", "column left out: 'bank'"]
    """
    columns = [_BY_KEY.get(_key(text)) for text in names]
    for column in COLUMNS:
        same = [text for text, match in zip(names, columns, strict=True) if match == column]
        if len(set(same)) > 1:
            spellings = " and ".join(map(repr, same))
            raise DataError(f"{name}: columns {spellings} both mean {column}; keep one of them")
        if len(same) > 1:
            raise DataError(f"{name}: column {same[0]!r} occurs more than once; keep one of them")
    extra = [text for text, match in zip(names, columns, strict=True) if match is None]
    missing = [column for column in COLUMNS if column not in columns]
    if len(missing) == len(COLUMNS):
        raise DataError(
            f"{name}: none of the columns Time, V1..V28, Amount, Class is there; the first line "
            "must hold their names"
        )
    if missing:
        raise DataError(
            f"{name}: missing column{'s' * (len(missing) > 1)} {', '.join(missing)}; "
            f"{_advise(missing, extra)}"
        )
    notes = []
    tidied = [
        (text, match)
        for text, match in zip(names, columns, strict=True)
        if match not in (None, text)
    ]
    if tidied:
        many = f"{len(tidied)} column names" if len(tidied) > 1 else "1 column name"
        notes.append(f"{many} tidied, such as {tidied[0][0]!r} to {tidied[0][1]}")
    if extra:
        notes.append(f"column{'s' * (len(extra) > 1)} left out: {_enumerate(extra)}")
    return columns, notes


def check_delimiter(header: Sequence[str], row: Sequence[str], above: int, name: str) -> None:
    """Raise if the names are not separated by commas.

    Parameters
    ----------
    header, row : sequence of str
        The line with the names and the line below it, split at commas.
    above : int
        Lines above the names.
    name : str
        What messages call the file.

    Raises
    ------
    DataError
        If another character separates them, where the message has the line of pandas that mends
        it; or if quotation marks hold the whole line.
    """
    if len(header) == 1 and "," in header[0]:
        raise DataError(
            f"{name}: each line stands in quotation marks as a single value; remove these marks"
        )
    for delimiter in (";", "\t", "|", " "):
        found = {_key(text) for text in header[0].split(delimiter)} & set(_BY_KEY)
        if len(header) <= 2 and delimiter in header[0] and (found or delimiter != " "):
            options = ", decimal=','" if len(row) > 1 else ""
            options += f", skiprows={above}" if above else ""
            raise DataError(
                f"{name}: the column names are separated by {delimiter!r}, not by commas; save the "
                f"file with commas, e.g. pd.read_csv(path, sep={delimiter!r}{options})"
                ".to_csv(new_path, index=False)"
            )


def index_fault(levels: Sequence[object], names: Sequence[str]) -> str | None:
    """Say which columns of the schema a table holds as its index instead of as columns.

    Parameters
    ----------
    levels : sequence
        Names of the index's levels; None for one without a name.
    names : sequence of str
        Names of the columns.

    Returns
    -------
    str or None
        The rest of a message that begins with the file's name; None if there is no such column.

    Examples
    --------
    >>> index_fault(["Class"], ["Time"])
    'Class is the index of the table, not a column; save it with \
df.reset_index().to_parquet(new_path)'
    >>> index_fault([None], ["Time"])
    """
    there = {_key(text) for text in names}
    hidden = [
        _BY_KEY[key]
        for key in (_key(str(level)) for level in levels)
        if key in set(_BY_KEY) - there
    ]
    if not hidden:
        return None
    return (
        f"{' and '.join(hidden)} {'are' if len(hidden) > 1 else 'is'} the index of the table, not "
        f"{'columns' if len(hidden) > 1 else 'a column'}; save it with "
        "df.reset_index().to_parquet(new_path)"
    )


def _key(text: str) -> str:
    return text.strip(" \t\ufeff'\"").lower()


def _advise(missing: list[str], extra: list[str]) -> str:
    """Say what to do about missing columns; ``extra`` may hold them scaled or renamed."""
    alike = [
        text
        for text in extra
        if any(column.lower() in text.lower() for column in missing if len(column) > 3)
    ]
    scaled = [text for text in alike if _SCALED.search(text)]
    if scaled:
        return (
            f"{_enumerate(scaled)} {'look' if len(scaled) > 1 else 'looks'} scaled, as many "
            "notebooks save the data; take the original "
            "creditcard.csv"
        )
    if alike:
        return f"if {_enumerate(alike)} is meant, give it the name of the schema"
    return "the file needs Time, V1..V28, Amount, Class"


def _enumerate(names: list[str], most: int = 5) -> str:
    shown = [repr(text) if text.strip() else "one without a name" for text in names[:most]]
    more = [f"{len(names) - most:,} more"] if len(names) > most else []
    return ", ".join([*shown, *more])
