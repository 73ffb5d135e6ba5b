"""How far the study on real sets is, and what the rest will cost."""

import numpy as np
import pandas as pd

from helpers.experiments.workers import run_tasks
from helpers.study.real_cells import OWN, SETTINGS, catalogue, compute_cell
from helpers.study.real_grid import PARTS, cost_of, make_parts

LEAST_TIMED = 3


def show_status(*, folder=PARTS):
    """Say how many cells are done, by classifier.

    Parameters
    ----------
    folder : path

    Returns
    -------
    str
    """
    parts = make_parts(folder=folder)
    results = parts.read()
    cells = _frame(parts.keys)
    done = cells["key"].map(lambda key: key in results)
    problem = cells["key"].map(lambda key: bool(results.get(key, {}).get("problem")))
    seconds = cells["key"].map(lambda key: results.get(key, {}).get("seconds", 0.0))
    table = pd.DataFrame(
        {
            "model": cells["model"],
            "cells": 1,
            "done": done,
            "problem": problem,
            "CPU hours": seconds,
        }
    )
    table = table.groupby("model", sort=False).sum()
    table["CPU hours"] /= 3600
    lines = [_with_total(table).round(3).to_string()]
    if parts.damaged:
        lines.append(f"{len(parts.damaged)} parts are damaged and will be done again.")
    if parts.n_others:
        lines.append(f"{parts.n_others} parts of other designs are left alone.")
    return "\n".join(lines)


def make_plan(*, folder=PARTS, n_jobs=-1, scheduler=None, progress=True):
    """Time a hundredth of the cells, small and large sets alike, and say what all will cost.

    The timed cells are stored as finished parts.

    Parameters
    ----------
    folder : path
    n_jobs, scheduler, progress
        As in `helpers.experiments.workers.run_tasks`.

    Returns
    -------
    str
    """
    parts = make_parts(folder=folder)
    chosen = choose_hundredth(parts.keys)
    options = {"n_jobs": n_jobs, "scheduler": scheduler, "progress": progress}
    results = run_tasks(compute_cell, parts, only=chosen, cost=cost_of, **options)
    return _with_total(estimate(parts.keys, {key: results[key] for key in chosen})).to_string(
        float_format="{:.3g}".format
    )


def choose_hundredth(keys):
    """Return every hundredth cell of each classifier and ensemble, in the order of their sizes.

    Parameters
    ----------
    keys : list of keys

    Returns
    -------
    list of keys
        At least three of each.
    """
    sets = catalogue()
    size = sets["rows"].clip(upper=SETTINGS["most_rows"]) * (sets["numeric"] + sets["categorical"])
    chosen = []
    for _, group in _frame(keys).groupby("model", sort=False):
        ordered = sorted(group["key"], key=lambda key: (size[key[0]], key))
        n = min(len(ordered), max(LEAST_TIMED, len(ordered) // 100))
        middle = (np.arange(n) + 0.5) * len(ordered) / n
        chosen += [ordered[int(place)] for place in middle]
    return chosen


def estimate(keys, timed):
    """Return cells, cells timed, CPU seconds a cell and CPU hours, by classifier or ensemble.

    Parameters
    ----------
    keys : list of keys
        All cells.
    timed : dict
        Key to result of some.

    Returns
    -------
    DataFrame
    """
    cells = _frame(keys)
    seconds = cells["key"].map(lambda key: timed[key]["seconds"] if key in timed else np.nan)
    groups = seconds.groupby(cells["model"], sort=False)
    table = pd.DataFrame(
        {"cells": groups.size(), "timed": groups.count(), "seconds a cell": groups.mean()}
    )
    return table.assign(**{"CPU hours": table["cells"] * table["seconds a cell"] / 3600})


def _frame(keys):
    return pd.DataFrame(
        {
            "key": keys,
            "model": [
                approach if classifier == OWN else classifier for _, approach, classifier in keys
            ],
        }
    )


def _with_total(table):
    total = table.sum()
    if "seconds a cell" in total:
        total["seconds a cell"] = total["CPU hours"] * 3600 / total["cells"]
    return pd.concat([table, total.to_frame("all").T]).astype(
        {name: int for name in ("cells", "timed", "done", "problem") if name in table}
    )
