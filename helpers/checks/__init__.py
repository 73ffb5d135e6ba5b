"""Checks that teach: ``check("03-2", answer)`` says what is right, or which idea went wrong.

One module per lesson holds its checkers; `helpers.checks.core` finds and runs them,
`helpers.checks.answers` reads what learners hand in, `helpers.checks.progress` remembers. The
quizzes of the lessons stand in ``questions/``; `helpers.checks.quizzes` reads them.
"""

from helpers.checks.asking import check
from helpers.checks.core import CheckFailed, verdict
from helpers.checks.progress import report, summary

__all__ = ["CheckFailed", "check", "report", "summary", "verdict"]
