"""Tests that lock rooms need bubblewrap; where it is missing they are skipped, but never in CI."""

import os

import pytest

from helpers.grading import sandbox


@pytest.fixture(scope="session")
def room():
    reason = sandbox.why_not()
    if reason and os.environ.get("CI"):
        pytest.fail(f"Continuous integration must grade in a locked room: {reason}")
    if reason:
        pytest.skip(f"No room can be locked here: {reason}")
