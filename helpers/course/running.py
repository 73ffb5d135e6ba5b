"""Run the lessons: two side by side where the machine has room, and no unchanged one again."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from joblib import cpu_count

from helpers.course.progress_bar import ProgressBar
from helpers.course.remembered import Remembered
from helpers.notebook_tools.executed import Execution, Finding
from helpers.notebook_tools.execution import Stopper, clean_environment, execute
from helpers.notebook_tools.files import read
from helpers.notebook_tools.forked_kernels import kernel_server

BYTES_FOR_TWO = 6e9
"""Memory with which two lessons run at once. The largest two take half of it."""


def run_lessons(
    paths: Sequence[Path],
    executed: Path,
    *,
    timeout: float = 600,
    jobs: int | None = None,
    again: bool = False,
) -> list[Execution]:
    """Execute lessons, keep the executed copies in a folder and print a line for each.

    Parameters
    ----------
    paths : sequence of Path
        Lessons, in reading order.
    executed : Path
        Folder of the executed copies.
    timeout : float, default=600
        The longest that one cell may take, in seconds.
    jobs : int, optional
        How many lessons run at the same time; `default_jobs` by default.
    again : bool, default=False
        Whether to run also a lesson whose executed copy is up to date: made from the same lesson,
        code, data, packages and settings.

    Returns
    -------
    list of Execution
        In reading order; of a lesson that is up to date the earlier one.

    Raises
    ------
    CourseError
        If one of the cells fails. The lessons that run beside it are stopped.
    """
    jobs = default_jobs() if jobs is None else jobs
    executions = {}
    with clean_environment(), ProgressBar(paths) as progress:
        if jobs > 1:  # each lesson has its share of the processors
            os.environ.setdefault("OPENBLAS_NUM_THREADS", str(max(1, cpu_count() // jobs)))
            os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # waiting keeps none busy
        remembered = Remembered(executed)
        stopper = Stopper()
        for path in paths:
            if not again and (seconds := remembered.seconds(path)) is not None:
                copy = executed / path.name
                executions[path] = Execution.from_notebook(path.stem, read(copy), seconds)
                progress.finish(path, executions[path], note="unchanged, not run again")

        def execute_one(path: Path) -> None:
            progress.start(path)
            executions[path] = execute(
                path,
                keep=executed / path.name,
                timeout=timeout,
                on_cell=lambda: progress.on_cell(path),
                stopper=stopper,
                server=server,
            )
            remembered.remember(path, executions[path].seconds)
            progress.finish(path, executions[path])

        to_run = [path for path in paths if path not in executions]
        with kernel_server(to_run) as server:
            _side_by_side(grouped(to_run, jobs), jobs, execute_one, stopper)
    return [executions[path] for path in paths]


def grouped(paths: Sequence[Path], jobs: int) -> list[list[Path]]:
    """Group lessons: those of a group run one after the other, groups at the same time.

    Lessons that call `helpers.models.evaluate_models` find there what the lesson before them
    fitted. They make one group, the longest, so it comes first. The others follow by falling
    number of code cells, since a long one that begins last would run alone.
    """
    if jobs == 1:
        return [[path] for path in paths]
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    sharing = [path for path in paths if "evaluate_models(" in texts[path]]
    alone = [path for path in paths if path not in sharing]
    alone.sort(key=lambda path: -texts[path].count('"cell_type": "code"'))
    return [*([sharing] if sharing else []), *([path] for path in alone)]


def default_jobs() -> int:
    """Return 2 where there are two processors and memory for two lessons, else 1."""
    return 2 if cpu_count() >= 2 and _memory() >= BYTES_FOR_TWO else 1


def _memory() -> int:
    """Return the bytes of memory that the machine has; 0 where Python cannot tell (Windows)."""
    if "SC_PHYS_PAGES" not in getattr(os, "sysconf_names", ()):
        return 0
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _side_by_side(
    groups: Sequence[Sequence[Path]],
    jobs: int,
    execute_one: Callable[[Path], None],
    stopper: Stopper,
) -> None:
    """Execute groups at the same time; the first error, or Ctrl-C, stops all the others."""

    def execute_group(group: Sequence[Path]) -> None:
        try:
            for path in group:
                if not stopper.stopped:
                    execute_one(path)
        except BaseException:
            stopper.stop()  # before this thread takes the next group
            raise

    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(execute_group, group) for group in groups]
        try:
            errors = [error for future in as_completed(futures) if (error := future.exception())]
        except KeyboardInterrupt:
            stopper.stop()
            raise
    # What was stopped raises KeyboardInterrupt; the cause is the other one.
    for error in sorted(errors, key=lambda error: isinstance(error, KeyboardInterrupt)):
        raise error


def table(executions: Sequence[Execution]) -> str:
    """Return the closing table: lesson, code cells, seconds, findings that hold; and the totals.

    Below it stand the findings that do not hold on these data, and what the lessons need that
    could not be shown on them.

    Examples
    --------
    >>> print(table([Execution("00_start_here", None, 4, 2.04, (Finding("It falls.", False),))]))
    Lesson         Cells  Seconds  Findings
    00_start_here      4      2.0    0 of 1
    Total              4      2.0    0 of 1
    <BLANKLINE>
    Findings that do not hold on these data
      00  It falls.
    """
    every = [finding for one in executions for finding in one.findings]
    rows = [(one.name, one.n_cells, one.seconds, _findings(one)) for one in executions]
    total = [sum(row[column] for row in rows) for column in (1, 2)]
    rows.append(("Total", *total, _count(every)))
    width = max(len(name) for name, *_ in rows)
    lines = [f"{'Lesson':<{width}}  Cells  Seconds  Findings"]
    lines += [
        f"{name:<{width}}  {cells:>5}  {seconds:>7.1f}  {findings:>8}".rstrip()
        for name, cells, seconds, findings in rows
    ]
    lines += _listed(
        "Findings that do not hold on these data",
        [
            (one, finding.text)
            for one in executions
            for finding in one.findings
            if not finding.holds
        ],
    )
    lines += _listed(
        "Lessons that these data do not allow",
        [(one, one.needs) for one in executions if one.needs],
    )
    return "\n".join(lines)


def _findings(execution: Execution) -> str:
    return "not here" if execution.needs else _count(execution.findings)


def _count(findings: Sequence[Finding]) -> str:
    return f"{sum(one.holds for one in findings)} of {len(findings)}" if findings else ""


def _listed(title: str, items: Sequence[tuple[Execution, str]]) -> list[str]:
    lines = [f"  {execution.name[:2]}  {text}" for execution, text in items]
    return ["", title, *lines] if lines else []
