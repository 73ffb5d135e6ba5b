"""The format of an exercise notebook: which cell is a task, an answer, a check or a given.

``notebooks/solutions/ex_NN_title.ipynb`` is the only source. In it an exercise is a run of cells:

- Markdown beginning ``## Exercise NN-M: title``: the task; hints in ``<details>`` blocks;
- code with ``### BEGIN SOLUTION`` and ``### END SOLUTION``: what lies between is cut out;
- code beginning ``check("NN-M"``: the check;
- code beginning ``check("NN-order"``, before the first exercise: practice, never graded;
- Markdown and code tagged ``solution``: cut out whole.

All other code cells are given to the learner.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from helpers.errors import CourseError
from helpers.paths import SOLUTIONS

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BLANK = "# YOUR CODE HERE"
HEADING = re.compile(r"^## Exercise (\d\d-\d+): *(.+)$", re.MULTILINE)
CHECK = re.compile(r"^check\(\s*[\"'](\d\d-\d+)[\"']", re.MULTILINE)
PRACTICE = re.compile(r"^check\(\s*[\"']\d\d-order[\"']", re.MULTILINE)
NAME = re.compile(r"ex_(\d\d)_\w+\.ipynb")


def find_solutions(folder: Path = SOLUTIONS) -> list[Path]:
    """Return the solution notebooks in the order of the lessons."""
    return sorted(path for path in folder.glob("*.ipynb") if NAME.fullmatch(path.name))


def titles(notebook: NotebookNode) -> dict[str, str]:
    """Return number and title of each exercise in a notebook, in its order."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return dict(HEADING.findall(text))


def worked_on(template: NotebookNode) -> bool:
    """Tell whether somebody ran a cell of a template; as handed out, none has run."""
    return any(cell.get("execution_count") for cell in template.cells)


def role(cell: NotebookNode) -> str:
    """Return the kind of a cell: prose, answer, check, given, solution or practice.

    Practice is the learner's to change, and nobody marks it.
    """
    if "solution" in cell.metadata.get("tags", []):
        return "solution"
    if cell.cell_type != "code":
        return "prose"
    if CHECK.search(cell.source):
        return "check"
    if PRACTICE.search(cell.source):
        return "practice"
    return "answer" if BEGIN in cell.source else "given"


def walk(notebook: NotebookNode) -> Iterator[tuple[str, str, NotebookNode]]:
    """Yield each cell with its exercise (``""`` before the first) and its role.

    Raises
    ------
    CourseError
        If a check stands in another exercise, an exercise has no answer or not one check, or a
        number comes twice.
    """
    current, seen = "", {}
    for cell in notebook.cells:
        heading = HEADING.search(cell.source) if cell.cell_type == "markdown" else None
        if heading:
            current = heading[1]
            if current in seen:
                raise CourseError(f"Exercise {current} stands twice in the notebook.")
            seen[current] = []
        kind = role(cell)
        if kind == "check" and CHECK.search(cell.source)[1] != current:
            raise CourseError(f"Exercise {current or '(none yet)'} holds the cell {cell.source!r}.")
        if current:
            seen[current].append(kind)
        yield current, kind, cell
    for name, kinds in seen.items():
        if kinds.count("check") != 1 or "answer" not in kinds:
            raise CourseError(f"Exercise {name} needs an answer cell and exactly one check cell.")
