"""Grade a folder of returned notebooks: ``course grade FOLDER``.

Every notebook is put together again: the learner's answers, the checks and given cells of the
solutions. It runs in a process of its own (`helpers.grading.worker`), in a temporary folder and
with a clean kernel, under a limit of time, memory and printed text. Whatever happens there, the
next notebook is graded. Each verdict is kept at once; a second run goes on where the first ended.

A learner's code runs with the rights of whoever grades. Changed check cells, and a ``check`` of the
learner's own, are found and overruled; code that sets out to forge verdicts from inside the kernel
cannot be stopped for certain. Grade work of people you know, or in a container.
"""

import json
import secrets
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

from helpers.errors import CourseError
from helpers.files import write_file
from helpers.grading import store as grading_store
from helpers.grading.assembly import assemble, parse, recognise
from helpers.grading.feedback import write_pages
from helpers.grading.limits import Limits, run_limited
from helpers.grading.notes import explain
from helpers.grading.processes import require_psutil
from helpers.grading.records import Grade, mark_duplicates, table
from helpers.grading.submissions import exercise_number, find_submissions
from helpers.notebook_tools.execution import clean_environment
from helpers.notebook_tools.exercise_format import find_solutions, titles
from helpers.notebook_tools.files import read, write
from helpers.teaching.templates import template


def prepare(
    path: Path, learner: str, file: str, templates: dict[str, NotebookNode]
) -> tuple[Grade, NotebookNode | None, str]:
    """Read one returned notebook.

    Parameters
    ----------
    path : Path
        The notebook.
    learner, file : str
        As they stand in the grade.
    templates : dict of str to NotebookNode
        By name.

    Returns
    -------
    grade : Grade
        Without verdicts if it can be run. If not, it is final, without a point; its exercises are
        those of the notebook that the file name tells.
    notebook : NotebookNode or None
        What is to be run (see `helpers.grading.assembly.assemble`), None if nothing can be.
    key : str
        What `helpers.grading.store` keeps its verdicts under.
    """
    grade, submission, content = Grade(learner, file), None, b""
    number = exercise_number(path)
    by_name = next((name for name in templates if number and name.startswith(f"ex_{number}")), "")
    try:
        content = path.read_bytes()
        submission = parse(content)
        grade.notebook = recognise(submission, templates)
        if not grade.notebook:
            submission = None
            other = f"It holds no cell of {by_name}."
            grade.notes.append(other if by_name else "It is none of the exercise notebooks.")
    except CourseError as error:
        grade.notes.append(str(error))
    except OSError as error:
        grade.notes.append(f"The file could not be read: {error.strerror}.")
    grade.notebook = grade.notebook or by_name
    if grade.notebook:
        grade.titles = titles(templates[grade.notebook])
    if submission is None:
        for name in grade.titles:
            grade.verdicts[name] = {"passed": False, "message": "Not graded.", "cause": ""}
        return grade, None, ""
    blank = templates[grade.notebook]
    notebook, grade.notes = assemble(submission, blank)
    return grade, notebook, grading_store.key(content, blank)


def grade_one(
    path: Path,
    learner: str,
    file: str,
    templates: dict[str, NotebookNode],
    limits: Limits,
    *,
    store: Path | None = None,
    interrupted: threading.Event | None = None,
) -> Grade:
    """Grade one returned notebook, whatever is in it.

    Parameters
    ----------
    path, learner, file, templates
        As in `prepare`.
    limits : Limits
    store : Path, optional
        A folder to keep the verdicts in.
    interrupted : threading.Event, optional
        Set from another thread to give up.

    Raises
    ------
    Interrupted
        If `interrupted` was set.
    """
    grade, notebook, key = prepare(path, learner, file, templates)
    if notebook is not None:
        run_and_explain(grade, notebook, key, limits, store=store, interrupted=interrupted)
    return grade


def run_and_explain(
    grade: Grade,
    notebook: NotebookNode,
    key: str,
    limits: Limits,
    *,
    store: Path | None = None,
    interrupted: threading.Event | None = None,
) -> None:
    """Run what `prepare` returned, and complete its grade; the other parameters as in `grade_one`.

    Raises
    ------
    Interrupted
        If `interrupted` was set; the grade is as it was.
    """
    with tempfile.TemporaryDirectory(prefix="grade_", ignore_cleanup_errors=True) as folder:
        copy, results = Path(folder, "work", Path(grade.file).name), Path(folder, "results.jsonl")
        write(notebook, copy)
        seal = secrets.token_hex(16)
        stop = run_limited(copy, results, seal, limits, interrupted)
        lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    lines = [json.loads(line) for line in lines if line.endswith("}")]
    grade.verdicts, notes = explain(lines, list(grade.titles), stop)
    grade.notes += notes
    grade.limited = stop.kind == "limit" or any(line.get("late") for line in lines)
    if store is not None and stop.kind != "failure":
        kept = {"verdicts": grade.verdicts, "notes": grade.notes, "limited": grade.limited}
        grading_store.save(store, key, kept, limits)


def look_up(grade: Grade, key: str, limits: Limits, store: Path) -> bool:
    """Complete a prepared grade with the verdicts of an earlier run; tell whether there are any."""
    known = grading_store.load(store, key, limits)
    if known is None:
        return False
    grade.verdicts, grade.notes = known["verdicts"], known["notes"]
    grade.limited, grade.taken_over = known["limited"], True
    return True


def grade_folder(
    folder: Path,
    output: Path,
    *,
    limits: Limits | None = None,
    n_jobs: int = 1,
    learner_folder: int | None = None,
    regrade: bool = False,
    on_grade: Callable[[Grade], None] = lambda grade: None,
) -> list[Grade]:
    """Grade every notebook in a folder; write ``grades.csv`` and a feedback page per learner.

    Verdicts are kept in `output` as they are given. A notebook whose file, exercise and checks
    are those of an earlier run keeps its verdicts.

    Parameters
    ----------
    folder : Path
        The returned notebooks; see `helpers.grading.submissions.find_submissions`.
    output : Path
        Where ``grades.csv``, ``feedback/`` and ``verdicts/`` go.
    limits : Limits, optional
    n_jobs : int, default=1
        Notebooks graded at the same time.
    learner_folder : int, optional
        Which folder on the way down names the learner; by default the layout decides.
    regrade : bool, default=False
        Grade also what an earlier run has graded.
    on_grade : callable, optional
        Called with each `Grade` as it is ready.

    Returns
    -------
    list of Grade
        In the order of the files.

    Raises
    ------
    CourseError
        If there is no notebook in the folder, it is not clear whose they are, or psutil is
        missing.
    KeyboardInterrupt
        If the user interrupts; what was graded by then is written first.
    """
    require_psutil()
    limits, store = limits or Limits(), output / "verdicts"
    templates = {path.stem: template(read(path)) for path in find_solutions()}

    @cache
    def prepared(path: Path) -> tuple[Grade, NotebookNode | None, str]:
        return prepare(path, "", path.relative_to(folder).as_posix(), templates)

    def recognised(path: Path) -> str:
        return prepared(path)[0].notebook

    grades, finished, todo = [], set(), []
    for learner, path in find_submissions(
        folder, learner_folder=learner_folder, recognised=recognised
    ):
        grade, notebook, key = prepared(path)
        grade.learner = learner
        grades.append(grade)
        if notebook is None or (not regrade and look_up(grade, key, limits, store)):
            finished.add(grade.file)
        else:
            todo.append((grade, notebook, key))
    mark_duplicates(grades)
    interrupted = threading.Event()

    def work(grade: Grade, notebook: NotebookNode, key: str) -> None:
        run_and_explain(grade, notebook, key, limits, store=store, interrupted=interrupted)
        finished.add(grade.file)
        on_grade(grade)

    try:
        for grade in grades:
            if grade.file in finished:
                on_grade(grade)
        with clean_environment(), ThreadPoolExecutor(n_jobs) as pool:
            run_all(pool, work, todo, interrupted)
    finally:
        ready = [grade for grade in grades if grade.file in finished]
        if ready:
            write_file(output / "grades.csv", table(ready).to_csv(index=False, lineterminator="\n"))
            write_pages(ready, output / "feedback", complete=len(ready) == len(grades))
    return ready


def run_all(
    pool: ThreadPoolExecutor, work: Callable, todo: list[tuple], interrupted: threading.Event
) -> None:
    """Call `work` for each of `todo` in a pool; on Ctrl-C or an error, end what runs and raise."""
    pending = {pool.submit(work, *one) for one in todo}
    try:
        while pending:
            # Waiting without a limit would not notice Ctrl-C on Windows.
            done, pending = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()
    finally:
        interrupted.set()
        pool.shutdown(cancel_futures=True)
