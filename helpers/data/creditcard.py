"""Where the lessons' data comes from: the simulated stand-in, the user's own file, or OpenML.

Every loader returns the same schema: ``Time, V1..V28, Amount, Class`` (1 = fraud), and says in
``df.attrs["source"]`` what it is.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.data import simulator
from helpers.data.finding import locate
from helpers.data.openml import check_openml, download_openml
from helpers.data.reading import read_file
from helpers.data.schema import COLUMNS
from helpers.data.stand_in import load_stand_in, stand_in_key
from helpers.data.validation import MIN_ROWS_PER_CLASS, check_class_counts, check_count, check_share
from helpers.errors import DataError
from helpers.files import digest, replacing
from helpers.paths import DATA, ROOT

OWN_FILES = ("creditcard.csv", "creditcard.csv.gz", "creditcard.parquet")
MISSING_SIMULATED = 0.001


def load_creditcard(
    source: str | Path = "auto",
    *,
    n_samples: int | None = None,
    missing: float | None = None,
    random_state: int | None = 0,
) -> pd.DataFrame:
    """Load the credit card transactions.

    Parameters
    ----------
    source : str or Path
        - ``"auto"``: the file that the environment variable ``COURSE_DATA`` names; else
          ``data/creditcard.csv``, ``.csv.gz`` or ``.parquet``, the first that exists; else the
          simulated stand-in. ``COURSE_DATA=simulated`` asks for the stand-in in any case.
        - ``"simulated"``: the stand-in, see :mod:`helpers.data.simulator`.
        - ``"openml"``: OpenML's data set ``creditcard``, id 1597, downloaded once to
          ``data/creditcard.parquet``, where ``"auto"`` then finds it.
        - a path: plain or gzipped CSV, or Parquet.

        A relative path, here and in ``COURSE_DATA``, may start from the working directory or
        from the repository's root; it is refused if both hold a different file of that name.
    n_samples : int, optional
        Rows. The stand-in is made at this size; of a file, a random subset with the same class
        ratio is taken and kept in the file's order. Default: 284,807 simulated rows, or all.
    missing : float, optional
        Share of the cells of ``V1``..``V28`` and ``Amount`` to blank completely at random,
        0 <= missing < 1. Default: 0.001 in the stand-in, none in a file.
    random_state : int or None
        Seed of the stand-in, of the subset and of the blanks.

    Returns
    -------
    pandas.DataFrame, shape (n_samples, 31)
        ``Time`` (seconds), ``V1``..``V28``, ``Amount`` (euros), ``Class`` (int64, 1 = fraud).
        ``attrs["source"]`` says in words what the rows are, and what of a file was left out or
        read otherwise than it is written; ``attrs["simulated"]`` whether they are the stand-in.

    Raises
    ------
    DataError
        If the file cannot be used, the download fails, ``n_samples`` exceeds the file, or a
        class would have fewer than 10 rows: an 80/20 split leaves 8 of 10 for training, and
        SMOTE with 5 neighbours needs 6.
    TypeError, ValueError
        If an argument has the wrong type or lies outside its range.

    Examples
    --------
    >>> df = load_creditcard("simulated", n_samples=20_000)
    >>> df.shape
    (20000, 31)
    >>> df.attrs["source"]
    'simulated stand-in (20,000 rows, 35 frauds, seed 0)'
    """
    if not isinstance(source, str | Path):
        raise TypeError(f"source must be a string or a Path, not {source!r}")
    if n_samples is not None:
        check_count("n_samples", n_samples)
    check_share("missing", missing)
    path = _find(source)
    if path is None:
        missing = MISSING_SIMULATED if missing is None else missing
        frame = load_stand_in(n_samples, missing=missing, random_state=random_state)
        population = simulator.load_parameters()["population"]
        _check_subset(frame["Class"], population["rows"], population["frauds"])
        frame.attrs["source"] = f"simulated stand-in ({_counts(frame)}, seed {random_state})"
        frame.attrs["simulated"] = True
        return frame

    name, notes = f"file {path.name}", []
    if source == "openml":
        name = "OpenML data set 1597, creditcard"
        if not path.exists():
            download_openml(path)
            print(
                f"Stored as data/{path.name}: {_consequence(path)}. To go back, delete the file or "
                "set COURSE_DATA=simulated."
            )
        notes = [f"stored as data/{path.name}: {_consequence(path)}"]
    elif source == "auto" and not _setting():
        notes = ["found in data/, so read instead of the stand-in"]
    frame, _, remarks = read_file(path)
    if source == "openml":
        check_openml(frame, str(path))
    notes += remarks
    subset_rng, blank_rng = np.random.default_rng(random_state).spawn(2)
    if n_samples is not None:
        total = len(frame)
        frame = _subset(frame, n_samples, path, subset_rng)
        notes.append(f"drawn from {total:,} rows with seed {random_state}")
    if missing:
        _blank(frame, missing, blank_rng)
        notes.append(f"{missing:.3%} of feature cells blanked")
    frame.attrs["source"] = f"{name} ({', '.join([_counts(frame), *notes])})"
    frame.attrs["simulated"] = False
    return frame


def creditcard_csv() -> Path:
    """Return a CSV file from which ``pandas.read_csv`` gets the values of ``load_creditcard()``.

    The user's own CSV is checked and its path returned. For any other source a CSV is written
    into ``data/``, once: again only when the source has changed.

    Returns
    -------
    Path
        Plain or gzipped CSV with the columns ``Time, V1..V28, Amount, Class``.

    Raises
    ------
    DataError
        If the user's file cannot be used, or if the CSV cannot be written.

    Examples
    --------
    >>> creditcard_csv().suffix in {".csv", ".gz"}
    True
    """
    path = _find("auto")
    if path is None:
        key = stand_in_key(n_samples=simulator.ROWS, missing=MISSING_SIMULATED, random_state=0)
        make = partial(load_creditcard, "simulated")
        return _write_once(DATA, "creditcard_simulated", key, make)
    frame, plain, _ = read_file(path)
    if plain:
        return path
    prefix = f"creditcard_copy_{digest(str(path.resolve()).encode(), size=4)}"
    return _write_once(DATA, prefix, digest(path, size=4), lambda: frame)


def own_file() -> Path | None:
    """Return the user's file that the lessons read; None if they read the stand-in.

    Raises
    ------
    DataError
        If ``COURSE_DATA`` names a file that does not exist.
    """
    return _find("auto")


def _find(source: str | Path) -> Path | None:
    """Return the file that ``source`` means, or None for the stand-in."""
    if source == "simulated":
        return None
    if source == "openml":
        return DATA / "creditcard.parquet"
    if source != "auto":
        return locate(source, "source", (Path.cwd(), ROOT))
    setting = _setting()
    if setting:
        if setting == "simulated":
            return None
        return locate(setting, "COURSE_DATA", (Path.cwd(), ROOT))
    return _file_in_data()


def _file_in_data() -> Path | None:
    """Return the file in the data folder that comes before the stand-in."""
    own = (DATA / name for name in OWN_FILES)
    # A link to a missing file is meant too: reading it then says that it does not exist.
    return next((path for path in own if path.exists() or path.is_symlink()), None)


def _setting() -> str:
    return os.environ.get("COURSE_DATA", "").strip()


def _consequence(path: Path) -> str:
    """Say what a download to the data folder changes for the lessons."""
    if _setting():
        return "the lessons read what COURSE_DATA names"
    first = _file_in_data()
    if first is not None and first != path:
        return f"the lessons still read data/{first.name}"
    return "from now on every lesson reads it instead of the stand-in"


def _subset(
    frame: pd.DataFrame, n_samples: int, path: Path, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw rows of each class without replacement, in the frame's ratio and order."""
    if n_samples > len(frame):
        raise DataError(
            f"n_samples={n_samples:,} is more than the {len(frame):,} rows of {path}; ask for fewer"
        )
    rows = [np.flatnonzero(frame["Class"] == label) for label in (0, 1)]
    n_frauds = round(n_samples * len(rows[1]) / len(frame))
    sizes = (n_samples - n_frauds, n_frauds)
    drawn = [
        rng.choice(group, size, replace=False) for group, size in zip(rows, sizes, strict=True)
    ]
    subset = frame.iloc[np.sort(np.concatenate(drawn))].reset_index(drop=True)
    _check_subset(subset["Class"], len(frame), len(rows[1]))
    return subset


def _check_subset(labels: pd.Series, n_rows: int, n_frauds: int) -> None:
    """Check the class counts; ``n_frauds`` of ``n_rows`` is the ratio that the advice assumes."""
    share = min(n_frauds, n_rows - n_frauds) / n_rows
    enough = math.ceil((MIN_ROWS_PER_CLASS + 0.5) / share) if share else n_rows
    check_class_counts(labels, f"n_samples={len(labels):,}", f"ask for {enough:,} rows or more")


def _blank(frame: pd.DataFrame, missing: float, rng: np.random.Generator) -> None:
    for column in COLUMNS[1:-1]:
        values = frame[column].to_numpy(copy=True)
        values[rng.random(len(values)) < missing] = np.nan
        frame[column] = values


def _counts(frame: pd.DataFrame) -> str:
    return f"{len(frame):,} rows, {int(frame['Class'].sum()):,} frauds"


def _write_csv(frame: pd.DataFrame, path: Path, rows: int = 20_000) -> None:
    """Write every number with the fewest digits that read back equal, as Python's ``repr`` does.

    This takes two thirds of the time that pandas takes. By blocks of rows, because the texts need
    much memory.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        frame.head(0).to_csv(file, index=False, lineterminator="\n")
        for start in range(0, len(frame), rows):
            block = frame.iloc[start : start + rows]
            cells = [
                ["" if number != number else repr(number) for number in block[name].tolist()]
                for name in block
            ]
            file.writelines(f"{','.join(row)}\n" for row in zip(*cells, strict=True))


def _write_once(folder: Path, prefix: str, key: str, make: Callable[[], pd.DataFrame]) -> Path:
    """Write ``make()`` to ``prefix-key.csv`` unless it is there; drop files of older keys."""
    target = folder / f"{prefix}-{key}.csv"
    if target.exists():
        return target
    frame = make()
    try:
        with replacing(target) as part:
            _write_csv(frame, part)
    except OSError as error:
        if not target.exists():  # on Windows another process may just have put it there
            raise DataError(
                f"{target} cannot be written ({error.strerror or error}); free some space or "
                "check the folder's permissions"
            ) from error
    for old in folder.glob(f"{prefix}-*.csv"):
        if old != target:
            with suppress(OSError):  # still open elsewhere (Windows): the next writing removes it
                old.unlink()
    return target
