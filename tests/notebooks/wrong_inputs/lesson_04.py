"""Wrong inputs for the statements of lesson 04."""

WRONG: dict[str, str] = {}
