"""Fork the kernels of several lessons from one process that has imported what they share.

Of a started kernel's first two seconds of processor, nearly all go to imports.
"""

import ast
import contextlib
import os
import signal
import subprocess
import weakref
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, Pipe, wait
from pathlib import Path
from threading import Lock

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from helpers.notebook_tools.files import read


@contextlib.contextmanager
def kernel_server(paths: Sequence[Path]) -> Iterator["KernelServer | None"]:
    """Yield what forks the kernels of these notebooks; None where each shall start by itself.

    All that at least two of the notebooks import is imported first, with the settings of this
    moment: a library may read them only then. At the end all kernels end.
    """
    modules = shared_imports(paths)
    if not modules or not can_fork():
        yield None
        return
    flags = get_kernel_dict()["argv"]
    command = [*flags[: flags.index("-m") + 1], "helpers.notebook_tools.kernel_server", *modules]
    ours, theirs = Pipe()
    with theirs:
        process = subprocess.Popen(
            command,
            stdin=theirs.fileno(),
            cwd=paths[0].parent,
            env=os.environ,  # else what a C library has set comes along (readline: LINES)
            start_new_session=True,
        )
    ready = False
    try:
        with contextlib.suppress(EOFError):  # it has ended: see `KernelServer.fork`
            ready = ours.recv()
        yield KernelServer(ours)
    finally:
        ours.close()
        if not ready:  # it still imports
            process.kill()
        process.wait()


def shared_imports(paths: Sequence[Path]) -> list[str]:
    """Return the modules that at least two of the notebooks import."""
    counts = Counter(name for path in paths for name in _imports(path))
    return sorted(name for name, count in counts.items() if count > 1)


def _imports(path: Path) -> set[str]:
    names = set()
    for cell in read(path).cells:
        with contextlib.suppress(SyntaxError):  # its lesson will say it
            for node in ast.walk(ast.parse(cell.source if cell.cell_type == "code" else "")):
                if isinstance(node, ast.Import):
                    names.update(alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.level == 0:
                    names.add(node.module)
    return names


def can_fork() -> bool:
    """Return whether kernels can be forked: on Linux, where the system lets us watch them.

    Windows has no fork, and on macOS system libraries may crash in a forked process.
    """
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


class KernelServer:
    """Forks kernels from a process that waits at the other end of a pipe."""

    def __init__(self, channel: Connection):
        self._channel = channel
        self._lock = Lock()  # lessons run in threads

    def fork(self, arguments: Sequence[str], folder: str, environment: dict) -> int | None:
        """Return the process id of a new kernel; None if the server has died."""
        try:
            with self._lock:
                self._channel.send((arguments, folder, environment))
                return self._channel.recv()
        except (EOFError, OSError):
            return None


class ForkingProvisioner(LocalProvisioner):
    """Has a kernel forked by a server, or starts it if the server has died."""

    def __init__(self, server: KernelServer, **kwargs):
        super().__init__(**kwargs)
        self._server = server

    async def launch_kernel(self, cmd: list[str], **kwargs) -> KernelConnectionInfo:
        """Return how to reach the new kernel."""
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        folder = str(Path(kwargs["cwd"]).absolute())
        pid = self._server.fork(arguments, folder, kwargs["env"])
        if pid is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.cwd = _Forked(pid), folder
        self.pid = self.pgid = pid  # it leads its own session
        return self.connection_info


class _Forked:
    """What `LocalProvisioner` asks of a `subprocess.Popen`, for a process that is no child."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid = pid
        self._descriptor = os.pidfd_open(pid)
        weakref.finalize(self, os.close, self._descriptor)

    def poll(self) -> int | None:
        """Return None while it runs, then 0; its true exit code is the server's."""
        return 0 if wait([self._descriptor], 0) else None

    def wait(self) -> int:
        wait([self._descriptor])
        return 0

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
