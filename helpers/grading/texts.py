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


def readable(name: str) -> str:
    r"""Return a file's name with the letters that it had before UTF-8.

    Some programs unpack names as they wrote them in the nineties; such letters could be neither
    shown nor written.

    Examples
    --------
    >>> readable(b"M\xfcller".decode("utf-8", "surrogateescape"))
    'Müller'
    """
    return re.sub("[\udc80-\udcff]", lambda one: chr(ord(one[0]) - 0xDC00), name)
