"""SMOTE: new minority rows on the line segments between minority neighbours.

Chawla, Bowyer, Hall and Kegelmeyer (2002). SMOTE: Synthetic Minority Over-sampling Technique.
Journal of Artificial Intelligence Research 16, 321-357. https://doi.org/10.1613/jair.953

Departures from the paper, shared with imbalanced-learn:

- The paper's algorithm visits every minority row and gives each the same number of synthetic rows
  (below 100 %, it takes a random part of the minority rows). imbalanced-learn draws pairs of
  parent and neighbour at random, with replacement, so that any number of rows can be asked for.
  Some rows then have more children than others, and some may have none.
- The paper's text places a new row on the line segment between parent and neighbour, but its
  pseudo-code draws a gap for every attribute, which fills the box between them. imbalanced-learn
  follows the text: one gap for each new row.

Oddities, shared with imbalanced-learn; its other over-samplers have them too:

- New values are computed and returned in the type of the data, without a warning. Integers lose
  their decimals. Between unsigned integers, and between those of 8 or 16 bits, differences wrap
  round: a row between 210 and 100 can be 33 in uint8.
- The columns of a DataFrame are brought to one type first and get their own back at the end. A
  fraction then becomes True in a boolean column (as `pandas.get_dummies` makes them) if another
  column is a float, so that a row can have two categories at once; beside integers alone it becomes
  False. In a column of pandas' type ``category`` that holds numbers it becomes a missing value.
- A ratio is cut off: `sampling_strategy` 0.29 and 100 majority rows give 28 minority rows, because
  100 * 0.29 is 28.999… in floats.

Turn such columns into floats first, and give a dict where the number of rows matters.
"""

import numpy as np
import pandas as pd
from sklearn.utils import check_random_state

from helpers.by_hand.containers import form_balanced_set, like_input, to_arrays
from helpers.by_hand.neighbours import nearest_neighbours
from helpers.by_hand.refusals import explains
from helpers.by_hand.strategy import rows_to_create
from helpers.by_hand.trace import (
    Batch,
    Resampled,
    describe_surroundings,
    neighbour_table,
    trace_of_batches,
)


def identify_minority_classes(y, sampling_strategy="auto"):
    """Step 1: identify the minority class, or classes, and their rows.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Class labels.
    sampling_strategy : str, float, dict or callable
        With "auto", every class but the largest is a minority class.

    Returns
    -------
    dict
        Class label to ndarray of shape (n_minority,): the positions of its rows.

    Examples
    --------
    >>> identify_minority_classes(np.array([0, 1, 0, 1, 0]))
    {1: array([1, 3])}
    """
    return {label: np.flatnonzero(y == label) for label in rows_to_create(sampling_strategy, y)}


def find_minority_neighbours(X, minority, k_neighbors):
    """Step 2: find each minority row's k nearest minority neighbours.

    Chawla et al. (2002), section 4.2: k nearest neighbours among the minority class.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        All rows.
    minority : ndarray of shape (n_minority,)
        Positions of the minority rows.
    k_neighbors : int
        Number of neighbours.

    Returns
    -------
    ndarray of shape (n_minority, k_neighbors)
        Positions in `X`, nearest first.

    Raises
    ------
    ValueError
        If there are fewer than `k_neighbors` + 1 minority rows.

    Examples
    --------
    >>> X = np.array([[0.0], [5.0], [6.0], [9.0]])
    >>> find_minority_neighbours(X, minority=np.array([1, 2, 3]), k_neighbors=1)
    array([[2],
           [1],
           [2]])
    """
    X_minority = X[minority]
    every_row = np.arange(len(minority))
    return minority[nearest_neighbours(X_minority, every_row, k_neighbors)]


def pick_random_neighbours(minority, neighbours, n_new, random_state):
    """Step 3, first half: pick one of a row's neighbours at random, and a gap.

    Parameters
    ----------
    minority : ndarray of shape (n_minority,)
        Positions of the rows that may become parents.
    neighbours : ndarray of shape (n_minority, k_neighbors)
        Positions of their neighbours.
    n_new : int
        Number of picks.
    random_state : int, RandomState instance or None
        Source of randomness. An integer starts the same sequence again for every class.

    Returns
    -------
    tuple of ndarray, each of shape (n_new,)
        Position of the parent, position of the neighbour, gap in [0, 1).

    Examples
    --------
    >>> minority, neighbours = np.array([3, 7]), np.array([[7, 8], [3, 9]])
    >>> pick_random_neighbours(minority, neighbours, 2, random_state=0)
    (array([3, 7]), array([7, 9]), array([0.71518937, 0.60276338]))
    """
    random = check_random_state(random_state)
    k_neighbors = neighbours.shape[1]
    pick = random.randint(0, neighbours.size, size=n_new)  # one number per (row, neighbour)
    gap = random.uniform(size=n_new)
    row, rank = pick // k_neighbors, pick % k_neighbors
    return minority[row], neighbours[row, rank], gap


def create_synthetic_rows(X_parent, X_neighbour, gap):
    """Step 3, second half: create a row on the segment between a minority row and its neighbour.

    Chawla et al. (2002), section 4.2, function Populate: dif = neighbour - parent, and
    new = parent + gap * dif with a random gap between 0 and 1; here one gap for the whole row.

    Parameters
    ----------
    X_parent : ndarray of shape (n_new, n_features)
        The minority rows.
    X_neighbour : ndarray of shape (n_new, n_features)
        One neighbour of each.
    gap : ndarray of shape (n_new,)
        0 is the parent, 1 the neighbour.

    Returns
    -------
    ndarray of shape (n_new, n_features)
        The new rows, in the dtype of the parents: integers lose their decimals, and the
        difference of narrow or unsigned integers wraps round.

    Examples
    --------
    >>> create_synthetic_rows(np.array([[0.0, 4.0]]), np.array([[2.0, 8.0]]), np.array([0.25]))
    array([[0.5, 5. ]])
    """
    difference = X_neighbour - X_parent
    X_new = X_parent + gap[:, np.newaxis] * difference
    return X_new.astype(X_parent.dtype)


def apply_oversampling_ratio(y, label, sampling_strategy="auto"):
    """Step 4: the over-sampling ratio says how many rows to create.

    Chawla et al. (2002), section 4.2: there the ratio is N, the amount of SMOTE in per cent of
    the minority rows. Here it is imbalanced-learn's `sampling_strategy`.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Class labels.
    label : object
        The class to over-sample.
    sampling_strategy : str, float, dict or callable
        A float is the wanted number of minority rows per majority row; for the others see
        `helpers.by_hand.strategy.rows_to_create`.

    Returns
    -------
    int
        Number of rows to create.

    Examples
    --------
    >>> apply_oversampling_ratio(np.array([0, 0, 0, 0, 0, 0, 1, 1]), 1, sampling_strategy=0.5)
    1
    """
    return rows_to_create(sampling_strategy, y)[label]


def repeat_for_minority_rows(X, minority, neighbours, n_new, random_state):
    """Step 5: repeat step 3 for the minority rows, until there are enough new rows.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        All rows.
    minority : ndarray of shape (n_minority,)
        Positions of the rows that may become parents.
    neighbours : ndarray of shape (n_minority, k_neighbors)
        Positions of their neighbours.
    n_new : int
        Number of rows to create.
    random_state : int, RandomState instance or None
        Source of randomness.

    Returns
    -------
    X_new : ndarray of shape (n_new, n_features)
        The new rows.
    pairs : DataFrame
        One line per new row: `parent`, `neighbour` (positions) and `gap`.
    """
    parent, neighbour, gap = pick_random_neighbours(minority, neighbours, n_new, random_state)
    X_new = create_synthetic_rows(X[parent], X[neighbour], gap)
    return X_new, pd.DataFrame({"parent": parent, "neighbour": neighbour, "gap": gap})


@explains
def smote(X, y, *, sampling_strategy="auto", k_neighbors=5, random_state=None):
    """Over-sample with SMOTE, step by step.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        Numeric features.
    y : ndarray or Series of shape (n_rows,)
        Class labels.
    sampling_strategy : str, float, dict or callable, default="auto"
        How many rows to create; see `helpers.by_hand.strategy.rows_to_create`.
    k_neighbors : int, default=5
        Minority neighbours of each minority row.
    random_state : int, RandomState instance or None, default=None
        Source of randomness.

    Returns
    -------
    Resampled
        `X`, `y` and `trace` with the tables `synthetic`, `minority` and `neighbours`. A row is
        called safe, in danger or noise by its 10 nearest neighbours in the whole set; SMOTE
        itself makes no use of that.

    Raises
    ------
    ValueError
        If a class to over-sample has fewer than `k_neighbors` + 1 rows, or the data or the
        strategy is unusable.

    References
    ----------
    Chawla et al. (2002), https://doi.org/10.1613/jair.953

    Examples
    --------
    >>> X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [5.0, 5.0], [6.0, 5.0]])
    >>> y = np.array([0, 0, 0, 1, 1])
    >>> X_new, y_new, trace = smote(X, y, k_neighbors=1, random_state=0)
    >>> y_new
    array([0, 0, 0, 1, 1, 1])
    >>> trace.synthetic[["row", "label", "parent", "neighbour"]]
       row  label  parent  neighbour
    0    5      1       3          4
    """
    X_all, y_all = to_arrays(X, y)
    batches = []
    for label, minority in identify_minority_classes(y_all, sampling_strategy).items():
        neighbours = find_minority_neighbours(X_all, minority, k_neighbors)
        n_new = apply_oversampling_ratio(y_all, label, sampling_strategy)
        X_new, pairs = repeat_for_minority_rows(X_all, minority, neighbours, n_new, random_state)
        surroundings = describe_surroundings(X_all, y_all, minority, label)
        table = neighbour_table(minority, neighbours)
        batches.append(Batch(label, X_new, pairs, surroundings, table))
    X_balanced, y_balanced = form_balanced_set(X_all, y_all, batches)
    trace = trace_of_batches(y_all, batches)
    return Resampled(*like_input(X_balanced, y_balanced, X, y), trace)


STEPS = (
    identify_minority_classes,
    find_minority_neighbours,
    pick_random_neighbours,
    create_synthetic_rows,
    apply_oversampling_ratio,
    repeat_for_minority_rows,
    form_balanced_set,
)
"""The steps in the order of the lesson; step 3 is two functions, repeated by step 5."""
