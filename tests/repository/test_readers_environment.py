"""Lesson 00 tells a reader whether all packages are there; it must notice when they are not."""

import pytest

from helpers import environment
from helpers.environment import check_environment


def test_everything_the_course_declares_is_listed_and_present():
    packages = check_environment()
    assert packages["ok"].all()
    assert {"imbalanced-learn", "pandas", "jupyterlab"} <= set(packages["package"])


def test_a_missing_and_an_old_package_are_named(monkeypatch):
    needs = ["numpy>=9999", "no-such-package>=1", "pandas>=1", 'never>=1; python_version < "3"']
    monkeypatch.setattr(environment, "requires", lambda _: needs)
    packages = check_environment().set_index("package")
    assert packages["ok"].to_dict() == {"numpy": False, "no-such-package": False, "pandas": True}
    assert packages.loc["no-such-package", "installed"] == "missing"


def test_a_python_without_the_course_is_told_how_to_start():
    with pytest.raises(RuntimeError, match="make lab"):
        check_environment("no-such-distribution")
