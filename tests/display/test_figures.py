"""What breaks for a reader here: a figure without its text alternative, or with that of another."""

import gc

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.display import describe, figures
from helpers.plotting import plot_points


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.fixture
def shown(monkeypatch):
    """What the last call of `show` put on the page."""
    bundle = {}
    monkeypatch.setattr(figures, "display", lambda parts, **more: bundle.update(parts, **more))
    return bundle


def test_show_stores_the_text_alternative_beside_the_picture(shown):
    open_before = plt.get_fignums()
    ax = plot_points(np.zeros((2, 2)), [0, 1])
    figures.show(ax, alt="Two points, both of them at the origin.")
    assert shown["text/plain"] == "Two points, both of them at the origin."
    assert shown["metadata"] == {"image/png": {"alt": shown["text/plain"]}}
    assert shown["image/png"].startswith(b"\x89PNG")
    assert plt.get_fignums() == open_before, "the figure would be shown a second time"


def test_show_joins_the_sentences_of_the_axes_in_their_order(shown):
    fig, (left, right) = plt.subplots(1, 2)
    describe(right, "Ten frauds on the right.")
    assert describe(left, "Twenty frauds on the left.") is left
    describe(left, "Five of them are new.")
    figures.show(fig)
    expected = "Twenty frauds on the left. Five of them are new. Ten frauds on the right."
    assert shown["text/plain"] == expected
    assert shown["metadata"]["image/png"]["alt"] == expected


def test_the_sentence_of_a_figure_replaces_those_of_its_axes(shown):
    fig, ax = plt.subplots()
    describe(ax, "One of many small pictures.")
    describe(fig, "An earlier sentence on the whole figure.")
    describe(fig, "All pictures together show an arc.")
    figures.show(ax)
    assert shown["text/plain"] == "All pictures together show an arc."


def test_alt_overrules_what_was_described(shown):
    ax = describe(plt.subplots()[1], "What the function that drew it says.")
    figures.show(ax, alt="What the lesson itself says of it.")
    assert shown["text/plain"] == "What the lesson itself says of it."


def test_a_sentence_lives_no_longer_than_its_axes():
    # Otherwise a lesson that draws much would keep all its figures in memory.
    sentence = "A sentence about these axes, which no other test says."
    fig, ax = plt.subplots()
    describe(ax, sentence)
    assert sentence in figures._sentences.values()
    plt.close(fig)
    del fig, ax
    gc.collect()
    assert sentence not in figures._sentences.values()


@pytest.mark.parametrize("alt", [None, "", "A plot."])
def test_show_refuses_a_figure_without_a_finding(alt):
    ax = plt.subplots()[1]
    with pytest.raises(ValueError, match="states what it shows"):
        figures.show(ax, alt=alt)
