"""A path that leads nowhere is refused in one sentence that says why."""

import os
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from helpers.data import finding
from helpers.data.creditcard import load_creditcard
from helpers.errors import DataError

from .common import without_root, write

pytestmark = pytest.mark.usefixtures("own_folders")
POSIX = pytest.mark.skipif(os.name != "posix", reason="a path of another system")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("https://www.kaggle.com/creditcard.csv", "is a web address; download the file and give"),
        (Path("https://www.kaggle.com/creditcard.csv"), "is a web address"),
        ("s3://bucket/creditcard.csv", "s3://bucket/creditcard.csv is a web address"),
        ("file:///tmp/creditcard.csv", "is an address; give the path without 'file:'"),
        ("C:\new\temp.csv", r"'C:\new\temp.csv' holds a control character, which Python makes"),
        ("a\0b.csv", r"'a\x00b.csv' holds a control character"),
        ("a.csv\n", r"'a.csv\n' holds a control character"),
        ("'a.csv'", "does not exist; give it without quotation marks"),
        (" a.csv", "does not exist; give it without quotation marks or spaces"),
        ("$HOME/a.csv", "does not exist; variables are not replaced in it"),
        ("%USERPROFILE%/a.csv", "does not exist; variables are not replaced in it"),
        ("~/a.csv", "home/a.csv does not exist; give the path of"),
        ("~nobody-of-that-name/a.csv", "home folder that ~nobody-of-that-name/a.csv starts from"),
        ("", "source is empty; give the path"),
        ("  ", "source is empty; give the path"),
        (".", "is a folder; give the path of the file in it"),
        ("a" * 300 + ".csv", "has 304 characters, more than this system takes; move the file"),
        ("/".join(["folder"] * 900), "has 6,299 characters, more than this system takes"),
        pytest.param(
            r"C:\Users\ada\creditcard.csv",
            "it is a path of Windows, which WSL calls /mnt/c/Users/ada/creditcard.csv",
            marks=POSIX,
        ),
        pytest.param(r"data\creditcard.csv", "write / instead of the backslash", marks=POSIX),
        pytest.param(os.devnull, "is a pipe or a device; save the data to a file", marks=POSIX),
    ],
)
def test_a_path_that_leads_nowhere_says_why(tmp_path, monkeypatch, source, words):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with pytest.raises(DataError) as caught:
        load_creditcard(source)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_path_from_the_environment_is_explained_likewise(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "https://example.org/creditcard.csv")
    with pytest.raises(
        DataError, match=r"COURSE_DATA: https://example\.org/creditcard\.csv is a web"
    ):
        load_creditcard()


def test_the_home_folder_is_found(frame, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    write(frame, tmp_path / "mine.csv")
    assert_frame_equal(load_creditcard("~/mine.csv"), frame)


def test_a_file_wins_over_a_folder_of_the_same_name(frame, tmp_path):
    write(frame, tmp_path / "repository" / "x.csv")
    (tmp_path / "work" / "x.csv").mkdir()
    assert_frame_equal(load_creditcard("x.csv"), frame)


@POSIX
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="pipe is a pipe or a device; save the data to a file"):
        load_creditcard(tmp_path / "pipe")


@pytest.mark.skipif(os.name != "posix", reason="another system has other rights")
def test_a_folder_that_is_closed_is_named(frame, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir()
    write(frame, closed / "a.csv")
    closed.chmod(0)
    try:
        with (
            without_root(tmp_path),
            pytest.raises(DataError, match=r"a\.csv cannot be reached \(Permission denied\)"),
        ):
            load_creditcard(closed / "a.csv")
    finally:
        closed.chmod(0o700)


def test_windows_says_nothing_of_its_limit_so_the_message_does(monkeypatch):
    monkeypatch.setattr(finding, "WINDOWS", True)
    long = Path("/", *["folder"] * 40, "a.csv")
    with pytest.raises(DataError, match="has 286 characters, more than this system takes"):
        load_creditcard(long)
