"""Wrong inputs for the statements of lesson 05."""

WRONG: dict[str, str] = {}
