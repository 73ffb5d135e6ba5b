"""Figures of lesson 10: the data of the claims, and how the samplers do over the parameters."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from helpers.display.figures import describe
from helpers.evaluation.equivalence import TOO_SMALL, judge_differences
from helpers.evaluation.metrics import METRICS as LABELS
from helpers.plotting.figures import plot_points
from helpers.plotting.forest import plot_forest, written
from helpers.plotting.style import VERDICTS
from helpers.study.claims import (
    CLAIMS,
    CLASSIFIERS,
    CONDITIONS,
    METRICS,
    name_of,
    opposite_setting,
    reference_sampler,
)
from helpers.study.verdicts import (
    average_conditions,
    condition_gaps,
    condition_names,
    paired_gaps,
)

MARKERS = dict(zip(CLASSIFIERS, "o^sD", strict=True))


WORLDS = (
    "Twelve small scatter plots, one column per sampler. Below, where the claims are made: an arc "
    "of minority rows over a cloud; two of four groups inside a disc; minority rows along a wavy "
    "boundary; the arc with wrong labels; two clouds that largely overlap; four stripes, because "
    "one of the two columns has become a category with four values."
)
"""What `plot_worlds` shows."""


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
            _plot_world(ax, sampler, value, n_samples, random_state)
            ax.set_title(claim.short.format(value), size=9, loc="left")
        first = claim.short.format(opposite_setting(sampler))
        column[0].set_title(f"{name_of(sampler)}\n{first}", size=9, loc="left")
    return describe(fig, WORLDS)


def _plot_world(ax, sampler, value, n_samples, random_state):
    """Draw the two columns of a claim's data that carry the structure."""
    claim = CLAIMS[sampler]
    frame = claim.make(n_samples, **{claim.parameter: value}, random_state=random_state)
    plane = frame[["x7", "x8"] if sampler == "smote_nc" else ["x1", "x2"]]
    plot_points(plane, frame["Class"], ax, class_names={0: "majority", 1: "minority"})
    ax.set(xlabel="", ylabel="", xticks=[], yticks=[])


def plot_design(
    results,
    conditions,
    sampler="adasyn",
    metric="balanced_accuracy",
    classifier="logistic regression",
):
    """Draw one case: data without and with the property, and the three conditions.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load_results("lesson10")``.
    conditions : DataFrame
        From `judge_conditions`.
    sampler, metric, classifier : str
        The case.

    Returns
    -------
    Figure
        On the right each small dot is a replicate, and a diamond their mean with its 95 % interval;
        within the grey band a difference is too small to matter.
    """
    claim = CLAIMS[sampler]
    fig, axes = plt.subplots(1, 3, figsize=(10.5, 2.9), width_ratios=[1, 1, 2.4])
    for ax, value in zip(axes, [opposite_setting(sampler), claim.claimed], strict=False):
        _plot_world(ax, sampler, value, n_samples=600, random_state=0)
    axes[0].set_title("without the property", size=10)
    axes[1].set_title("with it: the claim's data", size=10)
    ax = axes[2]
    gaps = condition_gaps(results, sampler, metric)
    case = {"sampler": sampler, "metric": metric, "classifier": classifier}
    answers = conditions[(conditions[list(case)] == pd.Series(case)).all(axis=1)]
    answers = answers.set_index("condition")
    for row, condition in enumerate(CONDITIONS):
        each = gaps[condition].loc[classifier]
        answer = answers.loc[condition]
        ax.plot(each, np.full(len(each), row - 0.22), "o", ms=3.5, color="0.6")
        reach = [[answer["difference"] - answer["low"]], [answer["high"] - answer["difference"]]]
        ax.errorbar(answer["difference"], row + 0.1, xerr=reach, fmt="D", ms=6, color="C0")
    _mark_zero(ax)
    ax.set_yticks(range(len(CONDITIONS)), condition_names(sampler))
    ax.set_ylim(len(CONDITIONS) - 0.5, -0.5)
    ax.set_xlabel(f"difference in {LABELS[metric].lower()}, {classifier}")
    ax.set_title("one case: three conditions", size=10)
    named = zip(condition_names(sampler), answers.loc[list(CONDITIONS)].itertuples(), strict=True)
    found = "; ".join(f"{name} by {written(answer)}, {answer.verdict}" for name, answer in named)
    sentence = (
        "Two scatter plots of the data without and with the property, and three rows of dots, one "
        f"dot per replicate, with their means: {found}."
    )
    return describe(fig, sentence)


def _mark_zero(ax):
    """Draw zero, and the band in which differences are too small to matter."""
    ax.axvspan(-TOO_SMALL, TOO_SMALL, color="0.9", zorder=0)
    ax.axvline(0, color="black", lw=0.8, zorder=1)


def plot_claims(results):
    """Draw the conditions of all claims as one forest, a panel for each metric.

    Parameters
    ----------
    results : DataFrame
        From `helpers.study.load_results`, of tables of one width.

    Returns
    -------
    Figure
        All panels have the same rows and the same axis. Each marker is a mean over the classifiers
        and the replicates.
    """
    tables = {metric: average_conditions(results, metric) for metric in METRICS}
    n_rows = next(iter(tables.values())).shape[0] + results["claim"].nunique()
    size = (10.5, 0.24 * n_rows + 1.2)
    fig, axes = plt.subplots(1, len(METRICS), figsize=size, sharex=True)
    handles, sentences = {}, []
    for ax, (metric, table) in zip(axes, tables.items(), strict=True):
        plot_forest(table, ax, xlabel="difference")
        legend = ax.get_legend()
        labels = [text.get_text() for text in legend.get_texts()]
        handles |= dict(zip(labels, legend.legend_handles, strict=True))
        legend.remove()
        ax.tick_params(axis="y", labelleft=ax is axes[0])
        for text in list(ax.texts):  # no room for numbers
            text.remove()
        ax.set_title(LABELS[metric], size=10)
        counts = table["verdict"].value_counts()
        found = ", ".join(f"{counts.get(verdict, 0)} {verdict}" for verdict in VERDICTS)
        sentences.append(f"{LABELS[metric]}, {len(table)} conditions of six claims: {found}.")
    fig.legend(handles.values(), handles, loc="outside lower center", ncols=5)
    return describe(fig, " ".join(sentences))


def plot_parameter(results, sampler, metrics=METRICS):
    """Draw how far a sampler is above its reference sampler over the parameter of its claim.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load_results("lesson10")``.
    sampler : str
        Key of `CLAIMS`, with results at all its settings.
    metrics : sequence of str
        One panel for each; thresholds are tuned.

    Returns
    -------
    Figure
        Mean differences over the replicates with their 95 % intervals; the claim is about the
        setting at the right end.
    """
    settings = CLAIMS[sampler].settings
    size = (3.5 * len(metrics), 3.4)
    fig, axes = plt.subplots(1, len(metrics), figsize=size, sharey=True, squeeze=False)
    for ax, metric in zip(axes[0], metrics, strict=True):
        gaps = paired_gaps(results, sampler, reference_sampler(sampler), metric)
        ax.axhspan(-TOO_SMALL, TOO_SMALL, color="0.9", zorder=0)
        ax.axhline(0, color="black", lw=0.8)
        for number, (name, marker) in enumerate(MARKERS.items()):
            answers = [judge_differences(gaps[value].loc[name], metric) for value in settings]
            x = np.arange(len(settings)) + 0.13 * (number - 1.5)
            y = [answer["difference"] for answer in answers]
            reach = [(answer["high"] - answer["low"]) / 2 for answer in answers]
            style = {"fmt": marker, "ls": "-", "lw": 0.8, "ms": 5, "elinewidth": 1.5}
            ax.errorbar(x, y, yerr=reach, color=f"C{number}", label=name, **style)
        ax.set_xticks(range(len(settings)), [f"{value:g}" for value in settings])
        ax.set_title(LABELS[metric], size=10)
        means = gaps.mean()
        found = ", ".join(f"{means[value]:+.3f} at {value:g}" for value in settings)
        describe(ax, f"{name_of(sampler)} minus its reference, {LABELS[metric].lower()}: {found}.")
    reference = name_of(reference_sampler(sampler))
    axes[0, 0].set_ylabel(f"{name_of(sampler)} minus {reference}")
    fig.supxlabel(CLAIMS[sampler].label, size=10)
    fig.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=4)
    return fig
