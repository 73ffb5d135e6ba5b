"""Wrong inputs for the statements of lesson 00."""

WRONG: dict[str, str] = {
    "Fewer than one payment in a hundred is a fraud.": "frauds = 50_000",
    "Every package is here, in a version that the course works with.": (
        "packages = packages.assign(ok=packages['package'] != 'imbalanced-learn')"
    ),
}
