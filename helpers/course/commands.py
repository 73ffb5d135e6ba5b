"""The commands for learners: run, lab, data and progress."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from helpers.checks import progress as _progress
from helpers.course.progress_bar import ProgressBar
from helpers.files import check_writable
from helpers.notebook_tools import files
from helpers.notebook_tools.execution import Execution, clean_environment, comparison, execute
from helpers.paths import BUILD, NOTEBOOKS, ROOT

EXECUTED = BUILD / "notebooks"
START = "00_start_here.ipynb"


def run(wanted: Sequence[str] = (), *, timeout: float = 600) -> list[Execution]:
    """Execute lessons in order, keep the executed copies under ``build/`` and print a summary.

    Parameters
    ----------
    wanted : sequence of str
        Lessons by number or name; empty for all.
    timeout : float, default=600
        The longest that one cell may take, in seconds.

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
    paths = files.select_lessons(files.find_lessons(NOTEBOOKS), wanted)
    check_writable(EXECUTED)
    executions = []
    with clean_environment(), ProgressBar(paths) as progress:
        for path in paths:
            progress.start(path)
            execution = execute(
                path, keep=EXECUTED / path.name, timeout=timeout, on_cell=progress.on_cell
            )
            progress.finish(execution)
            executions.append(execution)
    print(f"\n{table(executions)}\nExecuted copies: {short(EXECUTED)}")
    models = comparison(executions)
    if models is not None:
        print(f"\nComparison of all models\n{models}")
    return executions


def table(executions: Sequence[Execution]) -> str:
    """Return the closing table: lesson, code cells, seconds, and the total.

    Examples
    --------
    >>> print(table([Execution("00_start_here", None, 4, 2.04)]))
    Lesson         Cells  Seconds
    00_start_here      4      2.0
    Total              4      2.0
    """
    rows = [(one.name, one.n_cells, one.seconds) for one in executions]
    rows.append(("Total", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    width = max(len(name) for name, *_ in rows)
    lines = [f"{'Lesson':<{width}}  Cells  Seconds"]
    lines += [f"{name:<{width}}  {cells:>5}  {seconds:>7.1f}" for name, cells, seconds in rows]
    return "\n".join(lines)


def progress() -> None:
    """Print which exercises are solved."""
    print(_progress.report(_progress.summary()))


def lab_arguments(extra: Sequence[str] = ()) -> list[str]:
    """Return JupyterLab's arguments: this repository as root, the start page opened.

    Examples
    --------
    >>> lab_arguments(["--no-browser"])[1:]
    ['--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb', '--no-browser']
    """
    return [
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/lab/tree/notebooks/{START}",
        *extra,
    ]


def lab(extra: Sequence[str] = ()) -> None:
    """Start JupyterLab; `extra` arguments go to it unchanged, such as ``--no-browser``.

    In a folder that cannot be written, lessons can be read and run but not saved: it says so.
    """
    from jupyterlab.labapp import LabApp

    if not os.access(NOTEBOOKS, os.W_OK):
        print(
            f"{NOTEBOOKS} cannot be written: what you do there cannot be saved. Copy the course to "
            "a folder of your own to keep your work.",
            file=sys.stderr,
        )
    # This environment's python3 kernel comes before one that the user registered as python3.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ.pop("PYTHONOPTIMIZE", None)  # kernels would skip the asserts of the lessons
    LabApp.launch_instance(argv=lab_arguments(extra))


def data() -> None:
    """Write the credit card CSV that the lessons read and print where it lies."""
    from helpers.data.creditcard import creditcard_csv

    print(short(creditcard_csv()))


def short(path: Path) -> str:
    """Return `path` relative to the working folder if it lies below it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def add_parsers(commands: argparse._SubParsersAction) -> None:
    """Add the learner's commands to the parser; ``call`` is what each does."""
    add_lessons_parser(commands, "run", "execute lessons, print the times and the comparison", run)
    command = commands.add_parser(
        "lab", help="open JupyterLab; further arguments go to it", add_help=False
    )
    command.set_defaults(call=lambda given: lab(given.extra), passes_on=True)
    for name, text, function in [
        ("progress", "show which exercises are solved", progress),
        ("data", "write the stand-in for the credit card file to data/", data),
    ]:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(call=lambda _, function=function: function())


def positive(text: str) -> float:
    """Return the positive number that an option names; argparse explains a ValueError."""
    number = float(text)
    if not number > 0:
        raise ValueError(text)
    return number


def add_lessons_parser(
    commands: argparse._SubParsersAction, name: str, text: str, function: Callable
) -> None:
    """Add a command that takes lessons and the seconds that a cell may take."""
    command = commands.add_parser(name, help=text, description=text)
    command.add_argument("lessons", nargs="*", metavar="LESSON", help="number or name; all if none")
    command.add_argument(
        "--timeout", type=positive, default=600, help="seconds one cell may take (default 600)"
    )
    command.set_defaults(call=lambda given: function(given.lessons, timeout=given.timeout))
