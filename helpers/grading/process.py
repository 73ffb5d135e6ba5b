"""The teacher's side of one learner's process.

It drives and never listens: a notebook's process cannot report a verdict or name an exercise, it
only answers what it is asked. Its frames go to the judging process as they come.
"""

import json
import pickle
import re
import signal
import socket
import time

from helpers.grading.limits import Limits
from helpers.grading.room.wire import (
    MAX_JSON,
    MEMORY,
    PROCESSES,
    BadFrameError,
    block,
    read_frame,
)
from helpers.grading.rooms import KILLED, Dead, ForkServer
from helpers.grading.texts import printable

NO_ANSWER = "sent something that is no answer"


class Process:
    """One learner's process, within what its notebook has left.

    Parameters
    ----------
    server : ForkServer
    limits : Limits
    seconds : float
        CPU seconds that the notebook has left.
    until : float
        On the monotonic clock, when the notebook's time is over.
    """

    def __init__(self, server: ForkServer, limits: Limits, seconds: float, until: float):
        self.server, self.limits, self.seconds, self.until = server, limits, seconds, until
        self.number, self.sock = server.start(seconds)

    def ask(self, *request) -> tuple[bytes, bytes]:
        """Send a request; return the raw frame that comes back."""
        return self.send(pickle.dumps(request))

    def send(self, request: bytes, max_json: int = MAX_JSON) -> tuple[bytes, bytes]:
        """Send a request as bytes.

        Raises
        ------
        Dead
            If the process ended, sent nonsense, spoke unasked, or sent nothing in time.
        """
        if self.has_sent():
            raise Dead(NO_ANSWER)
        wait = min(self.limits.patience(self.limits.cell_seconds), self.until - time.monotonic())
        try:
            self.sock.settimeout(max(0.1, wait))
            self.sock.sendall(block(request))
            return read_frame(self.sock, max_json, until=time.monotonic() + max(0.1, wait))
        except TimeoutError:
            raise Dead(f"gave no answer for {max(0.0, wait):.0f} s and was stopped") from None
        except BadFrameError:
            raise Dead(NO_ANSWER) from None
        except (EOFError, OSError):
            raise Dead(self.why()) from None

    def has_sent(self) -> bool:
        """Tell whether something lies there that nobody has asked for."""
        self.sock.setblocking(False)
        try:
            return bool(self.sock.recv(1, socket.MSG_PEEK))
        except OSError:  # nothing there, or an end whose reason is found when the request is sent
            return False

    def run(self, source: str) -> dict | None:
        """Run a cell; return what stopped it (see `helpers.grading.notes.sentence`), or None."""
        head, _ = self.send(pickle.dumps(("run", source)), 1 << 16)
        try:
            kind, value = json.loads(head)
            told = {"name": "Error", "text": "the cell could not be run"}
            if kind == "run":
                told = None if value is None else dict(value["v"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise Dead(NO_ANSWER) from None
        if told is None:
            return None
        line = told.get("line")
        name = re.sub(r"\W", "_", str(told.get("name")))[:60]
        text = printable(str(told.get("text"))[:400])
        compiled = told.get("compiled") is not False
        line = line if type(line) is int else None
        return {"name": name, "text": text, "line": line, "compiled": compiled}

    def why(self) -> str:
        """Return why the process has ended, as far as that is known."""
        code, seconds = self.server.end(self.number)
        if code == MEMORY:
            memory = f"{self.limits.megabytes:g} MB of memory"
            return f"used more than {memory}, or started {PROCESSES} processes"
        if code == int(getattr(signal, "SIGPROF", 27)):
            limit = f"{self.limits.cell_seconds:g} CPU seconds"
            return f"ran longer than {limit}, did not let itself be interrupted, and was stopped"
        if code == KILLED and seconds >= self.seconds:
            return f"took all of the notebook's {self.limits.seconds:g} CPU seconds"
        return "ended its process: it called exit, or the memory ran out"

    def close(self) -> float:
        """End the process; return the CPU seconds that it took."""
        self.sock.close()
        return self.server.end(self.number)[1]
