"""A decision chart computed from results: chosen on one half of the draws, shown on the other.

The best of many methods looks better than it is, because luck helped to choose it. So one half of
the draws proposes a method for each measure and classifier, and the other half, which had no say,
decides whether it is better than doing without new rows.
"""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy import stats

from helpers.claims import PLAIN, name_of
from helpers.evaluation import MEASURES as LABELS
from helpers.grids import CLAIMS, CLASSIFIERS, WITHOUT_NEW_ROWS

NEEDS = {
    "average_precision": "a ranking",
    "balanced_accuracy": "decisions, both\nclasses equally",
    "mcc": "decisions, few\nfalse alarms",
}
"""Measure to what a reader needs when it is the measure to look at."""


def gains(results, measure):
    """Compute how far each method is above the plain one, at the settings that the claims name.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.stored.load("lesson10")``.
    measure : str
        A key of `helpers.claims.PLAIN`.

    Returns
    -------
    DataFrame
        One row per classifier, claim and draw, one column per method that was run for all claims:
        the difference, averaged over the folds.
    """
    rows = [
        results[(results["claim"] == variant) & np.isclose(results["value"], claim.claimed)]
        for variant, claim in CLAIMS.items()
    ]
    index, columns = ["classifier", "draw", "claim"], "method"
    means = pd.concat(rows).pivot_table(measure, index, columns)
    gap = means.sub(means[PLAIN[measure]], axis=0)
    others = [m for m in gap if gap[m].notna().groupby("claim").any().all()]
    idle = [PLAIN[measure], *(m for m in WITHOUT_NEW_ROWS if m.startswith("threshold"))]
    return gap[[m for m in others if m not in idle]]


def plot_gains(results):
    """Draw the mean gain of every method over the plain one, for each measure and classifier.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.stored.load("lesson10")``.

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


def average_over_claims(gap, confidence_level):
    """Average differences over the claims, with an interval from the draws.

    Draw number d has the same seed in every claim, so that its data are alike in some of them. The
    claims are therefore averaged within each draw first, and the draws are the sample.

    Parameters
    ----------
    gap : Series
        One value per claim and draw.
    confidence_level : float

    Returns
    -------
    mean, low, high : float

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a", "b"], [0, 1, 2]], names=["claim", "draw"])
    >>> gap = pd.Series([0.1, 0.2, 0.3, 0.5, 0.6, 0.7], index=index)
    >>> [round(float(value), 2) for value in average_over_claims(gap, 0.95)]
    [0.4, 0.15, 0.65]
    """
    by_draw = gap.groupby("draw").mean()
    reach = stats.t.ppf((1 + confidence_level) / 2, len(by_draw) - 1) * by_draw.sem()
    return by_draw.mean(), by_draw.mean() - reach, by_draw.mean() + reach


def recommend(results, *, confidence_level=0.95):
    """Propose a method for each measure and classifier, and test it on draws that had no say.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.stored.load("lesson10")``.
    confidence_level : float, default=0.95
        Of each interval; they are widened for the number of proposals (Bonferroni).

    Returns
    -------
    DataFrame
        One row per measure and classifier: the method that was ``proposed`` by the even draws, with
        its ``promised`` difference to the plain method there; on the odd draws its ``difference``
        with ``low`` and ``high``; and the ``advice``: the proposed method if all of the interval is
        above zero, else the plain one.
    """
    rows = []
    n_proposals = len(PLAIN) * len(CLASSIFIERS)
    level = 1 - (1 - confidence_level) / n_proposals
    for measure, plain in PLAIN.items():
        gap = gains(results, measure)
        is_even = gap.index.get_level_values("draw") % 2 == 0
        for classifier in CLASSIFIERS:
            promised = gap[is_even].loc[classifier].groupby("claim").mean().mean()
            proposed = promised.idxmax()
            held_out = gap[~is_even].loc[classifier, proposed]
            kept, low, high = average_over_claims(held_out, level)
            rows.append(
                {
                    "measure": measure,
                    "classifier": classifier,
                    "proposed": proposed,
                    "promised": promised[proposed],
                    "difference": kept,
                    "low": low,
                    "high": high,
                    "advice": proposed if low > 0 else plain,
                }
            )
    return pd.DataFrame(rows)


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
