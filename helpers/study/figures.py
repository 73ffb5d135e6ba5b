"""Figures of lesson 10: the data of the claims, and how the samplers do over the parameters."""

import matplotlib.pyplot as plt
import numpy as np

from helpers.display.figures import describe
from helpers.evaluation.metrics import METRICS as LABELS
from helpers.plotting.figures import plot_points
from helpers.study.claims import (
    BASELINE,
    CLAIMS,
    CLASSIFIERS,
    name_of,
    opposite_setting,
    reference_sampler,
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
    for (sampler, claim), column in zip(CLAIMS.items(), axes.T, strict=True):
        for ax, value in zip(column, [opposite_setting(sampler), claim.claimed], strict=True):
            frame = claim.make(n_samples, **{claim.parameter: value}, random_state=random_state)
            plane = frame[["x7", "x8"] if sampler == "smote_nc" else ["x1", "x2"]]
            plot_points(plane, frame["Class"], ax, class_names={0: "majority", 1: "minority"})
            ax.set(xlabel="", ylabel="", xticks=[], yticks=[])
            ax.set_title(claim.short.format(value), size=9, loc="left")
        first = claim.short.format(opposite_setting(sampler))
        column[0].set_title(f"{name_of(sampler)}\n{first}", size=9, loc="left")
    listed = "; ".join(
        f"{name_of(sampler)}: {claim.short.format(claim.claimed)}"
        for sampler, claim in CLAIMS.items()
    )
    return describe(fig, f"Scatter plots of the data in which each sampler should help. {listed}.")


def plot_advantage(results, sampler, *, metrics=tuple(BASELINE)):
    """Draw how far a sampler is above its reference and its baseline, for each setting.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load_results("lesson10")``.
    sampler : str
        Key of `helpers.study.CLAIMS`.
    metrics : sequence of str
        Columns of the figure.

    Returns
    -------
    Figure
        Dots are mean paired differences over the replicates with their 95 % intervals; the shaded
        setting is the one that the claim is about.
    """
    claim = CLAIMS[sampler]
    settings = {value: place for place, value in enumerate(claim.settings)}
    fig, axes = plt.subplots(2, len(metrics), figsize=(10.5, 5), sharex=True)
    found = []
    for column, metric in zip(axes.T, metrics, strict=True):
        for ax, reference in zip(
            column, (reference_sampler(sampler), BASELINE[metric]), strict=True
        ):
            table = advantage(results, sampler, reference, metric)
            ax.axvspan(*(settings[claim.claimed] + np.array([-0.4, 0.4])), color="0.93", zorder=0)
            ax.axhline(0, color="black", lw=0.8)
            for number, (name, marker) in enumerate(MARKERS.items()):
                rows = table[table["classifier"] == name]
                x = rows["value"].map(settings) + 0.13 * (number - 1.5)
                reach = (rows["high"] - rows["low"]) / 2
                style = {"fmt": marker, "color": f"C{number}", "ms": 5, "label": name}
                ax.errorbar(x, rows["difference"], yerr=reach, **style)
            text = f"{LABELS[metric]}, minus {name_of(reference)}"
            ax.set_title(text, size=9, loc="left")
            means = table.loc[table["value"] == claim.claimed, "difference"]
            found.append(f"{text}: {means.min():+.3f} to {means.max():+.3f}")
            ax.set_xticks(range(len(settings)), [f"{value:g}" for value in settings])
    axes[0, 0].set_ylabel("difference")
    axes[1, 0].set_ylabel("difference")
    fig.supxlabel(claim.label, size=10)
    handles, labels = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside upper center", ncols=4)
    where = (
        f"{name_of(sampler)} at the claimed setting, lowest and highest mean of four classifiers"
    )
    return describe(fig, f"{where}. {'; '.join(found)}.")


NEEDS = {
    "average_precision": "a ranking",
    "balanced_accuracy": "decisions, both\nclasses equally",
    "mcc": "decisions, few\nfalse alarms",
}
"""Metric to what a reader needs when it is the metric to look at."""


def plot_gains(results):
    """Draw the mean gain of every approach over the baseline, for each metric and classifier.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load_results("lesson10")``.

    Returns
    -------
    Figure
        Blue is above the baseline, red below; the means are over all claims' settings.
    """
    fig, axes = plt.subplots(1, len(BASELINE), figsize=(11.5, 3.6))
    found = []
    for (metric, baseline), ax in zip(BASELINE.items(), axes, strict=True):
        mean = gains(results, metric).groupby("classifier").mean().loc[list(CLASSIFIERS)].T
        mean = mean.loc[mean.mean(axis=1).sort_values(ascending=False).index]
        ax.imshow(mean, cmap="RdBu", vmin=-0.12, vmax=0.12, aspect="auto")
        for (row, column), value in np.ndenumerate(mean.to_numpy()):
            text = "n/a" if np.isnan(value) else f"{value:+.3f}"
            colour = "white" if abs(value) > 0.08 else "black"
            ax.text(column, row, text, ha="center", va="center", size=8, color=colour)
        ax.set_xticks(
            range(mean.shape[1]), ["\n".join(name.rsplit(" ", 1)) for name in mean], size=7
        )
        ax.set_yticks(range(len(mean)), [name_of(approach) for approach in mean.index], size=8)
        ax.tick_params(length=0)
        ax.set_title(f"{LABELS[metric]}, minus\n{baseline}", size=9, loc="left")
        above, known = int((mean > 0).sum().sum()), int(mean.notna().sum().sum())
        found.append(f"{LABELS[metric]} minus {baseline}: above zero in {above} of {known} cells")
    return describe(fig, f"Tables of mean differences. {'; '.join(found)}.")


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
    for metric, part in advice.groupby("metric", sort=False):
        centre = place + (len(part) - 1) / 2
        _line(ax, root, (0.26, centre))
        text = f"{NEEDS[metric]}\n({LABELS[metric]})"
        need = _box(ax, 0.26, centre, text, "#CFE6F5")
        for row in part.itertuples():
            stays = row.advice == BASELINE[metric]
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
    helped = [
        f"{name_of(row.advice)} for {LABELS[row.metric].lower()}, {row.classifier}"
        for row in advice.itertuples()
        if row.advice != BASELINE[row.metric]
    ]
    listed = "; ".join(helped) or "none"
    return describe(
        fig, f"Chart with {len(advice)} leaves. New rows or weights are advised: {listed}."
    )


def _box(ax, x, y, text, colour):
    style = {"boxstyle": "round,pad=0.35", "fc": colour, "ec": "0.4"}
    ax.text(x, y, text, va="center", ha="center", size=9, bbox=style, zorder=2)
    return x, y


def _line(ax, start, end):
    ax.plot(*zip(start, end, strict=True), color="0.5", lw=1, zorder=1)
