"""The learner's copies: complete, up to date, and nothing that a learner did is ever lost."""

import re
import subprocess

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.course import commands, lab, working_copies
from helpers.course.cli import main
from helpers.course.working_copies import describe, lessons_done, update_copies
from helpers.errors import CourseError
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import NOTEBOOKS, TEMPLATES

LESSON, EXERCISE = "03_balance.ipynb", "exercises/ex_03_balance.ipynb"
NEW = "03_balance_new.ipynb"
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def write(path, *sources, ran=False, prose="# Title"):
    """Write a notebook with a heading and code cells."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [new_markdown_cell(prose, id="title")]
    cells += [new_code_cell(source, id=f"code-{n}") for n, source in enumerate(sources)]
    for count, cell in enumerate(cells[1:], start=1):
        if ran:
            cell.execution_count, cell.outputs = count, [new_output("stream", text="old\n")]
    nbformat.write(new_notebook(cells=cells), path)


def sources(path):
    return [cell.source for cell in read(path).cells if cell.cell_type == "code"]


@pytest.fixture
def course(tmp_path):
    """Return a course's notebooks/, with one lesson and one exercise, and the learner's folder."""
    notebooks = tmp_path / "Zoé's course" / "notebooks"
    write(notebooks / LESSON, "x = 1", "x", ran=True)
    write(notebooks / EXERCISE, "answer = ...")
    (notebooks / "solutions").mkdir()
    write(notebooks / "solutions" / "ex_03_balance.ipynb", "answer = 42")
    return notebooks, notebooks.parent / "my-course"


def test_copies_are_lessons_without_outputs_and_exercises_but_no_solutions(course):
    notebooks, copies = course
    before = {path: path.read_bytes() for path in notebooks.rglob("*.ipynb")}
    update = update_copies(*course)
    assert [path.as_posix() for path in update.copied] == [LESSON, EXERCISE]
    assert sorted(path.relative_to(copies).as_posix() for path in copies.rglob("*.ipynb")) == [
        LESSON,
        EXERCISE,
    ]
    cells = read(copies / LESSON).cells[1:]
    assert [(cell.source, cell.outputs, cell.execution_count) for cell in cells] == [
        ("x = 1", [], None),
        ("x", [], None),
    ]
    assert {path: path.read_bytes() for path in notebooks.rglob("*.ipynb")} == before


def test_copies_hold_what_jupyterlab_would_add_on_opening_them(course):
    # Otherwise it marks a lesson as changed that was only opened.
    update_copies(*course)
    info = read(course[1] / LESSON).metadata["language_info"]
    assert info["codemirror_mode"] == {"name": "ipython", "version": 3}
    assert info["version"].count(".") == 2


def test_a_second_update_does_nothing_and_says_nothing(course):
    update_copies(*course)
    stored = {path: path.stat().st_mtime_ns for path in course[1].rglob("*") if path.is_file()}
    assert describe(update_copies(*course)) == []
    assert {path: path.stat().st_mtime_ns for path in stored} == stored


def test_a_lesson_that_was_only_run_is_brought_up_to_date(course):
    notebooks, copies = course
    update_copies(*course)
    write(copies / LESSON, "x = 1", "x", ran=True)
    write(notebooks / LESSON, "x = 2", "x")
    update = update_copies(*course)
    assert describe(update) == ["Brought up to date in my-course: 03_balance"]
    assert sources(copies / LESSON) == ["x = 2", "x"]
    assert not any(cell.outputs for cell in read(copies / LESSON).cells[1:]), (
        "they are of other code"
    )


def test_outputs_stay_where_only_prose_is_new(course):
    notebooks, copies = course
    update_copies(*course)
    write(copies / LESSON, "x = 1", "x", ran=True)
    write(notebooks / LESSON, "x = 1", "x", prose="# Better title")
    update_copies(*course)
    title, *cells = read(copies / LESSON).cells
    assert title.source == "# Better title"
    assert [cell.execution_count for cell in cells] == [1, 2]
    assert cells[0].outputs[0].text == "old\n"


@pytest.mark.parametrize("mine", [("x = 100", "x"), ("x = 1",), ("x", "x = 1"), None])
def test_a_changed_lesson_stays_and_the_new_version_comes_once_beside_it(course, mine):
    notebooks, copies = course
    update_copies(*course)
    if mine is None:
        (copies / LESSON).write_text("damaged, but the learner's")
    else:
        write(copies / LESSON, *mine)
    own = (copies / LESSON).read_bytes()
    assert describe(update_copies(*course)) == [], "no version is new yet"
    write(notebooks / LESSON, "x = 2", "x")
    (sentence,) = describe(update_copies(*course))
    assert sentence.startswith("There is a new version of 03_balance, which you have changed.")
    assert f"my-course/{NEW}" in sentence
    assert (copies / LESSON).read_bytes() == own
    assert sources(copies / NEW) == ["x = 2", "x"]

    (copies / NEW).unlink()
    assert describe(update_copies(*course)) == [], "who deletes it is not given it again"
    assert not (copies / NEW).exists()


def test_a_third_version_takes_the_place_of_the_second_unless_that_was_changed(course):
    notebooks, copies = course
    update_copies(*course)
    write(copies / LESSON, "mine")
    for version, own in [("x = 2", None), ("x = 3", "mine too"), ("x = 4", None)]:
        write(notebooks / LESSON, version)
        update_copies(*course)
        if own:
            assert sources(copies / NEW) == [version]
            write(copies / NEW, own)
    assert sources(copies / LESSON) == ["mine"]
    assert sources(copies / NEW) == ["mine too"]
    assert sources(copies / "03_balance_new_2.ipynb") == ["x = 4"]


def test_a_deleted_copy_comes_back_as_it_was(course):
    update_copies(*course)
    (course[1] / LESSON).unlink()
    assert [path.as_posix() for path in update_copies(*course).copied] == [LESSON]


@pytest.mark.parametrize("content", [None, "", "[1]", f'{{"{LESSON}": 5}}'])
def test_without_a_record_what_differs_counts_as_changed(course, content):
    notebooks, copies = course
    update_copies(*course)
    record = copies / working_copies.OWN_FOLDER / working_copies.RECORD
    record.unlink() if content is None else record.write_text(content)
    write(notebooks / LESSON, "x = 2")
    update = update_copies(*course)
    assert [path.as_posix() for path in update.beside] == [LESSON]
    assert sources(copies / LESSON) == ["x = 1", "x"]


def test_work_done_in_the_old_place_is_taken_over_and_never_replaced(course):
    # Learners of the first edition worked in notebooks/exercises/ itself.
    notebooks, copies = course
    write(notebooks / EXERCISE, "answer = 41", ran=True)
    assert describe(update_copies(*course)) == [
        "Copied to my-course: 03_balance",
        "Copied to my-course, with what you did in notebooks: ex_03_balance",
    ]
    assert read(copies / EXERCISE).cells[1].outputs, "with the verdicts"
    write(notebooks / EXERCISE, "answer = ...")  # as after `git restore`
    update_copies(*course)
    assert sources(copies / EXERCISE) == ["answer = 41"]


def test_work_that_was_never_run_is_known_by_git(course):
    notebooks, copies = course
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "course"]):
        subprocess.run([*git, *command], cwd=notebooks.parent, check=True)
    write(notebooks / EXERCISE, "answer = 41")
    update = update_copies(*course)
    assert [path.as_posix() for path in update.taken_over] == [EXERCISE]
    assert [path.as_posix() for path in update.copied] == [LESSON]
    write(notebooks / EXERCISE, "answer = ...")
    update_copies(*course)
    assert sources(copies / EXERCISE) == ["answer = 41"]


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(CourseError, match="No lesson"):
        update_copies(tmp_path, tmp_path / "copies")


def cells_of_a_lesson(copies, *states):
    """Write a copy of the lesson whose cells have run, failed or not run."""
    write(copies / LESSON, *["x"] * len(states), "  ")
    notebook = read(copies / LESSON)
    for n, (cell, state) in enumerate(zip(notebook.cells[1:], states, strict=False), start=1):
        cell.execution_count = None if state == "new" else n
        if state == "failed":
            cell.outputs = [new_output("error", ename="E", evalue="", traceback=[])]
    nbformat.write(notebook, copies / LESSON)


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        (("ran", "ran"), "✓"),
        (("ran", "new", "ran"), "2 of 3 cells"),
        (("ran", "failed"), "an error in cell [2]"),
        (("new", "new"), "·"),
    ],
)
def test_a_lesson_is_done_when_all_its_cells_have_run_without_an_error(course, states, shown):
    cells_of_a_lesson(course[1], *states)
    done = "1" if shown == "✓" else "0"
    assert lessons_done(*course) == f"03_balance  {shown}\nLessons done: {done} of 1"


def test_a_lesson_without_a_copy_is_not_begun_and_a_damaged_one_is_named(course):
    assert lessons_done(*course).startswith("03_balance  ·\n")
    update_copies(*course)
    (course[1] / LESSON).write_text("{")
    assert lessons_done(*course).startswith("03_balance  is no readable notebook\n")


def test_progress_shows_lessons_exercises_and_quizzes(course, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(commands, "NOTEBOOKS", course[0])
    monkeypatch.setattr(commands, "MY_COURSE", course[1])
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    cells_of_a_lesson(course[1], "ran")
    assert main(["progress"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["03_balance  ✓", "Lessons done: 1 of 1"]
    assert lines[-3].startswith("Solved: 0 of ")
    assert lines[-2:] == ["", "Quizzes: none answered yet"]


@pytest.fixture
def started(course, monkeypatch):
    """Let `lab` work on the small course, and return the list of JupyterLab's arguments."""
    import jupyterlab.labapp

    notebooks, copies = course
    seen = []
    monkeypatch.setattr(jupyterlab.labapp.LabApp, "launch_instance", lambda argv: seen.extend(argv))
    for name, value in [
        ("ROOT", notebooks.parent),
        ("NOTEBOOKS", notebooks),
        ("MY_COURSE", copies),
        ("CONFIG", copies / ".course" / "jupyter"),
        ("WORKSPACES", copies / ".course" / "workspaces"),
    ]:
        monkeypatch.setattr(lab, name, value)
    for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PREFER_ENV_PATH"):
        monkeypatch.setenv(name, "")
    return seen


@pytest.mark.slow
def test_lab_opens_the_copies_and_keeps_its_settings_out_of_the_users_home(
    course, started, monkeypatch, tmp_path
):
    from jupyterlab_server.settings_utils import _get_overrides

    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    assert main(["lab", "--no-browser"]) == 0
    assert "--LabApp.default_url=/lab/tree/my-course/00_start_here.ipynb" in started
    assert started[-1] == "--no-browser"
    assert (course[1] / EXERCISE).exists()
    overrides, _ = _get_overrides(str(tmp_path))
    assert overrides["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    (space,) = (course[1] / ".course" / "workspaces").iterdir()
    assert '"current": "@jupyterlab/toc:plugin"' in space.read_text()
    assert list((tmp_path / "home").iterdir()) == []

    space.write_text("the learner's own arrangement")
    assert main(["lab"]) == 0
    assert space.read_text() == "the learner's own arrangement"


@pytest.mark.slow
def test_edit_opens_the_lessons_themselves(course, started):
    assert main(["lab", "--edit", "--no-browser"]) == 0
    assert "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb" in started
    assert [argument.split("=")[0] for argument in started] == [
        "--ServerApp.root_dir",
        "--LabApp.default_url",
        "--no-browser",
    ]
    assert not course[1].exists()


@pytest.mark.parametrize(
    ("path", "writable"),
    [
        ("my-course/03_balance.ipynb", True),
        ("notebooks/03_balance.ipynb", False),
        ("/notebooks/exercises/ex_03_balance.ipynb", False),
        ("notebooks-of-mine.ipynb", True),
    ],
)
def test_learners_cannot_save_into_notebooks(tmp_path, path, writable):
    # Links of the documents lead there, and a clone must stay clean.
    from helpers.course.lab_contents import LessonsCannotBeSaved

    file = tmp_path / path.strip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    manager = LessonsCannotBeSaved(root_dir=str(tmp_path))
    assert manager.is_writable(path) is writable


@pytest.mark.slow
def test_links_lead_from_the_copies_to_where_they_lead_from_the_lessons(tmp_path):
    # my-course/ lies beside notebooks/, and its exercises/ within: relative links stay right.
    root = NOTEBOOKS.parent
    copies = tmp_path / "my-course"
    update_copies(NOTEBOOKS, copies)
    names = {path.relative_to(copies) for path in copies.rglob("*.ipynb")}
    expected = {path.relative_to(NOTEBOOKS) for path in find_lessons(NOTEBOOKS)}
    others = [*TEMPLATES.glob("*.ipynb"), NOTEBOOKS / "project" / "fraud_desk.ipynb"]
    assert names == expected | {path.relative_to(NOTEBOOKS) for path in others}
    for folder in ("data", "docs"):
        (tmp_path / folder).symlink_to(root / folder, target_is_directory=True)
    n_links = 0
    for name in names:
        for cell in read(copies / name).cells:
            if cell.cell_type == "markdown":
                for target in LINK.findall(cell.source):
                    n_links += 1
                    assert (copies / name).parent.joinpath(target).exists(), (name, target)
    assert n_links > len(names)
