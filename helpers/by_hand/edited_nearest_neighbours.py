"""Edited nearest neighbours: remove the rows that their neighbours outvote.

Wilson (1972). Asymptotic Properties of Nearest Neighbor Rules Using Edited Data. IEEE
Transactions on Systems, Man, and Cybernetics SMC-2(3), 408-421.
https://doi.org/10.1109/TSMC.1972.4309137

Wilson removes a row if the majority of its 3 nearest neighbours is of another class:
``kind_sel="mode"``. imbalanced-learn's default, ``kind_sel="all"``, is stricter: a row stays only
if all its neighbours agree with it. The rows that stay are grouped by class, in the order of the
labels, as imbalanced-learn returns them.

imbalanced-learn 0.14 cannot use ``kind_sel="mode"`` with labels that are strings; this module can.
"""

import numpy as np

from helpers.by_hand.containers import like_input, to_arrays
from helpers.by_hand.neighbours import nearest_neighbours
from helpers.by_hand.refusals import explains
from helpers.by_hand.strategy import classes_to_clean
from helpers.by_hand.trace import Resampled, Trace, join, kept_table, opposition_table


def find_neighbours(X, rows, n_neighbors):
    """Step 1: find the k nearest neighbours of every row of a class, among all rows.

    Parameters
    ----------
    X : ndarray of shape (n_rows, n_features)
        All rows.
    rows : ndarray of shape (n_class,)
        Positions of the rows of the class.
    n_neighbors : int
        k; 3 in Wilson (1972).

    Returns
    -------
    ndarray of shape (n_class, n_neighbors)
        Positions in `X`, nearest first.

    Examples
    --------
    >>> find_neighbours(np.array([[0.0], [1.0], [3.0], [7.0]]), np.array([3]), n_neighbors=2)
    array([[2, 1]])
    """
    return nearest_neighbours(X, rows, n_neighbors)


def find_outvoted(neighbour_labels, label, kind_sel):
    """Step 2: find the rows whose neighbours disagree with their label.

    Wilson (1972), section II: classify each row by its k nearest neighbours, and edit it out if
    they name another class.

    Parameters
    ----------
    neighbour_labels : ndarray of shape (n_class, n_neighbors)
        Labels of the neighbours of each row.
    label : object
        The class of the rows.
    kind_sel : {"all", "mode"}
        "all": outvoted unless all neighbours have the row's label. "mode": outvoted if the most
        frequent label is another one; among equally frequent labels the smallest counts.

    Returns
    -------
    ndarray of bool of shape (n_class,)
        True for the rows to remove.

    Examples
    --------
    >>> labels = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]])
    >>> find_outvoted(labels, label=1, kind_sel="all").tolist()
    [False, True, True]
    >>> find_outvoted(labels, label=1, kind_sel="mode").tolist()
    [False, False, True]
    """
    if kind_sel == "all":
        return np.any(neighbour_labels != label, axis=1)
    classes = np.unique(neighbour_labels)
    votes = np.column_stack([np.sum(neighbour_labels == c, axis=1) for c in classes])
    winner = classes[votes.argmax(axis=1)]
    return winner != label


def remove_outvoted(X, y, kept):
    """Step 3: remove the outvoted rows, that is, take the others.

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


@explains
def edited_nearest_neighbours(X, y, *, sampling_strategy="auto", n_neighbors=3, kind_sel="all"):
    """Clean with edited nearest neighbours, step by step.

    Parameters
    ----------
    X : ndarray or DataFrame of shape (n_rows, n_features)
        Numeric features.
    y : ndarray or Series of shape (n_rows,)
        Class labels.
    sampling_strategy : str or list, default="auto"
        The classes that may lose rows; see `helpers.by_hand.strategy.classes_to_clean`.
    n_neighbors : int, default=3
        Neighbours that vote on each row.
    kind_sel : {"all", "mode"}, default="all"
        Whether all neighbours have to agree with a row that stays, or only most of them.

    Returns
    -------
    Resampled
        `X`, `y` and `trace` with the tables `removed` and `kept`.

    Raises
    ------
    ValueError
        If `kind_sel` is unknown, there are fewer than `n_neighbors` + 1 rows, or the data or the
        strategy is unusable.

    References
    ----------
    Wilson (1972), https://doi.org/10.1109/TSMC.1972.4309137

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0], [4.5], [5.5]])
    >>> y = np.array([0, 0, 0, 0, 1, 1])
    >>> X_clean, y_clean, trace = edited_nearest_neighbours(X, y, n_neighbors=2)
    >>> X_clean.ravel(), y_clean
    (array([0. , 1. , 2. , 4.5, 5.5]), array([0, 0, 0, 1, 1]))
    >>> trace.removed
       row  label  rank  neighbour  neighbour_label
    0    3      0     2          4                1
    """
    if kind_sel not in ("all", "mode"):
        raise ValueError(f"'kind_sel' must be 'all' or 'mode'. Got {kind_sel!r} instead.")
    X_all, y_all = to_arrays(X, y)
    cleaned_classes = classes_to_clean(sampling_strategy, y_all)
    kept, removed = [], []
    for label in np.unique(y_all):
        rows = np.flatnonzero(y_all == label)
        if label not in cleaned_classes:
            kept.append(rows)
            continue
        neighbours = find_neighbours(X_all, rows, n_neighbors)
        outvoted = find_outvoted(y_all[neighbours], label, kind_sel)
        kept.append(rows[~outvoted])
        removed.append(opposition_table(rows[outvoted], neighbours[outvoted], y_all))
    kept = np.concatenate(kept)
    X_clean, y_clean = remove_outvoted(X_all, y_all, kept)
    removed = join(removed, "row label rank neighbour neighbour_label")
    trace = Trace(removed=removed, kept=kept_table(kept))
    return Resampled(*like_input(X_clean, y_clean, X, y), trace)


STEPS = (find_neighbours, find_outvoted, remove_outvoted)
"""The steps in the order of the lesson."""
