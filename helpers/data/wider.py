"""More columns for a made-up table: noise, or further views of what the first columns show."""

from __future__ import annotations

import numpy as np
import pandas as pd

FURTHER = ("noise", "informative")
"""What further columns hold."""
BLUR = 1.0
"""Standard deviation of the noise in an informative column, in the units of `hidden`."""


def widen(
    frame: pd.DataFrame,
    n_columns: int,
    further: str = "noise",
    *,
    hidden: pd.DataFrame | None = None,
    random_state: int | None = 0,
) -> pd.DataFrame:
    """Add columns to a table, or keep the first of them.

    Parameters
    ----------
    frame : DataFrame
        Features and ``Class``, as of the generators in `helpers.data`.
    n_columns : int
        Features of the new table. If the table has more, only the first are kept.
    further : {"noise", "informative"}, default="noise"
        What the new columns hold: normal noise, or the hidden columns seen from a random direction
        and blurred by normal noise. The latter say something about the class, and are correlated.
    hidden : DataFrame of shape (n_samples, n_hidden), optional
        Numbers that the informative columns are views of. By default ``x1`` and ``x2``.
    random_state : int or None

    Returns
    -------
    DataFrame of shape (n_samples, n_columns + 1)
        The first columns and the rows' order are those of the table. A table with fewer new columns
        holds the first of those with more.

    Raises
    ------
    ValueError
        If there is no column to keep, or no such kind of column.

    Examples
    --------
    >>> from helpers.data import make_overlapping
    >>> wide = widen(make_overlapping(200), 30, "informative")
    >>> wide.shape, wide.columns[-2:].tolist()
    ((200, 31), ['x30', 'Class'])
    >>> widen(make_overlapping(200), 2).columns.tolist()
    ['x1', 'x2', 'Class']
    """
    if n_columns < 1:
        raise ValueError(f"A table needs a column, not {n_columns}.")
    if further not in FURTHER:
        raise ValueError(f"Further columns are one of {', '.join(FURTHER)}, not {further!r}.")
    features = frame.drop(columns="Class")
    first, n_new = features.iloc[:, :n_columns], max(n_columns - features.shape[1], 0)
    # one stream for each column, so that 10 columns are the first of 30
    streams = np.random.SeedSequence(random_state).spawn(features.shape[1] + n_new)
    seen = (frame[["x1", "x2"]] if hidden is None else hidden).to_numpy()
    new = {
        f"x{number + 1}": _column(np.random.default_rng(streams[number]), seen, further)
        for number in range(features.shape[1], features.shape[1] + n_new)
    }
    return pd.concat([first, pd.DataFrame(new, index=frame.index), frame[["Class"]]], axis=1)


def _column(rng, seen, further):
    noise = rng.normal(size=len(seen))
    if further == "noise":
        return noise
    direction = rng.normal(size=seen.shape[1])
    return seen @ (direction / np.linalg.norm(direction)) + BLUR * noise
