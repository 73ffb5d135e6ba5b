"""The loaders: every source gives the same schema, and bad input gets one clear error."""

import csv
import gzip
import hashlib
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
from helpers.data.validation import MIN_ROWS_PER_CLASS, require_minority
from helpers.errors import DataError


@pytest.fixture(scope="module")
def frame():
    """300 rows with 20 frauds and no empty cell; the first row is legitimate."""
    made = simulator.sample(300, n_frauds=20, missing=0, random_state=3)
    return made.sort_values("Class", kind="stable", ignore_index=True)


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """Keep the reader's data folder and COURSE_DATA out of these tests."""
    (tmp_path / "repository" / "data").mkdir(parents=True)
    (tmp_path / "work").mkdir()
    monkeypatch.setattr(datasets, "ROOT", tmp_path / "repository")
    monkeypatch.setattr(datasets, "DATA", tmp_path / "repository" / "data")
    monkeypatch.delenv("COURSE_DATA", raising=False)
    monkeypatch.chdir(tmp_path / "work")


@pytest.fixture
def small_stand_in(monkeypatch):
    """Make the full-size stand-in 20,000 rows, so that writing it is quick."""
    small = partial(simulator.sample, 20_000)
    monkeypatch.setattr(simulator, "sample", small)


def tree(folder):
    return {
        path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def lines_of(frame):
    return frame.to_csv(index=False, lineterminator="\n").split("\n")


def refused(path, *words):
    """Assert that the file is refused with a message that holds its name and all the words."""
    before = tree(path.parent) if not path.is_dir() else None
    with pytest.raises(DataError) as caught:
        load_creditcard(path)
    message = str(caught.value)
    for word in (path.name, *words):
        assert word in message
    assert "\n" not in message
    assert before is None or tree(path.parent) == before


# --- the stand-in -------------------------------------------------------------------------------


def test_default_is_the_stand_in_in_the_one_schema():
    df = load_creditcard(n_samples=20_000)
    assert list(df.columns) == COLUMNS
    assert df.shape == (20_000, 31)
    assert df.attrs["source"] == "simulated stand-in (20,000 rows, 35 frauds, seed 0)"
    features = df[COLUMNS[1:-1]]
    assert 0 < features.isna().to_numpy().mean() < 0.003  # the tutorial imputes
    assert df[["Time", "Class"]].notna().all(axis=None)
    assert df["Class"].dtype == np.int64


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


# --- the user's own file ------------------------------------------------------------------------


def write(frame, path):
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, index=False)
    return path


@pytest.mark.parametrize("name", ["mine.csv", "mine.csv.gz", "mine.parquet"])
def test_every_format_gives_the_same_rows(frame, tmp_path, name):
    df = load_creditcard(write(frame, tmp_path / name))
    assert df.attrs["source"] == f"file {name} (300 rows, 20 frauds)"
    assert_frame_equal(df, frame, check_exact=True)


def test_format_is_recognised_by_content_not_by_name(frame, tmp_path):
    for made, name in (("a.csv.gz", "b.csv"), ("a.csv", "b.csv.gz"), ("a.parquet", "c.csv")):
        path = write(frame, tmp_path / made).rename(tmp_path / name)
        assert_frame_equal(load_creditcard(path), frame, check_exact=True)


@pytest.mark.parametrize(
    "convert",
    [
        lambda y: y.astype(float),
        lambda y: y.astype("int8"),
        lambda y: y == 1,
        lambda y: y.astype(str),
        lambda y: y.map({0: "'0'", 1: "'1'"}),
        lambda y: y.map({0: "0.0", 1: "1.0"}),
        lambda y: y.astype(str).astype("category"),
        lambda y: y.astype("Int64"),
    ],
    ids=["float", "int8", "bool", "text", "quoted text", "float text", "categorical", "nullable"],
)
def test_labels_are_accepted_however_they_were_stored(frame, tmp_path, convert):
    stored = frame.assign(Class=convert(frame["Class"]))
    assert_frame_equal(load_creditcard(write(stored, tmp_path / "a.parquet")), frame)
    path = tmp_path / "a.csv"
    stored.to_csv(path, index=False, quoting=csv.QUOTE_NONNUMERIC)
    assert_frame_equal(load_creditcard(path), frame)


def test_kaggle_style_file_is_read(frame, tmp_path):
    """Quoted header and labels, Time as R writes it (1e+05), Windows line ends, a BOM."""
    lines = lines_of(frame.assign(Time=100_000))
    lines[0] = ",".join(f'"{column}"' for column in COLUMNS)
    lines[1:-1] = [
        line.replace("100000,", "1e+05,", 1)[:-1] + f'"{line[-1]}"' for line in lines[1:-1]
    ]
    path = tmp_path / "creditcard.csv"
    path.write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    df = load_creditcard(path)
    assert df["Time"].dtype == np.int64
    assert_frame_equal(df, frame.assign(Time=100_000))


def test_column_order_of_the_file_does_not_matter(frame, tmp_path):
    shuffled = frame[["Class", *reversed(COLUMNS[:-1])]]
    for name in ("a.csv", "a.parquet"):
        assert_frame_equal(load_creditcard(write(shuffled, tmp_path / name)), frame)


def test_empty_cells_are_kept_for_the_imputation_lesson(frame, tmp_path):
    holes = frame.copy()
    holes.loc[3, ["Time", "V2", "Amount"]] = np.nan
    df = load_creditcard(write(holes, tmp_path / "a.csv"))
    assert df.isna().sum().sum() == 3
    assert_frame_equal(df, holes)


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


# --- which file "auto" means --------------------------------------------------------------------


def test_own_file_in_the_data_folder_is_found(frame):
    write(frame, datasets.DATA / "creditcard.parquet")
    assert load_creditcard().attrs["source"].startswith("file creditcard.parquet")
    write(frame, datasets.DATA / "creditcard.csv")
    assert load_creditcard().attrs["source"].startswith("file creditcard.csv (")
    assert load_creditcard("simulated", n_samples=9_000).attrs["source"].startswith("simulated")


def test_course_data_wins_over_the_data_folder(frame, tmp_path, monkeypatch):
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


# --- files that cannot be read ------------------------------------------------------------------


def test_folder_is_refused(tmp_path):
    refused(tmp_path, "is a folder; give the path of the file in it")


POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 150828752\n"
PAGE = b"\n <!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty (0 bytes)"),
        (b"\n\n", "only blank lines"),
        (POINTER, "Git-LFS pointer, not the data; run 'git lfs pull'"),
        (PAGE, "is a web page (HTML), not the data"),
        (b"@RELATION creditcard\n@ATTRIBUTE V1 NUMERIC\n", "is ARFF, not CSV"),
        (b"PK\x03\x04rest of the archive", "is a zip archive; unzip it"),
        (b"\x89HDF\r\n\x1a\n\0\0\0", "is not a text file"),
        (b"PAR1 but then nothing of the kind", "damaged or incomplete Parquet file"),
        (b"\x1f\x8b and then nonsense", "the gzip file is damaged"),
    ],
    ids=["empty", "blank", "lfs", "html", "arff", "zip", "binary", "parquet", "gzip"],
)
@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".parquet"])
def test_what_is_no_data_file_is_named_for_what_it_is(tmp_path, content, words, suffix):
    path = tmp_path / f"creditcard{suffix}"
    path.write_bytes(content)
    refused(path, words)


def test_web_page_inside_a_gzip_is_recognised(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(PAGE))
    refused(path, "is a web page (HTML)")
    path.write_bytes(gzip.compress(b""))
    refused(path, "only blank lines")


@pytest.mark.parametrize("share", [0.001, 0.5, 0.999])
def test_truncated_files_are_refused(frame, tmp_path, share):
    zipped = tmp_path / "a.csv.gz"
    zipped.write_bytes(gzip.compress(frame.to_csv(index=False).encode()))
    zipped.write_bytes(zipped.read_bytes()[: int(zipped.stat().st_size * share)])
    refused(zipped, "the gzip file ends too early; copy or download it again")
    parquet = write(frame, tmp_path / "a.parquet")
    parquet.write_bytes(parquet.read_bytes()[: int(parquet.stat().st_size * share)])
    refused(parquet, "damaged or incomplete Parquet file")


def test_corrupt_gzip_is_refused(frame, tmp_path):
    content = bytearray(gzip.compress(frame.to_csv(index=False).encode()))
    for position in (len(content) // 2, len(content) - 6):  # in the data; in the checksum
        broken = bytearray(content)
        broken[position] ^= 0xFF
        path = tmp_path / "a.csv.gz"
        path.write_bytes(broken)
        refused(path, "gzip file is damaged" if position > len(content) - 8 else "")


def test_truncated_csv_is_refused(frame, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines_of(frame))[:-40])
    refused(path, "line 301, column Class: the label is missing; write 0 or 1")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("utf-16", "UTF-16 text"), ("utf-16-le", "not a text file"), ("cp037", "not UTF-8 text")],
)
def test_wrong_encoding_is_refused(frame, tmp_path, encoding, words):
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join(lines_of(frame)).encode(encoding))
    refused(path, words, "save it as a CSV file in UTF-8")


def test_stray_byte_far_into_the_file_is_refused(frame, tmp_path):
    text = "\n".join(lines_of(pd.concat([frame] * 5))).encode()
    path = tmp_path / "a.csv"
    path.write_bytes(text[:-4000] + b"\xe9" + text[-4000:])
    refused(path, "is not UTF-8 text")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file_is_refused(frame, tmp_path):
    path = write(frame, tmp_path / "a.csv")
    path.chmod(0)
    with pytest.raises(DataError, match=r"a\.csv cannot be read \(Permission denied\)"):
        load_creditcard(path)


# --- files that break the schema ----------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_wrong_delimiter_is_named_and_the_advice_works(frame, tmp_path, delimiter):
    path = tmp_path / "a.csv"
    frame.to_csv(path, index=False, sep=delimiter)
    refused(
        path, f"line 1 is separated by {delimiter!r}", "not by commas", "pd.read_csv(path, sep="
    )
    pd.read_csv(path, sep=delimiter).to_csv(tmp_path / "b.csv", index=False)
    assert_frame_equal(load_creditcard(tmp_path / "b.csv"), frame)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_wrong_columns_are_named(frame, tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    refused(write(frame.drop(columns=["V3", "Amount"]), path), "missing columns V3, Amount;")
    refused(write(frame.drop(columns="Time"), path), "missing column Time;")
    refused(write(frame.assign(bank="x", id=1), path), "extra columns 'bank', 'id'; drop")
    refused(
        write(frame.reset_index().rename(columns={"index": "Unnamed: 0"}), path),
        "extra column Unnamed: 0, probably a saved row index; drop it and save with to_csv(",
    )
    refused(write(frame.iloc[:0], path), "has column names but no rows")


def test_saved_index_repeated_column_and_absent_header_are_named(frame, tmp_path):
    path = tmp_path / "a.csv"
    frame.to_csv(path)
    refused(path, "extra column without a name, probably a saved row index; drop it")
    frame.rename(columns={"V4": "V5"}).to_csv(path, index=False)
    refused(path, "column 'V5' occurs more than once")
    frame.to_csv(path, index=False, header=False)
    refused(path, "none of the columns Time, V1..V28, Amount, Class is there; the first line")


def test_line_with_too_many_values_is_named(frame, tmp_path):
    lines = lines_of(frame)
    path = tmp_path / "a.csv"
    path.write_text("\n".join([*lines[:9], lines[9] + ",7", *lines[10:]]))
    refused(path, "not a well-formed CSV", "line 10")
    path.write_text("\n".join([lines[0], *(line + ",7" for line in lines[1:-1])]))
    refused(path, "line 2 has more values than line 1 has column names")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("V9", "n.a. yet", "'n.a. yet' is not a number; correct it or leave the cell empty"),
        ("Amount", "12.50 EUR", "'12.50 EUR' is not a number"),
        ("Time", "?", "'?' is not a number"),
        ("V2", "True", "'True' is not a number"),
        ("V28", "inf", "inf is infinite; correct it or leave the cell empty"),
        ("Amount", "-Infinity", "-Infinity is infinite"),
        ("V1", "1e999", "1e999 is infinite"),
        ("Class", "2", "the label is '2'; write 0 or 1 (1 = fraud)"),
        ("Class", "-1", "the label is '-1'"),
        ("Class", "0.5", "the label is '0.5'"),
        ("Class", "fraud", "the label is 'fraud'"),
        ("Class", "", "the label is missing; write 0 or 1"),
        ("Class", "NaN", "the label is missing"),
    ],
)
@pytest.mark.parametrize("zipped", [False, True])
def test_bad_cell_is_named_with_its_line_as_in_the_file(
    frame, tmp_path, column, value, words, zipped
):
    lines = lines_of(frame)
    cells = lines[200].split(",")
    cells[COLUMNS.index(column)] = value
    lines[200] = ",".join(cells)
    lines.insert(50, "")  # pandas skips blank lines; an editor's line numbers do not
    lines.insert(60, "   ")
    path = tmp_path / ("a.csv.gz" if zipped else "a.csv")
    text = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(text) if zipped else text)
    refused(path, f"line 203, column {column}: ", words)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("V9", "many", "row 200, column V9: 'many' is not a number"),
        ("V9", np.inf, "row 200, column V9: inf is infinite"),
        ("Class", 3, "row 200, column Class: the label is '3'"),
        ("Class", None, "row 200, column Class: the label is missing"),
    ],
)
def test_bad_cell_of_a_parquet_file_is_named_with_its_row(frame, tmp_path, column, value, words):
    text = isinstance(value, str)
    bad = frame.astype({column: object if value is None or text else frame[column].dtype})
    bad = bad.assign(**{column: bad[column].map(str)}) if text else bad
    bad.loc[199, column] = value
    refused(write(bad, tmp_path / "a.parquet"), words)


def test_columns_of_another_type_are_refused(frame, tmp_path):
    path = tmp_path / "a.parquet"
    refused(
        write(frame.assign(V1=frame["V1"].astype(str)), path), "V1 holds", "store it as numbers"
    )
    refused(write(frame.assign(V1=pd.Timestamp("2013-09-01")), path), "row 1, column V1", "2013-09")
    refused(write(frame.assign(V1=True), path), "row 1, column V1", "'True' is not a number")


def test_column_without_any_value_is_refused(frame, tmp_path):
    for name in ("a.csv", "a.parquet"):
        refused(write(frame.assign(V5=np.nan), tmp_path / name), "column V5 is empty")


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_only_is_refused(frame, tmp_path, label):
    path = write(frame[frame["Class"] == label], tmp_path / "a.csv")
    refused(path, f"every Class is {label}, but both classes are needed")


def test_too_few_frauds_or_swapped_labels_are_refused(frame, tmp_path):
    path = tmp_path / "a.csv"
    enough = frame.head(280 + MIN_ROWS_PER_CLASS)
    assert load_creditcard(write(enough, path))["Class"].sum() == MIN_ROWS_PER_CLASS
    refused(write(enough.iloc[:-1], path), "9 fraud (Class 1) rows, ", "need at least 10")
    refused(write(frame.tail(25), path), "5 legitimate (Class 0) rows, ")
    swapped = frame.assign(Class=1 - frame["Class"])
    refused(write(swapped, path), "280 of 300 rows have Class 1", "swap the labels")


def test_minority_smaller_than_its_neighbours_is_refused():
    y = np.repeat([0, 1], [50, 6])
    require_minority(y, k_neighbors=5)
    with pytest.raises(DataError, match=r"has 6 rows, but k_neighbors=6 needs at least 7; lower "):
        require_minority(y, k_neighbors=6)
    with pytest.raises(DataError, match=r"has 1 row, but .* needs at least 6; take more rows"):
        require_minority([0, 0, 1])
    with pytest.raises(DataError, match=r"one class only \(0\)"):
        require_minority([0, 0, 0])
    with pytest.raises(DataError, match="no rows"):
        require_minority([])


# --- the CSV of lesson 01 -----------------------------------------------------------------------


def test_plain_read_csv_gives_what_the_loader_gives():
    """The full stand-in: same values to the last bit, same types, same empty cells."""
    path = creditcard_csv()
    assert path.parent == datasets.DATA
    assert_frame_equal(pd.read_csv(path), load_creditcard(), check_exact=True)


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
def test_own_csv_is_checked_and_used_as_it_is(frame, name):
    path = write(frame, datasets.DATA / name)
    assert creditcard_csv() == path
    assert list(datasets.DATA.iterdir()) == [path]
    write(frame.drop(columns="V1"), path)
    with pytest.raises(DataError, match="missing column V1"):
        creditcard_csv()


def test_other_files_get_a_csv_copy_that_follows_their_changes(frame, tmp_path, monkeypatch):
    source = write(frame, tmp_path / "mine.parquet")
    monkeypatch.setenv("COURSE_DATA", str(source))
    first = creditcard_csv()
    assert_frame_equal(pd.read_csv(first), frame, check_exact=True)
    assert creditcard_csv() == first
    write(frame.assign(V1=0.5), source)
    second = creditcard_csv()
    assert second != first
    assert list(datasets.DATA.iterdir()) == [second]
    assert (pd.read_csv(second)["V1"] == 0.5).all()


def test_csv_that_pandas_would_read_differently_is_copied(frame, tmp_path, monkeypatch):
    stored = frame.assign(Class=frame["Class"].map({0: "'0'", 1: "'1'"}))
    variants = {
        "quoted.csv": stored,
        "float.csv": frame.assign(Class=frame["Class"].astype(float)),
        "shuffled.csv": frame[COLUMNS[::-1]],
    }
    for name, variant in variants.items():
        monkeypatch.setenv("COURSE_DATA", str(write(variant, tmp_path / name)))
        assert_frame_equal(pd.read_csv(creditcard_csv()), frame, check_exact=True)
    disguised = write(frame, tmp_path / "a.csv.gz").rename(tmp_path / "a.csv")
    assert read_file(disguised)[1] is False
    monkeypatch.setenv("COURSE_DATA", str(disguised))
    assert_frame_equal(pd.read_csv(creditcard_csv()), frame, check_exact=True)


def test_interrupted_writing_leaves_the_folder_as_it_was(small_stand_in, monkeypatch):
    write_csv = datasets.arrow_csv.write_csv

    def interrupted(table, path):
        write_csv(table.slice(0, 100), path)
        raise KeyboardInterrupt

    monkeypatch.setattr(datasets.arrow_csv, "write_csv", interrupted)
    with pytest.raises(KeyboardInterrupt):
        creditcard_csv()
    assert list(datasets.DATA.iterdir()) == []


def test_full_disk_gives_one_clear_error_and_leaves_nothing(small_stand_in, monkeypatch):
    def full(table, path):
        Path(path).write_text("Time,V1")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(datasets.arrow_csv, "write_csv", full)
    with pytest.raises(DataError, match=r"cannot be written \(No space left on device\)"):
        creditcard_csv()
    assert list(datasets.DATA.iterdir()) == []


def test_another_process_finishing_first_does_no_harm(small_stand_in):
    folder = datasets.DATA
    make = partial(load_creditcard, "simulated")

    def make_while_another_writes():
        datasets._write_once(folder, "x", "k", make)
        return make()

    path = datasets._write_once(folder, "x", "k", make_while_another_writes)
    assert list(folder.iterdir()) == [path]
    assert_frame_equal(pd.read_csv(path), make(), check_exact=True)


def test_processes_at_once_do_not_clash():
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
