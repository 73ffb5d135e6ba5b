"""Race of `FastSMOTENC` against imbalanced-learn's `SMOTENC`: time and memory by rows and levels.

``python -m helpers.experiments.smote_nc_benchmark`` measures each case in a fresh process: wall
and CPU seconds, and the most memory that the process had in use. It writes the results to a CSV
file and prints one line per case. It takes one to four minutes.
"""

import argparse
import json
import subprocess
import sys
import time
import zlib

import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTENC
from tqdm import tqdm

from helpers.experiments.cleaning_benchmark import OUTPUT, peak_memory
from helpers.files import write_file
from helpers.models import FastSMOTENC

METHODS = {"fast": FastSMOTENC, "imbalanced-learn": SMOTENC}
CASES = [  # rows, and the number of levels of each categorical column
    (25_000, (5, 20)),
    (25_000, (5, 20, 200)),
    (25_000, (5, 20, 2_000)),
    (100_000, (5, 20)),
    (100_000, (5, 20, 200)),
    (100_000, (5, 20, 2_000)),
]
N_NUMERIC = 29
MINORITY = 0.00173  # share of frauds in the credit card data
K_NEIGHBORS = 5
MAX_ARRAY = 4e9  # bytes: imbalanced-learn is left out where its array would be larger
KEY = ["rows", "levels"]


def make_table(n_rows, levels):
    """Draw a table of the credit card data's shape, with categorical columns added.

    Parameters
    ----------
    n_rows : int
        Rows, of which `MINORITY` are of class 1.
    levels : sequence of int
        Levels of each categorical column. Some are frequent, most are rare.

    Returns
    -------
    X, y : ndarrays of shapes (n_rows, N_NUMERIC + len(levels)) and (n_rows,)

    Examples
    --------
    >>> X, y = make_table(10_000, [5, 20])
    >>> X.shape, int(y.sum()), len(np.unique(X[:, 30]))
    ((10000, 31), 17, 20)
    """
    rng = np.random.default_rng(0)
    numeric = rng.standard_normal((n_rows, N_NUMERIC))
    codes = [np.minimum(rng.geometric(3 / n, n_rows), n) for n in levels]
    y = np.zeros(n_rows, int)
    y[: int(MINORITY * n_rows)] = 1
    return np.column_stack([numeric, *codes]), y


def measure(n_rows, levels, method):
    """Over-sample one table and return what it took.

    Returns
    -------
    dict
        ``wall`` and ``cpu`` (seconds), ``memory`` (megabytes that the process had in use at most),
        ``rows_after`` (a count), ``made`` (a checksum of all rows).
    """

    def resample(n_rows, levels):
        X, y = make_table(n_rows, levels)
        categorical = list(range(N_NUMERIC, X.shape[1]))
        sampler = METHODS[method](categorical, k_neighbors=K_NEIGHBORS, random_state=0)
        wall, cpu = time.perf_counter(), time.process_time()
        X, _ = sampler.fit_resample(X, y)
        return X, time.perf_counter() - wall, time.process_time() - cpu

    resample(5_000, [5])  # threads and libraries are up
    X, wall, cpu = resample(n_rows, levels)
    return {
        "wall": round(wall, 3),
        "cpu": round(cpu, 3),
        "memory": round(peak_memory()),
        "rows_after": len(X),
        "made": zlib.crc32(np.ascontiguousarray(X)),
    }


def plan():
    """All cases with each method that the memory allows.

    Examples
    --------
    >>> [method for rows, levels, method in plan() if (rows, levels) == (100_000, (5, 20, 2_000))]
    ['fast']
    """
    return [
        (rows, levels, method)
        for rows, levels in CASES
        for method in METHODS
        if method == "fast" or rows * K_NEIGHBORS * (N_NUMERIC + sum(levels)) * 8 < MAX_ARRAY
    ]


def run():
    """Measure all cases, each in a process of its own; return the results as a DataFrame."""
    results = []
    for rows, levels, method in tqdm(plan(), unit="case", disable=not sys.stderr.isatty()):
        case = json.dumps([rows, levels, method])
        command = [sys.executable, "-m", "helpers.experiments.smote_nc_benchmark"]
        answer = subprocess.run(
            [*command, "--measure", case], stdout=subprocess.PIPE, text=True, check=True
        ).stdout
        key = {"rows": rows, "levels": " + ".join(map(str, levels)), "method": method}
        results.append(key | json.loads(answer.splitlines()[-1]))
    return pd.DataFrame(results)


def compare(results):
    """One line per case: seconds and megabytes of both, the gain, and whether the rows agree.

    Examples
    --------
    >>> fast = {"rows": 9, "levels": "5", "method": "fast", "wall": 1, "cpu": 1, "memory": 2}
    >>> slow = fast | {"method": "imbalanced-learn", "cpu": 3, "memory": 8}
    >>> lines = compare(pd.DataFrame([one | {"made": 7} for one in (fast, slow)]))
    >>> lines[["times_faster", "same_rows"]].to_dict("list")
    {'times_faster': [3.0], 'same_rows': [True]}
    """
    table = results.pivot_table(["wall", "cpu", "memory", "made"], KEY, "method")
    table = table.reindex(columns=list(METHODS), level="method")
    made = table.pop("made")
    both = made.notna().all(axis=1)
    gain = table["cpu", "imbalanced-learn"] / table["cpu", "fast"]
    table.columns = [f"{what}, {method}" for what, method in table.columns]
    same = (made["fast"] == made["imbalanced-learn"]).where(both)
    return table.assign(times_faster=gain, same_rows=same)


def main(arguments=None):
    """Run the benchmark, save the results and print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--measure", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        print(json.dumps(measure(*options.measure)))
        return
    results = run()
    write_file(OUTPUT / "smote_nc.csv", results.to_csv(index=False))
    print(compare(results).to_string(float_format="{:.2f}".format))
    print(f"Table: {OUTPUT / 'smote_nc.csv'}")


if __name__ == "__main__":
    main()
