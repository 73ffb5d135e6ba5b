"""Where the class server keeps what, and the links that open a lesson there."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

from helpers.files import write_file

COURSE = "smote-course"
LESSONS = f"{COURSE}/my-course"
"""In a learner's home: what they pull, and the copies in which they work."""
GIGABYTES = 4
CPUS = 2
SYSTEMD = Path("/run/systemd/system").exists()
"""Whether systemd runs here: only then a learner has a limit for all processes together."""


@dataclass(frozen=True)
class Class:
    """A class server: its folder and its settings.

    Attributes
    ----------
    folder : Path
        ``env/`` (the packages), ``course.git`` (what learners pull) and ``learner/`` (settings) are
        for everybody to read; ``grading/`` (nbgrader's course folder) and ``hub/`` are root's.
    logins : list of str
    port : int
        Of the hub, on this computer only.
    password : str
        One for all, for a trial; empty if each learner has their own (PAM).
    clone : Path
        The teacher's repository.
    """

    folder: Path
    logins: list[str]
    port: int
    password: str
    clone: Path

    @property
    def repository(self) -> str:
        """The address that learners pull from."""
        return (self.folder / "course.git").as_uri()

    @classmethod
    def of(cls, folder: Path) -> "Class":
        """Read the settings that `save` wrote."""
        kept = json.loads((folder / "hub" / "class.json").read_text(encoding="utf-8"))
        return cls(**kept | {name: Path(kept[name]) for name in ("folder", "clone")})

    def save(self) -> None:
        """Write the settings where only root can read them."""
        write_file(self.folder / "hub" / "class.json", json.dumps(asdict(self), default=str) + "\n")


def pull_link(repository: str, notebook: str = "00_start_here.ipynb") -> str:
    """Return the part of a link that pulls the course and then opens a notebook."""
    query = {
        "repo": repository,
        "branch": "main",
        "targetpath": COURSE,
        "urlpath": f"lab/tree/{LESSONS}/{notebook}",
    }
    return f"git-pull?{urlencode(query)}"
