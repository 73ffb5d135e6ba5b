"""What a lesson puts on the page: figures with a text alternative, claims, a function's source."""

from helpers.display.claims import claim, findings_on
from helpers.display.code import source
from helpers.display.figures import describe, show

__all__ = ["claim", "describe", "findings_on", "show", "source"]
