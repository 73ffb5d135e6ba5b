"""Equal to imbalanced-learn in the same process, under any thread and chunk setting.

Where rows are equally far, scikit-learn's answer depends on how it shares out the work. JupyterHub
and container images set ``OMP_NUM_THREADS``, and OpenMP reads it once, at its start: so each
setting gets a process of its own.
"""

import os
import subprocess
import sys
from unittest import mock

import numpy as np
import pytest
from sklearn.metrics._pairwise_distances_reduction import ArgKmin
from sklearn.neighbors import NearestNeighbors

from helpers.cleaning.cleaners import same_places, scikit_neighbours
from helpers.paths import ROOT

COMPARE = """
import sys
import numpy as np
import sklearn
from imblearn.under_sampling import EditedNearestNeighbours
from sklearn.utils._openmp_helpers import _openmp_effective_n_threads
from helpers.cleaning import FastEditedNearestNeighbours

n_threads, chunk = int(sys.argv[1]), int(sys.argv[2])
sklearn.set_config(pairwise_dist_chunk_size=chunk)
assert _openmp_effective_n_threads() == n_threads
rng = np.random.default_rng(0)
n = max(4_200, 4 * chunk * n_threads * 8 // 7 + 300)  # the larger class is just above the limit
X, y = rng.normal(size=(n, 18)), np.zeros(n, int)
y[::8] = 1
X[y == 1, 0] += 40  # the classes are apart: only the ties are left to be searched for
X[:200] = 0
X[:200, 0] = 20
X[:200] += rng.random((200, 18)) < 0.1
expected, kept = (
    cleaner(sampling_strategy="all").fit_resample(X, y)[0]
    for cleaner in (EditedNearestNeighbours, FastEditedNearestNeighbours)
)
print(len(X) - len(expected), np.array_equal(expected, kept))
"""


@pytest.mark.slow
@pytest.mark.parametrize("chunk", [256, 512])
@pytest.mark.parametrize("n_threads", [1, 4, 6])
def test_same_rows_however_the_search_is_shared_out(n_threads, chunk):
    """More threads or larger chunks move the limit from which scikit-learn goes row by row."""
    command = [sys.executable, "-c", COMPARE, str(n_threads), str(chunk)]
    environment = os.environ | {"OMP_NUM_THREADS": str(n_threads)}
    run = subprocess.run(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    removed, same = run.stdout.split()
    assert int(removed) > 20  # there are ties across the classes
    assert same == "True"


@pytest.mark.parametrize("n_asked", [12, 200, 256, 300])
def test_rows_keep_their_places_in_a_chunk(n_asked):
    """Rounding depends on them: a row elsewhere in its chunk could win or lose a tie."""
    rng = np.random.default_rng(0)
    place = np.flatnonzero(rng.random(n_asked) < 0.3)
    batch, position = same_places(place, n_asked, 50)
    np.testing.assert_array_equal(batch[position], place)
    np.testing.assert_array_equal(position % 50, place % 50)
    last = n_asked - n_asked % 50
    in_last = place >= last
    if in_last.any():
        np.testing.assert_array_equal(batch[-(n_asked - last) :], np.arange(last, n_asked))
        assert (position[in_last] >= len(batch) - (n_asked - last)).all()


def test_ties_that_do_not_matter_cost_no_second_search():
    """Two equally far rows at places 7 and 8 made scikit-learn search for 3,072 rows again."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(900, 18)), np.repeat([0, 1], 450)
    nn = NearestNeighbors(n_neighbors=4).fit(X)
    far = nn.kneighbors(X[:1], 9, return_distance=False)[0, 7:]
    X[far[1]], y[far] = X[far[0]], (0, 1)  # a duplicate, of another class
    nn.fit(X)
    with mock.patch.object(ArgKmin, "compute", wraps=ArgKmin.compute) as search:
        scikit_neighbours(nn, X, np.arange(1), np.arange(900), lambda _, index: y[index])
    assert search.call_count == 1
