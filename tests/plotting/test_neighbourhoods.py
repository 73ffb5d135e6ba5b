"""What breaks for a reader here: a line to the wrong neighbour, a ring round the wrong point."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import LineCollection

from helpers import plotting
from helpers.display.figures import description
from helpers.plotting import COLOURS

X = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 5.0], [6.0, 5.0], [0.5, 0.2]])
Y = np.array([0, 0, 1, 1, 1])


def test_each_label_stands_beside_its_minority_point():
    ax = plotting.plot_neighbourhoods(X, Y, "ABC")
    assert {text.get_text(): tuple(text.xy) for text in ax.texts} == {
        "A": (5, 5),
        "B": (6, 5),
        "C": (0.5, 0.2),
    }
    assert "A, B, C" in description(ax.figure)


def test_a_line_leads_to_each_neighbour_and_shows_its_class():
    ax = plotting.plot_neighbourhoods(X, Y, "ABC", neighbours={4: [0, 1, 2]})
    (lines,) = (part for part in ax.collections if isinstance(part, LineCollection))
    ends = [segment[1] for segment in lines.get_segments()]
    assert np.array_equal(ends, X[[0, 1, 2]])
    expected = [mpl.colors.to_rgba(COLOURS[label]) for label in (0, 0, 1)]
    assert np.allclose(lines.get_colors(), expected)
    solid = [dashes[1] is None for dashes in lines.get_linestyles()]
    assert solid == [True, True, False]
    assert "2 of 3 neighbours of C are of the other class" in description(ax.figure)


def test_rings_show_the_kinds():
    ax = plotting.plot_neighbourhoods(X, Y, "ABC", kinds=["safe", "danger", "noise"])
    rings = {part.get_label(): part.get_offsets() for part in ax.collections}
    assert np.array_equal(rings["danger"], X[[3]])
    assert np.array_equal(rings["noise"], X[[4]])
    assert "1 safe, 1 danger, 1 noise" in description(ax.figure)


def test_new_rows_stand_in_the_legend():
    ax = plotting.plot_neighbourhoods(X, Y, "ABC", synthetic=([[5.5, 5]], X[[2]], X[[3]]))
    named = [text.get_text() for text in ax.get_legend().get_texts()]
    assert named == ["majority", "minority", "synthetic"]
    assert "Added: 1 synthetic" in description(ax.figure)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"labels": "AB"}, "3 minority points, but 2 labels"),
        ({"labels": "ABC", "kinds": ["safe"]}, "3 minority points, but 1 kinds"),
    ],
)
def test_one_word_for_each_minority_point(options, message):
    with pytest.raises(ValueError, match=message):
        plotting.plot_neighbourhoods(X, Y, **options)
    assert not plt.get_fignums()
