"""Stored results: what lesson 10 concludes from them must be what the command computes."""

import gzip
import json

import numpy as np
import pandas as pd
import pytest

from helpers.evaluation.paired import paired_differences
from helpers.models.samplers import SAMPLERS
from helpers.study import grids
from helpers.study import results as stored
from helpers.study.__main__ import main
from helpers.study.claims import (
    CLAIMS,
    CLASSIFIERS,
    FRESH,
    FRESH_REPLICATES,
    LESSON10,
    approaches_of,
    dataset,
    fresh_approaches,
)
from helpers.study.grids import run_claim
from helpers.study.results import STORED, load_results, store
from helpers.study.verdicts import confirm_claims


@pytest.fixture(scope="module")
def results():
    return load_results("lesson10")


def test_every_variant_has_a_claim():
    assert list(CLAIMS) == list(SAMPLERS)
    for claim in CLAIMS.values():
        assert claim.claimed in claim.settings


def test_the_grid_is_complete(results):
    replicates, folds = LESSON10["n_replicates"], LESSON10["n_splits"]
    for sampler, claim in CLAIMS.items():
        rows = results[results["claim"] == sampler]
        assert set(rows["approach"]) == set(approaches_of(sampler))
        n_fits = (
            len(claim.settings)
            * replicates
            * len(approaches_of(sampler))
            * len(CLASSIFIERS)
            * folds
        )
        assert len(rows) == n_fits
    assert not results.duplicated(["dataset", "replicate", "approach", "classifier", "fold"]).any()


def test_nothing_failed_but_class_weights_for_neighbours(results):
    failed = results[results["error"].notna()]
    assert set(failed["approach"]) == {"class weights"}
    assert set(failed["classifier"]) == {"k nearest neighbours"}
    assert results.loc[results["error"].isna(), STORED].notna().all(axis=None)


def test_the_description_names_command_versions_and_seed(results):
    description = results.attrs["description"]
    assert description["command"] == "python -m helpers.study lesson10"
    assert description["rows"] == len(results)
    assert description["settings"]["random_state"] == LESSON10["random_state"]
    assert description["settings"]["n_replicates"] == LESSON10["n_replicates"]
    assert {"scikit-learn", "imbalanced-learn", "numpy"} <= set(description["versions"])
    assert description["settings"]["classifiers"] == {n: str(c) for n, c in CLASSIFIERS.items()}


def test_the_fresh_draws_are_complete_and_fresh(results):
    fresh = load_results("lesson10_fresh")
    assert set(fresh["replicate"]) == set(FRESH_REPLICATES)
    assert set(fresh["replicate"]).isdisjoint(results["replicate"])
    for sampler, names in FRESH.items():
        rows = fresh[fresh["claim"] == sampler]
        assert set(rows["value"]) == {CLAIMS[sampler].settings[0], CLAIMS[sampler].claimed}
        assert set(rows["approach"]) == set(fresh_approaches(sampler))
        assert set(rows["classifier"]) == set(names)
        n_fits = 2 * len(FRESH_REPLICATES) * len(fresh_approaches(sampler)) * len(names) * 3
        assert len(rows) == n_fits
    assert not fresh.duplicated(["dataset", "replicate", "approach", "classifier", "fold"]).any()
    weights = fresh["approach"].eq("class weights") & fresh["classifier"].eq("k nearest neighbours")
    assert (fresh["error"].notna() == weights).all()
    assert fresh.attrs["description"]["settings"]["first_replicate"] == FRESH_REPLICATES[0]


def test_the_fresh_draws_answer_for_each_case_that_was_chosen():
    again = confirm_claims(load_results("lesson10_fresh"))
    cases = {(sampler, name) for sampler, names in FRESH.items() for name in names}
    assert set(zip(again["sampler"], again["classifier"], strict=True)) == cases
    assert len(again) == 3 * len(cases)
    assert not again["verdict"].eq("failed").any()


def test_a_fresh_fit_can_be_computed_again():
    options = {"classifiers": ["logistic regression"], "progress": False}
    again = run_claim(
        "adasyn", [1], [FRESH_REPLICATES[0]], approaches=["none", "adasyn"], **options
    )
    names = ["dataset", "replicate", "approach", "classifier", "fold"]
    kept = again[names].merge(load_results("lesson10_fresh"), on=names)
    assert len(kept) == len(again) == 6
    assert np.median(np.abs(again[STORED].to_numpy() - kept[STORED].to_numpy())) < 1e-5


def test_one_command_computes_the_grid_and_then_the_fresh_draws(monkeypatch):
    asked = []

    def few(sampler, *_, **__):
        asked.append(sampler)
        return pd.DataFrame({"claim": [sampler]})

    monkeypatch.setattr(grids, "run_claim", few)
    monkeypatch.setattr(grids, "store", lambda name, table, _: f"{name}: {len(table)}")
    text = grids.GRIDS["lesson10"](n_jobs=1)
    assert text == "lesson10: 6\nlesson10_fresh: 2"
    assert asked == [*CLAIMS, *FRESH]


@pytest.mark.slow
@pytest.mark.parametrize("sampler", list(CLAIMS))
def test_stored_fits_can_be_computed_again(sampler, results):
    value, replicate = CLAIMS[sampler].claimed, 1
    options = {"approaches": ["none", "smote", sampler], "progress": False}
    options["approaches"] = list(dict.fromkeys(options["approaches"]))
    again = run_claim(sampler, [value], [replicate], classifiers=["decision tree"], **options)
    names = ["dataset", "replicate", "approach", "classifier", "fold"]
    kept = again[names].merge(results, on=names)
    assert len(kept) == len(again) == 3 * len(options["approaches"])
    # six digits are stored; other processors may round a split of the tree the other way
    off = np.abs(again[STORED].to_numpy() - kept[STORED].to_numpy())
    assert np.median(off) < 1e-5


def test_the_same_table_is_stored_as_the_same_bytes_and_small(tmp_path, monkeypatch, results):
    monkeypatch.setattr(stored, "RESULTS", tmp_path)
    table = results.head(50).assign(warning=None)
    first = store("part", table, {"random_state": 0})
    once = (tmp_path / "part.csv.gz").read_bytes()
    store("part", table, {"random_state": 0})
    assert (tmp_path / "part.csv.gz").read_bytes() == once
    assert (
        gzip.decompress(once).decode().startswith("claim,value,replicate,approach,classifier,fold,")
    )
    assert json.loads((tmp_path / "part.json").read_text())["rows"] == 50
    assert "50 rows" in first
    columns = results.columns.drop("repeat")
    pd.testing.assert_frame_equal(load_results("part")[columns], results.head(50)[columns])


def test_the_stored_files_are_small():
    sizes = [path.stat().st_size for path in stored.RESULTS.glob("lesson10*")]
    assert len(sizes) == 4
    assert sum(sizes) < 1_000_000


def test_missing_results_name_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr(stored, "RESULTS", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"python -m helpers\.study lesson10"):
        load_results("lesson10")


def test_an_unknown_grid_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["lesson99"])
    assert "lesson10" in capsys.readouterr().err


def test_one_data_set_and_one_claim_can_be_had_alone():
    X, y = dataset("smote_nc", 5, 2, n_samples=300)
    assert X.select_dtypes("category").shape == (300, 5)
    assert y.sum() == 30
    table = run_claim(
        "smote",
        [0.3],
        [0, 1],
        approaches=["none", "smote"],
        classifiers=["logistic regression"],
        progress=False,
    )
    assert table["replicate"].unique().tolist() == [0, 1]
    difference = paired_differences(table, "recall", unit="replicate")
    assert difference["n"].tolist() == [2]
