"""The samplers, a pipeline around each way to treat imbalance, and the course's own model."""

from helpers.models.course_model import evaluate_models, make_model
from helpers.models.fast_smote_nc import FastSMOTENC
from helpers.models.pipelines import APPROACHES, make_approach
from helpers.models.samplers import SAMPLERS, make_sampler, when_to_use_which

__all__ = [
    "APPROACHES",
    "SAMPLERS",
    "FastSMOTENC",
    "evaluate_models",
    "make_approach",
    "make_model",
    "make_sampler",
    "when_to_use_which",
]
