"""Write a file whole or not at all, and tell whether its content has changed."""

import hashlib
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a temporary path in the target's folder; move it to ``target`` if all goes well.

    Readers see the old file or the new one, never half of it. After an error or an interruption
    the temporary file is removed and ``target`` is as it was.

    Parameters
    ----------
    target : Path
        File to create or replace. Its folder must exist.

    Yields
    ------
    Path
        A name that no other process uses, for the caller to write to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder) / "note.txt") as part:
    ...         _ = part.write_text("complete")
    ...     [path.name for path in Path(folder).iterdir()]
    ['note.txt']
    """
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        yield part
        part.replace(target)
    except BaseException:
        with suppress(OSError):  # a read-only folder: the first error says more than this one
            part.unlink(missing_ok=True)
        raise


def write_file(target: Path, content: str | bytes) -> None:
    """Write text (UTF-8, line ends as given) or bytes to a file, whole or not at all.

    Folders that are missing above ``target`` are made.

    Raises
    ------
    OSError
        If it cannot be written; ``target`` is then as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as part:
        part.write_bytes(content.encode() if isinstance(content, str) else content)


def check_writable(folder: Path) -> None:
    """Make a folder if it is missing, and find out whether files can be written there.

    Raises
    ------
    OSError
        If not; its ``filename`` is the folder that cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(folder)) from error


def digest(*parts: bytes | Path, size: int = 20) -> str:
    """Return a digest of bytes and of files' contents, as ``2 * size`` hexadecimal digits.

    Where one part ends and the next begins counts, too.

    Examples
    --------
    >>> digest(b"ab", b"c", size=4) == digest(b"a", b"bc", size=4)
    False
    """
    whole = hashlib.blake2b(digest_size=size)
    for part in parts:
        if isinstance(part, Path):
            with part.open("rb") as file:
                whole.update(hashlib.file_digest(file, "blake2b").digest())
        else:
            whole.update(hashlib.blake2b(part).digest())
    return whole.hexdigest()
