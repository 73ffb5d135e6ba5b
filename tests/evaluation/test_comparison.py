"""What breaks for a reader here: a comparison unpaired, or a verdict the wrong way round."""

import numpy as np
import pytest

from helpers.evaluation.comparison import compare, summary_table
from helpers.evaluation.metrics import verdict
from helpers.evaluation.scores import evaluate_scores

from .common import predictions


def test_a_model_never_differs_from_itself_and_pairing_narrows_the_difference():
    y, score = predictions()
    _, other = predictions(noise=1.02)
    a = evaluate_scores(y, score, name="a")
    table = compare([a, evaluate_scores(y, other, name="b")]).set_index(["model", "metric"])
    assert (table.loc["a", ["difference", "difference_low", "difference_high"]] == 0).all(axis=None)
    row = table.loc[("b", "roc_auc")]
    unpaired = np.hypot(row["high"] - row["low"], a.scores.diff(axis=1).loc["roc_auc", "high"])
    assert row["difference_high"] - row["difference_low"] < unpaired
    assert row["difference"] == pytest.approx(row["value"] - a["roc_auc"])


def test_the_reference_can_be_named():
    y, score = predictions()
    pair = [evaluate_scores(y, score, name="a"), evaluate_scores(y, score**2, name="b")]
    first = compare(pair).set_index(["model", "metric"])["difference"]
    second = compare(pair, reference="b").set_index(["model", "metric"])["difference"]
    assert first.loc[("b", "recall")] == -second.loc[("a", "recall")] != 0
    with pytest.raises(ValueError, match="No evaluation is called 'c'"):
        compare(pair, reference="c")


def test_unlike_test_sets_are_not_compared():
    y, score = predictions()
    a = evaluate_scores(y, score, name="a", n_resamples=20)
    other_rows = evaluate_scores(y[::-1], score, name="b", n_resamples=20)
    other_seed = evaluate_scores(y, score, name="b", n_resamples=20, random_state=1)
    for b in (other_rows, other_seed):
        with pytest.raises(ValueError, match="not paired"):
            compare([a, b])
    with pytest.raises(ValueError, match="share a name"):
        compare([a, a])


@pytest.mark.parametrize("nothing", [[], (), {}, iter([])])
def test_nothing_to_compare_is_refused(nothing):
    with pytest.raises(ValueError, match=r"compare takes a list of evaluations.*got \[\]"):
        compare(nothing)


def test_what_is_no_list_of_evaluations_is_refused():
    one = evaluate_scores(*predictions(), n_resamples=5)
    for wrong in (one, [one, 0.5], 7):
        with pytest.raises(ValueError, match="compare takes a list of evaluations"):
            compare(wrong)


@pytest.mark.parametrize("metrics", [["recal"], [], "recal"])
def test_a_table_of_unknown_metrics_is_refused(metrics):
    table = compare([evaluate_scores(*predictions(), n_resamples=5)])
    with pytest.raises(ValueError, match="metrics must name some of accuracy"):
        summary_table(table, metrics)
    assert summary_table(table, "recall").columns.tolist() == ["Recall"]


def test_a_table_that_is_no_whole_comparison_is_refused():
    one = evaluate_scores(*predictions(), n_resamples=5)
    with pytest.raises(ValueError, match=r"summary_table\(compare\(models\)\)"):
        summary_table([one])
    part = compare([one]).query("metric == 'recall'")
    with pytest.raises(ValueError, match="no rows of precision, mcc, average_precision"):
        summary_table(part)
    assert summary_table(part, ["recall"]).shape == (1, 1)


@pytest.mark.parametrize("random_state", [[1, 2], np.array([1, 2]), np.int64(3)])
def test_seeds_of_any_form_give_pairs(random_state):
    y, score = predictions()
    options = {"n_resamples": 20, "random_state": random_state}
    a, b = (evaluate_scores(y, score, name=name, **options) for name in "ab")
    assert (compare([a, b])["difference"].dropna() == 0).all()
    wider = evaluate_scores(y, score, name="b", confidence_level=0.99, **options)
    with pytest.raises(ValueError, match="not paired"):
        compare([a, wider])


def test_tables_keep_the_order_of_the_models():
    y, score = predictions()
    names = ["z", "a", "m"]
    table = summary_table(compare(evaluate_scores(y, score, name=n) for n in names))
    assert list(table.index) == names
    assert list(table.columns) == ["Precision", "Recall", "MCC", "Average precision"]


def test_the_verdict_knows_that_a_lower_brier_score_is_better():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [300, 60])
    good, bad = (np.clip(y * lift + rng.uniform(0, 0.5, len(y)), 0, 1) for lift in (0.5, 0.1))
    models = [evaluate_scores(y, bad, name="bad"), evaluate_scores(y, good, name="good")]
    verdict = compare(models).query("model == 'good'").set_index("metric")["verdict"]
    assert verdict["brier"] == verdict["average_precision"] == "better"
    back = compare(models, reference="good").query("model == 'bad'").set_index("metric")["verdict"]
    assert back["brier"] == back["average_precision"] == "worse"
    assert set(compare(models).query("model == 'bad'")["verdict"]) == {"inconclusive"}


@pytest.mark.parametrize("make", [lambda: None, lambda: np.random.default_rng(0)])
def test_resamples_that_are_not_shared_are_no_pairs(make):
    y, score = predictions()
    random_state = make()  # None, or one generator that moves on between the two calls
    pair = [
        evaluate_scores(y, score, name=name, n_resamples=20, random_state=random_state)
        for name in "ab"
    ]
    with pytest.raises(ValueError, match=r"is not paired\. Use the same n_resamples"):
        compare(pair)


def test_scores_at_different_class_ratios_are_not_compared():
    y, score = predictions()
    one = evaluate_scores(y, score, name="a", n_resamples=20)
    other = evaluate_scores(y, score, name="b", n_resamples=20).at_ratio(500)
    with pytest.raises(ValueError, match="`at_ratio` for both or neither"):
        compare([one, other])


def test_the_same_seed_gives_pairs():
    y, score = predictions()
    pair = [evaluate_scores(y, score, name=name, n_resamples=20, random_state=3) for name in "ab"]
    assert (compare(pair)["difference"].dropna() == 0).all()


@pytest.mark.parametrize("difference", [0.0, np.nan])
@pytest.mark.parametrize("metric", ["recall", "brier"])
def test_no_difference_and_an_undefined_one_are_no_verdict(difference, metric):
    assert verdict(difference, True, metric) == "inconclusive"
