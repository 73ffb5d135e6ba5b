"""What breaks for a reader here: new rows that are credited to the wrong kind of parent."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers import plotting
from helpers.display.figures import description

KINDS = ["safe", "danger", "noise"]


@pytest.fixture
def new_rows():
    return pd.DataFrame({"SMOTE": [60, 30, 10], "ADASYN": [0, 50, 150]}, index=KINDS)


def test_each_bar_is_divided_by_the_parents_shares(new_rows):
    ax = plotting.plot_parents(new_rows)
    widths = [[bar.get_width() for bar in container] for container in ax.containers]
    assert np.allclose(widths, [[60, 0], [30, 25], [10, 75]])
    starts = [[bar.get_x() for bar in container] for container in ax.containers]
    assert np.allclose(starts, [[0, 0], [60, 0], [90, 25]])
    assert [container.get_label() for container in ax.containers] == KINDS
    assert ax.get_xscale() == "linear"


def test_it_says_how_many_rows_and_whose(new_rows):
    ax = plotting.plot_parents(new_rows, legend="the\nparent is")
    ticks = [tick.get_text() for tick in ax.get_yticklabels()]
    assert ticks == ["SMOTE\n100 new rows", "ADASYN\n200 new rows"]
    assert "by their parent (the parent is)" in description(ax.figure)
    assert "ADASYN 0 % safe, 25 % danger, 75 % noise" in description(ax.figure)
    assert ax.get_legend().get_title().get_text() == "the\nparent is"


def test_colours_and_hatches_tell_the_kinds_apart(new_rows):
    bars = [container[0] for container in plotting.plot_parents(new_rows).containers]
    assert len({bar.get_facecolor() for bar in bars}) == 3
    assert len({bar.get_hatch() for bar in bars}) == 3


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"SMOTE": [1, 2, 3, 4]}, "1 to 3 kinds of parents, got 4"),
        ({"SMOTE": []}, "got 0"),
        ({"SMOTE": [1, 2], "none": [0, 0]}, "must have new rows, got .*'none': 0"),
        ({"SMOTE": [-1, 3]}, "must have new rows"),
    ],
)
def test_what_has_no_shares_is_refused(counts, message):
    with pytest.raises(ValueError, match=message):
        plotting.plot_parents(pd.DataFrame(counts))
    assert not plt.get_fignums()
