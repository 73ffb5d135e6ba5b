"""What a learner has solved and answered: one small file at the top of the course folder.

``COURSE_PROGRESS`` names another file, or is ``off``: then nothing is kept.
"""

import datetime
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd

from helpers.files import replacing
from helpers.paths import ROOT

FILE = ROOT / "progress.json"
QUIZZES = "quizzes"
"""The entry of the file that keeps the answers to quizzes, by question."""


@dataclass(frozen=True)
class Answer:
    """A learner's answer to a question of a quiz: the letter, whether sure, and the day (ISO)."""

    choice: str
    sure: bool
    day: str


def location() -> Path | None:
    """Return the file that keeps the progress, None if it is switched off."""
    setting = os.environ.get("COURSE_PROGRESS", "").strip()
    if setting.lower() == "off":
        return None
    return Path(setting).expanduser() if setting else FILE


def load() -> dict[str, dict]:
    """Return what has been recorded: per exercise ``tries`` and ``passed``.

    A file that cannot be understood counts as empty; the next check writes it again.
    """
    return {
        name: {"tries": entry["tries"], "passed": entry["passed"]}
        for name, entry in _content().items()
        if isinstance(entry, dict)
        and type(entry.get("tries")) is int
        and type(entry.get("passed")) is bool
    }


def load_answers() -> dict[str, Answer]:
    """Return the answers to quizzes by question, such as ``"05-q1"``; none if there is no file."""
    kept = _content().get(QUIZZES)
    return {
        name: Answer(entry["choice"], entry["sure"], entry["day"])
        for name, entry in (kept.items() if isinstance(kept, dict) else ())
        if isinstance(entry, dict)
        and type(entry.get("choice")) is str
        and len(entry["choice"]) == 1
        and type(entry.get("sure")) is bool
        and type(entry.get("day")) is str
    }


def _content() -> dict:
    path = location()
    if path is None or not path.exists():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def record(exercise: str, passed: bool) -> None:
    """Count a try at an exercise or at lines in order; what is solved once stays solved.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    content = load()
    entry = content.setdefault(exercise, {"tries": 0, "passed": False})
    entry["tries"] += 1
    entry["passed"] = entry["passed"] or passed
    _write(content, load_answers())


def record_answers(given: dict[str, tuple[str, bool]], day: datetime.date) -> None:
    """Keep answers to quizzes; of the answers that a question gets on one day, the first.

    Who has read the reply knows the answer for now. Whether it stays is seen on another day.

    Parameters
    ----------
    given : dict of str to (str, bool)
        By question the letter, and whether the learner was sure.
    day : date
        Today.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    answers = load_answers()
    new = {
        name: Answer(choice, sure, day.isoformat())
        for name, (choice, sure) in given.items()
        if name not in answers or answers[name].day != day.isoformat()
    }
    if new:
        _write(load(), answers | new)


def _write(exercises: dict[str, dict], answers: dict[str, Answer]) -> None:
    path = location()
    if path is None:
        return
    content = dict(exercises)
    if answers:
        content[QUIZZES] = {name: asdict(answer) for name, answer in answers.items()}
    with replacing(path) as part:
        part.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def summary() -> pd.DataFrame:
    """Return one row per exercise in the order of the lessons.

    Returns
    -------
    pandas.DataFrame
        Columns ``notebook``, ``exercise``, ``title``, ``tries``, ``solved``.
    """
    from helpers.notebook_tools.exercise_format import titles
    from helpers.notebook_tools.files import read
    from helpers.paths import TEMPLATES

    kept = load()
    nothing = {"tries": 0, "passed": False}
    rows = [
        (path.stem, name, title, *(kept.get(name, nothing)[k] for k in ("tries", "passed")))
        for path in sorted(TEMPLATES.glob("ex_*.ipynb"))
        for name, title in titles(read(path)).items()
    ]
    return pd.DataFrame(rows, columns=["notebook", "exercise", "title", "tries", "solved"])


def report(table: pd.DataFrame) -> str:
    """Return the summary as text: per notebook a tick or a dot for each exercise.

    Examples
    --------
    >>> table = pd.DataFrame({"notebook": ["ex_03"] * 2, "exercise": ["03-1", "03-2"],
    ...                       "solved": [True, False]})
    >>> print(report(table))
    ex_03  03-1 ✓  03-2 ·
    Solved: 1 of 2
    """
    width = table["notebook"].str.len().max()
    lines = []
    for notebook, rows in table.groupby("notebook"):
        marks = [
            f"{row.exercise} {'✓' if row.solved else '·'}" for row in rows.itertuples(index=False)
        ]
        lines.append(f"{notebook:<{width}}  {'  '.join(marks)}")
    lines.append(f"Solved: {table['solved'].sum()} of {len(table)}")
    return "\n".join(lines)
