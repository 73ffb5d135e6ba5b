"""From the solutions, written by hand, to the templates that learners get.

``notebooks/solutions/ex_NN_title.ipynb`` is the only source. In it an exercise is a run of cells:

- Markdown beginning ``## Exercise NN-M: title``: the task; hints in ``<details>`` blocks;
- code with ``### BEGIN SOLUTION`` and ``### END SOLUTION``: what lies between is cut out;
- code beginning ``check("NN-M"``: the check;
- Markdown and code tagged ``solution``: cut out whole.

All other code cells are given to the learner. Ids and nbgrader's metadata follow from this and are
filled in by `complete`, so that an author need not know them.
"""

import copy
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.lessons import LessonError, normalise, read, write

ROOT = Path(__file__).resolve().parents[1]
SOLUTIONS = ROOT / "notebooks" / "solutions"
TEMPLATES = ROOT / "notebooks" / "exercises"

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BLANK = "# YOUR CODE HERE"
HEADING = re.compile(r"^## Exercise (\d\d-\d+): *(.+)$", re.MULTILINE)
CHECK = re.compile(r"^check\(\s*[\"'](\d\d-\d+)[\"']", re.MULTILINE)
NAME = re.compile(r"ex_(\d\d)_\w+\.ipynb")


def find_solutions(folder: Path = SOLUTIONS) -> list[Path]:
    """Return the solution notebooks in the order of the lessons."""
    return sorted(path for path in folder.glob("*.ipynb") if NAME.fullmatch(path.name))


def titles(notebook: NotebookNode) -> dict[str, str]:
    """Return number and title of each exercise in a notebook, in its order."""
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return dict(HEADING.findall(text))


def role(cell: NotebookNode) -> str:
    """Return what a cell is: ``prose``, ``answer``, ``check``, ``given`` or ``solution``."""
    if "solution" in cell.metadata.get("tags", []):
        return "solution"
    if cell.cell_type != "code":
        return "prose"
    if CHECK.search(cell.source):
        return "check"
    return "answer" if BEGIN in cell.source else "given"


def walk(notebook: NotebookNode) -> Iterator[tuple[str, str, NotebookNode]]:
    """Yield each cell with its exercise (``""`` before the first) and its role.

    Raises
    ------
    LessonError
        If a check stands in another exercise, an exercise has no answer or not one check, or a
        number comes twice.
    """
    current, seen = "", {}
    for cell in notebook.cells:
        heading = HEADING.search(cell.source) if cell.cell_type == "markdown" else None
        if heading:
            current = heading[1]
            if current in seen:
                raise LessonError(f"Exercise {current} stands twice in the notebook.")
            seen[current] = []
        kind = role(cell)
        if kind == "check" and CHECK.search(cell.source)[1] != current:
            raise LessonError(f"Exercise {current or '(none yet)'} holds the cell {cell.source!r}.")
        if current:
            seen[current].append(kind)
        yield current, kind, cell
    for name, kinds in seen.items():
        if kinds.count("check") != 1 or "answer" not in kinds:
            raise LessonError(f"Exercise {name} needs an answer cell and exactly one check cell.")


def cut(source: str) -> str:
    """Replace each solution by a blank; what stands around it stays.

    Raises
    ------
    LessonError
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
            raise LessonError(f"{marker} stands without its partner in:\n{source}")
        if marker == BEGIN:
            inside = True
            lines.append(line.replace(BEGIN, BLANK))
        elif marker == END:
            inside = False
        elif not inside:
            lines.append(line)
    if inside:
        raise LessonError(f"{END} is missing in:\n{source}")
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
    result = complete(notebook)
    result.cells = [cell for _, kind, cell in walk(result) if kind != "solution"]
    for cell in result.cells:
        cell.source = cut(cell.source)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return result


def worked_on(path: Path) -> bool:
    """Tell whether somebody ran a cell of the template at `path`; as handed out, none has run."""
    return path.exists() and any(cell.get("execution_count") for cell in read(path).cells)


def generate() -> list[Path]:
    """Complete the solutions and write the templates; return the files that changed.

    Raises
    ------
    LessonError
        If there are no solutions, one is built wrongly, or a template that would change holds
        somebody's work.
    """
    changed = []
    wanted = {}
    if not find_solutions():
        raise LessonError("There are no solutions here to make exercises from.")
    for path in find_solutions():
        source = read(path)
        try:
            wanted[path] = complete(source)
            wanted[TEMPLATES / path.name] = template(source)
        except LessonError as error:
            raise LessonError(f"{path.name}: {error}") from error
    outdated = [path for path in TEMPLATES.glob("ex_*.ipynb") if path not in wanted]
    for path, notebook in wanted.items():
        text = nbformat.writes(notebook).rstrip("\n") + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(path)
    for path in changed + outdated:
        if path.parent == TEMPLATES and worked_on(path):
            raise LessonError(
                f"{path.name} in notebooks/exercises holds somebody's work, which would be lost. "
                "Save it under another name first, then delete it here."
            )
    for path in changed:
        write(wanted[path], path)
    for path in outdated:
        path.unlink()
    return changed + outdated
