"""What breaks for a reader here: a cleaning figure that marks other rows than were removed."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection

from helpers.display.figures import description
from helpers.plotting import COLOURS, plot_links, plot_removed

X = np.array([[0.0, 0], [1, 0], [2, 0], [3, 0], [4, 0]])
Y = np.array([0, 0, 1, 1, 1])


def lines(ax):
    return [c for c in ax.collections if isinstance(c, LineCollection)]


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
