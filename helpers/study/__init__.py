"""Lesson 10's study, "when to use which": claims, grids, stored results, verdicts and figures."""

from helpers.study.claims import CLAIMS, CLASSIFIERS, METRICS, dataset, name_of
from helpers.study.figures import plot_design, plot_parameter, plot_worlds
from helpers.study.grids import run_claim
from helpers.study.recommendation import recommend
from helpers.study.results import load_results
from helpers.study.verdicts import (
    brier_changes,
    count_verdicts,
    judge_cases,
    judge_conditions,
    measured_table,
    paired_gaps,
)

__all__ = [
    "CLAIMS",
    "CLASSIFIERS",
    "METRICS",
    "brier_changes",
    "count_verdicts",
    "dataset",
    "judge_cases",
    "judge_conditions",
    "load_results",
    "measured_table",
    "name_of",
    "paired_gaps",
    "plot_design",
    "plot_parameter",
    "plot_worlds",
    "recommend",
    "run_claim",
]
