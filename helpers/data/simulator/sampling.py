"""Draw both classes, with copies and blank cells, as one table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from helpers.data.schema import COLUMNS, LATENT
from helpers.data.simulator.frauds import draw_frauds
from helpers.data.simulator.legitimate import draw_legitimate
from helpers.data.simulator.parameters import ROWS, load_parameters
from helpers.data.validation import check_count, check_share


def sample(
    n_samples: int = ROWS,
    *,
    n_frauds: int | None = None,
    missing: float | None = 0.001,
    random_state: int | np.random.Generator | None = 0,
    parameters: dict[str, Any] | None = None,
) -> pd.DataFrame:
    """Draw simulated transactions in the schema of the real file.

    Parameters
    ----------
    n_samples : int
        Rows, both classes together.
    n_frauds : int, optional
        Rows of class 1, 0 to ``n_samples``. Default: the real share, 492 in 284,807, at least 1.
    missing : float or None
        Share of the cells of ``V1``..``V28`` and ``Amount`` that are blanked completely at
        random, 0 <= missing < 1. ``0`` or ``None``: no cell is blank.
    random_state : int, numpy.random.Generator or None
        Seed. The same integer gives the same rows on every machine. 0 is a draw on which logistic
        regression does about as well as on the average of ten.
    parameters : dict, optional
        Result of :func:`load_parameters`, the default, or of a new fit.

    Returns
    -------
    pandas.DataFrame, shape (n_samples, 31)
        ``Time`` (int64, seconds since the first transaction, sorted), ``V1``..``V28`` (float64,
        6 decimals), ``Amount`` (float64, euros and cents), ``Class`` (int64, 1 = fraud).

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or lies outside its range.

    Examples
    --------
    >>> df = sample(1_000, n_frauds=20, missing=0)
    >>> df.shape, int(df["Class"].sum())
    ((1000, 31), 20)
    """
    n_samples = check_count("n_samples", n_samples, low=1)
    parameters = load_parameters() if parameters is None else parameters
    population = parameters["population"]
    if n_frauds is None:
        n_frauds = max(1, round(n_samples * population["frauds"] / population["rows"]))
    n_frauds = check_count("n_frauds", n_frauds, low=0, high=n_samples)
    missing = check_share("missing", missing)
    # Blanks come from their own stream: the same seed gives the same rows with and without them.
    row_rng, blank_rng = _generator(random_state, parameters).spawn(2)

    n_legitimate = n_samples - n_frauds
    repeated = [
        min(round(n * copies), max(n - 1, 0))
        for n, copies in zip((n_legitimate, n_frauds), _copied_shares(population), strict=True)
    ]
    legitimate = draw_legitimate(n_legitimate - repeated[0], parameters, row_rng)
    frauds = draw_frauds(n_frauds - repeated[1], legitimate, parameters, row_rng)
    values = np.empty((n_samples, len(LATENT)), order="F")
    values[:n_legitimate] = _with_copies(legitimate, repeated[0], row_rng)
    values[n_legitimate:] = _with_copies(frauds, repeated[1], row_rng)
    order = np.argsort(values[:, -1], kind="stable")
    columns = {"Time": values[order, -1].astype(np.int64)}
    for j, name in enumerate(LATENT[:-1]):
        column = values[order, j]
        if missing:
            column[blank_rng.random(n_samples, dtype=np.float32) < missing] = np.nan
        columns[name] = column
    columns["Class"] = (order >= n_legitimate).astype(np.int64)
    return pd.DataFrame(columns, columns=COLUMNS, copy=False)


def _copied_shares(population):
    """Return the shares of the rows of each class that repeat another exactly."""
    frauds, copies = population["frauds"], population["copies"]
    return copies["0"] / (population["rows"] - frauds), copies["1"] / frauds


def _with_copies(rows, n_copies, rng):
    again = rng.choice(len(rows), n_copies, replace=n_copies > len(rows)) if n_copies else []
    return np.concatenate([rows, rows[again]])


def _generator(random_state: Any, parameters: dict[str, Any]) -> np.random.Generator:
    """Return a generator; whole numbers count from the seed that stands nearest the mean of ten."""
    number = isinstance(random_state, int | np.integer) and not isinstance(random_state, bool)
    try:
        if number and random_state >= 0:
            random_state = int(random_state) + parameters["about"]["first_seed"]
        return np.random.default_rng(random_state)
    except (TypeError, ValueError) as error:
        raise type(error)(
            "random_state must be None, a whole number >= 0 or a numpy.random.Generator, "
            f"not {random_state!r}"
        ) from error
