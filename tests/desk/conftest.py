"""The rooms are those of `tests/grading`; the notebook's style ends with its test."""

import matplotlib as mpl
import pytest

from tests.grading.conftest import room

__all__ = ["room"]


@pytest.fixture(autouse=True)
def _own_style():
    with mpl.rc_context({"backend": "agg"}):
        yield
