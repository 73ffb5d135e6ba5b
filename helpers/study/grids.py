"""The simulated experiments of lesson 10, each made by one command and kept in ``data/results/``.

``python -m helpers.study lesson10`` computes three grids. ``lesson10``: every approach at the
settings of every claim. ``lesson10_fresh``: all 72 cases again, on replicates that had no say in
anything. ``lesson10_columns``: all cases on tables with fewer and with more columns. Each fit is
kept under ``build/experiments/`` as it comes, so that an interrupted run goes on, and the tables
and their descriptions with versions and seeds are written when all are there.
"""

import hashlib
from itertools import product

import pandas as pd
from joblib import Parallel, delayed
from tqdm import tqdm

from helpers.experiments.fit_log import FitLog
from helpers.experiments.out_of_fold import SCORES, held_out_scores, judge_scores
from helpers.paths import BUILD
from helpers.study.claims import (
    CLAIMS,
    CLASSIFIERS,
    FRESH_REPLICATES,
    LESSON10,
    WIDTHS,
    approaches_of,
    approaches_of_case,
    dataset,
    opposite_setting,
    own_columns,
    reference_sampler,
)
from helpers.study.results import KEYS, store

LOGS = BUILD / "experiments"


def run_claim(
    sampler,
    values=None,
    replicates=None,
    *,
    approaches=None,
    classifiers=None,
    n_columns=None,
    further="noise",
    results=None,
    n_jobs=None,
    progress=True,
):
    """Cross-validate approaches on the data of one claim, and judge them at both cuts.

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
    results : path, optional
        File of JSON lines to append to and to resume from.
    n_jobs : int, optional
        Workers of joblib.
    progress : bool, default=True
        Whether to show a bar on standard error, if that is a terminal.

    Returns
    -------
    DataFrame
        One row per setting, replicate, approach and classifier: these names, and the `SCORES` of
        `helpers.experiments.out_of_fold`, each the mean over the folds.
    """
    values = settings_of(sampler) if values is None else values
    replicates = range(LESSON10["n_replicates"]) if replicates is None else replicates
    approaches = approaches_of(sampler) if approaches is None else approaches
    classifiers = list(CLASSIFIERS) if classifiers is None else classifiers
    n_columns = own_columns(sampler) if n_columns is None else n_columns
    keys = [
        (sampler, n_columns, further, value, replicate, approach, classifier)
        for value, replicate, approach, classifier in product(
            values, replicates, approaches, classifiers
        )
        if (approach, classifier) != ("class weights", "k nearest neighbours")
    ]
    log = FitLog(results)
    todo = [key for key in keys if not log.has(_log_key(key), _mark(key))]
    bar = tqdm(total=len(keys), unit="task", disable=None if progress else True, smoothing=0.05)
    with bar, log:
        bar.update(len(keys) - len(todo))
        workers = Parallel(n_jobs=n_jobs, return_as="generator_unordered")
        for row in workers(delayed(_run_task)(key) for key in todo):
            log.add(row)
            bar.update()
    rows = [(*key, *(log.rows[_log_key(key)][name] for name in SCORES)) for key in keys]
    return pd.DataFrame(rows, columns=[*KEYS, *SCORES])


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


def _log_key(key):
    """Return what names a task in its log; the task holds all folds."""
    *data, approach, classifier = key
    return "|".join(f"{part}" for part in data), approach, classifier, 0, 0


def _mark(key):
    """Return a digest of what the result depends on beyond its key."""
    text = f"{CLASSIFIERS[key[-1]].get_params()}|{LESSON10}|{SCORES}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _run_task(key):
    """Do one task: all folds of a data set with one approach and one classifier."""
    sampler, n_columns, further, value, replicate, approach, classifier = key
    width = None if n_columns == own_columns(sampler) else n_columns
    X, y = dataset(sampler, value, replicate, n_columns=width, further=further)
    score, fold = held_out_scores(
        f"{sampler}|{value:g}|{replicate}",
        (X, y),
        approach,
        CLASSIFIERS[classifier],
        n_splits=LESSON10["n_splits"],
        random_state=LESSON10["random_state"],
    )
    names = ["dataset", "approach", "classifier", "repeat", "fold"]
    row = dict(zip(names, _log_key(key), strict=True))
    row |= {"fingerprint": _mark(key), "error": None}
    return row | judge_scores(y.to_numpy(), score, fold)


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
    parts = [{"sampler": sampler} for sampler in CLAIMS]
    first = _compute("lesson10", parts, n_jobs)
    return "\n".join([first, lesson10_fresh(n_jobs=n_jobs), lesson10_columns(n_jobs=n_jobs)])


def lesson10_fresh(*, n_jobs=-1):
    """Compute all cases on `FRESH_REPLICATES`, store them, and say where."""
    parts = [
        {
            "sampler": sampler,
            "values": settings_of_case(sampler),
            "replicates": FRESH_REPLICATES,
            "approaches": approaches_of_case(sampler),
        }
        for sampler in CLAIMS
    ]
    return _compute("lesson10_fresh", parts, n_jobs)


def settings_of_case(sampler):
    """Return the setting without the property and the one that the claim is about."""
    return (opposite_setting(sampler), CLAIMS[sampler].claimed)


def lesson10_columns(*, n_jobs=-1):
    """Compute all cases on tables of the `WIDTHS`, store them, and say where."""
    parts = [
        {
            "sampler": sampler,
            "values": settings_of_case(sampler),
            "replicates": COLUMN_REPLICATES,
            "approaches": ["none", reference_sampler(sampler), sampler],
            "n_columns": n_columns,
            "further": further,
        }
        for sampler in CLAIMS
        for n_columns, further in WIDTHS
        if not (sampler == "smote_nc" and n_columns == 2)  # all eight columns hold structure
    ]
    return _compute("lesson10_columns", parts, n_jobs)


COLUMN_REPLICATES = FRESH_REPLICATES[:12]
"""Of the tables with other widths."""


def _compute(name, parts, n_jobs):
    """Run the parts of a grid (options of `run_claim`), and store them as one table."""
    options = {"results": LOGS / f"{name}.jsonl", "n_jobs": n_jobs}
    table = pd.concat([run_claim(**part, **options) for part in parts], ignore_index=True)
    described = {"classifiers": {key: str(model) for key, model in CLASSIFIERS.items()}}
    replicates = {"replicates": sorted({int(number) for number in table["replicate"]})}
    return store(name, table, LESSON10 | replicates | described)


GRIDS = {
    "lesson10": lesson10,
    "lesson10_fresh": lesson10_fresh,
    "lesson10_columns": lesson10_columns,
}
"""Name to the function that computes and stores a grid."""
