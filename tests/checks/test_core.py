"""The machinery of the checks: whatever a learner hands in, there is a verdict and it helps."""

import contextlib
import dataclasses
import operator
import threading
import time

import numpy as np
import pandas as pd
import pytest

from helpers.checks import CheckFailed, answers, check, core, progress, verdict
from helpers.checks.core import Wrong


@pytest.fixture
def registered(monkeypatch):
    """Return a function that registers a checker for the length of one test."""
    monkeypatch.setattr(core, "REGISTRY", {})

    def register(function, seconds=20):
        core.exercise("99-1", "a number", seconds=seconds)(function)

    return register


def test_a_right_and_a_wrong_answer(registered):
    def two(answer):
        if answer != 2:
            raise Wrong("Count again.")
        return "Counted well."

    registered(two)
    assert str(verdict("99-1", 2)) == "✓ 99-1  Counted well."
    assert str(verdict("99-1", 3)) == "✗ 99-1  Count again."


def test_a_blank_is_named_as_such(registered):
    registered(lambda answer: "never reached")
    assert "still blank. Put a number in place of the dots" in verdict("99-1", ...).message
    assert "has a blank left" in verdict("99-1", 1, ...).message


@pytest.mark.parametrize("error", [ValueError("odd\nvalue"), SystemExit(1), RecursionError()])
def test_an_unexpected_error_becomes_a_message(registered, error):
    def fails(answer):
        raise error

    registered(fails)
    result = verdict("99-1", 1)
    assert not result.passed
    assert type(error).__name__ in result.message
    assert "It expects a number." in result.message
    assert "\n" not in result.message


def long_error(*_):
    raise ValueError("All fits failed. " + "A detail. " * 99 + "TypeError: no sampler")


def test_a_long_error_keeps_its_cause_which_stands_last(registered):
    registered(long_error)
    with pytest.raises(Wrong) as wrong:
        answers.function(long_error, "`f`")()
    for message in (verdict("99-1", 1).message, str(wrong.value)):
        assert "All fits failed" in message
        assert " … " in message
        assert "TypeError: no sampler" in message
        assert len(message) < 300


def endless(answer):
    while True:
        pass


def endless_and_stubborn(answer):
    while True:
        with contextlib.suppress(Exception):  # the time limit is none
            time.sleep(0.01)


@pytest.mark.parametrize("checker", [endless, endless_and_stubborn])
def test_an_endless_loop_ends_and_leaves_no_thread_behind(registered, checker):
    registered(checker, seconds=0.2)
    before = threading.active_count()
    assert "gave up after 0.2 seconds" in verdict("99-1", 1).message
    assert threading.active_count() == before


def test_what_a_learners_function_prints_is_dropped(registered, capsys):
    def noisy(answer):
        print("x" * 10_000)
        return "Quiet."

    registered(noisy)
    check("99-1", 1)
    assert capsys.readouterr().out == "✓ 99-1  Quiet.\n"


def test_an_unknown_exercise_is_the_authors_error():
    for name in ("98-7", "3-1", None):
        with pytest.raises(ValueError, match="There is no exercise"):
            verdict(name, 1)


def test_an_error_inside_a_checker_module_is_not_taken_for_a_missing_module(monkeypatch):
    def fails(name):
        raise ModuleNotFoundError("No module named 'nothing'", name="nothing")

    monkeypatch.setattr(core.importlib, "import_module", fails)
    with pytest.raises(ModuleNotFoundError, match="nothing"):
        verdict("97-1", 1)


def test_html_shows_code_and_escapes_the_rest():
    shown = core.Verdict("99-1", False, "Use `a < b` & <b>.").as_html()
    assert "<code>a &lt; b</code> &amp; &lt;b&gt;" in shown
    assert "✗ 99-1" in shown


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Divide the *odds*, not `a*b*c`.", "Divide the <em>odds</em>, not <code>a*b*c</code>."),
        ("Two of *all* and of *the others*.", "Two of <em>all</em> and of <em>the others</em>."),
        ("It raised: 2 * x * y `and", "It raised: 2 * x * y `and"),
    ],
)
def test_words_between_asterisks_are_set_off_and_code_is_left_alone(message, shown):
    assert core.Verdict("99-1", False, message).as_html().endswith(f"</b> {shown}</div>")


def test_nbgrader_gets_an_error_to_count(registered, monkeypatch):
    def fails(answer):
        raise Wrong("Count again.")

    registered(fails)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(CheckFailed, match="Count again"):
        check("99-1", 1)


def test_progress_is_recorded_and_a_solved_exercise_stays_solved(registered, monkeypatch, tmp_path):
    def two(answer):
        if answer != 2:
            raise Wrong("Count again.")
        return "Counted well."

    registered(two)
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    for answer in (1, 2, 3):
        check("99-1", answer)
    assert progress.load() == {"99-1": {"tries": 3, "passed": True}}


def test_a_folder_that_cannot_be_written_does_not_stop_the_check(
    registered, monkeypatch, tmp_path, capsys
):
    registered(lambda answer: "Fine.")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "missing" / "progress.json"))
    check("99-1", 1)
    assert "✓ 99-1  Fine. (Your progress was not saved: No such file" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", ["", "{", "[1]", '{"03-1": 5}', '{"03-1": {"tries": "x"}}', "\xff"]
)
def test_a_damaged_progress_file_counts_as_empty(monkeypatch, tmp_path, content):
    path = tmp_path / "progress.json"
    path.write_bytes(content.encode("latin-1"))
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    assert progress.load() == {}
    progress.record("03-1", True)
    assert progress.load() == {"03-1": {"tries": 1, "passed": True}}


def test_a_frozen_verdict_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        core.Verdict("99-1", False, "").passed = True


@pytest.mark.parametrize(
    "answer",
    [[1, 2], (1, 2), {1, 2}, np.array([1, 2]), pd.Series([1, 2]), {"a": 1, "b": 2}, [[1], [2]]],
)
def test_numbers_are_read_in_every_form(answer):
    assert answers.array(answer, "it", shape=(2,)).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("read", "answer", "message"),
    [
        (answers.array, None, "nothing in it yet"),
        (answers.array, "a", "should hold numbers, but it is the text 'a'"),
        (answers.array, np.mean, "is a function: call it"),
        (answers.array, [1, np.nan], "1 missing or infinite"),
        (answers.number, [1, 2], "a single number"),
        (answers.whole, 1.5, "whole number"),
        (lambda answer, what: answers.number(answer, what, low=0), -1, "it is -1, below 0"),
        (lambda answer, what: answers.number(answer, what, low=0, high=9), 10, "outside 0 to 9"),
        (answers.function, 3, "should be a function, but it is 3"),
        (answers.function, dict, "the class dict, not an object made from it"),
    ],
)
def test_what_cannot_be_read_is_explained(read, answer, message):
    with pytest.raises(Wrong, match=message):
        read(answer, "it")


def test_a_percentage_is_recognised():
    with pytest.raises(Wrong, match="Did you give a percentage"):
        answers.number(75, "the recall", low=0, high=1)


def test_shapes_are_compared_in_words():
    with pytest.raises(Wrong, match=r"should have the shape any × 2; yours is 3\."):
        answers.array([1, 2, 3], "it", shape=(None, 2))


@pytest.mark.parametrize(
    "answer", [[0, 2], (2, 0), {0, 2}, [True, False, True], (np.array([0, 2]),)]
)
def test_row_numbers_are_read_in_every_form(answer):
    assert answers.indices(answer, "rows", 3).tolist() == [0, 2]


@pytest.mark.parametrize(
    ("answer", "message"),
    [([0, 3], "from 0 to 2"), ([0.5], "from 0 to 2"), ([True], "a mask of 1 values")],
)
def test_impossible_row_numbers_are_refused(answer, message):
    with pytest.raises(Wrong, match=message):
        answers.indices(answer, "rows", 3)


def test_choices_ignore_case_and_name_the_options():
    assert answers.choices(["Recall", " precision"], "it", ["recall", "precision"]) == {
        "recall",
        "precision",
    }
    with pytest.raises(Wrong, match='one of "recall", "precision"; it is 5'):
        answers.choice(5, "it", ["recall", "precision"])


def test_a_function_that_fails_or_returns_nothing_is_explained():
    with pytest.raises(Wrong, match="`f` raised ZeroDivisionError"):
        answers.function(lambda: 1 / 0, "`f`")()
    with pytest.raises(Wrong, match="`f` returned nothing"):
        answers.function(lambda: None, "`f`")()


KNOWN = [(3, "You added."), (1, "You divided."), (3, "Never reached.")]


def test_a_right_answer_is_told_from_an_unknown_one():
    assert answers.diagnose(2, 2, KNOWN) is True
    assert answers.diagnose(7, 2, KNOWN) is False
    assert answers.diagnose(7, 2, []) is False


def test_the_first_misconception_that_matches_is_named():
    for given, message in ((3, "You added."), (1, "You divided.")):
        with pytest.raises(Wrong) as wrong:
            answers.diagnose(given, 2, KNOWN)
        assert str(wrong.value) == message


def test_a_right_answer_stays_right_if_a_misconception_leads_to_it_too():
    assert answers.diagnose(3, 3, KNOWN)


def test_misconceptions_are_computed_only_as_far_as_needed():
    computed = []

    def misconceptions():
        for value, message in KNOWN:
            computed.append(value)
            yield value, message

    assert answers.diagnose(2, 2, misconceptions())
    assert computed == []
    with pytest.raises(Wrong, match="You divided"):
        answers.diagnose(1, 2, misconceptions())
    assert computed == [3, 1]


def test_arrays_are_compared_as_a_whole_unless_the_checker_compares_otherwise():
    right, wrong = np.array([1.0, 2.0]), [(np.array([2.0, 1.0]), "Turned round.")]
    assert answers.diagnose([1, 2], right, wrong)
    assert not answers.diagnose([1, 2.0004], right, wrong)
    assert answers.diagnose([1, 2.0004], right, wrong, same=answers.close)
    with pytest.raises(Wrong, match="Turned round"):
        answers.diagnose([2.0004, 1], right, wrong, same=answers.close)
    # the learner's answer comes first
    assert answers.diagnose(1, {1, 2}, [], same=lambda given, allowed: given in allowed)
    with pytest.raises(Wrong, match="a set"):
        answers.diagnose({2}, {1}, [({2}, "a set")], same=operator.eq)


@pytest.mark.parametrize(
    "blank", [[1, ...], (..., ...), [(1, 2), (3, ...)], pd.Series([1, ...]), np.array([1, ...])]
)
def test_a_blank_among_numbers_is_named_as_such(blank):
    with pytest.raises(Wrong, match="A number is still blank"):
        answers.array(blank, "it")


@pytest.mark.parametrize("blank", [[...], ("recall", ...), {...}])
def test_a_blank_among_texts_is_named_as_such(blank):
    with pytest.raises(Wrong, match="it still holds the dots"):
        answers.choices(blank, "it", ["recall", "precision"])


@pytest.mark.parametrize("named", [{"b": 2, "a": 1}, pd.Series({"b": 2, "a": 1}), [1, 2]])
def test_values_are_found_by_name_or_taken_as_they_come(named):
    assert answers.in_order(named, ["a", "b"], "no {}") == [1, 2]
    assert answers.entries(named, ["a", "b"], "it") == [1, 2]


def test_a_missing_name_is_named():
    with pytest.raises(Wrong, match=r"^no 'b'$"):
        answers.in_order({"a": 1}, ["a", "b"], "no {!r}")
    with pytest.raises(Wrong, match='it has no entry "b"'):
        answers.entries({"a": 1}, ["a", "b"], "it")


@pytest.mark.parametrize(("n", "word"), [(2, "two"), (4, "four")])
@pytest.mark.parametrize("answer", [None, 1, (1,), (1, 2, 3), "four", np.zeros(4)])
def test_a_function_that_returns_another_number_of_things_is_told(answer, n, word):
    with pytest.raises(Wrong, match=rf"^`f` should return {word} things: this and that\.$"):
        answers.things(answer, "`f`", n, "this and that")


def test_the_right_number_of_things_is_handed_on():
    assert answers.things([1, 2], "`f`", 2, "this and that") == [1, 2]


def test_a_function_that_uses_the_notebooks_data_is_told_so():
    """Else its right numbers for the notebook's table look wrong without a reason."""
    notebook = {"np": np, "X_yeast": np.ones((3, 2)), "LIMIT": 2}
    code = (
        "def inside(X):\n    return np.mean([row.sum() for row in X])\n"
        "def outside(X):\n    return [X_yeast.mean() for _ in range(LIMIT)][0]\n"
    )
    exec(code, notebook)
    assert core.data_of_the_notebook((notebook["inside"], 3)) == ""
    assert "`X_yeast` of the notebook" in core.data_of_the_notebook((notebook["outside"],))
    result = verdict("10-1", notebook["outside"])
    assert "`X_yeast` of the notebook" in result.message
