"""What breaks for a reader here: a boundary in the wrong place, or counts of other rows."""

import matplotlib as mpl
import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from helpers import plotting
from helpers.display.figures import description

X = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 0.0], [3.0, 2.0], [4.0, 0.0]])
Y = np.array([0, 0, 0, 1, 0])
X_NEW = np.array([[1.6, 1.0]])


def stump(labels):
    """Return a model whose boundary is one vertical line."""
    return DecisionTreeClassifier(max_depth=1, random_state=0).fit(X, labels)


@pytest.fixture
def two():
    """Two models whose boundaries are at 2.5 and at 1.5."""
    return stump([0, 0, 0, 1, 1]), stump([0, 0, 1, 1, 1])


def lines(ax):
    """Return where the contour lines lie, from the first drawn to the last."""
    unfilled = [c for c in ax.collections if isinstance(c, mpl.contour.QuadContourSet)]
    return [c.get_paths()[0].vertices[:, 0].mean() for c in unfilled if not c.filled]


def test_the_boundaries_lie_where_the_models_change_their_mind(two):
    first, second = plotting.plot_boundaries(*two, X, Y, X_NEW).axes
    assert lines(first) == pytest.approx([2.5], abs=0.02)
    assert lines(second) == pytest.approx([1.5, 2.5], abs=0.02), "the old one stands there too"
    styles = [c.get_linestyle()[0] for c in second.collections if not getattr(c, "filled", True)]
    assert styles[0][1] is None
    assert styles[1][1] is not None, "and is dashed"


def test_both_models_are_judged_on_the_measured_rows(two):
    figure = plotting.plot_boundaries(*two, X, Y, X_NEW, names=("before", "after SMOTE"))
    first, second = (ax.get_title(loc="left") for ax in figure.axes)
    assert first.splitlines() == [
        "before: 1 of 1 fraud rows found,",
        "1 of 4 legitimate rows are false alarms",
    ]
    assert second.splitlines()[1] == "2 of 4 legitimate rows are false alarms"
    # The plane reaches from -0.5 to 4.5: 2 of 5 lie right of 2.5, 3 of 5 right of 1.5.
    assert "40% of the plane is predicted fraud. after SMOTE" in description(figure)
    assert "60% of the plane is predicted fraud. The second" in description(figure)


def test_new_rows_stand_in_the_second_panel_only(two):
    first, second = plotting.plot_boundaries(*two, X, Y, X_NEW).axes
    counts = [[len(c.get_offsets()) for c in ax.collections[-1:]] for ax in (first, second)]
    labels = [ax.get_legend_handles_labels()[1] for ax in (first, second)]
    assert "synthetic" not in labels[0]
    assert labels[1][-1] == "synthetic"
    assert counts[1] == [1]
    assert second.collections[-1].get_offsets().tolist() == X_NEW.tolist()


def test_the_legend_names_the_classes_and_both_lines(two):
    names = {0: "majority", 1: "minority"}
    figure = plotting.plot_boundaries(*two, X, Y, X_NEW, class_names=names)
    written = [text.get_text() for text in figure.legends[0].get_texts()]
    assert written == ["majority", "minority", "synthetic", "boundary", "boundary before"]


@pytest.mark.parametrize(
    ("X", "y", "X_new", "told"),
    [
        (X, Y + 1, X_NEW, "labels 0 and 1"),
        (X, np.zeros(5, int), X_NEW, "labels 0 and 1"),
        (X[:4], Y, X_NEW, "one row each"),
        (X, Y, X_NEW[:, :1], "two columns"),
        (X, Y, X_NEW * np.nan, "missing or infinite"),
    ],
)
def test_what_cannot_be_drawn_is_refused(two, X, y, X_new, told):
    with pytest.raises(ValueError, match=told):
        plotting.plot_boundaries(*two, X, y, X_new)
