"""Figures of the course. Each function draws on one Axes and returns it.

Colours are Okabe and Ito's, safe for colour-blind readers, and never stand alone: each class also
has a marker and a label. Lessons switch the style on with ``plt.style.use("helpers.course")`` and
end a figure with `show`, which stores a text alternative beside the picture.
"""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from scipy.stats import binomtest
from sklearn.metrics import ConfusionMatrixDisplay, PrecisionRecallDisplay

from helpers.evaluation.metrics import METRICS
from helpers.plotting.style import CLASS_NAMES, COLOURS, MARKERS


def plot_class_distribution(y, ax=None, *, class_names=CLASS_NAMES, title=None):
    """Bars with the number and percentage of rows per class, on a logarithmic axis.

    Parameters
    ----------
    y : array-like of shape (n_samples,)
        Class labels.
    ax : Axes, optional
    class_names : dict
        Label to name.
    title : str, optional

    Returns
    -------
    Axes
    """
    ax = plt.subplots(figsize=(6.4, 2.0))[1] if ax is None else ax
    counts = pd.Series(np.asarray(y)).value_counts().sort_index()
    names = [class_names.get(label, str(label)) for label in counts.index]
    bars = ax.barh(names, counts, color=[COLOURS.get(label) for label in counts.index], left=1e-9)
    text = [f"{count:,} ({count / counts.sum():.2%})" for count in counts]
    ax.bar_label(bars, text, padding=4)
    ax.set_xscale("log")
    ax.set_xlim(1, counts.max() * 60)
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
    """
    ax = plt.subplots(figsize=(3.6, 3.2))[1] if ax is None else ax
    counts = evaluation.confusion.to_numpy().reshape(2, 2)
    shares = counts / counts.sum(axis=1, keepdims=True)
    labels = [class_names[label] for label in (0, 1)]
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
    evaluations : Evaluation or list of Evaluation
        All of the same test set. Models with the same scores at several thresholds share a curve.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = plt.subplots(figsize=(5.6, 4.2))[1] if ax is None else ax
    evaluations = evaluations if isinstance(evaluations, (list, tuple)) else [evaluations]
    drawn = []
    for number, e in enumerate(evaluations):
        curve = next((d for d in drawn if np.array_equal(d["score"], e.y_score)), None)
        if curve is None:
            curve = {"score": e.y_score, "colour": f"C{len(drawn)}"}
            drawn.append(curve)
            picture = PrecisionRecallDisplay.from_predictions(e.y_true, e.y_score, ax=ax)
            picture.line_.set(label="_nolegend_", color=curve["colour"])
        if not np.isnan(e["precision"]):
            style = {"color": curve["colour"], "marker": "o^Dsv"[number % 5], "mec": "black"}
            text = f"{e.name}: threshold {e.threshold:.3g}, average precision"
            text = f"{text} {e['average_precision']:.3f}"
            ax.plot(e["recall"], e["precision"], ms=9, label=text, zorder=3, **style)
    prevalence = evaluations[0].y_true.mean()
    ax.axhline(prevalence, color="black", ls=":", lw=1, label=f"no skill: {prevalence:.4f}")
    ax.set(
        xlabel="recall (share of minority rows found)",
        ylabel="precision (share of predicted positives that are right)",
    )
    ax.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.05))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16))
    return ax


def plot_before_after(before, after, ax=None, *, metrics=("accuracy", "precision", "recall")):
    """Scores before and after a change, one line a metric, with their intervals.

    Parameters
    ----------
    before, after : Evaluation
        Of the same test set.
    ax : Axes, optional
    metrics : sequence of str
        Keys of `helpers.evaluation.METRICS`, from top to bottom.

    Returns
    -------
    Axes
    """
    ax = plt.subplots(figsize=(6.4, 0.55 * len(metrics) + 1.2))[1] if ax is None else ax
    places = np.arange(len(metrics))
    for e, shift, colour, marker in [(before, -0.13, "C0", "o"), (after, 0.13, "C1", "^")]:
        rows = e.scores.loc[list(metrics)]
        reach = [rows["value"] - rows["low"], rows["high"] - rows["value"]]
        style = {"fmt": marker, "color": colour, "ms": 7, "capsize": 3, "label": e.name}
        ax.errorbar(rows["value"], places + shift, xerr=np.clip(reach, 0, None), **style)
        for place, (value, high) in zip(places, rows[["value", "high"]].to_numpy(), strict=True):
            ax.text(max(value, high) + 0.015, place + shift, f"{value:.3f}", va="center", size=9)
    ax.set_yticks(places, [METRICS[m] for m in metrics])
    ax.set(xlim=(-0.02, 1.1), xlabel="score, with its 95 % interval")
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
    ax : Axes, optional
    class_names : dict
    alpha : float, default=1.0

    Returns
    -------
    Axes
    """
    ax = plt.subplots(figsize=(5.2, 4.2))[1] if ax is None else ax
    values, y = np.asarray(X), np.asarray(y)
    for label in np.unique(y):
        style = {"color": COLOURS[label], "marker": MARKERS[label], "alpha": alpha}
        ax.scatter(*values[y == label].T, s=32, lw=0, label=class_names[label], **style)
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
    """
    X_new, X_parent, X_neighbour = (np.asarray(a) for a in (X_new, X_parent, X_neighbour))
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
    evaluations : Evaluation or list of Evaluation
    ax : Axes, optional
    n_bins : int, default=10

    Returns
    -------
    Axes

    References
    ----------
    Murphy, A. H. and Winkler, R. L. (1977). Reliability of subjective probability forecasts of
    precipitation and temperature. Journal of the Royal Statistical Society C 26(1), 41-47.
    """
    ax = plt.subplots(figsize=(4.2, 4.0))[1] if ax is None else ax
    evaluations = evaluations if isinstance(evaluations, (list, tuple)) else [evaluations]
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
