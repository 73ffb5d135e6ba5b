"""Who handed in what: the learner of each notebook in a folder of submissions.

Nothing but the folders and the file names says whose a notebook is, and zip files of learning
platforms add folders above and below. `learners_of` takes the one reading under which nobody
has the same exercise from two places; if there is none, or more than one, it asks.
"""

import re
from pathlib import Path

from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import find_solutions

NUMBER = re.compile(r"(?:^|(?<=[-_ .]))ex_(\d\d)(?!\d)", re.IGNORECASE)
# Folders of the course itself, which name nobody.
OURS = re.compile(
    r"((notebooks|my-course|exercises|smote-course(-main|-master|-handout|-\d{4}-\d\d-\d\d)?)"
    r"|ex_\d\d(_.*)?)( ?\(\d+\))?",
    re.IGNORECASE,
)
MOODLE = re.compile(r"(.+?)_\d+_assignsubmission_(file|onlinetext)_?")
ENDING = re.compile(r"(\.ipynb)?\.\w+$", re.IGNORECASE)
COPY = re.compile(r"([-_ .]*(\(\d+\)|copy ?\d*|new|\d+))+$", re.IGNORECASE)
ADVICE = (
    "Put each learner's notebooks into one folder with the learner's name, or say which folder on "
    'the way down names the learner: ARGS="--learner-folder 1" for the first, 2 for the second, '
    "0 for the name of the file."
)

Place = tuple[str, ...]


def stem(path: Path) -> str:
    """Return a file's name without its ending, or endings: ``ex_03.ipynb.txt`` has two."""
    return ENDING.sub("", path.name)


def exercise_number(path: Path) -> str:
    """Return the two digits in a file name like ``ada_ex_03_x (1).ipynb``, ``""`` if none."""
    match = NUMBER.search(stem(path))
    return match[1] if match else ""


def person(path: Path) -> str:
    """Return what a file name holds besides the exercise's name, ``""`` if nothing.

    Examples
    --------
    >>> person(Path("ada_ex_03_balance_with_smote (1).ipynb"))
    'ada'
    >>> person(Path("ex_03_balance_with_smote_ada.ipynb"))
    'ada'
    >>> person(Path("ex_03_balance_with_smote_new.ipynb"))  # see helpers.course.working_copies
    ''
    """
    match = NUMBER.search(stem(path))
    if not match:
        return ""
    name = stem(path)
    before, after = name[: match.start()].strip("-_ ."), name[match.start() :]
    known = [p.stem for p in find_solutions() if after.casefold().startswith(p.stem)]
    return before or (COPY.sub("", after[len(known[0]) :]).strip("-_ .") if known else "")


def is_zip(part: str) -> bool:
    """Tell whether a part of a path is a zip file that was opened."""
    return part.lower().endswith(".zip")


def folder_name(part: str) -> str:
    """Return what a folder, or a zip file that was opened, says of its owner.

    Examples
    --------
    >>> folder_name("Ada Lovelace_1234567_assignsubmission_file_"), folder_name("ada.zip")
    ('Ada Lovelace', 'ada')
    """
    moodle = MOODLE.fullmatch(part)
    return moodle[1] if moodle else part[:-4] if is_zip(part) else part


def place(file: Path) -> Place:
    """Return the parts of a relative path that may name somebody, from the outside inwards.

    Examples
    --------
    >>> place(Path("week 3/ada/smote-course-handout/notebooks/exercises/ex_03_x.ipynb"))
    ('week 3', 'ada')
    >>> place(Path("ada/my-course/exercises/ex_03_x.ipynb"))
    ('ada',)
    >>> place(Path("ada_ex_03_x.ipynb"))
    ('ada',)
    """
    folders = file.parts[:-1]
    parts = [folder_name(part) for part in folders if not is_zip(part)]
    parts = [part for part in parts or map(folder_name, folders) if not OURS.fullmatch(part)]
    name = person(file)
    if name and name.casefold() not in (part.casefold() for part in parts):
        parts.append(name)
    if not parts:
        parts = ["/".join(folders), stem(file)] if folders else [stem(file)]
    return tuple(parts)


def learners(places: dict[Path, Place], exercises: dict[Path, str]) -> dict[Path, str]:
    """Find the level of the path that names the learner, and return the learner of each file.

    A level is possible if no learner gets the same exercise from two places. If several levels are
    possible and put the same files together, the learner is called by all of them
    (``assignment_3/ada``).

    Parameters
    ----------
    places : dict of Path to tuple of str
        Of each file, relative to the folder of submissions; see `place`.
    exercises : dict of Path to str
        The exercise of each file, ``""`` for other notebooks: they follow, but decide nothing.

    Raises
    ------
    CourseError
        If no level is possible, or several are that put different files together.
    """
    deciding = [file for file in places if exercises[file]] or list(places)
    possible, clash = {}, ()
    for level in range(min(len(places[file]) for file in deciding)):
        seen, clashes = {}, []
        for file in deciding:
            key = places[file][level], exercises[file]
            other = seen.setdefault(key, file)
            if places[other] != places[file]:
                clashes.append((other, file))
        if not clashes:
            possible[level] = groups(deciding, places, level)
        clash = clash or (clashes[0] if clashes else ())
    if not possible:
        one, other = (file.as_posix() for file in clash)
        raise CourseError(
            "The folders do not say for certain whose notebooks these are: one person's, or two "
            f"persons' work on the same exercise?\n  {one}\n  {other}\n{ADVICE}"
        )
    first, last = min(possible), max(possible)
    if any(found != possible[first] for found in possible.values()):
        file = next(file for file in deciding if places[file][first] != places[file][last])
        raise CourseError(
            f"The folders do not say for certain whose notebooks these are: {file.as_posix()} may "
            f"be by {places[file][first]!r} or by {places[file][last]!r}.\n{ADVICE}"
        )
    return {file: "/".join(parts[first : last + 1]) or parts[-1] for file, parts in places.items()}


def groups(files: list[Path], places: dict[Path, Place], level: int) -> set[frozenset[Path]]:
    """Return which files belong together if `level` names the learner."""
    found = {}
    for file in files:
        found.setdefault(places[file][level], []).append(file)
    return {frozenset(together) for together in found.values()}


def named_by(file: Path, number: int) -> str:
    """Return the `number`-th folder of a relative path; 0, or no folder, means the file's name."""
    folders = file.parts[:-1][:number]
    return folders[-1] if folders else person(file) or stem(file)


def learners_of(files: dict[Path, str], *, learner_folder: int | None = None) -> dict[Path, str]:
    """Return the learner of each file.

    The learner is *ada* in ``ada/ex_03_x.ipynb`` and ``ada_ex_03_x.ipynb``, also if the course's
    own folders lie below, or other folders above.

    Parameters
    ----------
    files : dict of Path to str
        Paths relative to the folder of submissions, and the exercise notebook that each is, `""`
        for other files.
    learner_folder : int, optional
        Which folder on the way down names the learner, from 1; 0 for the name of the file. By
        default the layout decides.

    Raises
    ------
    CourseError
        If the layout leaves open whose the notebooks are.
    """
    if learner_folder is not None:
        return {file: named_by(file, learner_folder) for file in files}
    return learners({file: place(file) for file in files}, files)
