"""Wrong answers to the exercises of 11."""

import functools

import numpy as np
from sklearn.model_selection import GroupShuffleSplit, StratifiedGroupKFold, train_test_split

from helpers.data import load_imbalanced


def odds(p):
    return p / (1 - p)


def weighed(p, w):
    return p * w / (p * w + 1 - p)


def right(y_score, prior, training_prior):
    return weighed(y_score, odds(prior) / odds(training_prior))


def bare(y_score, prior, training_prior):
    o = odds(y_score) * odds(prior) / odds(training_prior)
    return o / (1 + o)


@functools.cache
def wines():
    wine = load_imbalanced("winequality-red-4")
    X, y = wine.drop(columns="Class"), wine["Class"]
    return X, y, *train_test_split(np.arange(len(wine)), stratify=y, random_state=0)


@functools.cache
def rows(part):
    """The rows of one part of the wines as tuples, of "train" or "test"."""
    numbers = wines()[2 if part == "train" else 3]
    return list(wines()[0].iloc[numbers].itertuples(index=False, name=None))


def split(
    groups=lambda X, y: X.groupby(list(X.columns)).ngroup(), folds=4, give=lambda X, a, b: (a, b)
):
    """The split by groups, with one part changed."""

    def split_apart(X, y):
        cv = StratifiedGroupKFold(folds)
        train, test = next(cv.split(X, y, groups(X, y)))
        return give(X, train, test)

    return split_apart


def with_label(X, y):
    return X.assign(label=np.asarray(y)).groupby([*X.columns, "label"]).ngroup()


def plain(X, y, **keywords):
    return train_test_split(np.arange(len(X)), random_state=0, **keywords)


def groups_only(X, y):
    groups = X.groupby(list(X.columns)).ngroup()
    order = np.argsort(np.asarray(y), kind="stable")
    found = next(GroupShuffleSplit(1, test_size=0.25, random_state=0).split(X, y, groups))
    rare = set(groups[np.asarray(y) == 1])
    test = np.array([row for row in found[1] if groups.iloc[row] not in rare])
    return np.setdiff1d(order, test), test


def without_twins(X, y):
    kept = np.flatnonzero(~X.duplicated())
    return train_test_split(kept, stratify=np.asarray(y)[kept], random_state=0)


def twins_taken_out(X, y):
    train, test = plain(X, y, stratify=y)
    seen = set(X.iloc[train].itertuples(index=False, name=None))
    own = [row not in seen for row in X.iloc[test].itertuples(index=False, name=None)]
    return train, test[own]


def in_order(X, y):
    numbers = np.arange(len(X))
    return numbers[: len(X) * 3 // 4], numbers[len(X) * 3 // 4 :]


def wrong_counts():
    X, y, train, test = wines()
    tested, seen, shown = rows("test"), set(rows("train")), set(rows("test"))
    n = sum(row in seen for row in tested)
    yield (
        "copies in the whole table",
        "You counted what `duplicated()` marks in",
        int(X.duplicated().sum()),
    )
    yield (
        "all rows with a twin",
        "You counted all wines with a",
        int(X.duplicated(keep=False).sum()),
    )
    yield (
        "rows of the training set",
        "You counted the rows of the",
        sum(row in shown for row in rows("train")),
    )
    yield "different rows only", "You counted *distinct* rows. Two test", len(seen & shown)
    yield (
        "pairs for rows",
        "You counted pairs. A test row",
        sum(rows("train").count(row) for row in tested),
    )
    yield "share for number", "You give a share. How many", n / len(test)
    yield (
        "twins within the test set",
        "You counted repetitions *within* the test",
        int(X.iloc[test].duplicated().sum()),
    )
    yield "nothing leaks through a pipeline", "You find no leak. Compare all", 0
    yield "rows without a twin", "You counted the test rows *without*", len(test) - n
    yield (
        "twins of the rare class only",
        "You find no leak. Compare all",
        sum(row in seen for row, label in zip(tested, y.iloc[test], strict=True) if label == 1),
    )
    yield (
        "copies in the training set",
        "You counted repetitions *within* the training",
        int(X.iloc[train].duplicated().sum()),
    )


SETS = ("decide", "test")
Y_MINE, SCORE_MINE = np.repeat([0, 1], [90, 10]), np.linspace(0, 1, 100)


def cheapest(
    cost=lambda fn, fp, tp, tn: 20 * fn + fp,
    grid=np.unique,
    pick=np.argmin,
    give=lambda grid, costs, place: grid[place],
):
    """The search for the cheapest threshold, with one part changed."""

    def choose(y, score):
        thresholds, costs = grid(score), []
        for threshold in thresholds:
            alarm = score >= threshold
            errors = np.sum((y == 1) & ~alarm), np.sum((y == 0) & alarm)
            costs.append(cost(*errors, np.sum((y == 1) & alarm), np.sum((y == 0) & ~alarm)))
        return give(thresholds, costs, pick(costs))

    return choose


def chosen():
    """Functions that choose a threshold by a wrong idea."""
    yield "habit of 0.5", "treats both errors alike", lambda y, score: 0.5
    yield "costs swapped", "changed places", cheapest(lambda fn, fp, tp, tn: fn + 20 * fp)
    yield "errors counted alike", "the fewest errors", cheapest(lambda fn, fp, tp, tn: fn + fp)
    rates = cheapest(lambda fn, fp, tp, tn: 20 * fn / (fn + tp) + fp / (fp + tn))
    yield "rates for counts", "You add up shares of each class", rates
    yield "highest cost", "the most expensive one", cheapest(pick=np.argmax)
    yield "false alarms forgotten", "missed rows only", cheapest(lambda fn, fp, tp, tn: 20 * fn)
    yield "missed rows forgotten", "false alarms only", cheapest(lambda fn, fp, tp, tn: fp)
    f1 = cheapest(lambda fn, fp, tp, tn: -2 * tp / (2 * tp + fn + fp))
    yield "best F1", "the best F1", f1
    precision = cheapest(lambda fn, fp, tp, tn: -tp / (tp + fp))
    yield "best precision", "the best precision", precision
    coarse = cheapest(grid=lambda score: np.linspace(0, 1, 6))
    yield "coarse grid", "How many did you try", coarse
    yield "cost for threshold", "returns the lowest cost", cheapest(give=lambda g, c, i: c[i])
    yield "position for threshold", "a position in your list", cheapest(give=lambda g, c, i: i)
    yield "all costs for one threshold", "a single number", cheapest(give=lambda g, c, i: c)
    yield "ratio of costs", "Elkan's threshold", lambda y, score: 1 / 20
    yield "share of the rare class", "share of the rare class", lambda y, score: y.mean()
    yield "notebook's rows", "of the notebook", lambda y, score: cheapest()(Y_MINE, SCORE_MINE)
    yield "first rows only", None, lambda y, score: cheapest()(y[:100], score[:100])


X_WINE, Y_WINE = wines()[:2]
SEEN = set(rows("train"))
N_LEAKED = sum(row in SEEN for row in rows("test"))

WRONG = {
    "11-1": [
        (
            "factor upside down",
            "The correction goes the wrong way",
            lambda p, a, b: weighed(p, odds(b) / odds(a)),
        ),
        (
            "probability multiplied",
            "You multiplied the probabilities by the",
            lambda p, a, b: p * a / b,
        ),
        (
            "probability multiplied and cut off",
            "Your factor is the right one",
            lambda p, a, b: np.clip(p * odds(a) / odds(b), 0, 1),
        ),
        ("shares for odds", "You multiplied the odds by a", lambda p, a, b: weighed(p, a / b)),
        (
            "not turned back",
            "You return odds. They are right",
            lambda p, a, b: odds(p) * odds(a) / odds(b),
        ),
        (
            "training balanced, whatever the argument",
            "You take it for granted that",
            lambda p, a, b: weighed(p, odds(a)),
        ),
        (
            "share in the world not used",
            "Your result does not depend on",
            lambda p, a, b: weighed(p, 1 / odds(b)),
        ),
        (
            "back with minus",
            "The way back is o /",
            lambda p, a, b: odds(odds(p) * odds(a) / odds(b)),
        ),
        (
            "shifted by the difference",
            "You moved all probabilities by the",
            lambda p, a, b: p - (b - a),
        ),
        (
            "scaled to the mean",
            "You scaled the probabilities so that",
            lambda p, a, b: p * a / np.mean(p),
        ),
        (
            "decisions for probabilities",
            "We ask for probabilities",
            lambda p, a, b: right(p, a, b) >= 0.5,
        ),
        ("infinite odds", "your result is missing: its odds", bare),
        (
            "odds never taken",
            "You put the probability where its",
            lambda p, a, b: (p * odds(a) / odds(b)) / (1 + p * odds(a) / odds(b)),
        ),
        (
            "corrected twice",
            "You correct twice. Once is enough",
            lambda p, a, b: right(right(p, a, b), a, b),
        ),
        ("other class", "These are the probabilities of the", lambda p, a, b: 1 - right(p, a, b)),
        ("nothing changed", "The probabilities come back unchanged", lambda p, a, b: p),
    ],
    "11-2": [
        *((idea, part, (choose, *SETS)) for idea, part, choose in chosen()),
        ("chosen on the fit set", "the model was fitted", (cheapest(), "fit", "test")),
        ("reported where chosen", "of its lead is luck", (cheapest(), "decide", "decide")),
        ("sets swapped", "keep the names", (cheapest(), "test", "decide")),
    ],
    "11-3": [
        *((idea, *says, (number, split())) for idea, *says, number in wrong_counts()),
        (
            "stratified, twins not kept together",
            "test rows still have a twin",
            (N_LEAKED, lambda X, y: plain(X, y, stratify=y)),
        ),
        ("neither stratified nor grouped", "test rows still have a twin", (N_LEAKED, plain)),
        ("grouped, not stratified", "The twins are together, but on", (N_LEAKED, groups_only)),
        (
            "label in the group",
            "Equal rows whose labels differ come",
            (N_LEAKED, split(with_label)),
        ),
        (
            "each row its own group",
            "test rows still have a twin",
            (N_LEAKED, split(lambda X, y: np.arange(len(X)))),
        ),
        ("copies dropped", "rows are in neither part. Dropping", (N_LEAKED, without_twins)),
        (
            "twins taken out of the test set",
            "rows are in neither part. Dropping",
            (N_LEAKED, twins_taken_out),
        ),
        ("half and half", "test set has 50%", (N_LEAKED, split(folds=2))),
        ("a tenth for the test", "test set has 10%", (N_LEAKED, split(folds=10))),
        (
            "test set first",
            "a quarter is asked for. Are",
            (N_LEAKED, split(give=lambda X, a, b: (b, a))),
        ),
        (
            "rows for row numbers",
            "`split_apart` should return row *numbers*, not",
            (N_LEAKED, split(give=lambda X, a, b: (X.iloc[a], X.iloc[b]))),
        ),
        ("first rows, last rows", "test rows still have a twin", (N_LEAKED, in_order)),
        (
            "notebook's rows, not the argument",
            "Your function uses `X_WINE` of the",
            (N_LEAKED, lambda X, y: split()(X_WINE, Y_WINE)),
        ),
        (
            "all folds",
            "pairs. One of them is enough",
            (
                N_LEAKED,
                lambda X, y: list(
                    StratifiedGroupKFold(4).split(X, y, X.groupby(list(X.columns)).ngroup())
                ),
            ),
        ),
    ],
}
