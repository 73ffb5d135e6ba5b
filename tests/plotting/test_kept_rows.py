"""The grid of rows that are found again or lost."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.display.figures import description
from helpers.plotting import plot_kept_rows


@pytest.fixture(autouse=True)
def _without_a_screen():
    """Draw in Matplotlib's own style, in which a title is where `get_title` looks for it."""
    yield
    plt.close("all")


def test_each_row_has_one_marker_and_the_kept_ones_come_first():
    kept = np.arange(47) % 3 == 0
    ax = plot_kept_rows(kept, title="SMOTE-N")
    found, lost = (marks.get_offsets() for marks in ax.collections)
    assert (len(found), len(lost)) == (16, 31)
    places = np.vstack([found, lost])
    assert len(np.unique(places, axis=0)) == 47
    assert (np.lexsort(places.T) == np.arange(47)).all(), "line by line, the kept ones first"
    assert ax.get_title() == "SMOTE-N\n16 of 47 found again"
    assert description(ax.figure) == "SMOTE-N, one marker each: 16 of 47 found again, 31 lost."


@pytest.mark.parametrize(("kept", "found"), [([True] * 3, 3), ([False] * 3, 0)])
def test_all_or_none_may_be_kept(kept, found):
    ax = plot_kept_rows(kept, names=("new", "old"))
    assert [len(marks.get_offsets()) for marks in ax.collections] == [found, 3 - found]
    assert ax.get_title() == f"{found} of 3 new"


@pytest.mark.parametrize("kept", [[], [1, 0], [[True], [False]], True])
def test_what_is_no_column_of_booleans_is_refused(kept):
    with pytest.raises(ValueError, match="one column of True and False"):
        plot_kept_rows(kept)
