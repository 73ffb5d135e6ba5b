"""Wrong answers to the exercises of lesson 04, each with the message that it should get.

Some procedures hand arrays to scikit-learn, which takes half as long as with tables.
"""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.pipeline import make_pipeline
from sklearn.metrics import f1_score
from sklearn.model_selection import (
    StratifiedKFold,
    check_cv,
    cross_val_predict,
    cross_val_score,
    train_test_split,
)
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
from sklearn.pipeline import make_pipeline as sklearn_pipeline

from helpers.checks import lesson_04
from helpers.checks.folds import trial_rows
from helpers.checks.watching import watchers
from helpers.evaluation.metrics import confusion_score

from .common import Several, assert_right, assert_wrong, wrong_answers

FOLDS = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
(_, FP0, FN0, TP0), (_, FP1, FN1, TP1) = np.array(lesson_04.page_block_counts()).tolist()
PRICE = (FP1 - FP0) / (TP1 - TP0)
ORDER = ["average precision", "ROC-AUC"]


def arrays(X, y):
    return np.asarray(X), np.asarray(y)


def scored(scoring="f1", sampler=None, neighbours=None):
    """Return the right procedure, or one with another score, sampler or number of neighbours."""

    def procedure(X, y, k):
        samplers = [sampler or SMOTE(random_state=42)]
        model = make_pipeline(*samplers, KNeighborsClassifier(neighbours or k))
        return cross_val_score(model, *arrays(X, y), cv=FOLDS, scoring=scoring).mean()

    return procedure


def summed_up(summary):
    """Return the right procedure but for the last step: another summary of the folds' scores."""

    def procedure(X, y, k):
        model = make_pipeline(SMOTE(random_state=7), KNeighborsClassifier(k))
        return summary(cross_val_score(model, *arrays(X, y), cv=5, scoring="f1"))

    return procedure


def of_the_notebook(only=""):
    """Return a procedure that uses the notebook's rows, or only its labels."""
    df = lesson_04.load_imbalanced("haberman")

    def procedure(X, y, k):
        rows = X if only == "y" else df.drop(columns="Class")
        return scored()(rows, df["Class"], k)

    return procedure


def resampled_first(sampler):
    def procedure(X, y, k):
        X, y = sampler.fit_resample(*arrays(X, y))
        return cross_val_score(KNeighborsClassifier(k), X, y, cv=FOLDS, scoring="f1").mean()

    return procedure


def on_training_rows(X, y, k):
    model = make_pipeline(SMOTE(random_state=42), KNeighborsClassifier(k)).fit(X, y)
    return f1_score(y, model.predict(X))


def without_smote(X, y, k):
    return cross_val_score(KNeighborsClassifier(k), *arrays(X, y), cv=FOLDS, scoring="f1")


def both_parts_resampled(X, y, k):
    scores = []
    for train, test in FOLDS.split(X, y):
        model = KNeighborsClassifier(k)
        model.fit(*SMOTE(random_state=0).fit_resample(X.iloc[train], y.iloc[train]))
        X_test, y_test = SMOTE(random_state=0).fit_resample(X.iloc[test], y.iloc[test])
        scores.append(f1_score(y_test, model.predict(X_test)))
    return np.mean(scores)


def by_hand(X, y, k):
    scores = []
    for train, test in FOLDS.split(X, y):
        model = KNeighborsClassifier(k)
        model.fit(*SMOTE(random_state=42).fit_resample(X.iloc[train], y.iloc[train]))
        scores.append(f1_score(y.iloc[test], model.predict(X.iloc[test])))
    return scores


def to_smote(X, y, k):
    model = make_pipeline(SMOTE(k_neighbors=k, random_state=42), KNeighborsClassifier())
    return cross_val_score(model, *arrays(X, y), cv=FOLDS, scoring="f1").mean()


def without_a_sampler_in_the_pipeline(X, y, k):
    model = sklearn_pipeline(SMOTE(random_state=42), KNeighborsClassifier(k))
    return cross_val_score(model, X, y, cv=FOLDS, scoring="f1").mean()


def one_split(X, y, k):
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
    model = make_pipeline(SMOTE(random_state=42), KNeighborsClassifier(k)).fit(X_train, y_train)
    return f1_score(y_test, model.predict(X_test))


def unseen(smote):
    """Return a procedure whose fits the check cannot see, with SMOTE or without."""

    def procedure(X, y, k):
        scores = []
        for train, test in FOLDS.split(X, y):
            rows, labels = X.iloc[train], y.iloc[train]
            if smote:
                rows, labels = SMOTE(random_state=42).fit_resample(rows, labels)
            nearest = NearestNeighbors(n_neighbors=k).fit(rows)
            voters = nearest.kneighbors(X.iloc[test], return_distance=False)
            votes = labels.to_numpy()[voters].mean(axis=1)
            scores.append(f1_score(y.iloc[test], votes > 0.5))
        return np.mean(scores)

    return procedure


def with_random_state(random_state, cv=5):
    """Return what `cross_val_score` computes, to the last bit, in half of its time."""

    def procedure(X, y, k):
        X, y = arrays(X, y)
        model = make_pipeline(SMOTE(random_state=random_state), KNeighborsClassifier(k))
        scores = []
        for train, test in check_cv(cv, y, classifier=True).split(X, y):
            predicted = model.fit(X[train], y[train]).predict(X[test])
            scores.append(confusion_score(y[test], predicted, "f1"))
        return np.mean(scores)

    return procedure


def remembered(procedure):
    """Return a procedure that runs once on the same rows, except while it is watched."""
    known = {}

    def procedure_or_memory(X, y, k):
        key = (*(part.tobytes() for part in arrays(X, y)), k)
        if watchers() or key not in known:
            known[key] = procedure(X, y, k)
        return known[key]

    return procedure_or_memory


def best(procedure):
    """Return the k that a learner with this procedure finds."""
    df = lesson_04.load_imbalanced("haberman")
    X, y = df.drop(columns="Class"), df["Class"]
    return max(lesson_04.N_NEIGHBORS, key=lambda k: procedure(X, y, k))


def odds(p):
    return p / (1 - p)


def back(p, ratio):
    return p / (p + (1 - p) * ratio)


def transformed(function):
    return Several((function, ORDER))


def unchanged(*scores):
    return Several((back, list(scores)))


def prices(price=PRICE, break_even=5 * PRICE):
    return Several((price, break_even))


RIGHT = remembered(scored())
WRONG = [
    ("04-1", Several((resampled_first(SMOTE(random_state=42)), 1)), "before the folds were made"),
    (
        "04-1",
        Several((resampled_first(RandomOverSampler(random_state=0)), 1)),
        "before the folds were made",
    ),
    ("04-1", Several((on_training_rows, 1)), "each row was in the training set"),
    ("04-1", Several((without_smote, 1)), "nothing is resampled"),
    ("04-1", Several((unseen(smote=False), 25)), "nothing is resampled"),
    (
        "04-1",
        Several((scored(sampler=SMOTE(sampling_strategy=0.4, random_state=0)), 25)),
        "a ratio below 1?",
    ),
    ("04-1", Several((to_smote, 25)), "your classifier asks 5 neighbours"),
    ("04-1", Several((without_a_sampler_in_the_pipeline, 25)), "cannot hold a sampler"),
    ("04-1", Several((one_split, 25)), "Your function fits once"),
    ("04-1", Several((lambda X, y, k: X.nothing, 25)), "raised AttributeError"),
    ("04-1", Several((both_parts_resampled, 25)), "should be genuine"),
    ("04-1", Several((scored("accuracy"), 25)), "return the accuracy"),
    ("04-1", Several((scored("balanced_accuracy"), 25)), "return the balanced accuracy"),
    ("04-1", Several((scored("roc_auc"), 25)), "return the ROC-AUC"),
    ("04-1", Several((scored("f1_macro"), 25)), "mean of both classes' F1"),
    ("04-1", Several((scored("average_precision"), 25)), "return the average precision"),
    ("04-1", Several((scored("precision"), 25)), "return the precision"),
    ("04-1", Several((scored("recall"), 3)), "return the recall"),
    ("04-1", Several((summed_up(np.max), 25)), "the highest F1 of the folds"),
    ("04-1", Several((summed_up(np.min), 25)), "the lowest F1 of the folds"),
    ("04-1", Several((summed_up(np.median), 25)), "the median F1 of the folds"),
    ("04-1", Several((of_the_notebook(), 25)), "or those of the notebook"),
    ("04-1", Several((of_the_notebook("y"), 25)), "`X` or `y` of the notebook"),
    ("04-1", Several((scored(neighbours=5), 25)), "the same for 1 and for 25"),
    ("04-1", Several((lambda X, y, k: 0.1 + k / 30, 25)), "or those of the notebook"),
    ("04-1", Several((lambda X, y, k: k / 30 + X.iloc[0, 0] ** 2 / 99, 25)), "far from what"),
    ("04-1", Several((RIGHT, 1)), "still the colleague's"),
    ("04-1", Several((RIGHT, 3)), "higher F1 with another k"),
    ("04-1", Several((RIGHT, 7)), "not among"),
    ("04-1", Several((RIGHT, ...)), "a blank left"),
    ("04-1", Several((scored()(*trial_rows(0), 1), 25)), "should be a function"),
    ("04-2", transformed(lambda p, ratio: p / ratio), "divided the *probabilities*"),
    ("04-2", transformed(lambda p, ratio: odds(p) / ratio), "You return odds"),
    ("04-2", transformed(lambda p, ratio: back(p, 1 / ratio)), "multiplied the odds"),
    (
        "04-2",
        transformed(lambda p, ratio: odds(p) / (1 + odds(p) / ratio)),
        "in one place only",
    ),
    ("04-2", transformed(lambda p, ratio: (p > 0.9).astype(int)), "return decisions"),
    ("04-2", transformed(lambda p, ratio: back(p, ratio).round(2)), "change their order"),
    ("04-2", transformed(lambda p, ratio: 1 - p), "change their order"),
    ("04-2", transformed(lambda p, ratio: p), "as they were"),
    ("04-2", transformed(lambda p, ratio: back(p, 9)), "With another `ratio`"),
    ("04-2", transformed(lambda p, ratio: back(p, ratio + 1)), "`ratio` + 1"),
    (
        "04-2",
        transformed(lambda p, ratio: odds(p) / ratio / (1 - odds(p) / ratio)),
        "not odds / (1 − odds)",
    ),
    ("04-2", transformed(lambda p, ratio: p**ratio), "Try the example"),
    ("04-2", unchanged(*ORDER, "recall"), "recall counts rows at the threshold"),
    ("04-2", unchanged("accuracy"), "accuracy counts rows at the threshold"),
    ("04-2", unchanged(*ORDER, "Brier score"), "compares the probabilities themselves"),
    ("04-2", unchanged("ROC-AUC"), "so is ROC-AUC. One more"),
    ("04-2", unchanged(), "some scores do stay"),
    ("04-2", unchanged("F1"), "should be one of"),
    ("04-3", prices(price=FP1 / TP1), "by *all* catches"),
    ("04-3", prices(price=(FP1 - FP0) / TP1), "by *all* catches"),
    ("04-3", prices(price=FP1 / (TP1 - TP0)), "*all* false alarms"),
    ("04-3", prices(price=1 / PRICE), "upside down"),
    ("04-3", prices(price=PRICE + 1), "all additional alarms"),
    ("04-3", prices(price=FP1 - FP0), "What does *one* cost"),
    ("04-3", prices(price=FP1 / TP1 - FP0 / TP0), "difference of two ratios"),
    ("04-3", prices(price=-PRICE), "sign"),
    ("04-3", prices(price=5 * PRICE), "in minutes already"),
    ("04-3", prices(price=round(PRICE)), "Your price is near; give one decimal"),
    ("04-3", prices(break_even=5 * PRICE + 0.4), "`break_even` is near; give one decimal"),
    ("04-3", prices(price=FP1 / FP0), "SMOTE's count by the baseline's"),
    ("04-3", prices(price=TP1 / TP0), "SMOTE's count by the baseline's"),
    ("04-3", prices(price=TP1 - TP0), "That is one count"),
    ("04-3", prices(break_even=5 / PRICE), "upside down"),
    ("04-3", prices(break_even=FN0), "one count of the table"),
    ("04-3", prices(break_even=FP1 - FP0), "one count of the table"),
    ("04-3", prices(price=10), "Which two differences"),
    ("04-3", prices(break_even=PRICE), "how many minutes"),
    ("04-3", prices(break_even=5 * FP1 / TP1), "average price"),
    ("04-3", prices(break_even=5 * FP1 / FN1), "one model alone"),
    ("04-3", prices(break_even=5 * FP0 / FN0), "one model alone"),
    ("04-3", prices(break_even=5 * (FP1 - FP0)), "what *all* additional"),
    ("04-3", prices(break_even=PRICE / 5), "divided by the minutes"),
    ("04-3", prices(break_even=20), "do both models cost the same"),
]

NAMELESS = ("far from what", "Try the example", "Which two differences", "do both models cost")
"""What an answer gets whose misconception nobody has thought of."""


@pytest.mark.parametrize("exercise", ["04-1", "04-2", "04-3"])
def test_nearly_every_plausible_answer_gets_the_name_of_its_misconception(exercise):
    messages = [message for name, _, message in WRONG if name == exercise]
    named = [message for message in messages if not message.startswith(NAMELESS)]
    assert len(messages) >= 12
    assert len(named) >= 0.9 * len(messages)


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


@pytest.mark.slow
def test_other_right_forms_are_accepted():
    assert_right("04-1", by_hand, np.int64(25))
    assert_right("04-1", unseen(smote=True), 25)
    assert_right("04-1", lambda X, y, k: float(scored()(X.to_numpy(), y.to_numpy(), k)), 25)
    assert_right("04-2", back, {"roc_auc", "average_precision"})
    assert_right(
        "04-2", lambda p, ratio: odds(p) / ratio / (1 + odds(p) / ratio), tuple(ORDER[::-1])
    )
    assert_right("04-2", lambda p, ratio: pd.Series(back(p, ratio)), pd.Series(ORDER))
    assert_right("04-3", round(PRICE, 1), round(5 * PRICE, 1))
    assert_right("04-3", [PRICE], np.array(5 * round(PRICE, 2)))


@pytest.mark.slow
def test_other_folds_and_seeds_are_accepted_too():
    """The check may not depend on the lesson's seeds."""

    def procedure(X, y, k):
        model = make_pipeline(SMOTE(random_state=7), KNeighborsClassifier(k))
        folds = StratifiedKFold(n_splits=10, shuffle=True, random_state=3)
        return f1_score(y, cross_val_predict(model, X, y, cv=folds))

    procedure = remembered(procedure)
    assert_right("04-1", procedure, best(procedure))


@pytest.mark.slow
@pytest.mark.parametrize("random_state", range(7))
def test_every_random_state_is_accepted(random_state):
    """Otherwise a learner's right pipeline would be refused by chance."""
    procedure = remembered(with_random_state(random_state))
    assert_right("04-1", procedure, best(procedure))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("cv", [5, StratifiedKFold(n_splits=5, shuffle=True)])
def test_no_random_state_is_accepted_too(seed, cv):
    """The learner's best k is not the check's, and yet the function is right."""
    np.random.seed(seed)  # noqa: NPY002 - what scikit-learn draws from without a `random_state`
    procedure = with_random_state(None, cv)
    assert_right("04-1", procedure, best(procedure))


@pytest.mark.slow
def test_no_random_state_does_not_excuse_the_colleagues_k():
    np.random.seed(0)  # noqa: NPY002
    assert_wrong("04-1", Several((with_random_state(None), 1)), "still the colleague's")
