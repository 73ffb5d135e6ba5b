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
from fit_seed import choose_seed

from helpers.data.schema import FEATURES, LATENT
from helpers.data.simulator import sample
from helpers.data.simulator.coordinates import to_coordinates
from helpers.data.simulator.parameters import PARAMETERS, pack_parameters
from helpers.files import write_file
from helpers.study.fair_rows import read_fair_rows
from helpers.study.nearness import compare_nearness

POPULATION = {"rows": 284_807, "frauds": 492, "copies": {"0": 1_062, "1": 19}}
"""Published counts of the full file."""
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
        "first_seed": 0,
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


def refit(source: Path, output: Path, n_seeds: int) -> str:
    """Fit to the file ``source``, replace ``output`` in one step, and return a report.

    Raises
    ------
    ValueError
        If the file cannot be used, or rows that are drawn lie nearer to real ones than real rows
        lie to each other. ``output`` is then as it was.
    """
    real = read_fair_rows(source)
    parameters = fit(real)
    lines = [f"read    {source}", f"fitted  {parameters['about']['fitted_to']}"]
    for name in ("legitimate", "fraud"):
        rows = parameters[name]["rows"]
        lines.append(f"        {name}: {len(rows):,} groups of {rows.min()} to {rows.max()} rows")
    drawn = sample(12_000, n_frauds=2_000, missing=0, parameters=parameters)
    distances = compare_nearness(real, drawn)
    # What lies as far off as the median is no copy; there small samples differ by chance.
    near = distances[(distances["drawn"] < distances["real"]) & (distances["share"] < 0.5)]
    if len(near):
        raise ValueError(
            "drawn rows lie nearer to real rows than real rows to each other:\n"
            f"{near.to_string(index=False)}"
        )
    _check_means(real, drawn)
    lines.append("checked drawn rows lie no nearer to real ones than real ones to each other")
    if n_seeds:
        seed, scores = choose_seed(parameters, n_seeds)
        parameters["about"]["first_seed"] = seed
        lines.append(f"seed 0  is draw {seed} of {n_seeds}:\n{scores.round(3).to_string()}")
    content = pack_parameters(parameters)
    write_file(output, content)
    return "\n".join([*lines, f"wrote   {output} ({len(content) / 1000:,.0f} kB)"])


def _check_means(real, drawn, largest=0.3):
    """Refuse a fit whose frauds lie elsewhere than the real ones (in their standard deviations)."""
    given, new = (rows.loc[rows["Class"] == 1, FEATURES] for rows in (real, drawn))
    gap = ((new.mean() - given.mean()) / given.std()).abs()
    if gap.max() > largest:
        raise ValueError(
            f"the mean {gap.idxmax()} of drawn frauds is {gap.max():.1f} standard deviations off "
            "that of the real ones: take more legitimate rows, about 5,000 do"
        )


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python tools/fit_simulator.py",
        description="Refit the stand-in's parameters from a real file.",
    )
    parser.add_argument("file", type=Path, help="with the columns Time, V1..V28, Amount, Class")
    parser.add_argument("--output", type=Path, default=PARAMETERS, help="parameter file to write")
    parser.add_argument(
        "--seeds",
        type=int,
        default=10,
        help="full-size draws, the most ordinary of which seed 0 gives (0: do not choose)",
    )
    options = parser.parse_args(arguments)
    try:
        print(refit(options.file, options.output, options.seeds))
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
