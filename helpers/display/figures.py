"""Put a figure on the page together with its text alternative."""

import io
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.artist import Artist
from matplotlib.figure import Figure

SHORTEST = 20
"""Characters. A text alternative states a finding, which fits in no fewer."""

_sentences: WeakKeyDictionary[Artist, str] = WeakKeyDictionary()


def describe(drawing, sentence):
    """Remember the sentence that stands for a drawing, for as long as the drawing lives.

    A function that draws ends with it, so that a lesson can `show` its figure without writing a
    text alternative.

    Parameters
    ----------
    drawing : matplotlib Axes or Figure
        The sentences of one Axes follow each other, because several functions may draw on it. The
        sentence of a Figure is about the whole: it replaces those of its Axes.
    sentence : str
        What is to be seen, with the numbers that matter.

    Returns
    -------
    Axes or Figure
        The drawing, to be returned by the function that drew it.
    """
    before = "" if isinstance(drawing, Figure) else _sentences.get(drawing, "")
    _sentences[drawing] = f"{before} {sentence.strip()}".strip()
    return drawing


def description(figure):
    """Return what is remembered of a figure: its own sentence, or those of its Axes in order.

    Parameters
    ----------
    figure : Figure

    Returns
    -------
    str
        Empty if nothing in it was described.
    """
    own = [_sentences[ax] for ax in figure.axes if ax in _sentences]
    return _sentences.get(figure, " ".join(own))


def show(figure, alt=None):
    """Display a figure with a text alternative that states its finding, and close it.

    The text goes into the picture's ``alt`` metadata and stands as the plain-text form of the
    output, so screen readers, terminals and text diffs get the finding too, and comparing a
    notebook's text outputs also compares what its figures are said to show.

    Parameters
    ----------
    figure : matplotlib Figure, or Axes (its figure is meant)
    alt : str, optional
        One or two sentences: what the figure shows, with the numbers that matter. By default what
        the functions that drew it have said with `describe`.

    Raises
    ------
    ValueError
        If the text is missing or too short to state anything (under 20 characters).
    """
    figure = getattr(figure, "figure", figure)
    text = description(figure) if alt is None else alt
    if len(text.strip()) < SHORTEST:
        raise ValueError(
            "A figure needs a sentence that states what it shows: show(figure, alt=...), or "
            "describe(ax, ...) where it is drawn."
        )
    png = io.BytesIO()
    figure.savefig(png, format="png", bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    bundle = {"image/png": png.getvalue(), "text/plain": text}
    display(bundle, raw=True, metadata={"image/png": {"alt": text}})
