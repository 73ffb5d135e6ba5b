"""The step functions are what a lesson prints: short, numbered, and used by the top function."""

import ast
import inspect
import textwrap

import pytest

from helpers.by_hand import (
    adasyn,
    borderline_smote,
    edited_nearest_neighbours,
    smote,
    smote_enn,
    smote_nc,
    smote_tomek,
    tomek_links,
)

MODULES = [
    adasyn,
    borderline_smote,
    edited_nearest_neighbours,
    smote,
    smote_enn,
    smote_nc,
    smote_tomek,
    tomek_links,
]
TOP_FUNCTIONS = {module: getattr(module, module.__name__.rsplit(".", 1)[-1]) for module in MODULES}


def code_lines(function):
    """Source lines of a function's body without its docstring."""
    body = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0].body[1:]
    return body[-1].end_lineno - body[0].lineno + 1


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_steps_fit_on_a_slide(module):
    """A step that grows past twelve lines is no longer read in a lesson."""
    for step in module.STEPS:
        if step not in TOP_FUNCTIONS.values():
            assert code_lines(step) <= 12, step.__name__


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_steps_are_numbered_in_order(module):
    """The numbers in the docstrings are those of the lesson's list."""
    numbers = []
    for step in module.STEPS:
        first_line = step.__doc__.splitlines()[0]
        if first_line.startswith("Step "):
            numbers.append(int(first_line[5]))
    assert numbers == sorted(numbers)
    assert set(numbers) >= {1, 2, 3}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_nothing_of_imbalanced_learn_inside(module):
    """The comparison means nothing if the hand-written side calls the library."""
    assert "imblearn" not in inspect.getsource(module)
