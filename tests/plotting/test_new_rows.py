"""What breaks for a reader here: new rows in the bar of the wrong class, or of the wrong length."""

import matplotlib as mpl
import numpy as np
import pytest

from helpers import plotting
from helpers.display.figures import description

BEFORE = np.repeat([0, 1], [9, 2])


def bars(ax):
    """Return the left end and the length of each bar that is to be seen, from the top down."""
    seen = sorted((p for p in ax.patches if p.get_width()), key=lambda p: (p.get_y(), p.get_x()))
    return [(p.get_x(), p.get_width()) for p in seen]


def test_new_rows_continue_the_bar_of_their_class():
    ax = plotting.plot_who_got_new_rows(BEFORE, np.append(BEFORE, np.ones(5, int)))
    assert bars(ax) == [(0, 9), (0, 2), (0, 9), (0, 2), (2, 5)]
    assert ax.get_xscale() == "linear"
    colour = mpl.colors.to_rgba(plotting.COLOURS["synthetic"])
    assert [p.get_width() for p in ax.patches if p.get_facecolor() == colour] == [0, 0, 0, 5]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [
        "before: legitimate",
        "before: fraud",
        "after SMOTE: legitimate",
        "after SMOTE: fraud",
    ]


def test_the_text_alternative_has_the_counts():
    ax = plotting.plot_who_got_new_rows(
        BEFORE, np.append(BEFORE, [1] * 5), class_names={0: "no", 1: "yes"}, sampler="ADASYN"
    )
    assert description(ax.figure) == (
        "Rows of each class: before no 9; before yes 2; after ADASYN no 9; "
        "after ADASYN yes 2 + 5 synthetic."
    )


def test_nothing_added_is_no_new_row():
    ax = plotting.plot_who_got_new_rows(BEFORE, BEFORE)
    assert [text.get_text() for text in ax.texts] == ["9", "2", "9", "2"]


@pytest.mark.parametrize("after", [BEFORE[1:], BEFORE[::-1]])
def test_removed_or_moved_rows_are_refused(after):
    with pytest.raises(ValueError, match="must begin with"):
        plotting.plot_who_got_new_rows(BEFORE, after)
