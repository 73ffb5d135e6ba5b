"""What is caught when only so many alarms can be checked."""

import numpy as np
import pytest

from helpers.evaluation import evaluate_scores, within_budget

Y = np.array([1, 0, 0, 1, 0, 1, 0, 0])
SCORE = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2])
AMOUNTS = np.array([1, 50, 50, 9, 50, 90, 50, 50])


@pytest.fixture
def model():
    return evaluate_scores(Y, SCORE, n_resamples=2)


@pytest.mark.parametrize(
    ("n_alarms", "recall", "precision", "amount"),
    [(1, 1 / 3, 1, 0.01), (4, 2 / 3, 1 / 2, 0.1), (6, 1, 1 / 2, 1), (100, 1, 3 / 8, 1)],
)
def test_the_first_rows_are_checked(model, n_alarms, recall, precision, amount):
    found = within_budget(model, n_alarms, AMOUNTS)
    assert found.to_dict() == pytest.approx(
        {"recall": recall, "precision": precision, "amount": amount}
    )


def test_without_a_budget_nothing_is_caught(model):
    found = within_budget(model, 0, AMOUNTS)
    assert found[["recall", "amount"]].tolist() == [0, 0]
    assert np.isnan(found["precision"])


def test_frauds_of_no_amount_have_no_share(model):
    assert np.isnan(within_budget(model, 4, 0 * AMOUNTS)["amount"])


def test_another_priority_checks_other_rows(model):
    found = within_budget(model, 1, AMOUNTS, priority=np.where(Y == 1, AMOUNTS, 0))
    assert found["amount"] == pytest.approx(0.9)


def test_the_majority_counts_by_its_weight(model):
    # Five majority rows stand for ten, so the second and third row spend four alarms.
    found = within_budget(model.at_ratio(10 / 3), 5, AMOUNTS)
    assert found["recall"] == pytest.approx(1 / 3)
    assert found["precision"] == pytest.approx(1 / 5)


def test_the_rounding_of_weights_does_not_miss_the_last_row():
    y = np.append(np.zeros(10, dtype=int), 1)
    model = evaluate_scores(y, np.linspace(0.9, 0.1, 11), n_resamples=2).at_ratio(1)
    assert within_budget(model, 2, np.ones(11))["recall"] == 1


def test_equal_rows_are_checked_in_their_order():
    model = evaluate_scores([0, 1, 1], [0.5, 0.5, 0.5], n_resamples=2)
    assert within_budget(model, 2, [1, 1, 1])["recall"] == 0.5


@pytest.mark.parametrize(
    ("n_alarms", "amounts", "priority", "message"),
    [
        (-1, AMOUNTS, None, "from 0"),
        (np.nan, AMOUNTS, None, "from 0"),
        (1, AMOUNTS[1:], None, "amounts must be one finite number"),
        (1, -AMOUNTS, None, "at least 0"),
        (1, AMOUNTS, AMOUNTS[1:], "priority must be one finite number"),
        (1, np.where(Y == 1, np.nan, 1), None, "finite"),
    ],
)
def test_what_is_no_budget_is_refused(model, n_alarms, amounts, priority, message):
    with pytest.raises(ValueError, match=message):
        within_budget(model, n_alarms, amounts, priority=priority)
