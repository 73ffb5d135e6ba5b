"""Wrong inputs for the statements of lesson 06."""

WRONG: dict[str, str] = {}
