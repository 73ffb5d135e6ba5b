"""FastSMOTENC must return imbalanced-learn's rows, to the last bit, on any table."""

import hashlib
import inspect
import warnings
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from imblearn.over_sampling import SMOTENC
from imblearn.over_sampling._smote.base import BaseSMOTE
from scipy import sparse
from sklearn.base import clone
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import OneHotEncoder

from helpers.models import FastSMOTENC, fast_smote_nc

from ..by_hand.cases import assert_identical, class_sizes, labels_of, squeezed, strategies_for

WORDS = np.array(["PT", "ES", "fr", "", "é"], dtype=object)
# tiny: a vote weighs about as much as the tolerance with which ties are found
SPREADS = {"usual": 4.0, "far": 1e6, "tiny": 1e-8, "tinier": 1e-10, "constant": 0.0}


def outcome(sampler, X, y):
    """Return the rows, or the error, and the warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = sampler.fit_resample(X, y)
        except (ValueError, TypeError) as error:
            result = error
    return result, [str(one.message) for one in caught]


def assert_same(X, y, categorical, seed=0, **how):
    """Both samplers give the same rows, or refuse with the same sentence; return the rows."""
    theirs = SMOTENC(categorical, random_state=np.random.RandomState(seed), **how)
    ours = FastSMOTENC(categorical, random_state=np.random.RandomState(seed), **how)
    expected, expected_warnings = outcome(theirs, X, y)
    result, result_warnings = outcome(ours, X, y)
    assert result_warnings == expected_warnings
    if isinstance(expected, Exception):
        assert type(result) is type(expected), repr(result)
        assert squeezed(result) == squeezed(expected)
        return None
    assert not isinstance(result, Exception), repr(result)
    if sparse.issparse(expected[0]):
        assert type(result[0]) is type(expected[0])
        for part in ("indptr", "indices", "data"):
            assert_identical(getattr(result[0], part), getattr(expected[0], part))
    else:
        assert_identical(result[0], expected[0])
    assert_identical(result[1], expected[1])
    assert ours.random_state.randint(2**30) == theirs.random_state.randint(2**30)
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    assert ours.median_std_ == theirs.median_std_
    return result[0]


@st.composite
def numeric_columns(draw, random, y):
    dtype = draw(st.sampled_from(["float64", "float64", "float32", "int64", "int8", "uint8"]))
    spread = SPREADS[draw(st.sampled_from(["usual", "usual", *SPREADS]))]
    X = random.normal(size=(len(y), draw(st.integers(1, 4)))) * spread
    X += 5 * (draw(st.booleans()) * (y == y[0]))[:, np.newaxis]
    if draw(st.booleans()):
        X = np.round(X)
    if dtype in ("int8", "uint8"):
        X = np.clip(X, 0, 100)
    return X.astype(dtype)


@st.composite
def encoders(draw, categories=None):
    """No encoder, or one with dense or sparse output, and its categories in an order of its own."""
    if draw(st.booleans()):
        return None
    how = {"handle_unknown": "ignore", "sparse_output": draw(st.booleans())}
    how["dtype"] = draw(st.sampled_from([np.float64, np.float32, np.int8]))
    if categories is not None and draw(st.booleans()):
        how["categories"] = [draw(st.permutations(one)) for one in categories]
    return OneHotEncoder(**how)


@st.composite
def frames(draw):
    """A frame or an array of objects with categories of every kind, in any order of columns."""
    y = draw(labels_of(draw(class_sizes())))
    random = np.random.RandomState(draw(st.integers(0, 9999)))
    numeric = draw(numeric_columns(random, y))
    columns = {f"x{i}": numeric[:, i] for i in range(numeric.shape[1])}
    kinds = draw(st.lists(st.sampled_from(["text", "int", "bool", "category"]), min_size=1))[:4]
    for i, kind in enumerate(kinds):
        codes = random.randint(draw(st.integers(1, 5)), size=len(y))
        columns[f"c{i}"] = {
            "text": WORDS[codes],
            "int": codes * 10 - 20,
            "bool": codes > 1,
            "category": pd.Categorical(
                WORDS[codes], [*WORDS[::-1], "none"], ordered=draw(st.booleans())
            ),
        }[kind]
    names = draw(st.permutations(list(columns)))
    frame = pd.DataFrame(columns, index=np.arange(len(y)) * 2 + 5)[names]
    categorical = draw(st.permutations([name for name in names if name.startswith("c")]))
    values = [frame[name].drop_duplicates().tolist() for name in categorical]
    encoder = draw(encoders(values))
    positions = [names.index(name) for name in categorical]
    if draw(st.booleans()):
        mask = [name in categorical for name in names]
        return frame.to_numpy(), y, draw(st.sampled_from([positions, mask])), encoder
    choices = [categorical, positions, *["auto"] * all(kind == "category" for kind in kinds)]
    return frame, pd.Series(y, name="Class"), draw(st.sampled_from(choices)), encoder


@st.composite
def matrices(draw):
    """Numbers only: a dense array or a sparse matrix of any format, zeros included."""
    y = draw(labels_of(draw(class_sizes())))
    random = np.random.RandomState(draw(st.integers(0, 9999)))
    numeric = draw(numeric_columns(random, y))
    numeric[random.uniform(size=numeric.shape) < draw(st.sampled_from([0, 0.3, 0.9]))] = 0
    n_categorical = draw(st.integers(1, 4))
    codes = random.randint(draw(st.integers(1, 5)), size=(len(y), n_categorical))
    X = np.hstack([numeric, codes.astype(numeric.dtype)])
    order = draw(st.permutations(range(X.shape[1])))
    categorical = draw(st.permutations([i for i, j in enumerate(order) if j >= numeric.shape[1]]))
    form = draw(st.sampled_from([np.array, sparse.csr_matrix, sparse.csc_matrix, sparse.csr_array]))
    return form(X[:, order]), y, categorical, draw(encoders())


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(data=st.data())
def test_the_rows_are_imbalanced_learns(data):
    X, y, categorical, encoder = data.draw(st.one_of(frames(), matrices()))
    k = data.draw(st.integers(1, 9))
    rows = assert_same(
        X,
        y,
        categorical,
        seed=data.draw(st.integers(0, 2**32 - 1)),
        sampling_strategy=data.draw(strategies_for(y)),
        k_neighbors=data.draw(st.sampled_from([k, k, NearestNeighbors(n_neighbors=k + 1)])),
        categorical_encoder=encoder,
    )
    event(f"rows: {type(rows).__name__}")


def ties(scale=1.0):
    """Three classes; two neighbours that mostly disagree, so that nearly every vote is a tie."""
    random = np.random.RandomState(0)
    y = np.repeat([0, 1, 2], [200, 60, 30])
    X = np.column_stack([random.normal(size=(290, 2)) * scale, random.randint(40, size=(290, 2))])
    return X, y


@pytest.mark.parametrize("seed", range(5))
def test_ties_are_settled_by_the_same_lots(seed):
    X, y = ties()
    rows = assert_same(X, y, [2, 3], seed, k_neighbors=2)
    others = FastSMOTENC([2, 3], k_neighbors=2, random_state=seed + 1).fit_resample(X, y)[0]
    assert (rows[290:, 2] != others[290:, 2]).any()


@pytest.mark.parametrize("scale", [10.0**-n for n in range(7, 12)] + [0.0])
def test_where_a_vote_weighs_next_to_nothing_all_categories_tie(scale):
    # The tie rule has an absolute tolerance of 1e-8: below it, absent categories win too.
    X, y = ties(scale)
    X[y == 1, 2] = 0
    rows = assert_same(X, y, [2, 3])
    minority = rows[290:][FastSMOTENC([2, 3], random_state=0).fit_resample(X, y)[1][290:] == 1]
    assert (len(set(minority[:, 2])) > 1) is (0 < scale < 1e-8)


def test_numbers_as_seeds_and_the_global_state():
    X, y = ties()
    results = []
    for sampler in (SMOTENC, FastSMOTENC):
        np.random.seed(7)  # noqa: NPY002  (what `random_state=None` draws from)
        results.append(sampler([2, 3]).fit_resample(X, y)[0])
        results.append(sampler([2, 3], random_state=7).fit_resample(X, y)[0])
    assert_identical(results[2], results[0])
    assert_identical(results[3], results[1])


def test_small_integers_do_not_overflow_in_the_count():
    """5 votes of 90 are more than int8 holds; NumPy adds them up as int64."""
    random = np.random.RandomState(0)
    X = np.column_stack([random.choice([-127, 127], 90), random.randint(2, size=90)])
    assert assert_same(X.astype(np.int8), np.repeat([0, 1], [70, 20]), [1]).dtype == np.int8


def test_longdouble_is_not_rounded():
    """The one difference that the docstring names: with it gone, the sentence must go too."""
    X, y = ties()
    X = X.astype(np.longdouble) / 3
    theirs, ours = (
        sampler([2, 3], random_state=0).fit_resample(X, y)[0] for sampler in (SMOTENC, FastSMOTENC)
    )
    assert_identical(ours.astype(float), theirs.astype(float))
    wider = np.finfo(np.longdouble).eps < np.finfo(float).eps  # not on Windows
    assert (ours != theirs).any() == wider


def test_no_array_of_new_rows_by_categories_is_made():
    """The gain: 20,000 categories for 3,000 new rows would be 480 MB a neighbour."""
    random = np.random.RandomState(0)
    y = np.repeat([0, 1], [3_200, 200])
    X = np.column_stack([random.normal(size=3_400), random.permutation(3_400)])
    shapes = []
    dense = sparse.csr_matrix.toarray

    def toarray(matrix, *args, **kwargs):
        shapes.append(matrix.shape)
        return dense(matrix, *args, **kwargs)

    with mock.patch.object(sparse.csr_matrix, "toarray", toarray):
        FastSMOTENC([1], random_state=0).fit_resample(X, y)
    assert shapes
    assert all(columns == 1 for _, columns in shapes)


def test_clones_keep_the_class_and_its_parameters():
    sampler = clone(FastSMOTENC(["c"], k_neighbors=3))
    assert repr(sampler) == "FastSMOTENC(categorical_features=['c'], k_neighbors=3)"
    assert sampler.get_params() == SMOTENC(["c"], k_neighbors=3).get_params()


CHANGED = "imbalanced-learn changed {}: compare it with helpers/models/fast_smote_nc.py"


@pytest.mark.parametrize(
    ("method", "digest"),
    [
        (SMOTENC._generate_samples, "85bcf2ff0b0f8c3c"),
        (BaseSMOTE._generate_samples, "7001e2435e2f5baa"),
        (BaseSMOTE._make_samples, "0d38eecea83e101c"),
    ],
    ids=lambda one: getattr(one, "__qualname__", ""),
)
def test_the_private_methods_are_those_that_were_read(method, digest):
    source = inspect.getsource(method)
    assert hashlib.sha256(source.encode()).hexdigest()[:16] == digest, CHANGED.format(method)


def test_imbalanced_learn_still_calls_the_method():
    """Else FastSMOTENC would be SMOTENC under another name, and every other test would pass."""
    X, y = ties()
    called = mock.patch.object(fast_smote_nc, "_count_votes", side_effect=ArithmeticError("called"))
    with called, pytest.raises(ArithmeticError, match="called"):
        FastSMOTENC([2, 3]).fit_resample(X, y)
