"""Figures of the course. Each function draws on one Axes and returns it.

Colours are Okabe and Ito's, safe for colour-blind readers, and never stand alone: each class also
has a marker and a label. Lessons switch the style on with ``plt.style.use("helpers.course")`` and
end a figure with `show`, which stores a text alternative beside the picture.
"""

import numbers

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from scipy.stats import binomtest
from sklearn.metrics import ConfusionMatrixDisplay, PrecisionRecallDisplay

from helpers.evaluation.arguments import as_column, check_metrics
from helpers.evaluation.metrics import METRICS
from helpers.plotting.labels import check_evaluations, check_points, count_labels, name_classes
from helpers.plotting.style import CLASS_NAMES, COLOURS, MARKERS


def plot_class_distribution(y, ax=None, *, class_names=CLASS_NAMES, title=None):
    """Bars with the number and percentage of rows per class, on a logarithmic axis.

    Parameters
    ----------
    y : array-like of shape (n_samples,)
        Class labels of any kind. If they are not 0 and 1, the rarest has the minority's colour.
        Rows without a label have a bar of their own, so that the percentages are those of all rows.
    ax : Axes, optional
    class_names : dict
        Label to name.
    title : str, optional

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no rows.
    """
    counts, n_missing = count_labels(y)
    ax = plt.subplots(figsize=(6.4, 2.0))[1] if ax is None else ax
    names, roles = name_classes(counts, class_names)
    rows, colours = counts.tolist(), [COLOURS[role] for role in roles]
    if n_missing:
        names, rows, colours = [*names, "missing"], [*rows, n_missing], [*colours, "#888888"]
    places = np.arange(len(rows))
    bars = ax.barh(places, rows, color=colours, left=1e-9)
    ax.set_yticks(places, names)
    ax.bar_label(bars, [f"{count:,} ({count / sum(rows):.2%})" for count in rows], padding=4)
    ax.set_xscale("log")
    ax.set_xlim(1, max(rows) * 60)
    ax.set_xlabel("rows (log scale)")
    ax.set_title(title)
    ax.invert_yaxis()
    return ax


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
        Rows are true classes, columns predicted ones, shaded by the share of the row.

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
    picture = ConfusionMatrixDisplay(shares, display_labels=labels)
    picture.plot(ax=ax, cmap="Blues", include_values=False, colorbar=False)
    picture.im_.set_clim(0, 1)
    for (row, column), count in np.ndenumerate(counts):
        share = shares[row, column]
        colour = "white" if share > 0.5 else "black"
        text = f"{count:,}\n{share:.2%} of row"
        ax.text(column, row, text, ha="center", va="center", color=colour)
    ax.set(xlabel="predicted class", ylabel="true class")
    ax.set_title(evaluation.name if title is None else title)
    return ax


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
    return ax


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
    return ax


def plot_points(X, y, ax=None, *, class_names=CLASS_NAMES, alpha=1.0):
    """Scatter of two features, one colour and one marker per class.

    Parameters
    ----------
    X : array-like of shape (n_samples, 2)
        A DataFrame's column names label the axes.
    y : array-like of shape (n_samples,)
        One or two labels of any kind. If they are not 0 and 1, the rarer is the minority.
    ax : Axes, optional
    class_names : dict
    alpha : float, default=1.0

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are more than two labels, a label or a value is missing, or X and y do not fit.
    """
    y = as_column(y, "y")
    values = check_points(X, len(y))
    counts, n_missing = count_labels(y)
    if n_missing or len(counts) > 2:
        raise ValueError(
            f"plot_points draws two classes, got {len(counts)}, and no label in {n_missing} of "
            f"{len(y)} rows; choose or join classes, and drop rows without a label."
        )
    ax = plt.subplots(figsize=(5.2, 4.2))[1] if ax is None else ax
    for label, name, role in zip(counts.index, *name_classes(counts, class_names), strict=True):
        style = {"color": COLOURS[role], "marker": MARKERS[role], "alpha": alpha}
        ax.scatter(*values[y == label].T, s=32, lw=0, label=name, **style)
    names = getattr(X, "columns", ["feature 1", "feature 2"])
    ax.set(xlabel=names[0], ylabel=names[1])
    return ax


def plot_synthetic(X_new, X_parent, X_neighbour, ax, *, label="synthetic"):
    """Add synthetic rows to a scatter, each on a line from its parent to its neighbour.

    Parameters
    ----------
    X_new, X_parent, X_neighbour : array-like of shape (n_new, 2)
        Row i of each belongs together.
    ax : Axes
    label : str

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the three do not have the same number of rows and two columns, or a value is missing.
    """
    X_new, X_parent, X_neighbour = (check_points(a) for a in (X_new, X_parent, X_neighbour))
    lengths = [len(a) for a in (X_new, X_parent, X_neighbour)]
    if len(set(lengths)) > 1:
        raise ValueError(
            f"Each synthetic row needs its parent and its neighbour, got {lengths} rows; repeat a "
            "parent for each of its rows."
        )
    segments = np.stack([X_parent, X_neighbour], axis=1)
    ax.add_collection(LineCollection(segments, color=COLOURS["parent line"], lw=0.8, zorder=0))
    style = {"color": COLOURS["synthetic"], "marker": MARKERS["synthetic"]}
    ax.scatter(*X_new.T, s=26, ec="black", lw=0.6, label=label, zorder=3, **style)
    return ax


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
    ax.plot([0, 1], [0, 1], color="black", ls=":", lw=1, label="predicted = observed")
    ax.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), aspect="equal")
    ax.set(xlabel="predicted probability", ylabel="observed share of the minority")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1))
    return ax
