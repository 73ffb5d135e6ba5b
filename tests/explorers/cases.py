"""Each explorer on small random data, and what its sentence must say, computed in another way."""

import functools
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from imblearn.combine import SMOTEENN
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import EditedNearestNeighbours
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics.pairwise import euclidean_distances
from sklearn.tree import DecisionTreeClassifier

from helpers.evaluation import evaluate_scores
from helpers.evaluation.equivalence import judge_differences
from helpers.explorers import (
    Explorer,
    back_to_this_world,
    before_or_after,
    borders,
    columns_dial,
    danger_dial,
    election,
    fourth_bar,
    lone_point,
    move_a_point,
    none_seen,
    silent_detector,
    three_goals,
)
from helpers.explorers.count_origins import weigh
from helpers.explorers.court import VERDICTS, hear


@dataclass
class Case:
    """An explorer and its truth.

    `expected` takes the positions of the controls and returns the numbers of the sentence, in
    order, or the sentence.
    """

    explorer: Explorer
    expected: Callable[..., list[float] | str]

    @property
    def state(self):
        return json.loads(self.explorer.state)

    @property
    def shape(self):
        return [len(control["stops"]) for control in self.state["controls"]]


def scored(seed):
    """Return labels and two rankings of them, at least 12 of the minority."""
    rng = np.random.default_rng(seed)
    y = np.repeat([0, 1], [rng.integers(150, 400), rng.integers(12, 40)])
    shift = rng.uniform(1, 4)
    weak, strong = (rng.normal(size=len(y)) + shift * y for _ in range(2))
    return y, 1 / (1 + np.exp(3 - weak)), 1 / (1 + np.exp(-strong))


def fourth_bar_case(seed):
    y, *scores = scored(seed)
    rng = np.random.default_rng(seed)
    plain, sampled = (
        evaluate_scores(y, score, name=name, n_resamples=50)
        for score, name in zip(scores, ["plain", "sampled"], strict=True)
    )
    tuned = plain.at(rng.uniform(0.02, 0.3), "plain, tuned")
    sampled_tuned = sampled.at(rng.uniform(0.6, 0.9), "sampled, tuned")

    def expected(metric, guess):
        metric = ["recall", "precision", "average_precision"][metric]
        bars = [model[metric] for model in (plain, sampled, tuned, sampled_tuned)]
        return [0.5, *np.nan_to_num(bars), guess / 100]

    return Case(fourth_bar(plain, tuned, sampled, sampled_tuned), expected)


def three_goals_case(seed):
    y, score, _ = scored(seed)
    explorer = three_goals(evaluate_scores(y, score, n_resamples=2), miss=50, budget=30)
    cuts = [float(cut) for cut in json.loads(explorer.state)["controls"][1]["stops"]]

    def expected(goal, stop):
        alarm = score >= cuts[stop]
        caught, false = np.sum(alarm & (y == 1)), np.sum(alarm & (y == 0))
        judged = [np.sum(alarm != y), 2 * false + 50 * (y.sum() - caught), alarm.sum()]
        return [cuts[stop], caught, y.sum(), false, judged[goal]]

    return Case(explorer, expected)


def columns_dial_case(seed):
    rng = np.random.default_rng(seed)
    before = rng.uniform(2, 30, size=8)
    after = before * np.sort(rng.uniform(0, 2, size=8))[::-1]
    after[-1] = before[-1] / 3
    columns = [2, 3, 4, 5, 7, 10, 15, 29]
    links = pd.DataFrame({"before SMOTE": before, "after SMOTE": after}, index=columns)

    def expected(stop):
        return [columns[stop], round(before[stop], 1), round(after[stop], 1)]

    return Case(columns_dial(links), expected)


def before_or_after_case(seed):
    """The truth is imbalanced-learn's cleaner, which says which rows it keeps."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(42, 2))
    X[30:] += rng.uniform(1, 2)
    y = np.repeat([0, 1], [30, 12])
    wrong = {"A": 0, "B": 41}
    y[0], y[41] = 1, 0
    X_all, y_all = SMOTE(k_neighbors=3, random_state=0).fit_resample(X, y)

    def expected(order, rule, voters):
        rows, labels = [(X_all, y_all), (X, y)][order]
        cleaner = EditedNearestNeighbours(
            sampling_strategy="all",
            kind_sel=["all", "mode"][rule],
            n_neighbors=[1, 3, 5, 7][voters],
        ).fit(rows, labels)
        cleaner.fit_resample(rows, labels)
        gone = np.setdiff1d(np.arange(len(labels)), cleaner.sample_indices_)
        old = np.setdiff1d(gone[gone < len(y)], [*wrong.values()])
        new = [] if order else [np.sum(gone >= len(y))]
        return [[1, 3, 5, 7][voters], len(gone), len(old), *new]

    return Case(before_or_after(X, y, wrong), expected)


def two_clouds(seed):
    """Return 30 majority points and 10 minority points, two at its edge and the last in it."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(40, 2)), np.repeat([0, 1], [30, 10])
    X[30:39] += [4.2, 0.5]
    X[[30, 31, 39]] = [[1.2, 1.0], [1.4, -0.6], [0, 0]]
    return X, y


def nearest(X, row, k):
    """Return the k nearest other rows, by all distances."""
    distance = np.linalg.norm(X - X[row], axis=1)
    distance[row] = np.inf
    return np.argsort(distance)[:k]


def lone_point_case(seed):
    X, y = two_clouds(seed)
    rows = X[y == 1]

    def expected(stop):
        k = stop + 1
        lines = [(row, other) for row in range(10) for other in nearest(rows, row, k)]
        touching = sum(9 in pair for pair in lines)
        share = f"{touching / len(lines):.0%}"
        return f"k = {k}: {touching} of {len(lines)} lines touch point 9, a share of {share}."

    return Case(lone_point(X, y, lone=9), expected)


def danger_dial_case(seed):
    X, y = two_clouds(seed)

    def expected(stop):
        m = stop + 2
        foreign = [np.sum(y[nearest(X, row, m)] == 0) for row in range(30, 40)]
        danger, noise = sum(m / 2 <= n < m for n in foreign), foreign.count(m)
        return [m, danger, 10 - danger - noise, noise]

    return Case(danger_dial(X, y), expected)


def move_a_point_case(seed):
    X, y = two_clouds(seed)

    def expected(stop):
        moved = X.copy()
        moved[39] = np.array([4.2, 0.5]) * stop / 10
        foreign = np.array([np.sum(y[nearest(moved, row, 5)] == 0) for row in range(30, 40)])
        n_new = np.rint(foreign / foreign.sum() * 20)
        return [stop, foreign[9], 5, n_new[9], n_new.sum(), 9]

    return Case(move_a_point(X, y, 9, towards=(4.2, 0.5)), expected)


def in_words(row):
    """Return difference, interval and verdict as explorers write them."""
    low, middle, high = (
        re.sub("^[+−]0.000$", "0.000", f"{row[key]:+.3f}".replace("-", "−"))
        for key in ("low", "difference", "high")
    )
    return f"{middle} [{low}, {high}], {row['verdict']}"


def court_case(seed):
    rng = np.random.default_rng(seed)
    centres = rng.choice([-0.06, -0.03, 0.0, 0.03, 0.06], size=4)
    benches = {
        f"bench of {n}": judge_differences(rng.normal(centre, 0.02, size=n), "mcc")
        for n, centre in zip([9, 16, 25, 60], centres, strict=True)
    }

    def expected(bench, verdict):
        name, row = list(benches.items())[bench]
        return f"Bench {bench + 1}, {name}: {in_words(row)}. You say {VERDICTS[verdict]}."

    return Case(hear("Rows help.", benches), expected)


def election_case(seed):
    """The distance is that of the paper: each category that differs adds the squared median."""
    rng = np.random.default_rng(seed)
    names, kinds = ["entry", "country"], [["chip", "online", "swipe"], ["EU", "home", "other"]]
    X = pd.DataFrame(rng.normal(size=(20, 2)), columns=["amount", "distance"])
    X[names] = np.transpose([rng.choice(some, 20) for some in kinds])
    X = X.astype(dict.fromkeys(names, "category"))
    few, numbers = X.iloc[10:], X.iloc[10:, :2].to_numpy()

    def expected(parent, stop):
        apart = (few[names].astype(str) != few[names].astype(str).iloc[parent]).sum(axis=1)
        squared = np.sum((numbers - numbers[parent]) ** 2, axis=1)
        squared += apart.to_numpy() * np.median(numbers.std(axis=0)) ** 2
        squared[parent] = np.inf
        voters = np.argsort(squared)[: stop + 2]
        votes = [Counter(few[name].iloc[voters]) for name in names]
        counted = [", ".join(f"{kind} {n}" for kind, n in count.items()) for count in votes]
        winners = [[kind for kind, n in v.items() if n == max(v.values())] for v in votes]
        return (
            f"Parent {parent + 10}, k = {stop + 2}: rows {', '.join(map(str, voters + 10))} vote: "
            f"entry {counted[0]}; country {counted[1]}. "
            f"Elected: {', '.join(' or '.join(some) for some in winners)}."
        )

    return Case(election(X, np.repeat([0, 1], 10)), expected)


def back_to_this_world_case(seed):
    """The truth counts payments: in a rarer world, fewer frauds come with the others."""
    y, score, _ = scored(seed)
    prior = np.random.default_rng(seed).uniform(0.001, 0.2)
    explorer = back_to_this_world(evaluate_scores(y, score, n_resamples=2), prior)
    stops = [float(stop) for stop in json.loads(explorer.state)["controls"][1]["stops"]]
    exact = [1 - prior if abs(stop - 1 + prior) < 1e-5 else stop for stop in stops]

    def expected(world, stop):
        share, p = [0.1, 0.01, prior][world], exact[stop]
        frauds, others = p * share, (1 - p) * (1 - share)
        meant = [
            stops[stop],
            1,
            np.rint(1 / share),
            np.rint(1000 * frauds / (frauds + others)),
            1000,
        ]
        if world < 2:
            return meant
        inside = (score >= p) & (score < [*exact, 2][stop + 1])
        return [*meant, *stops[stop : stop + 2], y[inside].sum(), inside.sum()]

    return Case(explorer, expected)


def count_origins_case(seed):
    """The interval is SciPy's; of twelve origins, the first has six files."""
    rng = np.random.default_rng(seed)
    sizes = [6, *rng.integers(1, 4, size=11)]
    effects = rng.normal(0.02, 0.02, size=12)
    table = [
        (f"origin {n}", effects[n] + rng.normal(0, 0.005)) for n in np.repeat(range(12), sizes)
    ]
    gaps = pd.Series(
        [gap for _, gap in table],
        pd.MultiIndex.from_tuples(
            [(origin, f"file {n}") for n, (origin, _) in enumerate(table)],
            names=["origin", "dataset"],
        ),
    )
    explorer = weigh(gaps, "mcc")
    stops = json.loads(explorer.state)["controls"][1]["stops"]

    def expected(unit, stop):
        kept = [(origin, gap) for origin, gap in table if origin != stops[stop]]
        rows = [gap for _, gap in kept]
        if unit:
            names = dict.fromkeys(origin for origin, _ in kept)
            rows = [np.mean([gap for origin, gap in kept if origin == one]) for one in names]
        low, high = stats.t.interval(0.95, len(rows) - 1, np.mean(rows), stats.sem(rows))
        row = {"difference": np.mean(rows), "low": low, "high": high}
        words = in_words(row | {"verdict": judge_differences(rows, "mcc")["verdict"]})
        what = ["files", "origins"][unit]
        return f"Counting {what}, left out: {stops[stop]}. {len(rows)} {what}, {words}."

    return Case(explorer, expected)


def none_seen_case(seed):
    """The truth is that of independent draws, multiplied."""
    share = [0.5, 0.2, 0.03, 0.002][seed % 4]
    explorer = none_seen(share)
    stops = [int(n.replace(",", "")) for n in json.loads(explorer.state)["controls"][0]["stops"]]

    def expected(stop):
        n = stops[stop]
        none, one = (1 - share) ** n, n * share * (1 - share) ** (n - 1)
        none, some = np.rint(100 * none), np.rint(100 * (none + one))
        return [n, none, 100, some - none, 100 - some]

    return Case(explorer, expected)


def silent_detector_case(seed):
    """The truth counts the right predictions of a detector that always says 0."""
    payments = [1_000, 40_000, 100_000][seed % 3]
    explorer = silent_detector(payments, 25)
    stops = [int(n.replace(",", "")) for n in json.loads(explorer.state)["controls"][0]["stops"]]

    def expected(stop):
        y = np.arange(10 * stops[stop]) % stops[stop] == 0
        return [stops[stop], np.round(100 * np.mean(y == 0), 2)]

    return Case(explorer, expected)


def borders_case(seed):
    """The truth fits and predicts again, one place of the plane after the other."""
    X, y = two_clouds(seed)
    cleaned = SMOTEENN(random_state=0)
    sets = [SMOTE(random_state=0).fit_resample(X, y), cleaned.fit_resample(X, y)]
    (left, low), (right, high) = X.min(axis=0) - 0.3, X.max(axis=0) + 0.3
    columns, rows = np.linspace(left, right, 60), np.linspace(low, high, 40)
    places = np.array([(x, y) for x in columns for y in rows])

    def sides(who, X, y):
        if who == 0:
            return y[euclidean_distances(places, X).argmin(axis=1)]
        models = [LogisticRegression(), DecisionTreeClassifier(max_depth=4, random_state=0)]
        return models[who - 1].fit(X, y).predict(places)

    def expected(sampler, who):
        before, after = sides(who, X, y), sides(who, *sets[sampler])
        won, lost = (100 * np.mean(after - before == way) for way in (1, -1))
        numbers = [round(won, 1), round(lost, 1)]
        return [1, *numbers] if who == 0 else numbers

    return Case(borders(X, y, {"SMOTE-ENN": cleaned}), expected)


CASES = {
    "fourth bar": fourth_bar_case,
    "three goals": three_goals_case,
    "borders": borders_case,
    "columns dial": columns_dial_case,
    "back to this world": back_to_this_world_case,
    "before or after": before_or_after_case,
    "count origins": count_origins_case,
    "court": court_case,
    "election": election_case,
    "lone point": lone_point_case,
    "danger dial": danger_dial_case,
    "none seen": none_seen_case,
    "silent detector": silent_detector_case,
    "move a point": move_a_point_case,
}
CACHED = {name: functools.cache(make) for name, make in CASES.items()}
