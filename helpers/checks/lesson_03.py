"""Checks for the exercises of lesson 03, SMOTE."""

import numpy as np
from scipy.stats import kstest
from sklearn.datasets import make_classification

from helpers.checks import answers
from helpers.checks.class_seed import trial_seed
from helpers.checks.core import Wrong, exercise
from helpers.checks.folds import shares_kept

ROUNDING = 1e-5  # of single precision, where values are a few units


@exercise("03-1", "a function of `parents`, `neighbours` and `random_state` that returns new rows")
def new_rows_on_segments(create_rows):
    """One gap per row; measured from the parent; between 0 and 1."""
    create_rows = answers.function(create_rows, "`create_rows`")
    rng = np.random.default_rng(trial_seed(0))
    parents = rng.normal(size=(400, 5))
    way = rng.uniform(1, 2, size=parents.shape) * rng.choice([-1, 1], size=parents.shape)

    def rows_made(seed):
        try:
            made = create_rows(parents.copy(), parents + way, np.random.RandomState(seed))
        except Wrong as wrong:
            if "broadcast" not in str(wrong.__cause__):
                raise
            raise Wrong(
                f"{len(parents)} gaps do not fit the {parents.shape[1]} columns of the table. "
                f"Draw them with the shape ({len(parents)}, 1), a number for each row: "
                "`random_state.uniform(size=(len(parents), 1))`."
            ) from wrong
        if np.shape(made) == (2 * len(parents), parents.shape[1]):
            raise Wrong(
                f"{2 * len(parents)} rows come back for {len(parents)} parents. Return the new "
                "rows alone, without the old ones."
            )
        if np.shape(made) == (parents.shape[1],):
            raise Wrong(f"One row comes back for {len(parents)} parents. Each pair gets a new row.")
        return answers.array(made, "What `create_rows` returns", shape=parents.shape)

    new = rows_made(0)
    gaps = (new - parents) / way
    if np.allclose(new, parents):
        raise Wrong("The new rows are copies of the parents. Nothing moved.")
    if np.allclose(new, way * gaps[:, :1]) or np.allclose(*fitted(new, way)):
        raise Wrong(
            "The new rows lie on the way, but the way starts at the origin: you have "
            "`gap * (neighbours - parents)`. From where should it start?"
        )
    if np.allclose(*fitted(new - parents, parents + way)):
        raise Wrong(
            "You add a part of the *neighbour* to the parent. The way from one to the other is "
            "`neighbours - parents`."
        )
    parts = [
        np.linalg.lstsq(np.c_[p, p + w], row)[0]
        for p, w, row in zip(parents, way, new, strict=True)
    ]
    mixed = np.einsum("ri,rij->rj", parts, np.stack([parents, parents + way], axis=1))
    if not np.allclose(gaps, gaps[:, :1], atol=ROUNDING) and np.allclose(new, mixed):
        raise Wrong(
            "Parent and neighbour have a part each, and the two parts do not add up to 1. So the "
            "new rows leave the segment. How many random numbers does one row need?"
        )
    if not np.allclose(gaps, gaps[:, :1], atol=ROUNDING):
        one_gap_per_column = np.allclose(gaps, gaps[:1])
        raise Wrong(
            "The new rows leave the segment: "
            + (
                "you drew one gap per feature, the same for all rows."
                if one_gap_per_column
                else "in the same row, different features go a different part of the way."
            )
            + " How many random numbers does one row need? (The paper's pseudo-code would draw one "
            "for each feature; its text, and the libraries, keep to the segment.)"
        )
    gaps = gaps[:, 0]
    if (gaps < ROUNDING).all():
        raise Wrong("The new rows lie on the far side of the parent: they go away from it.")
    if (gaps < -ROUNDING).any() or (gaps > 1 + ROUNDING).any():
        raise Wrong(
            f"Some rows lie beyond the ends of their segment: your gap goes from {gaps.min():.2f} "
            f"to {gaps.max():.2f}, and it should stay between 0 and 1."
        )
    if np.ptp(gaps) < 1e-9:
        raise Wrong(
            f"Every new row lies at the same part of its way ({gaps[0]:.2f}). Each row should draw "
            "a gap of its own."
        )
    if gaps.min() > 0.05 or gaps.max() < 0.95:
        raise Wrong(
            f"The gaps lie only between {gaps.min():.2f} and {gaps.max():.2f}. SMOTE draws them "
            "evenly between 0 and 1."
        )
    if kstest(gaps, "uniform").pvalue < 1e-6:
        raise Wrong(
            "The gaps stay between 0 and 1, but not every place on the segment is equally likely. "
            "SMOTE draws them evenly: `random_state.uniform`."
        )
    if not np.allclose(rows_made(0), new):
        raise Wrong(
            "The same `random_state` gives other rows the second time. Draw from the "
            "`random_state` that the function is given, not from `np.random`."
        )
    if np.allclose(rows_made(1), new):
        raise Wrong(
            "Another `random_state` gives the same rows. Draw from the `random_state` that the "
            "function is given."
        )
    return "Every row lies on its own segment, at its own random place."


def lies_between(points, ends):
    """Tell for each point whether it lies on a segment between two of the ends."""
    first, second = np.triu_indices(len(ends), 1)
    if not len(first):
        return np.zeros(len(points), bool)
    length = np.linalg.norm(ends[first] - ends[second], axis=1)
    to_end = np.linalg.norm(points[:, None] - ends, axis=2)
    detour = to_end[:, first] + to_end[:, second] - length
    return (detour < 1e-7).any(axis=1)


def fitted(new, way):
    """Return the rows and the nearest multiples of the way, row by row."""
    part = (new * way).sum(axis=1, keepdims=True) / (way**2).sum(axis=1, keepdims=True)
    return new, part * way


MAJORITY, MINORITY = 900, 60
MISSING = MAJORITY - MINORITY
AFTERWARDS = {"auto": MAJORITY, "0.5": MAJORITY // 2, "{1: 100}": 100}
OTHER_COUNTS = {
    "auto": {
        MAJORITY + MINORITY: "you give the rows of both classes together. Which one gets new rows?",
        2 * MAJORITY: "you give the rows of both classes, afterwards. How many are new?",
        MISSING // 2: "you fill half of the gap. Are the classes equally large afterwards?",
        MINORITY: "you double the minority. Are the classes equally large afterwards?",
    },
    "0.5": {
        MISSING // 2: "you took half of the rows that are missing. The ratio is that of the two "
        "classes afterwards.",
        (MAJORITY + MINORITY) // 2: "you took half of all rows. The ratio compares the classes.",
        MINORITY // 2: "you let the minority grow by half. The ratio is that of the two classes "
        "afterwards.",
        MAJORITY // 2 + MINORITY: "you added the old rows. How many are new?",
        MISSING: "the minority would be half of *all* rows. The ratio compares the two classes.",
    },
    "{1: 100}": {
        100 + MINORITY: "you added 100 to the rows that are there. How many are there afterwards?",
        1: "you read the label as a number of rows. 1 is the class.",
        MINORITY: "you read 100 as per cent. It is a number of rows, afterwards.",
        0: "you let it do nothing. If you read a ratio of 1 to 100: 1 is the class.",
    },
}


@exercise("03-2", "a dictionary of three numbers")
def how_many_new_rows(new_rows):
    """Count new rows, not all rows; the ratio refers to the majority."""
    names = tuple(AFTERWARDS)
    missing = "There is no entry for {!r}. Keep the three names as they are."
    new_rows = answers.in_order(new_rows, names, missing)
    values = answers.array(new_rows, "`new_rows`", shape=(3,))
    for (name, total), value in zip(AFTERWARDS.items(), values, strict=True):
        if value == total - MINORITY:
            continue
        if value == total:
            raise Wrong(
                f"For `{name}` you give all minority rows that there are afterwards. How many of "
                "them are new?"
            )
        if value in OTHER_COUNTS[name]:
            raise Wrong(f"For `{name}` {OTHER_COUNTS[name][value]}")
        if value < 0:
            raise Wrong(f"For `{name}` you give a negative number; SMOTE only adds rows.")
        raise Wrong(f"The number for `{name}` is not right yet. How many minority rows are wanted?")
    return "All three. Each setting names the state afterwards; SMOTE makes the difference."


def known_by(row):
    """Return what a row is known by; scaling it there and back changes its last digits."""
    return (np.round(row, 9) + 0.0).tobytes()


@exercise("03-3", "a function of `X` and `y` that returns X_train, X_test, y_train, y_test")
def split_first(split):
    """Split, then resample the training set only."""
    split = answers.function(split, "`split_rightly`")
    X, y = make_classification(
        600, 6, n_informative=4, weights=[0.9], flip_y=0, random_state=trial_seed(3)
    )
    try:
        parts = split(X.copy(), y.copy())
    except Wrong as wrong:
        if "inconsistent numbers of samples" not in str(wrong.__cause__):
            raise
        raise Wrong(
            "Rows of one step meet labels of another, of a different number. Do you stratify by "
            "labels from before or after the resampling, while the rows are the others?"
        ) from wrong
    X_train, X_test, y_train, y_test = answers.train_and_test(parts, "`split_rightly`", 6)
    genuine = {known_by(row): label for row, label in zip(X, y, strict=True)}
    made_train, made_test = (
        np.array([known_by(row) not in genuine for row in part], bool) for part in (X_train, X_test)
    )
    for name, made in (("test", made_test), ("training", made_train)):
        if len(made) and made.all():
            raise Wrong(
                f"No {name} row is a row of `X`. Did you scale? That is often right before SMOTE, "
                "but this function hands the rows on in their own units."
            )
    if made_test.any():
        raise Wrong(
            why_test_rows_are_made(y_train, X_test, y_test, made_test)
            + f" ({made_test.sum()} of {len(X_test)} test rows are synthetic.)"
        )
    train_rows = {known_by(row) for row in X_train}
    shared = sum(known_by(row) in train_rows for row in X_test)
    if shared:
        raise Wrong(f"{shared} test rows stand in the training set as well.")
    if (y_test.mean() - y.mean()) > 0.05:
        raise Wrong("The test set does not keep its natural imbalance.")
    if y_train.mean() < 0.4:
        resampled = y_train.mean() > y.mean() + 0.05
        raise Wrong(
            f"{y_train.mean():.0%} of the training set are rare, so it is not balanced: "
            + ("a ratio below 1?" if resampled else "nothing was resampled there.")
        )
    if len(X_test) < 30 or (y_test == 1).sum() == 0:
        raise Wrong("The test set has hardly any rows of the rare class. Did you stratify?")
    for name, rows, labels in (("test", X_test, y_test), ("training", X_train, y_train)):
        pairs = zip(map(known_by, rows), labels, strict=True)
        n_wrong = sum(genuine.get(row, label) != label for row, label in pairs)
        if n_wrong:
            raise Wrong(f"{n_wrong} {name} rows carry a wrong label. Are the parts in order?")
    new, rare_train = X_train[made_train], X_train[~made_train & (y_train == 1)]
    n_leaked = np.sum(lies_between(new, X[y == 1]) & ~lies_between(new, rare_train))
    if n_leaked:
        raise Wrong(
            f"The test rows are genuine, but {n_leaked} new rows of the training set have a "
            "parent among them: SMOTE saw all rows. Split first, and give it the training set "
            "only."
        )
    if not shares_kept(lambda X, y: split(X.to_numpy(), y.to_numpy()), X, y):
        raise Wrong(
            "The share of the rare class in the test set is left to chance. With so few rare rows "
            "that matters: split with `stratify=y`."
        )
    if not made_train.any():
        raise Wrong(
            "The training set is balanced, but holds no synthetic row. Use SMOTE and not copies "
            "or under-sampling."
        )
    return (
        f"All {len(X_test)} test rows of a trial set are genuine, {y_test.mean():.0%} of them "
        "rare; the training set is balanced."
    )


def why_test_rows_are_made(y_train, X_test, y_test, made):
    """Tell from the parents of synthetic test rows what was resampled."""
    if y_train.mean() < 0.3:
        return "You resampled the test set; the training set is the one to balance."
    parents_outside = ~lies_between(X_test[made], X_test[~made & (y_test == 1)])
    if not parents_outside.any():
        return (
            "You resampled the test set as well. It should keep its natural imbalance: it stands "
            "for the world in which the model will work."
        )
    return (
        f"You resampled before splitting: {parents_outside.sum()} test rows have a parent in the "
        "training set."
    )
