"""What breaks for a reader here: waiting for intervals that nobody asked for, or other numbers."""

import pickle
from dataclasses import FrozenInstanceError
from operator import attrgetter

import numpy as np
import pandas as pd
import pytest

from helpers.evaluation import alarms_per_extra_catch, compare, evaluate_scores, scores
from helpers.evaluation.metrics import METRICS, Scorer

from .common import predictions

Y, SCORES = predictions()


def never(*_):
    raise AssertionError("resampled")


@pytest.fixture
def resampled(monkeypatch):
    """Return the list of seeds for which test rows were resampled and scored."""
    seeds = []
    original = scores.score_resamples

    def score_resamples(y_true, score, n_resamples, random_state):
        seeds.append(random_state)
        return original(y_true, score, n_resamples, random_state)

    monkeypatch.setattr(scores, "score_resamples", score_resamples)
    return seeds


def test_values_need_no_resample(resampled):
    result = evaluate_scores(Y, SCORES)
    for one in (result, result.at(0.3), result.at_ratio(), result.at_ratio(9).at(0.2)):
        assert one["recall"] == one.value["recall"] > 0
        assert one.confusion.sum() > 0
        assert one.y_pred.sum() > 0
        assert one.name in repr(one)
    assert not resampled


@pytest.mark.parametrize("first", ["scores", "draws", "stream"])
def test_whatever_is_asked_first_there_is_one_bootstrap(first, resampled):
    result = evaluate_scores(Y, SCORES, n_resamples=20, random_state=3)
    attrgetter(first)(result)
    assert resampled == [3]
    assert result.scores is result.scores
    assert result.draws is result.draws
    assert result.stream is result.stream
    assert resampled == [3]


def test_each_of_two_compared_is_resampled_once(resampled):
    before = evaluate_scores(Y, SCORES, n_resamples=20)
    after = before.at(0.3)
    for _ in range(2):
        compare([before, after])
        alarms_per_extra_catch(after, before)
    assert resampled == [0, 0]


@pytest.mark.parametrize("weight", [1, 7.5])
def test_draws_are_the_scores_of_the_resamples_however_late_they_are_asked_for(weight):
    ratio = weight * np.sum(Y == 0) / np.sum(Y == 1)
    late = evaluate_scores(Y, SCORES, threshold=0.3, n_resamples=20, random_state=3).at_ratio(ratio)
    evaluate_scores(Y[:50], SCORES[:50], n_resamples=20, random_state=4).scores.sum()
    rng, scorer, draws = np.random.default_rng(3), Scorer(Y, SCORES, 0.3, late.majority_weight), []
    for _ in range(20):
        counts = np.zeros(len(Y), dtype=int)
        for label in (0, 1):
            rows = np.flatnonzero(label == Y)
            np.add.at(counts, rows[rng.integers(0, len(rows), size=len(rows))], 1)
        draws.append(scorer(counts))
    expected = pd.DataFrame(draws, columns=list(METRICS))
    pd.testing.assert_frame_equal(late.draws, expected, check_exact=True)
    assert late.stream == repr(rng.bit_generator.state)
    assert late.scores["value"].tolist() == late.value.tolist() == [late[m] for m in METRICS]


def test_a_generator_draws_when_the_evaluation_is_made():
    """Else the numbers would depend on the order in which a reader looks at them."""
    asked = []
    for order in ((0, 1), (1, 0)):
        rng = np.random.default_rng(0)
        two = [evaluate_scores(Y, SCORES, n_resamples=20, random_state=rng) for _ in range(2)]
        rng.random(5)
        asked.append({n: two[n].draws for n in order})
    for n in (0, 1):
        pd.testing.assert_frame_equal(asked[0][n], asked[1][n], check_exact=True)
    assert not asked[0][0].equals(asked[0][1])


ASKED = ["name", "draws", "scores", "row_scores"]


@pytest.mark.parametrize("ask", [*map(attrgetter, ASKED)], ids=ASKED)
def test_a_pickle_holds_the_bootstrap_whether_or_not_it_was_asked_for(ask, monkeypatch):
    result = evaluate_scores(Y, SCORES, n_resamples=20)
    ask(result)
    stored = pickle.dumps(result)
    assert len(stored) == len(pickle.dumps(result)), "asking for more makes it no larger"
    expected = evaluate_scores(Y, SCORES, n_resamples=20)
    pd.testing.assert_frame_equal(result.scores, expected.scores, check_exact=True)
    monkeypatch.setattr(scores, "score_resamples", never)
    loaded = pickle.loads(stored)
    pd.testing.assert_frame_equal(loaded.scores, expected.scores, check_exact=True)
    pd.testing.assert_frame_equal(loaded.draws, expected.draws, check_exact=True)
    assert loaded.stream == expected.stream
    with pytest.raises(AssertionError, match="resampled"):
        _ = loaded.at(0.3).scores


def test_rows_cannot_change_between_values_and_bootstrap():
    y, score = Y.copy(), SCORES.copy()
    result = evaluate_scores(y, score, n_resamples=20)
    for rows in (result.y_true, result.y_score):
        with pytest.raises(ValueError, match="read-only"):
            rows[0] = 1
    y[:], score[:] = 1 - y, 0.5  # the caller's own stay writable, and count no more
    expected = evaluate_scores(Y, SCORES, n_resamples=20)
    pd.testing.assert_frame_equal(result.scores, expected.scores, check_exact=True)
    for name in ("threshold", "scores", "draws"):
        with pytest.raises(FrozenInstanceError):
            setattr(result, name, None)
