"""The studies, on simulated worlds and on real sets: grids, stored results, verdicts, figures."""

from helpers.study.across_origins import (
    GROUPS,
    NOTHING,
    TUNED,
    Comparison,
    count_sets_instead,
    differences,
    judge_comparisons,
    judge_one,
    leave_one_origin_out,
    name_way,
    write_answer,
)
from helpers.study.claims import (
    CLAIMS,
    CLASSIFIERS,
    METRICS,
    dataset,
    name_of,
    reference_sampler,
)
from helpers.study.decision_table import decide, write_decisions
from helpers.study.figures import plot_claims, plot_design, plot_parameter, plot_worlds
from helpers.study.grids import run_claim
from helpers.study.own_cells import extend_study, load_card_results
from helpers.study.real_results import load_real_set_results
from helpers.study.real_sets import rerun
from helpers.study.recommendation import gains, recommend
from helpers.study.results import load_results
from helpers.study.verdicts import (
    average_conditions,
    brier_changes,
    count_verdicts,
    gains_by_width,
    judge_cases,
    judge_conditions,
    measured_table,
    paired_gaps,
)

__all__ = [
    "CLAIMS",
    "CLASSIFIERS",
    "GROUPS",
    "METRICS",
    "NOTHING",
    "TUNED",
    "Comparison",
    "average_conditions",
    "brier_changes",
    "count_sets_instead",
    "count_verdicts",
    "dataset",
    "decide",
    "differences",
    "extend_study",
    "gains",
    "gains_by_width",
    "judge_cases",
    "judge_comparisons",
    "judge_conditions",
    "judge_one",
    "leave_one_origin_out",
    "load_card_results",
    "load_real_set_results",
    "load_results",
    "measured_table",
    "name_of",
    "name_way",
    "paired_gaps",
    "plot_claims",
    "plot_design",
    "plot_parameter",
    "plot_worlds",
    "recommend",
    "reference_sampler",
    "rerun",
    "run_claim",
    "write_answer",
    "write_decisions",
]
