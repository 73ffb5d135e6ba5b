"""Find, execute and store the lessons, each in a fresh kernel of the running interpreter."""

import asyncio
import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import ipykernel.kernelspec
import zmq
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from helpers.errors import CourseError
from helpers.notebook_tools.executed import NOT_ON_THESE_DATA, Execution
from helpers.notebook_tools.files import read, without_outputs, write
from helpers.notebook_tools.forked_kernels import ForkingProvisioner, KernelServer

ANSI = re.compile(r"\x1b\[[0-9;]*m")
FOLLOWS = re.compile(
    "The above exception was the direct cause of|During handling of the above exception"
)
"""What stands in a traceback between two errors of which one led to the other."""


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
    """Remembers that it was told to shut down.

    nbclient answers Ctrl-C by shutting the kernel down and then finds it dead; ``stopped`` tells
    this from a kernel that died by itself.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.stopped = False
        if self.has_trait("transport_encryption") and zmq.has("curve"):
            self.transport_encryption = "auto"  # newer kernels warn on standard error without it

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        self.stopped = True
        await super().shutdown_kernel(now=now, restart=restart)


class Stopper:
    """Stops the executions that other threads have begun with it."""

    def __init__(self):
        self.stopped = False
        self._kernels = []

    def add(self, kernel: _Kernel) -> None:
        """Take note of a kernel that works; end it at once if all are to stop."""
        self._kernels.append(kernel)
        if self.stopped:
            self._end(kernel)

    def stop(self) -> None:
        """End all kernels; `execute` then raises KeyboardInterrupt in their threads."""
        self.stopped = True
        for kernel in self._kernels:
            self._end(kernel)

    def _end(self, kernel: _Kernel) -> None:
        kernel.stopped = True
        process = getattr(kernel.provisioner, "process", None)  # None once it has ended
        if process is not None:
            process.kill()


class Client(NotebookClient):
    """nbclient with kernels of the running interpreter, which `server` forks if there is one."""

    server: KernelServer | None = None

    def create_kernel_manager(self) -> _Kernel:
        """Return the manager of a kernel of the running interpreter."""
        self.km = self.kernel = kernel = _Kernel(kernel_spec_manager=_ThisInterpreter())
        if self.server is not None:
            kernel.provisioner = ForkingProvisioner(
                self.server, kernel_spec=kernel.kernel_spec, parent=kernel
            )
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
        os.environ.pop("PYTHONOPTIMIZE", None)  # kernels would skip the asserts of the lessons
        os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else Python 3.12+ warns at each start
        # glibc shall keep the memory of large arrays: each new one would come from Linux in pages
        # of zeros, which takes a fourth of the time of a fit.
        os.environ.setdefault("MALLOC_MMAP_MAX_", "0")
        os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", str(2**40))
        setting = os.environ.get("COURSE_DATA", "")
        if setting not in ("", "simulated"):
            os.environ["COURSE_DATA"] = str(Path(setting).expanduser().absolute())
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def execute(
    path: Path,
    *,
    keep: Path | None = None,
    timeout: float = 600,
    on_cell: Callable = lambda: None,
    stopper: Stopper | None = None,
    server: KernelServer | None = None,
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
    stopper : Stopper, optional
        What can stop the execution from another thread.
    server : KernelServer, optional
        What forks the kernel; without one, it is started.

    Returns
    -------
    Execution
        Also of a lesson that raised NotOnTheseDataError: it stops there, and ``needs`` says why.

    Raises
    ------
    CourseError
        If a cell raises, takes too long or ends its kernel; the message names all.
    KeyboardInterrupt
        If the user interrupts, or the stopper stops; the kernel is shut down first.
    OSError
        If the executed notebook cannot be written and no cell failed.
    """
    notebook = without_outputs(read(path))  # a lesson that stops early keeps none of the stored
    start, current, reason, interrupted = perf_counter(), [], None, False
    unwritten = None

    def before_cell(cell: NotebookNode, cell_index: int) -> None:
        if stopper is not None and not current:
            stopper.add(client.kernel)
        current[:] = [cell]

    client = Client(
        notebook,
        timeout=timeout,
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",  # to tidy up its memory takes a kernel most of a second
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_execute=before_cell,
        on_cell_executed=lambda **_: on_cell(),
    )
    client.server = server
    client.log.disabled = True  # every error is reported below, once
    try:
        if stopper is None:
            client.execute()  # in the main thread, where it answers Ctrl-C
        else:
            asyncio.run(client.async_execute())  # a loop of this thread, closed at the end
    except CellExecutionError as error:
        if error.ename != NOT_ON_THESE_DATA:
            message = f"{error.ename}: {error.evalue}" if error.evalue else error.ename
            reason = f"{message}\n{short_traceback(current[0])}"
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
            try:
                write(notebook, keep)
            except OSError as error:  # what went wrong in a cell comes first
                unwritten = error
    if interrupted:
        raise KeyboardInterrupt
    if reason is not None:
        kept = keep if unwritten is None else None
        raise CourseError(describe_failure(path, notebook, current[0], reason, kept))
    if unwritten is not None:
        raise unwritten
    return Execution.from_notebook(path.stem, notebook, perf_counter() - start)


def describe_failure(
    path: Path, notebook: NotebookNode, cell: NotebookNode, reason: str, kept: Path | None
) -> str:
    """Return the message for a failed cell: lesson, cell, line, error and where to look."""
    cells = [other for other in notebook.cells if other.cell_type == "code"]
    number = next(n for n, other in enumerate(cells, 1) if other is cell)
    lines = cell.source.splitlines()
    line = failed_line(cell)
    if line is None:
        first = next((line for line in lines if line.strip()), "")
        where = f"cell [{number}], which begins with: {first.strip()}"
    else:
        where = f"cell [{number}], line {line}: {lines[line - 1].strip()}"
    message = f"Lesson {path.stem} failed in {where}\n{reason}"
    return message if kept is None else f"{message}\nThe lesson up to this cell: {kept}"


def failed_line(cell: NotebookNode) -> int | None:
    """Return the number of the cell's line in which the error arose, 1 for the first.

    Where a function raised it, from a helper or another cell, the line that called it counts; of
    errors that followed each other, the last. None if the traceback does not say, as when the cell
    was stopped.
    """
    last_error = FOLLOWS.split("\n".join(traceback_lines(cell)))[-1]
    found = re.search(rf"Cell In ?\[{cell.execution_count}\], line (\d+)", last_error)
    lines = cell.source.splitlines()
    if found is None:
        return None
    # IPython leaves out blank lines at the top before it counts
    line = int(found[1]) + next(n for n, text in enumerate(lines) if text.strip())
    return line if line <= len(lines) else None


def traceback_lines(cell: NotebookNode) -> list[str]:
    """Return the lines of a failed cell's traceback, without colours."""
    texts = ["\n".join(out["traceback"]) for out in cell.outputs if out["output_type"] == "error"]
    return ANSI.sub("", texts[-1]).splitlines() if texts else []


def short_traceback(cell: NotebookNode, n_lines: int = 12) -> str:
    """Return the last lines of a failed cell's traceback, without colours."""
    return "\n".join(f"    {line}" for line in traceback_lines(cell)[-n_lines:])
