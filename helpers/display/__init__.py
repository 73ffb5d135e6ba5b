"""What a lesson puts on the page: a figure with its text alternative, a function's source."""

from helpers.display.code import source
from helpers.display.figures import show

__all__ = ["show", "source"]
