"""The lines on which SMOTE puts rows, and how many of them touch a lone point."""

import numpy as np

from helpers.by_hand.smote import find_minority_neighbours
from helpers.display.figures import describe
from helpers.explorers.frame import Control, Explorer, State, Task, explore
from helpers.explorers.numbered_points import draw_numbered


def lone_point(X, y, lone) -> Explorer:
    """Let the learner turn k and count the lines of SMOTE that touch a point far from its kind.

    Parameters
    ----------
    X : ndarray of shape (n_rows, 2)
    y : ndarray of shape (n_rows,)
        Labels, 1 for the minority.
    lone : int
        The point, counted among the minority rows.

    Returns
    -------
    Explorer
    """
    minority = np.flatnonzero(y == 1)
    n = len(minority)
    lines = [_lines(X, minority, k) for k in range(1, n)]
    touching = [sum(lone in pair for pair in pairs) for pairs in lines]
    shares = [count / len(pairs) for count, pairs in zip(touching, lines, strict=True)]
    best = max(shares)
    begin = 0 if shares[0] < best else len(shares) - 1  # not at the answer

    def counted(stop):
        return f"{touching[stop]} of {len(lines[stop])} lines touch point {lone}"

    def reply(stop):
        if shares[stop] == best:
            return True, f"Yes: {counted(stop)}. A larger k does not always mean a larger share."
        if stop < shares.index(best):
            return False, f"Not yet: {counted(stop)}. With more neighbours, more others reach it."
        return False, (
            f"Not yet: {counted(stop)}. Nearly all others reach it already, and with each further "
            "neighbour they also get lines among themselves."
        )

    def choice(stop):
        return f"{counted(stop)}, a share of {shares[stop]:.0%}"

    top = shares.index(best)
    alone = max((stop + 1 for stop, count in enumerate(touching) if count == stop + 1), default=0)
    task = Task(
        title="Lines to a lone point",
        ask=(
            f"Point {lone} lies among the majority. New rows may lie on each line from a minority "
            "point to one of its k neighbours. For which k does the largest share of the lines "
            f"touch point {lone}? Set k, and press Answer."
        ),
        reply=reply,
        choices=[
            ("The smallest k.", f"With k = 1 {choice(0)}; with k = {top + 1} {choice(top)}."),
            ("A k in between.", f"The largest share: with k = {top + 1} {choice(top)}."),
            ("The largest k.", f"With k = {n - 1} {choice(-1)}; with k = {top + 1} {choice(top)}."),
        ],
        keep=(
            f"Up to k = {alone} no other point reaches for point {lone}. The share of lines that "
            f"touch it is largest for k = {top + 1}, {best:.0%}, and {shares[-1]:.0%} for "
            f"k = {n - 1}. SMOTE never asks what lies between."
        ),
    )
    state = State(
        controls=[Control("k", [str(k) for k in range(1, n)], begin, stride=1)],
        say=lambda stop: f"k = {{0}}: {counted(stop)}, a share of {shares[stop]:.0%}.",
        hidden="You say k = {0}. The lines appear with your answer.",
        data={
            "size": [560, 340],
            "majority": X[y == 0].round(2).tolist(),
            "minority": X[minority].round(2).tolist(),
            "lone": lone,
            "lines": lines,
        },
    )
    return explore("lone_point", state, task, _picture(X, y, minority, lone))


def _lines(X, minority, k):
    """Return [from, to] for each minority row and each of its k neighbours."""
    neighbours = find_minority_neighbours(X, minority, k)
    places = np.searchsorted(minority, neighbours)
    return [[row, int(other)] for row, others in enumerate(places) for other in others]


def _picture(X, y, minority, lone):
    return describe(
        draw_numbered(X, y, minority),
        f"Scatter of {np.sum(y == 0)} majority and {len(minority)} minority points. Minority point "
        f"{lone} lies apart from the other minority points. No line is drawn yet.",
    )
