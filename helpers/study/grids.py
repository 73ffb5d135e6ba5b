"""The experiments whose results are stored in ``data/results/``, each made by one command.

``python -m helpers.study lesson10`` computes the grid of lesson 10, and after it
``lesson10_fresh``: the cases that looked best in the grid, on replicates that had no say in that.
It keeps every fit under ``build/experiments/`` as it comes, so that an interrupted run goes on, and
writes the table and a description with versions and seeds when all are there.
"""

from functools import partial

import pandas as pd

from helpers.experiments.runner import run
from helpers.paths import BUILD
from helpers.study.claims import (
    CLAIMS,
    CLASSIFIERS,
    FRESH,
    FRESH_REPLICATES,
    LESSON10,
    approaches_of,
    dataset,
    fresh_approaches,
)
from helpers.study.results import store

LOGS = BUILD / "experiments"


def run_claim(
    sampler, values=None, replicates=None, *, approaches=None, classifiers=None, **options
):
    """Cross-validate the approaches on the data of one claim.

    Parameters
    ----------
    sampler : str
        Key of `CLAIMS`.
    values, replicates : sequence, optional
        Settings of the parameter and numbers of replicates; by default all of the stored grid.
    approaches : sequence of str, optional
        Some of `approaches_of`.
    classifiers : sequence of str, optional
        Some of `CLASSIFIERS`.
    **options
        ``results``, ``n_jobs``, ``progress`` of `helpers.experiments.run`.

    Returns
    -------
    DataFrame
        As of `helpers.experiments.run`, with ``claim``, ``value`` (of the parameter) and
        ``replicate`` before the approach; ``dataset`` names claim and value.
    """
    values = CLAIMS[sampler].settings if values is None else values
    replicates = range(LESSON10["n_replicates"]) if replicates is None else replicates
    known = approaches_of(sampler)
    keys = {
        f"{sampler}|{value:g}|{replicate}": (sampler, value, replicate)
        for value in values
        for replicate in replicates
    }
    table = run(
        {name: partial(dataset, *key) for name, key in keys.items()},
        {name: known[name] for name in (known if approaches is None else approaches)},
        {name: CLASSIFIERS[name] for name in (CLASSIFIERS if classifiers is None else classifiers)},
        n_splits=LESSON10["n_splits"],
        n_repeats=1,
        random_state=LESSON10["random_state"],
        **options,
    )
    columns = pd.DataFrame(
        table.pop("dataset").map(keys).tolist(), columns=["claim", "value", "replicate"]
    )
    names = columns["claim"] + "|" + columns["value"].map("{:g}".format)
    return pd.concat([names.rename("dataset"), columns, table], axis=1)


def lesson10(*, n_jobs=-1):
    """Compute the grid of lesson 10, store it, and say where.

    Parameters
    ----------
    n_jobs : int, default=-1
        Workers.

    Returns
    -------
    str
    """
    first = _compute("lesson10", {sampler: {} for sampler in CLAIMS}, CLASSIFIERS, {}, n_jobs)
    return f"{first}\n{lesson10_fresh(n_jobs=n_jobs)}"


def lesson10_fresh(*, n_jobs=-1):
    """Compute the cases of `FRESH` on `FRESH_REPLICATES`, store them, and say where.

    Parameters
    ----------
    n_jobs : int, default=-1
        Workers.

    Returns
    -------
    str
    """
    parts = {
        sampler: {
            "values": [CLAIMS[sampler].settings[0], CLAIMS[sampler].claimed],
            "replicates": FRESH_REPLICATES,
            "approaches": fresh_approaches(sampler),
            "classifiers": classifiers,
        }
        for sampler, classifiers in FRESH.items()
    }
    names = [name for classifiers in FRESH.values() for name in classifiers]
    replicates = {"n_replicates": len(FRESH_REPLICATES), "first_replicate": FRESH_REPLICATES[0]}
    return _compute("lesson10_fresh", parts, names, replicates, n_jobs)


def _compute(name, parts, classifiers, settings, n_jobs):
    """Run the parts of a grid (claim to options of `run_claim`), and store them as one table."""
    options = {"results": LOGS / f"{name}.jsonl", "n_jobs": n_jobs}
    tables = [run_claim(sampler, **part, **options) for sampler, part in parts.items()]
    described = {"classifiers": {key: str(CLASSIFIERS[key]) for key in classifiers}}
    return store(name, pd.concat(tables, ignore_index=True), LESSON10 | settings | described)


GRIDS = {"lesson10": lesson10, "lesson10_fresh": lesson10_fresh}
"""Name to the function that computes and stores a grid."""
