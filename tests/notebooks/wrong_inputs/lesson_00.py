"""Wrong inputs for the statements of lesson 00."""

WRONG: dict[str, str] = {
    "A detector that never raises an alarm is right more than 99.8 % of the time.": (
        "payments, right = 100_000, 50_000"
    ),
    "Every package is here, in a version that the course works with.": (
        "packages = packages.assign(ok=packages['package'] != 'imbalanced-learn')"
    ),
}
