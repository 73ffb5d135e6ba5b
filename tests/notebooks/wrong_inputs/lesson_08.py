"""Wrong inputs for the statements of lesson 08."""

WRONG: dict[str, str] = {}
