"""Wrong answers to the exercises of 04."""

import functools

import numpy as np
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import RandomUnderSampler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline as make_plain_pipeline
from sklearn.preprocessing import StandardScaler

from helpers.data import load_imbalanced
from helpers.evaluation import evaluate

FOLDS = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
KS = [1, 3, 5, 9, 15, 25]
UNCHANGED = {"average precision", "ROC-AUC"}


def score(model, X, y, summary=np.mean, **keywords):
    X, y = np.asarray(X), np.asarray(y)  # with tables it takes nearly twice as long
    return summary(cross_val_score(model, X, y, **{"cv": FOLDS, "scoring": "f1"} | keywords))


def more(X, y):
    return SMOTE(random_state=42).fit_resample(X, y)


def patients():
    df = load_imbalanced("haberman")
    return df.drop(columns="Class"), df["Class"]


def in_folds(
    sampler=lambda: SMOTE(random_state=42),
    classifier=KNeighborsClassifier,
    join=make_pipeline,
    **keywords,
):
    """F1 of k with the sampler in the folds, with one part changed."""
    return lambda X, y, k: score(join(sampler(), classifier(k)), X, y, **keywords)


def leaky(X, y, k):
    return score(KNeighborsClassifier(k), *more(X, y))


def without_smote(X, y, k):
    return score(KNeighborsClassifier(k), X, y)


def k_in_smote(X, y, k):
    smote = SMOTE(k_neighbors=k, random_state=42)
    return score(make_pipeline(smote, KNeighborsClassifier()), X, y)


def both_parts(X, y, k):
    found = []
    for train, test in FOLDS.split(X, y):
        model = KNeighborsClassifier(k).fit(*more(X.iloc[train], y.iloc[train]))
        X_test, y_test = more(X.iloc[test], y.iloc[test])
        found.append(f1_score(y_test, model.predict(X_test)))
    return np.mean(found)


def on_training_rows(X, y, k):
    model = make_pipeline(SMOTE(random_state=42), KNeighborsClassifier(k)).fit(X, y)
    return f1_score(y, model.predict(X))


rightly = in_folds()
X_PATIENTS = patients()[0]


@functools.cache
def f1_values(function=rightly):
    return [function(*patients(), k) for k in KS]


def best(function=rightly):
    return KS[int(np.argmax(f1_values(function)))]


def odds(p):
    return p / (1 - p)


def back(o):
    return o / (1 + o)


def corrected(p, ratio):
    return back(odds(p) / ratio)


@functools.cache
def two_models():
    df = load_imbalanced("page-blocks0")
    X, y = df.drop(columns="Class"), df["Class"]
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=0.2, stratify=y, random_state=42
    )
    found = []
    for samplers in ([], [SMOTE(random_state=42)]):
        classifier = LogisticRegression(solver="newton-cholesky", tol=1e-8)
        model = make_pipeline(StandardScaler(), *samplers, classifier).fit(X_train, y_train)
        confusion = evaluate(model, X_test, y_test, name="model").confusion
        found += [int(confusion[key]) for key in ("fp", "tp", "fn")]
    return found


def prices(price=None, break_even=None):
    """The right two prices, with one changed; each is computed from the six counts."""
    fp, tp, fn, fp_more, tp_more, fn_more = two_models()
    right = (fp_more - fp) / (tp_more - tp)
    return (
        right if price is None else price(fp, tp, fn, fp_more, tp_more, fn_more),
        5 * right if break_even is None else break_even(fp, tp, fn, fp_more, tp_more, fn_more),
    )


def marginal(fp, tp, fn, fp_more, tp_more, fn_more):
    return (fp_more - fp) / (tp_more - tp)


def average(fp, tp, fn, fp_more, tp_more, fn_more):
    return fp_more / tp_more


def wrong_f1():
    k = best()
    yield "SMOTE before cross-validation", "You resampled before the folds were", (leaky, k)
    yield "no SMOTE at all", "Your function is free of leaks", (without_smote, k)
    yield (
        "k not used",
        "Your function returns the same for",
        (in_folds(classifier=lambda k: KNeighborsClassifier()), k),
    )
    yield (
        "k for SMOTE's neighbours",
        "neighbours. Did `k` go to `KNeighborsClassifier`",
        (k_in_smote, k),
    )
    yield "best fold for the mean", "of the folds. A single fold", (in_folds(summary=np.max), k)
    yield "accuracy for F1", "function seems to return the accuracy", (in_folds(scoring=None), k)
    yield "macro F1", "function seems to return the mean", (in_folds(scoring="f1_macro"), k)
    yield (
        "scikit-learn's pipeline",
        "This is scikit-learn's pipeline, which cannot",
        (in_folds(join=make_plain_pipeline), k),
    )
    yield "test folds resampled too", "more than chance. The rows that", (both_parts, k)
    yield "tested on the training rows", "each row was in the training", (on_training_rows, k)
    fewer = in_folds(lambda: RandomUnderSampler(random_state=42))
    yield "majority thrown away", "Your training sets are balanced because", (fewer, best(fewer))
    yield (
        "notebook's rows, not the argument",
        "Your function uses `X_PATIENTS` of the",
        (lambda X, y, k: rightly(X_PATIENTS, y, k), k),
    )
    yield "best k of the leak", "Your function is right; the `best_k`", (rightly, 1)
    yield "best F1 for best k", "itself. With which k is it", (rightly, max(f1_values()))
    yield "place for best k", "Your function is right. `best_k` is", (rightly, KS.index(k))


def wrong_odds():
    def times(p, ratio):
        return back(odds(p) * ratio)

    yield "odds multiplied", "You multiplied the odds: your probabilities", (times, UNCHANGED)
    yield (
        "probability divided, not the odds",
        "You divided the *probabilities*. A row",
        (lambda p, ratio: p / ratio, UNCHANGED),
    )
    yield (
        "not turned back",
        "You return odds; some are above",
        (lambda p, ratio: odds(p) / ratio, UNCHANGED),
    )
    yield (
        "never turned into odds",
        "You put the probability where the",
        (lambda p, ratio: back(p / ratio), UNCHANGED),
    )
    yield (
        "back with minus",
        "The way back is odds /",
        (lambda p, ratio: odds(odds(p) / ratio), UNCHANGED),
    )
    yield (
        "odds upside down",
        "- p) / p are those",
        (lambda p, ratio: back((1 - p) / p / ratio), UNCHANGED),
    )
    yield (
        "share for ratio",
        "The ratio counts majority rows for",
        (lambda p, ratio: back(odds(p) / (1 + ratio)), UNCHANGED),
    )
    yield (
        "ratio not used",
        "The result is the same for",
        (lambda p, ratio: corrected(p, 28), UNCHANGED),
    )
    yield (
        "decisions for probabilities",
        "We ask for probabilities",
        (lambda p, ratio: corrected(p, ratio) >= 0.5, UNCHANGED),
    )
    yield (
        "accuracy cannot see it",
        "Your function is right. But accuracy",
        (corrected, UNCHANGED | {"accuracy"}),
    )
    yield (
        "recall cannot see it",
        "Your function is right. But recall",
        (corrected, UNCHANGED | {"recall"}),
    )
    yield (
        "precision cannot see it",
        "Your function is right. But precision",
        (corrected, UNCHANGED | {"precision"}),
    )
    yield (
        "Brier score cannot see it",
        "Your function is right. But the",
        (corrected, UNCHANGED | {"Brier score"}),
    )
    yield (
        "average precision needs a threshold",
        "is right, and so is ROC-AUC",
        (corrected, {"ROC-AUC"}),
    )
    yield (
        "ROC-AUC needs a threshold",
        "is right, and so is average",
        (corrected, {"average precision"}),
    )
    changed = {"accuracy", "precision", "recall", "Brier score"}
    yield (
        "what changes, for what stays",
        "Your function is right. But accuracy",
        (corrected, changed),
    )
    yield (
        "everything stays",
        "Your function is right. But accuracy",
        (corrected, changed | UNCHANGED),
    )
    yield "nothing stays", "Your function is right. But some", (corrected, set())


def wrong_prices():
    yield "average price", "You divided by *all* catches of", prices(average)
    yield (
        "price upside down",
        "Your price is upside down: catches",
        prices(lambda *c: 1 / marginal(*c)),
    )
    yield (
        "minutes for false alarms",
        "Your price is in minutes already",
        prices(lambda *c: 5 * marginal(*c)),
    )
    yield (
        "all the additional false alarms",
        "You give the false alarms of",
        prices(lambda fp, tp, fn, *m: m[0] - fp),
    )
    yield (
        "baseline's false alarms forgotten",
        "You divided *all* false alarms of",
        prices(lambda fp, tp, fn, *m: m[0] / (m[1] - tp)),
    )
    yield (
        "baseline's catches forgotten",
        "You divided by *all* catches of",
        prices(lambda fp, tp, fn, *m: (m[0] - fp) / m[1]),
    )
    yield (
        "difference of two averages",
        "You took the difference of two",
        prices(lambda fp, tp, fn, *m: m[0] / m[1] - fp / tp),
    )
    yield "price below zero", "The sign of your price is", prices(lambda *c: -marginal(*c))
    yield (
        "per minority row",
        "You divided by all minority rows",
        prices(lambda fp, tp, fn, *m: (m[0] - fp) / (tp + fn)),
    )
    yield (
        "price rounded to a whole number",
        "Your price is near; give one",
        prices(lambda *c: round(marginal(*c))),
    )
    yield "minutes forgotten", "is right. Your `break_even` is a", prices(None, marginal)
    yield (
        "average price in minutes",
        "The price is right, but your",
        prices(None, lambda *c: 5 * average(*c)),
    )
    yield (
        "minutes divided",
        "price is right, but you divided",
        prices(None, lambda *c: marginal(*c) / 5),
    )
    yield (
        "minutes of all false alarms",
        "is right. Your `break_even` is what",
        prices(None, lambda fp, tp, fn, *m: 5 * (m[0] - fp)),
    )
    yield "the two exchanged", "You exchanged the two: `price` is", prices()[::-1]


WRONG = {
    "04-1": wrong_f1,
    "04-2": wrong_odds,
    "04-3": wrong_prices,
}
