"""How many of the code lines that a reader of a lesson sees teach something."""

import ast
import re
from collections import defaultdict

from .statements import tree_of

WORK = re.compile(
    r"\.(fit|predict|decision_function|kneighbors)|resample|sampler|evaluat|compare|cross_val"
    r"|SMOTE|ADASYN|smote|load_|make_|train_test_split"
)
"""What a lesson is about. A line that does it teaches, whatever becomes of the result."""
LAYOUT = re.compile(r"\.(map|style|rename|rename_axis|round|to_frame)\(")
AXES = {"ax", "axes", "fig"}


def is_folded(cell) -> bool:
    """Tell whether the reader sees the cell only after opening it."""
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def lines_that_teach(notebook) -> tuple[int, int]:
    """Count the visible lines of code, imports and settings left out.

    A statement teaches unless it writes prose or a text alternative, asserts, arranges a figure or
    a table, or computes what is used only there, in `show` or in folded cells.

    Returns
    -------
    teaching, visible : int
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    statements = [(node, is_folded(cell)) for cell in code for node in tree_of(cell).body]
    readers: defaultdict[str, list[bool]] = defaultdict(list)  # by name: do they teach?
    teaching = visible = 0
    for node, folded in reversed(statements):
        teaches = not folded and _works(node) and not _only_serves(node, readers)
        for name in _names(node, ast.Load):
            readers[name].append(teaches and _function(node) != "show")
        if not folded and not _sets_up(node):
            lines = node.end_lineno - node.lineno + 1
            visible += lines
            teaching += teaches * lines
    return teaching, visible


def _names(node, context=(ast.Load, ast.Store)):
    return {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, context)
    }


def _function(node):
    """Return the name of the function that a line calls, "" if it does something else."""
    call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    return ast.unparse(node.value.func) if call else ""


def _sets_up(node):
    settings = ("plt.style", "pd.options", "pd.set_option")
    return isinstance(node, ast.Import | ast.ImportFrom) or ast.unparse(node).startswith(settings)


def _works(node):
    """Tell whether a statement is about data, models or metrics, or shows a result."""
    if isinstance(node, ast.Assert):
        return False
    if isinstance(node, ast.For | ast.With):
        return not _names(node) & AXES
    if isinstance(node, ast.Assign):
        return not _names(node.targets[0]) & AXES
    if not isinstance(node, ast.Expr):
        return True
    function = _function(node)
    if function == "show":
        return all(keyword.arg != "alt" for keyword in node.value.keywords)
    if function == "print":
        return not any(isinstance(part, ast.JoinedStr) for part in ast.walk(node))
    draws = function.split(".")[0].split("[")[0] in AXES | {"plt"}
    prose = function in ("Markdown", "display", "answer")
    return not (draws or prose or LAYOUT.search(ast.unparse(node)))


def _only_serves(node, readers):
    """Tell whether what an assignment computes is used, but by no statement that teaches."""
    if not isinstance(node, ast.Assign) or WORK.search(ast.unparse(node.value)):
        return False
    if any(isinstance(target, ast.Subscript | ast.Attribute) for target in node.targets):
        return False
    uses = [teaches for name in _names(node, ast.Store) for teaches in readers[name]]
    return bool(uses) and not any(uses)
