"""What breaks for a reader here: "not found" sold as "not there", or luck sold as a gain."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers.evaluation.equivalence import (
    correct_answers,
    judge_differences,
    judge_joint_claims,
)

SIZES = np.r_[13, 6, 4, 3, 3, 2, 2, np.ones(20)]


def origins(rng, truth=0.0, spread=0.03):
    """Return one difference per origin of unequal size, with heavy tails."""
    tails = rng.standard_t(3, len(SIZES)) / np.sqrt(3)
    within = rng.standard_t(4, len(SIZES)) / np.sqrt(2 * SIZES)
    return truth + spread * (tails + within)


def share(verdicts, runs=400, seed=0, **settings):
    """Return in how many of many studies the verdict is one of these."""
    rng = np.random.default_rng(seed)
    answers = [judge_differences(origins(rng, **settings), "mcc") for _ in range(runs)]
    return np.mean([answer["verdict"] in verdicts for answer in answers])


def p_value(gaps, alternative):
    """Test one side as SciPy does, without the three others."""
    gaps = np.round(gaps, 12)
    if not gaps.any():
        return 1.0
    tied = len({*np.abs(gaps)}) < len(gaps) or 0 in gaps
    method = "asymptotic" if tied and len(gaps) >= 10 else "auto"
    options = {"zero_method": "pratt", "method": method, "correction": True}
    ranks = stats.wilcoxon(gaps, alternative=alternative, **options).pvalue
    if len({*gaps}) == 1:
        return ranks
    return max(ranks, stats.ttest_1samp(gaps, 0, alternative=alternative).pvalue)


@pytest.mark.parametrize("n", [1, 2, 5, 10, 13, 25, 51])
@pytest.mark.parametrize("decimals", [2, 3, 17], ids=["ties and zeros", "ties", "neither"])
def test_four_tests_at_once_are_the_four_to_the_last_bit(n, decimals):
    for seed in range(3):
        gaps = np.random.default_rng(seed).normal(0.004, 0.01, size=n).round(decimals)
        answer = judge_differences(gaps, "recall", too_small=0.01)
        assert answer["p_value"] == min(1, 2 * min(p_value(gaps, s) for s in ("greater", "less")))
        assert answer["p_no_gain"] == p_value(gaps - 0.01, "less")
        assert answer["p_no_loss"] == p_value(gaps + 0.01, "greater")


def test_the_numbers_are_those_of_scipy():
    gaps = np.random.default_rng(0).normal(0.01, 0.02, 28)
    answer = judge_differences(gaps, "mcc")
    t, ranks = stats.ttest_1samp(gaps, 0), stats.wilcoxon(gaps)
    assert answer["p_value"] == pytest.approx(max(t.pvalue, ranks.pvalue))
    interval = t.confidence_interval()
    assert (answer["low"], answer["high"]) == pytest.approx((interval.low, interval.high))
    gain = [
        stats.ttest_1samp(gaps, 0.01, alternative="less").pvalue,
        stats.wilcoxon(gaps - 0.01, alternative="less").pvalue,
    ]
    assert answer["p_no_gain"] == pytest.approx(max(gain))


STEADY = 0.002 * np.sin(np.arange(30))


@pytest.mark.parametrize(
    ("gaps", "metric", "verdict"),
    [
        (0.03 + STEADY, "mcc", "better"),
        (0.03 + STEADY, "brier", "worse"),
        (-0.03 + STEADY, "brier", "better"),
        (-0.03 + STEADY, "mcc", "worse"),
        (STEADY, "mcc", "equivalent"),
        (0.004 + STEADY, "mcc", "equivalent"),  # not zero, but too small to matter
        (0.005 + 20 * STEADY, "mcc", "inconclusive"),
        (np.zeros(30), "mcc", "equivalent"),
        (np.full(30, 0.2), "mcc", "better"),
        (np.full(5, 0.2), "mcc", "inconclusive"),  # five tosses have a p-value of 0.06 at best
        ([0.5], "mcc", "inconclusive"),
        ([0.0], "mcc", "inconclusive"),
    ],
)
def test_the_four_answers(gaps, metric, verdict):
    assert judge_differences(gaps, metric)["verdict"] == verdict


def test_a_gain_that_few_units_carry_is_no_verdict():
    gaps = np.r_[np.full(22, -0.004), np.full(8, 0.06)] + STEADY / 4
    t, answer = stats.ttest_1samp(gaps, 0), judge_differences(gaps, "mcc")
    assert t.pvalue < 0.05 < answer["p_value"]
    assert answer["low"] > 0
    assert answer["verdict"] == "inconclusive"


def test_many_small_gains_do_not_outweigh_a_great_loss():
    gaps = np.r_[np.full(29, 0.02), -0.5] + STEADY / 4
    assert stats.wilcoxon(gaps).pvalue < 0.001
    answer = judge_differences(gaps, "mcc")
    assert answer["low"] < 0
    assert answer["verdict"] == "inconclusive"


def test_a_wider_region_makes_more_differences_equivalent():
    gaps = 0.03 + STEADY
    assert judge_differences(gaps, "mcc", too_small=0.05)["verdict"] == "equivalent"
    loss, gain = (judge_differences(gaps, metric) for metric in ("brier", "mcc"))
    assert gain["p_no_gain"] > 0.99 > 0.01 > gain["p_no_loss"]
    assert (loss["p_no_gain"], loss["p_no_loss"]) == (gain["p_no_loss"], gain["p_no_gain"])


@pytest.mark.parametrize("gaps", [[], [0.1, np.nan], [[0.1], [0.2]]])
def test_no_verdict_without_differences(gaps):
    with pytest.raises(ValueError, match="none missing"):
        judge_differences(gaps, "mcc")


def test_a_region_must_have_a_width():
    with pytest.raises(ValueError, match="too_small must be above 0"):
        judge_differences([0.1, 0.2], "mcc", too_small=0)


# --- what the answers do in many studies of 27 origins; 400 runs have a standard error of 0.011


@pytest.mark.slow
def test_without_a_difference_hardly_a_study_finds_one():
    assert share({"better", "worse"}) <= 0.05 + 2 * 0.011


@pytest.mark.slow
def test_a_difference_of_003_is_found():
    assert share({"better"}, truth=0.03, spread=0.03) >= 0.9
    assert share({"worse"}, truth=-0.03, spread=0.03) >= 0.9


@pytest.mark.slow
def test_without_a_difference_and_with_little_spread_all_is_equivalent():
    assert share({"equivalent"}, spread=0.008) >= 0.95


@pytest.mark.slow
def test_a_difference_at_the_edge_is_hardly_called_equivalent():
    for spread in (0.005, 0.02):
        assert share({"equivalent"}, truth=0.01, spread=spread) <= 0.05 + 2 * 0.011


@pytest.mark.slow
def test_the_interval_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(1)
    answers = [judge_differences(origins(rng, truth=0.02), "mcc") for _ in range(400)]
    covered = np.mean([answer["low"] <= 0.02 <= answer["high"] for answer in answers])
    assert covered >= 0.95 - 2 * 0.011


# --- many comparisons


def table_of(samples, metric="mcc"):
    rows = [
        {"label": label, "metric": metric, **judge_differences(gaps, metric)}
        for label, gaps in samples.items()
    ]
    return pd.DataFrame(rows)


def test_one_comparison_needs_no_correction():
    table = table_of({"a": 0.03 + STEADY})
    again = correct_answers(table)
    assert again["p_adjusted"].tolist() == table["p_value"].tolist()
    assert again["p_equivalent_adjusted"].tolist() == table["p_equivalent"].tolist()


def test_many_comparisons_cost_narrow_verdicts():
    rng = np.random.default_rng(3)
    narrow = {"gain": 0.0125 + 14 * STEADY, "zero": 10 * STEADY}
    assert table_of(narrow)["verdict"].tolist() == ["better", "equivalent"]
    noise = {f"noise {n}": rng.normal(0, 0.2, 30) for n in range(40)}
    many = correct_answers(table_of(narrow | noise)).set_index("label")["verdict"]
    assert many["gain"] == many["zero"] == "inconclusive"


@pytest.mark.slow
def test_of_many_comparisons_few_verdicts_are_false():
    rng = np.random.default_rng(4)
    false = []
    for _ in range(40):
        truths = np.repeat([0, 0.03], [15, 5])
        samples = {n: origins(rng, truth, 0.04) for n, truth in enumerate(truths)}
        verdicts = correct_answers(table_of(samples))["verdict"]
        found = verdicts.isin(["better", "worse"])
        false.append(found[truths == 0].sum() / max(1, found.sum()))
    assert np.mean(false) <= 0.05 + 2 * np.std(false) / np.sqrt(len(false))


# --- claims of several parts


def test_a_claim_holds_only_if_all_parts_do():
    table = table_of({"gain": 0.03 + STEADY, "zero": STEADY, "open": 0.005 + 20 * STEADY})
    claims = {
        "both": {"gain": "better", "zero": "equivalent"},
        "one is open": {"gain": "better", "open": "better"},
        "the wrong way": {"gain": "worse", "zero": "equivalent"},
        "no gain": {"zero": "no gain"},
        "a gain is none": {"gain": "no gain"},
        "no loss": {"gain": "no loss", "zero": "no loss"},
    }
    tested = judge_joint_claims(table, claims).set_index("claim")
    assert tested["holds"].to_dict() == {
        "both": True,
        "one is open": False,
        "the wrong way": False,
        "no gain": True,
        "a gain is none": False,
        "no loss": True,
    }
    assert tested.loc["one is open", "weakest"] == "open"
    assert tested.loc["the wrong way", "p_value"] == 1
    assert tested.loc["both", "parts"] == 2


def test_lower_is_better_for_the_brier_score():
    table = table_of({"rises": 0.03 + STEADY}, "brier")
    says = {word: {"rises": word} for word in ("better", "worse", "no gain", "no loss")}
    holds = judge_joint_claims(table, says).set_index("claim")["holds"]
    assert holds.to_dict() == {"better": False, "worse": True, "no gain": True, "no loss": False}


def test_a_part_that_was_not_compared_is_refused():
    table = table_of({"gain": 0.03 + STEADY})
    with pytest.raises(KeyError, match="loss"):
        judge_joint_claims(table, {"claim": {"loss": "worse"}})
    with pytest.raises(KeyError, match="bad"):
        judge_joint_claims(table, {"claim": {"gain": "bad"}})
    with pytest.raises(ValueError, match="stands twice"):
        judge_joint_claims(pd.concat([table, table]), {"claim": {"gain": "better"}})


@pytest.mark.slow
def test_a_claim_with_one_false_part_hardly_ever_holds():
    rng = np.random.default_rng(5)
    holds = []
    for _ in range(300):
        table = table_of({"true": origins(rng, 0.1), "false": origins(rng)})
        claims = {"claim": {"true": "better", "false": "better"}}
        holds.append(judge_joint_claims(table, claims)["holds"].item())
    assert np.mean(holds) <= 0.025 + 2 * 0.009
