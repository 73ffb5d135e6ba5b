"""What was found out, kept as soon as it is known, so that the next run goes on from there.

Only the teacher's process writes here, each file whole or not at all; what is read again is
validated, and what does not have the form is graded again.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.environment import code_digest
from helpers.files import digest, write_file
from helpers.grading.limits import Limits
from helpers.grading.trial import Outcome
from helpers.paths import HELPERS


@cache
def checks_digest() -> str:
    """Return a digest of all course code: other checks may give other verdicts."""
    return code_digest(HELPERS)


def key(content: bytes, blank: NotebookNode, files: dict[str, bytes], how: str) -> str:
    """Return what a verdict depends on.

    Parameters
    ----------
    content : bytes
        The file that was handed in.
    blank : NotebookNode
        The template of its exercise notebook.
    files : dict of str to bytes
        What lay beside it.
    how : str
        Whatever else it depends on.
    """
    parts = [content, nbformat.writes(blank).encode(), checks_digest().encode(), how.encode()]
    for name, inside in sorted(files.items()):
        parts += [name.encode("utf-8", "surrogateescape"), inside]
    return digest(*parts)


def save(folder: Path, name: str, outcome: Outcome, limits: Limits) -> None:
    """Write an outcome in one step, with the limits under which it was found."""
    content = {"limits": asdict(limits), **asdict(outcome)}
    write_file(folder / f"{name}.json", json.dumps(content))


def load(folder: Path, name: str, exercises: list[str], limits: Limits) -> Outcome | None:
    """Return a stored outcome, None if there is none that holds.

    One that came from a limit holds under the same limits only.
    """
    try:
        stored = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        was = stored.pop("limits")
        outcome = Outcome(**stored)
        if not has_form(outcome, exercises) or (outcome.limited and was != asdict(limits)):
            return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return outcome


def has_form(outcome: Outcome, exercises: list[str]) -> bool:
    """Tell whether an outcome that was read can be one of a notebook with these exercises."""
    return (
        list(outcome.verdicts) == exercises
        and all(
            set(one) == {"passed", "message", "cause"}
            and type(one["passed"]) is bool
            and isinstance(one["message"], str)
            and isinstance(one["cause"], str)
            for one in outcome.verdicts.values()
        )
        and isinstance(outcome.notes, list)
        and all(isinstance(note, str) for note in outcome.notes)
        and type(outcome.limited) is bool
        and isinstance(outcome.seconds, int | float)
    )
