"""What ``nbgrader collect`` does in the class server: take what each learner has saved.

nbgrader's own exchange is a folder in which every user may write. Here nobody hands in: the
exercise is read from the learner's folder, with the learner's rights, so that a link in it leads to
nothing that the learner could not read.
"""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect

from classroom.learners import run_as
from classroom.places import LESSONS, Class

MOST = 50_000_000
"""Bytes of a notebook; a longer one is cut off, and then is no notebook."""


class CollectFromHomes(ExchangeCollect):
    """Collect an assignment from the homes of the class; nbgrader keeps the newest."""

    def ensure_root(self):
        """Ask for no exchange folder: there is none."""

    def init_src(self):
        """Read the learners' notebooks into a private folder, named as nbgrader names them."""
        name, stamp = self.coursedir.assignment_id, "timestamp.txt"
        self.check_owner = False  # the copies are ours, and the learner is the one whose home it is
        self.inbound_path = tempfile.mkdtemp()
        self.src_records = []
        for login in Class.of(Path(self.coursedir.root).parent).logins:
            found = read_saved(login, name)
            if found is None:
                self.log.warning("%s has no %s", login, name)
                continue
            content, when = found
            folder = Path(self.inbound_path, f"{login}+{name}")
            folder.mkdir()
            (folder / f"{name}.ipynb").write_bytes(content)
            (folder / stamp).write_text(when.strftime(self.timestamp_format))
            when = when.replace(tzinfo=None)  # as nbgrader compares them
            record = {"username": login, "filename": folder.name, "timestamp": when}
            self.src_records.append(record)

    def copy_files(self):
        """Copy what is new into the course folder, as nbgrader does, and tidy up."""
        try:
            super().copy_files()
        finally:
            shutil.rmtree(self.inbound_path)


def read_saved(login: str, name: str) -> tuple[bytes, datetime] | None:
    """Return a learner's exercise notebook and when it was saved; None if there is none."""
    path = Path("~" + login).expanduser() / LESSONS / "exercises" / f"{name}.ipynb"
    when = run_as(login, "stat", "--dereference", "--format=%Y", path)
    content = run_as(login, "timeout", "20", "head", f"--bytes={MOST}", path)
    if when.returncode or content.returncode:
        return None
    return content.stdout, datetime.fromtimestamp(int(when.stdout), UTC)
