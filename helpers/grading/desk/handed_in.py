"""What a class handed in: a folder for each project, on the disk or in a zip file."""

import ast
import io
import os
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from helpers.errors import CourseError
from helpers.grading.assembly import parse
from helpers.grading.handed_in import (
    DAMAGED,
    MAX_BESIDE,
    MAX_MEMBERS,
    MAX_ZIP,
    is_hidden,
    place_of,
    read_file,
    unpacked,
)
from helpers.grading.texts import printable, readable

CALL = "open_desk"
MAX_TEXT = 100_000  # bytes of a memo or a log


@dataclass
class Project:
    """One project.

    Attributes
    ----------
    learner : str
        The folder, or the notebook's name if it lies in none.
    cells : list of str
        The code of the notebook.
    files : dict of str to bytes
        What lies beside it.
    problem : str
        Why nothing can be run.
    notes : list of str
        On files beside it that could not be read.
    """

    learner: str
    cells: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    problem: str = ""
    notes: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return the beginning of a text file; ``""`` if it is missing."""
        return self.files.get(name, b"")[:MAX_TEXT].decode("utf-8", "replace")

    @property
    def opened_with(self) -> tuple[tuple, dict]:
        """The arguments of the first ``open_desk(...)`` whose arguments are plain values."""
        for source in self.cells:
            try:
                nodes = [*ast.walk(ast.parse(source))]
                calls = [one for one in nodes if isinstance(one, ast.Call)]
                for call in (one for one in calls if getattr(one.func, "id", "") == CALL):
                    words = {one.arg: ast.literal_eval(one.value) for one in call.keywords}
                    return tuple(map(ast.literal_eval, call.args)), words
            except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
                continue
        return (), {}


def find_projects(folder: Path) -> list[Project]:
    """Return the projects in a folder or zip file, in the order of their names.

    What cannot be read is a project with a problem, and stops no one else's.

    Raises
    ------
    CourseError
        If there is no folder, or no notebook that opens the desk.
    """
    found, unread = read_all(folder)
    projects = {}
    for path, content in found.items():
        if path.suffix != ".ipynb":
            continue
        where, cells, problem = path.parent, [], ""
        try:
            cells = [one.source for one in parse(content).cells if one.cell_type == "code"]
        except CourseError as error:
            problem = f"{path.name}: {error}"
        if not problem and not any(CALL in source for source in cells):
            continue
        name = where.as_posix() if where.parts else path.stem
        name = name if name not in projects else path.with_suffix("").as_posix()
        beside = {one.name: found[one] for one in found if one.parent == where and one != path}
        notes = [unread.pop(one) for one in [*unread] if one.parent == where and where.parts]
        projects[name] = Project(name, cells, beside, problem, notes)
    projects |= {one.as_posix(): Project(one.as_posix(), problem=unread[one]) for one in unread}
    if not projects:
        raise CourseError(f"There is no notebook that calls {CALL} in {folder}.")
    return [projects[name] for name in sorted(projects)]


def read_all(folder: Path) -> tuple[dict[PurePosixPath, bytes], dict[PurePosixPath, str]]:
    """Return the files of a folder or a zip file, and why others were not read.

    Links are not followed, nothing is waited for, and nothing is unpacked to the disk.
    """
    if folder.is_file() and folder.suffix.lower() == ".zip":
        return read_zip(read_file(folder, MAX_ZIP), PurePosixPath()), {}
    if not folder.is_dir():
        raise CourseError(f"There is no folder {folder}.")
    found, unread = {}, {}
    for where, _, names in os.walk(folder):
        for name in sorted(names):
            path = Path(where, name)
            inside = PurePosixPath(readable(path.relative_to(folder).as_posix()))
            if path.is_symlink() or is_hidden(inside):
                continue
            try:
                if path.suffix.lower() == ".zip":
                    found |= read_zip(read_file(path, MAX_ZIP), inside.with_suffix(""))
                else:
                    found[inside] = read_file(path, MAX_BESIDE)
            except CourseError as error:
                unread[inside] = f"{printable(inside.name)}: {error}"
    return found, unread


def read_zip(content: bytes, name: PurePosixPath) -> dict[PurePosixPath, bytes]:
    """Return the files of a zip file, below a name."""
    found, left = {}, MAX_ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()][:MAX_MEMBERS]
            for member in members:
                inside = name / place_of(member)
                found[inside] = unpacked(archive, member, min(left, MAX_BESIDE))
                left -= len(found[inside])
    except DAMAGED as error:
        raise CourseError("The zip file is damaged or encrypted.") from error
    return {path: data for path, data in found.items() if not is_hidden(path)}
