"""A file in any usual form gives the same rows, and bad input gets one clear error."""

import csv
import gzip
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow.parquet
import pytest
from pandas.testing import assert_frame_equal

from helpers.data import reading
from helpers.data.creditcard import load_creditcard
from helpers.data.openml import download_openml
from helpers.data.schema import COLUMNS
from helpers.errors import DataError
from helpers.paths import ROOT

from .common import lines_of, refused, without_root, write

pytestmark = pytest.mark.usefixtures("own_folders")


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
        (b"\x89HDF\r\n\x1a\n\0\0\0", "is an HDF5 file, not a text file"),
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


def test_damaged_parquet_files_are_refused(frame, tmp_path):
    path = tmp_path / "a.parquet"
    words = "is a damaged or incomplete Parquet file; copy or download it again"
    frame.to_parquet(path, write_page_checksum=True)
    broken = bytearray(path.read_bytes())
    broken[len(broken) // 3] ^= 0xFF
    path.write_bytes(broken)
    refused(path, words)
    table = pyarrow.Table.from_pandas(frame)
    for metadata in (b"\xe8", b"{", b"{}"):  # where pandas keeps the index and the types
        pyarrow.parquet.write_table(table.replace_schema_metadata({"pandas": metadata}), path)
        refused(path, words)


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


@pytest.mark.skipif(os.name != "posix", reason="another system has other rights")
def test_unreadable_file_is_refused(frame, tmp_path):
    path = write(frame, tmp_path / "a.csv")
    load_creditcard(path)
    path.chmod(0)
    with (
        without_root(tmp_path),
        pytest.raises(DataError, match=r"a\.csv cannot be read \(Permission denied\)"),
    ):
        load_creditcard(path)


def test_line_with_too_many_values_is_named(frame, tmp_path):
    lines = lines_of(frame)
    path = tmp_path / "a.csv"
    path.write_text("\n".join([*lines[:9], lines[9] + ",7", *lines[10:]]))
    refused(path, "not a well-formed CSV", "line 10")
    path.write_text("\n".join([lines[0], *(line + ",7" for line in lines[1:-1])]))
    refused(path, "the first row has more values than there are column names")


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
        ("Time", str(2**63), "9223372036854775808 is out of range (±9.0e+15)"),
        ("Time", str(2**64), "18446744073709551616 is out of range"),
        ("Time", str(-(2**63) - 1), "-9223372036854775809 is out of range"),
        ("Time", str(2**53 + 1), "9007199254740993 is out of range"),  # no float64 is equal
        ("Time", "1e30", "1e30 is out of range"),
        ("Time", "-1", "-1 is negative; the course needs seconds from the first payment on"),
        ("Amount", "-0.01", "-0.01 is negative; the course needs euros, not scaled ones"),
        ("Amount", "1e300", "1e300 is out of range"),
        ("V28", "-1e300", "-1e300 is out of range"),
        ("V3", "-0,5", "'-0,5' is not a number; write decimals with a point"),
        ("V3", "x" * 90, f"'{'x' * 40}...' is not a number"),
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
    cells[COLUMNS.index(column)] = f'"{value}"' if "," in value else value
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
        ("V9", -1e300, "row 200, column V9: -1e+300 is out of range"),
        ("Time", -3, "row 200, column Time: -3 is negative"),
        ("Amount", 1e300, "row 200, column Amount: 1e+300 is out of range"),
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


def test_numbers_up_to_the_limit_are_kept_exactly(frame, tmp_path):
    largest = frame.copy()
    largest.loc[5, ["Time", "Amount"]] = [2**53 - 1, 0.0]
    largest["V1"] = largest["V1"].where(largest.index != 5, -(2.0**53) + 1)
    for name in ("a.csv", "a.parquet"):
        df = load_creditcard(write(largest, tmp_path / name))
        assert_frame_equal(df, largest, check_exact=True)
    negative_zero = frame.assign(Amount=frame["Amount"].where(frame.index != 5, -0.0))
    assert load_creditcard(write(negative_zero, tmp_path / "a.csv"))["Amount"][5] == 0


def test_unsigned_times_of_a_parquet_file_do_not_wrap_round(frame, tmp_path):
    path = tmp_path / "a.parquet"
    unsigned = frame.assign(Time=frame["Time"].astype("uint64"))
    assert_frame_equal(load_creditcard(write(unsigned, path)), frame)
    refused(
        write(unsigned.assign(Time=unsigned["Time"] + 2**63), path),
        f"row 1, column Time: {int(frame['Time'][0]) + 2**63} is out of range",
    )


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


def test_without_pyarrow_a_parquet_file_says_what_to_install(frame, tmp_path, monkeypatch):
    path = write(frame, tmp_path / "a.parquet")
    monkeypatch.setattr(reading, "find_spec", lambda name: None)
    refused(path, "pyarrow", "make parquet", "--extra parquet", "as CSV")
    with pytest.raises(DataError, match="make parquet"):  # before anything is fetched
        download_openml(tmp_path / "b.parquet", url="http://127.0.0.1:9/never")
    assert not (tmp_path / "b.parquet").exists()


@pytest.mark.slow
def test_a_csv_is_read_without_pyarrow(tmp_path):
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from helpers.data.creditcard import _write_csv, load_creditcard\n"
        "from pathlib import Path\n"
        f"path = Path({str(tmp_path / 'a.csv')!r})\n"
        "_write_csv(load_creditcard('simulated', n_samples=20_000), path)\n"
        "assert len(load_creditcard(path)) == 20_000\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
