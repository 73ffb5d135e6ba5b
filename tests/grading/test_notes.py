"""What learners read when there is no verdict: their own mistake, in their own terms."""

import json

import nbformat
import pytest

from helpers.grading.assembly import DAMAGED, parse
from helpers.grading.feedback import page
from helpers.grading.grade import grade_one
from helpers.grading.limits import Limits, Stop
from helpers.grading.notes import NO_VERDICT, explain
from helpers.grading.records import Grade, table
from helpers.notebook_tools.exercise_format import find_solutions
from helpers.notebook_tools.files import read
from helpers.teaching.templates import template

TEMPLATES = {path.stem: template(read(path)) for path in find_solutions()}
EXERCISES = ["03-1", "03-2", "03-3"]
CHECK_FAILED = {"error": "NameError", "text": "name 'f' is not defined", "line": 2, "late": None}


def raised(cell, error="ValueError", text="no", line=4, late=None):
    return {"cell": cell, "error": error, "text": text, "line": line, "late": late}


def verdict(exercise, passed=True, message="Well done."):
    return {"exercise": exercise, "passed": passed, "message": message}


def ran(*cells):
    return [{"start": cell} for cell in cells]


def causes(lines, stop=None):
    verdicts, notes = explain(lines, EXERCISES, stop or Stop())
    return {name: one["cause"] for name, one in verdicts.items()}, notes


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (
            raised("answer-03-1", "IndentationError", "unexpected indent (12.py, line 2)"),
            "Your cell could not run: IndentationError in line 2, unexpected indent.",
        ),
        (
            raised("answer-03-1", "SyntaxError", "invalid syntax (<string>, line 1)"),
            "Your cell stopped with SyntaxError in line 4: invalid syntax (<string>, line 1).",
        ),
        (raised("answer-03-1-b"), "Your cell stopped with ValueError in line 4: no."),
        (
            raised("answer-03-1", "KeyboardInterrupt", "", late=60.0),
            "Your cell ran longer than 60 s and was stopped.",
        ),
        (
            raised("added-03-1-7", line=None),
            "A cell that you added stopped with ValueError: no.",
        ),
        (
            {"cell": "check-03-1", **CHECK_FAILED},
            "Your answer does not define `f`, which the check needs.",
        ),
        (
            {"cell": "answer-03-1", "ended": "stuck"},
            "Your cell took too long and could not be stopped.",
        ),
    ],
)
def test_the_cause_stands_at_the_exercise(event, text):
    found, notes = causes([event, verdict("03-2"), verdict("03-3")])
    assert found == {"03-1": text, "03-2": "", "03-3": ""}
    assert notes == []


def test_what_follows_from_the_learners_mistake_is_dropped():
    follow_on = [raised("given-03-1-1"), {"cell": "check-03-1", **CHECK_FAILED}]
    found, notes = causes([*follow_on, raised("answer-03-1", text="mine"), verdict("03-2")])
    assert found["03-1"] == "Your cell stopped with ValueError in line 4: mine."
    assert notes == []


def test_a_failed_check_keeps_its_message_beside_the_cause():
    verdicts, _ = explain(
        [raised("answer-03-1"), verdict("03-1", False, "Try 2.")], ["03-1"], Stop()
    )
    grade = Grade("ada", "x", "ex_03", {"03-1": "A"}, verdicts)
    text = "Your cell stopped with ValueError in line 4: no. Try 2."
    assert text in page("ada", [grade])


def test_an_error_that_did_no_harm_is_a_note():
    lines = [raised("answer-03-1"), verdict("03-1"), raised("added--2")]
    found, notes = causes(lines)
    assert found["03-1"] == ""
    assert notes == [
        "03-1: Your cell stopped with ValueError in line 4: no. The check passed all the same.",
        "A cell that you added stopped with ValueError in line 4: no.",
    ]


def test_what_was_not_reached_says_why():
    died = [*ran("answer-03-1", "check-03-1"), verdict("03-1"), *ran("answer-03-2")]
    died.append({"cell": "answer-03-2", "ended": "died"})
    found, _ = causes(died)
    assert found["03-2"] == "Your cell ended the kernel: it called exit, or the memory ran out."
    assert found["03-3"] == "Not reached: the kernel had ended before (in exercise 03-2)."


def test_a_limit_is_blamed_on_the_cell_that_was_running():
    found, notes = causes(
        ran("given-1", "answer-03-1"), Stop("limit", "the notebook had run for 9 s")
    )
    assert (
        found["03-1"] == "Your cell did not finish: the notebook had run for 9 s and was stopped."
    )
    assert found["03-2"] == "Not reached: the notebook had been stopped before (in exercise 03-1)."
    assert notes == ["It was stopped: the notebook had run for 9 s."]
    found, _ = causes([], Stop("limit", "the notebook had run for 9 s"))
    assert found["03-1"] == "Not reached: the notebook had run for 9 s before its first cell ran."


def test_what_cannot_be_explained_is_not_blamed_on_the_learner():
    found, notes = causes(ran("answer-03-1"), Stop("failure", "OSError: disk full"))
    assert set(found.values()) == {"Not reached: the run failed. Please ask your teacher."}
    assert notes == ["The run failed: OSError: disk full"]
    assert causes(ran("check-03-1"))[0]["03-1"] == NO_VERDICT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{\n "cells": [\n  {"cell_ty',
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"nbformat": 4}',
        b'{"nbformat": 3, "worksheets": []}',
        json.dumps({**nbformat.v4.new_notebook(), "cells": 5}).encode(),
        json.dumps({**nbformat.v4.new_notebook(), "cells": [{"cell_type": "code"}]}).encode(),
    ],
)
def test_a_damaged_file_is_told_so_and_counts_with_all_its_exercises(tmp_path, content):
    path = tmp_path / "fay_ex_06_borderline_smote (2).ipynb"
    path.write_bytes(content)
    grade = grade_one(path, "fay", path.name, TEMPLATES, Limits())
    assert grade.notes == [DAMAGED]
    row = table([grade]).iloc[0]
    assert (row["notebook"], row["points"], row["of"]) == ("ex_06_borderline_smote", 0, 4)
    assert row[["06-1", "06-2", "06-3", "06-4"]].tolist() == [0] * 4
    assert page("fay", [grade]).count("Not graded.") == 4


def test_a_file_that_tells_nothing_at_all_is_reported(tmp_path):
    path = tmp_path / "x.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    grade = grade_one(path, "ada", "x.ipynb", TEMPLATES, Limits())
    assert grade.notes == ["It is none of the exercise notebooks."]
    assert grade.notebook == ""


def test_two_files_for_one_notebook_have_headings_of_their_own():
    grades = [
        Grade("ada", "ada/a.ipynb", "ex_03", also=["ada/b.ipynb"]),
        Grade("ada", "ada/b.ipynb", "ex_03", also=["ada/a.ipynb"]),
    ]
    text = page("ada", grades)
    assert "<h2>ex_03 (ada/a.ipynb)</h2>" in text
    assert "<h2>ex_03 (ada/b.ipynb)</h2>" in text
    assert table(grades)["notes"].tolist() == [
        "Handed in more than once: see also ada/b.ipynb.",
        "Handed in more than once: see also ada/a.ipynb.",
    ]


def test_half_an_emoji_does_not_stop_the_grading():
    # Python writes a lone surrogate to JSON, and no file can be written with it.
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("x = '\\ud83d'"), nbformat.v4.new_code_cell("y = 1")]
    )
    notebook.cells[1].source = "y = '\ud83d'"
    parsed = parse(json.dumps(notebook).encode())
    assert [cell.source for cell in parsed.cells] == ["x = '\\ud83d'", "y = '\ufffd'"]
    nbformat.writes(parsed).encode()
