"""The studies, on simulated worlds and on real sets: grids, stored results, verdicts, figures."""

from helpers.study.claims import BASELINE, CLAIMS, CLASSIFIERS, dataset, name_of
from helpers.study.figures import plot_advantage, plot_chart, plot_gains, plot_worlds
from helpers.study.grids import run_claim
from helpers.study.real_results import load_real_set_results
from helpers.study.real_sets import rerun
from helpers.study.recommendation import average_over_claims, gains, recommend
from helpers.study.results import load_results
from helpers.study.verdicts import (
    advantage,
    confirm_claims,
    count_verdicts,
    describe_claim,
    judge_claims,
    measured_table,
    verdict_table,
)

__all__ = [
    "BASELINE",
    "CLAIMS",
    "CLASSIFIERS",
    "advantage",
    "average_over_claims",
    "confirm_claims",
    "count_verdicts",
    "dataset",
    "describe_claim",
    "gains",
    "judge_claims",
    "load_real_set_results",
    "load_results",
    "measured_table",
    "name_of",
    "plot_advantage",
    "plot_chart",
    "plot_gains",
    "plot_worlds",
    "recommend",
    "rerun",
    "run_claim",
    "verdict_table",
]
