"""Which questions of the quizzes to ask again, and how a learner stands in them."""

import datetime

from helpers.checks.progress import Answer
from helpers.checks.quizzes import LETTERS, Question, find, lessons, load


def to_review(answers: dict[str, Answer], today: datetime.date) -> list[Question]:
    """Return the answered questions in the order in which to ask them again.

    First what was wrong although the learner was sure: such errors are corrected best, and come
    back if nobody asks. Then what was wrong, then what was right on an earlier day. In each group
    the oldest answer comes first.

    Parameters
    ----------
    answers : dict of str to Answer
        By question, as `helpers.checks.progress.load_answers` returns them.
    today : date
        What was right today is not asked.
    """
    due = []
    for name, answer in answers.items():
        question = find(name)
        if question is None or answer.choice not in LETTERS[: len(question.choices)]:
            continue  # the course has changed since
        right = question.choice(answer.choice).right
        if right and answer.day >= today.isoformat():
            continue
        due.append((right, not answer.sure and not right, answer.day, name, question))
    return [question for *_, question in sorted(due, key=lambda one: one[:4])]


def as_text(question: Question, *, replies: bool = False) -> str:
    """Return a question with its choices as plain text, the replies below them if wanted."""
    lines = [f"{question.id}  {question.ask}"]
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        lines.append(f"  {letter}) {choice.text}")
        if replies:
            lines.append(f"     {'✓' if choice.right else '✗'} {choice.reply}")
    if replies:
        lines.append(f"  Lesson {question.lesson}, section “{question.why}”")
    return "\n".join(lines)


def quiz_report(answers: dict[str, Answer]) -> str:
    """Return how a learner stands: a line for each quiz that was begun.

    Examples
    --------
    >>> day = "2026-11-29"
    >>> right = "abcd"[[choice.right for choice in find("05-q1").choices].index(True)]
    >>> print(quiz_report({"05-q1": Answer(right, False, day)}).splitlines()[0])
    05-quiz  1 ✓  2 ·  3 ·  4 ·
    >>> print(quiz_report({}))
    Quizzes: none answered yet
    """
    lines, n_right, n_asked = [], 0, 0
    for lesson in lessons():
        marks = []
        for n, question in enumerate(load(lesson).questions, 1):
            answer = answers.get(question.id)
            if answer is None or answer.choice not in LETTERS[: len(question.choices)]:
                marks.append(f"{n} ·")
                continue
            right = question.choice(answer.choice).right
            n_right += right
            marks.append(f"{n} {'✓' if right else '✗'}{'!' if answer.sure else ''}")
        n_asked += len(marks)
        if any("·" not in mark for mark in marks):
            lines.append(f"{lesson}-quiz  {'  '.join(marks)}")
    if not lines:
        return "Quizzes: none answered yet"
    return "\n".join([*lines, f"Quiz questions answered right: {n_right} of {n_asked}"])
