"""Frames: how answers travel from a learner's process to the one that judges them.

A frame is ``u32 length of JSON, u32 length of blob, JSON, blob``, little-endian; the bytes of
arrays lie in the blob. Values are JSON, or objects with the key ``t`` for their type: `.writer`
makes them, `helpers.grading.reader` reads them and believes nothing.
"""

import builtins
import re
import socket
import struct
import time

# Orders to the fork server, with a number and CPU seconds; its report on what has ended, with the
# number, an exit code and CPU seconds; the code for too much memory.
START, STOP, ORDER, REPORT, MEMORY = b"+", b"-", "<cId", "<IId", 201
READY, CALL, VERDICT = b"R", b"C", b"V"  # what the judging process sends

PROCESSES = 64  # of one notebook

# What learners import besides what the templates do.
COMMON = ("sklearn.svm", "sklearn.naive_bayes", "sklearn.ensemble", "imblearn.ensemble", "seaborn")

MAX_JSON, MAX_BLOB, MAX_DEPTH = 8 << 20, 192 << 20, 24
VALUES = 3_000_000  # in one frame
DTYPE = re.compile(
    r"[<>|=]?(b1|[iu][1248]|f[248]|f16|c8|c16|U\d{1,5}|S\d{1,5}|[Mm]8\[(ns|us|ms|s|m|h|D)\])"
)
EXCEPTIONS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception)
}
WARNINGS = {name: kind for name, kind in EXCEPTIONS.items() if issubclass(kind, Warning)}
EXCEPTIONS["SystemExit"] = SystemExit  # what ``exit()`` raises in a function that is called


class BadFrameError(Exception):
    """The other side sent something that is not in the format."""


def read_exactly(sock: socket.socket, n: int, until: float | None = None) -> bytes:
    """Return the next `n` bytes; all of them have to be there by `until`, on the monotonic clock.

    Raises
    ------
    EOFError
        If the other side is gone before.
    TimeoutError
        If time is over. Without `until`, the socket's own limit is one for each part, so that who
        sends a byte a second is waited for without end.
    """
    parts = bytearray()
    while len(parts) < n:
        if until is not None:
            sock.settimeout(max(0.001, until - time.monotonic()))
        part = sock.recv(min(n - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def read_block(sock: socket.socket) -> bytes:
    """Return a block that our own side sent with `block`."""
    return read_exactly(sock, struct.unpack("<I", read_exactly(sock, 4))[0])


def block(body: bytes) -> bytes:
    """Return bytes with their length in front."""
    return struct.pack("<I", len(body)) + body


def frame(head: bytes, blob: bytes) -> bytes:
    """Return the two parts of a frame as it is sent."""
    return struct.pack("<II", len(head), len(blob)) + head + blob


def read_frame(
    sock: socket.socket,
    max_json: int = MAX_JSON,
    max_blob: int = MAX_BLOB,
    until: float | None = None,
) -> tuple[bytes, bytes]:
    """Return the raw JSON and the blob of the next frame.

    Raises
    ------
    BadFrameError
        If it says that it is longer than allowed (bytes).
    EOFError
        If the other side is gone.
    TimeoutError
        If it is not whole by `until`; see `read_exactly`.
    """
    head, blob = struct.unpack("<II", read_exactly(sock, 8, until))
    if head > max_json or blob > max_blob:
        raise BadFrameError("a frame beyond the limits")
    return read_exactly(sock, head, until), read_exactly(sock, blob, until)
