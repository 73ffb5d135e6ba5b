"""The price of one more caught fraud is the ratio of two differences of counts."""

import numpy as np
import pytest

from helpers.evaluation import alarms_per_extra_catch, evaluate_scores

Y = np.repeat([0, 1], [500, 40])
SCORES = np.random.RandomState(0).uniform(size=540) * 0.7 + 0.3 * Y


@pytest.mark.parametrize("ratio", [500 / 40, 578])
def test_the_price_is_that_of_the_counts(ratio):
    strict = evaluate_scores(Y, SCORES, threshold=0.7).at_ratio(ratio)
    loose = strict.at(0.4, name="loose")
    more = loose.confusion - strict.confusion
    price, low, high = alarms_per_extra_catch(loose, strict)
    assert np.isclose(price, more["fp"] / more["tp"])
    assert low < price < high


def test_the_interval_is_that_of_resampled_counts():
    strict = evaluate_scores(Y, SCORES, threshold=0.7, n_resamples=2000)
    loose = strict.at(0.4, name="loose")
    rng, prices = np.random.RandomState(1), []
    new = loose.y_pred - strict.y_pred
    for _ in range(2000):
        alarms, catches = (rng.choice(new[c == Y], (c == Y).sum()).sum() for c in (0, 1))
        prices.append(alarms / catches)
    expected = np.quantile(prices, [0.025, 0.975])
    # Two bootstraps of 2,000 resamples differ by their own noise, here under a twentieth.
    np.testing.assert_allclose(alarms_per_extra_catch(loose, strict)[1:], expected, rtol=0.1)


def test_where_nothing_more_is_caught_there_is_no_price():
    strict = evaluate_scores(Y, SCORES, threshold=0.7)
    assert np.isnan(alarms_per_extra_catch(strict, strict)).all()
    assert np.isnan(alarms_per_extra_catch(strict, strict.at(0.4))).all()


def test_a_gain_that_some_resamples_lack_has_no_upper_limit():
    y = np.repeat([0, 1], [50, 12])
    scores = np.where(np.arange(62) % 5 == 0, 0.5, 0.1)
    scores[50:] = [0.5] + [0.9] * 11
    strict = evaluate_scores(y, scores, threshold=0.8)
    price, _, high = alarms_per_extra_catch(strict.at(0.4), strict)
    assert np.isclose(price, 10)
    assert high == np.inf
