"""Notebooks as learners return them."""

import copy

from helpers.notebook_tools.exercise_format import role
from helpers.notebook_tools.files import read
from helpers.paths import SOLUTIONS
from helpers.teaching.templates import complete, template

SOURCE = SOLUTIONS / "ex_03_balance_with_smote.ipynb"
BLANK = template(read(SOURCE))


def solved():
    """Return the notebook as a learner with every answer right returns it."""
    notebook = complete(read(SOURCE))
    notebook.cells = [cell for cell in notebook.cells if role(cell) != "solution"]
    return notebook


def place(notebook, name):
    """Return where a cell stands."""
    return next(n for n, cell in enumerate(notebook.cells) if cell.id == name)


def edited(notebook, **sources):
    """Return a copy with other sources in the cells named (``answer_03_1`` for answer-03-1)."""
    result = copy.deepcopy(notebook)
    for name, source in sources.items():
        result.cells[place(result, name.replace("_", "-"))].source = source
    return result


def without(notebook, name):
    """Return a copy without one cell."""
    result = copy.deepcopy(notebook)
    del result.cells[place(result, name)]
    return result
