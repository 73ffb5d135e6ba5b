"""How many rows to look at, so that hardly anybody sees none of a rare class."""

import matplotlib.pyplot as plt
from scipy.stats import binom

from helpers.display.figures import describe
from helpers.explorers.frame import Control, Explorer, State, Task, explore

PEOPLE = 100
AT_MOST = 5
MULTIPLES = (0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5)


def none_seen(share) -> Explorer:
    """Let the learner search for the sample that shows a fraud to nearly everybody.

    Parameters
    ----------
    share : float
        Of the frauds among the payments, above 0 and at most 0.5.

    Returns
    -------
    Explorer
    """
    one_in = round(1 / share)
    rows = list(dict.fromkeys(max(1, round(multiple / share)) for multiple in MULTIPLES))
    seen = [_people(share, n) for n in rows]
    best = next(stop for stop, people in enumerate(seen) if people[0] <= AT_MOST)

    def counted(stop):
        none, one, more = seen[stop]
        return f"{none} of {PEOPLE} people see no fraud, {one} see one, {more} see more"

    def reply(stop):
        if stop == best:
            return (
                True,
                f"Yes: {counted(stop)}. These are {rows[best] / one_in:.2g} times {one_in:,}.",
            )
        if stop > best:
            return False, f"More than needed: {counted(stop)}. Fewer payments are enough."
        if rows[stop] == one_in:
            return False, (
                f"You take “one in {one_in:,}” for one in every {one_in:,}. That is an average: "
                f"{counted(stop)}."
            )
        return False, f"Not yet: {counted(stop)}. Look at more payments."

    average = rows.index(one_in) if one_in in rows else 0
    task = Task(
        title=f"One in {one_in:,}",
        ask=(
            f"Of these payments one in {one_in:,} is a fraud. {PEOPLE} people each look at the "
            f"same number of payments, picked at random. What is the smallest number with which "
            f"at most {AT_MOST} people see no fraud at all? Set it, and press Answer."
        ),
        reply=reply,
        choices=[
            (f"{rows[stop]:,} payments.", reply(stop)[1])
            for stop in sorted({average, best, len(rows) - 1})
        ],
        keep=(
            f"“One in {one_in:,}” is an average. Of {PEOPLE} people who look at {rows[average]:,} "
            f"payments, {seen[average][0]} see no fraud; with {rows[best]:,} it is "
            f"{seen[best][0]}. A test set or a fold can hold far fewer frauds than you expect."
        ),
    )
    state = State(
        controls=[
            Control(
                "payments",
                [f"{n:,}" for n in rows],
                start=average if average != best else len(rows) - 1,
                stride=1,
            )
        ],
        say=lambda stop: f"{{0}} payments: {counted(stop)}.",
        hidden="You say {0} payments. What the people see appears with your answer.",
        data={"size": [560, 260], "seen": seen},
    )
    return explore("none_seen", state, task, _picture(one_in))


def _people(share, n):
    """Return how many people see no fraud, one, and more; together they are all people."""
    none = round(PEOPLE * float(binom.pmf(0, n, share)))
    at_most_one = round(PEOPLE * float(binom.cdf(1, n, share)))
    return [none, at_most_one - none, PEOPLE - at_most_one]


def _picture(one_in):
    ax = plt.subplots(figsize=(4.6, 2.2))[1]
    for person in range(PEOPLE):
        ax.text(person % 20, -(person // 20), "?", ha="center", va="center")
    ax.set(xlim=(-1, 20), ylim=(-4.6, 0.6))
    ax.set_axis_off()
    return describe(
        ax,
        f"{PEOPLE} people, each with a question mark: do they see a fraud among payments of which "
        f"one in {one_in:,} is one?",
    )
