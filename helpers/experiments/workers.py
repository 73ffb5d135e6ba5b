"""Run the tasks of an experiment that are not done yet, on this machine or on a cluster.

Here joblib's processes work, on a cluster those of Dask. Either way only the driving process writes
files, one part a task as soon as it is there (`helpers.experiments.parts`): what is killed, or a
disk that is full, costs the tasks that were running, and the next run goes on from there.
"""

import functools
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool

from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from helpers.environment import versions
from helpers.errors import TasksFailedError
from helpers.experiments.parts import Parts

RETRIES = 2
"""How often work goes on after a worker was killed."""
_ALONE = threading.Lock()


def run_tasks(
    function: Callable,
    parts: Parts,
    *,
    only: Sequence | None = None,
    n_jobs: int | None = -1,
    scheduler: str | None = None,
    cost: Callable | None = None,
    progress: bool = True,
) -> dict:
    """Run the tasks that are missing; store each as it comes.

    Parameters
    ----------
    function : callable
        ``function(*key)`` returns the result of one task, a dict for JSON. It stands at the top of
        a module, and its result depends on nothing but the key and what `parts` was told.
    parts : Parts
    only : sequence of keys, optional
        Run these only, in this order.
    n_jobs : int, default=-1
        Processes of joblib; -1 for all cores. Each task has one thread.
    scheduler : str, optional
        Address of a Dask scheduler, such as ``"tcp://10.0.0.1:8786"``. Without it a Dask client
        that is active in this process is used, and joblib if there is none.
    cost : callable, optional
        ``cost(key)`` tells how long a task takes compared with others, for the time left.
    progress : bool, default=True
        Whether to show on standard error how far it is.

    Returns
    -------
    dict
        Key to result, of all tasks that are done.

    Raises
    ------
    TasksFailedError
        At the end, if tasks raised an error. All others are done and stored then.
    BrokenProcessPool
        If joblib's workers were killed three times.
    ConnectionError
        If the scheduler was lost.
    ValueError
        If the parts' folder holds foreign files.
    OSError
        If a part cannot be written.
    RuntimeError
        If a scheduler is named and Dask's package ``distributed`` is not installed.
    """
    results = parts.read()
    for name in parts.damaged:
        _say(f"The part {name} is damaged; its task is done again.")
    keys = parts.keys if only is None else list(only)
    todo = [key for key in keys if key not in results]
    if not todo:
        return results
    parts.check_writable()
    cost = cost or (lambda key: 1)
    failed = {}
    with _client(scheduler) as client, _bar(keys, todo, cost, progress) as bar:
        source = _on_joblib(function, todo, n_jobs)
        if client is not None:
            source = _on_dask(function, todo, client)
        for n_done, (key, result, error) in enumerate(source, len(keys) - len(todo) + 1):
            if error is None:
                results[key] = parts.write(key, result)
            else:
                failed[key] = error
            bar.set_postfix_str(f"{n_done} of {len(keys)} tasks, {len(failed)} failed", False)
            bar.update(cost(key))
    if failed:
        raise TasksFailedError(failed)
    return results


def _say(sentence):
    tqdm.write(sentence, file=sys.stderr)


def _bar(keys, todo, cost, progress):
    """Return a bar that counts costs; in a log file it adds a line's worth of text a minute."""
    whole, left = sum(map(cost, keys)), sum(map(cost, todo))
    return tqdm(
        total=whole,
        initial=whole - left,
        disable=not progress,
        smoothing=0,
        mininterval=0.1 if sys.stderr.isatty() else 60,
        bar_format="{percentage:3.0f} % of the work, {elapsed} so far, {remaining} left{postfix}",
    )


def _alone(function, key, needed=None):
    """Do one task with one thread, whatever else the process is asked to do meanwhile."""
    if needed is not None and (mine := _versions()) != needed:
        differ = ", ".join(f"{name} {mine[name]}" for name in needed if mine[name] != needed[name])
        raise RuntimeError(f"This worker has {differ}; the driving process has another version.")
    with _ALONE, threadpool_limits(limits=1):
        return function(*key)


_versions = functools.cache(versions)


def _attempt(function, key):
    """Return key, result and no error; or what went wrong, for the list at the end."""
    try:
        return key, _alone(function, key), None
    except Exception:
        return key, None, traceback.format_exc()


def _on_joblib(function, todo, n_jobs) -> Iterator[tuple]:
    left = dict.fromkeys(todo)
    for n_killed in range(RETRIES + 1):
        workers = Parallel(
            n_jobs=n_jobs, batch_size=1, pre_dispatch="n_jobs", return_as="generator_unordered"
        )
        try:
            for outcome in workers(delayed(_attempt)(function, key) for key in list(left)):
                del left[outcome[0]]
                yield outcome
            return
        except BrokenProcessPool:
            if n_killed == RETRIES:
                raise
            _say(f"A worker was killed, perhaps for its memory. {len(left)} tasks are left.")


class _client:  # noqa: N801
    """The cluster's client inside a ``with`` block, or None; only an own one is closed after it."""

    def __init__(self, scheduler):
        self._scheduler, self._own = scheduler, None

    def __enter__(self):
        if self._scheduler is None and "distributed" not in sys.modules:
            return None
        try:
            from distributed import Client, default_client
        except ImportError:
            raise RuntimeError(
                "A scheduler needs the package distributed: uv sync --inexact --group cluster."
            ) from None
        if self._scheduler is None:
            try:
                client = default_client()
            except ValueError:  # none is active
                return None
        else:
            client = self._own = Client(self._scheduler)
        threads = client.nthreads().values()
        _say(f"The scheduler {client.scheduler.address} has {len(threads)} workers.")
        if max(threads, default=1) > 1:
            _say("Each does one task at a time: start workers with one thread, --nthreads 1.")
        return client

    def __exit__(self, *_):
        if self._own is not None:
            self._own.close()


def _on_dask(function, todo, client) -> Iterator[tuple]:
    from distributed import as_completed

    task = functools.partial(_alone, function, needed=_versions())
    futures = client.map(task, [list(key) for key in todo], pure=False, retries=RETRIES)
    keys = dict(zip([future.key for future in futures], todo, strict=True))
    for future in as_completed(futures):
        if future.cancelled():
            raise ConnectionError("The scheduler is gone. The same command goes on from here.")
        error = future.exception()
        if error is None:
            yield keys[future.key], future.result(), None
        else:
            text = "".join(traceback.format_exception(error))
            yield keys[future.key], None, text
        future.release()
