"""What breaks for a reader here: a figure without its text alternative."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.display import figures
from helpers.plotting import plot_points


def test_show_stores_the_text_alternative_beside_the_picture(monkeypatch):
    shown = {}
    monkeypatch.setattr(
        figures, "display", lambda bundle, **options: shown.update(bundle, **options)
    )
    open_before = plt.get_fignums()
    ax = plot_points(np.zeros((2, 2)), [0, 1])
    figures.show(ax, alt="Two points, both of them at the origin.")
    assert shown["text/plain"] == "Two points, both of them at the origin."
    assert shown["metadata"] == {"image/png": {"alt": shown["text/plain"]}}
    assert shown["image/png"].startswith(b"\x89PNG")
    assert plt.get_fignums() == open_before, "the figure would be shown a second time"


def test_show_refuses_a_figure_without_a_finding():
    ax = plot_points(np.zeros((2, 2)), [0, 1])
    with pytest.raises(ValueError, match="what the figure shows"):
        figures.show(ax, alt="A plot.")


def test_show_takes_the_sentences_that_the_axes_were_described_with(monkeypatch):
    shown = {}
    monkeypatch.setattr(figures, "display", lambda bundle, **_: shown.update(bundle))
    figure, axes = plt.subplots(1, 2)
    assert figures.describe(axes[0], "Two points at the origin.") is axes[0]
    figures.describe(axes[1], "And a third one far from it.")
    figures.show(figure)
    assert shown["text/plain"] == "Two points at the origin. And a third one far from it."
    figures.show(
        figures.describe(plt.subplots()[1], "Nothing at all."), alt="Another sentence than that."
    )
    assert shown["text/plain"] == "Another sentence than that."


def test_show_refuses_a_figure_that_nobody_described():
    with pytest.raises(ValueError, match="what the figure shows"):
        figures.show(plt.subplots()[1])
