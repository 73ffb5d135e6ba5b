"""Figures that tell what new rows changed from what the threshold changed."""

import matplotlib.pyplot as plt
import numpy as np

from helpers.display.figures import describe
from helpers.evaluation.arguments import check_metrics
from helpers.evaluation.differences import compare_pair, signed
from helpers.evaluation.metrics import METRICS
from helpers.plotting.labels import check_evaluations

HATCHES = ("", "//")


def plot_two_by_two(plain, plain_tuned, sampled, sampled_tuned, *, metrics=("recall", "precision")):
    """Four bars for each metric: without and with new rows, at one threshold and at tuned ones.

    The effect of the rows is written above each pair of bars as a paired difference *at that
    threshold*. An average over the two thresholds would credit the rows with what the threshold
    does. Below stands the effect of the threshold alone, on the model without new rows.

    Parameters
    ----------
    plain, plain_tuned : Evaluation
        The model without new rows at the common threshold, and at its own tuned one.
    sampled, sampled_tuned : Evaluation
        The model with new rows, likewise.
    metrics : sequence of str
        One panel each; keys of `helpers.evaluation.METRICS` that lie between 0 and 1.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If there is no such metric, or the four differ in their test set.
    """
    metrics = check_metrics(metrics)
    check_evaluations([plain, plain_tuned, sampled, sampled_tuned], one_test_set=True)
    groups = {
        f"threshold {plain.threshold:g}": (plain, sampled),
        "tuned thresholds": (plain_tuned, sampled_tuned),
    }
    fig, axes = plt.subplots(1, len(metrics), figsize=(3.9 * len(metrics), 4.0), squeeze=False)
    for metric, ax in zip(metrics, axes.flat, strict=True):
        rows = [
            _pair_of_bars(ax, place, pair, metric) for place, pair in enumerate(groups.values())
        ]
        alone = _difference(plain_tuned, plain, metric)
        ax.set_xticks([0, 1], list(groups))
        ax.set_xlabel(f"threshold alone, no new rows:\n{alone}")
        ax.set(ylim=(0, 1.28), xlim=(-0.55, 1.55), yticks=np.linspace(0, 1, 6))
        ax.tick_params(axis="x", length=0)
        ax.set_title(METRICS[metric])
        found = "; ".join(f"{where} {row}" for where, row in zip(groups, rows, strict=True))
        text = f"{METRICS[metric]}, {sampled.name} minus {plain.name}: {found}"
        describe(ax, f"{text}. Threshold alone, no new rows: {alone}.")
    axes[0, 0].set_ylabel("score on the test set")
    fig.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig


def _pair_of_bars(ax, place, pair, metric):
    """Draw two bars with their intervals and their difference; return the difference."""
    tops = []
    for number, e in enumerate(pair):
        x = place + (-0.2, 0.2)[number]
        value, low, high = np.nan_to_num(
            e.scores.loc[metric, ["value", "low", "high"]].to_numpy(float)
        )
        style = {"color": f"C{number}", "hatch": HATCHES[number], "ec": "white"}
        ax.bar(x, value, 0.36, label=e.name if place == 0 else None, **style)
        reach = np.clip([[value - low], [high - value]], 0, None)
        ax.errorbar(x, value, yerr=reach, color="black", capsize=3, lw=1.2)
        ax.text(x, high + 0.02, f"{value:.2f}", ha="center", size=9)
        tops.append(high)
    text = _difference(*pair[::-1], metric)
    height = max(tops) + 0.11
    ends = [place - 0.2, place - 0.2, place + 0.2, place + 0.2]
    ax.plot(ends, [height - 0.02, height, height, height - 0.02], color="black", lw=0.8)
    ax.text(place, height + 0.015, f"rows:\n{text}", ha="center", va="bottom", size=8.5)
    return text


def _difference(model, reference, metric):
    row = compare_pair(model, reference).loc[metric]
    return signed(row["difference"], row["low"], row["high"], decimals=2)


def plot_catches(evaluations, ax=None):
    """Draw how many of the minority are caught against how many false alarms that takes.

    Parameters
    ----------
    evaluations : Evaluation or iterable of Evaluation
        All of the same test set. Models with the same scores at several thresholds share a line:
        a line is a ranking, a marker a threshold.
    ax : Axes, optional

    Returns
    -------
    Axes
        False alarms are on a logarithmic scale that begins at zero.

    Raises
    ------
    ValueError
        If there are no evaluations, or not of one test set.
    """
    evaluations = check_evaluations(evaluations, one_test_set=True)
    ax = plt.subplots(figsize=(6.6, 3.9))[1] if ax is None else ax
    rankings = []
    for number, e in enumerate(evaluations):
        known = [place for place, other in enumerate(rankings) if np.array_equal(other, e.y_score)]
        colour = known[0] if known else len(rankings)
        if not known:
            rankings.append(e.y_score)
            alarms, caught = _catches(e)
            line = "-" if colour == 0 else "--"
            ax.plot(alarms, caught, line, drawstyle="steps-post", color=f"C{colour}", lw=2)
        point = [np.sum((e.y_pred == 1) & (e.y_true == label)) for label in (0, 1)]
        style = {"color": f"C{colour}", "marker": "o^Dsv"[number % 5], "mec": "black", "ms": 9}
        text = f"{e.name}: {point[1]:,} caught, {point[0]:,} false alarms"
        ax.plot(*point, ls="none", label=text, zorder=3, **style)
    n_minority = int(evaluations[0].y_true.sum())
    n_majority = len(evaluations[0].y_true) - n_minority
    powers = 10 ** np.arange(1 + int(np.log10(max(n_majority, 1))))
    ax.set_xscale("symlog", linthresh=1)
    ax.set_xticks([0, *powers], ["0", *(f"{power:,}" for power in powers)])
    ax.set(xlim=(-0.1, n_majority), ylim=(0, 1.03 * n_minority))
    ax.set(
        xlabel="false alarms (logarithmic from 1 on)", ylabel=f"frauds caught, of {n_minority:,}"
    )
    ax.legend(loc="lower right")
    points = "; ".join(label for label in ax.get_legend_handles_labels()[1])
    return describe(ax, f"Frauds caught against false alarms, one line for each ranking. {points}.")


def _catches(e):
    """Return false and true alarms at each distinct score, from the highest down."""
    scores = np.unique(e.y_score)[::-1]
    below = (np.sort(e.y_score[e.y_true == label]) for label in (0, 1))
    counts = (len(part) - np.searchsorted(part, scores) for part in below)
    alarms, caught = counts
    return np.append(0, alarms), np.append(0, caught)
