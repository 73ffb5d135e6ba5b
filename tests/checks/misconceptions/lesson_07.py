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
    return dict(zip(CASES, [plain, own, given, turned], strict=True))


WRONG = {
    "07-1": [
        ("the row itself votes", "neighbours: you let the row vote", voted(extra=0, drop=0)),
        ("the row itself not dropped", "neighbours: you let the row vote", voted(drop=0)),
        ("one neighbour too few", "neighbours: you let the row vote", voted(extra=0)),
        (
            "removed only if all disagree",
            "neighbours: you wait until all neighbours",
            voted(rules=(all_other, most_other)),
        ),
        ("a tie removes", "neighbours: in a tie you remove", voted(rules=(any_other, half_other))),
        ("a tie keeps", "in a tie you let every", voted(rules=(any_other, more_than_half_other))),
        ("a tie goes to 1", "in a tie you let the", voted(rules=(any_other, tie_to_one))),
        ("always all", 'you apply the rule of "all"', voted(rules=(any_other, any_other))),
        ("always mode", 'you apply the rule of "mode"', voted(rules=(most_other, most_other))),
        (
            "the two rules exchanged",
            'you apply the rule of "mode"',
            voted(rules=(most_other, any_other)),
        ),
        ("true for kept", "neighbours: it is the wrong way", voted(turn=True)),
        (
            "three neighbours, whatever the argument",
            "neighbours: you ask a fixed number",
            voted(k=3),
        ),
        ("searched among its own class", "neighbours: you search among the rows", among_own_class),
        ("majority rows only", "neighbours: you judge rows of class", voted(classes=(0,))),
        ("minority rows only", "neighbours: you judge rows of class", voted(classes=(1,))),
        (
            "count for true or false",
            "What `is_outvoted` returns should be True",
            voted(rules=(others, others)),
        ),
        (
            "notebook's rows, not the argument",
            "Your function uses `X_YEAST` of the",
            lambda X, y, row, *rest, **more: voted()(X_YEAST, Y_YEAST, row, *rest, **more),
        ),
    ],
    "07-2": [
        (
            "scikit-learn's pipeline",
            "This is scikit-learn's pipeline, which cannot",
            make_plain_pipeline(StandardScaler(), enn(), LogisticRegression()),
        ),
        (
            "majority cleaned only",
            "Only the majority is cleaned. The",
            piped(EditedNearestNeighbours()),
        ),
        ("SMOTE added", "You brought in SMOTE. It may", piped(SMOTE(random_state=0), enn())),
        ("SMOTE-ENN for cleaning", "You brought in SMOTE. It may", piped(SMOTEENN(random_state=0))),
        (
            "cleaned before scaling",
            "The vote comes before the scaling",
            make_pipeline(enn(), StandardScaler(), LogisticRegression()),
        ),
        ("not scaled", "The rows are not scaled, neither", piped(enn(), first=None)),
        ("no cleaning", "Nothing is cleaned here. Between scaling", piped()),
        ("a score for a model", "These look like scores; hand in", 0.56),
        (
            "classifier on cleaned rows",
            "There is only the classifier. Where",
            fitted_on_clean_rows(),
        ),
        ("classifier alone", "There is only the classifier. Where", LogisticRegression()),
        (
            "weights in the classifier",
            "You weigh the classes in the",
            piped(enn(), last=lambda: LogisticRegression(class_weight="balanced")),
        ),
        ("the other rule", "You changed the voting rule as", piped(enn(kind_sel="mode"))),
        ("more neighbours", "neighbours. Change one thing at a", piped(enn(n_neighbors=5))),
        (
            "Tomek links for cleaning",
            "You clean with `TomekLinks`, the colleague",
            piped(TomekLinks(sampling_strategy="all")),
        ),
        (
            "a list of steps",
            "`model` is a list of length",
            [StandardScaler(), enn(), LogisticRegression()],
        ),
        ("the colleague's function", "`model` is an object of type", score_wrongly),
        ("cleaner alone", "`model` cannot predict. Put the classifier", enn()),
    ],
    "07-3": [
        ("plain cleaner takes both", "which is not the default here", loses(plain="both")),
        (
            "plain cleaner takes the minority",
            "`EditedNearestNeighbours()`: the smallest class is the",
            loses(plain="minority"),
        ),
        (
            "plain cleaner takes nothing",
            "`EditedNearestNeighbours()`: the classes overlap, so somebody",
            loses(plain="neither"),
        ),
        (
            "own cleaner protects the minority",
            "`SMOTEENN()`: SMOTE-ENN's own cleaner is told",
            loses(own="majority"),
        ),
        (
            "own cleaner takes synthetic rows only",
            "`SMOTEENN()`: SMOTE-ENN's own cleaner spares no",
            loses(own="minority"),
        ),
        (
            "own cleaner takes nothing",
            "`SMOTEENN()`: the classes overlap, so somebody",
            loses(own="neither"),
        ),
        ("roles before SMOTE", "the classes are equally large, so", loses(given="majority")),
        (
            "equal classes are both cleaned",
            ": your own cleaner brings its own default along,",
            loses(given="both"),
        ),
        (
            "equal classes are both protected",
            ": your own cleaner spares one class, and only",
            loses(given="neither"),
        ),
        (
            "role decides, not label",
            "`the same, labels turned round`: after",
            loses(turned="minority"),
        ),
        (
            "equal classes are both cleaned, turned",
            "turned round`: your own cleaner brings",
            loses(turned="both"),
        ),
        (
            "equal classes are both protected, turned",
            "turned round`: your own cleaner spares",
            loses(turned="neither"),
        ),
        (
            "the wrong label is protected",
            "the classes are equally large, so",
            loses(given="majority", turned="minority"),
        ),
        (
            "always both after SMOTE",
            ": your own cleaner brings its own default along,",
            loses(given="both", turned="both"),
        ),
    ],
}
