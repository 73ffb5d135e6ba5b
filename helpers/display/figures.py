"""Put a figure on the page together with its text alternative."""

import io
from weakref import WeakKeyDictionary

import matplotlib.pyplot as plt
from IPython.display import display

_SENTENCES = WeakKeyDictionary()


def describe(ax, sentence):
    """Remember what an Axes shows, for `show`.

    Parameters
    ----------
    ax : Axes
    sentence : str
        One or two sentences: the finding, with the numbers that matter. A second one replaces it.

    Returns
    -------
    Axes
    """
    _SENTENCES[ax] = sentence
    return ax


def show(figure, alt=None):
    """Display a figure with a text alternative that states its finding, and close it.

    The text goes into the picture's ``alt`` metadata and stands as the plain-text form of the
    output, so screen readers, terminals and text diffs get the finding too, and comparing a
    notebook's text outputs also compares what its figures are said to show.

    Parameters
    ----------
    figure : matplotlib Figure, or Axes (its figure is meant)
    alt : str, optional
        One or two sentences: what the figure shows, with the numbers that matter. By default the
        sentences that its Axes were described with.

    Raises
    ------
    ValueError
        If the text is missing or too short to state anything (under 20 characters).
    """
    figure = getattr(figure, "figure", figure)
    if alt is None:
        alt = " ".join(_SENTENCES[ax] for ax in figure.axes if ax in _SENTENCES)
    if len(alt.strip()) < 20:
        raise ValueError("alt must state in a sentence what the figure shows.")
    png = io.BytesIO()
    figure.savefig(png, format="png", bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    bundle = {"image/png": png.getvalue(), "text/plain": alt}
    display(bundle, raw=True, metadata={"image/png": {"alt": alt}})
