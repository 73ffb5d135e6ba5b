"""SMOTE-Tomek: over-sample with SMOTE, then remove both rows of every Tomek link.

Batista, Prati and Monard (2004). A study of the behavior of several methods for balancing machine
learning training data. ACM SIGKDD Explorations Newsletter 6(1), 20-29.
https://doi.org/10.1145/1007730.1007735

The over-sampling has the oddities of types and ratios that `helpers.by_hand.smote` names; the
cleaning sees the values before the columns of a DataFrame get their types back.
"""

from helpers.by_hand.containers import like_input, to_arrays
from helpers.by_hand.refusals import explains
from helpers.by_hand.smote import smote
from helpers.by_hand.tomek_links import (
    find_links,
    find_nearest_neighbour,
    remove_linked,
    tomek_links,
)
from helpers.by_hand.trace import Resampled, trace_of_both


@explains
def smote_tomek(X, y, *, sampling_strategy="auto", k_neighbors=5, random_state=None):
    """Over-sample with SMOTE, then clean by removing Tomek links.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        Numeric features.
    y : ndarray or Series of shape (n_rows,)
        Class labels.
    sampling_strategy : str, float, dict or callable, default="auto"
        How many rows SMOTE creates; see `helpers.by_hand.strategy.rows_to_create`.
    k_neighbors : int, default=5
        Minority neighbours in SMOTE.
    random_state : int, RandomState instance or None, default=None
        Source of randomness.

    Returns
    -------
    Resampled
        `X`, `y` and `trace` with the tables `synthetic` (with `kept`), `minority`, `neighbours`,
        `links`, `removed` and `kept`. Positions in `links`, `removed`, `kept` and `synthetic`
        count the rows of the balanced set before the cleaning.

    Raises
    ------
    ValueError
        As SMOTE does.

    References
    ----------
    Batista et al. (2004), https://doi.org/10.1145/1007730.1007735

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [4.2], [6.0], [7.0]])
    >>> y = np.array([0, 0, 0, 0, 0, 1, 1, 1])
    >>> result = smote_tomek(X, y, k_neighbors=2, random_state=0)
    >>> result.trace.links[["first", "second", "first_label", "second_label"]].values.tolist()
    [[4, 5, 0, 1]]
    """
    X_all, y_all = to_arrays(X, y)
    balanced = smote(
        X_all,
        y_all,
        sampling_strategy=sampling_strategy,
        k_neighbors=k_neighbors,
        random_state=random_state,
    )
    cleaned = tomek_links(balanced.X, balanced.y, sampling_strategy="all")
    trace = trace_of_both(balanced.trace, cleaned.trace)
    return Resampled(*like_input(cleaned.X, cleaned.y, X, y), trace)


STEPS = (smote, find_nearest_neighbour, find_links, remove_linked)
"""The steps in the order of the lesson: SMOTE, then those of the cleaning."""
