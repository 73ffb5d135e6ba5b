"""SMOTE by hand against imbalanced-learn's SMOTE."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from imblearn.over_sampling import SMOTE

from helpers.by_hand.smote import find_minority_neighbours, pick_random_neighbours, smote

from .cases import (
    CASES,
    assert_identical,
    assert_minority_table_counts,
    assert_same_outcome,
    assert_trace_explains_rows,
    datasets,
    outcome,
    seeds,
    strategies_for,
)


@pytest.mark.slow
@CASES
@given(data=st.data())
def test_smote_equals_imbalanced_learn(data):
    """The lesson shows these steps as what imbalanced-learn does: they must give its rows."""
    X, y = data.draw(datasets())
    strategy, seed = data.draw(strategies_for(y)), data.draw(seeds())
    arguments = {"sampling_strategy": strategy, "k_neighbors": data.draw(st.integers(1, 7))}
    theirs = outcome(lambda: SMOTE(**arguments, random_state=seed()).fit_resample(X, y))
    ours = outcome(lambda: smote(X, y, **arguments, random_state=seed()))
    gave_rows = assert_same_outcome(ours, theirs)
    event(f"rows: {gave_rows}")
    if gave_rows:
        assert_trace_explains_rows(ours, X, y)
        assert_minority_table_counts(ours, y)


def blobs(n_minority=12, n_majority=40, seed=0):
    random = np.random.RandomState(seed)
    X = np.vstack([random.normal(size=(n_majority, 2)), random.normal(2, 1, (n_minority, 2))])
    return X, np.repeat([0, 1], [n_majority, n_minority])


def test_trace_names_neighbours_in_order_of_distance():
    """Lines drawn from `trace.neighbours` would join a point to the wrong ones."""
    X, y = blobs()
    table = smote(X, y, k_neighbors=3, random_state=0).trace.neighbours
    distance = np.linalg.norm(X[:, np.newaxis] - X, axis=2)
    distance[:, y == 0] = np.inf
    np.fill_diagonal(distance, np.inf)
    nearest = np.argsort(distance, axis=1)[:, :3]
    for row, group in table.groupby("row"):
        assert y[row] == 1
        assert group["rank"].tolist() == [1, 2, 3]
        assert group["neighbour"].tolist() == nearest[row].tolist()


def test_trace_judges_parents_by_their_ten_neighbours():
    """A minority row amid the majority must not be drawn as safe."""
    X, y = blobs()
    X[-1] = X[:40].mean(axis=0)
    minority = smote(X, y, random_state=0).trace.minority.set_index("row")
    distance = np.linalg.norm(X[:, np.newaxis] - X, axis=2)
    np.fill_diagonal(distance, np.inf)
    for row in np.flatnonzero(y == 1):
        n_other = int((y[np.argsort(distance[row])[:10]] == 0).sum())
        kind = "noise" if n_other == 10 else "danger" if n_other >= 5 else "safe"
        assert (minority.loc[row, "n_other"], minority.loc[row, "kind"]) == (n_other, kind)
    assert set(minority["kind"]) == {"safe", "danger", "noise"}


def test_rows_of_the_input_stay_first_and_untouched():
    """A reader who takes the first len(X) rows as the originals must be right."""
    X, y = blobs()
    before = X.copy()
    result = smote(X, y, random_state=0)
    assert_identical(result.X[: len(X)], before)
    assert_identical(X, before)


def test_result_unpacks_like_fit_resample():
    X, y = blobs()
    X_resampled, y_resampled, trace = smote(X, y, random_state=0)
    assert len(X_resampled) == len(y_resampled) == len(y) + len(trace.synthetic)


def test_integer_columns_lose_their_decimals():
    """The lesson warns of this; if it stopped being so, the warning would be wrong."""
    X, y = blobs()
    X = np.round(X * 3).astype(int)
    result = smote(X, y, random_state=0)
    between = result.trace.synthetic
    exact = X[between.parent] + between.gap.to_numpy()[:, None] * (
        X[between.neighbour] - X[between.parent]
    )
    assert result.X.dtype == X.dtype
    assert np.any(exact != np.trunc(exact))
    np.testing.assert_array_equal(result.X[len(y) :], np.trunc(exact))


def test_data_frame_of_integers_and_floats_keeps_each_dtype():
    X, y = blobs()
    frame = pd.DataFrame({"amount": X[:, 0].astype("float32"), "age": (X[:, 1] * 9).astype(int)})
    result = smote(frame, pd.Series(y, name="Class"), random_state=0)
    assert result.X.dtypes.tolist() == frame.dtypes.tolist()
    assert result.y.name == "Class"


@pytest.mark.parametrize(
    ("n_minority", "message"),
    [
        (1, "Class 1 has 1 row in the training set, and so no neighbour"),
        (5, "Class 1 has 5 rows .* k_neighbors=5 needs at least 6: set k_neighbors to 4 or less"),
    ],
)
def test_fewer_minority_rows_than_neighbours_plus_one(n_minority, message):
    """imbalanced-learn refuses here; a silent smaller k would not be SMOTE as it does it."""
    X, y = blobs(n_minority=n_minority)
    with pytest.raises(ValueError, match=message) as by_hand:
        smote(X, y, k_neighbors=5)
    with pytest.raises(ValueError, match="Expected n_neighbors <= n_samples_fit") as reference:
        SMOTE(k_neighbors=5).fit_resample(X, y)
    assert str(by_hand.value.__cause__) == str(reference.value)


def test_exactly_enough_minority_rows():
    X, y = blobs(n_minority=6)
    assert smote(X, y, k_neighbors=5, random_state=0).y.sum() == 40


@pytest.mark.parametrize(
    ("change", "message", "explained"),
    [
        (
            lambda X, y: (np.where(np.arange(len(X))[:, None] == 3, np.nan, X), y),
            "NaN",
            r"columns 0, 1 hold missing values \(1 of 52 rows\): impute",
        ),
        (lambda X, y: (X, np.zeros_like(y)), "more than 1 class", "more than 1 class"),
        (lambda X, y: (X, y + 0.5), "continuous", "continuous"),
        (lambda X, y: (X[:-1], y), "inconsistent numbers of samples", "inconsistent numbers"),
    ],
)
def test_unusable_data_is_refused_as_imbalanced_learn_does(change, message, explained):
    X, y = change(*blobs())
    with pytest.raises(ValueError, match=explained):
        smote(X, y)
    with pytest.raises(ValueError, match=message):
        SMOTE().fit_resample(X, y)


@pytest.mark.parametrize("k", [0, -1, 2.5, "5", None])
def test_a_number_of_neighbours_that_makes_no_sense_is_refused(k):
    X, y = blobs()
    with pytest.raises(ValueError, match=f"an integer, 1 or more. Got {k!r}"):
        smote(X, y, k_neighbors=k)
    with pytest.raises(ValueError, match="'k_neighbors' parameter"):
        SMOTE(k_neighbors=k).fit_resample(X, y)


def test_duplicates_may_name_a_row_as_its_own_neighbour():
    """imbalanced-learn drops the first neighbour unseen; the docstring says what follows."""
    X = np.zeros((4, 1))
    neighbours = find_minority_neighbours(X, np.arange(4), k_neighbors=3)
    assert any(row in listed for row, listed in enumerate(neighbours))


def test_every_pair_of_parent_and_neighbour_can_be_drawn():
    """If ranks were cut short, the farthest neighbour would never be a parent's partner."""
    minority, neighbours = np.array([4, 9]), np.array([[9, 5, 6], [4, 7, 8]])
    parent, neighbour, gap = pick_random_neighbours(minority, neighbours, 500, random_state=0)
    pairs = set(zip(parent.tolist(), neighbour.tolist(), strict=True))
    assert pairs == {(4, 9), (4, 5), (4, 6), (9, 4), (9, 7), (9, 8)}
    assert gap.min() >= 0
    assert gap.max() < 1
    assert len(np.unique(gap)) == 500
