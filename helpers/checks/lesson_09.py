"""Checks for the exercises of lesson 09, SMOTE-NC."""

from functools import cache

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTENC

from helpers.by_hand.smote_nc import median_of_standard_deviations
from helpers.checks import answers
from helpers.checks.class_seed import trial_seed
from helpers.checks.core import Wrong, exercise
from helpers.data.keel import load_imbalanced


def snails_in_other_units():
    """Return rows like those of exercise 09-1, with spreads that differ more, and labels.

    The number of numeric columns is even, so that none is the one in the middle; codes of the sex
    would stand there.
    """
    df = load_imbalanced("abalone-17_vs_7-8-9-10").iloc[::3].reset_index(drop=True)
    snails, rings = df.drop(columns="Class"), df["Class"]
    snails = snails.drop(columns=snails.columns[-1])
    sizes = snails.columns.drop("Sex")
    return snails.assign(**{n: snails[n] * 5.0**i for i, n in enumerate(sizes)}), rings


SINGLE_COLUMN = (
    "the spread of a single column. Of an even number of columns the median is the mean of two: "
    "did you pick one, or count a category among the numbers?"
)


def wrong_medians(X, y):
    """Return what each misconception about the median gives, and what to say about it."""
    rare, numbers = y == 1, X.select_dtypes("number")
    spread = numbers[rare].std(ddof=0)
    codes = X.assign(**{n: X[n].cat.codes for n in X.select_dtypes("category")})
    dummies = pd.get_dummies(X, dtype=float)
    scaled = (numbers - numbers.mean()) / numbers.std(ddof=0)
    return [
        (np.median(numbers.std(ddof=0)), "all rows, and the majority decides. Whose spread is it?"),
        (np.median(numbers[~rare].std(ddof=0)), "the majority rows. Whose spread is it?"),
        *[
            (value, SINGLE_COLUMN)
            for value in np.sort(spread)[[len(spread) // 2 - 1, len(spread) // 2]]
        ],
        (spread.mean(), "the mean of the standard deviations, which one wide column can pull up."),
        (np.median(spread**2), "variances. A standard deviation is the root of one."),
        (
            np.median(spread) / np.sqrt(2),
            "m / √2: that is what *one* of two one-hot columns holds.",
        ),
        (
            np.median(numbers[rare].std()),
            "pandas' `std`, which divides by n - 1. Give it `ddof=0`.",
        ),
        (np.median(numbers.std()), "all rows, and the majority decides. Whose spread is it?"),
        (np.median(numbers[rare].median()), "the columns' medians. We ask how far they *spread*."),
        (np.median(numbers[rare].mean()), "the columns' means. We ask how far they *spread*."),
        (np.median(np.ptp(numbers[rare], axis=0)), "ranges, which two extreme rows decide."),
        (spread.max(), "the column that spreads most. A single column should not decide."),
        (np.std(numbers[rare].to_numpy()), "one standard deviation over all columns together."),
        (
            np.median(codes[rare].std(ddof=0)),
            "codes of categories as numbers. They have no spread.",
        ),
        (np.median(dummies[rare].std(ddof=0)), "the one-hot columns as well. Numbers only."),
        *[
            (np.median(table.std(ddof=0)), "scaled columns. Here m is asked for as they are.")
            for in_sd in (scaled, numbers / numbers[rare].std(ddof=0))
            for table in (in_sd[rare], in_sd)
        ],
    ]


def wrong_distances(differences, n, m):
    """Return what each misconception about the distance gives, and what to say about it."""
    square = np.sum(differences**2)
    return [
        (np.sqrt(square), "it ignores the categories. What does the number m do?"),
        (np.sqrt(square) + n * m, "it adds m to the distance. Where do the numbers join the sum?"),
        (np.sqrt(square + (n > 0) * m**2), "it counts m once, however many categories differ."),
        (np.sqrt(square + n * m), "it adds m itself to a sum of squares."),
        (np.sqrt(square + (n * m) ** 2), "it squares the count as well as m."),
        (np.sqrt(square + 2 * n * m**2), "each category counts twice. √2 is there to prevent it."),
        (
            np.sqrt(square + n * m**2 / 2),
            "each category counts half. Both its one-hot columns count.",
        ),
        (square + n * m**2, "it is the squared distance. Take the root at the end."),
        (np.sum(np.abs(differences)) + n * m, "it adds up differences, not their squares."),
        (
            np.sqrt(np.sum(np.abs(differences)) + n * m**2),
            "it squares m, but not the differences of the numbers.",
        ),
        (
            np.sqrt(np.sum(differences) ** 2 + n * m**2),
            "it adds up the differences before it squares them, so that opposite ones cancel.",
        ),
        (
            np.sqrt((square + n * m**2) / (len(differences) + n)),
            "it takes a mean of the squares. A distance is made of their sum.",
        ),
    ]


def of_all_cases(misconceptions, cases, prefix=""):
    """Yield what each misconception gives in all cases, and what to say about it."""
    for wrong in zip(*(misconceptions(*case) for case in cases), strict=True):
        yield [value for value, _ in wrong], prefix + wrong[0][1]


@exercise("09-1", "the two functions `different_category` and `distance`")
def a_category_counts_one_median(different_category, distance):
    """Take the minority's numeric columns; add the median squared, once per category."""
    different_category = answers.function(different_category, "`different_category`")
    distance = answers.function(distance, "`distance`")
    X, y = snails_in_other_units()
    m = answers.number(different_category(X.copy(), y.copy()), "What `different_category` returns")
    right = median_of_standard_deviations(X[y == 1].select_dtypes("number").to_numpy())
    wrong = ((value, f"`different_category` takes {text}") for value, text in wrong_medians(X, y))
    if not answers.diagnose(m, right, wrong, same=answers.close):
        raise Wrong("`different_category` is not right yet. Which rows, columns and statistic?")
    cases = [(np.array([3.0, -1.0, 2.0]), n, 1.7) for n in (2, 3, 1, 0)]
    values = [
        answers.number(distance(d.copy(), n, m), "What `distance` returns") for d, n, m in cases
    ]
    right = [np.sqrt(np.sum(d**2) + n * m**2) for d, n, m in cases]
    wrong = of_all_cases(wrong_distances, cases, "`distance`: ")
    if not answers.diagnose(values, right, wrong, same=answers.close):
        own = [
            (value**2 - np.sum(d**2)) / n
            for (d, n, _), value in zip(cases, values, strict=True)
            if n
        ]
        if np.ptp(own) < 1e-6 and own[0] > 0:
            raise Wrong(
                f"`distance`: for each category it adds the square of {own[0] ** 0.5:.3g}, where m "
                f"is {cases[0][2]}. Use the argument `m`, as it is."
            )
        raise Wrong("`distance` is not right yet. Try it with 0, 1 and 2 categories that differ.")
    return "The minority's typical spread, counted once for each category that differs."


def winners(values):
    """Return the values that come most often."""
    categories, votes = np.unique(values, return_counts=True)
    return set(categories[votes == votes.max()].tolist())


def wrong_votes(column, parent, neighbours):
    """Return the categories that each misconception allows, and what to say about it."""
    voters = column[neighbours]
    categories, codes = np.unique(column, return_inverse=True)
    mean, median = codes[neighbours].mean(), np.median(codes[neighbours])
    return [
        ({column[parent]}, "The new row always gets its parent's category. Who has the vote?"),
        (winners(column), "You let all minority rows vote, so every new row gets the same."),
        (winners([*voters, column[parent]]), "The parent votes along. It has no vote."),
        ({voters[0]}, "The nearest neighbour decides alone. Each of the neighbours has one vote."),
        (
            {categories[int(f(v))] for v in (mean, median) for f in (np.floor, np.round, np.ceil)},
            "You average codes, so the alphabet decides. Count votes.",
        ),
        (
            {c for c in voters if np.sum(voters == c) == min(np.sum(voters == d) for d in voters)},
            "The category with the fewest votes wins. Which end of the count do you want?",
        ),
        *(
            ({end(voters)}, "The alphabet decides: it is always the first or the last category.")
            for end in (min, max)
        ),
        (
            {column[min(neighbours)]},
            "The neighbour that stands first in the table decides. Count categories instead.",
        ),
        (
            winners(column[: len(neighbours)]),
            "You count the first rows of the column. `neighbours` holds positions: look them up.",
        ),
        (
            set(voters.tolist()),
            "The new row gets a category of one of the neighbours, but not the most frequent. "
            "SMOTE-NC does not draw or take turns: it counts.",
        ),
    ]


def read_category(value, known):
    """Return one category from what `vote` returns."""
    if isinstance(value, np.ndarray | pd.Series | pd.Index | list | tuple | set):
        values = value.ravel().tolist() if isinstance(value, np.ndarray) else list(value)
        if len(values) != 1:
            raise Wrong(f"`vote` returns {len(values)} values. A row gets one, after a tie too.")
        value = values[0]
    if isinstance(value, int | float | np.number):
        raise Wrong("`vote` returns a number. Return the category, not its votes or its place.")
    if not isinstance(value, str) or value not in known:
        raise Wrong(f"`vote` should return one category, but it is {answers.describe(value)}.")
    return str(value)


@exercise("09-2", "a function of `column`, `parent` and `neighbours` that returns a category")
def neighbours_elect_the_category(vote):
    """Count the neighbours' votes, and only theirs."""
    vote = answers.function(vote, "`vote`")
    rng = np.random.RandomState(trial_seed(9))
    known = np.array(["chip", "contactless", "online", "swipe"])
    column = rng.choice(known, size=80, p=[0.3, 0.15, 0.35, 0.2])
    cases = []
    for k in [5] * 60 + [3] * 60:
        parent, *neighbours = rng.choice(len(column), size=k + 1, replace=False)
        cases.append((column, int(parent), np.array(neighbours)))
    given = [
        read_category(vote(column.copy(), parent, neighbours.copy()), known)
        for column, parent, neighbours in cases
    ]

    def within(given, allowed):
        return all(value in one for value, one in zip(given, allowed, strict=True))

    right = [winners(column[neighbours]) for column, _, neighbours in cases]
    if answers.diagnose(given, right, of_all_cases(wrong_votes, cases), same=within):
        return f"{len(cases)} elections, each won by a category with the most votes."
    n_wrong = sum(value not in one for value, one in zip(given, right, strict=True))
    raise Wrong(
        f"In {n_wrong} of {len(right)} trial elections your winner is not a category "
        "that most of the neighbours have."
    )


NUMBERS = ["duration", "alerts", "root_accesses", "files_created", "same_service"]
NAMES = ["service", "flag", "root_shell"]


def connections():
    """Return the table of exercise 09-3, with fewer connections of the majority, and labels."""
    df = load_imbalanced("kddcup-buffer_overflow_vs_back")
    rare = df["Class"] == 1
    # every majority row in an unusual state, and some of the others
    df = df[rare | (df["Atr-3"] != "SF") | (df.index % 5 == 0)].iloc[::-1].reset_index(drop=True)
    X = df[[f"Atr-{i}" for i in (0, 9, 15, 16, 23, 2, 3, 13)]].set_axis(NUMBERS + NAMES, axis=1)
    return X.astype(dict.fromkeys(NUMBERS, int)), df["Class"]


def read_balanced(answer, X, y):
    """Return the new rows of a balanced table."""
    table, labels = answers.things(answer, "`balance`", 2, "the table and the labels")
    if isinstance(table, np.ndarray) and table.ndim == 2 and table.shape[1] == X.shape[1]:
        table = pd.DataFrame(table, columns=X.columns)
    if not isinstance(table, pd.DataFrame):
        raise Wrong(f"`balance` should return a table, but it is {answers.describe(table)}.")
    missing = [name for name in X.columns if name not in table.columns]
    if missing and len(table.columns) > len(X.columns):
        raise Wrong(
            f"You return one-hot columns in place of `{missing[0]}`. The balanced table should "
            "have the columns that it had."
        )
    if missing:
        raise Wrong(f"The balanced table has no column `{missing[0]}`. Keep the table a table.")
    labels = answers.array(labels, "The labels", shape=(len(table),))
    counts = [int(np.sum(labels == c)) for c in (0, 1)]
    if len(table) < len(X) and counts[0] == 0:
        raise Wrong("You return the new rows only. They belong below the rows that were there.")
    if len(table) < len(X):
        raise Wrong("Rows are gone: you took away rows of the majority instead of making new ones.")
    if counts[0] != counts[1]:
        raise Wrong(f"The classes are not equally large: {counts[0]} and {counts[1]} rows.")
    for name in NAMES:
        strange = set(table[name].iloc[len(X) :].astype(str)) - set(X[name].cat.categories)
        if strange:
            example = min(strange)[:8]
            raise Wrong(
                f"Some new rows have the {name} {example!r}. That is no category. "
                "Was this column treated as a number?"
            )
    if not np.array_equal(table[NAMES].iloc[: len(X)].astype(str), X[NAMES].astype(str)):
        raise Wrong("The rows that were there do not come first, or their categories changed.")
    kept = np.isclose(table[NUMBERS].iloc[: len(X)].astype(float), X[NUMBERS])
    if not kept.all():
        changed = NUMBERS[int(np.argmin(kept.all(axis=0)))]
        raise Wrong(
            f"`{changed}` changed in the rows that were there. Did you scale? That is right before "
            "SMOTE-NC, but a table with the same columns has them in their own units: scale back."
        )
    return table.iloc[len(X) :]


@exercise("09-3", "a function of `X` and `y` that returns the balanced table and its labels")
def only_categories_of_the_class(balance):
    """Sample with whole categories, on numbers that are floats."""
    balance = answers.function(balance, "`balance`")
    X, y = connections()
    new = read_balanced(balance(X.copy(), y.copy()), X, y)
    rare = X[y == 1]
    known = [new[name].astype(str).isin(set(rare[name])) for name in NAMES]
    n_foreign = int((~np.all(known, axis=0)).sum())
    if n_foreign:
        shares = new["service"].astype(str).value_counts(normalize=True)
        if len(shares) == len(X["service"].cat.categories) and shares.min() > 0.1:
            http = int((new["service"] == "http").sum())
            raise Wrong(
                f"The categories are whole, but they were drawn by lot: {http} of {len(new)} new "
                "overflows came by http, and no genuine one did. Look at the dtype of the numbers."
            )
        if len(new[NAMES].drop_duplicates()) == 1:
            raise Wrong(
                "All new rows have the same categories, those that are commonest in all rows. "
                "Whose categories should they resemble?"
            )
        raise Wrong(
            f"{n_foreign} of {len(new)} new overflows have a category that no genuine overflow "
            "has. They come from an order of the codes that means nothing."
        )
    values = new[NUMBERS].astype(float)
    genuine = {tuple(row) for row in rare[NUMBERS].astype(float).to_numpy()}
    if all(tuple(row) in genuine for row in values.to_numpy()):
        raise Wrong("The new rows are copies of genuine ones. Make new rows between them.")
    # not `same_service`: it is 1, 2 or 3, and so is every rounded value in between
    stuck = [name for name in NUMBERS[:-1] if values[name].isin(rare[name]).all()]
    if stuck:
        raise Wrong(
            f"No new `{stuck[0]}` lies between two genuine ones. Only the names are categories."
        )
    return f"{len(new)} new overflows, each with categories that genuine overflows have."


RULES = {
    "entry": "A vote elects one of the categories that the voters have.",
    "distance": "Can a point between two numbers lie below both?",
    "limit": "In one row, both numbers go the same part of the way. Try the point half-way.",
    "payments": "Go half-way between a row with 2 payments and one with 3.",
    "cash": "What lies half-way between 20 € and 30 €?",
    "contactless": "The vote on the entry mode does not look at the amount.",
    "gaming": "Each column has a vote of its own. What if neighbours agree on one only?",
}


@cache
def broken_rules():
    """Return the rules of exercise 09-4 that SMOTE-NC breaks in a trial set."""
    rng = np.random.RandomState(0)
    n = 150
    merchant = rng.choice(["cash", "gaming", "shop"], size=n)
    entry = np.where(merchant == "gaming", "online", rng.choice(["chip", "contactless"], size=n))
    amount = 10.0 * rng.randint(1, 6, size=n) + np.where(entry == "chip", 40.0, 0.0)
    frauds = pd.DataFrame(
        {
            "amount": amount,
            "limit": amount + rng.choice([0.0, 50.0, 300.0], size=n),
            "distance_km": rng.choice([0.0, 2.0, 80.0], size=n),
            "payments_24h": rng.randint(0, 6, size=n).astype(float),
            "merchant": pd.Categorical(merchant),
            "entry": pd.Categorical(entry, categories=["chip", "contactless", "online", "swipe"]),
        }
    )
    y = np.repeat([1, 0], [n, 2000])
    X = pd.concat([frauds, frauds.sample(2000, replace=True, random_state=0)], ignore_index=True)
    new = SMOTENC("auto", random_state=0).fit_resample(X, y)[0].iloc[len(X) :]
    off_grid = (new["amount"] % 10).sub(5).abs() < 5 - 1e-6
    broken = {
        "entry": ~new["entry"].isin(set(entry)),
        "distance": new["distance_km"] < 0,
        "limit": new["amount"] > new["limit"] + 1e-6,
        "payments": (new["payments_24h"] % 1).between(1e-6, 1 - 1e-6),
        "cash": (new["merchant"] == "cash") & off_grid,
        "contactless": (new["entry"] == "contactless") & (new["amount"] > 50 + 1e-6),
        "gaming": (new["merchant"] == "gaming") & (new["entry"] != "online"),
    }
    return {name for name in RULES if broken[name].any()}


@exercise("09-4", "a list of names of rules")
def rules_that_interpolation_or_votes_break(can_break):
    """Name the rules that break: whole numbers, and all that join a vote to something else."""
    if isinstance(can_break, dict):
        can_break = [name for name, breaks in can_break.items() if breaks is True]
    given, right = answers.choices(can_break, "`can_break`", list(RULES)), broken_rules()
    if not given:
        raise Wrong(
            "Your list is empty, so no rule can break. Take one rule about numbers, two rows that "
            "keep it, and the point half-way between them."
        )
    if given == set(RULES) - right:
        raise Wrong("You name the rules that survive. The question is which ones can *break*.")
    if given == set(RULES):
        raise Wrong(
            "Not all rules break. Is there one that holds for the point half-way if it holds for "
            "both rows?"
        )
    for name in RULES:
        if name in given and name not in right:
            raise Wrong(f'"{name}" is on your list, but does not belong there. {RULES[name]}')
        if name in right and name not in given:
            raise Wrong(f"The list is not right yet: a rule is missing. {RULES[name]}")
    return "In a trial set SMOTE-NC breaks these, and keeps the others in every row."
