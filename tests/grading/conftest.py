"""Tests that lock rooms need bubblewrap; where no room can be locked they are skipped."""

import pytest

from helpers.grading import sandbox


@pytest.fixture(scope="session")
def room():
    reason = sandbox.why_not()
    if reason:
        pytest.skip(f"No room can be locked here: {reason}")
