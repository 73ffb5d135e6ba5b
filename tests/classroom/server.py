"""A class server with three learners, and what the test asks it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import psutil

from classroom.learners import exists, run_as
from classroom.places import LESSONS
from helpers.paths import ROOT

LOGINS = ("smote-test-1", "smote-test-2", "smote-test-3")
"""Unix users of this name are the test's: it removes them, also those that a killed test left."""


class Server:
    """`make classroom` in a copy of the repository, in a folder of its own.

    Attributes
    ----------
    folder : Path
        For everybody to read, as ``/srv`` is.
    clone : Path
        The copy; a test may change lessons there.
    said : list of str
        What the command has printed.
    """

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="classroom-", dir="/var/tmp"))
        self.folder.chmod(0o755)
        self.clone = self.folder / "clone"
        self.place = self.folder / "srv"
        self.said = []
        self.port = free_port()

    def start(self):
        """Copy the repository and start the hub; return when it is ready."""
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).exists():
                (self.clone / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.clone / name)
        if (ROOT / ".tools").exists():
            (self.clone / ".tools").symlink_to(ROOT / ".tools")  # uv, if make has fetched it
        roster = self.folder / "class.csv"
        roster.write_text("login\n" + "\n".join(LOGINS) + "\n", encoding="utf-8")
        self.process = self.make(f"ROSTER={roster}", f"ARGS=--port {self.port}")
        threading.Thread(target=self._listen, daemon=True).start()
        wait(
            lambda: any("ready at" in line for line in self.said) or self.process.poll() is not None
        )
        assert self.process.poll() is None, "".join(self.said)

    def make(self, *settings):
        """Start ``make classroom``."""
        command = ["make", "classroom", f"CLASSROOM={self.place}", *settings]
        return subprocess.Popen(
            command,
            cwd=self.clone,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def _listen(self):
        for line in self.process.stdout:
            self.said.append(line)

    def run(self, *command, **options):
        """Run a program of the class's environment, as the teacher."""
        program = self.place / "env" / "bin" / command[0]
        return subprocess.run(
            [program, *command[1:]], check=True, capture_output=True, text=True, **options
        )

    @property
    def password(self):
        """The password that the command printed."""
        return re.search(r"the password (\S+) can", "".join(self.said))[1]

    def link(self, name):
        """Return a learner's link from the list that the command wrote."""
        lines = (self.place / "links.txt").read_text(encoding="utf-8").splitlines()
        return next(line.split("\t")[1] for line in lines if name in line)

    def stop(self):
        """End the hub as Ctrl-C in the terminal does: the signal goes to all of the command."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(60)

    def remove(self):
        """Leave nothing behind: no process, no user, no file."""
        if self.process.poll() is None:
            self.stop()
        self.process.stdout.close()
        remove_users()
        shutil.rmtree(self.folder)


def remove_users():
    """Remove the test's Unix users, with their homes and whatever still runs under their names."""
    for login in filter(exists, LOGINS):
        for process in processes(login):
            process.kill()
        wait(lambda login=login: not processes(login))
        subprocess.run(["userdel", "--remove", login], check=True, capture_output=True)


def processes(login):
    """Return what runs under a learner's name."""
    return [one for one in psutil.process_iter(["username"]) if one.info["username"] == login]


def memory(login):
    """Return the megabytes that a learner's processes take: each page is shared out (PSS)."""
    total = 0
    for process in processes(login):
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        total += int(re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE)[1])
    return total / 1024


def processor(login):
    """Return the seconds of processor that a learner's processes have taken by now."""
    times = [process.cpu_times() for process in processes(login)]
    ended = sum(one.children_user + one.children_system for one in times)
    return ended + sum(one.user + one.system for one in times)


def disk(login):
    """Return the megabytes of a learner's home."""
    done = subprocess.run(["du", "-sm", home(login)], capture_output=True, text=True, check=True)
    return int(done.stdout.split()[0])


def read_as(login, name):
    """Return a file of a learner's ``my-course/`` as text; None if there is none."""
    done = run_as(login, "cat", home(login) / LESSONS / name)
    return None if done.returncode else done.stdout.decode()


def home(login):
    """Return a learner's home."""
    return Path(f"~{login}").expanduser()


def wait(condition, seconds=180):
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It took too long."
        time.sleep(0.2)


def free_port():
    """Return a port P such that P, P + 1 and P + 81, the hub's three, are free."""
    for port in range(18_000, 19_000):
        try:
            for offset in (0, 1, 81):
                with socket.socket() as one:
                    one.bind(("127.0.0.1", port + offset))
        except OSError:
            continue
        return port
    raise RuntimeError("No port is free.")
