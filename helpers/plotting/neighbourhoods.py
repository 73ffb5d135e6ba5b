"""Points of the plane, and which rows live around them."""

import numpy as np
from matplotlib.collections import LineCollection

from helpers.display.figures import describe
from helpers.plotting.figures import plot_points, plot_synthetic
from helpers.plotting.style import COLOURS, MARKERS

FRAMES = ("o", "s")
"""Marker around the rows of the first and of the second group."""
NAMES = {0: "majority", 1: "minority"}


def plot_neighbourhoods(
    X,
    y,
    ax=None,
    *,
    labels=None,
    neighbours=None,
    marked=None,
    synthetic=None,
    n_genuine=None,
    reach=None,
    class_names=NAMES,
):
    """Draw points of two classes, with what is known of some of them and of their neighbours.

    Parameters
    ----------
    X : array-like of shape (n_samples, 2)
        Genuine rows first, then synthetic ones.
    y : array-like of shape (n_samples,)
        Labels 0 and 1.
    ax : Axes, optional
    labels : mapping of int to object, optional
        Position of a row to what is written beside it.
    neighbours : mapping of int to sequence of int, optional
        Position of a row to the positions of its neighbours. A line leads to each: solid to another
        class, dotted to the row's own.
    marked : mapping of str to sequence of int, optional
        Name of a group, at most two, to its rows. The first group has circles, the second squares.
    synthetic : tuple of three array-likes of shape (n_new, 2), optional
        New rows that are not in `X`, their parents and the neighbours these are joined to, as
        `plot_synthetic` draws them.
    n_genuine : int, optional
        Rows of `X` from this one on are synthetic. By default none is.
    reach : float, optional
        How far to show the surroundings of the first row of `neighbours`; by default everything is
        shown.
    class_names : dict
        Label to name.

    Returns
    -------
    Axes
        With its legend above, because points lie everywhere.

    Raises
    ------
    ValueError
        If there are more than two groups.

    Examples
    --------
    >>> ax = plot_neighbourhoods([[0, 0], [1, 0], [0, 1]], [0, 0, 1], labels={2: "A"})
    >>> [text.get_text() for text in ax.texts]
    ['A']
    """
    X, y = np.asarray(X), np.asarray(y)
    neighbours, marked = neighbours or {}, marked or {}
    if len(marked) > len(FRAMES):
        raise ValueError(f"at most {len(FRAMES)} groups can be marked, got {len(marked)}.")
    alpha = 0.7 if neighbours or marked else 1
    ax = plot_rows(X, y, ax, n_genuine=n_genuine, class_names=class_names, alpha=alpha)
    _write(ax, X, labels or {})
    _join(ax, X, y, neighbours)
    for (name, rows), marker in zip(marked.items(), FRAMES, strict=False):
        points = X[np.asarray(rows, dtype=int)]
        style = {"marker": marker, "s": 150, "fc": "none", "ec": "black", "lw": 1.2}
        ax.scatter(*points.T, label=name, **style)
        describe(ax, f"Marked as {name}: {len(points)}.")
    if synthetic is not None:
        plot_synthetic(*synthetic, ax)
    if reach is not None:
        x, height = X[next(iter(neighbours))]
        ax.set(xlim=(x - reach, x + reach), ylim=(height - reach, height + reach))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    return ax


def plot_rows(X, y, ax=None, *, n_genuine=None, class_names=NAMES, alpha=1.0):
    """Scatter of two classes, with synthetic rows in a colour and marker of their own.

    Parameters
    ----------
    X : ndarray of shape (n_samples, 2)
        Genuine rows first, then synthetic ones.
    y : ndarray of shape (n_samples,)
        Labels 0 and 1.
    ax : Axes, optional
    n_genuine : int, optional
        Rows from this one on are synthetic. By default none is.
    class_names : dict
        Label to name.
    alpha : float, default=1.0

    Returns
    -------
    Axes
    """
    n = len(X) if n_genuine is None else n_genuine
    ax = plot_points(X[:n], y[:n], ax, class_names=class_names, alpha=alpha)
    if n < len(X):
        style = {"color": COLOURS["synthetic"], "marker": MARKERS["synthetic"], "alpha": alpha}
        ax.scatter(*X[n:].T, s=26, lw=0, label="synthetic", **style)
        describe(ax, f"Also {len(X) - n:,} synthetic rows.")
    return ax


def _write(ax, X, labels):
    for row, label in labels.items():
        style = {"bbox": {"fc": "w", "ec": "none", "pad": 0.5, "alpha": 0.7}, "zorder": 4}
        ax.annotate(str(label), X[row], xytext=(8, 5), textcoords="offset points", **style)
    if labels:
        describe(ax, f"Beside points stand: {', '.join(map(str, labels.values()))}.")


def _join(ax, X, y, neighbours):
    told = []
    for row, others in neighbours.items():
        others = np.asarray(others, dtype=int)
        foreign = y[others] != y[row]
        for chosen, line in [(others[foreign], "solid"), (others[~foreign], "dotted")]:
            segments = [(X[row], X[other]) for other in chosen]
            ax.add_collection(
                LineCollection(segments, color="black", lw=0.9, linestyles=line, zorder=0)
            )
        told.append(f"{foreign.sum()} of {len(others)}")
    if told:
        describe(ax, f"Lines lead to neighbours, of which of another class are: {', '.join(told)}.")
