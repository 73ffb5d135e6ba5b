"""Turn 30 coordinates into the columns of the file.

In the real file ``Amount`` is nearly a linear function of ``V1``..``V28``. So the features are
described by 28 linear coordinates of which the last points the way of the amount, and of this one
only the *residual* is modelled: what the line leaves over. The coordinates are

- 0 to 26: directions in which the legitimate rows are far from normal and nearly independent;
- 27: the residual in units of 8 euros, as inverse hyperbolic sine;
- 28: ``log(1 + Amount)``;
- 29: ``Time`` in units of 40,000 seconds.
"""

from __future__ import annotations

import numpy as np

from helpers.data.simulator.exact import COARSE, to_grid

RESIDUAL, AMOUNT, TIME = 27, 28, 29
RESIDUAL_UNIT, TIME_UNIT = 8.0, 40_000.0
LARGEST_RESIDUAL = 10.0
"""As inverse hyperbolic sine; 88,000 euros. A fit to few rows may miss the frauds by so much."""
LAST_SECOND = 172_792


def to_rows(x: np.ndarray, model: dict[str, np.ndarray], amount_max: float) -> np.ndarray:
    """Return the rows that stand at these coordinates, rounded as the file is.

    Parameters
    ----------
    x : ndarray of shape (n, 30)
    model : dict
        ``mixing`` (28, 28): what a step along each coordinate adds to ``V1``..``V28``; ``centre``
        (28,): where all are 0; ``amount`` (2,): intercept and slope of the line, in euros.
    amount_max : float
        Euros.

    Returns
    -------
    ndarray of shape (n, 30)
        ``V1``..``V28``, ``Amount``, ``Time``.
    """
    rows = np.empty(x.shape, order="F")
    rows[:, AMOUNT] = np.round(np.expm1(x[:, AMOUNT]).clip(0, amount_max), 2)
    rows[:, TIME] = np.floor((TIME_UNIT * x[:, TIME]).clip(0, LAST_SECOND))
    residual = np.sinh(x[:, RESIDUAL].clip(-LARGEST_RESIDUAL, LARGEST_RESIDUAL)) * RESIDUAL_UNIT
    intercept, slope = model["amount"]
    linear = x[:, : RESIDUAL + 1].copy()
    linear[:, RESIDUAL] = to_grid((rows[:, AMOUNT] - intercept - residual) / slope)
    rows[:, :AMOUNT] = linear @ to_grid(model["mixing"], COARSE) + model["centre"]
    rows[:, :AMOUNT] = np.round(rows[:, :AMOUNT], 6)
    return rows


def to_coordinates(rows: np.ndarray, model: dict[str, np.ndarray]) -> np.ndarray:
    """Return the coordinates of rows: the way back from `to_rows`.

    Parameters
    ----------
    rows : ndarray of shape (n, 30)
        ``V1``..``V28``, ``Amount``, ``Time``.
    model : dict
        As of `to_rows`.

    Returns
    -------
    ndarray of shape (n, 30)
    """
    x = np.empty(rows.shape)
    x[:, :AMOUNT] = (rows[:, :AMOUNT] - model["centre"]) @ np.linalg.inv(model["mixing"])
    intercept, slope = model["amount"]
    residual = rows[:, AMOUNT] - intercept - slope * x[:, RESIDUAL]
    x[:, RESIDUAL] = np.arcsinh(residual / RESIDUAL_UNIT)
    x[:, AMOUNT] = np.log1p(rows[:, AMOUNT])
    x[:, TIME] = rows[:, TIME] / TIME_UNIT
    return x
