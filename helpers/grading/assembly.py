"""What of a returned notebook runs, and in which order: the learner's own cells in the template.

Cells are known by nbgrader's id, by the cell's id or, where a front end has dropped both, by the
text of the course's own cells and the headings above them.
"""

import ast
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import HEADING

MANY_CELLS = 5_000  # nbformat takes a second for some thousands
OWN = ("answer-", "check-")  # cells that no other notebook has
DAMAGED = "The file is damaged and cannot be read as a notebook; save it again and submit it again."
MAGIC = re.compile(r"^\s*[%!?].*$", re.MULTILINE)
BINDING = re.compile(r"^(?:async )?(?:def |class )?(\w+)\s*(?:=|\(|,|:)", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One cell that runs.

    Attributes
    ----------
    kind : str
        ``answer``, ``changed`` or ``added`` (the learner's), ``given`` or ``check`` (ours).
    exercise : str
        ``""`` above the first.
    source : str
    expressions : tuple of str
        Of a check: what it asks for.
    """

    kind: str
    exercise: str
    source: str
    expressions: tuple[str, ...] = ()

    @property
    def is_theirs(self) -> bool:
        """Whether the learner wrote it."""
        return self.kind in ("answer", "changed", "added")


def identity(cell: NotebookNode) -> str:
    """Return what a cell is known by; front ends that renew ids keep the metadata."""
    grader = cell.metadata.get("nbgrader")
    name = grader.get("grade_id") if isinstance(grader, dict) else None
    return str(name or cell.get("id", ""))


def parse(content: bytes) -> NotebookNode:
    """Return the notebook that a file holds.

    Raises
    ------
    CourseError
        If it holds none; the message is for the learner.
    """
    coding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(coding)
        if re.search(r"^(<{7} |>{7} )", text, re.MULTILINE):
            raise CourseError(
                "The file holds an unresolved merge conflict (lines beginning with <<<<<<< or "
                ">>>>>>>); resolve it and submit it again."
            )
        with warnings.catch_warnings():  # ids that stand twice are given anew
            warnings.simplefilter("ignore")
            raw = json.loads(text)
            if isinstance(raw, dict) and len(raw.get("cells") or ()) > MANY_CELLS:
                raise CourseError(f"Not graded: it has more than {MANY_CELLS:,} cells.")
            notebook = nbformat.reads(text, as_version=4)
        for cell in notebook.cells:
            if not isinstance(cell.source, str):
                raise TypeError("A cell has no text.")
            # Half an emoji, as a broken copy leaves it, could not be sent or written to a file.
            cell.source = cell.source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            identity(cell).encode()
    except CourseError:
        raise
    except (Exception, RecursionError) as error:  # JSON that is no notebook fails in many ways
        raise CourseError(DAMAGED) from error
    return notebook


def squeezed(source: str) -> str:
    """Return a text without blanks, for comparison."""
    return "".join(source.split())


def recognise(submission: NotebookNode, templates: dict[str, NotebookNode]) -> str:
    """Return the name of the template that shares most exercise cells, ``""`` if none does."""
    have = {identity(cell) for cell in submission.cells}
    have |= {squeezed(cell.source) for cell in submission.cells}
    shared = {
        name: sum(
            cell.id in have or squeezed(cell.source) in have
            for cell in blank.cells
            if cell.id.startswith(OWN)
        )
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


def bound(source: str) -> set[str]:
    r"""Return the names that a cell defines at its top level.

    Examples
    --------
    >>> sorted(bound("a, b = 1, 2\ndef f():\n    c = 3"))
    ['a', 'b', 'f']
    """
    try:
        tree = ast.parse(MAGIC.sub("", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(BINDING.findall(source))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
            continue
        names = (one for one in ast.walk(node) if isinstance(one, ast.Name))
        found |= {one.id for one in names if isinstance(one.ctx, ast.Store)}
    return found


def used(expression: str) -> set[str]:
    """Return the names in an expression."""
    return {node.id for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Name)}


def asked(source: str) -> tuple[str, ...]:
    """Return the expressions that a check cell of the course hands in.

    Examples
    --------
    >>> asked('check("03-2", new_rows, 2 * x)')
    ('new_rows', '2 * x')
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check":
            return tuple(ast.unparse(argument) for argument in node.args[1:])
    raise ValueError(f"There is no check in {source!r}.")


def plan(submission: NotebookNode, blank: NotebookNode) -> tuple[list[Step], list[str]]:
    """Return what runs, and notes on cells that were changed or are missing.

    Answers and added cells are the learner's and stay where they are; checks and given cells are
    the template's. A given cell that was changed runs first as changed, because it may import
    something, then as given. A blank that was left alone is passed over if the learner answers in
    another cell.

    Parameters
    ----------
    submission, blank : NotebookNode
        What was returned, and the template that was handed out.

    Returns
    -------
    steps : list of Step
    notes : list of str
    """
    cells, sections, by_text, section = {}, {}, {}, ""
    for cell in blank.cells:
        if cell.cell_type == "markdown" and (heading := HEADING.search(cell.source)):
            section = heading[1]
        if cell.cell_type == "code":
            cells[cell.id], sections[cell.id] = cell.source, section
            by_text.setdefault(squeezed(cell.source), cell.id)
    theirs = {name: [] for name in ("", *sections.values())}
    own, seen, section = set(), set(), ""
    for cell in submission.cells:
        if cell.cell_type == "markdown" and (heading := HEADING.search(cell.source)):
            section = heading[1] if heading[1] in theirs else section
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        known = (identity(cell), by_text.get(squeezed(cell.source), ""))
        name = next((name for name in known if name in cells and name not in seen), "")
        if name:
            seen.add(name)
            section = sections[name]
        else:
            own |= bound(cell.source)
        theirs[section].append((name, cell.source))
    steps, notes = [], []
    for section, written in theirs.items():
        ours = {name: cells[name] for name in cells if sections[name] == section}
        for name, source in in_order(written, ours):
            steps += list(merge(section, name, source, ours.get(name, ""), own, notes))
    return steps, notes


def in_order(
    written: list[tuple[str, str]], ours: dict[str, str]
) -> Iterator[tuple[str, str | None]]:
    """Yield name and text of each cell of an exercise; of added cells the name is ``""``.

    The learner's order holds if our cells stand in it as in the template; if not, added cells come
    first. Our cells that are gone come in their places, with no text.
    """
    names = list(ours)
    have = [name for name, _ in written if name]
    if have != [name for name in names if name in have]:
        place = {"": -1} | {name: number for number, name in enumerate(names)}
        written = sorted(written, key=lambda one: place[one[0]])
    rest = list(written)
    for name in names:
        if name in have:
            while rest[0][0] != name:
                yield rest.pop(0)
            yield rest.pop(0)
            continue
        # What was written here comes before a check that is gone.
        while name.startswith("check-") and rest and not rest[0][0]:
            yield rest.pop(0)
        yield name, None
    yield from rest


def merge(
    section: str, name: str, source: str | None, ours: str, own: set[str], notes: list[str]
) -> Iterator[Step]:
    """Yield the steps that one cell becomes."""
    if not name:
        yield Step("added", section, source)
        return
    kind = name.split("-")[0]
    if kind == "practice":  # nobody marks it, whatever it holds now
        return
    if source is None:
        notes.append(f"{in_words(name)} is missing.")
    is_ours = source is None or squeezed(source) == squeezed(ours)
    if kind == "answer":
        if is_ours and bound(ours) & own:
            where = f" of exercise {section}" if section else ""
            notes.append(f"The blank{where} is untouched; the answer in another cell counts.")
        elif source is not None:
            yield Step("answer", section, source)
        return
    if not is_ours:
        notes.append(f"{in_words(name)} was changed; what counts is the original.")
    if kind == "check":
        yield Step("check", section, ours, asked(ours))
    if not is_ours:  # below a check, it is a second try
        yield Step("changed", section, source)
    if kind != "check":
        yield Step("given", section, ours)
