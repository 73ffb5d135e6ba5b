"""Errors whose message is for the reader."""

from __future__ import annotations

OPTIMIZED = (
    "Python runs with -O or PYTHONOPTIMIZE and skips every assert, so that nothing would be tested."
    " Unset PYTHONOPTIMIZE and run the command again."
)


class DataError(ValueError):
    """Data that the course cannot use; the message says where the fault is and what to do."""


class NotOnTheseDataError(DataError):
    """A lesson cannot be shown on the user's file; the message says what it needs, and why."""


class ClaimError(Exception):
    """Something that a lesson states is not so; the message is the sentence."""


class CourseError(Exception):
    """A lesson could not be chosen, or one of its cells failed; the message is for the reader."""


class TasksFailedError(Exception):
    """Some tasks of an experiment raised errors; all others are done.

    Parameters
    ----------
    failed : dict
        From the key of each task that failed, a tuple of strings, to the text of its error.
    """

    def __init__(self, failed: dict[tuple[str, ...], str]):
        self.failed = failed
        lines = [
            f"{' | '.join(key)}: {text.strip().splitlines()[-1]}" for key, text in failed.items()
        ]
        first = next(iter(failed.values()))
        super().__init__(
            f"{len(failed)} tasks failed, the others are stored:\n"
            + "\n".join(lines)
            + f"\nThe first one in full:\n{first}"
        )
