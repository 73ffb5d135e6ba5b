"""Answers that are alike: found under other names, not found where everybody writes the same."""

import csv

import pytest

from helpers.grading.grade import grade_folder
from helpers.grading.likeness import alike
from tests.grading import downloads
from tests.grading.classes import BLANK, edited
from tests.grading.downloads import NAME, lay

BLANK_CODE = "def f(a, b):\n    '''Do it.'''\nimport numpy as np"
LONG = """
def f(a, b):
    total = 0
    for row in sorted(a):
        total += row ** 2 - np.sqrt(b) * len(a)
    return [total / len(a), helper(b)]
def helper(x):
    return x[::-1] + x[1:3]
"""
RENAMED = (
    "# my own\n"
    + LONG.replace("total", "s").replace("row", "i").replace("helper", "mine").replace("x", "kk")
    + "\n"
)
OTHER = """
def f(a, b):
    return [sum(v ** 2 for v in a) / len(a) - np.sqrt(b) * len(a) + max(a) * 3, b[::-1]]
"""


def test_copies_are_found_whatever_their_names():
    found = alike({"ada": LONG, "bob": RENAMED, "eve": OTHER}, BLANK_CODE)
    assert [(learners, same) for learners, same, _ in found] == [(["ada", "bob"], False)]
    assert alike({"ada": LONG, "bob": LONG}, BLANK_CODE)[0][1]


def test_other_numbers_are_another_answer():
    assert alike({"ada": LONG, "bob": LONG.replace("2", "3")}, BLANK_CODE) == []


def test_what_half_of_the_class_has_is_no_hint():
    assert alike(dict.fromkeys("abcde", LONG) | {"f": OTHER}, BLANK_CODE) == []
    few = dict.fromkeys("ab", LONG + "\nz = [q + 1 for q in range(9) if q % 2 and q > 3 or q < 1]")
    found = alike(dict.fromkeys("cdef", LONG) | few, BLANK_CODE)
    assert [(learners, n_statements) for learners, _, n_statements in found] == [(["a", "b"], 1)]


def test_short_answers_and_the_blank_are_no_hint():
    assert alike(dict.fromkeys("ab", "x = [900, 450, 100]"), BLANK_CODE) == []
    assert alike(dict.fromkeys("ab", LONG), LONG) == []


@pytest.mark.parametrize(
    "code", ["def f(:", "x = " + "(" * 9_999, "-" * 50_000 + "1", "a" + ".a" * 30_000]
)
def test_code_that_cannot_be_compared_is_left_out(code):
    assert alike(dict.fromkeys("ab", code), BLANK_CODE) == []


def test_the_table_is_the_teachers_alone(tmp_path, monkeypatch):
    downloads.pretend(monkeypatch)
    files = {
        f"ada/{NAME}": edited(BLANK, answer_03_1=LONG),
        f"bob/{NAME}": edited(BLANK, answer_03_1=RENAMED),
        f"eve/{NAME}": edited(BLANK, answer_03_1=OTHER),
    }
    folder, output = lay(tmp_path / "class", files), tmp_path / "out"
    grade_folder(folder, output, trust=True)
    with (output / "likeness.csv").open(encoding="utf-8-sig", newline="") as table:
        (row,) = csv.DictReader(table)
    assert (row["exercise"], row["learners"]) == ("03-1", "ada, bob")
    assert row["hint"].startswith("A hint, no verdict")
    for page in (output / "feedback").iterdir():
        assert "alike" not in page.read_text(encoding="utf-8")
    lay(folder, {f"bob/{NAME}": edited(BLANK, answer_03_1=OTHER.replace("v", "w"))})
    lay(folder, {f"eve/{NAME}": BLANK})
    grade_folder(folder, output, trust=True)
    assert not (output / "likeness.csv").exists()
