"""The table of grades opens right in spreadsheets, whatever learners wrote."""

import csv

import pytest

from helpers.grading.records import FORMULAS, Addition, Grade, write_table

NAMES = ["a,b", 'say "x"', "two\nlines", "semi;colon", "Zoë", "\0nul", "\ud800half"]


def written(tmp_path, grades):
    write_table(grades, tmp_path / "t.csv")
    raw = (tmp_path / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


@pytest.mark.parametrize("start", FORMULAS)
def test_no_cell_begins_like_a_formula(tmp_path, start):
    grade = Grade(f"{start}cmd|' /C calc'!A0", f"{start}x.ipynb", "ex_03", notes=[f"{start}y"])
    (row,) = written(tmp_path, [grade])
    assert row["learner"] == f"'{start}cmd|' /C calc'!A0"
    assert not any(value.startswith(FORMULAS) for value in row.values())


def test_names_keep_their_letters_and_their_cells(tmp_path):
    rows = written(tmp_path, [Grade(name, "x.ipynb") for name in NAMES])
    assert [row["learner"] for row in rows] == [*NAMES[:5], "nul", "?half"]
    assert {row["file"] for row in rows} == {"x.ipynb"}


def test_negative_points_are_numbers(tmp_path):
    grade = Grade("ada", "x.ipynb", "ex_03", {"03-1": "A"}, additions={"03-1": Addition(-0.5, "")})
    (row,) = written(tmp_path, [grade])
    assert (row["points"], row["03-1"]) == ("-0.5", "-0.5")
