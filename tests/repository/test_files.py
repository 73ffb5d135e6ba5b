"""A file is written whole or not at all, and what a clone needs is not ignored by git."""

import errno
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from helpers.files import check_writable, replacing, write_file
from helpers.paths import ROOT


@pytest.mark.parametrize("content", ["é\r\nnew", b"\x00new"])
def test_a_file_holds_what_was_written_and_nothing_else_is_left(tmp_path, content):
    target = tmp_path / "new folder" / "note.txt"
    write_file(target, content)
    write_file(target, content)
    assert target.read_bytes() == (content.encode() if isinstance(content, str) else content)
    assert [path.name for path in target.parent.iterdir()] == ["note.txt"]


def write_half(target, error):
    with replacing(target) as part:
        part.write_text("half")
        raise error


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_an_interrupted_writing_leaves_the_old_file(tmp_path, error):
    target = tmp_path / "grades.csv"
    target.write_text("old")
    with pytest.raises(error):
        write_half(target, error)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["grades.csv"]


def test_the_clean_up_does_not_hide_the_first_error(tmp_path, monkeypatch):
    """On a read-only disk the clean-up fails too, even where there is nothing to remove."""

    def read_only(self, *args, **kwargs):
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "unlink", read_only)
    with pytest.raises(KeyError, match="first"):
        write_half(tmp_path / "grades.csv", KeyError("first"))


def test_a_folder_that_can_be_written_is_made_and_left_empty(tmp_path):
    check_writable(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    def read_only(dir):
        raise OSError(errno.EROFS, "Read-only file system", f"{dir}/tmp1a2b")

    monkeypatch.setattr(tempfile, "TemporaryFile", read_only)
    with pytest.raises(OSError, match="Read-only") as caught:
        check_writable(tmp_path)
    assert (caught.value.errno, caught.value.filename) == (errno.EROFS, str(tmp_path))


@pytest.mark.skipif(
    not shutil.which("git") or not (ROOT / ".git").exists(), reason="no git repository"
)
@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("data/creditcard.csv", True),
        ("my-course/exercises/ex_03_balance_with_smote.ipynb", True),
        ("data/my own rows.csv.gz", True),
        ("data/creditcard.parquet", True),
        ("data/creditcard_simulated-0a1b2c3d.csv", True),
        ("data/real_sets.csv", False),
        ("data/results/another.csv.gz", False),
        ("data/another_simulator.npz", False),
        ("data/another_simulator.json", False),
    ],
)
def test_git_ignores_rows_and_nothing_that_a_clone_needs(path, ignored):
    done = subprocess.run(["git", "check-ignore", "-q", "--no-index", path], cwd=ROOT)
    assert (done.returncode == 0) is ignored
