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
    features = (text or (lambda X, names: X.astype(dict.fromkeys(names, "category"))))(features, names)
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
    raw.drop(columns=[label, *identifiers], inplace=True)
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


def gain(cut="tuned", rival=("none", "tuned"), average=by_origin, fill=None, sign=1, own=None, use=None):
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
    way, rival = (results[results["approach"] == name].groupby(KEY)[metric].mean() for name in (method, "none"))
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
    yield "the study's own method", method(old_rows("smote"))
    yield "the whole study", method(RESULTS)
    yield "no rows", method(mine("haberman", "ecoli3").iloc[:0])
    yield "no method at all", method(old_rows("none"))
    yield "one set only", method(mine("haberman"))
    yield "a sampler for its rows", method(RandomOverSampler(shrinkage=0.5))
    yield "the mean for the rows", method(mine("haberman", "ecoli3")["mcc"].mean())
    yield "each cell counted once", method(None, gain(average=lambda gaps: gaps.mean()))
    yield "each set counted once", method(
        None, gain(average=lambda gaps: gaps.groupby("dataset").mean().mean())
    )
    yield "each classifier counted once", method(
        None, gain(average=lambda gaps: gaps.groupby("classifier").mean().mean())
    )
    yield "rival at 0.5", method(None, gain(rival=("none", "0.5")))
    yield "method at 0.5", method(None, gain(cut="0.5"))
    yield "both at 0.5", method(None, gain(cut="0.5", rival=("none", "0.5")))
    yield "both cuts mixed", method(None, either_cut)
    yield "sign turned", method(None, gain(sign=-1))
    yield "missing as zero", method(None, gain(fill=0))
    yield "not paired", method(None, unpaired)
    yield "median for mean", method(
        None, gain(average=lambda gaps: gaps.groupby(["origin", "dataset"]).mean().groupby("origin").mean().median())
    )
    yield "metric typed in", method(None, gain(own="metric", use="mcc"))
    yield "method typed in", method(None, gain(own="method", use="smote"))
    yield "notebook's results, not the argument", method(None, lambda results, method, metric: gain()(RESULTS, method, metric))
    yield "percentage points", method(None, gain(sign=100))
    yield "other rival", method(None, gain(rival=("random over-sampling", "tuned")))


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
                numbers = sorted(number for _, number in wrong_numbers(found))
                apart = all(b - a > 0.05 * b + 2 for a, b in itertools.pairwise(numbers))
                if found["verdict"] == "inconclusive" and apart:
                    return comparison, found
    raise LookupError("no open question")


def needed(found, width=2, aim=0.01, power=2, factor=1, rounded=math.ceil):
    reach = (found["high"] - found["low"]) / width
    return rounded(factor * found["n"] * (reach / aim) ** power)


def wrong_numbers(found):
    right = needed(found)
    yield "no square", needed(found, power=1)
    yield "0.01 from end to end", needed(found, aim=0.005)
    yield "additional origins", right - found["n"]
    yield "origins of now", found["n"]
    yield "times without the origins", needed(found, factor=1 / found["n"])
    yield "root for square", needed(found, power=0.5)
    yield "difference for reach", math.ceil(found["n"] * (found["difference"] / 0.01) ** 2)
    yield "upside down", needed(found, power=-2)
    yield "sets for origins", math.ceil(right * found["n_sets"] / found["n"])


def wrong_questions():
    comparison, found = open_question()
    right = needed(found)
    yield "decided comparison", judged("adasyn", "smote", "mcc", "decision tree")[0], 100
    yield "verdict for comparison", found, right
    yield "text for comparison", "adasyn against smote", right
    yield "way against itself", Comparison(("smote", "tuned"), ("smote", "tuned"), "mcc", "SVM"), right
    yield "whole width for reach", comparison, needed(found, width=1)
    for idea, number in wrong_numbers(found):
        yield idea, comparison, number


WRONG = {
    "12-1": [
        ("gaps filled", prepare(numbers=on_numbers(lambda x: x.fillna(x.median())))),
        ("numbers scaled", prepare(numbers=on_numbers(lambda x: (x - x.mean()) / x.std()))),
        ("rows with gaps dropped", dropped_gaps),
        ("identifiers kept", keep("identifiers")),
        ("label kept", keep("label")),
        ("commoner label is 1", prepare(rare=lambda y: y.value_counts().idxmax())),
        ("last in the alphabet is 1", prepare(rare=lambda y: sorted(y.unique())[-1])),
        ("first in the alphabet is 1", prepare(rare=lambda y: sorted(y.unique())[0])),
        ("label typed in", prepare(rare=lambda y: "failed")),
        ("true and false for 1 and 0", prepare(give=lambda X, y: X.assign(Class=y == 1))),
        ("words for 1 and 0", prepare(give=lambda X, y: X.assign(Class=np.where(y == 1, "failed", "ok")))),
        ("Class is not last", prepare(give=lambda X, y: pd.concat([y.rename("Class"), X], axis=1))),
        ("Class missing", prepare(give=lambda X, y: X)),
        ("features and labels apart", prepare(give=lambda X, y: (X, y))),
        ("text left as text", prepare(text=lambda X, names: X)),
        ("text as codes", prepare(text=coded)),
        ("one-hot columns", prepare(text=lambda X, names: pd.get_dummies(X, columns=list(names)))),
        ("text dropped", prepare(text=lambda X, names: X.drop(columns=names))),
        ("everything a category", prepare(text=lambda X, names: X.astype("category"))),
        ("identifier typed in", lambda raw, label, identifiers: prepared(raw, label, ["machine"])),
        ("table changed in place", in_place),
    ],
    "12-2": list(wrong_methods()),
    "12-3": [(idea, (comparison, n)) for idea, comparison, n in wrong_questions()],
}
