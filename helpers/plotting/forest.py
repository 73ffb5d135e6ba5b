"""Many comparisons in one figure: a row each, one axis, and a band that is too small to matter."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.display.figures import describe
from helpers.evaluation.equivalence import TOO_SMALL
from helpers.plotting.style import VERDICTS

COLUMNS = ("label", "difference", "low", "high", "verdict")
NAMED = 3
"""How many gains, and how many losses, the sentence about a figure names."""


def plot_forest(
    table, ax=None, *, too_small=TOO_SMALL, xlabel="difference, with its 95 % interval"
):
    """Differences with their intervals, a row each, coloured and marked by verdict.

    Parameters
    ----------
    table : DataFrame
        One row per comparison, from top to bottom, with ``label``, ``difference``, ``low``,
        ``high`` and ``verdict`` (better, worse, equivalent, inconclusive). If it has a column
        ``group``, each group has a heading above its first row.
    ax : Axes, optional
        By default one that is high enough for the rows.
    too_small : float, default=0.01
        Half the width of the grey band.
    xlabel : str

    Returns
    -------
    Axes
        Described by a sentence that `helpers.display.show` takes. A comparison without a
        difference is the word "undefined"; a difference without an interval is a marker alone.

    Raises
    ------
    ValueError
        If there are no rows, a column is missing, or a verdict is none of the four.
    """
    _check(table)
    places, headings = _places(table)
    n_lines = places[-1] + 1
    if ax is None:
        ax = plt.subplots(figsize=(8.0, 0.27 * n_lines + 1.3))[1]
    ax.axvspan(-too_small, too_small, color="0.88", lw=0, zorder=0)
    ax.axvline(0, color="black", lw=0.8, zorder=1)
    for place, row in zip(places, table.itertuples(), strict=True):
        colour, _ = VERDICTS[row.verdict]
        ax.plot([row.low, row.high], [place, place], color=colour, lw=1.8, zorder=2)
        ax.plot(row.difference, place, zorder=3, **_marker(row.verdict))
        style = {"transform": ax.get_yaxis_transform(), "va": "center", "size": 8}
        ax.text(1.02, place, written(row), **style)
    labels = dict(zip(places, table["label"], strict=True)) | headings
    ax.set_yticks(list(labels), list(labels.values()))
    for text, place in zip(ax.get_yticklabels(), labels, strict=True):
        text.set_fontweight("bold" if place in headings else "normal")
    ax.tick_params(axis="y", length=0)
    left, right = ax.get_xlim()
    ax.set_xlim(min(left, -3 * too_small), max(right, 3 * too_small))
    ax.set(ylim=(n_lines - 0.4, -0.6), xlabel=xlabel)
    ax.locator_params(axis="x", nbins=6)
    ax.spines["left"].set_visible(False)
    present = [v for v in VERDICTS if (table["verdict"] == v).any()]
    handles = [Line2D([], [], label=v, **_marker(v)) for v in present]
    handles.append(Patch(color="0.88", label=f"too small to matter (±{too_small:g})"))
    style = {"fontsize": 8, "columnspacing": 1.2, "handletextpad": 0.4}
    ax.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=5, **style)
    return describe(ax, _sentence(table, present, too_small))


def _check(table):
    absent = [column for column in COLUMNS if column not in table]
    if absent:
        raise ValueError(f"The table of a forest figure lacks {', '.join(absent)}.")
    if table.empty:
        raise ValueError("A forest figure needs at least one comparison.")
    unknown = sorted(set(table["verdict"]) - set(VERDICTS))
    if unknown:
        raise ValueError(f"A verdict is one of {', '.join(VERDICTS)}, not {', '.join(unknown)}.")


def _places(table):
    """Return the line of each row, from the top, and line to heading."""
    groups = table["group"].to_numpy() if "group" in table else np.full(len(table), "")
    starts = np.r_[True, groups[1:] != groups[:-1]] & (groups != "")
    places = np.arange(len(table)) + np.cumsum(starts)
    return places.tolist(), dict(zip((places[starts] - 1).tolist(), groups[starts], strict=True))


def _marker(verdict):
    colour, marker = VERDICTS[verdict]
    face = "white" if verdict == "inconclusive" else colour
    return {"color": colour, "marker": marker, "mfc": face, "mew": 1.5, "ms": 7, "ls": "none"}


def write_interval(difference, low, high):
    """Return a difference and its interval as text.

    Examples
    --------
    >>> write_interval(0.0104, -0.0021, 0.0229)
    '+0.010 [−0.002, +0.023]'
    """
    if np.isnan(difference):
        return "undefined"
    value, *ends = (_signed(number) for number in (difference, low, high))
    return value if np.isnan(low) else f"{value} [{', '.join(ends)}]"


def written(row):
    """Return the difference and the interval of a row as text."""
    return write_interval(row.difference, row.low, row.high)


def _signed(number):
    text = f"{number:+.3f}".replace("-", "−")
    return text if text.strip("+−0.") else "0.000"


def _sentence(table, present, too_small):
    counts = ", ".join(f"{(table['verdict'] == v).sum()} {v}" for v in present)
    n = f"{len(table)} comparisons" if len(table) > 1 else "one comparison"
    parts = [f"Forest figure of {n}, differences up to {too_small:g} being too small: {counts}."]
    for verdict in ("better", "worse"):
        rows = table[table["verdict"] == verdict]
        rows = rows.sort_values("difference", key=abs, ascending=False)
        named = [
            f"{row.group}: {row.label}" if "group" in table else row.label
            for row in rows.head(NAMED).itertuples()
        ]
        texts = [f"{n} {written(row)}" for n, row in zip(named, rows.itertuples(), strict=False)]
        if texts:
            most = "" if len(rows) <= NAMED else f", the {NAMED} largest of {len(rows)}"
            parts.append(f"{verdict.capitalize()}{most}: {'; '.join(texts)}.")
    return " ".join(parts)
