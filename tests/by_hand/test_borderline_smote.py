"""Borderline-SMOTE by hand, both kinds, against imbalanced-learn's BorderlineSMOTE."""

import numpy as np
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from imblearn.over_sampling import BorderlineSMOTE

from helpers.by_hand.borderline_smote import borderline_smote
from helpers.by_hand.neighbours import classify_minority_rows

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
@pytest.mark.parametrize("kind", ["borderline-1", "borderline-2"])
@CASES
@given(data=st.data())
def test_borderline_smote_equals_imbalanced_learn(kind, data):
    """The lesson shows these steps as what imbalanced-learn does: they must give its rows."""
    X, y = data.draw(datasets(["float64"] * 4 + ["float32", "int64", "uint8", "int8", "bool"]))
    strategy, seed = data.draw(strategies_for(y)), data.draw(seeds())
    arguments = {
        "sampling_strategy": strategy,
        "k_neighbors": data.draw(st.integers(1, 7)),
        "m_neighbors": data.draw(st.integers(1, 12)),
        "kind": kind,
    }
    sampler = BorderlineSMOTE(**arguments, random_state=seed())
    theirs = outcome(lambda: sampler.fit_resample(X, y))
    ours = outcome(lambda: borderline_smote(X, y, **arguments, random_state=seed()))
    gave_rows = assert_same_outcome(ours, theirs)
    event(f"rows: {gave_rows}")
    if gave_rows:
        assert_trace_explains_rows(ours, X, y, exact=kind == "borderline-1")
        assert_minority_table_counts(ours, y)
        minority, synthetic = ours.trace.minority, ours.trace.synthetic
        in_danger = {
            label: rows["row"].tolist()
            for label, rows in minority[minority["kind"] == "danger"].groupby("label")
        }
        event(f"rows in danger: {bool(in_danger)}")
        assert in_danger == {c: rows.tolist() for c, rows in sampler.in_danger_indices.items()}
        assert set(synthetic["parent_kind"]) <= {"danger"}
        towards_other = synthetic["neighbour_label"] != synthetic["label"]
        assert kind == "borderline-2" or not towards_other.any()
        assert (synthetic["gap"][towards_other] < 0.5).all()


def test_half_of_the_neighbours_is_danger_and_all_is_noise():
    """imbalanced-learn's guide states the rule with the wrong class; ours must be the code's."""
    kinds = classify_minority_rows(np.arange(6), m_neighbors=5).tolist()
    assert kinds == ["safe", "safe", "safe", "danger", "danger", "noise"]
    kinds = classify_minority_rows(np.arange(5), m_neighbors=4).tolist()
    assert kinds == ["safe", "safe", "danger", "danger", "noise"]


def separable(dtype=float):
    X = np.r_[np.arange(20.0), np.arange(1000.0, 1012.0)][:, np.newaxis]
    return X.astype(dtype), np.repeat([0, 1], [20, 12])


@pytest.mark.parametrize("kind", ["borderline-1", "borderline-2"])
def test_no_row_in_danger_adds_nothing(kind):
    """imbalanced-learn says nothing; the trace tells a reader why the set did not grow."""
    X, y = separable()
    result = borderline_smote(X, y, kind=kind, random_state=0)
    assert len(result.y) == len(y)
    assert len(result.trace.synthetic) == 0
    assert set(result.trace.minority["kind"]) == {"safe"}
    assert len(BorderlineSMOTE(kind=kind).fit_resample(X, y)[1]) == len(y)


def test_kind_2_stays_in_the_half_of_the_minority():
    """Towards a majority neighbour a new row must lie nearer to its minority parent."""
    random = np.random.RandomState(0)
    X, y = random.normal(size=(60, 2)), np.repeat([0, 1], [40, 20])
    trace = borderline_smote(X, y, kind="borderline-2", random_state=0).trace
    towards_majority = trace.synthetic[trace.synthetic["neighbour_label"] == 0]
    towards_minority = trace.synthetic[trace.synthetic["neighbour_label"] == 1]
    assert len(towards_majority) > 5
    assert towards_majority["gap"].max() < 0.5
    assert towards_minority["gap"].max() > 0.5


def test_kind_2_cannot_take_integers():
    """imbalanced-learn fails on integer columns with a TypeError; ours does the same."""
    random = np.random.RandomState(0)
    X, y = random.randint(0, 9, size=(60, 2)), np.repeat([0, 1], [40, 20])
    with pytest.raises(TypeError, match=r"columns of X are integers.*astype\(float\)") as by_hand:
        borderline_smote(X, y, kind="borderline-2")
    with pytest.raises(TypeError, match="Cannot cast ufunc 'multiply'") as reference:
        BorderlineSMOTE(kind="borderline-2").fit_resample(X, y)
    assert str(by_hand.value.__cause__) == str(reference.value)


def test_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="'borderline-1' or 'borderline-2'"):
        borderline_smote(*separable(), kind="borderline-3")
