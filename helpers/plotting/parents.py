"""Who got the new rows: which kinds of minority rows the samplers chose as parents."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from helpers.display.figures import describe

LOOKS = [("C5", ""), ("C4", "//"), ("C3", "..")]
"""Colour and hatch of the kinds, from the easiest to the hardest."""


def plot_parents(new_rows, ax=None, *, legend="parent", title=None):
    """Draw one bar for each sampler, divided by the kinds of parents of its new rows.

    Parameters
    ----------
    new_rows : DataFrame of shape (n_kinds, n_samplers)
        Number of new rows by kind of parent, at most three kinds, and by sampler.
    ax : Axes, optional
    legend : str
        What the kinds are.
    title : str, optional

    Returns
    -------
    Axes
        On a linear scale, in percent of the new rows of each sampler.

    Raises
    ------
    ValueError
        If there are no kinds or more than three, or a sampler has no new rows.

    Examples
    --------
    >>> ax = plot_parents(pd.DataFrame({"SMOTE": [30, 10]}, index=["safe", "noise"]))
    >>> [text.get_text() for text in ax.texts]
    ['75 %', '25 %']
    """
    counts = pd.DataFrame(new_rows)
    totals = counts.sum()
    if not 1 <= len(counts) <= len(LOOKS):
        raise ValueError(f"The bars have 1 to {len(LOOKS)} kinds of parents, got {len(counts)}.")
    if not (totals > 0).all() or not (counts >= 0).all(axis=None):
        raise ValueError(f"Each sampler must have new rows, got {totals.to_dict()}.")
    shares = 100 * counts / totals
    if ax is None:
        ax = plt.subplots(figsize=(6.8, 0.9 + 0.6 * len(totals)))[1]
    names = [f"{name}\n{total:,.0f} new rows" for name, total in totals.items()]
    left = np.zeros(len(totals))
    for (kind, widths), (colour, hatch) in zip(shares.iterrows(), LOOKS, strict=False):
        style = {"label": str(kind), "color": colour, "hatch": hatch}
        bars = ax.barh(names, widths, 0.7, left=left, **style)
        texts = [f"{width:.0f} %" if width >= 5 else "" for width in widths]
        ax.bar_label(bars, texts, label_type="center", bbox={"fc": "w", "ec": "none", "pad": 1})
        left += widths.to_numpy()
    ax.set(xlim=(0, 100), xlabel="share of the new rows (%)")
    ax.set_title(title)
    ax.invert_yaxis()
    ax.legend(title=legend, loc="center left", bbox_to_anchor=(1.0, 0.5))
    listed = "; ".join(
        f"{name} " + ", ".join(f"{share:.0f} % {kind}" for kind, share in column.items())
        for name, column in shares.items()
    )
    heading = " ".join(legend.split())
    return describe(ax, f"Share of the new rows by their parent ({heading}): {listed}.")
