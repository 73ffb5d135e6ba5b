"""Write a lesson, and wait for what another process does."""

import os
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


def lesson(folder, name, *sources, tags=None):
    """Write a lesson with the code cells `sources`; `tags` go to its last cell."""
    cells = [new_code_cell(source, id=f"code-{n}") for n, source in enumerate(sources)]
    if tags:
        cells[-1].metadata["tags"] = tags
    title = new_markdown_cell(f"# {name}", id="title")
    path = folder / f"{name}.ipynb"
    folder.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=[title, *cells]), path)
    return path


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(condition, seconds=60):
    """Return the first true value of `condition()`; fail after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.05)
    pytest.fail("waited in vain")
