"""pytest plugin: the tests run on the stand-in, whatever file the user has.

Stored outputs show the stand-in. Without this, ``pytest`` would compare them with the user's own
file, if ``COURSE_DATA`` or ``data/creditcard.csv`` names one. It also marks slow examples of
docstrings, which cannot mark themselves, keeps threads from waiting busily, collects less garbage,
and asks once whether an array is a data frame.
"""

import gc
import importlib.util
import os

import numpy as np
import pandas as pd
import pytest
import scipy.linalg  # loads its OpenBLAS and NumPy's, which get a limit below
import scipy.sparse
from threadpoolctl import threadpool_limits

from helpers.environment import OPENMP_THREADS

REMEMBERED = {np.ndarray, list, pd.DataFrame, pd.Series, scipy.sparse.csr_matrix}
"""Types of the arrays that scikit-learn is given most often here."""
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
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # both: read when scikit-learn is imported
    os.environ.setdefault("OMP_NUM_THREADS", OPENMP_THREADS)
    threadpool_limits(limits=1, user_api="blas")
    if importlib.util.find_spec("narwhals"):  # scikit-learn 1.9 brings it
        from narwhals.stable.v2 import dependencies

        for name in ("is_into_dataframe", "is_into_series"):
            setattr(dependencies, name, once_per_type(getattr(dependencies, name)))


def once_per_type(ask):
    """Return a function that remembers what `ask` says of the types that tests mostly use.

    scikit-learn asks narwhals at each check of an array whether it is a data frame, and on small
    arrays that takes two thirds of the time of the check.

    Examples
    --------
    >>> asked = once_per_type(lambda given: hasattr(given, "columns"))
    >>> [asked(given) for given in (np.zeros(3), pd.DataFrame(), pd.DataFrame(), pd.Series(), "")]
    [False, True, True, False, False]
    """
    answers = {}

    def asked(given):
        kind = type(given)
        if kind not in REMEMBERED:
            return ask(given)
        if kind not in answers:
            answers[kind] = ask(given)
        return answers[kind]

    return asked


def pytest_collection_finish():
    """Leave what exists before the first test out of every search for garbage."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the slow examples before pytest leaves out what is slow."""
    for item in items:
        if item.name in SLOW_EXAMPLES:
            item.add_marker(pytest.mark.slow)
