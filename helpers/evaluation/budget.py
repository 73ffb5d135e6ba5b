"""What a ranking catches when only so many alarms can be checked."""

import numpy as np
import pandas as pd

from helpers.evaluation.scores import Evaluation


def within_budget(evaluation: Evaluation, n_alarms, amounts, *, priority=None) -> pd.Series:
    """Check the rows from the top of a ranking until the budget is spent; say what was caught.

    Parameters
    ----------
    evaluation : Evaluation
        Of a model on a test set. Where `Evaluation.at_ratio` has weighted the majority, each
        majority row counts as so many alarms.
    n_alarms : float
        How many alarms can be checked.
    amounts : array-like of shape (n_samples,)
        What a missed minority row would cost, from 0.
    priority : array-like of shape (n_samples,), optional
        Rows with the highest are checked first; by default the predicted probability. Rows with
        the same priority are checked in their order.

    Returns
    -------
    Series
        ``recall`` and ``precision`` among the checked rows, and ``amount``, the share of the
        minority's total amount that was caught. NaN where nothing was checked or to be caught.

    Raises
    ------
    ValueError
        If the budget is negative, or amounts or priorities are not one number for each row.

    Examples
    --------
    >>> from helpers.evaluation import evaluate_scores
    >>> e = evaluate_scores([0, 1, 0, 1], [0.1, 0.9, 0.8, 0.7])
    >>> within_budget(e, 2, [5, 10, 5, 90]).to_dict()
    {'recall': 0.5, 'precision': 0.5, 'amount': 0.1}
    """
    if not n_alarms >= 0:
        raise ValueError(f"n_alarms must be a number from 0, got {n_alarms!r}.")
    y = evaluation.y_true
    amounts = _one_for_each(amounts, y, "amounts")
    priority = evaluation.y_score if priority is None else _one_for_each(priority, y, "priority")
    if (amounts < 0).any():
        raise ValueError("amounts must be at least 0.")
    order = np.argsort(-priority, kind="stable")
    weight = np.where(y == 1, 1.0, evaluation.majority_weight)
    # A budget of a whole number of alarms is not missed by the rounding of their sum.
    checked = order[np.cumsum(weight[order]) <= n_alarms * (1 + 1e-9)]
    caught = checked[y[checked] == 1]
    parts = {
        "recall": (len(caught), y.sum()),
        "precision": (len(caught), weight[checked].sum()),
        "amount": (amounts[caught].sum(), amounts[y == 1].sum()),
    }
    return pd.Series({name: a / b if b else np.nan for name, (a, b) in parts.items()})


def _one_for_each(values, y, name):
    """Return an array of one finite number for each row."""
    values = np.asarray(values, dtype=float)
    if values.shape != y.shape or not np.isfinite(values).all():
        raise ValueError(f"{name} must be one finite number for each of the {len(y)} rows.")
    return values
