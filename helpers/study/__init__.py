"""The studies on simulated worlds and on real sets: grids, stored results, verdicts, figures."""

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
    BASELINE,
    CLAIMS,
    CLASSIFIERS,
    dataset,
    name_of,
    reference_sampler,
)
from helpers.study.decision_table import decide, write_decisions
from helpers.study.figures import plot_advantage, plot_chart, plot_gains, plot_worlds
from helpers.study.grids import run_claim
from helpers.study.own_cells import extend_study, load_card_results
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
    "GROUPS",
    "NOTHING",
    "TUNED",
    "Comparison",
    "advantage",
    "average_over_claims",
    "confirm_claims",
    "count_sets_instead",
    "count_verdicts",
    "dataset",
    "decide",
    "describe_claim",
    "differences",
    "extend_study",
    "gains",
    "judge_claims",
    "judge_comparisons",
    "judge_one",
    "leave_one_origin_out",
    "load_card_results",
    "load_real_set_results",
    "load_results",
    "measured_table",
    "name_of",
    "name_way",
    "plot_advantage",
    "plot_chart",
    "plot_gains",
    "plot_worlds",
    "recommend",
    "reference_sampler",
    "rerun",
    "run_claim",
    "verdict_table",
    "write_answer",
    "write_decisions",
]
