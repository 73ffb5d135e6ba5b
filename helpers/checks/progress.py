"""Which exercises a learner has solved: one small file at the top of the course folder.

``COURSE_PROGRESS`` names another file, or is ``off``: then nothing is kept.
"""

import json
import os
from pathlib import Path

import pandas as pd

from helpers.files import replacing
from helpers.paths import ROOT

FILE = ROOT / "progress.json"


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
    path = location()
    if path is None or not path.exists():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    if not isinstance(content, dict):
        return {}
    return {
        name: {"tries": entry["tries"], "passed": entry["passed"]}
        for name, entry in content.items()
        if isinstance(entry, dict)
        and type(entry.get("tries")) is int
        and type(entry.get("passed")) is bool
    }


def record(exercise: str, passed: bool) -> None:
    """Count a try; an exercise once solved stays solved.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    path = location()
    if path is None:
        return
    content = load()
    entry = content.setdefault(exercise, {"tries": 0, "passed": False})
    entry["tries"] += 1
    entry["passed"] = entry["passed"] or passed
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
