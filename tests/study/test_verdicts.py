"""The verdicts of lesson 10: on made-up results whose truth is known, they must find it."""

import functools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers.study.claims import (
    CLAIMS,
    CLASSIFIERS,
    CONDITIONS,
    METRICS,
    approaches_of,
    opposite_setting,
    own_columns,
    reference_sampler,
)
from helpers.study.figures import plot_claims, plot_design, plot_parameter, plot_worlds
from helpers.study.recommendation import average_over_claims, gains, recommend
from helpers.study.verdicts import (
    average_conditions,
    brier_changes,
    column_of,
    condition_gaps,
    count_verdicts,
    gains_by_width,
    judge_cases,
    judge_conditions,
    measured_table,
    paired_gaps,
)

TUNED = [column_of(metric, "tuned") for metric in METRICS]


def made_up(effect, **options):
    """Return what `_made_up` makes, which is slow, as a table of one's own."""
    return _made_up(effect, **options).copy()


@functools.lru_cache(maxsize=8)
def _made_up(effect, *, noise=0.003, replicates=12, seed=0):
    """Return chance plus ``effect(sampler, value, approach, classifier)``, at both thresholds."""
    rng = np.random.default_rng(seed)
    rows = []
    for sampler, claim in CLAIMS.items():
        for value in claim.settings:
            for replicate in range(replicates):
                level = rng.normal(0.5, 0.1)  # replicates differ far more than approaches
                for approach in approaches_of(sampler):
                    for classifier in CLASSIFIERS:
                        score = level + effect(sampler, value, approach, classifier)
                        score = score + rng.normal(0, noise)
                        key = (sampler, value, replicate, approach, classifier)
                        rows.append((*key, *[score] * 3, score - 0.1, score - 0.1, 1 - score))
    names = ["claim", "value", "replicate", "approach", "classifier", *TUNED]
    table = pd.DataFrame(rows, columns=[*names, "balanced_accuracy", "mcc", "brier"])
    return table.assign(n_columns=table["claim"].map(own_columns), further="noise")


def at_its_claim(sampler, value, approach, classifier):
    return 0.05 * (approach == sampler and value == CLAIMS[sampler].claimed)


def everywhere(sampler, value, approach, classifier):
    return 0.05 * (approach == sampler)


def no_better_than_no_new_rows(sampler, value, approach, classifier):
    return 0.05 * (approach in ("none", sampler)) * (value == CLAIMS[sampler].claimed)


def harmful(sampler, value, approach, classifier):
    return -0.05 * (approach == sampler and value == CLAIMS[sampler].claimed)


def tiny(sampler, value, approach, classifier):
    return 0.004 * (approach == sampler and value == CLAIMS[sampler].claimed)


@pytest.mark.slow
def test_a_claim_that_is_true_holds_in_all_cases():
    cases = judge_cases(judge_conditions(made_up(at_its_claim)))
    assert len(cases) == 72
    assert cases["holds"].all()
    assert cases["least"].between(0.04, 0.06).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("effect", "fails"), [(everywhere, "property"), (no_better_than_no_new_rows, "baseline")]
)
def test_a_case_is_as_strong_as_its_weakest_condition(effect, fails):
    conditions = judge_conditions(made_up(effect))
    counts = count_verdicts(conditions)
    for condition in CONDITIONS:
        better = counts.loc[condition, "better"]
        assert better <= 4 if condition == fails else better == 72
    cases = judge_cases(conditions)
    assert cases["holds"].sum() <= 4
    assert (cases["weakest"] == fails).all()


@pytest.mark.slow
def test_a_harmful_sampler_is_called_worse():
    counts = count_verdicts(judge_conditions(made_up(harmful)))
    assert (counts["worse"] == 72).all()


@pytest.mark.slow
def test_chance_alone_gets_hardly_a_verdict_and_is_not_called_the_same():
    conditions = judge_conditions(made_up(lambda *_: 0.0, noise=0.05))
    counts = conditions["verdict"].value_counts()
    assert counts["inconclusive"] > 200
    assert not judge_cases(conditions)["holds"].any()


@pytest.mark.slow
def test_what_is_too_small_to_matter_is_equivalent():
    conditions = judge_conditions(made_up(tiny, noise=0.001))
    assert (conditions["verdict"] == "equivalent").all()


@pytest.mark.slow
def test_at_a_fixed_threshold_the_sampler_loses_by_the_threshold():
    results = made_up(lambda *_: 0.0)
    fair, unfair = (
        judge_conditions(results, cut=cut).set_index(["condition", "metric"])["verdict"]
        for cut in ("tuned", "0.5")
    )
    assert (unfair.loc["baseline", ["mcc", "balanced_accuracy"]] == "worse").all()
    assert (fair.loc["baseline", "mcc"] != "worse").all()
    assert (unfair.loc["baseline", "average_precision"] != "worse").all()  # it has no threshold
    assert (unfair.loc["reference"] != "worse").all()  # both at 0.5


def test_differences_are_between_the_same_replicates():
    results = made_up(at_its_claim)
    gaps = paired_gaps(results.sample(frac=1, random_state=0), "adasyn", "smote", "mcc")
    assert gaps.shape == (4 * 12, 4)
    assert gaps[1].between(0.03, 0.07).all()
    assert gaps[0].abs().max() < 0.02


@pytest.mark.slow
def test_verdicts_can_be_counted_by_several_columns():
    counts = count_verdicts(judge_conditions(made_up(harmful)), ["condition", "metric"])
    assert counts.shape == (9, 4)
    assert counts.loc[("baseline", "mcc"), "worse"] == 24


@pytest.mark.slow
def test_a_claim_that_was_not_tried_is_left_out():
    results = made_up(at_its_claim).query("claim != 'smote_nc'")
    cases = judge_cases(judge_conditions(results))
    assert len(cases) == 60
    table = measured_table({"two columns": cases})
    assert table.loc["SMOTE-NC", "two columns"] == "not tried"
    assert table.loc["ADASYN", "two columns"] == "12 of 12"


def test_a_condition_can_be_followed_over_the_widths_of_a_table():
    four, thirty = made_up(at_its_claim), made_up(harmful, seed=1).assign(n_columns=30)
    case = ("adasyn", "mcc", "decision tree")
    rows = gains_by_width([four, thirty], [case])
    assert rows["label"].tolist() == ["4 columns, as made", "30 columns, noise"]
    assert rows["verdict"].tolist() == ["better", "worse"]
    assert set(rows["group"]) == {"ADASYN, decision tree"}


def test_a_replicate_that_a_sampler_refused_is_left_out():
    results = made_up(at_its_claim)
    refused = (results["approach"] == "adasyn") & (results["replicate"] == 3)
    gaps = condition_gaps(results[~refused], "adasyn", "mcc")
    assert all(
        set(gap.index.get_level_values("replicate")) == set(range(12)) - {3}
        for gap in gaps.values()
    )


def test_a_higher_brier_score_is_a_loss():
    changes = brier_changes(made_up(harmful))
    assert len(changes) == 24
    assert (changes["low"] > 0).all()
    assert np.allclose(changes["with"] - changes["without"], changes["difference"])


def test_the_settings_compared_are_those_of_the_claims():
    assert opposite_setting("smote") == 0.03  # moderate against strong imbalance
    assert all(opposite_setting(v) == c.settings[0] for v, c in CLAIMS.items() if v != "smote")
    assert all(reference_sampler(v) != v for v in CLAIMS)


def test_every_claim_has_its_picture_without_and_with_the_property():
    figure = plot_worlds(100)
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles[0] == "SMOTE\n3% minority"
    assert titles[6] == "15% minority"
    assert len(titles) == 12
    plt.close(figure)


@pytest.mark.slow
def test_the_picture_of_the_design_shows_each_replicate_and_the_three_means():
    results = made_up(at_its_claim)
    conditions = judge_conditions(results)
    figure = plot_design(results, conditions)
    ax = figure.axes[-1]
    lines = [line for line in ax.lines if line.get_marker() == "o"]
    assert [len(line.get_xdata()) for line in lines] == [12, 12, 12]
    answers = conditions.query(
        "sampler == 'adasyn' and metric == 'balanced_accuracy'"
        " and classifier == 'logistic regression'"
    )
    diamonds = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "D"]
    assert np.allclose(diamonds, answers["difference"])
    plt.close(figure)


def test_the_picture_of_a_parameter_shows_the_lead_at_each_setting():
    results = made_up(at_its_claim)
    figure = plot_parameter(results, "adasyn", ["mcc"])
    means = paired_gaps(results, "adasyn", "smote", "mcc").groupby("classifier").mean()
    drawn = figure.axes[0].containers[0].lines[0].get_ydata()
    assert np.allclose(drawn, means.loc[next(iter(CLASSIFIERS))])
    plt.close(figure)


@pytest.mark.slow
def test_the_forest_has_the_three_conditions_of_each_claim_in_each_metric():
    results = made_up(harmful)
    figure = plot_claims(results)
    assert [ax.get_title() or ax.get_title(loc="left") for ax in figure.axes] == [
        "Average precision",
        "Balanced accuracy",
        "MCC",
    ]
    texts = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert texts.count("better than no new rows") == len(CLAIMS)
    assert "better than random over-sampling" in texts
    table = average_conditions(results, "mcc")
    assert len(table) == 18
    assert table["difference"].between(-0.06, -0.04).all()
    plt.close(figure)


# --- the advice


def test_the_advice_is_what_is_better_and_else_no_new_rows():
    def effect(sampler, value, approach, classifier):
        return 0.05 * (approach == "borderline" and classifier == "decision tree")

    advice = recommend(made_up(effect), made_up(effect, seed=1))
    advice = advice.set_index(["classifier", "metric"])
    assert (advice.loc["decision tree", "advice"] == "borderline").all()
    assert np.allclose(advice.loc["decision tree", "brier"], -0.05, atol=0.005)
    for classifier in set(CLASSIFIERS) - {"decision tree"}:
        assert set(advice.loc[classifier, "advice"]) == {"none", "tune the threshold"}


def test_what_decides_is_not_what_proposed():
    results = made_up(lambda *_: 0.0)
    results.loc[results["approach"] == "adasyn", TUNED] += 0.05
    table = recommend(results, made_up(lambda *_: 0.0, seed=1))
    assert (table["proposed"] == "adasyn").all()
    assert table["difference"].abs().max() < 0.01
    assert set(table["advice"]) == {"none", "tune the threshold"}


def test_gains_leave_out_what_was_not_tried_everywhere():
    gap = gains(made_up(at_its_claim), "mcc")
    assert {"smote_nc", "none"}.isdisjoint(gap.columns)
    assert {"smote", "class weights"} <= set(gap.columns)
    assert len(gap) == 4 * 6 * 12


def test_replicates_of_one_claim_do_not_hide_a_difference_between_claims():
    index = pd.MultiIndex.from_product([["a", "b"], range(4)], names=["claim", "replicate"])
    steady = pd.Series([0.0] * 4 + [1.0] * 4, index=index) + [0.01, -0.01] * 4
    answer = average_over_claims(steady, "mcc", 0.95)
    assert answer["difference"] == pytest.approx(0.5)
    assert answer["high"] - answer["low"] < 0.05  # the claims differ by 1, but we speak of these


def test_luck_that_the_claims_share_is_not_counted_as_several_replicates():
    index = pd.MultiIndex.from_product([range(6), range(8)], names=["claim", "replicate"])
    luck = pd.Series(
        index.get_level_values("replicate") * 0.01, index
    )  # a seed is one replicate for all
    every, one = (average_over_claims(part, "mcc", 0.95) for part in (luck, luck[[0]]))
    assert every["high"] - every["low"] == pytest.approx(one["high"] - one["low"])
