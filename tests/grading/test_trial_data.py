"""A class is judged by trial data of its own, the same in every run."""

import importlib

import numpy as np
import pytest

from helpers.checks import class_seed, core, folds
from helpers.grading.trial_data import NAME, seed_of_class
from tests.checks.common import Several


def test_a_class_keeps_its_seed_and_others_have_their_own(tmp_path):
    first = seed_of_class(tmp_path / "one")
    assert seed_of_class(tmp_path / "one") == first
    others = {seed_of_class(tmp_path / str(number)) for number in range(5)}
    assert others - {first}
    assert max(others) > 10**6, "few seeds could be tried one by one"
    assert all(0 < seed < 10**9 for seed in others)


@pytest.mark.parametrize("content", [b"", b"0", b"-3", b"1e3", b"1234567890", b"\xff", b"x" * 9])
def test_a_damaged_seed_is_drawn_again(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    seed = seed_of_class(tmp_path)
    assert seed > 0
    assert (tmp_path / NAME).read_text(encoding="utf-8") == f"{seed}\n"


def test_rows_that_are_turned_and_mixed_keep_their_neighbours_and_labels():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(30, 3)), np.arange(30)
    assert class_seed.turned_and_mixed(X, y)[0] is X
    with class_seed.of_class(7):
        moved, order = class_seed.turned_and_mixed(X, y)
        again, _ = class_seed.turned_and_mixed(X, y)
    assert np.array_equal(moved, again)
    assert not np.isclose(moved, X[order]).any(axis=1).all()
    apart = np.linalg.norm(X[order][:, None] - X[order], axis=2)
    assert np.allclose(np.linalg.norm(moved[:, None] - moved, axis=2), apart)


def forget(module):
    """Empty the caches of a module, which hold trial data."""
    for value in vars(module).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()


@pytest.mark.parametrize(
    "lesson", ["03", "05", *(pytest.param(n, marks=pytest.mark.slow) for n in ("06", "08", "10"))]
)
def test_with_a_classs_data_every_known_answer_gets_the_same_message(lesson):
    cases = importlib.import_module(f"tests.checks.test_lesson_{lesson}").WRONG
    checks = importlib.import_module(f"helpers.checks.lesson_{lesson}")

    def run(checker, given):
        return checker.function(*given)

    for module in (checks, folds):
        forget(module)
    try:
        with class_seed.of_class(2026):
            for name, answer, message in cases:
                given = answer if isinstance(answer, Several) else [answer]
                found = core.judge(name, given, run)
                assert not found.passed
                assert message in found.message
    finally:
        for module in (checks, folds):
            forget(module)
