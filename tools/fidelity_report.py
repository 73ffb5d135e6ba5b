"""Compare the stand-in with a real file: ``make fidelity FILE=path`` stores, draws and writes it.

Of the real rows, counts and scores are stored, and no row.

Whether a model can tell drawn rows from real ones is asked of real rows that the fit has not seen:
the stand-in is fitted to one half of the rows for that, and compared with the other. Beside rows
of its own fit it would look better than it is.
"""

import argparse
import json
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from fit_simulator import fit
from tqdm import tqdm

from helpers.data.simulator import PARAMETERS, load_parameters, sample
from helpers.environment import versions
from helpers.files import digest, replacing, write_file
from helpers.paths import DATA, RESULTS, ROOT
from helpers.plotting import COLOURS
from helpers.study.fair_rows import read_fair_rows
from helpers.study.fidelity import QUANTITIES, Outcomes, find_outcomes, summarise, tell_apart
from helpers.study.nearness import compare_nearness

STORED = RESULTS / "fidelity.json"
README = DATA / "README.md"
FIGURE = ROOT / "docs" / "images" / "fidelity.png"
BEGIN, END = "<!-- fidelity: written by `make fidelity` -->", "<!-- end of fidelity -->"
SEEDS = range(10)
MOST = 25_000
"""Legitimate rows of a file that are looked at. To fit all models to them takes a minute."""
RESAMPLES = 500


def compare(real: pd.DataFrame, seeds=SEEDS, resamples: int = RESAMPLES) -> dict:
    """Measure all quantities on real rows and on as many rows of the stand-in.

    Parameters
    ----------
    real : DataFrame
        From `read_fair_rows`.
    seeds : sequence of int
        Of the stand-in.
    resamples : int
        For the bootstrap intervals: rows are drawn again; models and neighbours are kept.

    Returns
    -------
    dict
        Ready for JSON: ``rows``, ``quantities`` (each with ``real``, the value and its 95 %
        interval, and ``stand_in``, one value for each seed), ``nearness``, ``settings``,
        ``versions``.
    """
    real = _thin(real, MOST)
    n_frauds = int(real["Class"].sum())
    mixed = real.sample(frac=1, random_state=0)
    halves = [mixed.iloc[start::2].sort_values("Time", ignore_index=True) for start in (0, 1)]
    of_half = fit(halves[0])
    found = find_outcomes(real)
    found.told = tell_apart(*halves)
    values = summarise(found)
    low, high = _interval(found, resamples)
    draws, simulated = [], []
    for seed in tqdm(seeds, desc="seeds of the stand-in", disable=None):
        draws.append(draw(len(real), n_frauds, seed))
        found = find_outcomes(draws[-1])
        of_size = len(halves[0]), int(halves[0]["Class"].sum())
        found.told = tell_apart(draw(*of_size, seed, of_half), halves[1])
        simulated.append(summarise(found))
    return {
        "command": "make fidelity FILE=path",
        "rows": {"legitimate": len(real) - n_frauds, "fraud": n_frauds},
        "quantities": {
            key: {
                "real": _rounded([values[key], low[key], high[key]]),
                "stand_in": _rounded([of_seed[key] for of_seed in simulated]),
            }
            for key in QUANTITIES
        },
        "nearness": json.loads(
            compare_nearness(real, pd.concat(draws))
            .round({"real": 2, "drawn": 2})
            .to_json(orient="records")
        ),
        "settings": {
            "seeds": list(seeds),
            "resamples": resamples,
            "parameters": digest(PARAMETERS, size=8),
        },
        "versions": versions(),
    }


def draw(n_rows: int, n_frauds: int, seed: int, parameters: dict | None = None) -> pd.DataFrame:
    """Draw rows of the stand-in without exact copies, as `read_fair_rows` leaves them out."""
    parameters = load_parameters() if parameters is None else parameters
    no_copies = parameters["population"] | {"copies": {"0": 0, "1": 0}}
    return sample(
        n_rows,
        n_frauds=n_frauds,
        missing=0,
        random_state=seed,
        parameters=parameters | {"population": no_copies},
    )


def _thin(real, most):
    """Take legitimate rows at even steps, at most so many, and all frauds."""
    legitimate = real[real["Class"] == 0]
    step = -(-len(legitimate) // most)
    return pd.concat([legitimate.iloc[::step], real[real["Class"] == 1]], ignore_index=True)


def _interval(found: Outcomes, resamples: int):
    rng = np.random.default_rng(0)
    drawn = pd.DataFrame([summarise(found, rng) for _ in range(resamples)])
    return drawn.quantile(0.025), drawn.quantile(0.975)


def _rounded(numbers):
    return [float(f"{number:.4g}") for number in numbers]


def write_table(stored: dict) -> str:
    """Return both tables of the datasheet as Markdown.

    Parameters
    ----------
    stored : dict
        From `compare`.
    """
    lines = [
        "| lesson | quantity | real rows [95 % interval] | stand-in: mean of ten (range) |",
        "|---|---|---|---|",
    ]
    for key, (lesson, text) in QUANTITIES.items():
        entry = stored["quantities"][key]
        value, low, high = map(_written, entry["real"])
        drawn = entry["stand_in"]
        mean, least, most = map(_written, (np.mean(drawn), min(drawn), max(drawn)))
        lines.append(
            f"| {lesson} | {text} | {value} [{low}, {high}] | {mean} ({least} to {most}) |"
        )
    near = pd.DataFrame(stored["nearness"])
    lines += [
        "",
        "| distance to the nearest real row of the class | "
        + " | ".join(["nearest" if share == 0 else f"{100 * share:g} %" for share in _shares(near)])
        + " |",
        "|---" * (len(_shares(near)) + 1) + "|",
    ]
    for label, name in ((0, "legitimate"), (1, "fraud")):
        rows = near[near["class"] == label]
        for column, text in (("real", "real row to another one"), ("drawn", "drawn row")):
            cells = " | ".join(f"{distance:.2f}" for distance in rows[column])
            lines.append(f"| {name}: {text} | {cells} |")
    return "\n".join(lines)


def _shares(near):
    return sorted(near["share"].unique())


def _written(value):
    return f"{value:,.0f}" if abs(value) >= 5 else f"{value:.3f}"


def draw_figure(stored: dict):
    """Draw each quantity on its own axis: the real value with its interval, the ten seeds.

    Parameters
    ----------
    stored : dict
        From `compare`.

    Returns
    -------
    Figure
    """
    fig, axes = plt.subplots(len(QUANTITIES) // 2, 2, figsize=(9, 8.5), layout="constrained")
    for (key, (lesson, text)), ax in zip(QUANTITIES.items(), axes.T.flat, strict=True):
        entry = stored["quantities"][key]
        value, low, high = entry["real"]
        drawn = entry["stand_in"]
        ax.axvspan(low, high, color=COLOURS[0], alpha=0.2, lw=0)
        ax.axvline(value, color=COLOURS[0], lw=1.5)
        ax.plot(drawn, np.linspace(-0.6, 0.6, len(drawn)), "o", ms=3.5, color=COLOURS[1])
        ax.set(yticks=[], ylim=(-1, 1))
        ax.set_title(f"{lesson}  {text.replace('`', '')}", size=7.5, loc="left", pad=2)
        ax.tick_params(labelsize=7)
        ax.locator_params(axis="x", nbins=5)
        for side in ("left", "right", "top"):
            ax.spines[side].set_visible(False)
    fig.suptitle(
        "Line and band: real rows, 95 % interval. Dots: ten seeds of the stand-in.", size=9
    )
    return fig


def write_report(stored: dict) -> None:
    """Write the tables into the datasheet, and the figure beside it."""
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    write_file(README, f"{before}{BEGIN}\n\n{write_table(stored)}\n\n{END}{after}")
    with replacing(FIGURE) as part:
        draw_figure(stored).savefig(part, format="png", dpi=110, metadata={"Software": None})


def main(arguments: list[str] | None = None) -> int:
    """Compare the stand-in with a real file; return the exit status."""
    parser = argparse.ArgumentParser(prog="make fidelity", description=main.__doc__)
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        help="with the columns Time, V1..V28, Amount, Class (without it: write the report again)",
    )
    options = parser.parse_args(arguments)
    try:
        if options.file is not None:
            stored = compare(read_fair_rows(options.file))
            write_file(STORED, json.dumps(stored, indent=1) + "\n")
        stored = json.loads(STORED.read_text(encoding="utf-8"))
        write_report(stored)
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(write_table(stored))
    return 0


if __name__ == "__main__":
    sys.exit(main())
