"""Say what the class server needs and this computer does not have: ``python3 classroom/needs.py``.

Any Python can run it, before the environment is there.
"""

import os
import re
import shutil
import subprocess
import sys

NODE = 20
"""What configurable-http-proxy asks for."""
PROGRAMS = {
    "useradd": "useradd is missing: each learner gets a Unix user (Debian: apt install passwd).",
    "git": "git is missing: learners pull the course with it (Debian: apt install git).",
    "npm": "Node.js is missing: the hub's proxy runs on it (Debian: apt install nodejs npm).",
}


def missing() -> str:
    """Return one sentence about the first thing that is missing, or nothing."""
    if not sys.platform.startswith("linux"):
        return "The class server needs Linux: each learner gets a Unix user."
    if os.geteuid() != 0:
        return (
            "The class server starts programs as other users, so it needs root: sudo make classroom"
        )
    for program, sentence in PROGRAMS.items():
        if shutil.which(program) is None:
            return sentence
    node = _version("node")
    if node < (NODE,):
        return f"The hub's proxy needs Node.js {NODE} or newer; here is {node[0]}."
    python = os.environ.get("UV_PYTHON", "/usr/bin/python3")
    if shutil.which(python) is None or _version(python) < (3, 11):
        return (
            f"{python} is no Python 3.11 or newer. Learners run the same one, so give one that all "
            "users can read: make classroom UV_PYTHON=path"
        )
    return ""


def _version(program: str) -> tuple[int, ...]:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return tuple(map(int, re.findall(r"\d+", done.stdout)))


if __name__ == "__main__":
    sys.exit(missing() or None)
