"""The study on real sets: run it, or rerun the cells of one origin.

``python -m helpers.study real-sets`` runs the cells that are missing, and stores one row a cell and
cut in ``data/results/real_sets.csv.gz``; docs/real-sets.md says how, and what it costs. The cells
are in `helpers.study.real_grid`, one cell in `real_cells`, the table in `real_results`.
"""

import tempfile

import pandas as pd

from helpers.experiments.workers import run_tasks
from helpers.study.real_cells import PLAIN, catalogue, compute_cell
from helpers.study.real_grid import PARTS, cost_of, list_cells, make_parts
from helpers.study.real_results import collect, store


def run_real_sets(*, folder=PARTS, n_jobs=-1, scheduler=None, progress=True):
    """Run the cells that are missing, store the table, and say where.

    Parameters
    ----------
    folder : path
        Where the finished parts are and go to.
    n_jobs, scheduler, progress
        As in `helpers.experiments.workers.run_tasks`.

    Returns
    -------
    str

    Raises
    ------
    TasksFailedError
        At the end, if cells failed. Nothing is stored in ``data/results/`` then.
    """
    parts = make_parts(folder=folder)
    options = {"n_jobs": n_jobs, "scheduler": scheduler, "progress": progress}
    return store(run_tasks(compute_cell, parts, cost=cost_of, **options))


def rerun(origin, *, datasets=None, approaches=None, classifiers=None, n_jobs=-1, progress=True):
    """Compute the cells of one origin again, as the study did.

    Parameters
    ----------
    origin : str
        Such as ``"yeast"``; its sets are in `helpers.data.real_sets`.
    datasets, approaches, classifiers : sequence of str, optional
        Some of them only. The baselines are computed too, for the gains.
    n_jobs, progress
        As in `helpers.experiments.workers.run_tasks`.

    Returns
    -------
    DataFrame
        The rows of `load_real_set_results` that were asked for, all digits, times of this machine.

    Raises
    ------
    ValueError
        If the study has no such cells.
    """
    sets = catalogue()
    wanted = [
        key
        for key in list_cells()
        if sets.loc[key[0], "origin"] == origin
        and (datasets is None or key[0] in datasets)
        and (approaches is None or key[1] in approaches)
        and (classifiers is None or key[2] in classifiers)
    ]
    if not wanted:
        raise ValueError(f"The study has no such cells of the origin {origin!r}.")
    bases = [(name, "none", PLAIN.get(approach, model)) for name, approach, model in wanted]
    with tempfile.TemporaryDirectory() as folder:
        parts = make_parts(dict.fromkeys([*wanted, *bases]), folder)
        results = run_tasks(compute_cell, parts, cost=cost_of, n_jobs=n_jobs, progress=progress)
    table = collect(results)
    keys = pd.MultiIndex.from_tuples(wanted)
    asked = pd.MultiIndex.from_frame(table[["dataset", "approach", "classifier"]]).isin(keys)
    return table[asked].reset_index(drop=True)
