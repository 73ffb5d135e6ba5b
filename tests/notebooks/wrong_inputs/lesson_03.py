"""Wrong inputs for the statements of lesson 03."""

WRONG: dict[str, str] = {}
