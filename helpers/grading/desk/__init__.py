"""Grade projects of the fraud desk: twelve checks by the grader, eight lines by a person."""
