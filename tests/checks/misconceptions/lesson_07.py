"""Wrong answers to the exercises of 07."""

import numpy as np
from imblearn.combine import SMOTEENN
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import EditedNearestNeighbours, TomekLinks
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline as make_plain_pipeline
from sklearn.preprocessing import StandardScaler

from helpers.data import load_imbalanced


def any_other(labels, own):
    return bool(np.any(labels != own))


def most_other(labels, own):
    return bool(np.bincount(labels, minlength=2).argmax() != own)


def all_other(labels, own):
    return bool(np.all(labels != own))


def half_other(labels, own):
    return bool(np.mean(labels != own) >= 0.5)


def more_than_half_other(labels, own):
    return bool(np.mean(labels != own) > 0.5)


def tie_to_one(labels, own):
    return bool((np.sum(labels == 1) >= np.sum(labels == 0)) != own)


def voted(extra=1, drop=1, rules=(any_other, most_other), k=None, classes=(0, 1), turn=False):
    """The vote, with one part of the rule changed; `rules` are "all" and "mode"."""

    def is_outvoted(X, y, row, n_neighbors=3, kind_sel="all"):
        search = NearestNeighbors(n_neighbors=(k or n_neighbors) + extra).fit(X)
        neighbours = search.kneighbors(X[[row]], return_distance=False)[0][drop:]
        rule = rules[kind_sel == "mode"]
        found = rule(y[neighbours], y[row])
        return found if rule is others else (found and y[row] in classes) != turn

    return is_outvoted


def among_own_class(X, y, row, n_neighbors=3, kind_sel="all"):
    own = np.flatnonzero(y == y[row])
    search = NearestNeighbors(n_neighbors=n_neighbors + 1).fit(X[own])
    neighbours = search.kneighbors(X[[row]], return_distance=False)[0][1:]
    return [any_other, most_other][kind_sel == "mode"](y[neighbours], y[row])


def others(labels, own):
    return int(np.sum(labels != own))


def proteins():
    df = load_imbalanced("yeast1")
    return df.drop(columns="Class").to_numpy(), df["Class"].to_numpy()


X_YEAST, Y_YEAST = proteins()


def enn(**keywords):
    return EditedNearestNeighbours(**{"sampling_strategy": "all"} | keywords)


def piped(*middle, first=StandardScaler, last=LogisticRegression):
    return make_pipeline(*([first()] if first else []), *middle, last())


def fitted_on_clean_rows():
    X, y = proteins()
    return LogisticRegression().fit(*enn().fit_resample(StandardScaler().fit_transform(X), y))


def score_wrongly(X, y):
    return np.full(5, 0.5)


CASES = [
    "EditedNearestNeighbours()",
    "SMOTEENN()",
    "SMOTEENN(enn=EditedNearestNeighbours())",
    "the same, labels turned round",
]


def loses(plain="majority", own="both", given="minority", turned="majority"):
    return dict(zip(CASES, [plain, own, given, turned]))


WRONG = {
    "07-1": [
        ("the row itself votes", voted(extra=0, drop=0)),
        ("the row itself not dropped", voted(drop=0)),
        ("one neighbour too few", voted(extra=0)),
        ("removed only if all disagree", voted(rules=(all_other, most_other))),
        ("a tie removes", voted(rules=(any_other, half_other))),
        ("a tie keeps", voted(rules=(any_other, more_than_half_other))),
        ("a tie goes to 1", voted(rules=(any_other, tie_to_one))),
        ("always all", voted(rules=(any_other, any_other))),
        ("always mode", voted(rules=(most_other, most_other))),
        ("the two rules exchanged", voted(rules=(most_other, any_other))),
        ("true for kept", voted(turn=True)),
        ("three neighbours, whatever the argument", voted(k=3)),
        ("searched among its own class", among_own_class),
        ("majority rows only", voted(classes=(0,))),
        ("minority rows only", voted(classes=(1,))),
        ("count for true or false", voted(rules=(others, others))),
        ("notebook's rows, not the argument", lambda X, y, row, *rest, **more: voted()(X_YEAST, Y_YEAST, row, *rest, **more)),
    ],
    "07-2": [
        ("scikit-learn's pipeline", lambda: make_plain_pipeline(StandardScaler(), enn(), LogisticRegression())),
        ("majority cleaned only", lambda: piped(EditedNearestNeighbours())),
        ("SMOTE added", lambda: piped(SMOTE(random_state=0), enn())),
        ("SMOTE-ENN for cleaning", lambda: piped(SMOTEENN(random_state=0))),
        ("cleaned before scaling", lambda: make_pipeline(enn(), StandardScaler(), LogisticRegression())),
        ("not scaled", lambda: piped(enn(), first=None)),
        ("no cleaning", lambda: piped()),
        ("a score for a model", lambda: 0.56),
        ("classifier on cleaned rows", fitted_on_clean_rows),
        ("classifier alone", lambda: LogisticRegression()),
        ("weights in the classifier", lambda: piped(enn(), last=lambda: LogisticRegression(class_weight="balanced"))),
        ("the other rule", lambda: piped(enn(kind_sel="mode"))),
        ("more neighbours", lambda: piped(enn(n_neighbors=5))),
        ("Tomek links for cleaning", lambda: piped(TomekLinks(sampling_strategy="all"))),
        ("a list of steps", lambda: [StandardScaler(), enn(), LogisticRegression()]),
        ("the colleague's function", lambda: score_wrongly),
        ("cleaner alone", lambda: enn()),
    ],
    "07-3": [
        ("plain cleaner takes both", loses(plain="both")),
        ("plain cleaner takes the minority", loses(plain="minority")),
        ("plain cleaner takes nothing", loses(plain="neither")),
        ("own cleaner protects the minority", loses(own="majority")),
        ("own cleaner takes synthetic rows only", loses(own="minority")),
        ("own cleaner takes nothing", loses(own="neither")),
        ("roles before SMOTE", loses(given="majority")),
        ("equal classes are both cleaned", loses(given="both")),
        ("equal classes are both protected", loses(given="neither")),
        ("role decides, not label", loses(turned="minority")),
        ("equal classes are both cleaned, turned", loses(turned="both")),
        ("equal classes are both protected, turned", loses(turned="neither")),
        ("the wrong label is protected", loses(given="majority", turned="minority")),
        ("always both after SMOTE", loses(given="both", turned="both")),
    ],
}
