"""Wrong answers to the exercises of 09."""

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE, SMOTEN, SMOTENC, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler
from sklearn.preprocessing import OrdinalEncoder

from helpers.data import load_imbalanced


def snails():
    df = load_imbalanced("abalone9-18")
    return df.drop(columns="Class"), df["Class"]


def m_of(rows=lambda X, y: X[y == 1], spread=np.std, middle=np.median, columns=None):
    """The number m, with one part changed."""
    columns = columns or (lambda X: X.select_dtypes("number"))

    def different_category(X, y):
        return float(middle(spread(columns(rows(X, y)).to_numpy(dtype=float), axis=0)))

    return different_category


def coded(X):
    return X.apply(lambda x: x if x.dtype.kind in "if" else pd.factorize(x)[0])


def sample_std(values, axis):
    return np.std(values, axis=axis, ddof=1)


def middle_of_all(values, axis):
    return np.std(values).reshape(1)


def far(differences, n_different, m):
    return np.sqrt(np.sum(np.square(differences)) + n_different * m**2)


def squares(differences):
    return np.sum(np.square(differences))


M, FAR = m_of(), far


X_SNAILS, Y_SNAILS = snails()


def m_wrong(**changed):
    return m_of(**changed), FAR


DISTANCES = [
    (
        "m not squared",
        "`distance`: it adds m itself to",
        lambda d, n, m: np.sqrt(squares(d) + n * m),
    ),
    (
        "categories added after the root",
        "`distance`: it adds m to the",
        lambda d, n, m: np.sqrt(squares(d)) + n * m,
    ),
    (
        "number of categories squared",
        "`distance`: it squares the count as",
        lambda d, n, m: np.sqrt(squares(d) + (n * m) ** 2),
    ),
    ("no root", "`distance`: it is the squared distance", lambda d, n, m: squares(d) + n * m**2),
    (
        "absolute differences",
        "`distance`: it adds up differences, not",
        lambda d, n, m: np.sum(np.abs(d)) + n * m,
    ),
    (
        "half of m",
        "`distance`: for each category it adds",
        lambda d, n, m: np.sqrt(squares(d) + n * (m / 2) ** 2),
    ),
    (
        "sum before the square",
        "`distance`: it adds up the differences",
        lambda d, n, m: np.sqrt(np.sum(d) ** 2 + n * m**2),
    ),
    (
        "m not used",
        "`distance`: for each category it adds",
        lambda d, n, m: np.sqrt(squares(d) + n),
    ),
    (
        "differences not squared",
        "`distance`: it squares m, but not",
        lambda d, n, m: np.sqrt(np.sum(np.abs(d)) + n * m**2),
    ),
    (
        "categories left out",
        "`distance`: it ignores the categories. What",
        lambda d, n, m: np.sqrt(squares(d)),
    ),
    (
        "one category at most",
        "`distance`: it counts m once, however",
        lambda d, n, m: np.sqrt(squares(d) + (n > 0) * m**2),
    ),
    (
        "mean for sum",
        "`distance`: it takes a mean of",
        lambda d, n, m: np.sqrt((squares(d) + n * m**2) / (len(d) + n)),
    ),
    (
        "notebook's m, not the argument",
        "`distance`: for each category it adds",
        lambda d, n, m: far(d, n, 0.0781),
    ),
]


def majority_of(values):
    found, n = np.unique(values, return_counts=True)
    return found[n.argmax()]


def rarest(column, parent, neighbours):
    found, n = np.unique(column[neighbours], return_counts=True)
    return found[n.argmin()]


def largest_count(column, parent, neighbours):
    return int(np.unique(column[neighbours], return_counts=True)[1].max())


def place_of_category(column, parent, neighbours):
    return int(np.unique(column[neighbours], return_counts=True)[1].argmax())


COLUMNS = {
    "Atr-0": "duration",
    "Atr-9": "alerts",
    "Atr-15": "root_accesses",
    "Atr-16": "files_created",
    "Atr-23": "same_service",
    "Atr-2": "service",
    "Atr-3": "flag",
    "Atr-13": "root_shell",
}
NUMBERS, NAMES = list(COLUMNS.values())[:5], list(COLUMNS.values())[5:]


def attacks():
    df = load_imbalanced("kddcup-buffer_overflow_vs_back")
    X = df[list(COLUMNS)].rename(columns=COLUMNS)
    return X.astype(dict.fromkeys(NUMBERS, int)), df["Class"]


X_ATTACKS, Y_ATTACKS = attacks()


def floats(X):
    return X.astype(dict.fromkeys(NUMBERS, float))


def nc(X, y, names=NAMES, **keywords):
    return SMOTENC(categorical_features=names, random_state=0, **keywords).fit_resample(X, y)


def right(X, y):
    return nc(floats(X), y)


def codes(back=True, rounded=True):
    def balance(X, y):
        encoder = OrdinalEncoder().set_output(transform="pandas")
        table = X[NUMBERS].join(encoder.fit_transform(X[NAMES]))
        X_more, y_more = SMOTE(random_state=0).fit_resample(table, y)
        if rounded:
            X_more[NAMES] = X_more[NAMES].round()
        if back:
            X_more[NAMES] = encoder.inverse_transform(X_more[NAMES])
        return X_more, y_more

    return balance


def one_hot(X, y):
    return SMOTE(random_state=0).fit_resample(pd.get_dummies(X, columns=NAMES, dtype=float), y)


def copies(X, y):
    return RandomOverSampler(random_state=0).fit_resample(X, y)


def fewer(X, y):
    return RandomUnderSampler(random_state=0).fit_resample(X, y)


def all_categories(X, y):
    return SMOTEN(random_state=0).fit_resample(X.astype(str), y)


def all_but_one(X, y):
    return nc(floats(X), y, names=X.columns[1:].tolist())


def root_shell_as_number(X, y):
    return nc(floats(X).astype({"root_shell": float}), y, names=NAMES[:2])


def numbers_only(X, y):
    return SMOTE(random_state=0).fit_resample(X[NUMBERS], y)


def new_only(X, y):
    X_more, y_more = right(X, y)
    return X_more.iloc[len(X) :], y_more.iloc[len(X) :]


def new_first(X, y):
    X_more, y_more = right(X, y)
    order = np.r_[len(X) : len(X_more), : len(X)]
    return X_more.iloc[order].reset_index(drop=True), y_more.iloc[order].reset_index(drop=True)


def commonest(X, y):
    X_more, y_more = SMOTE(random_state=0).fit_resample(floats(X)[NUMBERS], y)
    for name in NAMES:
        X_more[name] = pd.concat(
            [X[name], pd.Series([X[name].mode()[0]] * (len(X_more) - len(X)))]
        ).to_numpy()
    return X_more, y_more


BREAK = ["payments", "cash", "contactless", "gaming"]
RULES = ["entry", "distance", "limit", *BREAK]

WRONG = {
    "09-1": [
        (
            "all rows for the minority",
            "`different_category` takes all rows, and the",
            m_wrong(rows=lambda X, y: X),
        ),
        (
            "majority for the minority",
            "`different_category` takes the majority rows. Whose",
            m_wrong(rows=lambda X, y: X[y == 0]),
        ),
        (
            "one row less in the divisor",
            "`different_category` takes pandas' `std`, which divides",
            m_wrong(spread=sample_std),
        ),
        (
            "mean for the median",
            "`different_category` takes the mean of the",
            m_wrong(middle=np.mean),
        ),
        (
            "category coded as a number",
            "`different_category` takes the spread of a",
            m_wrong(columns=coded),
        ),
        (
            "variance for standard deviation",
            "`different_category` takes variances. A standard deviation",
            m_wrong(spread=np.var),
        ),
        (
            "median of the values",
            "`different_category` takes the columns' medians. We",
            m_wrong(spread=np.median),
        ),
        (
            "largest for the median",
            "`different_category` takes the column that spreads",
            m_wrong(middle=np.max),
        ),
        (
            "range for standard deviation",
            "`different_category` takes ranges, which two extreme",
            m_wrong(spread=np.ptp),
        ),
        (
            "mean for standard deviation",
            "`different_category` takes the columns' means. We",
            m_wrong(spread=np.mean),
        ),
        (
            "one standard deviation of all numbers",
            "`different_category` takes one standard deviation over",
            m_wrong(spread=middle_of_all),
        ),
        (
            "notebook's snails, not the argument",
            "Your function uses `X_SNAILS` of the",
            (lambda X, y: M(X_SNAILS, Y_SNAILS), FAR),
        ),
        *((idea, *says, (M, function)) for idea, *says, function in DISTANCES),
    ],
    "09-2": [
        (
            "the parent votes too",
            "The parent votes along. It has",
            lambda c, p, n: majority_of(c[np.r_[p, n]]),
        ),
        ("the parent's category", "The new row always gets its", lambda c, p, n: c[p]),
        (
            "the nearest neighbour's category",
            "The nearest neighbour decides alone. Each",
            lambda c, p, n: c[n[0]],
        ),
        (
            "a random neighbour's category",
            "The new row gets a category",
            lambda c, p, n: np.random.default_rng(0).choice(c[n]),
        ),
        (
            "the whole column votes",
            "You let all minority rows vote",
            lambda c, p, n: majority_of(c),
        ),
        ("votes for the category", "`vote` returns a number. Return the", largest_count),
        ("place for the category", "`vote` returns a number. Return the", place_of_category),
        ("rarest category", "The category with the fewest votes", rarest),
        (
            "positions counted, not categories",
            "`vote` returns a number. Return the",
            lambda c, p, n: majority_of(n),
        ),
        ("last in the alphabet", "The alphabet decides: it is always", lambda c, p, n: max(c[n])),
        ("all categories", "values. A row gets one, after", lambda c, p, n: c[n]),
        (
            "first rows of the column",
            "You count the first rows of",
            lambda c, p, n: majority_of(c[: len(n)]),
        ),
        (
            "category of the commonest place",
            "The neighbour that stands first in",
            lambda c, p, n: c[majority_of(n)],
        ),
        ("nothing returned", "`vote` returned nothing. Is the blank", lambda c, p, n: None),
    ],
    "09-3": [
        ("codes, rounded", "new overflows have a category that", codes()),
        ("codes, not turned back", "Some new rows have the service", codes(back=False)),
        ("codes, not rounded", "Some new rows have the service", codes(back=False, rounded=False)),
        ("whole numbers spoil the vote", "The categories are whole, but they", nc),
        ("one-hot columns", "You return one-hot columns in place", one_hot),
        ("copies", "The new rows are copies of", copies),
        ("majority thrown away", "Rows are gone: you took away", fewer),
        ("numbers as categories", "No new `duration` lies between two", all_categories),
        ("most numbers as categories", "No new `alerts` lies between two", all_but_one),
        ("root_shell as a number", "Some new rows have the root_shell", root_shell_as_number),
        ("categories dropped", "The balanced table has no column", numbers_only),
        ("commonest category for all new rows", "All new rows have the same", commonest),
        ("new rows only", "You return the new rows only", new_only),
        ("new rows first", "The rows that were there do", new_first),
        ("table only", "`balance` should return two things: the", lambda X, y: right(X, y)[0]),
        (
            "not balanced",
            "The classes are not equally large",
            lambda X, y: nc(floats(X), y, sampling_strategy=0.5),
        ),
        (
            "notebook's rows, not the argument",
            "Your function uses `X_ATTACKS` of the",
            lambda X, y: right(X_ATTACKS, Y_ATTACKS),
        ),
        ("nothing changed", "The classes are not equally large", lambda X, y: (X, y)),
    ],
    "09-4": [
        ("votes invent values", "but does not belong there. A", ["entry", *BREAK]),
        (
            "interpolation leaves the allowed side",
            "but does not belong there. Can",
            ["distance", *BREAK],
        ),
        ("two numbers do not go together", "but does not belong there. In", ["limit", *BREAK]),
        ("whole numbers stay whole", "yet: a rule is missing. Go", BREAK[1:]),
        ("multiples stay multiples", "yet: a rule is missing. What", [BREAK[0], *BREAK[2:]]),
        (
            "a vote and a number keep together",
            "yet: a rule is missing. The",
            [*BREAK[:2], "gaming"],
        ),
        ("two votes keep together", "yet: a rule is missing. Each", BREAK[:3]),
        (
            "what survives, for what breaks",
            "You name the rules that survive",
            ["entry", "distance", "limit"],
        ),
        ("everything breaks", "Not all rules break. Is there", RULES),
        ("nothing breaks", "Your list is empty, so no", []),
        ("rules of categories only", "yet: a rule is missing. Go", ["contactless", "gaming"]),
        ("rules of numbers only", "yet: a rule is missing. The", ["payments", "cash"]),
        ("column's name for the rule's", None, ["payments_24h", *BREAK[1:]]),
        ("number rules all break", "but does not belong there. Can", ["distance", "limit", *BREAK]),
    ],
}
