"""Download the real credit card file from OpenML, whole or not at all."""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from helpers.data.reading import read_file, require_parquet
from helpers.errors import DataError
from helpers.files import replacing

OPENML_URL = "https://data.openml.org/datasets/0000/1597/dataset_1597.pq"
"""The data set ``creditcard``, id 1597, as Parquet (73 MB). scikit-learn's ``fetch_openml`` is no
alternative: OpenML marks ``Time`` as a row identifier, and ``fetch_openml`` drops that column."""

OPENML_ROWS = 284_807
OPENML_FRAUDS = 492

_BY_HAND = (
    "or download creditcard by hand (Kaggle mlg-ulb/creditcardfraud, or OpenML data set 1597) and "
    "save it as data/creditcard.csv"
)
_TRANSIENT = (
    urllib.error.URLError,
    http.client.HTTPException,
    ConnectionError,
    TimeoutError,
    ssl.SSLError,
)


def download_openml(
    target: str | Path,
    *,
    url: str = OPENML_URL,
    rows: int = OPENML_ROWS,
    frauds: int = OPENML_FRAUDS,
    attempts: int = 4,
    pause: float = 1.0,
    timeout: float = 30.0,
    progress: Callable[..., Any] = tqdm,
) -> Path:
    """Download the credit card file with a progress bar, check it, and only then keep it.

    Parameters
    ----------
    target : str or Path
        Where to store the Parquet file. Nothing may be there yet; the folder must exist.
    url : str
        Address of the file.
    rows, frauds : int
        Counts that the file must have.
    attempts : int
        Tries in all when the server or the connection fails.
    pause : float
        Seconds before the second try; doubled before each further one.
    timeout : float
        Seconds without an answer after which a try counts as failed.
    progress : callable
        Makes the progress bar, as ``tqdm`` does.

    Returns
    -------
    Path
        ``target``.

    Raises
    ------
    DataError
        If ``target`` exists, pyarrow is not installed, the server cannot be reached or refuses, the
        content is not the data set, or the disk cannot be written. Nothing is left behind, as after
        an interruption.
    """
    target = Path(target)
    if target.exists():
        raise DataError(f"{target} exists and is not overwritten; move it away to download again")
    require_parquet(url)  # before 73 MB have come in vain
    try:
        with replacing(target) as part:
            _fetch_with_retries(url, part, attempts, pause, timeout, progress)
            frame = read_file(part, name=url).frame
            check_openml(frame, url, rows=rows, frauds=frauds)
    except OSError as error:
        raise DataError(
            f"{target} cannot be written ({error.strerror or error}); free some space or check "
            "the folder's permissions"
        ) from error
    return target


def check_openml(
    frame: pd.DataFrame, name: str, *, rows: int = OPENML_ROWS, frauds: int = OPENML_FRAUDS
) -> None:
    """Raise :class:`DataError` unless the frame has the counts of the OpenML data set.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows in the course's schema.
    name : str
        What the message calls the file.
    rows, frauds : int
        Counts expected.
    """
    found = len(frame), int(frame["Class"].sum())
    if found != (rows, frauds):
        raise DataError(
            f"{name} has {found[0]:,} rows and {found[1]:,} frauds, but OpenML's creditcard has "
            f"{rows:,} and {frauds:,}; it is another file: move it away and try again"
        )


def _fetch_with_retries(
    url: str,
    part: Path,
    attempts: int,
    pause: float,
    timeout: float,
    progress: Callable[..., Any],
) -> None:
    for attempt in range(attempts):
        if attempt:
            time.sleep(pause * 2 ** (attempt - 1))
        try:
            return _fetch(url, part, timeout, progress)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500 and error.code not in (408, 429):
                raise DataError(
                    f"{url}: the server answered {error.code} {error.reason}; try another day, "
                    f"{_BY_HAND}"
                ) from error
            failure: Exception = error
        except _TRANSIENT as error:
            failure = error
    raise DataError(
        f"{url} could not be downloaded in {attempts} attempts ({failure}); check the network "
        f"and try again, {_BY_HAND}"
    ) from failure


def _fetch(url: str, part: Path, timeout: float, progress: Callable[..., Any]) -> None:
    request = urllib.request.Request(url, headers={"User-Agent": "smote-course"})
    with urllib.request.urlopen(request, timeout=timeout) as response, part.open("wb") as file:
        length = response.headers["Content-Length"]
        total = None if length is None else int(length)
        received = 0
        with progress(
            total=total, desc="OpenML creditcard", unit="B", unit_scale=True, unit_divisor=1024
        ) as bar:
            while block := response.read(1 << 18):
                file.write(block)
                received += len(block)
                bar.update(len(block))
    if total is not None and received != total:
        raise http.client.HTTPException(f"the connection ended after {received} of {total} bytes")
