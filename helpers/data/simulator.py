"""The stand-in for the credit card fraud file: load its parameters and sample rows.

Rows of one class are made in four steps:

1. draw 30 latent values from a mixture of multivariate Student t distributions;
2. bend each through its own monotone curve: 28 sources, the log of the amount, the time;
3. mix the 28 sources linearly into ``V1``..``V28``;
4. pull a few rows towards the other class, round, and repeat a few rows exactly.

``tools/fit_simulator.py`` fits the parameters; ``data/README.md`` says to what, and how close the
rows come to real ones.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers.data.schema import COLUMNS, FEATURES, LATENT
from helpers.data.validation import check_count, check_share
from helpers.paths import DATA

PARAMETERS = DATA / "creditcard_simulator.json"
ROWS = 284_807  # as many as the real file has

# Latent normals and loadings are rounded to multiples of these powers of two. Every product then
# has fewer than 53 significant bits and so has their sum: matrix products are exact, and the
# rows are the same whichever BLAS kernel or number of threads computes them.
_GRID_NORMAL = 2.0**20
_GRID_LOADING = 2.0**17


@cache
def load_parameters(path: str | Path = PARAMETERS) -> dict[str, Any]:
    """Read the fitted parameters.

    Parameters
    ----------
    path : str or Path
        JSON file written by ``python tools/fit_simulator.py``.

    Returns
    -------
    dict
        Keys ``about``, ``population`` and ``classes``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is not a parameter file of this simulator.

    Examples
    --------
    >>> sorted(load_parameters())
    ['about', 'classes', 'population']
    """
    path = Path(path)
    try:
        parameters = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FileNotFoundError(
            f"{path} is missing; restore it with git, or refit it from the real file with "
            "'python tools/fit_simulator.py CSV'"
        ) from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not valid JSON ({error}); restore it or refit it") from error
    if not isinstance(parameters, dict) or not {"about", "population", "classes"} <= set(
        parameters
    ):
        raise ValueError(f"{path} holds no simulator parameters; restore it or refit it")
    return parameters


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
        Seed. The same integer gives the same rows on every machine.
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
    if n_frauds is None:
        population = parameters["population"]
        n_frauds = max(1, round(n_samples * population["frauds"] / population["rows"]))
    n_frauds = check_count("n_frauds", n_frauds, low=0, high=n_samples)
    missing = check_share("missing", missing)
    # Blanks come from their own stream: the same seed gives the same rows with and without them.
    row_rng, blank_rng = _generator(random_state).spawn(2)

    values = np.empty((n_samples, len(LATENT)), order="F")
    n_legitimate = n_samples - n_frauds
    for c, other, rows in (("0", "1", slice(n_legitimate)), ("1", "0", slice(n_legitimate, None))):
        _fill_class(values[rows], parameters["classes"][c], parameters["classes"][other], row_rng)
    order = np.argsort(values[:, -1], kind="stable")
    target = (order >= n_legitimate).astype(np.int64)
    columns = {"Time": values[order, -1].astype(np.int64)}
    for j, name in enumerate(LATENT[:-1]):
        column = values[order, j]
        if missing:
            column[blank_rng.random(n_samples, dtype=np.float32) < missing] = np.nan
        columns[name] = column
    columns["Class"] = target
    return pd.DataFrame(columns, columns=COLUMNS, copy=False)


def _fill_class(
    out: np.ndarray, model: dict[str, Any], other: dict[str, Any], rng: np.random.Generator
) -> None:
    """Fill ``out`` (rows, 30) with finished rows of one class; the last ones repeat others."""
    n_rows = len(out)
    n_copies = min(round(n_rows * model["duplicate_share"]), max(n_rows - 1, 0))
    n_new = n_rows - n_copies
    new = out[:n_new]
    draw_class(new, model, rng)
    _overlap(new, model["overlap"], other, rng)
    n_features = len(FEATURES)
    for j in range(n_features):
        np.round(new[:, j], 6, out=new[:, j])
    amount, time = new[:, n_features], new[:, n_features + 1]
    amount[:] = np.round(np.clip(np.expm1(amount), 0, model["amount_max"]), 2)
    time[:] = np.floor(np.clip(time, 0, model["time_max"]))
    if n_copies:
        out[n_new:] = new[rng.choice(n_new, n_copies, replace=n_copies > n_new)]


def _overlap(
    rows: np.ndarray, overlap: dict[str, float], other: dict[str, Any], rng: np.random.Generator
) -> None:
    """Pull the features of a few rows towards rows of the other class."""
    count = round(len(rows) * overlap["share"])
    if not count:
        return
    chosen = np.sort(rng.choice(len(rows), count, replace=False))
    others = np.empty((count, len(LATENT)), order="F")
    draw_class(others, other, rng)
    n_features, pull = len(FEATURES), overlap["pull"]
    rows[chosen, :n_features] += pull * (others - rows[chosen])[:, :n_features]


def draw_class(out: np.ndarray, model: dict[str, Any], rng: np.random.Generator) -> None:
    """Fill ``out`` (rows, 30): ``V1``..``V28``, log1p of the amount, time in seconds."""
    draw_latent(out, model, rng)
    for j, curve in enumerate(model["curves"]):
        out[:, j] = apply_curve(out[:, j], curve)
    n_features = len(FEATURES)
    sources = _to_grid(out[:, :n_features].T, _GRID_NORMAL)
    mixing = _to_grid(np.asarray(model["mixing"]), _GRID_LOADING)
    out[:, :n_features] = (mixing @ sources).T
    out[:, :n_features] += np.asarray(model["centre"])


def draw_latent(out: np.ndarray, model: dict[str, Any], rng: np.random.Generator) -> None:
    """Fill ``out`` (rows, 30) with draws from the class's mixture of Student t components."""
    weights = np.asarray(model["weights"])
    stops = rng.multinomial(len(out), weights / weights.sum()).cumsum()
    n_latent, start = out.shape[1], 0
    for k, stop in enumerate(stops):
        normal = _to_grid(rng.standard_normal((n_latent, stop - start)), _GRID_NORMAL)
        loading = _to_grid(unpack_triangle(model["loadings"][k], n_latent), _GRID_LOADING)
        dof = model["dof"][k]
        draw = loading @ normal
        draw *= np.sqrt(dof / rng.chisquare(dof, stop - start))
        draw += np.asarray(model["means"][k])[:, None]
        out[start:stop] = draw.T
        start = stop


def apply_curve(values: np.ndarray, curve: dict[str, list[float]]) -> np.ndarray:
    """Map latent values through a monotone curve, piecewise linear between its knots.

    Beyond the first and last knot the value keeps its distance to that knot.

    Examples
    --------
    >>> apply_curve(np.array([-1.0, 0.5, 3.0]), {"latent": [0, 1], "value": [0, 10]}).tolist()
    [-1.0, 5.0, 12.0]
    """
    latent, value = np.asarray(curve["latent"]), np.asarray(curve["value"])
    inside = np.clip(values, latent[0], latent[-1])
    return np.interp(inside, latent, value) + (values - inside)


def unpack_triangle(packed: list[float], size: int) -> np.ndarray:
    """Return the lower triangular matrix (size, size) whose rows were packed one after another.

    Examples
    --------
    >>> unpack_triangle([1.0, 2.0, 3.0], 2).tolist()
    [[1.0, 0.0], [2.0, 3.0]]
    """
    matrix = np.zeros((size, size))
    matrix[np.tril_indices(size)] = packed
    return matrix


def _to_grid(values: np.ndarray, grid: float) -> np.ndarray:
    """Round to multiples of ``1 / grid``."""
    values = values * grid
    np.rint(values, out=values)
    values /= grid
    return values


def _generator(random_state: Any) -> np.random.Generator:
    try:
        return np.random.default_rng(random_state)
    except (TypeError, ValueError) as error:
        raise type(error)(
            "random_state must be None, a whole number >= 0 or a numpy.random.Generator, "
            f"not {random_state!r}"
        ) from error
