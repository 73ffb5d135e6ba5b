"""Put a figure on the page together with its text alternative."""

import io

import matplotlib.pyplot as plt
from IPython.display import display


def show(figure, alt):
    """Display a figure with a text alternative that states its finding, and close it.

    The text goes into the picture's ``alt`` metadata and stands as the plain-text form of the
    output, so screen readers, terminals and text diffs get the finding too, and comparing a
    notebook's text outputs also compares what its figures are said to show.

    Parameters
    ----------
    figure : matplotlib Figure, or Axes (its figure is meant)
    alt : str
        One or two sentences: what the figure shows, with the numbers that matter.

    Raises
    ------
    ValueError
        If the text is missing or too short to state anything (under 20 characters).
    """
    if len(alt.strip()) < 20:
        raise ValueError("alt must state in a sentence what the figure shows.")
    figure = getattr(figure, "figure", figure)
    png = io.BytesIO()
    figure.savefig(png, format="png", bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    bundle = {"image/png": png.getvalue(), "text/plain": alt}
    display(bundle, raw=True, metadata={"image/png": {"alt": alt}})
