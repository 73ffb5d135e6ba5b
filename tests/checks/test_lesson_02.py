"""Wrong answers to the exercises of lesson 02, each with the message that it should get."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import precision_recall_curve

from helpers.checks import lesson_02

from .common import assert_right, assert_wrong, wrong_answers

TN, FP, FN, TP = (int(count) for count in lesson_02.yeast_counts())
N = TN + FP + FN + TP
TRUE = {
    "recall": TP / (TP + FN),
    "precision": TP / (TP + FP),
    "specificity": TN / (TN + FP),
    "accuracy": (TP + TN) / N,
}
TRANSPOSED = {"recall": TRUE["precision"], "precision": TRUE["recall"]}


def scores(**changed):
    return TRUE | changed


def metrics(**changed):
    return lesson_02.RIGHT | changed


def cost_at(threshold, y, scores, cost_fn, cost_fp):
    alarm = scores >= threshold
    return cost_fn * (~alarm & (y == 1)).sum() + cost_fp * (alarm & (y == 0)).sum()


def cheapest(y, scores, cost_fn, cost_fp):
    candidates = np.unique(scores)
    return candidates[np.argmin([cost_at(t, y, scores, cost_fn, cost_fp) for t in candidates])]


def dearest(y, scores, cost_fn, cost_fp):
    candidates = np.unique(scores)
    return candidates[np.argmax([cost_at(t, y, scores, cost_fn, cost_fp) for t in candidates])]


def lowest_cost(y, scores, cost_fn, cost_fp):
    return cost_at(cheapest(y, scores, cost_fn, cost_fp), y, scores, cost_fn, cost_fp)


def place(y, scores, cost_fn, cost_fp):
    return np.searchsorted(np.unique(scores), cheapest(y, scores, cost_fn, cost_fp))


def above(y, scores, cost_fn, cost_fp):
    candidates = np.unique(scores)
    costs = []
    for t in candidates:
        alarm = scores > t
        costs.append(cost_fn * (~alarm & (y == 1)).sum() + cost_fp * (alarm & (y == 0)).sum())
    return candidates[np.argmin(costs)]


def best_f1(y, scores, cost_fn, cost_fp):
    candidates, n_rare = np.unique(scores), y.sum()
    f1 = [2 * y[scores >= t].sum() / (n_rare + (scores >= t).sum()) for t in candidates]
    return candidates[np.argmax(f1)]


def grid(y, scores, cost_fn, cost_fp, n=21):
    candidates = np.linspace(0, 1, n)
    return candidates[np.argmin([cost_at(t, y, scores, cost_fn, cost_fp) for t in candidates])]


def fine_grid(*given):
    return grid(*given, n=1001)


def all_alarms(y, scores, cost_fn, cost_fp):
    candidates = np.unique(scores)
    costs = [
        cost_fn * ((scores < t) & (y == 1)).sum() + cost_fp * (scores >= t).sum()
        for t in candidates
    ]
    return candidates[np.argmin(costs)]


def through_ties(y, scores, cost_fn, cost_fp):
    """Count errors down the sorted list, as if an alarm could stop between equal scores."""
    order = np.argsort(-scores, kind="stable")
    y = y[order]
    costs = cost_fn * (y.sum() - np.cumsum(y)) + cost_fp * np.cumsum(1 - y)
    return scores[order][np.argmin(costs)]


def through_ties_upwards(y, scores, cost_fn, cost_fp):
    order = np.argsort(scores, kind="stable")
    y = y[order]
    costs = cost_fn * (np.cumsum(y) - y) + cost_fp * np.cumsum((1 - y)[::-1])[::-1]
    return scores[order][np.argmin(costs)]


def after_the_tie(y, scores, cost_fn, cost_fp):
    """Count down the sorted list, and stop only where the score changes."""
    order = np.argsort(-scores, kind="stable")
    y, scores = y[order], scores[order]
    costs = cost_fn * (y.sum() - np.cumsum(y)) + cost_fp * np.cumsum(1 - y)
    last = np.r_[scores[1:] != scores[:-1], True]
    return scores[last][np.argmin(costs[last])]


def from_the_curve(y, scores, cost_fn, cost_fp):
    candidates = precision_recall_curve(y, scores)[2]
    return min(candidates, key=lambda t: cost_at(t, y, scores, cost_fn, cost_fp))


def halfway(y, scores, cost_fn, cost_fp):
    candidates = np.unique(scores)
    cuts = np.r_[0, (candidates[1:] + candidates[:-1]) / 2]
    return [cuts[np.argmin([cost_at(t, y, scores, cost_fn, cost_fp) for t in cuts])]]


WRONG = [
    ("02-1", TRUE | TRANSPOSED, "exchanged recall and precision"),
    ("02-1", TRUE | TRANSPOSED | {"specificity": TN / (TN + FN)}, "rows of the table"),
    (
        "02-1",
        scores(recall=TRUE["specificity"], specificity=TRUE["recall"], precision=TN / (TN + FN)),
        "took class 0",
    ),
    ("02-1", scores(recall=TP / N), "For recall you divided the hits by *all* rows"),
    ("02-1", scores(precision=TP / N), "For precision you divided"),
    ("02-1", scores(specificity=TN / N), "left in peace by *all* rows"),
    ("02-1", scores(accuracy=(TRUE["recall"] + TRUE["specificity"]) / 2), "balanced accuracy"),
    ("02-1", scores(accuracy=TP / N), "one kind of right answer"),
    ("02-1", scores(specificity=FP / (TN + FP)), "its complement"),
    ("02-1", scores(specificity=TN / (TN + FN)), "*called* majority"),
    ("02-1", scores(recall=0.70), "Recall is near"),
    ("02-1", scores(recall=np.floor(1000 * TRUE["recall"]) / 1000), "do not cut off"),
    ("02-1", scores(precision=0.1), "Precision is not right yet"),
    ("02-1", scores(recall=69.7), "percentage"),
    ("02-1", scores(accuracy=...), '"accuracy" is still blank'),
    ("02-1", [0.5, 0.5], "a dictionary of 4 entries"),
    ("02-2", lambda y, s, cost_fn, cost_fp: 0.5, "stay at 0.5"),
    ("02-2", lambda y, s, cost_fn, cost_fp: cheapest(y, s, cost_fp, cost_fn), "exchanged"),
    ("02-2", lambda y, s, cost_fn, cost_fp: cheapest(y, s, 1, 1), "do not weigh"),
    ("02-2", lambda y, s, cost_fn, cost_fp: cost_fp / (cost_fp + cost_fn), "can be believed"),
    ("02-2", lambda y, s, cost_fn, cost_fp: cheapest(y, s, cost_fn, 0), "missed rows only"),
    (
        "02-2",
        lambda y, s, cost_fn, cost_fp: cheapest(y, s, 0, cost_fp),
        "as if a missed row cost nothing",
    ),
    ("02-2", all_alarms, "You charge for every alarm"),
    ("02-2", through_ties, "many rows have the same score"),
    ("02-2", through_ties_upwards, "many rows have the same score"),
    ("02-2", dearest, "*highest* cost"),
    ("02-2", best_f1, "F1"),
    ("02-2", above, "*above* the threshold"),
    ("02-2", fine_grid, "Does a grid step over it?"),
    ("02-2", grid, "from an even grid"),
    ("02-2", lowest_cost, "return the lowest cost"),
    ("02-2", place, "a place in a list"),
    ("02-2", lambda y, s, cost_fn, cost_fp: 0.9, "where it is lowest"),
    ("02-2", lambda y, s, cost_fn, cost_fp: s, "should be a single number"),
    ("02-2", lambda y, s: 0.5, "raised TypeError"),
    ("02-3", metrics(a="recall", b="precision"), "you exchanged precision and recall"),
    ("02-3", metrics(a="accuracy"), "a: accuracy is a share of *all*"),
    ("02-3", metrics(a="recall"), "a: recall is a share of the frauds"),
    ("02-3", metrics(b="precision"), "b: precision is a share of the alarms"),
    ("02-3", metrics(b="ROC-AUC"), "knows no alarms"),
    ("02-3", metrics(c="average precision"), "Divide all probabilities by ten"),
    ("02-3", metrics(c="precision"), "uses each probability as a number"),
    ("02-3", metrics(d="roc_auc"), "share looks small"),
    ("02-3", metrics(d="brier"), "order of the list"),
    ("02-3", metrics(d="precision"), "needs a threshold"),
    ("02-3", metrics(e="precision"), "that is a share of which rows"),
    ("02-3", metrics(e="F1"), "should be one of"),
    ("02-3", metrics(e=...), "still blank"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


def test_other_right_forms_are_accepted():
    assert_right("02-1", {name: round(value, 3) for name, value in TRUE.items()})
    assert_right("02-1", pd.Series(TRUE)[::-1])
    assert_right("02-1", np.array(list(TRUE.values())))
    for right in (cheapest, from_the_curve, halfway, after_the_tie):
        assert_right("02-2", right)
    assert_right("02-3", metrics(d="average_precision", c="Brier", a=" Precision "))
    assert_right("02-3", list(lesson_02.RIGHT.values()))


@pytest.mark.parametrize("decimals", [3, 4])
def test_no_two_scores_of_the_table_agree_when_rounded(decimals):
    """Otherwise a misconception could give the right number."""
    other = [TN / (TN + FN), (TRUE["recall"] + TRUE["specificity"]) / 2, TP / N, TN / N]
    rounded = np.round([*TRUE.values(), *other], decimals)
    assert len(set(rounded)) == len(rounded)
