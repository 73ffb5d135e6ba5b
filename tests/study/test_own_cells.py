"""A set or a method of one's own: other folds or thresholds than the study's would be unfair."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE, RandomOverSampler

from helpers.data import load_real_set
from helpers.study import extend_study, own_cells, rerun
from helpers.study.own_cells import CARD, load_card_results, store_card_results
from helpers.study.real_results import KEY, METRICS

TREE = ["decision tree"]


@pytest.fixture(scope="module")
def haberman():
    return load_real_set("haberman")


@pytest.fixture(scope="module")
def extended(haberman):
    sets = {"haberman": haberman}
    methods = {"smote": "smote", "my SMOTE": SMOTE(random_state=7), "moved": moved()}
    return extend_study(sets, methods, TREE)


def moved():
    return RandomOverSampler(shrinkage=0.5)


@pytest.mark.slow
def test_a_set_of_the_study_gets_the_numbers_of_the_study(extended):
    options = {"approaches": ["none", "smote"], "classifiers": TREE, "n_jobs": 1}
    study = rerun("haberman", progress=False, **options)
    both = study.merge(extended, on=KEY, suffixes=("", "_extended"))
    assert len(both) == len(study) == 6
    for metric in METRICS:
        for end in ("", "_error", "_gain", "_gain_error"):
            assert both[metric + end].equals(both[f"{metric}{end}_extended"].rename(metric + end))


@pytest.mark.slow
def test_a_sampler_is_a_method_with_the_seeds_of_the_study(extended):
    # its own random_state is replaced by the one of each fold, so that folds differ
    by_name = extended.set_index(["approach", "cut"])["mcc"]
    assert by_name["my SMOTE", "tuned"] == by_name["smote", "tuned"]
    assert by_name["moved", "0.5"] != by_name["none", "0.5"]
    assert set(extended["origin"]) == {"haberman"}


def test_the_origin_of_a_set_is_its_own_name_unless_it_says_another(haberman):
    frame = haberman.copy()
    frame.attrs = {}
    assert set(extend_study({"mine": frame}, [], TREE)["origin"]) == {"mine"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frame: frame.drop(columns="Class"), "needs a column 'Class'"),
        (lambda frame: frame.assign(Class=1 - frame["Class"]), "1 is the rarer"),
        (lambda frame: frame.assign(Class="no"), "needs a column 'Class'"),
        (lambda frame: frame.assign(Class=1 * (np.arange(len(frame)) < 2)), "2 rows of its rarer"),
    ],
)
def test_a_table_that_is_no_set_is_refused(haberman, change, message):
    with pytest.raises(ValueError, match=message):
        extend_study({"mine": change(haberman)}, [], TREE)


def test_an_unknown_classifier_is_refused():
    with pytest.raises(ValueError, match="no classifier 'boosting'"):
        extend_study(["haberman"], [], ["boosting"])


@pytest.mark.slow
def test_the_card_results_hold_scores_and_no_row(tmp_path, monkeypatch, haberman):
    rng = np.random.default_rng(0)
    names = ["Time", *[f"V{n}" for n in range(1, 29)], "Amount"]
    frame = pd.DataFrame(rng.normal(size=(400, 30)), columns=names).abs()
    frame["Class"] = (np.arange(400) < 60).astype(int)
    frame.to_csv(tmp_path / "card.csv", index=False)
    monkeypatch.setattr(own_cells, "RESULTS", tmp_path)
    few = {"decision tree": None, "k nearest neighbours": None}
    monkeypatch.setattr(own_cells, "CLASSIFIERS", few)
    monkeypatch.setattr(own_cells, "WITHOUT_WEIGHTS", ["k nearest neighbours"])
    monkeypatch.setattr(own_cells, "COMMON", ("none", "class weights"))
    store_card_results(tmp_path / "card.csv")
    stored = load_card_results()
    assert set(stored["dataset"]) == {CARD}
    assert set(stored["rows"]) == {400}
    assert not set(stored.columns) & set(names)
    assert set(stored["cut"]) == {"0.5", "tuned", "nested"}
