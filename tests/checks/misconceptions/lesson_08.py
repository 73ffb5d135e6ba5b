"""Wrong answers to the exercises of 08."""

import numpy as np
from imblearn.combine import SMOTETomek
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import TomekLinks
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from helpers.data import load_imbalanced


def links(
    mutual=True, classes="other", hide=np.inf, once=True, best=np.argmin, last=None, give=list
):
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
            and {
                "other": y[row] != y[nearest[row]],
                "same": y[row] == y[nearest[row]],
                "any": True,
            }[classes]
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
    return dict(zip(SAMPLERS, [plain, both, own, given], strict=True))


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
    return (
        len(cleaned[1]) - len(TomekLinks(sampling_strategy="all").fit_resample(*cleaned)[1])
    ) // 2


def wrong_pairs():
    yield (
        "rows counted, not pairs",
        "You count rows. How many pairs",
        lambda X, y, seed: n_smote(X, y, seed) - n_both(X, y, seed),
    )
    yield "links before SMOTE", "You count the links before SMOTE", links_before
    yield "links left after cleaning", "You count the links that are", links_after
    yield "one class cleaned", "You find half of the pairs", majority_links
    yield (
        "new rows for cut ones",
        "You compare with the rows before",
        lambda X, y, seed: n_both(X, y, seed) - len(y),
    )
    yield (
        "compared with the rows before SMOTE",
        "You compare with the rows before",
        lambda X, y, seed: (len(y) - n_both(X, y, seed)) // 2,
    )
    yield "number typed in", "You count no pairs in a", lambda X, y, seed: 0
    yield "another seed", "Your count does not change with", lambda X, y, seed: pairs(X, y, 0)
    yield (
        "no seed",
        "Called again with the same `random_state`",
        lambda X, y, seed: pairs(X, y, None),
    )
    yield (
        "notebook's rows, not the argument",
        "Your function uses `X_WINES` of the",
        lambda X, y, seed: pairs(X_WINES, Y_WINES, seed),
    )
    yield (
        "quarter for half",
        "You find half of the pairs",
        lambda X, y, seed: (n_smote(X, y, seed) - n_both(X, y, seed)) // 4,
    )
    yield "sign turned", "Your count is below zero. Which", lambda X, y, seed: -pairs(X, y, seed)
    yield "rows left", "You return the number of rows", lambda X, y, seed: n_both(X, y, seed)


def snails(two="more", seven="fewer", reason="c"):
    return {"two columns": two, "seven columns": seven}, reason


WRONG = {
    "08-1": [
        ("not mutual", "You pair a row with its", links(mutual=False, once=False)),
        ("not mutual, each pair once", "You pair a row with its", links(mutual=False)),
        ("classes not asked", "each other's nearest neighbours, but some", links(classes="any")),
        ("the same class", "each other's nearest neighbours, but of", links(classes="same")),
        ("each link twice", "The links are right, but you", links(once=False)),
        ("every row nearest to itself", "`find_pairs` finds no pair at all", links(hide=None)),
        ("zero in the diagonal", "`find_pairs` finds no pair at all", links(hide=0.0, once=False)),
        (
            "searched in the other class, one way",
            "You give each row its nearest",
            in_other_class(False),
        ),
        (
            "searched in the other class, mutual",
            "You search only among the rows",
            in_other_class(True),
        ),
        (
            "rows for pairs",
            "You return a flat list of",
            links(give=lambda pairs: [row for pair in pairs for row in pair]),
        ),
        ("majority rows only", "You return a flat list of", majority_rows),
        ("coordinates for row numbers", "You return the points themselves. Return", coordinates),
        ("true and false for pairs", "You return one value per row", is_in_link),
        (
            "farthest for nearest",
            "Your pairs are each other's *farthest*",
            links(best=np.argmax, hide=-np.inf),
        ),
        ("number for pairs", "You return a single number. Return", links(give=len)),
        ("rows that stay", "You return a flat list of", kept_rows),
        ("last link lost", "All your pairs are links, but", links(give=lambda pairs: pairs[:-1])),
    ],
    "08-2": [
        (
            "a link costs both, always",
            "`TomekLinks()`: you remove both rows of",
            left(plain=(875, 35)),
        ),
        ("minority row goes", "`TomekLinks()`: you remove the rows of", left(plain=(900, 35))),
        (
            "minority protected, always",
            ": you remove one row of each link, that",
            left(both=(875, 60)),
        ),
        ("two rows of each class", ": you take two rows of each class for", left(both=(850, 10))),
        (
            "links counted before SMOTE",
            "`SMOTETomek()`: you count the links before",
            left(own=(875, 875)),
        ),
        (
            "majority cut only, after SMOTE",
            "`SMOTETomek()`: you remove one row of",
            left(own=(882, 900)),
        ),
        ("nothing cut after SMOTE", "`SMOTETomek()`: you let no row go", left(own=(900, 900))),
        ("SMOTE forgotten", "is too small: when the cleaning", left(own=(882, 42))),
        ("36 rows of each class", "`SMOTETomek()`: you take two rows of", left(own=(864, 864))),
        (
            "given cleaner cuts both",
            "`SMOTETomek(tomek=TomekLinks())`: you remove both rows of",
            left(given=(882, 882)),
        ),
        (
            "given cleaner protects the former minority",
            "lose rows. Both classes are equally",
            left(given=(882, 900)),
        ),
        (
            "equal classes are both protected",
            "`SMOTETomek(tomek=TomekLinks())`: you let no row go",
            left(given=(900, 900)),
        ),
        (
            "class 1 first",
            "`TomekLinks()`: the two numbers are in",
            left(plain=(60, 875), both=(35, 875)),
        ),
        (
            "rows that go",
            "`TomekLinks()`: you give the rows that",
            left((25, 0), (25, 25), (18, 18), (0, 18)),
        ),
        (
            "links before SMOTE, given",
            "`SMOTETomek(tomek=TomekLinks())`: you count the links before",
            left(given=(900, 875)),
        ),
    ],
    "08-3": [
        *((idea, *says, (function, "b")) for idea, *says, function in wrong_pairs()),
        ("the cleaning, without links", "How many rows did the cleaning", (pairs, "a")),
        ("balance lost, without links", "Each pair has a row of", (pairs, "c")),
        ("test sets differ", "There is one split in the", (pairs, "d")),
    ],
    "08-4": [
        ("columns turned round", "It is the other way round", snails("fewer", "more")),
        ("always more", "for both tables. The number of columns makes a", snails(seven="more")),
        ("always fewer", "for both tables. The number of columns makes a", snails(two="fewer")),
        ("as many as before", "You say that the number of", snails(seven="same")),
        (
            "more synthetic rows with fewer columns",
            "The number of synthetic rows depends",
            snails(reason="a"),
        ),
        ("short distances make links", "All distances are smaller, those to", snails(reason="b")),
        ("links are wrong labels", "No label changed when columns were", snails(reason="d")),
        (
            "always more, by short distances",
            "for both tables. The number of columns makes a",
            snails("more", "more", "b"),
        ),
        (
            "always fewer, by wrong labels",
            "for both tables. The number of columns makes a",
            snails("fewer", "fewer", "d"),
        ),
        ("numbers for words", "`change` holds a number. Only the", snails(30, 10)),
    ],
}
