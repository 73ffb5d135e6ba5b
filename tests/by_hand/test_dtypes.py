"""What bytes, booleans and ratios do to synthetic rows: the oddities that lessons 09 and 11 teach.

They are imbalanced-learn's, and the code by hand shares them. If one goes away, so must the text.
"""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import ADASYN, SMOTE, SMOTENC, BorderlineSMOTE

from helpers.by_hand.adasyn import adasyn
from helpers.by_hand.borderline_smote import borderline_smote
from helpers.by_hand.smote import smote
from helpers.by_hand.smote_nc import smote_nc

from .cases import assert_identical

Y = np.repeat([0, 1], [6, 3])


def bytes_column(dtype):
    return np.array([10, 20, 30, 40, 50, 60, 100, 200, 210], dtype=dtype)[:, np.newaxis]


@pytest.mark.parametrize(
    ("dtype", "expected"), [("uint8", [102, 33, 142]), ("int64", [203, 150, 142])]
)
def test_bytes_wrap_round(dtype, expected):
    X = bytes_column(dtype)
    result = smote(X, Y, k_neighbors=2, random_state=0)
    assert result.X[9:].ravel().tolist() == expected
    assert_identical(result.X, SMOTE(k_neighbors=2, random_state=0).fit_resample(X, Y)[0])
    pairs = result.trace.synthetic
    ends = np.sort(X[pairs[["parent", "neighbour"]].to_numpy()].reshape(-1, 2).astype(int), axis=1)
    outside = (result.X[9:, 0] < ends[:, 0]) | (result.X[9:, 0] > ends[:, 1])
    assert outside.tolist() == [dtype == "uint8"] * 2 + [False]


def overlapping(dtype):
    """Values from the type's smallest to its largest, the minority spread over all of them."""
    random, limits = np.random.RandomState(0), np.iinfo(dtype)
    X = random.randint(
        limits.min,
        limits.max,
        size=(60, 2),
        dtype=dtype,
    )
    return X, np.repeat([0, 1], [40, 20])


@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int16"])
@pytest.mark.parametrize(
    ("by_hand", "sampler", "name"),
    [
        (smote, SMOTE, "k_neighbors"),
        (adasyn, ADASYN, "n_neighbors"),
        (borderline_smote, BorderlineSMOTE, "k_neighbors"),
    ],
)
def test_narrow_integers_wrap_round_in_the_siblings_too(by_hand, sampler, name, dtype):
    X, y = overlapping(dtype)
    given = {name: 19, "random_state": 0}  # far partners too: signed types need large differences
    result = by_hand(X, y, **given)
    assert_identical(result.X, sampler(**given).fit_resample(X, y)[0])
    wide = by_hand(X.astype("int64"), y, **given)
    assert (result.X != wide.X).any()
    np.testing.assert_array_equal(result.X[:60], wide.X[:60])


@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int16", "bool"])
def test_narrow_integers_wrap_round_in_the_numeric_columns_of_smote_nc(dtype):
    X, y = overlapping("uint8")
    X = (X > 128) if dtype == "bool" else overlapping(dtype)[0]
    frame = pd.DataFrame(X, columns=["a", "b"]).assign(c=["x", "y", "z"] * 20)
    result = smote_nc(frame, y, ["c"], random_state=0)
    theirs = SMOTENC(["c"], random_state=0).fit_resample(frame, y)[0]
    assert_identical(result.X, theirs)
    assert result.X.dtypes.tolist() == frame.dtypes.tolist()


def dummies(dtype):
    random = np.random.RandomState(0)
    amount, y = random.normal(size=80), np.repeat([0, 1], [60, 20])
    entry = random.choice(["chip", "online", "swipe"], 80)
    return pd.get_dummies(pd.Series(entry), dtype=dtype).assign(amount=3 * amount), y


@pytest.mark.parametrize(
    ("by_hand", "sampler", "given"),
    [
        (smote, SMOTE, {}),
        (adasyn, ADASYN, {}),
        (borderline_smote, BorderlineSMOTE, {}),
        (borderline_smote, BorderlineSMOTE, {"kind": "borderline-2"}),
    ],
)
def test_boolean_dummies_have_two_categories_at_once(by_hand, sampler, given):
    """Each fraction becomes True; integer dummies have no category instead."""
    given |= {"random_state": 0}
    n_true = {}
    for dtype in (bool, int):
        X, y = dummies(dtype)
        result = by_hand(X, y, **given)
        assert_identical(result.X, sampler(**given).fit_resample(X, y)[0])
        n_true[dtype] = result.X.iloc[80:].drop(columns="amount").sum(axis=1)
    assert n_true[bool].max() == 2
    assert n_true[bool].min() == 1
    assert n_true[int].min() == 0
    assert n_true[int].max() == 1


def test_pandas_makes_booleans_of_categories():
    """The default since pandas 2 is what makes the oddity common."""
    assert pd.get_dummies(pd.Series(["a", "b"])).dtypes.tolist() == [bool, bool]


def test_beside_integers_alone_a_fraction_becomes_false():
    """All columns are brought to one type first: integers cut the fraction off before."""
    X, y = dummies(bool)
    X["amount"] = (X["amount"] * 100).round().astype(int)
    result = smote(X, y, random_state=0)
    assert_identical(result.X, SMOTE(random_state=0).fit_resample(X, y)[0])
    assert result.X.iloc[80:].drop(columns="amount").sum(axis=1).min() == 0


@pytest.mark.filterwarnings("ignore:Constructing a Categorical with a dtype")
def test_numbers_stored_as_categories_go_missing():
    X = pd.DataFrame({"x": 1.0 * np.arange(40), "grade": pd.Categorical(np.arange(40) % 4)})
    y = np.repeat([0, 1], [30, 10])
    result = smote(X, y, random_state=0)
    assert_identical(
        result.X["grade"].isna(), SMOTE(random_state=0).fit_resample(X, y)[0]["grade"].isna()
    )
    assert result.X["grade"].iloc[40:].isna().any()


def test_a_ratio_is_cut_off():
    """100 * 0.29 is 28.999…; imbalanced-learn makes 28 minority rows of it, and so do we."""
    y = np.repeat([0, 1], [100, 10])
    X = np.random.RandomState(0).normal(size=(110, 2))
    result = smote(X, y, sampling_strategy=0.29, random_state=0)
    assert result.y.sum() == 28
    assert_identical(result.X, SMOTE(sampling_strategy=0.29, random_state=0).fit_resample(X, y)[0])
