"""The fourth bar tells what new rows do from what a threshold does."""

import matplotlib.pyplot as plt
import numpy as np

from helpers.display.figures import describe
from helpers.evaluation.differences import compare_pair, signed
from helpers.evaluation.metrics import METRICS
from helpers.explorers.frame import Control, Explorer, State, Task, explore

ASKED = ("recall", "precision", "average_precision")
TOLERANCE = 5
"""Hundredths by which a guess may miss the bar."""


def fourth_bar(plain, plain_tuned, sampled, sampled_tuned) -> Explorer:
    """Let the learner set the bar of the model without new rows and with a tuned threshold.

    Parameters
    ----------
    plain, plain_tuned : Evaluation
        The model without new rows at the common threshold, and at its own tuned one.
    sampled, sampled_tuned : Evaluation
        The model with new rows, likewise; all of one test set.

    Returns
    -------
    Explorer
    """
    models = [plain, sampled, plain_tuned, sampled_tuned]
    bars = {m: [_bar(model, m) for model in models] for m in ASKED}
    fourth = {m: round(100 * bars[m][2][0]) for m in ASKED}
    rows = compare_pair(sampled_tuned, plain_tuned)
    alone = compare_pair(plain_tuned, plain)
    moved = f"from {plain.threshold:g} to {plain_tuned.threshold:.3g}"

    def effects(metric):
        by_rows, by_threshold = rows.loc[metric], alone.loc[metric]
        if metric == "average_precision":
            return "The threshold alone changes nothing, because it leaves the ranking as it is."
        numbers = [
            signed(*one[["difference", "low", "high"]], 2) for one in (by_threshold, by_rows)
        ]
        return (
            f"The threshold alone, without a new row, changes it by {numbers[0]}. With both "
            f"thresholds tuned, the new rows change it by {numbers[1]}: {by_rows['verdict']}."
        )

    def say(part, guess):
        values = [bar[0] for bar in bars[ASKED[part]]]
        return (
            f"{METRICS[ASKED[part]]} at the threshold {plain.threshold:g}: {plain.name} "
            f"{values[0]:.2f}, {sampled.name} {values[1]:.2f}. Tuned: without new rows "
            f"{values[2]:.2f}, {sampled.name} {values[3]:.2f}. You say {{1}}."
        )

    def reply(part, guess):
        metric = ASKED[part]
        here, first = fourth[metric], round(100 * bars[metric][0][0])
        if abs(guess - here) <= TOLERANCE:
            return True, f"Yes: the bar is at {here / 100:.2f}. {effects(metric)}"
        if metric == "average_precision":
            why = "Average precision measures the ranking, and a threshold only divides it."
        elif abs(guess - first) <= TOLERANCE:
            why = (
                "You left the bar where it is without new rows. But the threshold moves "
                f"{moved}, and this changes which payments are alarms."
            )
        elif (guess - first) * (here - first) < 0:
            why = f"The threshold moves {moved}. Ask which way this changes the number of alarms."
        elif abs(guess - first) < abs(here - first):
            why = f"The right direction, but the threshold, {moved}, does more than that."
        else:
            why = f"The right direction, but the threshold, {moved}, does less than that."
        return False, f"Not yet: you say {{1}}, the bar is at {here / 100:.2f}. {why}"

    halfway = [round(50 * (bars["recall"][place][0] + bars["recall"][3][0])) for place in (0, 3)]
    texts = [
        f"Near {bars['recall'][0][0]:.2f}: without new rows, recall stays where it is.",
        f"About {halfway[0] / 100:.2f}: the threshold does a part, the new rows do the rest.",
        f"About {halfway[1] / 100:.2f}, as with new rows and a tuned threshold.",
    ]
    guesses = [round(100 * bars["recall"][0][0]), *halfway]
    task = Task(
        title="Draw the fourth bar",
        ask=(
            "Three of four bars are drawn. The fourth is the model without new rows, with its "
            "threshold tuned. Set the bar where you expect it, first for recall, then for the "
            "other metrics, and press Answer."
        ),
        reply=reply,
        choices=[
            (text, reply(0, guess)[1].replace("{1}", f"{guess / 100:.2f}"))
            for text, guess in zip(texts, guesses, strict=True)
        ],
        keep=f"Recall: {effects('recall')} Always ask for the fourth bar.",
        part=0,
    )
    state = State(
        controls=[
            Control("metric", [METRICS[m] for m in ASKED]),
            Control("your fourth bar", [f"{n / 100:.2f}" for n in range(101)], stride=5),
        ],
        say=say,
        hidden="{0}: you say {1}. The bar itself appears with your answer.",
        data={
            "size": [560, 300],
            "bars": list(bars.values()),
            "names": [plain.name, sampled.name],
            "groups": [f"threshold {plain.threshold:g}", "tuned thresholds"],
        },
    )
    return explore("fourth_bar", state, task, _picture(state.data, METRICS["recall"]))


def _bar(model, metric):
    """Return value, low and high; an undefined precision, without any alarm, is drawn as 0."""
    value = np.nan_to_num(model.scores.loc[metric, ["value", "low", "high"]].to_numpy(float))
    return value.round(4).tolist()


def _picture(data, label):
    ax = plt.subplots(figsize=(5.2, 3.0))[1]
    bars = data["bars"][0]
    for place, number in zip([-0.2, 0.2, 1.2], [0, 1, 3], strict=True):
        value, low, high = bars[number]
        look = {"color": f"C{number % 2}", "hatch": ("", "//")[number % 2], "ec": "white"}
        ax.bar(place, value, 0.36, label=data["names"][number] if number < 2 else None, **look)
        reach = np.clip([[value - low], [high - value]], 0, None)
        ax.errorbar(place, value, yerr=reach, color="black", capsize=3, lw=1.2)
        ax.text(place, high + 0.02, f"{value:.2f}", ha="center", size=9)
    ax.text(0.8, 0.4, "?", ha="center", size=22)
    ax.set(ylim=(0, 1.15), xlim=(-0.5, 1.5), ylabel=label.lower())
    ax.set_xticks([0, 1], data["groups"])
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    values = [f"{bars[number][0]:.2f}" for number in (0, 1, 3)]
    return describe(
        ax,
        f"Bars of {label.lower()}. At the common threshold: {data['names'][0]} {values[0]}, "
        f"{data['names'][1]} {values[1]}. With tuned thresholds: {data['names'][0]} is asked for, "
        f"{data['names'][1]} {values[2]}.",
    )
