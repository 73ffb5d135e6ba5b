"""Many small, nasty data sets: the fast cleaners against imbalanced-learn, a fixed number of cases.

Each case draws rows (ties, clusters, near-duplicates), the memory layout of the array, and how
scikit-learn shares out its search: threads and chunk size.
"""

from functools import partial

import numpy as np
import pytest
import sklearn
from imblearn.under_sampling import EditedNearestNeighbours, TomekLinks
from sklearn.utils._openmp_helpers import _openmp_effective_n_threads
from threadpoolctl import threadpool_limits

from helpers.cleaning.cleaners import FastEditedNearestNeighbours, FastTomekLinks

from .cases import SHAPES, assert_same_rows, forced

CASES = 40  # data sets in each of the batches below


def grid_in_clusters(rng, n, d):
    """Exact ties within and across a few dense places."""
    return 50.0 * rng.integers(0, 3, (n, 1)) + rng.integers(0, 2, (n, d))


def flipped_signs(rng, n, d):
    """Rows as far from the origin as their mirror images, which exist as well."""
    X = rng.standard_normal((n, d))
    X[1::2] = -X[: n - n % 2 : 2]
    X[:: max(2, n // 10)] = 0
    return X


def strided(X):
    wide = np.full((2 * len(X), 2 * X.shape[1]), np.nan)
    wide[::2, ::2] = X
    return wide[::2, ::2]


def read_only(X):
    X = X.copy()
    X.flags.writeable = False
    return X


LAYOUTS = [
    np.asarray,
    np.asfortranarray,
    strided,
    read_only,
    lambda X: X[::-1, ::-1],
    lambda X: read_only(np.asfortranarray(X)),
]


def draw_case(rng):
    """Rows and labels of one data set."""
    n, d = int(rng.integers(60, 500)), int(rng.choice([1, 2, 5, 16, 18, 29]))
    shapes = [*SHAPES, grid_in_clusters, flipped_signs]
    X = shapes[rng.integers(len(shapes))](rng, n, d).astype(rng.choice(["f4", "f8"]))
    y = rng.integers(0, rng.choice([2, 2, 3, 8]), n)
    if rng.random() < 0.6:  # mostly by place, some mislabelled
        by_place = (X[:, 0] > np.median(X[:, 0])).astype(int)
        y = np.where(rng.random(n) < 0.1, y, by_place)
    y[:12] = np.arange(12) % 2
    return LAYOUTS[rng.integers(len(LAYOUTS))](X), y


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(6))
def test_same_rows_on_nasty_data_under_any_setting(batch, monkeypatch):
    rng = np.random.default_rng(batch)
    n_threads = int(rng.choice([1, 2, 3, 6]))
    monkeypatch.setenv("OMP_NUM_THREADS", str(n_threads))  # lets scikit-learn go beyond the cores
    with threadpool_limits(n_threads, "openmp"):
        assert _openmp_effective_n_threads() == n_threads
        for _ in range(CASES):
            X, y = draw_case(rng)
            chunk, cell_rows = (int(rng.choice(values)) for values in ([20, 33, 64, 256], [4, 32]))
            enn = {
                "n_neighbors": int(rng.choice([1, 3, 5])),
                "kind_sel": rng.choice(["all", "mode"]),
            }
            compare = partial(assert_same_rows, X=X, y=y, sampling_strategy="all")
            with sklearn.config_context(pairwise_dist_chunk_size=chunk), forced(cell_rows):
                compare(EditedNearestNeighbours, FastEditedNearestNeighbours, **enn)
                compare(TomekLinks, FastTomekLinks)
