"""The fast cleaners must return imbalanced-learn's rows, in its order, on any data.

The fast path is meant for large data. To be tested hard it is forced on small data here, with
small cells, so that every branch runs: bounds, groups, cells, ties and the final search.
"""

from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imblearn.combine import SMOTEENN, SMOTETomek
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import EditedNearestNeighbours, TomekLinks
from imblearn.utils.estimator_checks import parametrize_with_checks
from scipy import sparse
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

from helpers import cleaning
from helpers.cleaning import FastEditedNearestNeighbours, FastTomekLinks, unsettled

PAIRS = [
    pytest.param(EditedNearestNeighbours, FastEditedNearestNeighbours, id="ENN"),
    pytest.param(TomekLinks, FastTomekLinks, id="Tomek"),
]


def forced(cell_rows=8):
    """Use the fast path however few rows there are."""
    return mock.patch.multiple(cleaning, MIN_ROWS=0, CELL_ROWS=cell_rows)


def assert_same_rows(theirs, ours, X, y, **how):
    """Both keep the same rows in the same order, or both refuse with the same error."""
    reference, fast = theirs(**how), ours(**how)
    try:
        X_expected, y_expected = reference.fit_resample(X, y)
    except ValueError as error:
        with pytest.raises(ValueError, match=r".") as raised:
            fast.fit_resample(X, y)
        assert str(raised.value) == str(error)
        return
    X_res, y_res = fast.fit_resample(X, y)
    np.testing.assert_array_equal(fast.sample_indices_, reference.sample_indices_)
    assert fast.sample_indices_.dtype == reference.sample_indices_.dtype
    assert type(X_res) is type(X_expected)
    np.testing.assert_array_equal(np.asarray(X_res), np.asarray(X_expected))
    np.testing.assert_array_equal(np.asarray(y_res), np.asarray(y_expected))


def normal(rng, n, d):
    return rng.standard_normal((n, d)) + 3 * rng.integers(0, 2, (n, 1))


def heavy_tails(rng, n, d):
    return rng.standard_t(2, (n, d))


def duplicates(rng, n, d):
    return normal(rng, max(2, n // 5), d)[rng.integers(0, max(2, n // 5), n)]


def integer_grid(rng, n, d):
    return rng.integers(0, 4, (n, d)).astype(float)


def constant_columns(rng, n, d):
    return normal(rng, n, d) * (rng.random(d) < 0.5) + 7


def one_point(rng, n, d):
    return np.full((n, d), rng.standard_normal())


def far_scales(rng, n, d):
    return normal(rng, n, d) * 10.0 ** rng.integers(-6, 7, d)


def far_clusters(rng, n, d):
    return normal(rng, n, d) + 10.0 ** rng.integers(2, 6) * rng.integers(0, 3, (n, 1))


def near_duplicates(rng, n, d):
    return duplicates(rng, n, d) + 1e-7 * rng.standard_normal((n, d))


SHAPES = [
    normal,
    heavy_tails,
    duplicates,
    integer_grid,
    constant_columns,
    one_point,
    far_scales,
    far_clusters,
    near_duplicates,
]


@st.composite
def data_sets(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1), label="seed"))
    n = draw(st.integers(30, 400), label="rows")
    d = draw(st.sampled_from([1, 2, 5, 16, 29, 100]), label="features")
    X = draw(st.sampled_from(SHAPES), label="shape")(rng, n, d)
    X = X.astype(draw(st.sampled_from([np.float64, np.float32])))
    n_classes = draw(st.integers(2, 5), label="classes")
    kind = draw(st.sampled_from(["random", "by place", "tiny"]), label="labels")
    if kind == "random":
        y = rng.integers(0, n_classes, n)
    elif kind == "by place":
        edges = np.quantile(X[:, 0], np.linspace(0, 1, n_classes + 1)[1:-1])
        y = np.searchsorted(edges, X[:, 0])
    else:
        y = np.zeros(n, int)
        y[: 3 * (n_classes - 1)] = np.arange(3 * (n_classes - 1)) % (n_classes - 1) + 1
    y[:2] = 0, 1  # never one class only
    return X, y


STRATEGIES = st.sampled_from(["auto", "all", "majority", "not majority", [0], [1]])


@settings(max_examples=300, deadline=None)
@given(
    data=data_sets(),
    sampling_strategy=STRATEGIES,
    n_neighbors=st.sampled_from([1, 2, 3, 5]),
    kind_sel=st.sampled_from(["all", "mode"]),
    n_jobs=st.sampled_from([None, 1, 2]),
    cell_rows=st.sampled_from([4, 16, 128]),
)
def test_enn_keeps_the_same_rows(data, sampling_strategy, n_neighbors, kind_sel, n_jobs, cell_rows):
    """A reader who swaps the class in must get the same data."""
    with forced(cell_rows):
        assert_same_rows(
            EditedNearestNeighbours,
            FastEditedNearestNeighbours,
            *data,
            sampling_strategy=sampling_strategy,
            n_neighbors=n_neighbors,
            kind_sel=kind_sel,
            n_jobs=n_jobs,
        )


@settings(max_examples=300, deadline=None)
@given(
    data=data_sets(),
    sampling_strategy=STRATEGIES,
    n_jobs=st.sampled_from([None, 1, 2]),
    cell_rows=st.sampled_from([4, 16, 128]),
)
def test_tomek_keeps_the_same_rows(data, sampling_strategy, n_jobs, cell_rows):
    """A reader who swaps the class in must get the same data."""
    with forced(cell_rows):
        assert_same_rows(
            TomekLinks,
            FastTomekLinks,
            *data,
            sampling_strategy=sampling_strategy,
            n_jobs=n_jobs,
        )
