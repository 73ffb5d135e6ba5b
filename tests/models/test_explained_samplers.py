"""What `make_sampler` and its pipelines say of data that imbalanced-learn refuses."""

import pickle

import numpy as np
import pandas as pd
import pytest
from imblearn import combine, over_sampling
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression

from helpers.errors import NotOnTheseDataError
from helpers.experiments.runner import run
from helpers.models import course_model
from helpers.models.course_model import evaluate_models
from helpers.models.pipelines import make_approach
from helpers.models.samplers import SAMPLERS, make_sampler

RNG = np.random.RandomState(0)
X = pd.DataFrame(RNG.normal(size=(52, 3)), columns=["a", "b", "c"])
FEW = np.repeat([0, 1], [48, 4])
Y = np.repeat([0, 1], [40, 12])
NUMERIC = [key for key in SAMPLERS if key != "smote_nc"]


@pytest.mark.parametrize("key", NUMERIC)
def test_a_class_that_is_too_small_is_named_and_the_remedy_works(key):
    rows = X.copy()
    rows.iloc[48:] = X.iloc[:4].to_numpy() + 0.1  # amid the majority: in danger, not noise
    rows.iloc[49] = rows.iloc[48] + 0.01
    rows.iloc[50] = rows.iloc[48] + 0.02
    name = "n_neighbors" if key == "adasyn" else "k_neighbors"
    with pytest.raises(ValueError, match=rf"Class 1 has 4 rows .* {name} to 3 or less") as caught:
        make_sampler(key, random_state=0).fit_resample(rows, FEW)
    assert "n_samples_fit" in str(caught.value.__cause__)
    if key in ("smote_enn", "smote_tomek"):
        assert str(caught.value).endswith("as in smote=SMOTE(k_neighbors=3).")
        given = {"smote": over_sampling.SMOTE(k_neighbors=3)}
    else:
        given = {name: 3}
    make_sampler(key, random_state=0, **given).fit_resample(rows, FEW)


@pytest.mark.parametrize("key", NUMERIC)
@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        (X.assign(d=X["a"].gt(0).astype("boolean")), TypeError, "'d' holds the nullable type bool"),
        (X.mask(X > 1).assign(b=1.0), ValueError, "The columns 'a', 'c' hold missing values"),
        (X > 0, TypeError, "All columns of X are booleans"),
        (X.assign(d="x"), ValueError, r"'d' holds text \('x'\)"),
    ],
)
def test_a_column_at_fault_is_named(key, rows, error, message):
    with pytest.raises(error, match=message):
        make_sampler(key, random_state=0).fit_resample(rows, RNG.permutation(Y))


@pytest.mark.parametrize(
    ("categorical", "message"),
    [
        ([], "names none: the columns without numbers are 'd'"),
        ("d", r"must be a list: \['d'\], not 'd'"),
        ("auto", r"'auto' takes the type category, X\.astype"),
        (["e"], "names the column 'e', which X does not have"),
        ([9], "names column 9, but X has 4 columns"),
        (["a"], r"column 'd' holds text \('\w'\): add it to `categorical_features`"),
        (None, "a list of column names or of positions"),
    ],
)
def test_a_wrong_choice_of_categories_is_explained(categorical, message):
    sampler = make_sampler("smote_nc", categorical_features=categorical)
    with pytest.raises(ValueError, match=message):
        sampler.fit_resample(X.assign(d=["x", "y"] * 26), Y)


def test_smote_nc_says_that_it_needs_its_categories():
    with pytest.raises(TypeError, match="SMOTE-NC needs `categorical_features`: 'auto' for"):
        make_sampler("smote_nc")


@pytest.mark.parametrize("key", NUMERIC)
def test_the_samplers_are_those_of_imbalanced_learn(key):
    """Same rows, same name in a pipeline and in print; cloned and pickled like any other."""
    sampler = make_sampler(key, random_state=0)
    name = type(sampler).__name__
    theirs = getattr(over_sampling, name, None) or getattr(combine, name)
    assert isinstance(sampler, theirs)
    assert repr(sampler).startswith(f"{name}(")
    labels = np.random.RandomState(1).permutation(Y)
    expected = theirs(random_state=0).fit_resample(X, labels)
    for one in (sampler, clone(sampler), pickle.loads(pickle.dumps(sampler))):
        rows, y = one.fit_resample(X, labels)
        pd.testing.assert_frame_equal(rows, expected[0], check_exact=True)
        assert y.tolist() == expected[1].tolist()


def test_a_fold_with_too_few_rows_is_explained_by_the_runner_and_by_pipelines():
    message = "Class 1 has 2 rows in the training set, but k_neighbors=5 needs at least 6"
    logistic = LogisticRegression()
    table = run(
        {"few": (X, FEW)}, ["smote"], {"l": logistic}, n_splits=2, n_repeats=1, progress=False
    )
    assert table["error"].str.startswith(f"ValueError: {message}").all()
    with pytest.raises(ValueError, match="Class 1 has 4 rows"):
        make_approach("smote", logistic).fit(X, FEW)


def test_a_text_column_in_a_mixed_table_is_named_with_its_remedy():
    rows = X.assign(d=["x", "y"] * 26, e=pd.Categorical(["u", "v"] * 26))
    for name in ("smote", "smote_nc"):
        model = make_approach(name, LogisticRegression(), 0, mixed=True)
        with pytest.raises(ValueError, match=r"columns 'd': make them .*\{'d': 'category'\}"):
            model.fit(rows, Y)
        model.fit(rows.astype({"d": "category"}), Y)


def test_evaluate_models_explains(tmp_path, monkeypatch):
    monkeypatch.setattr(course_model, "CACHE", tmp_path)
    y, few = pd.Series(Y), pd.Series(FEW)
    with pytest.raises(ValueError, match="Class 1 has 4 rows in the training set"):
        evaluate_models(["smote"], X, few, X, few, n_resamples=10)
    text = X.assign(d="x")
    with pytest.raises(ValueError, match="'d' holds text"):
        evaluate_models(["baseline"], text, y, text, y, n_resamples=10)


@pytest.mark.parametrize(
    ("n_minority", "distance", "why"),
    [(12, 100, "no fraud .* has a legitimate payment among"), (25, 0, "nearly equal")],
)
def test_evaluate_models_says_where_adasyn_has_nothing_to_do(
    n_minority, distance, why, tmp_path, monkeypatch
):
    monkeypatch.setattr(course_model, "CACHE", tmp_path)
    rows = X[: 26 + n_minority]
    y = pd.Series(np.repeat([0, 1], [26, n_minority]))
    rows = rows.add(distance * y, axis=0)
    with pytest.raises(NotOnTheseDataError, match=why):
        evaluate_models(["adasyn"], rows, y, rows, y, n_resamples=10)
