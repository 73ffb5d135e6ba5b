"""Generated data sets for the comparison with imbalanced-learn."""

import re
from collections import Counter

import numpy as np
import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

CASES = settings(max_examples=200, deadline=None, derandomize=True, database=None)
"""200 generated cases, the same ones in every run."""

DTYPES = ["float64", "float64", "float32", "int64", "int32", "uint8", "int8", "int16", "bool"]
NARROW = ("uint8", "int8", "int16")
"""Types in which the difference of two values does not always have a place: it wraps round."""


@st.composite
def class_sizes(draw):
    """Rows of each class: two to four classes, one of them large; a few far too small."""
    n_classes = draw(st.sampled_from([2, 2, 2, 3, 4]))
    smallest = draw(st.sampled_from([2, 8, 8, 8, 8, 8, 8]))
    small = [draw(st.integers(smallest, 20)) for _ in range(n_classes - 1)]
    return draw(st.permutations([draw(st.integers(20, 50)), *small]))


@st.composite
def labels_of(draw, sizes):
    """Shuffled labels: integers with gaps between them, or strings."""
    names = draw(st.sampled_from([[0, 1, 2, 3], [7, -2, 5, 1], ["no", "yes", "a", "zz"]]))
    y = np.repeat(np.array(names[: len(sizes)]), sizes)
    return np.random.RandomState(draw(st.integers(0, 999))).permutation(y)


@st.composite
def datasets(draw, dtypes=DTYPES):
    """Numeric data and labels, as arrays or as pandas containers.

    Coordinates are continuous, or rounded to a coarse grid so that duplicates and equal
    distances abound; some rows are copied outright.
    """
    y = draw(labels_of(draw(class_sizes())))
    random = np.random.RandomState(draw(st.integers(0, 9999)))
    n_features = draw(st.sampled_from([1, 2, 3, 5, 17]))
    centre = {label: random.normal(size=n_features) for label in np.unique(y).tolist()}
    spread = draw(st.sampled_from([0.0, 0.5, 1.0, 5.0])) / np.sqrt(n_features)
    X = random.normal(size=(len(y), n_features))
    X += spread * np.array([centre[label] for label in y.tolist()])
    X = X * draw(st.sampled_from([1.0, 10.0]))
    if draw(st.booleans()):
        X = np.round(X, draw(st.sampled_from([0, 1])))
    n_copies = draw(st.sampled_from([0, 0, 3]))
    X[random.randint(len(y), size=n_copies)] = X[random.randint(len(y), size=n_copies)]
    return draw(containers(in_dtype(X, draw(st.sampled_from(dtypes))), y))


def in_dtype(X, dtype):
    """The same data in another type; narrow integers from their smallest value to their largest."""
    if dtype == "bool":
        return np.median(X) < X
    if dtype in NARROW:
        limits = np.iinfo(dtype)
        place = (X - X.min()) / (np.ptp(X) or 1)
        return (limits.min + place * (limits.max - limits.min)).astype(dtype)
    return X.astype(dtype)


@st.composite
def containers(draw, X, y):
    """The same data in NumPy arrays, or in pandas with an index that is not 0, 1, 2."""
    kind = draw(st.sampled_from(["array", "array", "pandas", "mixed dtypes", "with a flag"]))
    if kind == "array":
        return X, y
    index = np.arange(len(y)) * 2 + 5
    frame = pd.DataFrame(X, columns=[f"V{i}" for i in range(X.shape[1])], index=index)
    if kind == "mixed dtypes":
        frame["count"] = np.arange(len(y)) % 4
    if kind == "with a flag":
        frame["flag"] = np.arange(len(y)) % 3 == 0
    return frame, pd.Series(y, name="Class", index=index)


@st.composite
def seeds(draw):
    """A maker of random states: the same integer, or equal RandomState instances."""
    seed = draw(st.integers(0, 2**32 - 1))
    as_instance = draw(st.booleans())
    return lambda: np.random.RandomState(seed) if as_instance else seed


@st.composite
def strategies_for(draw, y):
    """A sampling strategy of any kind, now and then an impossible one."""
    labels, counts = np.unique(np.asarray(y), return_counts=True)
    wanted = {
        label: n + draw(st.integers(0, 25))
        for label, n in zip(labels.tolist(), counts.tolist(), strict=True)
    }
    chosen = [
        st.sampled_from(["auto", "auto", "minority", "not minority", "not majority", "all"]),
        st.just(wanted),
        st.just(lambda _: wanted),
    ]
    if len(labels) == 2:
        chosen.append(st.sampled_from([0.1, 0.5, 0.75, 0.999, 1.0, 1]))
    return draw(st.one_of(chosen))


def outcome(call):
    """Run `call`; return what it gave back, or the exception that it raised."""
    try:
        return call()
    except (ValueError, TypeError, RuntimeError) as error:
        return error


def assert_same_outcome(by_hand, reference):
    """Both raise the same error, or both give the same rows; return whether rows came.

    Where the error by hand has a better sentence, its cause is the error of the library.
    """
    if isinstance(reference, Exception):
        first = getattr(by_hand, "__cause__", None) or by_hand
        assert type(first) is type(reference), f"{by_hand!r} instead of {reference!r}"
        assert squeezed(first) == squeezed(reference)
        for kind in (ValueError, TypeError):
            assert isinstance(by_hand, kind) or not isinstance(reference, kind)
        return False
    assert not isinstance(by_hand, Exception), f"{by_hand!r}, where imbalanced-learn gives rows"
    assert_identical(by_hand.X, reference[0])
    assert_identical(by_hand.y, reference[1])
    return True


def squeezed(error):
    """An error's message without its white space."""
    return re.sub(r"\s", "", str(error))


def assert_identical(ours, theirs):
    """Same container, names, index, dtype, shape, and the same bits, the sign of zero included."""
    assert type(ours) is type(theirs)
    if isinstance(ours, pd.DataFrame):
        assert list(ours.columns) == list(theirs.columns)
        for name in theirs.columns:
            assert_identical(ours[name], theirs[name])
    elif isinstance(ours, pd.Series):
        assert ours.name == theirs.name
        assert ours.dtype == theirs.dtype
        pd.testing.assert_index_equal(ours.index, theirs.index, exact="equiv")
        assert_identical(ours.to_numpy(), theirs.to_numpy())
    else:
        assert ours.dtype == theirs.dtype
        assert ours.shape == theirs.shape
        if ours.dtype == object:
            assert [repr(v) for v in ours.ravel()] == [repr(v) for v in theirs.ravel()]
        else:
            assert ours.tobytes() == theirs.tobytes()


def arrays(X, y):
    """The data as arrays of one dtype, as the algorithms see them."""
    dtype = np.result_type(*X.dtypes) if isinstance(X, pd.DataFrame) else X.dtype
    return np.asarray(X, dtype=dtype), np.asarray(y)


def assert_trace_explains_rows(result, X, y, exact=True):
    """Every synthetic row lies where the trace says, between two originals that exist."""
    X, y = arrays(X, y)
    synthetic = result.trace.synthetic
    rows = np.asarray(result.X, dtype=float)[synthetic["row"].to_numpy()]
    assert synthetic["row"].tolist() == list(range(len(y), len(y) + len(synthetic)))
    assert np.asarray(result.y)[len(y) :].tolist() == synthetic["label"].tolist()
    parent, neighbour = (synthetic[name].to_numpy(dtype=int) for name in ("parent", "neighbour"))
    assert y[parent].tolist() == synthetic["label"].tolist()
    gap = synthetic["gap"].to_numpy(dtype=float)[:, np.newaxis]
    difference = X[neighbour] - X[parent] if len(synthetic) else np.zeros(X.shape)[:0]
    expected = (X[parent] + gap * difference).astype(X.dtype)  # booleans too, beside integers
    if isinstance(result.X, pd.DataFrame):
        columns = zip(expected.T, result.X.dtypes, strict=True)
        expected = np.column_stack(
            [column.astype(dtype).astype(float) for column, dtype in columns]
        )
    np.testing.assert_allclose(rows, expected, rtol=0 if exact else 1e-5, atol=0 if exact else 1e-4)


def assert_minority_table_counts(result, y):
    """The table of minority rows lists each once, with as many children as `synthetic` shows."""
    minority, synthetic = lists_of(result.trace.minority), lists_of(result.trace.synthetic)
    listed = {label: [] for label in minority["label"]}
    for label, row in zip(minority["label"], minority["row"], strict=True):
        listed[label].append(row)
    for label, rows in listed.items():
        assert rows == np.flatnonzero(np.asarray(y) == label).tolist()
    children = Counter(synthetic["parent"])
    assert minority["n_new"] == [children[row] for row in minority["row"]]
    kind_of = dict(zip(minority["row"], minority["kind"], strict=True))
    assert synthetic["parent_kind"] == [kind_of[row] for row in synthetic["parent"]]


def lists_of(table):
    """The columns of a small table as lists, which Python goes through faster than Series."""
    return {name: table[name].tolist() for name in table.columns}
