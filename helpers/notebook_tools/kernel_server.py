"""Import packages once, then fork a kernel at each request.

`helpers.notebook_tools.forked_kernels` starts it as ``python -m … MODULE …``, with one end of a
pipe as standard input. It says when it is ready. A request holds a kernel's arguments, folder and
environment; the answer is its process id. When the other end is closed, all kernels end, then this
process.
"""

import builtins
import contextlib
import gc
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace

from ipykernel import kernelapp


def main() -> None:
    """Serve requests; in a forked process, be the kernel that was asked for."""
    if Path(sys.path[0]) == Path.cwd():
        del sys.path[0]  # as a started kernel does; it puts "" there later
    channel = Connection(os.dup(0))
    with open(os.devnull) as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)  # a cell that reads finds the end
    import_all(sys.argv[1:])
    if runs_alone():
        sys.argv[1:] = serve(channel)
        kernelapp.launch_new_instance()


def import_all(modules: Sequence[str]) -> None:
    """Import modules as in a kernel, where figures are drawn inline and tables may be wide."""
    if not os.environ.get("MPLBACKEND"):  # Matplotlib reads it when it is imported
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # pandas looks for `kernel`
    for name in modules:
        with contextlib.suppress(Exception):  # the lesson that imports it will say it
            importlib.import_module(name)
    del builtins.get_ipython
    gc.collect()
    gc.freeze()  # a collection would copy these objects' pages in every kernel


def runs_alone() -> bool:
    """Return whether this process has no other thread once it has forked.

    OpenBLAS ends its own threads then. Another could hold a lock, for which all kernels would wait.
    """
    if (pid := os.fork()) == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return len(list(Path("/proc/self/task").iterdir())) == 1


def serve(channel: Connection) -> list[str]:
    """Fork at each request; return only in a forked process, with its kernel's arguments."""
    server, kernels = os.getpid(), []
    with contextlib.suppress(EOFError, ConnectionError):
        channel.send(True)
        while True:
            arguments, folder, environment = channel.recv()
            pid = os.fork()
            if pid == 0:
                channel.close()
                become(folder, environment)
                return [*arguments, f"--IPKernelApp.parent_handle={server}"]
            kernels.append(pid)
            channel.send(pid)
    # An ended kernel keeps its process id until here, so that no other process can have it.
    for pid in kernels:
        os.kill(pid, signal.SIGKILL)
    for pid in kernels:
        os.waitpid(pid, 0)  # also adds its processor time to ours
    os._exit(0)


def become(folder: str, environment: dict[str, str]) -> None:
    """Give a forked process what a started one has: its session, folder, settings and luck."""
    os.setsid()
    os.chdir(folder)
    os.environ.update(environment)  # scikit-learn has set some at its import, which stay
    if "numpy" in sys.modules:  # the module random does so itself
        sys.modules["numpy"].random.seed()


if __name__ == "__main__":
    main()
