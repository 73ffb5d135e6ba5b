"""Finished parts of a long experiment: one small file a task, written whole or not at all.

A part is named by a hash of the task's key and of all that its result depends on, such as data,
settings and versions. Whatever is computed with something else gets another name, so an old part
is never taken for a new one, and several designs may share a folder.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from helpers.files import check_writable, digest, write_file

NAME = re.compile(r"[0-9a-f]{24}\.json")


class Parts:
    """The tasks of an experiment, and the results of those that are done, in a folder.

    Parameters
    ----------
    folder : path
        It is made when the first part is written. Hidden files in it are left alone.
    tasks : mapping
        From each task's key, a tuple of strings, to what its result depends on besides the key:
        anything that JSON can hold.

    Attributes
    ----------
    damaged : list of str
        Names of the files that the last `read` could not use, because they were cut short or
        changed. Their tasks count as not done.
    n_others : int
        How many parts of other tasks the last `read` found.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     parts = Parts(folder, {("yeast4", "smote"): "seed 0", ("yeast4", "none"): "seed 0"})
    ...     _ = parts.write(("yeast4", "none"), {"recall": 0.5})
    ...     parts.read()
    {('yeast4', 'none'): {'recall': 0.5}}
    """

    def __init__(self, folder, tasks: Mapping):
        self.folder = Path(folder)
        self._names = {
            tuple(key): digest(_json([list(key), depends]).encode(), size=12) + ".json"
            for key, depends in tasks.items()
        }
        self.damaged: list[str] = []
        self.n_others = 0

    @property
    def keys(self) -> list[tuple[str, ...]]:
        """All tasks, done or not, in the order in which they were given."""
        return list(self._names)

    def read(self) -> dict:
        """Return key to result of the tasks that are done.

        Raises
        ------
        ValueError
            If the folder holds files that are no parts: it may be another folder than was meant.
        """
        self.damaged, results = [], {}
        found = self._list()
        self.n_others = len(found - set(self._names.values()))
        for key, name in self._names.items():
            if name in found:
                try:
                    results[key] = _decode((self.folder / name).read_bytes(), key)
                except ValueError:
                    self.damaged.append(name)
        return results

    def _list(self) -> set[str]:
        if not self.folder.exists():
            return set()
        names = {path.name for path in self.folder.iterdir() if not path.name.startswith(".")}
        if foreign := sorted(name for name in names if not NAME.fullmatch(name)):
            raise ValueError(
                f"{self.folder} holds {foreign[0]!r}, which is no part of an experiment: give the "
                "parts a folder of their own."
            )
        return names

    def write(self, key, result: dict) -> dict:
        """Store a result; return it as `read` will.

        Raises
        ------
        ValueError, TypeError
            If JSON cannot hold it; NaN and infinity are among the values that it cannot.
        OSError
            If it cannot be written. There is then no file of this task, or the old one.
        """
        text = _json(result)
        whole = {"key": list(key), "checksum": _checksum(text), "result": json.loads(text)}
        write_file(self.folder / self._names[tuple(key)], _json(whole) + "\n")
        return whole["result"]

    def check_writable(self) -> None:
        """Make the folder, and find out whether parts can be written there.

        Raises
        ------
        OSError
            If not.
        """
        check_writable(self.folder)


def checksum_of(results: Mapping, without: Iterable[str] = ()) -> str:
    """Return a digest of many results, whatever their order.

    Parameters
    ----------
    results : mapping
        As from `Parts.read`.
    without : iterable of str
        Entries of each result that do not count, such as measured times.

    Examples
    --------
    >>> one, two = {("a",): {"x": 1, "seconds": 2}}, {("a",): {"x": 1, "seconds": 3}}
    >>> checksum_of(one) == checksum_of(two)
    False
    >>> checksum_of(one, ["seconds"]) == checksum_of(two, ["seconds"])
    True
    """
    without = set(without)
    lines = sorted(
        _json([list(key), {name: value for name, value in result.items() if name not in without}])
        for key, result in results.items()
    )
    return digest("\n".join(lines).encode())


def _json(value) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _checksum(text: str) -> str:
    return digest(text.encode(), size=8)


def _decode(content: bytes, key):
    """Return the result in a file; raise ValueError if it is not what was written for this key."""
    whole = json.loads(content)
    if not isinstance(whole, dict) or set(whole) != {"key", "checksum", "result"}:
        raise ValueError("no part")
    if whole["key"] != list(key) or whole["checksum"] != _checksum(_json(whole["result"])):
        raise ValueError("not what was written")
    return whole["result"]
