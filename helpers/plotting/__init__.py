"""Figures: each function draws on one Axes and returns it."""

from helpers.plotting.figures import (
    plot_before_after,
    plot_class_distribution,
    plot_confusion_matrix,
    plot_points,
    plot_precision_recall,
    plot_reliability,
    plot_synthetic,
)
from helpers.plotting.forest import plot_forest
from helpers.plotting.style import CLASS_NAMES, COLOURS, MARKERS, VERDICTS

__all__ = [
    "CLASS_NAMES",
    "COLOURS",
    "MARKERS",
    "VERDICTS",
    "plot_before_after",
    "plot_class_distribution",
    "plot_confusion_matrix",
    "plot_forest",
    "plot_points",
    "plot_precision_recall",
    "plot_reliability",
    "plot_synthetic",
]
