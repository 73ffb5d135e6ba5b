"""Cross-validate approaches, classifiers and data sets against each other, in one call.

`run` fits every approach with every classifier on the same folds and returns one row per fit. It
can be interrupted at any moment: each row is written to a file as soon as it is there, and the next
call with that file goes on where the last one stopped. ``python -m helpers.study NAME`` computes
one of the grids of `helpers.study.grids`, whose results lie in ``data/results/``.
"""

import functools
import hashlib
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from sklearn import metrics
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import ThreadpoolController
from tqdm import tqdm

from helpers.evaluation.metrics import confusion_scores
from helpers.experiments.fit_log import KEY, FitLog
from helpers.models.pipelines import APPROACHES, make_approach

METRICS = (
    "average_precision",
    "roc_auc",
    "balanced_accuracy",
    "mcc",
    "f1",
    "precision",
    "recall",
    "brier",
    "log_loss",
)
COLUMNS = [*KEY, "n_train", "n_test", *METRICS, "seconds", "warning", "error"]


def run(
    datasets: Mapping,
    approaches: Sequence[str] | Mapping[str, Callable],
    classifiers: Mapping,
    *,
    n_splits: int = 5,
    n_repeats: int = 2,
    random_state: int = 0,
    results: str | Path | None = None,
    n_jobs: int | None = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Cross-validate every approach with every classifier on every data set.

    All approaches get the same folds, and in a fold the same seed, so that differences between them
    are paired. Seeds follow from `random_state`, the name of the data set, the repeat and the fold:
    neither the number of workers nor the order changes a number, and more repeats keep the old.

    Parameters
    ----------
    datasets : mapping of str to (X, y), or to a function without arguments that returns it
        X is an array or a DataFrame of shape (n_samples, n_features), with text columns taken as
        categories; y holds 0 and 1, 1 for the minority.
    approaches : sequence of str, or mapping
        Names of `helpers.models.APPROACHES`; or name to one of these names or to a function
        ``approach(classifier, random_state)``, defined by ``def`` at the top of a module if there
        is more than one worker, that returns an unfitted estimator.
    classifiers : mapping of str to classifier
        Unfitted, with ``predict_proba``.
    n_splits, n_repeats : int
        Stratified folds, and how often the rows are shuffled into folds.
    random_state : int
    results : path, optional
        File of JSON lines to append to and to resume from. Rows in it are not computed again,
        except those with an error.
    n_jobs : int, optional
        Workers of joblib; its active backend is used, so that inside
        ``joblib.parallel_config("dask")`` a cluster does the work. Each fit has one thread.
    progress : bool, default=True
        Whether to show a bar on standard error, if that is a terminal.

    Returns
    -------
    DataFrame
        One row per data set, approach, classifier, repeat and fold, in the order of the arguments:
        these names, ``n_train`` and ``n_test``, the `METRICS` on the test fold, ``seconds``
        (fitting), ``warning`` (the first one) and ``error``. Where fitting failed, ``error`` says
        why and the metrics are missing; precision is missing too where nothing was predicted 1.

    Raises
    ------
    KeyError
        If there is no such approach.
    ValueError
        If the file holds rows of other data, classifiers, approaches, folds or seeds under the same
        names, or is damaged elsewhere than in its last line. Changes inside a function and
        versions of packages are not noticed: use a new file after them.

    Examples
    --------
    >>> from sklearn.datasets import make_classification
    >>> from sklearn.linear_model import LogisticRegression
    >>> data = {"a": make_classification(200, weights=[0.8], random_state=0)}
    >>> table = run(data, ["none", "smote"], {"logistic": LogisticRegression()}, progress=False)
    >>> table.groupby("approach")["recall"].mean().round(2).to_dict()
    {'none': 0.72, 'smote': 0.81}
    """
    approaches = _check_approaches(approaches)
    log = FitLog(results)
    plan = [*product(datasets, approaches, classifiers, range(n_repeats), range(n_splits))]
    tasks = _tasks(datasets, approaches, classifiers, n_splits, n_repeats, random_state, log)
    bar = tqdm(total=len(plan), unit="fit", disable=None if progress else True, smoothing=0.05)
    with bar, log:
        workers = Parallel(n_jobs=n_jobs, return_as="generator_unordered")
        for row in workers(delayed(_fit_and_score)(**task) for task in tasks):
            log.add(row)
            bar.update(len(log.rows) - bar.n)
        bar.update(len(log.rows) - bar.n)
    table = pd.DataFrame([log.rows[key] for key in plan], columns=COLUMNS)
    return table.astype(dict.fromkeys(METRICS, float))


def _check_approaches(approaches) -> dict:
    """Return name to approach, all names known."""
    if not isinstance(approaches, Mapping):
        approaches = dict(zip(approaches, approaches, strict=True))
    unknown = [m for m in approaches.values() if not callable(m) and m not in APPROACHES]
    if unknown:
        raise KeyError(
            f"There is no approach {unknown[0]!r}; the names are {', '.join(APPROACHES)}."
        )
    return dict(approaches)


def _tasks(datasets, approaches, classifiers, n_splits, n_repeats, random_state, log) -> Iterator:
    """Yield the arguments of each fit that the log does not hold; load data when it is needed."""
    for name, data in datasets.items():
        try:
            X, y = _load(data() if callable(data) else data)
            mark = _fingerprint(X, y, n_splits, random_state)
            folds = [
                split
                for repeat in range(n_repeats)
                for split in _folds(y, n_splits, seed_of(random_state, name, repeat))
            ]
        except Exception as error:
            X = y = mark = None
            folds = [(str(type(error).__name__), str(error))] * (n_repeats * n_splits)
        for number, (train, test) in enumerate(folds):
            repeat, fold = divmod(number, n_splits)
            for approach, classifier in product(approaches, classifiers):
                key = (name, approach, classifier, repeat, fold)
                what = _describe(classifiers[classifier], approaches[approach])
                full_mark = f"{mark}-{_digest(what)}"
                if mark is not None and log.has(key, full_mark):
                    continue
                yield {
                    "row": {**dict(zip(KEY, key, strict=True)), "fingerprint": full_mark},
                    "approach": approaches[approach],
                    "classifier": classifiers[classifier],
                    "seed": seed_of(random_state, name, repeat, fold),
                    "X": X,
                    "y": y,
                    "train": train,
                    "test": test,
                }


def _load(data):
    X, y = data
    if isinstance(X, pd.DataFrame):
        X = X.reset_index(drop=True)
        text = X.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in X.dtypes]]
        X = X.astype(dict.fromkeys(text, "category"))
    else:
        X = np.asarray(X, dtype=float)
    y = np.asarray(y)
    if set(np.unique(y)) != {0, 1}:
        raise ValueError(f"y must hold both labels 0 and 1, got {np.unique(y)[:5]}")
    return X, y.astype(int)


def _folds(y, n_splits, seed):
    rare = min(np.bincount(y))
    if rare < n_splits:
        raise ValueError(f"{n_splits} folds need {n_splits} rows of each class; one has {rare}")
    return StratifiedKFold(n_splits, shuffle=True, random_state=seed).split(y, y)


def seed_of(*parts) -> int:
    """Return a seed that depends on the parts alone, and not on the process or the platform.

    Examples
    --------
    >>> seed_of(0, "yeast4", 1)
    858213291
    """
    return int(_digest("|".join(map(str, parts))), 16)


def _digest(text) -> str:
    text = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(text).hexdigest()[:8]


def _fingerprint(X, y, n_splits, random_state) -> str:
    """Return a short digest of data and plan."""
    rows = pd.util.hash_pandas_object(pd.DataFrame(X), index=False).to_numpy()
    return _digest(rows.tobytes() + y.tobytes() + f"{n_splits}|{random_state}".encode())


def _describe(classifier, approach) -> str:
    """Return what a classifier and an approach are, the same in each process."""
    name = (
        approach if isinstance(approach, str) else getattr(approach, "__qualname__", repr(approach))
    )
    text = f"{type(classifier).__qualname__}|{classifier.get_params()}|{name}"
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)  # addresses of functions


def _fit_and_score(row, approach, classifier, seed, X, y, train, test) -> dict:
    """Do one fit; whatever goes wrong in it is written down and does not stop the others."""
    row = {**row, "seconds": None, "warning": None, "error": None}
    if X is None:
        return {**row, "error": f"{train}: {test}"}
    row |= {"n_train": len(train), "n_test": len(test)}
    limit = _threads(type(classifier)).limit(limits=1)
    with warnings.catch_warnings(record=True) as caught, limit:
        warnings.simplefilter("always")
        try:
            take = X.iloc if isinstance(X, pd.DataFrame) else X
            start = perf_counter()
            model = _build(approach, classifier, seed, X).fit(take[train], y[train])
            row["seconds"] = round(perf_counter() - start, 4)
            row |= _score(model, take[test], y[test])
        except Exception as error:
            row["error"] = f"{type(error).__name__}: {error}"
    if caught:
        row["warning"] = f"{caught[0].category.__name__}: {caught[0].message}"
    return row


def _build(approach, classifier, seed, X):
    if callable(approach):
        return approach(classifier, seed)
    mixed = isinstance(X, pd.DataFrame) and not X.select_dtypes("category").empty
    return make_approach(approach, classifier, seed, mixed=mixed)


def _score(model, X, y) -> dict[str, float]:
    """Return all metrics on a test fold; ranks by ``predict_proba``, decisions by ``predict``."""
    score = model.predict_proba(X)[:, list(model.classes_).index(1)]
    decisions = confusion_scores(y, model.predict(X))
    return {
        "average_precision": float(metrics.average_precision_score(y, score)),
        "roc_auc": float(metrics.roc_auc_score(y, score)),
        **{name: float(decisions[name]) for name in METRICS if name in decisions},
        "brier": float(metrics.brier_score_loss(y, score)),
        "log_loss": float(metrics.log_loss(y, score)),
    }


@functools.cache
def _threads(kind: type) -> ThreadpoolController:
    """Return what limits threads, looked up once for each kind of classifier: it takes 4 ms."""
    return ThreadpoolController()
