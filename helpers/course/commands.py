"""The commands for learners: run, lab, data, progress and review."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from helpers.checks import progress as _progress
from helpers.checks.orders import order_report
from helpers.checks.review import quiz_report
from helpers.course.lab import lab
from helpers.course.reviewing import review
from helpers.course.running import run_lessons, table
from helpers.course.working_copies import lessons_done
from helpers.files import check_writable
from helpers.notebook_tools import files
from helpers.notebook_tools.executed import Execution, comparison
from helpers.paths import BUILD, MY_COURSE, NOTEBOOKS

EXECUTED = BUILD / "notebooks"


def run(wanted: Sequence[str] = (), **options) -> list[Execution]:
    """Execute lessons, keep the executed copies under ``build/`` and print a summary.

    Parameters
    ----------
    wanted : sequence of str
        Lessons by number or name; empty for all.
    **options
        Those of `helpers.course.running.run_lessons`.

    Returns
    -------
    list of Execution

    Raises
    ------
    CourseError
        If a lesson does not exist or one of its cells fails.
    OSError
        If ``build/`` cannot be written; no lesson is executed then.
    """
    start = perf_counter()
    paths = files.select_lessons(files.find_lessons(NOTEBOOKS), wanted)
    check_writable(EXECUTED)
    executions = run_lessons(paths, EXECUTED, **options)
    print(f"\n{table(executions)}\nFrom start to end: {perf_counter() - start:.1f} seconds")
    print(f"Executed copies: {short(EXECUTED)}")
    models = comparison(executions)
    if models is not None:
        print(f"\nComparison of all models\n{models}")
    return executions


def progress() -> None:
    """Print which lessons are done, which exercises are solved, and the answers to quizzes."""
    print(lessons_done(NOTEBOOKS, MY_COURSE), end="\n\n")
    print(_progress.report(_progress.summary()), end="\n\n")
    reports = quiz_report(_progress.load_answers()), order_report(_progress.load())
    print(*filter(None, reports), sep="\n")


def data() -> None:
    """Write the credit card CSV that the lessons read and print where it lies."""
    from helpers.data.creditcard import creditcard_csv

    print(short(creditcard_csv()))


def real_results(file: Path, **options) -> None:
    """Store what the lessons find on a real file and print where the results lie.

    `options` are those of `helpers.course.real_results.store_real_results`.
    """
    from helpers.course.real_results import store_real_results

    print(f"Findings: {short(store_real_results(file, **options))}")


def short(path: Path) -> str:
    """Return `path` relative to the working folder if it lies below it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def add_parsers(commands: argparse._SubParsersAction) -> None:
    """Add the learner's commands to the parser; ``call`` is what each does."""
    text = "execute lessons, print the times and the comparison"
    command = add_lessons_parser(commands, "run", text)
    command.add_argument(
        "--jobs",
        type=int,
        choices=range(1, 65),
        metavar="N",
        help="lessons at the same time (default 2, or 1 on a small machine)",
    )
    command.add_argument("--again", action="store_true", help="run unchanged lessons too")
    command.set_defaults(
        call=lambda given: run(
            given.lessons, timeout=given.timeout, jobs=given.jobs, again=given.again
        )
    )
    add_passing_parser(commands, "lab", "open JupyterLab; further arguments go to it", lab)
    for name, text, function in [
        ("progress", "show which lessons, exercises and quizzes are done", progress),
        ("data", "write the stand-in for the credit card file to data/", data),
    ]:
        add_plain_parser(commands, name, text, function)
    _add_review_parser(commands)
    _add_real_results_parser(commands)


def _add_review_parser(commands: argparse._SubParsersAction) -> None:
    text = "ask questions of the quizzes again, first those answered wrong though you were sure"
    command = commands.add_parser("review", help=text, description=text)
    command.add_argument("--list", action="store_true", help="print the questions, ask nothing")
    command.add_argument("--replies", action="store_true", help="print them with their replies")
    command.set_defaults(
        call=lambda given: review(ask=not (given.list or given.replies), replies=given.replies)
    )


def _add_real_results_parser(commands: argparse._SubParsersAction) -> None:
    text = "store what the lessons find on a real file, to be shown beside other rows"
    command = commands.add_parser("real-results", help=text, description=text)
    command.add_argument("file", type=Path, help="a credit card file")
    command.add_argument(
        "--publish", action="store_true", help="as the course's own results (for contributors)"
    )
    command.set_defaults(call=lambda given: real_results(given.file, publish=given.publish))


def add_plain_parser(
    commands: argparse._SubParsersAction, name: str, text: str, function: Callable[[], object]
) -> None:
    """Add a command without arguments."""
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(call=lambda _: function())


def add_passing_parser(
    commands: argparse._SubParsersAction,
    name: str,
    text: str,
    function: Callable[[Sequence[str]], object],
) -> None:
    """Add a command that passes all its arguments on, ``--help`` too."""
    command = commands.add_parser(name, help=text, add_help=False)
    command.set_defaults(call=lambda given: function(given.extra), passes_on=True)


def positive(text: str) -> float:
    """Return the positive number that an option names; argparse explains a ValueError."""
    number = float(text)
    if not number > 0:
        raise ValueError(text)
    return number


def add_lessons_parser(
    commands: argparse._SubParsersAction, name: str, text: str
) -> argparse.ArgumentParser:
    """Add a command that takes lessons and the seconds that a cell may take; return it."""
    command = commands.add_parser(name, help=text, description=text)
    command.add_argument("lessons", nargs="*", metavar="LESSON", help="number or name; all if none")
    command.add_argument(
        "--timeout", type=positive, default=600, help="seconds one cell may take (default 600)"
    )
    return command
