"""Figures: each function draws, describes what is to be seen, and returns Axes or Figure."""

from helpers.plotting.boundaries import plot_boundaries
from helpers.plotting.by_class import plot_boxes, plot_one_in_a_grid, plot_shares
from helpers.plotting.calibration import plot_calibration
from helpers.plotting.cleaned import plot_links, plot_removed
from helpers.plotting.figures import plot_class_distribution, plot_points, plot_synthetic
from helpers.plotting.forest import plot_forest
from helpers.plotting.kept_rows import plot_kept_rows
from helpers.plotting.neighbourhoods import plot_neighbourhoods
from helpers.plotting.new_rows import plot_who_got_new_rows
from helpers.plotting.parents import plot_parents
from helpers.plotting.rows_or_threshold import plot_catches, plot_two_by_two
from helpers.plotting.scores import (
    plot_confusion_matrices,
    plot_confusion_matrix,
    plot_precision_recall,
)
from helpers.plotting.style import CLASS_NAMES, COLOURS, MARKERS, VERDICTS

__all__ = [
    "CLASS_NAMES",
    "COLOURS",
    "MARKERS",
    "VERDICTS",
    "plot_boundaries",
    "plot_boxes",
    "plot_calibration",
    "plot_catches",
    "plot_class_distribution",
    "plot_confusion_matrices",
    "plot_confusion_matrix",
    "plot_forest",
    "plot_kept_rows",
    "plot_links",
    "plot_neighbourhoods",
    "plot_one_in_a_grid",
    "plot_parents",
    "plot_points",
    "plot_precision_recall",
    "plot_removed",
    "plot_shares",
    "plot_synthetic",
    "plot_two_by_two",
    "plot_who_got_new_rows",
]
