"""The verdicts of lesson 10: on made-up results whose truth is known, they must find it."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers.study import verdicts as claims
from helpers.study.claims import (
    BASELINE,
    CLAIMS,
    CLASSIFIERS,
    FRESH,
    approaches_of,
    opposite_setting,
    reference_sampler,
)
from helpers.study.figures import NEEDS, plot_advantage, plot_chart, plot_worlds
from helpers.study.recommendation import average_over_claims, gains, recommend
from helpers.study.verdicts import (
    advantage,
    confirm_claims,
    count_verdicts,
    describe_claim,
    judge_claims,
    measured_table,
    verdict_table,
)

METRICS = list(BASELINE)


def made_up(effect, *, noise=0.002, replicates=8, seed=0):
    """Return chance plus ``effect(sampler, value, approach, classifier)``."""
    rng = np.random.default_rng(seed)
    rows = []
    for sampler, claim in CLAIMS.items():
        for value in claim.settings:
            for replicate in range(replicates):
                level = rng.normal(0.5, 0.1)  # replicates differ far more than approaches
                for approach in approaches_of(sampler):
                    for classifier in CLASSIFIERS:
                        scores = level + effect(sampler, value, approach, classifier)
                        scores = scores + rng.normal(0, noise, 3)
                        key = (
                            f"{sampler}|{value:g}",
                            sampler,
                            value,
                            replicate,
                            approach,
                            classifier,
                        )
                        rows += [(*key, fold, *[scores[fold]] * 3) for fold in (0, 1)]
    names = ["dataset", "claim", "value", "replicate", "approach", "classifier", "fold", *METRICS]
    return pd.DataFrame(rows, columns=names).assign(repeat=0)


def at_its_claim(sampler, value, approach, classifier):
    return 0.05 * (approach == sampler and value == CLAIMS[sampler].claimed)


def everywhere(sampler, value, approach, classifier):
    return 0.05 * (approach == sampler)


def no_better_than_a_threshold(sampler, value, approach, classifier):
    baseline = approach in BASELINE.values()
    return 0.05 * (baseline or approach == sampler) * (value == CLAIMS[sampler].claimed)


def harmful(sampler, value, approach, classifier):
    return -0.05 * (approach == sampler and value == CLAIMS[sampler].claimed)


@pytest.mark.slow
def test_a_claim_that_is_true_holds_in_all_cases():
    counts = count_verdicts(judge_claims(made_up(at_its_claim)))
    assert (counts["all three", "holds"] == 12).all()
    assert list(counts.index) == list(CLAIMS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("effect", "fails"), [(everywhere, "property"), (no_better_than_a_threshold, "baseline")]
)
def test_each_question_can_fail_alone(effect, fails):
    counts = count_verdicts(judge_claims(made_up(effect)))
    for question in claims.QUESTIONS:
        better = counts[question, "better"]
        assert (better <= 1).all() if question == fails else (better == 12).all()
    assert counts["all three", "holds"].max() <= 1


@pytest.mark.slow
def test_a_harmful_variant_is_called_worse():
    counts = count_verdicts(judge_claims(made_up(harmful)))
    assert (counts["reference", "worse"] == 12).all()
    assert (counts["baseline", "worse"] == 12).all()
    assert (counts["property", "worse"] == 12).all()
    assert (counts["all three", "holds"] == 0).all()


@pytest.mark.slow
def test_chance_alone_gets_hardly_a_verdict():
    tests = judge_claims(made_up(lambda *_: 0.0, noise=0.02))
    assert len(tests) == 6 * 3 * 3 * 4
    assert tests["verdict"].isin(["better", "worse"]).sum() <= 2


@pytest.mark.parametrize(
    ("effect", "fails"),
    [(at_its_claim, None), (everywhere, "property"), (no_better_than_a_threshold, "baseline")],
)
def test_fresh_draws_confirm_a_true_promise_and_no_other(effect, fails):
    again = confirm_claims(made_up(effect, replicates=12, seed=1))
    cases = {(v, c) for v, classifiers in FRESH.items() for c in CLASSIFIERS}
    assert set(zip(again["sampler"], again["classifier"], strict=True)) == cases
    for question, rows in again.groupby("question"):
        better = (rows["verdict"] == "better").sum()
        assert better <= 1 if question == fails else better == len(rows)


@pytest.mark.slow
def test_the_p_values_are_those_before_the_correction():
    tests = judge_claims(made_up(at_its_claim))
    assert (tests["p_value"] <= tests["p_adjusted"] + 1e-12).all()
    outside = (tests["low"] > 0) | (tests["high"] < 0)
    assert ((tests["p_value"] < 0.05) == outside).all()


@pytest.mark.slow
def test_the_stricter_correction_leaves_fewer_verdicts():
    small = made_up(lambda sampler, value, approach, _: 0.02 * (approach == sampler), noise=0.02)
    counts = [
        judge_claims(small, procedure=procedure)["verdict"].isin(["better", "worse"]).sum()
        for procedure in ("bh", "by")
    ]
    assert counts[0] > counts[1]


def test_the_settings_compared_are_those_of_the_claims():
    assert opposite_setting("smote") == 0.03  # moderate against strong imbalance
    assert all(opposite_setting(v) == c.settings[0] for v, c in CLAIMS.items() if v != "smote")
    assert all(reference_sampler(v) != v for v in CLAIMS)


@pytest.mark.slow
def test_the_verdict_table_has_a_sign_for_every_case():
    table = verdict_table(judge_claims(made_up(at_its_claim)), "adasyn")
    assert table.shape == (4, 9)
    assert (table == "+").all(axis=None)
    assert table.columns[0][0] == "better than SMOTE"
    assert list(table.index) == list(CLASSIFIERS)


def test_the_figure_draws_the_differences():
    results = made_up(at_its_claim)
    figure = plot_advantage(results, "borderline")
    table = advantage(results, "borderline", "smote", "average_precision")
    drawn = [line.get_ydata() for line in figure.axes[0].containers[0].get_children()[:1]]
    name = next(iter(CLASSIFIERS))
    assert np.allclose(drawn[0], table.loc[table["classifier"] == name, "difference"])
    assert "MCC, minus threshold moving (MCC)" in [ax.get_title(loc="left") for ax in figure.axes]
    plt.close(figure)


@pytest.mark.slow
def test_the_table_says_where_a_claim_held():
    tests = judge_claims(made_up(no_better_than_a_threshold))
    table = measured_table(tests).loc["ADASYN"]
    assert table["better than its reference sampler"] == "12 of 12 (worse 0)"
    assert table["better than no new rows"].startswith(("0 of", "1 of"))
    holds = measured_table(judge_claims(made_up(at_its_claim))).loc["SMOTE-NC"]
    assert holds["all three"].count(";") == 11
    assert "MCC, gradient boosting" in holds["all three"]
    counts = count_verdicts(tests)
    assert "against SMOTE better in 12 and worse in 0" in describe_claim(counts, "adasyn")


def test_every_claim_has_its_picture_without_and_with_the_property():
    figure = plot_worlds(100)
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles[0] == "SMOTE\n3% minority"
    assert titles[6] == "15% minority"
    assert len(titles) == 12
    plt.close(figure)


# --- the chart


def test_the_chart_advises_what_is_better_and_else_nothing():
    def effect(sampler, value, approach, classifier):
        return 0.05 * (approach == "borderline" and classifier == "decision tree")

    advice = recommend(made_up(effect)).set_index(["classifier", "metric"])["advice"]
    assert (advice["decision tree"] == "borderline").all()
    for classifier in set(CLASSIFIERS) - {"decision tree"}:
        assert advice[classifier].to_dict() == BASELINE


def test_what_decides_is_not_what_proposed():
    def effect(sampler, value, approach, classifier):
        return 0.0

    results = made_up(effect)
    lucky = (results["approach"] == "adasyn") & (results["replicate"] % 2 == 0)
    results.loc[lucky, METRICS] += 0.05
    table = recommend(results)
    assert (table["proposed"] == "adasyn").all()
    assert (table["expected"] > 0.04).all()
    assert (table["advice"] == table["metric"].map(BASELINE)).all()


def test_gains_leave_out_what_was_not_tried_everywhere():
    gap = gains(made_up(at_its_claim), "mcc")
    assert {"smote_nc", "SMOTE on codes", "threshold moving (MCC)"}.isdisjoint(gap.columns)
    assert {"smote", "class weights", "none"} <= set(gap.columns)
    assert len(gap) == 4 * 6 * 8


def test_draws_of_one_claim_do_not_hide_a_difference_between_claims():
    index = pd.MultiIndex.from_product([["a", "b"], range(4)], names=["claim", "replicate"])
    steady = pd.Series([0.0] * 4 + [1.0] * 4, index=index) + [0.01, -0.01] * 4
    mean, low, high = average_over_claims(steady, 0.95)
    assert mean == pytest.approx(0.5)
    assert high - low < 0.05  # the claims differ by 1, but they are the ones we speak of


def test_luck_that_the_claims_share_is_not_counted_as_several_draws():
    index = pd.MultiIndex.from_product([range(6), range(8)], names=["claim", "replicate"])
    luck = pd.Series(
        index.get_level_values("replicate") * 0.01, index
    )  # a seed is one replicate for all
    _, low, high = average_over_claims(luck, 0.95)
    _, one_low, one_high = average_over_claims(luck[[0]], 0.95)
    assert high - low == pytest.approx(one_high - one_low)


def test_the_chart_shows_every_case_once():
    advice = recommend(made_up(at_its_claim))
    figure = plot_chart(advice)
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert sum(text in CLASSIFIERS for text in texts) == len(advice) == 12
    assert NEEDS.keys() == BASELINE.keys()
    plt.close(figure)
