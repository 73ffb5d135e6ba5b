"""The learners of a class: their list, their Unix users, and what is done under their names."""

import csv
import os
import pwd
import re
import subprocess
from pathlib import Path

from helpers.errors import CourseError

LOGIN = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
FIRST_UID = 1000
"""Smaller numbers are the system's own accounts."""


def read_logins(path: Path) -> list[str]:
    """Return the column ``login`` of a CSV file.

    Raises
    ------
    CourseError
        If there is no such file, column or learner, or a login is no name for a Unix user.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} cannot be read: {error}") from error
    logins = [(row.get("login") or "").strip() for row in rows]
    logins = list(dict.fromkeys(filter(None, logins)))
    if not logins:
        raise CourseError(f"{path} names no learner: it needs a column 'login' with a name a row.")
    for login in logins:
        if not LOGIN.fullmatch(login):
            raise CourseError(
                f"{path}: {login!r} is no login. Use small letters, digits, - and _, at most 32."
            )
    return logins


def make_users(logins: list[str]) -> list[str]:
    """Make the Unix users that are missing, with homes of their own; return their logins.

    Raises
    ------
    CourseError
        If a login is one of the system's accounts, or other users can look into a home.
    """
    made = []
    for login in logins:
        if not exists(login):
            options = ["--create-home", "--user-group", "--shell", "/bin/bash"]
            command = ["useradd", *options, "--key", "HOME_MODE=0700", login]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                raise CourseError(f"{login} could not be made a user: {done.stderr.strip()}")
            made.append(login)
        user = pwd.getpwnam(login)
        if user.pw_uid < FIRST_UID:
            raise CourseError(f"{login} is one of the system's own accounts. Give another login.")
        home = Path(user.pw_dir)
        if home.stat().st_mode & 0o077:
            raise CourseError(f"Other users can look into {home}. First type: chmod 700 {home}")
    return made


def exists(login: str) -> bool:
    """Tell whether there is such a Unix user."""
    try:
        pwd.getpwnam(login)
    except KeyError:
        return False
    return True


def run_as(login: str, *command: str | Path, **options) -> subprocess.CompletedProcess:
    """Run a program with a learner's rights; `options` go to `subprocess.run`."""
    user = pwd.getpwnam(login)
    groups = os.getgrouplist(login, user.pw_gid)
    rights = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": groups}
    environment = {"PATH": "/usr/bin:/bin", "HOME": user.pw_dir, "USER": login}
    settings = {"cwd": "/", "env": environment, "capture_output": True} | options
    return subprocess.run([*map(str, command)], **rights, **settings)
