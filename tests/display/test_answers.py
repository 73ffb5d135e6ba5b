"""What breaks for a reader here: an answer that lies open before the prediction."""

from html.parser import HTMLParser

import pytest
from IPython.core.formatters import DisplayFormatter

from helpers.display import answers


class Reader(HTMLParser):
    """What a page shows before anything is opened, and the attributes of each ``details``."""

    def __init__(self, page):
        super().__init__()
        self.inside, self.details, self.seen = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.inside.append(tag)
        if tag == "details":
            self.details.append(dict(attrs))

    def handle_endtag(self, tag):
        assert self.inside.pop() == tag

    def handle_data(self, data):
        if "details" not in self.inside or "summary" in self.inside:
            self.seen += data


@pytest.fixture
def shown(monkeypatch):
    """Return a function that shows an answer and gives what a notebook stores of it, by type."""
    outputs = []
    monkeypatch.setattr(answers, "display", outputs.append)

    def show(text):
        answers.answer(text)
        return DisplayFormatter().format(outputs.pop())[0]

    return show


def test_an_answer_is_closed_until_it_is_opened(shown):
    page = Reader(shown("\n- **Recall** rises.\n- Precision falls.\n")["text/markdown"])
    assert page.details == [{}], "one element, without the attribute `open`"
    assert page.seen.strip() == "Answer"
    assert not page.inside, "everything after it would be closed too"


def test_an_answer_is_markdown_and_needs_no_trust(shown):
    # JupyterLab drops HTML outputs of notebooks that it does not trust; code hosts always do.
    data = shown("- **Recall** rises.\n- Precision falls.")
    assert set(data) == {"text/markdown", "text/plain"}
    assert "\n\n- **Recall** rises.\n- Precision falls.\n\n" in data["text/markdown"]
    assert data["text/plain"] == "- **Recall** rises.\n- Precision falls."


@pytest.mark.parametrize("text", ["", " \n ", "See <details>this</details>."])
def test_an_answer_that_would_break_the_page_is_refused(text):
    with pytest.raises(ValueError, match="An answer is a text"):
        answers.answer(text)
