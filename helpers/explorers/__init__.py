"""Explorers: a picture to play with, and a task whose answer is computed from the lesson's data."""

from helpers.explorers.fourth_bar import fourth_bar
from helpers.explorers.frame import Control, Explorer, State, Task, explore
from helpers.explorers.three_goals import three_goals

__all__ = [
    "Control",
    "Explorer",
    "State",
    "Task",
    "explore",
    "fourth_bar",
    "three_goals",
]
