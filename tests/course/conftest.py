"""A course with lessons of the test's own."""

import pytest

from helpers.course import commands, teacher_commands


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return an empty folder that stands for notebooks/, under a path with awkward characters."""
    base = tmp_path / "Zoé's course"
    notebooks = base / "notebooks"
    notebooks.mkdir(parents=True)
    for module in (commands, teacher_commands):
        monkeypatch.setattr(module, "NOTEBOOKS", notebooks)
    monkeypatch.setattr(commands, "EXECUTED", base / "build" / "notebooks")
    monkeypatch.delenv("COURSE_DATA", raising=False)
    return notebooks
