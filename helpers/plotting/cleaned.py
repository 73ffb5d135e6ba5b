"""Figures of what a cleaner sees and removes after SMOTE: Tomek links, counts."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection

from helpers.display.figures import describe
from helpers.plotting.neighbourhoods import plot_rows
from helpers.plotting.style import CLASS_NAMES, COLOURS


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
    ax = plot_rows(X, y, ax, n_genuine=n_genuine, class_names=class_names, alpha=0.8)
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
