"""Lessons that share a kernel are kept apart, and fail as they do alone."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.errors import CourseError

from .shared_kernels import run_in_two_kernels

STOPS = "from helpers.errors import NotOnTheseDataError\nraise NotOnTheseDataError('more rows')"
FINDS = """
from helpers.display import findings_on
import pandas as pd
rows = pd.DataFrame({"Class": [0, 1]})
rows.attrs["simulated"] = False
findings_on(rows)("It rises.", "left" in globals())
"""


def lessons(folder, *all_sources):
    """Write lessons with these code cells and return their paths."""
    paths = [folder / f"0{number}_lesson.ipynb" for number in range(len(all_sources))]
    for path, sources in zip(paths, all_sources, strict=True):
        nbformat.write(new_notebook(cells=[*map(new_code_cell, sources)]), path)
    return paths


@pytest.mark.slow
def test_a_lesson_that_stops_early_leaves_nothing_and_the_next_one_runs(tmp_path):
    paths = lessons(tmp_path, ["1"], ["left = 1", STOPS, "1 / 0"], [FINDS])
    first, stopped, last = run_in_two_kernels(paths)
    assert (first.needs, last.needs) == (None, None)
    assert stopped.needs.startswith("more rows")
    assert [(one.text, one.holds) for one in last.findings] == [("It rises.", False)]


@pytest.mark.slow
def test_an_error_names_its_lesson_and_its_line(tmp_path):
    paths = lessons(tmp_path, ["1"], ["x = 1", "x = 0\n1 / x"], ["2"])
    with pytest.raises(CourseError, match=r"01_lesson failed in cell \[2\], line 2: 1 / x\nZero"):
        run_in_two_kernels(paths)
