"""Wrong answers to the exercises of 12."""

import functools
import itertools
import math

import numpy as np
import pandas as pd
from imblearn.over_sampling import RandomOverSampler

from helpers.study import Comparison, extend_study, judge_one, load_real_set_results


def prepared(raw, label, identifiers, rare=None, numbers=None, text=None, drop=None, give=None):
    """The table in the study's form, with one part changed."""
    features = raw.drop(columns=[label, *identifiers] if drop is None else drop)
    names = features.select_dtypes(exclude="number").columns
    features = (text or (lambda X, names: X.astype(dict.fromkeys(names, "category"))))(
        features, names
    )
    if numbers:
        features = numbers(features)
    value = raw[label].value_counts().idxmin() if rare is None else rare(raw[label])
    target = (raw[label] == value).astype(int)
    return (give or (lambda X, y: X.assign(Class=y)))(features, target)


def prepare(**changed):
    return lambda raw, label, identifiers: prepared(raw, label, identifiers, **changed)


def on_numbers(change):
    def numbers(X):
        names = X.select_dtypes("number").columns
        return X.assign(**{name: change(X[name]) for name in names})

    return numbers


def keep(what):
    def prepare(raw, label, identifiers):
        left = {"label": identifiers, "identifiers": [label]}[what]
        return prepared(raw, label, identifiers, drop=left)

    return prepare


def coded(X, names):
    return X.assign(**{name: pd.factorize(X[name])[0] for name in names})


def dropped_gaps(raw, label, identifiers):
    return prepared(raw, label, identifiers).dropna()


def in_place(raw, label, identifiers):
    right = prepared(raw, label, identifiers)
    for name in [label, *identifiers]:
        del raw[name]
    raw["Class"] = right["Class"]
    for name in raw.select_dtypes(exclude="number"):
        raw[name] = raw[name].astype("category")
    return raw


RESULTS = load_real_set_results()
KEY = ["origin", "dataset", "classifier"]


def rows_of(results, approach, cut, metric):
    chosen = results[(results["approach"] == approach) & (results["cut"] == cut)]
    return chosen.set_index(KEY)[metric]


def by_origin(gaps):
    return gaps.groupby(["origin", "dataset"]).mean().groupby("origin").mean().mean()


def gain(
    cut="tuned", rival=("none", "tuned"), average=by_origin, fill=None, sign=1, own=None, use=None
):
    """The fair gain, with one part changed."""

    def fair_gain(results, method, metric):
        method = use if own == "method" else method
        metric = use if own == "metric" else metric
        gaps = rows_of(results, method, cut, metric) - rows_of(results, *rival, metric)
        gaps = gaps.dropna() if fill is None else gaps.fillna(fill)
        return float(sign * average(gaps))

    return fair_gain


def unpaired(results, method, metric):
    means = [by_origin(rows_of(results, way, "tuned", metric).dropna()) for way in (method, "none")]
    return float(means[0] - means[1])


def either_cut(results, method, metric):
    way, rival = (
        results[results["approach"] == name].groupby(KEY)[metric].mean()
        for name in (method, "none")
    )
    return float(by_origin((way - rival).dropna()))


@functools.cache
def mine(*sets, shrinkage=0.5):
    sampler = RandomOverSampler(shrinkage=shrinkage, random_state=0)
    return extend_study(list(sets), {"smoothed": sampler}, ["decision tree"])


def method(mine_=None, function=None):
    right = mine("haberman", "ecoli3")
    return (right if mine_ is None else mine_), gain() if function is None else function


def old_rows(approach):
    chosen = RESULTS["dataset"].isin(["haberman", "ecoli3"]) & (RESULTS["approach"] == approach)
    return RESULTS[chosen & (RESULTS["classifier"] == "decision tree")]


def wrong_methods():
    yield "the study's own method", "All methods in `mine` are in", method(old_rows("smote"))
    yield "the whole study", "All methods in `mine` are in", method(RESULTS)
    yield "no rows", "`mine` has no rows. What does", method(mine("haberman", "ecoli3").iloc[:0])
    yield "no method at all", "All methods in `mine` are in", method(old_rows("none"))
    yield "one set only", "`mine` holds one set. Two sets", method(mine("haberman"))
    yield (
        "a sampler for its rows",
        "be what `extend_study` returns, not an",
        method(RandomOverSampler(shrinkage=0.5)),
    )
    yield (
        "the mean for the rows",
        "`extend_study` returns, not 0.31989669888217503",
        method(mine("haberman", "ecoli3")["mcc"].mean()),
    )
    yield (
        "each cell counted once",
        "You average over all rows at",
        method(None, gain(average=lambda gaps: gaps.mean())),
    )
    yield (
        "each set counted once",
        "You count files: five of the",
        method(None, gain(average=lambda gaps: gaps.groupby("dataset").mean().mean())),
    )
    yield (
        "each classifier counted once",
        "You average within each classifier, over",
        method(None, gain(average=lambda gaps: gaps.groupby("classifier").mean().mean())),
    )
    yield "rival at 0.5", "Your method would win by the", method(None, gain(rival=("none", "0.5")))
    yield "method at 0.5", "its rival at a tuned threshold", method(None, gain(cut="0.5"))
    yield (
        "both at 0.5",
        "There a sampler mostly does what",
        method(None, gain(cut="0.5", rival=("none", "0.5"))),
    )
    yield "both cuts mixed", "You mix the thresholds: rows with", method(None, either_cut)
    yield "sign turned", "The sign is the other way", method(None, gain(sign=-1))
    yield "missing as zero", "A cell without a value counts", method(None, gain(fill=0))
    yield "not paired", "One cell has no value for", method(None, unpaired)
    yield (
        "median for mean",
        "You take the median of the",
        method(
            None,
            gain(
                average=lambda gaps: (
                    gaps.groupby(["origin", "dataset"]).mean().groupby("origin").mean().median()
                )
            ),
        ),
    )
    yield (
        "metric typed in",
        "For another metric the result is",
        method(None, gain(own="metric", use="mcc")),
    )
    yield (
        "method typed in",
        "In made-up results `fair_gain` finds no",
        method(None, gain(own="method", use="smote")),
    )
    yield (
        "notebook's results, not the argument",
        "Your function uses `RESULTS` of the",
        method(None, lambda results, method, metric: gain()(RESULTS, method, metric)),
    )
    yield "percentage points", "That is in percentage points. Scores", method(None, gain(sign=100))
    yield (
        "other rival",
        "In made-up results `fair_gain` finds no",
        method(None, gain(rival=("random over-sampling", "tuned"))),
    )


def judged(way, rival, metric, classifier):
    comparison = Comparison((way, "tuned"), (rival, "tuned"), metric, classifier)
    return comparison, judge_one(RESULTS, comparison)


@functools.cache
def open_question():
    """Return an undecided comparison in which each misconception leads to a number of its own."""
    for classifier in ["decision tree", "k nearest neighbours", "random forest", "MLP", "SVM"]:
        for way in ["adasyn", "borderline", "smote_tomek", "smote"]:
            for metric in ["f1", "mcc", "recall_at_budget", "balanced_accuracy"]:
                comparison, found = judged(way, "none", metric, classifier)
                numbers = sorted(number for *_, number in wrong_numbers(found))
                apart = all(b - a > 0.05 * b + 2 for a, b in itertools.pairwise(numbers))
                if found["verdict"] == "inconclusive" and apart:
                    return comparison, found
    raise LookupError("no open question")


def needed(found, width=2, aim=0.01, power=2, factor=1, rounded=math.ceil):
    reach = (found["high"] - found["low"]) / width
    return rounded(factor * found["n"] * (reach / aim) ** power)


def wrong_numbers(found):
    right = needed(found)
    yield "no square", "Half the width takes four times", needed(found, power=1)
    yield "0.01 from end to end", "That is for the whole width", needed(found, aim=0.005)
    yield "additional origins", "That is how many origins have", right - found["n"]
    yield "origins of now", "That is the number of origins", found["n"]
    yield (
        "times without the origins",
        "That says how many *times* as",
        needed(found, factor=1 / found["n"]),
    )
    yield "root for square", "You took the root. If the", needed(found, power=0.5)
    yield (
        "difference for reach",
        "You took the difference. What has",
        math.ceil(found["n"] * (found["difference"] / 0.01) ** 2),
    )
    yield "upside down", "Upside down: a narrower interval takes", needed(found, power=-2)
    yield (
        "sets for origins",
        "You started from the number of",
        math.ceil(right * found["n_sets"] / found["n"]),
    )


def wrong_questions():
    comparison, found = open_question()
    right = needed(found)
    yield (
        "decided comparison",
        "is decided, the verdict is worse",
        (judged("adasyn", "smote", "mcc", "decision tree")[0], 100),
    )
    yield "verdict for comparison", "a `Comparison(...)`, but it is a", (found, right)
    text = "adasyn against smote"
    yield "text for comparison", "a `Comparison(...)`, but it is the", (text, right)
    yield (
        "way against itself",
        "The two ways give the same",
        (Comparison(("smote", "tuned"), ("smote", "tuned"), "mcc", "SVM"), right),
    )
    whole = needed(found, width=1)
    yield "whole width for reach", "That is for the whole width", (comparison, whole)
    for idea, *says, number in wrong_numbers(found):
        yield idea, *says, (comparison, number)


WRONG = {
    "12-1": [
        (
            "gaps filled",
            "The gaps in `hours` are filled",
            prepare(numbers=on_numbers(lambda x: x.fillna(x.median()))),
        ),
        (
            "numbers scaled",
            "The values of `hours` have changed",
            prepare(numbers=on_numbers(lambda x: (x - x.mean()) / x.std())),
        ),
        ("rows with gaps dropped", "rows are gone. Rows with gaps", dropped_gaps),
        ("identifiers kept", "The identifier `machine` is still a", keep("identifiers")),
        ("label kept", "The label column `state` is still", keep("label")),
        (
            "commoner label is 1",
            "the majority is",
            prepare(rare=lambda y: y.value_counts().idxmax()),
        ),
        (
            "last in the alphabet is 1",
            "the majority is",
            prepare(rare=lambda y: sorted(y.unique())[-1]),
        ),
        (
            "first in the alphabet is 1",
            "for the minority. Here the rarer",
            prepare(rare=lambda y: sorted(y.unique())[0]),
        ),
        ("label typed in", "With other words for the labels", prepare(rare=lambda y: "failed")),
        (
            "true and false for 1 and 0",
            "but its type is bool",
            prepare(give=lambda X, y: X.assign(Class=y == 1)),
        ),
        (
            "words for 1 and 0",
            "but its type is str",
            prepare(give=lambda X, y: X.assign(Class=np.where(y == 1, "failed", "ok"))),
        ),
        ("Class missing", "There is no column `Class`", prepare(give=lambda X, y: X)),
        (
            "features and labels apart",
            "`prepare` returns features and labels apart",
            prepare(give=lambda X, y: (X, y)),
        ),
        ("text left as text", "`site` should be of pandas' type", prepare(text=lambda X, names: X)),
        ("text as codes", "`site` has become numbers. SMOTE would", prepare(text=coded)),
        (
            "one-hot columns",
            "`site` has become one-hot columns. SMOTE",
            prepare(text=lambda X, names: pd.get_dummies(X, columns=list(names))),
        ),
        (
            "text dropped",
            "The feature `site` is gone",
            prepare(text=lambda X, names: X.drop(columns=names)),
        ),
        (
            "everything a category",
            "`hours` is of type category. Numbers",
            prepare(text=lambda X, names: X.astype("category")),
        ),
        (
            "identifier typed in",
            "An identifier of another name stays",
            lambda raw, label, identifiers: prepared(raw, label, ["machine"]),
        ),
        ("table changed in place", "`prepare` changes the raw table itself", in_place),
    ],
    "12-2": wrong_methods,
    "12-3": wrong_questions,
}
