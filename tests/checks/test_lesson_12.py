"""Wrong answers to the exercises of lesson 12, each with the message that it should get."""

import numpy as np
import pytest

from helpers.checks import verdict
from helpers.checks.lesson_12 import trial_results
from helpers.study import NOTHING, TUNED, Comparison, judge_one, load_real_set_results

from .common import Several, assert_right, assert_wrong, wrong_answers

RESULTS = load_real_set_results()
MINE = RESULTS.groupby("dataset").head(2).head(4).assign(approach="my method")
LABELS = "state"


def prepare(raw, label, identifiers):
    features = raw.drop(columns=[label, *identifiers])
    rare = raw[label].value_counts().idxmin()
    features = features.astype({"site": "category"})
    return features.assign(Class=(raw[label] == rare).astype("int64"))


def prepared(change):
    """Return `prepare` with a fault: ``change(right table, raw table, label)``."""
    return lambda raw, label, identifiers: change(prepare(raw, label, identifiers), raw, label)


def scaled(table, raw, label):
    return table.assign(heat=(table["heat"] - table["heat"].mean()) / table["heat"].std())


def by_alphabet(table, raw, label):
    return table.assign(Class=(raw[label] == sorted(raw[label].unique())[0]).astype(int))


def gain(way=("tuned", "tuned"), units=(["origin", "dataset"], ["origin"]), sign=1, metric=None):
    """Return `fair_gain` with cuts of the method and its rival, and units to average over."""

    def fair_gain(results, method, name):
        key = ["origin", "dataset", "classifier"]
        cells = [
            results[(results["approach"] == approach) & (results["cut"] == cut)].set_index(key)
            for approach, cut in zip((method, "none"), way, strict=True)
        ]
        gaps = (cells[0][metric or name] - cells[1][metric or name]).dropna()
        for unit in units:
            gaps = gaps.groupby(unit).mean()
        return sign * gaps.mean()

    return fair_gain


def unpaired(results, method, metric):
    tuned = results[results["cut"] == "tuned"]
    means = tuned.groupby(["approach", "origin", "dataset"])[metric].mean()
    means = means.groupby(["approach", "origin"]).mean().groupby("approach").mean()
    return means[method] - means["none"]


def undecided():
    """Return an inconclusive comparison of the study, and its answer."""
    for metric in ("mcc", "f1", "average_precision", "recall_at_budget"):
        for classifier in ("k nearest neighbours", "decision tree", "MLP"):
            one = Comparison(("smote_enn", "tuned"), TUNED, metric, classifier)
            answer = judge_one(RESULTS, one)
            if answer["verdict"] == "inconclusive":
                return one, answer
    raise AssertionError("The study decides everything.")


OPEN, ANSWER = undecided()
N, REACH = ANSWER["n_origins"], (ANSWER["high"] - ANSWER["low"]) / 2
NEEDED = N * (REACH / 0.01) ** 2
DECIDED = Comparison(TUNED, NOTHING, "balanced_accuracy", "logistic regression")
EQUIVALENT = Comparison(("smote", "tuned"), TUNED, "balanced_accuracy", "logistic regression")

WRONG = [
    ("12-1", prepared(lambda t, raw, label: t.assign(Class=1 - t["Class"])), "majority is 1"),
    ("12-1", prepared(by_alphabet), "comes last in the alphabet"),
    ("12-1", prepared(lambda t, raw, label: t.assign(state=raw[label])), "a leak"),
    ("12-1", prepared(lambda t, raw, label: t.assign(machine=raw["machine"])), "identifier"),
    ("12-1", prepared(lambda t, raw, label: t.dropna()), "rows are gone"),
    ("12-1", prepared(lambda t, raw, label: t.fillna({"hours": t["hours"].median()})), "filled"),
    ("12-1", prepared(scaled), "have changed"),
    ("12-1", prepared(lambda t, raw, label: t.assign(site=t["site"].cat.codes)), "interpolate"),
    ("12-1", prepared(lambda t, raw, label: t.assign(site=raw["site"])), "type `category`"),
    ("12-1", prepared(lambda t, raw, label: t.drop(columns="site")), "`site` is gone"),
    ("12-1", prepared(lambda t, raw, label: t.assign(Class=raw[label])), "integers 0 and 1"),
    ("12-1", prepared(lambda t, raw, label: t.assign(Class=t["Class"] == 1)), "integers 0 and 1"),
    ("12-1", prepared(lambda t, raw, label: t.drop(columns="Class")), "no column `Class`"),
    ("12-1", prepared(lambda t, raw, label: (t, t["Class"])), "features and labels apart"),
    ("12-2", Several([MINE, gain(sign=-1)]), "sign is the other way round"),
    ("12-2", Several([MINE, gain(way=("0.5", "tuned"))]), "lose by the threshold"),
    ("12-2", Several([MINE, gain(way=("tuned", "0.5"))]), "win by the threshold"),
    ("12-2", Several([MINE, gain(way=("0.5", "0.5"))]), "Both decide at 0.5"),
    ("12-2", Several([MINE, gain(units=(["origin", "dataset"],))]), "You count files"),
    ("12-2", Several([MINE, gain(units=())]), "over all rows at once"),
    ("12-2", Several([MINE, unpaired]), "cell by cell"),
    ("12-2", Several([MINE, gain(metric="mcc")]), "another metric"),
    ("12-2", Several([MINE, lambda *_: 0.123]), "which order"),
    ("12-2", Several([RESULTS.head(4), gain()]), "in the study already"),
    ("12-2", Several([MINE.drop(columns="cut"), gain()]), "lacks the column `cut`"),
    ("12-2", Several([[1, 2], gain()]), "what `extend_study` returns"),
    ("12-3", Several([EQUIVALENT, 50]), "Equivalent is an answer"),
    ("12-3", Several([DECIDED, 50]), "the verdict is better"),
    ("12-3", Several([Comparison(TUNED, TUNED, "mcc", "weak"), 50]), "same scores everywhere"),
    ("12-3", Several([Comparison(("mine", "0.5"), TUNED, "mcc", "weak"), 50]), "cannot make"),
    ("12-3", Several([Comparison(TUNED, NOTHING, "kappa", "weak"), 50]), "cannot make"),
    ("12-3", Several([(TUNED, NOTHING), 50]), "should be a `Comparison(...)`"),
    ("12-3", Several([OPEN, N * REACH / 0.01]), "four times as many"),
    ("12-3", Several([OPEN, 4 * NEEDED]), "whole width"),
    ("12-3", Several([OPEN, ANSWER["n_sets"] * (REACH / 0.01) ** 2]), "no new witnesses"),
    ("12-3", Several([OPEN, NEEDED - N]), "in all"),
    ("12-3", Several([OPEN, 7.7]), "square root"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


def test_other_right_forms_are_accepted():
    assert_right("12-1", prepare)
    shuffled = prepared(lambda t, raw, label: t[["Class", "site", "heat", "hours"]])
    assert_right("12-1", shuffled)
    assert_right("12-2", MINE, gain())
    stored = lambda results, method, metric: np.float32(gain()(results, method, metric))  # noqa: E731
    assert_right("12-2", MINE, stored)
    assert_right("12-3", OPEN, NEEDED)
    assert_right("12-3", OPEN, int(np.ceil(NEEDED)))


def test_the_made_up_results_tell_the_wrong_ways_apart():
    table = trial_results()
    ways = [gain(), gain(units=()), gain(units=(["origin", "dataset"],)), unpaired]
    values = [way(table, "mine", "mcc") for way in ways]
    assert np.diff(np.sort(values)).min() > 0.002


@pytest.mark.parametrize("name", ["12-1", "12-2", "12-3"])
def test_a_blank_gets_a_sentence(name):
    result = verdict(name, *((...,) if name == "12-1" else (..., ...)))
    assert not result.passed
    assert len(result.message) > 20
