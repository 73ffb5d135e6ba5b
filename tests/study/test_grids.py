"""Stored results: what lesson 10 concludes from them must be what the command computes."""

import gzip
import hashlib
import json

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss

from helpers.evaluation.paired import paired_differences
from helpers.experiments.runner import run
from helpers.models.samplers import SAMPLERS
from helpers.study import grids
from helpers.study import results as stored
from helpers.study.__main__ import main
from helpers.study.claims import (
    CLAIMS,
    CLASSIFIERS,
    FRESH_REPLICATES,
    LESSON10,
    approaches_of,
    approaches_of_case,
    dataset,
    own_columns,
    reference_sampler,
    widths_of,
)
from helpers.study.grids import COLUMN_REPLICATES, SCORES, run_claim, settings_of
from helpers.study.results import KEYS, load_results, store

NAMES = list(grids.GRIDS)


@pytest.fixture(scope="module")
def tables():
    return {name: load_results(name) for name in NAMES}


def n_tasks(approaches):
    """Return the tasks of one data set: *k* nearest neighbours take no class weights."""
    return len(approaches) * len(CLASSIFIERS) - ("class weights" in approaches)


def test_every_sampler_has_a_claim():
    assert list(CLAIMS) == list(SAMPLERS)
    for claim in CLAIMS.values():
        assert claim.claimed in claim.settings


def test_the_grid_is_complete(tables):
    for sampler in CLAIMS:
        rows = tables["lesson10"].query("claim == @sampler")
        assert set(rows["approach"]) == set(approaches_of(sampler))
        assert set(rows["n_columns"]) == {own_columns(sampler)}
        n_sets = len(settings_of(sampler)) * LESSON10["n_replicates"]
        assert len(rows) == n_sets * n_tasks(approaches_of(sampler))


def test_all_cases_are_there_on_fresh_replicates(tables):
    assert set(FRESH_REPLICATES).isdisjoint(tables["lesson10"]["replicate"])
    for sampler in CLAIMS:
        rows = tables["lesson10_fresh"].query("claim == @sampler")
        assert set(rows["replicate"]) == set(FRESH_REPLICATES)
        there = np.isclose(rows["value"], CLAIMS[sampler].claimed)
        for part, approaches in (
            (rows[there], approaches_of(sampler)),
            (rows[~there], approaches_of_case(sampler)),
        ):
            assert len(set(part["value"])) == 1
            assert set(part["approach"]) == set(approaches)
            assert len(part) == len(FRESH_REPLICATES) * n_tasks(approaches)


def test_all_cases_are_there_for_other_numbers_of_columns(tables):
    for sampler in CLAIMS:
        rows = tables["lesson10_columns"].query("claim == @sampler")
        widths = set(widths_of(sampler))
        assert set(zip(rows["n_columns"], rows["further"], strict=True)) == widths
        assert set(rows["approach"]) == {"none", reference_sampler(sampler), sampler}
        refused = tables["lesson10_columns"].attrs["description"]["settings"]["refused"]
        n_refused = sum(key.startswith(f"{sampler} |") for key in refused)
        assert n_refused == (1 if sampler == "adasyn" else 0)
        n_sets = len(widths) * 2 * len(COLUMN_REPLICATES)
        assert len(rows) == (n_sets * 3 - n_refused) * len(CLASSIFIERS)


@pytest.mark.parametrize("name", NAMES)
def test_every_task_stands_once_and_has_all_scores(name, tables):
    assert not tables[name].duplicated(KEYS).any()
    assert tables[name][list(SCORES)].notna().all(axis=None)


@pytest.mark.parametrize("name", NAMES)
def test_the_description_belongs_to_the_table(name, tables):
    description = tables[name].attrs["description"]
    packed = (stored.RESULTS / f"{name}.csv.gz").read_bytes()
    assert description["command"] == f"python -m helpers.study {name}"
    assert description["rows"] == len(tables[name])
    assert description["sha256"] == hashlib.sha256(packed).hexdigest()
    assert description["settings"]["random_state"] == LESSON10["random_state"]
    assert description["settings"]["replicates"] == sorted(set(tables[name]["replicate"]))
    assert {"scikit-learn", "imbalanced-learn", "numpy"} <= set(description["versions"])
    assert description["settings"]["classifiers"] == {n: str(c) for n, c in CLASSIFIERS.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_stored_tasks_can_be_computed_again(name, tables):
    """Three rows, chosen by the table's checksum."""
    table = tables[name]
    seed = int(table.attrs["description"]["sha256"][:8], 16)
    for row in table.sample(3, random_state=seed).itertuples():
        again = run_claim(
            row.claim,
            [row.value],
            [row.replicate],
            approaches=[row.approach],
            classifiers=[row.classifier],
            n_columns=row.n_columns,
            further=row.further,
        ).iloc[0]
        off = [abs(again[score] - getattr(row, score)) for score in SCORES]
        # five digits are stored; other processors may round a split of a tree the other way
        assert np.median(off) < 1e-4
        assert max(off) < 0.02


@pytest.mark.parametrize(
    ("claim", "approach"),
    [
        ("smote", "none"),
        pytest.param("smote", "smote", marks=pytest.mark.slow),
        pytest.param("smote_nc", "smote_nc", marks=pytest.mark.slow),
        pytest.param("smote_nc", "smote", marks=pytest.mark.slow),
    ],
)
def test_the_scores_are_those_of_the_runner(claim, approach):
    """The steps before the classifiers are fitted once for all of them."""
    value = CLAIMS[claim].claimed
    ours = run_claim(claim, [value], [3], approaches=[approach]).set_index("classifier")
    rows = run(
        {f"{claim}|{value:g}|3": dataset(claim, value, 3)},
        [approach],
        CLASSIFIERS,
        n_splits=LESSON10["n_splits"],
        n_repeats=1,
        progress=False,
    )
    theirs = rows.groupby("classifier").mean(numeric_only=True)
    scores = ["average_precision", "brier"]
    assert np.allclose(ours.loc[theirs.index, scores], theirs[scores], atol=1e-9)
    name = "logistic regression"  # a tree may score 0.5, which `predict` takes for 0
    assert ours.loc[name, "mcc"] == pytest.approx(theirs.loc[name, "mcc"], abs=1e-9)


def test_thresholds_are_tuned_on_the_other_folds(monkeypatch):
    seen = []

    def spy(y_true, y_score):
        seen.append((len(y_true), average_precision_score(y_true, y_score)))
        brier_score_loss(y_true, y_score)  # they are probabilities
        return dict.fromkeys(grids.DECISIONS, np.inf)

    monkeypatch.setattr(grids, "best_thresholds", spy)
    row = run_claim("smote", [0.3], [0], approaches=["none"], classifiers=["decision tree"])
    assert [n for n, _ in seen] == [666, 667, 667]
    assert all(0.5 < ap < 1 for _, ap in seen)  # held out: a tree's own rows would score 1
    assert row["balanced_accuracy_tuned"].tolist() == [0.5]  # nothing is predicted 1
    assert row["balanced_accuracy"].item() > 0.7


def test_one_command_computes_all_grids(monkeypatch):
    asked = []

    def few(function, parts, **_):
        asked.append(len(parts.keys))
        return {key: {"decision tree": dict.fromkeys(SCORES, 0.5)} for key in parts.keys}

    monkeypatch.setattr(grids, "run_tasks", few)
    monkeypatch.setattr(grids, "store", lambda name, table, _: f"{name}: {len(table)}")
    text = grids.GRIDS["lesson10"](n_jobs=1)
    assert text.splitlines() == [f"{name}: {n}" for name, n in zip(NAMES, asked, strict=True)]


def test_the_same_table_is_stored_as_the_same_bytes(tmp_path, monkeypatch, tables):
    monkeypatch.setattr(stored, "RESULTS", tmp_path)
    table = tables["lesson10"].head(50)[[*KEYS, *SCORES]]
    first = store("part", table, {"random_state": 0})
    once = (tmp_path / "part.csv.gz").read_bytes()
    store("part", table, {"random_state": 0})
    assert (tmp_path / "part.csv.gz").read_bytes() == once
    assert gzip.decompress(once).decode().startswith("claim,n_columns,further,value,replicate,")
    assert json.loads((tmp_path / "part.json").read_text())["rows"] == 50
    assert "50 rows" in first
    pd.testing.assert_frame_equal(load_results("part")[[*KEYS, *SCORES]], table)


def test_the_stored_files_are_small():
    sizes = [path.stat().st_size for path in stored.RESULTS.glob("lesson10*")]
    assert len(sizes) == 6
    assert sum(sizes) < 1_000_000


def test_missing_results_name_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr(stored, "RESULTS", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"python -m helpers\.study lesson10"):
        load_results("lesson10")


def test_an_unknown_grid_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["lesson99"])
    assert "lesson10" in capsys.readouterr().err


def test_one_data_set_can_be_had_alone_and_with_more_columns():
    X, y = dataset("smote_nc", 5, 2, n_samples=300)
    assert X.select_dtypes("category").shape == (300, 5)
    assert y.sum() == 30
    wide, labels = dataset("smote_nc", 5, 2, n_columns=30, further="informative", n_samples=300)
    assert wide.shape == (300, 30)
    pd.testing.assert_frame_equal(wide[X.columns], X)
    assert (labels == y).all()
    few, _ = dataset("adasyn", 1, 0, n_columns=2)
    assert few.columns.tolist() == ["x1", "x2"]


def test_further_columns_do_not_depend_on_the_parameter():
    with_property, without = (
        dataset("smote_nc", value, 4, n_columns=30, further="informative")[0] for value in (7, 1)
    )
    assert with_property["x30"].equals(without["x30"])


def test_a_claim_has_replicates_for_the_paired_comparison():
    table = run_claim(
        "smote", [0.3], [0, 1], approaches=["none", "smote"], classifiers=["logistic regression"]
    )
    assert table["replicate"].unique().tolist() == [0, 1]
    table = table.assign(dataset="a", repeat=0, fold=0)
    difference = paired_differences(table, "mcc_tuned", unit="replicate")
    assert difference["n"].tolist() == [2]
