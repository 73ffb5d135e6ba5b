"""Wrong answers that learners may give, each with the idea that leads to it.

``WRONG`` has a list for each exercise, or a function that computes it: some fit models.
"""
