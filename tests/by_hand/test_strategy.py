"""The argument sampling_strategy, read as imbalanced-learn reads it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imblearn.utils import check_sampling_strategy

from helpers.by_hand.strategy import classes_to_clean, rows_to_create

from .cases import CASES, labels_of, outcome, squeezed


@st.composite
def labels(draw):
    n_classes = draw(st.integers(1, 4))
    return draw(labels_of([draw(st.integers(1, 20)) for _ in range(n_classes)]))


def compare(ours, theirs, strategy):
    """The same classes and numbers, or the same error.

    The samplers of imbalanced-learn refuse a wrong string in other words than the function that
    is called here; for strings the type of the error is enough.
    """
    if isinstance(theirs, Exception):
        assert type(ours) is type(theirs)
        assert isinstance(strategy, str) or squeezed(ours) == squeezed(theirs)
    else:
        assert ours == theirs


@pytest.mark.slow
@CASES
@given(data=st.data())
def test_number_of_new_rows_equals_imbalanced_learn(data):
    """A lesson says how many rows a strategy makes: one row off would show in its table."""
    y = data.draw(labels())
    any_class = [*np.unique(y).tolist(), "elsewhere"]
    names = ["auto", "minority", "not minority", "not majority", "all", "majority", "most"]
    wanted = st.dictionaries(st.sampled_from(any_class), st.integers(-1, 60), max_size=4)
    strategy = data.draw(
        st.one_of(
            st.sampled_from(names),
            st.floats(-0.5, 1.5),
            st.sampled_from([0.25, 0.5, 0.75, 1]),
            wanted,
            wanted.map(lambda numbers: lambda _: numbers),
        )
    )
    theirs = outcome(lambda: check_sampling_strategy(strategy, y, "over-sampling"))
    if isinstance(theirs, dict):
        theirs = {label: n for label, n in theirs.items() if n != 0}
    compare(outcome(lambda: rows_to_create(strategy, y)), theirs, strategy)


@pytest.mark.slow
@CASES
@given(data=st.data())
def test_classes_to_clean_equal_imbalanced_learn(data):
    """Cleaning the wrong class would remove the very rows that a reader wants to keep."""
    y = data.draw(labels())
    names = ["auto", "not minority", "not majority", "all", "majority", "minority", "most"]
    lists = st.lists(st.sampled_from([*np.unique(y).tolist(), "elsewhere"]), unique=True)
    strategy = data.draw(st.one_of(st.sampled_from(names), lists))
    theirs = outcome(lambda: check_sampling_strategy(strategy, y, "clean-sampling"))
    ours = outcome(lambda: classes_to_clean(strategy, y))
    if not isinstance(theirs, Exception):
        ours, theirs = set(ours), set(theirs)
    compare(ours, theirs, strategy)


def test_a_list_is_no_strategy_for_over_sampling():
    with pytest.raises(ValueError, match="a string, a ratio, a dict or a callable"):
        rows_to_create([1], np.array([0, 0, 1]))
