"""SMOTE-NC: SMOTE for tables with numeric and categorical columns.

Chawla, Bowyer, Hall and Kegelmeyer (2002). SMOTE: Synthetic Minority Over-sampling Technique.
Journal of Artificial Intelligence Research 16, 321-357, section 6.1 (SMOTE-NC).
https://doi.org/10.1613/jair.953

Each category becomes a column that holds the same number, the category term, where a row has the
category, and 0 where it has not. Two rows with different categories then differ in two columns.
With term = median_std / sqrt(2) these two add median_std² to the squared distance, which is what
the paper asks for.

Departures from the paper and oddities, shared with imbalanced-learn:

- Pairs of parent and neighbour are drawn at random, as in its SMOTE.
- If the numeric columns are all integers, the term is cut to an integer too, often to 0. With a
  term of 0 the distance ignores the categories, and every category wins the vote, even one that
  no minority row has. Turn the numeric columns into floats first.
- If median_std is 0, the distance ignores the categories, but the vote still counts.
- In the numeric columns, narrow integers wrap round and fractions of booleans become True, as in
  `helpers.by_hand.smote`. If all numeric columns are booleans, SMOTE-NC takes them and SMOTE does
  not.
"""

import math

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.utils import check_random_state
from sklearn.utils.sparsefuncs import mean_variance_axis

from helpers.by_hand.containers import form_balanced_set, like_input
from helpers.by_hand.mixed_table import read_mixed_table
from helpers.by_hand.neighbours import nearest_neighbours
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
    describe_surroundings,
    neighbour_table,
    trace_of_batches,
)


def median_of_standard_deviations(X_numeric_minority):
    """Step 1: compute the median of the minority's standard deviations.

    Chawla et al. (2002), section 6.1, item 1 (Median computation).

    Parameters
    ----------
    X_numeric_minority : ndarray of shape (n_minority, n_numeric)
        Numeric columns of the minority rows.

    Returns
    -------
    float
        Median over the columns.

    Examples
    --------
    >>> float(median_of_standard_deviations(np.array([[0.0, 0.0, 5.0], [2.0, 20.0, 5.0]])))
    1.0
    """
    # scikit-learn's variance for sparse data, as in imbalanced-learn: equal to the last bit
    _, variance = mean_variance_axis(sparse.csr_matrix(X_numeric_minority), axis=0)
    return np.median(np.sqrt(variance))


def encode_categories(X_numeric, one_hot, median_std):
    """Step 2: encode the categories so that each difference counts as the median.

    Chawla et al. (2002), section 6.1, item 2: each category that differs adds the median of the
    standard deviations to the Euclidean distance, squared like the numeric differences.

    Parameters
    ----------
    X_numeric : ndarray of shape (n_rows, n_numeric)
        Numeric columns.
    one_hot : ndarray of shape (n_rows, n_categories)
        1 where a row has a category, else 0.
    median_std : float
        From step 1.

    Returns
    -------
    encoded : sparse matrix of shape (n_rows, n_numeric + n_categories)
        Numeric columns, and the term where `one_hot` is 1.
    term : number
        median_std / sqrt(2), in the dtype of `X_numeric`.

    Examples
    --------
    >>> encoded, _ = encode_categories(np.array([[3.0], [3.0]]), np.array([[1, 0], [0, 1]]), 7.0)
    >>> difference = encoded.toarray()[0] - encoded.toarray()[1]
    >>> float(np.sqrt(np.sum(difference**2)).round(9))
    7.0
    """
    term = (median_std / np.sqrt(2)).astype(X_numeric.dtype)
    return sparse.csr_matrix(np.hstack([X_numeric, one_hot * term])), term


def find_minority_neighbours(encoded, minority, k_neighbors):
    """Step 3: find each minority row's k nearest minority neighbours in the encoded data.

    Chawla et al. (2002), section 6.1, item 2 (Nearest neighbor computation).

    Parameters
    ----------
    encoded : sparse matrix of shape (n_rows, n_numeric + n_categories)
        All rows, from step 2.
    minority : ndarray of shape (n_minority,)
        Positions of the minority rows.
    k_neighbors : int
        k.

    Returns
    -------
    ndarray of shape (n_minority, k_neighbors)
        Positions of the neighbours among all rows, nearest first.
    """
    every_row = np.arange(len(minority))
    return minority[nearest_neighbours(encoded[minority], every_row, k_neighbors)]


def interpolate_numeric(X_numeric, minority, neighbours, n_new, random_state):
    """Step 4: interpolate the numeric columns as in SMOTE.

    Chawla et al. (2002), section 6.1, item 3 (Populate the synthetic sample), first half.

    Parameters
    ----------
    X_numeric : ndarray of shape (n_rows, n_numeric)
        Numeric columns of all rows.
    minority : ndarray of shape (n_minority,)
        Positions of the minority rows.
    neighbours : ndarray of shape (n_minority, k_neighbors)
        Positions of their neighbours.
    n_new : int
        Number of rows to create.
    random_state : int, RandomState instance or None
        Source of randomness.

    Returns
    -------
    X_new : ndarray of shape (n_new, n_numeric)
        Numeric columns of the new rows.
    pairs : DataFrame
        One line per new row: `parent`, `neighbour`, `gap`.
    """
    parent, neighbour, gap = pick_random_neighbours(minority, neighbours, n_new, random_state)
    X_new = create_synthetic_rows(X_numeric[parent], X_numeric[neighbour], gap)
    return X_new, pd.DataFrame({"parent": parent, "neighbour": neighbour, "gap": gap})


def numbers_to_subtract(X_numeric):
    """Turn booleans into 0.0 and 1.0; leave numbers as they are.

    NumPy refuses to subtract booleans, but imbalanced-learn keeps them in a sparse matrix, where
    SciPy subtracts them. Turned back into booleans, the rows are the same: a fraction is True.
    """
    return X_numeric.astype(float) if X_numeric.dtype == bool else X_numeric


def vote_on_category(votes, weight, random):
    """Step 5: give each new row the category that most of its parent's neighbours have.

    Chawla et al. (2002), section 6.1, item 3, second half: the value of the majority of the k
    nearest neighbours. Equal votes are settled by lot.

    Parameters
    ----------
    votes : ndarray of shape (n_new, n_categories)
        How many of the neighbours have each category of one column.
    weight : number
        What one vote counts.
    random : RandomState instance
        Source of randomness.

    Returns
    -------
    ndarray of shape (n_new,)
        Position of the category chosen.

    Examples
    --------
    >>> votes = np.array([[1, 4, 0], [2, 1, 2]])
    >>> vote_on_category(votes, 1.0, np.random.RandomState(0))
    array([1, 2])
    """
    score = votes * weight
    is_best = np.isclose(score, score.max(axis=1, keepdims=True))
    best = random.permutation(np.argwhere(is_best))  # pairs of (row, category), shuffled
    _, first_of_row = np.unique(best[:, 0], return_index=True)
    return best[first_of_row, 1]


def choose_categories(one_hot, sizes, neighbours, weight, random_state):
    """Step 5, repeated: choose a category for every new row and categorical column.

    Parameters
    ----------
    one_hot : ndarray of shape (n_rows, n_categories)
        1 where a row has a category, else 0.
    sizes : list of int
        Number of categories of each categorical column, in the order of `one_hot`.
    neighbours : ndarray of shape (n_new, k_neighbors)
        Positions of the neighbours of each new row's parent.
    weight : number
        What one vote counts.
    random_state : int, RandomState instance or None
        Source of randomness. An integer starts the sequence again.

    Returns
    -------
    chosen : ndarray of shape (n_new, n_categories)
        1 for the category chosen in each column, else 0.
    votes : ndarray of shape (n_new, n_categories)
        How many of the neighbours have each category.
    """
    random = check_random_state(random_state)
    votes = one_hot[neighbours].sum(axis=1)
    chosen = np.zeros_like(votes)
    start = 0
    for size in sizes:
        stop = start + size
        winner = vote_on_category(votes[:, start:stop], weight, random)
        chosen[np.arange(len(votes)), start + winner] = 1
        start = stop
    return chosen, votes


def combine_rows(table, y, batches):
    """Step 6: combine the original and the new rows, with categories in place of codes.

    Parameters
    ----------
    table : MixedTable
        The original rows.
    y : ndarray of shape (n_rows,)
        Their labels.
    batches : list of Batch
        Synthetic rows of each class: numeric columns, then one-hot columns.

    Returns
    -------
    tuple of ndarray
        `X` of shape (n_rows + n_new, n_features), columns in the order of the input, and `y` of
        shape (n_rows + n_new,).
    """
    originals = np.hstack([table.X_numeric, table.one_hot])
    encoded, y_combined = form_balanced_set(originals, y, batches)
    return table.decode(encoded), y_combined


@explains
def smote_nc(
    X,
    y,
    categorical_features="auto",
    *,
    sampling_strategy="auto",
    k_neighbors=5,
    random_state=None,
):
    """Over-sample with SMOTE-NC, step by step.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        Numeric and categorical columns. Missing values only in categorical columns.
    y : ndarray or Series of shape (n_rows,)
        Class labels.
    categorical_features : "auto" or list of int, str or bool, default="auto"
        See `helpers.by_hand.mixed_table.split_columns`.
    sampling_strategy : str, float, dict or callable, default="auto"
        How many rows to create; see `helpers.by_hand.strategy.rows_to_create`.
    k_neighbors : int, default=5
        Minority neighbours of each minority row.
    random_state : int, RandomState instance or None, default=None
        Source of randomness.

    Returns
    -------
    Resampled
        `X`, `y` and `trace` with the tables `synthetic` (with the parts of the distance),
        `minority`, `neighbours` and `votes`. A row is called safe, in danger or noise by its 10
        nearest neighbours in the whole set, encoded as in step 2; SMOTE-NC itself makes no use
        of that.

    Raises
    ------
    ValueError
        If all columns are categorical, or none is, a class to over-sample has fewer than
        `k_neighbors` + 1 rows, or the data or the strategy is unusable.

    References
    ----------
    Chawla et al. (2002), section 6.1, https://doi.org/10.1613/jair.953

    Examples
    --------
    >>> X = pd.DataFrame(
    ...     {
    ...         "amount": [1.0, 2.0, 3.0, 4.0, 5.0, 50.0, 60.0, 70.0],
    ...         "country": ["PT", "PT", "ES", "ES", "PT", "FR", "FR", "PT"],
    ...     }
    ... )
    >>> y = np.array([0, 0, 0, 0, 0, 1, 1, 1])
    >>> result = smote_nc(X, y, ["country"], k_neighbors=2, random_state=1)
    >>> result.X["country"].iloc[8:].tolist()
    ['FR', 'PT']
    >>> result.trace.votes
       row   column category  votes  chosen
    0    8  country       FR      2    True
    1    9  country       FR      1   False
    2    9  country       PT      1    True
    """
    table, y_all = read_mixed_table(X, y, categorical_features)
    X_numeric, one_hot = table.X_numeric, table.one_hot
    batches = []
    for label, minority in identify_minority_classes(y_all, sampling_strategy).items():
        median_std = median_of_standard_deviations(X_numeric[minority])
        encoded, term = encode_categories(X_numeric, one_hot, median_std)
        neighbours = find_minority_neighbours(encoded, minority, k_neighbors)
        n_new = rows_to_create(sampling_strategy, y_all)[label]
        numbers = numbers_to_subtract(X_numeric)
        X_new, pairs = interpolate_numeric(numbers, minority, neighbours, n_new, random_state)
        voters = neighbours[np.searchsorted(minority, pairs["parent"])]
        weight = 1 if math.isclose(median_std, 0) else term
        chosen, votes = choose_categories(one_hot, table.sizes, voters, weight, random_state)
        batches.append(
            Batch(
                label,
                np.hstack([X_new, chosen]).astype(X_numeric.dtype),
                table.add_distance_parts(pairs, median_std, term),
                describe_surroundings(encoded, y_all, minority, label),
                neighbour_table(minority, neighbours),
                table.list_votes(votes, chosen),
            )
        )
    X_combined, y_combined = combine_rows(table, y_all, batches)
    trace = trace_of_batches(
        y_all,
        batches,
        synthetic_extra="numeric_distance n_differing median_std category_distance",
    )
    return Resampled(*like_input(X_combined, y_combined, X, y), trace)


STEPS = (
    median_of_standard_deviations,
    encode_categories,
    find_minority_neighbours,
    interpolate_numeric,
    vote_on_category,
    choose_categories,
    combine_rows,
)
"""The steps in the order of the lesson; step 5 is done column by column."""
