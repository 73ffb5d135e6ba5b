"""Honest credit card files of the kinds that readers bring, made from given rows."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

FEW = 53
"""Frauds. Some files that circulate have so few."""
NATURAL = 284_315 / 492
"""Legitimate rows for each fraud in the public file."""
KINDS = (
    "all rows",
    "first half",
    "second half",
    "one to one",
    "few frauds",
    "natural ratio",
    "shuffled labels",
)


def write_honest_files(rows: pd.DataFrame, folder: Path, *, seed: int = 0) -> dict[str, Path]:
    """Write one CSV of each kind and return the paths by kind.

    Parameters
    ----------
    rows : DataFrame
        With a column ``Class``; from it rows are drawn, none is changed except in its label.
    folder : Path
    seed : int, default=0
    """
    paths = {}
    for kind, frame in _frames(rows.reset_index(drop=True), np.random.default_rng(seed)):
        paths[kind] = folder / f"{kind.replace(' ', '_')}.csv"
        frame.to_csv(paths[kind], index=False)
    assert tuple(paths) == KINDS
    return paths


def _frames(rows: pd.DataFrame, rng: np.random.Generator) -> Iterator[tuple[str, pd.DataFrame]]:
    frauds = rng.permutation(np.flatnonzero(rows["Class"] == 1))
    legitimate = rng.permutation(np.flatnonzero(rows["Class"] == 0))

    def take(n_legitimate: int, n_frauds: int) -> pd.DataFrame:
        chosen = np.concatenate([legitimate[:n_legitimate], frauds[:n_frauds]])
        return rows.iloc[np.sort(chosen)]

    half = take(len(legitimate) // 2, len(frauds) // 2)
    yield "all rows", rows
    yield "first half", half
    yield "second half", rows.drop(half.index)
    yield "one to one", take(len(frauds), len(frauds))
    yield "few frauds", take(len(legitimate), FEW)
    n_legitimate = min(len(legitimate), 30_000)
    yield "natural ratio", take(n_legitimate, round(n_legitimate / NATURAL))
    yield "shuffled labels", rows.assign(Class=rng.permutation(rows["Class"].to_numpy()))
