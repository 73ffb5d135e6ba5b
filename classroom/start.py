"""Start JupyterHub for a class: ``make classroom`` (docs/classroom.md)."""

import argparse
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from classroom.learners import make_users, read_logins, run_as
from classroom.places import CPUS, GIGABYTES, SYSTEMD, Class, pull_link
from classroom.publish import publish
from helpers.errors import CourseError
from helpers.files import write_file
from helpers.notebook_tools.exercise_format import find_solutions
from helpers.notebook_tools.files import find_lessons
from helpers.paths import NOTEBOOKS, ROOT, TEMPLATES
from helpers.teaching.nbgrader_course import write_course
from helpers.teaching.node import PROXY, fetch

HERE = Path(__file__).resolve().parent
PATIENCE = 120
"""Seconds for the hub to answer."""
NBGRADER = """
# The class server: `nbgrader collect` reads what learners have saved.
c.ExchangeFactory.collect = "classroom.collect.CollectFromHomes"
"""
LIMITS = (
    f"{GIGABYTES} GB and {CPUS} processors for each learner"
    if SYSTEMD
    else f"{GIGABYTES} GB for each process; without systemd, none for a learner as a whole"
)


def prepare(group: Class) -> None:
    """Make what the class needs besides the environment, and prove that solutions are private.

    Raises
    ------
    CourseError
        If a learner could read a solution or could not run the class's Python, or npm fails.
    """
    for private in (ROOT, group.folder / "hub", group.folder / "grading"):
        private.mkdir(exist_ok=True)
        private.chmod(0o700)
    say(f"private: {ROOT} (the solutions lie there)")
    new = publish(group.folder / "course.git")
    say(f"course: {'a new version' if new else 'nothing new'} for the learners")
    learner = group.folder / "learner"
    shutil.rmtree(learner, ignore_errors=True)
    shutil.copytree(HERE / "learner", learner)
    write_file(learner / "gitconfig", git_settings(group))
    if made := make_users(group.logins):
        say(f"users: made {', '.join(made)}")
    check_rights(group)
    if not any((group.folder / "grading").iterdir()):
        config, *_ = write_course(group.folder / "grading")
        config.write_text(config.read_text(encoding="utf-8") + NBGRADER, encoding="utf-8")
    if not PROXY.exists():
        say("proxy: npm fetches it")
        fetch(PROXY)


def git_settings(group: Class) -> str:
    """Return what git is told in learners' servers: whom to trust, and what follows a pull."""
    return (
        "[include]\n\tpath = /etc/gitconfig\n"
        f"[safe]\n\tdirectory = {group.folder / 'course.git'}\n"
        f"[core]\n\thooksPath = {group.folder / 'learner' / 'hooks'}\n"
    )


def check_rights(group: Class) -> None:
    """Try as the learners what must work and what must not.

    Raises
    ------
    CourseError
        If a solution can be read, or the class's Python cannot be run.
    """
    for secret in (find_solutions()[0], group.folder / "hub", group.folder / "grading"):
        for login in group.logins:
            if run_as(login, "test", "-r", secret).returncode == 0:
                raise CourseError(f"{login} could read {secret}: take {login} off the list.")
    python = group.folder / "env" / "bin" / "python"
    if run_as(group.logins[0], python, "-c", "import jupyterhub").returncode:
        raise CourseError(
            f"Learners cannot run {python.resolve()}. Give a Python that all users can read: "
            "make classroom UV_PYTHON=path"
        )


def links(group: Class, address: str) -> str:
    """Return a line for each lesson and exercise, with the link that opens it for a learner."""
    lessons = [path.name for path in find_lessons(NOTEBOOKS)]
    names = [*lessons, *sorted(f"exercises/{path.name}" for path in TEMPLATES.glob("*.ipynb"))]
    to = f"{address}/hub/user-redirect/"
    return "".join(f"{name}\t{to}{pull_link(group.repository, name)}\n" for name in names)


def serve(group: Class) -> int:
    """Run the hub until it ends or Ctrl-C (or SIGTERM) ends it, and all servers with it."""
    log = group.folder / "hub" / "hub.log"
    say(f"hub: starting, its log is {log}")
    command = [Path(sys.executable).with_name("jupyterhub"), "-f", HERE / "jupyterhub_config.py"]
    environment = os.environ | {"CLASSROOM": str(group.folder), "PYTHONPATH": str(ROOT)}
    with log.open("a", encoding="utf-8") as output:
        hub = subprocess.Popen(
            command,
            cwd=group.folder / "hub",
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches it once, from here
        )

    def stop(*_) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # one Ctrl-C arrives more than once
        hub.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    if not wait_for(f"http://127.0.0.1:{group.port}/hub/health", hub):
        hub.terminate()
        hub.wait()
        print("The hub did not start. The end of its log:", file=sys.stderr)
        print("".join(log.read_text(encoding="utf-8").splitlines(True)[-15:]), file=sys.stderr)
        return 1
    say(f"ready at http://127.0.0.1:{group.port} (Ctrl-C stops it and all learners' servers)")
    hub.wait()
    say("stopped")
    return max(hub.returncode, 0)


def check_port(port: int) -> None:
    """Refuse a port at which something answers, such as a class server that runs already.

    Raises
    ------
    CourseError
        If it does.
    """
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CourseError(
                f"Something runs at port {port}, perhaps the class server already. Stop it, or "
                'take another port: make classroom ARGS="--port 8010"'
            )


def wait_for(address: str, process: subprocess.Popen) -> bool:
    """Tell whether an address answers before the process ends or patience does."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            urlopen(address, timeout=5).close()
        except (URLError, TimeoutError):
            time.sleep(0.5)
        else:
            return True
    return False


def say(line: str) -> None:
    """Print a line of progress at once, with the seconds since the command began."""
    print(f"{time.monotonic() - BEGAN:5.1f} s  {line}", flush=True)


BEGAN = time.monotonic()


def main() -> int:
    """Read the arguments, then prepare and serve, or only publish."""
    parser = argparse.ArgumentParser(prog="make classroom", description=__doc__)
    parser.add_argument("--roster", type=Path, default=HERE / "learners.csv", metavar="FILE")
    parser.add_argument("--port", type=int, default=8000, help="on this computer (8000)")
    parser.add_argument("--pam", action="store_true", help="each learner's own Unix password")
    parser.add_argument("--address", help="of the hub from outside, for the list of links")
    parser.add_argument("--publish", action="store_true", help="only bring out a new version")
    given = parser.parse_args()
    folder = Path(os.environ["CLASSROOM"]).resolve()
    os.umask(0o022)
    try:
        if given.publish:
            new = publish(folder / "course.git")
            say("a new version: it comes with the next pull" if new else "nothing new")
            return 0
        check_port(given.port)
        password = "" if given.pam else secrets.token_urlsafe(9)
        group = Class(folder, read_logins(given.roster), given.port, password, ROOT)
        prepare(group)
        group.save()
        address = given.address or f"http://127.0.0.1:{given.port}"
        write_file(folder / "links.txt", links(group, address))
        say(f"links for learners: {folder / 'links.txt'}")
        say(f"limits: {LIMITS}")
        if password:
            say(
                f"A TRIAL: everybody on this computer who knows the password {password} can log in "
                f"as each of the {len(group.logins)} learners. For a class: make classroom "
                "ARGS=--pam"
            )
        return serve(group)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
