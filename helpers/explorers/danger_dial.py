"""Which minority points are in danger depends on how many neighbours are asked."""

import numpy as np

from helpers.by_hand.borderline_smote import find_neighbours_in_whole_data
from helpers.by_hand.neighbours import classify_minority_rows, count_other_class
from helpers.display.figures import describe
from helpers.explorers.frame import Control, Explorer, State, Task, explore
from helpers.explorers.numbered_points import draw_numbered

KINDS = ("safe", "danger", "noise")


def danger_dial(X, y, m_values=range(2, 15), start=6) -> Explorer:
    """Let the learner search for the m with which the fewest points are in danger.

    Parameters
    ----------
    X : ndarray of shape (n_rows, 2)
    y : ndarray of shape (n_rows,)
        Labels, 1 for the minority.
    m_values : sequence of int
        Neighbours of each point that are asked.
    start : int
        The m at the start, if it is not the answer.

    Returns
    -------
    Explorer
    """
    m_values = list(m_values)
    minority = np.flatnonzero(y == 1)
    kinds = [_kinds(X, y, minority, m) for m in m_values]
    counts = [[row.count(kind) for kind in KINDS] for row in kinds]
    dangers = [count[1] for count in counts]
    fewest = min(dangers)
    best = m_values[dangers.index(fewest)]
    begin = m_values.index(start)
    if dangers[begin] == fewest:
        begin = dangers.index(max(dangers))

    def counted(stop):
        safe, danger, noise = counts[stop]
        return f"{danger} in danger, {safe} safe, {noise} noise"

    def reply(stop):
        if dangers[stop] == fewest:
            return True, f"Yes: {counted(stop)}. Only those in danger become parents."
        m = m_values[stop]
        why = "Half of an even m is enough. An odd m needs one vote more than half." * (m % 2 == 0)
        return False, f"Not the fewest: {counted(stop)}. {why or 'Try other odd values.'}"

    listed = ", ".join(str(count) for count in dangers)
    first, last = m_values[0], m_values[-1]
    always = [str(row) for row in range(len(minority)) if {k[row] for k in kinds} == {"noise"}]
    task = Task(
        title="Who is in danger?",
        ask=(
            f"For which m, from {first} to {last}, are the fewest minority points in danger? Set "
            "m, and press Answer."
        ),
        reply=reply,
        choices=[
            (f"m = {first}: few neighbours find few dangers.", _one(0, dangers, m_values, best)),
            (f"m = {best}.", _one(dangers.index(fewest), dangers, m_values, best)),
            (f"m = {last}: many neighbours are careful.", _one(-1, dangers, m_values, best)),
        ],
        keep=(
            f"In danger for m = {first} to {last}: {listed}. Danger belongs to the point and to m. "
            f"Noise for every m: {', '.join(always) or 'no point'}."
        ),
    )
    state = State(
        controls=[Control("m", [str(m) for m in m_values], begin, stride=1)],
        say=lambda stop: f"m = {{0}}: {counted(stop)}.",
        hidden="You say m = {0}. Who is in danger appears with your answer.",
        data={
            "size": [560, 340],
            "majority": X[y == 0].round(2).tolist(),
            "minority": X[minority].round(2).tolist(),
            "kinds": [[KINDS.index(kind) for kind in row] for row in kinds],
        },
    )
    return explore("danger_dial", state, task, _picture(X, y, minority))


def _kinds(X, y, minority, m):
    around = find_neighbours_in_whole_data(X, minority, m_neighbors=m)
    return list(classify_minority_rows(count_other_class(y, around, label=1), m_neighbors=m))


def _one(stop, dangers, m_values, best):
    here = f"With m = {m_values[stop]}, {dangers[stop]} points are in danger"
    if dangers[stop] == min(dangers):
        return f"Yes. {here}."
    return f"No. {here}; with m = {best}, {min(dangers)}."


def _picture(X, y, minority):
    return describe(
        draw_numbered(X, y, minority),
        f"Scatter of {np.sum(y == 0)} majority and {len(minority)} minority points, the latter "
        "with their numbers. Nobody is marked as safe, in danger or noise yet.",
    )
