"""The rooms are those of `tests/grading`."""

from tests.grading.conftest import room

__all__ = ["room"]
