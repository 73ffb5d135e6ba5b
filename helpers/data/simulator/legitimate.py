"""Draw legitimate rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.data.simulator.coordinates import TIME, to_rows
from helpers.data.simulator.exact import allocate
from helpers.data.simulator.mixture import bend, draw_latent

AMOUNT_MAX = 25_691.16


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
    return to_rows(x, parameters["coordinates"], AMOUNT_MAX)
