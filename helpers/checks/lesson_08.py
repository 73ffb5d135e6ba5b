"""Checks for the exercises of lesson 08, SMOTE-Tomek."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd
from imblearn.combine import SMOTETomek
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import TomekLinks
from sklearn.metrics.pairwise import euclidean_distances

from helpers.by_hand.tomek_links import find_nearest_neighbour, tomek_links
from helpers.checks import answers
from helpers.checks.core import Wrong, exercise
from helpers.data.keel import load_imbalanced


def overlapping(n_majority, n_minority, n_features, seed):
    """Return rows of two overlapping classes, in mixed order."""
    rng = np.random.RandomState(seed)
    y = rng.permutation(np.repeat([0, 1], [n_majority, n_minority]))
    return rng.normal(size=(len(y), n_features)) + y[:, None] * 0.7, y


def read_pairs(answer, n_rows):
    """Return pairs of row numbers, as they come, from any form of a list of pairs."""
    what = "What `find_pairs` returns"
    if isinstance(answer, Iterator | set | frozenset):
        answer = list(answer)
    elif isinstance(answer, dict):
        answer = list(answer.items())
    elif isinstance(answer, tuple) and [type(part) for part in answer] == [np.ndarray] * 2:
        if len(answer[0]) != len(answer[1]):
            raise Wrong(f"{what} has more first rows than second ones, or fewer.")
        answer = np.column_stack(answer)
    if isinstance(answer, list):
        answer = [sorted(one) if isinstance(one, set | frozenset) else one for one in answer]
    values = answers.array(answer, what)
    if values.shape == (n_rows,):
        raise Wrong(
            "You return one value per row. That may say which rows are linked, but not with whom."
        )
    if values.size == 0:
        raise Wrong(
            "`find_pairs` finds no pair at all in a trial set that has some. Is every row perhaps "
            "its own nearest neighbour? Or is a bracket missing around a comparison joined with "
            "`&`?"
        )
    if values.ndim == 1:
        raise Wrong("You return a flat list of rows. Return pairs: who is linked with whom?")
    if values.ndim != 2 or values.shape[1] != 2:
        shape = " × ".join(map(str, values.shape)) or "a single number"
        raise Wrong(f"{what} should have two numbers per link; its shape is {shape}.")
    answers.indices(values, what, n_rows)
    return [tuple(pair) for pair in values.astype(int)]


def pairs_of(first, second):
    """Return unordered pairs."""
    return {frozenset(pair) for pair in zip(np.ravel(first), np.ravel(second), strict=True)}


def wrong_links(X, y):
    """Return the pairs that each misconception finds, and what to say about it."""
    rows, nearest = np.arange(len(X)), find_nearest_neighbour(X)
    distances = euclidean_distances(X)
    mutual, foreign = nearest[nearest] == rows, y[nearest] != y
    across = np.where(y[:, None] == y, np.inf, distances).argmin(axis=1)
    across_mutual = across[across] == rows
    return [
        (
            pairs_of(rows[foreign], nearest[foreign]),
            "You pair a row with its nearest neighbour if that is of the other class. But the "
            "neighbour may have somebody nearer. In a link each must be nearest to the *other*.",
        ),
        (
            pairs_of(rows[mutual], nearest[mutual]),
            "Your pairs are each other's nearest neighbours, but some are of the same class. A "
            "link joins two classes.",
        ),
        (
            pairs_of(rows[across_mutual], across[across_mutual]),
            "You search only among the rows of the other class. A row of the own class that lies "
            "nearer prevents a link; it must be able to come first.",
        ),
        (
            pairs_of(rows, across),
            "You give every row its nearest row of the other class. Most rows have somebody nearer "
            "in their own class, and no link at all.",
        ),
    ]


@exercise("08-1", "a function of `X` and `y` that returns pairs of row numbers")
def pairs_are_mutual_and_opposite(find_pairs):
    """Find each Tomek link once."""
    find_pairs = answers.function(find_pairs, "`find_pairs`")
    X, y = overlapping(60, 25, 3, seed=5)
    links = tomek_links(X, y, sampling_strategy="all").trace.links
    right = pairs_of(links["first"], links["second"])
    pairs = read_pairs(find_pairs(X.copy(), y.copy()), len(X))
    found = {frozenset(pair) for pair in pairs}
    if any(len(pair) == 1 for pair in found):
        raise Wrong("Some rows are paired with themselves. At distance 0, each is its own nearest.")
    if found == right:
        if len(pairs) > len(right):
            raise Wrong(
                f"The links are right, but you return {len(pairs)} pairs for {len(right)} links: "
                "each link comes from both of its ends. Keep one."
            )
        return f"All {len(right)} links of a trial set, each once."
    one_way, *others = wrong_links(X, y)
    if found - right and found <= one_way[0]:  # all such pairs, or those from one end
        raise Wrong(one_way[1])
    for pairs_found, message in others:
        if found == pairs_found:
            raise Wrong(message)
    counts = f"{len(right - found)} of {len(right)} links; {len(found - right)} pairs are none."
    raise Wrong(f"In a trial set you miss {counts}")


def in_order(named, names):
    """Return the entries of a dict or Series in the order of the names; a list as it is."""
    if not isinstance(named, dict | pd.Series):
        return named
    for name in names:
        if name not in named:
            raise Wrong(f"There is no entry for `{name}`. Keep the names as they are.")
    return [named[name] for name in names]


def linked_set(n_majority, n_minority, n_links):
    """Return a set with so many rows of each class and so many Tomek links, on a line."""
    links = 100.0 * np.arange(1, n_links + 1)
    majority = np.concatenate([links, -np.arange(100.0, 100 + n_majority - n_links)])
    minority = np.concatenate([links + 1, 1e6 + np.arange(n_minority - n_links)])
    X = np.concatenate([majority, minority])[:, None]
    return X, np.repeat([0, 1], [n_majority, n_minority])


def count_left(cleaner, counts, n_links):
    """Return the rows of each class that a cleaner leaves."""
    return tuple(np.bincount(cleaner.fit_resample(*linked_set(*counts, n_links))[1]).tolist())


BEFORE, AFTER = (900, 60), (900, 900)
LINKS_BEFORE, LINKS_AFTER = 25, 18


def hint_rows_left(name, value, right):
    """Return what is wrong with the rows left by one sampler."""
    counts, links = (BEFORE, LINKS_BEFORE) if name.startswith("Tomek") else (AFTER, LINKS_AFTER)
    removed = tuple(all_ - left for all_, left in zip(counts, right, strict=True))
    both = tuple(n - links for n in counts)
    only = {c: tuple(n - links * (c == i) for i, n in enumerate(counts)) for c in (0, 1)}
    if value == removed:
        return "you give the rows that go. How many are left?"
    if value == right[::-1]:
        if name == "SMOTETomek(tomek=TomekLinks())":
            return (
                "you let class 0 lose rows. Both classes are equally large: which one passes for "
                "the smallest, and is protected?"
            )
        return "the two numbers are in the wrong order. Class 0 comes first."
    if value == counts:
        return "you let no row go, but there are links."
    if value == tuple(n - 2 * links for n in counts):
        return "you take two rows of each class for every link. A link has one row of each."
    if name.startswith("SMOTE"):
        if value[1] < 100:
            return "class 1 is too small: when the cleaning begins, SMOTE has filled it up."
        if value == tuple(n - LINKS_BEFORE for n in counts):
            return "you count the links before SMOTE. Which ones does the cleaning see?"
    if value == both:
        return "you remove both rows of each link. This cleaner protects one class."
    if value == only[0]:
        return "you remove one row of each link, that of class 0. This setting takes both."
    if value == only[1]:
        return "you remove the rows of class 1. Does this setting protect nobody, or class 0?"
    return "that is not right yet. How many links are there, and which of their rows go?"


@exercise("08-2", "a dictionary with two numbers for each sampler")
def rows_left_by_each_sampler(rows_left):
    """Count the rows left: which links, and which row of each."""
    right = {
        "TomekLinks()": count_left(TomekLinks(), BEFORE, LINKS_BEFORE),
        'TomekLinks(sampling_strategy="all")': count_left(
            TomekLinks(sampling_strategy="all"), BEFORE, LINKS_BEFORE
        ),
        "SMOTETomek()": count_left(TomekLinks(sampling_strategy="all"), AFTER, LINKS_AFTER),
        "SMOTETomek(tomek=TomekLinks())": count_left(TomekLinks(), AFTER, LINKS_AFTER),
    }
    rows_left = in_order(rows_left, right)
    for part in rows_left if isinstance(rows_left, list | tuple) else []:
        if part is Ellipsis or (isinstance(part, list | tuple) and Ellipsis in part):
            raise Wrong("A number is still blank. Put one in place of each `...`.")
    values = answers.array(rows_left, "`rows_left`", shape=(4, 2))
    for (name, expected), value in zip(right.items(), values, strict=True):
        if tuple(value) != expected:
            raise Wrong(f"`{name}`: {hint_rows_left(name, tuple(value), expected)}")
    return "All four. Alone it spares the smaller class; after SMOTE, there is no smaller class."


def count_links(X, y):
    """Return the number of Tomek links."""
    cleaner = TomekLinks(sampling_strategy="all")
    cleaner.fit_resample(X, y)
    return (len(X) - len(cleaner.sample_indices_)) // 2


@exercise("08-3", "the function `pairs_cut` and one of the letters a to d")
def nothing_was_cut(pairs_cut, cause):
    """Count pairs after SMOTE, with the same seed; blame the seed, not the cleaning."""
    pairs_cut = answers.function(pairs_cut, "`pairs_cut`")
    X, y = overlapping(160, 30, 2, seed=3)
    smote = {seed: SMOTE(random_state=seed).fit_resample(X, y) for seed in (0, 1, 2)}
    clean = {seed: len(SMOTETomek(random_state=seed).fit_resample(X, y)[0]) for seed in smote}
    links = {seed: (len(smote[seed][0]) - clean[seed]) // 2 for seed in smote}
    values = {
        seed: answers.number(pairs_cut(X.copy(), y.copy(), seed), "What `pairs_cut` returns")
        for seed in smote
    }

    def all_equal(wrong):
        return all(value == wrong(seed) for seed, value in values.items())

    if not all_equal(links.get):
        if all_equal(lambda seed: 2 * links[seed]):
            raise Wrong("You count rows. How many pairs are they?")
        if all_equal(lambda seed: count_links(X, y)):
            raise Wrong("You count the links before SMOTE. The cleaning in SMOTETomek comes after.")
        if all_equal(lambda seed: links[0]):
            raise Wrong("Your count does not change with `random_state`. Hand it on to SMOTE.")
        if all_equal(clean.get) or all_equal(lambda seed: len(smote[seed][0])):
            raise Wrong("You return the number of rows that there are, not of the pairs cut.")
        growth = {seed: clean[seed] - len(X) for seed in clean}
        if any(abs(values[s]) in (growth[s], growth[s] // 2, growth[s] / 2) for s in values):
            raise Wrong(
                "You compare with the rows before SMOTE, so the synthetic rows are in your "
                "difference. Compare with what SMOTE alone gives."
            )
        if all_equal(lambda seed: 0):
            raise Wrong("You count no pairs in a trial set where the cleaning cuts some.")
        raise Wrong("In a trial set your number of pairs is not what SMOTETomek cuts.")
    answer = answers.choice(cause, "`cause`", "abcd")
    if answer == "a":
        raise Wrong("How many rows did the cleaning take out of this training set? Look again.")
    if answer == "c":
        raise Wrong("Each pair has a row of each class: cutting pairs leaves equal classes equal.")
    if answer == "d":
        raise Wrong("There is one split in the code, and both models are scored on its test set.")
    return "The cleaning cut nothing; the two samplers were given different random numbers."


@cache
def link_changes():
    """Return for each table of exercise 08-4 whether SMOTE makes more links or fewer."""
    df = load_imbalanced("abalone9-18")
    rings, snails = df["Class"], df.drop(columns=["Sex", "Class"])
    tables = {"two columns": snails[["Shucked_weight", "Viscera_weight"]], "seven columns": snails}
    changes = {}
    for name, table in tables.items():
        scaled = ((table - table.mean()) / table.std(ddof=0)).to_numpy()
        balanced = [SMOTE(random_state=seed).fit_resample(scaled, rings) for seed in range(5)]
        after = np.mean([count_links(*both) for both in balanced])
        changes[name] = "more" if after > count_links(scaled, rings) else "fewer"
    return changes


@exercise("08-4", 'a dictionary with "more" or "fewer" and one of the letters a to d')
def links_multiply_in_the_plane(change, reason):
    """Predict the direction for each table, and explain it by the room around a segment."""
    right = link_changes()
    change = in_order(change, right)
    if not isinstance(change, list | tuple | np.ndarray) or len(change) != 2:
        raise Wrong(f"`change` should hold two words, but it is {answers.describe(change)}.")
    given = [answers.choice(one, "each part of `change`", ["more", "fewer"]) for one in change]
    if given != list(right.values()):
        if given[0] == given[1]:
            raise Wrong(
                f'You say "{given[0]}" for both tables. The number of columns makes a difference.'
            )
        raise Wrong(
            "It is the other way round. Where does a line meet more of the other points: in a "
            "plane, or in a space of many dimensions?"
        )
    answer = answers.choice(reason, "`reason`", "abcd")
    if answer == "a":
        raise Wrong(
            "The number of synthetic rows depends on the class counts only, not on columns."
        )
    if answer == "b":
        raise Wrong(
            "All distances are smaller, those to the own class as well. Who is *nearest* does not "
            "change when all distances shrink alike."
        )
    if answer == "d":
        raise Wrong(
            "No label changed when columns were left out. A link says that two classes touch; it "
            "need not be noise."
        )
    return "More in the plane, fewer in seven columns, and for the right reason."
