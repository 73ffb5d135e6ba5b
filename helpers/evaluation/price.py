"""What one more caught fraud costs in false alarms."""

import numpy as np

from helpers.evaluation.scores import Evaluation


def alarms_per_extra_catch(model: Evaluation, reference: Evaluation) -> np.ndarray:
    """Return how many more false alarms each additional true positive costs.

    Parameters
    ----------
    model, reference : Evaluation
        Of one test set, on the same resamples, as for `helpers.evaluation.compare`.

    Returns
    -------
    ndarray of shape (3,)
        The price and the bounds of its percentile bootstrap interval. Infinite where a resample
        has no additional true positive; all NaN if the test set itself has none.

    Examples
    --------
    >>> from helpers.evaluation import evaluate_scores
    >>> y = np.repeat([0, 1], [50, 10])
    >>> strict = evaluate_scores(y, np.repeat([0.1, 0.4, 0.9], [40, 15, 5]))
    >>> print(alarms_per_extra_catch(strict.at(0.3), strict).round(2))
    [2.   0.8  5.33]
    """
    before, after = (_catches_and_alarms(one) for one in (reference, model))
    catches, alarms = (new - old for new, old in zip(after, before, strict=True))
    if catches[0] <= 0:
        return np.full(3, np.nan)
    price = np.where(catches > 0, alarms / np.where(catches > 0, catches, 1), np.inf)
    tail = (1 - model.settings["confidence_level"]) / 2
    bounds = np.quantile(price[1:], [tail, 1 - tail], method="nearest")
    return np.array([price[0], *bounds])


def _catches_and_alarms(evaluation: Evaluation) -> tuple[np.ndarray, np.ndarray]:
    """Return true and false positives: of the test set, then of each resample."""
    recall, balanced = (
        np.append(evaluation[metric], evaluation.draws[metric])
        for metric in ("recall", "balanced_accuracy")
    )
    n_minority = evaluation.y_true.sum()
    n_majority = (len(evaluation.y_true) - n_minority) * evaluation.majority_weight
    specificity = 2 * balanced - recall
    return np.rint(recall * n_minority), (1 - specificity) * n_majority
