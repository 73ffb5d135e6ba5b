"""Results of long experiments, kept in ``data/results/`` with versions and seeds beside them."""

import gzip
import json

import pandas as pd

from helpers.environment import versions
from helpers.files import write_file
from helpers.paths import RESULTS

STORED = ["average_precision", "balanced_accuracy", "mcc", "brier"]
"""Metrics that are kept, with six digits."""
COLUMNS = ["claim", "value", "replicate", "approach", "classifier", "fold", *STORED, "error"]


def store(name, table, settings):
    """Write a table and its description to ``data/results/``; the same table gives the same bytes.

    Parameters
    ----------
    name : str
    table : DataFrame
        As of `run_claim`.
    settings : dict
        What the results depend on, for the description.

    Returns
    -------
    str
        Where it lies, and how many rows and errors it has.
    """
    text = table[COLUMNS].to_csv(index=False, float_format="%.6g", lineterminator="\n")
    write_file(RESULTS / f"{name}.csv.gz", gzip.compress(text.encode(), mtime=0))
    description = {
        "command": f"python -m helpers.study {name}",
        "rows": len(table),
        "errors": table["error"].value_counts().to_dict(),
        "warnings": table["warning"].value_counts().to_dict(),
        "settings": settings,
        "versions": versions(),
    }
    text = json.dumps(description, indent=2) + "\n"
    write_file(RESULTS / f"{name}.json", text)
    return f"data/results/{name}.csv.gz: {len(table):,} rows, {table['error'].notna().sum()} errors"


def load_results(name):
    """Load stored results.

    Parameters
    ----------
    name : str
        Of the grid, such as ``"lesson10"``.

    Returns
    -------
    DataFrame
        One row per fit, ready for `helpers.evaluation.paired_differences` with
        ``unit="replicate"``. ``attrs["description"]`` holds seeds, settings and versions.

    Raises
    ------
    FileNotFoundError
        If there are no such results; the message names the command that makes them.

    Examples
    --------
    >>> load_results("lesson10")["claim"].unique().tolist()
    ['smote', 'adasyn', 'borderline', 'smote_enn', 'smote_tomek', 'smote_nc']
    """
    path = RESULTS / f"{name}.csv.gz"
    if not path.exists():
        raise FileNotFoundError(
            f"data/results/{path.name} is missing; `python -m helpers.study {name}` makes it."
        )
    table = pd.read_csv(path)
    table.insert(0, "dataset", table["claim"] + "|" + table["value"].map("{:g}".format))
    table.insert(6, "repeat", 0)
    description = path.with_name(f"{name}.json").read_text(encoding="utf-8")
    table.attrs["description"] = json.loads(description)
    return table
