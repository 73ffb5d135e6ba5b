"""Thresholds tuned on held-out scores: a wrong one would favour one approach over another."""

import numpy as np
import pytest
from sklearn import metrics

from helpers.evaluation.out_of_fold import (
    DECISIONS,
    best_thresholds,
    decision_scores,
    rank_scores,
    recall_at_budget,
)

SCIKIT = {
    "balanced_accuracy": metrics.balanced_accuracy_score,
    "mcc": metrics.matthews_corrcoef,
    "f1": metrics.f1_score,
}


def draw(seed, digits, n=60):
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < 0.3).astype(int)
    return y, np.round(rng.random(n) * 0.8 + 0.2 * y, digits)


@pytest.mark.parametrize("digits", [1, 2, 8])
@pytest.mark.parametrize("seed", range(3))
def test_no_threshold_is_better_than_the_best(seed, digits):
    y, score = draw(seed, digits, 30)
    for name, found in best_thresholds(y, score).items():
        every = [SCIKIT[name](y, score >= cut) for cut in np.unique(score)]
        assert SCIKIT[name](y, score >= found) == pytest.approx(max(every))


def test_it_lies_between_two_scores_and_in_the_middle_of_those_that_tie():
    y = np.array([0, 0, 0, 1, 1])
    assert best_thresholds(y, np.array([0.1, 0.2, 0.3, 0.5, 0.9]))["f1"] == pytest.approx(0.4)
    score = np.array([0.1, 0.2, 0.3, 0.4, 0.5])  # balanced accuracy 0.75 above 0.3, or with 0.4
    assert best_thresholds(np.array([0, 1, 0, 0, 1]), score)["mcc"] == pytest.approx(0.45)


def test_neighbouring_floats_are_told_apart():
    low = 0.3
    high = np.nextafter(low, 1)
    for name, found in best_thresholds(np.array([0, 1]), np.array([low, high])).items():
        assert low < found <= high, name


def test_equal_scores_give_the_one_threshold_there_is():
    y = np.array([0, 1, 0])
    assert set(best_thresholds(y, np.full(3, 0.2)).values()) == {0.2}


@pytest.mark.parametrize("digits", [1, 8])
def test_scores_are_those_of_scikit_learn(digits):
    y, score = draw(5, digits)
    found = rank_scores(y, score, 10)
    assert found["average_precision"] == pytest.approx(metrics.average_precision_score(y, score))
    assert found["roc_auc"] == pytest.approx(metrics.roc_auc_score(y, score))
    assert found["brier"] == pytest.approx(metrics.brier_score_loss(y, score))
    assert found["log_loss"] == pytest.approx(metrics.log_loss(y, score))
    cuts = dict(zip(DECISIONS, [0.3, 0.5, 0.7], strict=True))
    expected = {name: SCIKIT[name](y, score >= cut) for name, cut in cuts.items()}
    assert decision_scores(y, score, cuts) == pytest.approx(expected)


def test_certain_and_wrong_costs_what_it_costs_in_scikit_learn():
    y, score = np.array([0, 1, 1]), np.array([1.0, 0.0, 1.0])
    assert rank_scores(y, score, 1)["log_loss"] == pytest.approx(metrics.log_loss(y, score))


def test_decision_values_have_no_brier_score():
    y, score = draw(0, 8)
    ranks = rank_scores(y, 10 * score - 5, 10, probabilities=False)
    assert ranks["brier"] is None
    assert ranks["log_loss"] is None
    assert ranks["roc_auc"] == pytest.approx(metrics.roc_auc_score(y, score))


def test_a_budget_that_cuts_a_tie_counts_the_mean_over_all_choices():
    y, score = draw(1, 1)
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(4000):
        order = np.lexsort((rng.random(60), -score))
        drawn.append(y[order[:12]].sum() / y.sum())
    assert recall_at_budget(y, score, 12) == pytest.approx(np.mean(drawn), abs=0.01)
    assert recall_at_budget(y, score, 60) == 1
    assert recall_at_budget(y, np.zeros(60), 12) == pytest.approx(12 / 60)
