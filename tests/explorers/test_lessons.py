"""The explorers that are stored in the lessons."""

import pytest
from renew_explorers import stored_explorers

from helpers.explorers.frame import LARGEST, renew
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import NOTEBOOKS

STORED = [
    pytest.param(data["text/html"], id=path.stem)
    for path in find_lessons(NOTEBOOKS)
    for data in stored_explorers(read(path))
]


def test_lessons_have_explorers():
    assert STORED


@pytest.mark.parametrize("text", STORED)
def test_the_stored_script_is_that_of_today(text):
    assert renew(text) == text, "run tools/renew_explorers.py"


def test_an_older_script_is_brought_up_to_date():
    [text] = STORED[0].values
    older = text.replace("What all explorers share", "What all of them share")
    assert older != text
    assert renew(older) == text


@pytest.mark.parametrize("text", STORED)
def test_the_output_is_small(text):
    assert len(text.encode()) < 4 * LARGEST + 20_000  # of which the picture is the larger part
