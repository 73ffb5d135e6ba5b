"""The quizzes keep to their rules, and whatever is typed as an answer gets a reply that helps."""

import datetime
import os

import pytest

from helpers.checks import check, ideas, progress
from helpers.checks.core import CheckFailed
from helpers.checks.quizzes import LETTERS, Unclear, find, lessons, load, read_answers
from helpers.checks.review import as_text, quiz_report, to_review
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import NOTEBOOKS

QUESTIONS = [question for lesson in lessons() for question in load(lesson).questions]
IDS = [question.id for question in QUESTIONS]
MONDAY = datetime.date(2026, 9, 7)


@pytest.fixture
def record(monkeypatch, tmp_path):
    """Return the file that keeps the progress of one test."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    return path


def right(question):
    """Return the letter of the right choice."""
    return LETTERS[[choice.right for choice in question.choices].index(True)]


def wrong(question):
    """Return the letter of a wrong choice."""
    return LETTERS[[choice.right for choice in question.choices].index(False)]


def test_every_idea_is_used_and_is_a_sentence():
    used = {choice.idea for question in QUESTIONS for choice in question.choices}
    assert used - {None} == set(ideas.IDEAS)
    for sentence in ideas.IDEAS.values():
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_the_right_choice_is_neither_the_longest_nor_in_one_place():
    longest = [
        max(question.choices, key=lambda choice: len(choice.text)).right for question in QUESTIONS
    ]
    assert sum(longest) <= len(QUESTIONS) / 3
    for letter in "abc":
        share = [right(question) for question in QUESTIONS].count(letter) / len(QUESTIONS)
        assert 0.2 < share < 0.5, letter


def test_no_question_is_asked_twice_at_the_start_of_lessons():
    again = [name for lesson in lessons() for name in load(lesson).again]
    assert len(again) == len(set(again))
    for path in find_lessons(NOTEBOOKS)[1:]:
        lesson = path.name[:2]
        if lesson in lessons():
            asked = {int(lesson) - int(name[:2]) for name in load(lesson).again}
            assert 1 in asked, f"lesson {lesson} asks nothing about the lesson before it"


@pytest.mark.parametrize("question", QUESTIONS, ids=IDS)
def test_the_section_that_explains_the_answer_exists(question):
    [path] = [one for one in find_lessons(NOTEBOOKS) if one.name.startswith(question.lesson)]
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    assert question.why in [line.lstrip("# ") for line in text.splitlines() if line[:1] == "#"]


@pytest.mark.parametrize(
    "text",
    [
        "b! a - c",
        "B! A - C",
        "b!a-c",
        " b !, a, ?, c ",
        "1) b! 2) a 3) - 4) c",
        ["b!", "a", "-", "c"],
    ],
)
def test_answers_are_read_in_every_form(text):
    given = read_answers(load("05"), text)
    assert [(one.question.id, one.letter, one.sure) for one in given] == [
        ("05-q1", "b", True),
        ("05-q2", "a", False),
        ("05-q4", "c", False),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Type four letters"),
        (None, "Type four letters"),
        (..., "Type four letters"),
        (5, "should be a text in quotes"),
        ("a b", "has 4 questions, and 'a b' answers 2"),
        ("a b c a b", "answers 5"),
        ("a b c z", "Question 4 has the choices a, b, c; you wrote z"),
        ("a! b!! c a", "is not a row of letters"),
        ("a + b", "is not a row of letters"),
    ],
)
def test_what_is_no_answer_is_explained_and_not_recorded(text, message, record, capsys):
    with pytest.raises(Unclear) as unclear:
        read_answers(load("05"), text)
    assert message in str(unclear.value)
    check("05-quiz", text)
    assert message in capsys.readouterr().out
    assert not record.exists()


def test_each_answer_gets_its_reply(record, capsys):
    questions = load("05").questions
    letters = [wrong(questions[0]), right(questions[1]), "-", wrong(questions[3])]
    check("05-quiz", f"{letters[0]}! {letters[1]} - {letters[3]}")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"✗ 05-q1 {letters[0]}!  {questions[0].choice(letters[0]).reply}"
    assert lines[1].startswith("✓ 05-q2")
    assert lines[2].startswith("✗ 05-q4")
    assert lines[3].startswith("1 of 3 right. Where you were sure")
    assert {name: one.sure for name, one in progress.load_answers().items()} == {
        "05-q1": True,
        "05-q2": False,
        "05-q4": False,
    }


def test_answers_may_be_given_one_by_one(record, capsys):
    check("05-quiz", "a", "b!", "-", "a")
    assert "05-q2 b!" in capsys.readouterr().out


def test_a_quiz_is_never_graded(record, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check("05-quiz", "".join(map(wrong, load("05").questions)))
    assert "0 of 4 right" in capsys.readouterr().out
    with pytest.raises(CheckFailed):
        check("05-1", 0)


def test_an_unknown_quiz_is_the_authors_error():
    with pytest.raises(ValueError, match="There is no quiz 99-quiz"):
        check("99-quiz", "a")


def test_answers_and_exercises_share_a_file_and_keep_each_other(record):
    progress.record_answers({"05-q1": ("a", True)}, MONDAY)
    progress.record("05-1", True)
    progress.record_answers({"05-q2": ("b", False)}, MONDAY)
    assert progress.load() == {"05-1": {"tries": 1, "passed": True}}
    assert progress.load_answers() == {
        "05-q1": progress.Answer("a", True, "2026-09-07"),
        "05-q2": progress.Answer("b", False, "2026-09-07"),
    }


def test_the_first_answer_of_a_day_is_kept(record):
    tuesday = MONDAY + datetime.timedelta(days=1)
    for day, letter in [(MONDAY, "a"), (MONDAY, "b"), (tuesday, "c")]:
        progress.record_answers({"05-q1": (letter, True)}, day)
        kept = progress.load_answers()["05-q1"]
        assert kept.choice == ("c" if day == tuesday else "a")


@pytest.mark.parametrize(
    "content",
    [
        '{"quizzes": 5}',
        '{"quizzes": {"05-q1": 5}}',
        '{"quizzes": {"05-q1": {"choice": "ab", "sure": true, "day": "x"}}}',
        '{"quizzes": {"05-q1": {"choice": "a", "sure": 1, "day": "x"}}}',
        "[",
    ],
)
def test_a_damaged_record_counts_as_empty(record, content):
    record.write_text(content)
    assert progress.load_answers() == {}
    progress.record_answers({"05-q1": ("a", False)}, MONDAY)
    assert set(progress.load_answers()) == {"05-q1"}


def test_a_folder_that_cannot_be_written_does_not_stop_the_reply(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "missing" / "progress.json"))
    check("05-quiz", "a a a a")
    out = capsys.readouterr().out
    assert "05-q1 a" in out
    assert "Your answers were not saved: No such file" in out


def test_nothing_is_kept_where_the_record_is_switched_off(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    progress.record_answers({"05-q1": ("a", True)}, MONDAY)
    assert progress.load_answers() == {}
    assert os.environ["COURSE_PROGRESS"] == "off"


def answer(letter, sure, days_ago):
    """Return an answer as it is kept."""
    return progress.Answer(letter, sure, (MONDAY - datetime.timedelta(days_ago)).isoformat())


def test_review_asks_sure_errors_first_then_errors_then_what_is_old():
    one, two, three, four = load("05").questions
    five, six, seven, _ = load("04").questions
    answers = {
        one.id: answer(right(one), True, 9),
        two.id: answer(wrong(two), False, 5),
        three.id: answer(wrong(three), True, 0),
        four.id: answer(right(four), True, 0),  # right today: not asked
        five.id: answer(wrong(five), True, 3),
        six.id: answer(right(six), False, 20),
        seven.id: answer(wrong(seven), False, 7),
        "05-q99": answer("a", True, 1),  # a question that is no longer there
        "04-q4": answer("d", True, 1),  # a choice that is no longer there
    }
    due = [question.id for question in to_review(answers, MONDAY)]
    assert due == [five.id, three.id, seven.id, two.id, six.id, one.id]
    assert to_review({}, MONDAY) == []


def test_a_question_is_printed_without_its_answer_unless_replies_are_wanted():
    question = find("05-q1")
    text, with_replies = as_text(question), as_text(question, replies=True)
    assert all(choice.text in text for choice in question.choices)
    assert not any(choice.reply in text for choice in question.choices)
    assert all(choice.reply in with_replies for choice in question.choices)
    assert text.count("✓") == 0
    assert with_replies.count("✓") == 1


def test_the_report_shows_begun_quizzes_with_a_sign_and_whether_sure():
    one, two = load("05").questions[:2]
    report = quiz_report(
        {one.id: answer(right(one), False, 1), two.id: answer(wrong(two), True, 1)}
    )
    assert report.splitlines() == [
        "05-quiz  1 ✓  2 ✗!  3 ·  4 ·",
        f"Quiz questions answered right: 1 of {len(QUESTIONS)}",
    ]
