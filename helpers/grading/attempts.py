"""Which of several files for one exercise notebook counts."""

from collections import defaultdict

from helpers.grading.records import Grade

BEST, LAST = "best", "last"


def mark_attempts(grades: list[Grade], attempt: str = BEST) -> None:
    """Tell each grade which other files the same learner handed in, and whether it counts.

    Parameters
    ----------
    grades : list of Grade
    attempt : {"best", "last"}
        By points, or by the order that names tell. Where one criterion leaves several, the other
        decides; where names tell no order, the best counts.
    """
    groups = defaultdict(list)
    for grade in grades:
        if grade.notebook:
            groups[grade.learner, grade.notebook].append(grade)

    def rank(grade: Grade) -> tuple:
        order = grade.sender.order if grade.sender else 0
        return (order, grade.points) if attempt == LAST else (grade.points, order)

    for alike in groups.values():
        first = max(alike, key=rank)
        for grade in alike:
            grade.also = [other.file for other in alike if other is not grade]
            grade.counts = grade is first
