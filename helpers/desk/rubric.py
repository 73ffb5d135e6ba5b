"""The rubric: eight lines with weights, and what each of four levels means."""

from dataclasses import dataclass

BEST = 3


@dataclass(frozen=True)
class Line:
    """A line of the rubric.

    Attributes
    ----------
    name : str
    weight : int
        Points of 100.
    levels : tuple of str
        What is seen at 0 (missing), 1 (started), 2 (sound), 3 (excellent).
    """

    name: str
    weight: int
    levels: tuple[str, str, str, str]


RUBRIC = [
    Line(
        "Question and goal",
        10,
        (
            "no goal",
            "a metric without a reason",
            "EUR saved within 100 calls; rivals named first",
            "also, before seeing it, which result would change the mind",
        ),
    ),
    Line(
        "No leak",
        20,
        (
            "day 2, or rows after the cut, used",
            "one step learns outside its part",
            "all checks green; each choice made on *decide*",
            "finds and reports a leak or twin of the data itself",
        ),
    ),
    Line(
        "Fair comparison",
        20,
        (
            "one model",
            "rivals at 0.5 or untuned",
            "each rival ranked to the same budget on the same rows; paired interval",
            "rows and cut apart (2 × 2), the spread of seeds, and where it cannot tell",
        ),
    ),
    Line(
        "Decision",
        15,
        (
            "a score",
            "a threshold",
            "calls per day kept; cost of calls and misses counted",
            "the amount enters the ranking; what 50 or 200 calls would bring",
        ),
    ),
    Line(
        "Uncertainty",
        10,
        (
            "none",
            "a single interval",
            "intervals on counts and EUR; few frauds named as the reason",
            "the weight of one or few large frauds shown",
        ),
    ),
    Line(
        "Time and limits",
        10,
        (
            "not named",
            '"may drift"',
            "day 1 against day 2 shown, delay kept, a stop rule",
            "a stop rule tested on the data",
        ),
    ),
    Line(
        "Memo",
        10,
        (
            "absent",
            "code or jargon",
            "a lay reader can decide",
            "and can explain it to a colleague",
        ),
    ),
    Line(
        "Log and code",
        5,
        (
            "absent",
            "written afterwards",
            "predictions dated, runs clean",
            "wrong predictions used to learn",
        ),
    ),
]


def points(levels: dict[str, int]) -> float:
    """Return the points of 100 that levels by line give.

    Examples
    --------
    >>> points({"Memo": 3, "No leak": 2, "Question and goal": 0})
    23.3
    """
    return round(sum(line.weight * levels.get(line.name, 0) / BEST for line in RUBRIC), 1)


def as_markdown() -> str:
    """Return the rubric as a table."""
    lines = ["| line | weight | 0 missing | 1 started | 2 sound | 3 excellent |"]
    lines.append("|---|---:|---|---|---|---|")
    lines += [f"| {one.name} | {one.weight} | {' | '.join(one.levels)} |" for one in RUBRIC]
    return "\n".join(lines)
