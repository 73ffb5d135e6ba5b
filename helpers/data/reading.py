"""Read a credit card file: plain or gzipped CSV, or Parquet.

The format is recognised by content, not by name. Reading is one fast pass of pandas; only when
something is wrong is a CSV read again, slowly, to find the line to name.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import warnings
import zlib
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
from pandas.api.types import is_integer_dtype

from helpers.data.schema import COLUMNS
from helpers.data.validation import check_cells, check_columns
from helpers.errors import DataError

_DAMAGED_GZIP = (EOFError, gzip.BadGzipFile, zlib.error)
_STARTS = {  # what a text file starts with (lower case) when it is not a CSV, and what to do
    "version https://git-lfs": (
        "is a Git-LFS pointer, not the data; run 'git lfs pull' where it came from"
    ),
    "<": "is a web page (HTML), not the data; download the file itself, logged in if need be",
    "@relation": "is ARFF, not CSV; take the Parquet or CSV version of the data set",
    "%": "is ARFF, not CSV; take the Parquet or CSV version of the data set",
}


def read_file(path: str | Path, *, name: str | None = None) -> tuple[pd.DataFrame, bool]:
    """Read and check a credit card file.

    Parameters
    ----------
    path : str or Path
        Plain or gzipped CSV, or Parquet. The columns may stand in any order; ``Class`` may be
        written as integers, floats or quoted text. Empty cells are allowed except in ``Class``.
    name : str, optional
        What error messages call the file. Default: its path.

    Returns
    -------
    frame : pandas.DataFrame, shape (n_samples, 31)
        Columns in the order of the schema: ``Time`` (int64; float64 when it has fractions or
        empty cells), ``V1``..``V28`` and ``Amount`` (float64), ``Class`` (int64, 1 = fraud).
    plain : bool
        Whether ``pandas.read_csv(path)``, without any argument, gives these columns in this
        order, with integers in ``Class``.

    Raises
    ------
    DataError
        If the file is missing, damaged, in another format, or breaks the schema; if it is Parquet
        and pyarrow, the extra ``parquet``, is not installed; if a class has
        fewer than ``MIN_ROWS_PER_CLASS`` rows; or if the frauds are the majority.

    Examples
    --------
    >>> read_file("creditcrad.csv")
    Traceback (most recent call last):
    helpers.errors.DataError: creditcrad.csv does not exist; check the path
    """
    path = Path(path)
    name = name or str(path)
    head = _read_head(path, name)
    if head.startswith(b"PAR1"):
        frame = _read_parquet(path, name)
        return check_cells(frame, name, partial(_place_in_frame, frame)), False
    gzipped = head.startswith(b"\x1f\x8b")
    header = _read_header(path, name, gzipped)
    check_columns(header, name)
    frame = _read_csv(path, name, gzipped)
    plain = (
        header == COLUMNS
        and path.suffix == (".gz" if gzipped else ".csv")
        and is_integer_dtype(frame["Class"])
    )
    return check_cells(frame, name, partial(_place_in_csv, path, gzipped)), plain


def _read_head(path: Path, name: str, size: int = 4) -> bytes:
    if path.is_dir():
        raise DataError(f"{name} is a folder; give the path of the file in it")
    try:
        with path.open("rb") as file:
            head = file.read(size)
    except FileNotFoundError:
        raise DataError(f"{name} does not exist; check the path") from None
    except OSError as error:
        raise DataError(
            f"{name} cannot be read ({error.strerror}); check its permissions"
        ) from error
    if not head:
        raise DataError(f"{name} is empty (0 bytes); copy or download it again")
    if head.startswith(b"PK\x03\x04"):
        raise DataError(f"{name} is a zip archive; unzip it and give the path of the CSV in it")
    return head


def _read_header(path: Path, name: str, gzipped: bool) -> list[str]:
    """Return the column names, after a look at whether this is a text file of ours at all."""
    try:
        with (gzip.open if gzipped else open)(path, "rb") as file:
            start = file.read(65_536)
    except _DAMAGED_GZIP as error:
        raise _damaged_gzip(name, error) from error
    if b"\0" in start:
        bom = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        kind = "UTF-16 text" if bom else "not a text file"
        raise DataError(f"{name} is {kind}; save it as a CSV file in UTF-8")
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(name) from error
    for marker, message in _STARTS.items():
        if text.lstrip().lower().startswith(marker):
            raise DataError(f"{name} {message}")
    header = next((row for row in csv.reader(io.StringIO(text, newline="")) if row), None)
    if header is None:
        raise DataError(f"{name} holds no data, only blank lines; copy or download it again")
    return header


def _read_csv(path: Path, name: str, gzipped: bool) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            # A column of mixed types is a fault, and check_cells names its line.
            warnings.simplefilter("ignore", pd.errors.DtypeWarning)
            frame = pd.read_csv(path, compression="gzip" if gzipped else None)
    except _DAMAGED_GZIP as error:
        raise _damaged_gzip(name, error) from error
    except UnicodeDecodeError as error:
        raise _wrong_encoding(name) from error
    except pd.errors.ParserError as error:
        detail = str(error).split("C error: ")[-1].strip()
        raise DataError(
            f"{name} is not a well-formed CSV ({detail}); repair that line or download it again"
        ) from error
    if not isinstance(frame.index, pd.RangeIndex):  # pandas took the surplus for an index
        raise DataError(
            f"{name}: line 2 has more values than line 1 has column names; remove the surplus"
        )
    return frame


def require_parquet(name: str) -> None:
    """Raise :class:`DataError` unless Parquet files can be read; ``name`` is the one meant."""
    if find_spec("pyarrow") is None:
        raise DataError(
            f"{name} is a Parquet file, and the package that reads it, pyarrow, is not installed; "
            "run 'make parquet' (without make: 'uv sync --inexact --extra parquet', or "
            "'conda install pyarrow'), or save the data as CSV"
        )


def _read_parquet(path: Path, name: str) -> pd.DataFrame:
    require_parquet(name)
    from pyarrow import ArrowException

    try:
        frame = pd.read_parquet(path).reset_index(drop=True)
    except (ArrowException, OSError) as error:
        raise DataError(
            f"{name} is a damaged or incomplete Parquet file; copy or download it again"
        ) from error
    check_columns([str(column) for column in frame.columns], name)
    return frame


def _damaged_gzip(name: str, error: BaseException) -> DataError:
    fault = "ends too early" if isinstance(error, EOFError) else "is damaged"
    return DataError(f"{name}: the gzip file {fault}; copy or download it again")


def _wrong_encoding(name: str) -> DataError:
    return DataError(f"{name} is not UTF-8 text; save it as a CSV file in UTF-8")


def _place_in_frame(frame: pd.DataFrame, row: int, column: str) -> tuple[str, str]:
    return f"row {row + 1:,}", str(frame[column].iloc[row])


def _place_in_csv(path: Path, gzipped: bool, row: int, column: str) -> tuple[str, str]:
    """Return the line of the file that holds data row ``row``, and the cell's text."""
    with (gzip.open if gzipped else open)(path, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        records = (record for record in reader if any(map(str.strip, record)) or len(record) > 1)
        position = next(records).index(column)
        for _ in range(row):
            next(records)
        record = next(records)
        cell = record[position] if position < len(record) else ""
        return f"line {reader.line_num:,}", cell
