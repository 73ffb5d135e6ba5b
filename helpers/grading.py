"""Grade a folder of returned notebooks: ``course grade FOLDER``.

Every notebook is put together anew: the learner's answers, the checks and given cells of the
solutions. It runs in a process of its own (`helpers.grading_worker`), in a temporary folder and
with a clean kernel, under a limit of time, memory and printed text. Whatever happens there, the
next notebook is graded.

A learner's code runs with the rights of whoever grades. Changed check cells, and a ``check`` of the
learner's own, are found and overruled; code that sets out to forge verdicts from inside the kernel
cannot be stopped for certain. Grade work of people you know, or in a container.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pandas as pd
import psutil
from nbformat import NotebookNode

from helpers.exercises import find_solutions, template, titles
from helpers.feedback import write_pages
from helpers.lessons import LessonError, clean_environment, read, write

OWN = ("answer-", "check-")  # cells that no other notebook has
HANDED_IN = re.compile(r"[-_ .]*ex_\d\d_\w*$")


@dataclass(frozen=True)
class Limits:
    """What one notebook may use.

    Attributes
    ----------
    seconds : float
        In all.
    cell_seconds : float
        In one cell; it is then interrupted, and the cells after it run all the same.
    megabytes : float
        Memory of its processes together.
    """

    seconds: float = 300
    cell_seconds: float = 60
    megabytes: float = 3_000


@dataclass
class Grade:
    """What one returned notebook earned.

    Attributes
    ----------
    learner, file : str
        Who, and the file relative to the folder of submissions.
    notebook : str
        The exercise notebook that it was recognised as; ``""`` if none.
    titles : dict of str to str
        Number and title of each exercise of that notebook.
    verdicts : dict of str to dict
        Per exercise ``passed`` (bool) and ``message`` (str).
    notes : list of str
        What the teacher should know: cells changed or missing, errors, limits reached.
    """

    learner: str
    file: str
    notebook: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, dict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def points(self) -> int:
        """Exercises solved."""
        return sum(verdict["passed"] for verdict in self.verdicts.values())


def identity(cell: NotebookNode) -> str:
    """Return what a cell is known by; front ends that renew ids keep the metadata."""
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "")


def recognise(submission: NotebookNode, templates: dict[str, NotebookNode]) -> str:
    """Return the name of the template that shares most exercise cells, ``""`` if none does."""
    have = {identity(cell) for cell in submission.cells}
    shared = {
        name: sum(cell.id in have for cell in blank.cells if cell.id.startswith(OWN))
        for name, blank in templates.items()
    }
    best = max(shared, key=shared.get, default="")
    return best if shared.get(best) else ""


def assemble(submission: NotebookNode, blank: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """Put together the notebook that is run: answers from the learner, all else from the template.

    Cells that the learner added stay where they are. A given cell that the learner changed runs
    first as changed, because it may import something, and then as given.

    Parameters
    ----------
    submission, blank : NotebookNode
        What was returned, and the template that was handed out.

    Returns
    -------
    notebook : NotebookNode
        Code cells only.
    notes : list of str
        One for each cell that was changed or is missing.
    """
    known = {cell.id: cell for cell in blank.cells if cell.cell_type == "code"}
    handed, added, last = {}, {}, ""
    for cell in submission.cells:
        name = identity(cell)
        if cell.cell_type == "code" and name in known and name not in handed:
            handed[name], last = cell.source, name
        elif cell.cell_type == "code" and cell.source.strip():
            added.setdefault(last, []).append(cell.source)
    # The first cell makes `helpers.checks` take the seal out of the environment.
    parts, notes = [("", "import helpers.checks"), *(("", text) for text in added.get("", []))], []
    for name, cell in known.items():
        theirs, kind = handed.get(name), name.split("-")[0]
        if theirs is None:
            notes.append(f"The cell {name} is missing.")
        elif kind != "answer" and theirs.split() != cell.source.split():
            notes.append(f"The cell {name} was changed; what counts is the original.")
            if kind == "given":
                parts.append(("", theirs))
        if kind == "answer" and theirs is not None:
            parts.append((name, theirs))
        elif kind == "check":
            parts.append((name, f"from helpers.checks import check\n{cell.source}"))
        else:
            parts.append((name, cell.source))
        parts += [("", text) for text in added.get(name, [])]
    built = nbformat.v4.new_notebook(metadata=blank.metadata)
    for number, (name, text) in enumerate(parts):
        built.cells.append(nbformat.v4.new_code_cell(text, id=name or f"added-{number}"))
    return built, notes


def grade_one(
    path: Path, learner: str, file: str, templates: dict[str, NotebookNode], limits: Limits
) -> Grade:
    """Grade one returned notebook, whatever is in it."""
    grade = Grade(learner, file)
    try:
        submission = read(path)
    except LessonError as error:
        grade.notes.append(str(error))
        return grade
    grade.notebook = recognise(submission, templates)
    if not grade.notebook:
        grade.notes.append("It is none of the exercise notebooks.")
        return grade
    notebook, notes = assemble(submission, templates[grade.notebook])
    grade.notes += notes
    grade.titles = titles(templates[grade.notebook])
    with tempfile.TemporaryDirectory(prefix="grade_", ignore_cleanup_errors=True) as folder:
        copy, results = Path(folder, "work", path.name), Path(folder, "results.jsonl")
        write(notebook, copy)
        seal = secrets.token_hex(16)
        stopped = run_limited(copy, results, seal, limits)
        lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    lines = [json.loads(line) for line in lines if line.endswith("}")]
    grade.notes += [line["note"] for line in lines if "note" in line]
    grade.notes += [stopped] if stopped else []
    for line in lines:
        if "exercise" in line and line["exercise"] in grade.titles:
            grade.verdicts[line["exercise"]] = {k: line[k] for k in ("passed", "message")}
    for name in grade.titles.keys() - grade.verdicts.keys():
        grade.verdicts[name] = {"passed": False, "message": "The check gave no verdict."}
    return grade


def run_limited(notebook: Path, results: Path, seal: str, limits: Limits) -> str:
    """Run the worker and end it with all its processes at a limit; return which, or ``""``."""
    command = [sys.executable, "-m", "helpers.grading_worker", notebook, results]
    environment = os.environ | {
        "COURSE_GRADING": seal,
        "COURSE_GRADING_CELL_SECONDS": str(limits.cell_seconds),
        "COURSE_DATA": "simulated",
    }
    log = results.with_suffix(".log")
    with log.open("wb") as output:
        worker = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        end = time.monotonic() + limits.seconds
        try:
            while True:
                try:
                    worker.wait(0.1)
                    break
                except subprocess.TimeoutExpired:
                    pass
                if time.monotonic() > end:
                    return f"It was stopped after {limits.seconds:g} seconds."
                if memory(worker.pid) > limits.megabytes:
                    return f"It was stopped: it used more than {limits.megabytes:g} MB of memory."
        finally:
            end_processes(worker)
    if worker.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return f"The run failed: {lines[-1] if lines else f'exit code {worker.returncode}'}"
    return ""


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all that it started."""
    try:
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def memory(pid: int) -> float:
    """Megabytes that a process and all that it started have in use."""
    total = 0
    for process in family(pid):
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 2**20


def end_processes(worker: subprocess.Popen) -> None:
    """Kill a worker and all that it started, and wait for the end."""
    processes = family(worker.pid)
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(processes, timeout=10)
    worker.wait()


def find_submissions(folder: Path) -> list[tuple[str, Path]]:
    """Return learner and path of each notebook in a folder.

    In ``ada/ex_03_x.ipynb`` and ``ada_ex_03_x.ipynb`` the learner is *ada*.

    Raises
    ------
    LessonError
        If there is no such folder, or no notebook in it.
    """
    if not folder.is_dir():
        raise LessonError(f"There is no folder {folder}.")
    found = []
    for path in sorted(folder.rglob("*.ipynb")):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") for part in parts):
            continue
        name = parts[0] if len(parts) > 1 else HANDED_IN.sub("", path.stem) or path.stem
        found.append((name, path))
    if not found:
        raise LessonError(f"There is no notebook in {folder}.")
    return found


def grade_folder(
    folder: Path,
    output: Path,
    *,
    limits: Limits | None = None,
    n_jobs: int = 1,
    on_grade: Callable[[Grade], None] = lambda grade: None,
) -> list[Grade]:
    """Grade every notebook in a folder; write ``grades.csv`` and a feedback page per learner.

    Parameters
    ----------
    folder : Path
        The returned notebooks, in one folder per learner or with the learner's name in front.
    output : Path
        Where ``grades.csv`` and ``feedback/`` go.
    limits : Limits, optional
    n_jobs : int, default=1
        Notebooks graded at the same time.
    on_grade : callable, optional
        Called with each `Grade` as it is ready.

    Returns
    -------
    list of Grade
        In the order of the files.

    Raises
    ------
    LessonError
        If there is no notebook in the folder.
    """
    submissions = find_submissions(folder)
    templates = {path.stem: template(read(path)) for path in find_solutions()}

    def work(submission: tuple[str, Path]) -> Grade:
        learner, path = submission
        file = path.relative_to(folder).as_posix()
        grade = grade_one(path, learner, file, templates, limits or Limits())
        on_grade(grade)
        return grade

    with clean_environment(), ThreadPoolExecutor(n_jobs) as pool:
        grades = list(pool.map(work, submissions))
    output.mkdir(parents=True, exist_ok=True)
    table(grades).to_csv(output / "grades.csv", index=False)
    write_pages(grades, output / "feedback")
    return grades


def table(grades: list[Grade]) -> pd.DataFrame:
    """Return one row per notebook: learner, file, notebook, points, of, each exercise, notes."""
    rows = []
    for grade in grades:
        row = {"learner": grade.learner, "file": grade.file, "notebook": grade.notebook}
        row |= {"points": grade.points, "of": len(grade.titles)}
        row |= {name: int(verdict["passed"]) for name, verdict in grade.verdicts.items()}
        rows.append(row | {"notes": " ".join(grade.notes)})
    frame = pd.DataFrame(rows)
    first, last = ["learner", "file", "notebook", "points", "of"], ["notes"]
    exercises = sorted(set(frame.columns) - {*first, *last})
    return frame[first + exercises + last].astype(dict.fromkeys(exercises, "Int64"))
