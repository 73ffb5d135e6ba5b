"""Minority points of the plane, and who lives around them."""

import numpy as np
from matplotlib.collections import LineCollection

from helpers.display.figures import describe
from helpers.plotting.figures import plot_points, plot_synthetic
from helpers.plotting.style import COLOURS

RINGS = {"danger": "o", "noise": "s"}
"""Kind of a minority row to the marker around it."""


def plot_neighbourhoods(X, y, labels, ax=None, *, neighbours=None, kinds=None, synthetic=None):
    """Draw majority (0) and minority (1) points, with what is known of each minority point.

    Parameters
    ----------
    X : array-like of shape (n_samples, 2)
    y : array-like of shape (n_samples,)
        Labels 0 and 1.
    labels : sequence of shape (n_minority,)
        What is written beside the minority points, in their order.
    ax : Axes, optional
    neighbours : dict of int to sequence of int, optional
        Position of a row to the positions of its neighbours. A line leads to each: solid to the
        other class, dotted to the row's own.
    kinds : sequence of str of shape (n_minority,), optional
        "safe", "danger" (a circle is drawn round the point) or "noise" (a square).
    synthetic : tuple of three array-likes of shape (n_new, 2), optional
        New rows, their parents and the neighbours these are joined to, as `plot_synthetic` draws
        them.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there is not one label, or one kind, for each minority point.

    Examples
    --------
    >>> ax = plot_neighbourhoods([[0, 0], [1, 0], [0, 1]], [0, 0, 1], ["A"], neighbours={2: [0]})
    >>> [text.get_text() for text in ax.texts]
    ['A']
    """
    X, y = np.asarray(X), np.asarray(y)
    minority = np.flatnonzero(y == 1)
    for values, name in [(labels, "labels"), (kinds, "kinds")]:
        if values is not None and len(values) != len(minority):
            raise ValueError(f"{len(minority)} minority points, but {len(values)} {name}.")
    names = {0: "majority", 1: "minority"}
    ax = plot_points(
        X, y, ax, class_names=names, alpha=0.6 if neighbours or kinds is not None else 1
    )
    for label, point in zip(labels, X[minority], strict=True):
        style = {"bbox": {"fc": "w", "ec": "none", "pad": 0.5, "alpha": 0.7}, "zorder": 4}
        ax.annotate(str(label), point, xytext=(7, 4), textcoords="offset points", **style)
    written = ", ".join(map(str, labels))
    describe(ax, f"Beside the minority points stand: {written}.")
    for row, others in (neighbours or {}).items():
        others = np.asarray(others)
        segments = [(X[row], X[other]) for other in others]
        colours = [COLOURS[y[other]] for other in others]
        styles = [":" if y[other] == y[row] else "-" for other in others]
        ax.add_collection(LineCollection(segments, colors=colours, linestyles=styles, zorder=0))
        n_other = np.sum(y[others] != y[row])
        label = labels[np.flatnonzero(minority == row)[0]]
        describe(ax, f"{n_other} of {len(others)} neighbours of {label} are of the other class.")
    if kinds is not None:
        _draw_rings(ax, X[minority], np.asarray(kinds))
    if synthetic is not None:
        plot_synthetic(*synthetic, ax)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4)  # above: points lie everywhere
    return ax


def _draw_rings(ax, points, kinds):
    for kind, marker in RINGS.items():
        style = {"marker": marker, "s": 190, "fc": "none", "ec": "black", "lw": 1.2}
        ax.scatter(*points[kinds == kind].T, label=kind, **style)
    listed = ", ".join(f"{np.sum(kinds == kind)} {kind}" for kind in ["safe", *RINGS])
    describe(ax, f"Of the minority points: {listed}.")
