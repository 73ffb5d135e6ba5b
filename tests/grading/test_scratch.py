"""Folders of a run are gone after it, and those of a killed run after the next one."""

import os
import signal
import subprocess
import sys
import tempfile

import pytest

from helpers.grading.scratch import LOCK, PREFIX, remove_stale, scratch_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no locks of files")

SLEEPER = """
import sys, tempfile, time
tempfile.tempdir = sys.argv[1]
from helpers.grading.scratch import scratch_folder
with scratch_folder() as folder:
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_gone_after_its_run_also_after_an_error(temporary):
    def interrupted():
        with scratch_folder() as folder:
            (folder / "course").mkdir()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(temporary.iterdir()) == []


def test_what_a_killed_run_left_goes_with_the_next_and_what_is_in_use_stays(temporary):
    command = [sys.executable, "-c", SLEEPER, str(temporary)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    folder = temporary / run.stdout.readline().strip()
    remove_stale()
    assert folder.is_dir()
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    assert folder.is_dir()
    with scratch_folder() as own:
        assert not folder.exists()
        assert own.is_dir()


def test_links_and_folders_of_other_programs_stay(temporary):
    (temporary / "elsewhere").mkdir()
    (temporary / "elsewhere" / LOCK).touch()
    (temporary / f"{PREFIX}link").symlink_to(temporary / "elsewhere")
    (temporary / f"{PREFIX}book").mkdir()
    (temporary / f"{PREFIX}pipe").mkdir()
    os.mkfifo(temporary / f"{PREFIX}pipe" / LOCK)
    remove_stale()
    assert {path.name for path in temporary.iterdir()} >= {"elsewhere", f"{PREFIX}book"}
    assert (temporary / "elsewhere" / LOCK).exists()
