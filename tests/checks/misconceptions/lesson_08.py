"""Wrong answers to the exercises of 08."""

import numpy as np
from imblearn.combine import SMOTETomek
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import TomekLinks
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from helpers.data import load_imbalanced


def links(mutual=True, classes="other", hide=np.inf, once=True, best=np.argmin, last=None, give=list):
    """The search for links, with one part changed."""

    def find_pairs(X, y):
        distances = euclidean_distances(X)
        if hide is not None:
            np.fill_diagonal(distances, hide)
        nearest = best(distances, axis=1)
        pairs = [
            (row, int(nearest[row]))
            for row in range(len(y))[:last]
            if (not mutual or nearest[nearest[row]] == row)
            and {"other": y[row] != y[nearest[row]], "same": y[row] == y[nearest[row]], "any": True}[classes]
            and (not once or row < nearest[row])
        ]
        return give(pairs)

    return find_pairs


def in_other_class(mutual):
    def find_pairs(X, y):
        distances = euclidean_distances(X)
        distances[y[:, None] == y] = np.inf
        nearest = distances.argmin(axis=1)
        rows = np.flatnonzero(y == 1)
        return [(int(r), int(nearest[r])) for r in rows if not mutual or nearest[nearest[r]] == r]

    return find_pairs


def is_in_link(X, y):
    mask = np.zeros(len(y), dtype=bool)
    mask[[row for pair in links()(X, y) for row in pair]] = True
    return mask


def coordinates(X, y):
    return [(X[a], X[b]) for a, b in links()(X, y)]


def majority_rows(X, y):
    return [row for pair in links()(X, y) for row in pair if y[row] == 0]


def kept_rows(X, y):
    cleaner = TomekLinks(sampling_strategy="all")
    cleaner.fit_resample(X, y)
    return cleaner.sample_indices_


SAMPLERS = [
    "TomekLinks()",
    'TomekLinks(sampling_strategy="all")',
    "SMOTETomek()",
    "SMOTETomek(tomek=TomekLinks())",
]


def left(plain=(875, 60), both=(875, 35), own=(882, 882), given=(900, 882)):
    return dict(zip(SAMPLERS, [plain, both, own, given]))


def wines():
    df = load_imbalanced("winequality-white-3_vs_7")
    X, y = df.drop(columns="Class"), df["Class"]
    X_train, _, y_train, _ = train_test_split(X, y, stratify=y, random_state=0)
    return StandardScaler().fit_transform(X_train), y_train


X_WINES, Y_WINES = wines()


def n_smote(X, y, seed):
    return len(SMOTE(random_state=seed).fit_resample(X, y)[1])


def n_both(X, y, seed, **keywords):
    return len(SMOTETomek(random_state=seed, **keywords).fit_resample(X, y)[1])


def pairs(X, y, random_state):
    return (n_smote(X, y, random_state) - n_both(X, y, random_state)) // 2


def links_before(X, y, random_state):
    return (len(y) - len(TomekLinks(sampling_strategy="all").fit_resample(X, y)[1])) // 2


def majority_links(X, y, random_state):
    both = SMOTE(random_state=random_state).fit_resample(X, y)
    return (len(both[1]) - len(TomekLinks().fit_resample(*both)[1])) // 2


def links_after(X, y, random_state):
    cleaned = SMOTETomek(random_state=random_state).fit_resample(X, y)
    return (len(cleaned[1]) - len(TomekLinks(sampling_strategy="all").fit_resample(*cleaned)[1])) // 2


def wrong_pairs():
    yield "rows for pairs", lambda X, y, seed: n_smote(X, y, seed) - n_both(X, y, seed)
    yield "links before SMOTE", links_before
    yield "links left after cleaning", links_after
    yield "one class cleaned", majority_links
    yield "new rows for cut ones", lambda X, y, seed: n_both(X, y, seed) - len(y)
    yield "compared with the rows before SMOTE", lambda X, y, seed: (len(y) - n_both(X, y, seed)) // 2
    yield "number typed in", lambda X, y, seed: 0
    yield "another seed", lambda X, y, seed: pairs(X, y, 0)
    yield "no seed", lambda X, y, seed: pairs(X, y, None)
    yield "notebook's rows, not the argument", lambda X, y, seed: pairs(X_WINES, Y_WINES, seed)
    yield "quarter for half", lambda X, y, seed: (n_smote(X, y, seed) - n_both(X, y, seed)) // 4
    yield "sign turned", lambda X, y, seed: -pairs(X, y, seed)
    yield "rows left", lambda X, y, seed: n_both(X, y, seed)


def snails(two="more", seven="fewer", reason="c"):
    return {"two columns": two, "seven columns": seven}, reason


WRONG = {
    "08-1": [
        ("not mutual", links(mutual=False, once=False)),
        ("not mutual, each pair once", links(mutual=False)),
        ("classes not asked", links(classes="any")),
        ("the same class", links(classes="same")),
        ("each link twice", links(once=False)),
        ("every row nearest to itself", links(hide=None)),
        ("zero in the diagonal", links(hide=0.0, once=False)),
        ("searched in the other class, one way", in_other_class(False)),
        ("searched in the other class, mutual", in_other_class(True)),
        ("rows for pairs", links(give=lambda pairs: [row for pair in pairs for row in pair])),
        ("majority rows only", majority_rows),
        ("coordinates for row numbers", coordinates),
        ("true and false for pairs", is_in_link),
        ("farthest for nearest", links(best=np.argmax, hide=-np.inf)),
        ("number for pairs", links(give=len)),
        ("rows that stay", kept_rows),
        ("last link lost", links(give=lambda pairs: pairs[:-1])),
    ],
    "08-2": [
        ("a link costs both, always", left(plain=(875, 35))),
        ("minority row goes", left(plain=(900, 35))),
        ("minority protected, always", left(both=(875, 60))),
        ("two rows of each class", left(both=(850, 10))),
        ("links counted before SMOTE", left(own=(875, 875))),
        ("majority cut only, after SMOTE", left(own=(882, 900))),
        ("nothing cut after SMOTE", left(own=(900, 900))),
        ("SMOTE forgotten", left(own=(882, 42))),
        ("36 rows of each class", left(own=(864, 864))),
        ("given cleaner cuts both", left(given=(882, 882))),
        ("given cleaner protects the former minority", left(given=(882, 900))),
        ("equal classes are both protected", left(given=(900, 900))),
        ("class 1 first", left(plain=(60, 875), both=(35, 875))),
        ("rows that go", left((25, 0), (25, 25), (18, 18), (0, 18))),
        ("links before SMOTE, given", left(given=(900, 875))),
    ],
    "08-3": [
        *((idea, (function, "b")) for idea, function in wrong_pairs()),
        ("the cleaning, without links", (pairs, "a")),
        ("balance lost, without links", (pairs, "c")),
        ("test sets differ", (pairs, "d")),
    ],
    "08-4": [
        ("columns turned round", snails("fewer", "more")),
        ("always more", snails(seven="more")),
        ("always fewer", snails(two="fewer")),
        ("as many as before", snails(seven="same")),
        ("more synthetic rows with fewer columns", snails(reason="a")),
        ("short distances make links", snails(reason="b")),
        ("links are wrong labels", snails(reason="d")),
        ("always more, by short distances", snails("more", "more", "b")),
        ("always fewer, by wrong labels", snails("fewer", "fewer", "d")),
        ("numbers for words", snails(30, 10)),
    ],
}
