"""Wrong answers to the exercises of lesson 01, each with the message that it should get."""

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split

from .common import assert_right, assert_wrong, wrong_answers

SHARE = 32 / 4174
RATIO, RIGHT, NONE = 4142 / 32, 1 - SHARE, (1 - SHARE) ** 100


def predict(ratio=RATIO, right=RIGHT, none=NONE):
    return {"imbalance ratio": ratio, "share right": right, "chance of none": none}


def read(ratio=8.8, same="B", bar="gone"):
    return {"ratio in A": ratio, "as imbalanced as A": same, "C's minority bar": bar}


def split_then(fill):
    """Return an answer that splits, then fills both parts as told."""

    def impute(X, y):
        X_train, X_test, y_train, y_test = train_test_split(
            X, y, test_size=0.2, stratify=y, random_state=42
        )
        return *fill(X_train, X_test, X, y_train), y_train, y_test

    return impute


def impute_then_split(X, y):
    X = SimpleImputer(strategy="median").fit_transform(X)
    return train_test_split(X, y, test_size=0.2, stratify=y, random_state=42)


def right(X, y):
    return split_then(lambda a, b, X, y: (a.fillna(a.median()), b.fillna(a.median())))(X, y)


def not_stratified(X, y):
    a, b, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
    return a.fillna(a.median()), b.fillna(a.median()), y_train, y_test


def dropped(X, y):
    keep = X.notna().all(axis=1)
    return train_test_split(X[keep], y[keep], test_size=0.2, stratify=y[keep], random_state=42)


def by_class(a, b, X, y):
    return a.fillna(a.groupby(y).transform("median")), b.fillna(a.median())


def swapped(X, y):
    a, b, y_train, y_test = right(X, y)
    return a, y_train, b, y_test


def labels_reversed(X, y):
    a, b, y_train, y_test = right(X, y)
    return a, b, y_train[::-1], y_test


def test_in_train(X, y):
    a, b, y_train, y_test = right(X, y)
    return pd.concat([a, b]), b, pd.concat([y_train, y_test]), y_test


test_in_train.__test__ = False  # an answer, not a test

WRONG = [
    ("01-1", predict(ratio=4174 / 32), "divided *all* rows"),
    ("01-1", predict(ratio=32 / 4142), "upside down"),
    ("01-1", predict(ratio=SHARE), "below 1"),
    ("01-1", predict(ratio=4142), "count of one class"),
    ("01-1", predict(ratio=100), "Which two counts"),
    ("01-1", predict(right=SHARE), "is how often"),
    ("01-1", predict(right=0.5), "coin"),
    ("01-1", predict(right=99.2), "percentage"),
    ("01-1", predict(right=0.99), "three decimals"),
    ("01-1", predict(right=1), "no rare rows"),
    ("01-1", predict(right=0.7), "a mistake"),
    ("01-1", predict(none=1 - 100 * SHARE), "added up"),
    ("01-1", predict(none=100 * SHARE), "added up"),
    ("01-1", predict(none=1 - NONE), "at least one"),
    ("01-1", predict(none=RIGHT), "*one* pick"),
    ("01-1", predict(none=0.992**100), "rounded the share"),
    ("01-1", predict(none=0), "is larger"),
    ("01-1", predict(none=0.6), "All 100 picks"),
    ("01-1", predict(none=...), '"chance of none" is still blank'),
    ("01-1", {"imbalance ratio": RATIO}, 'no entry "share right"'),
    ("01-1", [RATIO, RIGHT], "a list of length 2"),
    ("01-2", read(ratio=1.3), "lengths"),
    ("01-2", read(ratio=4400), "number of rows"),
    ("01-2", read(ratio=0.11), "below 1"),
    ("01-2", read(ratio=50), "Read both ends again"),
    ("01-2", read(same="C"), "far wider than in A"),
    ("01-2", read(same="A"), 'should be one of "B", "C"'),
    ("01-2", read(bar="a tenth as long"), "does not shrink in proportion"),
    ("01-2", read(bar="as long as before"), "left end of the axis"),
    ("01-2", read(bar=...), "still blank"),
    ("01-3", impute_then_split, "learned before the split"),
    ("01-3", split_then(lambda a, b, X, y: (a, b)), "X_train still has"),
    ("01-3", split_then(lambda a, b, X, y: (a.fillna(a.median()), b)), "X_test still has"),
    (
        "01-3",
        split_then(lambda a, b, X, y: (a.fillna(a.median()), b.fillna(b.median()))),
        "You fitted twice",
    ),
    (
        "01-3",
        split_then(lambda a, b, X, y: (a.fillna(a.median()), b.fillna(X.median()))),
        "Both parts take the same",
    ),
    (
        "01-3",
        split_then(lambda a, b, X, y: (a.fillna(X.median()), b.fillna(X.median()))),
        "learned before the split",
    ),
    (
        "01-3",
        split_then(lambda a, b, X, y: (a.fillna(b.median()), b.fillna(b.median()))),
        "from the test set",
    ),
    (
        "01-3",
        split_then(lambda a, b, X, y: (a.fillna(a.mean()), b.fillna(a.mean()))),
        "hold means",
    ),
    ("01-3", split_then(lambda a, b, X, y: (a.fillna(0), b.fillna(0))), "hold zeros"),
    ("01-3", split_then(lambda a, b, X, y: (a.fillna(9), b.fillna(9))), "do not hold the medians"),
    ("01-3", split_then(by_class), "give away the label"),
    (
        "01-3",
        split_then(lambda a, b, X, y: ((a / a.std()).fillna(0), b.fillna(0))),
        "never measured",
    ),
    ("01-3", not_stratified, "stratify"),
    ("01-3", dropped, "have gone"),
    ("01-3", swapped, "rows, labels, rows, labels"),
    ("01-3", labels_reversed, "wrong label"),
    ("01-3", test_in_train, "stand in the training set and"),
    ("01-3", lambda X, y: (X, y), "return four things"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


def test_other_right_forms_are_accepted():
    assert_right("01-1", pd.Series(predict(129, 0.992, 0.46)))
    assert_right("01-1", [129.4, 0.99233, np.array([0.4633])])
    assert_right("01-2", read(4900 / 550, " b ", "Gone"))
    assert_right("01-2", (9, "B", "gone"))
    assert_right("01-3", right)
    assert_right(
        "01-3",
        split_then(
            lambda a, b, X, y: (
                SimpleImputer(strategy="median").fit_transform(a),
                SimpleImputer(strategy="median").fit(a).transform(b).tolist(),
            )
        ),
    )
