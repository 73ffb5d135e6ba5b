"""Refused data: the sentence names the class or column and the remedy, and the remedy works."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE, SMOTENC

from helpers.by_hand.adasyn import adasyn
from helpers.by_hand.borderline_smote import borderline_smote
from helpers.by_hand.edited_nearest_neighbours import edited_nearest_neighbours
from helpers.by_hand.smote import smote
from helpers.by_hand.smote_enn import smote_enn
from helpers.by_hand.smote_nc import smote_nc
from helpers.by_hand.smote_tomek import smote_tomek

OVERSAMPLERS = [smote, adasyn, borderline_smote, smote_enn, smote_tomek]


def table(n_minority=12):
    """Three columns of whole numbers, the classes mixed."""
    random = np.random.RandomState(0)
    X = pd.DataFrame(random.randint(0, 120, size=(52, 3)), columns=["age", "visits", "points"])
    return X, np.repeat(["ok", "fraud"], [52 - n_minority, n_minority])


def payments():
    random = np.random.RandomState(0)
    columns = {
        "amount": random.normal(size=52),
        "country": random.choice(["PT", "ES"], 52),
        "hour": random.normal(size=52),
        "channel": random.choice(["chip", "online"], 52),
    }
    return pd.DataFrame(columns), np.repeat([0, 1], [40, 12])


@pytest.mark.parametrize("resample", OVERSAMPLERS)
def test_a_class_that_is_too_small_is_named_with_the_number_that_fits(resample):
    X, y = table(n_minority=4)
    name = "n_neighbors" if resample is adasyn else "k_neighbors"
    message = f"Class 'fraud' has 4 rows .* {name}=5 needs at least 6: set {name} to 3 or less"
    with pytest.raises(ValueError, match=message):
        resample(X, y)
    assert len(resample(X, y, **{name: 3}, random_state=0).y) > 52


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda X, y: borderline_smote(X, y, m_neighbors=52), "m_neighbors=52 .* at least 53"),
        (lambda X, y: edited_nearest_neighbours(X, y, n_neighbors=99), "n_neighbors to 51 or less"),
    ],
)
def test_a_training_set_that_is_too_small_is_named(call, message):
    with pytest.raises(ValueError, match=f"^The training set has 52 rows, but .*{message}"):
        call(*table())


@pytest.mark.parametrize("resample", OVERSAMPLERS)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda X: X.astype({"age": "Int64"}), r"'age' holds the nullable type Int64.*'float'"),
        (lambda X: X.assign(old=X["age"].gt(60).astype("boolean")), "'old' holds .* type boolean"),
        (lambda X: X > 60, r"All columns of X are booleans.*X\.astype\(float\)"),
        (lambda X: X.assign(day=pd.Timestamp("2020-01-01")), "'day' holds dates"),
    ],
)
def test_a_type_without_fractions_is_named_and_floats_are_the_remedy(resample, change, message):
    X, y = table()
    with pytest.raises(TypeError, match=message):
        resample(change(X), y, random_state=0)  # unseeded, no fraction may come up
    if "dates" not in message:
        trace = resample(change(X).astype(float), y, random_state=0).trace
        assert len(trace.synthetic) > 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda X: X.astype("Int64").mask(X["age"] > 110), r"'age', 'visits', 'points' hold mis"),
        (lambda X: X.assign(old=pd.array([True, None] * 26, dtype="boolean")), r"'old' .*26 of 52"),
        (lambda X: X.assign(country="PT"), r"'country' holds text \('PT'\).* or use SMOTE-NC"),
        (lambda X: X.assign(pay=np.inf), "'pay' holds infinite values"),
        (lambda X: X.assign(visits=np.inf).to_numpy(float), "column 1 holds infinite values"),
    ],
)
def test_a_column_that_holds_no_finite_numbers_is_named(change, message):
    X, y = table()
    with pytest.raises(ValueError, match=message):
        smote(change(X), y)


@pytest.mark.parametrize("resample", OVERSAMPLERS)
def test_a_column_of_categories_is_named_also_by_the_hybrids(resample):
    """SMOTE-ENN hands arrays to SMOTE, which do not know the names."""
    X, y = table()
    with pytest.raises(ValueError, match=r"^The column 'entry' holds text \('chip'\)"):
        resample(X.assign(pay=0.5, entry=pd.Categorical(["chip"] * 52)), y)


@pytest.mark.filterwarnings("ignore:invalid value encountered in cast")
def test_missing_labels_are_counted():
    X, _ = table()
    y = pd.Series([0, 1] * 26).mask(X["age"] > 110)
    with pytest.raises(ValueError, match=f"missing labels \\({y.isna().sum()} of 52\\)"):
        smote(X, y)


def test_nullable_integers_that_stay_whole_are_accepted_as_imbalanced_learn_accepts_them():
    """A refusal beforehand would refuse what the library takes: here no fraction comes up."""
    X = pd.DataFrame({"flag": [0] * 8 + [1] * 4, "x": 1.0 * np.arange(12)}).astype(
        {"flag": "Int64"}
    )
    y = np.repeat([0, 1], [8, 4])
    by_hand = smote(X, y, k_neighbors=2, random_state=0)
    pd.testing.assert_frame_equal(
        by_hand.X, SMOTE(k_neighbors=2, random_state=0).fit_resample(X, y)[0], check_exact=True
    )


@pytest.mark.parametrize(
    ("categorical", "message"),
    [
        ([], "names none: the columns without numbers are 'country', 'channel'"),
        ([False] * 4, "names none: the columns without numbers are 'country', 'channel'"),
        ("auto", r"names none: 'auto' takes the type category, X.astype\({'country': 'category'"),
        ([1, 9], "names column 9, but X has 4 columns: the positions are 0 to 3"),
        ([-5], "names column -5, but X has 4 columns"),
        (["country", "chanel"], "the column 'chanel', which X does not have. .* hour, channel"),
        ("country", r"must be a list: \['country'\], not 'country'"),
        (["country"], r"column 'channel' holds text \('\w+'\): add it to `categorical_features`"),
        ([True, False], "a mask of 2, but X has 4 columns: give one True or False for each"),
        (["country", 3], "a list of column names or of positions, or a mask"),
        ([1.0, 3.0], "a list of column names or of positions, or a mask"),
        ({"country", "channel"}, "a list of column names or of positions, or a mask"),
        (None, "a list of column names or of positions, or a mask"),
        (1, "a list of column names or of positions, or a mask"),
        ([0, 1, 2, 3], "all are named categorical: use imbalanced-learn's SMOTEN"),
    ],
)
def test_a_wrong_choice_of_categories_names_column_and_form(categorical, message):
    """imbalanced-learn refuses each of them, too."""
    X, y = payments()
    with pytest.raises(ValueError, match=message):
        smote_nc(X, y, categorical)
    with pytest.raises(ValueError, match=r"."):
        SMOTENC(categorical).fit_resample(X, y)


def test_names_need_a_data_frame():
    X, y = payments()
    with pytest.raises(ValueError, match=r"holds names, .* X is no DataFrame: give the pos"):
        smote_nc(X.to_numpy(), y, ["country", "channel"])
    with pytest.raises(ValueError, match="column 3 holds text"):
        smote_nc(X.to_numpy(), y, [1])


def test_what_is_not_understood_keeps_its_own_message():
    X, y = table()
    with pytest.raises(ValueError, match=r"range \(0, 1\]"):
        smote(X, y, sampling_strategy=2.0)
