"""What `helpers.pytest_plugin` does to a run of the tests."""

import importlib

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_info

from helpers import pytest_plugin


class Item:
    """A test, as far as the plugin looks at it."""

    def __init__(self, name):
        self.name, self.marks = name, []

    def add_marker(self, mark):
        self.marks.append(mark.name)


def test_slow_examples_are_marked_and_no_others():
    items = [Item(name) for name in [*pytest_plugin.SLOW_EXAMPLES, "helpers.paths.ROOT"]]
    pytest_plugin.pytest_collection_modifyitems(items)
    assert [item.marks for item in items] == [["slow"]] * len(pytest_plugin.SLOW_EXAMPLES) + [[]]


@pytest.mark.parametrize("name", sorted(pytest_plugin.SLOW_EXAMPLES))
def test_a_slow_example_exists(name):
    module, _, function = name.rpartition(".")
    assert ">>>" in getattr(importlib.import_module(module), function).__doc__


def test_linear_algebra_has_one_thread():
    threads = {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}
    assert threads == {1}


@pytest.mark.parametrize(
    "given",
    [np.zeros(3), pd.DataFrame({"a": [1]}), pd.Series([1]), csr_matrix([[1]]), [1], None],
    ids=lambda given: type(given).__name__,
)
def test_what_is_remembered_of_a_type_is_what_narwhals_says(given):
    remembering = pytest.importorskip("narwhals.stable.v2").dependencies
    from narwhals import dependencies

    for name in ("is_into_dataframe", "is_into_series"):
        answer = getattr(remembering, name)
        assert answer.__qualname__.startswith("once_per_type")
        assert answer(given) == answer(given) == getattr(dependencies, name)(given)
