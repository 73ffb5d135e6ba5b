"""Figures that compare two classes: how rare one is, and where its values lie.

Like the figures in `figures`, each function draws on one Axes, describes it, and returns it.
"""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from helpers.display.figures import describe
from helpers.evaluation.arguments import as_column
from helpers.plotting.labels import count_labels, name_classes
from helpers.plotting.style import CLASS_NAMES, COLOURS, MARKERS

_CLASS = "class of the row"  # no column of a table is called so


def plot_one_in_a_grid(y, ax=None, *, class_names=CLASS_NAMES, random_state=0):
    """Draw a grid of dots: one minority row, and the majority rows that come with it.

    Parameters
    ----------
    y : array-like of shape (n_samples,)
        Labels of two classes. If they are not 0 and 1, the rarer is the minority.
    ax : Axes, optional
    class_names : dict
        Label to name.
    random_state : int, default=0
        Seed of the place of the minority's marker.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are not two classes, or a label is missing.
    """
    counts, (name, rare), (major, minor) = _two_classes(y, class_names)
    n_majority = max(1, round(counts.iloc[major] / counts.iloc[minor]))
    n_dots = n_majority + 1
    n_columns = int(np.ceil(np.sqrt(2 * n_dots)))
    ax = plt.subplots(figsize=(6.4, 3.6))[1] if ax is None else ax
    x, row = np.arange(n_dots) % n_columns, np.arange(n_dots) // n_columns
    is_rare = np.arange(n_dots) == np.random.default_rng(random_state).integers(n_dots)
    size = min(60.0, 22_000 / n_dots)
    for role, chosen, area in ((0, ~is_rare, size), (1, is_rare, max(1.6 * size, 30))):
        style = {"color": COLOURS[role], "marker": MARKERS[role], "s": area, "lw": 0}
        ax.scatter(x[chosen], row[chosen], **style)
    ax.set(aspect="equal", title=f"1 {rare}, {n_majority:,} {name}")
    ax.set(xlim=(-0.8, n_columns - 0.2), ylim=(row.max() + 0.8, -0.8))
    ax.axis("off")
    return describe(ax, f"A grid of {n_dots:,} markers: 1 {rare} among {n_majority:,} {name}.")


def plot_boxes(X, y, ax=None, *, class_names=CLASS_NAMES):
    """Draw box plots of some columns, one box per class and column.

    A box holds the middle half of a class, its whiskers the middle 99 %; single rows are not drawn.

    Parameters
    ----------
    X : DataFrame of shape (n_samples, n_columns)
        Missing values are left out.
    y : array-like of shape (n_samples,)
        Labels of two classes. If they are not 0 and 1, the rarer is the minority.
    ax : Axes, optional
    class_names : dict

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are not two classes, or a label is missing.
    """
    import seaborn as sns  # a second to import, and needed here only

    counts, names, order = _two_classes(y, class_names)
    name_of = dict(zip(counts.index[order], names, strict=True))
    name_of_row = pd.Series(as_column(y, "y")).map(name_of).to_numpy()
    ax = plt.subplots(figsize=(6.4, 3.4))[1] if ax is None else ax
    sns.boxplot(
        X.assign(**{_CLASS: name_of_row}).melt(_CLASS),
        x="variable",
        y="value",
        hue=_CLASS,
        hue_order=names,
        palette=[COLOURS[0], COLOURS[1]],
        saturation=1,
        medianprops={"color": "white", "lw": 2},
        whis=(0.5, 99.5),
        showfliers=False,
        gap=0.1,
        ax=ax,
    )
    ax.set(xlabel="", ylabel="value of the feature")
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    medians = X.groupby(name_of_row).median().loc[names]
    listed = "; ".join(f"{name} {a:.1f} and {b:.1f}" for name, (a, b) in medians.items())
    return describe(ax, f"Box plots. Medians of {' and '.join(names)}: {listed}.")


def plot_shares(values, y, ax=None, *, bins, xlabel, class_names=CLASS_NAMES):
    """Draw two step lines: in each bin the share of a class that lies there.

    Parameters
    ----------
    values : array-like of shape (n_samples,)
        Every value lies within the bins.
    y : array-like of shape (n_samples,)
        Labels of two classes. If they are not 0 and 1, the rarer is the minority.
    ax : Axes, optional
    bins : array-like of shape (n_bins + 1,)
        The edges.
    xlabel : str
        What the values are, with their unit.
    class_names : dict

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are not two classes, a label is missing, or a value lies in no bin.
    """
    counts, names, order = _two_classes(y, class_names)
    y, values = as_column(y, "y"), np.asarray(as_column(values, "values"))
    outside = ~((values >= bins[0]) & (values <= bins[-1]))
    if outside.any():
        raise ValueError(
            f"{outside.sum()} of {len(values)} values lie in no bin; the bins go from {bins[0]} to "
            f"{bins[-1]}."
        )
    ax = plt.subplots(figsize=(6.4, 2.8))[1] if ax is None else ax
    peaks = []
    for role, (name, place) in enumerate(zip(names, order, strict=True)):
        inside = np.histogram(values[y == counts.index[place]], bins)[0]
        shares = 100 * inside / inside.sum()
        style = {"color": COLOURS[role], "lw": 2, "ls": ["-", "--"][role]}
        ax.stairs(shares, bins, baseline=None, label=name, **style)
        highest = shares.argmax()
        between = f"between {bins[highest]:g} and {bins[highest + 1]:g}"
        peaks.append(f"{name} {shares[highest]:.1f} % {between}")
    ax.set(xlabel=xlabel, ylabel="% of the class", ylim=(0, None), xlim=(bins[0], bins[-1]))
    ax.set_xticks(bins[:: max(1, len(bins) // 4)])
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return describe(ax, f"Shares of each class by {xlabel}. Highest: {'; '.join(peaks)}.")


def _two_classes(y, class_names):
    """Return the counts by label, the two names, and their places there, the minority last."""
    counts, n_missing = count_labels(y)
    if n_missing or len(counts) != 2:
        raise ValueError(
            f"The figure compares two classes, got {len(counts)}, and no label in {n_missing} of "
            f"{counts.sum() + n_missing} rows; choose two classes, and drop rows without a label."
        )
    names, roles = name_classes(counts, class_names)
    order = [roles.index(0), roles.index(1)]
    return counts, [names[place] for place in order], order
