"""The study on real sets: unpaired folds, leaked thresholds or lost cells would mislead."""

import functools
import json

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from scipy import stats
from sklearn import metrics
from sklearn.datasets import make_classification
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

from helpers.evaluation import paired_differences
from helpers.experiments.parts import checksum_of
from helpers.experiments.runner import seed_of
from helpers.experiments.workers import run_tasks
from helpers.paths import RESULTS
from helpers.study import __main__ as command
from helpers.study import real_cells, real_grid, real_results
from helpers.study.real_cells import CLASSIFIERS, OWN, SETTINGS, compute_cell, draw_rows
from helpers.study.real_grid import list_cells, make_parts
from helpers.study.real_plan import choose_hundredth
from helpers.study.real_results import METRICS, collect, load_real_set_results, store
from helpers.study.real_sets import rerun

TIMES = ["seconds", "fit_seconds"]
LOGISTIC = "logistic regression"


def numbers(seed, n_rows=150, share=0.3):
    X, y = make_classification(
        n_rows, 4, n_informative=3, n_redundant=0, weights=[1 - share], random_state=seed
    )
    return pd.DataFrame(X, columns=list("abcd")).assign(Class=y.astype("int64"))


def categories(frame, names):
    cut = {name: pd.qcut(frame[name], 4, labels=list("wxyz")) for name in names}
    return frame.assign(**{name: values.astype("category") for name, values in cut.items()})


def apart():
    frame = numbers(4)
    return frame.assign(a=frame["a"] + 100 * frame["Class"])


SETS = {
    name: functools.cache(make)
    for name, make in {
        "plain": lambda: numbers(0),
        "other": lambda: numbers(1, share=0.4),
        "mixed": lambda: categories(numbers(2), "cd"),
        "words": lambda: categories(numbers(3), "abcd"),
        "apart": apart,
        "large": lambda: numbers(5, 2400, 0.02),
    }.items()
}


@pytest.fixture(autouse=True)
def few_sets(monkeypatch):
    """Let the study have six made-up sets of five origins."""
    rows = []
    for name, load in SETS.items():
        frame = load()
        n_categories = frame.select_dtypes("category").shape[1]
        rows.append(
            {
                "dataset": name,
                "origin": "one" if name in ("plain", "other") else name,
                "rows": len(frame),
                "minority": int(frame["Class"].sum()),
                "numeric": 4 - n_categories,
                "categorical": n_categories,
                "digest": name,
            }
        )
    monkeypatch.setattr(real_cells, "load_real_set", lambda name: SETS[name]().copy())
    monkeypatch.setattr(real_cells, "real_sets", lambda: pd.DataFrame(rows))
    real_cells.catalogue.cache_clear()
    draw_rows.cache_clear()
    yield
    real_cells.catalogue.cache_clear()
    draw_rows.cache_clear()


@pytest.fixture
def stored(tmp_path, monkeypatch):
    monkeypatch.setattr(real_results, "RESULTS", tmp_path / "results")
    return tmp_path / "results"


def run(cells, folder, **options):
    parts = make_parts(cells, folder)
    return run_tasks(compute_cell, parts, n_jobs=1, progress=False, **options)


def cells_of(approaches, classifier=LOGISTIC, sets=("plain",)):
    return [(name, approach, classifier) for name in sets for approach in approaches]


def by_hand(X, y, dataset, n_repeats=2):
    """Return scores and folds of SMOTE with logistic regression, as scikit-learn gives them."""
    for repeat in range(n_repeats):
        split = StratifiedKFold(3, shuffle=True, random_state=seed_of(0, dataset, repeat))
        folds, score = [*split.split(X, y)], np.zeros(len(y))
        for fold, (train, test) in enumerate(folds):
            steps = SimpleImputer(strategy="median"), StandardScaler()
            sampler = SMOTE(random_state=seed_of(0, dataset, repeat, fold))
            model = make_pipeline(*steps, sampler, LogisticRegression(max_iter=1000))
            score[test] = model.fit(X[train], y[train]).predict_proba(X[test])[:, 1]
        yield folds, score


@pytest.mark.slow
def test_a_cell_holds_what_scikit_learn_says_of_each_fold():
    X, y = draw_rows("plain")
    assert y.sum() < 50  # so there are three folds
    result = compute_cell("plain", "smote", LOGISTIC)
    expected = {"average_precision": [], "brier": [], "mcc": [], "tuned f1": []}
    for folds, score in by_hand(X, y, "plain"):
        for train, test in folds:
            expected["average_precision"].append(
                metrics.average_precision_score(y[test], score[test])
            )
            expected["brier"].append(metrics.brier_score_loss(y[test], score[test]))
            expected["mcc"].append(metrics.matthews_corrcoef(y[test], score[test] >= 0.5))
            order = np.sort(score[train])  # held-out scores of the rows outside the test fold
            cuts = (order[1:] + order[:-1]) / 2
            f1 = np.array([metrics.f1_score(y[train], score[train] >= cut) for cut in cuts])
            best = np.flatnonzero(f1 > f1.max() - 1e-12)
            possible = [metrics.f1_score(y[test], score[test] >= cuts[i]) for i in best]
            expected["tuned f1"].append(possible[len(possible) // 2])
    for metric in ("average_precision", "brier"):
        assert result["scores"][metric] == pytest.approx(expected[metric])
    assert result["decisions"]["0.5"]["mcc"] == pytest.approx(expected["mcc"])
    assert result["decisions"]["tuned"]["f1"] == pytest.approx(expected["tuned f1"])
    assert len(result["fit_seconds"]) == 6
    assert result["shared"] == pytest.approx(0.5)


@pytest.mark.slow
def test_nested_thresholds_see_no_row_of_the_test_fold(monkeypatch):
    fitted = []
    fit = real_cells._Fit.__call__

    def spy(self, train, seed):
        fitted.append(set(train.tolist()))
        return fit(self, train, seed)

    monkeypatch.setattr(real_cells._Fit, "__call__", spy)
    result = compute_cell("plain", "none", "decision tree")
    assert set(result["decisions"]) == {"0.5", "tuned", "nested"}
    assert len(fitted) == 6 * (1 + SETTINGS["n_splits_nested"])
    for number in range(0, len(fitted), 6):
        assert all(inner < fitted[number] for inner in fitted[number + 1 : number + 6])
    assert "nested" not in compute_cell("plain", "none", "random forest")["decisions"]


@pytest.mark.slow
def test_every_suitable_approach_works_on_every_kind_of_columns(monkeypatch):
    monkeypatch.setitem(SETTINGS, "n_repeats", 1)
    monkeypatch.setitem(SETTINGS, "nested", [])
    for name in ("plain", "mixed", "words"):
        for approach in real_grid._approaches(real_cells.catalogue().loc[name], LOGISTIC):
            result = compute_cell(name, approach, LOGISTIC)
            assert result["problem"] is None, (name, approach)
            assert all(0 <= v <= 1 for v in result["scores"]["average_precision"])


@pytest.mark.slow
@pytest.mark.parametrize("classifier", CLASSIFIERS)
def test_every_classifier_works(classifier):
    result = compute_cell("mixed", "smote_nc", classifier)
    assert result["problem"] is None
    brier = result["scores"]["brier"]
    assert brier == [None] * 3 if classifier == "SVM" else min(brier) > 0
    assert len(brier) == (6 if classifier in real_cells.CHEAP else 3)


@pytest.mark.slow
@pytest.mark.parametrize("approach", real_cells.ENSEMBLES)
def test_every_ensemble_works(approach):
    assert compute_cell("mixed", approach, OWN)["problem"] is None


def test_a_refusal_is_the_problem_of_its_cell():
    result = compute_cell("apart", "adasyn", LOGISTIC)
    assert "Not any neigbours belong to the majority class" in result["problem"]
    table = collect({("apart", "adasyn", LOGISTIC): result})
    assert table["cut"].tolist() == ["0.5", "tuned"]
    assert table["problem"].notna().all()
    assert table[list(METRICS)].isna().all(axis=None)
    assert table["n_fits"].eq(0).all()


def test_any_other_error_is_no_problem_but_an_error(monkeypatch):
    def broken(*_, **__):
        raise ValueError("no such thing")

    monkeypatch.setattr(real_cells, "make_approach", broken)
    with pytest.raises(ValueError, match="no such thing"):
        compute_cell("plain", "none", LOGISTIC)


def test_large_sets_are_drawn_once_and_keep_their_minority():
    frame = SETS["large"]()
    X, y = draw_rows("large")
    kept = min(100, frame["Class"].sum())
    assert (len(y), y.sum()) == (2000, kept)
    draw_rows.cache_clear()
    np.testing.assert_array_equal(draw_rows("large")[0], X)
    values = frame.drop(columns="Class").to_numpy()
    places = [np.flatnonzero((values == row).all(axis=1))[0] for row in X[:50]]
    assert places == sorted(set(places))
    np.testing.assert_array_equal(frame["Class"].to_numpy()[places], y[:50])


def test_the_grid_has_what_suits_each_set_and_the_cheap_classifiers_first():
    cells = list_cells()
    assert len(cells) == len(set(cells))
    approaches = {name: {a for n, a, c in cells if n == name and c == LOGISTIC} for name in SETS}
    assert approaches["plain"] == set(real_grid.COMMON)
    assert approaches["mixed"] == {*real_grid.COMMON, "smote_nc"}
    assert approaches["words"] == {*real_grid.COMMON, "smote_n"}
    assert ("plain", "class weights", "k nearest neighbours") not in cells
    order = list(dict.fromkeys(classifier for _, _, classifier in cells))
    assert order[:3] == list(real_cells.CHEAP)
    assert order[-1] == OWN
    assert {a for _, a, c in cells if c == OWN} == set(real_cells.ENSEMBLES)


def test_parts_of_other_data_or_classifiers_are_others(tmp_path, monkeypatch):
    cells = cells_of(["none"])
    run(cells, tmp_path)
    assert list(make_parts(cells, tmp_path).read()) == cells
    with monkeypatch.context() as patch:
        patch.setitem(real_cells.CLASSIFIERS, LOGISTIC, LogisticRegression(C=2))
        assert make_parts(cells, tmp_path).read() == {}
    with monkeypatch.context() as patch:
        patch.setitem(SETTINGS, "edition", 0)
        assert make_parts(cells, tmp_path).read() == {}
    real_cells.catalogue()["digest"] = "changed"
    assert make_parts(cells, tmp_path).read() == {}


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Return results of three approaches on two sets, and the folder of their parts."""
    folder = tmp_path_factory.mktemp("parts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(real_cells, "load_real_set", lambda name: SETS[name]().copy())
        draw_rows.cache_clear()
        return {
            key: compute_cell(*key)
            for key in cells_of(["none", "random over-sampling", "smote"], sets=["plain", "other"])
        }, folder


@pytest.mark.slow
def test_means_errors_and_gains_are_those_of_the_paired_test(three):
    results, _ = three
    table = collect(results).set_index(["dataset", "approach", "cut"]).sort_index()
    rows = []
    for (dataset, approach, classifier), result in results.items():
        values = result["decisions"]["0.5"]["mcc"] if approach == "smote" else None
        values = result["decisions"]["tuned"]["mcc"] if approach == "none" else values
        for number, value in enumerate(values or []):
            row = {"dataset": dataset, "approach": approach, "classifier": classifier}
            row |= {"repeat": 0, "fold": number, "mcc": value}
            row |= {"n_train": 1, "n_test": result["shared"]}
            rows.append(row)
    expected = paired_differences(pd.DataFrame(rows), "mcc", confidence_level=0.5)
    for _, row in expected.iterrows():
        ours = table.loc[row["dataset"], "smote", "0.5"]
        assert ours["mcc"] == pytest.approx(row["value"])
        assert ours["mcc_gain"] == pytest.approx(row["difference"])
        reach = stats.t.ppf(0.75, ours["n_fits"] - 1) * ours["mcc_gain_error"]
        assert row["high"] - row["difference"] == pytest.approx(reach)
    plain = table.loc[("plain", "none")]
    assert plain.loc["tuned", "mcc_gain"] == 0
    assert plain["brier_gain"].eq(0).all()
    assert plain.loc["0.5", "mcc_gain"] == pytest.approx(
        plain.loc["0.5", "mcc"] - plain.loc["tuned", "mcc"]
    )
    assert plain.loc["nested", "f1_gain"] == 0


@pytest.mark.slow
def test_what_is_stored_is_loaded_and_the_same_results_give_the_same_bytes(three, stored):
    results, _ = three
    said = store(results)
    first = [path.read_bytes() for path in sorted(stored.iterdir())]
    store(dict(reversed(results.items())))
    assert [path.read_bytes() for path in sorted(stored.iterdir())] == first
    table = load_real_set_results()
    pd.testing.assert_frame_equal(
        table[list(METRICS)], collect(results)[list(METRICS)], rtol=1e-5, check_dtype=False
    )
    assert set(table["cut"]) == {"0.5", "tuned", "nested"}
    assert table["problem"].isna().all()
    description = table.attrs["description"]
    assert description["cells"] == 6
    assert description["cells_missing"] == len(list_cells()) - 6
    assert f"{len(table):,} rows" in said


def test_missing_results_name_the_command(stored):
    with pytest.raises(FileNotFoundError, match=r"python -m helpers\.study real-sets"):
        load_real_set_results()


@pytest.mark.slow
def test_a_reader_reruns_one_origin_and_gets_the_stored_numbers(three, stored):
    results, _ = three
    store(results)
    wanted = {"approaches": ["smote"], "classifiers": [LOGISTIC]}
    again = rerun("one", **wanted, n_jobs=1, progress=False)
    assert again["dataset"].unique().tolist() == ["plain", "other"]
    assert again["approach"].unique().tolist() == ["smote"]
    kept = again[real_results.KEY].merge(load_real_set_results(), on=real_results.KEY)
    columns = [name for name in kept.columns.drop("problem") if name not in TIMES]
    pd.testing.assert_frame_equal(kept[columns], again[columns], rtol=1e-5, check_dtype=False)
    assert "6 of 6 rows are stored" in real_results.compare_with_stored(again)
    assert " 0 differ by more than" in real_results.compare_with_stored(again)
    moved = again.assign(mcc=again["mcc"] + 0.001)
    assert " 6 differ by more than" in real_results.compare_with_stored(moved)
    with pytest.raises(ValueError, match="no such cells of the origin 'nowhere'"):
        rerun("nowhere")


@pytest.mark.slow
def test_the_command_runs_says_how_far_it_is_and_stores(tmp_path, stored, monkeypatch, capsys):
    cells = cells_of(["none", "smote"], "decision tree")
    for module in (real_grid, real_results):
        monkeypatch.setattr(module, "list_cells", lambda: cells)
    options = ["real-sets", "--parts", str(tmp_path / "parts"), "--n-jobs", "1"]
    assert command.main([*options, "--status"]) == 0
    assert "decision tree      2     0" in capsys.readouterr().out
    assert command.main([*options, "--plan"]) == 0
    assert "CPU hours" in capsys.readouterr().out
    assert command.main(options) == 0
    assert "data/results/real_sets.csv.gz: 6 rows, 2 cells" in capsys.readouterr().out
    assert command.main([*options, "--status"]) == 0
    assert "decision tree      2     2" in capsys.readouterr().out
    (stored / "real_sets.json").unlink()
    assert command.main([*options, "--collect"]) == 0
    assert json.loads((stored / "real_sets.json").read_text())["cells_missing"] == 0


def test_a_failing_cell_is_listed_at_the_end_with_a_status(tmp_path, stored, monkeypatch, capsys):
    cells = cells_of(["none", "no such approach"])
    for module in (real_grid, real_results):
        monkeypatch.setattr(module, "list_cells", lambda: cells)
    options = ["real-sets", "--parts", str(tmp_path / "parts"), "--n-jobs", "1"]
    assert command.main(options) == 1
    assert "plain | no such approach | logistic regression: KeyError" in capsys.readouterr().err
    assert len(make_parts(folder=tmp_path / "parts").read()) == 1
    assert not stored.exists()


def test_a_hundredth_holds_small_and_large_sets_of_each_classifier():
    keys = [(name, str(number), "MLP") for name in SETS for number in range(200)]
    keys += cells_of(["none"], "SVM")
    chosen = choose_hundredth(keys)
    assert len(chosen) == 12 + 1
    assert [name for name, _, classifier in chosen if classifier == "MLP"].count("large") == 2


@pytest.mark.slow
def test_processes_give_the_same_numbers_as_one(monkeypatch, tmp_path):
    monkeypatch.undo()  # workers know the real sets only
    real_cells.catalogue.cache_clear()
    draw_rows.cache_clear()
    cells = [("ecoli3", "smote_enn", name) for name in (LOGISTIC, "gradient boosting")]
    results = [
        run_tasks(
            compute_cell, make_parts(cells, tmp_path / str(n_jobs)), n_jobs=n_jobs, progress=False
        )
        for n_jobs in (1, 2)
    ]
    assert checksum_of(results[0], TIMES) == checksum_of(results[1], TIMES)


def test_the_stored_table_is_whole_and_small(monkeypatch):
    monkeypatch.undo()  # the real sets
    real_cells.catalogue.cache_clear()
    table = load_real_set_results()
    cells = table[["dataset", "approach", "classifier"]].drop_duplicates()
    assert set(map(tuple, cells.to_numpy().tolist())) == set(list_cells())
    assert not table.duplicated(real_results.KEY).any()
    done = table[table["problem"].isna()]
    assert done.loc[done["classifier"].ne("SVM"), list(METRICS)].notna().all(axis=None)
    assert table["problem"].notna().sum() < 100
    description = table.attrs["description"]
    assert description["cells_missing"] == 0
    assert description["cpu_hours"] < 2
    assert description["cut"] == real_grid.CUT
    assert (RESULTS / "real_sets.csv.gz").stat().st_size < 2_000_000
