"""Write a frame to a file, and assert that a file is refused."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import pytest

from helpers.data.creditcard import load_creditcard
from helpers.errors import DataError

NOBODY = 65534


def tree(folder):
    return {
        path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


_last = [None, ""]


def lines_of(frame):
    """Return the rows as lines of a CSV; of the frame that tests share they are written once."""
    if frame is not _last[0]:
        _last[:] = frame, frame.to_csv(index=False, lineterminator="\n")
    return _last[1].split("\n")


def refused(path, *words):
    """Assert that the file is refused with a message that holds its name and all the words."""
    before = tree(path.parent) if not path.is_dir() else None
    with pytest.raises(DataError) as caught:
        load_creditcard(path)
    message = str(caught.value)
    for word in (path.name, *words):
        assert word in message
    assert "\n" not in message
    assert before is None or tree(path.parent) == before


def write(frame, path):
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, index=False)
    return path


@contextlib.contextmanager
def without_root(*parents):
    """Give up root's rights for a while, for root reads everything; nobody gets to `parents`."""
    root = os.geteuid() == 0
    if root:
        temporary = Path(tempfile.gettempdir())
        for folder in {one for parent in parents for one in (parent, *parent.parents)}:
            if temporary in folder.parents:
                folder.chmod(folder.stat().st_mode | 0o011)
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
