"""The bootstrap's resamples: how often each test row was drawn, once for all models of a lesson."""

from functools import lru_cache
from numbers import Integral

import numpy as np

MOST_CELLS = 100_000_000
"""Resamples times rows that are remembered at most, at one byte each."""


def score_resamples(y_true, score, n_resamples, random_state):
    """Score resamples of the test rows, drawn with replacement within each class.

    Parameters
    ----------
    y_true : ndarray of shape (n_samples,)
        Labels, 0 and 1.
    score : callable
        Takes how often each row was drawn, integers of shape (n_samples,).
    n_resamples : int
    random_state : int, numpy.random.Generator or None
        With the same whole number the next model is scored on the same resamples, and they are
        not drawn again.

    Returns
    -------
    draws : list
        What `score` returned for each resample.
    stream : str
        Where the random numbers stood at the end.
    """
    classes = [np.flatnonzero(y_true == label) for label in (0, 1)]
    sizes = tuple(map(len, classes))
    if isinstance(random_state, Integral) and n_resamples * len(y_true) <= MOST_CELLS:
        drawn, stream = _remembered(sizes, n_resamples, int(random_state))
    else:
        rng = np.random.default_rng(random_state)
        drawn, stream = _drawn(sizes, n_resamples, rng), None
    rows = np.concatenate(classes)
    counts = np.empty(len(y_true), dtype=int)
    draws = []
    for by_class in drawn:
        counts[rows] = by_class
        draws.append(score(counts))
    return draws, stream or repr(rng.bit_generator.state)


def _drawn(sizes, n_resamples, rng):
    """Yield, per resample, how often each row was drawn, one class after the other."""
    for _ in range(n_resamples):
        yield np.concatenate(
            [np.bincount(rng.integers(0, size, size=size), minlength=size) for size in sizes]
        )


@lru_cache(maxsize=1)
def _remembered(sizes, n_resamples, random_state):
    """Return all resamples as an array of bytes, and the stream."""
    rng = np.random.default_rng(random_state)
    counts = np.empty((n_resamples, sum(sizes)), dtype=np.uint8)
    for one, drawn in zip(counts, _drawn(sizes, n_resamples, rng), strict=True):
        if drawn.max() > np.iinfo(one.dtype).max:
            raise OverflowError("A row was drawn more than 255 times, which no byte can hold.")
        one[:] = drawn
    return counts, repr(rng.bit_generator.state)
