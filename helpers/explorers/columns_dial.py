"""How many Tomek links SMOTE leaves, in tables with more and more columns."""

from functools import cache

import matplotlib.pyplot as plt
import numpy as np
from imblearn.over_sampling import SMOTE

from helpers.by_hand.tomek_links import find_links, find_nearest_neighbour
from helpers.display.figures import describe
from helpers.explorers.frame import Control, Explorer, State, Task, explore

COLUMNS = (2, 3, 4, 5, 7, 10, 15, 29)
ROWS = (300, 30)
SHIFT = 1.0
"""Standard deviations by which the minority lies apart, in each of the first two columns."""


def columns_dial(n_draws=20, random_state=0) -> Explorer:
    """Let the learner turn the number of columns of a made-up table.

    The table has 300 majority and 30 minority rows, normally distributed. The classes differ in the
    first two columns; each further column is noise. The links are counted by hand, before SMOTE and
    after it, in several draws for each number of columns.

    Parameters
    ----------
    n_draws : int, default=20
    random_state : int, default=0

    Returns
    -------
    Explorer
    """
    counts = count_links(n_draws, random_state)
    before, after = counts.mean(axis=1).T
    gaps = counts[..., 0] - counts[..., 1]
    sure = gaps.mean(axis=1) > 2 * gaps.std(axis=1, ddof=1) / np.sqrt(n_draws)
    fewer = [bool(sure[stop:].all()) for stop in range(len(COLUMNS))]
    first = fewer.index(True) if any(fewer) else len(COLUMNS) - 1

    def say(stop):
        return (
            f"{{0}} columns: {before[stop]:.1f} links before SMOTE, {after[stop]:.1f} after it "
            f"(means of {n_draws} draws)."
        )

    def reply(stop):
        if stop == first:
            return True, (
                "Yes. From here on SMOTE leaves clearly fewer links than it found. In many columns "
                "a synthetic row lies nearer to its parents than any majority row does."
            )
        if stop < first:
            return False, (
                f"Not yet: in {{0}} columns there are {before[stop]:.1f} links before SMOTE and "
                f"{after[stop]:.1f} after it. What the plane shows is not clearly fewer."
            )
        return False, (
            f"There are clearly fewer in {{0}} columns, {after[stop]:.1f} of {before[stop]:.1f}. "
            "But this begins earlier."
        )

    few, many = f"{COLUMNS[first]} columns", f"{COLUMNS[-1]} columns"
    ends = f"{before[-1]:.1f} links before SMOTE and {after[-1]:.1f} after it"
    task = Task(
        title="The columns dial",
        ask=(
            "In two columns you saw that SMOTE makes new Tomek links. From which number of columns "
            "on does it leave clearly fewer links than it found? Turn the dial to it, and press "
            "Answer."
        ),
        reply=reply,
        choices=[
            (
                "Never: what the plane shows holds in all tables.",
                f"Not so. In {many} there are {ends}.",
            ),
            ("Already from a few columns on.", f"From {few} on. In {many} there are {ends}."),
            (
                f"Only in {many} or so.",
                f"It begins earlier, at {few}: {before[first]:.1f} links before SMOTE and "
                f"{after[first]:.1f} after it.",
            ),
        ],
        keep=(
            f"In 2 columns there are {before[0]:.1f} links before SMOTE and {after[0]:.1f} after "
            f"it, in {many} {before[-1]:.1f} and {after[-1]:.1f}. A picture in the plane tells "
            "little about neighbours in many columns."
        ),
    )
    state = State(
        controls=[Control("columns", [str(n) for n in COLUMNS], stride=1)],
        say=say,
        hidden="You say {0} columns. The links are shown with your answer.",
        data={
            "size": [560, 280],
            "before": before.round(2).tolist(),
            "after": after.round(2).tolist(),
        },
    )
    return explore("columns_dial", state, task, _picture(random_state, before[0], after[0]))


@cache
def count_links(n_draws, random_state):
    """Return the links before and after SMOTE: an array of shape (n_columns, n_draws, 2)."""
    counts = np.empty((len(COLUMNS), n_draws, 2), dtype=int)
    for place, n_columns in enumerate(COLUMNS):
        for draw in range(n_draws):
            X, y = made_up(n_columns, random_state + draw)
            balanced = SMOTE(random_state=random_state + draw).fit_resample(X, y)
            counts[place, draw] = [links(*table).sum() // 2 for table in [(X, y), balanced]]
    return counts


def made_up(n_columns, seed):
    """Return a table whose classes differ in the first two columns."""
    rng = np.random.default_rng([n_columns, seed])
    X, y = rng.normal(size=(sum(ROWS), n_columns)), np.repeat([0, 1], ROWS)
    X[y == 1, :2] += SHIFT
    return X, y


def links(X, y):
    """Tell which rows belong to a Tomek link."""
    return find_links(y, find_nearest_neighbour(X))


def _picture(random_state, before, after):
    X, y = made_up(2, random_state)
    ax = plt.subplots(figsize=(4.4, 3.2))[1]
    for label, marker, name in [(0, "o", "majority"), (1, "^", "minority")]:
        ax.scatter(*X[y == label].T, s=14, c=f"C{label}", marker=marker, label=name)
    ax.set(xlabel="column 1", ylabel="column 2")
    ax.legend(loc="upper left")
    return describe(
        ax,
        f"Scatter of a table with two columns, {ROWS[0]} majority and {ROWS[1]} minority rows that "
        f"overlap. In such tables there are {before:.1f} Tomek links before SMOTE and {after:.1f} "
        "after it, on average.",
    )
