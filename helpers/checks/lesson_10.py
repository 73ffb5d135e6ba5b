"""Checks for the exercises of lesson 10, choosing a variant."""

import functools
import itertools

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import StandardScaler

from helpers.checks import answers
from helpers.checks.class_seed import trial_seed
from helpers.checks.core import Wrong, exercise
from helpers.data.generators import make_hard_regions, make_near_boundary
from helpers.evaluation.paired import paired_differences
from helpers.models.pipelines import APPROACHES
from helpers.models.samplers import SAMPLERS
from helpers.study.results import load_results

K = 5


def count_foreign(frame, columns=None, *, keep=slice(1, K + 1), scale=False):
    """Return, for each minority row, how many of its neighbours (five) are majority rows."""
    X = frame.drop(columns="Class") if columns is None else frame[columns]
    X, y = X.to_numpy(), frame["Class"].to_numpy()
    X = StandardScaler().fit_transform(X) if scale else X
    near = NearestNeighbors(n_neighbors=keep.stop).fit(X).kneighbors(X, return_distance=False)
    return (y[near[:, keep][y == 1]] == 0).sum(axis=1)


@functools.cache
def trial_frames(seed):
    """Return frames with few and with many minority rows in danger."""
    frames = [make_near_boundary(400, near, random_state=seed) for near in (0, 0.5, 1)]
    frames += [make_hard_regions(400, hardness, random_state=seed) for hardness in (0.7, 1)]
    return [frame.sample(frac=1, random_state=1).reset_index(drop=True) for frame in frames]


@functools.cache
def miscounted(seed):
    """Return, for each wrong way to count foreign neighbours, what it finds in the frames."""
    ways = {
        "itself": lambda frame: count_foreign(frame, keep=slice(K)),
        "four": lambda frame: count_foreign(frame, keep=slice(1, K)),
        "ten": lambda frame: count_foreign(frame, keep=slice(1, 11)),
        "scaled": lambda frame: count_foreign(frame, scale=True),
        "with class": lambda frame: count_foreign(frame, list(frame)),
        "two columns": lambda frame: count_foreign(frame, ["x1", "x2"]),
        "among minority": count_at_places,
        "majority": lambda frame: count_foreign(frame.assign(Class=1 - frame["Class"])),
    }
    return {way: [count(frame) for frame in trial_frames(seed)] for way, count in ways.items()}


@exercise("10-1", "a function of a frame with `Class` that returns one number, a share")
def share_in_danger(share):
    """At least half, but not all; of the minority; among all rows; the row itself left out."""
    share = answers.function(share, "`share_in_danger`")
    seed = trial_seed(5)
    frames = trial_frames(seed)
    what = "What `share_in_danger` returns"
    given = [share(frame.copy()) for frame in frames]
    if np.shape(given[0]) == (frames[0]["Class"].sum(),):
        raise Wrong(f"{what} is one value for each minority row. Which share of them is in danger?")
    given = [answers.number(one, what) for one in given]
    foreign = [count_foreign(frame) for frame in frames]
    right = shares(foreign, is_danger)
    if answers.close(given, right):
        return (
            "Turn the parameter from 0 to 1 and the share in danger goes from "
            f"{right[0]:.0%} to {right[2]:.0%}."
        )
    wrong = miscounted(seed)
    known = [
        ([100 * share for share in right], "That is a percentage. Return a share between 0 and 1."),
        (
            [is_danger(n).sum() for n in foreign],
            "That is how many rows are in danger. Divide by the number of minority rows.",
        ),
        (
            shares(foreign, lambda n: n >= K / 2),
            "You also count rows whose five neighbours are *all* majority, which are noise. (If "
            "you wrote `< 6`: one of the six rows found is the row itself, so leave it out.)",
        ),
        (
            shares(wrong["ten"], lambda n: (n >= 5) & (n < 10)),
            "You look at ten neighbours, which is the default of `m_neighbors`. Here it is five.",
        ),
        (
            shares(wrong["scaled"], is_danger),
            "You standardised the columns. Here the distances are those of the frame.",
        ),
        (
            shares(foreign, lambda n: (n > 0) & (n < K)),
            "One majority neighbour is not danger yet. From which number on is it?",
        ),
        (
            shares(foreign, lambda n: n == K),
            "Those are the rows that Borderline-SMOTE takes for noise.",
        ),
        (shares(foreign, lambda n: n < K / 2), "Those are the safe rows, not those in danger."),
        (
            shares(foreign, lambda n: (n >= K // 2) & (n < K)),
            f"For you {K // 2} of {K} neighbours are half. Is that *at least* half?",
        ),
        (
            shares([K - n for n in foreign], is_danger),
            "You count neighbours of the row's *own* class. Danger comes from the other one.",
        ),
        (
            shares(wrong["majority"], is_danger),
            "You judge the majority rows. Danger is about the minority.",
        ),
        (
            shares(wrong["among minority"], is_danger),
            "You search among the minority rows only, and then look up the wrong labels. All rows "
            "can be neighbours.",
        ),
        (
            shares(wrong["itself"], is_danger),
            "Each row is its own nearest neighbour. If you count it, or have left it out, you have "
            "four neighbours left; ask for six, and leave out the first.",
        ),
        *(
            (shares(wrong["four"], rule), "You have four neighbours left; ask for six.")
            for rule in DANGER_OF_FOUR
        ),
        (
            shares(wrong["with class"], is_danger),
            "`Class` is among your columns. Labels must not measure the distance.",
        ),
        (
            shares(wrong["two columns"], is_danger),
            "You measure the distance in two columns. All but `Class` are features.",
        ),
        (
            [1 - share for share in right],
            "That is the share of the minority rows that are *not* in danger.",
        ),
        (
            np.multiply(right, [frame["Class"].mean() for frame in frames]),
            f"You divide by all {len(frames[0])} rows. Danger is a matter of minority rows.",
        ),
    ]
    answers.diagnose(given, right, known, same=answers.close)
    if np.ptp(given) == 0:
        raise Wrong("The share is the same whatever the parameter is. Does it look at the frame?")
    raise Wrong(
        f"With the parameter at 1 you get {given[2]:.3f}, and that is not the share. Whose "
        "neighbours do you count, among which rows, and which columns measure the distance?"
    )


def count_at_places(frame):
    """Return what those count who search among the minority and take places for row numbers."""
    X, y = frame.drop(columns="Class").to_numpy(), frame["Class"].to_numpy()
    near = NearestNeighbors(n_neighbors=K + 1).fit(X[y == 1]).kneighbors(X[y == 1])[1]
    return (y[near[:, 1:]] == 0).sum(axis=1)


def is_danger(n_foreign):
    """Tell where at least half of five neighbours are of the other class, but not all."""
    return (n_foreign >= K / 2) & (n_foreign < K)


DANGER_OF_FOUR = (lambda n: (n >= 2) & (n < K - 1), lambda n: n == K - 2)
"""At least half but not all, or three, of four neighbours: for those who mean to have five."""


def shares(counts, rule):
    """Return the share of rows in each array to which a rule applies."""
    return [float(rule(n).mean()) for n in counts]


def trial_table(n_train=400, n_test=100):
    """Return made-up results of two approaches on ten folds, and distractions."""
    rng = np.random.default_rng(trial_seed(3))
    level, gap = rng.normal(0.5, 0.1, 10), rng.normal(0.03, 0.03, 10)
    scores = {"smote": level, "borderline": level + gap, "none": level - 0.2}
    folds = {"repeat": np.repeat([0, 1], 5), "fold": np.tile(np.arange(5), 2)}
    fixed = {"dataset": "d", "classifier": "c", "n_train": n_train, "n_test": n_test}
    parts = [
        pd.DataFrame(
            {**folds, "approach": m, "average_precision": s, "brier": (1 - s) ** 2 / 4, **fixed}
        )
        for m, s in scores.items()
    ]
    return pd.concat(parts).sample(frac=1, random_state=0).reset_index(drop=True)


@exercise("10-2", "a function of a table and two approaches that returns difference, low and high")
def corrected_interval(compare):
    """Pair by fold; correct the variance for shared training rows; t, not the normal."""
    compare = answers.function(compare, "`compare`")
    table = trial_table()
    what = "What `compare` returns"
    given = compare(table.copy(), "borderline", "smote")
    if np.shape(given) == (2,):
        raise Wrong(f"{what} is two numbers. Three are asked for: the difference, and both ends.")
    given = answers.array(given, what, shape=(3,))
    wide = table.pivot_table("average_precision", ["repeat", "fold"], "approach")
    gap = (wide["borderline"] - wide["smote"]).to_numpy()
    mean, spread, n, share = gap.mean(), gap.std(ddof=1), len(gap), 100 / 400
    normal, t = stats.norm.ppf(0.975), stats.t.ppf(0.975, n - 1)
    reach = t * spread * np.sqrt(1 / n + share)
    if answers.close(given, [mean, mean - reach, mean + reach], decimals=4):
        again = compare(table.copy(), "none", "smote")
        again = answers.array(again, what, shape=(3,))
        if not answers.close(again[0], -0.2):
            raise Wrong("With two other approaches the answer does not follow. Use the arguments.")
        again = compare(trial_table(450, 50), "borderline", "smote")
        again = answers.array(again, what, shape=(3,))
        if not answers.close(again[2] - mean, t * spread * np.sqrt(1 / n + 1 / 9), decimals=4):
            raise Wrong(
                "With ten folds in place of five the interval is wrong: your ratio of test to "
                "training rows is typed in. Take it from `n_test` and `n_train`."
            )
        return f"The uncorrected interval would be {np.sqrt(1 + n * share):.1f} times too narrow."
    at_mean = [answers.close(value, mean, decimals=4) for value in given]
    if any(at_mean) and not at_mean[0]:
        raise Wrong("The order should be difference, low, high.")
    if np.allclose(given, compare(table.copy(), "none", "smote")):
        raise Wrong(
            "You compare the same two approaches whatever you are given. Use the arguments."
        )
    if answers.close(-given[0], mean, decimals=4):
        raise Wrong("The sign is the other way round: the first approach minus the second.")
    if not at_mean[0]:
        brier = table.pivot_table("brier", ["repeat", "fold"], "approach")
        if answers.close(given[0], (brier["borderline"] - brier["smote"]).mean(), decimals=4):
            raise Wrong("You compare another metric. The difference is one in `average_precision`.")
        everything = table.groupby("approach")["average_precision"].mean()
        if answers.close(given[0], np.median(gap)):
            raise Wrong("You took the median of the differences; the interval is about the mean.")
        if answers.close(given[0], everything["borderline"] - everything.mean()):
            raise Wrong("The difference is to the other approach, not to the mean of all.")
        raise Wrong(
            f"The difference should be a mean over {n} folds, first approach minus second; "
            f"yours is {given[0]:.4f}."
        )
    half = (given[2] - given[1]) / 2
    if answers.close(given[1], -given[2], decimals=6):
        raise Wrong("Your interval lies around zero. It should lie around the difference.")
    if half < 0:
        raise Wrong("The bounds are in the wrong order: difference, low, high.")
    unpaired = np.sqrt(wide["borderline"].var() / n + wide["smote"].var() / n)
    unlucky = table[table["approach"] == "borderline"]["average_precision"].to_numpy()
    unlucky = unlucky - table[table["approach"] == "smote"]["average_precision"].to_numpy()
    by_chance = unlucky.std(ddof=1) * t
    known = [
        (
            spread * np.sqrt(1 / n + share) * stats.t.ppf(0.95, n - 1),
            "You leave out 5 % on *each* side. A 95 % interval leaves out 5 % in all.",
        ),
        (
            spread * np.sqrt(1 / n + share) * stats.t.ppf(0.975, n),
            f"Nearly: {n} differences have one degree of freedom less, because of their mean.",
        ),
        (
            spread * np.sqrt(1 / n + share),
            "That is one standard error to each side. How many does a 95 % interval reach?",
        ),
        (
            spread * np.sqrt(2 / n + share) * stats.t.ppf(0.975, n // 2 - 1),
            f"You count the folds of one repeat. There are {n} differences.",
        ),
        (spread * t, "That is how far single folds scatter, not how far their mean may be off."),
        (
            spread / np.sqrt(n) * t,
            "Your interval takes the ten folds for independent. They share training rows: add "
            "`n_test / n_train` to 1/n.",
        ),
        (
            spread / np.sqrt(n) * normal,
            "Your interval takes the ten folds for independent, and 1.96 for the t quantile. Ten "
            "differences are few, and they share training rows.",
        ),
        (
            spread * np.sqrt(1 / n + share) * normal,
            "Nearly: for ten differences take the t distribution with 9 degrees of freedom, not "
            "the normal.",
        ),
        (
            gap.std(ddof=0) * np.sqrt(1 / n + share) * t,
            "Nearly: divide the squared deviations by n - 1 (`ddof=1`); NumPy divides by n.",
        ),
        (
            spread * (1 / n + share) * t,
            "Take the square root of (1/n + n_test/n_train) before you multiply by the standard "
            "deviation.",
        ),
        (
            spread**2 * (1 / n + share) * t,
            "That is the variance; the interval needs its square root.",
        ),
        (spread * np.sqrt(1 / n + 4) * t, "The ratio is the wrong way round: test over training."),
        (
            spread * np.sqrt(1 / n + 0.2) * t,
            "You added the share of test rows among *all* rows; it should be `n_test / n_train`.",
        ),
        *[
            (unpaired * f, "You have the spread of each approach, not of their differences.")
            for f in (normal, t, t * np.sqrt(1 + n * share))
        ],
        *[
            (by_chance * f, "The rows are out of order: you subtracted scores of different folds.")
            for f in (1 / np.sqrt(n), np.sqrt(1 / n + share), 1)
        ],
    ]
    answers.diagnose(half, reach, known, same=functools.partial(answers.close, decimals=4))
    raise Wrong(
        f"The difference is right. The interval should not reach {half:.4f} to each side: take the "
        "t quantile times the square root of (1/n + n_test/n_train) times the variance."
    )


KEYS = {sampler.name.lower(): key for key, sampler in SAMPLERS.items()}
"""Names as tables and figures show them, in lower case, to those in the column `approach`."""
SITUATION = {"claim": "smote_enn", "value": 0.3, "classifier": "k nearest neighbours"}


def situation():
    """Return the stored fits that exercise 10-3 is about."""
    table = load_results("lesson10")
    return table[
        (table["claim"] == SITUATION["claim"])
        & (table["classifier"] == SITUATION["classifier"])
        & np.isclose(table["value"], SITUATION["value"])
    ]


@functools.cache
def evidence():
    """Return the mean average precision of each approach in the situation of exercise 10-3."""
    return situation().groupby("approach")["average_precision"].mean().dropna()


OTHER_ROWS = {
    "classifier": "with another classifier, or with all together. Which one does the clinic use?",
    "value": "at another setting, or over all settings. Which share of the labels is wrong?",
    "claim": "in the data of another claim, or of all together. Which are like the clinic's?",
}


@functools.cache
def gaps_elsewhere(column, approach):
    """Return the differences to SMOTE-ENN in other rows, which differ in one column only."""
    table = load_results("lesson10")
    for name in SITUATION.keys() - {column}:
        table = table[table[name] == SITUATION[name]]
    tables = [table, *(rows for _, rows in table.groupby(column))]
    means = [rows.groupby("approach")["average_precision"].mean() for rows in tables]
    return [mean.get(approach, np.nan) - mean.get("smote_enn", np.nan) for mean in means]


@functools.cache
def difference_to(approach, reference):
    """Return the paired difference of two approaches in the situation of exercise 10-3."""
    rows = situation()
    rows = rows[rows["approach"].isin([approach, reference])]
    return paired_differences(rows, "average_precision", reference, unit="replicate").iloc[0]


@exercise("10-3", "the name of a sampler, its difference to SMOTE-ENN, and a verdict")
def read_the_evidence(approach, difference, verdict):
    """Look at the right classifier, setting and measure; pair; let the interval decide."""
    if isinstance(approach, str):
        approach = KEYS.get(approach.strip().lower(), approach)
    approach = answers.choice(approach, "`sampler`", APPROACHES)
    means = evidence()
    samplers = ["smote", "adasyn", "borderline", "smote_enn", "smote_tomek", "random over-sampling"]
    if approach not in samplers:
        raise Wrong(
            f"{approach!r} makes no new rows here, and your colleague insists on them. Choose "
            "among: " + ", ".join(samplers) + "."
        )
    best = means[samplers].idxmax()
    if approach != best:
        ranked = means[samplers].sort_values(ascending=False)
        if approach == "smote_enn":
            raise Wrong(
                "That is what the tutorials' table recommends for wrong labels. What do the stored "
                "fits say, for this classifier and this metric?"
            )
        if approach == ranked.index[-1]:
            raise Wrong("That one has the *lowest* mean. Average precision is better when high.")
        if approach == ranked.index[1]:
            raise Wrong(
                "That one comes second. Did you look at the mean over all replicates and folds?"
            )
        raise Wrong(
            f"{approach!r} does not lead: another sampler has a higher mean average precision with "
            "this classifier where 30 % of the minority labels are wrong."
        )
    row = difference_to(approach, "smote_enn")
    value = answers.number(difference, "`difference`")
    if not answers.close(value, row["difference"]):
        if answers.close(value, row["difference"], decimals=2):
            raise Wrong("`difference` is near; give it to three decimals.")
        if answers.close(-value, row["difference"]):
            raise Wrong("The sign is the other way round: your sampler minus SMOTE-ENN.")
        for name in means.index.drop(approach):
            if answers.close(value, means[approach] - means[name]):
                other = "no sampler at all" if name == "none" else name
                raise Wrong(f"That is the difference to {other}. Compare with SMOTE-ENN.")
        if answers.close(value, means[approach] / means["smote_enn"]):
            raise Wrong("That is a ratio. A difference is asked for: one minus the other.")
        if answers.close(value, 100 * row["difference"], decimals=1):
            raise Wrong("Did you give percentage points? Average precision runs from 0 to 1.")
        for decimals, (column, text) in itertools.product((6, 3), OTHER_ROWS.items()):
            gaps = gaps_elsewhere(column, approach)
            if any(answers.close(value, gap, decimals=decimals) for gap in gaps):
                raise Wrong(f"That is the difference {text}")
        if answers.close(value, means[approach]):
            raise Wrong("That is the average precision itself, not a difference.")
        answers.number(value, "`difference`", low=-1, high=1)
        raise Wrong(
            f"The difference {value:.4f} does not belong to {approach!r} minus SMOTE-ENN. Check "
            "claim, setting, classifier and measure."
        )
    verdict = answers.choice(verdict, "`verdict`", ["better", "worse", "inconclusive"])
    if verdict != row["verdict"]:
        raise Wrong(
            f"The interval goes from {row['low']:.3f} to {row['high']:.3f}. What does that say "
            "about zero?"
        )
    return (
        f"{approach} is {row['difference']:.3f} above SMOTE-ENN, interval {row['low']:.3f} to "
        f"{row['high']:.3f}."
    )
