"""Checks for the exercises of lesson 12, choosing on real data."""

import functools

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype

from helpers.checks import answers
from helpers.checks.class_seed import trial_seed
from helpers.checks.core import Wrong, exercise
from helpers.study.across_origins import NOTHING, TUNED, Comparison, differences, judge_one
from helpers.study.real_results import load_real_set_results

LABEL, NUMBERS, TEXT, NAME = "state", ["hours", "heat"], "site", "machine"


def raw_table(seed=0, n_rows=120, rare="failed", common="ok"):
    """Return a table as files have them: an identifier, text, gaps, and labels in words."""
    rng = np.random.default_rng(trial_seed(seed))
    is_rare = rng.permutation(n_rows) < n_rows // 5
    hours = rng.gamma(2, 500, n_rows) + 300 * is_rare
    hours[rng.permutation(n_rows)[: n_rows // 10]] = np.nan
    return pd.DataFrame(
        {
            NAME: rng.permutation(n_rows) + 1000,
            TEXT: rng.choice(["north", "south", "west"], n_rows),
            "hours": hours,
            "heat": rng.normal(60, 8, n_rows) + 4 * is_rare,
            LABEL: np.where(is_rare, rare, common),
        }
    )


@exercise("12-1", "a function of a raw table, its label's name and a list of identifiers")
def prepare_a_set(prepare):
    """Ask for the form of `load_real_set`: features as they are, categories, 1 for the rarer."""
    prepare = answers.function(prepare, "`prepare`")
    for raw, hint in (
        (raw_table(1), ""),
        (raw_table(2, rare="a", common="b"), " Here the rarer label comes first in the alphabet."),
        (raw_table(3, rare="b", common="a"), " Here the rarer label comes last in the alphabet."),
    ):
        given = prepare(raw.copy(), LABEL, [NAME])
        if isinstance(given, tuple) and len(given) == 2:
            raise Wrong("`prepare` returns features and labels apart. One table is asked for.")
        if not isinstance(given, pd.DataFrame):
            raise Wrong(f"`prepare` should return a DataFrame, not {answers.describe(given)}.")
        _check_labels(given, raw, hint)
        _check_features(given, raw)
    raw = raw_table(4).assign(serial=np.arange(120) + 7000)
    before = raw.copy()
    if "serial" in prepare(raw, LABEL, [NAME, "serial"]):
        raise Wrong(
            "An identifier of another name stays among the features. Drop all that `identifiers` "
            "names, and not those of one table."
        )
    if not raw.equals(before):
        raise Wrong(
            "`prepare` changes the raw table itself, so a second call fails. Work on a copy, or "
            "with methods that return a new table."
        )
    return "A table like those of the study. Its origin counts once, however many sets it makes."


def _check_labels(given, raw, hint):
    if "Class" not in given:
        raise Wrong("There is no column `Class`.")
    if LABEL in given:
        raise Wrong(
            f"The label column `{LABEL}` is still among the features. A model would read the "
            "answer off it: a leak."
        )
    if len(given) < len(raw):
        raise Wrong(
            f"{len(raw) - len(given)} rows are gone. Rows with gaps are rows too: the pipeline "
            "fills gaps with medians of the training set."
        )
    labels = given["Class"]
    if not is_integer_dtype(labels) or is_bool_dtype(labels):
        raise Wrong(f"`Class` should hold the integers 0 and 1, but its type is {labels.dtype}.")
    rare = (raw[LABEL] == raw[LABEL].value_counts().idxmin()).to_numpy()
    if (labels.to_numpy() == ~rare).all():
        raise Wrong(
            "In your `Class` the majority is 1. Precision, recall and all samplers of this course "
            f"take 1 for the minority.{hint}"
        )
    if (labels == labels.iloc[0]).all():
        raise Wrong(
            f"With other words for the labels, all rows have the same `Class`. Find out from "
            f"`{LABEL}` which label is the rarer, and type none in."
        )
    if not (labels.to_numpy() == rare).all():
        raise Wrong(f"`Class` should be 1 where `{LABEL}` has its rarer value.{hint}")


def _check_features(given, raw):
    if NAME in given:
        raise Wrong(
            f"The identifier `{NAME}` is still a feature. It says nothing about the next machine, "
            "and distances in it mislead every sampler."
        )
    if any(str(name).startswith(f"{TEXT}_") for name in given):
        raise Wrong(
            f"`{TEXT}` has become one-hot columns. SMOTE would put a machine between two sites; as "
            "a `category` the pipeline encodes it."
        )
    if lost := [name for name in [*NUMBERS, TEXT] if name not in given]:
        raise Wrong(f"The feature `{lost[0]}` is gone.")
    if is_numeric_dtype(given[TEXT]):
        raise Wrong(
            f"`{TEXT}` has become numbers. SMOTE would interpolate between them and make a site "
            "between north and west; as a `category` the pipeline encodes it."
        )
    if given[TEXT].dtype != "category":
        raise Wrong(f"`{TEXT}` should be of pandas' type `category`, not {given[TEXT].dtype}.")
    for name in NUMBERS:
        if not is_numeric_dtype(given[name]):
            raise Wrong(
                f"`{name}` is of type {given[name].dtype}. Numbers stay numbers: only text becomes "
                "a `category`."
            )
        ours, theirs = raw[name].to_numpy(), given[name].to_numpy(float)
        if np.isnan(ours).any() and not np.isnan(theirs).any():
            raise Wrong(
                f"The gaps in `{name}` are filled. What you filled in was learned from all rows, "
                "test rows included: leave them to the pipeline."
            )
        if not np.allclose(ours, theirs, equal_nan=True):
            raise Wrong(
                f"The values of `{name}` have changed. Scaling is learned from rows, so it belongs "
                "into the pipeline, inside the folds."
            )


WAYS = (("none", "0.5"), ("none", "tuned"), ("mine", "0.5"), ("mine", "tuned"))


def trial_results():
    """Return made-up results: one origin of five sets, two of one, and a cell without a value."""
    rng = np.random.default_rng(trial_seed(12))
    sets = [(f"a{n}", "a") for n in range(5)] + [("b", "b"), ("c", "c")]
    rows = [
        {"dataset": name, "origin": origin, "classifier": classifier, "approach": a, "cut": cut}
        for name, origin in sets
        for classifier in ("decision tree", "random forest")
        for a, cut in WAYS
    ]
    table = pd.DataFrame(rows)
    table["mcc"] = rng.uniform(0.2, 0.7, len(table))
    table["f1"] = rng.uniform(0.2, 0.7, len(table))
    gone = (table["dataset"] == "c") & (table["classifier"] == "random forest")
    table.loc[gone & (table["approach"] == "mine"), ["mcc", "f1"]] = np.nan
    return table.sample(frac=1, random_state=0).reset_index(drop=True)


def _gain(table, metric, way, rival, units=("dataset", "origin")):
    """Return a mean difference, averaged over the classifiers and then over the units in turn."""
    wide = table.assign(way=[*zip(table["approach"], table["cut"], strict=True)])
    wide = wide.pivot_table(metric, ["origin", "dataset", "classifier"], "way", dropna=False)
    gaps = (wide[way] - wide[rival]).dropna()
    for keep in (["origin", "dataset"], ["origin"])[: len(units)]:
        gaps = gaps.groupby(keep).mean()
    return gaps.mean()


@exercise("12-2", "your rows, a DataFrame, and a function of results, a method and a metric")
def add_a_method(mine, fair_gain):
    """Ask for a new method; both thresholds tuned; sets within origins, then origins."""
    _check_rows(mine)
    fair_gain = answers.function(fair_gain, "`fair_gain`")
    table = trial_results()
    given = fair_gain(table.copy(), "mine", "mcc")
    if np.size(given) == 1 and pd.isna(given):
        raise Wrong(
            "In made-up results `fair_gain` finds no cell that both ways have. Does it use its own "
            "`results` and `method`, and is the rival `none` with a tuned threshold?"
        )
    given = answers.number(given, "What `fair_gain` returns")
    tuned = ("mine", "tuned")
    right = _gain(table, "mcc", tuned, TUNED)
    unpaired = table[table["cut"] == "tuned"].groupby(["approach", "origin", "dataset"])["mcc"]
    unpaired = unpaired.mean().groupby(["approach", "origin"]).mean().groupby("approach").mean()
    wide = table.assign(way=table["approach"] + " " + table["cut"]).pivot_table(
        "mcc", ["origin", "dataset", "classifier"], "way"
    )
    gaps = wide["mine tuned"] - wide["none tuned"]
    both_cuts = table.pivot_table("mcc", ["origin", "dataset", "classifier"], "approach")

    def of_origins(gaps):
        return gaps.dropna().groupby(["origin", "dataset"]).mean().groupby("origin").mean()

    wrong = [
        (100 * right, "That is in percentage points. Scores run from 0 to 1, and so do gains."),
        (
            of_origins(gaps.fillna(0)).mean(),
            "A cell without a value counts as a gain of 0. It should not count at all.",
        ),
        (of_origins(gaps).median(), "You take the median of the origins. The mean is asked for."),
        (
            gaps.dropna().groupby("classifier").mean().mean(),
            "You average within each classifier, over all sets. The votes belong to the *origins*.",
        ),
        (
            of_origins(both_cuts["mine"] - both_cuts["none"]).mean(),
            'You mix the thresholds: rows with the cut "0.5" and with the cut "tuned".',
        ),
        (-right, "The sign is the other way round: the method minus the tuned threshold."),
        (
            _gain(table, "mcc", ("mine", "0.5"), TUNED),
            "Your method decides at 0.5, its rival at a tuned threshold. It would lose by the "
            "threshold, not by its rows. Tune both.",
        ),
        (
            _gain(table, "mcc", tuned, NOTHING),
            "The rival decides at 0.5. Your method would win by the threshold alone. Tune both.",
        ),
        (
            _gain(table, "mcc", ("mine", "0.5"), NOTHING),
            "Both decide at 0.5. There a sampler mostly does what another threshold would do. "
            "Tune both.",
        ),
        (
            _gain(table, "mcc", tuned, TUNED, ("dataset",)),
            "You count files: five of the seven sets come from one origin, and it has five votes. "
            "Average within each origin first.",
        ),
        (
            _gain(table, "mcc", tuned, TUNED, ()),
            "You average over all rows at once, so an origin with many sets has most of the votes. "
            "Average within each set, then within each origin.",
        ),
        (
            unpaired["mine"] - unpaired["none"],
            "One cell has no value for your method, and you still count its rival there. Subtract "
            "cell by cell first, then drop what is missing.",
        ),
    ]
    if not answers.diagnose(given, right, wrong, same=answers.close):
        raise Wrong(
            f"For made-up results you get {given:.4f}, and {right:.4f} is right. In which order "
            "do you subtract and average, and over what?"
        )
    if not answers.close(fair_gain(table.copy(), "mine", "f1"), _gain(table, "f1", tuned, TUNED)):
        raise Wrong("For another metric the result is wrong. Use the arguments.")
    return "Paired, both thresholds tuned, and each origin has one vote."


def _check_rows(mine):
    if not isinstance(mine, pd.DataFrame):
        answers.filled(mine, "`mine`")
        raise Wrong(f"`mine` should be what `extend_study` returns, not {answers.describe(mine)}.")
    if absent := {"dataset", "origin", "approach", "classifier", "cut", "mcc"} - {*mine.columns}:
        raise Wrong(f"`mine` lacks the column `{min(absent)}`; take what `extend_study` returns.")
    if mine.empty:
        raise Wrong("`mine` has no rows. What does `extend_study` return for two sets?")
    new = set(mine["approach"]) - {"none"} - {*load_real_set_results()["approach"]}
    if not new:
        raise Wrong(
            "All methods in `mine` are in the study already. Hand `extend_study` a dict with a "
            "name of your own and a sampler."
        )
    if mine["dataset"].nunique() < 2:
        raise Wrong("`mine` holds one set. Two sets are asked for, of two origins.")


@functools.cache
def _results():
    return load_real_set_results()


@exercise("12-3", "a `Comparison` and a number of origins")
def find_the_undecided(comparison, n_needed):
    """Inconclusive is no equivalence; four times the origins for half the interval."""
    if not isinstance(comparison, Comparison):
        answers.filled(comparison, "`comparison`")
        said = answers.describe(comparison)
        raise Wrong(f"`comparison` should be a `Comparison(...)`, but it is {said}.")
    try:
        answer = judge_one(_results(), comparison)
        gaps = differences(_results(), comparison)
    except (KeyError, ValueError) as error:
        raise Wrong(f"The study cannot make this comparison: {error}.") from error
    if (gaps == 0).all():
        raise Wrong("The two ways give the same scores everywhere: there is nothing to decide.")
    said = f"{answer['difference']:+.3f} [{answer['low']:+.3f}, {answer['high']:+.3f}]"
    if answer["verdict"] == "equivalent":
        raise Wrong(
            f"{said} is decided: the difference is shown to be too small to matter. Equivalent is "
            "an answer, inconclusive is none."
        )
    if answer["verdict"] != "inconclusive":
        raise Wrong(f"{said} is decided, the verdict is {answer['verdict']}.")
    n, reach = answer["n_origins"], (answer["high"] - answer["low"]) / 2
    right = n * (reach / 0.01) ** 2
    given = answers.number(n_needed, "`n_needed`", low=0)
    wrong = [
        (n * reach / 0.01, "Half the width takes four times as many origins, not twice as many."),
        (
            n * (2 * reach / 0.01) ** 2,
            "That is for the whole width. The interval reaches half of it to each side.",
        ),
        (
            answer["n_sets"] * (reach / 0.01) ** 2,
            "You started from the number of sets. More sets of an origin that you have already are "
            "no new witnesses.",
        ),
        (n, "That is the number of origins of now, with which the interval reaches farther."),
        (
            (reach / 0.01) ** 2,
            "That says how many *times* as many origins it takes. How many are they?",
        ),
        (
            n * (reach / 0.01) ** 0.5,
            "You took the root. If the interval shrinks with the root of the origins, how do the "
            "origins grow?",
        ),
        (
            n * (answer["difference"] / 0.01) ** 2,
            "You took the difference. What has to shrink is the reach of the interval around it.",
        ),
        (n * (0.01 / reach) ** 2, "Upside down: a narrower interval takes *more* origins."),
        (n * (reach / 0.1) ** 2, "That is for a reach of 0.1. It should be 0.01."),
        (right - n, "That is how many origins have to be added. How many are needed in all?"),
    ]
    if answers.diagnose(given, right, wrong, same=_about):
        return f"{said}, inconclusive. About {right:,.0f} origins would decide; there are {n}."
    raise Wrong(
        f"With {n} origins the interval reaches {reach:.4f} to each side, and that shrinks with "
        "the square root of their number. With how many would it be 0.01?"
    )


def _about(given, expected):
    """Tell whether two numbers agree within 2 %, or 1."""
    return abs(given - expected) <= max(1, 0.02 * expected)
