"""The lines of a CSV file without comments, with the line numbers that an editor shows."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from helpers.data.schema import COLUMNS

_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?,*\s*", re.IGNORECASE)
_COMMENT = re.compile(r"\s*\"?#")


class DataLines:
    r"""Iterate over the lines of a text that hold names or data.

    Lines that begin with ``#`` and Excel's first line ``sep=,`` are left out.

    Parameters
    ----------
    text : iterable of str
        Lines with their ends, as a file that was opened with ``newline=""`` gives them.

    Attributes
    ----------
    number : int
        Line number of the last line given out, counted from 1 over all lines.
    last : str
        That line.
    comments : int
        Comment lines left out so far.
    separator : bool
        Whether a line ``sep=,`` was left out.

    Examples
    --------
    >>> lines = DataLines(["sep=,\n", "# mine\n", "Time,V1\n"])
    >>> list(lines), lines.number, lines.comments, lines.separator
    (['Time,V1\n'], 3, 1, True)
    """

    def __init__(self, text: Iterable[str]) -> None:
        self._text = text
        self.number = 0
        self.last = ""
        self.comments = 0
        self.separator = False

    def __iter__(self) -> Iterator[str]:
        for number, line in enumerate(self._text, 1):
            if number == 1 and _SEPARATOR.fullmatch(line.lstrip("\ufeff")):
                self.separator = True
            elif is_comment(line):
                self.comments += 1
            else:
                self.number, self.last = number, line
                yield line

    @property
    def notes(self) -> list[str]:
        """What was left out, in words."""
        notes = ["first line 'sep=' left out"] if self.separator else []
        if self.comments:
            notes.append(f"{self.comments:,} comment line{'s' * (self.comments > 1)} left out")
        return notes


def is_comment(line: str) -> bool:
    """Say whether a line begins with ``#`` and is no row of the table.

    A line with many values is a row, whose first cell may be ``#REF!`` or an identifier.

    Examples
    --------
    >>> is_comment("# two days, in 2013"), is_comment("#REF!" + ",1.5" * 30)
    (True, False)
    """
    if not _COMMENT.match(line.lstrip("\ufeff")):
        return False
    return sum(bool(cell.strip()) for cell in line.split(",")) <= len(COLUMNS) // 2


def open_text(path: Path, gzipped: bool) -> TextIO:
    """Open a plain or gzipped CSV as UTF-8 text with its own line ends."""
    opener = gzip.open if gzipped else open
    return opener(path, "rt", encoding="utf-8-sig", newline="")


def records(lines: Iterable[str]) -> Iterator[list[str]]:
    r"""Split lines into cells; lines without anything but blanks are left out, as by pandas.

    Examples
    --------
    >>> list(records(["a,b\n", "  \n", ",\n"]))
    [['a', 'b'], ['', '']]
    """
    return (
        record
        for record in csv.reader(lines)
        if len(record) > 1 or record == [""] or "".join(record).strip()
    )
