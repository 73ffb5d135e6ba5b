"""Wrong answers to the exercises of 03."""

import numpy as np
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import RandomUnderSampler
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from helpers.data import load_imbalanced


def on_the_way(
    size=lambda parents: (len(parents), 1), draw=lambda random, size: random.uniform(size=size)
):
    """SMOTE's step with gaps of another size or distribution."""

    def create_rows(parents, neighbours, random_state):
        gap = draw(random_state, size(parents))
        return parents + gap * (neighbours - parents)

    return create_rows


def column(parents):
    return len(parents), 1


def away_from_neighbour(parents, neighbours, random_state):
    return parents + random_state.uniform(size=column(parents)) * (parents - neighbours)


def part_of_neighbour(parents, neighbours, random_state):
    return parents + random_state.uniform(size=column(parents)) * neighbours


def way_only(parents, neighbours, random_state):
    return random_state.uniform(size=column(parents)) * (neighbours - parents)


def two_gaps(parents, neighbours, random_state):
    first, second = random_state.uniform(size=(2, *column(parents)))
    return first * parents + second * neighbours


def with_parents(parents, neighbours, random_state):
    return np.vstack([parents, on_the_way()(parents, neighbours, random_state)])


def one_row(parents, neighbours, random_state):
    return parents[0] + random_state.uniform() * (neighbours[0] - parents[0])


def new_rows(auto=840, half=390, hundred=40):
    return {"auto": auto, "0.5": half, "{1: 100}": hundred}


def proteins():
    df = load_imbalanced("ecoli3")
    return df.drop(columns="Class").to_numpy(), df["Class"].to_numpy()


X_PROTEINS, Y_PROTEINS = proteins()


def split(X, y, **keywords):
    return train_test_split(X, y, **{"stratify": y, "random_state": 0} | keywords)


def more(X, y):
    return SMOTE(random_state=0).fit_resample(X, y)


def smote_first(X, y):
    return split(*more(X, y))


def both_parts(X, y):
    X_train, X_test, y_train, y_test = split(X, y)
    (X_train, y_train), (X_test, y_test) = more(X_train, y_train), more(X_test, y_test)
    return X_train, X_test, y_train, y_test


def test_only(X, y):
    X_train, X_test, y_train, y_test = split(X, y)
    X_test, y_test = more(X_test, y_test)
    return X_train, X_test, y_train, y_test


def all_rows_to_train(X, y):
    _, X_test, _, y_test = split(X, y)
    X_train, y_train = more(X, y)
    return X_train, X_test, y_train, y_test


def fewer_rows(X, y):
    X_train, X_test, y_train, y_test = split(X, y)
    X_train, y_train = RandomUnderSampler(random_state=0).fit_resample(X_train, y_train)
    return X_train, X_test, y_train, y_test


def rightly(X, y, **keywords):
    X_train, X_test, y_train, y_test = split(X, y, **keywords)
    X_train, y_train = more(X_train, y_train)
    return X_train, X_test, y_train, y_test


def other_order(X, y):
    X_train, X_test, y_train, y_test = rightly(X, y)
    return X_train, y_train, X_test, y_test


def scaled(X, y):
    return rightly(StandardScaler().fit_transform(X), y)


def stratify_by_balanced(X, y):
    return split(X, y, stratify=more(X, y)[1])


def genuine_test_rows(X, y):
    X_train, X_test, y_train, y_test = split(*more(X, y))
    genuine = {tuple(row) for row in X}
    kept = [tuple(row) in genuine for row in X_test]
    return X_train, X_test[kept], y_train, y_test[kept]


def labels_of_old_rows(X, y):
    X_train, X_test, y_train, y_test = split(X, y)
    return more(X_train, y_train)[0], X_test, y_train, y_test


WRONG = {
    "03-1": [
        ("a gap for each feature", "new rows leave the segment: in", on_the_way(size=np.shape)),
        (
            "one gap for all rows",
            "Every new row lies at the",
            on_the_way(size=lambda parents: None),
        ),
        (
            "a gap for each column",
            "new rows leave the segment: you",
            on_the_way(size=lambda parents: (1, parents.shape[1])),
        ),
        ("gaps in a line, not a column", "columns of the table. Draw them", on_the_way(size=len)),
        (
            "gap from -1 to 1",
            "Some rows lie beyond the ends",
            on_the_way(draw=lambda random, size: random.uniform(-1, 1, size=size)),
        ),
        (
            "normal gap",
            "Some rows lie beyond the ends",
            on_the_way(draw=lambda random, size: random.normal(size=size)),
        ),
        (
            "either end",
            "but not every place on the",
            on_the_way(draw=lambda random, size: random.randint(0, 2, size=size)),
        ),
        (
            "always the middle",
            "Every new row lies at the",
            on_the_way(draw=lambda random, size: 0.5),
        ),
        (
            "generator not used",
            "The same `random_state` gives other rows",
            on_the_way(draw=lambda random, size: np.random.uniform(size=size)),  # noqa: NPY002 - the wrong way
        ),
        (
            "generator of its own",
            "Another `random_state` gives the same rows",
            on_the_way(draw=lambda random, size: np.random.RandomState(0).uniform(size=size)),
        ),
        ("away from the neighbour", "new rows lie on the far", away_from_neighbour),
        ("part of the neighbour, not of the way", "You add a part of the", part_of_neighbour),
        ("way without the parent", "new rows lie on the way", way_only),
        ("two gaps", "Parent and neighbour have a part", two_gaps),
        ("old rows returned as well", "parents. Return the new rows alone", with_parents),
        ("one row only", "parents. Each pair gets a new", one_row),
    ],
    "03-2": [
        ("rows afterwards, auto", "For `auto` you give all minority", new_rows(auto=900)),
        ("all rows of the set, auto", "For `auto` you give the rows", new_rows(auto=960)),
        ("half-way, auto", "For `auto` you fill half of", new_rows(auto=420)),
        ("rows afterwards, 0.5", "For `0.5` you give", new_rows(half=450)),
        ("half of the minority", "you let the minority grow by", new_rows(half=30)),
        ("half of what is missing", "you took half of the rows", new_rows(half=420)),
        ("share of all rows afterwards", "the minority would be half of", new_rows(half=840)),
        ("new rows in the dictionary", "`{1: 100}` you give", new_rows(hundred=100)),
        ("percent in the dictionary", "as per cent. It is a", new_rows(hundred=60)),
        ("rows afterwards, dictionary added", "to the rows that are there", new_rows(hundred=160)),
        ("dictionary as a ratio", "you let it do nothing. If", new_rows(hundred=0)),
        (
            "rows afterwards, everywhere",
            "For `auto` you give all minority",
            new_rows(900, 450, 100),
        ),
    ],
    "03-3": [
        ("SMOTE before the split", "test rows have a parent in", smote_first),
        ("test set resampled too", "You resampled the test set as", both_parts),
        ("test set resampled only", "You resampled the test set; the", test_only),
        ("test rows in the training set", "test rows stand in the training", all_rows_to_train),
        ("no SMOTE at all", "of the training set are rare", split),
        ("majority thrown away", "The training set is balanced, but", fewer_rows),
        ("order of the four", "`split_rightly` returns rows, labels, rows, labels", other_order),
        (
            "split without stratify",
            "The share of the rare class",
            lambda X, y: rightly(X, y, stratify=None),
        ),
        ("columns scaled", "No test row is a row", scaled),
        ("stratify by the balanced labels", "Rows of one step meet labels", stratify_by_balanced),
        (
            "synthetic rows taken out of the test set",
            "The test rows are genuine, but",
            genuine_test_rows,
        ),
        ("labels of the old rows", "rows. Each step that changes the", labels_of_old_rows),
        (
            "notebook's rows, not the argument",
            "Your function uses `X_PROTEINS` of the",
            lambda X, y: rightly(X_PROTEINS, Y_PROTEINS),
        ),
        ("nothing returned", "`split_rightly` returned nothing. Is the blank", lambda X, y: None),
    ],
}
