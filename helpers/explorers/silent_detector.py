"""How often a detector that never raises an alarm is right."""

import matplotlib.pyplot as plt

from helpers.display.figures import describe
from helpers.explorers.frame import Control, Explorer, State, Task, explore

ONE_IN = (2, 5, 10, 20, 50, 100, 200, 1_000, 10_000)
GOOD = 0.99


def silent_detector(payments, frauds) -> Explorer:
    """Let the learner search for the share of frauds with which silence looks excellent.

    Parameters
    ----------
    payments, frauds : int
        Of the data in question: one more stop besides those from one in 2 to one in 10,000.

    Returns
    -------
    Explorer
    """
    ours = max(2, round(payments / frauds))
    one_in = sorted({*ONE_IN, ours})
    first = next(stop for stop, n in enumerate(one_in) if 1 - 1 / n >= GOOD - 1e-12)

    def right(stop):
        return f"{100 * (1 - 1 / one_in[stop]):.4g} %"

    def reply(stop):
        if stop == first:
            return True, (
                f"Yes: it is right {right(stop)} of the time, and catches no fraud. It has not "
                "become better. The frauds have become rarer."
            )
        if stop > first:
            least = f"At least {100 * GOOD:g} % begins earlier"
            return False, f"It is right {right(stop)} of the time here. {least}."
        return False, (
            f"Not yet: it is right {right(stop)} of the time. It is wrong about the frauds only, "
            f"and these are one in {one_in[stop]:,}."
        )

    task = Task(
        title="The silent detector",
        ask=(
            "A detector never raises an alarm. From which share of frauds on is it right at least "
            f"{100 * GOOD:g} % of the time? Set the share, and press Answer."
        ),
        reply=reply,
        choices=[
            (f"From one fraud in {one_in[stop]:,} payments on.", reply(stop)[1])
            for stop in (one_in.index(10), first, len(one_in) - 1)
        ],
        keep=(
            f"With one fraud in {ours:,} payments it is right {right(one_in.index(ours))} of the "
            "time, and catches none. A high accuracy does not show that a model finds frauds."
        ),
    )
    state = State(
        controls=[Control("one fraud in", [f"{n:,}" for n in one_in], stride=1)],
        say=lambda stop: (
            f"One fraud in {{0}}: never to raise an alarm is right {right(stop)} of the time and "
            "catches no fraud."
        ),
        hidden="You say one fraud in {0} payments. How often it is right appears with your answer.",
        data={"size": [560, 150], "right": [round(1 - 1 / n, 5) for n in one_in]},
    )
    return explore("silent_detector", state, task, _picture(one_in[0]))


def _picture(one_in):
    ax = plt.subplots(figsize=(4.8, 1.5))[1]
    ax.barh([0, 1], [1, 1], color="white", edgecolor="0.4")
    for row in (0, 1):
        ax.text(0.5, row, "?", ha="center", va="center", size=14)
    ax.set_yticks([0, 1], ["predictions that are right", "frauds that are caught"])
    ax.set(xlim=(0, 1), xticks=[0, 1], xticklabels=["0 %", "100 %"])
    ax.invert_yaxis()
    return describe(
        ax,
        "Two empty bars from 0 to 100 %: predictions that are right, and frauds that are caught, "
        f"by a detector that never raises an alarm. One payment in {one_in} is a fraud.",
    )
