"""What evaluations accept, and the sentence for what they do not."""

import numbers

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from helpers.evaluation.metrics import METRICS


def as_column(values, name):
    """Return one value per row as an array; a table with one column is such a column too.

    Parameters
    ----------
    values : array-like of shape (n_samples,) or (n_samples, 1)
    name : str
        Of the argument, for messages.

    Returns
    -------
    ndarray of shape (n_samples,)

    Raises
    ------
    ValueError
        If there are no values, or more than one per row, or they are no list or array.

    Examples
    --------
    >>> as_column([[0], [1]], "y_true").tolist()
    [0, 1]
    """
    if np.ma.isMaskedArray(values):
        raise ValueError(
            f"{name} is a masked array; drop the masked rows from all arguments first."
        )
    if not hasattr(values, "__len__") or isinstance(values, (str, bytes, dict, set)):
        raise ValueError(
            f"{name} must be a list, an array or a column, not a {type(values).__name__}; "
            f"an iterator becomes a list with list({name})."
        )
    column = np.asarray(values)  # of a sparse matrix: shape ()
    if column.size == 0:
        raise ValueError(f"{name} is empty; it needs one value per row.")
    if column.ndim == 2 and column.shape[1] == 1:
        return column[:, 0]
    if column.ndim != 1:
        raise ValueError(
            f"{name} must have one value per row, got an array of shape {column.shape}; take the "
            "column that is meant, as in predict_proba(X)[:, 1]."
        )
    return column


def check_labels(y_true):
    """Return labels as integers of shape (n_samples,); both 0 and 1 must occur, and nothing else.

    Raises
    ------
    ValueError
        If a label is missing, is neither 0 nor 1, or one of the two does not occur.
    """
    y_true = as_column(y_true, "y_true")
    n_missing = pd.isna(y_true).sum()
    if n_missing:
        raise ValueError(
            f"y_true has no label in {n_missing} of {len(y_true)} rows; drop these rows."
        )
    labels = list(pd.unique(y_true))
    if set(labels) != {0, 1}:
        raise ValueError(
            f"y_true must hold both labels 0 and 1, got {_listed(labels)}: give the minority 1 and "
            "the majority 0, for example with (y == 'fraud').astype(int)."
        )
    return y_true.astype(int)


def check_probabilities(y_score, n_samples):
    """Return probabilities as floats of shape (n_samples,).

    Raises
    ------
    ValueError
        If one is not finite or lies outside 0 to 1, or there is not one per row.
    """
    y_score = as_column(y_score, "y_score")
    try:
        if y_score.dtype.kind not in "biufO":
            raise TypeError(f"its values are {y_score.dtype}")
        y_score = y_score.astype(float)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"y_score must hold numbers from 0 to 1, and none missing: {error}."
        ) from error
    finite = np.isfinite(y_score)
    if len(y_score) != n_samples or not finite.all():
        raise ValueError(
            "y_score must hold one finite probability per row of y_true, got "
            + (
                f"{len(y_score)} for {n_samples} rows."
                if finite.all()
                else f"{y_score[~finite][0]}."
            )
        )
    outside = y_score[(y_score < 0) | (y_score > 1)]
    if len(outside):
        raise ValueError(
            f"y_score must hold probabilities from 0 to 1, got {outside[0]:g}. Divide per cent by "
            "100; turn the output of decision_function into probabilities first, for example with "
            "sklearn.calibration.CalibratedClassifierCV."
        )
    return y_score


def check_threshold(threshold):
    """Refuse a threshold that is no number.

    Raises
    ------
    ValueError
        If it is none.
    """
    if isinstance(threshold, bool) or not isinstance(threshold, numbers.Real):
        raise ValueError(f"threshold must be a number, not {threshold!r}.")
    if np.isnan(threshold):
        raise ValueError("threshold must be a number, not NaN.")


def check_level(confidence_level):
    """Refuse a confidence level that is not between 0 and 1.

    Raises
    ------
    ValueError
        If it is not; 95 for 95 % is the usual slip.
    """
    number = isinstance(confidence_level, numbers.Real)
    if not number or not 0 < confidence_level < 1:
        raise ValueError(
            "confidence_level must lie between 0 and 1, such as 0.95 for 95 %, got "
            f"{confidence_level!r}."
        )


def check_bootstrap(n_resamples, confidence_level, random_state):
    """Refuse a bootstrap without resamples, without a level, or without a seed.

    Raises
    ------
    ValueError
        If one of the three is not usable.
    """
    whole = isinstance(n_resamples, numbers.Integral) and not isinstance(n_resamples, bool)
    if not whole or n_resamples < 2:
        raise ValueError(
            "n_resamples must be a whole number, at least 2 and better 1000, because the interval "
            f"is read off the resamples; got {n_resamples!r}."
        )
    check_level(confidence_level)
    try:
        np.random.default_rng(random_state)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"random_state must be a whole number from 0, got {random_state!r}: {error}."
        ) from error


def check_model(model):
    """Return the column of ``predict_proba`` that belongs to class 1.

    Raises
    ------
    TypeError
        If the model gives no probabilities.
    ValueError
        If the model is not fitted, or was not fitted on the labels 0 and 1.
    """
    kind = type(model).__name__
    if not hasattr(model, "predict_proba"):
        raise TypeError(
            f"{kind} has no predict_proba; the Brier score and thresholds need "
            "probabilities. Wrap it in sklearn.calibration.CalibratedClassifierCV."
        )
    if not hasattr(model, "classes_"):
        check_is_fitted(model)
        raise ValueError(f"{kind} has no classes_, so that nobody knows which column is class 1.")
    labels = list(model.classes_)
    if len(labels) == 1:
        raise ValueError(
            f"{kind} was fitted on rows of one class only, {_listed(labels)}; fit it on rows of "
            "both, as from train_test_split(..., stratify=y)."
        )
    if len(labels) != 2 or set(labels) != {0, 1}:
        raise ValueError(
            f"{kind} must be fitted on the labels 0 and 1, with 1 for the minority, but was fitted "
            f"on {_listed(labels)}: fit it again on y = (y == 'fraud').astype(int) or the like."
        )
    return labels.index(1)


def check_metrics(metrics):
    """Return names of metrics as a list; one name alone is a list of one.

    Raises
    ------
    ValueError
        If there is none, or one is unknown.
    """
    metrics = [metrics] if isinstance(metrics, str) else list(metrics)
    unknown = [name for name in metrics if name not in METRICS]
    if unknown or not metrics:
        raise ValueError(
            f"metrics must name some of {', '.join(METRICS)}; got {_listed(unknown) or 'none'}."
        )
    return metrics


def _listed(values):
    text = ", ".join(
        repr(getattr(value, "item", lambda value=value: value)()) for value in values[:5]
    )
    return f"{text}, …" if len(values) > 5 else text
