"""Scores with intervals, paired comparisons, and probabilities for another prevalence."""

from helpers.evaluation.budget import within_budget
from helpers.evaluation.comparison import compare, summary_table
from helpers.evaluation.differences import compare_pair, difference_table, signed
from helpers.evaluation.equivalence import (
    correct_answers,
    judge_differences,
    judge_joint_claims,
)
from helpers.evaluation.metrics import METRICS
from helpers.evaluation.paired import control_false_discoveries, paired_differences
from helpers.evaluation.price import alarms_per_extra_catch
from helpers.evaluation.prior import prior_correction
from helpers.evaluation.scores import PUBLISHED_RATIO, Evaluation, evaluate, evaluate_scores

__all__ = [
    "METRICS",
    "PUBLISHED_RATIO",
    "Evaluation",
    "alarms_per_extra_catch",
    "compare",
    "compare_pair",
    "control_false_discoveries",
    "correct_answers",
    "difference_table",
    "evaluate",
    "evaluate_scores",
    "judge_differences",
    "judge_joint_claims",
    "paired_differences",
    "prior_correction",
    "signed",
    "summary_table",
    "within_budget",
]
