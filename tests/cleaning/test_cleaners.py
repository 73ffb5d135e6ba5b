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
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import EditedNearestNeighbours, TomekLinks
from imblearn.utils.estimator_checks import parametrize_with_checks
from scipy import sparse
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors

from helpers.cleaning import bounds
from helpers.cleaning import cleaners as cleaning
from helpers.cleaning.bounds import unsettled
from helpers.cleaning.cleaners import FastEditedNearestNeighbours, FastTomekLinks

from .cases import SHAPES, assert_same_rows, forced

PAIRS = [
    pytest.param(EditedNearestNeighbours, FastEditedNearestNeighbours, id="ENN"),
    pytest.param(TomekLinks, FastTomekLinks, id="Tomek"),
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


@pytest.mark.slow
@settings(max_examples=70, deadline=None)
@given(
    data=data_sets(),
    sampling_strategy=STRATEGIES,
    n_neighbors=st.sampled_from([1, 2, 3, 5, 35]),
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


@pytest.mark.slow
@settings(max_examples=70, deadline=None)
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


CHECKS = parametrize_with_checks([FastEditedNearestNeighbours(), FastTomekLinks()])


# a list, because pytest no longer takes the generator that imbalanced-learn passes
@pytest.mark.parametrize(CHECKS.args[0], list(CHECKS.args[1]), **CHECKS.kwargs)
def test_imbalanced_learn_accepts_the_samplers(estimator, check):
    """imbalanced-learn's own checks: pandas and sparse in, labels of any type, errors, clones."""
    with forced():
        check(estimator)


def overlapping(n_samples=1_200, **options):
    return make_classification(
        n_samples,
        n_features=20,
        weights=[0.9],
        flip_y=0.05,
        n_informative=6,
        random_state=0,
        **options,
    )


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (SMOTEENN(random_state=0), {"enn": FastEditedNearestNeighbours(sampling_strategy="all")}),
        (SMOTETomek(random_state=0), {"tomek": FastTomekLinks(sampling_strategy="all")}),
    ],
    ids=["SMOTEENN", "SMOTETomek"],
)
def test_combined_samplers_take_them_with_pandas_and_in_a_pipeline(theirs, ours):
    """The lessons hand them over as ``enn=`` and ``tomek=``; column names and types must stay."""
    X, y = overlapping()
    X = pd.DataFrame(X, columns=[f"V{i}" for i in range(20)]).astype({"V3": np.float32})
    y = pd.Series(y, name="Class")
    X_expected, y_expected = theirs.fit_resample(X, y)
    fast = clone(theirs).set_params(**ours)
    with forced(), mock.patch.object(cleaning, "unsettled", wraps=unsettled) as fast_path:
        X_res, y_res = fast.fit_resample(X, y)
        model = make_pipeline(fast, LogisticRegression(max_iter=1_000)).fit(X, y)
    assert fast_path.call_count == 2
    pd.testing.assert_frame_equal(X_res, X_expected)
    pd.testing.assert_series_equal(y_res, y_expected)
    expected = LogisticRegression(max_iter=1_000).fit(X_expected, y_expected)
    np.testing.assert_array_equal(model.predict_proba(X), expected.predict_proba(X))


@pytest.mark.parametrize(("theirs", "ours"), PAIRS)
@pytest.mark.parametrize("n_features", [5, 20])
def test_large_enough_data_take_the_fast_path_unasked(theirs, ours, n_features):
    """Above `MIN_ROWS`, with duplicates and ties in both of scikit-learn's searches."""
    rng = np.random.default_rng(0)
    X = rng.integers(-2, 3, (9_000, n_features)) + 6.0 * rng.integers(0, 2, (9_000, 1))
    y = np.where(rng.random(9_000) < 0.02, 0, X[:, 0] > 3).astype(int)
    with mock.patch.object(cleaning, "unsettled", wraps=unsettled) as fast_path:
        assert_same_rows(theirs, ours, X, y, sampling_strategy="all")
    fast_path.assert_called_once()


@pytest.mark.parametrize(("theirs", "ours"), PAIRS)
@pytest.mark.parametrize("convert", [sparse.csr_matrix, lambda X: np.round(X).astype(int)])
def test_sparse_and_integer_data_take_imbalanced_learns_own_path(theirs, ours, convert):
    X, y = overlapping(400)
    reference, fast = theirs(), ours()
    reference.fit_resample(convert(X), y)
    with forced(), mock.patch.object(cleaning, "unsettled", side_effect=AssertionError):
        fast.fit_resample(convert(X), y)
    np.testing.assert_array_equal(fast.sample_indices_, reference.sample_indices_)


def test_a_neighbours_object_is_used_as_it_is():
    """Another metric would make the bounds wrong."""
    X, y = overlapping(400)
    manhattan = NearestNeighbors(n_neighbors=4, metric="manhattan")
    with forced(), mock.patch.object(cleaning, "unsettled", side_effect=AssertionError):
        assert_same_rows(
            EditedNearestNeighbours, FastEditedNearestNeighbours, X, y, n_neighbors=manhattan
        )


@pytest.mark.parametrize(
    ("n_rows", "n_features", "n_classes"), [(400, 20, 2), (5_000, 2, 2), (5_000, 5, 50)]
)
@pytest.mark.parametrize(("theirs", "ours"), PAIRS)
def test_imbalanced_learns_own_path_where_it_is_as_quick(
    theirs, ours, n_rows, n_features, n_classes
):
    """Few rows; few features, where a tree is quicker; many classes, each of few rows."""
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((n_rows, n_features)), rng.integers(0, n_classes, n_rows)
    with mock.patch.object(cleaning, "unsettled", side_effect=AssertionError):
        assert_same_rows(theirs, ours, X, y)


@pytest.mark.parametrize(("apart", "pays"), [(0, False), (9, True)])
def test_bounds_are_left_out_where_the_classes_overlap(apart, pays):
    """They would be paid for on top of the search for nearly all rows."""
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((5_000, 20)), rng.integers(0, 2, 5_000)
    X[:, 0] += apart * y
    with mock.patch.object(bounds, "Rows", wraps=bounds.Rows) as rows:
        is_open = unsettled(X, y, 3)
    assert rows.called == pays
    assert is_open.all() != pays


def test_many_classes_are_settled_too():
    """Each class is compared with all others at once; none may be left out."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 30, 1_500)
    X = rng.standard_normal((1_500, 20)) + 9 * rng.standard_normal((30, 20))[y]
    y[::50] = (y[::50] + 1) % 30  # these are not among their own
    with forced():
        is_open = unsettled(X, y, 3)
    assert is_open[::50].all()
    assert is_open.mean() < 0.2


@pytest.mark.parametrize(("theirs", "ours"), PAIRS)
def test_labels_may_be_strings(theirs, ours):
    X, y = overlapping()
    with forced():
        assert_same_rows(theirs, ours, X, np.where(y == 1, "fraud", "legitimate"))


@pytest.mark.parametrize(("theirs", "ours"), PAIRS)
@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e-30, 1e30, 1e160])
def test_very_small_and_very_large_numbers(theirs, ours, scale):
    """Squares that vanish or overflow must leave rows open, without a warning."""
    X, y = overlapping(400)
    with forced():
        assert_same_rows(theirs, ours, X * scale, y, sampling_strategy="all")


def well_separated():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [900, 300])
    return rng.standard_normal((1_200, 20)) + 8 * y[:, None], y


def test_separated_classes_are_settled_by_the_bounds():
    """Otherwise the tests of equality would only compare the final search with itself."""
    with forced():
        assert unsettled(*well_separated(), k=3).mean() < 0.01


def test_rows_are_settled_only_if_all_their_neighbours_are_their_own():
    """The claim behind everything, checked against all distances; some rows must be open."""
    X, y = overlapping()
    for k in (1, 3, 7):
        with forced():
            settled = ~unsettled(X, y, k)
        neighbours = NearestNeighbors(n_neighbors=k + 1).fit(X).kneighbors(X)[1]
        assert (y[neighbours[settled]] == y[settled, None]).all()
        assert 0 < settled.sum() < len(X)


@pytest.mark.slow
@pytest.mark.parametrize(("theirs", "ours"), PAIRS)
@pytest.mark.parametrize("seed", range(5))
def test_the_cells_alter_the_time_and_never_the_result(theirs, ours, seed):
    """Even nonsense cells, drawn by lot, must give the same rows."""
    lot = np.random.default_rng(seed)

    def by_lot(Z, n_cells, *_):
        return [part for part in np.array_split(lot.permutation(len(Z)), n_cells) if len(part)]

    with forced(), mock.patch.object(bounds, "k_means", by_lot):
        assert_same_rows(theirs, ours, *overlapping(), sampling_strategy="all")


@pytest.mark.parametrize(("theirs", "ours"), PAIRS)
def test_wrong_bounds_would_be_noticed(theirs, ours):
    """The comparison must fail where open rows are taken for settled."""
    nobody = mock.patch.object(cleaning, "unsettled", lambda X, *_, **__: np.zeros(len(X), bool))
    with forced(), nobody, pytest.raises(AssertionError, match="not equal"):
        assert_same_rows(theirs, ours, *overlapping(), sampling_strategy="all")


@pytest.mark.parametrize(("theirs", "ours"), PAIRS)
def test_ties_follow_the_order_of_the_rows_as_in_imbalanced_learn(theirs, ours):
    """With ties, imbalanced-learn's kept rows change when rows are shuffled; ours follow it.

    Without ties they do not change. This is the rule that the module promises.
    """
    rng = np.random.default_rng(0)
    grid = rng.integers(0, 3, (300, 6)).astype(float)
    y = rng.integers(0, 2, 300)

    def kept_after_shuffles(X):
        for seed in range(5):
            order = np.random.default_rng(seed).permutation(300)
            with forced():
                assert_same_rows(theirs, ours, X[order], y[order], sampling_strategy="all")
                fast = ours(sampling_strategy="all")
                fast.fit_resample(X[order], y[order])
            yield frozenset(order[fast.sample_indices_].tolist())

    assert len(set(kept_after_shuffles(grid))) > 1
    assert len(set(kept_after_shuffles(grid + rng.standard_normal(grid.shape)))) == 1
