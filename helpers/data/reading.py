"""Read a credit card file: plain or gzipped CSV, or Parquet.

The format is recognised by content, not by name. Reading is one fast pass of pandas; only when
something is wrong or unusual is a CSV read again, slowly, to find the line to name.
"""

from __future__ import annotations

import csv
import gzip
import io
import warnings
import zlib
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from pandas.api.types import is_integer_dtype, is_numeric_dtype

from helpers.data.columns import check_delimiter, index_fault, match_columns
from helpers.data.csv_lines import DataLines, open_text, records
from helpers.data.formats import GZIP, PARQUET, decode_start, wrong_encoding
from helpers.data.schema import COLUMNS
from helpers.data.validation import check_cells
from helpers.errors import DataError

_DAMAGED_GZIP = (EOFError, gzip.BadGzipFile, zlib.error)


class CardFile(NamedTuple):
    """What :func:`read_file` returns."""

    frame: pd.DataFrame
    plain: bool
    notes: list[str]


def read_file(path: str | Path, *, name: str | None = None) -> CardFile:
    """Read and check a credit card file.

    Parameters
    ----------
    path : str or Path
        Plain or gzipped CSV, or Parquet. The columns may stand in any order, their names may have
        spaces around them or small letters, further columns are left out; ``Class`` may be
        written as integers, floats or quoted text. Empty cells are allowed except in ``Class``.
        Of a CSV, lines that begin with ``#`` and Excel's first line ``sep=,`` are left out.
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
    notes : list of str
        What was left out or read otherwise than it is written, in words.

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
    if head.startswith(PARQUET):
        frame = _read_parquet(path, name)
        columns, notes = match_columns([str(column) for column in frame.columns], name)
        frame = _keep(frame, columns)
        return CardFile(check_cells(frame, name, partial(_place_in_frame, frame)), False, notes)
    gzipped = head.startswith(GZIP)
    header, left_out = _read_header(path, name, gzipped)
    columns, notes = match_columns(header, name)
    frame, left_out = _read_csv(path, name, gzipped, left_out)
    if frame.iloc[:, -1].isna().any():  # an empty cell, or a row that ends before it
        _check_lengths(path, name, gzipped, len(header))
    frame = _keep(frame, columns)
    plain = (
        header == COLUMNS
        and not left_out
        and path.suffix == (".gz" if gzipped else ".csv")
        and is_integer_dtype(frame["Class"])
    )
    place = partial(_place_in_csv, path, name, gzipped, columns)
    return CardFile(check_cells(frame, name, place), plain, left_out + notes)


def _read_head(path: Path, name: str, size: int = 4) -> bytes:
    try:
        if path.is_dir():
            raise DataError(f"{name} is a folder; give the path of the file in it")
        if path.exists() and not path.is_file():
            raise DataError(f"{name} is a pipe or a device; save the data to a file")
        with path.open("rb") as file:
            head = file.read(size)
    except FileNotFoundError:
        raise DataError(f"{name} does not exist; check the path") from None
    except OSError as error:
        raise DataError(
            f"{name} cannot be read ({error.strerror}); check its path and permissions"
        ) from error
    if not head:
        raise DataError(f"{name} is empty (0 bytes); copy or download it again")
    return head


def _read_header(path: Path, name: str, gzipped: bool) -> tuple[list[str], list[str]]:
    """Return the column names, and in words what stands above them and was left out."""
    try:
        with (gzip.open if gzipped else open)(path, "rb") as file:
            start = file.read(65_536)
    except _DAMAGED_GZIP as error:
        raise _damaged_gzip(name, error) from error
    text = decode_start(start, f"{name}, unpacked," if gzipped else name)
    lines = DataLines(io.StringIO(text, newline=""))
    rows = records(lines)
    header = next(rows, None)
    if header is None:
        raise DataError(
            f"{name} holds no data, only blank lines or comments; copy or download it again"
        )
    left_out, above = lines.notes, lines.number - 1
    check_delimiter(header, next(rows, []), above, name)
    return header, left_out


def _read_csv(
    path: Path, name: str, gzipped: bool, left_out: list[str]
) -> tuple[pd.DataFrame, list[str]]:
    """Read all columns; and say in words which lines were left out, if any.

    ``left_out`` are those above the header. Comments farther down are looked for only when pandas
    fails or finds text where numbers belong, because a search takes as long as reading.
    """
    fault = None
    if not left_out:
        try:
            frame = _parse(path, name, compression="gzip" if gzipped else None)
        except DataError as error:
            fault = error  # comments may be the cause
        else:
            first = frame.iloc[:, 0]
            if is_numeric_dtype(first) or not first.astype(str).str.contains("#", na=False).any():
                return frame, []
    try:
        with open_text(path, gzipped) as file:
            lines = DataLines(file)
            text = "".join(lines)
    except UnicodeDecodeError as error:
        raise wrong_encoding(name) from error
    except _DAMAGED_GZIP as error:
        raise _damaged_gzip(name, error) from error
    if not lines.notes:
        if fault:
            raise fault
        return frame, []
    return _parse(io.StringIO(text), name), lines.notes


def _parse(source: Path | io.StringIO, name: str, **options: str | None) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            # A column of mixed types is a fault, and check_cells names its line.
            warnings.simplefilter("ignore", pd.errors.DtypeWarning)
            frame = pd.read_csv(source, **options)
    except _DAMAGED_GZIP as error:
        raise _damaged_gzip(name, error) from error
    except UnicodeDecodeError as error:
        raise wrong_encoding(name) from error
    except pd.errors.ParserError as error:
        detail = str(error).split("C error: ")[-1].strip()
        raise DataError(
            f"{name} is not a well-formed CSV ({detail}); repair that line or download it again"
        ) from error
    if not isinstance(frame.index, pd.RangeIndex):  # pandas took the surplus for an index
        raise DataError(
            f"{name}: the first row has more values than there are column names; remove the "
            "surplus, or write decimals with a point"
        )
    return frame


def _keep(frame: pd.DataFrame, columns: list[str | None]) -> pd.DataFrame:
    """Keep the columns of the schema, under its names and in the file's order."""
    positions = [position for position, column in enumerate(columns) if column is not None]
    kept = frame if len(positions) == len(columns) else frame.iloc[:, positions]
    return kept.set_axis([columns[position] for position in positions], axis=1)


def _check_lengths(path: Path, name: str, gzipped: bool, width: int) -> None:
    """Raise if a row has fewer values than there are names: pandas fills it with empty cells."""
    with open_text(path, gzipped) as file:
        lines = DataLines(file)
        rows = _well_formed(lines, name)
        short = next((row for row in rows if len(row) < width), None)
        if short is None:
            return
        _check_nul(lines, name)
        place = f"line {lines.number:,} has {len(short)} of {width} values"
        if lines.last.endswith(("\r", "\n")) or next(rows, None) is not None:
            raise DataError(f"{name}: {place}; complete that line or delete it")
        raise DataError(
            f"{name}: the file is cut off, {place} and no line end; copy or download it again"
        )


def _well_formed(lines: DataLines, name: str) -> Iterator[list[str]]:
    try:
        yield from records(lines)
    except csv.Error as error:
        raise DataError(
            f"{name} is not a well-formed CSV (line {lines.number:,}: {error}); repair that line "
            "or download it again"
        ) from error


def _check_nul(lines: DataLines, name: str) -> None:
    if "\0" in lines.last:
        raise DataError(
            f"{name} is damaged: line {lines.number:,} holds a NUL byte; copy or download it again"
        )


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
        frame = pd.read_parquet(path, engine="pyarrow", page_checksum_verification=True)
    except (ArrowException, OSError, ValueError, LookupError, TypeError) as error:
        raise DataError(
            f"{name} is a damaged or incomplete Parquet file; copy or download it again"
        ) from error
    fault = index_fault(frame.index.names, [str(column) for column in frame.columns])
    if fault:
        raise DataError(f"{name}: {fault}")
    return frame.reset_index(drop=True)


def _damaged_gzip(name: str, error: BaseException) -> DataError:
    fault = "ends too early" if isinstance(error, EOFError) else "is damaged"
    return DataError(f"{name}: the gzip file {fault}; copy or download it again")


def _place_in_frame(frame: pd.DataFrame, row: int, column: str) -> tuple[str, str]:
    return f"row {row + 1:,}", str(frame[column].iloc[row])


def _place_in_csv(
    path: Path, name: str, gzipped: bool, columns: list[str | None], row: int, column: str
) -> tuple[str, str]:
    """Return the line of the file that holds data row ``row``, and the cell's text."""
    with open_text(path, gzipped) as file:
        lines = DataLines(file)
        record = next(islice(_well_formed(lines, name), row + 1, None))
        _check_nul(lines, name)
        return f"line {lines.number:,}", record[columns.index(column)]
