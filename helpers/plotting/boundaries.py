"""The plane as a classifier divides it, before and after new rows."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from sklearn.inspection import DecisionBoundaryDisplay

from helpers.display.figures import describe
from helpers.evaluation.arguments import as_column
from helpers.plotting.figures import plot_points
from helpers.plotting.labels import check_points
from helpers.plotting.style import CLASS_NAMES, COLOURS, MARKERS

RESOLUTION = 300
"""Grid points a side: enough for a smooth line in a figure of this size."""


def plot_boundaries(before, after, X, y, X_new, *, class_names=CLASS_NAMES, names=None):
    """Two panels: the regions of a classifier without new rows, and with them.

    The rows that were measured stand in both panels, and both models are judged on them. The new
    rows stand in the second, where a dashed line repeats the boundary of the first.

    Parameters
    ----------
    before, after : classifiers
        Fitted on two columns and labels 0 and 1, without and with the new rows.
    X : array-like of shape (n_samples, 2)
        The measured rows.
    y : array-like of shape (n_samples,)
        0 for the majority, 1 for the minority.
    X_new : array-like of shape (n_new, 2)
        The rows that `after` had besides.
    class_names : dict
        Label to name.
    names : pair of str, optional
        Titles of the panels, by default "before" and "after".

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If there are other labels than 0 and 1, not two columns, or a value is missing.
    """
    y = as_column(y, "y")
    values, X_new = check_points(X, len(y)), check_points(X_new)
    if set(np.unique(y)) != {0, 1}:
        raise ValueError(f"y must have the labels 0 and 1, got {sorted(set(y.tolist()))}.")
    names = names or ("before", "after")
    sentences = []
    fig, axes = plt.subplots(1, 2, figsize=(8.4, 4.4), sharex=True, sharey=True)
    for model, name, ax in zip((before, after), names, axes, strict=True):
        area = _draw_regions(model, X, ax)
        plot_points(X, y, ax, class_names=class_names)
        found, false = (int(model.predict(X)[y == label].sum()) for label in (1, 0))
        found = f"{found} of {(y == 1).sum()} {class_names[1]} rows found"
        false = f"{false} of {(y == 0).sum()} {class_names[0]} rows are false alarms"
        ax.set_title(f"{name}: {found},\n{false}")
        area = f"{area:.0%} of the plane is predicted {class_names[1]}"
        sentences.append(f"{name}: {found}, {false}; {area}.")
    _draw_line(before, X, axes[1], linestyles="--")
    style = {"color": COLOURS["synthetic"], "marker": MARKERS["synthetic"]}
    axes[1].scatter(*X_new.T, s=26, ec="black", lw=0.6, label="synthetic", zorder=3, **style)
    axes[1].set_ylabel("")
    shown = f"The second panel shows {len(X_new):,} synthetic rows, and the first boundary, dashed."
    low, high = values.min(axis=0), values.max(axis=0)
    axes[0].set(xlim=(low[0] - 0.5, high[0] + 0.5), ylim=(low[1] - 0.5, high[1] + 0.5))
    handles, labels = axes[1].get_legend_handles_labels()
    handles += [Line2D([], [], color="black", ls=ls) for ls in ("-", "--")]
    labels += ["boundary", f"boundary {names[0]}"]
    fig.legend(handles, labels, loc="outside lower center", ncols=5)
    return describe(fig, f"Regions of a classifier. {' '.join(sentences)} {shown}")


def _draw_regions(model, X, ax):
    """Shade what is predicted to be of which class; return the share of the minority."""
    style = {"plot_method": "contourf", "levels": [-0.5, 0.5, 1.5], "alpha": 0.16}
    drawn = _display(model, X, ax, colors=[COLOURS[0], COLOURS[1]], **style)
    _draw_line(model, X, ax)
    return float(np.mean(drawn.response))


def _draw_line(model, X, ax, **style):
    _display(model, X, ax, plot_method="contour", levels=[0.5], colors="black", **style)


def _display(model, X, ax, **style):
    return DecisionBoundaryDisplay.from_estimator(
        model, X, ax=ax, eps=0.5, response_method="predict", grid_resolution=RESOLUTION, **style
    )
