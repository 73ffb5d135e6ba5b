"""The bootstrap's resamples: how often each test row was drawn, once for all models of a lesson."""

from functools import lru_cache
from numbers import Integral

import numpy as np

MOST_CELLS = 150_000_000
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
    if isinstance(random_state, Integral) and n_resamples * len(y_true) <= MOST_CELLS:
        minority = (y_true == 1).tobytes()
        drawn, stream = _remembered(minority, n_resamples, int(random_state))
        return [score(counts) for counts in drawn], stream
    rng = np.random.default_rng(random_state)
    draws = [score(counts) for counts in _drawn(y_true == 1, n_resamples, rng)]
    return draws, repr(rng.bit_generator.state)


def _drawn(minority, n_resamples, rng):
    """Yield, per resample, how often each row was drawn: one array, which the next one changes."""
    classes = np.flatnonzero(~minority), np.flatnonzero(minority)
    counts = np.empty(len(minority), dtype=int)
    for _ in range(n_resamples):
        for rows in classes:
            drawn = rng.integers(0, len(rows), size=len(rows))
            counts[rows] = np.bincount(drawn, minlength=len(rows))
        yield counts


@lru_cache(maxsize=1)
def _remembered(minority, n_resamples, random_state):
    """Return all resamples as an array of bytes, and the stream."""
    rng = np.random.default_rng(random_state)
    minority = np.frombuffer(minority, dtype=bool)
    counts = np.empty((n_resamples, len(minority)), dtype=np.uint8)
    for one, drawn in zip(counts, _drawn(minority, n_resamples, rng), strict=True):
        if drawn.max() > np.iinfo(one.dtype).max:
            raise OverflowError("A row was drawn more than 255 times, which no byte can hold.")
        one[:] = drawn
    counts.setflags(write=False)  # many models are scored on them
    return counts, repr(rng.bit_generator.state)
