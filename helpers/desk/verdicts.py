"""The checks A to L: what a project shows when its rows are changed, and a reply to each mistake.

Each function takes what was measured and returns a `Result`. Nothing of a learner's runs in here.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from helpers.desk.money import choose
from helpers.desk.parts import LABEL

PASSED, FAILED, OPEN = "passed", "failed", "not judged"
SIGNS = {PASSED: "✓", FAILED: "✗", OPEN: "–"}
TITLES = {
    "A": "runs twice, same calls",
    "B": "rows in another order, same calls",
    "C": "the sealed day is poisoned, *decide* does not notice",
    "D": "the late hours are changed, *decide* does not notice",
    "E": "one finite score a row, alone or in a batch",
    "F": "shuffled labels are not found again",
    "G": "the budget is filled by scores, not by ties",
    "H": "twins across the parts are counted",
    "I": "the sealed day was opened once",
    "J": "the memo's numbers are those of the policy",
    "K": "the six rivals are in the memo",
    "L": "the column that comes later changes nothing",
}
CHANCE = 0.999
TIED = 0.1  # of the calls may be settled by the rule for ties
CLOSE = {"rtol": 1e-6, "atol": 1e-9}


@dataclass(frozen=True)
class Result:
    """What a check found.

    Attributes
    ----------
    check : str
        Its letter.
    state : str
        `PASSED`, `FAILED` or `OPEN`.
    reply : str
        For the learner.
    """

    check: str
    state: str
    reply: str

    def __str__(self) -> str:
        return f"{SIGNS[self.state]} {self.check}  {TITLES[self.check]}. {self.reply}".rstrip()


def result(check: str, good: bool, reply: str, praise: str = "") -> Result:
    """Return a passed or a failed result; `reply` is for the second."""
    return Result(check, PASSED, praise) if good else Result(check, FAILED, reply)


def called(scores: np.ndarray, rows: pd.DataFrame, budget: int) -> set:
    """Return the labels of the index of the rows that are called."""
    return set(rows.index[choose(scores, rows, budget)])


def same_calls(first: np.ndarray, second: np.ndarray, rows: pd.DataFrame, budget: int) -> Result:
    """Return A: the policy learned twice and scored the same rows."""
    one, two = called(first, rows, budget), called(second, rows, budget)
    return result(
        "A",
        one == two,
        f"Learned twice on the same rows, the policy calls {len(one - two)} other customers. A "
        "seed at the top of a notebook holds for the first run of a cell only. Give each step that "
        "draws its own random_state.",
    )


def any_order(scores: np.ndarray, turned: np.ndarray, rows: pd.DataFrame, budget: int) -> Result:
    """Return B: the same rows came in another order; `turned` is in the order of `rows` again."""
    one, two = called(scores, rows, budget), called(turned, rows, budget)
    return result(
        "B",
        one == two,
        f"In another order, {len(one - two)} other customers are called. The place of a row in "
        "the table, or its number, is no property of the payment. Use the column Time.",
    )


def sealed_untouched(before: np.ndarray, poisoned: np.ndarray) -> Result:
    """Return C: on *decide*, before and after the sealed day was poisoned."""
    return result(
        "C",
        np.allclose(before, poisoned, **CLOSE),
        "With other rows on the sealed day, the scores on *decide* change. So a step has learned "
        "from that day. Scaling, imputing or choosing columns on all rows is such a step, even "
        "without labels. Learn from *fit* only.",
    )


def late_untouched(before: np.ndarray, other: np.ndarray) -> Result:
    """Return D: on *decide*, before and after the unlabelled hours were changed."""
    return result(
        "D",
        np.allclose(before, other, **CLOSE),
        "With other rows between 22:00 and 24:00, the scores on *decide* change. No label is known "
        "for these hours; that is not the same as no fraud. Leave them out.",
    )


def row_by_row(scores: np.ndarray, alone: np.ndarray, halves: np.ndarray) -> Result:
    """Return E: scores in one batch, of single rows (the first ones), and of two halves."""
    same = np.allclose(scores[: len(alone)], alone, **CLOSE)
    return result(
        "E",
        same and np.allclose(scores, halves, **CLOSE),
        "A payment gets another score when other payments come with it. So score() learns from "
        "the batch: it ranks, scales or resamples there. In use, payments come one at a time. "
        "Learn all of that in policy().",
    )


def nothing_found_again(scores: np.ndarray, rows: pd.DataFrame, budget: int) -> Result:
    """Return F: on *decide*, with the labels of *fit* and *decide* shuffled; `rows` have those."""
    labels = rows[LABEL].to_numpy()
    calls = choose(scores, rows, budget)
    most = hypergeom.ppf(CHANCE, len(rows), labels.sum(), len(calls)) if len(calls) else 0
    found = int(labels[calls].sum())
    return result(
        "F",
        found <= most,
        f"The labels were shuffled, and yet the policy finds {found} of them on *decide* (by "
        f"chance at most {most:.0f}). It has learned from the rows on which you choose. Fit on "
        "*fit* alone; *decide* is for comparing, for the cut and for recalibration.",
    )


def few_ties(scores: np.ndarray, rows: pd.DataFrame, budget: int) -> Result:
    """Return G: how many calls are settled by the rule for ties and not by the score."""
    calls = choose(scores, rows, budget)
    tied = 0
    if len(calls) == budget and len(calls):
        last = scores[calls[-1]]
        if (scores == last).sum() > (scores[calls] == last).sum():
            tied = int((scores[calls] == last).sum())
    return result(
        "G",
        tied <= max(1, TIED * budget),
        f"{tied} of {budget} calls are settled by the rule for ties: {(scores > 0).sum():,} rows "
        "want a call, and many have the same score. A decision (0 or 1) is no ranking. Return a "
        "probability, or what a call is expected to bring. Where many probabilities are 1 to the "
        "last digit, return the log-odds: `decision_function`.",
    )


def twins_counted(told: object, right: int, mistaken: dict[str, int]) -> Result:
    """Return H: the number of twins in the notebook, and on the rows at hand."""
    if isinstance(told, bool) or not isinstance(told, int | float) or told != int(told):
        return Result("H", FAILED, "Your notebook has no whole number `twins`; see step 2.")
    reason = next((why for why, value in mistaken.items() if value == told != right), "")
    return result(
        "H",
        told == right,
        f"`twins` is {told:.0f}, but {right} rows of *decide* equal a row of *fit*. {reason} "
        "Compare what a model sees: all columns but time, label, and what is known later.",
    )


def opened_once(in_run: int, in_log: int) -> Result:
    """Return I: how many policies saw the sealed day, in a run and in the log handed in."""
    n = max(in_run, in_log)
    if n == 0:
        return Result("I", FAILED, "Nobody opened the sealed day: there is no result yet.")
    return result(
        "I",
        n == 1,
        f"{n} policies were tried on the sealed day. The best of several is too good; the first "
        "counts. Choose on *decide*.",
    )


def later_ignored(scores: np.ndarray, permuted: np.ndarray, name: str) -> Result:
    """Return L: on *decide*, before and after the column that comes later was permuted."""
    return result(
        "L",
        np.allclose(scores, permuted, **CLOSE),
        f"The ranking changes with `{name}`. It is there for old rows only: weeks pass before it "
        "is known. On the day of the call it is 0 for everybody. Ask of each column when it is "
        "known.",
    )
