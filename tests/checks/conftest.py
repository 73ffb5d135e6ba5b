"""What pytest leaves alone while it looks for tests and examples."""

collect_ignore = ["misconceptions"]  # wrong answers take seconds to compute, without an example
