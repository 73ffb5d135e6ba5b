"""Texts that come from learners, made safe to print."""

import re

# Control characters, which steer terminals, and those that turn the direction of writing round.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    r"""Return a text on one line, without characters that a terminal obeys.

    Examples
    --------
    >>> printable("a\x1b[31mb\nc")
    'a [31mb c'
    """
    return CONTROLS.sub(" ", text)
