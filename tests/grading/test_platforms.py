"""Downloads of learning platforms: whose each file is, when it came, and which attempt counts."""

import csv
from pathlib import Path

import pytest

from helpers.course.cli import main
from helpers.grading.grade import grade_folder
from helpers.grading.platforms import NO_FILE, read_names
from tests.grading import downloads
from tests.grading.classes import SOURCE
from tests.grading.downloads import NAME, lay, packed, right


def rows(output):
    with (output / "grades.csv").open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))


def graded(monkeypatch, folder, **options):
    """Return, of each file that counts, what the table says."""
    downloads.pretend(monkeypatch)
    output = folder.parent / "out"
    grade_folder(folder, output, trust=True, **options)
    return {row["learner"]: row for row in rows(output) if row["counts"] == "yes"}


def brief(found, *columns):
    return {learner: tuple(row[name] for name in columns) for learner, row in found.items()}


def test_canvas(tmp_path, monkeypatch):
    found = graded(monkeypatch, lay(tmp_path / "class", downloads.canvas()))
    assert brief(found, "id", "late", "points") == {
        "lovelaceada (101)": ("101", "no", "2"),
        "lovelaceada (202)": ("202", "yes", "1"),
        "turingalan": ("303", "no", "1"),
        "müllerzoë": ("404", "no", "1"),
    }


def test_canvas_hides_the_names_of_anonymous_learners():
    files = [Path(f"anon_ab1Cd_51_{NAME}"), Path(f"LATE_anon_xyz12_52_{NAME}")]
    download = read_names(files)
    assert list(download.learners().values()) == ["anon_ab1Cd", "anon_xyz12"]
    assert [one.late for one in download.senders.values()] == [False, True]


@pytest.mark.parametrize("files", [downloads.moodle("_"), downloads.moodle("")])
def test_moodle(tmp_path, monkeypatch, files):
    found = graded(monkeypatch, lay(tmp_path / "class", files))
    assert brief(found, "id", "late", "points") == {
        "Ada Lovelace (1234567)": ("1234567", "", "2"),
        "Ada Lovelace (1234568)": ("1234568", "", "1"),
        "Zoë Müller": ("1234569", "", "1"),
    }


def test_moodle_without_folders(tmp_path, monkeypatch):
    found = graded(monkeypatch, lay(tmp_path / "class", downloads.moodle_flat()))
    assert set(found) == {"Ada Lovelace (1234567)", "Ada Lovelace (1234568)", "Zoë Müller"}


def test_blackboard(tmp_path, monkeypatch):
    folder = lay(tmp_path / "class", downloads.blackboard())
    found = graded(monkeypatch, folder, attempt="last")
    assert brief(found, "login", "submitted", "points") == {
        "Ada Lovelace (alove)": ("alove", "2026-11-25 10:30:00", "1"),
        "Ada Lovelace (ada_l)": ("ada_l", "2026-11-23 08:00:00", "1"),
    }
    found = graded(monkeypatch, folder, attempt="best")
    assert found["Ada Lovelace (alove)"]["submitted"] == "2026-11-24 09:00:00"
    everything = rows(tmp_path / "out")
    assert len(everything) == 4  # the platform's texts have no rows of their own ...
    (zoe,) = [row for row in everything if row["learner"] == "Zoë Müller"]
    assert zoe["notes"] == NO_FILE  # ... but where no file came with them


@pytest.mark.parametrize("files", [downloads.ilias(), downloads.ilias_teams()])
def test_ilias(tmp_path, monkeypatch, files):
    found = graded(monkeypatch, lay(tmp_path / "class", files), attempt="last")
    assert brief(found, "id", "login", "late", "points") == {
        "Ada Lovelace (301)": ("301", "alove", "no", "1"),
        "Ada Lovelace (302)": ("302", "ada_l", "yes", "1"),
        "Zoe van der Berg": ("303", "zberg", "no", "1"),
    }


@pytest.mark.parametrize("below", ["", "submitted"])
def test_nbgrader(tmp_path, monkeypatch, below):
    folder = lay(tmp_path / "class", downloads.nbgrader()) / below
    downloads.pretend(monkeypatch)
    grade_folder(folder, tmp_path / "out", trust=True)
    found = {row["learner"]: row for row in rows(tmp_path / "out")}
    assert brief(found, "login", "submitted", "points") == {
        "alove": ("alove", "2026-11-25 10:30:00", "2"),
        "ada": ("ada", "2026-11-26 10:30:00", "1"),
    }


@pytest.mark.parametrize(
    ("make", "n_learners"), [("canvas", 4), ("moodle", 3), ("blackboard", 3), ("ilias", 3)]
)
def test_the_zip_file_needs_no_unpacking(tmp_path, monkeypatch, make, n_learners):
    downloads.pretend(monkeypatch)
    path = packed(tmp_path / "download.zip", getattr(downloads, make)())
    assert main(["grade", str(path), "--trust-learners"]) == 0
    assert len({row["learner"] for row in rows(tmp_path / "download_graded")}) == n_learners


@pytest.mark.parametrize(("attempt", "points"), [("best", "1"), ("last", "0")])
def test_best_or_last_by_a_switch(tmp_path, monkeypatch, attempt, points):
    found = graded(monkeypatch, lay(tmp_path / "class", downloads.canvas()), attempt=attempt)
    assert found["turingalan"]["points"] == points
    assert "see also" in found["turingalan"]["notes"]


def test_where_names_tell_no_order_the_best_counts(tmp_path, monkeypatch):
    files = {f"ada/{NAME}": right(1), f"ada/{SOURCE.stem} (1).ipynb": right(1, 2)}
    found = graded(monkeypatch, lay(tmp_path / "class", files), attempt="last")
    assert found["ada"]["points"] == "2"


def test_what_came_by_another_way_is_read_by_its_folder(tmp_path, monkeypatch):
    files = {**downloads.moodle(), f"bob/{NAME}": right(1)}
    found = graded(monkeypatch, lay(tmp_path / "class", files))
    assert len(found) == 4
    assert found["bob"]["id"] == ""


@pytest.mark.parametrize(
    "files",
    [
        [f"ada_2026_11_{NAME}", f"bob_2026_11_{NAME}"],
        [f"my_class_ws_2026/ada/{NAME}", f"my_class_ws_2026/bob/{NAME}"],
        [f"my_class_ws_2026/ada_{NAME}", f"my_class_ws_2026/bob_{NAME}"],
        [f"week 1/ada/{NAME}", f"week 1/bob/{NAME}"],
        [f"2026_11_25_{NAME}"],
    ],
)
def test_other_names_are_no_platforms(files):
    assert read_names(map(Path, files)).senders == {}
