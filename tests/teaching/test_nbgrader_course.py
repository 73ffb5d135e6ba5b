"""nbgrader works on the same solutions (its part is skipped where it is not installed)."""

import csv
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import find_solutions, role
from helpers.notebook_tools.files import read, write
from helpers.paths import TEMPLATES
from helpers.teaching.nbgrader_course import write_course

SOLUTION = next(path for path in find_solutions() if path.name.startswith("ex_03"))
ASSIGNMENT = SOLUTION.stem


def test_the_folder_holds_the_configuration_and_every_solution(tmp_path):
    written = write_course(tmp_path / "course")
    assert written[0].name == "nbgrader_config.py"
    assert [path.name for path in written[1:]] == [path.name for path in find_solutions()]


def test_a_running_course_is_not_overwritten(tmp_path):
    (tmp_path / "gradebook.db").touch()
    with pytest.raises(CourseError, match="is not empty"):
        write_course(tmp_path)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Generate, hand in twice, autograde, give feedback; return the folder."""
    if find_spec("nbgrader") is None:
        pytest.skip("nbgrader is not installed (uv sync --group nbgrader)")
    folder = tmp_path_factory.mktemp("nbgrader")
    write_course(folder)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    def nbgrader(*arguments):
        command = [sys.executable, "-m", "nbgrader", *arguments]
        subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, check=True)

    nbgrader("generate_assignment", ASSIGNMENT)
    answers = {cell.id: cell.source for cell in read(SOLUTION).cells if role(cell) == "answer"}
    for learner, changed in [("ada", {}), ("bob", {"answer-03-2": "new_rows = [900, 450, 100]"})]:
        notebook = read(folder / "release" / ASSIGNMENT / SOLUTION.name)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = {**answers, **changed}.get(name, cell.source)
        write(notebook, folder / "submitted" / learner / ASSIGNMENT / SOLUTION.name)
    nbgrader("autograde", ASSIGNMENT)
    nbgrader("generate_feedback", ASSIGNMENT)
    nbgrader("export")
    return folder


@pytest.mark.slow
def test_its_templates_are_ours(course):
    theirs = read(course / "release" / ASSIGNMENT / SOLUTION.name)
    ours = read(TEMPLATES / SOLUTION.name)
    assert [cell.source for cell in theirs.cells] == [cell.source for cell in ours.cells]


@pytest.mark.slow
def test_its_grades_are_what_was_earned(course):
    with (course / "grades.csv").open(newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {"ada": 3.0, "bob": 2.0}


@pytest.mark.slow
def test_its_feedback_shows_our_message(course):
    pages = (course / "feedback" / "bob" / ASSIGNMENT).glob("*.html")
    assert "How many of them are new?" in next(pages).read_text(encoding="utf-8")
