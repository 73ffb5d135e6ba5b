"""Wrong inputs for the statements of lesson 01."""

WRONG: dict[str, str] = {}
