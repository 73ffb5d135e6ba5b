"""Fit the simulator of the credit card file to real rows.

The published features are PCA scores: a rotation of features nobody may see. In such scores even
simple structure looks complicated. The fit therefore goes back to simpler coordinates first:

1. ``FastICA`` on the legitimate rows finds a linear map from ``V1``..``V28`` to 28 sources that
   are as far from normal, and so as simple, as possible. (Frauds keep their own features.)
2. Within each class, every source, the log amount and the time are replaced by normal scores.
   The monotone way back, score to value, is stored as a *curve*; it carries spikes and heavy tails.
3. A mixture of multivariate Student t distributions describes how the scores hang together.
4. Published moments of the full file correct what a sample of rows cannot know, and a small
   *overlap* of the classes is set by hand so that a plain classifier does as it is published to.

References
----------
Hyvärinen, A. & Oja, E. (2000). Independent component analysis: algorithms and applications.
Neural Networks 13, 411-430.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import sklearn
from scipy.special import ndtri
from scipy.stats import norm
from sklearn.decomposition import FastICA
from student_mixture import t_mixture

from helpers.data.schema import COLUMNS, FEATURES, LATENT
from helpers.data.simulator import PARAMETERS, draw_class, draw_latent
from helpers.files import write_file

SETTINGS: dict[str, Any] = {
    "max_rows": 40_000,  # rows of a class that the rotation and the mixture see
    "components": {"0": 12, "1": 3},
    "shrinkage": {"0": 5.0, "1": 60.0},  # rows that the pooled covariance counts for
    "dof": [8.0, 100.0],  # limits of the degrees of freedom
    "n_init": 3,  # k-means starts; the most likely fit is kept
    "knots": {"0": 81, "1": 31},  # of each curve
    "overlap": {  # share of rows pulled towards the other class, and how far (1 = all the way)
        "0": {"share": 0.0004, "pull": 0.7},
        "1": {"share": 0.08, "pull": 0.9},
    },
}

# fmt: off
STD = [  # of all rows, V1..V28
    1.9587, 1.6513, 1.5163, 1.4159, 1.3802, 1.3323, 1.2371, 1.1944, 1.0986, 1.0888, 1.0207,
    0.9992, 0.9953, 0.9586, 0.9153, 0.8763, 0.8493, 0.8382, 0.8140, 0.7709, 0.7345, 0.7257,
    0.6245, 0.6056, 0.5213, 0.4822, 0.4036, 0.3301,
]
# fmt: on
PUBLISHED: dict[str, Any] = {
    "rows": 284_807,
    "frauds": 492,
    "duplicates": {"0": 1_062, "1": 19},
    "amount_max": {"0": 25_691.16, "1": 2_125.87},
    "time_max": 172_792,
    "std": STD,
    "mean_fraud": {"V1": -4.772, "V2": 3.624, "V3": -7.033, "V4": 4.542, "V10": -5.677}
    | {"V11": 3.800, "V12": -6.259, "V14": -6.972, "V17": -6.666},
}
MIN_ROWS = 50
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


def fit(frame: pd.DataFrame, *, settings: dict[str, Any] | None = None) -> dict[str, Any]:
    """Fit the simulator to rows of the credit card file.

    Only the distribution within each class is learned: the share of frauds in ``frame`` does not
    matter, so a case-control sample serves as well as the full file.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``Time``, ``V1``..``V28``, ``Amount``, ``Class``; at least 50 complete rows of
        each class.
    settings : dict, optional
        Replaces entries of ``SETTINGS``.

    Returns
    -------
    dict
        Parameters for :func:`helpers.data.simulator.sample`, ready for JSON.

    Raises
    ------
    ValueError
        If columns are missing, labels are not 0/1, or a class has too few rows.
    """
    settings = SETTINGS | (settings or {})
    frame = _check(frame)
    rows = {c: _to_values(frame[frame["Class"] == int(c)]) for c in "01"}
    # The frauds are too few, and too unlike the rest, for a rotation: they keep their features.
    rotations = {
        "0": _rotation(rows["0"], settings),
        "1": (np.eye(len(FEATURES)), np.zeros(len(FEATURES))),
    }
    classes = {c: _fit_class(c, rows[c], *rotations[c], settings) for c in "01"}
    _match_moments(classes, rows)
    return {
        "about": _about(rows, settings),
        "population": {"rows": PUBLISHED["rows"], "frauds": PUBLISHED["frauds"]},
        "classes": {c: _rounded(model) for c, model in classes.items()},
    }


def refit(source: Path, output: Path) -> str:
    """Fit to the file ``source``, replace ``output`` in one step, and return a report."""
    if not source.is_file():
        raise ValueError(f"{source} is not a file; give the path of the credit card CSV")
    frame = pd.read_parquet(source) if source.suffix == ".parquet" else pd.read_csv(source)
    parameters = fit(frame)
    text = json.dumps(parameters, separators=(",", ":"))
    text = text.replace('],"', '],\n"').replace('},"', '},\n"').replace("],[", "],\n[") + "\n"
    write_file(output, text)
    about = parameters["about"]
    lines = [f"read    {source}", f"fitted  {about['fitted_to']}"]
    for c, name in (("0", "legitimate"), ("1", "fraud")):
        model = parameters["classes"][c]
        counts = ", ".join(f"{n:,.0f}" for n in sorted(model["effective_rows"], reverse=True))
        lines.append(f"        {name}: {len(model['weights'])} components with {counts} rows each")
    return "\n".join([*lines, f"wrote   {output} ({len(text) / 1000:,.0f} kB)"])


def _check(frame: pd.DataFrame) -> pd.DataFrame:
    absent = [name for name in COLUMNS if name not in frame.columns]
    if absent:
        raise ValueError(
            f"columns missing: {', '.join(absent)}; expected Time, V1..V28, Amount, Class"
        )
    text = [name for name in COLUMNS if not pd.api.types.is_numeric_dtype(frame[name])]
    if text:
        raise ValueError(f"column {text[0]} holds text; every column must be numeric")
    frame = frame[COLUMNS].dropna()
    infinite = [name for name in COLUMNS if np.isinf(frame[name]).any()]
    if infinite:
        raise ValueError(f"column {infinite[0]} holds infinite values; remove those rows")
    if not frame["Class"].isin([0, 1]).all():
        raise ValueError("column Class must hold 0 and 1 only")
    if (frame["Amount"] < 0).any():
        raise ValueError("column Amount holds negative values")
    for c in (0, 1):
        count = int((frame["Class"] == c).sum())
        if count < MIN_ROWS:
            raise ValueError(
                f"only {count} complete rows of class {c}; at least {MIN_ROWS} are needed"
            )
    return frame


def _to_values(frame: pd.DataFrame) -> np.ndarray:
    """Return (n_rows, 30): ``V1``..``V28``, log1p of the amount, time in seconds."""
    return np.column_stack([frame[FEATURES], np.log1p(frame["Amount"]), frame["Time"]]).astype(
        float
    )


def _every(rows: np.ndarray, count: int) -> np.ndarray:
    """Take about ``count`` rows at even steps: the same ones every time."""
    return rows if len(rows) <= count else rows[np.linspace(0, len(rows) - 1, count).astype(int)]


def _rotation(legitimate, settings):
    """Return the linear map to the sources, (28, 28), and the point it starts from, (28,)."""
    X = _every(legitimate[:, : len(FEATURES)], settings["max_rows"])
    ica = FastICA(whiten="unit-variance", random_state=0, max_iter=2_000, tol=1e-3).fit(X)
    return ica.components_, ica.mean_


def _fit_class(c, values, unmixing, centre, settings):
    n_sources = len(FEATURES)
    sources = values.copy()
    sources[:, :n_sources] = (values[:, :n_sources] - centre) @ unmixing.T
    rng = np.random.default_rng(0)
    scores = np.column_stack([_normal_scores(column, rng) for column in sources.T])
    fits = [
        t_mixture(
            _every(scores, settings["max_rows"]),
            settings["components"][c],
            shrinkage=settings["shrinkage"][c],
            dof=tuple(settings["dof"]),
            random_state=seed,
        )
        for seed in range(settings["n_init"])
    ]
    best = max(fits, key=lambda found: found["log_likelihood"])
    model = {name: best[name] for name in ("weights", "means", "dof", "effective_rows")}
    triangle = np.tril_indices(len(LATENT))
    model["loadings"] = [loading[triangle] for loading in best["loadings"]]
    rounded = _rounded(model)
    draws = np.empty((PUBLISHED["rows"], len(LATENT)), order="F")
    draw_latent(draws, rounded, np.random.default_rng(1))
    model["curves"] = [
        _curve(np.sort(draws[:, j]), np.sort(sources[:, j]), name, c, settings)
        for j, name in enumerate(LATENT)
    ]
    return model | {
        "mixing": np.linalg.inv(unmixing),
        "centre": centre,
        "amount_max": PUBLISHED["amount_max"][c],
        "time_max": PUBLISHED["time_max"],
        "duplicate_share": PUBLISHED["duplicates"][c] / _published_rows(c),
        "overlap": settings["overlap"][c],
    }


def _normal_scores(column, rng):
    """Replace values by the normal quantiles of their ranks; ties are broken at random."""
    order = np.lexsort((rng.random(len(column)), column))
    scores = np.empty(len(column))
    scores[order] = ndtri((np.arange(len(column)) + 0.5) / len(column))
    return scores


def _curve(draws, values, name, c, settings):
    """Pair quantiles of the mixture with quantiles of the real values (both sorted)."""
    n = len(values)
    last_score = norm.isf(0.5 / n)
    if name in ("Amount", "Time"):
        index = np.linspace(0, n - 1, 3 * settings["knots"][c])
        if name == "Amount":
            index = np.concatenate([index, _spike_edges(values)])
    else:
        index = norm.cdf(np.linspace(-last_score, last_score, settings["knots"][c])) * n - 0.5
    index = np.unique(index.round().astype(int).clip(0, n - 1))
    latent, value = np.quantile(draws, (index + 0.5) / n), values[index]
    if name == "Amount":
        latent, value = (
            np.append(latent, draws[-1]),
            np.append(value, np.log1p(PUBLISHED["amount_max"][c])),
        )
    elif name != "Time":
        latent, value = _with_tails(latent, value)
    return {"latent": latent, "value": value}


def _spike_edges(values, share=0.004):
    """First and last position of every value that makes up at least ``share`` of the rows."""
    _, first, count = np.unique(values, return_index=True, return_counts=True)
    large = count >= max(share * len(values), 2)
    return np.concatenate([first[large], first[large] + count[large] - 1])


def _with_tails(latent, value):
    """Continue a curve on both sides, as steep as its outer twelfth."""
    reach, q = 1.5, max(2, len(latent) // 12)
    low = (value[q] - value[0]) / (latent[q] - latent[0])
    high = (value[-1] - value[-1 - q]) / (latent[-1] - latent[-1 - q])
    return (
        np.concatenate([[latent[0] - reach], latent, [latent[-1] + reach]]),
        np.concatenate([[value[0] - reach * low], value, [value[-1] + reach * high]]),
    )


def _match_moments(classes, rows):
    """Shift and scale each class: published moments of the full file, and of the given frauds."""
    rng = np.random.default_rng(2)
    V = len(FEATURES)
    draws = {}
    for c in "01":
        out = np.empty((_published_rows("0") if c == "0" else 50_000, len(LATENT)), order="F")
        draw_class(out, _rounded(classes[c]), rng)
        draws[c] = out[:, :V]
    # Frauds: the standard deviations of the given rows, and the nine published means (before the
    # pull towards the other class); the means of the other features follow by regression.
    fraud = classes["1"]
    scale = rows["1"][:, :V].std(axis=0) / draws["1"].std(axis=0)
    _rescale(fraud, scale, draws["1"].mean(axis=0), draws["1"].mean(axis=0))
    cov = np.cov(draws["1"] * scale, rowvar=False)
    known = [FEATURES.index(name) for name in PUBLISHED["mean_fraud"]]
    gap = np.array(list(PUBLISHED["mean_fraud"].values())) - draws["1"].mean(axis=0)[known]
    shift = cov[:, known] @ np.linalg.solve(cov[np.ix_(known, known)], gap)
    fraud["centre"] = fraud["centre"] + shift
    # Legitimate rows: all rows together have mean 0 and the published standard deviation.
    share = PUBLISHED["frauds"] / PUBLISHED["rows"]
    mean_fraud = draws["1"].mean(axis=0) + shift
    mean = -share * mean_fraud / (1 - share)
    square = np.square(PUBLISHED["std"]) - share * (np.diag(cov) + mean_fraud**2)
    variance = square / (1 - share) - mean**2
    if (variance <= 0).any():
        name = FEATURES[int(variance.argmin())]
        raise ValueError(f"frauds vary too much in {name}: these are not rows of the public file")
    scale = np.sqrt(variance) / draws["0"].std(axis=0)
    _rescale(classes["0"], scale, draws["0"].mean(axis=0), mean)


def _rescale(model, scale, old_mean, new_mean):
    """Stretch the features of a class about their mean and move that mean."""
    model["mixing"] = model["mixing"] * scale[:, None]
    model["centre"] = new_mean + scale * (model["centre"] - old_mean)


def _published_rows(c):
    return PUBLISHED["frauds"] if c == "1" else PUBLISHED["rows"] - PUBLISHED["frauds"]


def _rounded(value: Any, digits: int = 5) -> Any:
    """Turn arrays into lists of rounded numbers; other values stay as they are."""
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_rounded(item) for item in value]
    if isinstance(value, np.floating):
        return float(f"{value:.{digits}g}") if abs(value) >= 1 else round(float(value), digits)
    return value


def _about(rows, settings):
    return {
        "what": "Parameters of a generative model of the credit card fraud file; no real rows",
        "fitted_to": (
            f"{len(rows['0']) + len(rows['1']):,} genuine rows ({len(rows['0']):,} legitimate, "
            f"{len(rows['1']):,} fraud) and published moments of the full file"
        ),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
        "settings": settings,
        "licence": LICENCE,
        "citation": CITATION,
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python tools/fit_simulator.py",
        description="Refit the stand-in's parameters from a real file.",
    )
    parser.add_argument("csv", type=Path, help="file with the columns Time, V1..V28, Amount, Class")
    parser.add_argument("--output", type=Path, default=PARAMETERS, help="parameter file to write")
    options = parser.parse_args(arguments)
    try:
        print(refit(options.csv, options.output))
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
