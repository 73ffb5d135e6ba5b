"""A worker's processes: who belongs to it, what they use, and how they end."""

from __future__ import annotations

import subprocess

from helpers.errors import CourseError

try:
    import psutil
except ModuleNotFoundError:  # a learner's environment; `require_psutil` says what to do
    psutil = None


def require_psutil() -> None:
    """Raise :class:`CourseError` unless psutil, which watches the graded notebooks, is there."""
    if psutil is None:
        raise CourseError(
            "Grading needs the package psutil, which is not installed. `make grade` installs it; "
            "without make: `uv sync --inexact --group teacher`, or `conda install psutil`."
        )


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
    kill(processes)
    psutil.wait_procs(processes, timeout=10)
    worker.wait()
    worker.stdin.close()


def kill(processes: list[psutil.Process]) -> None:
    """Kill processes, some of which may be gone already."""
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
