"""The classes before and after over-sampling, on a linear scale: who got the new rows."""

import matplotlib.pyplot as plt
import numpy as np

from helpers.display.figures import describe
from helpers.evaluation.arguments import as_column
from helpers.plotting.labels import count_labels, name_classes
from helpers.plotting.style import CLASS_NAMES, COLOURS


def plot_who_got_new_rows(y_before, y_after, ax=None, *, class_names=CLASS_NAMES, sampler="SMOTE"):
    """Bars of the class sizes before and after a sampler that only adds rows.

    Parameters
    ----------
    y_before : array-like of shape (n_samples,)
        Labels of the training set.
    y_after : array-like of shape (n_resampled,)
        Its labels after over-sampling: the given rows first, the new ones below them.
    ax : Axes, optional
    class_names : dict
        Label to name.
    sampler : str

    Returns
    -------
    Axes
        On a linear scale. New rows continue the bar of their class, in their own colour.

    Raises
    ------
    ValueError
        If `y_after` does not begin with the labels of `y_before`.

    Examples
    --------
    >>> ax = plot_who_got_new_rows([0, 0, 0, 1], [0, 0, 0, 1, 1, 1])
    >>> [text.get_text() for text in ax.texts]
    ['3', '1', '3', '1 + 2 synthetic']
    """
    y_before, y_after = as_column(y_before, "y_before"), as_column(y_after, "y_after")
    if not np.array_equal(y_after[: len(y_before)], y_before):
        raise ValueError(
            "y_after must begin with the labels of y_before; a sampler that removes or moves rows "
            "needs another figure."
        )
    counts, _ = count_labels(y_before)
    total = count_labels(y_after)[0].reindex(counts.index, fill_value=0)
    names, roles = name_classes(counts, class_names)
    ax = plt.subplots(figsize=(6.8, 2.6))[1] if ax is None else ax
    ticks, told = {}, []
    for number, (when, sizes) in enumerate({"before": counts, f"after {sampler}": total}.items()):
        for place, (label, name, role) in enumerate(zip(counts.index, names, roles, strict=True)):
            height = number * (len(names) + 0.5) + place
            given, new = counts[label], sizes[label] - counts[label]
            ax.barh(height, given, color=COLOURS[role])
            ax.barh(height, new, left=given, color=COLOURS["synthetic"], hatch="//", ec="white")
            text = f"{given:,} + {new:,} synthetic" if new else f"{given:,}"
            ax.text(given + new + 0.01 * total.max(), height, text, va="center", size=9)
            ticks[height] = f"{when}: {name}"
            told.append(f"{when} {name} {text}")
    ax.set_yticks(list(ticks), list(ticks.values()))
    ax.set(xlim=(0, 1.45 * total.max()), xlabel="rows")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.invert_yaxis()
    return describe(ax, f"Rows of each class: {'; '.join(told)}.")
