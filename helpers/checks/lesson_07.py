"""Checks for the exercises of lesson 07, SMOTE-ENN."""

import functools
import warnings

import numpy as np
import sklearn.pipeline
from imblearn.combine import SMOTEENN
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline, make_pipeline
from imblearn.under_sampling import EditedNearestNeighbours
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler

from helpers.by_hand.edited_nearest_neighbours import find_outvoted
from helpers.by_hand.neighbours import nearest_neighbours
from helpers.checks import answers
from helpers.checks.class_seed import turned_and_mixed
from helpers.checks.core import Wrong, exercise
from helpers.data.keel import load_imbalanced

CASES = (
    "EditedNearestNeighbours()",
    "SMOTEENN()",
    "SMOTEENN(enn=EditedNearestNeighbours())",
    "the same, labels turned round",
)


@functools.cache
def overlapping_set(n_rows: int = 48) -> tuple[np.ndarray, np.ndarray]:
    """Return two crowds that overlap, rows in random order, each row once."""
    rng = np.random.default_rng(41)
    y = rng.permutation(np.repeat([0, 1], [n_rows - n_rows // 3, n_rows // 3]))
    return turned_and_mixed(rng.normal(size=(n_rows, 2)) + 1.1 * y[:, np.newaxis], y)


@exercise("07-1", "a function of `X`, `y`, `row`, `n_neighbors` and `kind_sel`")
def vote_on_one_row(is_outvoted):
    """Leave the row out of its own jury; one dissenter for "all"; the winner for "mode"."""
    is_outvoted = answers.function(is_outvoted, "`is_outvoted`")
    X, y = overlapping_set()
    for n_neighbors in (3, 6):
        for kind_sel in ("all", "mode"):
            given = np.empty(len(y))
            for row in range(len(y)):
                one = is_outvoted(X.copy(), y.copy(), row, n_neighbors, kind_sel)
                what = "What `is_outvoted` returns"
                given[row] = answers.number(one, what)
                if given[row] not in (0, 1):
                    raise Wrong(f"{what} should be True or False, but it is {one}.")
            compare_votes(given.astype(bool), X, y, n_neighbors, kind_sel)
    return "Every row of a trial set is judged as the library does, under both rules."


def removed_by(X, y, n_neighbors, kind_sel):
    """Return which rows are outvoted, by the lesson's functions."""
    labels = y[nearest_neighbours(X, np.arange(len(y)), n_neighbors)]
    outvoted = [find_outvoted(labels, label, kind_sel) for label in (0, 1)]
    return np.where(y == 0, *outvoted)


def compare_votes(given, X, y, n_neighbors, kind_sel):
    """Compare the answers for all rows with the truth and with misconceptions."""
    right = removed_by(X, y, n_neighbors, kind_sel)
    labels = y[nearest_neighbours(X, np.arange(len(y)), n_neighbors)]
    n_against = (labels != y[:, np.newaxis]).sum(axis=1)
    fewer = (labels[:, :-1] != y[:, np.newaxis]).sum(axis=1)
    others = "mode" if kind_sel == "all" else "all"
    self_counted = "you let the row vote on itself: the nearest row that a search finds is the row."
    explained = [
        (~right, "it is the wrong way round: you return True for the rows that stay."),
        (removed_by(X, y, n_neighbors, others), f'you apply the rule of "{others}".'),
    ]
    if kind_sel == "all":
        explained += [
            (fewer > 0, self_counted),
            (
                n_against == n_neighbors,
                'you wait until all neighbours are *against* the row. "all" means that all have to '
                "be *for* it.",
            ),
        ]
    else:
        explained += [
            (removed_by(X, y, n_neighbors - 1, "mode"), self_counted),
            (np.where(y == 0, 2 * fewer > n_neighbors, 2 * fewer >= n_neighbors), self_counted),
            (n_against == n_neighbors, "you wait until all neighbours are against the row."),
            (2 * n_against > n_neighbors, "in a tie you let every row stay. " + TIE),
            (2 * n_against >= n_neighbors, "in a tie you remove every row. " + TIE),
            (
                np.where(y == 1, 2 * n_against > n_neighbors, 2 * n_against >= n_neighbors),
                "in a tie you let the higher label win. " + TIE,
            ),
        ]
    with_itself = np.where(y == 0, n_against > (n_neighbors + 1) / 2, 2 * n_against > n_neighbors)
    own = [np.flatnonzero(y == label) for label in (0, 1)]
    places = np.empty_like(labels)
    for rows in own:
        places[rows] = nearest_neighbours(X[rows], np.arange(len(rows)), n_neighbors)
    at_places = (y[places] != y[:, np.newaxis]).sum(axis=1)
    wrong_rows = at_places > 0 if kind_sel == "all" else 2 * at_places > n_neighbors
    explained += [
        (right & (y == 0), "you judge rows of class 0 only. Both classes are put to the vote."),
        (right & (y == 1), "you judge rows of class 1 only. Both classes are put to the vote."),
        (
            wrong_rows,
            "you search among the rows of its own class, and then look up the wrong labels. All "
            "rows can be neighbours.",
        ),
    ]
    if kind_sel == "mode":
        explained.append((with_itself, self_counted))
    explained += [
        (
            removed_by(X, y, fixed, kind_sel),
            "you ask a fixed number of neighbours, and not `n_neighbors`.",
        )
        for fixed in {3} - {n_neighbors}
    ]
    setting = f'With kind_sel="{kind_sel}" and {n_neighbors} neighbours: '
    if answers.diagnose(given, right, ((wrong, setting + message) for wrong, message in explained)):
        return
    if len(set(given)) == 1:
        raise Wrong(f"{setting}you return {bool(given[0])} for every row.")
    row = int(np.flatnonzero(given != right)[0])
    raise Wrong(
        f"{setting}{np.sum(given != right)} of {len(y)} rows are judged wrongly. One of them has "
        f"the label {y[row]}, and its neighbours have {labels[row].tolist()}."
    )


TIE = "The task says which label wins a tie; what that does depends on the row's own label."


@functools.cache
def yeast():
    """Return the set of exercise 07-2 in two halves: X_train, X_test, y_train, y_test."""
    df = load_imbalanced("yeast1")
    X, y = df.drop(columns="Class").to_numpy(), df["Class"].to_numpy()
    return X, y, train_test_split(X, y, test_size=0.5, stratify=y, random_state=0)


@functools.cache
def scores_of(name: str) -> np.ndarray:
    """Return the probabilities that a pipeline gives to the test half."""
    cleaner = EditedNearestNeighbours(sampling_strategy="all")
    scaler, mode = StandardScaler(), clone(cleaner).set_params(kind_sel="mode")
    steps = {
        "right": [scaler, cleaner],
        "no cleaning": [scaler],
        "auto": [scaler, EditedNearestNeighbours()],
        "unscaled vote": [cleaner, scaler],
        "no scaler": [cleaner],
        "nothing": [],
        "mode": [scaler, mode],
    }[name]
    return probabilities(make_pipeline(*steps, LogisticRegression()))


def probabilities(model) -> np.ndarray:
    """Fit on one half; return the probability of class 1 for each row of the other."""
    X_train, X_test, y_train, _ = yeast()[2]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # unscaled rows: the solver does not converge
        return model.fit(X_train.copy(), y_train.copy()).predict_proba(X_test.copy())[:, 1]


@exercise("07-2", "an unfitted pipeline: scaling, cleaning, classifier")
def pipeline_that_cleans_in_fit_only(model):
    """Compare what the pipeline predicts with the right one and with those learners build."""
    answers.filled(model, "`model`")
    if isinstance(model, type) or not hasattr(model, "fit"):
        hint = "It should be a pipeline, not yet fitted."
        if isinstance(model, float | list | np.ndarray) and np.asarray(model).dtype.kind == "f":
            hint = "These look like scores; hand in the pipeline that is scored."
        raise Wrong(f"`model` is {answers.describe(model)}. {hint}")
    steps = [step for _, step in getattr(model, "steps", [])]
    samplers = [step for step in steps if hasattr(step, "fit_resample")]
    if not hasattr(model, "predict"):
        raise Wrong("`model` cannot predict. Put the classifier at the end, behind the cleaning.")
    if (
        samplers
        and isinstance(model, sklearn.pipeline.Pipeline)
        and not isinstance(model, Pipeline)
    ):
        raise Wrong(
            "This is scikit-learn's pipeline, which cannot hold a step that removes rows. Take "
            "`make_pipeline` from imbalanced-learn."
        )
    if any(isinstance(step, SMOTE | SMOTEENN) for step in samplers):
        raise Wrong(
            "You brought in SMOTE. It may be a good idea, but the colleague had none: change one "
            "thing at a time, or you cannot say what a change in the score is due to."
        )
    given = probabilities(clone(model))
    explained = {
        "no cleaning": "Nothing is cleaned here. Between scaling and classifier a step is missing.",
        "nothing": "There is only the classifier. Where are scaling and cleaning?",
        "auto": "Only the majority is cleaned. The colleague told the cleaner to clean all.",
        "unscaled vote": "The vote comes before the scaling. Then the measurement with the largest "
        "numbers decides who is a neighbour.",
        "no scaler": "The rows are not scaled, neither for the vote nor for the classifier.",
        "mode": "You changed the voting rule as well. Change one thing at a time.",
    }
    pairs = ((scores_of(name), message) for name, message in explained.items())
    same = functools.partial(np.allclose, atol=0.05)  # solvers stop up to 0.03 apart
    if not answers.diagnose(given, scores_of("right"), pairs, same=same):
        other_steps(samplers, steps[-1] if steps else model)
        raise Wrong(
            "It works, but does not predict what scaling, cleaning by three neighbours and a "
            "logistic regression with default arguments would. Take the colleague's three steps."
        )
    X, y, _ = yeast()
    with_cleaning = score(clone(model), X, y)
    without = score(make_pipeline(StandardScaler(), LogisticRegression()), X, y)
    return (
        f"Tested on all rows, the hard ones too: {with_cleaning:.2f} with cleaning, {without:.2f} "
        "without it."
    )


def other_steps(samplers, classifier):
    """Refuse another cleaner or classifier than the colleague's, and name it."""
    change = "Change one thing at a time: only the place of the cleaning."
    for sampler in samplers:
        name = type(sampler).__name__
        if not isinstance(sampler, EditedNearestNeighbours):
            raise Wrong(f"You clean with `{name}`, the colleague with another rule. {change}")
        if sampler.n_neighbors != EditedNearestNeighbours().n_neighbors:
            raise Wrong(f"Your cleaner asks {sampler.n_neighbors} neighbours. {change}")
    if not isinstance(classifier, LogisticRegression):
        raise Wrong(f"Your classifier is a `{type(classifier).__name__}`. {change}")
    if classifier.class_weight is not None:
        raise Wrong(f"You weigh the classes in the classifier as well. {change}")


def score(model, X, y) -> float:
    """Return the mean average precision of five folds."""
    return cross_val_score(model, X, y, scoring="average_precision").mean()


@functools.cache
def losers(case: str) -> str:
    """Return which class loses rows to a cleaner, found by running it."""
    X, y = overlapping_set(300)
    y = 1 - y if case == CASES[3] else y
    majority = int(np.bincount(y).argmax())
    before = y
    if case == CASES[0]:
        sampler = EditedNearestNeighbours()
    else:
        own = {} if case == CASES[1] else {"enn": EditedNearestNeighbours()}
        sampler = SMOTEENN(random_state=0, **own)
        before = SMOTE(random_state=0).fit_resample(X, y)[1]
    lost = np.bincount(before) > np.bincount(sampler.fit_resample(X, y)[1])
    roles = ("majority", lost[majority]), ("minority", lost[1 - majority])
    names = [role for role, loses in roles if loses]
    return {0: "neither", 2: "both"}.get(len(names)) or names[0]


SPARES_ONE = "your own cleaner spares one class, and only one, however large the classes are."


@exercise("07-3", "a dictionary of four texts")
def who_loses_rows(loses):
    """Tell the default of the cleaner alone from that inside SMOTE-ENN; labels from roles."""
    missing = "There is no entry for {!r}. Keep the names as they are."
    loses = answers.in_order(loses, CASES, missing)
    answers.filled(loses, "`loses`")
    if isinstance(loses, str) or not hasattr(loses, "__len__") or len(loses) != len(CASES):
        raise Wrong(f"`loses` should hold four texts, but it is {answers.describe(loses)}.")
    options = ("majority", "minority", "both", "neither")
    equal = "after SMOTE the classes are equally large"
    messages = {
        (0, "minority"): "the smallest class is the one that is spared.",
        (0, "both"): 'that takes `sampling_strategy="all"`, which is not the default here.',
        (
            1,
            "majority",
        ): "SMOTE-ENN's own cleaner is told something else than the cleaner alone is.",
        (1, "minority"): "SMOTE-ENN's own cleaner spares no class.",
        (2, "majority"): f"{equal}, so the smallest class is not the one that you think.",
        (2, "both"): "your own cleaner brings its own default along, which spares one class.",
        (2, "neither"): SPARES_ONE,
        (3, "neither"): SPARES_ONE,
        (3, "minority"): f"{equal}. Is it a role or a label that decides between them?",
        (3, "both"): "your own cleaner brings its own default along, which spares one class.",
    }
    for number, (case, text) in enumerate(zip(CASES, loses, strict=True)):
        text = answers.choice(text, f"the answer for `{case}`", options)
        if text != losers(case):
            otherwise = "the classes overlap, so somebody is outvoted."
            raise Wrong(f"`{case}`: {messages.get((number, text), otherwise)}")
    return "All four. The last two differ in nothing but the names of the classes."
