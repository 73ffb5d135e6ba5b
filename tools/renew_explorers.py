"""Bring the explorers in stored lessons up to date after a change of their script or style.

``uv run python tools/renew_explorers.py``. What is said, replied and drawn stays as the lesson has
computed it; for a change of that, ``make refresh``.
"""

from helpers.explorers.frame import renew
from helpers.notebook_tools.files import find_lessons, read, write
from helpers.paths import NOTEBOOKS


def stored_explorers(notebook):
    """Return the data of each output that holds an explorer."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    data = [out.get("data", {}) for out in outputs]
    return [one for one in data if "id=&quot;state&quot;" in one.get("text/html", "")]


if __name__ == "__main__":
    for path in find_lessons(NOTEBOOKS):
        notebook = read(path)
        for data in stored_explorers(notebook):
            data["text/html"] = renew(data["text/html"])
        if stored_explorers(notebook):
            write(notebook, path)
            print(path.name)
