"""A forked kernel is like a started one, and none is left behind."""

import os
import signal
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers.errors import CourseError
from helpers.notebook_tools.execution import clean_environment, execute
from helpers.notebook_tools.files import normalise
from helpers.notebook_tools.forked_kernels import kernel_server, shared_imports

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kernels fork on Linux")

OF_THE_SERVER = {
    "helpers",
    "helpers.notebook_tools",
    "multiprocessing.connection",
    "multiprocessing.util",
    "_multiprocessing",
}
SURROUNDINGS = [
    "import gc, multiprocessing, os, random, signal, sys, threading",
    "import pandas as pd, sklearn\nimport matplotlib.pyplot as plt\nimport numpy as np",
    "plt.plot([1, 2])\npd.DataFrame([range(30)])",
    "pd.describe_option('display.(?!encoding)')",
    "print(sklearn.get_config(), np.get_printoptions())",
    "import warnings\nsorted(map(str, warnings.filters)), dict(plt.rcParams)",
    "np.random.seed(1); random.seed(1); np.random.random(), random.random(), gc.isenabled()",
    "os.getcwd(), os.getsid(0) == os.getpgid(0) == os.getpid(), sys.stdin.read(), sys.argv[1]",
    "__name__, sys.modules['__main__'].__dict__ is globals(), sys.path, sys.flags, sys._xoptions",
    "[signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)]",
    "signal.pthread_sigmask(signal.SIG_BLOCK, []), multiprocessing.parent_process()",
    f"print(*sorted(set(sys.modules) - {OF_THE_SERVER}), sep='\\n')",
    "sorted(thread.name.split('-')[0] for thread in threading.enumerate())",
    "from zlib import crc32",
    "known = {name: crc32(value.encode()) for name, value in os.environ.items()}",
    "sorted(item for item in known.items() if item[0] != 'JPY_PARENT_PID')",
    "print('of Python', file=sys.stderr)\n1 / 0",
]
PARENT = "import os\nprint(os.getppid())"


def notebook(folder, name, *sources):
    path = folder / f"{name}.ipynb"
    cells = [new_code_cell(source, id=f"c{n}") for n, source in enumerate(sources)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def printed(execution):
    return "".join(out.text for cell in execution.notebook.cells for out in cell.outputs)


def test_what_two_notebooks_import_is_shared(tmp_path):
    one = notebook(
        tmp_path, "one", "import json, os.path as p\nfrom email import message", "%magic"
    )
    two = notebook(
        tmp_path, "two", "def f():\n    import os.path", "from email import *\nfrom . import q"
    )
    assert shared_imports([one, two]) == ["email", "os.path"]
    assert shared_imports([one]) == []


@linux
@pytest.mark.slow
def test_outputs_and_surroundings_are_those_of_a_started_kernel(tmp_path):
    paths = [notebook(tmp_path, name, *SURROUNDINGS) for name in "ab"]
    kept = tmp_path / "kept.ipynb"
    found = []
    with clean_environment(), kernel_server(paths) as server:
        for each in (server, None):
            with pytest.raises(CourseError, match="line 2: 1 / 0\nZeroDivisionError"):
                execute(paths[0], keep=kept, server=each)
            found.append([cell.outputs for cell in normalise(nbformat.read(kept, 4)).cells])
    assert found[0] == found[1]


@linux
@pytest.mark.slow
def test_forked_kernels_draw_different_numbers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    draw = "import random, numpy as np\nprint(random.random(), np.random.random())"
    paths = [notebook(Path(), name, draw) for name in "ab"]
    with clean_environment(), kernel_server(paths) as server:
        drawn = [printed(execute(path, server=server)).split() for path in paths]
    assert len({number for pair in drawn for number in pair}) == 4


@linux
@pytest.mark.slow
def test_kernels_start_by_themselves_once_their_server_has_died(tmp_path):
    paths = [notebook(tmp_path, name, PARENT) for name in "ab"]
    with clean_environment(), kernel_server(paths) as server:
        parent = int(printed(execute(paths[0], server=server)))
        assert parent != os.getpid()
        os.kill(parent, signal.SIGKILL)
        assert int(printed(execute(paths[1], server=server))) == os.getpid()


@linux
@pytest.mark.slow
@pytest.mark.parametrize(
    "module",
    [
        "import threading\nthreading.Timer(60, print).start()",
        "import os\nos._exit(1)",
    ],
)
def test_no_kernel_is_forked_beside_a_running_thread_or_from_a_broken_server(
    tmp_path, monkeypatch, module
):
    (tmp_path / "odd.py").write_text(module)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    paths = [notebook(tmp_path, name, PARENT, "if False:\n    import odd") for name in "ab"]
    with clean_environment(), kernel_server(paths) as server:
        assert int(printed(execute(paths[0], server=server))) == os.getpid()


@linux
@pytest.mark.slow
def test_a_module_that_fails_fails_in_the_lesson(tmp_path, monkeypatch):
    (tmp_path / "odd.py").write_text("1 / 0")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    paths = [notebook(tmp_path, name, "import os\nimport odd") for name in "ab"]
    with (
        clean_environment(),
        kernel_server(paths) as server,
        pytest.raises(CourseError, match=r"line 2: import odd\nZeroDivisionError"),
    ):
        execute(paths[0], server=server)


def test_a_notebook_alone_or_on_another_system_has_no_server(tmp_path, monkeypatch):
    paths = [notebook(tmp_path, name, PARENT) for name in "ab"]
    with kernel_server(paths[:1]) as server:
        assert server is None
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    with kernel_server(paths) as server:
        assert server is None
