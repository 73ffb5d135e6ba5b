"""pytest plugin: the tests run on the stand-in, whatever file the user has.

Stored outputs show the stand-in. Without this, ``pytest`` would compare them with the user's own
file, if ``COURSE_DATA`` or ``data/creditcard.csv`` names one. It also marks slow examples of
docstrings, which cannot mark themselves, keeps threads from waiting busily, and collects less
garbage.
"""

import gc
import os

import pytest
import scipy.linalg  # noqa: F401  (loads its OpenBLAS and NumPy's, which get a limit below)
from threadpoolctl import threadpool_limits

SLOW_EXAMPLES = {
    "helpers.data.creditcard.creditcard_csv",  # in a fresh clone it writes 79 MB
    "helpers.teaching.sampler_pages.sampler_pages",  # judges a hundred comparisons
}


def pytest_configure():
    """Choose the stand-in before any kernel starts and inherits the environment.

    Kernels must not skip asserts; pytest itself refuses a Python that does. The tests' matrices are
    small, and a second thread mostly waits. So linear algebra gets one in this process (kernels
    keep theirs), and OpenMP's threads, in kernels too, wait without keeping a processor busy.
    """
    for name in ("PYTHONOPTIMIZE", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # a test's own make is new
        os.environ.pop(name, None)
    os.environ["COURSE_DATA"] = "simulated"
    os.environ["COURSE_PROGRESS"] = "off"  # what the tests solve is not the user's progress
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # read when scikit-learn is imported
    threadpool_limits(limits=1, user_api="blas")


def pytest_collection_finish():
    """Leave what exists before the first test out of every search for garbage."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the slow examples before pytest leaves out what is slow."""
    for item in items:
        if item.name in SLOW_EXAMPLES:
            item.add_marker(pytest.mark.slow)
