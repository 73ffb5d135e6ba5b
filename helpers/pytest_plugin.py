"""pytest plugin: the tests run on the stand-in, whatever file the user has.

Stored outputs show the stand-in. Without this, ``pytest`` would compare them with the user's own
file, if ``COURSE_DATA`` or ``data/creditcard.csv`` names one. It also marks slow examples of
docstrings, which cannot mark themselves, and lets the tests compute in one thread.
"""

import os

import pytest
import scipy.linalg  # noqa: F401  (loads its OpenBLAS and NumPy's, which get a limit below)
from threadpoolctl import threadpool_limits

SLOW_EXAMPLES = {"helpers.data.creditcard.creditcard_csv"}  # in a fresh clone it writes 79 MB


def pytest_configure():
    """Choose the stand-in before any kernel starts and inherits the environment.

    Kernels must not skip asserts; pytest itself refuses a Python that does. Linear algebra gets one
    thread in this process, not in kernels: the tests' matrices are small, and a second thread would
    mostly wait and keep a processor busy.
    """
    for name in ("PYTHONOPTIMIZE", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # a test's own make is new
        os.environ.pop(name, None)
    os.environ["COURSE_DATA"] = "simulated"
    os.environ["COURSE_PROGRESS"] = "off"  # what the tests solve is not the user's progress
    threadpool_limits(limits=1, user_api="blas")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the slow examples before pytest leaves out what is slow."""
    for item in items:
        if item.name in SLOW_EXAMPLES:
            item.add_marker(pytest.mark.slow)
