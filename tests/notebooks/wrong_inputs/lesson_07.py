"""Wrong inputs for the statements of lesson 07."""

WRONG: dict[str, str] = {}
