"""Folders for the length of one run, also when the run is killed: the next one removes them."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where no room is locked either
    fcntl = None

PREFIX, LOCK = "grade_", "in-use"


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give an empty folder under the system's temporary folder, and remove it in the end.

    A file in it is locked as long as this process lives, however it ends.
    """
    remove_stale()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)
    try:
        with (folder / LOCK).open("wb") as lock:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_stale() -> None:
    """Remove the folders that this user's killed runs have left; a run that lives keeps its own."""
    if fcntl is None:
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # no lock file (yet), in use, gone, or somebody else's
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(descriptor, "wb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
