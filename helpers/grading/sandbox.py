"""The locked rooms: a Python process under bubblewrap that sees the course and little else [1]_.

References
----------
.. [1] The bubblewrap authors, "bubblewrap: low-level unprivileged sandboxing tool",
   https://github.com/containers/bubblewrap
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import BinaryIO

from helpers.errors import CourseError
from helpers.grading.room.wire import COMMON
from helpers.paths import DATA, HELPERS, ROOT
from helpers.teaching.handout import handed_out

SETTINGS = {
    "COURSE_DATA": "simulated",
    "COURSE_PROGRESS": "off",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "LOKY_MAX_CPU_COUNT": "1",
}
SYSTEM = ("/usr", "/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")
COMPILED = ("sklearn/svm", "scipy/stats", "imblearn/ensemble", "IPython/core", "seaborn")
WITH_ANSWERS = ("checks/lesson_*.py", "checks/folds.py")
REFUSAL = """Nothing was graded: {reason}. Learners' code would run with your rights.
On Debian and Ubuntu: sudo apt install bubblewrap
On macOS and Windows, or where that does not help, in a container (docs/teaching.md):
  podman build -t smote-course -f Containerfile .   # or docker
  podman run --rm --network none --security-opt seccomp=unconfined --security-opt unmask=ALL \\
    -v PATH_TO_THE_PARENT_FOLDER:/classes smote-course /classes/FOLDER
If you trust everybody's code: make grade SUBMISSIONS=... ARGS=--trust-learners"""


def why_not() -> str:
    """Return ``""`` if a room can be locked here, else why not; it is tried out."""
    if sys.platform != "linux":
        return "locked rooms need Linux"
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed"
    inside = ["unshare", "--user", "--map-root-user", "--mount", "true"]
    test = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"]
    done = subprocess.run([*test, *inside], capture_output=True, text=True)
    last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return f"this system does not let bubblewrap lock a room ({last})" if done.returncode else ""


def require() -> None:
    """Raise :class:`CourseError`, with what to type, unless a room can be locked here."""
    reason = why_not()
    if reason:
        raise CourseError(REFUSAL.format(reason=reason))


def snapshot(folder: Path, *, for_checks: bool) -> Path:
    """Copy what a room shows: the handout's code and data, no solution and nobody's work.

    Parameters
    ----------
    folder : Path
        A new folder for it.
    for_checks : bool
        Whether it is the room of the verdicts. The learners' has no checkers, for expected values
        stand in them.
    """
    room = HELPERS / "grading" / "room"
    shown = (HELPERS, DATA)
    paths = [path for path in handed_out() if any(path.is_relative_to(one) for one in shown)]
    if for_checks:
        paths += [room.parent / name for name in ("__init__.py", "checker.py", "reader.py")]
        paths += room.glob("*.py")
    else:
        hidden = {path for pattern in WITH_ANSWERS for path in HELPERS.glob(pattern)}
        paths = [path for path in paths if path not in hidden]
    for path in paths:
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)  # with its time, by which Python knows what it has compiled
        compiled = Path(importlib.util.cache_from_source(path)) if path.suffix == ".py" else path
        if compiled != path and compiled.exists():
            (target.parent / "__pycache__").mkdir(exist_ok=True)
            shutil.copy2(compiled, target.parent / "__pycache__")
    if not for_checks:
        shutil.copytree(room, folder / ".room" / "room", ignore=shutil.ignore_patterns("*.pyc"))
    return folder


def compile_packages(modules: list[str]) -> None:
    """Import modules once outside of the rooms, so that Python keeps their bytecode.

    The rooms cannot write to the environment, and would compile every package in each run.
    """
    packages = Path(sysconfig.get_path("purelib"))
    if all((packages / name / "__pycache__").is_dir() for name in COMPILED):
        return
    names = sorted({*modules, *COMMON, "helpers.grading.checker", "helpers.grading.room.serve"})
    code = f"import importlib\nfor name in {names!r}: importlib.import_module(name)"
    environment = os.environ | SETTINGS | {"PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False)


def command(course: Path) -> list[str]:
    """Return bubblewrap's command line for a room that shows `course` as ``/course``."""
    words = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    words += ["--unshare-user", "--uid", "1000", "--gid", "1000", "--tmpfs", "/tmp"]
    for path in SYSTEM:
        words += ["--ro-bind-try", path, path]
    for path in map(Path, ("/bin", "/lib", "/lib64", "/lib32", "/sbin")):
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            words += ["--ro-bind", str(path), str(path)]
    for prefix in sorted({sys.base_prefix, os.path.realpath(sys.base_prefix)}):
        if not prefix.startswith("/usr"):
            words += ["--ro-bind", prefix, prefix]
    # At a place of its own: the private /tmp would hide an environment that lies under /tmp.
    words += ["--ro-bind", sys.prefix, "/venv", "--ro-bind", str(course), "/course"]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/dev/shm"]
    # Whatever can be written is a channel from one notebook to the next.
    words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]
    inside = SETTINGS | {
        "PATH": "/venv/bin:/usr/bin:/bin",
        "HOME": "/tmp",
        "PYTHONPATH": "/course:/course/.room",
        "LD_LIBRARY_PATH": f"{sys.base_prefix}/lib",  # for a Python that was moved
        "MPLCONFIGDIR": "/tmp/matplotlib",
        "IPYTHONDIR": "/tmp/ipython",
    }
    for name, value in inside.items():
        words += ["--setenv", name, value]
    return [*words, "/venv/bin/python"]


def start(
    module: str, course: Path, settings: dict, descriptor: int, log: BinaryIO, *, locked: bool
) -> subprocess.Popen:
    """Start a module in a locked room, or without one.

    Parameters
    ----------
    module : str
        What ``python -m`` runs; it reads `settings` as JSON from its command line.
    course : Path
        What `snapshot` made.
    settings : dict
        ``control``, the descriptor, and ``locked`` are added.
    descriptor : int
        An open socket that the process inherits.
    log : file
        For what it prints.
    locked : bool
    """
    words, environment = [sys.executable], None
    if locked:
        words = command(course)
    else:
        path = os.pathsep.join([str(course), str(course / ".room")])
        scratch = str(course.parent)
        environment = os.environ | SETTINGS | {"PYTHONPATH": path, "TMPDIR": scratch}
    given = json.dumps(settings | {"control": descriptor, "locked": locked})
    return subprocess.Popen(
        [*words, "-m", module, given],
        pass_fds=[descriptor],
        env=environment,
        cwd=course,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        process_group=0,  # Ctrl-C is for the teacher's side alone
    )
