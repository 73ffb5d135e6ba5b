"""Wrong answers to the exercises of lesson 03, each with the message that it should get."""

import numpy as np
import pandas as pd
from imblearn.combine import SMOTETomek
from imblearn.over_sampling import ADASYN, SMOTE, RandomOverSampler
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

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


def unstratified(X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)
    return X_train, X_test, y_train, y_test


def scaled(*, test=True, back=False):
    """Return a split that scales before SMOTE, both parts or not, and back again or not."""

    def split(X, y):
        X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
        scaler = StandardScaler().fit(X_train)
        X_train = scaler.transform(X_train)
        X_test = scaler.transform(X_test) if test else X_test
        X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)
        if back:
            X_train, X_test = scaler.inverse_transform(X_train), scaler.inverse_transform(X_test)
        return X_train, X_test, y_train, y_test

    return split


def parents_in_test(X, y):
    """Resample everything, split the genuine rows, and train on all that was made."""
    X_all, y_all = SMOTE(random_state=0).fit_resample(X, y)
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
    X_train, y_train = np.r_[X_train, X_all[len(X) :]], np.r_[y_train, y_all[len(X) :]]
    return X_train, X_test, y_train, y_test


def labels_turned(part):
    """Return a right split in which the labels of one part stand in reverse order."""

    def split(X, y):
        parts = list(split_then(SMOTE(random_state=0))(X, y))
        parts[part] = parts[part][::-1]
        return parts

    return split


def frames(X, y):
    return split_then(SMOTE(random_state=0))(pd.DataFrame(X), pd.Series(y))


WRONG = [
    ("03-1", uniform(lambda p: p.shape), "different features go a different part"),
    ("03-1", uniform(lambda p: p.shape[1]), "one gap per feature"),
    ("03-1", lambda p, n, r: r.uniform(size=(len(p), 1)) * (n - p), "starts at the origin"),
    ("03-1", lambda p, n, r: p + r.uniform() * (n - p), "same part of its way"),
    ("03-1", lambda p, n, r: p + 0.5 * (n - p), "same part of its way"),
    ("03-1", lambda p, n, r: p + r.normal(size=(len(p), 1)) * (n - p), "beyond the ends"),
    ("03-1", uniform(len), "with the shape (400, 1)"),
    ("03-1", lambda p, n, r: p, "copies of the parents"),
    ("03-1", lambda p, n, r: p + r.uniform(0, 0.5, (len(p), 1)) * (n - p), "only between"),
    (
        "03-1",
        lambda p, n, r: p + np.random.RandomState(0).uniform(size=(len(p), 1)) * (n - p),
        "Another `random_state`",
    ),
    ("03-1", lambda p, n, r: p + r.randint(0, 2, (len(p), 1)) * (n - p), "equally likely"),
    ("03-1", lambda p, n, r: p + r.uniform(size=(len(p), 1)) ** 2 * (n - p), "equally likely"),
    (
        "03-1",
        lambda p, n, r: p + np.random.default_rng().uniform(size=(len(p), 1)) * (n - p),
        "other rows the second time",
    ),
    ("03-1", lambda p, n, r: p + r.uniform(size=(len(p), 1)) * n, "a part of the *neighbour*"),
    ("03-1", lambda p, n, r: p[0], "One row comes back for 400 parents"),
    ("03-1", lambda p, n: p, "raised TypeError"),
    ("03-2", [900, 450, 100], "are new"),
    ("03-2", [840, 420, 40], "The ratio is that of the two classes"),
    ("03-2", [840, 390, 160], "you added 100 to the rows"),
    ("03-2", [840, 391, 40], "not right yet"),
    ("03-2", {"auto": 840, "0.5": 390}, "no entry for '{1: 100}'"),
    ("03-2", {"auto": 840, "0.5": ..., "{1: 100}": 40}, "still blank"),
    ("03-2", [840, 390, -40], "negative"),
    ("03-3", resample_then_split, "You resampled before splitting"),
    ("03-3", split_then(), "nothing was resampled there"),
    ("03-3", split_then(SMOTE(sampling_strategy=0.5, random_state=0)), "a ratio below 1?"),
    (
        "03-3",
        split_then(RandomOverSampler(sampling_strategy=0.5, random_state=0)),
        "a ratio below 1?",
    ),
    ("03-3", unstratified, "is left to chance"),
    ("03-3", scaled(), "No test row is a row of `X`. Did you scale?"),
    ("03-3", scaled(test=False), "No training row is a row of `X`. Did you scale?"),
    ("03-3", parents_in_test, "SMOTE saw all rows"),
    ("03-3", labels_turned(2), "training rows carry a wrong label"),
    ("03-3", labels_turned(3), "test rows carry a wrong label"),
    ("03-3", split_then(None, SMOTE(random_state=0)), "You resampled the test set;"),
    ("03-3", split_then(SMOTE(random_state=0), SMOTE(random_state=0)), "test set as well"),
    ("03-3", split_then(RandomOverSampler(random_state=0)), "no synthetic row"),
    ("03-3", swapped, "rows, labels, rows, labels"),
    ("03-3", train_in_test, "stand in the training set as well"),
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
    for sampler in (SMOTE(k_neighbors=3), SMOTE(k_neighbors=20), ADASYN(), SMOTETomek()):
        assert_right("03-3", split_then(sampler.set_params(random_state=7)))
    assert_right("03-3", scaled(back=True))
    assert_right("03-3", frames)
