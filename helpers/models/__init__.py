"""The samplers, a pipeline around each way to treat imbalance, and the course's own model."""

from helpers.models.course_model import evaluate_models, make_model
from helpers.models.pipelines import METHODS, build_method
from helpers.models.samplers import VARIANTS, build, when_to_use_which

__all__ = [
    "METHODS",
    "VARIANTS",
    "build",
    "build_method",
    "evaluate_models",
    "make_model",
    "when_to_use_which",
]
