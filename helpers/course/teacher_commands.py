"""The commands for teachers and contributors, which a handout leaves out."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tqdm import tqdm

from helpers.course.changes import changed_notebooks
from helpers.course.commands import (
    add_lessons_parser,
    add_passing_parser,
    add_plain_parser,
    positive,
    short,
)
from helpers.course.progress_bar import ProgressBar
from helpers.environment import OPENMP_THREADS
from helpers.errors import CourseError
from helpers.files import check_writable, write_file
from helpers.grading.attempts import BEST, LAST
from helpers.grading.grade import grade_folder
from helpers.grading.limits import PROJECT, Limits
from helpers.grading.paperwork import Paperwork
from helpers.grading.records import Grade
from helpers.grading.texts import printable
from helpers.notebook_tools import files
from helpers.notebook_tools.executed import Execution, readme_pictures
from helpers.notebook_tools.execution import clean_environment, execute
from helpers.notebook_tools.exercise_format import find_solutions
from helpers.notebook_tools.forked_kernels import kernel_server
from helpers.paths import IMAGES, NOTEBOOKS, ROOT
from helpers.teaching.handout import pack
from helpers.teaching.lesson_pages import update_pages
from helpers.teaching.nbgrader_course import write_course
from helpers.teaching.quiz_cells import update_lessons
from helpers.teaching.templates import generate


def refresh(wanted: Sequence[str] = (), *, timeout: float = 600) -> None:
    """Re-execute lessons and solutions in place on the stand-in; two runs leave the same bytes.

    A notebook is written only if all of its cells succeeded. The picture of a cell tagged
    ``readme`` is copied to ``docs/images/``. Solutions come first: exercises are made from those
    that have run, and the start page counts the exercises.

    Raises
    ------
    CourseError
        If ``COURSE_DATA`` is set, because stored outputs show the stand-in, or a cell fails.
    OSError
        If the notebooks cannot be written.
    """
    if os.environ.get("COURSE_DATA", "") not in ("", "simulated"):
        raise CourseError(
            "COURSE_DATA is set, but the stored outputs show the stand-in for the credit card file."
            " Unset COURSE_DATA and run the command again."
        )
    lessons, solutions = files.find_lessons(NOTEBOOKS), find_solutions()
    paths = files.select_lessons([*lessons, *solutions], wanted)
    check_writable(NOTEBOOKS)
    with clean_environment(), ProgressBar(paths) as progress:
        os.environ["COURSE_DATA"] = "simulated"  # also when data/ holds the user's own file
        os.environ["OMP_NUM_THREADS"] = OPENMP_THREADS
        with kernel_server(paths) as server:
            run = partial(execute, timeout=timeout, server=server)
            for path in (path for path in paths if path in solutions):
                _refresh(path, run, progress)
            generate()
            for path in (path for path in paths if path in lessons):
                _refresh(path, run, progress)


def _refresh(path: Path, run: Callable[..., Execution], progress: ProgressBar) -> None:
    progress.start(path)
    execution = run(path, on_cell=partial(progress.on_cell, path))
    if execution.needs:
        raise CourseError(f"Lesson {path.stem} stopped on the stand-in: {execution.needs}")
    files.write(files.normalise(execution.notebook), path)
    for name, png in readme_pictures(execution.notebook):
        write_file(IMAGES / name, png)
    progress.finish(path, execution)


def exercises() -> None:
    """Write the exercises from the solutions and print what changed."""
    changed = generate()
    print("\n".join(short(path) for path in changed) or "The exercises are up to date.")


def quizzes() -> None:
    """Write the quizzes into the lessons and the teacher's pages, and print what changed."""
    changed = [*update_lessons(), *update_pages()]
    print("\n".join(short(path) for path in changed) or "The quizzes are up to date.")


def handout() -> None:
    """Pack the course without solutions into a dated zip file and print where it lies."""
    print(short(pack()))


def site(**options) -> None:
    """Build the site and print where its first page lies.

    `options` are those of `helpers.teaching.site.build_site`.
    """
    # Here, because it imports all that draws and fits, for which every command would wait.
    from helpers.teaching.site import build_site

    print(short(build_site(**options)))


def slides(wanted: Sequence[str] = (), *, pdf: bool = True) -> None:
    """Build the slides of lessons, and print where they lie and why there is no PDF."""
    from helpers.teaching.slides import build_slides

    decks, without = build_slides(wanted=wanted, pdf=pdf)
    print("\n".join(map(short, decks)))
    print(without or "Beside each lies the same as a PDF.")


def grade(folder: Path, limits: Limits, **options) -> list[Grade]:
    """Grade a folder, or a zip file, of returned notebooks; results go to a folder beside it.

    `options` are those of `helpers.grading.grade.grade_folder`, which says what is raised.
    """
    folder = folder.resolve()
    name = folder.stem if folder.suffix.lower() == ".zip" else folder.name
    output = folder.with_name(f"{name}_graded")
    if options.get("trust"):
        print("Without a locked room: learners' code runs with your rights, as you asked.")
    with tqdm(unit="notebook", disable=not sys.stderr.isatty()) as bar:

        def on_grade(one: Grade) -> None:
            bar.update()
            if one.taken_over:
                return
            notes = "".join(f"  {note}" for note in [*one.remarks, *one.causes])
            line = printable(f"{one.file}: {one.points} of {len(one.titles)}{notes}")
            bar.write(line, file=sys.stdout)

        try:
            grades = grade_folder(folder, output, limits=limits, on_grade=on_grade, **options)
        except KeyboardInterrupt:
            print(f"What is graded so far: {short(output)}. The same command goes on from here.")
            raise
    if n_old := sum(one.taken_over for one in grades):
        count = f"{n_old} of {len(grades)}"
        print(f"Taken over from an earlier run, because nothing changed: {count} notebooks")
    if options.get("paperwork"):
        print(*options["paperwork"].said, sep="\n", end="\n" if options["paperwork"].said else "")
    print(f"Grades, feedback and class report: {short(output)}")
    return grades


def desk(folder: Path, limits: Limits, *, trust: bool = False) -> None:
    """Check a folder, or a zip file, of projects; the sheets go to a folder beside it."""
    # Here, because it imports all that fits models, for which every command would wait.
    from helpers.grading.desk.grade import grade_projects
    from helpers.grading.desk.sheet import SIGNS, Sheet

    folder = folder.resolve()
    name = folder.stem if folder.suffix.lower() == ".zip" else folder.name
    output = folder.with_name(f"{name}_desk")
    if trust:
        print("Without a locked room: learners' code runs with your rights, as you asked.")

    def on_sheet(one: Sheet) -> None:
        found = " ".join(f"{SIGNS[each.state]}{each.check}" for each in one.results)
        print(printable(f"{one.learner}: {found}  {' '.join(one.notes)}".rstrip()), flush=True)

    grade_projects(folder, output, limits=limits, trust=trust, on_sheet=on_sheet)
    print(f"A page and a sheet to fill for each project, and a table of all: {short(output)}")


def run_tests(extra: Sequence[str] = ()) -> int:
    """Run all tests and return pytest's exit code; `extra` arguments go to pytest unchanged."""
    import pytest

    os.chdir(ROOT)
    with clean_environment():
        return int(pytest.main(list(extra)))


def run_quick_tests(extra: Sequence[str] = ()) -> int:
    """Run the tests without the slow ones, and the notebooks that have changed, in two processes.

    Each process computes in one thread: two that share two cores would wait for each other.
    Returns pytest's exit code; `extra` arguments go to pytest unchanged.
    """
    notebooks = [path.relative_to(ROOT).as_posix() for path in changed_notebooks()]
    print(f"Notebooks that have changed: {', '.join(notebooks) or 'none'}", flush=True)
    quick = ["-m", "not slow", "--numprocesses=2", "--dist=loadfile"]
    with clean_environment():
        os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        return run_tests([*quick, "tests", "helpers", *notebooks, *extra])


def nbgrader(folder: Path) -> None:
    """Write a course folder for nbgrader and print its files."""
    print("\n".join(map(str, write_course(folder))))


def add_parsers(commands: argparse._SubParsersAction) -> None:
    """Add the commands of teachers and contributors; ``call`` is what each does."""
    text = "re-execute lessons and store their outputs (for contributors)"
    command = add_lessons_parser(commands, "refresh", text)
    command.set_defaults(call=lambda given: refresh(given.lessons, timeout=given.timeout))
    for name, text, function in [
        ("test", "run all tests; further arguments go to pytest", run_tests),
        ("quick", "run the quick tests and the changed notebooks; likewise", run_quick_tests),
    ]:
        add_passing_parser(commands, name, text, function)
    for name, text, function in [
        ("exercises", "write the exercises from the solutions", exercises),
        ("quizzes", "write the quizzes into the lessons", quizzes),
        ("handout", "pack the course without solutions into a zip file", handout),
    ]:
        add_plain_parser(commands, name, text, function)
    command = commands.add_parser("site", help="build the course's pages from the stored outputs")
    command.add_argument("--teacher", action="store_true", help="with solutions and the guide")
    command.add_argument(
        "--repository",
        default="",
        metavar="URL",
        help="the public copy that pages, Colab and Binder link to",
    )
    command.set_defaults(
        call=lambda given: site(teacher=given.teacher, repository=given.repository)
    )
    command = add_lessons_parser(commands, "slides", "make slides of the lessons")
    command.add_argument("--no-pdf", action="store_true", help="do not print them with Chromium")
    command.set_defaults(call=lambda given: slides(given.lessons, pdf=not given.no_pdf))
    command = commands.add_parser("nbgrader", help="write a course folder for nbgrader")
    command.add_argument("folder", type=Path, help="a new folder")
    command.set_defaults(call=lambda given: nbgrader(given.folder))
    _add_grade_parser(commands)
    _add_desk_parser(commands)


def _add_grade_parser(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("grade", help="grade a folder of returned notebooks")
    command.add_argument("folder", type=Path, help="a folder, or a platform's zip, of notebooks")
    _add_limits(command, Limits())
    command.add_argument(
        "--jobs",
        type=int,
        choices=range(1, 65),
        metavar="N",
        default=1,
        help="notebooks at the same time",
    )
    command.add_argument(
        "--roster",
        type=Path,
        metavar="FILE",
        help="the platform's table of the class; it is given back with one column filled",
    )
    command.add_argument("--column", default="", help="which column of the roster is filled")
    command.add_argument(
        "--attempt",
        choices=(BEST, LAST),
        default=BEST,
        help="which of several files for one notebook counts (default best)",
    )
    command.add_argument("--regrade", action="store_true", help="grade unchanged notebooks too")
    command.add_argument(
        "--learner-folder",
        type=int,
        metavar="N",
        help="the N-th folder on the way down names the learner, 0: the file's name does",
    )
    command.set_defaults(
        call=lambda given: grade(
            given.folder,
            Limits(given.seconds, given.cell_seconds, given.megabytes),
            n_jobs=given.jobs,
            regrade=given.regrade,
            learner_folder=given.learner_folder,
            trust=given.trust_learners,
            paperwork=Paperwork(attempt=given.attempt, roster=given.roster, column=given.column),
        )
    )


def _add_desk_parser(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("desk", help="check a folder of projects of the fraud desk")
    command.add_argument("folder", type=Path, help="a folder, or a zip, with one for each project")
    _add_limits(command, PROJECT)
    command.set_defaults(
        call=lambda given: desk(
            given.folder,
            Limits(given.seconds, given.cell_seconds, given.megabytes),
            trust=given.trust_learners,
        )
    )


def _add_limits(command: argparse.ArgumentParser, default: Limits) -> None:
    """Add what a notebook may use, and whether it runs in a locked room."""
    for name, value, text in [
        ("seconds", default.seconds, "of CPU that one notebook may take"),
        ("cell-seconds", default.cell_seconds, "of CPU that one cell may take"),
        ("megabytes", default.megabytes, "of memory that one notebook may use"),
    ]:
        what = f"{name.split('-')[-1]} {text} (default {value:g})"
        command.add_argument(f"--{name}", type=positive, default=value, help=what)
    command.add_argument(
        "--trust-learners",
        action="store_true",
        help="run learners' code without a locked room, with your rights",
    )
