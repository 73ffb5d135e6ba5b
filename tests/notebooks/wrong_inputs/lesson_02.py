"""Wrong inputs for the statements of lesson 02."""

WRONG: dict[str, str] = {}
