"""Wrong inputs for the statements of lesson 11."""

WRONG: dict[str, str] = {}
