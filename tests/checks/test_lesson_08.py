"""Wrong answers to the exercises of lesson 08, each with the message that it should get."""

import numpy as np
import pandas as pd
import pytest
from imblearn.combine import SMOTETomek
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import TomekLinks
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.neighbors import NearestNeighbors

from helpers.by_hand.tomek_links import tomek_links
from helpers.checks import verdict

from .common import Several, assert_right, assert_wrong, wrong_answers


def nearest_of(X):
    return NearestNeighbors(n_neighbors=2).fit(X).kneighbors(X)[1][:, 1]


def links_of(X, y):
    return tomek_links(X, y, sampling_strategy="all").trace.links[["first", "second"]]


def foreign_nearest(X, y):
    nearest = nearest_of(X)
    return [(row, nearest[row]) for row in np.flatnonzero(y[nearest] != y)]


def foreign_nearest_once(X, y):
    return [(row, other) for row, other in foreign_nearest(X, y) if row < other]


def bracket_missing(X, y):
    nearest = nearest_of(X)
    return [
        (row, other)
        for row, other in enumerate(nearest)
        if y[row] < y[other] & nearest[other] == row
    ]


def any_class(X, y):
    nearest = nearest_of(X)
    return [(row, nearest[row]) for row in range(len(X)) if nearest[nearest[row]] == row]


def nearest_across(X, y):
    distances = euclidean_distances(X)
    distances[y[:, None] == y] = np.inf
    return distances.argmin(axis=1)


def mutual_across(X, y):
    across = nearest_across(X, y)
    return [(row, across[row]) for row in range(len(X)) if across[across[row]] == row]


def both_ends(X, y):
    pairs = links_of(X, y).to_numpy()
    return np.vstack([pairs, pairs[:, ::-1]])


def with_itself(X, y):
    nearest = euclidean_distances(X).argmin(axis=1)
    return [(row, nearest[row]) for row in range(len(X))]


def its_own_neighbour(X, y):
    nearest = euclidean_distances(X).argmin(axis=1)
    return [(row, nearest[row]) for row in range(len(X)) if y[row] != y[nearest[row]]]


def mask(X, y):
    return np.isin(np.arange(len(X)), links_of(X, y).to_numpy())


def one_missing(X, y):
    return links_of(X, y).iloc[1:]


LEFT = [(875, 60), (875, 35), (882, 882), (900, 882)]


def left(**changes):
    """Return the right answer to 08-2 with some entries, by letter, replaced."""
    return [changes.get(letter, right) for letter, right in zip("abcd", LEFT, strict=True)]


def sizes(X, y, seed):
    """Return the rows that SMOTE gives, and those that SMOTE-Tomek gives."""
    samplers = SMOTE(random_state=seed), SMOTETomek(random_state=seed)
    return [len(sampler.fit_resample(X, y)[0]) for sampler in samplers]


def cut(X, y, seed):
    before, after = sizes(X, y, seed)
    return (before - after) // 2


def cut_rows(X, y, seed):
    return 2 * cut(X, y, seed)


def cut_before_smote(X, y, seed):
    return len(links_of(X, y))


CHANGE = {"two columns": "more", "seven columns": "fewer"}

WRONG = [
    ("08-1", foreign_nearest, "somebody nearer"),
    ("08-1", foreign_nearest_once, "somebody nearer"),
    ("08-1", bracket_missing, "Or is a bracket missing"),
    ("08-1", any_class, "some are of the same class"),
    ("08-1", mutual_across, "only among the rows of the other class"),
    ("08-1", lambda X, y: list(enumerate(nearest_across(X, y))), "each row its nearest row"),
    ("08-1", both_ends, "from both of its ends"),
    ("08-1", with_itself, "paired with themselves"),
    ("08-1", its_own_neighbour, "its own nearest neighbour?"),
    ("08-1", mask, "not with whom"),
    ("08-1", lambda X, y: links_of(X, y).to_numpy().ravel(), "flat list"),
    ("08-1", lambda X, y: links_of(X, y).assign(third=0), "two numbers per link"),
    ("08-1", lambda X, y: (np.arange(3), np.arange(4)), "more first rows"),
    ("08-1", one_missing, "All your pairs are links"),
    ("08-1", lambda X, y: [(0, 1000)], "row numbers from 0"),
    ("08-1", lambda X, y: None, "returned nothing"),
    ("08-2", left(a=(875, 35)), "protects one class"),
    ("08-2", left(a=(900, 35)), "remove the rows of class 1"),
    ("08-2", left(a=(25, 0)), "rows that go"),
    ("08-2", left(a=(60, 875)), "wrong order"),
    ("08-2", left(b=(875, 60)), "takes both"),
    ("08-2", left(b=(850, 10)), "two rows of each class"),
    ("08-2", left(c=(875, 875)), "links before SMOTE"),
    ("08-2", left(c=(882, 42)), "filled it up"),
    ("08-2", left(c=(900, 900)), "no row go"),
    ("08-2", left(d=(882, 900)), "passes for the smallest"),
    ("08-2", left(d=(882, 882)), "protects one class"),
    ("08-2", left(d=(890, 890)), "not right yet"),
    ("08-2", left(d=(..., 882)), "still blank"),
    ("08-2", {"TomekLinks()": (875, 60)}, "no entry"),
    ("08-2", [875, 35, 882, 882], "shape 4 × 2"),
    ("08-3", Several((cut_rows, "b")), "count rows"),
    ("08-3", Several((cut_before_smote, "b")), "links before SMOTE"),
    ("08-3", Several((lambda X, y, s: cut(X, y, 0), "b")), "does not change with `random_state`"),
    ("08-3", Several((lambda X, y, s: sizes(X, y, s)[1], "b")), "number of rows that there are"),
    ("08-3", Several((lambda X, y, s: len(X) - sizes(X, y, s)[1], "b")), "rows before SMOTE"),
    ("08-3", Several((lambda X, y, s: 0, "b")), "count no pairs"),
    ("08-3", Several((lambda X, y, s: cut(X, y, s) + 1, "b")), "not what SMOTETomek cuts"),
    ("08-3", Several((cut, "a")), "How many rows did the cleaning take out"),
    ("08-3", Several((cut, "c")), "leaves equal classes equal"),
    ("08-3", Several((cut, "d")), "one split"),
    ("08-3", Several((cut, "e")), "should be one of"),
    ("08-3", Several((cut, ...)), "blank left"),
    ("08-4", Several((dict.fromkeys(CHANGE, "more"), "c")), "for both tables"),
    ("08-4", Several((["fewer", "more"], "c")), "other way round"),
    ("08-4", Several((CHANGE, "a")), "class counts only"),
    ("08-4", Several((CHANGE, "b")), "shrink alike"),
    ("08-4", Several((CHANGE, "d")), "need not be noise"),
    ("08-4", Several(({"two columns": "more"}, "c")), "no entry for `seven columns`"),
    ("08-4", Several((CHANGE | {"two columns": ...}, "c")), "nothing in each part"),
    ("08-4", Several((["more", "less"], "c")), "should be one of"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


def test_other_right_forms_are_accepted():
    assert_right("08-1", links_of)
    assert_right("08-1", lambda X, y: links_of(X, y).to_numpy()[::-1, ::-1])
    assert_right("08-1", lambda X, y: {frozenset(p) for p in links_of(X, y).to_numpy().tolist()})
    assert_right("08-1", lambda X, y: zip(*links_of(X, y).to_numpy().T, strict=True))
    assert_right("08-1", lambda X, y: tuple(links_of(X, y).to_numpy().T))
    assert_right("08-1", lambda X, y: dict(links_of(X, y).to_numpy()))
    assert_right("08-2", np.array(LEFT, dtype=float))
    assert_right("08-2", pd.DataFrame(LEFT))
    assert_right("08-3", lambda X, y, random_state: np.array([cut(X, y, random_state)]), " B")
    assert_right("08-3", cut_after_smote, "b")
    assert_right("08-4", ["More", "fewer"], "c")
    assert_right("08-4", pd.Series(CHANGE), "C")


def cut_after_smote(X, y, random_state):
    cleaner = TomekLinks()  # among equals it removes one row of each pair
    X, y = SMOTE(random_state=random_state).fit_resample(X, y)
    return len(X) - len(cleaner.fit_resample(X, y)[0])


GARBAGE = [None, ..., np.nan, "", [], {}, object(), np.zeros((2, 2)), lambda: 1 / 0, dict]
GARBAGE += [lambda *a, **k: None, lambda *a, **k: object(), lambda *a, **k: [[1, 2], [3]]]


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda g: type(g).__name__)
@pytest.mark.parametrize("exercise", ["08-1", "08-2", "08-3", "08-4"])
def test_garbage_is_refused_in_a_sentence(exercise, garbage):
    answers = [garbage] if exercise in ("08-1", "08-2") else [garbage, garbage]
    result = verdict(exercise, *answers)
    assert not result.passed
    assert len(result.message) > 20
    assert "The check could not use" not in result.message
