"""The four steps of the project, each with a check that replies by misconception."""

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers.desk import verdicts
from helpers.desk.desk import Desk
from helpers.desk.judging import AT_HOME, judge_policy, twins
from helpers.desk.memo import numbers_hold, rivals_named
from helpers.desk.parts import AMOUNT, LABEL, SEALED
from helpers.desk.rivals import RIVALS
from helpers.desk.scoring import PolicyError, Scorer, scorer
from helpers.desk.time_facts import largest_tenth
from helpers.desk.trials import varied

SEED = 0
LONGEST = 450  # words of a memo
CLOSE = 0.02
JARGON = ("precision", "recall", "roc", "auc", "f1", "logistic", "classifier", "smote", "threshold")
NO_EUROS = {
    "accuracy": "Whoever calls nobody has the best accuracy but for a fifth of a percent.",
    "recall": "Recall counts a fraud of 1 EUR like one of 1,000 EUR, and calls cost nothing in it.",
    "precision": "Precision is perfect for a desk that calls once and is right.",
    "f1": "F1 weighs false and missed alarms by a rule that nobody at the desk has chosen.",
    "auc": "An area is about all budgets at once. The desk has one.",
}


def check_proposal(proposal: dict) -> None:
    """Check step 1: goal, budget and rivals, and what would change your mind.

    Parameters
    ----------
    proposal : dict
        ``goal`` (str), ``budget`` (int), ``rivals`` (list of str), ``change_my_mind`` (str).
    """
    goal, told = str(proposal.get("goal", "")), []
    wrong = [why for word, why in NO_EUROS.items() if re.search(rf"\b\w*{word}\b", goal, re.I)]
    if "eur" not in goal.lower():
        told.append(f"The goal is not in euros. {wrong[0] if wrong else 'What does the desk pay?'}")
    if not isinstance(proposal.get("budget"), int) or proposal["budget"] <= 0:
        told.append("How many calls are there? Everything is compared within this number.")
    missing = [name for name in RIVALS if name not in proposal.get("rivals", [])]
    if missing:
        told.append(f"Rivals that are not named yet: {', '.join(missing)}.")
    if len(str(proposal.get("change_my_mind", "")).split()) < 8:
        told.append("Say in a sentence which result would make you take a rival instead.")
    _say("Step 1", told, "Goal, budget and rivals stand before any result. Now fill line 1 of log.")


def check_data_page(page: dict, desk: Desk) -> None:
    """Check step 2: the numbers of the data page, and the column that comes too late.

    Parameters
    ----------
    page : dict
        ``frauds_fit`` and ``frauds_decide`` (int), ``largest_tenth`` (the share of the frauds'
        money in *fit* that its largest tenth carries, from 0 to 1), ``twins`` (int: rows of
        *decide* that equal a row of *fit*), ``known_later`` (str: the column).
    desk : Desk
    """
    told = []
    for name, rows in {"frauds_fit": desk.fit, "frauds_decide": desk.decide}.items():
        if page.get(name) != rows[LABEL].sum():
            told.append(f"`{name}` is not what a sum of the labels gives.")
    share = largest_tenth(desk.fit.loc[desk.fit[LABEL] == 1, AMOUNT])
    if not _near(page.get("largest_tenth"), share):
        told.append("`largest_tenth`: sort the frauds' amounts, and sum the largest tenth of them.")
    found = verdicts.twins_counted(page.get("twins"), count_twins(desk), mistaken_twins(desk))
    told += [found.reply] if found.state != verdicts.PASSED else []
    if page.get("known_later") != desk.later:
        told.append(
            "`known_later`: one column names most frauds and hardly anybody else, but is 0 in all "
            "rows of `desk.late`. Which one?"
        )
    _say("Step 2", told, "The data page holds. Few frauds, and few of them carry the money.")


def check_policy(policy: Callable, desk: Desk) -> None:
    """Check step 3: try the policy as the grader will, C and D aside."""

    def learn(variation: str) -> Scorer:
        trial = varied(desk, variation, SEED)
        learned = guarded(lambda: scorer(policy, trial.fit, trial.decide))
        return lambda rows: guarded(lambda: learned(rows))

    for one in judge_policy(learn, desk, SEED, AT_HOME):
        print(one)


def check_memo(table: pd.DataFrame, desk: Desk, folder: str | Path = ".") -> None:
    """Check step 4: the memo fits its reader, and its numbers are those of `table`.

    Parameters
    ----------
    table : DataFrame
        What `desk.judge` returned.
    desk : Desk
    folder : str or Path
        Where memo.md and log.md are.
    """
    memo = Path(folder, "memo.md").read_text(encoding="utf-8")
    told = [
        one.reply
        for one in (rivals_named(memo), numbers_hold(memo, table, desk.source))
        if one.state != verdicts.PASSED
    ]
    prose = "\n".join(line for line in memo.splitlines() if not line.startswith("|"))
    if len(prose.split()) > LONGEST:
        told.append(f"{len(prose.split())} words are more than a page ({LONGEST}).")
    if "![" not in memo:
        told.append("There is no figure: `![what it shows](figure.png)`.")
    if not re.search(r"stop if[^\n]*\d", memo, re.IGNORECASE):
        told.append("*Stop if* needs a number that the desk can count.")
    words = [word for word in JARGON if re.search(rf"\b{word}\b", prose, re.IGNORECASE)]
    if words:
        told.append(f"The reader knows no statistics: {', '.join(words)}.")
    _say("Step 4", told, f"The memo holds, for {desk.budgets[SEALED]} calls. Read it to somebody.")


def count_twins(desk: Desk) -> int:
    """Return how many rows of *decide* equal a row of *fit* in all that a model sees."""
    return twins(desk.fit, desk.decide, unseen(desk))


def unseen(desk: Desk) -> list[str]:
    """Return the columns that no model sees."""
    return ["Time", LABEL, desk.later]


def mistaken_twins(desk: Desk) -> dict[str, int]:
    """Return the numbers of twins that mistakes give, by what is said of them."""
    fit, decide = desk.fit, desk.decide
    both = pd.concat([fit, decide]).drop(columns=unseen(desk), errors="ignore")
    return {
        "You compare the time, too; twins come at different times.": twins(fit, decide, [LABEL]),
        "You count twins inside of the parts, too.": int(both.duplicated().sum()),
    }


def _near(told: object, right: float) -> bool:
    """Tell whether a share is right to two digits."""
    return isinstance(told, int | float) and abs(told - right) < CLOSE


def guarded(action: Callable):
    """Return what an action of a learner's returns; its errors become `PolicyError`."""
    try:
        return action()
    except Exception as error:  # whatever it is, it is the policy's
        raise PolicyError(f"{type(error).__name__}: {error}") from error


def _say(step: str, told: list[str], praise: str) -> None:
    """Print what a step needs still, or that it is done."""
    print(f"✗ {step}\n  " + "\n  ".join(told) if told else f"✓ {step}  {praise}")
