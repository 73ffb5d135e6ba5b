"""Grading a class: each submission gets what it earned, whatever the others do."""

import csv
import hashlib
import signal
import subprocess
import sys
import time

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell

from helpers.course.cli import main
from helpers.errors import CourseError
from helpers.grading import grade as grading
from helpers.grading import sandbox, trial_data
from helpers.grading.house import House
from helpers.grading.limits import Limits
from helpers.grading.rooms import GraderError
from helpers.grading.trial import Outcome, verdict
from helpers.notebook_tools.exercise_format import find_solutions
from helpers.notebook_tools.files import read, write
from helpers.paths import HELPERS
from helpers.teaching.templates import complete
from tests.grading.classes import BLANK, SOURCE, edited, place, solved
from tests.grading.downloads import leave_undrawn

LIMITS = Limits(seconds=40, cell_seconds=2, megabytes=1_500)
RIGHT = {cell.id: cell.source for cell in solved().cells}
HOG = "kept = []\nwhile True:\n    kept.append(b'x' * 10**7)"
STUBBORN = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"

# Each breaks something that a grader in the learner's own process would believe, or spoils what
# is not the learner's. None may earn a mark that its answers do not.
ATTACKS = {
    "verdict": """
import helpers.checks.core as c
c.verdict = c.judge = lambda name, *a: c.Verdict(name, True, "")
""",
    "operators": """
class Yes(float):
    __eq__ = __ge__ = __le__ = lambda *a: True
    __hash__ = None
new_rows = dict.fromkeys(["auto", "0.5", "{1: 100}"], Yes())
""",
    "libraries": """
import numpy as np
np.allclose = np.array_equal = lambda *a, **k: True
""",
    "group": """
import os, signal
for number in (0, -1):
    os.kill(number, signal.SIGKILL)
""",
    "endless": "new_rows = range(10**12)",
    "solutions": """
import glob
assert glob.glob("/course/**/solutions/*", recursive=True) == []
""",
    "checkers": "import helpers.checks.lesson_03",
    "network": """
import socket
socket.create_connection(("127.0.0.1", 22), 1)
""",
    "course": """
import helpers
open(helpers.__file__, "a").write("#")
""",
    "start-up": """
import site
open(site.getsitepackages()[0] + "/sitecustomize.py", "w").write("1")
""",
    "daemon": """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(7654)
    os._exit(0)
""",
    "namespaces": """
import ctypes
assert ctypes.CDLL(None).unshare(0x10000000) == 0
""",
}
MUST_FAIL = (
    "group",
    "checkers",
    "network",
    "course",
    "start-up",
    "namespaces",
)  # with an error of their own


def awkward():
    """Return honest notebooks whose answers are all right, by what is odd about them."""
    blank_left = solved()
    number = place(blank_left, "answer-03-1")
    blank_left.cells[number] = BLANK.cells[place(BLANK, "answer-03-1")]
    blank_left.cells.insert(number, new_code_cell(RIGHT["answer-03-1"]))
    stripped = solved()
    for cell in stripped.cells:
        cell.metadata = type(cell.metadata)()
        cell.id = hashlib.sha256(cell.source.encode()).hexdigest()[:8]
    second = edited(solved(), answer_03_2="new_rows = [1, 2, 3]")
    second.cells.insert(place(second, "check-03-2") + 1, new_code_cell(RIGHT["answer-03-2"]))
    single = edited(
        solved(),
        answer_03_1=RIGHT["answer-03-1"]
        + "\n\nexact = create_rows\n"
        + "def create_rows(*a):\n    return exact(*a).astype('float32')",
    )
    settings = edited(
        solved(),
        answer_03_1="import sklearn\nsklearn.set_config(transform_output='pandas')\n%time 1\n"
        + RIGHT["answer-03-1"],
    )
    return {
        "blank-left": blank_left,
        "stripped": stripped,
        "second-try": second,
        "single": single,
        "settings": settings,
    }


@pytest.fixture(scope="module")
def graded(tmp_path_factory, room):
    """Grade one class; return the grades, the folder, whether code changed, and what still runs."""
    folder, output = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("out")
    submissions = {
        "ada": solved(),
        "cem": edited(solved(), answer_03_2="new_rows = [900, 450, 100]"),
        "eve": BLANK,
        "fay": edited(solved(), answer_03_1="def create_rows(:"),
        "gus": edited(solved(), answer_03_2="while True: pass"),
        "hal": edited(solved(), answer_03_3=HOG),
        "ina": edited(solved(), answer_03_2=STUBBORN),
        "jo": nbformat.v4.new_notebook(cells=[new_code_cell("1 + 1")]),
        "kim": edited(solved(), answer_03_2="import os\nos._exit(1)"),
    }
    submissions |= {f"odd-{name}": notebook for name, notebook in awkward().items()}
    for name, source in ATTACKS.items():
        submissions[f"bad-{name}"] = edited(BLANK, answer_03_2=source)
    for learner, notebook in submissions.items():
        write(notebook, folder / learner / SOURCE.name)
    (folder / "lou").mkdir()
    (folder / "lou" / SOURCE.name).symlink_to(SOURCE)
    before, running = digests(), children()
    grades = grading.grade_folder(folder, output, limits=LIMITS, n_jobs=2)
    rows = {grade.learner: grade for grade in grades}
    return rows, output, before == digests(), children() - running


def children():
    """Return the processes that this one has started; other tests may have left some of them."""
    return set(psutil.Process().children(recursive=True))


def digests():
    """Return what must not change: the course's code."""
    return {path: hashlib.sha256(path.read_bytes()).digest() for path in HELPERS.rglob("*.py")}


@pytest.mark.slow
def test_every_submission_gets_what_it_earned(graded):
    earned = {"ada": 3, "cem": 2, "eve": 0, "fay": 2, "gus": 2, "hal": 2, "ina": 2, "kim": 2}
    assert {name: graded[0][name].points for name in earned} == earned
    assert {graded[0][name].points for name in ("jo", "lou")} == {0}


@pytest.mark.slow
def test_awkward_honest_work_gets_its_marks(graded):
    odd = {name: grade for name, grade in graded[0].items() if name.startswith("odd-")}
    assert len(odd) == 5
    assert {name: grade.points for name, grade in odd.items()} == dict.fromkeys(odd, 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_earns_nothing(graded, name):
    grade = graded[0][f"bad-{name}"]
    assert grade.points == 0
    cause = grade.verdicts["03-2"]["cause"]
    assert ("stopped with" in cause) == (name in MUST_FAIL), cause


@pytest.mark.slow
def test_nothing_outside_has_changed_and_no_process_is_left(graded):
    assert graded[2]
    assert not graded[3]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("learner", "exercise", "cause"),
    [
        ("fay", "03-1", "Your cell could not run: SyntaxError in line 1"),
        ("gus", "03-2", "Your cell ran longer than 2 CPU seconds and was stopped."),
        ("hal", "03-3", ("Your cell stopped with MemoryError", "Your cell used more than 1500 MB")),
        ("ina", "03-2", "Your cell ran longer than 2 CPU seconds"),
        ("kim", "03-2", "Your cell ended its process"),
    ],
)
def test_what_went_wrong_stands_at_its_exercise(graded, learner, exercise, cause):
    assert graded[0][learner].verdicts[exercise]["cause"].startswith(cause)
    page = (graded[1] / "feedback" / f"{learner}.html").read_text(encoding="utf-8")
    assert f"✗ {exercise}</b> Your cell" in page


@pytest.mark.slow
def test_good_work_has_no_notes_and_every_file_has_a_row(graded):
    assert not any(graded[0][name].remarks for name in ("ada", "cem", "eve"))
    with (graded[1] / "grades.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = {row["learner"]: row for row in csv.DictReader(table)}
    assert set(rows) == set(graded[0])
    assert "links are not followed" in rows["lou"]["notes"]
    assert {row["ran"] for row in rows.values()} == {grading.ROOM}
    seed = (graded[1] / trial_data.NAME).read_text(encoding="utf-8").strip()
    assert {row["seed"] for row in rows.values()} == {seed}
    page = (graded[1] / "feedback" / "ada.html").read_text(encoding="utf-8")
    assert f"data of this class (seed {seed})" in page


@pytest.mark.slow
def test_the_solutions_have_all_marks(tmp_path, room):
    for path in find_solutions():
        write(complete(read(path)), tmp_path / "class" / "ada" / path.name)
    grades = grading.grade_folder(tmp_path / "class", tmp_path / "out", n_jobs=2)
    assert {one.file: (one.points, one.causes) for one in grades} == {
        one.file: (len(one.titles), []) for one in grades
    }


@pytest.mark.slow
def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path, room):
    folder, output = tmp_path / "class", tmp_path / "class_graded"
    write(solved(), folder / "ada" / SOURCE.name)
    write(edited(BLANK, answer_03_1="import time\ntime.sleep(60)"), folder / "bob" / SOURCE.name)
    command = [sys.executable, "-m", "helpers.course", "grade", str(folder)]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while not (output / "grades.csv").exists():
        assert time.monotonic() < end
        time.sleep(0.1)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert "ada" in (output / "grades.csv").read_text(encoding="utf-8")
    write(BLANK, folder / "bob" / SOURCE.name)
    grades = grading.grade_folder(folder, output)
    assert [(one.points, one.taken_over) for one in grades] == [(3, True), (0, False)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_trusted_learners_are_graded_without_a_room_and_that_is_said(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sandbox, "why_not", lambda: "no room today")
    write(solved(), tmp_path / "class" / "ada" / SOURCE.name)
    assert main(["grade", str(tmp_path / "class"), "--trust-learners"]) == 0
    assert "Without a locked room: learners' code runs with your rights" in capsys.readouterr().out
    table = (tmp_path / "class_graded" / "grades.csv").read_text(encoding="utf-8")
    assert f",3,3,1,1,1,{chr(34)}{grading.TRUSTED}{chr(34)}," in table


def test_without_a_room_nothing_is_graded_and_the_remedy_is_said(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sandbox, "why_not", lambda: "bubblewrap is not installed")
    write(solved(), tmp_path / "class" / "ada" / SOURCE.name)
    assert main(["grade", str(tmp_path / "class")]) == 1
    said = capsys.readouterr().err
    for part in ("bubblewrap is not installed", "apt install", "podman", "--trust-learners"):
        assert part in said
    assert not (tmp_path / "class_graded").exists()


@pytest.fixture
def counted(monkeypatch):
    """Let every notebook come to one and the same outcome; return whose turn it was."""
    turns = []

    def try_notebook(self, grade, notebook, beside):
        turns.append(grade.learner)
        if grade.learner == "bad":
            raise GraderError("disk full")
        return Outcome({name: verdict(True, "", "") for name in grade.titles})

    monkeypatch.setattr(House, "try_notebook", try_notebook)
    leave_undrawn(monkeypatch)
    return turns


def test_only_what_changed_is_run_again(tmp_path, counted):
    folder, output = tmp_path / "class", tmp_path / "out"
    for learner in ("ada", "bob"):
        write(edited(BLANK, answer_03_1=learner), folder / learner / SOURCE.name)

    def n_runs(**options):
        counted.clear()
        grades = grading.grade_folder(folder, output, trust=True, **options)
        assert len(counted) == sum(not grade.taken_over for grade in grades)
        return len(counted)

    assert n_runs() == 2
    assert n_runs() == 0
    assert n_runs(regrade=True) == 2
    (output / trial_data.NAME).unlink()
    assert n_runs() == 2
    write(edited(BLANK, answer_03_1="other"), folder / "bob" / SOURCE.name)
    assert n_runs() == 1
    (folder / "ada").rename(folder / "eve")
    (output / "feedback" / "mine.html").write_text("The teacher's own page.")
    assert n_runs() == 0
    pages = {path.name for path in (output / "feedback").iterdir()}
    assert pages == {"bob.html", "eve.html", "mine.html"}


def test_an_error_of_the_grader_is_no_mark_and_is_tried_again(tmp_path, counted):
    for learner in ("ada", "bad"):
        write(edited(BLANK, answer_03_1=learner), tmp_path / "class" / learner / SOURCE.name)
    for _ in range(2):
        ada, bad = grading.grade_folder(tmp_path / "class", tmp_path / "out", trust=True)
        assert ada.points == 3
        assert (bad.verdicts, bad.taken_over) == ({}, False)
        assert "The grader failed here (disk full); run it again." in bad.notes[0]
    assert counted == ["ada", "bad", "bad"]


def test_an_empty_folder_is_the_teachers_error(tmp_path):
    with pytest.raises(CourseError, match="There is no notebook in"):
        grading.grade_folder(tmp_path, tmp_path / "out", trust=True)
    assert not (tmp_path / "out").exists()
