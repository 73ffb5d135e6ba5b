"""The ideas that quizzes and exercises share."""

import ast

import pytest

from helpers.checks import verdict
from helpers.checks.ideas import IDEAS, IN_EXERCISES, idea_behind
from helpers.paths import HELPERS


def messages(exercise):
    """Return the texts of the checkers of an exercise's lesson; ``{}`` where they put a value."""
    found = []
    for name in (f"lesson_{exercise[:2]}.py", "folds.py", "thresholds.py"):
        for node in ast.walk(ast.parse((HELPERS / "checks" / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else "{}" for p in node.values]
                found.append("".join(parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return found


@pytest.mark.parametrize("exercise", IN_EXERCISES)
def test_the_words_stand_in_a_message_of_the_exercise(exercise):
    texts = messages(exercise)
    for words, idea in IN_EXERCISES[exercise].items():
        assert idea in IDEAS
        assert any(words in text for text in texts), f"{exercise}: no message has {words!r}"


@pytest.mark.parametrize(
    ("exercise", "answer", "idea"),
    [
        ("04-3", {"price": 1, "break even": 1, "advice": "SMOTE"}, None),
        ("06-2", {"shuttle-c0-vs-c4": 1, "yeast6": 1}, None),
        ("99-1", 1, None),
    ],
)
def test_a_message_without_such_words_names_no_idea(exercise, answer, idea):
    message = verdict(exercise, answer).message if exercise != "99-1" else "Count again."
    assert idea_behind(exercise, message) is idea


def test_an_idea_is_read_from_the_message_of_a_check():
    wrong = verdict("04-2", lambda probability, ratio: probability / ratio, ["ROC-AUC"]).message
    assert idea_behind("04-2", wrong) == "chances-misused"
