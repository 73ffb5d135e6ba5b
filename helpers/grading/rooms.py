"""The teacher's side of the two rooms: the fork server for notebooks, and the judging process."""

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import threading
from pathlib import Path
from typing import BinaryIO

from helpers.grading import sandbox
from helpers.grading.limits import Limits
from helpers.grading.room.wire import (
    CALL,
    ORDER,
    READY,
    REPORT,
    START,
    STOP,
    VERDICT,
    block,
    frame,
    read_block,
    read_exactly,
)
from helpers.grading.texts import printable

KILLED = -signal.SIGKILL & 0xFF if hasattr(signal, "SIGKILL") else 247  # exit code
STARTING, MOMENT = 300, 5  # seconds for a room to be ready, and to leave


class Dead(Exception):  # noqa: N818 - it is the learner's process that failed
    """The learner's process is gone; the message is a clause, such as "ran out of memory"."""


class CheckerDied(Exception):  # noqa: N818 - perhaps of the answer
    """The room for verdicts has ended."""


class GraderError(Exception):
    """A part of the grader failed: no learner's fault, and no mark."""


class ForkServer:
    """The room in which learners' code runs; safe to use from several threads.

    Parameters
    ----------
    course : Path
        What the room shows.
    modules : list of str
        To import beforehand.
    limits : Limits
    log : file
    locked : bool
    """

    def __init__(
        self, course: Path, modules: list[str], limits: Limits, log: BinaryIO, *, locked: bool
    ):
        self.options, self.process = (course, modules, limits, log, locked), None
        self.lock, self.count, self.ended = threading.Lock(), 0, {}
        self.open()

    def open(self) -> None:
        """Start the room, or start it again after its end."""
        course, modules, limits, log, locked = self.options
        if self.process is not None:
            self.close()
            self.ended = dict.fromkeys(range(1, self.count + 1), (KILLED, 0.0)) | self.ended
        self.control, theirs = socket.socketpair()
        settings = {
            "modules": modules,
            "megabytes": limits.megabytes,
            "cell_seconds": limits.cell_seconds,
        }
        with theirs:
            self.process = sandbox.start(
                "room.serve", course, settings, theirs.fileno(), log, locked=locked
            )
        self.control.settimeout(STARTING)
        self.must(lambda: read_exactly(self.control, 5))

    def must(self, action):
        """Return what an action returns; that the server is gone is the grader's error."""
        try:
            return action()
        except (OSError, EOFError) as error:
            raise GraderError("the room for learners' code has ended") from error

    def start(self, seconds: float) -> tuple[int, socket.socket]:
        """Start a notebook's process with so many CPU seconds; return its number and socket."""
        ours, theirs = socket.socketpair()
        with self.lock, theirs:
            if self.process.poll() is not None:
                self.open()
            self.count += 1
            order = struct.pack(ORDER, START, self.count, seconds)
            self.must(lambda: socket.send_fds(self.control, [order], [theirs.fileno()]))
            return self.count, ours

    def end(self, number: int) -> tuple[int, float]:
        """End a notebook's processes; return the exit code and the CPU seconds."""
        with self.lock:
            if number not in self.ended:
                order = struct.pack(ORDER, STOP, number, 0)
                self.must(lambda: self.control.sendall(order))
            while number not in self.ended:
                report = self.must(lambda: read_exactly(self.control, struct.calcsize(REPORT)))
                which, code, seconds = struct.unpack(REPORT, report)
                self.ended[which] = code, seconds
            return self.ended[number]

    def close(self) -> None:
        """End the room with all that is in it."""
        self.control.close()
        end(self.process)


class Checker:
    """The room in which verdicts are formed; it is started again after it has failed.

    Parameters
    ----------
    course : Path
        What the room shows.
    exercises : list of str
        To load beforehand.
    seed : int
        Of the class's trial data; see `helpers.checks.class_seed`.
    log : file
    locked : bool
    """

    def __init__(
        self, course: Path, exercises: list[str], seed: int, log: BinaryIO, *, locked: bool
    ):
        self.options = course, {"exercises": exercises, "seed": seed}, log, locked
        self.process = None

    def start(self) -> None:
        """Start it, or start it again."""
        self.close()
        course, settings, log, locked = self.options
        self.sock, theirs = socket.socketpair()
        with theirs:
            self.process = sandbox.start(
                "helpers.grading.checker",
                course,
                settings,
                theirs.fileno(),
                log,
                locked=locked,
            )
        self.sock.settimeout(STARTING)
        try:
            if self.read()[0] != READY:
                raise EOFError
        except (OSError, EOFError) as error:
            self.close()
            raise GraderError("the room for verdicts did not start") from error

    def read(self) -> tuple[bytes, bytes]:
        """Return kind and body of its next message."""
        return read_exactly(self.sock, 1), read_block(self.sock)

    def judge(self, exercise: str, values: tuple[bytes, bytes], call, seconds: float) -> dict:
        """Return the verdict on a frame of values.

        Parameters
        ----------
        exercise : str
        values : tuple of bytes
            The two parts of the frame.
        call : callable
            Takes a request for the learner's process; returns the raw frame that comes back, or
            raises `Dead`.
        seconds : float
            To wait for the checker's next message, by the clock.

        Raises
        ------
        Dead
            As `call` did; the checker, which waits in vain, is given up.
        CheckerDied
            If it ended over this answer, or did not end.
        """
        if self.process is None:
            self.start()
        self.sock.settimeout(seconds)
        try:
            self.sock.sendall(block(exercise.encode()) + frame(*values))
            while True:
                kind, body = self.read()
                if kind == VERDICT:
                    return checked(json.loads(body))
                if kind != CALL:
                    raise EOFError
                self.sock.sendall(frame(*call(body)))
        except Dead:
            self.close()
            raise
        except (OSError, EOFError, ValueError, RecursionError):
            self.close()
            raise CheckerDied from None

    def close(self) -> None:
        """End the room."""
        if self.process is not None:
            self.sock.close()
            end(self.process)
            self.process = None


def checked(found: object) -> dict:
    """Return a verdict as it came, if it has the form of one.

    Raises
    ------
    ValueError
        If not.
    """
    if not isinstance(found, dict) or type(found.get("passed")) is not bool:
        raise ValueError("no verdict")
    texts = {key: printable(str(found.get(key, ""))) for key in ("message", "undefined")}
    return {"passed": found["passed"], **texts}


def end(process: subprocess.Popen) -> None:
    """Kill a room, with all that is in it, and wait for it.

    A room whose socket is closed ends by itself, and only so does the system know what CPU seconds
    it took: it gets a moment for that.
    """
    if process.returncode is not None:
        return  # it has been waited for: its number may be another process's by now
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(MOMENT)
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
