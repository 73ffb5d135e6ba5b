"""Figures: each function draws, describes what is to be seen, and returns Axes or Figure."""

from helpers.plotting.figures import plot_class_distribution, plot_points, plot_synthetic
from helpers.plotting.forest import plot_forest
from helpers.plotting.kept_rows import plot_kept_rows
from helpers.plotting.rows_or_threshold import plot_catches, plot_two_by_two
from helpers.plotting.scores import (
    plot_before_after,
    plot_confusion_matrices,
    plot_confusion_matrix,
    plot_precision_recall,
    plot_reliability,
)
from helpers.plotting.style import CLASS_NAMES, COLOURS, MARKERS, VERDICTS

__all__ = [
    "CLASS_NAMES",
    "COLOURS",
    "MARKERS",
    "VERDICTS",
    "plot_before_after",
    "plot_catches",
    "plot_class_distribution",
    "plot_confusion_matrices",
    "plot_confusion_matrix",
    "plot_forest",
    "plot_kept_rows",
    "plot_points",
    "plot_precision_recall",
    "plot_reliability",
    "plot_synthetic",
    "plot_two_by_two",
]
