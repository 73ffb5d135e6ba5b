"""What the tests of the cleaners share: odd rows, the forced fast path, the comparison."""

import re
from contextlib import contextmanager
from unittest import mock

import numpy as np
import pytest

from helpers.cleaning import bounds
from helpers.cleaning import cleaners as cleaning


@contextmanager
def forced(cell_rows=8):
    """Use the fast path however few rows there are, and however much the classes overlap."""
    with (
        mock.patch.object(cleaning, "MIN_ROWS", 0),
        mock.patch.object(cleaning, "MIN_CLASS_ROWS", 0),
        mock.patch.object(cleaning, "MIN_FEATURES", 0),
        mock.patch.object(bounds, "CELL_ROWS", cell_rows),
        mock.patch.object(bounds, "HOPELESS", 1),
    ):
        yield


def assert_same_rows(theirs, ours, X, y, **how):
    """Both keep the same rows in the same order, or both refuse with the same error."""
    reference, fast = theirs(**how), ours(**how)
    try:
        X_expected, y_expected = reference.fit_resample(X, y)
    except ValueError as error:
        with pytest.raises(ValueError, match=re.escape(str(error))):
            fast.fit_resample(X, y)
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
