"""From solutions to templates: nothing of a solution is left, and nothing else is lost."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import BLANK, find_solutions, titles
from helpers.notebook_tools.files import read
from helpers.paths import TEMPLATES
from helpers.teaching import templates as exercises
from helpers.teaching.templates import complete, cut, template

PATHS = find_solutions()


def text(notebook):
    return nbformat.writes(notebook).rstrip("\n") + "\n"


@pytest.fixture
def source():
    """Return a small solution notebook with two exercises."""
    cells = [
        new_markdown_cell("# Exercises"),
        new_code_cell("import math"),
        new_markdown_cell("## Exercise 03-1: Double\nWrite it."),
        new_code_cell(
            "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
        ),
        new_code_cell('check("03-1", double)'),
        new_markdown_cell("For teachers.", metadata={"tags": ["solution"]}),
        new_code_cell("assert double(2) == 4", metadata={"tags": ["solution"]}),
        new_markdown_cell("## Exercise 03-2: Two blanks"),
        new_code_cell("a = ...\n### BEGIN SOLUTION\na = 1\n### END SOLUTION"),
        new_code_cell("b = ...\n### BEGIN SOLUTION\nb = 2\n### END SOLUTION"),
        new_code_cell('check("03-2", a, b)'),
    ]
    return new_notebook(cells=cells)


def test_the_template_holds_everything_but_the_solutions(source):
    cells = [cell.source for cell in template(source).cells]
    assert cells == [
        "# Exercises",
        "import math",
        "## Exercise 03-1: Double\nWrite it.",
        f"def double(x):\n    {BLANK}",
        'check("03-1", double)',
        "## Exercise 03-2: Two blanks",
        f"a = ...\n{BLANK}",
        f"b = ...\n{BLANK}",
        'check("03-2", a, b)',
    ]


def test_the_metadata_is_what_nbgrader_asks_for(source):
    cells = {cell.id: cell.metadata.get("nbgrader") for cell in complete(source).cells}
    assert cells["answer-03-1"] == {
        "schema_version": 3,
        "grade_id": "answer-03-1",
        "grade": False,
        "solution": True,
        "locked": False,
        "task": False,
    }
    assert cells["check-03-1"]["grade"]
    assert cells["check-03-1"]["points"] == 1
    assert cells["given-1"]["locked"]
    assert list(cells)[8:10] == ["answer-03-2", "answer-03-2-b"]
    assert sum(value is None for value in cells.values()) == 5  # prose and solutions


def test_completing_twice_changes_nothing(source):
    once = complete(source)
    assert complete(once) == once


def test_completing_leaves_the_given_notebook_alone(source):
    before = text(source)
    template(source)
    assert text(source) == before


@pytest.mark.parametrize(
    ("number", "content", "message"),
    [
        (4, 'check("03-2", double)', "Exercise 03-1 holds the cell"),
        (4, "double(2)", "exactly one check cell"),
        (3, "x = 1", "needs an answer cell"),
        (7, "## Exercise 03-1: Again", "stands twice"),
        (1, 'check("03-1", 1)', "none yet"),
    ],
)
def test_a_badly_built_notebook_is_refused(source, number, content, message):
    source.cells[number].source = content
    with pytest.raises(CourseError, match=message):
        template(source)


@pytest.mark.parametrize(
    "code",
    [
        "### BEGIN SOLUTION\nx = 1",
        "x = 1\n### END SOLUTION",
        "### BEGIN SOLUTION\n### BEGIN SOLUTION\n### END SOLUTION",
    ],
)
def test_markers_without_a_partner_are_refused(code):
    with pytest.raises(CourseError, match="SOLUTION"):
        cut(code)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_stored_files_are_those_that_make_exercises_writes(path):
    source = read(path)
    assert path.read_text(encoding="utf-8") == text(complete(source))
    assert (TEMPLATES / path.name).read_text(encoding="utf-8") == text(template(source))


def test_drift_is_noticed_and_repaired(source, tmp_path, monkeypatch):
    solutions, templates = tmp_path / "solutions", tmp_path / "exercises"
    solutions.mkdir()
    templates.mkdir()
    nbformat.write(source, solutions / "ex_03_x.ipynb")
    nbformat.write(new_notebook(), templates / "ex_99_gone.ipynb")
    monkeypatch.setattr(exercises, "TEMPLATES", templates)
    monkeypatch.setattr(exercises, "find_solutions", lambda: sorted(solutions.glob("*.ipynb")))
    assert len(exercises.generate()) == 3
    assert sorted(path.name for path in templates.iterdir()) == ["ex_03_x.ipynb"]
    assert exercises.generate() == []
    nbformat.write(new_notebook(), templates / "ex_03_x.ipynb")
    assert [path.name for path in exercises.generate()] == ["ex_03_x.ipynb"]


def test_a_learners_work_is_not_overwritten(source, tmp_path, monkeypatch):
    solution, templates = tmp_path / "ex_03_x.ipynb", tmp_path / "exercises"
    nbformat.write(source, solution)
    monkeypatch.setattr(exercises, "TEMPLATES", templates)
    monkeypatch.setattr(exercises, "find_solutions", lambda: [solution])
    exercises.generate()
    mine = read(templates / solution.name)
    mine.cells[1].execution_count = 1
    nbformat.write(mine, templates / solution.name)
    with pytest.raises(CourseError, match="holds somebody's work"):
        exercises.generate()
    assert read(templates / solution.name) == mine


def test_a_handout_has_nothing_to_make_exercises_from(monkeypatch):
    monkeypatch.setattr(exercises, "find_solutions", list)
    with pytest.raises(CourseError, match="no solutions here"):
        exercises.generate()


def test_titles_are_read_in_order(source):
    assert titles(source) == {"03-1": "Double", "03-2": "Two blanks"}
