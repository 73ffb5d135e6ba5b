"""What stands in the HTML of an explorer, read without a browser."""

import base64
import functools
import re
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import pytest

from helpers.display import describe
from helpers.explorers import Control, State, Task, explore, frame
from helpers.explorers.frame import LARGEST

from .cases import CACHED, CASES

LAB_REMOVES = {"iframe", "script", "style", "svg", "button", "form"}
"""Elements of our kind that JupyterLab's sanitizer drops; of `input` it takes away the use."""


class _Sanitized(HTMLParser):
    """Collects what is left of a text without the elements that JupyterLab drops."""

    def __init__(self, text):
        super().__init__()
        self.text, self.pictures, self.inputs, self._inside = [], [], 0, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in LAB_REMOVES:
            self._inside.append(tag)
        elif not self._inside and tag == "img":
            self.pictures.append(dict(attrs))
        elif not self._inside and tag == "input":
            self.inputs += 1

    def handle_endtag(self, tag):
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()

    def handle_data(self, data):
        if not self._inside:
            self.text.append(data)


@pytest.fixture(params=CASES)
def make(request):
    return CACHED[request.param]


@functools.cache
def undrawn(name, seed):
    """Make a case whose picture is not stored as PNG, which takes half of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frame, "_data_uri", lambda figure: plt.close(figure) or "")
        return CASES[name](seed)


@pytest.fixture(params=CASES)
def make_state(request):
    return lambda seed: undrawn(request.param, seed)


def test_without_script_the_picture_the_question_and_the_replies_are_left(make):
    case = make(0)
    left = _Sanitized(case.explorer.html)
    [picture] = left.pictures
    assert len(picture["alt"]) > 40
    png = base64.b64decode(picture["src"].removeprefix("data:image/png;base64,"))
    assert png.startswith(b"\x89PNG")
    assert len(png) < 30_000
    text = " ".join(left.text)
    assert case.state["task"]["ask"] in text
    replies = re.findall(r"</summary><p>(.+?)</p></details>", case.explorer.html)
    assert len(replies) >= 3
    assert left.inputs == 0


@pytest.mark.parametrize("name", CASES)
def test_the_text_is_the_same_at_each_run(name):
    once, again = CACHED[name](0).explorer, CASES[name](0).explorer
    assert once.html == again.html
    assert repr(once) == repr(again)


def test_the_state_is_small(make_state):
    for seed in range(5):
        assert len(make_state(seed).explorer.state.encode()) <= LARGEST


def test_other_data_have_another_answer(make_state):
    def answers(seed):
        task = make_state(seed).state["task"]
        return [task["replies"][reply][0] for reply in task["replyAt"]]

    assert len({tuple(answers(seed)) for seed in range(3)}) > 1


def picture():
    ax = plt.subplots(figsize=(1, 1))[1]
    return describe(ax, "An empty picture, drawn for a test.")


def small(stops=("a", "b"), ask="Which?", right=1):
    state = State([Control("letter", stops)], say=lambda stop: "It is {0}.", hidden="?", data={})
    task = Task("Letters", ask, lambda stop: (stop == right, "So."), [("a", "No.")], "b")
    return state, task


def test_a_text_cannot_end_the_element_that_holds_it():
    state, task = small(ask="</script><b>Which?</b>")
    page = explore("three_goals", state, task, picture()).html
    assert "</script><b>" not in page
    assert page.count("&lt;/script&gt;") == 3  # the question, the state's end, the module's end


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"stops": ["a" * 500] * 30}, "bytes"),
        ({"right": 9}, "right answer"),
    ],
)
def test_what_cannot_be_played_is_refused(change, why):
    with pytest.raises(ValueError, match=why):
        explore("three_goals", *small(**change), picture())


def test_a_picture_without_words_is_refused():
    with pytest.raises(ValueError, match="description"):
        explore("three_goals", *small(), plt.subplots(figsize=(1, 1))[1])
