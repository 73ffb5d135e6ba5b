"""The verdicts: a process in which no learner's code ever runs.

For each check it reads the exercise and the raw frame of the learner's values from its parent, and
answers with a verdict as JSON. When a checker calls a learner's function, a call goes out and a
frame comes back. It sits in a sandbox of its own: what it reads was written by others.
"""

import gc
import json
import os
import pickle
import signal
import socket
import sys
import warnings

import numpy as np

from helpers.checks import class_seed, core, watching
from helpers.grading import reader
from helpers.grading.room import lock
from helpers.grading.room.wire import (
    CALL,
    READY,
    VERDICT,
    WARNINGS,
    BadFrameError,
    block,
    read_block,
    read_frame,
)

SECONDS = 30  # of CPU for one check, what the learner's process computes not counted
MEGABYTES, TOTAL_SECONDS = 4_000, 24 * 3_600
LONG = 4_000  # characters of a message


def directly(checker: core.Checker, answers: tuple) -> str:
    """Run a checker under a limit in CPU seconds."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 1)
    try:
        return checker.function(*answers)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


class Court:
    """Answers its parent for ever.

    Parameters
    ----------
    sock : socket.socket
        To the parent.
    """

    def __init__(self, sock: socket.socket):
        self.sock = sock

    def reply(self, kind: bytes, body: bytes) -> None:
        """Send one of `READY`, `CALL` and `VERDICT`."""
        self.sock.sendall(kind + block(body))

    def read(self, frame: tuple[bytes, bytes]) -> tuple[str, object]:
        """Return kind and value of a frame."""
        return reader.Reader(self.call).frame(*frame)

    def call(self, number: int, arguments: tuple, keywords: dict) -> object:
        """Have the learner's process compute; its errors and warnings become ours."""
        watchers = watching.watchers()
        request = "call", number, arguments, keywords, bool(watchers)
        self.reply(CALL, pickle.dumps(request))
        kind, value = self.read(read_frame(self.sock))
        if kind == "raised" and isinstance(value, Exception | SystemExit):
            raise value
        if kind != "call" or not isinstance(value, list) or len(value) != 3:
            raise BadFrameError("no result")
        result, told, seen = value
        for one in watchers:
            one += [(kind, what, np.asarray(labels)) for kind, what, labels in seen]
        for category, text in told:
            warnings.warn(str(text), WARNINGS.get(str(category), UserWarning), stacklevel=2)
        return result

    def judge(self, name: str, frame: tuple[bytes, bytes]) -> dict:
        """Return ``passed`` and ``message``, and perhaps ``undefined``, an error's text."""
        try:
            kind, values = self.read(frame)
            if kind == "raised":
                undefined = getattr(values, "args", [""])[0] if type(values) is NameError else ""
                text = f"The check could not read your answer: {values}"
                return {"passed": False, "message": text, "undefined": str(undefined)}
            if kind != "values" or not isinstance(values, list):
                raise BadFrameError("no values")
            found = core.judge(name, values, directly)
            return {"passed": found.passed is True, "message": str(found.message)}
        except BadFrameError as error:
            text = f"Your notebook sent something that is no answer ({error})."
            return {"passed": False, "message": text}

    def serve(self) -> None:
        """Answer until the parent is gone."""
        self.reply(READY, b"")
        while True:
            name = read_block(self.sock).decode()
            found = self.judge(name, read_frame(self.sock))
            found["message"] = found["message"][:LONG]
            self.reply(VERDICT, json.dumps(found).encode())


def main() -> None:
    """Load all checkers, lock up, serve."""
    settings = json.loads(sys.argv[1])
    os.environ["COURSE_PROGRESS"] = "off"
    for name in settings["exercises"]:
        core.find(name)
    court = Court(socket.socket(fileno=settings["control"]))

    def out_of_time(*_):
        raise core.TimeUp

    signal.signal(signal.SIGPROF, out_of_time)
    gc.freeze()
    lock.limit(MEGABYTES, TOTAL_SECONDS)
    if settings["locked"]:
        lock.drop_rights()
    try:
        with class_seed.of_class(settings["seed"]):
            court.serve()
    except (EOFError, BrokenPipeError):
        os._exit(0)  # at once, as the fork server


if __name__ == "__main__":
    main()
