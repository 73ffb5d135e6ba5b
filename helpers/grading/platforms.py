"""Whose file it is, by the names that learning platforms give to what teachers download.

Each reader follows a source, which its docstring names; none was tried with a live platform. What
the platform writes stands left of, and outside, what a learner can name: the first match counts.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from helpers.grading.handed_in import ATTEMPT, HandedIn
from helpers.grading.submissions import OURS, is_zip, person

CANVAS = re.compile(
    r"(?:(?P<name>[^\W\d_]\w*?)_(?P<late>LATE_)?(?P<id>\d+)"
    r"|(?P<late_too>LATE_)?(?P<anonymous>anon_[^\W_]+))_(?:(?P<file>\d+)_.+|(?:text|link)\.html)"
)
MOODLE = re.compile(r"(?P<name>.+?)(?:_(?P<id>\d+))?_assignsubmission_[a-z]+(?:_.*)?")
BLACKBOARD = re.compile(
    rf"(?P<before>.+?)_(?P<word>{ATTEMPT})_(?P<when>\d{{4}}(?:-\d\d){{5}})(?:_.+|\.txt)"
)
BLACKBOARD_NAME = re.compile(
    r"\ufeff?\w+\s?: (?P<name>.+) \((?P<login>[^()\n]+)\)\s*$", re.MULTILINE
)
ILIAS = re.compile(r"(?P<last>[^_]+)_(?P<first>[^_]+)_(?P<login>.+)_(?P<id>\d+)")
ILIAS_UNREAD = re.compile(r"(?P<name>.*__.*)_(?P<id>\d+)")
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
    of the file (of a text or link, ``text.html`` or ``link.html`` instead of both). A later upload
    has a greater file id. Only the last attempt is in the download. Source:
    ``instructure/canvas-lms``, lib/content_zipper.rb (get_filename, add_upload_submission).
    """
    found = next(filter(None, map(CANVAS.fullmatch, file.parts)), None)
    if not found:
        return None
    late = bool(found["late"] or found["late_too"])
    name = found["name"] or found["anonymous"]
    return Sender(name, found["id"] or "", late=late, order=int(found["file"] or 0))


def moodle(file: Path, receipts: Receipts) -> Sender | None:
    """Read ``Ada Lovelace_1234567_assignsubmission_file/…``, with or without a ``_`` at the end.

    The number is the participant's in this assignment, as in the column *Identifier* of the grading
    worksheet. Without folders, the file's name follows. Only the last attempt is in the download;
    nothing tells what was late. The team of those who are in none has no number. Source:
    ``moodle/moodle``, mod/assign/classes/downloader.php (get_student_prefix,
    load_submissionplugin_filelist), feedback/offline/importgradeslib.php.
    """
    found = next(filter(None, map(MOODLE.fullmatch, file.parts)), None)
    return Sender(found["name"], found["id"] or "") if found else None


def blackboard(file: Path, receipts: Receipts) -> Sender | None:
    """Read ``Exercise 3_ada_attempt_2026-11-25-10-30-00_ex_03.ipynb``.

    All attempts are in the download, each with a text file that has the learner's name. Nothing
    tells what was late. The word for an attempt is the site's language's: English and Dutch were
    seen in programs that read downloads, the others are a guess. Sources:
    nbgrader/plugins/zipcollect.py and nbgrader's issue 511 for the names, psef/blackboard.py of
    CodeGra.de for the text file; no source of Blackboard itself.
    """
    found = next(filter(None, map(BLACKBOARD.fullmatch, file.parts)), None)
    if not found:
        return None
    names = blackboard_names(receipts)
    # Titles and logins may hold the sign that stands between them.
    known = [login for login in names if found["before"].endswith(f"_{login}")]
    login = max(known, key=len, default=found["before"].rpartition("_")[2])
    day, time = found["when"][:10], found["when"][11:].replace("-", ":")
    order = int(found["when"].replace("-", ""))
    return Sender(names.get(login, login), "", login, f"{day} {time}", order=order)


def blackboard_names(receipts: Receipts) -> dict[str, str]:
    """Return the name behind each login, from Blackboard's own texts alone."""
    names = {}
    for file, text in receipts.items():
        found, first_line = BLACKBOARD.fullmatch(file.name), BLACKBOARD_NAME.match(text)
        inside = any(map(BLACKBOARD.fullmatch, file.parts[:-1]))  # what a learner packed
        own = found and file.name == f"{found['before']}_{found['word']}_{found['when']}.txt"
        if first_line and own and not inside:
            names[first_line["login"]] = first_line["name"]
    return names


def ilias(file: Path, receipts: Receipts) -> Sender | None:
    """Read ``Lovelace_Ada_alovelace_301/ex_03.ipynb``, or the same in a folder of a team.

    A second file of one name ends in `` (2)``; of a late one the name begins with words of the
    site's language and `` - ``: English and German are known here, unchecked. Each byte of a letter
    that is not Latin is a ``_``, so that parts of such names cannot be told apart: the id says who
    it is. Source: ``ILIAS-eLearning/ILIAS``, Modules/Exercise/classes/class.ilExSubmission.php.
    """
    folders = list(takewhile(lambda part: not is_zip(part), file.parts[:-1]))
    while folders and OURS.fullmatch(folders[-1]):
        folders.pop()
    folder = folders[-1] if folders else ""
    copy, late = COPY.search(file.name), bool(ILIAS_LATE.match(file.name))
    told = {"late": late, "order": int(copy[1]) if copy else 1}
    if found := ILIAS.fullmatch(folder):
        return Sender(f"{found['first']} {found['last']}", found["id"], found["login"], **told)
    if found := ILIAS_UNREAD.fullmatch(folder):
        letters = " ".join(re.findall("[^_]+", found["name"]))
        return Sender(letters or found["id"], found["id"], **told)
    return None


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

    Folders and zip files in which everything lies name nobody, unless nothing else does. A reading
    under which one id has two names, or the only ILIAS folder files of two people, is none.

    Parameters
    ----------
    files : iterable of Path
        Relative to the folder of submissions.
    receipts : dict of Path to str, optional
        Texts that platforms add.
    """
    files, best = list(files), Download("", {})
    for depth in (common_depth(files), 0):
        inner = {file: Path(*file.parts[depth:]) for file in files}
        texts = {Path(*file.parts[depth:]): text for file, text in (receipts or {}).items()}
        for platform, reader in READERS.items():
            read = {file: reader(inner[file], texts) for file in files}
            senders = {file: sender for file, sender in read.items() if sender}
            if is_clear(platform, senders) and len(senders) > len(best.senders):
                best = Download(platform, senders)
        if best.platform:
            break
    return best


def common_depth(files: list[Path]) -> int:
    """Return how many folders and zip files all files lie in."""
    folders = [file.parts[:-1] for file in files]
    same = takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))
    return sum(1 for _ in same)


def is_clear(platform: str, senders: dict[Path, Sender]) -> bool:
    """Tell whether a reading keeps people apart."""
    names = defaultdict(set)
    if platform == "ILIAS" and len({sender.key for sender in senders.values()}) == 1:
        names["files"] = {person(file) for file in senders} - {""}  # a folder with their class?
    for file, sender in senders.items():
        names[sender.key].add(sender.name)
        if platform == "Blackboard" and sender.name == sender.login:
            # No text tells where the title ends and the login begins.
            parts = filter(None, map(BLACKBOARD.fullmatch, file.parts))
            names[sender.key, "before"].add(next(parts)["before"])
    return all(len(same) < 2 for same in names.values())


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
