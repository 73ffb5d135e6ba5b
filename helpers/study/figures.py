"""Figures of lesson 10: the data of the claims, and how the variants do over the dials."""

import matplotlib.pyplot as plt
import numpy as np

from helpers.evaluation.metrics import MEASURES as LABELS
from helpers.plotting.figures import plot_points
from helpers.study.claims import (
    CLAIMS,
    CLASSIFIERS,
    PLAIN,
    name_of,
    rival_of,
    unlike,
)
from helpers.study.recommendation import gains
from helpers.study.verdicts import advantage

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
        From ``helpers.study.load("lesson10")``.
    variant : str
        Key of `helpers.study.CLAIMS`.
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


NEEDS = {
    "average_precision": "a ranking",
    "balanced_accuracy": "decisions, both\nclasses equally",
    "mcc": "decisions, few\nfalse alarms",
}
"""Measure to what a reader needs when it is the measure to look at."""


def plot_gains(results):
    """Draw the mean gain of every method over the plain one, for each measure and classifier.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load("lesson10")``.

    Returns
    -------
    Figure
        Blue is above the plain method, red below; the means are over all claims' settings.
    """
    fig, axes = plt.subplots(1, len(PLAIN), figsize=(11.5, 3.6))
    for (measure, plain), ax in zip(PLAIN.items(), axes, strict=True):
        mean = gains(results, measure).groupby("classifier").mean().loc[list(CLASSIFIERS)].T
        mean = mean.loc[mean.mean(axis=1).sort_values(ascending=False).index]
        ax.imshow(mean, cmap="RdBu", vmin=-0.12, vmax=0.12, aspect="auto")
        for (row, column), value in np.ndenumerate(mean.to_numpy()):
            text = "n/a" if np.isnan(value) else f"{value:+.3f}"
            colour = "white" if abs(value) > 0.08 else "black"
            ax.text(column, row, text, ha="center", va="center", size=8, color=colour)
        ax.set_xticks(
            range(mean.shape[1]), ["\n".join(name.rsplit(" ", 1)) for name in mean], size=7
        )
        ax.set_yticks(range(len(mean)), [name_of(method) for method in mean.index], size=8)
        ax.tick_params(length=0)
        ax.set_title(f"{LABELS[measure]}, minus\n{plain}", size=9, loc="left")
    return fig


def plot_chart(advice):
    """Draw the advice as a tree: what you need, then the classifier, then what to do.

    Parameters
    ----------
    advice : DataFrame
        From `recommend`.

    Returns
    -------
    Figure
    """
    fig, ax = plt.subplots(figsize=(10.5, 5.0))
    ax.set_axis_off()
    ax.set(xlim=(0, 0.9), ylim=(len(advice) - 0.4, -0.6))
    root = _box(ax, 0.06, (len(advice) - 1) / 2, "What do\nyou need?", "0.9")
    place = 0
    for measure, part in advice.groupby("measure", sort=False):
        centre = place + (len(part) - 1) / 2
        _line(ax, root, (0.26, centre))
        text = f"{NEEDS[measure]}\n({LABELS[measure]})"
        need = _box(ax, 0.26, centre, text, "#CFE6F5")
        for row in part.itertuples():
            stays = row.advice == PLAIN[measure]
            _line(ax, need, (0.49, place))
            leaf = _box(ax, 0.49, place, row.classifier, "white")
            _line(ax, leaf, (0.6, place))
            what = "leave the rows alone" if row.advice == "none" else name_of(row.advice)
            if not stays:
                what += f": {row.difference:+.3f} [{row.low:+.3f}, {row.high:+.3f}]"
            colour = "0.93" if stays else "#FBE3C0"
            style = {"boxstyle": "round,pad=0.3", "fc": colour, "ec": "0.4"}
            ax.text(0.6, place, what, va="center", ha="left", size=9, bbox=style, zorder=2)
            place += 1
    return fig


def _box(ax, x, y, text, colour):
    style = {"boxstyle": "round,pad=0.35", "fc": colour, "ec": "0.4"}
    ax.text(x, y, text, va="center", ha="center", size=9, bbox=style, zorder=2)
    return x, y


def _line(ax, start, end):
    ax.plot(*zip(start, end, strict=True), color="0.5", lw=1, zorder=1)
