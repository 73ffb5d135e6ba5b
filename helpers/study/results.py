"""Results of long experiments, kept in ``data/results/`` with versions and seeds beside them."""

import gzip
import hashlib
import json

import pandas as pd

from helpers.environment import versions
from helpers.files import write_file
from helpers.paths import RESULTS

KEYS = ["claim", "n_columns", "further", "value", "replicate", "approach", "classifier"]
"""What names a row of a grid."""
CUT = (
    "Two of the four settings of a claim's parameter, those without and with the property, except "
    "for ADASYN.",
    "Without the property, fresh replicates have the approaches of the conditions only. So have "
    "tables with other numbers of columns, on 12 of the 32 fresh replicates.",
    "Tables of 2 and 10 columns for SMOTE, Borderline-SMOTE and SMOTE-Tomek, no case of which is "
    "near holding; 2 columns for SMOTE-NC, because all of its eight hold structure.",
    "Data that ADASYN refuses, because no minority row has a majority row near (`refused`).",
    "SMOTE on categories coded as numbers: no condition needs it.",
)
"""What the grids leave out, for their descriptions."""


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
        Where it lies, and how many rows it has.
    """
    text = table.to_csv(index=False, float_format="%.5g", lineterminator="\n")
    packed = gzip.compress(text.encode(), mtime=0)
    write_file(RESULTS / f"{name}.csv.gz", packed)
    description = {
        "command": f"python -m helpers.study {name}",
        "rows": len(table),
        "sha256": hashlib.sha256(packed).hexdigest(),
        "settings": settings,
        "left out": CUT,
        "versions": versions(),
    }
    write_file(RESULTS / f"{name}.json", json.dumps(description, indent=2) + "\n")
    return f"data/results/{name}.csv.gz: {len(table):,} rows"


def load_results(name):
    """Load stored results.

    Parameters
    ----------
    name : str
        Of the grid, such as ``"lesson10"``.

    Returns
    -------
    DataFrame
        As of `helpers.study.run_claim`, with the ``dataset`` and a ``repeat`` and ``fold`` of 0
        before it, ready for `helpers.evaluation.paired_differences` with ``unit="replicate"``.
        ``attrs["description"]`` holds seeds, settings and versions.

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
    table = table.assign(repeat=0, fold=0)
    description = path.with_name(f"{name}.json").read_text(encoding="utf-8")
    table.attrs["description"] = json.loads(description)
    return table
