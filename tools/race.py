"""Race this tree against an older commit: the course, the tests, the samplers, the grading.

``python tools/race.py`` (or ``make race``) clones both into a temporary folder, lets each set
itself up, and runs one after the other: older, newer, and with ``--rounds 2`` newer, older. It
prints one table in Markdown, as ``docs/benchmarks.md`` has it, with wall and CPU seconds. Both
sides of a line have the same data; where they resample, the rows must be the same too. The tests
that both trees have, matched by name and parameters, have a line of their own (``--parts
same-tests``), and below the table it says how many there are.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from race_tests import names_of

ROOT = Path(__file__).resolve().parents[1]
FIRST_EDITION = "632b93f"
SAMPLER_SCRIPT = ROOT / "tools" / "race_sampler.py"
TESTS_SCRIPT = ROOT / "tools" / "race_tests.py"
TIMER_SCRIPT = ROOT / "tools" / "race_timer.py"
CLASS_SCRIPT = ROOT / "tools" / "race_class.py"
PARTS = ("course", "same-tests", "tests", "cleaners", "smote-nc", "grading")
CLEANED = {  # case of `race_sampler.make_data`: genuine rows
    "credit card": (25_000, 100_000, 227_845),
    "random labels": (20_000,),
    "overlapping classes": (20_000,),
    "100 features": (20_000,),
    "200 classes": (50_000,),
}
MIXED = (25_000, 100_000)
CLASS = 24  # learners; the first edition takes minutes over them


@dataclass(frozen=True)
class Task:
    """One line of the table: its name, and the command that each tree runs in its own folder."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Time:
    """Seconds of one run, and what it printed at last."""

    wall: float
    cpu: float
    answer: str


@dataclass(frozen=True)
class SharedTests:
    """The tests of two trees, notebooks' cells aside, and the file that lists what both have."""

    older: int
    newer: int
    both: int
    file: Path

    def __str__(self) -> str:
        """Say what the line of the table leaves out."""
        return (
            f"Of the older tree's {self.older:,} tests (cells of notebooks not counted) the newer "
            f"one has {self.both:,} by name and parameters; {self.older - self.both:,} are only in "
            f"the older tree, {self.newer - self.both:,} only in the newer one."
        )


def tasks(parts: Sequence[str], shared: SharedTests | None = None) -> Iterator[Task]:
    """Yield the lines of the chosen parts; `shared` is needed for the tests that both trees have.

    Examples
    --------
    >>> [task.name for task in tasks(["course", "smote-nc"])]
    ['all lessons', 'SMOTE-NC, 25,000 rows', 'SMOTE-NC, 100,000 rows']
    """
    if "course" in parts:
        yield Task("all lessons", _timed("make", "course"))
    if "same-tests" in parts:
        command = _timed(".venv/bin/python", str(TESTS_SCRIPT), str(shared.file))
        yield Task(f"the {shared.both:,} tests of both trees", command)
    if "tests" in parts:
        yield Task("all tests", _timed("make", "test"))
    python = (".venv/bin/python", str(SAMPLER_SCRIPT))
    if "cleaners" in parts:
        for data, sizes in CLEANED.items():
            for rows in sizes:
                for sampler in ("ENN", "Tomek"):
                    name = f"{sampler}, {data}, {rows:,} rows"
                    yield Task(name, (*python, sampler, data, str(rows)))
    if "smote-nc" in parts:
        for rows in MIXED:
            yield Task(f"SMOTE-NC, {rows:,} rows", (*python, "SMOTE-NC", "mixed", str(rows)))
    if "grading" in parts:
        yield Task(f"grading {CLASS} notebooks", (python[0], str(CLASS_SCRIPT), str(CLASS)))


def _timed(*command: str) -> tuple[str, ...]:
    return (sys.executable, str(TIMER_SCRIPT), *command)


def run(task: Task, tree: Path) -> Time:
    """Run a task in a tree; its last line says how long the work took, without its preparation.

    Raises
    ------
    RuntimeError
        If the command fails; the message ends with what it printed.
    """
    done = subprocess.run(task.command, cwd=tree, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(
            f"{task.name}: {' '.join(task.command)} failed in {tree}\n"
            f"{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )
    _, wall, cpu, answer = done.stdout.splitlines()[-1].split()
    return Time(float(wall), float(cpu), answer)


def race(task: Task, trees: Sequence[Path], rounds: int) -> list[list[Time]]:
    """Run a task in both trees by turns; return the times of each tree.

    Raises
    ------
    RuntimeError
        If a run fails, or the trees do not resample to the same rows.
    """
    times = [[], []]
    for number in range(rounds):
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            times[side].append(run(task, trees[side]))
    answers = {one.answer for side in times for one in side}
    if len(answers) > 1:
        raise RuntimeError(f"{task.name}: the two trees differ in the rows that they return.")
    return times


def line(task: Task, times: Sequence[Sequence[Time]]) -> str:
    """Return a line of the table: the quickest run of each tree, and newer to older.

    Examples
    --------
    >>> line(Task("all lessons", ()), [[Time(200, 300, "")], [Time(100, 240, "")]])
    '| all lessons | 200.0 / 300.0 | 100.0 / 240.0 | 0.50 | 0.80 |'
    """
    wall = [min(one.wall for one in side) for side in times]
    cpu = [min(one.cpu for one in side) for side in times]
    cells = [f"{w:.{_digits(w)}f} / {c:.{_digits(c)}f}" for w, c in zip(wall, cpu, strict=True)]
    ratios = [f"{new / old:.2f}" for old, new in (wall, cpu)]
    return f"| {' | '.join([task.name, *cells, *ratios])} |"


def _digits(seconds: float) -> int:
    return 1 if seconds >= 10 else 2


def clone(commit: str, folder: Path) -> Path:
    """Clone this repository at a commit and let it set itself up, tests included."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    subprocess.run(["git", "checkout", "--quiet", commit], cwd=folder, check=True)
    run(Task("set-up", _timed("make", "test", "ARGS=--collect-only --quiet")), folder)
    return folder


def share_tests(trees: Sequence[Path], file: Path) -> SharedTests:
    """List the tests of both trees, and write to a file how many of each name both have."""
    names = []
    for tree in trees:
        command = [".venv/bin/python", str(TESTS_SCRIPT)]
        done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"The tests of {tree} could not be listed.\n{done.stderr[-3000:]}")
        names.append(names_of(json.loads(done.stdout)))
    both = names[0] & names[1]
    file.write_text(json.dumps(both), encoding="utf-8")
    return SharedTests(*(count.total() for count in (*names, both)), file)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the race and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", default=FIRST_EDITION, metavar="COMMIT")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, metavar="PART")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each tree (default 1)")
    given = parser.parse_args(argv)
    here = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    with tempfile.TemporaryDirectory(prefix="race_") as folder:
        trees = [
            clone(given.against, Path(folder) / "older"),
            clone(here, Path(folder) / "newer"),
        ]
        print(
            f"{platform.processor() or platform.machine()}, {os.cpu_count()} processors, ", end=""
        )
        print(f"Python {platform.python_version()}, {time.strftime('%d %B %Y')}\n")
        print(f"| wall / CPU seconds | {given.against} | {here} | wall | CPU |")
        print("|---|---:|---:|---:|---:|", flush=True)
        shared = None
        if "same-tests" in given.parts:
            shared = share_tests(trees, Path(folder) / "both.json")
        for task in tasks(given.parts, shared):
            print(line(task, race(task, trees, given.rounds)), flush=True)
        if shared:
            print(f"\n{shared}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
