"""Figures of lesson 10: the data of the claims, and how the variants do over the dials."""

import matplotlib.pyplot as plt
import numpy as np

from helpers.claims import PLAIN, advantage, name_of, rival_of, unlike
from helpers.evaluation import MEASURES as LABELS
from helpers.grids import CLAIMS, CLASSIFIERS
from helpers.plotting import plot_points

MARKERS = dict(zip(CLASSIFIERS, "o^sD", strict=True))


def plot_worlds(n_samples=600, random_state=0):
    """Draw the data of each claim, above without its property and below where the claim is made.

    Parameters
    ----------
    n_samples : int
        Rows of each data set.
    random_state : int

    Returns
    -------
    Figure
    """
    fig, axes = plt.subplots(2, len(CLAIMS), figsize=(11.5, 4.2))
    for (variant, claim), column in zip(CLAIMS.items(), axes.T, strict=True):
        for ax, value in zip(column, [unlike(variant), claim.claimed], strict=True):
            frame = claim.make(n_samples, **{claim.dial: value}, random_state=random_state)
            plane = frame[["x7", "x8"] if variant == "smote_nc" else ["x1", "x2"]]
            plot_points(plane, frame["Class"], ax, class_names={0: "majority", 1: "minority"})
            ax.set(xlabel="", ylabel="", xticks=[], yticks=[])
            ax.set_title(claim.short.format(value), size=9, loc="left")
        first = claim.short.format(unlike(variant))
        column[0].set_title(f"{name_of(variant)}\n{first}", size=9, loc="left")
    return fig


def plot_advantage(results, variant, *, measures=tuple(PLAIN)):
    """Draw a variant's advantage over its rival, and over doing without new rows, over the dial.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.stored.load("lesson10")``.
    variant : str
        Key of `helpers.grids.CLAIMS`.
    measures : sequence of str
        Columns of the figure.

    Returns
    -------
    Figure
        Dots are mean paired differences over the draws with their 95 % intervals; the shaded
        setting is the one that the claim is about.
    """
    claim = CLAIMS[variant]
    settings = {value: place for place, value in enumerate(claim.settings)}
    fig, axes = plt.subplots(2, len(measures), figsize=(10.5, 5), sharex=True)
    for column, measure in zip(axes.T, measures, strict=True):
        for ax, reference in zip(column, (rival_of(variant), PLAIN[measure]), strict=True):
            table = advantage(results, variant, reference, measure)
            ax.axvspan(*(settings[claim.claimed] + np.array([-0.4, 0.4])), color="0.93", zorder=0)
            ax.axhline(0, color="black", lw=0.8)
            for number, (name, marker) in enumerate(MARKERS.items()):
                rows = table[table["classifier"] == name]
                x = rows["value"].map(settings) + 0.13 * (number - 1.5)
                reach = (rows["high"] - rows["low"]) / 2
                style = {"fmt": marker, "color": f"C{number}", "ms": 5, "label": name}
                ax.errorbar(x, rows["difference"], yerr=reach, **style)
            text = f"{LABELS[measure]}, minus {name_of(reference)}"
            ax.set_title(text, size=9, loc="left")
            ax.set_xticks(range(len(settings)), [f"{value:g}" for value in settings])
    axes[0, 0].set_ylabel("difference")
    axes[1, 0].set_ylabel("difference")
    fig.supxlabel(claim.label, size=10)
    handles, labels = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside upper center", ncols=4)
    return fig
