"""Workers: whoever works gives the same numbers, and what is killed loses what was running."""

import os
import signal
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from importlib.util import find_spec

import pytest

from helpers.errors import TasksFailedError
from helpers.experiments import workers
from helpers.experiments.parts import Parts
from helpers.experiments.workers import run_tasks
from helpers.paths import ROOT

KEYS = [("a", str(number)) for number in range(6)]
TASKS = dict.fromkeys(KEYS, "seed 0")
needs_dask = pytest.mark.skipif(
    find_spec("distributed") is None, reason="the group cluster is not installed"
)
needs_signals = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


def make_task(folder, trouble=None):
    """Return a task that leaves a file a call; local, so that workers get it by value."""
    folder, trouble = str(folder), dict(trouble or {})

    def task(name, number):
        import os
        import signal
        import uuid
        from pathlib import Path

        import numpy as np
        from threadpoolctl import threadpool_info

        calls = Path(folder)
        calls.mkdir(exist_ok=True)
        n_before = len(list(calls.glob(f"{number}-*")))
        (calls / f"{number}-{uuid.uuid4().hex}").touch()
        kind, times = trouble.get(number, (None, 0))
        if n_before < times:
            if kind == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise ValueError(f"{name} {number} is odd")
        square = np.random.default_rng(int(number)).normal(size=(80, 80))
        values = np.linalg.svd(square @ square.T, compute_uv=False)
        threads = [library["num_threads"] for library in threadpool_info()]
        return {"values": values.tolist(), "threads": max(threads, default=1)}

    return task


def calls(folder, number=None):
    return len(list(folder.glob("*" if number is None else f"{number}-*")))


def go(tmp_path, task=None, **options):
    parts = Parts(tmp_path / "parts", TASKS)
    task = task or make_task(tmp_path / "calls")
    return run_tasks(task, parts, **{"n_jobs": 1, "progress": False, **options})


@pytest.fixture
def alone(tmp_path_factory):
    return go(tmp_path_factory.mktemp("alone"))


def test_each_task_is_done_once_with_one_thread_and_then_read(tmp_path):
    first = go(tmp_path)
    assert list(first) == KEYS
    assert all(result["threads"] == 1 for result in first.values())
    assert go(tmp_path) == first
    assert calls(tmp_path / "calls") == len(KEYS)


def test_some_tasks_can_be_asked_for(tmp_path):
    go(tmp_path, only=KEYS[4:2:-1])
    assert calls(tmp_path / "calls") == 2
    go(tmp_path)
    assert calls(tmp_path / "calls") == len(KEYS)


def test_a_task_that_fails_is_named_when_all_others_are_done(tmp_path, alone):
    task = make_task(tmp_path / "calls", {"1": ("raise", 1), "4": ("raise", 1)})
    with pytest.raises(TasksFailedError, match=r"2 tasks failed[^!]*a \| 1: ValueError") as caught:
        go(tmp_path, task)
    assert set(caught.value.failed) == {("a", "1"), ("a", "4")}
    assert len(Parts(tmp_path / "parts", TASKS).read()) == 4
    assert go(tmp_path, task) == alone
    assert calls(tmp_path / "calls") == len(KEYS) + 2


def test_a_damaged_part_is_done_again_with_a_word(tmp_path, alone, capsys):
    go(tmp_path)
    path = min((tmp_path / "parts").iterdir())
    path.write_bytes(path.read_bytes()[:-30])
    assert go(tmp_path) == alone
    assert f"The part {path.name} is damaged" in capsys.readouterr().err
    assert calls(tmp_path / "calls") == len(KEYS) + 1


DRIVER = """
import os, signal
from helpers.experiments.parts import Parts
from helpers.experiments.workers import run_tasks

class Dying(Parts):
    written = 0
    def write(self, key, result):
        if self.written == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        self.written += 1
        return super().write(key, result)

SOURCE
run_tasks(make_task(CALLS), Dying(FOLDER, TASKS), n_jobs=2, progress=False)
"""


@needs_signals
@pytest.mark.slow
def test_a_driver_that_was_killed_goes_on_where_it_stopped(tmp_path, alone):
    import inspect

    code = DRIVER.replace("SOURCE", f"TASKS = {TASKS}\n{inspect.getsource(make_task)}")
    code = code.replace("CALLS", repr(str(tmp_path / "calls")))
    code = code.replace("FOLDER", repr(str(tmp_path / "parts")))
    dead = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, check=False)
    assert dead.returncode == -signal.SIGKILL
    assert len(Parts(tmp_path / "parts", TASKS).read()) == 3
    again = make_task(tmp_path / "again")
    assert go(tmp_path, again) == alone
    assert calls(tmp_path / "again") == 3


@needs_signals
@pytest.mark.slow
def test_two_processes_give_the_same_to_the_bit_and_one_that_is_killed_loses_what_was_running(
    tmp_path, alone, capsys
):
    task = make_task(tmp_path / "calls", {"2": ("kill", 1)})
    assert go(tmp_path, task, n_jobs=2) == alone
    assert "A worker was killed" in capsys.readouterr().err
    # two were running, and two may have ended without being stored yet; all again would be 12
    assert calls(tmp_path / "calls") <= len(KEYS) + 4


@needs_signals
@pytest.mark.slow
def test_a_task_that_always_kills_its_worker_ends_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "RETRIES", 0)
    task = make_task(tmp_path / "calls", {"5": ("kill", 99)})
    with pytest.raises(BrokenProcessPool):
        go(tmp_path, task, n_jobs=2)
    assert calls(tmp_path / "calls", 5) == 1
    assert len(Parts(tmp_path / "parts", TASKS).read()) >= 4


def test_the_time_left_counts_costs(tmp_path, capsys):
    go(tmp_path, only=KEYS[:1])
    costs = {key: 2.0 if key[1] in "05" else 1.0 for key in KEYS}
    shown = []

    class Bar(workers.tqdm):
        def update(self, n=1):
            super().update(n)
            shown.append((self.n, self.total, self.postfix))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "tqdm", Bar)
        go(tmp_path, progress=True, cost=costs.__getitem__)
    assert [row[0] for row in shown] == [3, 4, 5, 6, 8]
    assert shown[0][1:] == (8, "2 of 6 tasks, 0 failed")


def test_a_scheduler_without_dask_is_refused_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RuntimeError, match="--group cluster"):
        go(tmp_path, scheduler="tcp://127.0.0.1:1")


@pytest.fixture(scope="module")
def cluster():
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


@needs_dask
@pytest.mark.slow
class TestDask:
    def test_a_cluster_gives_the_same_to_the_bit(self, tmp_path, alone, cluster, capsys):
        address = cluster.scheduler_address
        results = go(tmp_path, scheduler=address)
        assert results == alone == Parts(tmp_path / "parts", TASKS).read()
        assert f"The scheduler {address} has 2 workers" in capsys.readouterr().err

    def test_a_client_that_is_active_is_used_and_left_open(self, tmp_path, alone, cluster, capsys):
        from distributed import Client

        with Client(cluster) as client:
            assert go(tmp_path) == alone
            assert "has 2 workers" in capsys.readouterr().err
            assert client.status == "running"
        assert go(tmp_path / "later") == alone
        assert "workers" not in capsys.readouterr().err

    @needs_signals
    def test_a_worker_that_was_killed_loses_what_was_running(self, tmp_path, alone, cluster):
        task = make_task(tmp_path / "calls", {"2": ("kill", 1)})
        assert go(tmp_path, task, scheduler=cluster.scheduler_address) == alone
        assert calls(tmp_path / "calls", 2) == 2

    def test_a_task_that_fails_is_tried_again_and_then_named(self, tmp_path, cluster):
        trouble = {"1": ("raise", workers.RETRIES), "4": ("raise", 99)}
        task = make_task(tmp_path / "calls", trouble)
        with pytest.raises(TasksFailedError, match=r"1 tasks failed[^!]*a \| 4: ValueError"):
            go(tmp_path, task, scheduler=cluster.scheduler_address)
        assert calls(tmp_path / "calls", 4) == workers.RETRIES + 1
        assert len(Parts(tmp_path / "parts", TASKS).read()) == 5

    def test_a_worker_with_other_versions_is_refused(self, tmp_path, cluster, monkeypatch):
        monkeypatch.setattr(workers, "_versions", lambda: workers.versions() | {"scipy": "0.1"})
        with pytest.raises(TasksFailedError, match=r"This worker has scipy \d"):
            go(tmp_path, scheduler=cluster.scheduler_address)
