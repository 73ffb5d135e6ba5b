"""Figures of models' scores on a test set. Each function describes what it draws and returns it."""

import numbers

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.stats import binomtest
from sklearn.metrics import PrecisionRecallDisplay

from helpers.display.figures import describe
from helpers.evaluation.arguments import check_metrics
from helpers.evaluation.metrics import METRICS
from helpers.plotting.labels import check_evaluations
from helpers.plotting.style import CLASS_NAMES


def plot_confusion_matrix(evaluation, ax=None, *, class_names=CLASS_NAMES, title=None):
    """Confusion matrix with the count and the percentage of its row in each cell.

    Parameters
    ----------
    evaluation : helpers.evaluation.Evaluation
    ax : Axes, optional
    class_names : dict
    title : str, optional
        The evaluation's name by default.

    Returns
    -------
    Axes
        Rows are true classes, columns predicted ones. Right predictions are shaded, the counts of
        errors are bold.

    Raises
    ------
    ValueError
        If it is no evaluation.
    """
    check_evaluations([evaluation])
    ax = plt.subplots(figsize=(3.6, 3.2))[1] if ax is None else ax
    counts = evaluation.confusion.to_numpy().reshape(2, 2)
    shares = counts / counts.sum(axis=1, keepdims=True)
    labels = [class_names.get(label, str(label)) for label in (0, 1)]
    ax.imshow(np.eye(2), cmap="Blues", vmin=0, vmax=5)
    for (row, column), count in np.ndenumerate(counts):
        text = f"{count:,}\n{shares[row, column]:.2%} of row"
        weight = "normal" if row == column else "bold"
        ax.text(column, row, text, ha="center", va="center", size=9, weight=weight)
    ax.set_xticks([0, 1], labels)
    ax.set_yticks([0, 1], labels)
    ax.set(xlabel="predicted class", ylabel="true class")
    title = evaluation.name if title is None else title
    ax.set_title(title)
    (tn, fp), (fn, tp) = counts
    text = f"of {tp + fn:,} rows of class {labels[1]}, {tp:,} are found and {fn:,} missed"
    text += f"; of {tn + fp:,} of class {labels[0]}, {fp:,} are false alarms"
    return describe(ax, f"{title}: {text}.")


def plot_confusion_matrices(evaluations):
    """Confusion matrices side by side, each as `plot_confusion_matrix` draws it.

    Parameters
    ----------
    evaluations : iterable of Evaluation
        All of the same test set.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If there are no evaluations, or not of one test set.
    """
    evaluations = check_evaluations(evaluations, one_test_set=True)
    number = len(evaluations)
    fig, axes = plt.subplots(1, number, figsize=(3.4 * number, 3.0), squeeze=False)
    for evaluation, ax in zip(evaluations, axes.flat, strict=True):
        plot_confusion_matrix(evaluation, ax).label_outer()
    return fig


def plot_precision_recall(evaluations, ax=None):
    """Precision-recall curves with each chosen threshold marked and the no-skill line.

    Parameters
    ----------
    evaluations : Evaluation or iterable of Evaluation
        All of the same test set. Models with the same scores at several thresholds share a curve.
        A model that predicts nothing positive has no point; the legend says so.
    ax : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no evaluations, or not of one test set.
    """
    evaluations = check_evaluations(evaluations, one_test_set=True)
    ax = plt.subplots(figsize=(5.6, 4.2))[1] if ax is None else ax
    drawn = []
    for number, e in enumerate(evaluations):
        curve = next((d for d in drawn if np.array_equal(d["score"], e.y_score)), None)
        if curve is None:
            curve = {"score": e.y_score, "colour": f"C{len(drawn)}"}
            drawn.append(curve)
            picture = PrecisionRecallDisplay.from_predictions(e.y_true, e.y_score, ax=ax)
            picture.line_.set(label="_nolegend_", color=curve["colour"])
        style = {"color": curve["colour"], "marker": "o^Dsv"[number % 5], "mec": "black"}
        text = f"{e.name}: threshold {e.threshold:.3g}, average precision"
        text = f"{text} {e['average_precision']:.3f}"
        if np.isnan(e["precision"]):
            style, text = {"color": curve["colour"]}, f"{text}, precision undefined"
        ax.plot(e["recall"], e["precision"], ms=9, label=text, zorder=3, **style)
    prevalence = evaluations[0].y_true.mean()
    ax.axhline(prevalence, color="black", ls=":", lw=1, label=f"no skill: {prevalence:.4f}")
    ax.set(
        xlabel="recall (share of minority rows found)",
        ylabel="precision (share of predicted\npositives that are right)",
    )
    ax.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.05))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16))
    points = "; ".join(
        f"{e.name} at threshold {e.threshold:.3g} has recall {e['recall']:.2f} and precision "
        f"{e['precision']:.2f}"
        for e in evaluations
    )
    return describe(ax, f"Precision-recall curves: {points}. No skill is {prevalence:.4f}.")


def plot_before_after(before, after, ax=None, *, metrics=("accuracy", "precision", "recall")):
    """Scores before and after a change, one line a metric, with their intervals.

    Parameters
    ----------
    before, after : Evaluation
        Of the same test set, with intervals of the same level.
    ax : Axes, optional
    metrics : sequence of str
        Keys of `helpers.evaluation.METRICS`, from top to bottom.

    Returns
    -------
    Axes
        From 0 to 1, and as far to the left as the lowest interval reaches. A score that is not
        defined is the word "undefined".

    Raises
    ------
    ValueError
        If there is no such metric, or the two differ in test set or level.
    """
    metrics = check_metrics(metrics)
    check_evaluations([before, after], one_test_set=True)
    level, other = (e.settings["confidence_level"] for e in (before, after))
    if level != other:
        raise ValueError(
            f"{before.name!r} has intervals of level {level} and {after.name!r} of {other}; "
            "evaluate both with the same confidence_level."
        )
    ax = plt.subplots(figsize=(6.4, 0.55 * len(metrics) + 1.2))[1] if ax is None else ax
    places = np.arange(len(metrics))
    for e, shift, colour, marker in [(before, -0.13, "C0", "o"), (after, 0.13, "C1", "^")]:
        rows = e.scores.loc[metrics]
        reach = [rows["value"] - rows["low"], rows["high"] - rows["value"]]
        style = {"fmt": marker, "color": colour, "ms": 7, "capsize": 3, "label": e.name}
        ax.errorbar(rows["value"], places + shift, xerr=np.clip(reach, 0, None), **style)
        for place, (value, high) in zip(places, rows[["value", "high"]].to_numpy(), strict=True):
            text, end = ("undefined", 0) if np.isnan(value) else (f"{value:.3f}", max(value, high))
            ax.text(end + 0.015, place + shift, text, va="center", size=9)
    ax.set_yticks(places, [METRICS[m] for m in metrics])
    lowest = min(e.scores.loc[metrics, ["value", "low"]].min(axis=None) for e in (before, after))
    if lowest < 0:
        ax.axvline(0, color="black", ls=":", lw=1)
    left = -0.02 + np.fmin(lowest, 0)
    ax.set(xlim=(left, 1.1), xlabel=f"score, with its {100 * level:g} % interval")
    ax.set(ylim=(len(metrics) - 0.5, -0.5))
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    moves = "; ".join(f"{METRICS[m]} {before[m]:.3f} and {after[m]:.3f}" for m in metrics)
    return describe(ax, f"Scores of {before.name} and {after.name}: {moves}.")


def plot_reliability(evaluations, ax=None, *, n_bins=10):
    """Reliability diagram: how often the minority came, against how often it was predicted.

    Rows are put into bins of equal width by their predicted probability. A point is a bin: the mean
    prediction across, the share of minority rows up, with its 95 % Wilson interval. Few rows of a
    rare class get a high prediction, so the intervals matter more than the points.

    Parameters
    ----------
    evaluations : Evaluation or iterable of Evaluation
    ax : Axes, optional
    n_bins : int, default=10

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no evaluations, or no bins.

    References
    ----------
    Murphy, A. H. and Winkler, R. L. (1977). Reliability of subjective probability forecasts of
    precipitation and temperature. Journal of the Royal Statistical Society C 26(1), 41-47.
    """
    evaluations = check_evaluations(evaluations)
    if not isinstance(n_bins, numbers.Integral) or isinstance(n_bins, bool) or n_bins < 1:
        raise ValueError(f"n_bins must be a whole number from 1, got {n_bins!r}.")
    ax = plt.subplots(figsize=(4.2, 4.0))[1] if ax is None else ax
    highest = []
    for number, e in enumerate(evaluations):
        rows = pd.DataFrame({"predicted": e.y_score, "observed": e.y_true})
        bins = np.minimum((e.y_score * n_bins).astype(int), n_bins - 1)
        table = rows.groupby(bins).agg({"predicted": "mean", "observed": ["mean", "sum", "size"]})
        counts = table["observed"][["sum", "size"]].to_numpy()
        bounds = [binomtest(*pair).proportion_ci(method="wilson") for pair in counts]
        shares = table["observed", "mean"].to_numpy()
        reach = np.abs(np.array(bounds).T - shares)
        style = {"color": f"C{number}", "marker": "o^Dsv"[number % 5], "mec": "black"}
        ax.errorbar(table["predicted", "mean"], shares, reach, label=e.name, capsize=3, **style)
        last = f"{table['predicted', 'mean'].iloc[-1]:.2f} predicted and {shares[-1]:.2f} observed"
        highest.append(f"{e.name} has {last}")
    ax.plot([0, 1], [0, 1], color="black", ls=":", lw=1, label="predicted = observed")
    ax.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), aspect="equal")
    ax.set(xlabel="predicted probability", ylabel="observed share of the minority")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1))
    return describe(ax, f"Reliability diagram. In the highest bin {'; '.join(highest)}.")
