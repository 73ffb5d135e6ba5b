"""One claim on four benches: the learner gives a verdict before each opens."""

from itertools import pairwise

import matplotlib.pyplot as plt

from helpers.display.figures import describe
from helpers.evaluation.differences import signed
from helpers.evaluation.equivalence import TOO_SMALL
from helpers.explorers.frame import Control, Explorer, State, Task, explore
from helpers.study.across_origins import TUNED, Comparison, judge_comparisons
from helpers.study.verdicts import gains_by_width

VERDICTS = ("better", "worse", "equivalent", "inconclusive")
CASE = ("smote_enn", "balanced_accuracy", "decision tree")


def court(stored, fresh, wide, real) -> Explorer:
    """Take SMOTE-ENN with a decision tree through the study's four kinds of evidence.

    Parameters
    ----------
    stored, fresh, wide : DataFrame
        From `helpers.study.load_results`: the first replicates, the fresh ones, more columns.
    real : DataFrame
        From `helpers.study.load_real_set_results`.

    Returns
    -------
    Explorer
    """
    sampler, metric, classifier = CASE
    most = wide["n_columns"].max()
    noisy = wide[(wide["n_columns"] == most) & (wide["further"] == "noise")]
    benches = {
        f"{table['replicate'].nunique()} {what}": gains_by_width([table], [CASE]).iloc[0]
        for table, what in [(stored, "replicates"), (fresh, "fresh replicates")]
    }
    benches[f"{most} columns, noise"] = gains_by_width([noisy], [CASE]).iloc[0]
    comparison = Comparison((sampler, "tuned"), TUNED, metric, classifier)
    benches["real data sets"] = judge_comparisons(real, [comparison]).iloc[0]
    claim = (
        "SMOTE-ENN, recommended for noisy or mislabelled data, raises the balanced accuracy of a "
        "decision tree above that of no new rows."
    )
    return hear(claim, benches)


def hear(claim, benches) -> Explorer:
    """Take a claim through benches.

    Parameters
    ----------
    claim : str
    benches : mapping of str to mapping
        For each bench ``difference``, ``low``, ``high`` and ``verdict``, as
        `helpers.evaluation.judge_differences` gives them; higher is better.

    Returns
    -------
    Explorer
    """
    names = list(benches)
    rows = list(benches.values())
    texts = [signed(row["difference"], row["low"], row["high"]) for row in rows]
    verdicts = [row["verdict"] for row in rows]

    def say(bench, verdict):
        return f"Bench {bench + 1}, {{0}}: {texts[bench]}, {verdicts[bench]}. You say {{1}}."

    def reply(bench, verdict):
        said, right = VERDICTS[verdict], verdicts[bench]
        if said == right:
            return True, f"Yes: {texts[bench]}, {right}."
        why = {
            "better": "the whole interval lies above zero",
            "worse": "the whole interval lies below zero",
            "equivalent": f"every difference above {TOO_SMALL} is excluded",
            "inconclusive": "these data can decide neither for nor against, which is not "
            "“equivalent”",
        }[right]
        if said == "better" and bench and verdicts[bench - 1] == "better":
            why += ". What held on the bench before need not hold here"
        return False, f"No: {texts[bench]}, {right}: {why}."

    turns = sum(one != other for one, other in pairwise(verdicts))
    heard = "; ".join(f"{name}: {right}" for name, right in zip(names, verdicts, strict=True))
    task = Task(
        title="The court",
        ask=(
            f"The claim: {claim} Four benches hear it. Give your verdict on each before it opens: "
            "choose the bench, then the verdict, and press Answer. How often do you have to change "
            "your verdict?"
        ),
        reply=reply,
        choices=[
            (text, f"{'Yes' if is_so else 'No'}. {heard}.")
            for text, is_so in [
                ("Never: what is shown once holds everywhere.", turns == 0),
                ("Once.", turns == 1),
                ("More than once.", turns > 1),
            ]
        ],
        keep=f"{heard}. From bench to bench the verdict changes {turns} times.",
        part=0,
    )
    state = State(
        controls=[
            Control("bench", names),
            Control("your verdict", VERDICTS, start=VERDICTS.index("inconclusive")),
        ],
        say=say,
        hidden="{0}: you say {1}. The bench opens with your answer.",
        data={
            "size": [600, 60 + 50 * len(names)],
            "names": names,
            "rows": [
                [round(float(row[key]), 4) for key in ("low", "difference", "high")] for row in rows
            ],
            "verdicts": verdicts,
            "small": TOO_SMALL,
        },
    )
    return explore("court", state, task, _picture(names))


def _picture(names):
    ax = plt.subplots(figsize=(5.2, 2.2))[1]
    ax.axvspan(-TOO_SMALL, TOO_SMALL, color="0.88")
    ax.axvline(0, color="0.4", lw=1)
    for place, _ in enumerate(names):
        ax.text(0, place, "?", ha="center", va="center", size=14)
    ax.set(xlim=(-0.1, 0.1), ylim=(len(names) - 0.5, -0.5), xlabel="gain over no new rows")
    ax.set_yticks(range(len(names)), names)
    return describe(
        ax,
        f"Four closed benches, one line each: {', '.join(names)}. A grey band marks differences "
        f"up to {TOO_SMALL}, which are too small to matter.",
    )
