"""One model with three goals, and a threshold to set for each."""

import numpy as np

from helpers.explorers.frame import Control, Explorer, State, Task, explore
from helpers.plotting.scores import plot_precision_recall

STOPS = 22
"""Thresholds to choose from, besides 0.5, no alarm at all, and the best ones."""
NEAR = 1.05
"""A threshold is right if what it is judged by is at most this many times the lowest."""


def three_goals(evaluation, miss, alarm=2, budget=100) -> Explorer:
    """Let the learner set the threshold of one model for each of three goals.

    The goals are: the most predictions right, the lowest cost, and the most frauds caught with a
    limited number of alarms.

    Parameters
    ----------
    evaluation : Evaluation
        Not weighted: its rows are counted.
    miss, alarm : float
        What a missed fraud and a false alarm cost, in euros.
    budget : int
        Alarms at most.

    Returns
    -------
    Explorer
    """
    cuts, counts = _thresholds(evaluation, miss, alarm, budget)
    n_frauds = int(evaluation.y_true.sum())
    wrong = [fp + n_frauds - tp for tp, fp in counts]
    cost = [alarm * fp + miss * (n_frauds - tp) for tp, fp in counts]
    missed = [n_frauds - tp if tp + fp <= budget else np.inf for tp, fp in counts]
    values = [wrong, cost, missed]
    best = [int(np.argmin(value)) for value in values]
    near = [
        value[place] * (NEAR if value is not missed else 1)
        for value, place in zip(values, best, strict=True)
    ]
    half = cuts.index("0.5")

    def in_words(goal, stop):
        tp, fp = counts[stop]
        return [
            f"{wrong[stop]:,} predictions are wrong",
            f"misses and false alarms cost {cost[stop]:,.0f} €",
            f"there are {tp + fp:,} alarms",
        ][goal]

    def say(goal, stop):
        tp, fp = counts[stop]
        return (
            f"Threshold {{1}}: {tp} of {n_frauds} frauds caught, {fp:,} false alarms; "
            f"{in_words(goal, stop)}."
        )

    def reply(goal, stop):
        if values[goal][stop] <= near[goal]:
            return True, "Yes, at {1}. No other stop is clearly better for this goal."
        if goal == 2 and missed[stop] == np.inf:
            return False, f"Not yet: only {budget} alarms can be followed up. Go higher."
        if stop == half:
            why = "0.5 is only a habit. The best threshold depends on the goal."
        elif stop > best[goal]:
            why = "too many frauds are missed. Try a lower threshold."
        else:
            why = "too many alarms are false. Try a higher threshold."
        return False, f"Not yet: {why}"

    goals = ["most predictions right", "lowest cost", f"at most {budget} alarms"]
    chosen = [cuts[place] for place in best]
    found = ", ".join(f"{goal} at {cut}" for goal, cut in zip(goals, chosen, strict=True))
    n_cuts = len(set(chosen))
    verdict = {1: "One threshold serves all", 2: "Two of them share a threshold"}.get(
        n_cuts, "Each goal has its own threshold"
    )
    keep = f"{found}. {verdict}; the model is the same. The goal decides where to cut."
    at_half = f"at 0.5 {in_words(0, half)}, {in_words(1, half)}, and {in_words(2, half)}"
    task = Task(
        title="One threshold, three goals",
        ask=(
            f"A missed fraud costs {miss:,.0f} €, a false alarm {alarm:g} €. Set the threshold "
            "that you expect to be best for each goal, and press Answer. Will one threshold serve "
            "all three?"
        ),
        reply=reply,
        choices=[
            ("Yes, 0.5: it is the threshold of the model.", f"Compare: {at_half}. Best: {found}."),
            ("Yes, but another one than 0.5.", f"{verdict}. Best: {found}."),
            ("No, each goal needs its own.", f"{verdict}. Best: {found}."),
        ],
        keep=keep,
        part=0,
    )
    state = State(
        controls=[
            Control("goal", goals),
            Control("threshold", cuts, start=len(cuts) - 1, stride=1),
        ],
        say=say,
        hidden="{0}: you say threshold {1}. What it leads to appears with your answer.",
        data={
            "size": [600, 290],
            "points": [_point(tp, fp, n_frauds) for tp, fp in counts],
            "values": [wrong, np.round(cost).astype(int).tolist(), [sum(pair) for pair in counts]],
            "limit": budget,
            "labels": ["wrong predictions", "cost in €", "alarms"],
        },
    )
    return explore("three_goals", state, task, plot_precision_recall([evaluation]))


def _thresholds(evaluation, miss, alarm, budget):
    """Return rising thresholds as text, and (true, false) alarms at each."""
    y_true, y_score = evaluation.y_true, evaluation.y_score
    order = np.argsort(-y_score, kind="stable")
    falling, frauds = y_score[order], np.cumsum(y_true[order])
    alarms = np.arange(1, len(falling) + 1)
    last = np.append(falling[:-1] > falling[1:], True)  # rows with one score are alarms together
    false, n_frauds = alarms - frauds, frauds[-1]
    costs = [false - frauds, alarm * false - miss * frauds, -frauds + (alarms > budget) * n_frauds]
    wanted = {int(np.argmin(np.where(last, one, np.inf))) + 1 for one in costs}
    ladder = np.geomspace(1, min(len(alarms), 20 * n_frauds), STOPS).round().astype(int)
    between = [
        (falling[n - 1] + falling[n]) / 2 if n < len(falling) else falling[n - 1]
        for n in wanted | set(ladder.tolist())
    ]
    cuts = sorted({float(f"{cut:.3g}") for cut in between} | {0.5, 1.0})
    counts = [
        tuple(int(np.sum((y_score >= cut) & (y_true == label))) for label in (1, 0)) for cut in cuts
    ]
    kept = [
        place
        for place, cut in enumerate(cuts)
        if cut in (0.5, 1.0) or counts[place] not in counts[:place]
    ]
    return [f"{cuts[place]:g}" for place in kept], [counts[place] for place in kept]


def _point(tp, fp, n_frauds):
    """Return recall and precision; the latter is 1 without any alarm."""
    return [round(tp / n_frauds, 4), round(tp / (tp + fp), 4) if tp + fp else 1]
