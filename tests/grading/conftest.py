"""Tests that lock rooms need bubblewrap; where no room can be locked they are skipped."""

import functools

import pytest

from helpers.grading import grade, sandbox


@pytest.fixture(autouse=True, scope="package")
def made_once():
    """Make the templates once for all classes: grading only reads them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grade, "blank_notebooks", functools.cache(grade.blank_notebooks))
        yield


@pytest.fixture(scope="session")
def room():
    reason = sandbox.why_not()
    if reason:
        pytest.skip(f"No room can be locked here: {reason}")
