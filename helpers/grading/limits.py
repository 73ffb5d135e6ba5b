"""What one notebook may use."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one notebook may use. CPU seconds decide; the clock only ends those that sleep.

    Attributes
    ----------
    seconds : float
        CPU seconds in all.
    cell_seconds : float
        CPU seconds of one cell, or one call of a function that was handed in. It is then
        interrupted, and the cells after it run all the same.
    megabytes : float
        Memory of its processes together.
    """

    seconds: float = 120
    cell_seconds: float = 20
    megabytes: float = 3_000

    def patience(self, seconds: float) -> float:
        """Return how long to wait, by the clock, for so many CPU seconds on this machine now."""
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        return 30 + 2 * seconds * max(1.0, load / (os.cpu_count() or 1))


PROJECT = Limits(seconds=300, cell_seconds=100, megabytes=4_000)
"""What a project of the fraud desk may use."""
