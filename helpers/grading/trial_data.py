"""The seed of a class's trial data, drawn once and kept beside the results."""

import secrets
from pathlib import Path

from helpers.files import write_file

NAME, LARGEST = "trial-data-seed.txt", 999_999


def seed_of_class(output: Path) -> int:
    """Return the seed that is kept in a folder; draw one if there is none that holds.

    An interrupted or repeated run so judges by the same data, and another class by others.
    """
    path = output / NAME
    try:
        kept = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        kept = ""
    if kept.isascii() and kept.isdecimal() and len(kept) <= 6 and int(kept):
        return int(kept)
    drawn = secrets.randbelow(LARGEST) + 1
    write_file(path, f"{drawn}\n")
    return drawn
