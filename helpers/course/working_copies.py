"""The learner's copies of the lessons and exercises, in ``my-course/``.

``notebooks/`` stays as the course has it: executed, and tested. Learners work in copies, the
lessons without outputs. `update_copies` brings them up to date and never touches what a learner
changed.
"""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ipykernel.ipkernel import IPythonKernel
from nbformat import NotebookNode, from_dict

from helpers.errors import CourseError
from helpers.files import digest, write_file
from helpers.notebook_tools.exercise_format import NAME, worked_on
from helpers.notebook_tools.files import find_lessons, read, without_outputs, write

OWN_FOLDER = ".course"
"""The folder in ``my-course/`` for what is not the learner's."""
RECORD = "copied.json"


@dataclass
class Update:
    """What `update_copies` did, as paths relative to ``my-course/``.

    Attributes
    ----------
    copied : list of Path
        Missing before.
    taken_over : list of Path
        Copied with the work that somebody had done in ``notebooks/``.
    updated : list of Path
        Replaced by a new version, because the learner had changed nothing.
    beside : dict of Path to Path
        Changed by the learner, and where the new version stands.
    """

    copied: list[Path] = field(default_factory=list)
    taken_over: list[Path] = field(default_factory=list)
    updated: list[Path] = field(default_factory=list)
    beside: dict[Path, Path] = field(default_factory=dict)


def update_copies(notebooks: Path, copies: Path) -> Update:
    """Copy what is missing, and bring up to date what the learner has not changed.

    A changed copy stays as it is; a new version of it comes once, beside it, named ``..._new``.
    Changed means that the text of a cell is another, or its place: running a lesson changes
    nothing, and its outputs stay if the new version has the same code.

    Parameters
    ----------
    notebooks : Path
        Folder of the lessons; their exercises are in its folder ``exercises``.
    copies : Path
        The learner's folder. It is made if it is missing.

    Raises
    ------
    CourseError
        If there are no lessons, or one of them is no notebook.
    OSError
        If a copy cannot be written.
    """
    record = _Record(copies / OWN_FOLDER / RECORD)
    changed = _changed_since_the_last_commit(notebooks)
    update = Update()
    for name in _names(notebooks):
        version = _as_jupyterlab_keeps_it(read(notebooks / name))
        exercise = name.parent != Path()
        own = name.as_posix() in changed or (exercise and worked_on(version))
        if not exercise:
            version = without_outputs(version)
        if not (copies / name).exists():
            write(version, copies / name)
            (update.taken_over if own else update.copied).append(name)
        elif not own:
            _bring_up_to_date(copies, name, version, record, update)
        if not own:  # one's own work is no version of the course, and may never be replaced
            record.add(name, version)
    record.write()
    return update


def _names(notebooks: Path) -> Iterator[Path]:
    """Yield the lessons, the exercises and the project, relative to their folder."""
    for path in find_lessons(notebooks):
        yield path.relative_to(notebooks)
    for path in sorted(notebooks.glob("exercises/*.ipynb")):
        if NAME.fullmatch(path.name):
            yield path.relative_to(notebooks)
    for path in sorted(notebooks.glob("project/*.ipynb")):
        yield path.relative_to(notebooks)


def _as_jupyterlab_keeps_it(notebook: NotebookNode) -> NotebookNode:
    """Fill in what JupyterLab would: else it calls a lesson changed that was only opened."""
    notebook.metadata["language_info"] = from_dict(IPythonKernel.language_info)
    return notebook


def _bring_up_to_date(
    copies: Path, name: Path, version: NotebookNode, record: "_Record", update: Update
) -> None:
    """Replace a copy if it is an older version; put `version` beside it if it is neither."""
    copy = _read_if_possible(copies / name)
    if copy is not None and content_digest(copy) == content_digest(version):
        return
    if copy is not None and record.holds(name, copy):
        write(_with_outputs_of(copy, version), copies / name)
        update.updated.append(name)
    elif not record.holds(name, version):
        place = next(path for path in _places_beside(name) if _is_free(copies, path, name, record))
        write(version, copies / place)
        update.beside[name] = place


def _places_beside(name: Path) -> Iterator[Path]:
    yield name.with_name(f"{name.stem}_new.ipynb")
    for number in range(2, 1000):
        yield name.with_name(f"{name.stem}_new_{number}.ipynb")


def _is_free(copies: Path, place: Path, name: Path, record: "_Record") -> bool:
    """Tell whether nothing stands there but an older version, which the learner never changed."""
    if not (copies / place).exists():
        return True
    there = _read_if_possible(copies / place)
    return there is not None and record.holds(name, there)


def _read_if_possible(path: Path) -> NotebookNode | None:
    """Return a learner's notebook, None if it cannot be read: then it counts as changed."""
    try:
        return read(path)
    except CourseError:
        return None


def _with_outputs_of(old: NotebookNode, new: NotebookNode) -> NotebookNode:
    """Return `new` with what `old` has computed, if both have the same code."""
    ran = [cell for cell in old.cells if cell.cell_type == "code"]
    cells = [cell for cell in new.cells if cell.cell_type == "code"]
    if [cell.source for cell in ran] == [cell.source for cell in cells]:
        for before, cell in zip(ran, cells, strict=True):
            cell.outputs, cell.execution_count = before.outputs, before.execution_count
    return new


def content_digest(notebook: NotebookNode) -> str:
    """Return a digest of what an author wrote: kind and text of each cell, in their order."""
    cells = [[cell.cell_type, cell.source] for cell in notebook.cells]
    return digest(json.dumps(cells).encode(), size=12)


class _Record:
    """The digests of all versions that a learner was given, by notebook.

    A file that is missing or damaged counts as empty: copies that differ from today's version
    then count as changed.
    """

    def __init__(self, file: Path):
        self._file = file
        try:
            known = json.loads(file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            known = {}
        known = known if isinstance(known, dict) else {}
        self._known = {name: kept for name, kept in known.items() if isinstance(kept, list)}
        self._before = json.dumps(self._known)

    def holds(self, name: Path, notebook: NotebookNode) -> bool:
        """Tell whether the learner was given the notebook as it is."""
        return content_digest(notebook) in self._known.get(name.as_posix(), [])

    def add(self, name: Path, version: NotebookNode) -> None:
        """Note that the learner was given a version."""
        if not self.holds(name, version):
            self._known.setdefault(name.as_posix(), []).append(content_digest(version))

    def write(self) -> None:
        """Store the record if anything was added."""
        if json.dumps(self._known) != self._before:
            write_file(self._file, json.dumps(self._known, indent=1) + "\n")


def _changed_since_the_last_commit(folder: Path) -> set[str]:
    """Return the files below `folder` that git calls changed; none where it cannot tell."""
    command = ["git", "diff", "--name-only", "--relative", "-z", "HEAD", "--", "."]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
    except FileNotFoundError:  # a handout needs no git
        return set()
    return set(done.stdout.split("\0")) if done.returncode == 0 else set()


def describe(update: Update) -> list[str]:
    """Return what a learner has to know about an update, a sentence a line.

    Examples
    --------
    >>> describe(Update(updated=[Path("03_balance.ipynb")]))
    ['Brought up to date in my-course: 03_balance']
    """
    lines = []
    for names, text in [
        (update.copied, "Copied to my-course"),
        (update.taken_over, "Copied to my-course, with what you did in notebooks"),
        (update.updated, "Brought up to date in my-course"),
    ]:
        if names:
            few = ", ".join(name.stem for name in names)
            lines.append(f"{text}: {few if len(names) <= 5 else f'{len(names)} notebooks'}")
    lines += [
        f"There is a new version of {name.stem}, which you have changed. Yours stays as it is; the "
        f"new one is my-course/{place.as_posix()}"
        for name, place in update.beside.items()
    ]
    return lines


def lessons_done(notebooks: Path, copies: Path) -> str:
    """Return how far the learner is in each lesson, as text.

    A lesson is done when every code cell of the working copy has run, without an error, and the
    copy was saved so.

    Raises
    ------
    CourseError
        If there are no lessons.
    """
    states = {path.stem: _state(copies / path.name) for path in find_lessons(notebooks)}
    width = max(map(len, states))
    done = sum(state == "✓" for state in states.values())
    lines = [f"{name:<{width}}  {state}" for name, state in states.items()]
    return "\n".join([*lines, f"Lessons done: {done} of {len(states)}"])


def _state(path: Path) -> str:
    """Return a tick, a dot for a lesson not begun, or what is still missing in it."""
    if not path.exists():
        return "·"
    copy = _read_if_possible(path)
    if copy is None:
        return "is no readable notebook"
    cells = [cell for cell in copy.cells if cell.cell_type == "code" and cell.source.strip()]
    ran = [cell for cell in cells if cell.execution_count]
    failed = [cell for cell in ran if any(output.output_type == "error" for output in cell.outputs)]
    if not ran:
        return "·"
    if failed:
        return f"an error in cell [{failed[0].execution_count}]"
    return "✓" if len(ran) == len(cells) else f"{len(ran)} of {len(cells)} cells"
