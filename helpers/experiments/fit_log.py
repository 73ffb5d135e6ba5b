"""The file behind an experiment: one JSON object a line, one line a fit, appended as they come."""

import json
from pathlib import Path

KEY = ["dataset", "approach", "classifier", "repeat", "fold"]
"""What names a fit."""


class FitLog:
    """The rows so far, in memory and, one JSON object a line, in a file.

    A line that was cut short by a crash is never valid JSON, as a line of a CSV file can be; it is
    removed, and its fit done again.

    Parameters
    ----------
    path : path or None
        None keeps the rows in memory only.

    Attributes
    ----------
    rows : dict
        From (dataset, approach, classifier, repeat, fold) to the row, a dict.

    Raises
    ------
    ValueError
        If another line than the last is damaged.
    """

    def __init__(self, path):
        self.path = None if path is None else Path(path)
        self.rows, self._old, self._file = {}, {}, None
        if self.path is not None and self.path.exists():
            self._read()

    def _read(self):
        lines = self.path.read_bytes().split(b"\n")
        for number, line in enumerate(lines, 1):
            if number == len(lines):  # empty, or cut short
                break
            try:
                row = json.loads(line)
                self._old[tuple(row[name] for name in KEY)] = row
            except (ValueError, KeyError, TypeError) as error:
                if number == len(lines) - 1:
                    lines[-1] = line + b"\n" + lines[-1]
                    break
                raise ValueError(
                    f"Line {number} of {self.path.name} is damaged ({error}). Delete that line, or "
                    "the file to start again."
                ) from error
        if lines[-1]:
            with self.path.open("r+b") as file:
                file.truncate(self.path.stat().st_size - len(lines[-1]))

    def __enter__(self):
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("a", encoding="utf-8")
        return self

    def __exit__(self, *_):
        if self._file is not None:
            self._file.close()

    def has(self, key, fingerprint) -> bool:
        """Tell whether a fit is done, and take over its row.

        Raises
        ------
        ValueError
            If it was done with other data or settings.
        """
        row = self._old.get(key)
        if row is None or row["error"] is not None:
            return False
        if row["fingerprint"] != fingerprint:
            raise ValueError(
                f"{self.path.name} holds {key[0]!r} with {key[2]!r} from other data, another "
                "approach, other parameters, other folds or another seed. Give it a new name or "
                "use a new file."
            )
        self.rows[key] = row
        return True

    def add(self, row):
        """Keep a row and write it down at once."""
        row = {name: None if value != value else value for name, value in row.items()}
        self.rows[tuple(row[name] for name in KEY)] = row
        if self._file is not None:
            self._file.write(json.dumps(row) + "\n")
            self._file.flush()
