"""Race of the fast cleaners against imbalanced-learn's, side by side, from small to full size.

``python -m helpers.experiments.cleaning_benchmark`` measures one case after the other, each in a
fresh process: wall and CPU seconds, extra memory, rows removed. Each result goes to a CSV file at
once, so the run can be stopped and started again; it goes on where it was. At the end it draws time
against size.

With the optional packages scikit-learn-intelex and faiss installed (``uv sync --group bench``),
imbalanced-learn is also measured with their neighbour search in place of scikit-learn's.
"""

import argparse
import json
import subprocess
import sys
import time
import zlib
from importlib.util import find_spec
from pathlib import Path
from unittest import mock

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from imblearn.under_sampling import EditedNearestNeighbours, TomekLinks
from sklearn.base import BaseEstimator
from tqdm import tqdm

from helpers.cleaning.cleaners import FastEditedNearestNeighbours, FastTomekLinks
from helpers.experiments.cleaning_data import (
    CREDIT_CARD,
    OWN_FILE,
    SIZES,
    SMALL,
    count_rows,
    make_data,
)
from helpers.paths import BUILD

OUTPUT = BUILD / "bench"
METHODS = {  # name: package that it needs
    "fast": "imblearn",
    "imbalanced-learn": "imblearn",
    "with scikit-learn-intelex": "sklearnex",
    "with faiss": "faiss",
}
CLEANERS = ("ENN", "Tomek")
KEY = ["data", "genuine_rows", "sampler", "method"]
TOMEK_NEIGHBOURS = "imblearn.under_sampling._prototype_selection._tomek_links.NearestNeighbors"


class FaissNeighbours(BaseEstimator):
    """The part of `sklearn.neighbors.NearestNeighbors` that imbalanced-learn uses, by faiss."""

    def __init__(self, n_neighbors=5, n_jobs=None):
        self.n_neighbors = n_neighbors
        self.n_jobs = n_jobs

    def fit(self, X, y=None):
        """Store the rows, in single precision."""
        import faiss

        self.index_ = faiss.IndexFlatL2(X.shape[1])
        self.index_.add(np.ascontiguousarray(X, np.float32))
        return self

    def kneighbors(self, X, return_distance=True):
        """Nearest stored rows of each row."""
        squared, index = self.index_.search(np.ascontiguousarray(X, np.float32), self.n_neighbors)
        return (np.sqrt(squared), index) if return_distance else index

    def kneighbors_graph(self, X=None):
        """Not needed; imbalanced-learn only asks whether it is there."""
        raise NotImplementedError("FaissNeighbours gives neighbours, not their graph.")


def make_cleaner(sampler, method):
    """Return a sampler and the class that is to stand in for scikit-learn's search, if any."""
    if method == "fast":
        fast = FastEditedNearestNeighbours if sampler == "ENN" else FastTomekLinks
        return fast(sampling_strategy="all"), None
    search = None
    if method == "with scikit-learn-intelex":
        from sklearnex.neighbors import NearestNeighbors

        search = NearestNeighbors
    elif method == "with faiss":
        search = FaissNeighbours
    if sampler == "Tomek":
        return TomekLinks(sampling_strategy="all"), search
    how = {} if search is None else {"n_neighbors": search(n_neighbors=4)}
    return EditedNearestNeighbours(sampling_strategy="all", **how), None


def peak_memory():
    """Megabytes that this process has had in use at most."""
    if sys.platform == "linux":  # there, `getrusage` counts the parent process in
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 2**10
    import resource  # Unix only

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def measure(path, sampler, method):
    """Clean the data in a file and return what it took.

    Returns
    -------
    dict
        ``wall`` and ``cpu`` (seconds), ``extra_memory`` (megabytes above what was in use before),
        ``rows`` and ``removed`` (counts), ``kept`` (a checksum of the kept rows and their order).
    """
    cleaner, search = make_cleaner(sampler, method)
    if search is not None:  # TomekLinks takes no neighbours object
        mock.patch(TOMEK_NEIGHBOURS, search).start()
    cleaner.fit_resample(*make_data("overlapping classes", 5_000))  # threads and libraries are up
    with np.load(path) as data:
        X, y = data["X"], data["y"]
    memory, wall, cpu = peak_memory(), time.perf_counter(), time.process_time()
    cleaner.fit_resample(X, y)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "wall": round(wall, 3),
        "cpu": round(cpu, 3),
        "extra_memory": round(peak_memory() - memory),
        "rows": len(X),
        "removed": len(X) - len(cleaner.sample_indices_),
        "kept": zlib.crc32(np.ascontiguousarray(cleaner.sample_indices_, np.int64)),
    }


def plan(full, full_size, own_size=0):
    """All cases in the order of a run; the slow ones at full size only if `full`.

    `own_size` is the number of training rows in the user's own file, 0 without one.

    Examples
    --------
    >>> len(plan(full=False, full_size=227_845)) < len(plan(full=True, full_size=227_845))
    True
    """
    methods = [name for name, package in METHODS.items() if find_spec(package)]
    sizes = [size for size in SIZES if size < full_size] + [full_size]
    data = [*SMALL.items(), *((CREDIT_CARD, size) for size in sizes)]
    if own_size:
        data.append((OWN_FILE, own_size))
    return [
        (name, rows, sampler, method)
        for name, rows in data
        for sampler in CLEANERS
        for method in methods
        if full or method == "fast" or rows < full_size
    ]


def run(full, folder=OUTPUT):
    """Measure what is not yet in the CSV file; return all results as a DataFrame."""
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "cleaning.csv"
    done = set()
    if table.exists():
        done = set(pd.read_csv(table)[KEY].itertuples(index=False, name=None))
    todo = [case for case in plan(full, *count_rows()) if case not in done]
    for case in tqdm(todo, unit="case", disable=not sys.stderr.isatty()):
        name, rows, sampler, method = case
        data = folder / f"{name.replace(' ', '_')}_{rows}.npz"
        if not data.exists():
            X, y = make_data(name, rows)
            np.savez(data, X=X, y=y)
        tqdm.write(f"{name}, {rows:,} genuine rows: {sampler}, {method} ...")
        command = [
            sys.executable,
            "-m",
            "helpers.experiments.cleaning_benchmark",
            "--measure",
            data,
            sampler,
            method,
        ]
        answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        result = dict(zip(KEY, case, strict=True)) | json.loads(answer.splitlines()[-1])
        pd.DataFrame([result]).to_csv(table, mode="a", header=not table.exists(), index=False)
        tqdm.write(f"    {result['wall']:.2f} s wall, {result['cpu']:.2f} s CPU")
    return pd.read_csv(table)


def compare(results, seconds="wall"):
    """One line per case: each method's seconds, the gain, and whether the kept rows agree.

    On a machine with other work going on, ``seconds="cpu"`` is the fairer comparison.

    Examples
    --------
    >>> case = {"data": "credit card", "genuine_rows": 10, "sampler": "ENN", "kept": 7}
    >>> slow = case | {"method": "imbalanced-learn", "wall": 6.0}
    >>> compare(pd.DataFrame([slow, case | {"method": "fast", "wall": 2.0}]))["gain"].item()
    3.0
    """
    cases = results.pivot_table(seconds, KEY[:-1], "method")
    others = cases.drop(columns=["fast", "imbalanced-learn"], errors="ignore")
    kept = results.pivot_table("kept", KEY[:-1], "method")
    both = kept[["fast", "imbalanced-learn"]].notna().all(axis=1)
    return cases.assign(
        gain=cases["imbalanced-learn"] / cases["fast"],
        gain_over_best_other=others.min(axis=1) / cases["fast"],
        same_rows=(kept["fast"] == kept["imbalanced-learn"]).where(both),
    )


def fit_exponent(rows, seconds):
    """Slope of the line through the logarithms: time grows as rows to this power.

    Examples
    --------
    >>> round(fit_exponent([10, 100, 1000], [1, 100, 10_000]), 3)
    2.0
    """
    return float(np.polyfit(np.log(rows), np.log(seconds), 1)[0])


def growth(results):
    """Power of the rows with which the time grows, by sampler and method; wall and CPU.

    Examples
    --------
    >>> case = {"data": "credit card", "sampler": "ENN", "method": "fast", "cpu": 1.0}
    >>> cases = [case | {"rows": 10, "wall": 1.0}, case | {"rows": 100, "wall": 100.0}]
    >>> growth(pd.DataFrame(cases))["wall"].round(2).item()
    2.0
    """
    shown = results[results["data"] == CREDIT_CARD].groupby(["sampler", "method"])
    shown = {key: part for key, part in shown if len(set(part["rows"])) > 1}
    return pd.DataFrame(
        {
            seconds: {key: fit_exponent(part["rows"], part[seconds]) for key, part in shown.items()}
            for seconds in ("wall", "cpu")
        }
    )


def plot_times(results, sampler, ax=None):
    """Draw seconds against rows for one sampler, both logarithmic, with the fitted exponents."""
    ax = plt.gca() if ax is None else ax
    shown = results[(results["data"] == CREDIT_CARD) & (results["sampler"] == sampler)]
    for marker, method in zip("o^sD", METHODS, strict=True):
        points = shown[shown["method"] == method].sort_values("rows")
        if len(points) < 2:
            continue
        exponent = fit_exponent(points["rows"], points["wall"])
        label = f"{method}: rows to the power {exponent:.2f}"
        ax.loglog(points["rows"], points["wall"], marker=marker, label=label)
    sizes = np.sort(shown["rows"].unique())
    ax.set(title=sampler, xlabel="rows after SMOTE (thousands)", ylabel="wall time (seconds)")
    ax.set_xticks(sizes, [f"{size / 1000:.0f}" for size in sizes])
    ax.set_xticks([], minor=True)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.15))
    return ax


def main(arguments=None):
    """Run the benchmark, print the comparison, save the figure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--full", action="store_true", help="imbalanced-learn at full size too")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        print(json.dumps(measure(*options.measure)))
        return
    try:
        results = run(options.full)
    except KeyboardInterrupt:
        sys.exit("Stopped. What was measured is kept; run it again to go on.")
    for seconds in ("wall", "cpu"):
        print(f"\nSeconds ({seconds})")
        print(compare(results, seconds).to_string(float_format="{:.2f}".format))
    print("\nTime grows as rows to the power of")
    print(growth(results).to_string(float_format="{:.2f}".format))
    figure, axes = plt.subplots(1, 2, figsize=(11, 5.5), sharey=True, layout="constrained")
    for sampler, ax in zip(CLEANERS, axes, strict=True):
        plot_times(results, sampler, ax)
    figure.savefig(OUTPUT / "cleaning.png", dpi=150)
    print(f"Table and figure: {OUTPUT}")


if __name__ == "__main__":
    main()
