"""The metrics that exercises let learners choose from, and how else they may be written."""

METRIC_CHOICES = ["accuracy", "precision", "recall", "average precision", "ROC-AUC", "Brier score"]
_SPELLINGS = {"average_precision": "average precision", "ap": "average precision"}
_SPELLINGS |= {"roc_auc": "ROC-AUC", "roc auc": "ROC-AUC", "auc": "ROC-AUC"}
_SPELLINGS |= {"brier": "Brier score", "brier_score": "Brier score"}


def spelled(answer: object) -> object:
    """Return a metric as the exercises spell it, and anything else as it is.

    Examples
    --------
    >>> spelled(" roc_auc"), spelled("F1"), spelled(3)
    ('ROC-AUC', 'F1', 3)
    """
    if not isinstance(answer, str):
        return answer
    return _SPELLINGS.get(answer.strip().lower(), answer)
