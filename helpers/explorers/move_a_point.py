"""How many rows ADASYN makes from one point while it moves from the majority to its own kind."""

import math

import matplotlib.pyplot as plt
import numpy as np

from helpers.by_hand import adasyn as by_hand
from helpers.display.figures import describe
from helpers.explorers.frame import Control, Explorer, State, Task, explore

STOPS = 11


def move_a_point(X, y, point, towards, n_neighbors=5) -> Explorer:
    """Let the learner move one minority point until it gets no more rows than SMOTE would give it.

    Parameters
    ----------
    X : ndarray of shape (n_rows, 2)
    y : ndarray of shape (n_rows,)
        Labels, 1 for the minority.
    point : int
        The point, counted among the minority rows.
    towards : sequence of two floats
        Where the last of 11 stops is, among points of its own kind.
    n_neighbors : int, default=5

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        If it gets more than SMOTE's share at the last stop: then there is no answer.
    """
    minority = np.flatnonzero(y == 1)
    way = np.linspace(X[minority[point]], towards, STOPS)
    n_needed = by_hand.count_needed_rows(y, label=1)
    share = math.ceil(n_needed / len(minority))
    difficulty, n_new = zip(
        *(_rows(X, y, minority, point, place, n_needed, n_neighbors) for place in way), strict=True
    )
    own = [int(numbers[point]) for numbers in n_new]
    if own[-1] > share:
        raise ValueError(f"At the last stop the point still gets {own[-1]} rows, not {share}.")
    first = max(stop + 1 for stop in range(-1, STOPS) if stop < 0 or own[stop] > share)

    def counted(stop):
        foreign = round(difficulty[stop][point] * n_neighbors)
        return (
            f"{foreign} of {n_neighbors} neighbours are majority, and ADASYN makes {own[stop]} of "
            f"{int(n_new[stop].sum())} new rows from point {point}"
        )

    def reply(stop):
        if stop == first:
            return True, f"Yes: {counted(stop)}. SMOTE would give it about {share}."
        if stop > first:
            return False, f"Not the first: {counted(stop)}. This begins earlier."
        why = "ADASYN counts only the neighbours' classes, not how far it has moved."
        if difficulty[stop][point] == 1:
            why = "All neighbours are majority: it may be a rare fraud or a wrong label."
        return False, f"Not yet: {counted(stop)}. {why}"

    task = Task(
        title=f"Move point {point}",
        ask=(
            f"Point {point} can move from the crowd of the majority, stop 0, to points of its own "
            f"kind, stop {STOPS - 1}. SMOTE gives each point about {share} rows. At which stop "
            "does ADASYN first give it no more than that? Set the stop, and press Answer."
        ),
        reply=reply,
        choices=[
            (
                "At stop 1: each step makes it easier.",
                f"Stop 1: {counted(1)}. Stop {first}: {counted(first)}.",
            ),
            ("About halfway or later.", f"At stop {first}: {counted(first)}."),
            ("Never: it was alone.", f"At stop {first}: {counted(first)}."),
        ],
        keep=(
            f"Rows from point {point} at stops 0 to {STOPS - 1}: {', '.join(map(str, own))}. All "
            f"new rows: {', '.join(str(int(numbers.sum())) for numbers in n_new)}, where "
            f"{n_needed} are needed, because each number is rounded. Deeper in the crowd is not "
            "harder for ADASYN, and it cannot know a rare fraud from a wrong label."
        ),
    )
    rest = np.delete(minority, point)
    state = State(
        controls=[Control("stop", [str(stop) for stop in range(STOPS)], stride=1)],
        say=lambda stop: f"Stop {{0}}: {counted(stop)}.",
        hidden="You say stop {0}. The new rows are counted with your answer.",
        data={
            "size": [560, 340],
            "majority": X[y == 0].round(2).tolist(),
            "others": X[rest].round(2).tolist(),
            "way": way.round(2).tolist(),
            "rows": [
                [*np.delete(numbers, point).tolist(), int(numbers[point])] for numbers in n_new
            ],
        },
    )
    return explore("move_a_point", state, task, _picture(X, y, minority, point, way))


def _rows(X, y, minority, point, place, n_needed, n_neighbors):
    """Return each minority point's difficulty and number of new rows, with one of them moved."""
    moved = X.copy()
    moved[minority[point]] = place
    difficulty = by_hand.measure_difficulty(moved, y, minority, 1, n_neighbors)
    weight = by_hand.normalise_to_weights(difficulty)
    return difficulty, by_hand.count_rows_per_parent(weight, n_needed)


def _picture(X, y, minority, point, way):
    ax = plt.subplots(figsize=(5.0, 3.2))[1]
    for label, marker, name in [(0, "o", "majority"), (1, "^", "minority")]:
        ax.scatter(*X[y == label].T, s=24, c=f"C{label}", marker=marker, label=name)
    ax.plot(*way.T, color="0.5", ls=":", marker=".", label="the way, 11 stops")
    ax.annotate(str(point), way[0], xytext=(5, 5), textcoords="offset points", weight="bold")
    ax.set(xlabel="feature 1", ylabel="feature 2")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, fontsize=8)
    return describe(
        ax,
        f"Scatter of {np.sum(y == 0)} majority and {len(minority)} minority points. Point {point} "
        f"lies among the majority. A dotted way of {STOPS} stops leads from it to points of its "
        "own kind.",
    )
