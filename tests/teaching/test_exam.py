"""The exam: each number of an answer is computed again, and learners do not get the page."""

import re
from math import log, sqrt

import numpy as np
import pytest

from helpers.by_hand import smote_nc
from helpers.by_hand.adasyn import (
    count_needed_rows,
    count_rows_per_parent,
    normalise_to_weights,
)
from helpers.by_hand.edited_nearest_neighbours import find_outvoted
from helpers.by_hand.neighbours import classify_minority_rows
from helpers.by_hand.smote import create_synthetic_rows
from helpers.by_hand.tomek_links import find_links, find_nearest_neighbour, tomek_links
from helpers.evaluation import evaluate_scores, prior_correction
from helpers.paths import ROOT
from helpers.teaching import site
from helpers.teaching.handout import handed_out

PAGE = ROOT / "docs" / "exam.md"
QUESTION = re.compile(
    r"^### (?P<number>\d+)\. [^\n]+ \((?P<kind>\w+), (?P<points>\d+) points\)\n\n"
    r"\*Lessons? (?P<lessons>[\d, ]+)\.\* (?P<ask>.+?)\n\n\*\*Answer\.\*\* (?P<answer>.+?)\n\n"
    r"\*\*Marks\.\*\* (?P<marks>.+?)(?=\n\n#|\n*\Z)",
    re.MULTILINE | re.DOTALL,
)
TEXT = PAGE.read_text(encoding="utf-8")
QUESTIONS = {int(one["number"]): one for one in QUESTION.finditer(TEXT)}
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def numbers(text):
    """Return the numbers in a text with their decimals."""
    found = [one.rstrip(",").replace(",", "") for one in NUMBER.findall(text)]
    return {(float(one), len(one.partition(".")[2])) for one in found}


def shows(number, value):
    """Tell whether a number of the text is a value, rounded."""
    shown, decimals = number
    return abs(abs(value) - shown) <= 0.5 * 10.0**-decimals + 1e-9


def scores(tp, fp, fn, tn):
    y = np.repeat([1, 0, 1, 0], [tp, fp, fn, tn])
    score = np.repeat([0.9, 0.9, 0.1, 0.1], [tp, fp, fn, tn])
    return evaluate_scores(y, score, n_resamples=2)


def silent_detector():
    y, score = np.repeat([0, 1], [249, 1]), np.full(250, 0.1)
    found = evaluate_scores(y, score, n_resamples=2)
    assert np.isnan(found["precision"])
    return [249, 100 * found["accuracy"], found["recall"]]


def four_counts():
    found, silent = scores(40, 60, 10, 9890), scores(0, 0, 50, 9950)
    counts = [40, 100 - 40, 50 - 40, 10_000 - 50 - 60, 40 + 9890, 9950]
    return [*counts, found["recall"], found["precision"], found["accuracy"], silent["accuracy"]]


def how_many_payments():
    hundred = 0.606
    assert abs(0.995**100 - hundred) < 5e-4
    assert 0.995**600 < 0.05 < 0.995**595
    assert 595 < log(0.05) / log(0.995) < 600
    return [hundred**3, 100 * hundred**3, 0.22**2, hundred**6]


def costs():
    caught, false = np.array([30, 40, 45]), np.array([10, 100, 500])
    euros = 100 * (50 - caught) + 2 * false
    assert euros.argmin() == 1
    more, fewer = false[2] - false[1], caught[2] - caught[1]
    return [*(50 - caught), *false, *euros, 0.2, 0.05, more, 2 * more, fewer, 2 * more / fewer]


def on_the_segment():
    parent, partner = np.array([[2.0, 10.0]]), np.array([[6.0, 2.0]])
    new = create_synthetic_rows(parent, partner, np.array([0.25]))
    way = (partner - parent)[0]
    gaps = [(np.array(row) - parent[0]) / way for row in [(4, 6), (5, 3), (8, -2)]]
    return [*new.ravel(), *way, *gaps[0], *gaps[1], *gaps[2]]


def how_many_rows():
    y = np.repeat([0, 1], [1200, 80])
    asked = ["auto", 0.25, {1: 200}]
    new = [count_needed_rows(y, label=1, sampling_strategy=one) for one in asked]
    return [*new, 0.25, 0.25 * 1200, 200, 0.05, 0.05 * 1200, 80, 80 - 1, 1200]


def two_by_two():
    plain, plain_tuned, smote, smote_tuned = 0.55, 0.80, 0.85, 0.82
    return [smote - plain, smote_tuned - plain_tuned, plain_tuned - plain, 0.5]


def price():
    more, caught = 620 - 20, 75 - 60
    return [more, caught, more / caught, 2 * more / caught, 620 / 75]


def adasyn():
    difficulty = np.array([0, 1, 1, 3, 5]) / 5
    weight = normalise_to_weights(difficulty)
    new = count_rows_per_parent(weight, 40)
    without = normalise_to_weights(difficulty[:4])
    assert new[-1] / new.sum() == 0.5
    left = count_rows_per_parent(without, 40)
    return [*difficulty, difficulty.sum(), *weight, *new, difficulty[:4].sum(), *left]


def kinds():
    found = classify_minority_rows(np.array([2, 4, 7, 8]), 8)
    assert found.tolist() == ["safe", "danger", "danger", "noise"]
    for further in range(9):  # majority rows among the eight further neighbours
        first, last = classify_minority_rows(np.array([2 + further, 8 + further]), 16)
        assert first != "noise"
        assert last == ("noise" if further == 8 else "danger")
    return [8, 16, 8 - 2]


def jury():
    labels = np.array([[1, 1, 0], [0, 0, 1], [1, 1, 1], [0, 0, 0]])
    removed = {kind: find_outvoted(labels, 1, kind) for kind in ("all", "mode")}
    names = {kind: "".join(np.array(list("ABCD"))[rows]) for kind, rows in removed.items()}
    assert names == {"all": "ABD", "mode": "BD"}
    return []


def protected():
    new = count_needed_rows(np.repeat([0, 1], [910, 13]), label=1)
    return [new, 13, new / 13, 10**2]


def links():
    X, y = np.array([[0.0], [2], [3], [7], [9]]), np.array([0, 1, 0, 0, 1])
    nearest = find_nearest_neighbour(X)
    assert [f"{'abcde'[i]}{'abcde'[j]}" for i, j in enumerate(nearest)] == [
        *("ab", "bc", "cb", "de", "ed")
    ]
    assert find_links(y, nearest).tolist() == [False, True, True, True, True]
    alone = tomek_links(X, y)
    both = tomek_links(X, y, sampling_strategy="all")
    assert alone.X.ravel().tolist() == [0, 2, 9]
    assert both.X.ravel().tolist() == [0]
    X, y = np.vstack([X, [[8.5]]]), np.append(y, 1)
    assert find_links(y, find_nearest_neighbour(X)).tolist() == [
        *(False, True, True, False, False, False)
    ]
    return [8.5]


def mixed():
    spread = np.array([3.0, 5.0, 10.0])
    rows = np.vstack([spread, -spread])  # two rows whose standard deviations are these
    median = smote_nc.median_of_standard_deviations(rows)
    numbers, dummies = np.array([[0.0, 0, 0], [3, 4, 0]]), np.array([[1, 0, 1, 0], [0, 1, 0, 1]])
    encoded, _ = smote_nc.encode_categories(numbers, dummies, median)
    first, second = encoded.toarray()
    squared = ((first - second) ** 2).sum()
    assert np.isclose(sqrt(squared), np.linalg.norm(first - second))
    return [median, median**2, 9, 16, 2 * median**2, squared, sqrt(squared), 0, 1]


def four_intervals():
    verdicts = []
    for low, high in [(-0.003, 0.009), (-0.010, 0.070), (0.012, 0.028), (0.001, 0.009)]:
        if low > -0.01 and high < 0.01:
            verdicts.append("equivalent")
        else:
            verdicts.append("better" if low > 0 else "inconclusive")
    answer = QUESTIONS[22]["answer"].lower()
    assert "; ".join(verdicts) in answer
    return [0.05 * 40, 40]


def rare_again():
    p = prior_correction(np.array([0.8, 0.99]), prior=0.01, training_prior=0.5)
    assert np.isclose(p[1], 0.5)
    assert shows((0.008, 3), 0.8 * 0.01)
    return [0.8, 1 - 0.8, 0.8 / 0.2, 99, 103, 1, 4, p[0], 99 / 100]


def base_rate():
    found = []
    for frauds, about in [(100, 198), (10, 200)]:
        right, false = 0.9 * frauds, 0.02 * (10_000 - frauds)
        assert abs(false - about) < 0.5
        found += [10_000, frauds, right, about, 100 * right / (right + false)]
    return found


COMPUTED = {
    1: silent_detector,
    3: four_counts,
    5: how_many_payments,
    6: costs,
    8: on_the_segment,
    9: how_many_rows,
    11: two_by_two,
    12: price,
    13: lambda: [0.01, 0.11],
    14: adasyn,
    15: kinds,
    17: jury,
    18: protected,
    19: links,
    21: mixed,
    22: four_intervals,
    23: rare_again,
    24: base_rate,
    25: lambda: [20, 12_000, 60, 12_000 / 60, 12_000 / 60 / 3],
    26: lambda: [100, 2],
}


def test_every_question_is_read_and_the_kinds_go_from_recall_to_design():
    assert list(QUESTIONS) == list(range(1, TEXT.count("\n### ") + 1))
    kinds_found = {one["kind"] for one in QUESTIONS.values()}
    assert kinds_found == {"recall", "compute", "explain", "judge", "design"}
    assert sum(one["kind"] == "compute" for one in QUESTIONS.values()) >= 10


@pytest.mark.parametrize("number", QUESTIONS)
def test_each_number_of_an_answer_is_computed_or_given(number):
    computed = COMPUTED.get(number, list)()
    given = numbers(QUESTIONS[number]["ask"])
    answer = re.sub(r"SMOTE\w*|y_\w+", "", QUESTIONS[number]["answer"])
    for shown in numbers(answer) - given:
        assert any(shows(shown, value) for value in computed), shown


@pytest.mark.parametrize("number", COMPUTED)
def test_each_computed_number_stands_in_the_question_or_its_answer(number):
    text = QUESTIONS[number]["ask"] + QUESTIONS[number]["answer"]
    found = numbers(text)
    for value in COMPUTED[number]():
        assert any(shows(shown, value) for shown in found), value


@pytest.mark.parametrize("number", QUESTIONS)
def test_the_marks_are_those_of_the_question(number):
    marks = QUESTIONS[number]["marks"]
    parts = re.findall(r"(?:^|, |\. )(\d) for (each of the four|each of the two|each)?", marks)
    assert parts, marks
    points = int(QUESTIONS[number]["points"])
    named = sum(int(one) for one, _ in parts)
    assert named <= points
    if not any(each for _, each in parts):
        assert named == points


def test_the_papers_have_the_points_that_they_promise():
    [first] = re.findall(r"60 minutes, 40 points:\*\* questions ([\d, ]+)", TEXT)
    [more] = re.findall(r"90 minutes, 60 points:\*\* the same, and ([\d, ]+)", TEXT)
    chosen = [int(one) for one in first.split(",")]
    assert sum(int(QUESTIONS[one]["points"]) for one in chosen) == 40
    chosen += [int(one) for one in more.rstrip(".").split(",")]
    assert len(chosen) == len(set(chosen))
    assert sum(int(QUESTIONS[one]["points"]) for one in chosen) == 60


def test_every_lesson_of_the_main_line_has_a_question():
    asked = {name for one in QUESTIONS.values() for name in one["lessons"].split(", ")}
    assert asked == {f"{n:02}" for n in range(13)}


def test_learners_do_not_get_the_exam(tmp_path, monkeypatch):
    assert PAGE not in handed_out()
    monkeypatch.setattr(site, "sampler_pages", dict)
    site.lay_out(tmp_path)
    assert not (tmp_path / "docs/exam.md").exists()
    sentence = QUESTIONS[14]["answer"][:60]
    pages = [path for path in tmp_path.rglob("*") if path.suffix in (".md", ".ipynb")]
    assert pages
    assert not [path for path in pages if sentence in path.read_text(encoding="utf-8")]
    site.lay_out(tmp_path / "teacher", teacher=True)
    assert (tmp_path / "teacher/docs/exam.md").exists()
