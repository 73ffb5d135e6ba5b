"""What breaks for a reader here: an interval that promises more than a few rows can hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.evaluation.comparison import compare, summary_table
from helpers.evaluation.metrics import METRICS
from helpers.evaluation.scores import evaluate_scores

Z2 = (
    1.959964**2
)  # Wilson's interval of n of n begins at n / (n + z²), that of 0 of n ends at z² / ...


def test_one_minority_row_that_was_found_says_little():
    result = evaluate_scores([0] * 99 + [1], [0.1] * 99 + [0.9], n_resamples=50)
    for metric in ("recall", "precision", "average_precision", "roc_auc"):
        expected = [1, 1 / (1 + Z2), 1]
        assert result.scores.loc[metric].tolist() == pytest.approx(expected, abs=1e-6), metric
    # F1 = 2 J / (1 + J), where J is the share of hits among hits, misses and false alarms: 1 of 1
    jaccard = 1 / (1 + Z2)
    assert result.scores.loc["f1", "low"] == pytest.approx(2 * jaccard / (1 + jaccard), abs=1e-6)
    specificity = 99 / (99 + Z2)
    low = result.scores["low"]
    assert low["balanced_accuracy"] == pytest.approx((jaccard + specificity) / 2, abs=1e-6)
    assert low["accuracy"] == pytest.approx(100 / (100 + Z2), abs=1e-6)
    assert 0 < low["mcc"] < low["recall"]


def test_none_found_among_32_may_still_be_one_in_ten():
    score = np.r_[np.linspace(0.1, 0.3, 68), np.full(32, 0.2)]
    result = evaluate_scores([0] * 68 + [1] * 32, score, n_resamples=50)
    expected = [0, 0, Z2 / (32 + Z2)]
    assert result.scores.loc["recall"].drop("undefined").tolist() == pytest.approx(expected)


def test_the_share_of_undefined_resamples_is_shown():
    y = np.r_[np.zeros(90, int), np.ones(10, int)]
    result = evaluate_scores(y, np.r_[np.full(99, 0.1), 0.9], name="one alarm")
    # the one alarm is drawn in none of ten draws: 0.9 to the tenth; standard error 0.015
    share = result.scores.loc["precision", "undefined"]
    assert share == pytest.approx(0.9**10, abs=0.05)
    assert result.scores.loc["precision", ["low", "high"]].tolist() == pytest.approx(
        [1 / (1 + Z2), 1]
    )
    assert (result.scores["undefined"].drop("precision") == 0).all()
    table = compare([result])
    assert table.set_index("metric").loc["precision", "undefined"] == share
    cell = summary_table(table, "precision").loc["one alarm", "Precision"]
    assert cell == f"1.000 [0.207, 1.000], undefined in {share:.1%} of resamples"


def test_a_model_that_does_not_look_at_the_rows_keeps_its_points():
    result = evaluate_scores([0] * 9 + [1], [0.3] * 10, n_resamples=20)
    assert result.scores.loc["recall", ["value", "low", "high"]].tolist() == [0, 0, 0]
    assert result.scores.loc["roc_auc", ["value", "low", "high"]].tolist() == [0.5, 0.5, 0.5]


def test_with_plenty_of_rows_the_interval_is_the_bootstraps_and_the_table_as_ever():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [300, 60])
    score = np.clip(0.3 * y + rng.uniform(0, 0.7, len(y)), 0, 1)
    result = evaluate_scores(y, score, n_resamples=200)
    assert list(result.scores.columns) == ["value", "low", "high"]
    assert list(result.scores.index) == list(METRICS)
    # rounding: (1 - 0.95) / 2 is not quite 0.025
    np.testing.assert_allclose(result.scores["low"], result.draws.quantile(0.025), rtol=1e-12)
    np.testing.assert_allclose(result.scores["high"], result.draws.quantile(0.975), rtol=1e-12)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    n_minority=st.integers(1, 8),
    n_majority=st.integers(1, 30),
    threshold=st.floats(0, 1),
)
def test_no_interval_is_a_point_at_an_end_and_each_holds_its_value(
    seed, n_minority, n_majority, threshold
):
    y = np.repeat([0, 1], [n_majority, n_minority])
    score = np.random.default_rng(seed).integers(0, 6, len(y)) / 5
    score[:2] = 0.1, 0.3  # not all the same
    scores = evaluate_scores(0 + y, score, threshold=threshold, n_resamples=20).scores
    for metric, row in scores[scores["value"].notna()].iterrows():
        assert -1 <= row["low"] <= 1, metric
        assert row["high"] <= 1, metric
        if min(n_minority, n_majority) < 6 or row["low"] == row["high"]:
            assert row["low"] - 1e-9 <= row["value"] <= row["high"] + 1e-9, metric
            assert row["low"] < row["high"], metric
