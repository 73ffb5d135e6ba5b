"""Projects that reach beyond the room, or stop the class: the others are judged all the same."""

import os
import sys
import zipfile

import pytest

from helpers.desk.memo import SOURCE, read_table
from helpers.desk.scoring import PolicyError
from helpers.desk.trials import PLAIN, trial_desk, varied
from helpers.desk.verdicts import OPEN, TITLES
from helpers.grading.desk.checks import Bench
from helpers.grading.desk.handed_in import MAX_TEXT, Project, find_projects
from helpers.grading.desk.runs import Run
from tests.desk.test_sheets import OPENS, notebook


def project(call, **files):
    files = {name.replace("_csv", ".csv"): content for name, content in files.items()}
    return Project("eve", [call], files)


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("open_desk('http://127.0.0.1:1/x.csv')", "no KEEL set"),
        ("open_desk('/etc/secret.csv')", "no KEEL set"),
        ("open_desk('../../secret.csv')", "no KEEL set"),
        ("open_desk(source='s3://bucket/x.csv')", "no KEEL set"),
        ("open_desk('mine.csv')", "no KEEL set"),
        ("open_desk(rows=1000000000000)", "no number of rows"),
        ("open_desk(rows='many')", "no number of rows"),
        ("open_desk('yeast4', colour=1)", "unexpected keyword"),
        ("open_desk('yeast4', seed=-1)", "could not be opened"),
        ("open_desk('wide.csv')", "too many columns"),
        ("open_desk('text.csv')", "Error"),
    ],
)
def test_only_the_courses_data_and_what_was_handed_in_are_opened_outside(call, why):
    eve = project(call, wide_csv=b"," * 10**6, text_csv=b'\xff\x00,\n"')
    found, notes = Bench(None, None, 0).check(eve)
    assert {one.state for one in found} == {OPEN}
    assert [one.check for one in found] == list(TITLES)
    assert why in notes[0]


@pytest.mark.parametrize("call", ["open_desk({[]: 1})", "open_desk(" + "-" * 10**6 + "1)"])
def test_a_call_that_cannot_be_read_is_passed_over(call):
    assert project(call).opened_with == ((), {})


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
def test_what_cannot_be_read_costs_its_own_project_only(tmp_path):
    for name in ("ada", "eve"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "desk.ipynb").write_bytes(notebook(OPENS))
    os.mkfifo(tmp_path / "eve" / "memo.md")
    (tmp_path / "eve" / "a.zip").write_bytes(b"PK\x03\x04 no more")
    with zipfile.ZipFile(tmp_path / "eve" / "b.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("memo.md", b"x" * 1000)
    ada, eve = find_projects(tmp_path)
    assert ada.notes == []
    assert len(eve.notes) == 3
    assert set(eve.files) == set()


def test_a_lone_damaged_file_is_named(tmp_path):
    (tmp_path / "eve.zip").write_bytes(b"PK")
    [eve] = find_projects(tmp_path)
    assert eve.learner == "eve.zip"
    assert "damaged" in eve.problem


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 10**400, "1", None, {"t": "f"}])
def test_what_is_no_finite_number_is_none(number, monkeypatch):
    monkeypatch.setattr(Run, "_value", lambda self, expression: number)
    assert Run.__new__(Run).number("x") is None


@pytest.mark.parametrize("told", [{"t": "fn"}, {"t": "fn", "v": True}, [], None])
def test_what_is_no_function_is_none(told, monkeypatch):
    monkeypatch.setattr(Run, "_value", lambda self, expression: told)
    with pytest.raises(PolicyError):
        Run.__new__(Run).learned()


def test_a_memo_of_blanks_takes_no_time():
    """With a search that goes back at each blank, this would take some hours."""
    memo = Project("eve", files={"memo.md": b"Rows: " + b" " * (50 << 20)}).text("memo.md")
    assert len(memo) == MAX_TEXT
    assert read_table(memo) == {}
    assert SOURCE.search(memo) is None


def test_a_trial_desk_does_not_tell_its_seed():
    """Whoever knows it draws the same payments again, with the labels of the sealed day."""
    desk = varied(trial_desk(4_321), PLAIN, 4_321)
    told = [desk.source, *map(str, desk.table.attrs.values())]
    assert not any("4321" in one or "4,321" in one for one in told)
