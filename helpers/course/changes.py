"""Which lessons have changed, as git tells it."""

import subprocess
from pathlib import Path

from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import find_solutions
from helpers.notebook_tools.files import find_lessons
from helpers.paths import NOTEBOOKS, ROOT

TRUNKS = ("main", "origin/main")
"""Branches that hold what was reviewed; the first that exists counts."""


def changed_notebooks() -> list[Path]:
    """Return the lessons and solutions that differ from where this branch left the main one.

    New files count, and so does what is not committed yet. On the main branch, or where there is
    none, only what is not committed counts.

    Returns
    -------
    list of Path
        In reading order, the lessons first.

    Raises
    ------
    CourseError
        If git is missing or the course is no clone of a repository.
    """
    new = _git("ls-files", "--others", "--exclude-standard", "-z", "--", "notebooks")
    base = _branching_point()
    changed = _git("diff", "--name-only", "--relative", "-z", base, "--", "notebooks")
    names = {*changed.split("\0"), *new.split("\0")}
    known = [*find_lessons(NOTEBOOKS), *find_solutions()]
    return [path for path in known if path.relative_to(ROOT).as_posix() in names]


def _branching_point() -> str:
    """Return the commit at which this branch left the main one, HEAD where there is none."""
    for trunk in TRUNKS:
        if _run("rev-parse", "--verify", "--quiet", f"{trunk}^{{commit}}").returncode == 0:
            found = _run("merge-base", "HEAD", trunk)
            if found.returncode == 0:
                return found.stdout.strip()
    return "HEAD"


def _git(*arguments: str) -> str:
    done = _run(*arguments)
    if done.returncode != 0:
        raise CourseError(
            f"git cannot tell which lessons have changed ({done.stderr.strip()}): run `make test`, "
            "which needs no git."
        )
    return done.stdout


def _run(*arguments: str) -> subprocess.CompletedProcess:
    try:
        return subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
        )
    except FileNotFoundError as error:
        raise CourseError(
            "git is not installed, which tells which lessons have changed: run `make test`, which "
            "needs no git."
        ) from error
