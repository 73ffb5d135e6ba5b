"""Plausible wrong answers to every exercise get the name of the idea that led to them."""

import functools
import importlib
import re

import pytest

from helpers.checks.core import judge

from .test_all import EXERCISES

NAMES = [name for _, name in EXERCISES]
LESSONS = sorted({name[:2] for name in NAMES})
LONGEST = 60  # words of a message, with what it quotes

pytestmark = pytest.mark.slow


@functools.cache
def wrong_answers(lesson):
    """Return idea, part of the message and answer of each wrong answer, by exercise.

    The part is ``None`` where the check cannot tell the idea from the answer. An answer that is a
    tuple holds what several arguments of the check get.
    """
    wrong = importlib.import_module(f".misconceptions.lesson_{lesson}", __package__).WRONG
    return {name: list(cases() if callable(cases) else cases) for name, cases in wrong.items()}


def without_limit(checker, answers):
    """Run a checker here and now: a busy computer is no misconception."""
    return checker.function(*answers)


@pytest.mark.parametrize("name", NAMES)
def test_wrong_answers_get_the_name_of_their_idea(name):
    cases = wrong_answers(name[:2])[name]
    assert len(cases) >= 8
    assert len({idea for idea, *_ in cases}) == len(cases)
    faults = []
    for idea, part, answer in cases:
        result = judge(name, answer if isinstance(answer, tuple) else (answer,), without_limit)
        if result.passed or (part or "") not in result.message:
            faults.append(f"{idea}: {result}")
        assert len(result.message.split()) <= LONGEST, result.message
        assert "*" not in re.sub("<code>.*?</code>", "", result.as_html())
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("lesson", LESSONS)
def test_at_least_nine_in_ten_ideas_are_named(lesson):
    parts = [part for cases in wrong_answers(lesson).values() for _, part, _ in cases]
    assert sum(part is not None for part in parts) >= 0.9 * len(parts)
