"""Notebooks that work against the grader: none earns what it did not, or reaches anything else."""

import json
import os
import sys
from pathlib import Path

import pytest

from helpers.errors import CourseError
from helpers.grading import grade as grading
from helpers.grading.assembly import parse, recognise
from helpers.grading.handed_in import find
from helpers.grading.limits import Limits
from helpers.notebook_tools.files import write
from tests.grading.classes import BLANK, SOURCE, edited, solved

LIMITS = Limits(seconds=12, cell_seconds=3, megabytes=1_500)
RIGHT = {cell.id: cell.source for cell in solved().cells}
LARGE = 50 << 20

# None of these may have a point; in the place of the answer to 03-2, three numbers.
FORGERIES = {
    "array": """
import numpy as np
class Liar(np.ndarray):
    __eq__ = __ge__ = __le__ = lambda *a: True
    __array_function__ = __array_ufunc__ = lambda *a, **k: True
    tolist = __iter__ = lambda self: iter([840, 390, 40])
new_rows = np.zeros(3).view(Liar)
""",
    "keys": """
class Key(str):
    __hash__ = lambda self: hash("auto")
    __eq__ = lambda *a: True
new_rows = {Key("x"): 840, Key("y"): 390, Key("z"): 40}
""",
    "mapping": """
class Liar(dict):
    __getitem__ = get = lambda *a: 840
    __contains__ = lambda *a: True
    items = keys = values = lambda self: iter([840, 390, 40])
new_rows = Liar()
""",
    "pickle": """
import os
class Runs:
    def __reduce__(self):
        return os.system, ("touch /tmp/ran",)
    __array__ = __reduce__
new_rows = [Runs(), Runs(), Runs()]
""",
    "recursive": "new_rows = {}\nnew_rows['auto'] = new_rows['0.5'] = new_rows",
    "deep": "new_rows = 0\nfor _ in range(10**5): new_rows = [new_rows]",
    "broadcast": "import numpy as np\nnew_rows = np.broadcast_to(840.0, (10**12,))",
    "index": "import pandas as pd\nnew_rows = pd.RangeIndex(10**12)",
    "sparse": """
from scipy import sparse
new_rows = sparse.csr_matrix((10**9, 10**9))
""",
    "iterator": "import itertools\nnew_rows = itertools.repeat(840)",
    "frames": """
import json, os, struct
def frame(kind, value):
    head = json.dumps([kind, value]).encode()
    return struct.pack("<II", len(head), 0) + head
verdict = {"t": "d", "v": [["passed", True], ["message", ""]]}
for number in range(3, 256):
    try:
        os.write(number, frame("run", None) + frame("values", verdict) + b"V\\x10\\0\\0\\0" * 99)
    except OSError:
        pass
""",
    "thread": """
import os, threading, time
def later():
    while True:
        new_rows[:] = [840, 390, 41]
        for number in range(3, 64):
            try:
                os.write(number, b"V" * 4096)
            except OSError:
                pass
        time.sleep(0.01)
new_rows = [0, 0, 0]
threading.Thread(target=later, daemon=True).start()
""",
    "exit": """
import atexit, os
atexit.register(lambda: [os.write(n, b"V" * 64) for n in range(3, 9)])
raise SystemExit
""",
    "signals": """
import os, signal
for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}:
    try:
        signal.signal(number, signal.SIG_IGN)
    except OSError:
        pass
for one in (1, os.getppid(), -1):
    try:
        os.kill(one, signal.SIGTERM)
    except OSError:
        pass
while True:
    pass
""",
    "functions": """
def create_rows(*a):
    return Liar()
class Liar(float):
    shape = (400, 5)
    __getattr__ = lambda self, name: Liar()
    __call__ = __sub__ = __rsub__ = __truediv__ = lambda self, *a, **k: self
    __eq__ = __lt__ = __gt__ = lambda *a: True
split_rightly = Liar()
new_rows = Liar()
""",
    "noise": """
import sys
from IPython.display import HTML, display
for _ in range(2_000):
    print("x" * 50_000)
    sys.stderr.write("y" * 50_000)
display(HTML("<script>alert(1)</script>"))
raise ValueError("\\x1b]52;c;aGFjaw==\\x07\\x1b[31m<script>alert(1)</script>" + "z" * 10**7)
""",
}

# These try what must not work, and then answer rightly: they must have all their points.
PROBES = {
    "shm-1": """
open("/dev/shm/left", "w").write("x")
open("/tmp/left", "w").write("x")
""",
    "shm-2": """
import os
assert os.listdir("/dev/shm") == []
assert "left" not in os.listdir("/tmp")
""",
    "descriptors": """
import os
for name in os.listdir("/proc/self/fd"):
    try:
        target = os.readlink(f"/proc/self/fd/{name}")
    except OSError:
        continue
    assert target.startswith(("/dev/null", "socket:", "/proc/", "/tmp/")), target
""",
    "processes": """
import os
for name in os.listdir("/proc"):
    if name.isdigit() and name != os.readlink("/proc/self"):
        for part in ("mem", "environ", "fd/3", "root/etc/passwd"):
            try:
                open(f"/proc/{name}/{part}", "rb").read(1)
            except OSError:
                continue
            raise SystemError(f"{name}/{part} could be read")
""",
    "start-up-1": """
import os, sys
places = [os.path.expanduser("~/.ipython/profile_default/startup"), "/tmp/home", "/tmp",
          *[path for path in sys.path if path]]
for place in places:
    for name in ("00.py", "sitecustomize.py", "usercustomize.py", "numpy.py", "x.pth"):
        try:
            os.makedirs(place, exist_ok=True)
            open(os.path.join(place, name), "w").write("import builtins; builtins.owned = 1")
        except OSError:
            pass
""",
    "start-up-2": """
import builtins, subprocess, sys
assert not hasattr(builtins, "owned")
code = "import builtins, numpy; print(hasattr(builtins, 'owned'))"
assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"
""",
    "rights": """
import os
for action in (lambda: os.setuid(0), lambda: os.chroot("/tmp"), lambda: os.mknod("/tmp/d", 0o60666),
               lambda: os.open("/dev/kmsg", os.O_WRONLY), lambda: os.nice(-5)):
    try:
        action()
    except OSError:
        continue
    raise SystemError("that worked")
""",
    "beside": f"""
import os
assert os.path.getsize("rows.csv") == {LARGE}
try:
    open("rows.csv", "a")
except OSError:
    pass
else:
    raise SystemError("it can be written")
""",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory, room):
    """Grade one class; return the grades by learner and the folder of the results."""
    folder, output = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("out")
    for name, source in FORGERIES.items():
        write(edited(BLANK, answer_03_2=source), folder / f"bad-{name}" / SOURCE.name)
    for name, source in PROBES.items():
        answer = source + RIGHT["answer-03-2"]
        write(edited(solved(), answer_03_2=answer), folder / f"probe-{name}" / SOURCE.name)
    odd = folder / "<script>alert(1)</script>\x1b[31m\n'\""
    write(solved(), odd.with_name(odd.name.replace("/", "_")) / SOURCE.name)
    (folder / "probe-beside" / "rows.csv").write_bytes(b"a,b\n1,2\n".ljust(LARGE))
    host = Path("/dev/shm/of_the_teacher")
    host.write_text("x")
    try:
        grades = grading.grade_folder(folder, output, limits=LIMITS)
    finally:
        host.unlink()
    return {grade.learner: grade for grade in grades}, output


@pytest.mark.slow
@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_earns_nothing(graded, name):
    assert graded[0][f"bad-{name}"].points == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", PROBES)
def test_what_must_not_work_does_not(graded, name):
    grade = graded[0][f"probe-{name}"]
    assert (grade.points, grade.causes) == (3, [])


@pytest.mark.slow
def test_a_table_beside_the_notebook_is_named_and_stays_as_it_was(graded):
    assert "It could read rows.csv beside it." in graded[0]["probe-beside"].notes


@pytest.mark.slow
def test_pages_and_tables_hold_no_script_and_nothing_that_a_terminal_obeys(graded):
    pages = [path.read_text(encoding="utf-8") for path in (graded[1] / "feedback").iterdir()]
    assert len(pages) == len(FORGERIES) + len(PROBES) + 1
    assert not any("<script>" in page for page in pages)
    cause = graded[0]["bad-noise"].verdicts["03-2"]["cause"]
    assert "&lt;script&gt;" not in cause
    assert "<script>" in cause
    assert "\x1b" not in cause
    assert len(cause) < 500


def hostile_forms():
    """Yield names and contents of files that claim to be a notebook."""
    notebook = json.loads(Path(SOURCE).read_text(encoding="utf-8"))
    for name, cell in {
        "ids": {"id": "<script>", "metadata": {}},
        "long": {"id": "answer-03-1" * 10**5, "metadata": {}},
        "types": {"id": 7, "metadata": [], "source": {"a": 1}, "outputs": 3},
        "nbgrader": {"id": "../../x", "metadata": {"nbgrader": ["grade_id"]}},
        "numbers": {"id": None, "metadata": {"nbgrader": {"grade_id": {"a": []}}}},
    }.items():
        yield name, {**notebook, "cells": [one | cell for one in notebook["cells"]]}
    yield "metadata", {**notebook, "metadata": {"kernelspec": {"name": "; rm -rf"}, "x": [[]]}}
    yield "cells", {**notebook, "cells": {"0": notebook["cells"][0]}}
    yield "version", {**notebook, "nbformat": 10**9, "nbformat_minor": "x"}
    yield "list", [notebook]


def test_a_notebook_of_hostile_form_is_read_or_refused():
    templates, refused = {SOURCE.stem: BLANK}, []
    for name, content in hostile_forms():
        try:
            assert recognise(parse(json.dumps(content).encode()), templates) in {SOURCE.stem, ""}
        except CourseError:
            refused.append(name)
    assert refused == ["types", "cells", "version", "list"]


@pytest.mark.parametrize("content", [b"[" * 10**5, b'{"cells": ' * 10**5, b"\xff\xfe", b"{" * 99])
def test_what_no_notebook_can_be_is_refused(content):
    with pytest.raises(CourseError):
        parse(content)


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
def test_links_pipes_and_devices_beside_a_notebook_are_neither_read_nor_waited_for(tmp_path):
    write(solved(), tmp_path / "ada" / SOURCE.name)
    secret = tmp_path.parent / f"{tmp_path.name}.csv"
    secret.write_text("secret")
    (tmp_path / "ada" / "link.csv").symlink_to(secret)
    (tmp_path / "ada" / "zero.csv").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "ada" / "pipe.csv")
    os.mkfifo(tmp_path / "ada" / "pipe.ipynb")
    found = {one.file.name: one for one in find(tmp_path)}
    assert found.pop(SOURCE.name).beside == {}
    assert set(found) == {"link.csv", "zero.csv", "pipe.csv", "pipe.ipynb"}
    assert all("Not graded" in one.problem and one.content is None for one in found.values())
