"""A course folder for nbgrader, made from the same solutions: ``course nbgrader FOLDER``.

nbgrader [1]_ then does the rest with its own commands: ``generate_assignment`` makes the same
templates as `helpers.teaching.templates`, ``autograde`` runs the same checks.

References
----------
.. [1] Project Jupyter, "nbgrader: a tool for creating and grading assignments in the Jupyter
   Notebook", Journal of Open Source Education 2(11), 32, 2019. doi:10.21105/jose.00032
"""

import shutil
from pathlib import Path

from helpers.errors import CourseError
from helpers.files import write_file
from helpers.notebook_tools.exercise_format import BLANK, find_solutions

CONFIG = f"""from nbgrader.converters import GenerateAssignment

c = get_config()
c.CourseDirectory.course_id = "smote-course"
c.ClearSolutions.code_stub = {{"python": "{BLANK}"}}
# Cells tagged "solution" (for teachers) are no part of an assignment.
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {{"solution"}}
c.GenerateAssignment.preprocessors = [
    "nbconvert.preprocessors.TagRemovePreprocessor",
    *GenerateAssignment.preprocessors.default(),
]
"""


def write_course(folder: Path) -> list[Path]:
    """Write nbgrader's configuration and one assignment per exercise notebook.

    Parameters
    ----------
    folder : Path
        A new or empty folder.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    CourseError
        If the folder holds anything: nothing of a running course is overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is not empty. Give a new folder.")
    written = [folder / "nbgrader_config.py"]
    write_file(written[0], CONFIG)
    for path in find_solutions():
        target = folder / "source" / path.stem / path.name
        target.parent.mkdir(parents=True)
        written.append(Path(shutil.copy(path, target)))
    return written
