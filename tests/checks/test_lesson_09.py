"""Wrong answers to the exercises of lesson 09, each with the message that it should get."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE, SMOTEN, SMOTENC, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler
from sklearn.preprocessing import OrdinalEncoder

from helpers.checks import verdict
from helpers.checks.lesson_09 import NAMES, NUMBERS

from .common import Several, assert_right, assert_wrong, wrong_answers


def minority(X, y):
    return X[y == 1].select_dtypes("number")


def median_std(X, y):
    return np.median(minority(X, y).std(ddof=0))


def in_the_middle(X, y, shift):
    spread = sorted(minority(X, y).std(ddof=0))
    return spread[len(spread) // 2 + shift]


def with_codes(X, y):
    codes = {name: X[name].cat.codes for name in X.select_dtypes("category")}
    return np.median(X.assign(**codes)[y == 1].std(ddof=0))


def with_dummies(X, y):
    return np.median(pd.get_dummies(X, dtype=float)[y == 1].std(ddof=0))


def standardised(X):
    numbers = X.select_dtypes("number")
    return X.assign(**(numbers - numbers.mean()) / numbers.std(ddof=0))


def distance(d, n, m):
    return np.sqrt(np.sum(d**2) + n * m**2)


def first(function):
    """Return the answers to 09-1 with `different_category` replaced."""
    return Several((function, distance))


def second(function):
    """Return the answers to 09-1 with `distance` replaced."""
    return Several((median_std, function))


def most(values):
    return Counter(list(values)).most_common(1)[0][0]


def elect(column, parent, neighbours):
    return most(column[neighbours])


def middle_code(column, parent, neighbours):
    categories, codes = np.unique(column, return_inverse=True)
    return categories[int(codes[neighbours].mean().round())]


def fewest(column, parent, neighbours):
    return Counter(column[neighbours].tolist()).most_common()[-1][0]


def drawn(column, parent, neighbours):
    return np.random.RandomState(parent).choice(column[neighbours])


def coded(X):
    encoder = OrdinalEncoder().set_output(transform="pandas")
    return X[NUMBERS].join(encoder.fit_transform(X[NAMES])), encoder


def codes_left_alone(X, y):
    return SMOTE(random_state=0).fit_resample(coded(X)[0], y)


def codes_rounded(X, y):
    table, encoder = coded(X)
    table, y = SMOTE(random_state=0).fit_resample(table, y)
    table[NAMES] = encoder.inverse_transform(table[NAMES].round())
    return table, y


def integers(X, y):
    return SMOTENC("auto", random_state=0).fit_resample(X, y)


def balance(X, y):
    return SMOTENC(NAMES, random_state=0).fit_resample(X.astype(dict.fromkeys(NUMBERS, float)), y)


def one_number_as_a_name(name):
    """Return `balance` with one number taken for a category."""

    def balance(X, y):
        X = X.astype(dict.fromkeys(NUMBERS, float))
        return SMOTENC([*NAMES, name], random_state=0).fit_resample(X, y)

    return balance


def all_names(X, y):
    return SMOTEN(random_state=0).fit_resample(X, y)


def half(X, y):
    sampler = SMOTENC("auto", sampling_strategy=0.5, random_state=0)
    return sampler.fit_resample(X.astype(dict.fromkeys(NUMBERS, float)), y)


def one_hot(X, y):
    return SMOTE(random_state=0).fit_resample(pd.get_dummies(X, dtype=float), y)


def shuffled(X, y):
    table, labels = balance(X, y)
    order = np.random.RandomState(0).permutation(len(table))
    return table.iloc[order], labels.iloc[order]


def scaled_first(X, y):
    X = X.assign(**{name: (X[name] - X[name].mean()) / X[name].std() for name in NUMBERS})
    return SMOTENC("auto", k_neighbors=3, random_state=5).fit_resample(X, y)


BREAK = ["payments", "cash", "contactless", "gaming"]

WRONG = [
    ("09-1", first(lambda X, y: median_std(X, y * 0 + 1)), "all rows"),
    ("09-1", first(lambda X, y: median_std(X, 1 - y)), "the majority rows"),
    ("09-1", first(lambda X, y: in_the_middle(X, y, 0)), "the spread of a single column"),
    ("09-1", first(lambda X, y: in_the_middle(X, y, -1)), "the spread of a single column"),
    ("09-1", first(lambda X, y: minority(X, y).std(ddof=0).mean()), "takes the mean"),
    ("09-1", first(lambda X, y: np.median(minority(X, y).var(ddof=0))), "takes variances"),
    ("09-1", first(lambda X, y: median_std(X, y) / np.sqrt(2)), "one-hot columns holds"),
    ("09-1", first(lambda X, y: minority(X, y).std().median()), "divides by n - 1"),
    ("09-1", first(lambda X, y: np.std(minority(X, y).to_numpy())), "all columns together"),
    ("09-1", first(with_codes), "codes of categories"),
    ("09-1", first(with_dummies), "one-hot columns as well"),
    ("09-1", first(lambda X, y: median_std(standardised(X), y)), "takes scaled columns"),
    ("09-1", first(lambda X, y: median_std(standardised(X), y * 0 + 1)), "takes scaled columns"),
    ("09-1", first(lambda X, y: minority(X, y).std(ddof=0)), "single number"),
    ("09-1", first(lambda X, y: 0.0897), "not right yet"),
    ("09-1", first(lambda X, y: None), "returned nothing"),
    ("09-1", first(0.0897), "should be a function"),
    ("09-1", second(lambda d, n, m: np.sqrt(np.sum(d**2))), "ignores the categories"),
    ("09-1", second(lambda d, n, m: np.sqrt(np.sum(d**2)) + n * m), "adds m to the distance"),
    ("09-1", second(lambda d, n, m: distance(d, n > 0, m)), "counts m once"),
    ("09-1", second(lambda d, n, m: np.sqrt(np.sum(d**2) + n * m)), "adds m itself"),
    ("09-1", second(lambda d, n, m: distance(d, n**2, m)), "squares the count"),
    ("09-1", second(lambda d, n, m: distance(d, 2 * n, m)), "counts twice"),
    ("09-1", second(lambda d, n, m: distance(d, n / 2, m)), "counts half"),
    ("09-1", second(lambda d, n, m: distance(d, n, m) ** 2), "squared distance"),
    ("09-1", second(lambda d, n, m: np.abs(d).sum() + n * m), "adds up differences"),
    ("09-1", second(lambda d, n, m: distance(d, n + 1, m)), "not right yet"),
    (
        "09-1",
        second(lambda d, n, m: np.sqrt(np.sum(d**2) + n**2 * m)),
        "Try it with 0, 1 and 2 categories that differ",
    ),
    ("09-1", second(lambda d, n, m: d), "single number"),
    ("09-2", lambda column, parent, neighbours: column[parent], "parent's category"),
    ("09-2", lambda column, parent, neighbours: most(column), "all minority rows"),
    ("09-2", lambda c, parent, n: most([c[parent], *c[n]]), "votes along"),
    ("09-2", lambda column, parent, neighbours: column[neighbours[0]], "nearest neighbour decides"),
    ("09-2", middle_code, "average codes"),
    ("09-2", fewest, "fewest votes"),
    ("09-2", drawn, "does not draw"),
    ("09-2", lambda column, parent, neighbours: "swipe", "winner is not"),
    ("09-2", lambda column, parent, neighbours: "cash", "should return one category"),
    ("09-2", lambda column, parent, neighbours: column[neighbours], "A row gets one"),
    ("09-2", lambda c, parent, n: pd.Series(c[n]).mode(), "returns 2 values"),
    ("09-2", lambda column, parent, neighbours: neighbours[0], "not its votes"),
    ("09-2", lambda column: column[0], "raised TypeError"),
    ("09-3", codes_left_alone, "no category"),
    ("09-3", codes_rounded, "a category that no genuine overflow has"),
    ("09-3", integers, "new overflows came by http"),
    ("09-3", all_names, "No new `duration` lies between"),
    *[
        ("09-3", one_number_as_a_name(name), f"No new `{name}` lies between two genuine ones")
        for name in NUMBERS[:-1]
    ],
    ("09-3", RandomOverSampler(random_state=0).fit_resample, "copies of genuine"),
    ("09-3", RandomUnderSampler(random_state=0).fit_resample, "Rows are gone"),
    ("09-3", half, "not equally large"),
    ("09-3", one_hot, "one-hot columns in place of `service`"),
    ("09-3", shuffled, "do not come first"),
    ("09-3", scaled_first, "scale back"),
    ("09-3", lambda X, y: X, "return two things"),
    ("09-3", lambda X, y: (X, y), "not equally large"),
    ("09-3", lambda X, y: ("table", y), "should return a table"),
    ("09-4", [*BREAK, "entry"], "elects one"),
    ("09-4", [*BREAK, "distance"], "lie below both"),
    ("09-4", [*BREAK, "limit"], "same part of the way"),
    ("09-4", BREAK[1:], "with 2 payments"),
    ("09-4", ["payments", "contactless", "gaming"], "20 € and 30 €"),
    ("09-4", ["payments", "cash", "gaming"], "does not look at the amount"),
    ("09-4", BREAK[:3], "vote of its own"),
    ("09-4", [], "Your list is empty"),
    ("09-4", [...], "still holds the dots"),
    ("09-4", ["price"], "should be one of"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


def scaled_and_back(X, y):
    table, labels = SMOTENC("auto", k_neighbors=1, random_state=0).fit_resample(
        X.assign(**{name: X[name] / X[name].std() for name in NUMBERS}), y
    )
    return table.assign(**{name: table[name] * X[name].std() for name in NUMBERS}), labels


def whole_again(X, y):
    table, labels = balance(X, y)
    return table.round(dict.fromkeys(NUMBERS, 0)).to_numpy(), labels.tolist()


def counts_whole_again(X, y):
    table, labels = balance(X, y)
    return table.round(dict.fromkeys(NUMBERS[1:], 0)), labels


@pytest.mark.slow
def test_other_right_forms_are_accepted():
    by_rows = Several(
        (lambda X, y: [round(median_std(X, y), 3)], lambda d, n, m: [distance(d, n, m)])
    )
    assert_right("09-1", *by_rows)
    assert_right("09-2", elect)
    assert_right("09-2", lambda c, parent, n: np.array(elect(c, parent, n)))
    assert_right("09-2", lambda c, parent, n: pd.Series(c[n]).mode()[0])
    assert_right("09-2", lambda c, parent, n: pd.Series(c).iloc[n].value_counts().index[:1])
    for right in (balance, scaled_and_back, whole_again, counts_whole_again):
        assert_right("09-3", right)
    assert_right("09-4", set(BREAK))
    assert_right("09-4", np.array([name.title() for name in BREAK]))
    assert_right("09-4", dict.fromkeys(BREAK, True) | {"entry": False})


GARBAGE = [None, ..., np.nan, "", [], {}, object(), np.zeros((2, 2)), lambda: 1 / 0, dict]
GARBAGE += [lambda *a, **k: None, lambda *a, **k: object(), lambda *a, **k: [[1, 2], [3]]]


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda g: type(g).__name__)
@pytest.mark.parametrize("exercise", ["09-1", "09-2", "09-3", "09-4"])
def test_garbage_is_refused_in_a_sentence(exercise, garbage):
    answers = [garbage, garbage] if exercise == "09-1" else [garbage]
    result = verdict(exercise, *answers)
    assert not result.passed
    assert len(result.message) > 20
    assert "The check could not use" not in result.message
