"""The race must measure the class that it names, and must not call different rows the same."""

import subprocess
from unittest import mock

import pandas as pd
import pytest

from helpers.experiments import smote_nc_benchmark as benchmark


@pytest.mark.parametrize("method", benchmark.METHODS)
def test_a_measurement_is_of_the_method_it_names(method):
    others = {name: None for name in benchmark.METHODS if name != method}
    with mock.patch.dict(benchmark.METHODS, others):
        result = benchmark.measure(5_000, [3, 4], method)
    assert result["rows_after"] == 2 * (5_000 - 8)
    assert result["memory"] > 10


@pytest.mark.slow
def test_both_methods_make_the_same_rows_and_another_table_makes_others():
    made = [
        benchmark.measure(5_000, levels, method)["made"]
        for levels in ([3, 4], [3, 5])
        for method in benchmark.METHODS
    ]
    assert made[0] == made[1] != made[2] == made[3]


@pytest.mark.slow
def test_a_case_is_measured_in_a_process_of_its_own():
    with mock.patch.object(benchmark, "plan", return_value=[(4_000, (5, 3), "fast")]):
        results = benchmark.run()
    assert results[["rows", "levels", "method"]].to_numpy().tolist() == [[4_000, "5 + 3", "fast"]]
    assert results["made"].item() == benchmark.measure(4_000, (5, 3), "fast")["made"]


def test_a_failed_measurement_stops_the_run():
    failure = subprocess.CalledProcessError(1, "measure")
    with (
        mock.patch.object(subprocess, "run", side_effect=failure),
        pytest.raises(subprocess.CalledProcessError),
    ):
        benchmark.run()


def line(rows, method, cpu, made):
    return {"rows": rows, "levels": "5 + 20", "method": method, "cpu": cpu, "made": made} | {
        "wall": 2 * cpu,
        "memory": 100 * cpu,
    }


def test_the_comparison_says_whether_the_rows_agree():
    results = [
        line(10, "fast", 1.0, 5),
        line(10, "imbalanced-learn", 2.0, 5),
        line(20, "fast", 1.0, 6),
        line(20, "imbalanced-learn", 4.0, 7),
        line(30, "fast", 1.0, 8),
    ]
    table = benchmark.compare(pd.DataFrame(results))
    assert table["times_faster"].tolist()[:2] == [2, 4]
    assert table["same_rows"].tolist()[:2] == [True, False]
    assert table.loc[30].isna()[["times_faster", "same_rows"]].all(axis=None)
    assert table["memory, imbalanced-learn"].tolist()[:2] == [200, 400]
