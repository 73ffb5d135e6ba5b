"""A fresh machine: uv is found or fetched, and nothing of the user's shell gets in the way."""

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
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
    assert ["help", *re.findall(r"^  make (\w+)", shown, re.MULTILINE)] == phony.split()
