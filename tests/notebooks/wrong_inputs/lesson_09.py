"""Wrong inputs for the statements of lesson 09."""

WRONG: dict[str, str] = {}
