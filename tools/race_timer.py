"""Run a command and print at last the wall and CPU seconds of all the processes that it started.

``python tools/race_timer.py make course``. A command's own count leaves out processes whose parent
ended before them, such as the rooms in which learners' code runs. Here they are waited for (Linux;
elsewhere they are left out). `race.py` reads the last line.
"""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Sequence

SUBREAPER = 36  # for prctl
PATIENCE = 30.0
"""Seconds for processes that go on after the command has ended."""


def adopt_orphans() -> None:
    """Have processes whose parent ends counted here: bubblewrap leaves its rooms behind (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)


def wait_for_orphans() -> None:
    """Wait until no child is left, so that the CPU seconds of all are known.

    Raises
    ------
    RuntimeError
        If one still runs after `PATIENCE`.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            process, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not process:
            time.sleep(0.02)
    raise RuntimeError(f"a process that was started here still runs after {PATIENCE:g} seconds")


def timed(command: Sequence[str], **options) -> tuple[float, float]:
    """Run a command; return its wall seconds and the CPU seconds of all its processes.

    Parameters
    ----------
    command : sequence of str
    **options
        For `subprocess.run`.

    Raises
    ------
    subprocess.CalledProcessError
        If the command fails.
    RuntimeError
        If it leaves a process that does not end.
    """
    adopt_orphans()
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, **options)
    wall = time.perf_counter() - start
    wait_for_orphans()
    after = os.times()
    return wall, sum(after[2:4]) - sum(before[2:4])


def main(argv: Sequence[str]) -> int:
    """Run the command and print its seconds; return its exit code if it fails."""
    try:
        wall, cpu = timed(argv)
    except subprocess.CalledProcessError as error:
        return error.returncode
    print(f"\ntook {wall:.3f} {cpu:.3f} -")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
