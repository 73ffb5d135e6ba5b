"""Figures of models' scores on a test set. Each function describes what it draws and returns it."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.metrics import PrecisionRecallDisplay

from helpers.display.figures import describe
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
