"""The verdicts of lesson 12: sets of one origin are one witness, and luck is no advice."""

import numpy as np
import pandas as pd
import pytest

from helpers.study.across_origins import (
    NOTHING,
    TUNED,
    Comparison,
    count_sets_instead,
    differences,
    judge_comparisons,
    judge_one,
    leave_one_origin_out,
)
from helpers.study.decision_table import decide, halve_origins, write_decisions

from .common import CLASSIFIERS, SIZES, made_up, one_world

SMOTE = ("smote", "0.5")


def nothing_helps(*_):
    return 0.0


def by_hand():
    """Return three sets of two origins, with a tree and a forest."""
    rows = [
        ("yeast", "yeast 1", "decision tree", 0.5, 0.6),
        ("yeast", "yeast 2", "decision tree", 0.5, 0.8),
        ("glass", "glass 1", "decision tree", 0.4, 0.3),
        ("glass", "glass 1", "random forest", 0.4, 0.6),
    ]
    return pd.DataFrame(
        [
            dict(zip(("origin", "dataset", "classifier", "cut"), (*key, "0.5"), strict=True))
            | {"approach": approach, "mcc": value}
            for *key, before, after in rows
            for approach, value in (("none", before), ("smote", after))
        ]
    )


def test_sets_are_averaged_within_their_origin():
    gaps = differences(by_hand(), Comparison(SMOTE, NOTHING, "mcc", "decision tree"))
    assert gaps.to_dict() == pytest.approx({"yeast": 0.2, "glass": -0.1})
    assert gaps.attrs == {"n_sets": 3, "n_missing": 0}


def test_several_classifiers_are_averaged_within_a_set():
    comparison = Comparison(SMOTE, NOTHING, "mcc", ("decision tree", "random forest"))
    gaps = differences(by_hand(), comparison, unit="dataset")
    assert gaps[("glass", "glass 1")] == pytest.approx(0.05)
    assert len(gaps) == 3


def test_a_missing_cell_is_counted():
    table = by_hand()
    failed = (table["dataset"] == "yeast 2") & (table["approach"] == "smote")
    gaps = differences(table[~failed], Comparison(SMOTE, NOTHING, "mcc", "decision tree"))
    assert gaps.attrs == {"n_sets": 2, "n_missing": 1}
    table.loc[failed, "mcc"] = np.nan
    again = differences(table, Comparison(SMOTE, NOTHING, "mcc", "decision tree"))
    assert again.attrs == gaps.attrs
    assert again.to_dict() == gaps.to_dict()


def test_results_that_cannot_be_paired_are_refused():
    table = by_hand()
    comparison = Comparison(SMOTE, NOTHING, "mcc", "decision tree")
    with pytest.raises(ValueError, match=r"'smote' with cut '0\.5' stands twice"):
        differences(pd.concat([table, table]), comparison)
    with pytest.raises(ValueError, match="No data set has both ways"):
        differences(table[table["approach"] == "none"], comparison)


def test_thirteen_sets_of_one_origin_do_not_narrow_the_interval():
    """The same thirteen times over: the origins know no more, the sets believe that they do."""
    one = made_up(one_world, sizes=[1] * 12, seed=1)
    copies = [
        one[one["origin"] == "origin 00"].assign(dataset=f"origin 00/{n}") for n in range(1, 13)
    ]
    comparison = Comparison(("smote_enn", "0.5"), TUNED, "mcc", "decision tree")
    alone, repeated = (judge_one(t, comparison) for t in (one, pd.concat([one, *copies])))
    assert repeated["n_sets"] == alone["n_sets"] + 12
    for key in ("n", "difference", "low", "high", "p_value", "p_equivalent"):
        assert repeated[key] == pytest.approx(alone[key])
    both = count_sets_instead(pd.concat([one, *copies]), comparison)
    assert both.loc["dataset", "width"] < both.loc["origin", "width"]
    assert both["n"].to_dict() == {"origin": 12, "dataset": 24}


def test_verdicts_follow_the_truth():
    table = judge_comparisons(
        made_up(one_world),
        [
            Comparison(TUNED, NOTHING, "mcc", "strong"),
            Comparison(SMOTE, NOTHING, "brier", "weak"),
            Comparison(("smote_enn", "0.5"), TUNED, "mcc", "weak"),
            Comparison(NOTHING, TUNED, "balanced_accuracy", CLASSIFIERS),
        ],
    )
    assert table["verdict"].tolist() == ["better", "worse", "better", "worse"]
    assert (table["n_origins"] == len(SIZES)).all()
    assert (table["n_sets"] == sum(SIZES)).all()
    calm = made_up(nothing_helps, spread=0.005, noise=0.005)
    assert judge_one(calm, Comparison(SMOTE, NOTHING, "mcc", "weak"))["verdict"] == "equivalent"


@pytest.mark.slow
def test_counting_sets_finds_differences_that_are_not_there():
    found = {"origin": 0, "dataset": 0}
    runs, comparison = 100, Comparison(SMOTE, NOTHING, "mcc", "weak")
    for seed in range(runs):
        both = count_sets_instead(
            made_up(nothing_helps, spread=0.04, ways=[NOTHING, SMOTE], seed=seed), comparison
        )
        for unit, verdict in both["verdict"].items():
            found[unit] += verdict in ("better", "worse")
    assert found["origin"] / runs <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)
    assert found["dataset"] / runs > 0.15


def test_a_verdict_that_hangs_on_one_origin_is_seen():
    table = made_up(nothing_helps, spread=0.001, noise=0.001, seed=2)
    star = (table["origin"] == "origin 09") & (table["approach"] == "smote")
    table.loc[star, "mcc"] += 3
    comparison = Comparison(SMOTE, NOTHING, "mcc", "weak")
    assert judge_one(table, comparison)["verdict"] == "inconclusive"
    without = leave_one_origin_out(table, comparison)
    assert len(without) == len(SIZES)
    last = without.iloc[-1]
    assert (last["left_out"], last["verdict"]) == ("origin 09", "equivalent")
    assert (without["verdict"].iloc[:-1] == "inconclusive").all()


# --- the decision table


def test_the_halves_share_origins_and_sets_evenly():
    table = made_up(nothing_helps)
    halves = halve_origins(table)
    assert sorted([*halves[0], *halves[1]]) == sorted(table["origin"].unique())
    assert [len(half) for half in halves] == [15, 15]
    n_sets = [table[table["origin"].isin(half)]["dataset"].nunique() for half in halves]
    assert abs(n_sets[0] - n_sets[1]) <= 6
    shuffled = table.sample(frac=1, random_state=0)
    assert halve_origins(shuffled) == halves


METRICS = ("average_precision", "balanced_accuracy", "mcc")


@pytest.mark.slow
def test_the_advice_is_what_is_true():
    table = decide(made_up(one_world), METRICS).set_index(["group", "metric"])
    expected = {("weak", m): "SMOTE-ENN" for m in METRICS[1:]}
    expected |= {("strong", m): "tune the threshold" for m in METRICS[1:]}
    expected |= {(group, METRICS[0]): "do nothing" for group in ("weak", "strong")}
    assert table["advice"].str.removesuffix(", threshold tuned").to_dict() == expected
    weak, strong = table.loc[("weak", "mcc")], table.loc[("strong", "mcc")]
    assert weak["gain_low"] < 0.1 < weak["gain_high"]
    assert weak["brier"] == pytest.approx(0.04, abs=0.015)
    assert weak["n_origins"] == weak["n_deciding"] == 15  # of those that proposed it none
    assert (strong["brier"], strong["brier_high"], strong["n_origins"]) == (0, 0, 30)
    nothing = table.loc[("weak", "average_precision")]
    assert (nothing["gain"], nothing["gain_low"], nothing["n_origins"]) == (0, 0, 30)


@pytest.mark.slow
def test_what_decides_is_not_what_proposed():
    table = made_up(nothing_helps, spread=0.01)
    proposing, _ = halve_origins(table)
    lucky = table["origin"].isin(proposing) & (table["approach"] == "smote")
    table.loc[lucky, list(METRICS)] += 0.1
    advice = decide(table, METRICS)
    assert advice["proposed"].str.startswith("SMOTE").all()
    assert (advice["expected"] > 0.05).all()
    assert (advice["advice"] == "do nothing").all()
    assert not advice["same_choice"].any()


@pytest.mark.slow
def test_a_way_that_few_origins_have_is_not_proposed():
    table = made_up(lambda approach, *_: 0.2 * (approach == "smote_enn"))
    few = table["origin"].isin([f"origin {n:02}" for n in range(12)])
    table = table[few | (table["approach"] != "smote_enn")]
    assert not decide(table, METRICS)["proposed"].str.startswith("SMOTE-ENN").any()
    with pytest.raises(ValueError, match="No way was tried on most origins with 'weak'"):
        decide(table[table["approach"] == "none"], METRICS)


@pytest.mark.slow
def test_the_best_of_equal_ways_is_hardly_ever_advised():
    runs, advised = 40, 0
    for seed in range(runs):
        table = decide(made_up(nothing_helps, sizes=[1] * 20, seed=seed), ("mcc",), ("weak",))
        advised += table["verdict"].eq("better").sum()
    assert advised / runs <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)


def test_a_written_decision_table_has_all_four_numbers_in_every_cell():
    table = decide(made_up(one_world), ("balanced_accuracy", "average_precision"))
    lines = write_decisions(table).splitlines()
    assert lines[0] == "| to be good in | weak classifiers | strong classifiers |"
    assert len(lines) == 2 + 2
    for line, metric in zip(lines[2:], ("balanced_accuracy", "average_precision"), strict=True):
        cells = line.split(" | ")[1:]
        for group, cell in zip(("weak", "strong"), cells, strict=True):
            row = table.set_index(["metric", "group"]).loc[(metric, group)]
            assert f"**{row['advice']}**" in cell
            assert f"{row['n_origins']} origins" in cell
            assert f"{row['n_deciding']} origins" in cell
            assert row["verdict"] in cell
            assert row["proposed"] in cell
            gain = f"{row['gain']:+.3f}".replace("-", "−")
            assert f"gain over nothing {gain} [" in cell or "gain 0, Brier unchanged" in cell
