"""What a lesson puts on the page: figures that describe themselves, statements, answers, code."""

from helpers.display.answers import answer
from helpers.display.claims import claim, findings_on
from helpers.display.code import source
from helpers.display.figures import describe, show

__all__ = ["answer", "claim", "describe", "findings_on", "show", "source"]
