"""The small real sets: all of them load, and are what they say."""

import numpy as np
import pytest

from helpers.data import keel
from helpers.data.keel import imbalanced_sets, load_imbalanced
from helpers.errors import DataError


@pytest.fixture(scope="module")
def sets():
    """Read all of them, which takes too long for a module that is only imported."""
    return imbalanced_sets()


@pytest.mark.slow
def test_there_are_many_and_each_once(sets):
    assert len(sets) > 90
    assert sets["name"].is_unique
    assert (sets["ratio"] >= 1).all()
    assert set(sets["name"]) == set(keel._files())


@pytest.mark.slow
@pytest.mark.parametrize("name", keel._files())
def test_a_set_can_be_learned_from(name, sets):
    frame = load_imbalanced(name)
    listed = sets.set_index("name").loc[name]
    assert frame.columns[-1] == "Class"
    assert set(frame["Class"]) == {0, 1}
    assert frame["Class"].sum() == listed["minority"] >= 5
    assert len(frame) == listed["rows"]
    numeric = frame.select_dtypes("number")
    assert np.isfinite(numeric).all(axis=None)
    assert frame.shape[1] - numeric.shape[1] == listed["categorical"]
    assert f"KEEL set {name} (" in frame.attrs["source"]
    assert "Alcalá-Fdez" in frame.attrs["reference"]


def test_categories_have_no_blanks_around_them():
    sex = load_imbalanced("abalone19")["Sex"]
    assert sorted(sex.cat.categories) == ["F", "I", "M"]


def test_a_misspelt_name_is_answered_with_names_that_exist():
    with pytest.raises(DataError, match="did you mean yeast4"):
        load_imbalanced("yeast_4")
    with pytest.raises(DataError, match="imbalanced_sets"):
        load_imbalanced("qqqq")


@pytest.mark.slow
def test_the_list_can_be_changed_without_harm():
    mine = imbalanced_sets()
    mine["name"] = "x"
    assert imbalanced_sets()["name"].is_unique
