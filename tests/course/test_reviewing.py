"""`make review` in a terminal and without one."""

import datetime
import sys

import pytest

from helpers.checks import progress
from helpers.checks.quizzes import LETTERS, load
from helpers.course import reviewing
from helpers.course.cli import main

TODAY = datetime.date(2026, 9, 7)
FIRST, SECOND = load("05").questions[:2]


@pytest.fixture
def record(monkeypatch, tmp_path):
    """Two wrong answers of an earlier day."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    earlier = TODAY - datetime.timedelta(days=3)
    answers = {one.id: (letter(one, right=False), one is SECOND) for one in (FIRST, SECOND)}
    progress.record_answers(answers, earlier)


def letter(question, *, right):
    """Return the letter of a choice that is right, or wrong."""
    return LETTERS[[choice.right for choice in question.choices].index(right)]


def typing(*lines):
    """Return what stands in for a keyboard: the lines, then the end of the input."""
    left = list(lines)

    def read(prompt):
        if not left:
            raise EOFError
        return left.pop(0)

    return read


def test_without_a_terminal_the_questions_are_printed_sure_errors_first(record, capsys):
    assert main(["review"]) == 0
    out = capsys.readouterr().out
    assert out.index(SECOND.ask) < out.index(FIRST.ask)
    assert "make review ARGS=--replies" in out
    assert FIRST.choices[0].reply not in out


def test_replies_are_printed_if_wanted(record, capsys):
    main(["review", "--replies"])
    out = capsys.readouterr().out
    assert all(choice.reply in out for choice in FIRST.choices)


def test_in_a_terminal_each_answer_gets_its_reply_and_is_recorded(record, capsys):
    right = letter(SECOND, right=True)
    wrong = letter(FIRST, right=False)
    reviewing.ask_each([SECOND, FIRST], typing("", "never reached"), TODAY)
    assert "✓" not in capsys.readouterr().out
    reviewing.ask_each([SECOND, FIRST], typing("z", "-", f"{right}!", wrong), TODAY)
    out = capsys.readouterr().out
    assert out.count("One of the letters a, b, c, please.") == 2
    assert f"✓ {SECOND.choice(right).reply}" in out
    assert f"✗ {FIRST.choice(wrong).reply}\nLesson 05 explains it under “{FIRST.why}”." in out
    kept = progress.load_answers()
    assert kept[SECOND.id] == progress.Answer(right, True, TODAY.isoformat())
    assert kept[FIRST.id].day == TODAY.isoformat()


def test_the_end_of_the_input_ends_the_review(record, capsys):
    reviewing.ask_each([FIRST, SECOND], typing(letter(FIRST, right=True)), TODAY)
    assert progress.load_answers()[SECOND.id].day != TODAY.isoformat()


def test_a_terminal_is_asked(record, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(reviewing, "ask_each", lambda due, *_: asked.extend(due))
    main(["review"])
    assert [one.id for one in asked] == [SECOND.id, FIRST.id]
    main(["review", "--list"])
    assert FIRST.ask in capsys.readouterr().out


def test_more_than_a_handful_is_left_for_later(record, monkeypatch, capsys):
    monkeypatch.setattr(reviewing, "AT_A_TIME", 1)
    main(["review", "--list"])
    out = capsys.readouterr().out
    assert FIRST.ask not in out
    assert "1 more questions are due" in out


def test_where_nothing_is_due_the_review_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    main(["review"])
    assert "No quiz has been answered yet" in capsys.readouterr().out
    progress.record_answers({FIRST.id: (letter(FIRST, right=True), True)}, datetime.date.today())
    main(["review"])
    assert "Nothing to review today." in capsys.readouterr().out


def test_progress_shows_the_quizzes(record, capsys):
    main(["progress"])
    assert "05-quiz  1 ✗  2 ✗!  3 ·  4 ·" in capsys.readouterr().out
