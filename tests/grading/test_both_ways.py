"""Every answer of the checks' tests gets the same verdict in a notebook and across two rooms."""

import shutil

import pytest

from helpers.grading import sandbox
from helpers.grading.limits import Limits
from helpers.grading.process import Process
from helpers.grading.reader import Reader
from helpers.grading.rooms import Checker, ForkServer
from helpers.paths import HELPERS, ROOT

LESSONS = sorted(path.stem for path in (ROOT / "tests" / "checks").glob("test_lesson_*.py"))
LIMITS = Limits(seconds=600, cell_seconds=300)
PATIENCE = 300  # seconds by the clock, on a busy computer

# Whose checks take long: tests/checks/ judges their answers directly, in the same words.
DEAR = ("02-2", "04-1", "07-2", "11-3")

COLLECT = f"""
import importlib, os
from tests.checks import common, test_all
from helpers.checks import core

answers = []

def keep(name, *given, expected=""):
    answers.append((name, given, expected))
    return core.Verdict(name, True, "")

common.verdict = keep
for name in {LESSONS!r}:
    module = importlib.import_module("tests.checks." + name)
    for exercise, answer, message in module.WRONG:
        given = answer if isinstance(answer, common.Several) else [answer]
        keep(exercise, *given, expected=message)
    module.test_other_right_forms_are_accepted()
counts = dict((name, len(given)) for name, given, _ in answers)
for odd in test_all.GARBAGE.values():
    for name, n in counts.items():
        keep(name, *[odd] * n, expected="?")
"""
DIRECTLY = f"""
def run(checker, given):
    return checker.function(*given)

direct = []
for name, given, expected in answers:
    if name in {DEAR!r} and expected != "?":
        direct.append([not expected, expected])
        continue
    found = core.judge(name, given, run)
    direct.append([found.passed, found.message])
"""


def no_calls(*_):
    raise AssertionError("a verdict holds no function")


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory, room):
    """Return exercise and both verdicts of each answer; all answers live in one room."""
    folder = tmp_path_factory.mktemp("both_ways")
    course = sandbox.snapshot(folder / "course", for_checks=True)
    with_checks = sandbox.snapshot(folder / "checks", for_checks=True)
    shutil.copytree(HELPERS / "grading" / "room", course / ".room" / "room")
    shutil.copytree(ROOT / "tests" / "checks", course / "tests" / "checks")
    modules = [f"tests.checks.{name}" for name in (*LESSONS, "test_all")]
    with (folder / "log").open("wb") as log:
        server = ForkServer(course, modules, LIMITS, log, locked=True)
        checker = Checker(with_checks, [], 0, log, locked=True)
        try:
            yield list(judged(server, checker))
        finally:
            checker.close()
            server.close()


def judged(server, checker):
    """Yield what `verdicts` returns."""
    one, other = (Process(server, LIMITS, 600, float("inf")) for _ in range(2))
    for process in (one, other):
        assert process.run(COLLECT) is None
    assert one.run(DIRECTLY) is None
    names, sizes, direct = (
        Reader(no_calls).frame(*one.ask("values", [source]))[1][0]
        for source in ("[a[0] for a in answers]", "[len(a[1]) for a in answers]", "direct")
    )
    one.close()
    for number, (name, size, found) in enumerate(zip(names, sizes, direct, strict=True)):
        values = other.ask("values", [f"answers[{number}][1][{i}]" for i in range(size)])
        across = checker.judge(name, values, other.send, PATIENCE)
        yield name, tuple(found), (across["passed"], across["message"])
    other.close()


def is_same(name, one, other):
    """Tell whether two verdicts agree; of a dear one a part of the message is known."""
    return one == other or (name in DEAR and one[0] == other[0] and one[1] in other[1])


@pytest.mark.slow
def test_the_same_verdict_both_ways(verdicts):
    assert len(verdicts) > 1_500
    assert [one for one in verdicts if not is_same(*one)] == []
