"""What a probability from balanced rows means where frauds are rare."""

import matplotlib.pyplot as plt
import numpy as np

from helpers.display.figures import describe
from helpers.evaluation.prior import prior_correction
from helpers.explorers.frame import Control, Explorer, State, Task, explore

LADDER = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.9995)
DOTS = 1_000


def back_to_this_world(balanced, prior) -> Explorer:
    """Let the learner search for the balanced model's probability that means one half.

    Parameters
    ----------
    balanced : Evaluation
        A model that was fitted to classes of equal size, on a test set that is not resampled.
    prior : float
        Share of frauds before resampling, below 0.5: that of the last of three worlds.

    Returns
    -------
    Explorer
    """
    shares = [0.1, 0.01, prior]
    worlds = [f"1 in {1 / share:,.0f}" for share in shares]
    says = {f"{p:.5f}".rstrip("0"): p for p in sorted({*LADDER, *(1 - share for share in shares)})}
    labels, values = list(says), np.array([*says.values()])
    real = [prior_correction(values, prior=share) for share in shares]
    own, worlds[-1] = len(shares) - 1, f"{worlds[-1]}, these data"
    first = [int(np.argmax(p >= 0.5 - 1e-9)) for p in real]
    counts = [_count(balanced, *ends) for ends in zip(values, [*values[1:], 2], strict=True)]

    def meant(world, stop):
        return f"{DOTS * real[world][stop]:,.0f} of {DOTS:,} are frauds"

    def say(world, stop):
        where = worlds[world].split(",")[0]
        text = f"SMOTE says {{1}}. Where {where} is a fraud, {meant(world, stop)} by the formula."
        if world != own:
            return text
        frauds, rows = counts[stop]
        end = f" to {labels[stop + 1]}" if stop + 1 < len(labels) else " on"
        return f"{text} In the test set, from {{1}}{end}: {frauds} of {rows:,}."

    def reply(world, stop):
        odds = 1 / shares[world] - 1
        if stop == first[world]:
            return True, (
                f"Yes: {meant(world, stop)}. There are {odds:,.0f} legitimate payments for each "
                "fraud, and the formula divides SMOTE's odds by this number."
            )
        if stop > first[world]:
            return False, f"Not the first: {meant(world, stop)}. Half is reached earlier."
        if values[stop] == 0.5:
            return False, (
                "You carry the probability to another world. In SMOTE's rows every second one was "
                f"a fraud. Here, of the payments that get 0.5, {meant(world, stop)}."
            )
        return False, f"Not yet: {meant(world, stop)}. Here frauds are rarer than in SMOTE's rows."

    found = "; ".join(f"{w}: {labels[at]}" for w, at in zip(worlds, first, strict=True))
    task = Task(
        title="Back to this world",
        ask=(
            "SMOTE's model learned where every second payment is a fraud. In use, frauds are "
            "rarer. Which is the smallest of its probabilities at which at least half of the "
            "payments are frauds, by the formula? Set it for each of the three worlds, and press "
            "Answer."
        ),
        reply=reply,
        choices=[
            (f"{worlds[own]}: from {labels[stop]} on.", reply(own, stop)[1])
            for stop in dict.fromkeys([0, first[own] // 2, first[own]])
        ],
        keep=(
            f"Half are frauds from here on: {found}. A probability belongs to the share of frauds "
            "with which it was learned. After SMOTE the formula is an approximation: compare the "
            "test set."
        ),
        part=0,
    )
    state = State(
        controls=[
            Control("frauds", worlds, start=own),
            Control("SMOTE says", labels, stride=1),
        ],
        say=say,
        hidden="{0}: you say from {1} on. The frauds are shown with your answer.",
        data={
            "size": [600, 300],
            "frauds": [np.rint(DOTS * p).astype(int).tolist() for p in real],
            "dots": DOTS,
        },
    )
    return explore("back_to_this_world", state, task, _picture(worlds[own]))


def _count(model, low, high):
    """Return how many of the rows with a score from low to high are frauds, and all of them."""
    inside = (model.y_score >= low) & (model.y_score < high)
    return int(model.y_true[inside].sum()), int(inside.sum())


def _picture(world):
    ax = plt.subplots(figsize=(5.0, 2.8))[1]
    places = np.arange(DOTS)
    ax.plot(places % 40, -(places // 40), "o", ms=4, mfc="none", mec="0.5")
    ax.set(xlim=(-1, 40), ylim=(-25, 1))
    ax.text(19.5, -12, "?", ha="center", va="center", size=40)
    ax.set_axis_off()
    return describe(
        ax,
        f"{DOTS:,} dots: payments to which SMOTE's model gives one and the same probability. In a "
        f"world with frauds {world}, how many of them are frauds is asked for.",
    )
