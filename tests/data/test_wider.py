"""More columns: the old ones must stay, and new ones must hold what they are said to hold."""

import numpy as np
import pandas as pd
import pytest

from helpers.data import make_mixed, make_overlapping, widen


@pytest.mark.parametrize("further", ["noise", "informative"])
def test_the_first_columns_and_the_labels_stay(further):
    frame = make_overlapping(300)
    wide = widen(frame, 10, further)
    assert wide.shape == (300, 11)
    assert wide.columns[-1] == "Class"
    pd.testing.assert_frame_equal(wide[frame.columns], frame)
    pd.testing.assert_frame_equal(
        widen(frame, 30, further)[wide.columns[:-1]], wide[wide.columns[:-1]]
    )


def test_noise_says_nothing_about_the_class_and_views_do():
    frame = make_overlapping(4000, 0.1, minority=0.5)
    noise, views = (
        widen(frame, 30, further).drop(columns="Class").iloc[:, 4:].corrwith(frame["Class"]).abs()
        for further in ("noise", "informative")
    )
    # 26 correlations of 4,000 rows have a standard error of 0.016
    assert noise.max() < 0.07
    assert views.median() > 0.2


def test_informative_columns_are_views_of_the_hidden_numbers():
    numbers, mixed = make_mixed(500, 0), make_mixed(500, 7)
    wide = widen(mixed, 12, "informative", hidden=numbers.drop(columns="Class"))
    hidden = np.column_stack([np.ones(500), numbers.drop(columns="Class")])
    left = wide["x12"] - hidden @ np.linalg.lstsq(hidden, wide["x12"], rcond=None)[0]
    assert left.std() == pytest.approx(1, abs=0.1)  # the blur
    assert wide["x12"].std() > 1.2


def test_another_seed_gives_other_columns():
    frame = make_overlapping(50)
    assert not widen(frame, 6, random_state=1)["x6"].equals(widen(frame, 6, random_state=2)["x6"])
    assert widen(frame, 6)["x5"].corr(widen(frame, 6)["x6"]) < 0.5


@pytest.mark.parametrize(
    ("n_columns", "further", "message"), [(0, "noise", "needs a column"), (9, "copies", "one of")]
)
def test_what_cannot_be_had_is_refused(n_columns, further, message):
    with pytest.raises(ValueError, match=message):
        widen(make_overlapping(50), n_columns, further)
