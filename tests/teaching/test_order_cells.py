"""Lines in order stand in the exercises, before the first one, and nothing else changes."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.checks import check, orders
from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import find_solutions, role
from helpers.notebook_tools.files import normalise, read
from helpers.paths import TEMPLATES
from helpers.teaching.order_cells import HEAD, with_order

PATHS = {path.name[3:5]: path for path in find_solutions()}


def exercises():
    """Return a small solution notebook."""
    cells = [
        new_markdown_cell("# Exercises"),
        new_code_cell("from helpers.checks import check"),
        new_markdown_cell("## Exercise 03-1: Double"),
        new_code_cell("a = ...\n### BEGIN SOLUTION\na = 1\n### END SOLUTION"),
        new_code_cell('check("03-1", a)'),
    ]
    return normalise(new_notebook(cells=cells))


def sources(notebook):
    return [cell.source for cell in notebook.cells]


@pytest.mark.parametrize("number", sorted(PATHS))
def test_exercises_and_tasks_are_in_step(number):
    stored = read(PATHS[number])
    assert sources(with_order(stored, number)) == sources(stored), "run `make exercises`"
    made = [cell for cell in read(TEMPLATES / PATHS[number].name).cells if role(cell) == "practice"]
    assert len(made) == (number in orders.lessons())
    assert not [cell for cell in made if "nbgrader" in cell.metadata], "nbgrader would lock it"


@pytest.mark.parametrize("number", orders.lessons())
def test_the_stored_output_is_what_the_cell_prints(number, capsys):
    [cell] = [cell for cell in read(PATHS[number]).cells if role(cell) == "practice"]
    assert cell.source == f'check("{number}-order", "")'
    check(f"{number}-order", "")
    assert cell.outputs[0].data["text/plain"] == capsys.readouterr().out.rstrip("\n")


@pytest.mark.parametrize("number", orders.lessons())
def test_the_lines_are_shown_with_their_letters(number):
    [text] = [one for one in sources(read(PATHS[number])) if one.startswith(HEAD)]
    for line in orders.load(number).lines:
        assert f"\n{line.letter}   {line.code}\n" in text


def test_the_cells_stand_before_the_first_exercise_and_are_replaced():
    before = exercises()
    after = with_order(before, "03")
    assert [role(cell) for cell in after.cells] == [
        *("prose", "given", "prose", "practice", "prose", "answer", "check")
    ]
    assert after.cells[2].source.startswith(HEAD)
    assert sources(with_order(after, "03")) == sources(after)
    assert sources(with_order(after, "06")) == sources(before), "06 has no such task"
    assert len(before.cells) == 5, "a copy is changed"


def test_a_notebook_without_exercises_is_refused():
    notebook = exercises()
    notebook.cells = notebook.cells[:2]
    with pytest.raises(CourseError, match="lesson 03 has no exercise"):
        with_order(notebook, "03")
