"""Figures of rows. Each function draws on one Axes, describes it, and returns it.

Colours are Okabe and Ito's, safe for colour-blind readers, and never stand alone: each class also
has a marker and a label. Lessons switch the style on with ``plt.style.use("helpers.course")`` and
end a figure with `show`, which stores the description beside the picture.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from helpers.display.figures import describe
from helpers.evaluation.arguments import as_column
from helpers.plotting.labels import check_points, count_labels, name_classes
from helpers.plotting.style import CLASS_NAMES, COLOURS, MARKERS


def plot_class_distribution(y, ax=None, *, class_names=CLASS_NAMES, title=None, log=True):
    """Bars with the number and percentage of rows per class.

    Parameters
    ----------
    y : array-like of shape (n_samples,)
        Class labels of any kind. If they are not 0 and 1, the rarest has the minority's colour.
        Rows without a label have a bar of their own, so that the percentages are those of all rows.
    ax : Axes, optional
    class_names : dict
        Label to name.
    title : str, optional
    log : bool, default=True
        A logarithmic axis makes a tiny class visible; on a linear one lengths can be compared.

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
    bars = ax.barh(places, rows, color=colours, left=1e-9 if log else 0)
    ax.set_yticks(places, names)
    ax.bar_label(bars, [f"{count:,} ({count / sum(rows):.2%})" for count in rows], padding=4)
    if log:
        ax.set(xscale="log", xlim=(1, max(rows) * 60), xlabel="rows (log scale)")
    else:
        ax.set(xlim=(0, max(rows) * 1.4), xlabel="rows")
        ax.xaxis.set_major_formatter("{x:,.0f}")
        ax.xaxis.set_major_locator(MaxNLocator(4))
    ax.set_title(title)
    ax.invert_yaxis()
    listed = ", ".join(
        f"{name} {count:,} ({count / sum(rows):.2%})"
        for name, count in zip(names, rows, strict=True)
    )
    scale = "logarithmic" if log else "linear"
    return describe(ax, f"{title or 'Class distribution'}, on a {scale} scale: {listed}.")


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
    listed = []
    for label, name, role in zip(counts.index, *name_classes(counts, class_names), strict=True):
        style = {"color": COLOURS[role], "marker": MARKERS[role], "alpha": alpha}
        ax.scatter(*values[y == label].T, s=32, lw=0, label=name, **style)
        listed.append(f"{counts[label]:,} {name}")
    names = getattr(X, "columns", ["feature 1", "feature 2"])
    ax.set(xlabel=names[0], ylabel=names[1])
    return describe(ax, f"Scatter of {names[1]} against {names[0]}: {', '.join(listed)}.")


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
    where = "each on the line from its parent to its neighbour"
    return describe(ax, f"Added: {len(X_new):,} {label}, {where}.")
