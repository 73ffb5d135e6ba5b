"""Wrong answers to the exercises of 01."""

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split

from helpers.data import load_imbalanced

ALL, RARE = 4174, 32
RIGHT = 1 - RARE / ALL


def counts(**changed):
    """The right predictions, with some of them changed."""
    values = {"ratio": (ALL - RARE) / RARE, "right": RIGHT, "none": RIGHT**100} | changed
    return dict(
        zip(["imbalance ratio", "share right", "chance of none"], values.values(), strict=True)
    )


def bars(**changed):
    """The right reading, with some of it changed."""
    values = {"ratio": 9, "like_a": "B", "bar": "gone"} | changed
    return dict(
        zip(["ratio in A", "as imbalanced as A", "C's minority bar"], values.values(), strict=True)
    )


def thyroid():
    df = load_imbalanced("new-thyroid1")
    y, complete = df["Class"], df.drop(columns="Class")
    return complete.mask(np.random.default_rng(0).random(complete.shape) < 0.1), y


def split(X, y, **keywords):
    return train_test_split(
        X, y, **{"test_size": 0.2, "stratify": y, "random_state": 42} | keywords
    )


def median(**keywords):
    return SimpleImputer(**{"strategy": "median"} | keywords).set_output(transform="pandas")


def impute(rows="train", imputer=median, **keywords):
    """Split, then fill; `rows` says which rows the medians come from."""

    def impute_after_split(X, y):
        X_train, X_test, y_train, y_test = split(X, y, **keywords)
        seen = {"train": X_train, "all": X, "test": X_test}[rows]
        fitted = imputer().fit(seen)
        return fitted.transform(X_train), fitted.transform(X_test), y_train, y_test

    return impute_after_split


def fill_before(X, y):
    return split(median().fit_transform(X), y)


def fit_twice(X, y):
    X_train, X_test, y_train, y_test = split(X, y)
    return median().fit_transform(X_train), median().fit_transform(X_test), y_train, y_test


def fill_training_only(X, y):
    X_train, X_test, y_train, y_test = split(X, y)
    return median().fit_transform(X_train), X_test, y_train, y_test


def drop_patients(X, y):
    whole = X.notna().all(axis=1)
    return split(X[whole], y[whole])


def drop_columns(X, y):
    return split(X.dropna(axis=1), y)


def other_order(X, y):
    X_train, X_test, y_train, y_test = impute()(X, y)
    return X_train, y_train, X_test, y_test


def of_each_class(X, y):
    return split(X.fillna(X.groupby(y).transform("median")), y)


X_THYROID, Y_THYROID = thyroid()


def global_rows(X, y):
    return impute()(X_THYROID, Y_THYROID)


def global_medians(X, y):
    X_train, X_test, y_train, y_test = split(X, y)
    fitted = median().fit(X_THYROID)
    return fitted.transform(X_train), fitted.transform(X_test), y_train, y_test


def returns_nothing(X, y):
    impute()(X, y)


WRONG = {
    "01-1": [
        ("ratio to all rows", "For the imbalance ratio you divided", counts(ratio=ALL / RARE)),
        ("ratio upside down", "a share of the rare class", counts(ratio=RARE / (ALL - RARE))),
        ("share of the rare class as ratio", "a share of the rare class", counts(ratio=RARE / ALL)),
        ("ratio written as text", "should hold numbers, but it is", counts(ratio="129:1")),
        ("percentage for share right", "is 99.2333. Did you", counts(right=100 * RIGHT)),
        ("share wrong for share right", "is *wrong*: it errs about the", counts(right=RARE / ALL)),
        ("a constant rule is a coin", "is that of a coin. This", counts(right=0.5)),
        ("chances add up", "For the chance of none you", counts(none=1 - 100 * RARE / ALL)),
        ("chance of at least one", "You give the chance to meet", counts(none=1 - RIGHT**100)),
        ("chance of one pick only", "That is the chance that *one*", counts(none=RIGHT)),
        ("expected number for chance", "For the chance of none you", counts(none=100 * RARE / ALL)),
        ("percentage for chance", "is 46.3196. Did you", counts(none=100 * RIGHT**100)),
        ("rounded before the power", "The chance of none is near", counts(none=0.99**100)),
        ("rare never missed", "The chance of none is larger", counts(none=0.0)),
    ],
    "01-2": [
        ("ratio of bar lengths", "you compared the *lengths* of the", bars(ratio=1.34)),
        ("difference for ratio", "you give a number of rows", bars(ratio=4400)),
        ("ratio upside down", "a share, or a ratio upside", bars(ratio=0.11)),
        ("share for ratio", "a share, or a ratio upside", bars(ratio=0.9)),
        ("decades for ratio", "is the gap in steps of", bars(ratio=0.95)),
        ("percentage for ratio", "looks like a percentage of minority", bars(ratio=11.4)),
        ("majority count for ratio", "you give a number of rows", bars(ratio=4900)),
        ("thin lines read as tens", "is not right yet. Read both", bars(ratio=33)),
        ("fewest minority rows for same ratio", "In C the gap between the", bars(like_a="C")),
        ("both sets alike", None, bars(like_a="both")),
        ("lengths carry ratios", "A bar on a log axis", bars(bar="a tenth as long")),
        (
            "axis start changes nothing",
            "The rows stay the same, but",
            bars(bar="as long as before"),
        ),
    ],
    "01-3": [
        (
            "medians from all rows, before the split",
            "The medians were learned before the",
            fill_before,
        ),
        (
            "medians from all rows, after the split",
            "The medians were learned before the",
            impute("all"),
        ),
        ("test set filled by its own medians", "You fitted twice: the holes of", fit_twice),
        ("medians from the test set", "The medians were learned from the", impute("test")),
        ("test set left with holes", "holes. Both parts have to be", fill_training_only),
        ("rows with holes dropped", "rows have gone. Fill the holes", drop_patients),
        ("columns with holes dropped", "columns of `X`. Keep them all", drop_columns),
        (
            "zero for the median",
            "The holes hold zeros. Zero is",
            impute(imputer=lambda: median(strategy="constant", fill_value=0)),
        ),
        (
            "mean for the median",
            "The holes hold means. These columns",
            impute(imputer=lambda: median(strategy="mean")),
        ),
        (
            "order of the four",
            "`impute_after_split` returns rows, labels, rows, labels",
            other_order,
        ),
        ("split without stratify", "The two parts do not have", impute(stratify=None)),
        ("another split size", "rows are test rows. The colleague", impute(test_size=0.5)),
        ("medians of each class", "Each class got medians of its", of_each_class),
        ("notebook's rows, not the argument", "Your function uses `X_THYROID` of the", global_rows),
        (
            "notebook's medians, not the argument",
            "Your function uses `X_THYROID` of the",
            global_medians,
        ),
        (
            "nothing returned",
            "`impute_after_split` returned nothing. Is the blank",
            returns_nothing,
        ),
    ],
}
