"""Wrong inputs for the statements of lesson 10."""

WRONG: dict[str, str] = {}
