"""Edited nearest neighbours and Tomek links by hand against imbalanced-learn's."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from imblearn.under_sampling import EditedNearestNeighbours, TomekLinks

from helpers.by_hand.edited_nearest_neighbours import edited_nearest_neighbours, find_outvoted
from helpers.by_hand.tomek_links import find_links, tomek_links

from .cases import CASES, assert_same_outcome, datasets, outcome


@st.composite
def classes_for(draw, y):
    labels = np.unique(np.asarray(y)).tolist()
    names = ["auto", "all", "majority", "not minority", "not majority"]
    return draw(st.one_of(st.sampled_from(names), st.lists(st.sampled_from(labels), unique=True)))


def assert_kept_and_removed_agree(result, reference_indices, y):
    """`kept` points at the rows of the result, `removed` at all others, each opposed."""
    kept, removed = result.trace.kept, result.trace.removed
    assert kept["before"].tolist() == reference_indices.tolist()
    assert kept["row"].tolist() == list(range(len(result.y)))
    assert set(removed["row"]) == set(range(len(y))) - set(kept["before"])
    y = np.asarray(y)
    assert removed["label"].tolist() == y[removed["row"].to_numpy(dtype=int)].tolist()
    assert removed["neighbour_label"].tolist() == y[removed["neighbour"].to_numpy(int)].tolist()
    assert (removed["label"] != removed["neighbour_label"]).all()


@pytest.mark.slow
@pytest.mark.parametrize("kind_sel", ["all", "mode"])
@CASES
@given(data=st.data())
def test_edited_nearest_neighbours_equals_imbalanced_learn(kind_sel, data):
    """The lesson shows these steps as what imbalanced-learn does: they must keep its rows."""
    X, y = data.draw(datasets())
    if kind_sel == "mode" and np.asarray(y).dtype.kind not in "iu":
        codes = pd.factorize(np.asarray(y))[0]  # imbalanced-learn: numbers only
        y = pd.Series(codes, index=y.index) if isinstance(y, pd.Series) else codes
    arguments = {
        "sampling_strategy": data.draw(classes_for(y)),
        "n_neighbors": data.draw(st.integers(1, 8)),
        "kind_sel": kind_sel,
    }
    sampler = EditedNearestNeighbours(**arguments)
    theirs = outcome(lambda: sampler.fit_resample(X, y))
    ours = outcome(lambda: edited_nearest_neighbours(X, y, **arguments))
    gave_rows = assert_same_outcome(ours, theirs)
    event(f"rows: {gave_rows}")
    if gave_rows:
        event(f"rows removed: {len(ours.y) < len(y)}")
        assert_kept_and_removed_agree(ours, sampler.sample_indices_, y)


@pytest.mark.slow
@CASES
@given(data=st.data())
def test_tomek_links_equals_imbalanced_learn(data):
    """The lesson shows these steps as what imbalanced-learn does: they must keep its rows."""
    X, y = data.draw(datasets())
    sampler = TomekLinks(sampling_strategy=data.draw(classes_for(y)))
    theirs = outcome(lambda: sampler.fit_resample(X, y))
    ours = outcome(lambda: tomek_links(X, y, sampling_strategy=sampler.sampling_strategy))
    gave_rows = assert_same_outcome(ours, theirs)
    event(f"rows: {gave_rows}")
    if gave_rows:
        event(f"rows removed: {len(ours.y) < len(y)}")
        assert_kept_and_removed_agree(ours, sampler.sample_indices_, y)
        links = ours.trace.links
        assert (links["first"] < links["second"]).all()
        assert (links["first_label"] != links["second_label"]).all()
        gone = links["first"][links["first_removed"]].tolist()
        gone += links["second"][links["second_removed"]].tolist()
        assert sorted(gone) == sorted(set(ours.trace.removed["row"]))


def test_ties_of_the_vote_go_to_the_smallest_label():
    """With an even number of neighbours, which of two classes wins must not be a surprise."""
    labels = np.array([[0, 0, 1, 1]])
    assert find_outvoted(labels, label=1, kind_sel="mode").tolist() == [True]
    assert find_outvoted(labels, label=0, kind_sel="mode").tolist() == [False]


def test_mode_takes_labels_that_are_strings():
    """The exclusion that the docstring states: imbalanced-learn cannot, this module can."""
    X = np.arange(6.0)[:, np.newaxis]
    y = np.array(["ok", "ok", "fraud", "ok", "ok", "fraud"])
    result = edited_nearest_neighbours(X, y, sampling_strategy="all", kind_sel="mode")
    numbers = (y == "ok").astype(int)
    reference = EditedNearestNeighbours(sampling_strategy="all", kind_sel="mode")
    assert (result.y == "ok").tolist() == reference.fit_resample(X, numbers)[1].tolist()
    assert len(result.y) < len(y)
    with pytest.raises(TypeError):
        EditedNearestNeighbours(sampling_strategy="all", kind_sel="mode").fit_resample(X, y)


def test_removed_names_the_neighbours_that_outvoted():
    """The lesson draws these lines; each must end at a row of another class."""
    X = np.array([[0.0], [1.0], [2.1], [10.0], [11.0], [12.1], [1.4]])
    y = np.array([0, 0, 0, 1, 1, 1, 1])
    removed = edited_nearest_neighbours(X, y, sampling_strategy=[1]).trace.removed
    removed = removed[removed["row"] == 6]
    assert removed["row"].tolist() == [6, 6, 6]
    assert removed["rank"].tolist() == [1, 2, 3]
    assert removed["neighbour"].tolist() == [1, 2, 0]


def test_one_sided_nearness_is_no_link():
    """Row 2 is nearest to row 1, but row 1 is nearer to row 0: only 0 and 1 are a pair."""
    assert find_links(np.array([0, 1, 0]), nearest=np.array([1, 0, 1])).tolist() == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("strategy", ["minority", {0: 5}, 0.5])
def test_strategies_of_over_sampling_are_refused(strategy):
    X, y = np.arange(8.0)[:, np.newaxis], np.array([0, 0, 0, 0, 0, 1, 1, 1])
    for clean in (edited_nearest_neighbours, tomek_links):
        with pytest.raises(ValueError, match="sampling_strategy"):
            clean(X, y, sampling_strategy=strategy)


def test_class_that_does_not_occur_is_refused():
    X, y = np.arange(8.0)[:, np.newaxis], np.array([0, 0, 0, 0, 0, 1, 1, 1])
    with pytest.raises(ValueError, match="not present in the data"):
        tomek_links(X, y, sampling_strategy=[2])


def test_unknown_kind_of_vote_is_refused():
    X, y = np.arange(8.0)[:, np.newaxis], np.array([0, 0, 0, 0, 0, 1, 1, 1])
    with pytest.raises(ValueError, match="'all' or 'mode'"):
        edited_nearest_neighbours(X, y, kind_sel="most")
