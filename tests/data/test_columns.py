"""Column names that are spelled otherwise, missing, double, extra, or separated otherwise."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from helpers.data.creditcard import load_creditcard
from helpers.data.reading import read_file
from helpers.data.schema import COLUMNS

from .common import lines_of, refused, write

pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.mark.parametrize(
    ("header", "note"),
    [
        (", ".join(COLUMNS), "30 column names tidied, such as ' V1' to V1"),
        (", ".join(f'"{c}"' for c in COLUMNS), "30 column names tidied"),
        (",".join(f" {c}  " for c in COLUMNS), "31 column names tidied, such as ' Time  ' to Time"),
        (",".join(COLUMNS).lower(), "31 column names tidied, such as 'time' to Time"),
        (",".join(COLUMNS).upper(), "3 column names tidied, such as 'TIME' to Time"),
        (",".join(f"'{c}'" for c in COLUMNS), "31 column names tidied"),
        (",".join(COLUMNS).replace("Class", "class"), "1 column name tidied, such as 'class' to"),
        ("\ufeff\ufeff" + ",".join(COLUMNS), "1 column name tidied"),
    ],
)
def test_names_spelled_otherwise_are_read_with_a_word(frame, tmp_path, header, note):
    path = tmp_path / "a.csv"
    path.write_text("\n".join([header, *lines_of(frame)[1:]]), encoding="utf-8")
    df = load_creditcard(path)
    assert_frame_equal(df, frame)
    assert note in df.attrs["source"]
    assert read_file(path).plain is False


def test_names_as_they_should_be_need_no_word(frame, tmp_path):
    for header in (",".join(COLUMNS), ",".join(f'"{c}"' for c in COLUMNS)):
        path = tmp_path / "a.csv"
        path.write_text("\n".join([header, *lines_of(frame)[1:]]))
        assert load_creditcard(path).attrs["source"] == "file a.csv (300 rows, 20 frauds)"
        assert read_file(path).plain is True


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".parquet"])
def test_extra_columns_are_named_and_left_out(frame, tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    made = frame.assign(sampling="uniform, say", copies=1)
    made.insert(0, "Unnamed: 0", range(300))
    df = load_creditcard(write(made, path))
    assert_frame_equal(df, frame)
    assert df.attrs["source"].endswith(
        "20 frauds, columns left out: 'Unnamed: 0', 'sampling', 'copies')"
    )
    df = load_creditcard(write(frame.assign(**{f"x{i}": 0 for i in range(8)}), path))
    assert df.attrs["source"].endswith("left out: 'x0', 'x1', 'x2', 'x3', 'x4', 3 more)")
    bad = made.assign(V3=made["V3"].where(made.index != 6, float("inf")))
    refused(write(bad, path), f"{'row 7' if suffix == '.parquet' else 'line 8'}, column V3: inf")


def test_a_saved_index_or_a_comma_at_each_end_is_left_out(frame, tmp_path):
    path = tmp_path / "a.csv"
    note = "column left out: one without a name"
    frame.to_csv(path)
    assert_frame_equal(load_creditcard(path), frame)
    path.write_text("".join(f"{line},\n" for line in lines_of(frame)[:-1]))
    df = load_creditcard(path)
    assert_frame_equal(df, frame)
    assert note in df.attrs["source"]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_missing_columns_are_named(frame, tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    refused(write(frame.drop(columns=["V3", "Amount"]), path), "missing columns V3, Amount;")
    refused(write(frame.drop(columns="Time"), path), "missing column Time;")
    refused(write(frame.iloc[:0], path), "has column names but no rows")
    anonymous = frame.set_axis([f"c{i}" for i in range(31)], axis=1)
    refused(write(anonymous, path), "none of the columns Time, V1..V28, Amount, Class is there")


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_scaled_columns_of_a_notebook_are_recognised(frame, tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    scaled = frame.rename(columns={"Time": "scaled_time", "Amount": "scaled_amount"})
    refused(
        write(scaled, path),
        "missing columns Time, Amount; 'scaled_time', 'scaled_amount' look scaled, as many "
        "notebooks save the data; take the original creditcard.csv",
    )
    for name in ("normAmount", "Amount_std", "LogAmount"):
        made = write(frame.rename(columns={"Amount": name}), path)
        refused(made, f"missing column Amount; '{name}' looks scaled", "take the original")
    renamed = write(frame.rename(columns={"Amount": "Amount (EUR)"}), path)
    refused(renamed, "if 'Amount (EUR)' is meant, give it the name of the schema")
    df = load_creditcard(write(frame.assign(scaled_amount=0.5), path))
    assert "column left out: 'scaled_amount'" in df.attrs["source"]
    standard = frame["Amount"] - frame["Amount"].mean()  # scaled under the old name
    refused(write(frame.assign(Amount=standard), path), "column Amount: -", "is negative")


def test_a_column_that_occurs_twice_is_named(frame, tmp_path):
    path = tmp_path / "a.csv"
    frame.rename(columns={"V4": "V5"}).to_csv(path, index=False)
    refused(path, "column 'V5' occurs more than once; keep one of them")
    for suffix in (".csv", ".parquet"):
        both = write(frame.assign(**{"class": 1 - frame["Class"]}), tmp_path / f"b{suffix}")
        refused(both, "columns 'Class' and 'class' both mean Class; keep one of them")


def test_a_file_without_names_is_refused(frame, tmp_path):
    path = tmp_path / "a.csv"
    frame.to_csv(path, index=False, header=False)
    refused(path, "none of the columns Time, V1..V28, Amount, Class is there; the first line")
    path.write_text("Credit card data\n" + frame.to_csv(index=False))
    refused(path, "none of the columns")


def test_a_table_whose_index_holds_a_column_is_refused_and_the_advice_works(frame, tmp_path):
    path = tmp_path / "a.parquet"
    refused(
        write(frame.set_index("Class"), path),
        "Class is the index of the table, not a column; save it with df.reset_index().to_parquet(",
    )
    pd.read_parquet(path).reset_index().to_parquet(path)
    assert_frame_equal(load_creditcard(path), frame)
    refused(write(frame.set_index(["Time", "Class"]), path), "Time and Class are the index")
    both = frame.set_index("Time", drop=False).rename_axis("moment")
    assert_frame_equal(load_creditcard(write(both, path)), frame)


@pytest.mark.parametrize("delimiter", [";", "\t", "|", " "])
@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("above", ["", "sep=;\n"])
def test_wrong_delimiter_is_named_and_the_advice_works(frame, tmp_path, delimiter, decimal, above):
    path = tmp_path / "a.csv"
    path.write_text(above + frame.to_csv(index=False, sep=delimiter, decimal=decimal))
    options = {"sep": delimiter}
    options |= {"decimal": ","} if decimal == "," else {}
    options |= {"skiprows": 1} if above else {}
    advice = ", ".join(f"{name}={value!r}" for name, value in options.items())
    refused(
        path,
        f"the column names are separated by {delimiter!r}, not by commas; save the file with",
        f"pd.read_csv(path, {advice}).to_csv(new_path, index=False)",
    )
    pd.read_csv(path, **options).to_csv(tmp_path / "b.csv", index=False)
    assert_frame_equal(load_creditcard(tmp_path / "b.csv"), frame)


def test_lines_in_quotation_marks_are_refused(frame, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("".join(f'"{line}"\n' for line in lines_of(frame)[:-1]))
    refused(path, "each line stands in quotation marks as a single value; remove these marks")
