"""The quizzes: their questions, how answers are read, and the reply to each.

``questions/NN.json`` holds the quiz of a lesson. Lessons show it in cells that `helpers.teaching`
renders; learners hand in ``check("05-quiz", "b! a - d")``, where ``!`` says that they are sure.
"""

import functools
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("questions")
NAME = re.compile(r"(\d\d)-quiz")
LETTERS = "abcd"
LEFT_OUT = "-"
ANSWER = re.compile(r"([a-z?_-])(!?)")
NOISE = re.compile(r"[\s,;.:()\[\]'\"]|\d+")  # "1) b!, 2) a" is as good as "b! a"
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


class Unclear(ValueError):  # noqa: N818 - learners read its message, nobody its name
    """An answer to a quiz cannot be read; the message is for the learner."""


@dataclass(frozen=True)
class Choice:
    """What a learner may choose: its text, the idea behind it if it is wrong, and the reply."""

    text: str
    right: bool
    idea: str | None
    reply: str


@dataclass(frozen=True)
class Question:
    """A question with its choices; `why` is the lesson's heading that explains the answer."""

    id: str
    ask: str
    why: str
    choices: tuple[Choice, ...]
    vote: bool = False

    @property
    def lesson(self) -> str:
        """The number of its lesson, such as ``"05"``."""
        return self.id[:2]

    @property
    def number(self) -> int:
        """Its number in the lesson, from 1."""
        return int(self.id.rpartition("q")[2])

    def choice(self, letter: str) -> Choice:
        """Return the choice with this letter."""
        return self.choices[LETTERS.index(letter)]


@dataclass(frozen=True)
class Quiz:
    """The questions of a lesson, and the ids of those that it asks again at its start."""

    lesson: str
    questions: tuple[Question, ...]
    again: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """The answer to one question: a letter, and whether the learner was sure."""

    question: Question
    letter: str
    sure: bool

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.question.choice(self.letter).right

    @property
    def idea(self) -> str | None:
        """The idea behind a wrong answer."""
        return self.question.choice(self.letter).idea


def is_quiz(name: object) -> bool:
    """Tell whether a name is that of a quiz.

    Examples
    --------
    >>> is_quiz("05-quiz"), is_quiz("05-2"), is_quiz(5)
    (True, False, False)
    """
    return isinstance(name, str) and NAME.fullmatch(name) is not None


def lessons() -> list[str]:
    """Return the numbers of the lessons that have a quiz, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


@functools.cache
def load(lesson: str) -> Quiz:
    """Return the quiz of a lesson.

    Raises
    ------
    ValueError
        If it has none.
    """
    path = FOLDER / f"{lesson}.json"
    if not path.exists():
        raise ValueError(f"There is no quiz {lesson}-quiz; a name is like '05-quiz'.")
    content = json.loads(path.read_text(encoding="utf-8"))
    questions = tuple(
        Question(**one | {"choices": tuple(Choice(**choice) for choice in one["choices"])})
        for one in content["questions"]
    )
    return Quiz(lesson, questions, tuple(content["again"]))


def find(question: str) -> Question | None:
    """Return the question with this id, None if there is none (any more).

    Examples
    --------
    >>> find("05-q1").lesson, find("99-q1")
    ('05', None)
    """
    lesson = question[:2]
    known = load(lesson).questions if lesson in lessons() else ()
    return next((one for one in known if one.id == question), None)


def how_to_answer(quiz: Quiz) -> str:
    """Return the sentence that stands below a quiz until it is answered."""
    n = len(quiz.questions)
    return (
        f"Type {NUMBERS[n]} letters between the quotes, one for each question, and run the cell "
        f"again. Put ! after a letter if you are sure, and {LEFT_OUT} for a question that you "
        "leave out."
    )


def typed(text: object, what: str, how: str) -> str:
    """Return what a learner typed, in one text; a list of letters is as good.

    Raises
    ------
    Unclear
        If it is nothing, or no text; the message says `how` to answer.

    Examples
    --------
    >>> typed(["b", "a"], "answers", "Type two letters.")
    'b a'
    """
    if isinstance(text, Iterable) and not isinstance(text, str | bytes):
        text = " ".join(map(str, text))
    if text is None or text is Ellipsis or text == "":
        raise Unclear(how)
    if not isinstance(text, str):
        raise Unclear(f"The {what} should be a text in quotes. {how}")
    return text


def read_answers(quiz: Quiz, text: object) -> list[Given]:
    """Return what a learner answered; case, blanks and commas do not matter.

    Raises
    ------
    Unclear
        If there is no answer yet, or one that cannot be read.

    Examples
    --------
    >>> quiz = load("05")
    >>> [(one.letter, one.sure) for one in read_answers(quiz, " B!, a - c ")]
    [('b', True), ('a', False), ('c', False)]
    """
    text = typed(text, "answers", how_to_answer(quiz))
    plain = NOISE.sub("", text.lower())
    found = ANSWER.findall(plain)
    if "".join(map("".join, found)) != plain:
        raise Unclear(f"{text[:40]!r} is not a row of letters. {how_to_answer(quiz)}")
    if len(found) != len(quiz.questions):
        raise Unclear(
            f"The quiz has {len(quiz.questions)} questions, and {text[:40]!r} answers "
            f"{len(found)}. {how_to_answer(quiz)}"
        )
    given = []
    for n, (question, (letter, mark)) in enumerate(zip(quiz.questions, found, strict=True), 1):
        if letter in "?_-":
            continue
        known = LETTERS[: len(question.choices)]
        if letter not in known:
            raise Unclear(f"Question {n} has the choices {', '.join(known)}; you wrote {letter}.")
        given.append(Given(question, letter, bool(mark)))
    return given


def in_short(given: list[Given]) -> str:
    """Return how many answers are right, and what becomes of the others."""
    wrong = [one for one in given if not one.right]
    text = f"{len(given) - len(wrong)} of {len(given)} right."
    if any(one.sure for one in wrong):
        text += " Where you were sure, compare the reply with your reason."
    if wrong:
        text += " `make review` asks the others again; your first answer of a day is kept."
    return text
