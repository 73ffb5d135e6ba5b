"""Read real rows that are a fair sample of each class, from an owner's file."""

from pathlib import Path

import numpy as np
import pandas as pd

from helpers.data.schema import COLUMNS
from helpers.errors import DataError

MIN_ROWS = 50


def read_fair_rows(path: Path) -> pd.DataFrame:
    """Read the distinct complete rows of a credit card file.

    A file may say in a column ``sampling`` where its rows come from: then all frauds are taken, but
    only those legitimate rows that were drawn ``uniform``ly over both days.

    Parameters
    ----------
    path : Path
        CSV, plain or gzipped, or Parquet.

    Returns
    -------
    DataFrame
        ``Time``, ``V1``..``V28``, ``Amount``, ``Class``; no row twice.

    Raises
    ------
    DataError
        If there is no such file, columns are missing or hold what they cannot hold, or a class has
        too few rows.
    """
    if not path.is_file():
        raise DataError(f"{path} is not a file; give the path of the credit card file")
    frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    return take_fair_rows(frame)


def take_fair_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Check rows and take the fair ones; see `read_fair_rows`."""
    absent = [name for name in COLUMNS if name not in frame.columns]
    if absent:
        raise DataError(
            f"columns missing: {', '.join(absent)}; expected Time, V1..V28, Amount, Class"
        )
    if "sampling" in frame:
        frame = frame[(frame["sampling"] == "uniform") | (frame["Class"] == 1)]
    text = [name for name in COLUMNS if not pd.api.types.is_numeric_dtype(frame[name])]
    if text:
        raise DataError(f"column {text[0]} holds text; every column must be numeric")
    frame = frame[COLUMNS].dropna().drop_duplicates(ignore_index=True)
    infinite = [name for name in COLUMNS if np.isinf(frame[name]).any()]
    if infinite:
        raise DataError(f"column {infinite[0]} holds infinite values; remove those rows")
    if not frame["Class"].isin([0, 1]).all():
        raise DataError("column Class must hold 0 and 1 only")
    if (frame["Amount"] < 0).any():
        raise DataError("column Amount holds negative values")
    for label in (0, 1):
        count = int((frame["Class"] == label).sum())
        if count < MIN_ROWS:
            raise DataError(
                f"only {count} complete rows of class {label}; at least {MIN_ROWS} are needed"
            )
    return frame
