"""What breaks for a reader here: a point at the wrong place, or one that hides its few rows."""

import numpy as np
import pytest

from helpers.display.figures import description
from helpers.evaluation import evaluate_scores
from helpers.plotting import plot_calibration


def model(bins, name="model"):
    """Return an evaluation with given (prediction, minority rows, rows)."""
    y = np.concatenate([np.arange(rows) < minority for _, minority, rows in bins]).astype(int)
    score = np.concatenate([np.full(rows, p) for p, _, rows in bins])
    return evaluate_scores(y, score, name=name, n_resamples=2)


BINS = [(0.0005, 2, 4000), (0.05, 10, 200), (0.7, 30, 50)]


def test_a_point_is_a_bin_and_its_interval():
    (ax,) = plot_calibration(model(BINS)).axes
    places = [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert places == [pytest.approx((p, minority / rows)) for p, minority, rows in BINS]
    bars = [line.get_ydata() for line in ax.lines if len(line.get_xdata()) == 2][:-1]
    assert all(low < y < high for (_, y), (low, high) in zip(places, bars, strict=True))
    assert [text.get_text() for text in ax.texts] == ["4,000", "200", "50"]


def test_a_bin_without_a_minority_row_shows_only_an_upper_bound():
    (ax,) = plot_calibration(model([(0.0005, 2, 4000), (0.3, 0, 12)])).axes
    (open_,) = [line for line in ax.lines if line.get_marker() == "v"]
    # Wilson's bound of 0 among n is z² / (n + z²).
    assert open_.get_xydata()[0] == pytest.approx((0.3, 3.8415 / 15.8415), rel=1e-3)


def test_each_model_has_a_panel_on_the_same_axes():
    fig = plot_calibration([model(BINS, "one"), model(BINS[:2], "two")])
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["one", "two"]
    assert len({ax.get_xlim() + ax.get_ylim() for ax in fig.axes}) == 1
    text = description(fig)
    assert "one, minority rows in bins of the prediction: 2 of 4,000 predicted 0.0005" in text
    assert "30 of 50 predicted 0.7" in text


def test_certain_predictions_stay_in_sight():
    (ax,) = plot_calibration(model([(0.0, 1, 100), (0.6, 2, 4), (1.0, 20, 20)])).axes
    low, high = ax.get_xlim()
    points = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert points == [low, 0.6, high]


def test_no_model_is_refused():
    with pytest.raises(ValueError, match="evaluation"):
        plot_calibration([])
