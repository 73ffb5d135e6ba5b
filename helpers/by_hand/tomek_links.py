"""Tomek links: remove rows whose nearest neighbour, of another class, says the same of them.

Tomek (1976). Two Modifications of CNN. IEEE Transactions on Systems, Man, and Cybernetics
SMC-6(11), 769-772. https://doi.org/10.1109/TSMC.1976.4309452

A pair of rows of different classes is a Tomek link if no third row is closer to either of them.
That makes each the nearest neighbour of the other.
"""

import numpy as np
import pandas as pd

from helpers.by_hand.containers import like_input, to_arrays
from helpers.by_hand.neighbours import nearest_neighbours
from helpers.by_hand.refusals import explains
from helpers.by_hand.strategy import classes_to_clean
from helpers.by_hand.trace import Resampled, Trace, kept_table, opposition_table


def find_nearest_neighbour(X):
    """Step 1: find the nearest neighbour of every row.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        All rows.

    Returns
    -------
    ndarray of shape (n_rows,)
        Position of each row's nearest neighbour.

    Examples
    --------
    >>> find_nearest_neighbour(np.array([[0.0], [1.0], [3.0], [3.5]]))
    array([1, 0, 3, 2])
    """
    every_row = np.arange(len(X))
    return nearest_neighbours(X, every_row, n_neighbors=1).ravel()


def find_links(y, nearest):
    """Step 2: find the pairs of opposite classes that are each other's nearest neighbour.

    Tomek (1976); as a definition in Batista et al. (2004).

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Class labels.
    nearest : ndarray of shape (n_rows,)
        Position of each row's nearest neighbour.

    Returns
    -------
    ndarray of bool of shape (n_rows,)
        True for the rows that belong to a Tomek link; its other row is their nearest neighbour.

    Examples
    --------
    >>> find_links(np.array([0, 1, 1, 1]), nearest=np.array([1, 0, 3, 2])).tolist()
    [True, True, False, False]
    """
    every_row = np.arange(len(y))
    opposite_class = y[nearest] != y
    mutual = nearest[nearest] == every_row
    return opposite_class & mutual


def remove_linked(X, y, kept):
    """Step 3: remove the linked rows, that is, take the others.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        All rows.
    y : ndarray of shape (n_rows,)
        Their labels.
    kept : ndarray of shape (n_kept,)
        Positions of the rows that stay.

    Returns
    -------
    tuple of ndarray
        `X` of shape (n_kept, n_features) and `y` of shape (n_kept,).
    """
    return X[kept], y[kept]


def link_table(y, nearest, linked, removed):
    """Write down each Tomek link of which at least one row is removed.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Class labels.
    nearest : ndarray of shape (n_rows,)
        Position of each row's nearest neighbour.
    linked, removed : ndarray of bool of shape (n_rows,)
        Rows in a link, and those of them that are removed.

    Returns
    -------
    DataFrame
        As `Trace.links`.
    """
    first = np.flatnonzero(linked & (np.arange(len(y)) < nearest))
    second = nearest[first]
    table = pd.DataFrame(
        {
            "first": first,
            "second": second,
            "first_label": y[first],
            "second_label": y[second],
            "first_removed": removed[first],
            "second_removed": removed[second],
        }
    )
    return table[table["first_removed"] | table["second_removed"]].reset_index(drop=True)


@explains
def tomek_links(X, y, *, sampling_strategy="auto"):
    """Clean by removing Tomek links, step by step.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        Numeric features.
    y : ndarray or Series of shape (n_rows,)
        Class labels.
    sampling_strategy : str or list, default="auto"
        The classes that may lose rows; see `helpers.by_hand.strategy.classes_to_clean`. With
        "auto" the minority row of a link stays; with "all" both rows go.

    Returns
    -------
    Resampled
        `X`, `y` and `trace` with the tables `links`, `removed` and `kept`.

    Raises
    ------
    ValueError
        If the data or the strategy is unusable.

    References
    ----------
    Tomek (1976), https://doi.org/10.1109/TSMC.1976.4309452

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.8], [3.0], [4.0]])
    >>> y = np.array([0, 0, 0, 1, 1])
    >>> X_clean, y_clean, trace = tomek_links(X, y)
    >>> X_clean.ravel(), y_clean
    (array([0., 1., 3., 4.]), array([0, 0, 1, 1]))
    >>> trace.links[["first", "second", "first_removed", "second_removed"]]
       first  second  first_removed  second_removed
    0      2       3           True           False
    """
    X_all, y_all = to_arrays(X, y)
    nearest = find_nearest_neighbour(X_all)
    linked = find_links(y_all, nearest)
    removed = linked & np.isin(y_all, classes_to_clean(sampling_strategy, y_all))
    kept = np.flatnonzero(~removed)
    X_clean, y_clean = remove_linked(X_all, y_all, kept)
    rows = np.flatnonzero(removed)
    trace = Trace(
        removed=opposition_table(rows, nearest[rows, np.newaxis], y_all),
        links=link_table(y_all, nearest, linked, removed),
        kept=kept_table(kept),
    )
    return Resampled(*like_input(X_clean, y_clean, X, y), trace)


STEPS = (find_nearest_neighbour, find_links, remove_linked)
"""The steps in the order of the lesson."""
