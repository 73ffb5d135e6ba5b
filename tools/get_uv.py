"""Print the path of a uv that can read this project's lock, fetching one if there is none.

uv installs the course's packages. A uv on the PATH is used when it is new enough. Otherwise one
pinned version goes into the private folder ``.tools/`` of this repository; nothing outside it is
touched. pip is asked first because it knows the user's mirror and proxy; a Python without pip
downloads the wheel itself and checks its SHA-256. Only the standard library is needed, and any
Python from 3.8 on.

Usage: ``python3 tools/get_uv.py``. The path goes to standard output, all else to standard error.
"""

import hashlib
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV_VERSION = "0.13.9"  # the version that is fetched when there is none
INDEX = "https://pypi.org/simple/uv/"
PRIVATE = ROOT / ".tools" / f"uv-{UV_VERSION}"
EXECUTABLE = "uv.exe" if os.name == "nt" else "uv"


class FetchError(RuntimeError):
    """One way of getting uv did not work; the message says why."""


def minimum_version():
    """Return the least uv version that pyproject.toml allows, as a tuple of integers."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^required-version = ">=([\d.]+)"', text, re.MULTILINE)
    if found is None:
        raise SystemExit('pyproject.toml: [tool.uv] needs a line required-version = ">=X.Y".')
    return tuple(int(part) for part in found.group(1).split("."))


def version_of(uv):
    """Return the version of the executable `uv` as a tuple of integers, None if it does not run."""
    try:
        run = subprocess.run([str(uv), "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.match(r"uv (\d+)\.(\d+)\.(\d+)", run.stdout)
    return tuple(int(part) for part in found.groups()) if found else None


def usable(uv):
    """Return whether the executable `uv` runs and is new enough."""
    version = version_of(uv)
    return version is not None and version >= minimum_version()


def install_with_pip(folder):
    """Install the pinned uv into `folder` with this Python's pip and return the executable."""
    command = [sys.executable, "-I", "-m", "pip", "install", "--quiet", "--no-deps"]
    command += ["--only-binary", ":all:", "--target", str(folder), f"uv=={UV_VERSION}"]
    environment = {**os.environ, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    run = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if run.returncode:
        lines = run.stdout.strip().splitlines()
        raise FetchError(f"pip: {lines[-1] if lines else 'failed without a message'}")
    return folder / "bin" / EXECUTABLE


def wheel_pattern(system, machine, *, musl=False):
    """Return the regular expression of the uv wheel for one platform.

    Examples
    --------
    >>> bool(re.search(wheel_pattern("Darwin", "arm64"), "uv-1.0-py3-none-macosx_11_0_arm64.whl"))
    True
    """
    machine = {"amd64": "x86_64", "aarch64": "(aarch64|arm64)", "arm64": "(aarch64|arm64)"}.get(
        machine.lower(), machine.lower()
    )
    if system == "Windows":
        return r"-py3-none-win_" + ("amd64" if machine == "x86_64" else machine) + r"\.whl$"
    if system == "Darwin":
        return r"-py3-none-macosx_[\d_]+_" + machine + r"\.whl$"
    return r"-py3-none-.*" + ("musllinux" if musl else "manylinux") + r"[\d_]+_" + machine + r"\b"


def install_from_wheel(folder):
    """Download the pinned wheel, check its SHA-256, unpack uv into `folder` and return its path."""
    request = urllib.request.Request(
        INDEX, headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    pattern = wheel_pattern(
        platform.system(), platform.machine(), musl=platform.libc_ver()[0] != "glibc"
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            files = json.load(answer)["files"]
        wheels = [
            file
            for file in files
            if file["filename"].startswith(f"uv-{UV_VERSION}-")
            and re.search(pattern, file["filename"])
        ]
        if not wheels:
            raise FetchError(f"PyPI has no uv {UV_VERSION} for {platform.platform()}")
        with urllib.request.urlopen(wheels[0]["url"], timeout=60) as answer:
            content = answer.read()
    except (OSError, ValueError, KeyError) as error:
        raise FetchError(f"download from {INDEX}: {error}") from error
    if hashlib.sha256(content).hexdigest() != wheels[0]["hashes"]["sha256"]:
        raise FetchError(f"{wheels[0]['filename']} arrived damaged: its SHA-256 is wrong")
    path = folder / "bin" / EXECUTABLE
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        path.write_bytes(wheel.read(f"uv-{UV_VERSION}.data/scripts/{EXECUTABLE}"))
    path.chmod(0o755)
    return path


def fetch():
    """Put the pinned uv into the private folder and return its path."""
    print(f"Fetching uv {UV_VERSION} into .tools/ ...", file=sys.stderr)
    PRIVATE.parent.mkdir(exist_ok=True)
    reasons = []
    for install in (install_with_pip, install_from_wheel):
        with tempfile.TemporaryDirectory(dir=str(PRIVATE.parent)) as scratch:
            try:
                found = install(Path(scratch) / "uv")
            except FetchError as error:
                reasons.append(str(error))
                continue
            if not usable(found):
                reasons.append(f"{install.__name__}: the uv that came does not run here")
                continue
            target = PRIVATE / EXECUTABLE
            PRIVATE.mkdir(exist_ok=True)
            found.replace(target)
            return target
    raise SystemExit(
        "uv, which installs the course's packages, could not be fetched:\n  "
        + "\n  ".join(reasons)
        + "\nCheck the network connection, or install uv yourself"
        " (https://docs.astral.sh/uv/getting-started/installation/) and try again."
    )


def main():
    """Print the path of a usable uv."""
    candidates = [shutil.which("uv"), PRIVATE / EXECUTABLE]
    for candidate in candidates:
        if candidate and usable(candidate):
            print(candidate)
            return
    print(fetch())


if __name__ == "__main__":
    main()
