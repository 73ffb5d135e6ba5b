"""Answers that are alike, as a hint for the teacher.

Two answers are compared as code: comments, blanks and docstrings do not count, and names that the
learner chose are numbered in their order, so that renaming hides nothing. What the blank holds and
statements that half of the class has are left out; what remains must be too long for chance.
"""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from helpers.grading.answered import Answered
from helpers.grading.assembly import MAGIC
from helpers.grading.records import Grade, write_rows

SHARE, AT_LEAST = 0.5, 4  # of the answers to an exercise: what so many have is everybody's
NODES = 25  # of syntax: shorter answers are alike by chance
MAX_CODE = 100_000  # characters; nobody writes more
HINT = (
    "A hint, no verdict: ask how they worked. Learners who worked as a pair, or from one source, "
    "write alike, too."
)
COLUMNS = ("exercise", "learners", "alike", "statements", "hint")


class _Renamed(ast.NodeTransformer):
    """Numbers the names that a piece of code binds itself."""

    def __init__(self, own: set[str]):
        self.own, self.numbers = own, {}

    def name(self, name: str) -> str:
        if name not in self.own:
            return name
        return self.numbers.setdefault(name, f"name{len(self.numbers)}")

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.name(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg, node.annotation = self.name(node.arg), None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name = self.name(node.name)
        return self.generic_visit(node)


def bound_names(tree: ast.AST) -> set[str]:
    """Return the names of variables, arguments and functions that code binds."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return found


def statements(source: str) -> list[tuple[str, int]]:
    """Return the statements of code without names of one's own, and the size of each.

    A function gives its header and the statements of its body. Code that Python cannot read, or
    that is very long, gives none.

    Examples
    --------
    >>> statements("a = 1  # one") == statements("b = 1"), statements("a = 1") == statements("a=2")
    (True, False)
    """
    try:
        return list(_statements(ast.parse(MAGIC.sub("", source[:MAX_CODE]))))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _statements(tree: ast.Module) -> Iterator[tuple[str, int]]:
    own, waiting = bound_names(tree), list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # a docstring, or nothing
        if isinstance(node, ast.FunctionDef):
            waiting[:0] = node.body
            node.body, node.returns = [ast.Pass()], None
        size = sum(1 for _ in ast.walk(node))
        yield ast.dump(_Renamed(own).visit(node)), size


def alike(codes: dict[str, str], blank: str) -> list[tuple[list[str], bool, int]]:
    """Return groups of learners whose answers are alike.

    Parameters
    ----------
    codes : dict of str to str
        The code of each learner for one exercise.
    blank : str
        What was handed out.

    Returns
    -------
    list of tuple
        Learners, whether the texts are the same (else names or layout differ), and how many
        statements are alike beyond what much of the class has.
    """
    known = {text for text, _ in statements(blank)}
    parts = {learner: statements(code) for learner, code in codes.items()}
    counts = Counter(text for found in parts.values() for text in {text for text, _ in found})
    common = {text for text, count in counts.items() if count >= max(AT_LEAST, SHARE * len(codes))}
    groups = defaultdict(list)
    for learner, found in parts.items():
        rest = tuple((text, size) for text, size in found if text not in known | common)
        if sum(size for _, size in rest) >= NODES:
            groups[rest].append(learner)
    return [
        (learners, len({codes[one].strip() for one in learners}) == 1, len(rest))
        for rest, learners in groups.items()
        if len(learners) > 1
    ]


def write_likeness(
    grades: list[Grade], answers: dict[str, Answered], blanks: dict[str, str], path: Path
) -> None:
    """Write the table of answers that are alike; without any, no table is left.

    Parameters
    ----------
    grades : list of Grade
        Those that count are compared.
    answers : dict of str to Answered
        By file.
    blanks : dict of str to str
        Per exercise, what was handed out.
    path : Path
    """
    codes = defaultdict(dict)
    for grade in grades:
        own = answers.get(grade.file)
        if own and grade.counts:
            for exercise, code in own.code.items():
                codes[exercise][grade.learner] = code
    rows = []
    for exercise in sorted(codes):
        for learners, same, n_statements in alike(codes[exercise], blanks[exercise]):
            how = "letter for letter" if same else "but for names, comments and layout"
            values = (exercise, ", ".join(learners), how, n_statements, HINT)
            rows.append(dict(zip(COLUMNS, values, strict=True)))
    if rows:
        write_rows(rows, path)
    else:
        path.unlink(missing_ok=True)
