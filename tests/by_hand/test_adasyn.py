"""ADASYN by hand against imbalanced-learn's ADASYN."""

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from imblearn.over_sampling import ADASYN

from helpers.by_hand.adasyn import adasyn, count_rows_per_parent, normalise_to_weights

from .cases import (
    CASES,
    assert_minority_table_counts,
    assert_same_outcome,
    assert_trace_explains_rows,
    datasets,
    outcome,
    seeds,
    strategies_for,
)


@pytest.mark.slow
@settings(CASES, max_examples=400)  # half of them end in one of ADASYN's errors
@given(data=st.data())
def test_adasyn_equals_imbalanced_learn(data):
    """The lesson shows these steps as what imbalanced-learn does: they must give its rows."""
    X, y = data.draw(datasets())
    strategy, seed = data.draw(strategies_for(y)), data.draw(seeds())
    arguments = {"sampling_strategy": strategy, "n_neighbors": data.draw(st.integers(1, 7))}
    theirs = outcome(lambda: ADASYN(**arguments, random_state=seed()).fit_resample(X, y))
    ours = outcome(lambda: adasyn(X, y, **arguments, random_state=seed()))
    gave_rows = assert_same_outcome(ours, theirs)
    event(f"rows: {gave_rows}")
    if gave_rows:
        assert_trace_explains_rows(ours, X, y)
        assert_minority_table_counts(ours, y)


def near_and_far():
    """Ten majority rows on a line; minority rows beside them and, four of them, far away."""
    X = np.r_[np.arange(10.0), 9.4, 10.6, 11.5, 100.0, 101.5, 103.1, 104.8][:, np.newaxis]
    return X, np.repeat([0, 1], [10, 7])


def test_difficulty_weight_and_number_follow_the_paper():
    """The lesson's figure of weights reads these columns."""
    X, y = near_and_far()
    minority = adasyn(X, y, sampling_strategy=1.0, n_neighbors=3, random_state=0).trace.minority
    distance = np.abs(X - X.T)
    np.fill_diagonal(distance, np.inf)
    nearest = np.argsort(distance, axis=1)[:, :3]
    difficulty = (y[nearest[y == 1]] == 0).mean(axis=1)
    np.testing.assert_allclose(minority["difficulty"], difficulty)
    np.testing.assert_allclose(minority["weight"], difficulty / difficulty.sum())
    assert minority["weight"].sum() == pytest.approx(1)
    np.testing.assert_array_equal(
        minority["n_new"], np.rint(difficulty / difficulty.sum() * (10 - 7))
    )
    assert minority["n_new"].iloc[-4:].tolist() == [0, 0, 0, 0]


def test_no_difficult_row_is_an_error():
    """The lesson contrasts this error with Borderline-SMOTE, which adds nothing, silently."""
    X = np.r_[np.arange(20.0), np.arange(1000.0, 1008.0)][:, np.newaxis]
    y = np.repeat([0, 1], [20, 8])
    with pytest.raises(RuntimeError, match="Not any neigbours belong to the majority") as by_hand:
        adasyn(X, y)
    with pytest.raises(RuntimeError) as reference:
        ADASYN().fit_resample(X, y)
    assert str(by_hand.value) == str(reference.value)
    with pytest.raises(RuntimeError, match="Use SMOTE instead"):
        normalise_to_weights(np.zeros(3))


def test_nothing_to_generate_is_an_error():
    """One row spread over many equally difficult parents rounds to none at all."""
    with pytest.raises(ValueError, match="No samples will be generated"):
        count_rows_per_parent(np.full(10, 0.1), n_needed=1)


def test_fewer_minority_rows_than_neighbours_plus_one():
    X, y = near_and_far()
    with pytest.raises(ValueError, match=r"Class 1 has 7 rows .* set n_neighbors to 6") as by_hand:
        adasyn(X, y, n_neighbors=7)
    with pytest.raises(ValueError, match="Expected n_neighbors <= n_samples_fit") as reference:
        ADASYN(n_neighbors=7).fit_resample(X, y)
    assert str(by_hand.value.__cause__) == str(reference.value)
