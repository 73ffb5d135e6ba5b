"""Run lessons in two kernels, so that each package is imported twice and not once a lesson."""

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from helpers.course.running import grouped
from helpers.errors import CourseError
from helpers.notebook_tools.executed import NOT_ON_THESE_DATA, Execution
from helpers.notebook_tools.execution import Client, clean_environment, describe_failure
from helpers.notebook_tools.files import read, without_outputs
from helpers.paths import NOTEBOOKS


def run_in_two_kernels(paths: Sequence[Path]) -> list[Execution]:
    """Execute lessons on what ``COURSE_DATA`` names; return them in the order of `paths`.

    Those that share remembered fits have one kernel, as in `helpers.course.running`, and the others
    have the second. Between two lessons all names are deleted.

    Raises
    ------
    CourseError
        If a cell fails otherwise than because the rows do not allow the lesson.
    """
    sharing, *alone = grouped(paths, jobs=2)
    chains = [sharing, [path for group in alone for path in group]]
    with clean_environment(), ThreadPoolExecutor(len(chains)) as pool:
        os.environ["OPENBLAS_NUM_THREADS"] = "1"  # two kernels share the processors
        done = list(pool.map(lambda chain: asyncio.run(_run_chain(chain)), chains))
    found = {one.name: one for chain in done for one in chain}
    return [found[path.stem] for path in paths]


async def _run_chain(paths: Sequence[Path]) -> list[Execution]:
    """Execute lessons one after the other in one kernel."""
    lessons = [without_outputs(read(path)) for path in paths]
    joined = new_notebook()
    ends = []
    for lesson in lessons:
        joined.cells += [new_code_cell("%reset -f"), *lesson.cells]
        ends.append(len(joined.cells))
    client = Client(
        joined,
        timeout=600,
        allow_errors=True,  # the kernel must go on with the next lesson
        coalesce_streams=True,
        store_widget_state=False,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    )
    number = 0
    async with client.async_setup_kernel():
        for path, lesson, end in zip(paths, lessons, ends, strict=True):
            while number < end:
                cell = joined.cells[number]
                if cell.cell_type == "code":
                    await client.async_execute_cell(cell, number)
                    if _stopped(path, lesson, cell):
                        number = end
                        break
                number += 1
    return [
        Execution.from_notebook(path.stem, lesson, 0.0)
        for path, lesson in zip(paths, lessons, strict=True)
    ]


def _stopped(path, lesson, cell) -> bool:
    """Tell whether a cell ended its lesson because of the rows; any other error is raised."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    for error in errors:
        if error.ename != NOT_ON_THESE_DATA:
            reason = f"{error.ename}: {error.evalue}"
            raise CourseError(describe_failure(path, lesson, cell, reason, None))
    return bool(errors)
