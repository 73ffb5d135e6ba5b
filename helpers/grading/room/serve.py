"""The fork server: import everything once, then fork one locked-up process per notebook.

It is started in the sandbox as ``python -m room.serve``. The teacher's side sends
``start``/``stop`` with a number, and with ``start`` the socket of the new process; the server sends
``ended`` with the number, CPU milliseconds and how it ended.
"""

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import resource
import select
import signal
import socket
import struct
import sys
import tempfile
import time
import traceback
from pathlib import Path

from . import lock
from .notebook import Notebook, make_shell
from .wire import COMMON, MEMORY, ORDER, PROCESSES, REPORT, START, read_exactly

NOT_FOR_LEARNERS = ("helpers.course", "helpers.grading", "helpers.pytest_plugin")


def preload(modules: list[str]) -> None:
    """Import what notebooks import; after this a notebook costs a fork."""
    import helpers
    import helpers.checks.core as core

    found = (one.name for one in pkgutil.walk_packages(helpers.__path__, "helpers."))
    ours = [name for name in found if not name.startswith(NOT_FOR_LEARNERS)]
    for name in (*COMMON, *modules, *ours):
        with contextlib.suppress(ImportError):  # a notebook that needs it will say so
            importlib.import_module(name)

    def elsewhere(name, *answers):
        """Do nothing: while a notebook is graded, its checks are made outside of it."""
        return core.Verdict(str(name), False, "While this is graded, checks are made elsewhere.")

    core.verdict = helpers.checks.verdict = elsewhere
    core.check = helpers.checks.check = lambda name, *answers: None
    import joblib

    joblib.parallel_config(backend="sequential")  # n_jobs=16 on a teacher's laptop means one
    make_shell()


def processes() -> tuple[dict[int, list[int]], dict[int, int]]:
    """Return the children of each process, and bytes of memory that are its own."""
    children, used, size = {}, {}, resource.getpagesize()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            _, resident, shared, *_ = map(int, (folder / "statm").read_text().split())
            children.setdefault(parent, []).append(int(folder.name))
            used[int(folder.name)] = (resident - shared) * size
    return children, used


def family(pid: int, children: dict[int, list[int]]) -> list[int]:
    """Return a process and all below it."""
    found = [pid]
    for one in found:
        found += children.get(one, ())
    return found


class Server:
    """Starts, watches and ends the processes of notebooks.

    Parameters
    ----------
    control : socket.socket
        To the teacher's side.
    megabytes, cell_seconds : float
        Limits of a notebook and of a request.
    locked : bool
        Whether this is a sandbox; if not, notebooks run with the teacher's rights.
    """

    def __init__(self, control, megabytes, cell_seconds, *, locked):
        self.control, self.megabytes, self.cell_seconds = control, megabytes, cell_seconds
        self.locked, self.running, self.reasons = locked, {}, {}

    def run(self) -> None:
        """Serve until the teacher's side hangs up."""
        self.control.sendall(b"ready")
        watched = 0.0
        while True:
            if select.select([self.control], [], [], 0.05 if self.running else 5)[0]:
                head, descriptors, *_ = socket.recv_fds(self.control, struct.calcsize(ORDER), 1)
                if not head:
                    break
                head += read_exactly(self.control, struct.calcsize(ORDER) - len(head))
                order, number, seconds = struct.unpack(ORDER, head)
                if order == START:
                    self.start(number, seconds, descriptors[0])
                else:
                    self.stop(number)
            if time.monotonic() - watched > 0.1:
                watched = time.monotonic()
                self.watch()
            self.reap()
        for number in list(self.running.values()):
            self.stop(number)

    def start(self, number: int, seconds: float, descriptor: int) -> None:
        """Fork a notebook's process."""
        pid = os.fork()
        if pid:
            os.close(descriptor)
            self.running[pid] = number
            return
        code = 0
        try:
            self.become_notebook(seconds, descriptor)
        except EOFError:
            pass
        except BaseException:
            code = 3
            with contextlib.suppress(OSError):
                os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(code)

    def become_notebook(self, seconds: float, descriptor: int) -> None:
        """Lock this process up and serve one notebook."""
        self.control.close()
        if self.locked:
            lock.enter_namespaces()
        else:
            os.setsid()
            tempfile.tempdir = None
        folder = Path(tempfile.mkdtemp(prefix="notebook_"))
        os.chdir(folder)
        if self.locked:
            for name, inside in (("HOME", "home"), ("IPYTHONDIR", "home/.ipython")):
                os.environ[name] = str(Path("/tmp", inside))
            Path("/tmp/home").mkdir()
        lock.limit(self.megabytes, seconds)
        if self.locked:
            lock.drop_rights()
        os.closerange(3, descriptor)
        os.closerange(descriptor + 1, 256)
        sock = socket.socket(fileno=descriptor)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.close(nowhere)
        Notebook(sock, self.cell_seconds).serve()

    def stop(self, number: int) -> None:
        """End a notebook's processes, all of them."""
        for pid in [pid for pid, one in self.running.items() if one == number]:
            if self.locked:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)  # see `enter_namespaces`
                continue
            for one in reversed(family(pid, processes()[0])):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

    def watch(self) -> None:
        """End notebooks that use too much memory or too many processes."""
        if not self.running:
            return
        children, used = processes()
        for pid, number in list(self.running.items()):
            members = family(pid, children)
            total = sum(used.get(one, 0) for one in members)
            if total > self.megabytes * 2**20 or len(members) > PROCESSES:
                self.reasons[pid] = MEMORY
                self.stop(number)

    def reap(self) -> None:
        """Report the notebooks that have ended."""
        while self.running:
            pid, status, used = os.wait4(-1, os.WNOHANG)
            if not pid:
                break
            if pid in self.running:
                code = self.reasons.pop(pid, os.waitstatus_to_exitcode(status) & 0xFF)
                seconds = used.ru_utime + used.ru_stime
                self.control.sendall(struct.pack(REPORT, self.running.pop(pid), code, seconds))


def main() -> None:
    """Read the settings, one JSON object on the command line; import; serve."""
    settings = json.loads(sys.argv[1])
    preload(settings["modules"])
    gc.collect()
    gc.freeze()  # the notebooks share these pages
    control = socket.socket(fileno=settings["control"])
    limits = settings["megabytes"], settings["cell_seconds"]
    Server(control, *limits, locked=settings["locked"]).run()
    os._exit(0)  # at once: to take all libraries down would take longer than the grader waits


if __name__ == "__main__":
    main()
