"""Try a policy: let it learn from variations of a desk, have rows scored, form the results.

The policy itself may run elsewhere: what comes in here are functions that return numbers.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.desk import verdicts
from helpers.desk.desk import Desk, open_desk
from helpers.desk.parts import DECIDE, SEALED
from helpers.desk.scoring import PolicyError, Scorer, scorer
from helpers.desk.trials import OTHER_HOURS, PLAIN, POISONED, SHUFFLED, varied
from helpers.desk.verdicts import FAILED, OPEN, PASSED, Result

WHOLE, AT_HOME = "ABCDEFGL", "ABEFGL"
ALONE = 12  # rows that are scored one at a time
AFTER_A = "Two runs differ by themselves, so this cannot be seen. Mend A first."


def judge_policy(
    learn: Callable[[str], Scorer], desk: Desk, seed: int, checks: str = WHOLE
) -> list[Result]:
    """Return the results of the checks that try a policy.

    Parameters
    ----------
    learn : callable
        Takes the name of a variation of the desk (`helpers.desk.trials.varied`), lets the policy
        learn on it and returns its scorer. Both raise `PolicyError` where the policy stops.
    desk : Desk
    seed : int
        Of the variations.
    checks : str
        Their letters.
    """
    try:
        trial = _Trial(learn, desk, seed)
    except PolicyError as error:
        first = Result("A", FAILED, f"The policy could not learn: {error}")
        return [first, *(Result(one, OPEN, "The policy did not run.") for one in checks[1:])]
    found = {}
    for letter in checks:
        unclear = letter in "CD" and found["A"].state != PASSED
        if unclear:
            found[letter] = Result(letter, OPEN, AFTER_A)
            continue
        try:
            found[letter] = getattr(trial, letter.lower())()
        except PolicyError as error:
            found[letter] = Result(letter, FAILED, f"Here the policy stopped: {error}")
    return list(found.values())


class _Trial:
    """One method for each check, named by its letter."""

    def __init__(self, learn: Callable[[str], Scorer], desk: Desk, seed: int):
        self.learn, self.desk, self.seed = learn, desk, seed
        self.score, self.budgets = learn(PLAIN), desk.budgets
        self.day = desk.part(SEALED, labelled=False)
        self.decide = desk.part(DECIDE, labelled=False)

    @cached_property
    def of_the_day(self) -> np.ndarray:
        return self.score(self.day)

    @cached_property
    def of_decide(self) -> np.ndarray:
        return self.score(self.decide)

    def a(self) -> Result:
        again = self.learn(PLAIN)(self.day)
        return verdicts.same_calls(self.of_the_day, again, self.day, self.budgets[SEALED])

    def b(self) -> Result:
        place = np.random.default_rng(self.seed).permutation(len(self.day))
        turned = np.empty(len(place))
        turned[place] = self.score(self.day.iloc[place].reset_index(drop=True))
        return verdicts.any_order(self.of_the_day, turned, self.day, self.budgets[SEALED])

    def c(self) -> Result:
        poisoned = self.learn(POISONED)(self.decide)
        return verdicts.sealed_untouched(self.of_decide, poisoned)

    def d(self) -> Result:
        other = self.learn(OTHER_HOURS)(self.decide)
        return verdicts.late_untouched(self.of_decide, other)

    def e(self) -> Result:
        n, rows = len(self.day) // 2, self.day
        alone = [self.score(rows.iloc[[place]]) for place in range(ALONE)]
        halves = [self.score(rows.iloc[:n]), self.score(rows.iloc[n:])]
        return verdicts.row_by_row(self.of_the_day, np.concatenate(alone), np.concatenate(halves))

    def f(self) -> Result:
        rows = varied(self.desk, SHUFFLED, self.seed).decide
        scores = self.learn(SHUFFLED)(self.decide)
        return verdicts.nothing_found_again(scores, rows, self.budgets[DECIDE])

    def g(self) -> Result:
        return verdicts.few_ties(self.of_the_day, self.day, self.budgets[SEALED])

    def l(self) -> Result:  # noqa: E743 - the checks have letters
        later = self.desk.later
        other = np.random.default_rng(self.seed).permutation(self.decide[later].to_numpy())
        permuted = self.score(self.decide.assign(**{later: other}))
        return verdicts.later_ignored(self.of_decide, permuted, later)


def twins(first: pd.DataFrame, second: pd.DataFrame, without: list[str]) -> int:
    """Return how many rows of the second table equal a row of the first, some columns aside."""
    columns = [name for name in first if name not in without]
    known = set(pd.util.hash_pandas_object(first[columns], index=False))
    return int(pd.util.hash_pandas_object(second[columns], index=False).isin(known).sum())


def learned(policy: Callable) -> Scorer:
    """Let a policy learn on a fresh desk, whatever the notebook has done to its own."""
    desk = open_desk()
    return scorer(policy, desk.fit, desk.decide)
