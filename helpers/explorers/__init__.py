"""Explorers: a picture to play with, and a task whose answer is computed from the lesson's data."""

from helpers.explorers.before_or_after import before_or_after
from helpers.explorers.columns_dial import columns_dial
from helpers.explorers.court import court
from helpers.explorers.danger_dial import danger_dial
from helpers.explorers.election import election
from helpers.explorers.fourth_bar import fourth_bar
from helpers.explorers.frame import Control, Explorer, State, Task, explore
from helpers.explorers.lone_point import lone_point
from helpers.explorers.move_a_point import move_a_point
from helpers.explorers.three_goals import three_goals

__all__ = [
    "Control",
    "Explorer",
    "State",
    "Task",
    "before_or_after",
    "columns_dial",
    "court",
    "danger_dial",
    "election",
    "explore",
    "fourth_bar",
    "lone_point",
    "move_a_point",
    "three_goals",
]
