"""Wrong inputs for the statements of lesson 00."""

WRONG: dict[str, str] = {}
