"""The registry and the shared pipeline: a wrong entry here would be wrong in every lesson."""

import re

import numpy as np
import pandas as pd
import pytest
from imblearn.combine import SMOTEENN, SMOTETomek
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression

from helpers.display.code import source
from helpers.evaluation import scores
from helpers.models import course_model as models
from helpers.models.course_model import evaluate_models, make_model
from helpers.models.samplers import SAMPLERS, make_sampler, when_to_use_which


@pytest.fixture(scope="module")
def rows():
    X, y = make_classification(
        6_000, 5, n_informative=3, n_redundant=0, weights=[0.9], class_sep=0.8, random_state=0
    )
    return X, y


@pytest.mark.parametrize("key", [key for key in SAMPLERS if key != "smote_nc"])
def test_every_variant_builds_and_balances(key, rows):
    X, y = rows
    y_resampled = make_sampler(key, random_state=0).fit_resample(X, y)[1]
    assert (y == 1).mean() < 0.2 < (y_resampled == 1).mean()


def test_smote_nc_is_built_with_its_categories(rows):
    X, y = rows
    X = np.column_stack([X, y % 2])
    assert (
        np.bincount(make_sampler("smote_nc", categorical_features=[5]).fit_resample(X, y)[1])[0] > 0
    )


@pytest.mark.parametrize(("key", "plain"), [("smote_enn", SMOTEENN), ("smote_tomek", SMOTETomek)])
def test_the_fast_cleaners_are_used_and_give_the_rows_of_imbalanced_learn(key, plain, rows):
    sampler = make_sampler(key, random_state=0)
    cleaner = sampler.enn if key == "smote_enn" else sampler.tomek
    assert type(cleaner).__module__ == "helpers.cleaning.cleaners"
    X, y = sampler.fit_resample(*rows)
    X_plain, y_plain = plain(random_state=0).fit_resample(*rows)
    assert np.array_equal(X, X_plain)
    assert np.array_equal(y, y_plain)


def test_parameters_reach_the_sampler():
    assert make_sampler("smote", k_neighbors=3).k_neighbors == 3
    assert make_sampler("smote_enn", sampling_strategy=0.5).sampling_strategy == 0.5
    with pytest.raises(KeyError, match=r"no sampler 'smot'; the keys are smote, adasyn"):
        make_sampler("smot")


def test_every_variant_says_where_it_comes_from():
    for variant in SAMPLERS.values():
        for paper in variant.papers:
            assert 1972 <= paper.year <= 2026
            assert re.fullmatch(r"10\.\d{4,}/\S+", paper.doi)
            assert f"https://doi.org/{paper.doi}" in paper.citation
    table = when_to_use_which()
    assert list(table.index) == [v.name for v in SAMPLERS.values()]
    assert table.notna().all(axis=None)


def test_models_are_remembered_only_as_long_as_nothing_they_depend_on_changes(
    rows, tmp_path, monkeypatch
):
    monkeypatch.setattr(models, "CACHE", tmp_path)
    fits = []
    plain_fit = LogisticRegression.fit
    monkeypatch.setattr(
        LogisticRegression, "fit", lambda self, *args: fits.append(1) or plain_fit(self, *args)
    )
    X, y = pd.DataFrame(rows[0], columns=list("abcde")), pd.Series(rows[1])
    parts = (X[:4000], y[:4000], X[4000:], y[4000:])
    first = evaluate_models(["baseline", "smote"], *parts, n_resamples=10)
    again = evaluate_models(["baseline", "smote"], *parts, n_resamples=10)
    assert len(fits) == 2, "the second call must not fit"
    assert [e.name for e in again] == ["baseline", "SMOTE"]
    for one, other in zip(first, again, strict=True):
        assert np.array_equal(one.y_score, other.y_score)
    evaluate_models(["smote"], *parts, random_state=0, n_resamples=10)
    evaluate_models(["smote"], X[:3999], y[:3999], X[4000:], y[4000:], n_resamples=10)
    monkeypatch.setattr(models, "versions", lambda: {"numpy": "0"})
    evaluate_models(["smote"], *parts, n_resamples=10)
    monkeypatch.setattr(models, "code_digest", lambda *folders: "other code")
    evaluate_models(["smote"], *parts, n_resamples=10)
    assert len(fits) == 6


def test_a_remembered_model_needs_no_resample(rows, tmp_path, monkeypatch):
    """Lessons compare the same models one after the other; the first pays for the intervals."""
    monkeypatch.setattr(models, "CACHE", tmp_path)
    X, y = pd.DataFrame(rows[0], columns=list("abcde")), pd.Series(rows[1])
    parts = (X[:4000], y[:4000], X[4000:], y[4000:])
    (first,) = evaluate_models(["baseline"], *parts, n_resamples=10)

    def never(*_):
        raise AssertionError("resampled")

    monkeypatch.setattr(scores, "score_resamples", never)
    (again,) = evaluate_models(["baseline"], *parts, n_resamples=10)
    pd.testing.assert_frame_equal(again.scores, first.scores, check_exact=True)
    pd.testing.assert_frame_equal(again.draws, first.draws, check_exact=True)


def test_rows_prepared_once_give_what_each_whole_pipeline_gives(rows, tmp_path, monkeypatch):
    monkeypatch.setattr(models, "CACHE", tmp_path)
    X, y = pd.DataFrame(rows[0], columns=list("abcde")), pd.Series(rows[1])
    X = X.mask(np.random.default_rng(0).random(X.shape) < 0.01)
    keys = ["baseline", "class weights", "smote"]
    evaluations = evaluate_models(keys, X[:4000], y[:4000], X[4000:], y[4000:], n_resamples=10)
    whole = [make_model(), make_model(class_weight="balanced")]
    whole.append(make_model(make_sampler("smote", random_state=42)))
    for evaluation, model in zip(evaluations, whole, strict=True):
        expected = model.fit(X[:4000], y[:4000]).predict_proba(X[4000:])[:, 1]
        np.testing.assert_array_equal(evaluation.y_score, expected)


def test_models_are_fitted_where_nothing_can_be_remembered(rows, tmp_path, monkeypatch):
    """A read-only course folder, such as a class server's share."""
    (tmp_path / "build").write_text("no folder can be made here, not even by root")
    monkeypatch.setattr(models, "CACHE", tmp_path / "build" / "cache")
    X, y = pd.DataFrame(rows[0], columns=list("abcde")), pd.Series(rows[1])
    with pytest.warns(UserWarning, match=r"cache cannot be written \(.*each lesson fits these"):
        (evaluation,) = evaluate_models(["baseline"], X, y, X, y, n_resamples=10)
    assert evaluation.name == "baseline"


def test_class_weights_are_a_model_of_their_own(rows, tmp_path, monkeypatch):
    monkeypatch.setattr(models, "CACHE", tmp_path)
    X, y = pd.DataFrame(rows[0], columns=list("abcde")), pd.Series(rows[1])
    parts = (X[:4000], y[:4000], X[4000:], y[4000:])
    plain, weighted = evaluate_models(["baseline", "class weights"], *parts, n_resamples=10)
    assert [plain.name, weighted.name] == ["baseline", "class weights"]
    assert weighted["recall"] > plain["recall"]


def test_source_is_shown_without_its_docstring_and_still_runs():
    def double(x):
        """Return twice x."""
        # a comment stays
        return 2 * x

    assert source(double) == "def double(x):\n    # a comment stays\n    return 2 * x"
    assert source(lambda_free) == "def lambda_free():\n    return 1"


def lambda_free():
    return 1
