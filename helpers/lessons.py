"""Find, execute and store the lessons, each in a fresh kernel of the running interpreter."""

import asyncio
import base64
import contextlib
import copy
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import ipykernel.kernelspec
import nbformat
import zmq
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from helpers.files import replacing

LESSON = re.compile(r"(\d\d)_\w+\.ipynb")
SHORT = re.compile(r"(ex_)?\d\d")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class LessonError(Exception):
    """A lesson could not be chosen, or one of its cells failed; the message is for the reader."""


@dataclass(frozen=True)
class Execution:
    """One executed lesson: its notebook with outputs, its code cells and its seconds."""

    name: str
    notebook: NotebookNode
    n_cells: int
    seconds: float


def find_lessons(folder: Path) -> list[Path]:
    """Return the numbered notebooks directly in `folder`, in reading order.

    Raises
    ------
    LessonError
        If the folder holds no lesson.
    """
    found = sorted(path for path in folder.glob("*.ipynb") if LESSON.fullmatch(path.name))
    if not found:
        raise LessonError(f"No lesson named NN_title.ipynb stands in {folder}.")
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
    LessonError
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
            raise LessonError(f"There is no lesson {name!r}. The lessons are {known}.")
        chosen.update(match)
    return [path for path in lessons if path in chosen] if wanted else list(lessons)


class _ThisInterpreter(KernelSpecManager):
    """Answers every kernel name with the running interpreter.

    A kernel that the user once registered as ``python3`` would otherwise be started instead,
    with other packages (the same cure as in nbval's ``--nbval-current-env``).
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            resource_dir=ipykernel.kernelspec.RESOURCES, **ipykernel.kernelspec.get_kernel_dict()
        )


class _Kernel(AsyncKernelManager):
    """Remembers that it was told to shut down, and ends a running cell at once when it is.

    nbclient answers Ctrl-C by shutting the kernel down and then finds it dead; ``stopped`` tells
    this from a kernel that died by itself.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.busy = self.stopped = False
        if self.has_trait("transport_encryption") and zmq.has("curve"):
            self.transport_encryption = "auto"  # newer kernels warn on standard error without it

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        self.stopped = True
        await super().shutdown_kernel(now=now or self.busy, restart=restart)


class Client(NotebookClient):
    """nbclient with kernels of the running interpreter."""

    def create_kernel_manager(self) -> _Kernel:
        """Return the manager of a kernel of the running interpreter."""
        self.km = self.kernel = _Kernel(kernel_spec_manager=_ThisInterpreter())
        return self.km


@contextlib.contextmanager
def clean_environment() -> Iterator[None]:
    """Keep the user's IPython start-up files and other settings away from the kernels.

    ``COURSE_DATA`` is made absolute, because the kernels work in the notebooks' own folder. What
    they solve does not count as the user's progress.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="course_", ignore_cleanup_errors=True) as scratch:
        os.environ["IPYTHONDIR"] = scratch
        os.environ["COURSE_PROGRESS"] = "off"
        os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else Python 3.12+ warns at each start
        setting = os.environ.get("COURSE_DATA", "")
        if setting not in ("", "simulated"):
            os.environ["COURSE_DATA"] = str(Path(setting).expanduser().absolute())
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def execute(
    path: Path, *, keep: Path | None = None, timeout: float = 600, on_cell: Callable = lambda: None
) -> Execution:
    """Execute the notebook at `path` top to bottom in a fresh kernel that works in its folder.

    Parameters
    ----------
    path : Path
        The notebook; it is read, never written.
    keep : Path, optional
        Where the executed notebook goes, also when a cell failed.
    timeout : float, default=600
        The longest that one cell may take, in seconds.
    on_cell : callable, optional
        Called without arguments after each executed code cell.

    Returns
    -------
    Execution

    Raises
    ------
    LessonError
        If a cell raises, takes too long or ends its kernel; the message names all.
    KeyboardInterrupt
        If the user interrupts; the kernel is shut down first.
    """
    notebook = read(path)
    start, current, reason, interrupted = perf_counter(), [], None, False

    def before_cell(cell: NotebookNode, cell_index: int) -> None:
        current[:] = [cell]
        client.kernel.busy = True

    def after_cell(**_) -> None:
        client.kernel.busy = False
        on_cell()

    client = Client(
        notebook,
        timeout=timeout,
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_execute=before_cell,
        on_cell_executed=after_cell,
    )
    client.log.disabled = True  # every error is reported below, once
    try:
        client.execute()
    except CellExecutionError as error:
        reason = f"{error.ename}: {error.evalue}\n{short_traceback(current[0])}"
    except CellTimeoutError:
        reason = f"It took longer than {timeout:g} seconds; --timeout sets the limit."
    except (RuntimeError, AssertionError, asyncio.CancelledError) as error:
        # After Ctrl-C, which of these nbclient raises depends on where it was.
        interrupted = client.kernel.stopped
        if not (interrupted or (isinstance(error, DeadKernelError) and current)):
            raise
        reason = "The kernel died while it ran: it was out of memory, or something ended it."
    finally:
        if keep is not None:
            write(notebook, keep)
    if interrupted:
        raise KeyboardInterrupt
    if reason is not None:
        raise LessonError(describe_failure(path, notebook, current[0], reason, keep))
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return Execution(path.stem, notebook, len(cells), perf_counter() - start)


def read(path: Path) -> NotebookNode:
    """Read the notebook at `path`; raise LessonError if it is none."""
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
        raise LessonError(f"{path.name} is no readable notebook: {error}") from error


def describe_failure(
    path: Path, notebook: NotebookNode, cell: NotebookNode, reason: str, kept: Path | None
) -> str:
    """Return the message for a failed cell: lesson, cell, error and where to look."""
    cells = [other for other in notebook.cells if other.cell_type == "code"]
    number = next(n for n, other in enumerate(cells, 1) if other is cell)
    first = next((line for line in cell.source.splitlines() if line.strip()), "")
    message = f"Lesson {path.stem} failed in cell [{number}] {first}\n{reason}"
    return message if kept is None else f"{message}\nThe lesson up to this cell: {kept}"


def short_traceback(cell: NotebookNode, n_lines: int = 12) -> str:
    """Return the last lines of a failed cell's traceback, without colours."""
    texts = ["\n".join(out["traceback"]) for out in cell.outputs if out["output_type"] == "error"]
    lines = ANSI.sub("", texts[-1]).splitlines() if texts else []
    return "\n".join(f"    {line}" for line in lines[-n_lines:])


def comparison(executions: Sequence[Execution]) -> str | None:
    """Return the text of the last executed cell tagged ``comparison``, None if there is none."""
    for execution in reversed(executions):
        for cell in reversed(execution.notebook.cells):
            if "comparison" in cell.metadata.get("tags", []) and cell.cell_type == "code":
                texts = [
                    out.get("text") or out.get("data", {}).get("text/plain", "")
                    for out in cell.outputs
                ]
                return "\n".join(text.rstrip("\n") for text in texts if text)
    return None


def readme_pictures(notebook: NotebookNode) -> list[tuple[str, bytes]]:
    """Return file name and PNG of each picture that the README shows.

    They are the outputs of cells tagged ``readme``; the file is named after the cell's id.
    """
    return [
        (f"{cell.id}.png", base64.b64decode(output["data"]["image/png"]))
        for cell in notebook.cells
        if "readme" in cell.metadata.get("tags", [])
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]


def write(notebook: NotebookNode, path: Path) -> None:
    """Write `notebook` to `path` in one step: a reader sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(notebook).rstrip("\n") + "\n"
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


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
