"""Compare evaluations of one test set, as paired differences over the same bootstrap resamples."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.evaluation.arguments import check_metrics
from helpers.evaluation.intervals import FEWEST_ROWS
from helpers.evaluation.metrics import METRICS, verdict
from helpers.evaluation.pairs import HIGHEST_LEVEL, exact_p_values
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
        ``high``, ``undefined``, ``difference``, ``difference_low``, ``difference_high``,
        ``difference_undefined``, ``p_value``, ``verdict`` and ``threshold``. A difference is model
        minus reference on the same resampled rows, and the columns on the undefined hold the shares
        of the resamples that have no value and no difference. Where the interval of the difference
        leaves out zero, and enough rows differ, the test set can tell the two models apart: the
        verdict is then "better" or "worse" (a lower Brier score is better), else "inconclusive".
        Where few rows differ, ``p_value`` is that of the exact test which the difference must pass
        too (see `helpers.evaluation.pairs`); else it is missing.

    Raises
    ------
    ValueError
        If there are no evaluations, they do not share test set and resamples, or two have the
        same name.

    Notes
    -----
    The bootstrap's interval of a difference is replaced where it is a point other than zero, and
    where a class has fewer than six rows (but not that of accuracy, nor if both models score all
    rows alike). Then the intervals of the two scores are put together as if the models were
    independent, by Newcombe's square-and-add rule [1]_: too wide rather than too narrow. It reaches
    at least to zero where there is no verdict. Elsewhere a difference that fails the exact test
    keeps its bootstrap interval, which then leaves out zero beside the verdict "inconclusive".

    References
    ----------
    .. [1] R. G. Newcombe, "Interval estimation for the difference between independent proportions:
       comparison of eleven methods", Statistics in Medicine 17, 873-890, 1998. Method 10.
    """
    evaluations = _check_evaluations(evaluations)
    by_name = {e.name: e for e in evaluations}
    if len(by_name) != len(evaluations):
        raise ValueError(f"Two evaluations share a name: {[e.name for e in evaluations]}.")
    if reference is not None and reference not in list(by_name):
        raise ValueError(f"No evaluation is called {reference!r}; there are {list(by_name)}.")
    base = evaluations[0] if reference is None else by_name[reference]
    parts, keys = [], ("n_resamples", "confidence_level")
    for e in evaluations:
        # the stream stands for the random_state, which may be a generator that has moved on
        same = [*map(e.settings.get, keys), e.stream, e.majority_weight] == [
            *map(base.settings.get, keys),
            base.stream,
            base.majority_weight,
        ]
        if not np.array_equal(e.y_true, base.y_true) or not same:
            raise ValueError(
                f"{e.name!r} and {base.name!r} were not evaluated on the same test rows with the "
                "same resamples, so their difference is not paired. Use the same n_resamples, "
                "confidence_level and whole number as random_state for both, and `at_ratio` for "
                "both or neither."
            )
        parts.append(_differences(e, base).reset_index().assign(model=e.name))
    table = pd.concat(parts, ignore_index=True)
    return table[["model", *table.columns.drop("model")]]


def _check_evaluations(evaluations):
    one = isinstance(evaluations, Evaluation)
    evaluations = [evaluations] if one or not isinstance(evaluations, Iterable) else [*evaluations]
    if one or not evaluations or not all(isinstance(e, Evaluation) for e in evaluations):
        raise ValueError(
            "compare takes a list of evaluations, each from evaluate or evaluate_scores, got "
            f"{'one alone' if one else [type(e).__name__ for e in evaluations]}."
        )
    return evaluations


def _differences(e, base):
    """Return the rows of one model: its scores, differences, their intervals, and verdicts."""
    level = base.settings["confidence_level"]
    tail = (1 - level) / 2
    gap = e.draws - base.draws
    table = e.scores[["value", "low", "high"]].assign(
        undefined=e.draws.isna().mean(),
        difference=e.scores["value"] - base.scores["value"],
        difference_low=gap.quantile(tail),
        difference_high=gap.quantile(1 - tail),
        difference_undefined=gap.isna().mean(),
        p_value=exact_p_values(e, base),
    )
    enough = ~(table["p_value"] > min(1 - level, HIGHEST_LEVEL) + 1e-9)
    decided = _leaves_out_zero(table) & enough
    table = _widen(table, e, base, decided)
    decided &= _leaves_out_zero(table)
    verdicts = [*map(verdict, table["difference"], decided, table.index)]
    return table.assign(verdict=verdicts, threshold=e.threshold)


def _leaves_out_zero(table):
    return table["difference_low"] * table["difference_high"] > 0


def _widen(table, e, base, decided):
    """Replace intervals of differences that the bootstrap makes too narrow."""
    difference, low, high = (table[f"difference{end}"] for end in ("", "_low", "_high"))
    few = (min(np.bincount(e.y_true)) < FEWEST_ROWS) & (table.index != "accuracy")
    alike = np.array_equal(e.y_score, base.y_score) and e.threshold == base.threshold
    point = (high - low < 1e-12) & (difference != 0)
    keep = ~(point | few) | alike
    below, above = (
        np.hypot(a.scores["value"] - a.scores["low"], b.scores["high"] - b.scores["value"])
        for a, b in ((e, base), (base, e))
    )
    zero = difference.where(decided, 0)  # how far it reaches at least
    return table.assign(
        difference_low=low.where(keep, np.minimum.reduce([low, difference - below, zero])),
        difference_high=high.where(keep, np.maximum.reduce([high, difference + above, zero])),
    )


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
        Where the metric is undefined on some resamples, the cell says on how many.

    Raises
    ------
    ValueError
        If there is no such metric, or the table is not one of `compare` or lacks it.
    """
    metrics = check_metrics(metrics)
    if not isinstance(comparison, pd.DataFrame) or "metric" not in comparison:
        raise ValueError(
            "summary_table takes the table that compare returns: summary_table(compare(models))."
        )
    absent = [name for name in metrics if name not in set(comparison["metric"])]
    if absent:
        raise ValueError(
            f"The comparison has no rows of {', '.join(absent)}; give summary_table the whole "
            "table of compare, or name the metrics that are in it."
        )
    rows = comparison[comparison["metric"].isin(metrics)]
    text = rows.apply(_with_interval, axis=1)
    table = rows.assign(text=text).pivot_table(
        index="model", columns="metric", values="text", aggfunc="first"
    )
    order = pd.Index(comparison["model"].unique(), name="model")
    table = table.loc[order, metrics].rename(columns=METRICS)
    return table.rename_axis(columns=None)


def _with_interval(row):
    if np.isnan(row["value"]):
        return "undefined"
    text = f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}]"
    if not row["undefined"]:
        return text
    return f"{text}, undefined in {row['undefined']:.1%} of resamples"
