"""What breaks for a reader here: a difference with the wrong sign, or without its interval."""

import numpy as np
import pytest

from helpers.evaluation import METRICS, compare, compare_pair, difference_table, evaluate_scores

from .common import predictions


@pytest.fixture(scope="module")
def pair():
    y, score = predictions()
    before = evaluate_scores(y, score, name="before", n_resamples=50)
    return before, before.at(0.2, name="after")


def test_a_pair_is_compared_as_compare_does(pair):
    before, after = pair
    table, whole = compare_pair(after, before), compare([before, after])
    rows = whole[whole["model"] == "after"]
    assert list(table.index) == list(METRICS)
    assert list(table.columns) == ["difference", "low", "high", "verdict"]
    for ours, theirs in [("difference", "difference"), ("low", "difference_low")]:
        assert np.array_equal(table[ours], rows[theirs], equal_nan=True)
    assert list(table["verdict"]) == list(rows["verdict"])
    assert table.loc["recall", "difference"] == after["recall"] - before["recall"] > 0


def test_the_order_of_a_pair_decides_the_sign(pair):
    before, after = pair
    there, back = compare_pair(after, before), compare_pair(before, after)
    assert np.allclose(there["difference"], -back["difference"])
    assert np.allclose(there["low"], -back["high"])


def test_a_table_of_differences_has_a_row_for_each_pair(pair):
    before, after = pair
    pairs = {"forth": (after, before), "back": (before, after)}
    table = difference_table(pairs, ["recall", "roc_auc"])
    gain = after["recall"] - before["recall"]
    assert table.loc["forth", "Recall"].startswith(f"+{gain:.3f} [+")
    assert table.loc["back", "Recall"].startswith(f"−{gain:.3f} [−")
    assert set(table["ROC-AUC"]) == {"0.000 [0.000, 0.000]"}, "a threshold changes no ranking"
    with pytest.raises(ValueError, match="metrics must name some of"):
        difference_table(pairs, ["recal"])
