"""Open the course in JupyterLab: the learner's copies, or with ``--edit`` the lessons themselves.

All settings are given to JupyterLab as it starts. Nothing is written to the user's own settings,
and what they hold still counts.
"""

import errno
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from helpers.course.working_copies import OWN_FOLDER, describe, update_copies
from helpers.files import check_writable, write_file
from helpers.paths import MY_COURSE, NOTEBOOKS, ROOT

READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)
CONFIG = MY_COURSE / OWN_FOLDER / "jupyter"
WORKSPACES = MY_COURSE / OWN_FOLDER / "workspaces"
START = "00_start_here.ipynb"
EDIT = "--edit"
SETTINGS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
"""Defaults for JupyterLab's settings; those that the user has changed still win."""
TOC = "@jupyterlab/toc:plugin"
LAYOUT = {
    "layout-restorer:data": {
        "left": {
            "collapsed": False,
            "visible": True,
            "current": TOC,
            "widgets": ["filebrowser", "running-sessions", TOC],
        },
    }
}
"""What JupyterLab shows on the left when the course is opened first."""


def lab_arguments(folder: Path, extra: Sequence[str] = ()) -> list[str]:
    """Return JupyterLab's arguments: this repository as root, the start page in `folder` opened.

    Examples
    --------
    >>> lab_arguments(ROOT / "notebooks", ["--no-browser"])[1:3]
    ['--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb', '--no-browser']
    """
    return [
        f"--ServerApp.root_dir={ROOT}",
        f"--LabApp.default_url=/lab/tree/{folder.relative_to(ROOT).as_posix()}/{START}",
        *extra,
    ]


def learners_arguments() -> list[str]:
    """Return what JupyterLab is told for learners, beside `lab_arguments`."""
    return [
        "--ServerApp.contents_manager_class=helpers.course.lab_contents.LessonsCannotBeSaved",
        f"--LabApp.workspaces_dir={WORKSPACES}",
    ]


def prepare() -> None:
    """Bring ``my-course/`` up to date, say what was done, and give JupyterLab its first layout.

    Raises
    ------
    CourseError
        If there are no lessons.
    OSError
        If the folder cannot be written.
    """
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    check_writable(MY_COURSE)
    for line in describe(update_copies(NOTEBOOKS, MY_COURSE)):
        print(line, flush=True)
    write_file(CONFIG / "labconfig" / "default_setting_overrides.json", json.dumps(SETTINGS) + "\n")
    if not WORKSPACES.exists():
        space = {"data": LAYOUT, "metadata": {"id": "default"}}
        WorkspacesManager(str(WORKSPACES)).save("default", json.dumps(space))


def lab(extra: Sequence[str] = ()) -> None:
    """Start JupyterLab; `extra` arguments go to it unchanged, such as ``--no-browser``.

    ``--edit`` among them opens ``notebooks/``, for contributors. In a folder that cannot be
    written, lessons can be read and run there but not saved, and it says so.
    """
    from jupyterlab.labapp import LabApp

    folder, arguments = NOTEBOOKS, []
    if EDIT not in extra:
        try:
            prepare()
            folder, arguments = MY_COURSE, learners_arguments()
        except OSError as error:
            if error.errno not in READ_ONLY:
                raise
            print(
                f"{MY_COURSE} cannot be written: what you do in the course cannot be saved. Copy "
                "the course to a folder of your own to keep your work.",
                file=sys.stderr,
            )
    path = [str(CONFIG), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(path)
    # This environment's python3 kernel comes before one that the user registered as python3.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ.pop("PYTHONOPTIMIZE", None)  # kernels would skip the asserts of the lessons
    rest = [argument for argument in extra if argument != EDIT]
    LabApp.launch_instance(argv=lab_arguments(folder, [*arguments, *rest]))
