"""What breaks for a reader here: a verdict that the folds do not carry."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers.evaluation.paired import control_false_discoveries, paired_differences

# --- paired differences


def made_up(gaps, metric="recall", n_train=80, n_test=20, **columns):
    """Return results in which the approach lies above the reference by the gaps, fold by fold."""
    base = {"dataset": "d", "classifier": "c", "repeat": 0, "n_train": n_train, "n_test": n_test}
    rows = []
    for fold, gap in enumerate(gaps):
        level = 0.3 + 0.05 * fold  # folds differ far more than approaches: only pairs tell
        extra = {name: values[fold] for name, values in columns.items()}
        rows.append({**base, "fold": fold, "approach": "none", metric: level, **extra})
        rows.append({**base, "fold": fold, "approach": "m", metric: level + gap, **extra})
    return pd.DataFrame(rows)


def test_the_corrected_interval_agrees_with_a_calculation_by_hand():
    gaps = np.array([0.02, 0.04, 0.03, 0.05, 0.01])
    row = paired_differences(made_up(gaps), "recall").iloc[0]
    # mean 0.03; variance 0.00025; (1/5 + 20/80) * 0.00025 = 0.0001125; t(4) at 97.5 % = 2.7764
    assert row["difference"] == pytest.approx(0.03)
    assert row["high"] - row["difference"] == pytest.approx(2.7764 * 0.0106066, rel=1e-4)
    assert row["p_value"] == pytest.approx(2 * stats.t.sf(0.03 / 0.0106066, 4), rel=1e-4)
    assert row["verdict"] == "better"
    uncorrected = stats.ttest_1samp(gaps, 0).confidence_interval()
    assert row["low"] < uncorrected.low


def test_independent_draws_are_the_sample_when_they_are_named():
    gaps = [0.02, 0.04, 0.03, 0.05, 0.01, 0.03]
    table = made_up(gaps, replicate=[0, 0, 1, 1, 2, 2])
    row = paired_differences(table, "recall", unit="replicate").iloc[0]
    expected = stats.ttest_1samp([0.03, 0.04, 0.02], 0)
    assert row["n"] == 3
    assert row["p_value"] == pytest.approx(expected.pvalue)
    assert row["low"] == pytest.approx(expected.confidence_interval().low)


@pytest.mark.parametrize(
    ("gaps", "metric", "verdict"),
    [
        ([0.2, 0.21, 0.19], "recall", "better"),
        ([0.2, 0.21, 0.19], "brier", "worse"),
        ([-0.2, -0.21, -0.19], "brier", "better"),
        ([-0.2, -0.21, -0.19], "mcc", "worse"),
        ([0.2, -0.21, 0.1], "mcc", "inconclusive"),
        ([0, 0, 0], "mcc", "the same"),
        ([0.2, np.nan, 0.2], "precision", "failed"),
        ([0.5], "mcc", "inconclusive"),
    ],
)
def test_verdicts(gaps, metric, verdict):
    table = paired_differences(made_up(gaps, metric), metric)
    assert table["verdict"].tolist() == [verdict]
    corrected = control_false_discoveries(table, metric)
    assert corrected["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    ("n", "p_value", "verdict"),
    [(3, 1, "inconclusive"), (5, 1, "inconclusive"), (6, 1 / 32, "better")],
)
def test_folds_that_all_differ_alike_need_six_of_them(n, p_value, verdict):
    """One minority row a fold, found by one model only: the t interval would be a point at 1."""
    table = paired_differences(made_up([0.2] * n), "recall")
    row = table.iloc[0]
    assert row["p_value"] == p_value
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])
    assert row["verdict"] == verdict
    again = control_false_discoveries(table, "recall", rate=0.1)
    assert again["verdict"].tolist() == [verdict]


def test_many_comparisons_cost_a_narrow_win_its_verdict():
    gaps = [0.02, 0.04, 0.03, 0.05, 0.01]
    win = paired_differences(made_up(gaps), "recall")
    losers = paired_differences(made_up([0.2, -0.21, 0.1, -0.08, 0.02]), "recall")
    many = control_false_discoveries(pd.concat([win] + [losers] * 20), "recall")
    assert win["verdict"].tolist() == ["better"]
    assert many["verdict"].iloc[0] == "inconclusive"
    assert many["p_adjusted"].iloc[0] > 10 * win["p_value"].iloc[0]


def test_differences_that_are_not_paired_are_refused():
    table = made_up([0.1, 0.2, 0.1])
    with pytest.raises(ValueError, match="'smote' is not among the approaches"):
        paired_differences(table, "recall", "smote")
    with pytest.raises(ValueError, match="no column 'recal'"):
        paired_differences(table, "recal")
    with pytest.raises(ValueError, match="was not run on all folds"):
        paired_differences(table.drop(index=0), "recall")
    with pytest.raises(ValueError, match="A fold stands twice"):
        paired_differences(pd.concat([table, table]), "recall")
    with pytest.raises(ValueError, match="no column 'replicat'"):
        paired_differences(table, "recall", unit="replicat")
    with pytest.raises(ValueError, match="no approach but the reference 'none'"):
        paired_differences(table[table["approach"] == "none"], "recall")


def test_levels_in_per_cent_are_refused():
    table = made_up([0.1, 0.2, 0.1])
    with pytest.raises(ValueError, match=r"between 0 and 1, such as 0\.95 for 95 %, got 95"):
        paired_differences(table, "recall", confidence_level=95)
    with pytest.raises(ValueError, match=r"rate must lie between 0 and 1, such as 0\.05"):
        control_false_discoveries(paired_differences(table, "recall"), "recall", rate=5)
