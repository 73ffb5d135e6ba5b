"""The command line behind the Makefile: ``course run``, ``lab``, ``test`` and their kin."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from helpers import exercises as _exercises
from helpers import grading as _grading
from helpers import handout as _handout
from helpers import lessons as _lessons
from helpers import nbgrader_folder as _nbgrader_folder
from helpers import progress as _progress
from helpers.lessons import Execution, LessonError

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build" / "notebooks"
IMAGES = ROOT / "docs" / "images"
START = "00_start_here.ipynb"
REPOSITORY_ONLY = ("exercises", "grade", "handout", "nbgrader", "refresh", "test")


class _Progress:
    """Names the lesson and its seconds: a redrawn bar on a terminal, plain lines elsewhere."""

    def __init__(self, paths: Sequence[Path]):
        self._cells = {path: _count_code_cells(path) for path in paths}
        self._width = max(len(path.stem) for path in paths)
        self._bar = tqdm(
            total=sum(self._cells.values()),
            unit="cell",
            file=sys.stderr,
            disable=not sys.stderr.isatty(),
            dynamic_ncols=True,
            leave=False,
            bar_format="{desc} |{bar}| {n_fmt}/{total_fmt} cells {elapsed}",
        )

    def __enter__(self) -> "_Progress":
        return self

    def __exit__(self, *_) -> None:
        self._bar.close()

    def start(self, path: Path) -> None:
        self._path, self._start, self._done = path, perf_counter(), 0
        self._describe()

    def on_cell(self) -> None:
        self._done += 1
        self._bar.update()
        self._describe()

    def finish(self, execution: Execution) -> None:
        name, cells = f"{execution.name:<{self._width}}", f"{execution.n_cells:>3} cells"
        self._bar.write(f"{name}  {cells}  {execution.seconds:6.1f} s", file=sys.stdout)
        sys.stdout.flush()

    def _describe(self) -> None:
        seconds = perf_counter() - self._start
        done = f"[{self._done}/{self._cells[self._path]}]"
        self._bar.set_description_str(f"{self._path.stem} {done} {seconds:.0f} s")


def _count_code_cells(path: Path) -> int:
    return sum(cell.cell_type == "code" for cell in _lessons.read(path).cells)


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
    LessonError
        If a lesson does not exist or one of its cells fails.
    """
    paths = _lessons.select_lessons(_lessons.find_lessons(NOTEBOOKS), wanted)
    executions = []
    with _lessons.clean_environment(), _Progress(paths) as progress:
        for path in paths:
            progress.start(path)
            execution = _lessons.execute(
                path, keep=BUILD / path.name, timeout=timeout, on_cell=progress.on_cell
            )
            progress.finish(execution)
            executions.append(execution)
    print(f"\n{table(executions)}\nExecuted copies: {_short(BUILD)}")
    comparison = _lessons.comparison(executions)
    if comparison is not None:
        print(f"\nComparison of all models\n{comparison}")
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


def refresh(wanted: Sequence[str] = (), *, timeout: float = 600) -> None:
    """Re-execute lessons and solutions in place on the stand-in; two runs leave the same bytes.

    A notebook is written only if all of its cells succeeded. The picture of a cell tagged
    ``readme`` is copied to ``docs/images/``; the exercises follow their solutions.

    Raises
    ------
    LessonError
        If ``COURSE_DATA`` is set, because stored outputs show the stand-in, or a cell fails.
    """
    if os.environ.get("COURSE_DATA", "simulated") != "simulated":
        raise LessonError(
            "COURSE_DATA is set, but the stored outputs show the stand-in for the credit card file."
            " Unset COURSE_DATA and run the command again."
        )
    solutions = _exercises.find_solutions()
    paths = _lessons.select_lessons([*_lessons.find_lessons(NOTEBOOKS), *solutions], wanted)
    _exercises.generate()
    with _lessons.clean_environment(), _Progress(paths) as progress:
        os.environ["COURSE_DATA"] = "simulated"  # also when data/ holds the user's own file
        for path in paths:
            progress.start(path)
            execution = _lessons.execute(path, timeout=timeout, on_cell=progress.on_cell)
            _lessons.write(_lessons.normalise(execution.notebook), path)
            for name, png in _lessons.readme_pictures(execution.notebook):
                IMAGES.mkdir(parents=True, exist_ok=True)
                (IMAGES / name).write_bytes(png)
            progress.finish(execution)


def exercises() -> None:
    """Write the exercises from the solutions and print what changed."""
    changed = _exercises.generate()
    print("\n".join(_short(path) for path in changed) or "The exercises are up to date.")


def handout() -> None:
    """Pack the course without solutions into a dated zip file and print where it lies."""
    print(_short(_handout.pack()))


def grade(folder: Path, limits: _grading.Limits, **options) -> list[_grading.Grade]:
    """Grade a folder of returned notebooks; the results go to a folder beside it.

    `options` are those of `helpers.grading.grade_folder`, which says what is raised.
    """
    folder = folder.resolve()
    output = folder.with_name(f"{folder.name}_graded")
    with tqdm(unit="notebook", disable=not sys.stderr.isatty()) as bar:

        def on_grade(one: _grading.Grade) -> None:
            bar.update()
            if one.taken_over:
                return
            notes = "".join(f"  {note}" for note in [*one.remarks, *one.causes])
            bar.write(f"{one.file}: {one.points} of {len(one.titles)}{notes}", file=sys.stdout)

        try:
            grades = _grading.grade_folder(
                folder, output, limits=limits, on_grade=on_grade, **options
            )
        except KeyboardInterrupt:
            print(f"What is graded so far: {_short(output)}. The same command goes on from here.")
            raise
    if n_old := sum(one.taken_over for one in grades):
        count = f"{n_old} of {len(grades)}"
        print(f"Taken over from an earlier run, because nothing changed: {count} notebooks")
    print(f"Grades and feedback: {_short(output)}")
    return grades


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
    """Start JupyterLab; `extra` arguments go to it unchanged, such as ``--no-browser``."""
    from jupyterlab.labapp import LabApp

    # This environment's python3 kernel comes before one that the user registered as python3.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    LabApp.launch_instance(argv=lab_arguments(extra))


def run_tests(extra: Sequence[str] = ()) -> int:
    """Run all tests and return pytest's exit code; `extra` arguments go to pytest unchanged."""
    import pytest

    os.chdir(ROOT)
    with _lessons.clean_environment():
        return int(pytest.main(list(extra)))


def data() -> None:
    """Write the credit card CSV that the lessons read and print where it lies."""
    from helpers.datasets import creditcard_csv

    print(_short(creditcard_csv()))


def _short(path: Path) -> str:
    """Return `path` relative to the working folder if it lies below it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="course", description="Run the SMOTE course.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in [
        ("run", "execute lessons, print the times and the final comparison"),
        ("refresh", "re-execute lessons and store their outputs (for contributors)"),
    ]:
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument(
            "lessons", nargs="*", metavar="LESSON", help="number or name; all if none"
        )
        command.add_argument(
            "--timeout", type=float, default=600, help="seconds one cell may take (default 600)"
        )
    commands.add_parser("lab", help="open JupyterLab; further arguments go to it", add_help=False)
    commands.add_parser(
        "test", help="run all tests; further arguments go to pytest", add_help=False
    )
    for name, text in [
        ("exercises", "write the exercises from the solutions"),
        ("handout", "pack the course without solutions into a zip file"),
        ("progress", "show which exercises are solved"),
    ]:
        commands.add_parser(name, help=text, description=text)
    command = commands.add_parser("nbgrader", help="write a course folder for nbgrader")
    command.add_argument("folder", type=Path, help="a new folder")
    command = commands.add_parser("grade", help="grade a folder of returned notebooks")
    command.add_argument("folder", type=Path, help="a folder of notebooks, or of folders of them")
    default = _grading.Limits()
    for name, value, text in [
        ("seconds", default.seconds, "one notebook may take"),
        ("cell-seconds", default.cell_seconds, "one cell may take"),
        ("megabytes", default.megabytes, "of memory that one notebook may use"),
    ]:
        what = f"{name.split('-')[-1]} {text} (default {value:g})"
        command.add_argument(f"--{name}", type=float, default=value, help=what)
    command.add_argument("--jobs", type=int, default=1, help="notebooks at the same time")
    command.add_argument("--anew", action="store_true", help="grade unchanged notebooks too")
    command.add_argument(
        "--learner-folder",
        type=int,
        metavar="N",
        help="the N-th folder on the way down names the learner, 0: the file's name does",
    )
    commands.add_parser("data", help="write the stand-in for the credit card file to data/")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 1 (failure), 2 (usage) or 130 (Ctrl-C)."""
    parser = _parser()
    arguments, extra = parser.parse_known_args(argv)
    if extra and arguments.command not in ("lab", "test"):
        parser.error(f"unrecognized arguments: {' '.join(extra)}")
    try:
        if arguments.command in REPOSITORY_ONLY and not _exercises.find_solutions():
            raise LessonError(
                f"`course {arguments.command}` needs the whole repository. This is a handout, "
                "which has neither the solutions nor the tests."
            )
        match arguments.command:
            case "run":
                run(arguments.lessons, timeout=arguments.timeout)
            case "refresh":
                refresh(arguments.lessons, timeout=arguments.timeout)
            case "lab":
                lab(extra)
            case "test":
                return run_tests(extra)
            case "data":
                data()
            case "exercises":
                exercises()
            case "grade":
                limits = _grading.Limits(
                    arguments.seconds, arguments.cell_seconds, arguments.megabytes
                )
                grade(
                    arguments.folder,
                    limits,
                    n_jobs=arguments.jobs,
                    anew=arguments.anew,
                    learner_folder=arguments.learner_folder,
                )
            case "nbgrader":
                print("\n".join(map(str, _nbgrader_folder.write_course(arguments.folder))))
            case "handout":
                handout()
            case "progress":
                progress()
    except LessonError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
