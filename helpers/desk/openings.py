"""The log of who opened the sealed day, in the folder of the notebook."""

import csv
import io
from datetime import datetime
from pathlib import Path

import numpy as np

from helpers.files import digest, write_file

LOG = "desk_openings.csv"
COLUMNS = ["opening", "time", "policy", "EUR saved", "rows"]


def record(scores: np.ndarray, source: str, saved: float, log: str | Path = LOG) -> int:
    """Write an opening into the log and return its number; the same policy keeps its own.

    Parameters
    ----------
    scores : ndarray of shape (n_samples,)
        What the policy said of the sealed day: by this it is known again.
    source : str
        What the rows are.
    saved : float
        EUR.
    log : str or Path
    """
    who = digest(np.round(scores, 9).tobytes(), size=4)
    rows = read(Path(log).read_text(encoding="utf-8")) if Path(log).exists() else []
    known = {row["policy"]: int(row["opening"]) for row in rows if row["rows"] == source}
    number = known.get(who, len(known) + 1)
    time = f"{datetime.now():%Y-%m-%d %H:%M}"
    rows.append(dict(zip(COLUMNS, [number, time, who, f"{saved:.2f}", source], strict=True)))
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_file(Path(log), text.getvalue())
    return number


def read(text: str) -> list[dict[str, str]]:
    """Return the lines of a log that are whole."""
    rows = csv.DictReader(io.StringIO(text))
    return [row for row in rows if all(row.get(name) for name in COLUMNS)]


def count(text: str) -> int:
    r"""Return how many different policies were tried on the sealed day of the last line's rows.

    Examples
    --------
    >>> count("opening,time,policy,EUR saved,rows\n1,now,ab,5,x\n1,later,ab,5,x\n")
    1
    """
    rows = read(text)
    return len({row["policy"] for row in rows if row["rows"] == rows[-1]["rows"]})


def here() -> int:
    """Return the number of openings that the log in this folder tells of."""
    return count(Path(LOG).read_text(encoding="utf-8")) if Path(LOG).exists() else 0
