"""Ask questions of the quizzes again, in a terminal."""

import datetime
import sys
from collections.abc import Callable

from helpers.checks import progress
from helpers.checks.quizzes import Question, Quiz, Unclear, read_answers
from helpers.checks.review import as_text, to_review

AT_A_TIME = 10
PROMPT = "Your letter (with ! if you are sure; Enter alone ends): "


def review(*, ask: bool = True, replies: bool = False) -> None:
    """Ask the questions that are due, one by one, and record the answers.

    Where nobody can type, or without `ask`, the questions are printed.

    Parameters
    ----------
    ask : bool, default=True
    replies : bool, default=False
        Print each choice with its reply; without it no answer is shown before a choice is made.
    """
    answers, today = progress.load_answers(), datetime.date.today()
    due = to_review(answers, today)
    if not due:
        print(
            "Nothing to review today."
            if answers
            else "No quiz has been answered yet. Each lesson ends with one."
        )
        return
    some = due[:AT_A_TIME]
    if ask and sys.stdin.isatty():
        ask_each(some, input, today)
    else:
        print("\n\n".join(as_text(question, replies=replies) for question in some))
        if not replies:
            print("\nThe replies: make review ARGS=--replies")
    if len(due) > len(some):
        print(f"{len(due) - len(some)} more questions are due.")


def ask_each(questions: list[Question], read: Callable[[str], str], today: datetime.date) -> None:
    """Print each question, read a letter, print the reply to it and record the answer.

    Parameters
    ----------
    questions : list of Question
    read : callable
        Called with a prompt; returns what was typed.
    today : date
    """
    for question in questions:
        print(f"\n{as_text(question)}")
        given = _answer_to(question, read)
        if given is None:
            return
        choice = question.choice(given.letter)
        print(f"{'✓' if choice.right else '✗'} {choice.reply}")
        if not choice.right:
            print(f"Lesson {question.lesson} explains it under “{question.why}”.")
        progress.record_answers({question.id: (given.letter, given.sure)}, today)


def _answer_to(question: Question, read: Callable[[str], str]):
    """Return the answer, None if the learner ends the review."""
    alone = Quiz(question.lesson, (question,), ())
    while True:
        try:
            typed = read(PROMPT).strip()
        except EOFError:
            return None
        if not typed:
            return None
        try:
            given = read_answers(alone, typed)
        except Unclear:
            given = []
        if given:
            return given[0]
        print(f"One of the letters {', '.join('abcd'[: len(question.choices)])}, please.")
