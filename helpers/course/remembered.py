"""Which lessons need no second run, because nothing that they depend on has changed."""

import json
import os
import platform
from importlib.metadata import distributions
from pathlib import Path

from helpers.data.creditcard import own_file
from helpers.environment import code_digest
from helpers.files import digest, write_file
from helpers.paths import DATA, HELPERS

SETTINGS = ("COURSE_DATA", "OMP_", "OPENBLAS_", "MKL_", "GOTO_", "SKLEARN_", "PYTHONHASHSEED")
"""How the names of those environment variables begin that can change what a lesson prints."""


class Remembered:
    """What each executed copy was made from, in the file ``made_from.json`` beside the copies.

    Parameters
    ----------
    folder : Path
        Where the executed copies lie.
    """

    def __init__(self, folder: Path):
        self._folder, self._file = folder, folder / "made_from.json"
        try:
            self._known = json.loads(self._file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # a first run, or damaged: then all lessons run
            self._known = {}
        self._shared = _shared_by_all_lessons()

    def seconds(self, lesson: Path) -> float | None:
        """Return how long the lesson took, None if its executed copy is missing or out of date."""
        copy = self._folder / lesson.name
        known = self._known.get(lesson.stem)
        if known is None or not copy.exists() or known["made_from"] != self._key(lesson):
            return None
        return known["seconds"]

    def remember(self, lesson: Path, seconds: float) -> None:
        """Record that the lesson's executed copy is whole."""
        self._known[lesson.stem] = {"made_from": self._key(lesson), "seconds": seconds}
        write_file(self._file, json.dumps(self._known, indent=1) + "\n")

    def _key(self, lesson: Path) -> str:
        copy = self._folder / lesson.name
        return digest(self._shared, lesson, copy)


def _shared_by_all_lessons() -> bytes:
    """Return a digest of the course's code and data, the user's file, packages and settings."""
    stored = [*DATA.glob("*.json"), *DATA.glob("results/*"), *HELPERS.glob("*.mplstyle")]
    file = own_file()
    surroundings = (
        platform.platform(),
        platform.python_version(),
        os.cpu_count(),
        sorted(f"{one.name} {one.version}" for one in distributions()),
        sorted(item for item in os.environ.items() if item[0].startswith(SETTINGS)),
    )
    return digest(
        code_digest(HELPERS).encode(),
        *sorted(stored),
        b"" if file is None else file,
        repr(surroundings).encode(),
    ).encode()
