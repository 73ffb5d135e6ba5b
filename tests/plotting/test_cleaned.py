"""What breaks for a reader here: a cleaning figure that marks other rows than were removed."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

from helpers.display.figures import description
from helpers.plotting import COLOURS, plot_links, plot_removed, plot_votes

X = np.array([[0.0, 0], [1, 0], [2, 0], [3, 0], [4, 0]])
Y = np.array([0, 0, 1, 1, 1])


def points(ax, label):
    found = [c for c in ax.collections if c.get_label() == label]
    return found[0].get_offsets().tolist()


def lines(ax):
    return [c for c in ax.collections if isinstance(c, LineCollection)]


def test_votes_against_a_row_are_solid_and_votes_for_it_dotted():
    ax = plot_votes(X, Y, {"removed": {1: [0, 2]}}, n_genuine=4, named={"A": 1})
    assert points(ax, "removed") == [[1, 0]]
    assert points(ax, "synthetic") == [[4, 0]]
    against, agreeing = lines(ax)
    assert [part.tolist() for part in against.get_segments()] == [[[1, 0], [2, 0]]]
    assert [part.tolist() for part in agreeing.get_segments()] == [[[1, 0], [0, 0]]]
    assert agreeing.get_linestyle() != against.get_linestyle()
    assert [(text.get_text(), list(text.xy)) for text in ax.texts] == [("A", [1, 0])]
    assert description(ax.figure).endswith("1 rows removed; 1 of 2 votes are against them.")


def test_two_groups_have_two_frames_and_a_group_may_be_empty():
    ax = plot_votes(X, Y, {"by both": {1: [2]}, "by one": {3: [0]}})
    frames = [c for c in ax.collections if c.get_label() in ("by both", "by one")]
    shapes = [frame.get_paths()[0].vertices.tolist() for frame in frames]
    assert shapes[0] != shapes[1]
    ax = plot_votes(X, Y, {"by both": {1: [2]}, "by one": {}})
    assert "0 rows by one; 0 of 0 votes" in description(ax.figure)
    with pytest.raises(ValueError, match="at most 2 groups, got 3"):
        plot_votes(X, Y, {"a": {}, "b": {}, "c": {}})


def test_reach_shows_the_surroundings_of_the_first_row():
    ax = plot_votes(X, Y, {"the row": {2: [1, 3]}}, reach=1.5)
    assert ax.get_xlim() == (0.5, 3.5)
    assert ax.get_ylim() == (-1.5, 1.5)


def test_links_join_their_rows_and_the_text_counts_the_synthetic_ones():
    ax = plot_links(X, Y, np.array([[1, 2], [0, 4]]), n_genuine=4)
    drawn = [part.tolist() for part in lines(ax)[0].get_segments()]
    assert drawn == [[[1, 0], [2, 0]], [[0, 0], [4, 0]]]
    assert description(ax.figure).endswith("2 Tomek links, with 1 synthetic rows in them.")


def test_removed_rows_and_those_left_stand_on_linear_scales_of_their_own():
    index = ["legitimate", "genuine fraud", "synthetic fraud"]
    rows, removed = pd.Series([1_000, 20, 980], index), pd.Series([30, 0, 2], index)
    fig = plot_removed(rows, removed, title="after the cleaning")
    left, right = fig.axes
    assert [text.get_text() for text in left.texts] == ["970", "20", "978"]
    assert [text.get_text() for text in right.texts] == ["30", "0", "2"]
    assert [bar.get_width() for bar in right.patches] == [30, 0, 2]
    assert {left.get_xscale(), right.get_xscale()} == {"linear"}
    assert [tick.get_text() for tick in left.get_yticklabels()] == index
    colours = [mpl.colors.to_hex(bar.get_facecolor()).upper() for bar in left.patches]
    assert colours == [COLOURS[0], COLOURS[1], COLOURS["synthetic"]]
    assert "Removed by the cleaning: legitimate 30, genuine fraud 0" in description(fig)


def test_nothing_removed_can_be_drawn_and_other_kinds_are_refused():
    index = ["a", "b", "c"]
    none = pd.Series([0, 0, 0], index)
    assert plot_removed(none + 5, none, title="left").axes[1].get_xlim()[1] > 0
    with pytest.raises(ValueError, match="genuine minority"):
        plot_removed(none[:2], none[:2], title="left")
    with pytest.raises(ValueError, match="genuine minority"):
        plot_removed(none, none[::-1], title="left")
