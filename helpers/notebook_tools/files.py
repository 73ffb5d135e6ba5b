"""Find, read, write and normalise the notebooks."""

import copy
import re
from collections.abc import Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from helpers.errors import CourseError
from helpers.files import write_file

LESSON = re.compile(r"(\d\d)_\w+\.ipynb")
SHORT = re.compile(r"(ex_)?\d\d")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def find_lessons(folder: Path) -> list[Path]:
    """Return the numbered notebooks directly in `folder`, in reading order.

    Raises
    ------
    CourseError
        If the folder holds no lesson.
    """
    found = sorted(path for path in folder.glob("*.ipynb") if LESSON.fullmatch(path.name))
    if not found:
        raise CourseError(f"No lesson named NN_title.ipynb stands in {folder}.")
    return found


def select_lessons(lessons: Sequence[Path], wanted: Sequence[str]) -> list[Path]:
    """Return the lessons that `wanted` names, in reading order; all of them if it is empty.

    Parameters
    ----------
    lessons : sequence of Path
        As `find_lessons` returns them.
    wanted : sequence of str
        Numbers ("3", "03"), names ("03_balance_with_smote") or paths to the notebooks; for
        solutions "ex_03".

    Raises
    ------
    CourseError
        If a name fits no lesson.

    Examples
    --------
    >>> lessons = [Path("notebooks/00_start_here.ipynb"), Path("notebooks/03_balance.ipynb")]
    >>> [path.stem for path in select_lessons(lessons, ["3"])]
    ['03_balance']
    """
    chosen = set()
    for name in wanted:
        stem = Path(name).name.removesuffix(".ipynb")
        short = {path: SHORT.match(path.stem)[0] for path in lessons}
        match = [
            path
            for path in lessons
            if stem in (path.stem, short[path], short[path].removeprefix("0"))
        ]
        if not match:
            known = ", ".join(path.stem for path in lessons)
            raise CourseError(f"There is no lesson {name!r}. The lessons are {known}.")
        chosen.update(match)
    return [path for path in lessons if path in chosen] if wanted else list(lessons)


def read(path: Path) -> NotebookNode:
    """Read the notebook at `path`; raise CourseError if it is none."""
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
        raise CourseError(f"{path.name} is no readable notebook: {error}") from error


def write(notebook: NotebookNode, path: Path) -> None:
    """Write `notebook` to `path` in one step: a reader sees the old file or the new one."""
    write_file(path, nbformat.writes(notebook).rstrip("\n") + "\n")


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """Return a copy in which no cell has run."""
    result = copy.deepcopy(notebook)
    for cell in result.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return result


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return a copy without anything that changes from run to run or from machine to machine.

    Kept are sources, cell ids, authored cell metadata and outputs. Dropped are timings, the view
    state of a front end, the exact Python version and the random ids of widgets.
    """
    result = copy.deepcopy(notebook)
    result.metadata = nbformat.from_dict(
        {
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        }
    )
    result.nbformat, result.nbformat_minor = 4, 5
    count = 0
    for cell in result.cells:
        for noise in ("execution", "collapsed", "scrolled", "ExecuteTime", "trusted"):
            cell.metadata.pop(noise, None)
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if output.output_type == "execute_result":
                output.execution_count = count
    return result
