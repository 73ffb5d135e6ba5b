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
