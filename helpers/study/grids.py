"""The simulated experiments of lesson 10, each made by one command and kept in ``data/results/``.

``python -m helpers.study lesson10`` computes three grids. ``lesson10``: every approach at the
settings of every claim. ``lesson10_fresh``: all 72 cases again, on replicates that had no say in
anything. ``lesson10_columns``: all cases on tables with fewer and with more columns. Each task is
kept in ``build/experiments/lesson10/`` when it is done, so that an interrupted run goes on, and the
tables and their descriptions with versions and seeds are written when all are there.
"""

from itertools import product

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

from helpers.environment import versions
from helpers.evaluation.out_of_fold import (
    DECISIONS,
    best_thresholds,
    decision_scores,
    rank_scores,
)
from helpers.experiments.parts import Parts
from helpers.experiments.runner import seed_of
from helpers.experiments.workers import run_tasks
from helpers.models.pipelines import make_approach
from helpers.paths import BUILD
from helpers.study.claims import (
    CLAIMS,
    CLASSIFIERS,
    FRESH_REPLICATES,
    LESSON10,
    METRICS,
    approaches_of,
    approaches_of_case,
    dataset,
    opposite_setting,
    own_columns,
    widths_of,
)
from helpers.study.results import KEYS, store

PARTS = BUILD / "experiments" / "lesson10"
SCORES = ("average_precision", "brier", *METRICS[1:], *[f"{name}_tuned" for name in METRICS[1:]])
"""What is stored of a task, each the mean over the folds; thresholds are 0.5 or tuned."""
REFUSAL = "belong to the majority class"
"""What ADASYN says of classes that lie apart."""


def run_claim(
    sampler,
    values=None,
    replicates=None,
    *,
    approaches=None,
    classifiers=None,
    n_columns=None,
    further="noise",
):
    """Cross-validate approaches on the data of one claim, and judge them at both thresholds.

    Parameters
    ----------
    sampler : str
        Key of `CLAIMS`.
    values, replicates : sequence, optional
        Settings of the parameter and numbers of replicates; by default all of the stored grid.
    approaches : sequence of str, optional
        Of `helpers.models.APPROACHES`; by default `approaches_of`.
    classifiers : sequence of str, optional
        Some of `CLASSIFIERS`; class weights are left out for *k* nearest neighbours.
    n_columns, further
        As of `dataset`.

    Returns
    -------
    DataFrame
        One row per setting, replicate, approach and classifier: these names, and the `SCORES`.
    """
    plan = {"approaches": approaches, "n_columns": n_columns, "further": further}
    keys = tasks_of_claim(sampler, values, replicates, **plan)
    with threadpool_limits(limits=1):  # on 700 rows, threads cost more than they save
        return _table({key: compute_task(*key, classifiers=classifiers) for key in keys})


def tasks_of_claim(
    sampler, values=None, replicates=None, *, approaches=None, n_columns=None, further="noise"
):
    """Return the keys of the tasks behind `run_claim`, whose arguments it takes, as text."""
    values = settings_of(sampler) if values is None else values
    replicates = range(LESSON10["n_replicates"]) if replicates is None else replicates
    approaches = approaches_of(sampler) if approaches is None else approaches
    n_columns = own_columns(sampler) if n_columns is None else n_columns
    return [
        (sampler, f"{n_columns}", further, f"{value:g}", f"{replicate}", approach)
        for value, replicate, approach in product(values, replicates, approaches)
    ]


def compute_task(sampler, n_columns, further, value, replicate, approach, *, classifiers=None):
    """Do one task: all folds of a data set with one approach, and each classifier on its rows.

    Every row is scored once, by the model that did not see it. At test fold f, decisions take 0.5
    or the threshold that is best for the metric on the scores of all other folds.

    Parameters
    ----------
    sampler, n_columns, further, value, replicate, approach : str
        A key of `tasks_of_claim`.
    classifiers : sequence of str, optional
        Some of `CLASSIFIERS`.

    Returns
    -------
    dict
        From classifier to its `SCORES`; empty if ADASYN refuses the data, as it does where no
        minority row has a majority row among its neighbours.
    """
    width = None if int(n_columns) == own_columns(sampler) else int(n_columns)
    setting = {f"{value:g}": value for value in CLAIMS[sampler].settings}[value]
    X, y = dataset(sampler, setting, int(replicate), n_columns=width, further=further)
    y = y.to_numpy()
    seed = LESSON10["random_state"], f"{sampler}|{value}|{replicate}", 0  # of the only repeat
    folds = StratifiedKFold(LESSON10["n_splits"], shuffle=True, random_state=seed_of(*seed))
    folds = list(folds.split(y, y))
    names = [
        name
        for name in (CLASSIFIERS if classifiers is None else classifiers)
        if (approach, name) != ("class weights", "k nearest neighbours")
    ]
    scores = {name: np.empty(len(y)) for name in names}
    for fold, (train, test) in enumerate(folds):
        models = {name: _model(approach, name, seed_of(*seed, fold), X) for name in names}
        steps = [step for _, step in next(iter(models.values())).steps[:-1]]  # alike in all
        try:
            rows, labels = _fit_steps(steps, _take(X, train), y[train])
        except RuntimeError as refusal:
            if REFUSAL not in str(refusal):
                raise
            return {}
        tested = _transform(steps, _take(X, test))
        for name, model in models.items():
            classifier = model.steps[-1][1].fit(rows, labels)
            scores[name][test] = classifier.predict_proba(tested)[:, 1]
    return {name: _judge(y, score, folds) for name, score in scores.items()}


def _model(approach, classifier, seed, X):
    mixed = not X.select_dtypes("category").empty
    return make_approach(approach, CLASSIFIERS[classifier], seed, mixed=mixed)


def _take(X, rows):
    """Return rows; of numbers as an array, because scikit-learn checks a frame in each step."""
    return X.iloc[rows] if not X.select_dtypes("category").empty else X.to_numpy()[rows]


def _fit_steps(steps, X, y):
    """Fit the steps before a classifier, the sampler among them; return what it is fitted on."""
    for step in steps:
        if hasattr(step, "fit_resample"):
            X, y = step.fit_resample(X, y)
        else:
            X = step.fit_transform(X, y)
    return X, y


def _transform(steps, X):
    for step in steps:
        X = step.transform(X) if hasattr(step, "transform") else X
    return X


def _judge(y, score, folds):
    """Return the `SCORES` of held-out scores."""
    rows = []
    for train, test in folds:
        ranks = rank_scores(y[test], score[test], n_alarms=1)
        fixed = decision_scores(y[test], score[test], dict.fromkeys(DECISIONS, 0.5))
        tuned = decision_scores(y[test], score[test], best_thresholds(y[train], score[train]))
        rows.append(ranks | fixed | {f"{name}_tuned": tuned[name] for name in tuned})
    return {name: float(np.mean([row[name] for row in rows])) for name in SCORES}


def _table(results):
    """Return one row per task and classifier, numbers as numbers."""
    rows = [
        (*key, name, *(each[name][column] for column in SCORES))
        for key, each in results.items()
        for name in CLASSIFIERS  # a part has its names in the order of the alphabet
        if name in each
    ]
    table = pd.DataFrame(rows, columns=[*KEYS, *SCORES])
    return table.astype({"n_columns": int, "value": float, "replicate": int})


def settings_of(sampler):
    """Return the settings in the stored grid: all of ADASYN's parameter, two of the others'.

    Examples
    --------
    >>> settings_of("adasyn"), settings_of("smote")
    ((0, 0.4, 0.7, 1), (0.03, 0.15))
    """
    if sampler == "adasyn":  # the lesson draws it over its parameter
        return CLAIMS[sampler].settings
    return (opposite_setting(sampler), CLAIMS[sampler].claimed)


def lesson10(*, n_jobs=-1):
    """Compute all grids of lesson 10, store them, and say where.

    Parameters
    ----------
    n_jobs : int, default=-1
        Workers.

    Returns
    -------
    str
    """
    plan = [{"sampler": sampler} for sampler in CLAIMS]
    first = _compute("lesson10", plan, n_jobs)
    return "\n".join([first, lesson10_fresh(n_jobs=n_jobs), lesson10_columns(n_jobs=n_jobs)])


def lesson10_fresh(*, n_jobs=-1):
    """Compute all cases on `FRESH_REPLICATES`, store them, and say where.

    At the setting that the claim names, every approach is tried, for `recommend`.
    """
    plan = [
        {
            "sampler": sampler,
            "values": [value],
            "replicates": FRESH_REPLICATES,
            "approaches": approaches,
        }
        for sampler, claim in CLAIMS.items()
        for value, approaches in (
            (opposite_setting(sampler), approaches_of_case(sampler)),
            (claim.claimed, approaches_of(sampler)),
        )
    ]
    return _compute("lesson10_fresh", plan, n_jobs)


def settings_of_case(sampler):
    """Return the setting without the property and the one that the claim is about."""
    return (opposite_setting(sampler), CLAIMS[sampler].claimed)


def lesson10_columns(*, n_jobs=-1):
    """Compute all cases on tables of other widths, store them, and say where."""
    plan = [
        {
            "sampler": sampler,
            "values": settings_of_case(sampler),
            "replicates": COLUMN_REPLICATES,
            "approaches": approaches_of_case(sampler),
            "n_columns": n_columns,
            "further": further,
        }
        for sampler in CLAIMS
        for n_columns, further in widths_of(sampler)
    ]
    return _compute("lesson10_columns", plan, n_jobs)


COLUMN_REPLICATES = FRESH_REPLICATES[:12]
"""Of the tables with other widths."""


def _compute(name, plan, n_jobs):
    """Run the tasks of a grid, each entry the arguments of `tasks_of_claim`; store one table."""
    keys = [key for entry in plan for key in tasks_of_claim(**entry)]
    described = {"classifiers": {key: str(model) for key, model in CLASSIFIERS.items()}}
    depends = LESSON10 | described | {"scores": SCORES, "versions": versions()}
    parts = Parts(PARTS, dict.fromkeys(keys, depends))
    results = run_tasks(compute_task, parts, n_jobs=n_jobs)
    table = _table({key: results[key] for key in keys})
    settings = {
        "replicates": sorted({int(number) for number in table["replicate"]}),
        "refused": [" | ".join(key) for key in keys if not results[key]],
    }
    return store(name, table, LESSON10 | settings | described)


GRIDS = {
    "lesson10": lesson10,
    "lesson10_fresh": lesson10_fresh,
    "lesson10_columns": lesson10_columns,
}
"""Name to the function that computes and stores a grid."""
