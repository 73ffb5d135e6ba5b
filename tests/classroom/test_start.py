"""The class server refuses with one sentence, and publishes what learners may have."""

import pwd
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from classroom import learners, needs, places, publish, start
from helpers.errors import CourseError
from helpers.notebook_tools.files import find_lessons
from helpers.paths import NOTEBOOKS, ROOT

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a Linux server")
with_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def computer(monkeypatch):
    """A computer that has all that is needed, whatever this one has."""
    monkeypatch.setattr(needs.os, "geteuid", lambda: 0)
    monkeypatch.setattr(needs.shutil, "which", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(
        needs, "_version", lambda program: (22, 1) if program == "node" else (3, 13)
    )
    return monkeypatch


@linux
def test_nothing_is_said_where_nothing_is_missing(computer):
    assert needs.missing() == ""


@linux
@pytest.mark.parametrize("program", ["useradd", "git", "npm"])
def test_a_missing_program_is_named_in_one_sentence(computer, program):
    computer.setattr(needs.shutil, "which", lambda name: None if name == program else name)
    assert re.fullmatch(
        r"[A-Za-z.]+ is missing: [^.]+ \(Debian: apt install [\w ]+\)\.", needs.missing()
    )


@linux
def test_without_root_it_says_sudo(computer):
    computer.setattr(needs.os, "geteuid", lambda: 1000)
    assert needs.missing().endswith("it needs root: sudo make classroom")


@linux
def test_an_old_node_and_an_old_python_are_named(computer):
    computer.setattr(needs, "_version", lambda program: (18, 20) if program == "node" else (3, 9))
    assert needs.missing() == "The hub's proxy needs Node.js 20 or newer; here is 18."
    computer.setattr(needs, "_version", lambda program: (22, 1) if program == "node" else (3, 9))
    assert "UV_PYTHON=path" in needs.missing()


def roster(folder, text):
    path = folder / "class.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_names_three_learners():
    assert learners.read_logins(start.HERE / "learners.csv") == ["ada", "blaise", "carl"]


def test_a_login_stands_once_and_blank_lines_do_not_count(tmp_path):
    path = roster(tmp_path, "\ufeffname,login\nA, ada \n,\nB,bob\nA,ada\n")
    assert learners.read_logins(path) == ["ada", "bob"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\nada\n", "a column 'login'"),
        ("login\n", "names no learner"),
        ("login\nada lovelace\n", "'ada lovelace' is no login"),
        ("login\n-rf\n", "is no login"),
        ("login\n../x\n", "is no login"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(tmp_path, text, message):
    with pytest.raises(CourseError, match=message):
        learners.read_logins(roster(tmp_path, text))


def test_a_missing_list_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"class\.csv cannot be read"):
        learners.read_logins(tmp_path / "class.csv")


@linux
@pytest.mark.parametrize(
    ("uid", "mode", "message"), [(0, 0o700, "system's own"), (1000, 0o755, "chmod 700")]
)
def test_a_users_account_that_is_not_private_is_refused(tmp_path, monkeypatch, uid, mode, message):
    tmp_path.chmod(mode)
    user = SimpleNamespace(pw_uid=uid, pw_dir=str(tmp_path))
    monkeypatch.setattr(pwd, "getpwnam", lambda login: user)
    with pytest.raises(CourseError, match=message):
        learners.make_users(["ada"])


def test_a_port_that_is_taken_is_refused():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        with pytest.raises(CourseError, match="Something runs at port"):
            start.check_port(one.getsockname()[1])


def test_settings_come_back_as_they_were_saved(tmp_path):
    group = places.Class(tmp_path, ["ada"], 8000, "a password", ROOT)
    group.save()
    assert places.Class.of(tmp_path) == group


def test_there_is_a_link_for_each_lesson_and_exercise(tmp_path):
    group = places.Class(tmp_path, ["ada"], 8000, "", ROOT)
    lines = dict(line.split("\t") for line in start.links(group, "https://x.org").splitlines())
    names = {path.name for path in find_lessons(NOTEBOOKS)}
    assert names < set(lines)
    assert {name.split("/")[0] for name in set(lines) - names} == {"exercises"}
    link = lines["03_balance_with_smote.ipynb"]
    assert link.startswith("https://x.org/hub/user-redirect/git-pull?repo=file%3A%2F%2F%2F")
    assert link.endswith("lab%2Ftree%2Fsmote-course%2Fmy-course%2F03_balance_with_smote.ipynb")


@with_git
def test_what_is_published_is_the_handout_and_grows_with_it(tmp_path, monkeypatch):
    def pack(folder):
        shutil.copytree(tmp_path / "made", folder / "smote-course-2026-09-01")
        return Path(shutil.make_archive(folder / "smote-course-2026-09-01", "zip", folder))

    def here():
        command = ["git", f"--git-dir={tmp_path / 'course.git'}", "ls-tree", "-r", "--name-only"]
        done = subprocess.run([*command, "main"], capture_output=True, text=True, check=True)
        return done.stdout.split()

    monkeypatch.setattr(publish, "pack", pack)
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "a.txt").write_text("1")
    assert publish.publish(tmp_path / "course.git")
    assert not publish.publish(tmp_path / "course.git")
    (tmp_path / "made" / "a.txt").rename(tmp_path / "made" / "b.txt")
    assert publish.publish(tmp_path / "course.git")
    assert here() == ["b.txt"]


@linux
@pytest.mark.parametrize("course", ["smote-course", "another"])
def test_at_its_start_a_learners_server_restores_deleted_copies(tmp_path, course):
    """The hook after a pull does it; here a script stands in for the course's Python."""
    fake = tmp_path / "bin" / "python"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\necho "$PWD" > "$HOME/ran"\n')
    fake.chmod(0o755)
    (tmp_path / course / "helpers" / "course").mkdir(parents=True)
    (tmp_path / course / "helpers" / "course" / "lab.py").touch()
    config = start.HERE / "learner" / "jupyter" / "jupyter_server_config.py"
    code = (
        "import sys; from unittest.mock import MagicMock\n"
        "settings = {'get_config': MagicMock(), '__file__': sys.argv[1]}\n"
        "exec(open(sys.argv[1]).read(), settings)"
    )
    environment = {"HOME": str(tmp_path), "PATH": f"{fake.parent}:/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", code, config], env=environment, check=True)
    ran = tmp_path / "ran"
    assert ran.exists() == (course == "smote-course")
    assert not ran.exists() or ran.read_text().strip() == str(tmp_path / course)


@linux
@pytest.mark.parametrize(("flag", "pulled"), [("1", True), ("0", False)])
def test_a_clone_is_followed_by_the_copies_and_one_file_is_not(tmp_path, flag, pulled):
    folder = tmp_path / "hooks"
    shutil.copytree(start.HERE / "learner" / "hooks", folder)
    (folder / "post-merge").write_text("#!/bin/sh\ntouch ran\n")
    command = [folder / "post-checkout", "0" * 40, "1" * 40, flag]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert (tmp_path / "ran").exists() is pulled


@pytest.mark.parametrize("name", ["littlest-jupyterhub", "zero-to-jupyterhub"])
def test_a_recipe_says_that_it_was_not_tried_and_can_be_read(name):
    text = (start.HERE / "recipes" / f"{name}.md").read_text(encoding="utf-8")
    assert "*Not tried by the maintainers.*" in text.splitlines()[2]
    blocks = re.findall(r"^ *```(\w+)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    assert blocks
    for language, block in blocks:
        if language == "yaml":
            assert yaml.safe_load(block)["singleuser"]
        elif language == "python":
            compile("if True:\n" + block, name, "exec")


def test_the_guide_names_what_the_server_gives():
    guide = (ROOT / "docs" / "classroom.md").read_text(encoding="utf-8")
    assert f"| {places.GIGABYTES} GB for each process" in guide
    assert f"Node.js {needs.NODE} or newer" in guide
