"""Lines that are no rows: comments, Excel's first line, repeated names, rows that are cut off."""

import csv
import gzip

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from helpers.data.creditcard import load_creditcard
from helpers.data.reading import read_file
from helpers.data.schema import COLUMNS

from .common import lines_of, refused

pytestmark = pytest.mark.usefixtures("own_folders")


def with_lines(frame, place, *new):
    """Put lines before the line with the index `place`; 0 is the line with the names."""
    lines = lines_of(frame)
    lines[place:place] = new
    return "\n".join(lines)


def test_first_line_of_excel_is_left_out_with_a_word(frame, tmp_path):
    path = tmp_path / "a.csv"
    for first in ("sep=,", '"sep=,"', "SEP=,", "sep=," + "," * 30):
        path.write_bytes(with_lines(frame, 0, first).replace("\n", "\r\n").encode("utf-8-sig"))
        df = load_creditcard(path)
        assert_frame_equal(df, frame)
        assert df.attrs["source"].endswith("20 frauds, first line 'sep=' left out)")
        assert read_file(path).plain is False


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(
    ("place", "comments"),
    [
        (0, ["# made by hand", "#"]),
        (9, ['# a note, with an open " mark']),
        (9, ["#" + "," * 50]),
        (9, ["   # indented", '"# quoted, and more"']),
        (301, ["# end"]),
    ],
)
def test_comment_lines_are_left_out_with_a_word(frame, tmp_path, zipped, place, comments):
    path = tmp_path / ("a.csv.gz" if zipped else "a.csv")
    text = with_lines(frame, place, *comments).encode()
    path.write_bytes(gzip.compress(text) if zipped else text)
    df = load_creditcard(path)
    assert_frame_equal(df, frame)
    many = f"{len(comments)} comment line{'s' * (len(comments) > 1)} left out"
    assert df.attrs["source"].endswith(f"20 frauds, {many})")


def test_comments_above_and_within_and_other_notes_are_all_told(frame, tmp_path):
    lines = lines_of(frame.assign(bank="x"))
    lines[30:30] = ["# within"]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["sep=,", "# above", lines[0].lower(), *lines[1:]]))
    df = load_creditcard(path)
    assert_frame_equal(df, frame)
    assert df.attrs["source"].endswith(
        "20 frauds, first line 'sep=' left out, 2 comment lines left out, "
        "31 column names tidied, such as 'time' to Time, column left out: 'bank')"
    )


def test_a_row_that_begins_like_a_comment_is_never_dropped_unseen(frame, tmp_path):
    path = tmp_path / "a.csv"
    lines = lines_of(frame)
    for start in ("#REF!", "#####", "#" + lines[8].split(",")[0]):
        lines[8] = ",".join([start, *lines[8].split(",")[1:]])
        path.write_text("\n".join(lines))
        refused(path, f"line 9, column Time: {start!r} is not a number; correct it, or delete the")
    numbered = frame.copy()
    numbered.insert(0, "id", [f"#{i}" for i in range(300)])
    numbered.to_csv(path, index=False)
    assert_frame_equal(load_creditcard(path), frame)


def test_lines_are_counted_as_an_editor_counts_them(frame, tmp_path):
    lines = lines_of(frame)
    cells = lines[200].split(",")
    lines[200] = ",".join(["-5", *cells[1:]])
    lines[50:50] = ["", "# note", "   "]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["sep=,", "# above", *lines]))
    assert path.read_text().split("\n")[205].startswith("-5,")
    refused(path, "line 206, column Time: -5 is negative")


def test_blank_lines_are_skipped_and_rows_without_values_refused(frame, tmp_path):
    path = tmp_path / "a.csv"
    for place in (0, 1, 150, 301):
        path.write_text(with_lines(frame, place, "", "  ", "\t"))
        assert_frame_equal(load_creditcard(path), frame)
    path.write_text(with_lines(frame, 301, "," * 30))
    refused(path, "line 302, column Class: the label is missing", "or delete the row")


def test_repeated_names_are_called_that(frame, tmp_path):
    path = tmp_path / "a.csv"
    for place in (1, 100):
        path.write_text(with_lines(frame, place, ",".join(COLUMNS)))
        refused(path, f"line {place + 1}, column Time: the column names are repeated; delete that")
    twice = gzip.compress(frame.to_csv(index=False).encode()) * 2
    path.write_bytes(twice)
    refused(path, "line 302, column Time: the column names are repeated")


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("order", [COLUMNS, COLUMNS[::-1], ["Class", *COLUMNS[:-1]]])
def test_a_file_cut_off_in_a_row_is_refused(frame, tmp_path, order, zipped):
    """pandas fills the row with empty cells, which would be read as missing values."""
    path = tmp_path / "a.csv"
    text = frame[order].to_csv(index=False)[:-60]
    count = len(text.split("\n")[-1].split(","))
    path.write_bytes(gzip.compress(text.encode()) if zipped else text.encode())
    refused(
        path,
        f"the file is cut off, line 301 has {count} of 31 values and no line end; "
        "copy or download it again",
    )
    lines = lines_of(frame[order])
    lines[9] = ",".join(lines[9].split(",")[:4])
    path.write_text("\n".join(lines))
    refused(path, "line 10 has 4 of 31 values; complete that line or delete it")
    path.write_text(frame[order].to_csv(index=False) + "(300 rows affected)\n")
    refused(path, "line 302 has 1 of 31 values")


def test_empty_cells_in_the_last_column_are_no_short_rows(frame, tmp_path):
    holes = frame.copy()
    holes.loc[[0, 299], "Amount"] = float("nan")
    path = tmp_path / "a.csv"
    holes[["Class", *COLUMNS[:-1]]].to_csv(path, index=False)
    assert_frame_equal(load_creditcard(path), holes)
    path.write_text(path.read_text().rstrip("\n"))  # no line end after the last, empty cell
    assert_frame_equal(load_creditcard(path), holes)


def test_a_file_cut_off_in_quotation_marks_is_refused(frame, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(frame.astype({"Class": str}).to_csv(index=False, quoting=2)[:-3])
    refused(path, "is not a well-formed CSV (EOF inside string starting at row 300); repair that")


@pytest.mark.parametrize("damage", ["\0", "\0" * 500])
def test_nul_bytes_are_named_with_their_line(frame, tmp_path, damage):
    path = tmp_path / "a.csv"
    text = "\n".join([lines_of(frame)[0], *lines_of(frame)[1:-1] * 12])
    for place in (2_000, len(text) - 3_000, len(text)):  # far from the start, too
        line = text[:place].count("\n") + 1
        for content in (text[:place] + damage + text[place:], text[:place] + damage + "1"):
            path.write_text(content)
            refused(path, f"is damaged: line {line:,} holds a NUL byte; copy or download it again")


@pytest.fixture
def field_limit():
    """The limit that Python starts with; other packages change it for the whole process."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("field_limit")
def test_a_cell_of_endless_text_is_refused(frame, tmp_path):
    lines = lines_of(frame)
    lines[9] = ",".join(['"' + "x" * 200_000 + '"', *lines[9].split(",")[1:]])
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines))
    refused(path, "is not a well-formed CSV (line 10: field larger than field limit")


def test_line_ends_of_every_system_are_read(frame, tmp_path):
    path = tmp_path / "a.csv"
    for end in ("\n", "\r\n", "\r"):
        path.write_bytes(frame.to_csv(index=False, lineterminator=end).encode())
        assert_frame_equal(load_creditcard(path), frame)
    assert_frame_equal(pd.read_csv(path), frame)
