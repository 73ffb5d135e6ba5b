"""Lines to put in order: how an answer such as ``check("03-order", "c a e b")`` is read and judged.

``lines/NN.json`` holds the task of a lesson. No order is the one right order: a line says which
lines have to stand above it, and every order that keeps to this is right. Nothing here is graded.
"""

import ast
import builtins
import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.checks.quizzes import Unclear, typed

FOLDER = Path(__file__).with_name("lines")
NAME = re.compile(r"(\d\d)-order")
NOISE = re.compile(r"[\s,;.:()\[\]'\"<>-]|\d+")


@dataclass(frozen=True)
class Line:
    """A line that is needed.

    Attributes
    ----------
    letter, code : str
    does : str
        Completes "No line of yours ...".
    after : str
        Letters of the lines that have to stand above it.
    """

    letter: str
    code: str
    does: str
    after: str = ""


@dataclass(frozen=True)
class Trap:
    """A line that is not needed, and the reply to those who take it."""

    letter: str
    code: str
    reply: str
    idea: str


@dataclass(frozen=True)
class TooEarly:
    """The reply if one line stands above another that has to come first."""

    line: str
    before: str
    reply: str
    idea: str


@dataclass(frozen=True)
class Order:
    """A task: lines to put in order.

    Attributes
    ----------
    lesson, title, ask : str
    given : tuple of str
        Names that the lines may use.
    lines : tuple of Line or Trap
        As they are shown.
    early : tuple of TooEarly
        The most telling first.
    right : str
        What is said of a right order.
    """

    lesson: str
    title: str
    ask: str
    given: tuple[str, ...]
    lines: tuple[Line | Trap, ...]
    early: tuple[TooEarly, ...]
    right: str

    @property
    def needed(self) -> dict[str, Line]:
        """The lines that are needed, by letter."""
        return {line.letter: line for line in self.lines if isinstance(line, Line)}

    @property
    def traps(self) -> dict[str, Trap]:
        """The lines that are not needed, by letter."""
        return {line.letter: line for line in self.lines if isinstance(line, Trap)}


@dataclass(frozen=True)
class Judged:
    """Whether an order is right, the reply, and the idea behind a wrong one if it is known."""

    right: bool
    reply: str
    idea: str | None = None


def is_order(name: object) -> bool:
    """Tell whether a name is that of a task with lines.

    Examples
    --------
    >>> is_order("03-order"), is_order("03-2")
    (True, False)
    """
    return isinstance(name, str) and NAME.fullmatch(name) is not None


def lessons() -> list[str]:
    """Return the numbers of the lessons that have such a task, in order."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


@functools.cache
def load(lesson: str) -> Order:
    """Return the task of a lesson.

    Raises
    ------
    ValueError
        If it has none.
    """
    path = FOLDER / f"{lesson}.json"
    if not path.exists():
        raise ValueError(f"There is no task {lesson}-order; a name is like '03-order'.")
    content = json.loads(path.read_text(encoding="utf-8"))
    lines = tuple((Trap if "idea" in line else Line)(**line) for line in content["lines"])
    early = tuple(TooEarly(**one) for one in content["early"])
    whole = {"lines": lines, "early": early, "given": tuple(content["given"])}
    return Order(**content | whole, lesson=lesson)


def how_to_answer(order: Order) -> str:
    """Return the sentence that stands below the lines until there is an answer."""
    return (
        "Type the letters of the lines that you need between the quotes, from top to bottom, and "
        f"run the cell again. {len(order.traps)} of the {len(order.lines)} lines are not needed."
    )


def read_letters(order: Order, text: object) -> str:
    """Return the letters of an answer; case, blanks and commas do not matter.

    Raises
    ------
    Unclear
        If there is no answer yet, or one that cannot be read.
    """
    text = typed(text, "answer", how_to_answer(order))
    letters = NOISE.sub("", text.lower())
    known = [line.letter for line in order.lines]
    strange = [letter for letter in letters if letter not in known]
    if strange or not letters:
        raise Unclear(f"{text[:40]!r} is not a row of the letters {', '.join(known)}.")
    twice = [letter for letter in known if letters.count(letter) > 1]
    if twice:
        raise Unclear(f"Line {twice[0]} stands twice in {text[:40]!r}. Each line is used once.")
    return letters


def judge(order: Order, letters: str) -> Judged:
    """Judge an order by what has to stand above what; the first mistake gets its reply."""
    for letter in letters:
        if letter in order.traps:
            trap = order.traps[letter]
            return Judged(False, f"Line {letter} is not needed. {trap.reply}", trap.idea)
    place = {letter: n for n, letter in enumerate(letters)}
    for early in order.early:
        if place.get(early.line, len(place)) < place.get(early.before, -1):
            return Judged(False, early.reply, early.idea)
    for letter in letters:
        for name in sorted(used(order.needed[letter].code) - known_above(order, letters, letter)):
            return Judged(False, f"Line {letter} uses `{name}`, which no line above it makes.")
    missing = [line.does for letter, line in order.needed.items() if letter not in place]
    if missing:
        return Judged(False, f"Something is missing: no line of yours {missing[0]}.")
    for letter in letters:
        for first in order.needed[letter].after:
            if place[first] > place[letter]:
                return Judged(False, f"Line {letter} stands too high. What does it need first?")
    return Judged(True, order.right)


def known_above(order: Order, letters: str, letter: str) -> set[str]:
    """Return the names that are known where a line stands."""
    above = letters[: letters.index(letter)]
    found = set(order.given)
    for one in above:
        found |= _names(order.needed[one].code, ast.Store)
    return found


def used(code: str) -> set[str]:
    """Return the names that a line uses and does not make itself.

    Examples
    --------
    >>> sorted(used("X = scaler.transform(X)")), used("f = max([1], key=lambda t: t)")
    (['X', 'scaler'], set())
    """
    own = {node.arg for node in ast.walk(ast.parse(code)) if isinstance(node, ast.arg)}
    return _names(code, ast.Load) - own - set(dir(builtins))


def _names(code: str, context: type[ast.expr_context]) -> set[str]:
    names = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name))
    return {node.id for node in names if isinstance(node.ctx, context)}


def right_orders(order: Order) -> Iterator[str]:
    """Yield every right order.

    Examples
    --------
    >>> first, second = Line("b", "x = 1", "makes x"), Line("a", "y = 2", "makes y", after="b")
    >>> list(right_orders(Order("99", "", "", (), (first, second), (), "")))
    ['ba']
    """

    def going_on(begun: str) -> Iterator[str]:
        left = [one for one in order.needed.values() if one.letter not in begun]
        if not left:
            yield begun
        for line in left:
            if set(line.after) <= set(begun):
                yield from going_on(begun + line.letter)

    return going_on("")


def order_report(kept: dict[str, dict]) -> str:
    """Return which tasks are solved, in one line; ``""`` if none was tried.

    Parameters
    ----------
    kept : dict of str to dict
        As `helpers.checks.progress.load` returns them.

    Examples
    --------
    >>> order_report({"03-order": {"tries": 2, "passed": True}})[:27]
    'Lines in order: 02 ·  03 ✓ '
    >>> order_report({"03-2": {"tries": 1, "passed": True}})
    ''
    """
    if not any(map(is_order, kept)):
        return ""
    passed = {name for name, entry in kept.items() if entry["passed"]}
    marks = (f"{n} {'✓' if f'{n}-order' in passed else '·'}" for n in lessons())
    return f"Lines in order: {'  '.join(marks)}"
