"""The files of the course as JupyterLab sees them.

Apart from `helpers.course.lab`, because its import takes a second that no other command needs.
"""

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from helpers.paths import NOTEBOOKS


class LessonsCannotBeSaved(AsyncLargeFileManager):
    """Files as JupyterLab sees them, with ``notebooks/`` for reading only.

    Links in the documents lead to the executed lessons there; saved, they would be other files than
    the repository's.
    """

    def is_writable(self, path: str) -> bool:
        """Tell whether JupyterLab may save a file."""
        return path.strip("/").split("/")[0] != NOTEBOOKS.name and super().is_writable(path)
