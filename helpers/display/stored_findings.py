"""What the lessons found on real rows: stored numbers, shown beside those of the rows at hand.

Rows of the public file may not be handed out, results may. ``data/results/real_rows.json`` holds
them; ``own_rows.json`` beside it holds those of the user's own file, and counts only while
``COURSE_DATA`` names a file. `helpers.course.real_results` writes both.
"""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from helpers.paths import RESULTS

PUBLISHED, OWN = "real_rows.json", "own_rows.json"


def stored_findings(text: str) -> Iterator[tuple[str, dict]]:
    """Yield what is stored of a finding: which rows in words, and ``holds`` and ``numbers``.

    Parameters
    ----------
    text : str
        The finding's sentence.
    """
    for name in (PUBLISHED, OWN) if _on_own_file() else (PUBLISHED,):
        stored = load(RESULTS / name)
        if text in stored["findings"]:
            yield stored["rows"]["words"], stored["findings"][text]


@cache
def load(path: Path) -> dict:
    """Return a file of stored findings; an empty one if there is none."""
    if not path.exists():
        return {"findings": {}}
    return json.loads(path.read_text(encoding="utf-8"))


def _on_own_file() -> bool:
    return os.environ.get("COURSE_DATA", "").strip() not in ("", "simulated")
