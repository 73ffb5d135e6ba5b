"""Whose notebook it is, putting it together, running it under limits, what the learner reads."""
