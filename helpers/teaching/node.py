"""What pages, slides and the class server use of npm's packages, which a lock file pins."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from helpers.errors import CourseError
from helpers.paths import ROOT

NODE = ROOT / "tools" / "node"
MATHJAX = NODE / "node_modules" / "mathjax" / "es5"
REVEAL = NODE / "node_modules" / "reveal.js"
PROXY = NODE / "node_modules" / ".bin" / "configurable-http-proxy"


def fetch(wanted: Path) -> None:
    """Let npm fetch its packages, unless `wanted`, a file of one of them, is there.

    They come into a folder of their own first: another program may fetch them at the same time.

    Raises
    ------
    CourseError
        If npm is missing or fails.
    """
    if wanted.exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise CourseError(
            "Pages show formulas with MathJax and slides with reveal.js, which npm fetches. "
            "Install Node.js with npm (Debian: apt install npm) and run the command again."
        )
    command = [npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
    with tempfile.TemporaryDirectory(prefix=".fetched-", dir=NODE) as name:
        folder, modules = Path(name), NODE / "node_modules"
        for file in ("package.json", "package-lock.json"):
            shutil.copy(NODE / file, folder)
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode:
            raise CourseError(f"npm could not fetch its packages:\n{done.stderr.strip()[-1000:]}")
        if not wanted.exists():
            if modules.exists():
                modules.rename(folder / "older")
            (folder / "node_modules").rename(modules)


def copy_mathjax(source: Path, folder: Path) -> None:
    """Copy what a page loads of MathJax, without what it never asks for."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source / "output" / "chtml", folder / "output" / "chtml")
    shutil.copy(source / "tex-chtml.js", folder)
