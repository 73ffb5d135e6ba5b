"""Make a class from the solutions, with random faults, and time how long its grading takes.

``python tools/race_class.py 200``, in the folder of a tree, writes 200 learners' notebooks into a
temporary folder and grades them with that tree's own command, one at a time. It prints the points
and, at last, wall and CPU seconds. It needs nothing but the standard library, so it also runs in
older trees, on their own solutions: the faults are the same. `race.py` runs it in two.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from race_timer import timed

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


def misspelled(source: str) -> str:
    """Return an answer that stops at its first line."""
    return f"misspeled\n{source}"


def cut_off(source: str) -> str:
    """Return an answer that no Python reads."""
    return f"{source}\nprint("


def left_out(source: str) -> str:
    """Return nothing in place of an answer."""
    return ""


FAULTS: tuple[Callable[[str], str], ...] = (misspelled, cut_off, left_out)
P_RIGHT, P_BLANK = 0.7, 0.15  # the rest has a fault


def answers_of(notebook: dict) -> list[dict]:
    """Return the cells with an answer between the markers."""
    return [cell for cell in notebook["cells"] if BEGIN in "".join(cell["source"])]


def returned(solution: dict, blank: dict, rng: random.Random) -> dict:
    """Return a learner's notebook: the template, with answers that are right, left or faulty.

    Parameters
    ----------
    solution, blank : dict
        A solution and its template, as JSON; cells are matched by their ids.
    rng : random.Random
    """
    notebook = json.loads(json.dumps(blank))
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    for answer in answers_of(solution):
        lines = "".join(answer["source"]).splitlines()
        source = "\n".join(line for line in lines if line.strip() not in (BEGIN, END))
        luck = rng.random()
        if luck >= P_RIGHT + P_BLANK:
            source = rng.choice(FAULTS)(source)
        if luck < P_RIGHT or luck >= P_RIGHT + P_BLANK:
            cells[answer["id"]]["source"] = source
    return notebook


def make_class(tree: Path, folder: Path, n_learners: int, seed: int = 0) -> None:
    """Write one notebook for each learner, of the tree's exercises in turn."""
    rng, paths = random.Random(seed), sorted((tree / "notebooks" / "solutions").glob("ex_*.ipynb"))
    pairs = [
        [json.loads(path.read_text(encoding="utf-8")) for path in (one, blank)]
        for one in paths
        for blank in [tree / "notebooks" / "exercises" / one.name]
    ]
    for number in range(n_learners):
        place = number % len(paths)
        target = folder / f"learner_{number:03d}" / paths[place].name
        target.parent.mkdir(parents=True)
        target.write_text(json.dumps(returned(*pairs[place], rng)), encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Make a class for the tree in the working folder, grade it, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("learners", type=int)
    given = parser.parse_args(argv)
    tree = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="class_") as scratch:
        folder = Path(scratch) / "class"
        make_class(tree, folder, given.learners)
        command = [tree / ".venv" / "bin" / "python", "-m", "helpers.course", "grade", folder]
        wall, cpu = timed(command, cwd=tree, stdout=subprocess.DEVNULL)
        table = folder.with_name("class_graded") / "grades.csv"
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    points, most = (sum(int(row[name]) for row in rows) for name in ("points", "of"))
    print(f"{len(rows)} notebooks, {points} of {most} points")
    print(f"took {wall:.1f} {cpu:.1f} -")
    return 0


if __name__ == "__main__":
    sys.exit(main())
