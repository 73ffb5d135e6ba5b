"""The reply to a prediction, computed by the lesson and closed until the reader opens it."""

from IPython.display import display

SUMMARY = "Answer"


class _Answer:
    def __init__(self, text: str):
        self._text = text

    def __repr__(self) -> str:
        return self._text

    def _repr_markdown_(self) -> str:
        return f"<details><summary><b>{SUMMARY}</b></summary>\n\n{self._text}\n\n</details>"


def answer(text: str) -> None:
    """Show the reply to a prediction, closed until the reader opens it.

    It is Markdown with an element ``details``. JupyterLab shows Markdown also of a notebook that it
    does not trust, and code hosts show it too; HTML they would drop.

    Parameters
    ----------
    text : str
        Markdown. With a blank line on both sides of it, lists and tables work inside.

    Raises
    ------
    ValueError
        If there is no text, or it would end the element itself.

    Examples
    --------
    >>> answer("Recall rises, and precision falls.")
    Recall rises, and precision falls.
    """
    text = text.strip()
    if not text or "</details>" in text:
        raise ValueError("An answer is a text without </details>, which would end it too early.")
    display(_Answer(text))
