"""What breaks for a reader here: a score that is not scikit-learn's."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from helpers.evaluation.comparison import compare, summary_table
from helpers.evaluation.metrics import METRICS, Scorer
from helpers.evaluation.scores import evaluate, evaluate_scores

from .common import predictions


def sklearn_scores(y, score, threshold, weight=None):
    pred = (score >= threshold).astype(int)
    w = {"sample_weight": weight}
    return {
        "accuracy": metrics.accuracy_score(y, pred, **w),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, pred, **w),
        "precision": metrics.precision_score(y, pred, zero_division=np.nan, **w),
        "recall": metrics.recall_score(y, pred, **w),
        "f1": metrics.f1_score(y, pred, zero_division=0, **w),
        "mcc": metrics.matthews_corrcoef(y, pred, **w),
        "average_precision": metrics.average_precision_score(y, score, **w),
        "roc_auc": metrics.roc_auc_score(y, score, **w),
        "brier": metrics.brier_score_loss(y, score, **w),
    }


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    n=st.integers(2, 60),
    grid=st.integers(1, 20),
    threshold=st.floats(0, 1),
)
def test_every_score_is_scikit_learns_also_when_rows_are_weighted_and_scores_tie(
    seed, n, grid, threshold
):
    rng = np.random.default_rng(seed)
    y = np.r_[0, 1, rng.integers(0, 2, n - 2)]
    score = rng.integers(0, grid + 1, n) / grid
    weight = np.r_[1, 1, rng.integers(0, 4, n - 2)]
    ours = Scorer(y, score, threshold)(weight)
    theirs = sklearn_scores(y, score, threshold, weight)
    for metric in METRICS:
        assert ours[metric] == pytest.approx(theirs[metric], abs=1e-12, nan_ok=True), metric


def test_confusion_and_predictions_follow_the_threshold():
    y, score = predictions()
    low = evaluate_scores(y, score, n_resamples=10)
    high = low.at(0.9)
    assert list(low.confusion) == list(metrics.confusion_matrix(y, score >= 0.5).ravel())
    assert list(high.confusion) == list(metrics.confusion_matrix(y, score >= 0.9).ravel())
    assert high["recall"] < low["recall"]
    assert high["average_precision"] == low["average_precision"]
    assert high.name == "model at 0.9"


def test_a_score_equal_to_the_threshold_is_called_minority():
    result = evaluate_scores([0, 1, 1], [0.2, 0.5, 0.9], threshold=0.5, n_resamples=10)
    assert result.confusion.to_dict() == {"tn": 1, "fp": 0, "fn": 0, "tp": 2}


@pytest.mark.slow
def test_the_interval_covers_the_true_recall_about_as_often_as_it_says():
    """Recall of 40 minority rows, truth 0.7: nominal 95 %, small samples a little less."""
    rng = np.random.default_rng(0)
    y = np.r_[np.zeros(60, int), np.ones(40, int)]
    covered = 0
    for _ in range(300):
        score = 0.1 + 0.8 * np.r_[np.zeros(60), rng.random(40) < 0.7]
        row = evaluate_scores(y, score, n_resamples=200).scores.loc["recall"]
        covered += row["low"] <= 0.7 <= row["high"]
    # 300 trials: the standard error of the coverage is 0.013
    assert 0.90 <= covered / 300 <= 0.98


def test_a_wider_confidence_level_gives_a_wider_interval():
    y, score = predictions()
    narrow = evaluate_scores(y, score, confidence_level=0.5).scores
    wide = evaluate_scores(y, score, confidence_level=0.99).scores
    assert ((wide["high"] - wide["low"]) > (narrow["high"] - narrow["low"])).all()


def test_the_dummy_has_undefined_precision_and_the_table_says_so():
    y, _ = predictions()
    X = np.zeros((len(y), 1))
    result = evaluate(DummyClassifier(strategy="prior").fit(X, y), X, y, n_resamples=20)
    assert result.name == "DummyClassifier"
    assert np.isnan(result["precision"])
    assert result["average_precision"] == pytest.approx(0.1)
    assert result["roc_auc"] == 0.5
    table = summary_table(compare([result]))
    assert table.loc["DummyClassifier", "Precision"] == "undefined"
    assert table.loc["DummyClassifier", "Recall"] == "0.000 [0.000, 0.000]"


@pytest.mark.parametrize(
    ("y", "score", "message"),
    [
        ([0, 0], [0.1, 0.2], "both labels"),
        ([0, 2], [0.1, 0.2], "both labels"),
        ([0, 1], [0.1, np.nan], "one finite probability per row of y_true, got nan"),
        ([0, 1], [0.1], "one finite probability per row of y_true, got 1 for 2 rows"),
        ([], [], "y_true is empty"),
        ([0, 1], [], "y_score is empty"),
        ((label for label in [0, 1]), [0.1, 0.9], r"a generator; an iterator.*list\(y_true\)"),
        ([0, 1], (p for p in [0.1, 0.9]), r"a generator; an iterator.*list\(y_score\)"),
        ([0, np.nan, 1], [0.1, 0.2, 0.9], "no label in 1 of 3 rows"),
        (pd.Series([0, None, 1], dtype="Int64"), [0.1, 0.2, 0.9], "no label in 1 of 3 rows"),
        (["ok", "fraud"], [0.1, 0.9], r"got 'ok', 'fraud'.*\(y == 'fraud'\)\.astype\(int\)"),
        ([-1, 1], [0.1, 0.9], "both labels 0 and 1, got -1, 1"),
        ([[0, 1], [1, 0]], [0.1, 0.9], r"one value per row, got an array of shape \(2, 2\)"),
        ([0, 1], [[0.9, 0.1], [0.1, 0.9]], r"shape \(2, 2\); take.*predict_proba\(X\)\[:, 1\]"),
        ([0, 1], ["0.1", "0.9"], "y_score must hold numbers"),
        ([0, 1], pd.Series([0.1, None], dtype="Float64"), "y_score must hold"),
        ([0, 1], np.ma.array([0.1, 0.9], mask=[1, 0]), "masked"),
        (1, 0.5, "y_true must be a list, an array or a column, not a int"),
    ],
)
def test_bad_input_is_refused(y, score, message):
    with pytest.raises(ValueError, match=message):
        evaluate_scores(y, score)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_resamples": 0}, "n_resamples must be a whole number, at least 2"),
        ({"n_resamples": 1}, "n_resamples must be a whole number, at least 2"),
        ({"n_resamples": 10.5}, "n_resamples must be a whole number"),
        ({"n_resamples": True}, "n_resamples must be a whole number"),
        ({"n_resamples": None}, "n_resamples must be a whole number"),
        ({"confidence_level": 95}, r"such as 0\.95 for 95 %, got 95"),
        ({"confidence_level": 0}, "confidence_level must lie between 0 and 1"),
        ({"confidence_level": 1}, "confidence_level must lie between 0 and 1"),
        ({"confidence_level": np.nan}, "confidence_level must lie between 0 and 1"),
        ({"confidence_level": "0.95"}, "confidence_level must lie between 0 and 1"),
        ({"random_state": "seed"}, "random_state must be a whole number"),
        ({"random_state": -1}, "random_state must be a whole number"),
    ],
)
def test_a_bootstrap_that_cannot_be_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        evaluate_scores([0, 1], [0.1, 0.9], **options)


def test_a_table_with_one_column_is_a_column():
    y, score = predictions()
    flat = evaluate_scores(y, score, n_resamples=10)
    for column in (y[:, None], pd.DataFrame({"Class": y}), pd.Series(y == 1), y.astype(float)):
        other = evaluate_scores(column, score[:, None], n_resamples=10)
        pd.testing.assert_frame_equal(other.scores, flat.scores)
        assert other.confusion.tolist() == flat.confusion.tolist()


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["ok", "fraud"], r"fitted on 'fraud', 'ok': fit it again on y = \(y == 'fraud'\)"),
        ([-1, 1], "fitted on -1, 1"),
        ([0, 1, 2], "fitted on 0, 1, 2"),
        ([0], "one class only, 0; fit it on rows of both"),
        ([1], "one class only, 1; fit it on rows of both"),
    ],
)
def test_a_model_of_other_labels_is_refused(labels, message):
    X = np.zeros((12, 1))
    model = DummyClassifier(strategy="prior").fit(X, np.resize(labels, 12))
    with pytest.raises(ValueError, match=message):
        evaluate(model, X, np.resize([0, 1], 12))


def test_a_model_that_is_not_fitted_is_refused():
    with pytest.raises(ValueError, match="not fitted yet"):
        evaluate(DummyClassifier(), [[0.0], [1.0]], [0, 1])


def test_a_model_without_probabilities_is_refused():
    X, y = np.array([[0.0], [1.0]]), [0, 1]
    with pytest.raises(TypeError, match="LinearSVC has no predict_proba"):
        evaluate(LinearSVC().fit(X, y), X, y)


def test_labels_may_be_a_series_with_any_index_and_the_positive_column_is_found():
    y, _ = predictions()
    X = pd.DataFrame({"x": np.random.default_rng(0).normal(size=len(y)) + y}, index=range(5, 405))
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression().fit(X, y)
    result = evaluate(model, X, pd.Series(y, index=X.index), n_resamples=10)
    assert result["roc_auc"] > 0.5


@pytest.mark.parametrize("score", [[0, 5, -3, 7], [12, 99.5, 3, 80], [0.1, 0.2, 1.01, 0.3]])
def test_scores_that_are_no_probabilities_are_refused(score):
    # The Brier score of the first would be 17.5.
    with pytest.raises(ValueError, match="probabilities from 0 to 1"):
        evaluate_scores([0, 1, 0, 1], score)


@pytest.mark.parametrize("threshold", [np.nan, None, "0.5", True])
def test_a_threshold_that_is_no_number_is_refused(threshold):
    result = evaluate_scores([0, 1, 0, 1], [0.1, 0.4, 0.2, 0.8], n_resamples=5)
    for call in (result.at, lambda t: evaluate_scores([0, 1], [0.1, 0.4], threshold=t)):
        with pytest.raises(ValueError, match="threshold must be a number, not"):
            call(threshold)


def test_thresholds_beyond_all_scores_are_numbers_too():
    result = evaluate_scores([0, 1, 0, 1], [0.1, 0.4, 0.2, 0.8], threshold=np.inf, n_resamples=5)
    assert result.confusion.tolist() == [2, 0, 2, 0]


def test_decisions_given_as_scores_deserve_a_warning():
    with pytest.warns(UserWarning, match="Are they decisions"):
        evaluate_scores([0, 1, 0, 1], [0, 1, 1, 1], n_resamples=5)
    X, y = np.zeros((4, 1)), [0, 0, 0, 1]
    sure = DummyClassifier(strategy="most_frequent").fit(X, y)
    assert evaluate(sure, X, y, n_resamples=5)["recall"] == 0  # a model may be that sure


def test_scores_at_another_ratio_are_those_of_a_file_with_repeated_rows():
    """Weights for the majority are what a reader would see who had more of the same rows."""
    y, score = predictions()
    one = evaluate_scores(y, score, threshold=0.3)
    majority = np.flatnonzero(y == 0)
    repeated = np.concatenate([np.arange(len(y)), *[majority] * 6])
    many = evaluate_scores(y[repeated], score[repeated], threshold=0.3)
    ratio = 7 * len(majority) / y.sum()
    weighted = one.at_ratio(ratio)
    assert weighted.scores["value"].to_numpy() == pytest.approx(many.scores["value"].to_numpy())
    assert weighted.confusion.to_dict() == pytest.approx(many.confusion.to_dict())
    assert weighted["precision"] < one["precision"]
    # the same minority rows are drawn, so the interval of recall is the unweighted one's
    assert weighted.scores.loc["recall"].equals(one.scores.loc["recall"])
    for same in ("recall", "roc_auc", "balanced_accuracy"):
        assert weighted[same] == pytest.approx(one[same])


def test_the_ratio_stays_when_the_threshold_moves():
    y, score = predictions()
    there = evaluate_scores(y, score).at_ratio(100).at(0.3)
    back = evaluate_scores(y, score).at(0.3).at_ratio(100)
    pd.testing.assert_frame_equal(there.scores, back.scores)
    own = (y == 0).sum() / y.sum()
    pd.testing.assert_frame_equal(
        there.at_ratio(own).scores, evaluate_scores(y, score).at(0.3).scores
    )


def test_a_weighted_score_lies_in_its_interval_where_the_bootstrap_degenerates():
    y = np.array([0] * 40 + [1] * 10)
    score = np.where(y == 1, 0.9, 0.1)  # every resample is perfect
    for ratio in (0.5, 400):
        scores = evaluate_scores(y, score).at_ratio(ratio).scores
        assert (scores["low"] <= scores["value"]).all()
        assert (scores["value"] <= scores["high"]).all()
    few = evaluate_scores(y, score).scores.loc["precision", "low"]
    assert scores.loc["precision", "low"] < few / 5, "no false alarm among 40 says little of 4,000"


def test_evaluating_at_a_ratio_is_evaluating_and_then_changing_the_ratio():
    X, y = np.arange(60.0)[:, None], np.repeat([0, 1, 0, 1], [40, 4, 8, 8])
    model = LogisticRegression().fit(X, y)
    direct = evaluate(model, X, y, at_ratio=577, n_resamples=20)
    later = evaluate(model, X, y, n_resamples=20).at_ratio(577)
    pd.testing.assert_frame_equal(direct.scores, later.scores)
    assert direct.majority_weight == later.majority_weight != 1
