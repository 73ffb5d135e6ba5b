"""Wrong answers to the exercises of lesson 03, each with the message that it should get."""

import numpy as np
from imblearn.over_sampling import SMOTE, RandomOverSampler
from sklearn.model_selection import train_test_split

from .common import assert_right, assert_wrong, wrong_answers


def uniform(size):
    """Return `create_rows` with gaps drawn in the given size."""
    return lambda p, n, random_state: p + random_state.uniform(size=size(p)) * (n - p)


def split_then(resample_train=None, resample_test=None):
    """Return a split that resamples the parts named."""

    def split(X, y):
        X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
        if resample_train:
            X_train, y_train = resample_train.fit_resample(X_train, y_train)
        if resample_test:
            X_test, y_test = resample_test.fit_resample(X_test, y_test)
        return X_train, X_test, y_train, y_test

    return split


def resample_then_split(X, y):
    X, y = SMOTE(random_state=0).fit_resample(X, y)
    return train_test_split(X, y, stratify=y, random_state=0)


def swapped(X, y):
    X_train, X_test, y_train, y_test = split_then(SMOTE(random_state=0))(X, y)
    return X_train, y_train, X_test, y_test


def train_in_test(X, y):
    X_train, _, y_train, _ = split_then(SMOTE(random_state=0))(X, y)
    return X_train, X, y_train, y


WRONG = [
    ("03-1", uniform(lambda p: p.shape), "different features go a different part"),
    ("03-1", uniform(lambda p: p.shape[1]), "one gap per feature"),
    ("03-1", lambda p, n, r: r.uniform(size=(len(p), 1)) * (n - p), "starts at the origin"),
    ("03-1", lambda p, n, r: p + r.uniform() * (n - p), "same part of its way"),
    ("03-1", lambda p, n, r: p + 0.5 * (n - p), "same part of its way"),
    ("03-1", lambda p, n, r: p + r.normal(size=(len(p), 1)) * (n - p), "beyond the ends"),
    ("03-1", lambda p, n, r: p, "copies of the parents"),
    ("03-1", lambda p, n, r: p + r.uniform(0, 0.5, (len(p), 1)) * (n - p), "only between"),
    (
        "03-1",
        lambda p, n, r: p + np.random.RandomState(0).uniform(size=(len(p), 1)) * (n - p),
        "Another `random_state`",
    ),
    ("03-1", lambda p, n, r: p[0], "should have the shape 400 × 5"),
    ("03-1", lambda p, n: p, "raised TypeError"),
    ("03-2", [900, 450, 100], "are new"),
    ("03-2", [840, 420, 40], "look again at what the ratio divides"),
    ("03-2", [840, 390, 160], "old ones included"),
    ("03-2", [840, 391, 40], "not right yet"),
    ("03-2", {"auto": 840, "0.5": 390}, "no entry for '{1: 100}'"),
    ("03-2", {"auto": 840, "0.5": ..., "{1: 100}": 40}, "still blank"),
    ("03-2", [840, 390, -40], "negative"),
    ("03-3", resample_then_split, "You resampled before splitting"),
    ("03-3", split_then(), "not balanced"),
    ("03-3", split_then(None, SMOTE(random_state=0)), "You resampled the test part;"),
    ("03-3", split_then(SMOTE(random_state=0), SMOTE(random_state=0)), "test part as well"),
    ("03-3", split_then(RandomOverSampler(random_state=0)), "no synthetic row"),
    ("03-3", swapped, "X_test should have the shape"),
    ("03-3", train_in_test, "stand in the training part as well"),
    ("03-3", lambda X, y: (X, y), "return four things"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


def test_other_right_forms_are_accepted():
    assert_right("03-1", lambda p, n, r: n + r.uniform(size=(len(p), 1)) * (p - n))
    assert_right(
        "03-1", lambda p, n, r: [a + r.uniform() * (b - a) for a, b in zip(p, n, strict=True)]
    )
    assert_right("03-2", np.array([840.0, 390, 40]))
    assert_right("03-3", split_then(SMOTE(k_neighbors=3, random_state=7)))
