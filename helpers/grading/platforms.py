"""Whose file it is, by the names that learning platforms give to what teachers download.

Each reader follows a source, which its docstring names; none was tried with a live platform.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.grading.handed_in import HandedIn
from helpers.grading.submissions import OURS, is_zip, person

CANVAS = re.compile(
    r"(?:(?P<name>[^\W\d_]\w*?)_(?P<late>LATE_)?(?P<id>\d+)"
    r"|(?P<late_too>LATE_)?(?P<anonymous>anon_[^\W_]+))_(?P<file>\d+)_.+"
)
MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+(?:_.*)?")
BLACKBOARD = re.compile(r"(?P<before>.+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_.+|\.txt)")
BLACKBOARD_NAME = re.compile(r"^Name: (?P<name>.+) \((?P<login>[^()\n]+)\)\s*$", re.MULTILINE)
ILIAS = re.compile(r"(?P<last>[^_]+)_(?P<first>[^_]+)_(?P<login>.+)_(?P<id>\d+)")
ILIAS_LATE = re.compile(r"(late|versp)[\w ]* - ", re.IGNORECASE)
COPY = re.compile(r" \((\d+)\)(?=\.\w+$)")
NO_FILE = "Not graded: a text came with this attempt, but no file."


@dataclass(frozen=True)
class Sender:
    """What the names say about who handed a file in, and when.

    Attributes
    ----------
    name : str
        As the platform writes it; Canvas joins the parts: ``lovelaceada``.
    id, login : str
        The platform's, ``""`` where names do not tell.
    submitted : str
        Date and time, ``""`` where names do not tell.
    late : bool or None
        None where names do not tell.
    order : int
        Of two attempts, the greater came later.
    """

    name: str
    id: str = ""
    login: str = ""
    submitted: str = ""
    late: bool | None = None
    order: int = 0

    @property
    def key(self) -> str:
        """What tells two people of one name apart."""
        return self.id or self.login or self.name


@dataclass(frozen=True)
class Download:
    """A folder of submissions as its names are read.

    Attributes
    ----------
    platform : str
        ``""`` if it is none's.
    senders : dict of Path to Sender
        Of the files whose names are the platform's.
    """

    platform: str
    senders: dict[Path, Sender]

    def learners(self) -> dict[Path, str]:
        """Return what the learner of each file is called; two people of one name get their ids."""
        keys = defaultdict(set)
        for sender in self.senders.values():
            keys[sender.name].add(sender.key)
        return {
            file: one.name if len(keys[one.name]) == 1 else f"{one.name} ({one.key})"
            for file, one in self.senders.items()
        }


Receipts = dict[Path, str]


def canvas(file: Path, receipts: Receipts) -> Sender | None:
    """Read ``lovelaceada_LATE_101_5001_ex_03-1.ipynb``.

    Sortable name in small letters without signs, ``LATE``, the user's id, the file's id, the name
    of the file. A later upload has a greater file id. Only the last attempt is in the download.
    Source: ``instructure/canvas-lms``, lib/content_zipper.rb (get_filename, add_upload_submission).
    """
    found = next(filter(None, map(CANVAS.fullmatch, file.parts)), None)
    if not found:
        return None
    late = bool(found["late"] or found["late_too"])
    name = found["name"] or found["anonymous"]
    return Sender(name, found["id"] or "", late=late, order=int(found["file"]))


def moodle(file: Path, receipts: Receipts) -> Sender | None:
    """Read ``Ada Lovelace_1234567_assignsubmission_file/…``, with or without a ``_`` at the end.

    The number is the participant's in this assignment, as in the column *Identifier* of the grading
    worksheet. Without folders, the file's name follows. Only the last attempt is in the download;
    nothing tells what was late. Source: ``moodle/moodle``, mod/assign/classes/downloader.php
    (get_student_prefix, load_submissionplugin_filelist), feedback/offline/importgradeslib.php.
    """
    found = next(filter(None, map(MOODLE.fullmatch, file.parts)), None)
    return Sender(found["name"], found["id"]) if found else None


def blackboard(file: Path, receipts: Receipts) -> Sender | None:
    """Read ``Exercise 3_ada_attempt_2026-11-25-10-30-00_ex_03.ipynb``.

    All attempts are in the download, each with a text file that has the learner's name. Nothing
    tells what was late. Sources: nbgrader/plugins/zipcollect.py and nbgrader's issue 511 for the
    names, psef/blackboard.py of CodeGra.de for the text file; no source of Blackboard itself.
    """
    found = next(filter(None, map(BLACKBOARD.fullmatch, file.parts)), None)
    if not found:
        return None
    texts = BLACKBOARD_NAME.finditer("\n".join(receipts.values()))
    names = {one["login"]: one["name"] for one in texts}
    # Titles and logins may hold the sign that stands between them.
    known = [login for login in names if found["before"].endswith(f"_{login}")]
    login = max(known, key=len, default=found["before"].rpartition("_")[2])
    day, time = found["when"][:10], found["when"][11:].replace("-", ":")
    order = int(found["when"].replace("-", ""))
    return Sender(names.get(login, login), "", login, f"{day} {time}", order=order)


def ilias(file: Path, receipts: Receipts) -> Sender | None:
    """Read ``Lovelace_Ada_alovelace_301/ex_03.ipynb``, or the same in a folder of a team.

    A second file of one name ends in `` (2)``; of a late one the name begins with words of the
    site's language and `` - ``: English and German are known here, unchecked. Source:
    ``ILIAS-eLearning/ILIAS``, Modules/Exercise/classes/class.ilExSubmission.php.
    """
    folders = [part for part in file.parts[:-1] if not is_zip(part) and not OURS.fullmatch(part)]
    found = ILIAS.fullmatch(folders[-1]) if folders else None
    if not found:
        return None
    copy, late = COPY.search(file.name), bool(ILIAS_LATE.match(file.name))
    name = f"{found['first']} {found['last']}"
    order = int(copy[1]) if copy else 1
    return Sender(name, found["id"], found["login"], late=late, order=order)


def nbgrader(file: Path, receipts: Receipts) -> Sender | None:
    """Read ``submitted/ada/assignment/ex_03.ipynb``, or the same below ``submitted``.

    ``timestamp.txt`` beside it has the date. Source: ``jupyter/nbgrader``,
    docs/source/user_guide/philosophy.rst.
    """
    folders, stamp = file.parts[:-1], receipts.get(file.parent / "timestamp.txt", "")
    at = folders.index("submitted") + 1 if "submitted" in folders else len(folders) - 2
    if at < 0 or len(folders) < at + 2 or not (stamp or "submitted" in folders):
        return None
    login = folders[at]
    return Sender(login, "", login, stamp.strip()[:19])


READERS: dict[str, Callable[[Path, Receipts], Sender | None]] = {
    "Moodle": moodle,
    "Blackboard": blackboard,
    "Canvas": canvas,
    "ILIAS": ilias,
    "nbgrader": nbgrader,
}


def read_names(files: Iterable[Path], receipts: Receipts | None = None) -> Download:
    """Find out which platform a folder comes from, and read the names of its files.

    A reading under which one id has two names, or an ILIAS folder files of two people, is none.

    Parameters
    ----------
    files : iterable of Path
        Relative to the folder of submissions.
    receipts : dict of Path to str, optional
        Texts that platforms add.
    """
    files, best = list(files), Download("", {})
    for platform, reader in READERS.items():
        read = {file: reader(file, receipts or {}) for file in files}
        senders = {file: sender for file, sender in read.items() if sender}
        names = defaultdict(set)
        for file, sender in senders.items():
            names[sender.key].add(sender.name)
            if platform == "ILIAS" and person(file):
                names[file.parent].add(person(file))
        clear = all(len(same) == 1 for same in names.values())
        if clear and len(senders) > len(best.senders):
            best = Download(platform, senders)
    return best


def sort_out(handed_in: list[HandedIn]) -> tuple[list[HandedIn], Receipts]:
    """Return what learners handed in, and the texts that platforms added.

    A text of Blackboard to which no file belongs stands among the first, with that problem.
    """
    texts = {one.file: one for one in handed_in if one.receipt}
    rest = [one for one in handed_in if not one.receipt]
    for file, one in texts.items():
        with_file = any(
            other.file.parts[: len(file.parts)][-1].startswith(f"{file.stem}_")
            for other in rest
            if other.file.parts[: len(file.parts) - 1] == file.parts[:-1]
        )
        if file.name != "timestamp.txt" and not with_file:
            rest.append(replace(one, content=None, problem=NO_FILE, receipt=False))
    receipts = {file: one.content.decode("utf-8", "replace") for file, one in texts.items()}
    return sorted(rest, key=lambda one: one.file), receipts
