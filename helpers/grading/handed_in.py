"""What lies in a folder of submissions: each file's bytes, or why it is not graded."""

import io
import os
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from helpers.errors import CourseError
from helpers.grading.texts import readable

MAX_FILE, MAX_BESIDE, MAX_ZIP, MAX_DEPTH, MAX_MEMBERS = 30 << 20, 50 << 20, 200 << 20, 3, 500
MAX_RECEIPT = 1 << 20
NOTEBOOK = re.compile(r"\.(ipynb|ipynb\.txt|ipynb\.json|json)$", re.IGNORECASE)
BESIDE = re.compile(r"\.(csv|tsv)(\.gz)?$", re.IGNORECASE)
# What Blackboard and nbgrader lay beside a submission; `helpers.grading.platforms` reads it.
ATTEMPT = "attempt|poging|Versuch|tentative|intento|tentativa|tentativo"
RECEIPT = re.compile(rf"(_({ATTEMPT})_\d{{4}}(-\d\d){{5}}|^timestamp)\.txt$")
# What reading a damaged zip file raises; a method other than deflate is "not implemented".
DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError)
NOT_GRADED = "Not graded: {}. Ask for the .ipynb file."
IT_IS = {
    ".html": "it is a web page made from a notebook",
    ".htm": "it is a web page made from a notebook",
    ".py": "it is a Python script",
    ".pdf": "it is a PDF",
    ".rar": "it is an archive that cannot be opened here",
    ".7z": "it is an archive that cannot be opened here",
}


@dataclass
class HandedIn:
    """A file that came back.

    Attributes
    ----------
    file : Path
        Relative to the folder; what lies in a zip file goes by ``ada/work.zip/ex_03.ipynb``.
    content : bytes or None
        Of a notebook that could be read.
    problem : str
        Why there is no content, a sentence for teacher and learner.
    beside : dict of str to bytes
        CSV files in the notebook's folder, at most 50 MB together.
    notes : list of str
        On what lies beside it.
    receipt : bool
        Whether it is a text of the platform's about a submission.
    """

    file: Path
    content: bytes | None = None
    problem: str = ""
    beside: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    receipt: bool = False


def read_file(path: Path, most: int = MAX_FILE) -> bytes:
    """Return the bytes of an ordinary file; links are not followed, nothing is waited for.

    Raises
    ------
    CourseError
        If it is none, too large (`most` bytes) or cannot be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_BINARY", 0)
    if path.is_symlink():
        raise CourseError("Not graded: it is a link, and links are not followed.")
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise CourseError("Not graded: it is no ordinary file.")
            if status.st_size > most:
                raise CourseError(f"Not graded: it is larger than {most >> 20} MB.")
            return file.read(most + 1)[:most]
    except OSError as error:
        raise CourseError(f"The file could not be read: {error.strerror}.") from error


def is_hidden(file: PurePosixPath) -> bool:
    """Tell whether systems and editors made a file, and no person."""
    return any(part.startswith(".") or part == "__MACOSX" for part in file.parts)


def find(folder: Path) -> list[HandedIn]:
    """Return what lies in a folder, or in a zip file, in the order of the paths.

    Raises
    ------
    CourseError
        If there is no such folder, or nothing in it.
    """
    if folder.suffix.lower() == ".zip" and folder.is_file():
        return from_zip(Path(folder.name), folder)
    if not folder.is_dir():
        raise CourseError(f"There is no folder {folder}.")
    paths = []
    for where, folders, names in os.walk(folder):
        links = [name for name in folders if Path(where, name).is_symlink()]
        paths += [Path(where, name) for name in (*names, *links)]
    found, beside = [], {}
    for path in sorted(paths):
        file = Path(readable(str(path.relative_to(folder))))
        if is_hidden(PurePosixPath(file.as_posix())):
            continue
        if BESIDE.search(path.name):
            beside[file] = path
        elif path.suffix.lower() == ".zip":
            found += from_zip(file, path)
        else:
            found.append(from_file(file, path))
    lay_beside(found, beside)
    if not found:
        raise CourseError(f"There is no notebook in {folder}.")
    return found


def from_file(file: Path, path: Path) -> HandedIn:
    """Return a file that is no archive."""
    try:
        if RECEIPT.search(path.name):
            return HandedIn(file, read_file(path, MAX_RECEIPT), receipt=True)
        if not NOTEBOOK.search(path.name) and not path.is_symlink():
            raise CourseError(no_notebook(path.name))
        return HandedIn(file, read_file(path))
    except CourseError as error:
        return HandedIn(file, problem=str(error))


def no_notebook(name: str) -> str:
    """Return the sentence for a file that is no notebook."""
    suffix = PurePosixPath(name).suffix.lower()
    return NOT_GRADED.format(IT_IS.get(suffix, f"{suffix or 'this'} is no notebook"))


def from_zip(file: Path, path: Path) -> list[HandedIn]:
    """Return what is in a zip file on the disk."""
    try:
        return opened(file, read_file(path, MAX_ZIP), 1, [MAX_ZIP])
    except CourseError as error:
        return [HandedIn(file, problem=str(error))]


def opened(file: Path, content: bytes, depth: int, left: list[int]) -> list[HandedIn]:
    """Return what is in a zip file; nothing is ever unpacked to the disk.

    Parameters
    ----------
    file : Path
        What the archive is called.
    content : bytes
    depth : int
        Archives around it, this one included.
    left : list of int
        One number: bytes that may still be unpacked.
    """
    found, beside = [], {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise CourseError(
                    f"Not graded: it holds more than {MAX_MEMBERS} files. If it is a whole class, "
                    "unpack it first."
                )
            for member in members:
                inside = place_of(member)
                if is_hidden(inside):
                    continue
                name = file / inside
                is_zip, receipt = inside.suffix.lower() == ".zip", RECEIPT.search(inside.name)
                known = NOTEBOOK.search(inside.name) or BESIDE.search(inside.name)
                if not (is_zip or receipt or known):
                    found.append(HandedIn(name, problem=no_notebook(inside.name)))
                    continue
                bytes_in = unpacked(archive, member, min(left[0], MAX_BESIDE) + 1)
                left[0] -= len(bytes_in)
                if left[0] < 0 or len(bytes_in) > MAX_BESIDE or (is_zip and depth >= MAX_DEPTH):
                    raise CourseError("Not graded: the zip file is too large or too deep.")
                if is_zip:
                    found += opened(name, bytes_in, depth + 1, left)
                elif BESIDE.search(inside.name):
                    beside[name] = bytes_in
                else:
                    found.append(HandedIn(name, bytes_in, receipt=bool(receipt)))
    except CourseError as error:
        found.append(HandedIn(file, problem=str(error)))
    except DAMAGED:
        found.append(HandedIn(file, problem="Not graded: the zip file is damaged or encrypted."))
    lay_beside(found, beside)
    return found or [HandedIn(file, problem="Not graded: there is no notebook in the zip file.")]


def place_of(member: zipfile.ZipInfo) -> PurePosixPath:
    """Return where a file lies in a zip file, without what would lead out of it.

    Examples
    --------
    >>> place_of(zipfile.ZipInfo("//../ada/../ex_03.ipynb")).as_posix()
    'ada/ex_03.ipynb'
    """
    parts = PurePosixPath(member.filename).parts
    return PurePosixPath(*[part for part in parts if part.strip("/") not in ("", "..")])


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Return the first `most` bytes of what a zip file holds; of methods, only the usual one.

    The others may ask for gigabytes before the first byte.

    Raises
    ------
    NotImplementedError
        If it was packed in another way.
    """
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError("it was packed in an unusual way")
    with archive.open(member) as packed:
        return packed.read(most)


def lay_beside(found: list[HandedIn], beside: dict[Path, Path | bytes]) -> None:
    """Give the notebooks the CSV files in their folders; CSV files alone get rows of their own."""
    for file, source in beside.items():
        near = [one for one in found if one.content is not None and one.file.parent == file.parent]
        try:
            content = source if isinstance(source, bytes) else read_file(source, MAX_BESIDE)
        except CourseError as error:
            found.append(HandedIn(file, problem=str(error)))
            continue
        for one in near:
            if sum(map(len, one.beside.values())) + len(content) > MAX_BESIDE:
                one.notes.append(f"{file.name} beside it is too large (50 MB) and was left out.")
                continue
            one.beside[file.name] = content
            one.notes.append(f"It could read {file.name} beside it.")
        if not near:
            found.append(HandedIn(file, problem=no_notebook(file.name)))
