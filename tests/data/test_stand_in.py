"""The remembered stand-in is the one that is made, and nothing else."""

import numpy as np
import pandas as pd
import pytest

from helpers.data import simulator, stand_in
from helpers.data.stand_in import load_stand_in

pytestmark = pytest.mark.slow

SMALL = {"missing": 0.01, "random_state": 3}


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Remember small stand-ins, too, in an empty folder."""
    monkeypatch.setattr(stand_in, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(stand_in, "WORTHWHILE", 500)
    return tmp_path / "cache"


def never(*_, **__):
    raise AssertionError("the rows are made again")


def test_what_is_remembered_equals_what_is_made(monkeypatch):
    made = simulator.sample(1_000, **SMALL)
    first = load_stand_in(1_000, **SMALL)
    monkeypatch.setattr(simulator, "sample", never)
    second = load_stand_in(1_000, **SMALL)
    for frame in (first, second):
        pd.testing.assert_frame_equal(frame, made, check_exact=True)
    arrays = [frame[made.columns[1:-1]].to_numpy() for frame in (made, second)]
    assert arrays[0].flags.f_contiguous == arrays[1].flags.f_contiguous, (
        "sums would be rounded else"
    )


def test_a_change_of_the_rows_stays_with_the_one_who_made_it():
    load_stand_in(1_000, **SMALL)
    mine = load_stand_in(1_000, **SMALL)
    before = mine["V1"].copy()
    mine.loc[:, "V1"] = -1.0
    np.testing.assert_array_equal(load_stand_in(1_000, **SMALL)["V1"], before)


@pytest.mark.parametrize(
    "other", [{"n_samples": 2_000}, {"missing": 0.02}, {"random_state": 4}], ids=str
)
def test_other_options_give_other_rows(other):
    load_stand_in(1_000, **SMALL)
    options = {"n_samples": 1_000} | SMALL | other
    expected = simulator.sample(**options)
    pd.testing.assert_frame_equal(load_stand_in(**options), expected, check_exact=True)


def test_without_a_number_there_are_as_many_rows_as_in_the_real_file(monkeypatch):
    monkeypatch.setattr(simulator, "ROWS", 1_000)
    first, second = (load_stand_in(**SMALL) for _ in range(2))
    pd.testing.assert_frame_equal(first, simulator.sample(1_000, **SMALL), check_exact=True)
    pd.testing.assert_frame_equal(second, first, check_exact=True)


@pytest.mark.parametrize("change", ["parameters", "numpy"])
def test_other_parameters_or_another_numpy_make_the_rows_again(change, monkeypatch, tmp_path):
    load_stand_in(1_000, **SMALL)
    if change == "numpy":
        monkeypatch.setattr(np, "__version__", "0")
    else:
        other = tmp_path / "parameters.npz"
        other.write_bytes(simulator.PARAMETERS.read_bytes() + b"\n")
        monkeypatch.setattr(simulator, "PARAMETERS", other)
    monkeypatch.setattr(simulator, "sample", never)
    with pytest.raises(AssertionError, match="made again"):
        load_stand_in(1_000, **SMALL)


def test_a_file_that_is_cut_off_is_made_again(cache):
    load_stand_in(1_000, **SMALL)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], b"", b"no array"):
        file.write_bytes(damaged)
        expected = simulator.sample(1_000, **SMALL)
        pd.testing.assert_frame_equal(load_stand_in(1_000, **SMALL), expected, check_exact=True)
        assert file.read_bytes() == whole


def test_only_the_last_stand_in_is_kept(cache):
    load_stand_in(1_000, **SMALL)
    load_stand_in(2_000, **SMALL)
    assert len(list(cache.iterdir())) == 1


def test_where_nothing_can_be_written_the_rows_come_all_the_same(cache):
    cache.write_text("a file where the folder should be")
    expected = simulator.sample(1_000, **SMALL)
    pd.testing.assert_frame_equal(load_stand_in(1_000, **SMALL), expected, check_exact=True)


@pytest.mark.parametrize("options", [{"n_samples": 400}, {"random_state": None}], ids=str)
def test_small_and_unseeded_stand_ins_are_not_remembered(cache, options):
    load_stand_in(**{"n_samples": 1_000} | SMALL | options)
    assert not cache.exists()
