"""ADASYN: more synthetic rows for the minority rows that are harder to learn.

He, Bai, Garcia and Li (2008). ADASYN: Adaptive synthetic sampling approach for imbalanced
learning. IEEE International Joint Conference on Neural Networks, 1322-1328.
https://doi.org/10.1109/IJCNN.2008.4633969

Departures from the paper, shared with imbalanced-learn:

- The paper starts only if the share of minority to majority rows is below a threshold d_th. Here
  rows are created whenever `sampling_strategy` asks for some.
- The number of rows of each parent is rounded, so the total may differ a little from the number
  asked for.
- The partners are searched again among the minority; the paper takes "one minority data example"
  from the K neighbours that were found in the whole set.
- With several classes, "majority" means "any other class".
- Bytes and other narrow integers wrap round, fractions of booleans become True, and a ratio is cut
  off, as in `helpers.by_hand.smote`. The rounding of step 4 comes on top of the latter.
"""

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state

from helpers.by_hand.containers import form_balanced_set, like_input, to_arrays
from helpers.by_hand.neighbours import count_other_class, nearest_neighbours
from helpers.by_hand.refusals import explains
from helpers.by_hand.smote import (
    create_synthetic_rows,
    find_minority_neighbours,
    identify_minority_classes,
)
from helpers.by_hand.strategy import rows_to_create
from helpers.by_hand.trace import (
    Batch,
    Resampled,
    neighbour_table,
    surroundings_table,
    trace_of_batches,
)


def count_needed_rows(y, label, sampling_strategy="auto"):
    """Step 1: compute how many synthetic rows are needed.

    He et al. (2008), step 2(a): G = (m_l - m_s) * beta, with m_l majority rows, m_s minority rows
    and beta the wanted balance. imbalanced-learn's `sampling_strategy` takes the place of beta;
    "auto" is beta = 1.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Class labels.
    label : object
        The class to over-sample.
    sampling_strategy : str, float, dict or callable
        See `helpers.by_hand.strategy.rows_to_create`.

    Returns
    -------
    int
        G.

    Examples
    --------
    >>> count_needed_rows(np.array([0] * 100 + [1] * 20), label=1)
    80
    """
    return rows_to_create(sampling_strategy, y)[label]


def measure_difficulty(X, y, minority, label, n_neighbors):
    """Step 2: find each minority row's difficulty, the share of other classes around it.

    He et al. (2008), step 2(b): r_i = Delta_i / K, where Delta_i of the K nearest neighbours of
    minority row i, searched among all rows, belong to the majority.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        All rows.
    y : ndarray of shape (n_rows,)
        Class labels.
    minority : ndarray of shape (n_minority,)
        Positions of the minority rows.
    label : object
        Their class.
    n_neighbors : int
        K.

    Returns
    -------
    ndarray of shape (n_minority,)
        r, between 0 and 1.

    Examples
    --------
    >>> X, y = np.array([[0.0], [1.0], [3.0], [4.0]]), np.array([0, 0, 1, 1])
    >>> measure_difficulty(X, y, np.array([2, 3]), label=1, n_neighbors=2)
    array([0.5, 0.5])
    """
    neighbours = nearest_neighbours(X, minority, n_neighbors)
    return count_other_class(y, neighbours, label) / n_neighbors


def normalise_to_weights(difficulty):
    """Step 3: normalise the difficulties to weights that sum to 1.

    He et al. (2008), step 2(c): r_hat_i = r_i / sum of all r.

    Parameters
    ----------
    difficulty : ndarray of shape (n_minority,)
        r.

    Returns
    -------
    ndarray of shape (n_minority,)
        r_hat.

    Raises
    ------
    RuntimeError
        If no row is difficult: no neighbour belongs to another class, and the sum is 0.

    Examples
    --------
    >>> normalise_to_weights(np.array([0.0, 0.25, 0.75]))
    array([0.  , 0.25, 0.75])
    """
    if difficulty.sum() == 0:
        raise RuntimeError(
            "Not any neigbours belong to the majority class. This case will induce a NaN case "
            "with a division by zero. ADASYN is not suited for this specific dataset. Use SMOTE "
            "instead."
        )
    return difficulty / difficulty.sum()


def count_rows_per_parent(weight, n_needed):
    """Step 4: compute the number of synthetic rows of each minority row.

    He et al. (2008), step 2(d): g_i = r_hat_i * G. The library rounds it to a whole number.

    Parameters
    ----------
    weight : ndarray of shape (n_minority,)
        r_hat.
    n_needed : int
        G.

    Returns
    -------
    ndarray of shape (n_minority,)
        g.

    Raises
    ------
    ValueError
        If every g rounds to 0.

    Examples
    --------
    >>> count_rows_per_parent(np.array([0.0, 0.25, 0.75]), n_needed=10)
    array([0, 2, 8])
    """
    n_new = np.rint(weight * n_needed).astype(int)
    if n_new.sum() == 0:
        raise ValueError("No samples will be generated with the provided ratio settings.")
    return n_new


def generate_rows(X, minority, neighbours, n_new, random):
    """Step 5: generate the rows by interpolation towards random minority neighbours.

    He et al. (2008), step 2(e): s_i = x_i + (x_zi - x_i) * lambda, with lambda random between 0 and
    1 and x_zi a minority row near x_i: with the library, one of its K nearest minority neighbours.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        All rows.
    minority : ndarray of shape (n_minority,)
        Positions of the minority rows.
    neighbours : ndarray of shape (n_minority, n_neighbors)
        Positions of their nearest minority neighbours.
    n_new : ndarray of shape (n_minority,)
        g, how many rows each one gets.
    random : RandomState instance
        Source of randomness, shared by all classes.

    Returns
    -------
    X_new : ndarray of shape (g.sum(), n_features)
        The new rows.
    pairs : DataFrame
        One line per new row: `parent`, `neighbour` (positions) and `gap`, which is lambda.
    """
    row = np.repeat(np.arange(len(minority)), n_new)
    rank = random.choice(neighbours.shape[1], size=n_new.sum())
    gap = random.uniform(size=n_new.sum())
    parent, neighbour = minority[row], neighbours[row, rank]
    X_new = create_synthetic_rows(X[parent], X[neighbour], gap)
    return X_new, pd.DataFrame({"parent": parent, "neighbour": neighbour, "gap": gap})


@explains
def adasyn(X, y, *, sampling_strategy="auto", n_neighbors=5, random_state=None):
    """Over-sample with ADASYN, step by step.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        Numeric features.
    y : ndarray or Series of shape (n_rows,)
        Class labels.
    sampling_strategy : str, float, dict or callable, default="auto"
        How many rows to create; see `helpers.by_hand.strategy.rows_to_create`.
    n_neighbors : int, default=5
        Neighbours that decide the difficulty, and minority neighbours to interpolate towards.
    random_state : int, RandomState instance or None, default=None
        Source of randomness.

    Returns
    -------
    Resampled
        `X`, `y` and `trace` with the tables `synthetic`, `minority` (with `difficulty`, `weight`
        and `n_new` of each minority row) and `neighbours`.

    Raises
    ------
    RuntimeError
        If no minority row has a neighbour of another class.
    ValueError
        If a class to over-sample has fewer than `n_neighbors` + 1 rows, no row is generated, or
        the data or the strategy is unusable.

    References
    ----------
    He et al. (2008), https://doi.org/10.1109/IJCNN.2008.4633969

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [4.5], [6.0], [7.0]])
    >>> y = np.array([0, 0, 0, 0, 0, 1, 1, 1])
    >>> result = adasyn(X, y, n_neighbors=2, random_state=0)
    >>> result.trace.minority[["row", "difficulty", "weight", "n_new"]]
       row  difficulty  weight  n_new
    0    5         1.0     1.0      2
    1    6         0.0     0.0      0
    2    7         0.0     0.0      0
    """
    X_all, y_all = to_arrays(X, y)
    random = check_random_state(random_state)
    batches = []
    for label, minority in identify_minority_classes(y_all, sampling_strategy).items():
        n_needed = count_needed_rows(y_all, label, sampling_strategy)
        difficulty = measure_difficulty(X_all, y_all, minority, label, n_neighbors)
        weight = normalise_to_weights(difficulty)
        n_new = count_rows_per_parent(weight, n_needed)
        neighbours = find_minority_neighbours(X_all, minority, n_neighbors)
        X_new, pairs = generate_rows(X_all, minority, neighbours, n_new, random)
        n_other = np.rint(difficulty * n_neighbors).astype(int)
        surroundings = surroundings_table(minority, n_other, n_neighbors)
        surroundings = surroundings.assign(difficulty=difficulty, weight=weight)
        table = neighbour_table(minority, neighbours)
        batches.append(Batch(label, X_new, pairs, surroundings, table))
    X_balanced, y_balanced = form_balanced_set(X_all, y_all, batches)
    trace = trace_of_batches(y_all, batches, minority_extra="difficulty weight")
    return Resampled(*like_input(X_balanced, y_balanced, X, y), trace)


STEPS = (
    count_needed_rows,
    measure_difficulty,
    normalise_to_weights,
    count_rows_per_parent,
    generate_rows,
    form_balanced_set,
)
"""The steps in the order of the lesson."""
