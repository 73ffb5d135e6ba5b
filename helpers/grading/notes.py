"""What happened in a cell, in words for the learner."""

import re

UNDEFINED = re.compile(r"name '(\w+)' is not defined")
OUT_OF_TIME = {"name": "KeyboardInterrupt", "text": "out of time"}
WHO = {
    "answer": "Your cell",
    "changed": "A given cell that you changed",
    "added": "A cell that you added",
    "given": "A given cell",
    "check": "Your answer",
}
NOT_REACHED = "Not reached: the notebook had been ended before."


def sentence(kind: str, error: dict, cell_seconds: float) -> str:
    """Return what stopped a cell.

    Parameters
    ----------
    kind : str
        A key of `WHO`.
    error : dict
        ``name``, ``text`` and ``line`` (None if unknown), and ``compiled``: whether it ran at all.
    cell_seconds : float
        The limit of a cell.

    Examples
    --------
    >>> sentence("answer", {"name": "SyntaxError", "text": "expected ':'", "line": 1,
    ...                     "compiled": False}, 20)
    "Your cell could not run: SyntaxError in line 1, expected ':'."
    """
    who, line = WHO[kind], f" in line {error['line']}" if error["line"] else ""
    if error["name"] == OUT_OF_TIME["name"] and error["text"] == OUT_OF_TIME["text"]:
        return f"{who} ran longer than {cell_seconds:g} CPU seconds and was stopped."
    if not error["compiled"]:
        return f"{who} could not run: {error['name']}{line}, {error['text'].rstrip('.')}."
    text = error["text"].rstrip(".")
    return f"{who} stopped with {error['name']}{line}" + (f": {text}." if text else ".")


def undefined(text: str) -> str:
    """Return what is said where the check needs a name that is not there, ``""`` for other errors.

    Examples
    --------
    >>> undefined("name 'f' is not defined")
    'Your answer does not define `f`, which the check needs.'
    """
    name = UNDEFINED.search(text)
    return f"Your answer does not define `{name[1]}`, which the check needs." if name else ""
