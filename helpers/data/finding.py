"""Find the file that a path means, or say in one sentence why there is none."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Sequence
from pathlib import Path, PureWindowsPath

from helpers.errors import DataError

WINDOWS = os.name == "nt"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/+", re.IGNORECASE)
_LONGEST_ON_WINDOWS = 259


def locate(path: str | Path, origin: str, folders: Sequence[Path]) -> Path:
    """Find a file whose path may be relative to one of several folders.

    Parameters
    ----------
    path : str or Path
        The path as it was given; ``~`` stands for the home folder.
    origin : str
        Where it was given, for messages.
    folders : sequence of Path
        Where a relative path may start.

    Returns
    -------
    Path
        Something that exists.

    Raises
    ------
    DataError
        If there is nothing, if two different files are meant, or if the system cannot look.

    Examples
    --------
    >>> locate("https://example.org/a.csv", "COURSE_DATA", [Path(".")])
    Traceback (most recent call last):
    helpers.errors.DataError: COURSE_DATA: https://example.org/a.csv is a web address; download \
the file and give the path of your copy
    """
    text = str(path)
    if not text.strip():
        raise DataError(f"{origin} is empty; give the path of a CSV or Parquet file")
    if _ADDRESS.match(text):
        if text.lower().startswith("file:"):
            raise DataError(f"{origin}: {text} is an address; give the path without 'file:'")
        raise DataError(
            f"{origin}: {text} is a web address; download the file and give the path of your copy"
        )
    try:
        full = Path(text).expanduser()
    except RuntimeError as error:
        raise DataError(
            f"{origin}: the home folder that {text} starts from is unknown; give the full path"
        ) from error
    places = [full] if full.is_absolute() else [folder / full for folder in folders]
    try:
        found = [place for place in places if place.exists()]
        if not found:
            raise DataError(f"{origin}: {_describe_missing(text, full, folders)}")
        files = [place for place in found if place.is_file()] or found[:1]
        if len(files) == 2 and not files[0].samefile(files[1]):
            raise DataError(
                f"{origin}: {text} could mean {files[0]} or {files[1]}; give the full path"
            )
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise DataError(f"{origin}: {_describe_long(text)}") from error
        raise DataError(
            f"{origin}: {text} cannot be reached ({error.strerror}); check the permissions of its "
            "folder"
        ) from error
    return files[0]


def _describe_long(text: str) -> str:
    return (
        f"the path {text[:30]}... has {len(text):,} characters, more than this system takes; move "
        "the file to a folder with a shorter path, or give it a shorter name"
    )


def _describe_missing(text: str, full: Path, folders: Sequence[Path]) -> str:
    """Say that there is no such file, and why that may be so."""
    if any(ord(character) < 32 for character in text):
        return (
            f"{text!r} holds a control character, which Python makes of a backslash in a string; "
            "write / instead, or r'...'"
        )
    if WINDOWS and len(str(full)) > _LONGEST_ON_WINDOWS:
        return _describe_long(str(full))
    tried = (
        str(full) if full.is_absolute() else f"{full} (looked in {' and '.join(map(str, folders))})"
    )
    advice = "give the path of a CSV or Parquet file, or 'simulated'"
    drive = PureWindowsPath(text).drive
    if not WINDOWS and re.fullmatch("[A-Za-z]:", drive):
        below = PureWindowsPath(text).as_posix()[len(drive) :].lstrip("/")
        advice = f"it is a path of Windows, which WSL calls /mnt/{drive[0].lower()}/{below}"
    elif not WINDOWS and "\\" in text:
        advice = "write / instead of the backslash"
    elif text != text.strip(" '\""):
        advice = "give it without quotation marks or spaces around it"
    elif re.search(r"\$\w|\$\{|%\w+%", text):
        advice = "variables are not replaced in it: give the path itself"
    return f"{tried} does not exist; {advice}"
