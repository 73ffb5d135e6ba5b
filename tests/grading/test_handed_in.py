"""Every file in a folder of submissions is named, whatever it is; links are not followed."""

import io
import os
import sys
import zipfile

import pytest

from helpers.errors import CourseError
from helpers.grading.handed_in import MAX_MEMBERS, find


def zipped(**members):
    """Return a zip file's bytes; ``a__b`` is the name ``a.b``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


def found(folder):
    return {one.file.as_posix(): one for one in find(folder)}


def test_each_file_says_what_it_is(tmp_path):
    for name in ("x.html", "x.py", "x.docx", "x.ipynb.txt", "X.IPYNB", ".hidden.ipynb"):
        (tmp_path / name).write_text("1")
    files = found(tmp_path)
    assert "web page" in files["x.html"].problem
    assert "Python script" in files["x.py"].problem
    assert ".docx is no notebook" in files["x.docx"].problem
    assert files["x.ipynb.txt"].content == files["X.IPYNB"].content == b"1"
    assert len(files) == 5


def test_zip_files_are_opened_also_within_each_other(tmp_path):
    inner = zipped(ex__ipynb="1", data__csv="a,b")
    (tmp_path / "ada.zip").write_bytes(zipped(work__zip=inner, notes__pdf=""))
    files = found(tmp_path)
    assert files["ada.zip/work.zip/ex.ipynb"].content == b"1"
    assert files["ada.zip/work.zip/ex.ipynb"].beside == {"data.csv": b"a,b"}
    assert "PDF" in files["ada.zip/notes.pdf"].problem


def test_zip_files_that_harm_are_named(tmp_path):
    (tmp_path / "bomb.zip").write_bytes(zipped(x__ipynb=b"0" * (60 << 20)))
    many = {f"{number}__ipynb": "" for number in range(MAX_MEMBERS + 1)}
    (tmp_path / "many.zip").write_bytes(zipped(**many))
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4")
    (tmp_path / "empty.zip").write_bytes(zipped())
    files = found(tmp_path)
    assert all(one.content is None for one in files.values())
    assert "too large" in files["bomb.zip"].problem
    assert "more than 500" in files["many.zip"].problem
    assert "damaged" in files["broken.zip"].problem
    assert "no notebook in the zip" in files["empty.zip"].problem


def test_members_cannot_climb_out(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../up.ipynb", "1")
        archive.writestr("/etc/root.ipynb", "1")
    (tmp_path / "ada.zip").write_bytes(packed.getvalue())
    assert set(found(tmp_path)) == {"ada.zip/up.ipynb", "ada.zip/etc/root.ipynb"}


@pytest.mark.skipif(sys.platform == "win32", reason="no links and pipes")
def test_links_and_pipes_are_not_read(tmp_path):
    (tmp_path / "secret.ipynb").write_text("1")
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "link.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (folder / "folder").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.ipynb")
    files = found(folder)
    assert len(files) == 3
    assert all(one.content is None for one in files.values())
    assert "link" in files["link.ipynb"].problem
    assert "no ordinary file" in files["pipe.ipynb"].problem


def test_a_table_comes_with_the_notebook_beside_it(tmp_path):
    for name in ("ada/x.ipynb", "ada/own.csv", "eve/own.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    files = found(tmp_path)
    assert files["ada/x.ipynb"].beside == {"own.csv": b"1"}
    assert files["ada/x.ipynb"].notes == ["It could read own.csv beside it."]
    assert ".csv is no notebook" in files["eve/own.csv"].problem


def test_an_empty_folder_is_the_teachers_error(tmp_path):
    with pytest.raises(CourseError, match="There is no notebook in"):
        find(tmp_path)
    with pytest.raises(CourseError, match="There is no folder"):
        find(tmp_path / "nowhere")
