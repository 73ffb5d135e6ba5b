"""The benchmark must be stoppable at any moment, and must not call different rows the same."""

import subprocess
from unittest import mock

import pandas as pd
import pytest
from matplotlib.figure import Figure

from helpers.experiments import cleaning_benchmark as benchmark
from helpers.experiments import cleaning_data

CASE = ("random labels", 300, "ENN", "fast")


@pytest.fixture
def one_small_case():
    with (
        mock.patch.object(benchmark, "plan", return_value=[CASE]),
        mock.patch.object(benchmark, "count_rows", return_value=(10, 0)),
    ):
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("one_small_case")
def test_a_second_run_goes_on_where_the_first_stopped(tmp_path):
    """Else a reader who stops at the slow cases would pay for the quick ones again."""
    first = benchmark.run(full=False, folder=tmp_path)
    assert tuple(first[benchmark.KEY].iloc[0]) == CASE
    assert first["rows"].item() == 300
    assert 0 < first["removed"].item() < 300
    with mock.patch.object(subprocess, "run", side_effect=AssertionError("measured again")):
        second = benchmark.run(full=False, folder=tmp_path)
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.usefixtures("one_small_case")
def test_a_failed_measurement_stops_the_run_and_leaves_no_row(tmp_path):
    failure = subprocess.CalledProcessError(1, "measure")
    with (
        mock.patch.object(subprocess, "run", side_effect=failure),
        pytest.raises(subprocess.CalledProcessError),
    ):
        benchmark.run(full=False, folder=tmp_path)
    assert not (tmp_path / "cleaning.csv").exists()


def results(kept_by_fast):
    """Two methods at two sizes; the fast one is 10 and 100 times faster."""
    key = {"data": benchmark.CREDIT_CARD, "sampler": "ENN", "cpu": 1.0}
    rows = [
        {"method": "imbalanced-learn", "genuine_rows": 10, "rows": 20, "wall": 1.0, "kept": 5},
        {"method": "imbalanced-learn", "genuine_rows": 100, "rows": 200, "wall": 100.0, "kept": 6},
        {"method": "fast", "genuine_rows": 10, "rows": 20, "wall": 0.1, "kept": 5},
        {"method": "fast", "genuine_rows": 100, "rows": 200, "wall": 1.0, "kept": kept_by_fast},
    ]
    return pd.DataFrame([key | row for row in rows])


@pytest.mark.parametrize(("kept_by_fast", "same"), [(6, [True, True]), (7, [True, False])])
def test_the_comparison_says_whether_the_same_rows_were_kept(kept_by_fast, same):
    table = benchmark.compare(results(kept_by_fast))
    assert table["same_rows"].tolist() == same
    assert table["gain"].tolist() == pytest.approx([10, 100])


def test_the_figure_states_the_exponents():
    ax = benchmark.plot_times(results(6), "ENN", Figure().subplots())
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["fast: rows to the power 1.00", "imbalanced-learn: rows to the power 2.00"]


def test_slow_methods_meet_the_full_size_only_on_request():
    def at_full_size(full):
        return {case[3] for case in benchmark.plan(full, 227_845) if case[1] == 227_845}

    assert at_full_size(full=False) == {"fast"}
    assert "imbalanced-learn" in at_full_size(full=True)


def test_the_users_own_rows_and_data_that_defeat_the_bounds_are_measured_too():
    """A gain on the stand-in alone would promise too much."""
    without = {case[0] for case in benchmark.plan(full=False, full_size=1_000)}
    with_file = {case[0] for case in benchmark.plan(full=False, full_size=1_000, own_size=500)}
    assert {"random labels", "overlapping classes", "50 classes"} < without
    assert with_file - without == {benchmark.OWN_FILE}


@pytest.mark.slow
def test_the_own_file_is_told_from_the_stand_in(tmp_path, monkeypatch):
    stand_in = cleaning_data.load_creditcard("simulated", n_samples=10_000, missing=0)
    stand_in.to_csv(tmp_path / "mine.csv", index=False)
    monkeypatch.setenv("COURSE_DATA", "simulated")
    full_size, own_size = cleaning_data.count_rows()
    assert (full_size, own_size) == (227_845, 0)
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "mine.csv"))
    assert cleaning_data.count_rows() == (227_845, 8_000)
