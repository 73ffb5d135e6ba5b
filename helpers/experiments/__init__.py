"""Cross-validated comparisons of approaches, classifiers and data sets, resumable."""

from helpers.experiments.runner import run

__all__ = ["run"]
