"""Wrong answers to the exercises of 10."""

import functools

import numpy as np
from scipy import stats
from sklearn.neighbors import NearestNeighbors

from helpers.evaluation import paired_differences
from helpers.study import load_results


def share(extra=1, drop=1, k=5, low=3, high=4, of=1, counted=0, give=None, columns=None):
    """Share in danger, with one part changed; `columns` are those of the search."""
    give = give or (lambda mask, y: float(mask.mean()))
    columns = columns or (lambda frame: frame.drop(columns="Class"))

    def share_in_danger(frame):
        X, y = columns(frame).to_numpy(dtype=float), frame["Class"].to_numpy()
        search = NearestNeighbors(n_neighbors=k + extra).fit(X)
        neighbours = search.kneighbors(X[y == of], return_distance=False)[:, drop:]
        n = (y[neighbours] == counted).sum(axis=1)
        return give((n >= low) & (n <= high), y)

    return share_in_danger


def among_minority(frame):
    X, y = frame.drop(columns="Class").to_numpy(dtype=float), frame["Class"].to_numpy()
    search = NearestNeighbors(n_neighbors=6).fit(X[y == 1])
    neighbours = search.kneighbors(X[y == 1], return_distance=False)[:, 1:]
    n = (y[neighbours] == 0).sum(axis=1)
    return float(np.mean((n >= 2.5) & (n < 5)))


def scaled(frame):
    return frame.drop(columns="Class").apply(lambda x: (x - x.mean()) / x.std())


def interval(
    metric="average_precision",
    ddof=1,
    quantile=lambda n: stats.t.ppf(0.975, n - 1),
    ratio=lambda table: table["n_test"].mean() / table["n_train"].mean(),
    error=lambda variance, n, ratio: np.sqrt((1 / n + ratio) * variance),
    give=lambda mean, reach: (mean, mean - reach, mean + reach),
    names=None,
    n=None,
):
    """The corrected interval, with one part changed."""

    def compare(table, first, second):
        first, second = names or (first, second)
        wide = table.pivot(index=["repeat", "fold"], columns="approach", values=metric)
        gaps = wide[first] - wide[second]
        number = n or len(gaps)
        reach = quantile(number) * error(gaps.var(ddof=ddof), number, ratio(table))
        return give(gaps.mean(), reach)

    return compare


def unpaired(table, first, second):
    wide = table.pivot(index=["repeat", "fold"], columns="approach", values="average_precision")
    n, ratio = len(wide), table["n_test"].mean() / table["n_train"].mean()
    mean = wide[first].mean() - wide[second].mean()
    reach = stats.t.ppf(0.975, n - 1) * np.sqrt(
        (1 / n + ratio) * (wide[first].var() + wide[second].var())
    )
    return mean, mean - reach, mean + reach


def turned(table, first, second):
    return interval()(table, second, first)


SAMPLERS = ["random over-sampling", "smote", "adasyn", "borderline", "smote_enn", "smote_tomek"]


@functools.cache
def clinic(classifier="k nearest neighbours", value=0.3):
    results = load_results("lesson10")
    rows = results[(results["claim"] == "smote_enn") & (results["classifier"] == classifier)]
    return rows if value is None else rows[rows["value"] == value]


def means(metric="average_precision", **where):
    return clinic(**where).groupby("approach")[metric].mean()


def best(metric="average_precision", **where):
    found = means(metric, **where)
    return found[[name for name in SAMPLERS if name in found]].idxmax()


@functools.cache
def pair(sampler, reference="smote_enn", unit="replicate"):
    names = {sampler, reference}
    rows = clinic()[clinic()["approach"].isin(names)]
    found = paired_differences(rows, "average_precision", reference=reference, unit=unit)
    return found.iloc[0]


def advice(sampler=None, difference=None, verdict=None):
    right = best()
    found = pair(right)
    return (
        right if sampler is None else sampler,
        found["difference"] if difference is None else difference,
        found["verdict"] if verdict is None else verdict,
    )


def second():
    found = means()
    return found[[n for n in SAMPLERS if n in found]].nlargest(2).index[1]


def wrong_advice():
    found, right = means(), best()
    yield "no sampler at all", "'none' makes no new rows here", advice("none")
    yield "the colleague's sampler", "That is what the tutorials' table", advice("smote_enn")
    yield "the second", "That one comes second. Did you", advice(second())
    yield (
        "the lowest",
        "That one has the *lowest* mean",
        advice(found[[n for n in SAMPLERS if n in found]].idxmin()),
    )
    yield "plain SMOTE", "That one comes second. Did you", advice("smote")
    yield (
        "sign turned",
        "The sign is the other way",
        advice(difference=-(found[right] - found["smote_enn"])),
    )
    yield (
        "difference from SMOTE",
        "That is the difference to smote",
        advice(difference=found[right] - found["smote"]),
    )
    yield (
        "difference from no sampler",
        "That is the difference to no",
        advice(difference=found[right] - found["none"]),
    )
    yield (
        "mean for difference",
        "That is the average precision itself",
        advice(difference=found[right]),
    )
    yield (
        "percentage points",
        "Did you give percentage points? Average",
        advice(difference=100 * (found[right] - found["smote_enn"])),
    )
    yield (
        "ratio for difference",
        "That is a ratio. A difference",
        advice(difference=found[right] / found["smote_enn"]),
    )
    mixed = means(value=None)
    yield (
        "all settings mixed",
        "That is the difference at another",
        advice(difference=mixed[right] - mixed["smote_enn"]),
    )
    other = means(classifier="decision tree")
    yield (
        "another classifier",
        "That is the difference with another",
        advice(difference=other[right] - other["smote_enn"]),
    )
    yield "verdict the other way", "What does that say about zero", advice(verdict="worse")
    yield "verdict too careful", "What does that say about zero", advice(verdict="inconclusive")
    yield "class weights", "'class weights' makes no new rows", advice("class weights")


WRONG = {
    "10-1": [
        ("the row itself counted", "Each row is its own nearest", share(extra=0, drop=0)),
        ("one neighbour too few", "Each row is its own nearest", share(extra=0)),
        ("ten neighbours", "You look at ten neighbours, which", share(k=10, low=5, high=9)),
        ("noise is in danger too", "You also count rows whose five", share(high=5)),
        ("noise only", "Those are the rows that Borderline-SMOTE", share(low=5, high=5)),
        ("half rounded down", "neighbours are half. Is that *at", share(low=2)),
        ("any majority neighbour is enough", "One majority neighbour is not danger", share(low=1)),
        ("safe rows", "Those are the safe rows, not", share(low=0, high=2)),
        (
            "share of all rows",
            "rows. Danger is a matter of",
            share(give=lambda mask, y: mask.sum() / len(y)),
        ),
        (
            "number for share",
            "That is how many rows are",
            share(give=lambda mask, y: int(mask.sum())),
        ),
        (
            "percentage for share",
            "That is a percentage. Return a",
            share(give=lambda mask, y: 100 * mask.mean()),
        ),
        (
            "class as a feature",
            "`Class` is among your columns. Labels",
            share(columns=lambda frame: frame),
        ),
        ("majority rows in danger", "You judge the majority rows. Danger", share(of=0, counted=1)),
        ("minority neighbours counted", "You count neighbours of the row's", share(counted=1)),
        ("searched among the minority", "You search among the minority rows", among_minority),
        ("columns scaled", "You standardised the columns. Here the", share(columns=scaled)),
        (
            "first two columns only",
            "You measure the distance in two",
            share(columns=lambda frame: frame.iloc[:, :2]),
        ),
        (
            "one answer per row",
            "What `share_in_danger` returns is one value",
            share(give=lambda mask, y: mask),
        ),
    ],
    "10-2": [
        (
            "variance not corrected",
            "Your interval takes the ten folds",
            interval(error=lambda variance, n, ratio: np.sqrt(variance / n)),
        ),
        (
            "standard deviation for error",
            "That is how far single folds",
            interval(error=lambda variance, n, ratio: np.sqrt(variance)),
        ),
        (
            "no root",
            "That is the variance; the interval",
            interval(error=lambda variance, n, ratio: (1 / n + ratio) * variance),
        ),
        (
            "root of the variance only",
            "+ n_test/n_train) before you multiply by",
            interval(error=lambda variance, n, ratio: (1 / n + ratio) * np.sqrt(variance)),
        ),
        ("ddof 0", "Nearly: divide the squared deviations by", interval(ddof=0)),
        (
            "normal for t",
            "Nearly: for ten differences take the",
            interval(quantile=lambda n: stats.norm.ppf(0.975)),
        ),
        ("one-sided", "% on *each* side. A", interval(quantile=lambda n: stats.t.ppf(0.95, n - 1))),
        (
            "degrees of freedom n",
            "differences have one degree of freedom",
            interval(quantile=lambda n: stats.t.ppf(0.975, n)),
        ),
        ("one standard error", "That is one standard error to", interval(quantile=lambda n: 1)),
        ("second minus first", "The sign is the other way", turned),
        ("not paired", "You have the spread of each", unpaired),
        (
            "ratio upside down",
            "The ratio is the wrong way",
            interval(ratio=lambda t: t["n_train"].mean() / t["n_test"].mean()),
        ),
        (
            "share of all rows for the ratio",
            "You added the share of test",
            interval(ratio=lambda t: t["n_test"].mean() / (t["n_test"] + t["n_train"]).mean()),
        ),
        ("ratio typed in", "With ten folds in place of", interval(ratio=lambda t: 0.25)),
        ("five folds only", "You count the folds of one", interval(n=5)),
        ("another metric", "You compare another metric. The difference", interval(metric="brier")),
        (
            "names typed in",
            "You compare the same two approaches",
            interval(names=("smote", "borderline")),
        ),
        (
            "ends exchanged",
            "The bounds are in the wrong",
            interval(give=lambda mean, reach: (mean, mean + reach, mean - reach)),
        ),
        (
            "reach for the ends",
            "What `compare` returns is two numbers",
            interval(give=lambda mean, reach: (mean, reach)),
        ),
        (
            "reach around zero",
            "Your interval lies around zero. It",
            interval(give=lambda mean, reach: (mean, -reach, reach)),
        ),
    ],
    "10-3": wrong_advice,
}
