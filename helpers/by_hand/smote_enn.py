"""SMOTE-ENN: over-sample with SMOTE, then remove the rows that their neighbours outvote.

Batista, Prati and Monard (2004). A study of the behavior of several methods for balancing machine
learning training data. ACM SIGKDD Explorations Newsletter 6(1), 20-29.
https://doi.org/10.1145/1007730.1007735

The cleaning looks at every class, synthetic rows included. Batista et al. remove a row if its
class differs from that of at least two of its three nearest neighbours, ``kind_sel="mode"``;
imbalanced-learn's default is ``kind_sel="all"``, which removes it for a single one.

The over-sampling has the oddities of types and ratios that `helpers.by_hand.smote` names; the
cleaning sees the values before the columns of a DataFrame get their types back.
"""

from helpers.by_hand.containers import like_input, to_arrays
from helpers.by_hand.edited_nearest_neighbours import (
    edited_nearest_neighbours,
    find_neighbours,
    find_outvoted,
    remove_outvoted,
)
from helpers.by_hand.refusals import explains
from helpers.by_hand.smote import smote
from helpers.by_hand.trace import Resampled, trace_of_both


@explains
def smote_enn(
    X,
    y,
    *,
    sampling_strategy="auto",
    k_neighbors=5,
    n_neighbors=3,
    kind_sel="all",
    random_state=None,
):
    """Over-sample with SMOTE, then clean with edited nearest neighbours.

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
    n_neighbors : int, default=3
        Neighbours that vote in the cleaning.
    kind_sel : {"all", "mode"}, default="all"
        Whether all of them have to agree with a row that stays, or only most.
    random_state : int, RandomState instance or None, default=None
        Source of randomness.

    Returns
    -------
    Resampled
        `X`, `y` and `trace` with the tables `synthetic` (with `kept`), `minority`, `neighbours`,
        `removed` and `kept`. Positions in `removed`, `kept` and `synthetic` count the rows of
        the balanced set before the cleaning.

    Raises
    ------
    ValueError
        As SMOTE and edited nearest neighbours do.

    References
    ----------
    Batista et al. (2004), https://doi.org/10.1145/1007730.1007735

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [4.5], [6.0], [7.0]])
    >>> y = np.array([0, 0, 0, 0, 0, 1, 1, 1])
    >>> result = smote_enn(X, y, k_neighbors=2, n_neighbors=1, random_state=0)
    >>> result.y.tolist(), sorted(set(result.trace.removed["row"]))
    ([0, 0, 0, 0, 1, 1, 1, 1, 1], [4])
    """
    X_all, y_all = to_arrays(X, y)
    balanced = smote(
        X_all,
        y_all,
        sampling_strategy=sampling_strategy,
        k_neighbors=k_neighbors,
        random_state=random_state,
    )
    cleaned = edited_nearest_neighbours(
        balanced.X,
        balanced.y,
        sampling_strategy="all",
        n_neighbors=n_neighbors,
        kind_sel=kind_sel,
    )
    trace = trace_of_both(balanced.trace, cleaned.trace)
    return Resampled(*like_input(cleaned.X, cleaned.y, X, y), trace)


STEPS = (smote, find_neighbours, find_outvoted, remove_outvoted)
"""The steps in the order of the lesson: SMOTE, then those of the cleaning."""
