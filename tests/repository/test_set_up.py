"""A fresh machine: uv is found or fetched, and nothing of the user's shell gets in the way."""

import hashlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import types
import zipfile
from pathlib import Path

import pytest

from helpers.paths import ROOT


@pytest.fixture
def get_uv(tmp_path, monkeypatch):
    """Return tools/get_uv.py as a module whose private folder and index lie in `tmp_path`."""
    spec = importlib.util.spec_from_file_location("get_uv", ROOT / "tools" / "get_uv.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PRIVATE", tmp_path / ".tools" / "uv")
    monkeypatch.setattr(module, "INDEX", (tmp_path / "index.json").as_uri())
    return module


def fake_uv(path, version):
    """Write an executable that answers ``--version`` as uv does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho 'uv {version} (test)'\n")
    path.chmod(0o755)
    return path


def offer_wheel(get_uv, folder, *, digest=None, name="manylinux_2_17_x86_64"):
    """Write an index with one wheel that holds a uv of the pinned version."""
    fake_uv(folder / "uv", get_uv.UV_VERSION)
    wheel = folder / f"uv-{get_uv.UV_VERSION}-py3-none-{name}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(folder / "uv", f"uv-{get_uv.UV_VERSION}.data/scripts/uv")
    digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
    file = {"filename": wheel.name, "url": wheel.as_uri(), "hashes": {"sha256": digest}}
    (folder / "index.json").write_text(json.dumps({"files": [file]}))


@pytest.fixture
def no_pip(get_uv, monkeypatch):
    """Pretend that this Python has no pip, on one well-known platform."""

    def fail(folder):
        raise get_uv.FetchError("pip: No module named pip")

    monkeypatch.setattr(get_uv, "install_with_pip", fail)
    monkeypatch.setattr(get_uv.platform, "system", lambda: "Linux")
    monkeypatch.setattr(get_uv.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(get_uv.platform, "libc_ver", lambda: ("glibc", "2.36"))


posix = pytest.mark.skipif(shutil.which("sh") is None, reason="the stand-in for uv is a script")


@posix
def test_a_new_enough_uv_on_the_path_is_used(get_uv, tmp_path, monkeypatch, capsys):
    found = fake_uv(tmp_path / "with space" / "uv", "99.0.0")
    monkeypatch.setenv("PATH", str(found.parent))
    get_uv.main()
    assert capsys.readouterr().out == f"{found}\n"
    assert not get_uv.PRIVATE.exists()


@posix
@pytest.mark.parametrize("version", ["0.4.30", "nonsense"])
def test_a_uv_that_cannot_read_the_lock_is_passed_over(
    get_uv, tmp_path, monkeypatch, capsys, version
):
    old = fake_uv(tmp_path / "old" / "uv", version)
    private = fake_uv(get_uv.PRIVATE / "uv", get_uv.UV_VERSION)
    monkeypatch.setenv("PATH", str(old.parent))
    get_uv.main()
    assert capsys.readouterr().out == f"{private}\n"


@posix
def test_without_pip_the_wheel_is_fetched_and_checked(
    get_uv, no_pip, tmp_path, monkeypatch, capsys
):
    offer_wheel(get_uv, tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setattr(get_uv, "usable", lambda uv: Path(uv).exists())  # PATH has no sh
    get_uv.main()
    target = get_uv.PRIVATE / "uv"
    assert capsys.readouterr().out == f"{target}\n"
    assert target.read_text().startswith("#!/bin/sh")
    assert target.stat().st_mode & 0o111
    assert [path.name for path in target.parents[1].iterdir()] == ["uv"], "nothing else is left"


@pytest.mark.parametrize(
    ("offer", "reason"),
    [
        ({"digest": "0" * 64}, "arrived damaged"),
        ({"name": "win_amd64"}, "PyPI has no uv"),
        (None, "download from"),
    ],
)
def test_when_all_ways_fail_one_message_says_what_to_do(
    get_uv, no_pip, tmp_path, monkeypatch, offer, reason
):
    if offer is not None:
        offer_wheel(get_uv, tmp_path, **offer)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(SystemExit) as caught:
        get_uv.main()
    message = str(caught.value)
    assert "pip: No module named pip" in message
    assert reason in message
    assert "install uv yourself" in message
    assert not (get_uv.PRIVATE / "uv").exists()


@pytest.mark.parametrize(
    ("platform", "wheel"),
    [
        (("Linux", "x86_64", False), "manylinux_2_17_x86_64.manylinux2014_x86_64.whl"),
        (("Linux", "aarch64", False), "manylinux_2_17_aarch64.manylinux2014_aarch64.whl"),
        (("Linux", "x86_64", True), "musllinux_1_1_x86_64.whl"),
        (("Darwin", "arm64", False), "macosx_11_0_arm64.whl"),
        (("Darwin", "x86_64", False), "macosx_10_12_x86_64.whl"),
        (("Windows", "AMD64", False), "win_amd64.whl"),
        (("Windows", "ARM64", False), "win_arm64.whl"),
    ],
)
def test_each_platform_gets_its_own_wheel(get_uv, platform, wheel):
    names = [
        "linux_armv6l.whl",
        "macosx_10_12_x86_64.whl",
        "macosx_11_0_arm64.whl",
        "manylinux_2_17_aarch64.manylinux2014_aarch64.whl",
        "manylinux_2_17_i686.manylinux2014_i686.whl",
        "manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "musllinux_1_1_i686.whl",
        "musllinux_1_1_x86_64.whl",
        "win_amd64.whl",
        "win_arm64.whl",
    ]
    system, machine, musl = platform
    pattern = get_uv.wheel_pattern(system, machine, musl=musl)
    names = [f"uv-{get_uv.UV_VERSION}-py3-none-{name}" for name in names]
    assert [name for name in names if re.search(pattern, name)] == [
        f"uv-{get_uv.UV_VERSION}-py3-none-{wheel}"
    ]


def test_the_pinned_uv_is_allowed_by_the_project(get_uv):
    pinned = tuple(int(part) for part in get_uv.UV_VERSION.split("."))
    assert pinned >= get_uv.minimum_version()


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_help_names_every_target():
    # A reader who types `make` sees all there is, and nothing that does not exist.
    phony = re.search(r"^\.PHONY: (.*)", (ROOT / "Makefile").read_text(), re.MULTILINE).group(1)
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert ["help", *re.findall(r"^  make ([\w-]+)", shown, re.MULTILINE)] == phony.split()


FAKE_UV = """#!/bin/sh
case "$1" in
--version) echo 'uv 99.0.0 (test)' ;;
sync)
    cache="${UV_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/uv}"
    mkdir -p "$cache" || exit 2
    echo "sync $*" >> log; echo "$HOME" > home; echo "$cache" > cache
    echo "${UV_DEFAULT_INDEX-none}" > index ;;
run) echo "run $*" >> log ;;
esac
"""


@pytest.fixture
def clone(tmp_path):
    """Return a function that runs `make` in a small clone whose uv only notes what it is asked."""
    folder = tmp_path / "a clone"
    (folder / "tools").mkdir(parents=True)
    (folder / "notebooks" / "solutions").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "tools/get_uv.py"):
        shutil.copy(ROOT / name, folder / name)
    fake = tmp_path / "bin" / "uv"
    fake.parent.mkdir()
    fake.write_text(FAKE_UV)
    fake.chmod(0o755)

    def make(*arguments, user=None, **settings):
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("HOME", "UV_CACHE_DIR", "XDG_CACHE_HOME")
        }
        environment["PATH"] = f"{fake.parent}{os.pathsep}{environment['PATH']}"
        environment |= {"PYTHON": shlex.quote(sys.executable)} | settings
        command = ["make", *arguments]
        done = subprocess.run(
            command, cwd=folder, env=environment, user=user, capture_output=True, text=True
        )
        return done, folder

    return make


with_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def noted(folder, name):
    return Path((folder / name).read_text().strip())


@posix
@with_make
@pytest.mark.parametrize("settings", [{"HOME": "/proc/nohome"}, {"HOME": ""}, {}])
def test_a_home_that_cannot_be_written_is_replaced(clone, settings):
    for _ in range(2):  # also after set-up
        done, folder = clone("progress", **settings)
        assert done.returncode == 0, done.stderr
        assert noted(folder, "home") == folder / ".tools" / "home"
        assert noted(folder, "cache").is_relative_to(folder / ".tools")


@posix
@with_make
def test_a_cache_that_cannot_be_written_is_replaced_and_the_home_kept(clone, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / ".cache").write_text("a file where a folder should be")
    done, folder = clone("progress", HOME=str(home))
    assert done.returncode == 0, done.stderr
    assert noted(folder, "home") == home
    assert noted(folder, "cache") == folder / ".tools" / "uv-cache"


@posix
@with_make
def test_a_home_and_a_cache_that_work_are_left_alone(clone, tmp_path):
    done, folder = clone("progress", HOME=str(tmp_path), UV_CACHE_DIR=str(tmp_path / "mine"))
    assert done.returncode == 0, done.stderr
    assert noted(folder, "home") == tmp_path
    assert noted(folder, "cache") == tmp_path / "mine"
    assert not (folder / ".tools").exists()


@posix
@with_make
def test_a_failed_set_up_does_not_guess_the_cause(clone, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    done, _ = clone("progress", HOME=str(tmp_path), UV_CACHE_DIR=str(file / "cache"))
    assert done.returncode != 0
    assert "the lines above say why" in done.stderr


@posix
@with_make
def test_a_mirror_does_not_make_the_lock_look_out_of_date(clone, tmp_path):
    done, folder = clone("progress", HOME=str(tmp_path), UV_DEFAULT_INDEX="http://mirror/simple")
    assert done.returncode == 0, done.stderr
    assert (folder / "index").read_text() == "none\n"


@posix
@with_make
@pytest.mark.parametrize("is_set_up", [True, False])
def test_a_share_that_is_only_read_is_used_as_it_was_set_up(clone, tmp_path, is_set_up):
    _, folder = clone("help")
    if is_set_up:
        python = fake_uv(folder / ".venv" / "bin" / "python", "0")
        python.write_text("#!/bin/sh\necho runs $*\n")
    temporary = Path(tempfile.gettempdir())
    for parent in (one for one in folder.parents if temporary in one.parents):
        parent.chmod(parent.stat().st_mode | 0o011)
    for one in (folder, *folder.rglob("*")):
        one.chmod(one.stat().st_mode & 0o555 | 0o444)
    nobody = 65534 if os.geteuid() == 0 else None  # root writes anywhere
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    scratch.chmod(0o777)
    done, _ = clone("progress", HOME="/proc/nohome", TMPDIR=str(scratch), user=nobody)
    folder.chmod(0o755)
    if is_set_up:
        assert (done.returncode, done.stdout) == (0, "runs -m helpers.course progress\n")
        assert done.stderr == ""
    else:
        assert done.returncode == 2
        first, last = done.stderr.splitlines()
        assert first.startswith("This folder cannot be written and is not set up: let its owner")
        assert last.startswith("make: ")
    assert not (folder / "log").exists(), "uv was not asked"


@posix
@with_make
@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("course", ""),
        ("progress", ""),
        ("test", "--group dev --extra parquet"),
        ("quick", "--group dev --extra parquet"),
        ("lint", "--group dev"),
        ("grade", ""),
        ("bench", "--group bench"),
        ("parquet", "--extra parquet"),
        ("setup", ""),
        ("slides", ""),
    ],
)
def test_a_target_installs_what_it_needs_and_no_more(clone, tmp_path, target, asked):
    done, folder = clone(target, "SUBMISSIONS=class", HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    first = (folder / "log").read_text().splitlines()[0]
    assert first.split() == ["sync", "sync", "--locked", "--inexact", *asked.split()]


def test_only_an_editable_wheel_is_built(monkeypatch):
    interface = types.ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = object
    monkeypatch.setitem(sys.modules, interface.__name__, interface)
    spec = importlib.util.spec_from_file_location("hook", ROOT / "tools" / "editable_only.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.EditableOnly().initialize("editable", {})
    with pytest.raises(RuntimeError, match="pip install -e"):
        module.EditableOnly().initialize("standard", {})
