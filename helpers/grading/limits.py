"""Run one notebook for `helpers.grading.grade` in a process of its own, under limits."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from helpers.grading.processes import end_processes, memory


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


class Stop(NamedTuple):
    """Why a run ended early: ``kind`` is ``"limit"``, ``"failure"``, or ``""`` if it did not.

    ``reason`` is a clause, such as "the notebook had run for 300 s".
    """

    kind: str = ""
    reason: str = ""


class Interrupted(Exception):  # noqa: N818 - nothing failed
    """The teacher interrupted the grading; the notebook in work has no grade."""


def run_limited(
    notebook: Path,
    results: Path,
    seal: str,
    limits: Limits,
    interrupted: threading.Event | None = None,
) -> Stop:
    """Run the worker; end it with all its processes at a limit or when the teacher interrupts.

    Parameters
    ----------
    notebook, results : Path
        What is run, and where the worker reports.
    seal : str
        Marks verdicts of `helpers.checks`.
    limits : Limits
    interrupted : threading.Event, optional
        Set from another thread to end the run.

    Raises
    ------
    Interrupted
        If `interrupted` was set.
    """
    command = [sys.executable, "-m", "helpers.grading.worker", notebook, results]
    environment = os.environ | {
        "COURSE_GRADING": seal,
        "COURSE_GRADING_CELL_SECONDS": str(limits.cell_seconds),
        "COURSE_DATA": "simulated",
    }
    log = results.with_suffix(".log")
    with log.open("wb") as output:
        # In a process group of its own, Ctrl-C does not reach it. The pipe tells it if we are gone.
        worker = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            process_group=0,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        end = time.monotonic() + limits.seconds
        try:
            while True:
                try:
                    code = worker.wait(0.1)
                except subprocess.TimeoutExpired:
                    code = None
                if code != 0 and interrupted is not None and interrupted.is_set():
                    raise Interrupted
                if code is not None:
                    break
                if time.monotonic() > end:
                    return Stop("limit", f"the notebook had run for {limits.seconds:g} s")
                if memory(worker.pid) > limits.megabytes:
                    used = f"more than {limits.megabytes:g} MB of memory"
                    return Stop("limit", f"the notebook had used {used}")
        finally:
            end_processes(worker)
    if worker.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return Stop("failure", lines[-1] if lines else f"exit code {worker.returncode}")
    return Stop()
