"""The six rivals that every project has to beat, or say why not.

A policy is a function of the two labelled parts, *fit* to learn from and *decide* to choose with.
It returns an object whose ``score(rows)`` is called on rows without a label.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.desk.money import choose, gains
from helpers.desk.parts import CALL_COST, LABEL, NO_FEATURES
from helpers.models import make_model, make_sampler


@dataclass
class Scored:
    """A policy that has learned: `function` gives one number for each row, higher is earlier."""

    function: Callable[[pd.DataFrame], np.ndarray]

    def score(self, rows: pd.DataFrame) -> np.ndarray:
        """Return one number for each row; those with the highest are called, if above 0."""
        return self.function(rows)


def features(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what is known when a payment comes in, each category as a column of its own."""
    return pd.get_dummies(rows.drop(columns=NO_FEATURES, errors="ignore"), dtype=float)


def probability(model, fit: pd.DataFrame) -> Callable[[pd.DataFrame], np.ndarray]:
    """Fit a model and return the function that gives the probability of fraud."""
    fitted = model.fit(features(fit), fit[LABEL])
    return lambda rows: fitted.predict_proba(features(rows))[:, 1]


def call_nobody(fit, decide):
    """Every fraud is missed: what all others are measured against."""
    return Scored(lambda rows: np.zeros(len(rows)))


def at_random(fit, decide):
    """Any payment may be called: a number that its contents decide, as if by lot."""

    def lot(rows):
        return pd.util.hash_pandas_object(features(rows), index=False).to_numpy() / 2**64

    return Scored(lot)


def largest_amounts(fit, decide):
    """Call whoever moves most money, without a model."""
    return Scored(lambda rows: rows["Amount"].to_numpy())


def plain_model(fit, decide):
    """Rank by the probability of a logistic regression."""
    return Scored(probability(make_model(), fit))


def class_weights(fit, decide):
    """Rank likewise, with both classes weighing the same."""
    return Scored(probability(make_model(class_weight="balanced"), fit))


def sampler_with_its_cut(fit, decide):
    """Rank with SMOTE, and call only from the cut on that saves most on *decide*."""
    rank = probability(make_model(make_sampler("smote", random_state=0)), fit)
    p = rank(decide)
    budget = max(1, round(2 * decide[LABEL].sum()))
    called = choose(p, decide, budget)
    saved = np.cumsum(gains(decide, CALL_COST)[called])
    cut = p[called[np.argmax(saved)]] if saved.max() > 0 else np.inf

    def from_the_cut_on(rows):
        p = rank(rows)
        return np.where(p >= cut, p, 0.0)

    return Scored(from_the_cut_on)


RIVALS = {
    "call nobody": call_nobody,
    "random": at_random,
    "largest amounts": largest_amounts,
    "plain model": plain_model,
    "class weights": class_weights,
    "sampler": sampler_with_its_cut,
}
