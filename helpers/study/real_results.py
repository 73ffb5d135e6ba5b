"""The results of the study on real sets: collected into one table, stored, loaded, compared."""

import gzip
import hashlib
import json
from collections import Counter

import numpy as np
import pandas as pd

from helpers.environment import versions
from helpers.evaluation.out_of_fold import DECISIONS
from helpers.evaluation.paired import corrected_error
from helpers.files import write_file
from helpers.paths import RESULTS
from helpers.study.real_cells import CLASSIFIERS, ENSEMBLES, OWN, PLAIN, SETTINGS, catalogue
from helpers.study.real_grid import CUT, list_cells

COMMAND = "python -m helpers.study real-sets"
RANKS = ("average_precision", "roc_auc", "recall_at_budget", "brier", "log_loss")
"""Metrics that no cut changes."""
METRICS = (*RANKS[:2], *DECISIONS, *RANKS[2:])
KEY = ["dataset", "origin", "approach", "classifier", "cut"]


def collect(results, origins=None):
    """Make the table of finished cells: means, corrected errors, and gains over the baseline.

    Parameters
    ----------
    results : dict
        Key of the cell to what `compute_cell` returned.
    origins : dict, optional
        Set to origin; by default those of the catalogue.

    Returns
    -------
    DataFrame
        One row a cell and cut ("0.5", "tuned", and for some cells "nested"): `KEY`, ``rows`` and
        ``minority`` (used), for each of `METRICS` its mean, its standard error (``_error``, as
        corrected by Nadeau and Bengio), its mean difference to the baseline on the same folds
        (``_gain``) and that one's error (``_gain_error``); ``fit_seconds`` (mean), ``n_fits``,
        ``seconds`` (of processor, the whole cell) and ``problem``. The baseline is approach "none"
        with the same classifier (for ensembles see `PLAIN`), with its threshold tuned for metrics
        of decisions. The gains of cut "nested" are over the nested one's.
    """
    origins = catalogue()["origin"] if origins is None else origins
    rows = []
    for (dataset, approach, classifier), result in results.items():
        plain = PLAIN[approach] if classifier == OWN else classifier
        base = results.get((dataset, "none", plain))
        key = {"dataset": dataset, "origin": origins[dataset]}
        for cut in result["decisions"] or ("0.5", "tuned"):
            row = key | {"approach": approach, "classifier": classifier, "cut": cut}
            row |= {"rows": result["rows"], "minority": result["minority"]}
            for metric in METRICS:
                row |= _summary(metric, _values(result, metric, cut), base, cut, result)
            seconds = result["fit_seconds"]
            row |= {"fit_seconds": np.mean(seconds) if seconds else np.nan, "n_fits": len(seconds)}
            rows.append(row | {"seconds": result["seconds"], "problem": result["problem"]})
    return pd.DataFrame(rows)


def _values(result, metric, cut):
    """Return one value a fit, or None."""
    if result is None or result["problem"]:
        return None
    values = (result["scores"] if metric in RANKS else result["decisions"][cut])[metric]
    return None if None in values else np.array(values)


def _summary(metric, values, base, cut, result):
    names = [metric + end for end in ("", "_error", "_gain", "_gain_error")]
    if values is None:
        return dict.fromkeys(names, np.nan)
    entries = [values.mean(), corrected_error(values, result["shared"])]
    reference = _values(base, metric, "nested" if cut == "nested" else "tuned")
    if reference is None:
        entries += [np.nan, np.nan]
    else:
        gains = values - reference
        entries += [gains.mean(), corrected_error(gains, result["shared"])]
    return dict(zip(names, entries, strict=True))


def store(results):
    """Write the table and its description to ``data/results/``; say what is in it.

    The same results give the same bytes.

    Parameters
    ----------
    results : dict
        As for `collect`; cells that are missing are counted in the description.

    Returns
    -------
    str
    """
    order = {key: number for number, key in enumerate(list_cells())}
    table = collect({key: results[key] for key in sorted(results, key=order.__getitem__)})
    text = table.to_csv(index=False, float_format="%.6g", lineterminator="\n")
    content = gzip.compress(text.encode(), mtime=0)
    write_file(RESULTS / "real_sets.csv.gz", content)
    cells = table.drop_duplicates(["dataset", "approach", "classifier"])
    description = {
        "command": COMMAND,
        "rows": len(table),
        "cells": len(cells),
        "cells_missing": len(order) - len(cells),
        "datasets": int(table["dataset"].nunique()),
        "origins": int(table["origin"].nunique()),
        "sha256_of_csv": hashlib.sha256(text.encode()).hexdigest(),
        "cpu_hours": round(cells["seconds"].sum() / 3600, 3),
        "cpu_hours_by_classifier": _hours(cells).round(3).to_dict(),
        "problems": _count(cells["problem"].dropna()),
        "warnings": _count_warnings(results),
        "cut": CUT,
        "baselines_of_ensembles": PLAIN,
        "settings": SETTINGS | {"classifiers": _describe(CLASSIFIERS | ENSEMBLES)},
        "versions": versions(),
    }
    write_file(RESULTS / "real_sets.json", json.dumps(description, indent=2) + "\n")
    return (
        f"data/results/real_sets.csv.gz: {len(table):,} rows, {len(cells):,} cells, "
        f"{cells['problem'].notna().sum()} of them with a problem, "
        f"{description['cells_missing']} missing"
    )


def _hours(cells):
    name = cells["classifier"].where(cells["classifier"] != OWN, cells["approach"])
    return cells["seconds"].groupby(name, sort=False).sum() / 3600


def _count(texts):
    return dict(Counter(texts).most_common())


def _count_warnings(results):
    counts = Counter()
    for result in results.values():
        counts.update(result["warnings"])
    return dict(counts.most_common())


def _describe(models):
    return {name: str(model) for name, model in models.items()}


def load_real_set_results():
    """Load the stored results of the study on real sets.

    Returns
    -------
    DataFrame
        As of `collect`, with six digits. ``attrs["description"]`` holds command, settings,
        versions, costs and what was cut.

    Raises
    ------
    FileNotFoundError
        If there are none; the message names the command that makes them.
    """
    path = RESULTS / "real_sets.csv.gz"
    if not path.exists():
        raise FileNotFoundError(f"data/results/{path.name} is missing; `{COMMAND}` makes it.")
    table = pd.read_csv(path, dtype={"cut": str}, keep_default_na=False, na_values=[""])
    description = path.with_name("real_sets.json").read_text(encoding="utf-8")
    table.attrs["description"] = json.loads(description)
    return table


def compare_with_stored(table):
    """Say how far recomputed rows are from the stored ones.

    Parameters
    ----------
    table : DataFrame
        From `rerun`.

    Returns
    -------
    str
    """
    stored = load_real_set_results()
    pairs = table.merge(stored, on=KEY, suffixes=("", "_stored"))
    numbers = [metric + end for metric in METRICS for end in ("", "_error", "_gain", "_gain_error")]
    ours = pairs[numbers].to_numpy(float)
    theirs = pairs[[f"{name}_stored" for name in numbers]].to_numpy(float)
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    off = np.abs(ours - theirs)[both]
    one_missing = int((np.isnan(ours) != np.isnan(theirs)).sum())
    return (
        f"{len(pairs)} of {len(table)} rows are stored. Of {both.sum():,} numbers, "
        f"{(off > 1e-5).sum():,} differ by more than 0.00001, the largest difference is "
        f"{off.max(initial=0):.2g}, and {one_missing} are missing on one side."
    )
