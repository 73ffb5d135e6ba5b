"""The message of a lesson that fails: the reader must find the line without opening the lesson."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.errors import CourseError
from helpers.notebook_tools.execution import clean_environment, execute, failed_line
from helpers.notebook_tools.forked_kernels import kernel_server

HELPER = """
def check_ratio(ratio):
    if ratio > 1:
        raise ValueError(f"The ratio is {ratio}, more than 1.")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Return what forks a kernel, or None where kernels are only started."""
    folder = tmp_path_factory.mktemp("server")
    paths = [write_lesson(folder / name, "import os") for name in ("00_a.ipynb", "01_b.ipynb")]
    with clean_environment(), kernel_server(paths) as server:
        yield server


def write_lesson(path, *sources):
    cells = [new_markdown_cell("# Tiny", id="title")]
    cells += [new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def message_of(server, tmp_path, *sources, timeout=60):
    """Execute a lesson with these code cells and return the lines of its error.

    In a forked kernel it is the same as in a started one.
    """
    path = write_lesson(tmp_path / "03_tiny.ipynb", *sources)
    messages = []
    for each in (server, None):
        with clean_environment(), pytest.raises(CourseError) as caught:
            execute(path, timeout=timeout, server=each)
        messages.append(str(caught.value))
    assert messages[0] == messages[1]
    return messages[0].splitlines()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "line", "error"),
    [
        ("total = 0\n1 / total", "line 2: 1 / total", "ZeroDivisionError: division by zero"),
        ("x = 1\nx = = 2", "line 2: x = = 2", "SyntaxError: invalid syntax"),
        ("x = 1\n  x = 2", "line 2: x = 2", "IndentationError: unexpected indent"),
        ("x = 1\nassert x == 2\nx = 3", "line 2: assert x == 2", "AssertionError"),
        (
            "x = 1\nassert x == 2, 'not two'",
            "line 2: assert x == 2, 'not two'",
            "AssertionError: n",
        ),
        (
            "\n# ratio\nprint(\n    check_ratio(2)\n)",
            "line 4: check_ratio(2)",
            "ValueError: The ratio",
        ),
        ("helper.check_ratio(3)", "line 1: helper.check_ratio(3)", "ValueError: The ratio is 3"),
        (
            "try:\n    1 / 0\nexcept Exception as error:\n    raise KeyError('b') from error",
            "line 4: raise KeyError('b') from error",
            "KeyError: 'b'",
        ),
        (
            "def again():\n    try:\n        1 / 0\n    finally:\n        missing\nagain()",
            "line 6: again()",
            "NameError: name 'missing' is not defined",
        ),
    ],
)
def test_the_line_and_the_message_are_named(server, tmp_path, source, line, error):
    (tmp_path / "helper.py").write_text(HELPER)
    first, second, *_ = message_of(server, tmp_path, f"import helper\n{HELPER}", "", source)
    assert first == f"Lesson 03_tiny failed in cell [3], {line}"
    assert second.startswith(error)
    if ":" not in error:
        assert second == error, "an assert without a message ends in no colon"


@pytest.mark.slow
def test_a_cell_that_was_stopped_is_named_by_how_it_begins(server, tmp_path):
    first, second, *_ = message_of(server, tmp_path, "x = 1", "\nimport os\nos._exit(1)")
    assert first == "Lesson 03_tiny failed in cell [2], which begins with: import os"
    assert second.startswith("The kernel died")


@pytest.mark.slow
def test_a_cell_that_takes_too_long_is_stopped(server, tmp_path):
    _, second = message_of(server, tmp_path, "import time\ntime.sleep(60)", timeout=1)
    assert second == "It took longer than 1 seconds; --timeout sets the limit."


def test_a_line_that_the_cell_does_not_have_is_not_named():
    output = new_output("error", ename="E", evalue="", traceback=["Cell In[1], line 7", "E: "])
    cell = new_code_cell("x = 1", execution_count=1, outputs=[output])
    assert failed_line(cell) is None
    output["traceback"] = ["\x1b[36mCell \x1b[32mIn[1]\x1b[39m\x1b[32m, line 1\x1b[39m"]
    assert failed_line(cell) == 1
