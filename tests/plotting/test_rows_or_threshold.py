"""What breaks for a reader here: rows that are credited with what the threshold did."""

import numpy as np
import pytest

from helpers import plotting
from helpers.display.figures import description
from helpers.evaluation import compare_pair, evaluate_scores, signed


@pytest.fixture(scope="module")
def four():
    """A model, and one with the same ranking and higher scores, each at 0.5 and at its own cut."""
    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [900, 100])
    score = np.clip(rng.normal(0.2 + 0.25 * y, 0.1), 0, 1)
    plain = evaluate_scores(y, score, name="plain", n_resamples=50)
    sampled = evaluate_scores(y, np.sqrt(score), name="sampled", n_resamples=50)
    return plain, plain.at(0.36, "plain, tuned"), sampled, sampled.at(0.6, "sampled, tuned")


def test_the_bars_are_the_four_scores_in_two_groups(four):
    plain, plain_tuned, sampled, sampled_tuned = four
    (ax,) = plotting.plot_two_by_two(*four, metrics=["recall"]).axes
    bars = sorted(ax.patches, key=lambda bar: bar.get_x())
    expected = [e["recall"] for e in (plain, sampled, plain_tuned, sampled_tuned)]
    assert [bar.get_height() for bar in bars] == pytest.approx(expected)
    colours = [bar.get_facecolor() for bar in bars]
    assert colours[0] == colours[2] != colours[1] == colours[3]
    assert [bool(bar.get_hatch()) for bar in bars] == [False, True, False, True]
    ticks = [tick.get_text() for tick in ax.get_xticklabels()]
    assert ticks == ["threshold 0.5", "tuned thresholds"]


def test_the_effect_of_the_rows_is_given_at_each_threshold(four):
    plain, plain_tuned, sampled, sampled_tuned = four
    (ax,) = plotting.plot_two_by_two(*four, metrics=["recall"]).axes
    written = [text.get_text() for text in ax.texts if text.get_text().startswith("rows:")]
    pairs = [(sampled, plain), (sampled_tuned, plain_tuned), (plain_tuned, plain)]
    rows = [compare_pair(*pair).loc["recall"] for pair in pairs]
    at_half, tuned, alone = (signed(r["difference"], r["low"], r["high"], decimals=2) for r in rows)
    assert written == [f"rows:\n{at_half}", f"rows:\n{tuned}"]
    assert tuned.startswith("0.00"), "the ranking is the same"
    assert at_half.startswith("+0.")
    assert ax.get_xlabel().endswith(alone)
    assert description(ax.figure) == (
        f"Recall, sampled minus plain: threshold 0.5 {at_half}; tuned thresholds {tuned}. "
        f"Threshold alone, no new rows: {alone}."
    )


def test_a_model_without_alarms_has_no_precision_and_is_drawn_all_the_same(four):
    never = four[0].at(1.0, "never")
    fig = plotting.plot_two_by_two(never, *four[1:], metrics=["precision"])
    assert "undefined" in description(fig)


def test_one_line_for_each_ranking_and_one_marker_for_each_threshold(four):
    ax = plotting.plot_catches(four)
    lines = [line for line in ax.lines if line.get_linestyle() != "None"]
    markers = [line for line in ax.lines if line.get_linestyle() == "None"]
    assert len(lines) == 2
    assert len(markers) == 4
    for marker, e in zip(markers, four, strict=True):
        fp, tp = e.confusion[["fp", "tp"]]
        assert [marker.get_xdata()[0], marker.get_ydata()[0]] == [fp, tp]
        assert marker.get_label() == f"{e.name}: {tp} caught, {fp} false alarms"
        assert marker.get_label() in description(ax.figure)
    for marker, line in zip(markers, [lines[0], lines[0], lines[1], lines[1]], strict=True):
        points = set(zip(*line.get_data(), strict=True))
        assert (marker.get_xdata()[0], marker.get_ydata()[0]) in points, "it lies on its line"
    alarms, caught = lines[0].get_data()
    assert (alarms[0], caught[0]) == (0, 0)
    assert (alarms[-1], caught[-1]) == (900, 100)


def test_rows_of_equal_score_are_caught_together():
    y = np.repeat([0, 1], [10, 5])
    e = evaluate_scores(y, np.where(np.arange(15) % 2, 0.9, 0.1), name="coarse", n_resamples=5)
    line = plotting.plot_catches(e).lines[0]
    assert list(zip(*line.get_data(), strict=True)) == [(0, 0), (5, 2), (10, 5)]


def test_counts_of_the_test_set_are_drawn_whatever_the_class_ratio(four):
    at_ratio = [e.at_ratio(577) for e in four]
    plain, weighted = (plotting.plot_catches(es) for es in (four, at_ratio))
    assert description(plain.figure) == description(weighted.figure)


@pytest.mark.parametrize("plot", [plotting.plot_catches, plotting.plot_confusion_matrices])
def test_models_of_two_test_sets_are_refused(plot, four):
    other = evaluate_scores([0, 1], [0.1, 0.9], name="other", n_resamples=5)
    with pytest.raises(ValueError, match="different test rows"):
        plot([four[0], other])
    with pytest.raises(ValueError, match="different test rows"):
        plotting.plot_two_by_two(other, *four[1:])
