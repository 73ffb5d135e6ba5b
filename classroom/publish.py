"""The repository from which learners pull: ``python -m classroom.publish FOLDER``.

It holds the handout and grows by a commit whenever the handout has changed.
"""

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from helpers.teaching.handout import pack

BRANCH = "main"
AUTHOR = {"NAME": "the course", "EMAIL": "course@localhost"}


def publish(repository: Path) -> bool:
    """Bring a bare git repository up to date with the handout; make it if it is missing.

    Returns
    -------
    bool
        Whether there is anything new.

    Raises
    ------
    CourseError
        If the handout cannot be packed.
    subprocess.CalledProcessError
        If git fails.
    """
    if not repository.exists():
        _git("init", "--quiet", "--bare", f"--initial-branch={BRANCH}", repository)
    with tempfile.TemporaryDirectory() as name:
        packed = pack(folder=Path(name))
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(name)
        here = [f"--git-dir={repository}", f"--work-tree={packed.with_suffix('')}"]
        _git(*here, "add", "--all")
        if not _git(*here, "status", "--porcelain"):
            return False
        _git(*here, "commit", "--quiet", f"--message=The course as of {packed.stem[-10:]}")
    return True


def _git(*arguments: str | Path) -> str:
    author = {
        f"GIT_{who}_{what}": AUTHOR[what] for who in ("AUTHOR", "COMMITTER") for what in AUTHOR
    }
    done = subprocess.run(
        ["git", *map(str, arguments)],
        env=os.environ | author,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    print("A new version." if publish(Path(sys.argv[1]).resolve()) else "Nothing new.")
