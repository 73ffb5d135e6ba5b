"""``check``: an answer to an exercise, a quiz or lines in order, its verdict, and its record."""

import datetime
import html

from IPython import get_ipython
from IPython.display import display

from helpers.checks import core, orders, progress, quizzes
from helpers.checks.core import Verdict


def check(name: str, *answers: object) -> None:
    """Check an answer to an exercise, a quiz or lines in order, show the verdict, record it.

    Parameters
    ----------
    name : str
        The exercise, such as ``"03-2"``, the quiz, such as ``"03-quiz"``, or the task with lines
        to put in order, such as ``"03-order"``.
    *answers : object
        What the exercise asks for. Lists, arrays and Series are all fine; so is rounding. For a
        quiz one text with a letter for each question: ``"b! a - d"``; for lines in order their
        letters: ``"c a e"``.

    Raises
    ------
    ValueError
        If there is no such exercise, quiz or task.
    CheckFailed
        If the answer to an exercise is wrong and nbgrader runs the notebook.
    """
    if quizzes.is_quiz(name):
        _check_quiz(name, answers)
    elif orders.is_order(name):
        _check_order(name, answers)
    else:
        core.check(name, *answers)


def replies(given: list[quizzes.Given]) -> list[Verdict]:
    """Return the reply to each answer, named by its question and choice."""
    return [
        Verdict(
            f"Question {one.question.number}: {one.letter}{'!' if one.sure else ''}",
            one.right,
            one.question.choice(one.letter).reply,
        )
        for one in given
    ]


def _check_quiz(name: str, answers: tuple) -> None:
    quiz = quizzes.load(name[:2])
    try:
        given = quizzes.read_answers(quiz, answers[0] if len(answers) == 1 else answers)
    except quizzes.Unclear as unclear:
        _show([], str(unclear))
        return
    note = quizzes.in_short(given)
    try:
        progress.record_answers(
            {one.question.id: (one.letter, one.sure) for one in given}, datetime.date.today()
        )
    except OSError as error:
        note += f" (Your answers were not saved: {error.strerror or error}.)"
    _show(replies(given), note)


def _check_order(name: str, answers: tuple) -> None:
    order = orders.load(name[:2])
    try:
        letters = orders.read_letters(order, answers[0] if len(answers) == 1 else answers)
    except quizzes.Unclear as unclear:
        _show([], str(unclear))
        return
    judged, note = orders.judge(order, letters), ""
    if judged.right and sum(1 for _ in orders.right_orders(order)) > 1:
        note = "Other orders are right, too: what a line needs has to stand above it, no more."
    try:
        progress.record(name, judged.right)
    except OSError as error:
        note += f" (Your progress was not saved: {error.strerror or error}.)"
    _show([Verdict(name, judged.right, judged.reply)], note.strip())


def _show(verdicts: list[Verdict], note: str) -> None:
    text = "\n".join([*map(str, verdicts), *([note] if note else [])])
    if get_ipython() is None:
        print(text)
        return
    blocks = [one.as_html() for one in verdicts]
    marked = html.escape(note).replace("`make review`", "<code>make review</code>")
    blocks += [f"<p>{marked}</p>"] if note else []
    display({"text/plain": text, "text/html": "".join(blocks)}, raw=True)
