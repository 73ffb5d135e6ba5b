"""The loaders: every source gives the same schema, and bad input gets one clear error."""

import multiprocessing
import os
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from helpers.data import creditcard as datasets
from helpers.data import simulator
from helpers.data.creditcard import creditcard_csv, load_creditcard
from helpers.data.reading import read_file
from helpers.data.schema import COLUMNS
from helpers.data.validation import MIN_ROWS_PER_CLASS
from helpers.errors import DataError

from .common import write

pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.fixture
def small_stand_in(monkeypatch):
    """Make the full-size stand-in 20,000 rows, so that writing it is quick."""
    monkeypatch.setattr(simulator, "ROWS", 20_000)


@pytest.fixture
def ready_stand_in(monkeypatch, enough):
    """Take 600 rows that are there for the stand-in, where only the source matters."""
    monkeypatch.setattr(simulator, "sample", lambda *_, **__: enough.copy())


def test_default_is_the_stand_in_in_the_one_schema():
    df = load_creditcard(n_samples=20_000)
    assert list(df.columns) == COLUMNS
    assert df.shape == (20_000, 31)
    assert df.attrs["source"] == "simulated stand-in (20,000 rows, 35 frauds, seed 0)"
    features = df[COLUMNS[1:-1]]
    assert 0 < features.isna().to_numpy().mean() < 0.003  # the tutorial imputes
    assert df[["Time", "Class"]].notna().all(axis=None)
    assert df["Class"].dtype == np.int64


@pytest.mark.slow
def test_seed_and_missing_reach_the_stand_in():
    one = load_creditcard("simulated", n_samples=10_000, missing=0, random_state=1)
    assert one.notna().all(axis=None)
    assert_frame_equal(
        one, load_creditcard("simulated", n_samples=10_000, missing=0, random_state=1)
    )
    other = load_creditcard("simulated", n_samples=10_000, missing=0, random_state=2)
    assert not one["V1"].equals(other["V1"])
    half = load_creditcard("simulated", n_samples=10_000, missing=0.5)
    assert half["V7"].isna().mean() == pytest.approx(0.5, abs=0.03)


@pytest.mark.slow
def test_stand_in_too_small_for_smote_is_refused_and_the_advice_works():
    with pytest.raises(DataError, match=r"n_samples=1,000.* 2 fraud .*ask for 6,079 rows"):
        load_creditcard("simulated", n_samples=1_000)
    assert load_creditcard("simulated", n_samples=6_079)["Class"].sum() >= MIN_ROWS_PER_CLASS


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"n_samples": 0}, ValueError, "n_samples must be at least 1"),
        ({"n_samples": 2.5}, TypeError, "n_samples must be a whole number"),
        ({"n_samples": True}, TypeError, "n_samples must be a whole number"),
        ({"missing": 1}, ValueError, "missing must be at least 0 and below 1"),
        ({"missing": float("nan")}, ValueError, "missing must be at least 0 and below 1"),
        ({"missing": "0.1"}, TypeError, "missing must be a number"),
        ({"source": 7}, TypeError, "source must be a string or a Path"),
        ({"source": "simulate"}, DataError, "simulate.* does not exist; .*'simulated'"),
    ],
)
def test_wrong_arguments_are_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        load_creditcard(**arguments)


def test_subset_keeps_ratio_and_order_and_blanks_are_seeded(frame, tmp_path):
    path = write(frame, tmp_path / "a.csv")
    load = partial(load_creditcard, path, n_samples=150, missing=0.2)
    df = load(random_state=5)
    assert df["Class"].sum() == 10
    assert df["Class"].is_monotonic_increasing  # as in the file
    assert df[COLUMNS[1:-1]].isna().mean(axis=None) == pytest.approx(0.2, abs=0.04)
    assert df[["Time", "Class"]].notna().all(axis=None)
    assert df.attrs["source"] == (
        "file a.csv (150 rows, 10 frauds, drawn from 300 rows with seed 5, "
        "20.000% of feature cells blanked)"
    )
    assert_frame_equal(df, load(random_state=5))
    assert not df["V1"].equals(load(random_state=6)["V1"])
    whole = load_creditcard(path, n_samples=150, random_state=5)
    assert_frame_equal(df.fillna(0), whole.where(df.notna(), 0))  # same rows with and without
    merged = whole.merge(frame.drop_duplicates(), how="left", indicator=True)
    assert (merged["_merge"] == "both").all()


def test_subset_larger_than_the_file_or_too_small_is_refused(frame, tmp_path):
    path = write(frame, tmp_path / "a.csv")
    assert len(load_creditcard(path, n_samples=300)) == 300
    with pytest.raises(DataError, match=r"n_samples=301 is more than the 300 rows of .*a\.csv"):
        load_creditcard(path, n_samples=301)
    with pytest.raises(DataError, match=r"n_samples=100: 7 fraud .* at least 10; ask for 158 "):
        load_creditcard(path, n_samples=100)
    assert load_creditcard(path, n_samples=158)["Class"].sum() >= MIN_ROWS_PER_CLASS


def test_own_file_in_the_data_folder_is_found(frame, ready_stand_in):
    write(frame, datasets.DATA / "creditcard.parquet")
    assert load_creditcard().attrs["source"].startswith("file creditcard.parquet")
    write(frame, datasets.DATA / "creditcard.csv")
    assert load_creditcard().attrs["source"] == (
        "file creditcard.csv (300 rows, 20 frauds, found in data/, so read instead of the stand-in)"
    )
    assert load_creditcard("simulated", n_samples=9_000).attrs["source"].startswith("simulated")


def test_course_data_wins_over_the_data_folder(frame, ready_stand_in, tmp_path, monkeypatch):
    write(frame, datasets.DATA / "creditcard.csv")
    monkeypatch.setenv("COURSE_DATA", str(write(frame, tmp_path / "other.csv")))
    assert load_creditcard().attrs["source"].startswith("file other.csv")
    monkeypatch.setenv("COURSE_DATA", "simulated")
    assert load_creditcard(n_samples=9_000).attrs["source"].startswith("simulated")
    monkeypatch.setenv("COURSE_DATA", "")
    assert load_creditcard().attrs["source"].startswith("file creditcard.csv")


def test_course_data_may_be_relative_to_the_working_directory_or_the_repository(
    frame, tmp_path, monkeypatch
):
    """`COURSE_DATA=../shared/x.csv make course` is typed at the root; lessons run elsewhere."""
    notebooks = tmp_path / "repository" / "notebooks"
    notebooks.mkdir()
    monkeypatch.chdir(notebooks)
    (tmp_path / "shared").mkdir()
    write(frame, tmp_path / "shared" / "x.csv")
    monkeypatch.setenv("COURSE_DATA", "../shared/x.csv")
    assert load_creditcard().attrs["source"].startswith("file x.csv")
    write(frame, notebooks / "y.csv")
    monkeypatch.setenv("COURSE_DATA", "y.csv")
    assert load_creditcard().attrs["source"].startswith("file y.csv")


def test_path_that_could_mean_two_files_is_refused(frame, tmp_path, monkeypatch):
    write(frame, tmp_path / "work" / "z.csv")
    os.link(tmp_path / "work" / "z.csv", tmp_path / "repository" / "z.csv")
    monkeypatch.setenv("COURSE_DATA", "z.csv")
    assert len(load_creditcard()) == 300  # the same file twice is no doubt
    (tmp_path / "repository" / "z.csv").unlink()
    write(frame, tmp_path / "repository" / "z.csv")
    with pytest.raises(DataError, match=r"COURSE_DATA: z\.csv could mean .* give the full path"):
        load_creditcard()


def test_missing_file_is_never_replaced_by_the_stand_in(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "gone.csv")
    with pytest.raises(DataError, match=r"COURSE_DATA: gone\.csv .* does not exist; give"):
        load_creditcard()
    with pytest.raises(DataError, match="COURSE_DATA"):
        creditcard_csv()
    monkeypatch.delenv("COURSE_DATA")
    with pytest.raises(DataError, match=r"source: .*gone\.csv does not exist"):
        load_creditcard(tmp_path / "gone.csv")
    (datasets.DATA / "creditcard.csv").symlink_to(tmp_path / "unplugged.csv")
    with pytest.raises(DataError, match=r"creditcard\.csv does not exist"):
        load_creditcard()


@pytest.mark.slow
def test_csv_is_written_once_and_made_anew_when_the_simulator_changes(
    small_stand_in, tmp_path, monkeypatch
):
    first = creditcard_csv()
    stamp = first.stat().st_mtime_ns
    assert creditcard_csv() == first
    assert first.stat().st_mtime_ns == stamp
    changed = tmp_path / "parameters.json"
    changed.write_bytes(simulator.PARAMETERS.read_bytes() + b"\n")
    monkeypatch.setattr(simulator, "PARAMETERS", changed)
    second = creditcard_csv()
    assert second != first
    assert list(datasets.DATA.iterdir()) == [second]  # the outdated one is gone


@pytest.mark.parametrize("name", ["creditcard.csv", "creditcard.csv.gz"])
def test_own_csv_is_checked_and_used_as_it_is(enough, name):
    path = write(enough, datasets.DATA / name)
    assert creditcard_csv() == path
    assert list(datasets.DATA.iterdir()) == [path]
    write(enough.drop(columns="V1"), path)
    with pytest.raises(DataError, match="missing column V1"):
        creditcard_csv()


def test_other_files_get_a_csv_copy_that_follows_their_changes(enough, tmp_path, monkeypatch):
    source = write(enough, tmp_path / "mine.parquet")
    monkeypatch.setenv("COURSE_DATA", str(source))
    first = creditcard_csv()
    assert_frame_equal(pd.read_csv(first), enough, check_exact=True)
    assert creditcard_csv() == first
    write(enough.assign(V1=0.5), source)
    second = creditcard_csv()
    assert second != first
    assert list(datasets.DATA.iterdir()) == [second]
    assert (pd.read_csv(second)["V1"] == 0.5).all()


def test_csv_that_pandas_would_read_differently_is_copied(enough, tmp_path, monkeypatch):
    stored = enough.assign(Class=enough["Class"].map({0: "'0'", 1: "'1'"}))
    variants = {
        "quoted.csv": stored,
        "float.csv": enough.assign(Class=enough["Class"].astype(float)),
        "shuffled.csv": enough[COLUMNS[::-1]],
        "lower.csv": enough.rename(columns=str.lower),
        "extra.csv": enough.assign(copies=1),
    }
    for name, variant in variants.items():
        monkeypatch.setenv("COURSE_DATA", str(write(variant, tmp_path / name)))
        assert_frame_equal(pd.read_csv(creditcard_csv()), enough, check_exact=True)
    disguised = write(enough, tmp_path / "a.csv.gz").rename(tmp_path / "a.csv")
    assert read_file(disguised)[1] is False
    monkeypatch.setenv("COURSE_DATA", str(disguised))
    assert_frame_equal(pd.read_csv(creditcard_csv()), enough, check_exact=True)


@pytest.mark.slow
def test_the_csv_reads_back_equal_whatever_its_blocks(tmp_path):
    made = load_creditcard("simulated", n_samples=20_000, missing=0.01)
    digits = np.random.default_rng(0).normal(size=len(made)) / 3  # some need all 17 digits
    path = tmp_path / "a.csv"
    for rows in (997, 20_000):
        datasets._write_csv(made, path, rows)
        assert_frame_equal(pd.read_csv(path), made, check_exact=True)
        datasets._write_csv(made.assign(V1=digits), path, rows)
        assert [float(text) for text in pd.read_csv(path, dtype=str)["V1"]] == digits.tolist()


def test_interrupted_writing_leaves_the_folder_as_it_was(ready_stand_in, monkeypatch):
    write_csv = datasets._write_csv

    def interrupted(frame, path):
        write_csv(frame.head(100), path)
        raise KeyboardInterrupt

    monkeypatch.setattr(datasets, "_write_csv", interrupted)
    with pytest.raises(KeyboardInterrupt):
        creditcard_csv()
    assert list(datasets.DATA.iterdir()) == []


def test_full_disk_gives_one_clear_error_and_leaves_nothing(ready_stand_in, monkeypatch):
    def full(frame, path):
        Path(path).write_text("Time,V1")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(datasets, "_write_csv", full)
    with pytest.raises(DataError, match=r"cannot be written \(No space left on device\)"):
        creditcard_csv()
    assert list(datasets.DATA.iterdir()) == []


@pytest.mark.slow
def test_another_process_finishing_first_does_no_harm(small_stand_in):
    folder = datasets.DATA
    df = load_creditcard("simulated")

    def make():
        return df.copy()

    def make_while_another_writes():
        datasets._write_once(folder, "x", "k", make)
        return make()

    path = datasets._write_once(folder, "x", "k", make_while_another_writes)
    assert list(folder.iterdir()) == [path]
    assert_frame_equal(pd.read_csv(path), make(), check_exact=True)


@pytest.mark.slow
def test_processes_at_once_do_not_clash(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")  # three processes share the processors
    context = multiprocessing.get_context("spawn")
    make = partial(simulator.sample, 20_000)
    workers = [
        context.Process(target=datasets._write_once, args=(datasets.DATA, "x", "k", make))
        for _ in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    (path,) = datasets.DATA.iterdir()
    assert_frame_equal(pd.read_csv(path), make(), check_exact=True)
