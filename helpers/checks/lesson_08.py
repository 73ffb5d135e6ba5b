"""Checks for the exercises of lesson 08, SMOTE-Tomek."""

import operator
from collections.abc import Iterator
from functools import cache

import numpy as np
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
    if values.ndim == 0:
        raise Wrong("You return a single number. Return the pairs, not how many there are.")
    if values.ndim == 3:
        raise Wrong("You return the points themselves. Return their row numbers, two per link.")
    if values.ndim != 2 or values.shape[1] != 2:
        shape = " × ".join(map(str, values.shape)) or "a single number"
        raise Wrong(f"{what} should have two numbers per link; its shape is {shape}.")
    answers.indices(values, what, n_rows)
    return [tuple(pair) for pair in values.astype(int)]


def pairs_of(first, second):
    """Return unordered pairs."""
    return {frozenset(pair) for pair in zip(np.ravel(first), np.ravel(second), strict=True)}


NEAREST_STRANGER = (
    "You give each row its nearest row of the other class. Most rows have somebody nearer in their "
    "own class, and no link at all."
)


def wrong_links(X, y):
    """Return the pairs that each misconception finds, and what to say about it."""
    rows, nearest = np.arange(len(X)), find_nearest_neighbour(X)
    distances = euclidean_distances(X)
    farthest = distances.argmax(axis=1)
    far = (farthest[farthest] == rows) & (y[farthest] != y)
    farthest_pairs = pairs_of(rows[far], farthest[far])
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
            pairs_of(rows[mutual & ~foreign], nearest[mutual & ~foreign]),
            "Your pairs are each other's nearest neighbours, but of the *same* class. A link joins "
            "two classes.",
        ),
        (
            farthest_pairs,
            "Your pairs are each other's *farthest* rows. Which end of the distances do you take?",
        ),
        *(
            (pairs_of(rows[among], across[among]), NEAREST_STRANGER)
            for among in (y < 2, y == 0, y == 1)
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
    answers.diagnose(found, right, others, same=operator.eq)
    if found < right:
        raise Wrong(
            f"All your pairs are links, but {len(right - found)} of {len(right)} are missing. Does "
            "your loop leave out rows?"
        )
    counts = f"{len(right - found)} of {len(right)} links; {len(found - right)} pairs are none."
    raise Wrong(f"In a trial set you miss {counts}")


MISSING = "There is no entry for `{}`. Keep the names as they are."


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
        gone = {all_ - left for all_, left in zip(counts, value, strict=True)}
        if LINKS_BEFORE in gone and gone <= {0, LINKS_BEFORE}:
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
    rows_left = answers.in_order(rows_left, right, MISSING)
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
    seeds, what = (0, 1, 2), "What `pairs_cut` returns"
    clean = [len(SMOTETomek(random_state=seed).fit_resample(X, y)[0]) for seed in seeds]
    balanced = [len(SMOTE(random_state=seed).fit_resample(X, y)[0]) for seed in seeds]
    links, growth = np.subtract(balanced, clean) // 2, np.array(clean) - len(X)
    values = [answers.number(pairs_cut(X.copy(), y.copy(), seed), what) for seed in seeds]
    all_rows = "You return the number of rows that there are, not of the pairs cut."
    before = "You count the links before SMOTE. The cleaning in SMOTETomek comes after."
    misconceptions = [
        (2 * links, "You count rows. How many pairs are they?"),
        ([count_links(X, y)] * 3, before),
        ([links[0]] * 3, "Your count does not change with `random_state`. Hand it on to SMOTE."),
        (
            links // 2,
            "You find half of the pairs. Do you remove both rows of each, and halve once?",
        ),
        (-links, "Your count is below zero. Which has more rows: before the cleaning, or after?"),
        (
            [count_links(*SMOTETomek(random_state=seed).fit_resample(X, y)) for seed in seeds],
            "You count the links that are there *after* the cleaning. Which ones did it cut?",
        ),
        (clean, all_rows),
        (balanced, all_rows),
    ]
    if not answers.diagnose(values, links, misconceptions):
        if np.equal(np.abs(values), [growth, growth // 2, growth / 2]).any():
            raise Wrong(
                "You compare with the rows before SMOTE, so the synthetic rows are in your "
                "difference. Compare with what SMOTE alone gives."
            )
        again = [answers.number(pairs_cut(X.copy(), y.copy(), seed), what) for seed in seeds]
        if again != values:
            raise Wrong(
                "Called again with the same `random_state`, your function counts others. Hand "
                "`random_state` on to all that draws."
            )
        if not any(values):
            raise Wrong("You count no pairs in a trial set where the cleaning cuts some.")
        raise Wrong("In a trial set your number of pairs is not what SMOTETomek cuts.")
    others = [
        ("a", "How many rows did the cleaning take out of this training set? Look again."),
        ("c", "Each pair has a row of each class: cutting pairs leaves equal classes equal."),
        ("d", "There is one split in the code, and both models are scored on its test set."),
    ]
    answers.diagnose(answers.choice(cause, "`cause`", "abcd"), "b", others)
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
    change = answers.in_order(change, right, MISSING)
    if not isinstance(change, list | tuple | np.ndarray) or len(change) != 2:
        raise Wrong(f"`change` should hold two words, but it is {answers.describe(change)}.")
    if any(isinstance(one, int | float | np.number) for one in change):
        raise Wrong("`change` holds a number. Only the direction is asked for, in a word.")
    if any(isinstance(one, str) and one.split()[:1] in (["same"], ["as"]) for one in change):
        raise Wrong(
            "You say that the number of links stays. SMOTE puts new rows between old ones: who "
            "then has a nearer neighbour, and of which class?"
        )
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
    others = [
        ("a", "The number of synthetic rows depends on the class counts only, not on columns."),
        (
            "b",
            "All distances are smaller, those to the own class as well. Who is *nearest* does not "
            "change when all distances shrink alike.",
        ),
        (
            "d",
            "No label changed when columns were left out. A link says that two classes touch; it "
            "need not be noise.",
        ),
    ]
    answers.diagnose(answers.choice(reason, "`reason`", "abcd"), "c", others)
    return "More in the plane, fewer in seven columns, and for the right reason."
