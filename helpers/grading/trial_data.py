"""The seed of a class's trial data, drawn once and kept beside the results."""

import secrets
from pathlib import Path

from helpers.files import write_file

NAME = "trial-data-seed.txt"
LARGEST = 999_999_999
"""So many that a notebook cannot try them all in its processor's seconds."""


def seed_of_class(output: Path) -> int:
    """Return the seed that is kept in a folder; draw one if there is none that holds.

    An interrupted or repeated run so judges by the same data, and another class by others.
    """
    path = output / NAME
    try:
        kept = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        kept = ""
    if kept.isascii() and kept.isdecimal() and len(kept) <= 9 and int(kept):
        return int(kept)
    drawn = secrets.randbelow(LARGEST) + 1
    write_file(path, f"{drawn}\n")
    return drawn
