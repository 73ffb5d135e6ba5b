"""What the tests of all figures share."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest


@pytest.fixture(autouse=True)
def _without_a_screen():
    with mpl.rc_context({"backend": "agg"}):
        plt.style.use("helpers.course")
        yield
        plt.close("all")
