"""Compare evaluations of one test set, as paired differences over the same bootstrap resamples."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.evaluation.metrics import METRICS, verdict
from helpers.evaluation.scores import Evaluation


def compare(evaluations: Iterable[Evaluation], *, reference=None):
    """Set several evaluations of one test set side by side, with paired differences.

    Parameters
    ----------
    evaluations : iterable of Evaluation
        All of the same test set and the same bootstrap settings, each with a name of its own.
    reference : str, optional
        Name of the model that the others are compared with; the first by default.

    Returns
    -------
    DataFrame
        One row per model and metric, with the columns ``model``, ``metric``, ``value``, ``low``,
        ``high``, ``difference``, ``difference_low``, ``difference_high``, ``verdict`` and
        ``threshold``. A difference is model minus reference on the same resampled rows; where its
        interval leaves out zero, the test set can tell the two models apart. The verdict is then
        "better" or "worse" (a lower Brier score is better), else "inconclusive".

    Raises
    ------
    ValueError
        If the evaluations do not share test set and resamples, or two have the same name.
    """
    evaluations = list(evaluations)
    by_name = {e.name: e for e in evaluations}
    if len(by_name) != len(evaluations):
        raise ValueError(f"Two evaluations share a name: {[e.name for e in evaluations]}.")
    if reference is not None and reference not in by_name:
        raise ValueError(f"No evaluation is called {reference!r}; there are {list(by_name)}.")
    base = evaluations[0] if reference is None else by_name[reference]
    tail = (1 - base.settings["confidence_level"]) / 2
    parts = []
    for e in evaluations:
        same_resamples = e.settings == base.settings and e.stream == base.stream
        if not np.array_equal(e.y_true, base.y_true) or not same_resamples:
            raise ValueError(
                f"{e.name!r} and {base.name!r} were not evaluated on the same test rows with the "
                "same resamples, so their difference is not paired. Use the same n_resamples, "
                "confidence_level and whole number as random_state for both."
            )
        gap = e.draws - base.draws
        part = e.scores.assign(
            difference=e.scores["value"] - base.scores["value"],
            difference_low=gap.quantile(tail),
            difference_high=gap.quantile(1 - tail),
        )
        decided = part["difference_low"] * part["difference_high"] > 0
        part["verdict"] = [*map(verdict, part["difference"], decided, part.index)]
        part["threshold"] = e.threshold
        parts.append(part.reset_index().assign(model=e.name))
    table = pd.concat(parts, ignore_index=True)
    return table[["model", *table.columns.drop("model")]]


def summary_table(comparison, metrics=("precision", "recall", "mcc", "average_precision")):
    """Lay a comparison out for reading: one row per model, ``value [low, high]`` in each cell.

    Parameters
    ----------
    comparison : DataFrame
        From `compare`.
    metrics : sequence of str
        Columns, in order; any keys of `METRICS`.

    Returns
    -------
    DataFrame of str
    """
    rows = comparison[comparison["metric"].isin(metrics)]
    text = rows.apply(_with_interval, axis=1)
    table = rows.assign(text=text).pivot_table(
        index="model", columns="metric", values="text", aggfunc="first"
    )
    order = pd.Index(comparison["model"].unique(), name="model")
    table = table.loc[order, list(metrics)].rename(columns=METRICS)
    return table.rename_axis(columns=None)


def _with_interval(row):
    if np.isnan(row["value"]):
        return "undefined"
    return f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}]"
