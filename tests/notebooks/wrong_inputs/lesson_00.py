"""Wrong inputs for the statements of lesson 00."""

WRONG: dict[str, str] = {
    "With so few frauds, a detector that catches none has a high accuracy.": (
        "accuracy = (100_000 - 50_000) / 100_000"
    ),
    "Every package is here, in a version that the course works with.": (
        "packages = packages.assign(ok=packages['package'] != 'imbalanced-learn')"
    ),
}
