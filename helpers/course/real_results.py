"""Store what the lessons find on a real file, to be shown beside what they find on other rows."""

import json
import os
import tempfile
from pathlib import Path

import pandas as pd

from helpers.course.running import run_lessons, table
from helpers.data import load_creditcard
from helpers.display.stored_findings import OWN, PUBLISHED
from helpers.environment import versions
from helpers.errors import CourseError
from helpers.evaluation.scores import PUBLISHED_RATIO
from helpers.files import write_file
from helpers.notebook_tools.executed import Execution
from helpers.notebook_tools.files import find_lessons
from helpers.paths import NOTEBOOKS, RESULTS
from helpers.study.fair_rows import read_fair_rows


def store_real_results(file: Path, *, publish: bool = False, jobs: int | None = None) -> Path:
    """Run every lesson on a real file and store its findings; no row is stored.

    Parameters
    ----------
    file : Path
        With the columns of the public credit card file. If a column ``sampling`` says where its
        rows come from, only the fair ones count: see `helpers.study.fair_rows.read_fair_rows`.
    publish : bool, default=False
        Whether the results are the course's own, ``data/results/real_rows.json``, which every
        lesson shows. By default they are the user's, in a file that git ignores.
    jobs : int, optional
        Lessons that run at the same time.

    Returns
    -------
    Path
        Where the results are.

    Raises
    ------
    DataError
        If the file cannot be used.
    CourseError
        If it has no finding to store, or a lesson fails.
    """
    with tempfile.TemporaryDirectory(prefix="course_") as folder:
        path, frame = _fair(file, Path(folder))
        executions = _run_on(path, Path(folder) / "executed", jobs)
    print(f"\n{table(executions)}")
    stored = {"rows": _describe(frame), "versions": versions(), "findings": collect(executions)}
    if not stored["findings"]:
        raise CourseError(f"No lesson found anything on {file}.")
    target = RESULTS / (PUBLISHED if publish else OWN)
    write_file(target, json.dumps(stored, indent=1, ensure_ascii=False) + "\n")
    return target


def _fair(file: Path, folder: Path) -> tuple[Path, pd.DataFrame]:
    """Return the file and its rows, or one with the fair rows if it names them."""
    frame = load_creditcard(file)
    if "sampling" not in frame.attrs["source"]:
        return file, frame
    path, frame = folder / file.name.removesuffix(".gz"), read_fair_rows(file)
    frame.to_csv(path, index=False)
    return path, frame


def _run_on(file: Path, executed: Path, jobs: int | None) -> list[Execution]:
    lessons = find_lessons(NOTEBOOKS)
    stating = [path for path in lessons if "findings_on(" in path.read_text("utf-8")]
    before = os.environ.get("COURSE_DATA")
    os.environ["COURSE_DATA"] = str(file.absolute())
    try:
        return run_lessons(stating, executed, jobs=jobs)
    finally:
        os.environ.pop("COURSE_DATA") if before is None else os.environ.update(COURSE_DATA=before)


def _describe(frame: pd.DataFrame) -> dict:
    n_frauds = int(frame["Class"].sum())
    return {
        "words": f"{len(frame):,} real rows ({n_frauds:,} frauds)",
        "rows": len(frame),
        "frauds": n_frauds,
        "legitimate_per_fraud": round(len(frame) / n_frauds - 1, 1),
        "scores_at_legitimate_per_fraud": round(PUBLISHED_RATIO, 1),
    }


def collect(executions: list[Execution]) -> dict[str, dict]:
    """Return the findings of executed lessons: by sentence, the lesson, ``holds``, ``numbers``."""
    return {
        finding.text: {
            "lesson": execution.name[:2],
            "holds": finding.holds,
            "numbers": dict(finding.numbers),
        }
        for execution in executions
        for finding in execution.findings
    }
