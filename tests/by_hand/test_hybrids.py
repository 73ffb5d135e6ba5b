"""SMOTE-ENN and SMOTE-Tomek by hand against imbalanced-learn's."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from imblearn.combine import SMOTEENN, SMOTETomek
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import EditedNearestNeighbours

from helpers.by_hand.smote import smote
from helpers.by_hand.smote_enn import smote_enn
from helpers.by_hand.smote_tomek import smote_tomek

from .cases import (
    CASES,
    arrays,
    assert_identical,
    assert_minority_table_counts,
    assert_same_outcome,
    datasets,
    outcome,
    seeds,
    strategies_for,
)


def assert_trace_leads_back(result, balanced, y):
    """Rows of the result can be followed to the balanced set, and from there to parents."""
    trace = result.trace
    before = trace.kept["before"].to_numpy()
    if not isinstance(result.X, pd.DataFrame):
        assert_identical(result.X, balanced.X[before])
    assert np.asarray(result.y).tolist() == balanced.y[before].tolist()
    survived = set(before.tolist())
    assert trace.synthetic["kept"].tolist() == [row in survived for row in trace.synthetic["row"]]
    assert list(trace.synthetic.columns) == [*balanced.trace.synthetic.columns, "kept"]
    for name, column in balanced.trace.synthetic.items():
        assert_identical(trace.synthetic[name], column)
    assert set(trace.removed["row"]) == set(range(len(balanced.y))) - set(before)
    assert_minority_table_counts(result, y)


@pytest.mark.slow
@CASES
@given(data=st.data())
def test_smote_enn_equals_imbalanced_learn(data):
    """The lesson shows these steps as what imbalanced-learn does: they must give its rows."""
    X, y = data.draw(datasets())
    kind_sel = data.draw(st.sampled_from(["all", "mode"]))
    if kind_sel == "mode" and np.asarray(y).dtype.kind not in "iu":
        codes = pd.factorize(np.asarray(y))[0]  # imbalanced-learn: numbers only
        y = pd.Series(codes, index=y.index) if isinstance(y, pd.Series) else codes
    strategy, seed = data.draw(strategies_for(y)), data.draw(seeds())
    k, n = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 6))
    sampler = SMOTEENN(
        sampling_strategy=strategy,
        smote=SMOTE(sampling_strategy=strategy, k_neighbors=k, random_state=seed()),
        enn=EditedNearestNeighbours(sampling_strategy="all", n_neighbors=n, kind_sel=kind_sel),
    )
    theirs = outcome(lambda: sampler.fit_resample(X, y))
    smote_arguments = {"sampling_strategy": strategy, "k_neighbors": k}
    ours = outcome(
        lambda: smote_enn(
            X, y, **smote_arguments, n_neighbors=n, kind_sel=kind_sel, random_state=seed()
        )
    )
    gave_rows = assert_same_outcome(ours, theirs)
    event(f"rows: {gave_rows}")
    if gave_rows:
        balanced = smote(*arrays(X, y), **smote_arguments, random_state=seed())
        event(f"rows removed: {len(ours.y) < len(balanced.y)}")
        assert_trace_leads_back(ours, balanced, y)


@pytest.mark.slow
@CASES
@given(data=st.data())
def test_smote_tomek_equals_imbalanced_learn(data):
    """The lesson shows these steps as what imbalanced-learn does: they must give its rows."""
    X, y = data.draw(datasets())
    strategy, seed = data.draw(strategies_for(y)), data.draw(seeds())
    k = data.draw(st.integers(1, 6))
    sampler = SMOTETomek(
        sampling_strategy=strategy,
        smote=SMOTE(sampling_strategy=strategy, k_neighbors=k, random_state=seed()),
    )
    theirs = outcome(lambda: sampler.fit_resample(X, y))
    smote_arguments = {"sampling_strategy": strategy, "k_neighbors": k}
    ours = outcome(lambda: smote_tomek(X, y, **smote_arguments, random_state=seed()))
    gave_rows = assert_same_outcome(ours, theirs)
    event(f"rows: {gave_rows}")
    if gave_rows:
        balanced = smote(*arrays(X, y), **smote_arguments, random_state=seed())
        event(f"rows removed: {len(ours.y) < len(balanced.y)}")
        assert_trace_leads_back(ours, balanced, y)
        links = ours.trace.links
        assert (links["first_removed"] & links["second_removed"]).all()


def overlapping():
    random = np.random.RandomState(0)
    X = np.vstack([random.normal(size=(60, 2)), random.normal(1, 1, (15, 2))])
    return X, np.repeat([0, 1], [60, 15])


@pytest.mark.parametrize(("by_hand", "sampler"), [(smote_enn, SMOTEENN), (smote_tomek, SMOTETomek)])
def test_defaults_are_those_of_imbalanced_learn(by_hand, sampler):
    """A lesson that calls both without arguments must see the same."""
    X, y = overlapping()
    X_theirs, y_theirs = sampler(random_state=3).fit_resample(X, y)
    result = by_hand(X, y, random_state=3)
    assert_identical(result.X, X_theirs)
    assert_identical(result.y, y_theirs)
    assert len(result.y) < 120


def test_cleaning_sees_values_before_integer_columns_are_restored():
    """A frame's integer column is cut to whole numbers at the very end, not before cleaning."""
    X, y = overlapping()
    frame = pd.DataFrame({"a": np.round(X[:, 0] * 3).astype(int), "b": X[:, 1]})
    result = smote_enn(frame, y, random_state=0)
    X_theirs, _ = SMOTEENN(random_state=0).fit_resample(frame, y)
    assert_identical(result.X, X_theirs)
    cleaned_late = smote_enn(*smote(frame, y, random_state=0)[:2], random_state=0)
    assert len(cleaned_late.y) != len(result.y)
