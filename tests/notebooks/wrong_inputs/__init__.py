"""For each statement of a lesson one wrong input, on which it must fail."""
