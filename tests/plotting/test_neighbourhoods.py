"""What breaks for a reader here: a line to the wrong neighbour, a frame round the wrong point."""

import numpy as np
import pytest
from matplotlib.collections import LineCollection

from helpers.display.figures import description
from helpers.plotting import plot_neighbourhoods

X = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 5.0], [6.0, 5.0], [0.5, 0.2]])
Y = np.array([0, 0, 1, 1, 1])


def points(ax, label):
    (found,) = (part for part in ax.collections if part.get_label() == label)
    return found.get_offsets().tolist()


def named(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_each_label_stands_beside_its_row():
    ax = plot_neighbourhoods(X, Y, labels={2: "A", 0: 0.5})
    assert [(text.get_text(), tuple(text.xy)) for text in ax.texts] == [
        ("A", (5, 5)),
        ("0.5", (0, 0)),
    ]
    assert description(ax.figure).endswith("Beside points stand: A, 0.5.")


def test_lines_to_another_class_are_solid_and_those_to_the_own_class_dotted():
    ax = plot_neighbourhoods(X, Y, neighbours={4: [0, 2, 1], 3: [2]})
    lines = [part for part in ax.collections if isinstance(part, LineCollection)]
    ends = [[segment[1].tolist() for segment in part.get_segments()] for part in lines]
    assert ends == [X[[0, 1]].tolist(), X[[2]].tolist(), [], X[[2]].tolist()]
    solid = [part.get_linestyle()[0][1] is None for part in lines]
    assert solid == [True, False, True, False]
    text = "neighbours, of which of another class are: 2 of 3, 0 of 1."
    assert description(ax.figure).endswith(text)


def test_two_groups_have_two_frames_and_a_group_may_be_empty():
    ax = plot_neighbourhoods(X, Y, marked={"danger": [3], "noise": [4, 0]})
    assert points(ax, "danger") == X[[3]].tolist()
    assert points(ax, "noise") == X[[4, 0]].tolist()
    frames = [part for part in ax.collections if part.get_label() in ("danger", "noise")]
    shapes = [frame.get_paths()[0].vertices.tolist() for frame in frames]
    assert shapes[0] != shapes[1]
    assert named(ax) == ["majority", "minority", "danger", "noise"]
    ax = plot_neighbourhoods(X, Y, marked={"danger": [3], "noise": []})
    assert description(ax.figure).endswith("Marked as danger: 1. Marked as noise: 0.")
    with pytest.raises(ValueError, match="at most 2 groups can be marked, got 3"):
        plot_neighbourhoods(X, Y, marked={"a": [], "b": [], "c": []})


def test_new_rows_and_synthetic_rows_of_the_set_stand_in_the_legend():
    ax = plot_neighbourhoods(X, Y, synthetic=([[5.5, 5]], X[[2]], X[[3]]))
    assert named(ax) == ["majority", "minority", "synthetic"]
    assert "Added: 1 synthetic" in description(ax.figure)
    ax = plot_neighbourhoods(X, Y, n_genuine=4)
    assert points(ax, "synthetic") == X[[4]].tolist()
    assert named(ax) == ["majority", "minority", "synthetic"]
    assert "1 synthetic rows" in description(ax.figure)


def test_reach_shows_the_surroundings_of_the_first_row():
    ax = plot_neighbourhoods(X, Y, neighbours={2: [3]}, reach=1.5)
    assert ax.get_xlim() == (3.5, 6.5)
    assert ax.get_ylim() == (3.5, 6.5)
