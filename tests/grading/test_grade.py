"""Grading a class: each submission gets what it earned, whatever the others do."""

import copy
import os
import time

import nbformat
import pandas as pd
import psutil
import pytest
from nbformat.v4 import new_code_cell

from helpers.course.cli import main
from helpers.errors import CourseError
from helpers.grading import grade as grading
from helpers.grading import processes
from helpers.grading.assembly import assemble, recognise
from helpers.grading.feedback import file_names, page
from helpers.grading.limits import Limits
from helpers.grading.records import Grade
from helpers.grading.submissions import find_submissions
from helpers.notebook_tools.exercise_format import role
from helpers.notebook_tools.files import read, write
from helpers.paths import SOLUTIONS
from helpers.teaching.templates import complete, template

SOURCE = SOLUTIONS / "ex_03_balance_with_smote.ipynb"
BLANK = template(read(SOURCE))


def solved():
    """Return the notebook as a learner with every answer right returns it."""
    notebook = complete(read(SOURCE))
    notebook.cells = [cell for cell in notebook.cells if role(cell) != "solution"]
    return notebook


def edited(notebook, **sources):
    """Return a copy with other sources in the cells named (``answer_03_1`` for answer-03-1)."""
    result = copy.deepcopy(notebook)
    for name, source in sources.items():
        name = name.replace("_", "-")
        next(cell for cell in result.cells if cell.id == name).source = source
    return result


def without(notebook, name):
    """Return a copy without one cell."""
    result = copy.deepcopy(notebook)
    result.cells = [cell for cell in result.cells if cell.id != name]
    return result


HOG = "kept = []\nwhile True:\n    kept.append(b'x' * 10**7)"
LOOP = "import time\nwhile True:\n    time.sleep(0.01)"  # as endless as a busy loop, and idle
CHEAT = "check = lambda *answers: print('✓ 03-1  Well done.')"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Grade ten submissions in one run; return the table, the output folder and the seconds."""
    folder = tmp_path_factory.mktemp("class")
    submissions = {
        "ada": solved(),
        "bob": edited(solved(), answer_03_2='new_rows = {"auto": 840, "0.5": 390, "{1: 100}": 40}'),
        "cem": edited(solved(), answer_03_2="new_rows = [900, 450, 100]"),
        "dan": edited(BLANK, answer_03_2="new_rows = [840, 390, 40]"),
        "eve": BLANK,
        "fay": edited(solved(), answer_03_1="def create_rows(:"),
        "gus": edited(solved(), answer_03_2=LOOP),
        "hal": edited(solved(), answer_03_3=HOG),
        "ida": edited(BLANK, answer_03_1=CHEAT, check_03_2='print("✓ 03-2  All three.")'),
        "jo": nbformat.v4.new_notebook(cells=[new_code_cell("1 + 1")]),
    }
    for learner, notebook in submissions.items():
        write(notebook, folder / learner / SOURCE.name)
    output = tmp_path_factory.mktemp("graded")
    limits = Limits(seconds=300, cell_seconds=25, megabytes=1_500)
    started = time.monotonic()
    grading.grade_folder(folder, output, limits=limits, n_jobs=2)
    seconds = time.monotonic() - started
    return pd.read_csv(output / "grades.csv").set_index("learner"), output, seconds


@pytest.mark.slow
def test_every_submission_gets_what_it_earned(graded):
    table, _, _ = graded
    earned = {"ada": 3, "bob": 3, "cem": 2, "dan": 1, "eve": 0}
    earned |= {"fay": 2, "gus": 2, "hal": 2, "ida": 0, "jo": 0}
    assert table["points"].to_dict() == earned
    assert (table["of"] == 3).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("learner", "note"),
    [
        ("fay", "03-1: Your cell could not run: SyntaxError in line 1"),
        ("gus", "03-2: Your cell ran longer than 25 s and was stopped."),
        ("hal", "03-3: Your cell did not finish: the notebook had used more than 1500 MB"),
        ("ida", "The check cell of exercise 03-2 was changed"),
        ("jo", "It holds no cell of ex_03_balance_with_smote."),
    ],
)
def test_what_went_wrong_is_reported(graded, learner, note):
    assert note in graded[0].loc[learner, "notes"]


@pytest.mark.slow
def test_good_and_unfilled_submissions_have_no_notes(graded):
    assert graded[0].loc[["ada", "bob", "cem", "dan", "eve"], "notes"].isna().all()


@pytest.mark.slow
def test_each_learner_has_a_page_with_the_message(graded):
    _, output, _ = graded
    assert len(list((output / "feedback").glob("*.html"))) == 10
    text = (output / "feedback" / "cem.html").read_text(encoding="utf-8")
    assert "2 of 3 exercises solved" in text
    assert "How many of them are new?" in text


@pytest.mark.slow
def test_what_went_wrong_stands_at_its_exercise(graded):
    _, output, _ = graded
    for learner, exercise in (("fay", "03-1"), ("gus", "03-2")):
        text = (output / "feedback" / f"{learner}.html").read_text(encoding="utf-8")
        assert f"✗ {exercise}</b> Your cell" in text
        assert "What we noticed" not in text
        assert "NameError" not in text
        assert "answer-" not in text


@pytest.mark.slow
def test_no_process_is_left_over(graded):
    left = []
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        if "helpers.grading.worker" in line and process.ppid() == os.getpid():
            left.append(line)
    assert not left


def test_answers_are_the_learners_and_checks_are_ours():
    theirs = edited(BLANK, answer_03_1="mine = 1", check_03_1="mine = 2", given_1="import this")
    notebook, notes = assemble(theirs, BLANK)
    sources = [cell.source for cell in notebook.cells]
    assert "mine = 1" in sources
    assert "mine = 2" not in sources
    assert 'from helpers.checks import check\ncheck("03-1", create_rows)' in sources
    given = next(cell.source for cell in BLANK.cells if cell.id == "given-1")
    assert sources.index("import this") < sources.index(given)
    assert len(notes) == 2


def test_a_missing_cell_is_reported_and_the_check_still_runs():
    theirs = without(without(BLANK, "check-03-1"), "answer-03-2")
    notebook, notes = assemble(theirs, BLANK)
    assert notes == [
        "The check cell of exercise 03-1 is missing.",
        "The answer cell of exercise 03-2 is missing.",
    ]
    assert {cell.id for cell in notebook.cells} >= {"check-03-1", "answer-03-2"}


def test_added_cells_run_where_the_learner_put_them():
    theirs = copy.deepcopy(BLANK)
    place = next(n for n, cell in enumerate(theirs.cells) if cell.id == "answer-03-1")
    theirs.cells.insert(place, new_code_cell("helper = 1"))
    sources = [cell.source for cell in assemble(theirs, BLANK)[0].cells]
    assert sources.index("helper = 1") + 1 == sources.index(theirs.cells[place + 1].source)


def test_a_copied_answer_cell_does_not_replace_the_first():
    theirs = edited(BLANK, answer_03_2="new_rows = 1")
    extra = copy.deepcopy(next(cell for cell in theirs.cells if cell.id == "answer-03-2"))
    extra.source = "new_rows = 2"
    theirs.cells.append(extra)
    sources = [cell.source for cell in assemble(theirs, BLANK)[0].cells]
    assert sources.index("new_rows = 1") < sources.index("new_rows = 2")


def test_ids_that_a_front_end_renewed_do_no_harm():
    theirs = copy.deepcopy(BLANK)
    for number, cell in enumerate(theirs.cells):
        cell.id = f"renewed-{number}"
    assert recognise(theirs, {SOURCE.stem: BLANK}) == SOURCE.stem
    assert assemble(theirs, BLANK)[1] == []


def test_an_empty_folder_is_the_teachers_error(tmp_path, capsys):
    assert main(["grade", str(tmp_path)]) == 1
    assert "There is no notebook in" in capsys.readouterr().err
    with pytest.raises(CourseError, match="There is no folder"):
        find_submissions(tmp_path / "nowhere")


@pytest.mark.slow
def test_a_run_that_takes_too_long_is_ended(tmp_path):
    path = tmp_path / SOURCE.name
    stubborn = f"import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n{LOOP}"
    write(edited(BLANK, answer_03_1=stubborn), path)
    limits = Limits(seconds=20, cell_seconds=2)
    grade = grading.grade_one(path, "ada", path.name, {SOURCE.stem: BLANK}, limits)
    assert grade.notes == ["It was stopped: the notebook had run for 20 s."]
    assert grade.points == 0
    assert grade.limited


@pytest.mark.slow
def test_a_flood_of_text_is_dropped_and_the_rest_is_graded(tmp_path):
    path = tmp_path / SOURCE.name
    right = next(cell.source for cell in solved().cells if cell.id == "answer-03-1")
    flood = "for _ in range(3000):\n    print('x' * 1000)\n"
    write(edited(solved(), answer_03_1=flood + right), path)
    grade = grading.grade_one(path, "ada", path.name, {SOURCE.stem: BLANK}, Limits())
    assert grade.points == 3
    assert grade.notes == ["It printed more than 1,000,000 characters; the rest was dropped."]


@pytest.mark.slow
def test_a_kernel_that_ends_itself_keeps_what_was_earned_before(tmp_path):
    path = tmp_path / SOURCE.name
    write(edited(solved(), answer_03_2="import os\nos._exit(1)"), path)
    grade = grading.grade_one(path, "ada", path.name, {SOURCE.stem: BLANK}, Limits())
    assert grade.points == 1
    assert grade.verdicts["03-2"]["cause"].startswith("Your cell ended the kernel")
    assert grade.verdicts["03-3"]["cause"] == (
        "Not reached: the kernel had ended before (in exercise 03-2)."
    )


def test_the_feedback_page_escapes_what_learners_wrote():
    grade = Grade("<script>", "x.ipynb", "ex_03", {"03-1": "A & B"})
    grade.verdicts = {"03-1": {"passed": False, "message": "<img src=x>", "cause": "<i>"}}
    grade.notes = ["<b>"]
    text = page(grade.learner, [grade])
    assert "<script>" not in text
    assert "<img" not in text
    assert "<i>" not in text
    assert "&lt;b&gt;" in text


def test_learners_with_like_names_get_pages_of_their_own():
    names = file_names(["Zoë", "zoë", "../../etc", "..."])
    assert len({name.lower() for name in names.values()}) == 4
    assert not any("/" in name or name.startswith(".") for name in names.values())


def test_without_psutil_grading_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "psutil", None)
    with pytest.raises(CourseError, match="uv sync --inexact --group teacher"):
        grading.grade_folder(tmp_path, tmp_path / "out")
