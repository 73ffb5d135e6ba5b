"""What a reader relies on when correcting probabilities."""

import numpy as np
import pytest

from helpers.evaluation.prior import prior_correction


def test_the_formula_is_exact_where_the_truth_is_known():
    # Two normal classes: the true probability is known for any share of the minority.
    x = np.linspace(-4, 6, 101)

    def probability(prior):
        minority, majority = (np.exp(-((x - mean) ** 2) / 2) for mean in (2, 0))
        return prior * minority / (prior * minority + (1 - prior) * majority)

    corrected = prior_correction(probability(0.5), prior=0.002)
    np.testing.assert_allclose(corrected, probability(0.002), rtol=1e-9)
    corrected = prior_correction(probability(0.3), prior=0.05, training_prior=0.3)
    np.testing.assert_allclose(corrected, probability(0.05), rtol=1e-9)


def test_it_is_dal_pozzolos_formula_after_under_sampling():
    n_majority, n_minority, beta = 1000, 20, 0.02
    p = np.linspace(0, 1, 11)
    paper = beta * p / (beta * p - p + 1)
    training_prior = n_minority / (n_minority + beta * n_majority)
    ours = prior_correction(p, prior=20 / 1020, training_prior=training_prior)
    np.testing.assert_allclose(ours, paper, rtol=1e-12)


def test_it_keeps_the_ranking_and_can_be_undone():
    p = np.random.default_rng(0).uniform(size=200)
    corrected = prior_correction(p, prior=0.01, training_prior=0.4)
    assert np.array_equal(np.argsort(corrected), np.argsort(p))
    np.testing.assert_allclose(prior_correction(corrected, prior=0.4, training_prior=0.01), p)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"y_score": [0.2, 1.2], "prior": 0.1}, "y_score must hold probabilities"),
        ({"y_score": [0.2, np.nan], "prior": 0.1}, "y_score must hold probabilities"),
        ({"y_score": [0.2], "prior": 10}, "prior must lie between 0 and 1, got 10"),
        ({"y_score": [0.2], "prior": 0.1, "training_prior": 1}, "training_prior must lie"),
        ({"y_score": [0.2], "prior": "0.1"}, "prior must lie between 0 and 1, got '0.1'"),
        ({"y_score": (p for p in [0.2]), "prior": 0.1}, r"a generator.*list\(y_score\)"),
    ],
)
def test_what_is_no_probability_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        prior_correction(**arguments)
