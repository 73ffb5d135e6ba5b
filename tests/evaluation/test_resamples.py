"""Remembered resamples are those that would be drawn."""

import numpy as np
import pytest

from helpers.evaluation import evaluate_scores, resamples
from helpers.evaluation.metrics import Scorer

RNG = np.random.default_rng(5)
Y = RNG.permutation(np.repeat([0, 1], [300, 20]))
SCORES = np.clip(0.3 * Y + RNG.random(320) * 0.6, 0, 1)


@pytest.fixture(autouse=True)
def nothing_remembered():
    resamples._remembered.cache_clear()


@pytest.mark.parametrize("y", [Y, np.array([1, 0, 0]), np.array([0, 1])], ids=["320", "3", "2"])
def test_remembered_counts_are_the_drawn_ones(y, monkeypatch):
    first = resamples.score_resamples(y, np.copy, 50, 7)
    again = resamples.score_resamples(y, np.copy, 50, 7)
    monkeypatch.setattr(resamples, "MOST_CELLS", 0)
    drawn = resamples.score_resamples(y, np.copy, 50, 7)
    for counts, stream in (first, again):
        np.testing.assert_array_equal(counts, drawn[0])
        assert stream == drawn[1]
    for label in (0, 1):
        assert set(np.sum(drawn[0], axis=1, where=y == label)) == {np.sum(y == label)}


@pytest.mark.parametrize("change", ["seed", "resamples", "rows"])
def test_other_seeds_sizes_and_rows_have_resamples_of_their_own(change):
    resamples.score_resamples(Y, np.copy, 50, 7)
    y, n_resamples, seed = {
        "seed": (Y, 50, 8),
        "resamples": (Y, 40, 7),
        "rows": (np.sort(Y)[1:], 50, 7),
    }[change]
    got = resamples.score_resamples(y, np.copy, n_resamples, seed)
    resamples._remembered.cache_clear()
    expected = resamples.score_resamples(y, np.copy, n_resamples, seed)
    np.testing.assert_array_equal(got[0], expected[0])
    assert got[1] == expected[1]


def test_the_same_class_sizes_in_another_order_are_drawn_alike():
    """Else shuffling a test set would change its interval by more than the order of its rows."""
    first = resamples.score_resamples(Y, lambda counts: counts[Y == 1], 50, 7)[0]
    other = np.sort(Y)
    second = resamples.score_resamples(other, lambda counts: counts[other == 1], 50, 7)[0]
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("threshold", [0, 0.3, 1])
@pytest.mark.parametrize("weight", [1, 7.5])
def test_counts_in_bytes_score_as_integers_do(threshold, weight):
    """Sums of bytes may neither overflow nor turn unsigned: a difference can be below zero."""
    scorer = Scorer(Y, SCORES.round(1), threshold, weight)
    for seed in range(20):
        counts = np.random.default_rng(seed).integers(0, 256, len(Y))
        assert scorer(counts.astype(np.uint8)) == pytest.approx(scorer(counts), rel=0, nan_ok=True)


def test_no_model_can_change_the_resamples_of_the_next():
    def spoil(counts):
        counts[0] = 1

    with pytest.raises(ValueError, match="read-only"):
        resamples.score_resamples(Y, spoil, 5, 7)


def test_a_generator_goes_on_and_is_never_remembered():
    rng = np.random.default_rng(0)
    one, other = (evaluate_scores(Y, SCORES, n_resamples=50, random_state=rng) for _ in range(2))
    assert one.stream != other.stream
    assert not one.draws.equals(other.draws)


def test_the_second_model_draws_nothing(monkeypatch):
    first = evaluate_scores(Y, SCORES, n_resamples=50).draws

    def never(*_):
        raise AssertionError("drawn again")

    monkeypatch.setattr(resamples, "_drawn", never)
    assert not evaluate_scores(Y, 1 - SCORES, n_resamples=50).draws.equals(first)
    with pytest.raises(AssertionError, match="drawn again"):
        _ = evaluate_scores(Y, SCORES, n_resamples=50, random_state=1).draws
