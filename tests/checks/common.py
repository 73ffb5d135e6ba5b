"""What the tests of all checks share."""

import pytest

from helpers.checks import verdict


def wrong_answers(cases):
    """Parametrise a test over (exercise, answer or tuple of answers, part of the message)."""
    ids = [f"{name}-{message[:30]}" for name, _, message in cases]
    return pytest.mark.parametrize(("exercise", "answer", "message"), cases, ids=ids)


def assert_wrong(exercise, answer, message):
    """The check refuses the answer, and says why."""
    result = verdict(exercise, *(answer if isinstance(answer, Several) else [answer]))
    assert not result.passed
    assert message in result.message


def assert_right(exercise, *answer):
    """The check accepts the answer."""
    result = verdict(exercise, *answer)
    assert result.passed, result.message


class Several(tuple):
    """Several answers handed to one check: ``Several([first, second])``."""
