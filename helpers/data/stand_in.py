"""The stand-in, made once: later calls map the rows of a file under ``build/`` into memory."""

import json
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.data import schema, simulator
from helpers.data.schema import COLUMNS
from helpers.environment import code_digest
from helpers.files import digest, replacing
from helpers.paths import BUILD

CACHE = BUILD / "cache"
INTEGERS = ("Time", "Class")
WORTHWHILE = 100_000
"""Rows. Fewer are made in about a second."""


def load_stand_in(n_samples=None, *, missing, random_state):
    """Return the simulated transactions, from the file that an earlier call left or anew.

    Parameters
    ----------
    n_samples : int or None
        Rows; None for as many as the real file has.
    missing : float
        Share of blank feature cells.
    random_state : int, numpy.random.Generator or None

    Returns
    -------
    pandas.DataFrame, shape (n_samples, 31)
        The rows of `helpers.data.simulator.sample`, to the last bit. Changing them leaves the
        file as it is.

    Raises
    ------
    TypeError, ValueError
        See `helpers.data.simulator.sample`.
    """
    n_samples = simulator.ROWS if n_samples is None else n_samples
    options = {"n_samples": n_samples, "missing": missing, "random_state": random_state}
    if not isinstance(random_state, int) or n_samples < WORTHWHILE:
        return simulator.sample(**options)
    path = CACHE / f"stand_in-{stand_in_key(**options)}.npy"
    try:
        values = np.load(path, mmap_mode="c")  # a reader's changes stay in memory
    except (OSError, ValueError, EOFError):  # not there yet, or cut off
        frame = simulator.sample(**options)
        _keep(frame, path)
        return frame
    columns = dict(zip(COLUMNS, np.asarray(values), strict=True))
    columns |= {name: columns[name].astype(np.int64) for name in INTEGERS}
    return pd.DataFrame(columns, copy=False)


def stand_in_key(**options) -> str:
    """Return a digest of all that the rows depend on: code, parameters, NumPy and options."""
    code = code_digest(Path(simulator.__file__).parent)
    made_with = f"{code} {np.__version__} {json.dumps(options, sort_keys=True)}"
    return digest(Path(schema.__file__), simulator.PARAMETERS, made_with.encode(), size=4)


def _keep(frame: pd.DataFrame, path: Path) -> None:
    """Write the columns to a file; where that is not possible, the next call makes them again."""
    with suppress(OSError):  # a read-only course folder, or a full disk
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part, part.open("wb") as file:
            np.save(file, np.stack([frame[name].to_numpy(float) for name in COLUMNS]))
        for old in path.parent.glob("stand_in-*.npy"):
            if old != path:
                old.unlink()
