"""How many Tomek links SMOTE leaves, in tables with more and more columns."""

import matplotlib.pyplot as plt
import pandas as pd

from helpers.display.figures import describe
from helpers.explorers.frame import Control, Explorer, State, Task, explore


def columns_dial(links: pd.DataFrame) -> Explorer:
    """Let the learner turn the number of columns until SMOTE leaves few of the links it found.

    Parameters
    ----------
    links : DataFrame
        One line for each number of columns, the index, in rising order: mean numbers of Tomek links
        ``before SMOTE`` and ``after SMOTE``.

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        If with the most columns half of the links or more are left: then there is no answer.
    """
    columns = [int(n) for n in links.index]
    before, after = (links[f"{when} SMOTE"].tolist() for when in ("before", "after"))
    few = [left < found / 2 for found, left in zip(before, after, strict=True)]
    if not few[-1]:
        raise ValueError(f"With {columns[-1]} columns SMOTE leaves half of the links or more.")
    first = max((stop + 1 for stop, is_few in enumerate(few) if not is_few), default=0)

    def found(stop):
        return f"{before[stop]:.1f} links before SMOTE, {after[stop]:.1f} after it"

    def reply(stop):
        if stop == first:
            return True, (
                "Yes. From here on SMOTE leaves less than half of the links. In many columns a "
                "synthetic row is nearer to its parents than any majority row is."
            )
        if stop < first:
            return False, f"Not yet: {found(stop)}. Are these less than half?"
        return False, f"{found(stop)}: that is less than half, but this begins earlier."

    many = f"{columns[-1]} columns"
    task = Task(
        title="The columns dial",
        ask=(
            "From which number of columns on does SMOTE leave less than half of the Tomek links? "
            "Turn the dial to it, and press Answer."
        ),
        reply=reply,
        choices=[
            (
                "From none on: what the plane shows holds in all tables.",
                f"Not so: in {many} there are {found(-1)}.",
            ),
            (
                "Already from a few columns on.",
                f"From {columns[first]} columns on: {found(first)}. In {many}: {found(-1)}.",
            ),
            (
                f"Only in {many} or so.",
                f"Compare {columns[first]} columns, where it begins: {found(first)}.",
            ),
        ],
        keep=(
            f"In {columns[0]} columns there are {found(0)}; in {many} {found(-1)}. A picture in "
            "the plane tells little about neighbours in many columns."
        ),
    )
    state = State(
        controls=[Control("columns", [str(n) for n in columns], stride=1)],
        say=lambda stop: f"{{0}} columns: {found(stop)}.",
        hidden="You say {0} columns. The links are shown with your answer.",
        data={"size": [560, 280], "before": _rounded(before), "after": _rounded(after)},
    )
    return explore("columns_dial", state, task, _picture(columns, before[0], after[0]))


def _rounded(values):
    return [round(value, 3) for value in values]


def _picture(columns, before, after):
    ax = plt.subplots(figsize=(4.6, 2.8))[1]
    for links, marker, name in [(before, "o", "before SMOTE"), (after, "^", "after SMOTE")]:
        ax.plot(0, links, ls="none", marker=marker, ms=8, label=name)
    for place in range(1, len(columns)):
        ax.text(place, max(before, after) / 2, "?", ha="center", size=14)
    ax.set(xlim=(-0.5, len(columns) - 0.5), ylim=(0, 1.2 * max(before, after)))
    ax.set(xlabel="columns", ylabel="Tomek links")
    ax.set_xticks(range(len(columns)), columns)
    ax.legend(loc="upper right")
    return describe(
        ax,
        f"Tomek links against the number of columns. With {columns[0]} columns there are "
        f"{before:.1f} before SMOTE and {after:.1f} after it. The other numbers are asked for.",
    )
