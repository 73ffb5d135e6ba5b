"""A run of the tests notes what it skipped and why, where it is asked to; `.ci/run` asks."""

import json
import os
from pathlib import Path

import pytest

NOTES = pytest.StashKey[str]()


def pytest_configure(config):
    """Take the file for the notes; what the tests start writes none of its own."""
    config.stash[NOTES] = os.environ.pop("SKIPPED_TESTS", "")


def pytest_terminal_summary(terminalreporter, config):
    """Add a line for each skipped test; of several processes only the first gets here."""
    if not config.stash[NOTES]:
        return
    with Path(config.stash[NOTES]).open("a", encoding="utf-8") as file:
        for report in terminalreporter.stats.get("skipped", []):
            reason = report.longrepr[2].removeprefix("Skipped: ")
            print(json.dumps([report.nodeid, reason]), file=file)
