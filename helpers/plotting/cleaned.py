"""Figures of what a cleaner sees and removes after SMOTE: votes, Tomek links, counts."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection

from helpers.display.figures import describe
from helpers.plotting.figures import plot_points
from helpers.plotting.style import CLASS_NAMES, COLOURS, MARKERS

FRAMES = ("s", "o")
"""Marker around the rows of the first and of the second group."""


def plot_votes(
    X, y, groups, ax=None, *, n_genuine=None, named=None, reach=None, class_names=CLASS_NAMES
):
    """Points of a plane, with a frame around some rows and lines to the neighbours that vote.

    Parameters
    ----------
    X : ndarray of shape (n_samples, 2)
        Genuine rows first, then synthetic ones.
    y : ndarray of shape (n_samples,)
        Labels 0 and 1.
    groups : mapping of str to mapping of int to sequence of int
        Name of a group (at most two) to its rows; each row to its neighbours. A line to a neighbour
        with another label is solid, to one with the same label dotted.
    ax : Axes, optional
    n_genuine : int, optional
        Rows from this one on are synthetic. By default none is.
    named : mapping of str to int, optional
        Letters to be written beside rows.
    reach : float, optional
        How far to show the surroundings of the first row; by default everything is shown.
    class_names : dict

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are more than two groups.
    """
    if len(groups) > len(FRAMES):
        raise ValueError(f"plot_votes marks at most {len(FRAMES)} groups, got {len(groups)}.")
    ax = _rows(X, y, ax, n_genuine, class_names)
    for (name, voters), frame in zip(groups.items(), FRAMES, strict=False):
        rows = np.fromiter(voters, int)
        ax.scatter(*X[rows].T, s=130, c="none", ec="black", lw=1.2, marker=frame, label=name)
        pairs = [(row, voter) for row in voters for voter in voters[row]]
        pairs = np.array(pairs, dtype=int).reshape(-1, 2)
        other = y[pairs[:, 0]] != y[pairs[:, 1]]
        for chosen, line in [(other, "solid"), (~other, "dotted")]:
            ax.add_collection(LineCollection(X[pairs[chosen]], color="black", lw=0.8, ls=line))
        words = f"{len(rows)} rows {name}; {other.sum()} of {len(pairs)} votes are against them."
        describe(ax, f"{words[0].upper()}{words[1:]}")
    for letter, row in (named or {}).items():
        place = {"xytext": (9, 7), "textcoords": "offset points"}
        ax.annotate(letter, X[row], weight="bold", **place)
    if reach is not None:
        x, height = X[next(iter(next(iter(groups.values()))))]
        ax.set(xlim=(x - reach, x + reach), ylim=(height - reach, height + reach))
    return ax


def plot_links(X, y, links, ax=None, *, n_genuine=None, class_names=CLASS_NAMES):
    """Points of a plane, with a thick line for each Tomek link and rings around its rows.

    Parameters
    ----------
    X : ndarray of shape (n_samples, 2)
        Genuine rows first, then synthetic ones.
    y : ndarray of shape (n_samples,)
        Labels 0 and 1.
    links : ndarray of int of shape (n_links, 2)
        The two rows of each link.
    ax : Axes, optional
    n_genuine : int, optional
        Rows from this one on are synthetic. By default none is.
    class_names : dict

    Returns
    -------
    Axes
    """
    ax = _rows(X, y, ax, n_genuine, class_names)
    lines = LineCollection(X[links], color="black", lw=2, label="Tomek link", zorder=0)
    ax.add_collection(lines)
    ax.scatter(*X[links.ravel()].T, s=90, ec="black", fc="none")
    n_synthetic = np.sum(links >= (len(X) if n_genuine is None else n_genuine))
    return describe(ax, f"{len(links)} Tomek links, with {n_synthetic} synthetic rows in them.")


def plot_removed(rows, removed, *, title):
    """Bars of the rows that are left after a cleaning, and of those that it removed.

    Both scales are linear. They differ, because a cleaning may remove one row of a thousand.

    Parameters
    ----------
    rows : Series of int
        How many rows there were before the cleaning: of the majority, of the genuine minority and
        of the synthetic minority, in this order; the index names them.
    removed : Series of int
        How many of them the cleaning removed, with the same index.
    title : str
        What the rows that are left are called.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If there are not three kinds of row, or the two differ in their index.
    """
    if len(rows) != 3 or not rows.index.equals(removed.index):
        raise ValueError(
            "plot_removed needs majority, genuine minority and synthetic minority rows, before the "
            f"cleaning and removed, got {[*rows.index]} and {[*removed.index]}."
        )
    fig, axes = plt.subplots(1, 2, figsize=(8.2, 1.9), sharey=True)
    colours = [COLOURS[role] for role in (0, 1, "synthetic")]
    drawn = {title: rows - removed, "removed by the cleaning": removed}
    for ax, (name, counts) in zip(axes, drawn.items(), strict=True):
        bars = ax.barh(np.arange(3), counts, color=colours)
        ax.bar_label(bars, [f"{count:,}" for count in counts], padding=4)
        ax.set(title=name, xlabel="rows", xlim=(0, 1.3 * max(counts.max(), 1)))
        ax.xaxis.set_major_locator(plt.MaxNLocator(3, integer=True))
        ax.xaxis.set_major_formatter("{x:,.0f}")
        listed = ", ".join(f"{kind} {count:,}" for kind, count in counts.items())
        describe(ax, f"{name[0].upper()}{name[1:]}: {listed}.")
    axes[0].set_yticks(np.arange(3), rows.index)
    axes[0].invert_yaxis()
    return fig


def _rows(X, y, ax, n_genuine, class_names):
    n = len(X) if n_genuine is None else n_genuine
    ax = plot_points(X[:n], y[:n], ax, class_names=class_names, alpha=0.8)
    if n < len(X):
        style = {"color": COLOURS["synthetic"], "marker": MARKERS["synthetic"]}
        ax.scatter(*X[n:].T, s=26, lw=0, alpha=0.8, label="synthetic", **style)
        describe(ax, f"Also {len(X) - n:,} synthetic rows.")
    return ax
