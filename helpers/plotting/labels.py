"""Which class is which in a figure, and what cannot be drawn."""

import numpy as np
import pandas as pd

from helpers.evaluation.arguments import as_column
from helpers.evaluation.scores import Evaluation
from helpers.plotting.style import CLASS_NAMES


def count_labels(y):
    """Count the rows of each label.

    Parameters
    ----------
    y : array-like of shape (n_samples,)
        Labels of any kind.

    Returns
    -------
    counts : Series of int
        By label, in order; labels that cannot be ordered stand in the order of their text.
    n_missing : int
        Rows without a label (NaN, None or NA).

    Raises
    ------
    ValueError
        If there are no rows, or not one label per row.

    Examples
    --------
    >>> counts, n_missing = count_labels(["ok", "fraud", "ok", None])
    >>> counts.to_dict(), n_missing
    ({'fraud': 1, 'ok': 2}, 1)
    """
    y = pd.Series(as_column(y, "y"), dtype=None)
    counts = y.dropna().value_counts()
    labels = list(counts.index)
    try:
        labels = sorted(labels)
    except TypeError:
        labels = sorted(labels, key=str)
    return counts.reindex(labels), int(y.isna().sum())


def name_classes(counts, class_names=CLASS_NAMES):
    """Return the name and the role of each label: 0 for a majority, 1 for the minority.

    Labels 0 and 1 have the roles that they have everywhere in the course. Of other labels, the
    rarest is the minority (of equally rare ones the last).

    Parameters
    ----------
    counts : Series
        Rows by label, from `count_labels`.
    class_names : dict
        Label to name. A label without a name is its own; the course's names are left out where they
        do not fit all labels.

    Returns
    -------
    names : list of str
    roles : list of int

    Examples
    --------
    >>> name_classes(pd.Series({"fraud": 1, "ok": 2}))
    (['fraud', 'ok'], [1, 0])
    >>> name_classes(pd.Series({0: 1, 1: 2}))
    (['legitimate', 'fraud'], [0, 1])
    """
    labels = list(counts.index)
    if class_names is CLASS_NAMES and not set(labels) <= set(CLASS_NAMES):
        class_names = {}
    names = [class_names.get(label, str(label)) for label in labels]
    if set(labels) <= {0, 1}:
        return names, [int(label) for label in labels]
    rarest = len(labels) - 1 - int(np.argmin(counts.to_numpy()[::-1]))
    return names, [int(len(labels) > 1 and place == rarest) for place in range(len(labels))]


def check_points(X, n_samples=None):
    """Return points of a plane as an array of shape (n_samples, 2).

    Raises
    ------
    ValueError
        If there are not two columns, a value is missing or infinite, or the number of rows differs.
    """
    values = np.asarray(X)
    if values.ndim != 2 or values.shape[1] != 2:
        raise ValueError(
            f"A scatter needs X of shape (n_samples, 2), got {values.shape}; choose two columns."
        )
    if n_samples is not None and len(values) != n_samples:
        raise ValueError(
            f"X and y must have one row each per point, got {len(values)} and {n_samples}."
        )
    undrawn = pd.isna(values)
    if values.dtype.kind == "f":
        undrawn |= np.isinf(values)
    if undrawn.any():
        raise ValueError(
            f"In {undrawn.any(axis=1).sum()} of {len(values)} rows X has a missing or infinite "
            "value, which has no place in the plane; drop or impute it."
        )
    return values


def check_evaluations(evaluations, *, one_test_set=False):
    """Return evaluations as a list; one alone is a list of one.

    Raises
    ------
    ValueError
        If there are none, one is something else, or their test sets differ although they share an
        axis that belongs to one test set.
    """
    evaluations = [evaluations] if isinstance(evaluations, Evaluation) else evaluations
    evaluations = list(evaluations) if hasattr(evaluations, "__iter__") else [evaluations]
    if not evaluations or not all(isinstance(e, Evaluation) for e in evaluations):
        raise ValueError(
            "The figure draws evaluations, each from evaluate or evaluate_scores, got "
            f"{[type(e).__name__ for e in evaluations]}."
        )
    first = evaluations[0]
    for e in evaluations[1:]:
        if one_test_set and not np.array_equal(e.y_true, first.y_true):
            raise ValueError(
                f"{e.name!r} and {first.name!r} were evaluated on different test rows; a figure of "
                "both needs one test set."
            )
    return evaluations
