"""What an algorithm hands back: the resampled data and the record of how it came about."""

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.by_hand.neighbours import (
    classify_minority_rows,
    count_other_class,
    nearest_neighbours,
)

SURROUNDING_ROWS = 10
"""Neighbours that decide between safe, danger and noise; Borderline-SMOTE's default."""


@dataclass(frozen=True)
class Trace:
    """The record of a resampling, as tidy tables; a table that does not apply is None.

    All rows are given by position (0, 1, 2, ...), whatever the index of a DataFrame. Originals
    keep their position when a set is over-sampled, so `parent` and `neighbour` are positions in
    the input. `removed`, `links` and `kept` speak of the set just before the cleaning: the input
    of a cleaning method, the over-sampled set of SMOTE-ENN and SMOTE-Tomek.

    Attributes
    ----------
    synthetic : DataFrame
        One line per synthetic row. `row`: its position in the over-sampled set. `label`: its
        class. `parent`, `neighbour`: the two rows it lies between. `gap`: its place between
        them, new = parent + gap * (neighbour - parent), in the type of the data: integers are cut
        off, those that are narrow or unsigned wrap round and then do not lie between them, and a
        fraction of booleans becomes True beside floats. `parent_kind`: "safe", "danger" or
        "noise". Borderline-SMOTE adds `neighbour_label`. SMOTE-NC adds the parts of
        the distance from parent to neighbour, distance² = `numeric_distance`² + `n_differing` *
        `category_distance`²: the Euclidean distance of the numeric columns, the number of
        categories that differ, and what one of them adds. That is `median_std`, the median of
        the standard deviations, but for rounding to the dtype of the data. SMOTE-ENN and
        SMOTE-Tomek add `kept`: whether the row survived the cleaning.
    minority : DataFrame
        One line per row of an over-sampled class. `row`, `label`. `n_neighbours`: how many
        nearest rows of the whole set were looked at. `n_other`: how many of them belong to other
        classes. `kind`: "safe", "danger" or "noise". `n_new`: synthetic rows that have it as
        parent. ADASYN adds `difficulty` (r) and `weight` (r divided by its sum).
    neighbours : DataFrame
        One line per neighbour of a row that may become a parent. `row`, `rank` (1 = nearest) and
        `neighbour`: the rows towards which synthetic rows are drawn.
    votes : DataFrame
        SMOTE-NC only: one line per synthetic row, categorical column and category with votes.
        `row`, `column`, `category`, `votes` (of the parent's k neighbours), `chosen`.
    removed : DataFrame
        Cleaning only: one line per removed row and neighbour that speaks against it. `row`,
        `label`, `rank` (1 = nearest), `neighbour`, `neighbour_label`.
    links : DataFrame
        Tomek links only: one line per pair with at least one removable row. `first`, `second`
        (first < second), `first_label`, `second_label`, `first_removed`, `second_removed`.
    kept : DataFrame
        Cleaning only: one line per row of the result. `row`: its position in the result;
        `before`: its position before the cleaning.
    """

    synthetic: pd.DataFrame | None = None
    minority: pd.DataFrame | None = None
    neighbours: pd.DataFrame | None = None
    votes: pd.DataFrame | None = None
    removed: pd.DataFrame | None = None
    links: pd.DataFrame | None = None
    kept: pd.DataFrame | None = None


class Resampled(NamedTuple):
    """Resampled data and its trace; unpacks as ``X_resampled, y_resampled, trace``.

    Attributes
    ----------
    X : ndarray or DataFrame of shape (n_resampled, n_features)
        Resampled rows, in the container of the input.
    y : ndarray or Series of shape (n_resampled,)
        Their labels, in the container of the input.
    trace : Trace
        How they came about.
    """

    X: Any
    y: Any
    trace: Trace


@dataclass(frozen=True)
class Batch:
    """The synthetic rows of one class, and the tables that explain them.

    Attributes
    ----------
    label : object
        The class.
    X_new : ndarray of shape (n_new, n_features)
        The synthetic rows.
    pairs : DataFrame
        One line per synthetic row: `parent`, `neighbour`, `gap`, and what an algorithm adds.
    minority : DataFrame
        One line per row of the class, as in `Trace.minority` without `label` and `n_new`.
    neighbours : DataFrame
        As in `Trace.neighbours`.
    votes : DataFrame
        As in `Trace.votes`, with `row` counted from the first row of the batch.
    """

    label: Any
    X_new: np.ndarray
    pairs: pd.DataFrame
    minority: pd.DataFrame
    neighbours: pd.DataFrame
    votes: pd.DataFrame = field(default_factory=pd.DataFrame)


def describe_surroundings(X, y, minority, label, n_neighbours=None):
    """Look around each minority row in the whole data set and judge it.

    Parameters
    ----------
    X : ndarray or sparse matrix of shape (n_rows, n_features)
        All rows.
    y : ndarray of shape (n_rows,)
        Class labels.
    minority : ndarray of shape (n_minority,)
        Positions of the rows of the class.
    label : object
        The class.
    n_neighbours : int, optional
        Neighbours looked at; 10, or all other rows if there are fewer.

    Returns
    -------
    DataFrame
        Columns `row`, `n_neighbours`, `n_other` and `kind`.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0], [3.0], [9.0]])
    >>> describe_surroundings(X, np.array([1, 1, 0, 0, 1]), np.array([0, 1, 4]), 1, 2)
       row  n_neighbours  n_other    kind
    0    0             2        1  danger
    1    1             2        1  danger
    2    4             2        2   noise
    """
    if n_neighbours is None:
        n_neighbours = min(SURROUNDING_ROWS, len(y) - 1)
    around = nearest_neighbours(X, minority, n_neighbours)
    return surroundings_table(minority, count_other_class(y, around, label), n_neighbours)


def surroundings_table(minority, n_other, n_neighbours):
    """Write down how many of each minority row's neighbours belong to other classes."""
    return pd.DataFrame(
        {
            "row": minority,
            "n_neighbours": n_neighbours,
            "n_other": n_other,
            "kind": classify_minority_rows(n_other, n_neighbours),
        }
    )


def neighbour_table(rows, neighbours):
    """Write an array of neighbours as a table, one line per row and neighbour.

    Parameters
    ----------
    rows : ndarray of shape (n_rows,)
        Positions of the rows.
    neighbours : ndarray of shape (n_rows, n_neighbors)
        Positions of their neighbours, nearest first.

    Returns
    -------
    DataFrame
        Columns `row`, `rank` (1 = nearest) and `neighbour`.

    Examples
    --------
    >>> neighbour_table(np.array([5, 8]), np.array([[8, 9], [9, 5]]))
       row  rank  neighbour
    0    5     1          8
    1    5     2          9
    2    8     1          9
    3    8     2          5
    """
    n_neighbors = neighbours.shape[1]
    return pd.DataFrame(
        {
            "row": np.repeat(rows, n_neighbors),
            "rank": np.tile(np.arange(1, n_neighbors + 1), len(rows)),
            "neighbour": neighbours.ravel(),
        }
    )


def trace_of_batches(y, batches, synthetic_extra="", minority_extra=""):
    """Join the tables of all batches into one trace.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Labels of the original rows; the synthetic rows stand below them.
    batches : list of Batch
        In the order in which they stand below the original rows.
    synthetic_extra, minority_extra : str
        Names, with spaces between, of the columns that an algorithm adds to these tables.

    Returns
    -------
    Trace
        With `synthetic`, `minority` and `neighbours`, and `votes` if there are any.
    """
    synthetic = join([batch.pairs for batch in batches], f"parent neighbour gap {synthetic_extra}")
    minority = join(
        [batch.minority for batch in batches], f"row n_neighbours n_other kind {minority_extra}"
    )
    parent, row = synthetic["parent"].to_numpy(), minority["row"].to_numpy()
    place = np.zeros(len(y), dtype=int)  # of each original row in the table of minority rows
    place[row] = np.arange(len(row))
    synthetic.insert(0, "row", np.arange(len(y), len(y) + len(parent)))
    synthetic.insert(1, "label", y[parent])
    synthetic["parent_kind"] = minority["kind"].to_numpy()[place[parent]]
    minority.insert(1, "label", y[row])
    minority["n_new"] = np.bincount(parent, minlength=len(y))[row]
    return Trace(
        synthetic=synthetic,
        minority=minority,
        neighbours=join([batch.neighbours for batch in batches], "row rank neighbour"),
        votes=join_votes(batches, first=len(y)),
    )


def join_votes(batches, first):
    """Concatenate the votes; their rows, counted in each batch, are counted in the whole set."""
    votes = []
    for batch in batches:
        if len(batch.votes.columns):
            votes.append(batch.votes.assign(row=batch.votes["row"] + first))
        first += len(batch.pairs)
    return join(votes, "") if votes else None


def join(tables, columns):
    """Concatenate tables; if there are none, return an empty one with these columns."""
    if tables:
        return pd.concat(tables, ignore_index=True)
    return pd.DataFrame({name: np.array([], dtype=int) for name in columns.split()})


def kept_table(kept):
    """Say where each row of a cleaned set stood before the cleaning."""
    return pd.DataFrame({"row": np.arange(len(kept)), "before": kept})


def opposition_table(rows, neighbours, y):
    """List, for each removed row, the neighbours that belong to another class.

    Parameters
    ----------
    rows : ndarray of shape (n_removed,)
        Positions of the removed rows.
    neighbours : ndarray of shape (n_removed, n_neighbors)
        Positions of their neighbours.
    y : ndarray of shape (n_rows,)
        Class labels.

    Returns
    -------
    DataFrame
        As `Trace.removed`.

    Examples
    --------
    >>> opposition_table(np.array([0]), np.array([[2, 1]]), np.array(["a", "a", "b"]))
       row label  rank  neighbour neighbour_label
    0    0     a     1          2               b
    """
    is_opposed = y[neighbours] != y[rows, np.newaxis]
    place, rank = np.nonzero(is_opposed)
    opponent = neighbours[is_opposed]
    return pd.DataFrame(
        {
            "row": rows[place],
            "label": y[rows[place]],
            "rank": rank + 1,
            "neighbour": opponent,
            "neighbour_label": y[opponent],
        }
    )


def trace_of_both(balanced, cleaned):
    """Join the traces of an over-sampling and of the cleaning after it.

    Parameters
    ----------
    balanced, cleaned : Trace
        The traces of the two parts.

    Returns
    -------
    Trace
        All tables; `synthetic` says in `kept` which rows survived the cleaning.
    """
    survived = balanced.synthetic["row"].isin(cleaned.kept["before"])
    return replace(
        cleaned,
        synthetic=balanced.synthetic.assign(kept=survived),
        minority=balanced.minority,
        neighbours=balanced.neighbours,
    )
