"""Fit the stand-in for the credit card file to real rows: ``make refit FILE=path``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sklearn
from fit_classes import SETTINGS, fit_coordinates, fit_frauds, fit_legitimate

from helpers.data.schema import LATENT
from helpers.data.simulator.coordinates import to_coordinates
from helpers.data.simulator.parameters import PARAMETERS, pack_parameters
from helpers.files import write_file
from helpers.study.fair_rows import read_fair_rows

POPULATION = {"rows": 284_807, "frauds": 492, "copies": {"0": 1_062, "1": 19}}
"""Published counts of the full file."""
FIRST_SEED = 0
LICENCE = (
    "Open Database License (ODbL) 1.0 for the parameters as a database, Database Contents License "
    "(DbCL) 1.0 for their contents; both as for the real file. "
    "https://opendatacommons.org/licenses/odbl/1-0/ https://opendatacommons.org/licenses/dbcl/1-0/"
)
CITATION = (
    "Dal Pozzolo, A., Caelen, O., Johnson, R. A. & Bontempi, G. (2015). Calibrating Probability "
    "with Undersampling for Unbalanced Classification. IEEE SSCI / CIDM 2015, 159-166. "
    "doi:10.1109/SSCI.2015.33. Data: Machine Learning Group of ULB and Worldline."
)


def fit(frame: pd.DataFrame) -> dict[str, Any]:
    """Fit the stand-in to rows of the credit card file.

    The share of frauds in ``frame`` does not matter unless there are fewer than 67 legitimate
    rows for each: then fewer frauds than in the full file lie hidden among legitimate rows.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `helpers.study.fair_rows.read_fair_rows`.

    Returns
    -------
    dict
        Parameters for `helpers.data.simulator.sample`.
    """
    rng = np.random.default_rng(0)
    ok, bad = (frame.loc[frame["Class"] == c, LATENT].to_numpy(float) for c in (0, 1))
    coordinates = fit_coordinates(ok, bad)
    x, f = (to_coordinates(rows, coordinates) for rows in (ok, bad))
    legitimate, groups = fit_legitimate(x, rng)
    frauds, share = fit_frauds(ok, bad, x, f, groups, coordinates["scale"], rng)
    about = {
        "what": "Parameters of a generative model of the credit card fraud file; no real rows",
        "fitted_to": (
            f"{len(frame):,} genuine rows ({len(ok):,} legitimate, {len(bad):,} fraud), "
            "and published counts of the full file"
        ),
        "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
        "settings": SETTINGS,
        "first_seed": FIRST_SEED,
        "licence": LICENCE,
        "citation": CITATION,
    }
    return {
        "about": about,
        "population": POPULATION,
        "coordinates": coordinates,
        "legitimate": legitimate | {"share_among_frauds": np.array(share)},
        "fraud": frauds,
    }


def refit(source: Path, output: Path) -> str:
    """Fit to the file ``source``, replace ``output`` in one step, and return a report."""
    parameters = fit(read_fair_rows(source))
    content = pack_parameters(parameters)
    write_file(output, content)
    lines = [f"read    {source}", f"fitted  {parameters['about']['fitted_to']}"]
    for name in ("legitimate", "fraud"):
        rows = parameters[name]["rows"]
        lines.append(f"        {name}: {len(rows):,} groups of {rows.min()} to {rows.max()} rows")
    return "\n".join([*lines, f"wrote   {output} ({len(content) / 1000:,.0f} kB)"])


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python tools/fit_simulator.py",
        description="Refit the stand-in's parameters from a real file.",
    )
    parser.add_argument("file", type=Path, help="with the columns Time, V1..V28, Amount, Class")
    parser.add_argument("--output", type=Path, default=PARAMETERS, help="parameter file to write")
    options = parser.parse_args(arguments)
    try:
        print(refit(options.file, options.output))
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
