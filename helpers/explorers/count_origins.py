"""One comparison counted by files and by origins, with one origin left out after the other."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from helpers.display.figures import describe
from helpers.evaluation.differences import signed
from helpers.evaluation.equivalence import TOO_SMALL, judge_differences
from helpers.explorers.frame import Control, Explorer, State, Task, explore
from helpers.study.across_origins import differences

UNITS = ("files", "origins")
MOST = 14
"""Origins that can be left out, at most."""


def count_origins(results, comparison) -> Explorer:
    """Take a comparison of the study on real sets, counted by files and by origins.

    Parameters
    ----------
    results : DataFrame
        From `helpers.study.load_real_set_results`.
    comparison : Comparison

    Returns
    -------
    Explorer
    """
    return weigh(differences(results, comparison, unit="dataset"), comparison.metric)


def weigh(gaps, metric) -> Explorer:
    """Let the learner search for one origin on which a verdict hangs.

    Parameters
    ----------
    gaps : Series
        Differences by ``origin`` and ``dataset``, at least two origins.
    metric : str

    Returns
    -------
    Explorer
        If the verdict hangs on no single origin, to leave out none is the answer.
    """
    by_origin = gaps.groupby("origin").mean()
    files = gaps.groupby("origin").size().sort_values(ascending=False, kind="stable")
    largest, n_largest = files.index[0], int(files.iloc[0])
    verdicts = {
        one: judge_differences(by_origin.drop(one), metric)["verdict"] for one in by_origin.index
    }
    whole = judge_differences(by_origin, metric)
    turning = [one for one, verdict in verdicts.items() if verdict != whole["verdict"]]
    ranked = by_origin.sort_values(kind="stable").index
    wanted = dict.fromkeys([*turning, *files.index[:4], *ranked[:3], *ranked[-3:], *ranked])
    stops = ["none", *sorted([*wanted][: min(MOST, len(wanted) - 1)])]
    answers = [
        [judge_differences(rows[_origins(rows) != one], metric) for one in stops]
        for rows in (gaps, by_origin)
    ]

    def counted(unit, stop):
        row = answers[unit][stop]
        interval = signed(*(row[key] for key in ("difference", "low", "high")))
        return f"{row['n']} {UNITS[unit]}, {interval}, {row['verdict']}"

    def say(unit, stop):
        return f"Counting {{0}}, left out: {{1}}. {counted(unit, stop)}."

    def is_right(stop):
        return stops[stop] in (turning or ["none"])

    def reply(unit, stop):
        if unit == 0:
            return False, (
                f"You count files, and so {largest} testifies {n_largest} times: its files are "
                "made from one table. Give each origin one vote."
            )
        if is_right(stop):
            who = "this one origin" if stop else "no single origin"
            with_all = f"; with all, {whole['verdict']}" * (stop > 0)
            return True, f"Yes: {counted(unit, stop)}{with_all}. The verdict hangs on {who}."
        if stops[stop] == largest:
            return False, f"Not this one: {counted(unit, stop)}. It has many files, but one vote."
        why = "That is the verdict with all, too." if stop else "Does this hang on one of them?"
        return False, f"Not yet: {counted(unit, stop)}. {why}"

    lures = dict.fromkeys(
        [0, stops.index(largest), next(filter(is_right, range(len(stops)))), 1, 2]
    )
    widths = [row[0]["high"] - row[0]["low"] for row in answers]
    hangs = f"Without {' or '.join(turning)} it is another" if turning else "It hangs on no origin"
    task = Task(
        title="Count origins, not files",
        ask=(
            f"With each origin one vote, the verdict is: {whole['verdict']}. Which one origin, "
            "left out, gives another verdict? If you think that there is none, leave out none. Set "
            "what is counted and who is left out, and press Answer."
        ),
        reply=reply,
        choices=[
            (f"{stops[stop].capitalize()}." if stop else "None.", reply(1, stop)[1])
            for stop in [*lures][:3]
        ],
        keep=(
            f"By files: {counted(0, 0)}. By origins: {counted(1, 0)}, an interval "
            f"{widths[1] / widths[0]:.2f} times as wide. {hangs}."
            + " “Inconclusive” does not mean “equal”."
            * (whole["verdict"] == "inconclusive")
        ),
    )
    names = list(files.index)
    state = State(
        controls=[Control("count", UNITS), Control("left out", stops, stride=1)],
        say=say,
        hidden="You count {0}, left out: {1}. The interval appears with your answer.",
        data={
            "size": [600, 330],
            "values": [_places(rows, names) for rows in (gaps, by_origin)],
            "left": [names.index(one) if one in names else -1 for one in stops],
            "largest": f"{largest}, {n_largest} files",
            "intervals": [
                [[round(row[key], 4) for key in ("low", "difference", "high")] for row in rows]
                for rows in answers
            ],
            "small": TOO_SMALL,
        },
    )
    return explore("count_origins", state, task, _picture(gaps, largest))


def _origins(rows):
    return rows.index.get_level_values("origin")


def _places(rows, names):
    """Return the number of its origin and the difference of each row, in rising order."""
    rows = pd.Series(rows).sort_values(kind="stable")
    origins = rows.index.get_level_values("origin")
    return [
        [names.index(one), round(float(gap), 3)] for one, gap in zip(origins, rows, strict=True)
    ]


def _picture(gaps, largest):
    ax = plt.subplots(figsize=(5.2, 2.4))[1]
    bins = np.linspace(gaps.min(), gaps.max(), 25)
    one = _origins(gaps) == largest
    ax.hist([gaps[~one], gaps[one]], bins, stacked=True, label=["other files", largest])
    ax.axvline(0, color="0.3", lw=1)
    ax.set(xlabel="difference", ylabel="files")
    ax.legend(loc="upper right")
    return describe(
        ax,
        f"The differences of {len(gaps)} files, from {gaps.min():+.3f} to {gaps.max():+.3f}. "
        f"{one.sum()} of the files are made from one origin, {largest}.",
    )
