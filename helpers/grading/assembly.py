"""Put together the notebook that is graded: the learner's answers in the template."""

import nbformat
from nbformat import NotebookNode

from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import HEADING

OWN = ("answer-", "check-")  # cells that no other notebook has
DAMAGED = "The file is damaged and cannot be read as a notebook; save it again and submit it again."


def identity(cell: NotebookNode) -> str:
    """Return what a cell is known by; front ends that renew ids keep the metadata."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", ""))


def parse(content: bytes) -> NotebookNode:
    """Return the notebook that a file holds.

    Raises
    ------
    CourseError
        If it holds none; the message is for the learner.
    """
    try:
        notebook = nbformat.reads(content.decode("utf-8-sig"), as_version=4)
        for cell in notebook.cells:
            if not isinstance(cell.source, str):
                raise TypeError("A cell has no text.")
            # Half an emoji, as a broken copy leaves it, could not be written to a file.
            cell.source = cell.source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            identity(cell).encode()
    except Exception as error:  # nbformat raises errors of many kinds for JSON that is no notebook
        raise CourseError(DAMAGED) from error
    return notebook


def recognise(submission: NotebookNode, templates: dict[str, NotebookNode]) -> str:
    """Return the name of the template that shares most exercise cells, ``""`` if none does."""
    have = {identity(cell) for cell in submission.cells}
    shared = {
        name: sum(cell.id in have for cell in blank.cells if cell.id.startswith(OWN))
        for name, blank in templates.items()
    }
    best = max(shared, key=shared.get, default="")
    return best if shared.get(best) else ""


def in_words(name: str) -> str:
    """Return what learners call a cell.

    Examples
    --------
    >>> in_words("check-03-2"), in_words("given-03-3-2"), in_words("given-1")
    ('The check cell of exercise 03-2', 'The given cell 2 of exercise 03-3', 'The given cell 1')
    """
    kind, *rest = name.split("-")
    exercise, part = ("-".join(rest[:2]), rest[2:]) if len(rest) > 1 else ("", rest)
    words = " ".join(["The", kind, "cell", *part])
    return f"{words} of exercise {exercise}" if exercise else words


def assemble(submission: NotebookNode, blank: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Put together the notebook that is run: answers from the learner, all else from the template.

    Cells that the learner added stay where they are. A given cell that the learner changed runs
    first as changed, because it may import something, and then as given.

    Parameters
    ----------
    submission, blank : NotebookNode
        What was returned, and the template that was handed out.

    Returns
    -------
    notebook : NotebookNode
        Code cells only; an id tells the kind of cell (``answer``, ``check``, ``given``,
        ``changed`` or ``added``) and the exercise.
    notes : list of str
        One for each cell that was changed or is missing.
    """
    known = {cell.id: cell for cell in blank.cells if cell.cell_type == "code"}
    handed, added, last, exercise = {}, {}, "", ""
    for number, cell in enumerate(submission.cells):
        name = identity(cell)
        if cell.cell_type == "code" and name in known and name not in handed:
            handed[name], last = cell.source, name
        elif cell.cell_type == "code" and cell.source.strip():
            added.setdefault(last, []).append((f"added-{exercise}-{number}", cell.source))
        elif cell.cell_type == "markdown" and (heading := HEADING.search(cell.source)):
            exercise = heading[1]
    # The first cell makes `helpers.checks` take the seal out of the environment.
    parts, notes = [("given-0", "import helpers.checks"), *added.get("", [])], []
    for name, cell in known.items():
        theirs, kind = handed.get(name), name.split("-")[0]
        if theirs is None:
            notes.append(f"{in_words(name)} is missing.")
        elif kind != "answer" and theirs.split() != cell.source.split():
            notes.append(f"{in_words(name)} was changed; what counts is the original.")
            if kind == "given":
                parts.append((f"changed-{name}", theirs))
        if kind == "answer" and theirs is not None:
            parts.append((name, theirs))
        elif kind == "check":
            parts.append((name, f"from helpers.checks import check\n{cell.source}"))
        else:
            parts.append((name, cell.source))
        parts += added.get(name, [])
    built = nbformat.v4.new_notebook(metadata=blank.metadata)
    built.cells = [nbformat.v4.new_code_cell(text, id=name) for name, text in parts]
    return built, notes
