"""From the solutions, written by hand, to the templates that learners get.

`helpers.notebook_tools.exercise_format` says how a solution notebook is built. Ids and nbgrader's
metadata follow from that and are filled in by `complete`, so that an author need not know them.
"""

import copy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import (
    BEGIN,
    BLANK,
    END,
    find_solutions,
    walk,
    worked_on,
)
from helpers.notebook_tools.files import normalise, read, without_outputs, write
from helpers.paths import TEMPLATES
from helpers.teaching.order_cells import with_order


def cut(source: str) -> str:
    """Replace each solution by a blank; what stands around it stays.

    Raises
    ------
    CourseError
        If the markers do not come in pairs.

    Examples
    --------
    >>> print(cut('''def double(x):
    ...     ### BEGIN SOLUTION
    ...     return 2 * x
    ...     ### END SOLUTION'''))
    def double(x):
        # YOUR CODE HERE
    """
    lines, inside = [], False
    for line in source.splitlines():
        marker = line.strip()
        if marker == (BEGIN if inside else END):
            raise CourseError(f"{marker} stands without its partner in:\n{source}")
        if marker == BEGIN:
            inside = True
            lines.append(line.replace(BEGIN, BLANK))
        elif marker == END:
            inside = False
        elif not inside:
            lines.append(line)
    if inside:
        raise CourseError(f"{END} is missing in:\n{source}")
    return "\n".join(lines)


def complete(notebook: NotebookNode) -> NotebookNode:
    """Return a copy with ids and nbgrader's metadata on the cells, as `normalise` stores it."""
    result = copy.deepcopy(notebook)
    counts = {}
    for exercise, kind, cell in walk(result):
        stem = f"{kind}-{exercise}".rstrip("-")
        counts[stem] = counts.get(stem, 0) + 1
        cell.id = stem if kind in ("answer", "check") else f"{stem}-{counts[stem]}"
        if counts[stem] > 1 and kind == "answer":
            cell.id = f"{stem}-{'abcdefgh'[counts[stem] - 1]}"
        cell.metadata.pop("nbgrader", None)
        if kind in ("answer", "check", "given"):
            cell.metadata["nbgrader"] = {
                "schema_version": 3,
                "grade_id": cell.id,
                "grade": kind == "check",
                "solution": kind == "answer",
                "locked": kind != "answer",
                "task": False,
            } | ({"points": 1} if kind == "check" else {})
    return normalise(result)


def template(notebook: NotebookNode) -> NotebookNode:
    """Return what learners get: solutions cut out, outputs cleared."""
    result = without_outputs(complete(notebook))
    result.cells = [cell for _, kind, cell in walk(result) if kind != "solution"]
    for cell in result.cells:
        cell.source = cut(cell.source)
    return result


def generate() -> list[Path]:
    """Complete the solutions and write the templates; return the files that changed.

    A lesson's lines to put in order come from ``helpers/checks/lines/``.

    Raises
    ------
    CourseError
        If there are no solutions, one is built wrongly, or a template that would change holds
        somebody's work.
    """
    changed = []
    wanted = {}
    if not find_solutions():
        raise CourseError("There are no solutions here to make exercises from.")
    for path in find_solutions():
        source = with_order(read(path), path.name[3:5])
        try:
            wanted[path] = complete(source)
            wanted[TEMPLATES / path.name] = template(source)
        except CourseError as error:
            raise CourseError(f"{path.name}: {error}") from error
    outdated = [path for path in TEMPLATES.glob("ex_*.ipynb") if path not in wanted]
    for path, notebook in wanted.items():
        text = nbformat.writes(notebook).rstrip("\n") + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(path)
    for path in changed + outdated:
        if path.parent == TEMPLATES and path.exists() and worked_on(read(path)):
            raise CourseError(
                f"{path.name} in notebooks/exercises holds somebody's work, which would be lost. "
                "Save it under another name first, then delete it here."
            )
    for path in changed:
        write(wanted[path], path)
    for path in outdated:
        path.unlink()
    return changed + outdated
