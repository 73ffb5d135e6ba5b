"""Refuse to build a wheel that could not load its data; hatchling calls this for every wheel.

The code reads `data/` and `notebooks/`, which lie beside `helpers/` in the course's folder and
are in no wheel. An editable installation leaves the code where they are.
"""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class EditableOnly(BuildHookInterface):
    """Let only editable installations through."""

    def initialize(self, version, build_data):
        """Raise unless the wheel is editable."""
        if version != "editable":
            raise RuntimeError(
                "smote-course works from its own folder only, where its data and notebooks are. "
                "Use `make lab`, `uv sync` or `pip install -e .` there."
            )
