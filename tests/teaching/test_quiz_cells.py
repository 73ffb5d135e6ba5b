"""Lessons and quizzes stand in step, and writing quizzes changes nothing else in a lesson."""

import dataclasses
import re
from html.parser import HTMLParser

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.checks import check
from helpers.checks.quizzes import LETTERS, Choice, Question, Quiz, lessons, load
from helpers.course import teacher_commands
from helpers.course.cli import main
from helpers.errors import CourseError
from helpers.notebook_tools.files import find_lessons, normalise, read
from helpers.paths import NOTEBOOKS
from helpers.teaching import quiz_cells
from helpers.teaching.quiz_cells import (
    ID,
    PAGE,
    choices_as_details,
    problems,
    teachers_page,
    update_lessons,
    with_quiz,
)

PATHS = {path.name[:2]: path for path in find_lessons(NOTEBOOKS)}
RIGHT, WRONG = Choice("Yes", True, None, "Because."), Choice("No", False, "tools-guess", "Why not.")


def question(*choices, **fields):
    """Return a question that keeps to every rule, but for what is given."""
    choices = choices or (WRONG, RIGHT, dataclasses.replace(WRONG, text="Never"))
    return Question(
        **{"id": "05-q1", "ask": "Is it?", "why": "A", "vote": True} | fields, choices=choices
    )


def quiz(*questions, again=()):
    """Return a quiz of lesson 05."""
    return Quiz("05", questions or (question(),), tuple(again))


def lesson():
    """Return a small lesson."""
    cells = [
        new_markdown_cell("# Title", id="title"),
        new_code_cell(
            "1 + 1", id="sum", execution_count=1, outputs=[new_output("stream", text="2")]
        ),
        new_markdown_cell("The sum.\n\n## Key points\n\n- One.\n\nNext: 06.", id="last"),
    ]
    return normalise(new_notebook(cells=cells))


@pytest.mark.parametrize("number", sorted(PATHS))
def test_lessons_and_quizzes_are_in_step(number):
    stored = read(PATHS[number])
    assert with_quiz(stored, load(number)) == stored, "run `make quizzes`"


def test_every_lesson_has_a_quiz_of_four():
    assert lessons() == sorted(PATHS)
    for number in lessons():
        assert len(load(number).questions) == (2 if number == "13" else 4)


@pytest.mark.parametrize("number", lessons())
def test_quizzes_keep_to_the_rules(number):
    assert problems(load(number)) == []


def test_the_teachers_page_is_in_step():
    assert PAGE.read_text(encoding="utf-8") == teachers_page(), "run `make quizzes`"


def test_the_stored_output_is_what_the_cell_prints(capsys):
    for number in lessons():
        cell = next(one for one in read(PATHS[number]).cells if one.id == f"quiz-{number}-check")
        check(f"{number}-quiz", "")
        assert cell.outputs[0].data["text/plain"] == capsys.readouterr().out.rstrip("\n")


def test_the_cells_stand_before_the_end_and_nothing_else_changes():
    before, quiz_of_one = lesson(), quiz(again=["04-q1", "02-q1"])
    after = with_quiz(before, quiz_of_one)
    assert [cell.id for cell in after.cells] == [
        "title",
        "quiz-05-before-1",
        "quiz-05-before-2",
        "sum",
        "last",
        "quiz-05-1",
        "quiz-05-check",
        "last-end",
    ]
    assert after.cells[3] == before.cells[1]
    assert after.cells[4].source == "The sum."
    assert after.cells[-1].source == "## Key points\n\n- One.\n\nNext: 06."
    assert after.cells[6].execution_count == 2
    assert with_quiz(after, quiz_of_one) == after
    assert [cell.id for cell in before.cells] == ["title", "sum", "last"], "a copy is changed"


def test_a_question_that_is_taken_out_leaves_the_lesson():
    two = with_quiz(lesson(), quiz(question(), question(id="05-q2", vote=False)))
    one = with_quiz(two, quiz())
    assert [cell.id for cell in one.cells if ID.fullmatch(cell.id)] == [
        "quiz-05-1",
        "quiz-05-check",
    ]


def test_code_below_the_end_is_numbered_anew():
    notebook = lesson()
    notebook.cells.append(new_code_cell("x", id="x", execution_count=2))
    counts = [cell.get("execution_count") for cell in with_quiz(notebook, quiz()).cells]
    assert [count for count in counts if count] == [1, 2, 3]


def test_a_lesson_without_an_end_is_refused():
    notebook = lesson()
    notebook.cells = notebook.cells[:1]
    with pytest.raises(CourseError, match="no heading '## Key points'"):
        with_quiz(notebook, quiz())


class Elements(HTMLParser):
    """Collects the tags of a text."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))


@pytest.mark.parametrize("number", lessons())
def test_only_details_are_used_which_no_front_end_removes(number):
    for cell in read(PATHS[number]).cells:
        if ID.fullmatch(cell.id) and cell.cell_type == "markdown":
            found = Elements(re.sub(r"`[^`]*`", "", cell.source)).tags
            assert {tag for tag, _ in found} <= {"details", "summary", "code", "em"}
            assert not [attributes for _, attributes in found if attributes]
            assert cell.source.count("<details>") == cell.source.count("</details>")


def test_markdown_and_signs_in_a_choice_are_shown_as_on_the_page():
    text = choices_as_details(
        question(Choice("`a < b` & *c* (2 * d)", True, None, "Since `a < b`."), WRONG)
    )
    assert "<summary>a) <code>a &lt; b</code> &amp; <em>c</em> (2 * d)</summary>" in text
    assert "\n\n✓ Since `a < b`.\n\n" in text
    assert "\n\n✗ Why not.\n\n" in text


@pytest.mark.parametrize(
    ("wrong_quiz", "message"),
    [
        (quiz(question(RIGHT, WRONG)), "three or four choices"),
        (quiz(question(RIGHT, RIGHT, WRONG)), "exactly one right choice"),
        (quiz(question(WRONG, WRONG, WRONG)), "exactly one right choice"),
        (quiz(question(RIGHT, WRONG, WRONG)), "two choices are the same"),
        (quiz(question(dataclasses.replace(RIGHT, idea="tools-guess"))), "never both"),
        (quiz(question(dataclasses.replace(WRONG, idea=None))), "never both"),
        (quiz(question(dataclasses.replace(WRONG, idea="x"))), "'x' of choice a is not in"),
        (quiz(question(dataclasses.replace(RIGHT, reply="so " * 36))), "36 words"),
        (quiz(question(dataclasses.replace(RIGHT, reply=""))), "0 words"),
        (quiz(question(dataclasses.replace(RIGHT, text="All of the above"))), "points at other"),
        (quiz(question(id="05-q2")), "not 05-q1"),
        (quiz(question(vote=False)), "one question should have the entry vote"),
        (quiz(again=["05-q1"]), "which no earlier lesson has"),
        (quiz(again=["04-q9"]), "which no earlier lesson has"),
    ],
)
def test_a_broken_rule_is_named(wrong_quiz, message):
    assert any(message in problem for problem in problems(wrong_quiz))


def test_a_good_quiz_has_no_problems():
    assert problems(quiz()) == []


def test_nothing_is_written_while_a_question_is_wrong(tmp_path, monkeypatch):
    monkeypatch.setattr(quiz_cells, "lessons", lambda: ["05"])
    monkeypatch.setattr(quiz_cells, "load", lambda _: quiz(question(id="x")))
    with pytest.raises(CourseError, match="The id of question 1 is x"):
        update_lessons(tmp_path, tmp_path / "page.md")
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_changed(monkeypatch, capsys):
    monkeypatch.setattr(teacher_commands, "update_lessons", list)
    monkeypatch.setattr(teacher_commands, "update_pages", list)
    assert main(["quizzes"]) == 0
    assert "up to date" in capsys.readouterr().out
    monkeypatch.setattr(teacher_commands, "update_lessons", lambda: [PAGE])
    main(["quizzes"])
    assert "quizzes.md" in capsys.readouterr().out


def test_each_choice_of_the_vote_stands_on_the_teachers_page():
    page = PAGE.read_text(encoding="utf-8")
    for number in lessons():
        [vote] = [one for one in load(number).questions if one.vote]
        for letter, choice in zip(LETTERS, vote.choices, strict=False):
            assert f"| {letter}) {choice.text} |" in page
