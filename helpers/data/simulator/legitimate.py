"""Draw legitimate rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.data.simulator.coordinates import AMOUNT, TIME, to_rows
from helpers.data.simulator.exact import allocate, to_grid
from helpers.data.simulator.mixture import bend, draw_latent
from helpers.data.simulator.parameters import ROWS

AMOUNT_MAX = 25_691.16
REPEATED, JITTER = 0.4, 0.02
"""Share of the rows of the full file that nearly repeat another one, and how near, in coordinates.
Of a sample, fewer do: the other one is seldom in it, too."""


def draw_legitimate(n: int, parameters: dict[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Draw legitimate rows; a few of them lie among frauds, as some real ones do.

    Parameters
    ----------
    n : int
    parameters : dict
        From `load_parameters`.
    rng : Generator

    Returns
    -------
    ndarray of shape (n, 30)
        ``V1``..``V28``, ``Amount``, ``Time``.
    """
    model, fraud = parameters["legitimate"], parameters["fraud"]
    x = bend(draw_latent(allocate(n, model["rows"], rng), model, rng), model)
    odd = rng.choice(n, int(n * model["share_among_frauds"] + rng.random()), replace=False)
    group = allocate(len(odd), fraud["beside_legitimate"], rng)
    x[odd, :TIME] = bend(draw_latent(group, fraud, rng), fraud)[:, :TIME]
    _repeat(x, rng)
    return to_rows(x, parameters["coordinates"], AMOUNT_MAX)


def _repeat(x, rng):
    """Let some rows take the features of a row with the same amount or the one next to it."""
    pairs = np.argsort(x[:, AMOUNT], kind="stable")[: len(x) // 2 * 2].reshape(-1, 2)
    pairs = pairs[rng.random(len(pairs)) < 2 * REPEATED * min(len(x) / ROWS, 1)]
    noise = to_grid(JITTER * rng.standard_normal((len(pairs), AMOUNT)))
    x[pairs[:, 1], :AMOUNT] = x[pairs[:, 0], :AMOUNT] + noise
