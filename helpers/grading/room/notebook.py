"""One learner's process: it runs cells, hands out values and calls functions, as it is told."""

import contextlib
import os
import pickle
import signal
import socket
import warnings
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from helpers.checks.watching import neighbours_seen

from .wire import read_block
from .writer import Writer

OUT_OF_TIME, STUBBORN = "out of time", 5  # interruptions that it may swallow, one a CPU second
TEXT = 300  # characters of an error's text


def make_shell() -> InteractiveShell:
    """Return IPython's shell, warmed up; what cells display goes nowhere and is never drawn."""
    settings = Config()
    settings.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=settings)
    shell.display_formatter.active_types = ["text/plain"]
    shell.ask_exit = lambda: None
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    shell.run_cell("%matplotlib inline", store_history=False)
    return shell


class Notebook:
    """Serves the teacher's side until it hangs up.

    Parameters
    ----------
    sock : socket.socket
        Requests are our own pickles, replies are frames.
    cell_seconds : float
        CPU seconds for one request.
    """

    def __init__(self, sock: socket.socket, cell_seconds: float):
        self.sock, self.seconds = sock, cell_seconds
        self.shell, self.functions, self.swallowed = InteractiveShell.instance(), [], 0

    def serve(self) -> None:
        """Answer requests for ever.

        Raises
        ------
        EOFError
            If the teacher's side is gone.
        """
        leave = os._exit  # before anybody changes it

        def out_of_time(*_):
            self.swallowed += 1
            if self.swallowed > STUBBORN:
                leave(signal.SIGPROF)
            raise KeyboardInterrupt(OUT_OF_TIME)

        signal.signal(signal.SIGPROF, out_of_time)
        while True:
            action, *rest = pickle.loads(read_block(self.sock))
            self.swallowed = 0
            signal.setitimer(signal.ITIMER_PROF, self.seconds, 1)
            try:
                frame = Writer(self.functions).frame(action, getattr(self, action)(*rest))
            except BaseException as error:
                text = f"{type(error).__name__}: {error}"
                known = isinstance(error, Exception | SystemExit)
                told = error if known else Exception(text)
                frame = Writer(self.functions).frame("raised", told)
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.sock.sendall(frame)

    def file(self, name: str, content: bytes) -> None:
        """Lay a file into the working folder."""
        path = Path(name)
        path.write_bytes(content)
        path.chmod(0o444)

    def run(self, source: str) -> dict | None:
        """Run a cell; return name, text and line of the error that stopped it."""
        result = self.shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        if error is None:
            return None
        return self.describe(error) | {"compiled": result.error_before_exec is None}

    def values(self, expressions: list[str]) -> list:
        """Return the values of expressions of our own, in the learner's names."""
        return [eval(text, self.shell.user_ns) for text in expressions]

    def call(self, number: int, arguments: tuple, keywords: dict, watched: bool) -> list:
        """Call a function that was handed in; return its result, its warnings, what was seen."""
        watching = neighbours_seen() if watched else contextlib.nullcontext([])
        with watching as seen, warnings.catch_warnings(record=True) as caught:
            result = self.functions[number](*arguments, **keywords)
            if hasattr(result, "__next__"):
                result = iter(list(result))
        told = [[one.category.__name__, str(one.message)[:500]] for one in caught[:20]]
        return [result, told, list(map(list, seen))]

    def describe(self, error: BaseException) -> dict:
        """Return what the learner is told of an error; the line is one of the cell itself."""
        line, trace = None, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_globals is self.shell.user_ns:
                line = trace.tb_lineno
            trace = trace.tb_next
        text = str(error)
        if isinstance(error, SyntaxError):
            line, text = error.lineno, error.msg
        short = " ".join(str(text).split())[:TEXT]
        return {"name": type(error).__name__, "text": short, "line": line}
