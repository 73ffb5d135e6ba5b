"""Run a checker on a learner's answer, whatever the answer is, and show the verdict.

A checker is a function in ``helpers/checks/lesson_NN.py``, registered with `exercise`. It raises
`Wrong` with the misconception that it recognised, or returns the message for a right answer. It
may raise anything else and may take for ever: `verdict` turns both into a message.
"""

import contextlib
import ctypes
import dis
import html
import importlib
import inspect
import io
import os
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from IPython import get_ipython
from IPython.display import display

from helpers.checks import progress

TICK, CROSS = "✓", "✗"
ID = re.compile(r"(\d\d)-(\d+)")
GREEN, RED = "#009E73", "#D55E00"  # Okabe-Ito, for lines and areas: too pale for text


class Wrong(Exception):  # noqa: N818 - an answer is wrong, the program is not
    """The answer is wrong; the message is for the learner."""


class CheckFailed(AssertionError):  # noqa: N818 - what learners read in nbgrader's feedback
    """Raised by `check` under nbgrader, which counts a cell that raises as failed."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class TimeUp(BaseException):
    """Raised inside a checker that takes too long."""


@dataclass(frozen=True)
class Checker:
    """A registered checker: its exercise, what it expects (in words), and its time limit."""

    exercise: str
    expects: str
    function: Callable[..., str]
    seconds: float


@dataclass(frozen=True)
class Verdict:
    """What `check` found; `message` may hold code in backticks and words between asterisks."""

    exercise: str
    passed: bool
    message: str

    def __str__(self) -> str:
        return f"{TICK if self.passed else CROSS} {self.exercise}  {self.message}"

    def as_html(self) -> str:
        """Return the verdict as one HTML block."""
        sign, colour = (TICK, GREEN) if self.passed else (CROSS, RED)
        message = re.sub(
            r"`([^`]+)`|\*([^\s*`][^*`]*)\*",
            lambda found: f"<code>{found[1]}</code>" if found[1] else f"<em>{found[2]}</em>",
            html.escape(self.message),
        )
        return (
            f'<div style="border-left: 4px solid {colour}; padding: 0.3em 0.8em">'
            f"<b>{sign} {self.exercise}</b> {message}</div>"
        )


REGISTRY: dict[str, Checker] = {}


def exercise(name: str, expects: str, *, seconds: float = 20) -> Callable:
    """Register a checker under the exercise's name.

    Parameters
    ----------
    name : str
        Lesson and number, such as ``"03-2"``.
    expects : str
        What the learner hands in, for the message if it is something else altogether: "two
        numbers, the precision and the recall".
    seconds : float, default=20
        The longest that the check may take.

    Examples
    --------
    >>> @exercise("98-1", "a number")
    ... def double(answer):
    ...     if answer != 4:
    ...         raise Wrong("That is not 2 + 2.")
    ...     return "Two and two are four."
    >>> str(verdict("98-1", 4)), verdict("98-1", 5).passed
    ('✓ 98-1  Two and two are four.', False)
    """

    def register(function: Callable[..., str]) -> Callable[..., str]:
        REGISTRY[name] = Checker(name, expects, function, seconds)
        return function

    return register


def find(name: str) -> Checker:
    """Return the checker of an exercise.

    Raises
    ------
    ValueError
        If there is no such exercise.
    """
    match = ID.fullmatch(name) if isinstance(name, str) else None
    if match and name not in REGISTRY:
        module = f"helpers.checks.lesson_{match[1]}"
        try:
            importlib.import_module(module)
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
    if name not in REGISTRY:
        raise ValueError(f"There is no exercise {name!r}; a name is like '03-2'.")
    return REGISTRY[name]


def verdict(name: str, *answers: object) -> Verdict:
    """Check answers and return the verdict; it shows and records nothing.

    Parameters
    ----------
    name : str
        The exercise, such as ``"03-2"``.
    *answers : object
        Anything at all.

    Raises
    ------
    ValueError
        If there is no such exercise.
    """
    return judge(name, answers, _limited)


def judge(name: str, answers: Sequence[object], run: Callable[[Checker, tuple], str]) -> Verdict:
    """Check answers as `verdict` does, with a runner of one's own.

    Parameters
    ----------
    name : str
        The exercise.
    answers : sequence of object
    run : callable
        Called with the checker and the answers; returns what the checker's function returns, or
        raises what it raises, or `TimeUp` when it has run for too long.

    Raises
    ------
    ValueError
        If there is no such exercise.
    """
    checker = find(name)
    if any(answer is Ellipsis for answer in answers):
        blank = "is still blank" if len(answers) == 1 else "has a blank left"
        message = f"The answer {blank}. Put {checker.expects} in place of the dots."
        return Verdict(name, False, message)
    try:
        return Verdict(name, True, run(checker, tuple(answers)))
    except Wrong as wrong:
        return Verdict(name, False, data_of_the_notebook(answers) or str(wrong))
    except TimeUp:
        message = (
            f"The check gave up after {checker.seconds:g} seconds. Does a loop in your code never "
            "end, or does it work through far more rows than it needs?"
        )
    except (Exception, SystemExit) as error:
        message = (
            f"The check could not use this answer ({type(error).__name__}: {in_short(error)}). "
            f"It expects {checker.expects}."
        )
    return Verdict(name, False, message)


def data_of_the_notebook(answers: tuple) -> str:
    """Return a message if an answer is a function that uses a table or array from outside.

    Examples
    --------
    >>> y = np.array([0, 1])
    >>> data_of_the_notebook((lambda X: y.mean(),))
    'Your function uses `y` of the notebook. It should use its arguments only.'
    >>> data_of_the_notebook((lambda y: y.mean(), 3))
    ''
    """
    codes = [(one.__code__, one.__globals__) for one in answers if inspect.isfunction(one)]
    for code, known in codes:
        codes += [(part, known) for part in code.co_consts if inspect.iscode(part)]
        for step in dis.get_instructions(code):
            outside = step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
            if outside and isinstance(
                known.get(step.argval), np.ndarray | pd.DataFrame | pd.Series
            ):
                used = f"`{step.argval}` of the notebook"
                return f"Your function uses {used}. It should use its arguments only."
    return ""


def in_short(error: BaseException) -> str:
    """Return an error's text on one line; of a long text the two ends, for causes stand last.

    Examples
    --------
    >>> in_short(ValueError("All fits failed. " + "Details. " * 99 + "Cause: no sampler"))[-26:]
    'Details. Cause: no sampler'
    """
    text = " ".join(str(error).split())
    return text if len(text) <= 200 else f"{text[:60]} … {text[-140:]}"


def _limited(checker: Checker, answers: tuple) -> str:
    """Run a checker in a thread, so that it can be left behind; what it prints is dropped.

    Threads and asynchronous exceptions work on every system; alarm signals do not.
    """
    outcome = []

    def work() -> None:
        try:
            outcome.append((checker.function(*answers), None))
        except BaseException as error:  # handed on below, in the caller's thread
            outcome.append((None, error))

    thread = threading.Thread(target=work, daemon=True, name=f"check {checker.exercise}")
    with contextlib.redirect_stdout(_Nowhere()):
        thread.start()
        try:
            thread.join(checker.seconds)
        finally:
            _stop(thread)
    if not outcome:
        raise TimeUp
    message, error = outcome[0]
    if error is not None:
        raise error
    return message


def _stop(thread: threading.Thread) -> None:
    """End a thread, even one that catches every exception; give up after two seconds."""
    patience = time.monotonic() + 2
    while thread.is_alive() and time.monotonic() < patience:
        ident = ctypes.c_ulong(thread.ident)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, ctypes.py_object(TimeUp))
        thread.join(0.05)


class _Nowhere(io.TextIOBase):
    """Takes any amount of text and keeps none."""

    def write(self, text: str) -> int:
        return len(text)


def check(name: str, *answers: object) -> None:
    """Check an answer to an exercise, show the verdict and record it.

    Parameters
    ----------
    name : str
        The exercise, such as ``"03-2"``.
    *answers : object
        What the exercise asks for. Lists, arrays and Series are all fine; so is rounding.

    Raises
    ------
    ValueError
        If there is no such exercise.
    CheckFailed
        If the answer is wrong and nbgrader runs the notebook.
    """
    result = verdict(name, *answers)
    shown = result
    try:
        progress.record(name, result.passed)
    except OSError as error:
        note = f" (Your progress was not saved: {error.strerror or error}.)"
        shown = Verdict(name, result.passed, result.message + note)
    if os.environ.get("NBGRADER_EXECUTION") and not result.passed:
        raise CheckFailed(str(shown))
    if get_ipython() is None:
        print(shown)
        return
    forms = {"text/plain": str(shown), "text/html": shown.as_html()}
    display(forms, raw=True)
