"""Keep each verdict as it is given, so that an interrupted grading goes on where it stopped."""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.environment import code_digest
from helpers.files import write_file
from helpers.grading.limits import Limits
from helpers.paths import HELPERS


@cache
def checks_digest() -> str:
    """Return a digest of all course code: other checks may give other verdicts."""
    return code_digest(HELPERS)


def key(content: bytes, blank: NotebookNode) -> str:
    """Return what a verdict depends on: the submission, its template and the checks.

    Parameters
    ----------
    content : bytes
        The file that was handed in.
    blank : NotebookNode
        The template of its exercise notebook.
    """
    parts = [content, nbformat.writes(blank).encode(), checks_digest().encode()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def save(folder: Path, name: str, result: dict, limits: Limits) -> None:
    """Write a result to a folder in one step, with the limits that it was found under."""
    write_file(folder / f"{name}.json", json.dumps({"limits": asdict(limits), **result}))


def load(folder: Path, name: str, limits: Limits) -> dict | None:
    """Return a stored result, None if there is none that holds.

    One that came from a limit holds under the same limits only.
    """
    path = folder / f"{name}.json"
    if not path.exists():
        return None
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:  # half a file, left when the power failed: the notebook is graded again
        return None
    return None if result["limited"] and result["limits"] != asdict(limits) else result
