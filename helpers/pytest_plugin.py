"""pytest plugin: the tests run on the stand-in, whatever file the user has.

Stored outputs show the stand-in. Without this, ``pytest`` would compare them with the user's own
file, if ``COURSE_DATA`` or ``data/creditcard.csv`` names one. It also marks slow examples of
docstrings, which cannot mark themselves.
"""

import os

import pytest

SLOW_EXAMPLES = {"helpers.data.creditcard.creditcard_csv"}  # in a fresh clone it writes 79 MB


def pytest_configure():
    """Choose the stand-in before any kernel starts and inherits the environment.

    Kernels must not skip asserts; pytest itself refuses a Python that does.
    """
    for name in ("PYTHONOPTIMIZE", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # a test's own make is new
        os.environ.pop(name, None)
    os.environ["COURSE_DATA"] = "simulated"
    os.environ["COURSE_PROGRESS"] = "off"  # what the tests solve is not the user's progress


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the slow examples before pytest leaves out what is slow."""
    for item in items:
        if item.name in SLOW_EXAMPLES:
            item.add_marker(pytest.mark.slow)
