"""Grade a folder of returned notebooks: ``course grade FOLDER``.

A learner's code runs in a locked room (`helpers.grading.room`): it sees the course, and neither the
solutions nor other people's work, the network or this computer's files. Its answers travel as data
to another room, where the checks judge them and no learner's code ever runs. This process drives
both, and alone writes results: after each notebook, so that it may be ended at any moment.
"""

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

from nbformat import NotebookNode

from helpers.errors import CourseError
from helpers.grading import results, sandbox
from helpers.grading.assembly import parse, recognise
from helpers.grading.feedback import write_pages
from helpers.grading.handed_in import HandedIn, find
from helpers.grading.house import House
from helpers.grading.limits import Limits
from helpers.grading.paperwork import Paperwork
from helpers.grading.platforms import read_names, sort_out
from helpers.grading.records import Grade
from helpers.grading.rooms import GraderError
from helpers.grading.submissions import exercise_number, learners_of
from helpers.grading.trial import verdict
from helpers.grading.trial_data import seed_of_class
from helpers.notebook_tools.exercise_format import find_solutions, titles
from helpers.notebook_tools.files import read
from helpers.teaching.templates import template

ROOM, TRUSTED = "in a locked room", "trusted, without a room"
AGAIN = "The grader failed here ({}); run it again. This is no mark."


def prepare(one: HandedIn, templates: dict[str, NotebookNode]) -> tuple[Grade, NotebookNode | None]:
    """Find out which exercise notebook a file is.

    Parameters
    ----------
    one : HandedIn
    templates : dict of str to NotebookNode
        By name.

    Returns
    -------
    grade : Grade
        Without verdicts if it can be run. If not, it is final, without a point; its exercises are
        those of the notebook that the file name tells.
    notebook : NotebookNode or None
        As returned, None if nothing can be run.
    """
    grade, notebook = Grade("", one.file.as_posix(), notes=list(one.notes)), None
    number = exercise_number(one.file)
    by_name = next((name for name in templates if number and name.startswith(f"ex_{number}")), "")
    try:
        if one.content is None:
            raise CourseError(one.problem)
        notebook = parse(one.content)
        grade.notebook = recognise(notebook, templates)
        if not grade.notebook:
            notebook = None
            other = f"It holds no cell of {by_name}."
            raise CourseError(other if by_name else "It is none of the exercise notebooks.")
    except CourseError as error:
        grade.notes.append(str(error))
    grade.notebook = grade.notebook or by_name
    if grade.notebook:
        grade.titles = titles(templates[grade.notebook])
    if notebook is None:
        grade.verdicts = {name: verdict(False, "Not graded.", "") for name in grade.titles}
    return grade, notebook


def blank_notebooks() -> dict[str, NotebookNode]:
    """Return what learners were given, by file name without its ending."""
    return {path.stem: template(read(path)) for path in find_solutions()}


def grade_folder(
    folder: Path,
    output: Path,
    *,
    limits: Limits | None = None,
    n_jobs: int = 1,
    learner_folder: int | None = None,
    regrade: bool = False,
    trust: bool = False,
    paperwork: Paperwork | None = None,
    on_grade: Callable[[Grade], None] = lambda grade: None,
) -> list[Grade]:
    """Grade every notebook in a folder; write ``grades.csv`` and a feedback page per learner.

    Results are kept in `output` as they are found. A notebook whose file, exercise and checks are
    those of an earlier run keeps its verdicts.

    Parameters
    ----------
    folder : Path
        The returned notebooks; see `helpers.grading.handed_in.find`.
    output : Path
        Where ``grades.csv``, ``feedback/``, ``results/`` and the seed of the class's trial data go.
    limits : Limits, optional
    n_jobs : int, default=1
        Notebooks graded at the same time.
    learner_folder : int, optional
        Which folder on the way down names the learner; by default the layout decides.
    regrade : bool, default=False
        Grade also what an earlier run has graded.
    trust : bool, default=False
        Run learners' code without a room, with the rights of whoever grades.
    paperwork : Paperwork, optional
        What the teacher gives, such as a roster.
    on_grade : callable, optional
        Called with each `Grade` as it is ready.

    Returns
    -------
    list of Grade
        In the order of the files.

    Raises
    ------
    CourseError
        If there is nothing in the folder, it is not clear whose the notebooks are, or no room can
        be locked here and `trust` is not set.
    KeyboardInterrupt
        If the user interrupts; what was graded by then is in `output`.
    """
    handed_in, receipts = sort_out(find(folder))
    if not trust:
        sandbox.require()
    limits, store, paperwork = limits or Limits(), output / "results", paperwork or Paperwork()
    templates = blank_notebooks()
    prepared = [prepare(one, templates) for one in handed_in]
    files = {one.file: grade.notebook for one, (grade, _) in zip(handed_in, prepared, strict=True)}
    download = read_names(files if learner_folder is None else (), receipts)
    names = download.learners()
    others = {file: notebook for file, notebook in files.items() if file not in names}
    names |= learners_of(others, learner_folder=learner_folder) if others else {}
    finished, todo, seed = set(), [], seed_of_class(output)
    grades, notebooks = (list(column) for column in zip(*prepared, strict=True))
    for one, (grade, notebook) in zip(handed_in, prepared, strict=True):
        grade.learner, grade.how = names[one.file], TRUSTED if trust else ROOM
        grade.sender = download.senders.get(one.file)
        grade.seed = seed
        if notebook is None:
            finished.add(grade.file)
            continue
        how = f"{grade.how}, trial data {seed}"
        key = results.key(one.content, templates[grade.notebook], one.beside, how)
        known = None if regrade else results.load(store, key, list(grade.titles), limits)
        if known is None:
            todo.append((grade, notebook, one.beside, key))
        else:
            grade.complete(known)
            grade.taken_over = True
            finished.add(grade.file)
    paperwork.begin(grades, notebooks, templates, output, download.platform)
    writing = threading.Lock()

    def keep() -> list[Grade]:
        ready = [grade for grade in grades if grade.file in finished]
        paperwork.write_grades(ready, output)
        return ready

    options = {"locked": not trust, "seed": seed, "log": output / "rooms.log"}
    with House(templates, limits, **options) as house:

        def work(grade: Grade, notebook: NotebookNode, beside: dict, key: str) -> None:
            try:
                outcome = house.try_notebook(grade, notebook, beside)
                results.save(store, key, outcome, limits)
                grade.complete(outcome)
            except GraderError as error:
                if house.stopped:
                    return
                grade.notes.append(AGAIN.format(error))  # no verdicts: this is nobody's mark
            with writing:
                finished.add(grade.file)
                keep()
                on_grade(grade)

        try:
            for grade in grades:
                if grade.file in finished:
                    on_grade(grade)
            with ThreadPoolExecutor(n_jobs) as pool:
                run_all(pool, work, todo, house)
        finally:
            ready = keep()
            write_pages(ready, output / "feedback", complete=len(ready) == len(grades))
    paperwork.finish(grades, output)
    return ready


def run_all(pool: ThreadPoolExecutor, work: Callable, todo: list[tuple], house: House) -> None:
    """Call `work` for each of `todo` in a pool; on Ctrl-C or an error, end what runs and raise."""
    pending = {pool.submit(work, *one) for one in todo}
    try:
        while pending:
            # Waiting without a limit would not notice Ctrl-C on Windows.
            done, pending = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()
        house.close()
    except BaseException:
        for one in pending:
            one.cancel()
        house.stop()
        raise
