"""Call a policy, and take its scores for what they must be: one finite number for each row."""

from collections.abc import Callable

import numpy as np
import pandas as pd

Scorer = Callable[[pd.DataFrame], np.ndarray]


class PolicyError(Exception):
    """A policy stopped, or returned no scores; the message is for the learner."""


def scorer(policy: Callable, fit: pd.DataFrame, decide: pd.DataFrame) -> Scorer:
    """Let a policy learn, and return the function that scores rows.

    Raises
    ------
    TypeError
        If the policy returns no object with a method ``score``.
    """
    learned = policy(fit.copy(), decide.copy())
    if not callable(getattr(learned, "score", None)):
        raise TypeError(
            "Your policy must return an object with a method score(rows), "
            f"not {type(learned).__name__}."
        )

    def score(rows: pd.DataFrame) -> np.ndarray:
        return checked(learned.score(rows.copy()), len(rows))

    return score


def checked(scores: object, n: int) -> np.ndarray:
    """Return scores as an array of floats.

    Raises
    ------
    ValueError
        If they are not one finite number for each of `n` rows.

    Examples
    --------
    >>> checked([0, 0.5], 3)
    Traceback (most recent call last):
    ValueError: score(rows) must return one number for each row: 3, not 2.
    """
    found = np.asarray(scores, dtype=float)
    if found.shape != (n,):
        got = len(found) if found.ndim == 1 else f"an array of shape {found.shape}"
        raise ValueError(f"score(rows) must return one number for each row: {n}, not {got}.")
    if not np.isfinite(found).all():
        raise ValueError(f"{np.sum(~np.isfinite(found))} scores are no finite numbers.")
    return found
