"""A reliability diagram for a rare class: on odds, with the number of rows at each point."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator
from scipy.special import logit
from scipy.stats import binomtest

from helpers.display.figures import describe
from helpers.plotting.labels import check_evaluations
from helpers.plotting.style import COLOURS, MARKERS

EDGES = np.array([0.001, 0.01, 0.1, 0.5, 0.9])
TICKS = [0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99]
LIMITS = (0.00001, 0.998)


def plot_calibration(evaluations):
    """Observed share of the minority against the predicted probability, one panel for each model.

    Both axes are even in log-odds, because nearly all rows of a rare class have a probability near
    0. Rows are put into bins with bounds at 0.001, 0.01, 0.1, 0.5 and 0.9. A point is a bin: its
    mean prediction across, its share of minority rows up, with a 95 % Wilson interval. Beside
    it stands its number of rows. A bin without a minority row has no share on this axis: an open
    triangle marks the upper bound of its interval.

    Parameters
    ----------
    evaluations : Evaluation or iterable of Evaluation

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If there are no evaluations.
    """
    evaluations = check_evaluations(evaluations)
    n = len(evaluations)
    fig, axes = plt.subplots(1, n, figsize=(2.75 * n + 0.6, 3.3), sharey=True, squeeze=False)
    for evaluation, ax in zip(evaluations, axes.flat, strict=True):
        bins = _bins(evaluation)
        for bin_ in bins:
            _draw(ax, *bin_)
        ax.plot(LIMITS, LIMITS, color="black", ls=":", lw=1)
        ax.set(xscale="logit", yscale="logit", xlim=LIMITS, ylim=LIMITS, aspect="equal")
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(FixedLocator(TICKS))
            axis.set_major_formatter(FixedFormatter([f"{tick:g}" for tick in TICKS]))
            axis.set_minor_locator(NullLocator())
        ax.tick_params(axis="x", rotation=90)
        ax.set_title(evaluation.name, size=10)
        ax.set_xlabel("predicted probability")
        found = "; ".join(f"{k:,} of {m:,} predicted {p:.2g}" for p, k, m in bins)
        describe(ax, f"{evaluation.name}, minority rows in bins of the prediction: {found}.")
    axes[0, 0].set_ylabel("observed share of the minority")
    return fig


def _bins(evaluation):
    """Return mean prediction, minority rows and rows of each bin that has rows."""
    number = np.searchsorted(EDGES, evaluation.y_score, side="right")
    inside = [number == k for k in range(len(EDGES) + 1)]
    return [
        (evaluation.y_score[rows].mean(), int(evaluation.y_true[rows].sum()), int(rows.sum()))
        for rows in inside
        if rows.any()
    ]


def _draw(ax, predicted, minority, rows):
    """Draw one bin; what lies outside the axes is moved to their edge."""
    interval = binomtest(minority, rows).proportion_ci(method="wilson")
    low, high = np.clip(interval, *LIMITS)
    x, share = np.clip([predicted, minority / rows], *LIMITS)
    style = {"color": COLOURS[0], "mec": "black", "zorder": 3, "clip_on": False}
    if minority:
        ax.plot([x, x], [low, high], color=COLOURS[0], lw=1.5)
        ax.plot(x, share, MARKERS[0], ms=6, **style)
    else:
        ax.plot(x, high, "v", ms=7, **style | {"color": "white"})
    left = logit(x) < 0
    ax.annotate(
        f"{rows:,}",
        (x, high),
        (0, 5 if minority else -12),
        textcoords="offset points",
        ha="center" if left else "right",
        size=7,
        path_effects=[withStroke(linewidth=2, foreground="white")],  # the diagonal stays behind it
        zorder=4,
    )
