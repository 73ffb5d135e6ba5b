"""Files and code that stop a grader before anything has run: the class goes on without them."""

import io
import json
import os
import sys
import zipfile

import nbformat
import pytest

from helpers.errors import CourseError
from helpers.grading.assembly import parse
from helpers.grading.grade import grade_folder
from helpers.grading.handed_in import opened
from tests.grading import downloads
from tests.grading.classes import BLANK, SOURCE, edited
from tests.grading.downloads import right
from tests.grading.test_platforms import rows

GOOD = nbformat.writes(right(1, 2)).encode()
CELL = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": [], "execution_count": None}


def packed(method, *, damaged=False):
    """Return a zip file with a notebook, perhaps with bytes in the middle spoiled."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(SOURCE.name, GOOD)
    content = bytearray(file.getvalue())
    if damaged:
        content[200:260] = b"\xff" * 60
    return bytes(content)


def bomb(depth):
    """Return zip files in zip files around 60 MB of zeros."""
    content, name = bytes(60 << 20), "ex_03.ipynb"
    for _ in range(depth):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(5):
                archive.writestr(f"{number}_{name}", content)
        content, name = file.getvalue(), "again.zip"
    return content


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_damaged_zip_file_is_a_row_whatever_its_method(tmp_path, method):
    (one,) = opened(tmp_path, packed(method, damaged=True), 1, [1 << 20])
    assert (one.content, "damaged" in one.problem) == (None, True)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_the_usual_method_is_unpacked(tmp_path, method):
    """LZMA may ask for a dictionary of 4 GB."""
    (one,) = opened(tmp_path, packed(method), 1, [1 << 20])
    assert one.content is None


def test_paths_in_a_zip_file_lead_nowhere(tmp_path):
    file = io.BytesIO()
    names = ["../../up.ipynb", "/etc/abs.ipynb", "C:\\x\\..\\win.ipynb", "..", "a/./../b.ipynb"]
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, GOOD)
    found = opened(tmp_path / "w.zip", file.getvalue(), 1, [1 << 24])
    assert all(one.file.is_relative_to(tmp_path / "w.zip") for one in found)
    assert not any(".." in one.file.parts for one in found)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("depth", [1, 2])
def test_a_zip_bomb_is_refused(tmp_path, depth):
    found = opened(tmp_path, bomb(depth), 1, [200 << 20])
    assert all(one.content is None and one.problem for one in found)


def test_names_that_are_no_utf8_are_read(tmp_path, monkeypatch):
    """What a zip file of the nineties leaves on the disk; one such folder ended the run."""
    if sys.platform != "linux":
        pytest.skip("Other systems refuse such names.")
    for name, file in [(b"M\xfcller", SOURCE.name), (b"Lef\xe8vre", "=1\n\u202e.ipynb")]:
        folder = tmp_path / "class" / os.fsdecode(name)
        folder.mkdir(parents=True)
        (folder / file).write_bytes(GOOD)
    downloads.pretend(monkeypatch)
    grade_folder(tmp_path / "class", tmp_path / "out", trust=True)
    assert {row["learner"]: row["points"] for row in rows(tmp_path / "out")} == {
        "Müller": "2",
        "Lefèvre": "2",
    }
    for page in (tmp_path / "out" / "feedback").iterdir():
        assert "\u202e" not in page.read_text(encoding="utf-8")


@pytest.mark.slow
def test_hundreds_of_thousands_of_cells_are_refused():
    """Reading them takes minutes of the grader's own time, which nothing limits."""
    many = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CELL] * 300_000}
    with pytest.raises(CourseError, match="more than 5,000 cells"):
        parse(json.dumps(many).encode())


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        "new_rows = " + "-" * 10**6 + "1",
        "new_rows = " + "1+" * 10**5 + "1",
        "new_rows = a" + "()" * 10**5,
        "new_rows = " + "(" * 10**5,
        "new_rows = " + "lambda: " * 10**4 + "1",
        "if 1: pass\n" + "elif 1: pass\n" * 10**4,
        "%%" * 10**5 + "\n" + "!" * 10**5,
        "x = '\0'",
        "x = '\ud800'",
        "# \u2028\u202e\f\v\x1b[2J",
    ],
    ids=["minus", "plus", "calls", "open", "lambdas", "elifs", "magics", "nul", "half", "signs"],
)
def test_code_that_no_parser_bears_costs_its_own_exercise_only(tmp_path, monkeypatch, source):
    downloads.pretend(monkeypatch)
    files = {
        f"eve/{SOURCE.name}": json.dumps(
            edited(BLANK, answer_03_1="right_answer", answer_03_2=source)
        ),
        f"bob/{SOURCE.name}": right(1, 2),
    }
    grade_folder(downloads.lay(tmp_path / "class", files), tmp_path / "out", trust=True)
    assert {row["learner"]: row["points"] for row in rows(tmp_path / "out")} == {
        "eve": "1",
        "bob": "2",
    }
