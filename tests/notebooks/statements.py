"""Find the statements of a lesson, and run its cells here to try them on wrong inputs."""

import ast
import copy
from dataclasses import dataclass

import nbformat

STATES = ("claim", "finding")


@dataclass(frozen=True)
class Statement:
    """One call of `claim` or of a finding: its sentence, its cell and its place there."""

    text: str
    kind: str
    cell: int
    call: ast.Call


def statements(notebook: nbformat.NotebookNode) -> list[Statement]:
    """Return the statements of a notebook in its order; cells are numbered from 0."""
    return [
        Statement(sentence_of(call), call.func.id, number, call)
        for number, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
        for call in calls(tree_of(cell))
    ]


def tree_of(cell: nbformat.NotebookNode) -> ast.Module:
    """Return the syntax tree of a code cell; lines with IPython's own syntax are left out."""
    lines = ["" if line.startswith("%") else line for line in cell.source.splitlines()]
    return ast.parse("\n".join(lines))


def calls(tree: ast.AST) -> list[ast.Call]:
    """Return the calls of `claim` and `finding` below a node, in the order of the text."""
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in STATES
    ]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def sentence_of(call: ast.Call) -> str:
    """Return the sentence of a statement; "" if it is not written out where it is stated."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def run(tree: ast.Module, namespace: dict) -> None:
    """Execute a cell."""
    exec(compile(tree, "<lesson>", "exec"), namespace)


def with_one_statement(tree: ast.Module, call: ast.Call) -> ast.Module:
    """Return the cell with one of its statements, so that no other can fail first."""
    keep = copy.copy(tree)
    keep.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.Expr) and node.value in calls(node) and node.value is not call)
    ]
    return keep
