"""Wrong answers to the exercises of lesson 10, each with the message that it should get."""

import numpy as np
import pytest
from scipy import stats
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

from helpers.checks import verdict
from helpers.checks.lesson_10 import difference_to, evidence
from helpers.models.samplers import SAMPLERS

from .common import Several, assert_right, assert_wrong, wrong_answers
from .misconceptions.lesson_10 import interval

CANDIDATES = ["smote", "adasyn", "borderline", "smote_enn", "smote_tomek", "random over-sampling"]
BEST = evidence()[CANDIDATES].idxmax()
ROW = difference_to(BEST, "smote_enn")
RANKED = evidence()[CANDIDATES].sort_values(ascending=False).index
T9 = stats.t.ppf(0.975, 9)
OPPOSITE = {"better": "worse", "worse": "better", "inconclusive": "better"}


def danger(rule, *, itself=False, over=None, scale=1, n_neighbors=6, columns=None, scaled=False):
    """Return `share_in_danger` with a rule on the number of foreign neighbours."""

    def measure(frame):
        X = frame.drop(columns="Class") if columns is None else frame[columns]
        X, y = X.to_numpy(), frame["Class"].to_numpy()
        X = StandardScaler().fit_transform(X) if scaled else X
        search = NearestNeighbors(n_neighbors=n_neighbors).fit(X)
        near = search.kneighbors(X[y == 1], return_distance=False)
        near = near[:, {False: slice(1, None), True: slice(-1), None: slice(None)}[itself]]
        foreign = (y[near] == 0).sum(axis=1)
        return scale * rule(foreign).sum() / (len(foreign) if over is None else over(frame))

    return measure


def right_rule(n):
    return (n >= 3) & (n < 5)


def gaps(table, first, second):
    wide = table.pivot_table("average_precision", ["repeat", "fold"], "approach")
    return wide, (wide[first] - wide[second]).to_numpy()


def compare_with(error, factor=T9, sign=1):
    """Return `compare` with a standard error of one's own."""

    def compare(table, first, second):
        wide, gap = gaps(table, first, second)
        reach = factor * error(gap, wide[[first, second]])
        mean = sign * gap.mean()
        return mean, mean - reach, mean + reach

    return compare


def corrected(gap, _):
    return np.sqrt((1 / len(gap) + 0.25) * gap.var(ddof=1))


def out_of_order(table, first, second):
    scores = [
        table[table["approach"] == m]["average_precision"].to_numpy() for m in (first, second)
    ]
    gap = scores[0] - scores[1]
    reach = stats.t.ppf(0.975, 9) * corrected(gap, None)
    return gap.mean(), gap.mean() - reach, gap.mean() + reach


def reversed_bounds(table, first, second):
    mean, low, high = compare_with(corrected)(table, first, second)
    return mean, high, low


def difference_second(table, first, second):
    mean, low, high = compare_with(corrected)(table, first, second)
    return low, mean, high


def difference_last(table, first, second):
    mean, low, high = compare_with(corrected)(table, first, second)
    return low, high, mean


def names_fixed(table, first, second):
    return compare_with(corrected)(table, "borderline", "smote")


def wrong_reference(table, first, second):
    return compare_with(corrected)(table, first, "none")


WRONG = [
    ("10-1", danger(lambda n: n >= 3), "*all* majority"),
    ("10-1", danger(lambda n: (n >= 1) & (n < 5)), "One majority neighbour"),
    ("10-1", danger(lambda n: n == 5), "takes for noise"),
    ("10-1", danger(right_rule, itself=True), "its own nearest neighbour"),
    ("10-1", danger(lambda n: (n >= 3) & (n < 6), itself=None), "If you wrote `< 6`"),
    ("10-1", danger(lambda n: (n >= 5) & (n < 10), n_neighbors=11), "default of `m_neighbors`"),
    ("10-1", danger(right_rule, scaled=True), "You standardised the columns"),
    ("10-1", danger(right_rule, over=len), "You divide by all 400 rows"),
    ("10-1", danger(right_rule, over=lambda frame: 1), "how many rows are in danger"),
    ("10-1", danger(right_rule, scale=100), "a percentage"),
    ("10-1", lambda frame: 0.5, "whatever the parameter is"),
    ("10-1", danger(lambda n: n == 4), "is not the share"),
    ("10-1", danger(right_rule, n_neighbors=5), "four neighbours left; ask for six"),
    ("10-1", danger(lambda n: (n >= 2) & (n < 4), n_neighbors=5), "four neighbours left"),
    ("10-1", danger(lambda n: n == 3, n_neighbors=5), "four neighbours left"),
    ("10-1", danger(right_rule, columns=["x1", "x2", "x3", "x4", "Class"]), "`Class` is among"),
    ("10-1", danger(right_rule, columns=["x1", "x2"]), "in two columns"),
    ("10-1", danger(lambda n: ~right_rule(n)), "*not* in danger"),
    ("10-1", lambda frame: frame, "should be a single number"),
    ("10-1", 0.5, "should be a function"),
    ("10-2", compare_with(corrected, sign=-1), "sign is the other way round"),
    ("10-2", compare_with(lambda g, w: g.std(ddof=1) / np.sqrt(10)), "folds for independent. They"),
    (
        "10-2",
        compare_with(lambda g, w: g.std(ddof=1) / np.sqrt(10), stats.norm.ppf(0.975)),
        "and 1.96",
    ),
    ("10-2", compare_with(corrected, stats.norm.ppf(0.975)), "t distribution with 9 degrees"),
    ("10-2", compare_with(lambda g, w: g.std(ddof=1)), "how far single folds scatter"),
    (
        "10-2",
        compare_with(lambda g, w: np.sqrt(0.35) * g.std(ddof=0)),
        "`ddof=1`",
    ),
    ("10-2", compare_with(lambda g, w: np.sqrt(4.1 * g.var(ddof=1))), "wrong way round"),
    ("10-2", compare_with(lambda g, w: np.sqrt(0.3 * g.var(ddof=1))), "among *all* rows"),
    (
        "10-2",
        compare_with(lambda g, w: np.sqrt(w.var().sum() / 10)),
        "spread of each approach",
    ),
    ("10-2", out_of_order, "out of order"),
    ("10-2", reversed_bounds, "wrong order"),
    ("10-2", difference_second, "The order should be difference, low, high."),
    ("10-2", difference_last, "The order should be difference, low, high."),
    ("10-2", compare_with(lambda g, w: 0.35 * g.std(ddof=1)), "Take the square root of (1/n"),
    ("10-2", compare_with(lambda g, w: 0.35 * g.var(ddof=1)), "That is the variance"),
    ("10-2", names_fixed, "Use the arguments"),
    ("10-2", wrong_reference, "first approach minus second"),
    ("10-2", compare_with(lambda g, w: 0.123), "should not reach 0.2782 to each side"),
    ("10-2", lambda t, a, b: 0.03, "shape 3"),
    ("10-3", Several(("none", 0.1, "better")), "makes no new rows"),
    ("10-3", Several(("smote_enn", 0.0, "inconclusive")), "tutorials' table recommends"),
    ("10-3", Several((RANKED[-1], 0.0, "better")), "*lowest*"),
    ("10-3", Several((RANKED[1], 0.0, "better")), "comes second"),
    (
        "10-3",
        Several((RANKED[2] if RANKED[2] != "smote_enn" else RANKED[3], 0, "better")),
        "not lead",
    ),
    ("10-3", Several((BEST, -ROW["difference"], ROW["verdict"])), "sign is the other way round"),
    (
        "10-3",
        Several((BEST, difference_to(BEST, "none")["difference"], "better")),
        "no sampler at all",
    ),
    ("10-3", Several((BEST, evidence()[BEST], "better")), "itself, not a difference"),
    ("10-3", Several((BEST, 0.777, "better")), "does not belong"),
    ("10-3", Several((BEST, round(ROW["difference"], 2), "better")), "to three decimals"),
    ("10-3", Several((BEST, 77, "better")), "outside -1 to 1"),
    (
        "10-3",
        Several((BEST, ROW["difference"], OPPOSITE[ROW["verdict"]])),
        "What does that say about zero",
    ),
    ("10-3", Several((BEST, ROW["difference"], "holds")), "should be one of"),
    ("10-3", Several(("SMOTEENN", 0, "better")), "should be one of"),
    ("10-3", Several(("SMOTE-ENN", 0, "better")), "tutorials' table recommends"),
]


@wrong_answers(WRONG)
def test_a_wrong_answer_gets_its_own_message(exercise, answer, message):
    assert_wrong(exercise, answer, message)


def test_every_sampler_but_the_best_is_refused_with_a_reason():
    messages = set()
    for name in SAMPLERS:
        if name != BEST:
            result = verdict("10-3", name, 0.1, "better")
            assert not result.passed
            messages.add(result.message)
    assert len(messages) >= 2


def test_other_right_forms_are_accepted():
    assert_right("10-1", danger(lambda n: (2 * n >= 5) & (n != 5)))
    assert_right("10-1", lambda frame: np.array([danger(right_rule)(frame)]).round(3))
    assert_right("10-2", interval())
    assert_right("10-2", lambda t, a, b: np.round(interval()(t, a, b), 4).tolist())
    assert_right("10-3", BEST.upper(), round(ROW["difference"], 3), ROW["verdict"].title())
    # The name that tables and figures show, if the sampler is a variant.
    shown = SAMPLERS[BEST].name if BEST in SAMPLERS else BEST
    assert_right("10-3", shown, ROW["difference"], ROW["verdict"])


GARBAGE = [None, ..., np.nan, "", [], {}, object(), np.zeros((2, 2)), lambda: 1 / 0, dict]


@pytest.mark.parametrize("name", ["10-1", "10-2", "10-3"])
def test_garbage_gets_a_sentence_and_no_traceback(name):
    for answer in [*GARBAGE, lambda *a, **k: None]:
        many = (answer,) * (3 if name == "10-3" else 1)
        result = verdict(name, *many)
        assert not result.passed
        assert len(result.message) > 20
