"""Checks that teach: ``check("03-2", answer)`` says what is right, or which idea went wrong.

One module per lesson holds its checkers; `helpers.checks.core` finds and runs them,
`helpers.checks.answers` reads what learners hand in.
"""

from helpers.checks.core import CheckFailed, check, verdict

__all__ = ["CheckFailed", "check", "verdict"]
