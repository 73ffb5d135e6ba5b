"""What breaks for a reader here: a class that looks more or less rare than it is."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from helpers import plotting
from helpers.display.figures import description

BOXES = pytest.mark.filterwarnings("ignore:vert. bool was deprecated")  # seaborn's box plots


def markers(ax):
    """Return the places of the majority's and of the minority's markers."""
    return [drawn.get_offsets().data.tolist() for drawn in ax.collections]


@pytest.mark.parametrize(("n_legitimate", "n_frauds"), [(284_315, 492), (30, 30), (5, 3), (3, 5)])
def test_a_grid_has_one_marker_for_each_row_that_comes_with_a_fraud(n_legitimate, n_frauds):
    ax = plotting.plot_one_in_a_grid(np.repeat([0, 1], [n_legitimate, n_frauds]))
    others, [fraud] = markers(ax)
    assert len(others) == max(1, round(n_legitimate / n_frauds))
    places = {tuple(place) for place in [*others, fraud]}
    assert len(places) == len(others) + 1, "a marker hides another"
    colours = [to_hex(drawn.get_facecolor()[0]).upper() for drawn in ax.collections]
    assert colours == [plotting.COLOURS[0], plotting.COLOURS[1]]
    for x, y in places:
        assert ax.get_xlim()[0] < x < ax.get_xlim()[1]
        assert ax.get_ylim()[1] < y < ax.get_ylim()[0]


def test_a_grid_says_its_numbers_and_depends_on_its_seed_only():
    y = np.repeat([0, 1], [284_315, 492])
    ax = plotting.plot_one_in_a_grid(y)
    assert description(ax.figure) == "A grid of 579 markers: 1 fraud among 578 legitimate."
    assert ax.get_title(loc="left") == "1 fraud, 578 legitimate"
    assert markers(plotting.plot_one_in_a_grid(y[::-1])) == markers(ax)
    assert markers(plotting.plot_one_in_a_grid(y, random_state=1)) != markers(ax)


def test_the_fraud_can_be_seen_among_very_many():
    ax = plotting.plot_one_in_a_grid(np.repeat([0, 1], [50_000, 5]))
    others, fraud = (drawn.get_sizes()[0] for drawn in ax.collections)
    assert others < 5 < 30 <= fraud


def test_the_rarer_of_other_labels_is_the_minority():
    ax = plotting.plot_one_in_a_grid(["ok", "ok", "ok", "faulty"])
    assert description(ax.figure) == "A grid of 4 markers: 1 faulty among 3 ok."


@pytest.mark.parametrize("y", [[0, 0], [0, 1, 2], [0, 1, None]])
@pytest.mark.parametrize(
    "plot",
    [
        plotting.plot_one_in_a_grid,
        lambda y: plotting.plot_boxes(pd.DataFrame({"V1": np.arange(len(y))}), y),
        lambda y: plotting.plot_shares(np.arange(len(y)), y, bins=[0, 5], xlabel="hour"),
    ],
)
def test_other_than_two_classes_are_refused(plot, y):
    with pytest.raises(ValueError, match="compares two classes"):
        plot(y)


@BOXES
def test_boxes_hold_the_middle_half_of_each_class_and_leave_out_what_is_missing():
    X = pd.DataFrame({"V1": np.r_[np.arange(101.0), 200 + np.arange(101.0)], "V2": 1.0})
    X.loc[0, "V2"] = np.nan
    ax = plotting.plot_boxes(X, np.repeat([0, 1], 101))
    assert [text.get_text() for text in ax.get_xticklabels()] == ["V1", "V2"]
    tops = sorted(patch.get_path().vertices[:, 1].max() for patch in ax.patches)
    assert [top for top in tops if top > 1] == pytest.approx([75, 275])
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["legitimate", "fraud"]
    assert description(ax.figure) == (
        "Box plots. Medians of legitimate and fraud: V1 50.0 and 250.0; V2 1.0 and 1.0."
    )


@BOXES
def test_boxes_belong_to_their_rows_whatever_the_index():
    X = pd.DataFrame({"V1": [1.0, 2.0, 9.0]}, index=[7, 5, 7])
    ax = plotting.plot_boxes(X, pd.Series([0, 0, 1], index=[7, 5, 7]))
    assert "V1 1.5 and 9.0" in description(ax.figure)


def test_shares_are_those_of_each_class_on_an_axis_from_zero():
    ax = plotting.plot_shares(
        [0.5, 0.5, 0.5, 1.5, 1.5, 2.0], [0, 0, 0, 0, 1, 1], bins=[0, 1, 2], xlabel="hour"
    )
    legitimate, fraud = (patch.get_data()[0].tolist() for patch in ax.patches)
    assert legitimate == [75, 25]
    assert fraud == [0, 100]
    assert ax.get_ylim()[0] == 0
    assert description(ax.figure) == (
        "Shares of each class by hour. Highest: legitimate 75.0 % between 0 and 1; "
        "fraud 100.0 % between 1 and 2."
    )


@pytest.mark.parametrize("value", [-1, 3, np.nan])
def test_a_value_in_no_bin_is_refused(value):
    with pytest.raises(ValueError, match="1 of 2 values lie in no bin"):
        plotting.plot_shares([1, value], [0, 1], bins=[0, 1, 2], xlabel="hour")


def test_the_bars_of_a_linear_axis_begin_at_zero():
    ax = plotting.plot_class_distribution([0] * 578 + [1], title="Before", log=False)
    assert [bar.get_x() for bar in ax.patches] == [0, 0]
    assert [bar.get_width() for bar in ax.patches] == [578, 1]
    assert ax.get_xscale() == "linear"
    assert ax.get_xlim()[0] == 0
    assert description(ax.figure) == (
        "Before, on a linear scale: legitimate 578 (99.83%), fraud 1 (0.17%)."
    )
