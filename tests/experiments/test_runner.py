"""The experiment runner: results that are lost, mixed up or unpaired would mislead every lesson."""

import json
import os
import subprocess
import sys
from types import FunctionType

import joblib
import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from sklearn import metrics
from sklearn.datasets import make_classification
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from helpers.experiments import runner as experiments
from helpers.experiments.fit_log import KEY
from helpers.experiments.runner import FOLD_METRICS, run
from helpers.models.pipelines import make_approach
from helpers.paths import ROOT

X, Y = make_classification(150, 4, n_informative=3, n_redundant=0, weights=[0.8], random_state=1)


DATA = {"a": (X, Y)}


LOGISTIC = {"logistic": LogisticRegression()}


def go(datasets=DATA, approaches=("none", "smote"), classifiers=LOGISTIC, **options):
    options = {"n_splits": 3, "n_repeats": 2, "progress": False, **options}
    return run(datasets, approaches, classifiers, **options)


def numbers(table):
    return table.drop(columns="seconds")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """What the log of a whole run holds."""
    file = tmp_path_factory.mktemp("finished") / "log.jsonl"
    go(results=file)
    return file.read_bytes()


@pytest.fixture
def log(finished, tmp_path):
    """The log of a whole run, in a file of its own."""
    file = tmp_path / "log.jsonl"
    file.write_bytes(finished)
    return file


def test_a_row_holds_what_scikit_learn_says_of_that_fold():
    table = go(approaches=["smote"], n_repeats=1)
    seed = experiments.seed_of(0, "a", 0)
    folds = list(StratifiedKFold(3, shuffle=True, random_state=seed).split(X, Y))
    for fold, (train, test) in enumerate(folds):
        sampler = SMOTE(random_state=experiments.seed_of(0, "a", 0, fold))
        steps = SimpleImputer(strategy="median"), StandardScaler(), sampler, LogisticRegression()
        model = make_pipeline(*steps).fit(X[train], Y[train])
        row = table.loc[fold]
        score, called = model.predict_proba(X[test])[:, 1], model.predict(X[test])
        assert row["average_precision"] == metrics.average_precision_score(Y[test], score)
        assert row["brier"] == metrics.brier_score_loss(Y[test], score)
        assert row["mcc"] == pytest.approx(metrics.matthews_corrcoef(Y[test], called))
        assert (row["n_train"], row["n_test"]) == (100, 50)


def test_the_table_is_tidy_and_in_the_order_asked_for():
    table = go(approaches=["smote", "none"])
    assert list(table.columns) == experiments.COLUMNS
    assert table["approach"].tolist() == ["smote"] * 6 + ["none"] * 6
    assert table["repeat"].tolist() == [0, 0, 0, 1, 1, 1] * 2
    assert not table.duplicated(KEY).any()


def test_methods_are_compared_on_the_same_folds_and_repeats_differ():
    class Spy(DummyClassifier):
        def predict_proba(self, rows):
            seen.append(rows.sum())
            return super().predict_proba(rows)

    seen = []
    go(approaches={"one": lambda c, r: Spy(), "two": lambda c, r: Spy()})
    tested = np.reshape(seen, (6, 2))  # per fold: approach one, approach two
    assert (tested[:, 0] == tested[:, 1]).all()
    assert len(set(tested[:, 0])) == 6


@pytest.mark.slow
def test_the_numbers_do_not_depend_on_the_number_of_workers():
    classifiers = LOGISTIC | {"boosting": HistGradientBoostingClassifier(max_iter=5)}
    approaches = ["none", "smote", "random over-sampling"]
    alone = go(approaches=approaches, classifiers=classifiers, n_jobs=1)
    two = go(approaches=approaches, classifiers=classifiers, n_jobs=2)
    pd.testing.assert_frame_equal(numbers(alone), numbers(two), check_exact=True)
    assert not alone["error"].notna().any()


def test_the_active_backend_of_joblib_is_used():
    with joblib.parallel_config("threading", n_jobs=2):
        threads = go()
    pd.testing.assert_frame_equal(numbers(threads), numbers(go()), check_exact=True)


def test_more_repeats_keep_the_old_ones_and_another_seed_does_not():
    one, two = go(n_repeats=1), go(n_repeats=2)
    kept = two[two["repeat"] == 0].reset_index(drop=True)
    pd.testing.assert_frame_equal(numbers(one), numbers(kept), check_exact=True)
    assert not go(n_repeats=1, random_state=1)["brier"].equals(one["brier"])


def count_fits(**options):
    """Run once more and return how many fits that took, and the table."""
    fits = []

    def counted(classifier, seed):
        fits.append(seed)
        return make_approach("none", classifier, seed)

    table = go(approaches={"none": counted}, **options)
    return len(fits), table


def test_a_finished_run_is_read_and_not_computed_again(tmp_path):
    file = tmp_path / "results" / "log.jsonl"
    first = count_fits(results=file)
    again = count_fits(results=file)
    assert (first[0], again[0]) == (6, 0)
    pd.testing.assert_frame_equal(first[1], again[1], check_exact=True)


DYING = """
import os
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from helpers.experiments import run
from helpers.models import make_approach

fits = []
def dying(classifier, seed):
    fits.append(seed)
    if len(fits) == 4:
        os._exit(9)
    return make_approach("none", classifier, seed)

dying.__qualname__ = "count_fits.<locals>.counted"  # the same approach, as far as the log can tell
X, y = make_classification(150, 4, n_informative=3, n_redundant=0, weights=[0.8], random_state=1)
run({"a": (X, y)}, {"none": dying}, {"logistic": LogisticRegression()}, n_splits=3, n_repeats=2,
    results=RESULTS, progress=False, n_jobs=1)
"""


@pytest.mark.slow
def test_a_run_that_was_killed_goes_on_where_it_stopped(tmp_path):
    file = tmp_path / "log.jsonl"
    code = DYING.replace("RESULTS", repr(str(file)))
    dead = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, check=False)
    assert dead.returncode == 9
    assert len(file.read_text().splitlines()) == 3
    fits, table = count_fits(results=file)
    assert fits == 3
    pd.testing.assert_frame_equal(numbers(table), numbers(count_fits()[1]), check_exact=True)


@pytest.mark.parametrize("damage", [lambda b: b[:-20], lambda b: b[:-20] + b"\n", lambda b: b[:-1]])
def test_a_last_line_cut_short_is_done_again(damage, tmp_path):
    file = tmp_path / "log.jsonl"
    whole = count_fits(results=file)[1]
    file.write_bytes(damage(file.read_bytes()))
    fits, table = count_fits(results=file)
    assert fits == 1
    pd.testing.assert_frame_equal(numbers(table), numbers(whole), check_exact=True)
    assert all(json.loads(line) for line in file.read_text().splitlines())
    assert count_fits(results=file)[0] == 0


def test_damage_elsewhere_is_refused_with_the_line(log):
    lines = log.read_text().splitlines()
    lines[3] = lines[3][:30]
    log.write_text("\n".join(lines) + "\n")
    with pytest.raises(ValueError, match=r"Line 4 of log\.jsonl is damaged"):
        go(results=log)


@pytest.mark.parametrize(
    "change",
    [
        {"datasets": {"a": (X + 1, Y)}},
        {"datasets": {"a": (X, 1 - Y)}},
        {"classifiers": {"logistic": LogisticRegression(C=2)}},
        {"classifiers": {"logistic": GaussianNB()}},
        {"approaches": {"none": "smote", "smote": "none"}},
        {"n_splits": 4},
        {"random_state": 1},
    ],
    ids=["rows", "labels", "parameters", "classifier", "approach", "folds", "seed"],
)
def test_results_of_something_else_are_not_taken_for_ours(change, log):
    with pytest.raises(ValueError, match=r"log\.jsonl holds 'a' with 'logistic' from other data"):
        go(results=log, **change)


def test_a_failing_fit_is_written_down_and_stops_nothing(tmp_path):
    file = tmp_path / "log.jsonl"
    apart = X + 100 * Y[:, None]  # ADASYN refuses classes that lie apart
    classifiers = LOGISTIC | {"neighbours": KNeighborsClassifier()}
    approaches = ["class weights", "adasyn", "smote_nc"]
    table = go({"a": (apart, Y)}, approaches, classifiers, n_repeats=1, results=file)
    errors = table.set_index(["approach", "classifier"])["error"]
    assert errors["class weights", "logistic"].isna().all()
    assert errors["class weights", "neighbours"].str.contains("takes no class weights").all()
    assert errors["adasyn", "logistic"].str.startswith("RuntimeError").all()
    assert errors["smote_nc", "logistic"].str.contains("at least one categorical column").all()
    assert table.loc[table["error"].notna(), list(FOLD_METRICS)].isna().all(axis=None)
    assert table.loc[table["error"].isna(), "recall"].notna().all()
    # a second run tries the failed ones again, and its rows replace the old
    fixed = {"adasyn": "none", "class weights": "class weights", "smote_nc": "smote"}
    again = go({"a": (apart, Y)}, fixed, classifiers, n_repeats=1, results=file)
    failed = again[again["error"].notna()]
    assert set(zip(failed["approach"], failed["classifier"], strict=True)) == {
        ("class weights", "neighbours")
    }


def test_a_data_set_that_cannot_be_loaded_or_split_does_not_stop_the_others():
    def missing():
        raise FileNotFoundError("no file b.csv")

    rare = np.zeros(150)
    rare[:2] = 1
    table = go({"b": missing, "rare": (X, rare), "one": (X, 0 * rare), "a": lambda: (X, Y)})
    errors = table.groupby("dataset")["error"].first()
    assert errors["b"] == "FileNotFoundError: no file b.csv"
    assert "3 folds need 3 rows of each class; one has 2" in errors["rare"]
    assert "both labels" in errors["one"]
    assert table.loc[table["dataset"] == "a", "error"].isna().all()
    assert len(table) == 4 * 2 * 6


def test_warnings_are_kept_with_the_fit_that_gave_them():
    table = go(classifiers={"hasty": LogisticRegression(max_iter=1)}, n_repeats=1)
    assert table["warning"].str.startswith("ConvergenceWarning").all()
    assert go(n_repeats=1)["warning"].isna().all()


def test_an_unknown_method_is_refused_before_anything_is_fitted():
    with pytest.raises(KeyError, match="no approach 'smot'"):
        go(approaches=["none", "smot"])


@pytest.mark.slow
def test_mixed_columns_and_missing_cells_are_taken_care_of():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(X, columns=list("abcd"))
    frame["shop"] = np.where(rng.random(150) < 0.5, "north", "south")
    frame["card"] = pd.Categorical.from_codes(rng.integers(0, 3, 150), ["x", "y", "z"])
    frame.loc[3, "shop"] = frame.loc[5, "card"] = frame.loc[7, "a"] = np.nan
    approaches = [
        "none",
        "smote",
        "smote_nc",
        "smote_enn",
        "threshold moving (F1)",
        "class weights",
    ]
    table = go({"mixed": (frame, Y)}, approaches)
    assert table["error"].isna().all(), table["error"].dropna().iloc[0]
    scale = make_approach("smote_nc", DummyClassifier(), 0, mixed=True)[0]
    kept = scale.fit_transform(frame.astype({"shop": "category"}))
    assert set(kept["shop"].cat.categories) == {"north", "south", "missing"}


@pytest.mark.slow
def test_threshold_moving_ranks_as_no_method_does_and_decides_otherwise():
    tree = {"tree": DecisionTreeClassifier(min_samples_leaf=5)}
    table = go(approaches=["none", "threshold moving"], classifiers=LOGISTIC | tree)
    none, moved = (table[table["approach"] == m].reset_index() for m in table["approach"].unique())
    assert none["roc_auc"].equals(moved["roc_auc"])
    assert moved["recall"].mean() > none["recall"].mean()


def weigh(distance):
    return 1 / (distance + 1)


def test_a_function_among_the_parameters_does_not_stop_a_resume(tmp_path):
    # Its address in memory is another one in each process.
    file = tmp_path / "log.jsonl"
    model = {"neighbours": KNeighborsClassifier(weights=weigh)}
    first = go(classifiers=model, results=file)
    text = file.read_text()
    address = {
        "neighbours": KNeighborsClassifier(weights=FunctionType(weigh.__code__, {}, "weigh"))
    }
    assert go(classifiers=address, results=file).equals(first)
    assert file.read_text() == text


def test_data_that_cannot_be_loaded_on_a_resume_are_an_error_of_their_own(log):
    def gone():
        raise OSError("the disk is gone")

    table = go({"a": gone}, results=log)
    assert table["error"].eq("OSError: the disk is gone").all()
