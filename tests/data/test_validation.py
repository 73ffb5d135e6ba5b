"""Too few rows, or the wrong ones, get one clear error."""

import numpy as np
import pandas as pd
import pytest

from helpers.data.creditcard import load_creditcard
from helpers.data.validation import (
    MIN_ROWS_PER_CLASS,
    require_minority,
    require_rows,
    require_some,
)
from helpers.errors import DataError, NotOnTheseDataError

from .common import refused, write

pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_only_is_refused(frame, tmp_path, label):
    path = write(frame[frame["Class"] == label], tmp_path / "a.csv")
    refused(path, f"every Class is {label}, but both classes are needed")


def test_too_few_frauds_or_swapped_labels_are_refused(frame, tmp_path):
    path = tmp_path / "a.csv"
    enough = frame.head(280 + MIN_ROWS_PER_CLASS)
    assert load_creditcard(write(enough, path))["Class"].sum() == MIN_ROWS_PER_CLASS
    refused(write(enough.iloc[:-1], path), "9 fraud (Class 1) rows, ", "need at least 10")
    refused(write(frame.tail(25), path), "5 legitimate (Class 0) rows, ")
    swapped = frame.assign(Class=1 - frame["Class"])
    refused(write(swapped, path), "280 of 300 rows have Class 1", "swap the labels")


def test_minority_smaller_than_its_neighbours_is_refused():
    y = np.repeat([0, 1], [50, 6])
    require_minority(y, k_neighbors=5)
    with pytest.raises(DataError, match=r"has 6 rows, but k_neighbors=6 needs at least 7; lower "):
        require_minority(y, k_neighbors=6)
    with pytest.raises(DataError, match=r"has 1 row, but .* needs at least 6; take more rows"):
        require_minority([0, 0, 1])
    with pytest.raises(DataError, match=r"one class only \(0\)"):
        require_minority([0, 0, 0])
    with pytest.raises(DataError, match="no rows"):
        require_minority([])


def test_a_lesson_says_what_it_needs_and_these_data_lack():
    y = pd.Series([0] * 30 + [1] * 20)
    require_rows(y, "of a reason", frauds=20, legitimate_per_fraud=1.5)
    with pytest.raises(NotOnTheseDataError) as few:
        require_rows(y, "each fold holds five", frauds=25)
    assert str(few.value) == (
        "This needs at least 25 frauds, because each fold holds five. Here there are 20. Take "
        "another file, or set COURSE_DATA=simulated for the stand-in."
    )
    with pytest.raises(
        NotOnTheseDataError, match="2 legitimate payments for each fraud, because"
    ) as n:
        require_rows(y, "SMOTE would have nothing to add", legitimate_per_fraud=2)
    assert "Here there are 30 for 20 frauds." in str(n.value)


def test_a_lesson_says_which_kind_of_row_it_needs():
    require_some(pd.Series([False, True]), "frauds in danger", "of a reason")
    with pytest.raises(NotOnTheseDataError) as none:
        require_some(np.zeros(3, dtype=bool), "frauds in danger", "they alone have children")
    assert str(none.value) == (
        "This needs some frauds in danger, because they alone have children. Here there is none. "
        "Take another file, or set COURSE_DATA=simulated for the stand-in."
    )
