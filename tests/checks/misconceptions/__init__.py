"""Wrong answers that learners may give, each with the idea that leads to it."""
