"""Which cells of a returned notebook run: the learner's answers, and checks that are ours."""

import copy

import pytest
from nbformat.v4 import new_code_cell

from helpers.errors import CourseError
from helpers.grading.assembly import DAMAGED, parse, plan, recognise
from tests.grading.classes import BLANK, SOURCE, edited, place, solved, without


def sources(notebook):
    return [step.source for step in plan(notebook, BLANK)[0]]


def ours(name):
    return BLANK.cells[place(BLANK, name)].source


def test_answers_are_the_learners_and_checks_are_ours():
    theirs = edited(BLANK, answer_03_1="mine = 1", check_03_1="mine = 2", given_1="import this")
    steps, notes = plan(theirs, BLANK)
    [check] = [step for step in steps if step.kind == "check" and step.exercise == "03-1"]
    assert check.expressions == ("create_rows",)
    ran = [step.source for step in steps]
    assert "mine = 1" in ran
    assert ran.index("import this") < ran.index(ours("given-1"))
    assert len(notes) == 2


def test_a_missing_cell_is_reported_and_the_check_still_runs():
    steps, notes = plan(without(without(BLANK, "check-03-1"), "answer-03-2"), BLANK)
    assert notes == [
        "The check cell of exercise 03-1 is missing.",
        "The answer cell of exercise 03-2 is missing.",
    ]
    checks = [step.exercise for step in steps if step.kind == "check"]
    assert checks == ["03-1", "03-2", "03-3"]


def test_added_cells_run_where_the_learner_put_them():
    theirs = copy.deepcopy(solved())
    number = place(theirs, "answer-03-1")
    theirs.cells.insert(number, new_code_cell("helper = 1"))
    ran = sources(theirs)
    assert ran.index("helper = 1") + 1 == ran.index(theirs.cells[number + 1].source)


def test_a_copied_answer_cell_does_not_replace_the_first():
    theirs = edited(BLANK, answer_03_2="new_rows = 1")
    extra = copy.deepcopy(theirs.cells[place(theirs, "answer-03-2")])
    extra.source = "new_rows = 2"
    theirs.cells.append(extra)
    ran = sources(theirs)
    assert ran.index("new_rows = 1") < ran.index("new_rows = 2")


def test_an_untouched_blank_is_passed_over_for_an_answer_in_another_cell():
    theirs = copy.deepcopy(BLANK)
    answer = new_code_cell("def create_rows(*_):\n    return 1")
    theirs.cells.insert(place(theirs, "answer-03-1"), answer)
    steps, notes = plan(theirs, BLANK)
    assert ours("answer-03-1") not in [step.source for step in steps]
    assert notes == [
        "The blank of exercise 03-1 is untouched; the answer in another cell counts.",
    ]
    assert ours("answer-03-2") in [step.source for step in steps]


@pytest.mark.parametrize("keep_metadata", [True, False])
def test_ids_that_a_front_end_dropped_do_no_harm(keep_metadata):
    theirs = solved()
    for number, cell in enumerate(theirs.cells):
        cell.id = f"renewed-{number}"
        if not keep_metadata:
            cell.metadata = type(cell.metadata)()
    assert recognise(theirs, {SOURCE.stem: BLANK}) == SOURCE.stem
    steps, notes = plan(theirs, BLANK)
    right = [step.source for step in plan(solved(), BLANK)[0]]
    if keep_metadata:
        assert [step.source for step in steps] == right
        assert notes == []
    else:  # answers have no id, and run as cells that were added, before their checks
        assert [one for one in right if one not in {step.source for step in steps}] == []
        kinds = [step.kind for step in steps if step.exercise == "03-1" and step.kind != "given"]
        assert kinds == ["added", "check"]


def test_text_that_is_no_notebook_says_what_it_is():
    for content in (b"", b"{}", b"[" * 10**6, b'{"cells": [1]}', b"\xff\xfe{"):
        with pytest.raises(CourseError, match="damaged"):
            parse(content)
    with pytest.raises(CourseError, match="unresolved merge conflict"):
        parse(b'{"cells": [\n<<<<<<< HEAD\n]}')
    assert DAMAGED.startswith("The file is damaged")


def test_other_encodings_are_read():
    import nbformat

    text = nbformat.writes(BLANK)
    for coding in ("utf-16", "utf-8-sig"):
        assert len(parse(text.encode(coding)).cells) == len(BLANK.cells)


def test_practice_is_never_marked_whatever_it_holds():
    plain = plan(BLANK, BLANK)
    assert plan(edited(BLANK, practice_1='check("03-order", "f c h")'), BLANK) == plain
    assert plan(edited(BLANK, practice_1="raise SystemExit"), BLANK) == plain
    assert plan(without(BLANK, "practice-1"), BLANK) == plain
    assert not [step for step in plain[0] if "order" in step.source]
