"""Borderline-SMOTE: synthetic rows only from the minority rows that are in danger.

Han, Wang and Mao (2005). Borderline-SMOTE: A New Over-Sampling Method in Imbalanced Data Sets
Learning. Advances in Intelligent Computing, ICIC 2005, LNCS 3644, 878-887.
https://doi.org/10.1007/11538059_91

Departures from the paper, shared with imbalanced-learn:

- Pairs of parent and neighbour are drawn at random, as in its SMOTE.
- Kind 2 looks for the k nearest neighbours of a row in danger among all rows and takes whatever
  class comes; the paper adds the nearest majority row to the k minority neighbours.
- Kind 2 multiplies the gap in [0, 1) by a second random number in [0, 0.5) when the neighbour
  is from another class; the paper draws one number in (0, 0.5).
- Kind 2 fails on data that is all integer, with a TypeError from NumPy.
- If no row is in danger, nothing is added, without a warning.
- Kind 1 wraps narrow integers round, and both kinds make True of the fractions of booleans and cut
  a ratio off, as in `helpers.by_hand.smote`.
"""

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state

from helpers.by_hand.containers import form_balanced_set, like_input, to_arrays
from helpers.by_hand.neighbours import (
    classify_minority_rows,
    count_other_class,
    nearest_neighbours,
)
from helpers.by_hand.refusals import explains
from helpers.by_hand.smote import (
    create_synthetic_rows,
    identify_minority_classes,
    pick_random_neighbours,
)
from helpers.by_hand.strategy import rows_to_create
from helpers.by_hand.trace import (
    Batch,
    Resampled,
    neighbour_table,
    surroundings_table,
    trace_of_batches,
)


def find_neighbours_in_whole_data(X, minority, m_neighbors):
    """Step 1: find each minority row's m nearest neighbours in the whole data.

    Han et al. (2005), section 3, step 1.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        All rows.
    minority : ndarray of shape (n_minority,)
        Positions of the minority rows.
    m_neighbors : int
        m.

    Returns
    -------
    ndarray of shape (n_minority, m_neighbors)
        Positions in `X`.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [3.0], [7.0]])
    >>> find_neighbours_in_whole_data(X, np.array([2, 3]), m_neighbors=2)
    array([[1, 0],
           [2, 1]])
    """
    return nearest_neighbours(X, minority, m_neighbors)


# Step 2, classify_minority_rows, stands in helpers.by_hand.neighbours: every trace uses it.


def find_segment_ends(X, minority, danger, k_neighbors, kind):
    """Step 3: find the neighbours towards which rows in danger are interpolated.

    Han et al. (2005), section 3, step 3: k nearest minority neighbours. Kind 2 in
    imbalanced-learn: k nearest neighbours among all rows.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        All rows.
    minority : ndarray of shape (n_minority,)
        Positions of the minority rows.
    danger : ndarray of shape (n_danger,)
        Positions of those in danger.
    k_neighbors : int
        k.
    kind : {"borderline-1", "borderline-2"}
        Where to search: among minority rows, or among all rows.

    Returns
    -------
    ndarray of shape (n_danger, k_neighbors)
        Positions in `X`.
    """
    if kind == "borderline-2":
        return nearest_neighbours(X, danger, k_neighbors)
    place_in_minority = np.searchsorted(minority, danger)
    return minority[nearest_neighbours(X[minority], place_in_minority, k_neighbors)]


def create_rows_towards_any_class(X_parent, X_neighbour, gap, is_other, random_state):
    """Step 3, kind 2: create rows that stay near the parent if the neighbour is of another class.

    Han et al. (2005), section 3, Borderline-SMOTE2: towards a majority neighbour the gap lies in
    (0, 0.5), so that the new row is closer to the minority. In imbalanced-learn it is the product
    of the usual gap and a number in [0, 0.5).

    Parameters
    ----------
    X_parent : ndarray of shape (n_new, n_features)
        Rows in danger.
    X_neighbour : ndarray of shape (n_new, n_features)
        One neighbour of each.
    gap : ndarray of shape (n_new,)
        In [0, 1).
    is_other : ndarray of bool of shape (n_new,)
        Whether the neighbour belongs to another class.
    random_state : int, RandomState instance or None
        Source of randomness. An integer starts the sequence again.

    Returns
    -------
    X_new : ndarray of shape (n_new, n_features)
        The new rows.
    gap : ndarray of shape (n_new,)
        The gaps, shortened where the neighbour belongs to another class.
    """
    shortening = np.ones((len(gap), 1))
    shortening[is_other] = check_random_state(random_state).uniform(
        low=0.0, high=0.5, size=(is_other.sum(), 1)
    )
    difference = X_neighbour - X_parent
    difference *= shortening  # in place, in the dtype of the data: integers raise a TypeError
    X_new = X_parent + gap[:, np.newaxis] * difference
    return X_new.astype(X_parent.dtype), gap * shortening.ravel()


def synthesise_from_danger(X, y, danger, neighbours, label, n_new, kind, random_state):
    """Step 3: synthesise rows, from rows in danger only.

    Han et al. (2005), section 3, step 4: synthetic = p + r * dif.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        All rows.
    y : ndarray of shape (n_rows,)
        Class labels.
    danger : ndarray of shape (n_danger,)
        Positions of the minority rows in danger.
    neighbours : ndarray of shape (n_danger, k_neighbors)
        Positions of the neighbours to interpolate towards.
    label : object
        The class to over-sample.
    n_new : int
        Number of rows to create.
    kind : {"borderline-1", "borderline-2"}
        Whether neighbours may belong to other classes.
    random_state : int, RandomState instance or None
        Source of randomness.

    Returns
    -------
    X_new : ndarray of shape (n_new, n_features)
        The new rows.
    pairs : DataFrame
        One line per new row: `parent`, `neighbour`, `gap`, `neighbour_label`.
    """
    parent, neighbour, gap = pick_random_neighbours(danger, neighbours, n_new, random_state)
    if kind == "borderline-1":
        X_new = create_synthetic_rows(X[parent], X[neighbour], gap)
    else:
        is_other = y[neighbour] != label
        X_new, gap = create_rows_towards_any_class(
            X[parent], X[neighbour], gap, is_other, random_state
        )
    pairs = pd.DataFrame({"parent": parent, "neighbour": neighbour, "gap": gap})
    return X_new, pairs.assign(neighbour_label=y[neighbour])


def empty_batch(label, X, y, surroundings):
    """Write down that a class got no synthetic rows, because none of its rows is in danger."""
    nowhere = np.array([], dtype=int)
    pairs = pd.DataFrame({"parent": nowhere, "neighbour": nowhere, "gap": nowhere.astype(float)})
    pairs = pairs.assign(neighbour_label=y[nowhere])
    return Batch(
        label, X[nowhere], pairs, surroundings, neighbour_table(nowhere, nowhere[:, np.newaxis])
    )


@explains
def borderline_smote(
    X,
    y,
    *,
    sampling_strategy="auto",
    k_neighbors=5,
    m_neighbors=10,
    kind="borderline-1",
    random_state=None,
):
    """Over-sample with Borderline-SMOTE, step by step.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        Numeric features.
    y : ndarray or Series of shape (n_rows,)
        Class labels.
    sampling_strategy : str, float, dict or callable, default="auto"
        How many rows to create; see `helpers.by_hand.strategy.rows_to_create`.
    k_neighbors : int, default=5
        Neighbours to interpolate towards.
    m_neighbors : int, default=10
        Neighbours in the whole data that decide whether a row is in danger.
    kind : {"borderline-1", "borderline-2"}, default="borderline-1"
        1 interpolates towards minority neighbours, 2 towards neighbours of any class.
    random_state : int, RandomState instance or None, default=None
        Source of randomness.

    Returns
    -------
    Resampled
        `X`, `y` and `trace` with the tables `synthetic` (with `neighbour_label`), `minority` and
        `neighbours` (of rows in danger). A class without rows in danger stays as it is.

    Raises
    ------
    ValueError
        If `kind` is unknown, there are too few rows for the neighbours asked for, or the data or
        the strategy is unusable.
    TypeError
        With kind 2, if all columns are integers; with both, if all are booleans.

    References
    ----------
    Han et al. (2005), https://doi.org/10.1007/11538059_91

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [5.0], [6.0], [7.0]])
    >>> y = np.array([0, 0, 0, 0, 0, 1, 1, 1])
    >>> result = borderline_smote(X, y, k_neighbors=1, m_neighbors=2, random_state=0)
    >>> result.trace.minority[["row", "n_other", "kind"]]
       row  n_other    kind
    0    5        1  danger
    1    6        0    safe
    2    7        0    safe
    """
    if kind not in ("borderline-1", "borderline-2"):
        raise ValueError(f"'kind' must be 'borderline-1' or 'borderline-2'. Got {kind!r} instead.")
    X_all, y_all = to_arrays(X, y)
    batches = []
    for label, minority in identify_minority_classes(y_all, sampling_strategy).items():
        around = find_neighbours_in_whole_data(X_all, minority, m_neighbors)
        n_other = count_other_class(y_all, around, label)
        danger = minority[classify_minority_rows(n_other, m_neighbors) == "danger"]
        surroundings = surroundings_table(minority, n_other, m_neighbors)
        if len(danger) == 0:  # nothing to start from: the class stays as it is
            batches.append(empty_batch(label, X_all, y_all, surroundings))
            continue
        neighbours = find_segment_ends(X_all, minority, danger, k_neighbors, kind)
        n_new = rows_to_create(sampling_strategy, y_all)[label]
        X_new, pairs = synthesise_from_danger(
            X_all, y_all, danger, neighbours, label, n_new, kind, random_state
        )
        table = neighbour_table(danger, neighbours)
        batches.append(Batch(label, X_new, pairs, surroundings, table))
    X_balanced, y_balanced = form_balanced_set(X_all, y_all, batches)
    trace = trace_of_batches(y_all, batches, synthetic_extra="neighbour_label")
    return Resampled(*like_input(X_balanced, y_balanced, X, y), trace)


STEPS = (
    find_neighbours_in_whole_data,
    classify_minority_rows,
    find_segment_ends,
    create_rows_towards_any_class,
    synthesise_from_danger,
    form_balanced_set,
)
"""The steps in the order of the lesson."""
