"""What pages and slides load of npm's packages; ``tools/node/package-lock.json`` pins them."""

import shutil
import subprocess
from pathlib import Path

from helpers.errors import CourseError
from helpers.paths import ROOT

NODE = ROOT / "tools" / "node"
MATHJAX = NODE / "node_modules" / "mathjax" / "es5"
REVEAL = NODE / "node_modules" / "reveal.js"


def fetch(wanted: Path) -> None:
    """Let npm fetch its packages, unless `wanted`, a file of one of them, is there.

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
            "Pages show formulas with MathJax and slides with reveal.js, which npm fetches. Install"
            " Node.js with npm (Debian: apt install npm) and run the command again."
        )
    command = [npm, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=NODE, capture_output=True, text=True)
    if done.returncode:
        raise CourseError(f"npm could not fetch its packages:\n{done.stderr.strip()[-1000:]}")


def copy_mathjax(source: Path, folder: Path) -> None:
    """Copy what a page loads of MathJax, without what it never asks for."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source / "output" / "chtml", folder / "output" / "chtml")
    shutil.copy(source / "tex-chtml.js", folder)
