"""One marker for each row of a class: which rows are found again, and which are lost."""

import matplotlib.pyplot as plt
import numpy as np

from helpers.display.figures import describe
from helpers.plotting.style import COLOURS, MARKERS

IN_A_LINE = 20
"""Markers from left to right."""


def plot_kept_rows(kept, ax=None, *, title=None, names=("found again", "lost")):
    """Draw a grid with one marker for each row; the rows that are kept come first.

    Parameters
    ----------
    kept : array-like of bool, shape (n_rows,)
        Which rows are kept.
    ax : Axes, optional
    title : str, optional
    names : tuple of str
        What to call the rows that are kept, and the others.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no rows, or `kept` is not one column of booleans.

    Examples
    --------
    >>> ax = plot_kept_rows([True, False, True], title="Three rows")
    >>> ax.get_title().splitlines()
    ['Three rows', '2 of 3 found again']
    """
    kept = np.asarray(kept)
    if kept.dtype != bool or kept.ndim != 1 or not len(kept):
        raise ValueError("plot_kept_rows takes one column of True and False, one for each row.")
    ax = plt.subplots(figsize=(4.2, 3.4))[1] if ax is None else ax
    across, down = np.arange(len(kept)) % IN_A_LINE, np.arange(len(kept)) // IN_A_LINE
    n_kept = int(kept.sum())
    style = {"marker": MARKERS[1], "s": 34, "color": COLOURS[1], "lw": 0.9}
    ax.scatter(across[:n_kept], down[:n_kept], label=names[0], **style)
    style |= {"color": "none", "ec": COLOURS["parent line"]}
    ax.scatter(across[n_kept:], down[n_kept:], label=names[1], **style)
    ax.set(xlim=(-0.7, IN_A_LINE - 0.3), aspect="equal")
    ax.invert_yaxis()
    ax.axis("off")
    says = f"{n_kept:,} of {len(kept):,} {names[0]}"
    ax.set_title(f"{title}\n{says}" if title else says)
    return describe(
        ax, f"{title or 'Rows'}, one marker each: {says}, {len(kept) - n_kept:,} {names[1]}."
    )
