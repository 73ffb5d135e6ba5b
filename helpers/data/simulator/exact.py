"""Arithmetic that gives the same bits on every machine.

A sum depends on its order in the last bits, and so a matrix product depends on the processor's
kernel and on the number of threads. Where all terms are multiples of one power of two and their
sum stays under 2**53 of it, no term is ever rounded and the order cannot matter. So what goes
into a product is rounded to such multiples first. The same rounding takes away what ``exp`` and
its like leave to the machine.
"""

import numpy as np

FINE = 2.0**20
"""Latent values, coordinates: multiples of 1e-6, below 2,048 in size."""
COARSE = 2.0**16
"""Entries of matrices that such values are multiplied with, below 2 in size."""


def to_grid(values: np.ndarray, grid: float = FINE) -> np.ndarray:
    """Round to multiples of ``1 / grid``, a power of two.

    Examples
    --------
    >>> to_grid(np.array([0.30, 0.55]), 4).tolist()
    [0.25, 0.5]
    """
    values = values * grid
    np.rint(values, out=values)
    values /= grid
    return values


def allocate(n: int, weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Share ``n`` draws among groups: each gets its part, rounded up or down.

    Shares drawn one by one would let the make-up of the few frauds wander from seed to seed.

    Parameters
    ----------
    n : int
    weights : ndarray of shape (n_groups,)
    rng : Generator
        Decides what is rounded up.

    Returns
    -------
    ndarray of shape (n,)
        Numbers of the groups, in increasing order.

    Examples
    --------
    >>> allocate(4, np.array([1, 3]), np.random.default_rng(0)).tolist()
    [0, 1, 1, 1]
    """
    ends = np.cumsum(weights)
    places = (np.arange(n) + rng.random()) / n * ends[-1] if n else np.empty(0)
    return np.searchsorted(ends, places, side="right").clip(max=len(ends) - 1)
