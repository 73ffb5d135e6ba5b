"""Probabilities for another share of the minority than the one in training."""

import numbers

import numpy as np


def prior_correction(y_score, *, prior, training_prior=0.5):
    """Correct probabilities for the share of the minority in the world.

    A model trained on resampled rows speaks of a world in which the minority is as frequent as in
    those rows. By Bayes' rule the odds of the minority are off by one factor, the same for all
    rows: the odds of the two shares, divided by each other [1]_ [2]_. For random under-sampling
    that keeps the share ``beta`` of the majority, this is ``beta * p / (beta * p - p + 1)`` [3]_.

    The ranking does not change. The formula assumes that resampling changed how frequent a class
    is, and not what its rows look like: random over- and under-sampling and class weights do that
    on average, SMOTE only roughly. And it does not mend a model that is too sure of itself.

    Parameters
    ----------
    y_score : array-like of shape (n_samples,)
        Predicted probability of class 1, from 0 to 1.
    prior : float
        Share of class 1 in the world, between 0 and 1.
    training_prior : float, default=0.5
        Share of class 1 among the rows that the classifier was fitted on, after resampling.

    Returns
    -------
    ndarray of shape (n_samples,)
        Corrected probabilities.

    Raises
    ------
    ValueError
        If a probability is missing or lies outside 0 to 1, or a share is not between 0 and 1.

    References
    ----------
    .. [1] C. Elkan, "The foundations of cost-sensitive learning", IJCAI 2001, theorem 2.
    .. [2] M. Saerens, P. Latinne and C. Decaestecker, "Adjusting the outputs of a classifier to
       new a priori probabilities", Neural Computation 14(1), 21-41, 2002,
       doi:10.1162/089976602753284446.
    .. [3] A. Dal Pozzolo, O. Caelen, R. A. Johnson and G. Bontempi, "Calibrating probability with
       undersampling for unbalanced classification", 2015 IEEE Symposium Series on Computational
       Intelligence, 159-166, doi:10.1109/SSCI.2015.33.

    Examples
    --------
    What a balanced model calls even odds is, in a world with 1 % frauds, a probability of 1 %:

    >>> prior_correction([0.0, 0.5, 0.99, 1.0], prior=0.01).round(2).tolist()
    [0.0, 0.01, 0.5, 1.0]
    """
    if not hasattr(y_score, "__len__") and not np.isscalar(y_score):
        raise ValueError(
            "y_score must be a list or an array of probabilities, not a "
            f"{type(y_score).__name__}; an iterator becomes a list with list(y_score)."
        )
    y_score = np.asarray(y_score, dtype=float)
    if not ((y_score >= 0) & (y_score <= 1)).all():
        raise ValueError("y_score must hold probabilities, all from 0 to 1.")
    for name, share in [("prior", prior), ("training_prior", training_prior)]:
        if not isinstance(share, numbers.Real) or not 0 < share < 1:
            raise ValueError(f"{name} must lie between 0 and 1, got {share!r}.")
    minority = y_score * prior / training_prior
    majority = (1 - y_score) * (1 - prior) / (1 - training_prior)
    return minority / (minority + majority)
