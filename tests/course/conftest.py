"""A course with lessons of the test's own."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.course import commands, teacher_commands
from helpers.teaching import templates

SOLUTION = [
    new_markdown_cell("# Exercises", id="title"),
    new_markdown_cell("## Exercise 01-1: Double", id="task"),
    new_code_cell("x = ...\n### BEGIN SOLUTION\nx = 2\n### END SOLUTION\nprint(x)", id="answer"),
    new_code_cell('check = print\ncheck("01-1", x)', id="check"),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return an empty folder for notebooks/, under a path with awkward characters.

    Its only solution and exercise are tiny, and the repository's own stay as they are.
    """
    base = tmp_path / "Zoé's course"
    notebooks = base / "notebooks"
    notebooks.mkdir(parents=True)
    for module in (commands, teacher_commands):
        monkeypatch.setattr(module, "NOTEBOOKS", notebooks)
    solution = base / "solutions" / "ex_01_tiny.ipynb"
    solution.parent.mkdir()
    nbformat.write(new_notebook(cells=SOLUTION), solution)
    for module in (teacher_commands, templates):
        monkeypatch.setattr(module, "find_solutions", lambda: [solution])
    monkeypatch.setattr(templates, "TEMPLATES", base / "exercises")
    monkeypatch.setattr(commands, "EXECUTED", base / "build" / "notebooks")
    monkeypatch.delenv("COURSE_DATA", raising=False)
    return notebooks
