"""Checks for the exercises of lesson 10, choosing a variant."""

import functools

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


@exercise("10-1", "a function of a frame with `Class` that returns one number, a share")
def share_in_danger(share):
    """At least half, but not all; of the minority; among all rows; the row itself left out."""
    share = answers.function(share, "`share_in_danger`")
    seed = trial_seed(5)
    frames = [make_near_boundary(400, near, random_state=seed) for near in (0, 0.5, 1)]
    frames += [make_hard_regions(400, hardness, random_state=seed) for hardness in (0.7, 1)]
    frames = [frame.sample(frac=1, random_state=1).reset_index(drop=True) for frame in frames]
    given = [
        answers.number(share(frame.copy()), "What `share_in_danger` returns") for frame in frames
    ]
    foreign = [count_foreign(frame) for frame in frames]
    right = shares(foreign, is_danger)
    if answers.close(given, right):
        return (
            "Turn the parameter from 0 to 1 and the share in danger goes from "
            f"{right[0]:.0%} to {right[2]:.0%}."
        )
    itself = [count_foreign(frame, keep=slice(K)) for frame in frames]
    four = [count_foreign(frame, keep=slice(1, K)) for frame in frames]
    ten = [count_foreign(frame, keep=slice(1, 11)) for frame in frames]
    scaled = [count_foreign(frame, scale=True) for frame in frames]
    with_class = [count_foreign(frame, list(frame)) for frame in frames]
    two_columns = [count_foreign(frame, ["x1", "x2"]) for frame in frames]
    if answers.close(given, [100 * share for share in right]):
        raise Wrong("That is a percentage. Return a share between 0 and 1.")
    if answers.close(given, [(n >= K / 2).sum() - (n == K).sum() for n in foreign]):
        raise Wrong("That is how many rows are in danger. Divide by the number of minority rows.")
    if answers.close(given, shares(foreign, lambda n: n >= K / 2)):
        raise Wrong(
            "You also count rows whose five neighbours are *all* majority, which are noise. (If "
            "you wrote `< 6`: one of the six rows found is the row itself, so leave it out.)"
        )
    if answers.close(given, shares(ten, lambda n: (n >= 5) & (n < 10))):
        raise Wrong(
            "You look at ten neighbours, which is the default of `m_neighbors`. Here it is five."
        )
    if answers.close(given, shares(scaled, is_danger)):
        raise Wrong("You standardised the columns. Here the distances are those of the frame.")
    if answers.close(given, shares(foreign, lambda n: (n > 0) & (n < K))):
        raise Wrong("One majority neighbour is not danger yet. From which number on is it?")
    if answers.close(given, shares(foreign, lambda n: n == K)):
        raise Wrong("Those are the rows that Borderline-SMOTE takes for noise.")
    if answers.close(given, shares(itself, is_danger)):
        raise Wrong(
            "Each row is its own nearest neighbour. If you count it, or have left it out, you have "
            "four neighbours left; ask for six, and leave out the first."
        )
    if any(answers.close(given, shares(four, rule)) for rule in DANGER_OF_FOUR):
        raise Wrong("You have four neighbours left; ask for six.")
    if answers.close(given, shares(with_class, is_danger)):
        raise Wrong("`Class` is among your columns. Labels must not measure the distance.")
    if answers.close(given, shares(two_columns, is_danger)):
        raise Wrong("You measure the distance in two columns. All but `Class` are features.")
    if answers.close(given, [1 - share for share in right]):
        raise Wrong("That is the share of the minority rows that are *not* in danger.")
    totals = [len(frame) for frame in frames]
    if answers.close(given, np.multiply(right, [frame["Class"].mean() for frame in frames])):
        raise Wrong(f"You divide by all {totals[0]} rows. Danger is a matter of minority rows.")
    if np.ptp(given) == 0:
        raise Wrong("The share is the same whatever the parameter is. Does it look at the frame?")
    raise Wrong(
        f"With the parameter at 1 you get {given[2]:.3f}, and that is not the share. Whose "
        "neighbours do you count, among which rows, and which columns measure the distance?"
    )


def is_danger(n_foreign):
    """Tell where at least half of five neighbours are of the other class, but not all."""
    return (n_foreign >= K / 2) & (n_foreign < K)


DANGER_OF_FOUR = (lambda n: (n >= 2) & (n < K - 1), lambda n: n == K - 2)
"""At least half but not all, or three, of four neighbours: for those who mean to have five."""


def shares(counts, rule):
    """Return the share of rows in each array to which a rule applies."""
    return [float(rule(n).mean()) for n in counts]


def trial_table():
    """Return made-up results of two approaches on ten folds, and a distraction."""
    rng = np.random.default_rng(trial_seed(3))
    level, gap = rng.normal(0.5, 0.1, 10), rng.normal(0.03, 0.03, 10)
    scores = {"smote": level, "borderline": level + gap, "none": level - 0.2}
    folds = {"repeat": np.repeat([0, 1], 5), "fold": np.tile(np.arange(5), 2)}
    fixed = {"dataset": "d", "classifier": "c", "n_train": 400, "n_test": 100}
    parts = [
        pd.DataFrame({**folds, "approach": m, "average_precision": s, **fixed})
        for m, s in scores.items()
    ]
    return pd.concat(parts).sample(frac=1, random_state=0).reset_index(drop=True)


@exercise("10-2", "a function of a table and two approaches that returns difference, low and high")
def corrected_interval(compare):
    """Pair by fold; correct the variance for shared training rows; t, not the normal."""
    compare = answers.function(compare, "`compare`")
    table = trial_table()
    given = compare(table.copy(), "borderline", "smote")
    given = answers.array(given, "What `compare` returns", shape=(3,))
    wide = table.pivot_table("average_precision", ["repeat", "fold"], "approach")
    gap = (wide["borderline"] - wide["smote"]).to_numpy()
    mean, spread, n, share = gap.mean(), gap.std(ddof=1), len(gap), 100 / 400
    normal, t = stats.norm.ppf(0.975), stats.t.ppf(0.975, n - 1)
    reach = t * spread * np.sqrt(1 / n + share)
    if answers.close(given, [mean, mean - reach, mean + reach], decimals=4):
        again = compare(table.copy(), "none", "smote")
        again = answers.array(again, "What `compare` returns", shape=(3,))
        if not answers.close(again[0], -0.2):
            raise Wrong("With two other approaches the answer does not follow. Use the arguments.")
        return f"The uncorrected interval would be {np.sqrt(1 + n * share):.1f} times too narrow."
    at_mean = [answers.close(value, mean, decimals=4) for value in given]
    if any(at_mean) and not at_mean[0]:
        raise Wrong("The order should be difference, low, high.")
    if answers.close(-given[0], mean, decimals=4):
        raise Wrong("The sign is the other way round: the first approach minus the second.")
    if not at_mean[0]:
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
    if half < 0:
        raise Wrong("The bounds are in the wrong order: difference, low, high.")
    unpaired = np.sqrt(wide["borderline"].var() / n + wide["smote"].var() / n)
    unlucky = table[table["approach"] == "borderline"]["average_precision"].to_numpy()
    unlucky = unlucky - table[table["approach"] == "smote"]["average_precision"].to_numpy()
    by_chance = unlucky.std(ddof=1) * t
    known = [
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
            for f in (normal, t)
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
    value = answers.number(difference, "`difference`", low=-1, high=1)
    if not answers.close(value, row["difference"]):
        if answers.close(value, row["difference"], decimals=2):
            raise Wrong("`difference` is near; give it to three decimals.")
        if answers.close(-value, row["difference"]):
            raise Wrong("The sign is the other way round: your sampler minus SMOTE-ENN.")
        if answers.close(value, difference_to(approach, "none")["difference"]):
            raise Wrong("That is the difference to no sampler at all. Compare with SMOTE-ENN.")
        if answers.close(value, means[approach]):
            raise Wrong("That is the average precision itself, not a difference.")
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
