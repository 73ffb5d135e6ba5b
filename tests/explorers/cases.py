"""Each explorer on small random data, and what its sentence must say, computed in another way."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.evaluation import evaluate_scores
from helpers.explorers import Explorer, fourth_bar, three_goals


@dataclass
class Case:
    """An explorer and its truth.

    `expected` takes the positions of the controls and returns the numbers of the sentence, in
    order, or the sentence.
    """

    explorer: Explorer
    expected: Callable[..., list[float] | str]

    @property
    def state(self):
        return json.loads(self.explorer.state)

    @property
    def shape(self):
        return [len(control["stops"]) for control in self.state["controls"]]


def scored(seed):
    """Return labels and two rankings of them, at least 12 of the minority."""
    rng = np.random.default_rng(seed)
    y = np.repeat([0, 1], [rng.integers(150, 400), rng.integers(12, 40)])
    shift = rng.uniform(1, 4)
    weak, strong = (rng.normal(size=len(y)) + shift * y for _ in range(2))
    return y, 1 / (1 + np.exp(3 - weak)), 1 / (1 + np.exp(-strong))


def fourth_bar_case(seed):
    y, *scores = scored(seed)
    rng = np.random.default_rng(seed)
    plain, sampled = (
        evaluate_scores(y, score, name=name, n_resamples=50)
        for score, name in zip(scores, ["plain", "sampled"], strict=True)
    )
    tuned = plain.at(rng.uniform(0.02, 0.3), "plain, tuned")
    sampled_tuned = sampled.at(rng.uniform(0.6, 0.9), "sampled, tuned")

    def expected(metric, guess):
        metric = ["recall", "precision", "average_precision"][metric]
        bars = [model[metric] for model in (plain, sampled, tuned, sampled_tuned)]
        return [0.5, *np.nan_to_num(bars), guess / 100]

    return Case(fourth_bar(plain, tuned, sampled, sampled_tuned), expected)


def three_goals_case(seed):
    y, score, _ = scored(seed)
    explorer = three_goals(evaluate_scores(y, score, n_resamples=2), miss=50, budget=30)
    cuts = [float(cut) for cut in json.loads(explorer.state)["controls"][1]["stops"]]

    def expected(goal, stop):
        alarm = score >= cuts[stop]
        caught, false = np.sum(alarm & (y == 1)), np.sum(alarm & (y == 0))
        judged = [np.sum(alarm != y), 2 * false + 50 * (y.sum() - caught), alarm.sum()]
        return [cuts[stop], caught, y.sum(), false, judged[goal]]

    return Case(explorer, expected)


CASES = {"fourth bar": fourth_bar_case, "three goals": three_goals_case}
