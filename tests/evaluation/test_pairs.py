"""What breaks for a reader here: a verdict on a handful of rows."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn import metrics

from helpers.evaluation.comparison import compare
from helpers.evaluation.pairs import exact_p_values
from helpers.evaluation.scores import evaluate_scores

DECISIONS = {
    "accuracy": metrics.accuracy_score,
    "balanced_accuracy": metrics.balanced_accuracy_score,
    "precision": metrics.precision_score,
    "recall": metrics.recall_score,
    "f1": metrics.f1_score,
    "mcc": metrics.matthews_corrcoef,
}


def two_models(n_found=(0, 0), n_alarms=(0, 0), n_minority=60, n_majority=300, **options):
    """Evaluate two models; each decides so many rows right (or wrong) that the other does not.

    Both find 20 of the minority rows and raise 10 false alarms beside.
    """
    y = np.repeat([1, 0], [n_minority, n_majority])
    scores = np.random.default_rng(0).uniform(0.1, 0.3, (2, len(y)))
    scores[1] = scores[0]
    shared = min(20, n_minority - sum(n_found))
    scores[:, :shared] += 0.6
    scores[:, n_minority : n_minority + 10] += 0.6
    for start, counts in [(shared, n_found), (n_minority + 10, n_alarms)]:
        scores[0, start : start + counts[0]] += 0.6
        scores[1, start + counts[0] : start + sum(counts)] += 0.6
    return [
        evaluate_scores(y, score, name=name, n_resamples=200, **options)
        for name, score in zip(["model", "rival"], scores, strict=True)
    ]


def verdicts(pair):
    return compare(pair, reference="rival").query("model == 'model'").set_index("metric")


def test_one_minority_row_is_never_a_verdict():
    """The interval was [-1, -1], and the verdict "worse"."""
    y = [0] * 99 + [1]
    finds = evaluate_scores(y, [0.1] * 99 + [0.9], name="rival")
    misses = evaluate_scores(y, [0.1] * 99 + [0.2], name="model")
    table = verdicts([misses, finds])
    assert set(table["verdict"]) == {"inconclusive"}
    assert table.loc["recall", "difference"] == -1
    assert table.loc["recall", "difference_low"] == -1
    # Newcombe's rule 10: both intervals are 0.793 wide
    assert table.loc["recall", "difference_high"] == pytest.approx(-1 + 0.793451 * 2**0.5, abs=1e-5)
    assert table.loc["precision", "difference_undefined"] == 1


@pytest.mark.parametrize("confidence_level", [0.95, 0.8, 0.5])
@pytest.mark.parametrize("n_minority", [5, 60])
@pytest.mark.parametrize("swap", [False, True])
def test_five_rows_are_no_verdict_whatever_metric_and_level(confidence_level, n_minority, swap):
    pair = two_models((5, 0), n_minority=n_minority, confidence_level=confidence_level)
    if swap:
        pair = two_models((0, 5), n_minority=n_minority, confidence_level=confidence_level)
    assert set(verdicts(pair)["verdict"]) == {"inconclusive"}


def test_five_false_alarms_are_no_verdict_either_and_six_are():
    assert set(verdicts(two_models(n_alarms=(0, 5)))["verdict"]) == {"inconclusive"}
    table = verdicts(two_models(n_alarms=(0, 6)))
    better = ["accuracy", "balanced_accuracy", "precision", "f1", "mcc", "brier"]
    assert set(table.loc[better, "verdict"]) == {"better"}
    assert table.loc["recall", "verdict"] == "inconclusive"


def test_six_rows_that_all_point_one_way_are_enough():
    table = verdicts(two_models((6, 0)))
    assert table.loc["recall", "p_value"] == pytest.approx(2 / 2**6)
    assert table.loc[["recall", "f1", "mcc", "accuracy"], "verdict"].tolist() == ["better"] * 4


def test_seven_to_two_is_no_verdict_though_the_bootstrap_says_so():
    table = verdicts(two_models((8, 1), n_minority=60, confidence_level=0.97))
    assert table.loc["recall", "difference_low"] > 0
    assert table.loc["recall", "p_value"] > 0.03
    assert table.loc["recall", "verdict"] == "inconclusive"


def test_few_rows_of_a_class_decide_only_accuracy():
    table = verdicts(two_models(n_alarms=(0, 40), n_minority=4))
    assert table.loc["accuracy", "verdict"] == "better"
    assert set(table["verdict"].drop("accuracy")) == {"inconclusive"}
    holds_zero = table["difference_low"] * table["difference_high"] <= 0
    assert holds_zero.drop("accuracy").all()
    assert not holds_zero["accuracy"]


def test_precision_of_a_few_alarms_is_no_verdict():
    y = np.repeat([1, 0], [60, 300])
    few = np.where(np.arange(360) < 5, 0.9, 0.1)  # five alarms, all right
    many = np.where(np.arange(360) % 2, 0.8, 0.2)  # one alarm in six is right
    pair = [evaluate_scores(y, s, name=n) for n, s in [("model", few), ("rival", many)]]
    table = verdicts(pair)
    assert table.loc["precision", "difference"] > 0.8
    assert table.loc["precision", "verdict"] == "inconclusive"
    assert table.loc["precision", "low"] < 0.6


@pytest.mark.parametrize(("wins", "losses"), [(6, 0), (7, 2), (3, 3), (0, 9), (20, 4), (1, 0)])
def test_for_recall_and_accuracy_the_test_is_mcnemars(wins, losses):
    expected = binomtest(wins, wins + losses).pvalue
    by_recall = exact_p_values(*two_models((wins, losses)))
    assert by_recall["recall"] == pytest.approx(expected)
    assert by_recall["accuracy"] == pytest.approx(expected)
    by_alarms = exact_p_values(*two_models(n_alarms=(wins, losses)))
    assert by_alarms["accuracy"] == pytest.approx(expected)
    assert by_alarms["recall"] == 1


def test_many_rows_of_one_class_do_not_need_all_outcomes():
    p_values = exact_p_values(*two_models(n_alarms=(480, 560), n_majority=2000))
    assert p_values["balanced_accuracy"] == pytest.approx(binomtest(480, 1040).pvalue, abs=1e-9)


@pytest.mark.slow
def test_the_p_value_is_the_share_of_all_exchanges_with_as_large_a_difference():
    """Exchange the two models' decisions on each subset of the rows they differ on, all 2^7."""
    pair = two_models((3, 1), (1, 2), n_minority=30, n_majority=40)
    y, ours, theirs = pair[0].y_true, pair[0].y_pred, pair[1].y_pred
    differ = np.flatnonzero(ours != theirs)
    p_values = exact_p_values(*pair)
    for name, score in DECISIONS.items():
        observed = abs(score(y, ours) - score(y, theirs))
        as_large = 0
        for flips in product([0, 1], repeat=len(differ)):
            a, b = ours.copy(), theirs.copy()
            rows = differ[np.array(flips, bool)]
            a[rows], b[rows] = theirs[rows], ours[rows]
            as_large += abs(score(y, a) - score(y, b)) >= observed - 1e-12
        assert p_values[name] == pytest.approx(as_large / 2 ** len(differ)), name


def test_the_rows_differences_add_up_to_the_scores():
    rng = np.random.default_rng(1)
    y = rng.permutation(np.repeat([0, 1], [150, 30]))
    ours, theirs = np.clip(y * 0.2 + rng.integers(0, 9, (2, 180)) / 10, 0, 1)  # ties too
    a, b = (evaluate_scores(y, s, n_resamples=2) for s in (ours, theirs))
    for metric, parts in a.row_scores.items():
        for mine, other in zip(parts, b.row_scores[metric], strict=True):
            gap = (mine - other).mean()
            assert gap == pytest.approx(a[metric] - b[metric], abs=1e-12), metric


def test_where_many_rows_differ_the_bootstrap_decides_alone():
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [2000, 200])
    scores = np.clip(y * np.array([[0.5], [0.2]]) + rng.uniform(0, 0.5, (2, 2200)), 0, 1)
    good, bad = (evaluate_scores(y, s, name=n) for n, s in zip("ab", scores, strict=True))
    part = compare([bad, good]).query("model == 'a'").set_index("metric")
    gap = good.draws - bad.draws
    np.testing.assert_allclose(part["difference_low"], gap.quantile(0.025), rtol=1e-9)
    np.testing.assert_allclose(part["difference_high"], gap.quantile(0.975), rtol=1e-9)
    many = ["recall", "average_precision", "brier", "roc_auc"]
    assert part.loc[many, "p_value"].isna().all()
    assert part.loc[many, "verdict"].tolist() == ["better"] * 4


@pytest.mark.slow
def test_equally_good_models_seldom_get_a_verdict_from_ten_rows():
    """Nominal 5 %; 80 trials have a standard error of 2.4 points. The bootstrap alone: 16 %."""
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [100, 10])
    n_verdicts = n_bootstrap = 0
    for _ in range(80):
        shared = rng.normal(size=110) + 1.8 * y
        scores = 1 / (1 + np.exp(1.8 - shared - 0.5 * rng.normal(size=(2, 110))))
        a, b = (
            evaluate_scores(y, s, name=n, n_resamples=100)
            for n, s in zip("ab", scores, strict=True)
        )
        row = compare([a, b]).query("model == 'b' and metric == 'balanced_accuracy'").iloc[0]
        n_verdicts += row["verdict"] != "inconclusive"
        n_bootstrap += row["difference_low"] * row["difference_high"] > 0
    assert n_verdicts / 80 <= 0.1 < n_bootstrap / 80
