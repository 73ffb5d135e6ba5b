"""What was found is kept, and believed again only if it has the form of a result."""

import json

import pytest

from helpers.grading import results
from helpers.grading.limits import Limits
from helpers.grading.trial import Outcome, verdict
from tests.grading.classes import BLANK, edited

OUTCOME = Outcome({"03-1": verdict(True, "Fine.", "")}, ["A note."], False, 1.5)


def test_a_result_comes_back_as_it_was(tmp_path):
    assert results.load(tmp_path, "a", ["03-1"], Limits()) is None
    results.save(tmp_path, "a", OUTCOME, Limits())
    assert results.load(tmp_path, "a", ["03-1"], Limits()) == OUTCOME


def test_a_result_from_a_limit_holds_under_that_limit_only(tmp_path):
    limited = Outcome(OUTCOME.verdicts, [], True)
    results.save(tmp_path, "a", limited, Limits(seconds=9))
    assert results.load(tmp_path, "a", ["03-1"], Limits(seconds=9)) == limited
    assert results.load(tmp_path, "a", ["03-1"], Limits()) is None


@pytest.mark.parametrize(
    "change",
    [
        {"verdicts": {}},
        {"verdicts": {"03-1": {"passed": 1000, "message": "", "cause": ""}}},
        {"verdicts": {"03-1": {"passed": True}}},
        {"verdicts": {"03-1": verdict(True, "", ""), "03-2": verdict(True, "", "")}},
        {"notes": [1]},
        {"limited": "no"},
        {"limits": 3, "limited": True},
        {"more": 1},
    ],
)
def test_what_has_not_the_form_of_a_result_is_not_believed(tmp_path, change):
    results.save(tmp_path, "a", OUTCOME, Limits())
    path = tmp_path / "a.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert results.load(tmp_path, "a", ["03-1"], Limits()) is None


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 10**5, '{"limits": {}}'])
def test_half_a_result_is_none(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    assert results.load(tmp_path, "a", ["03-1"], Limits()) is None


def test_results_depend_on_file_exercise_checks_and_room(monkeypatch):
    other = edited(BLANK, answer_03_1="other")
    keys = [
        results.key(b"1", BLANK, {}, "room"),
        results.key(b"2", BLANK, {}, "room"),
        results.key(b"1", other, {}, "room"),
        results.key(b"1", BLANK, {"a.csv": b"1"}, "room"),
        results.key(b"1", BLANK, {"a.csv": b"2"}, "room"),
        results.key(b"1", BLANK, {}, "trusted"),
    ]
    monkeypatch.setattr(results, "checks_digest", lambda: "other")
    keys.append(results.key(b"1", BLANK, {}, "room"))
    assert len(set(keys)) == len(keys)
