"""More notebooks against the grader: slow senders, signals, descriptors, processes, terminals."""

import socket
import sys

import pytest

from helpers.grading import grade as grading
from helpers.grading.limits import Limits
from helpers.notebook_tools.files import write
from tests.grading.classes import BLANK, SOURCE, edited, solved

LIMITS = Limits(seconds=12, cell_seconds=3, megabytes=1_500)
RIGHT = {cell.id: cell.source for cell in solved().cells}["answer-03-2"]
OF_THE_TEACHER, LEFT = "\0of-the-teacher", "\0left-by-eve"

# None of these may have a point.
FORGERIES = {
    # Without a deadline for the whole frame, this one was waited for without end.
    "trickle": """
import os, struct, time
open_fds = [int(n) for n in os.listdir("/proc/self/fd") if int(n) > 2]
def send(data):
    for n in open_fds:
        try:
            os.write(n, data)
        except OSError:
            pass
send(struct.pack("<II", 1 << 15, 100 << 20))
while True:
    time.sleep(0.3)
    send(b"x")
""",
    "numbers": """
class N(int):
    __eq__ = __ge__ = __le__ = lambda *a: True
    __hash__ = lambda self: hash(840)
    __int__ = __index__ = __float__ = lambda self: 840
    __reduce__ = __reduce_ex__ = lambda *a: (int, (840,))
new_rows = {"auto": N(), "0.5": N(), "0.1": N()}
""",
    "texts": """
class S(str):
    __len__ = lambda self: -1
    __eq__ = __contains__ = lambda *a: True
    __hash__ = lambda self: hash("auto")
    __getitem__ = __iter__ = encode = lambda self, *a: self
new_rows = [S("840")] * 3
""",
    "metaclass": """
class Meta(type):
    __name__ = property(lambda cls: [None] * 10**6)
    __mro__ = property(lambda cls: 1 / 0)
    __instancecheck__ = __subclasscheck__ = __eq__ = lambda *a: True
    __hash__ = lambda cls: 0
class Liar(metaclass=Meta):
    __class__ = property(lambda self: float)
    __eq__ = lambda *a: True
    __float__ = __int__ = __index__ = lambda self: 840
    __array__ = lambda self, *a, **k: 1 / 0
    __getattr__ = lambda self, name: self
new_rows = [Liar()] * 3
""",
    "repr": """
class R(Exception):
    __repr__ = __str__ = lambda self: str(self) + repr(self)
    __getattribute__ = lambda self, name: self.x
new_rows = R()
raise R()
""",
    "nan": """
import numpy as np
new_rows = np.frombuffer(b"\\x01\\0\\0\\0\\0\\0\\xf8\\x7f" * 3)
new_rows = {"auto": new_rows[0], "0.5": float("inf"), "0.1": -0.0}
""",
    "views": """
import numpy as np
new_rows = np.lib.stride_tricks.as_strided(np.full(1, 840.0), (10**6, 10**6), (0, 0))
""",
    "memmap": """
import numpy as np
new_rows = np.memmap("/tmp/rows", np.float64, "w+", shape=(16 << 20,))
new_rows[:] = 840
import pandas as pd
new_rows = pd.arrays.SparseArray(np.broadcast_to(840.0, (10**12,)))
""",
    "timers": """
import signal
def no(*a):
    raise KeyError("no")
for number in (signal.SIGALRM, signal.SIGUSR1, signal.SIGPROF, signal.SIGVTALRM):
    signal.signal(number, no)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
signal.setitimer(signal.ITIMER_PROF, 0)
while True:
    try:
        while True:
            sum(range(1000))
    except BaseException:
        pass
""",
    "server": """
import gc, sys
import helpers.checks.core as core
for one in gc.get_objects():
    try:
        if type(one).__name__ == "Notebook":
            one.values = lambda expressions: core.Verdict("03-2", True, "well done")
            one.run = lambda source: {"v": None}
            one.seconds = 10**6
    except Exception:
        pass
for name, module in list(sys.modules.items()):
    if name.endswith((".writer", ".wire")):
        module.plain = lambda x, go: {"t": "es", "c": "os.system", "p": [["command", "id"]]}
        module.MAX_JSON = module.MAX_BLOB = 1 << 40
new_rows = 0
""",
}

# These try what must not work, and then answer rightly: they must have all their points.
PROBES = {
    "leave-1": f"""
import os, socket, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import signal
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        one = socket.socket(socket.AF_UNIX)
        one.bind({LEFT!r})
        one.listen()
        time.sleep(10**6)
    os._exit(0)
time.sleep(0.2)
""",
    "leave-2": f"""
import socket
for name in ({LEFT!r}, {OF_THE_TEACHER!r}):
    one = socket.socket(socket.AF_UNIX)
    try:
        one.connect(name)
    except OSError:
        continue
    raise SystemError("there is somebody")
""",
    "terminal": """
import fcntl, os, termios
for name in ("/dev/tty", "/dev/console", "/dev/tty1", "/dev/pts/0"):
    try:
        os.open(name, os.O_RDWR)
    except OSError:
        continue
    raise SystemError(f"{name} could be opened")
for number in (0, 1, 2):
    try:
        fcntl.ioctl(number, termios.TIOCSTI, b"x")
    except OSError:
        continue
    raise SystemError("a terminal took a key")
""",
    "reopen": """
import os
for who in ("self", "1", str(os.getppid())):
    for part in ("fd", "map_files", "cwd", "root"):
        folder = f"/proc/{who}/{part}"
        try:
            names = os.listdir(folder) if part in ("fd", "map_files") else [""]
        except OSError:
            continue
        for name in names:
            try:
                os.open(f"{folder}/{name}".rstrip("/"), os.O_WRONLY)
            except OSError:
                continue
            target = os.readlink(f"{folder}/{name}")
            assert target.startswith(("/dev/null", "/tmp/")), target
""",
    "home-1": """
import os, site
home = os.path.expanduser("~")
for name in (".pythonrc", ".pythonstartup", ".config/matplotlib/matplotlibrc",
             ".local/lib/python3/site-packages/x.pth",
             os.path.join(site.getusersitepackages(), "usercustomize.py"),
             ".ipython/profile_default/ipython_config.py"):
    path = os.path.join(home, name)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "w").write("raise SystemExit")
    except OSError:
        pass
os.environ["PYTHONSTARTUP"] = os.path.join(home, ".pythonrc")
""",
    "home-2": """
import os
home = os.path.expanduser("~")
assert not os.path.exists(os.path.join(home, ".pythonrc"))
assert "PYTHONSTARTUP" not in os.environ
""",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory, room):
    """Grade one class; return the grades by learner."""
    folder, output = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("out")
    for name, source in FORGERIES.items():
        write(edited(BLANK, answer_03_2=source), folder / f"bad-{name}" / SOURCE.name)
    for name, source in PROBES.items():
        write(edited(solved(), answer_03_2=source + RIGHT), folder / f"probe-{name}" / SOURCE.name)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(OF_THE_TEACHER)
        listening.listen()
        grades = grading.grade_folder(folder, output, limits=LIMITS)
    return {grade.learner: grade for grade in grades}


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="rooms are Linux's"),
]


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_earns_nothing(graded, name):
    assert graded[f"bad-{name}"].points == 0


@pytest.mark.parametrize("name", PROBES)
def test_what_must_not_work_does_not(graded, name):
    grade = graded[f"probe-{name}"]
    assert (grade.points, grade.causes) == (3, [])
