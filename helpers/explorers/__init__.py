"""Explorers: a picture to play with, and a task whose answer is computed from the lesson's data."""

from helpers.explorers.back_to_this_world import back_to_this_world
from helpers.explorers.before_or_after import before_or_after
from helpers.explorers.borders import borders
from helpers.explorers.columns_dial import columns_dial
from helpers.explorers.count_origins import count_origins
from helpers.explorers.court import court
from helpers.explorers.danger_dial import danger_dial
from helpers.explorers.election import election
from helpers.explorers.fourth_bar import fourth_bar
from helpers.explorers.frame import Control, Explorer, State, Task, explore
from helpers.explorers.lone_point import lone_point
from helpers.explorers.move_a_point import move_a_point
from helpers.explorers.none_seen import none_seen
from helpers.explorers.silent_detector import silent_detector
from helpers.explorers.three_goals import three_goals

__all__ = [
    "Control",
    "Explorer",
    "State",
    "Task",
    "back_to_this_world",
    "before_or_after",
    "borders",
    "columns_dial",
    "count_origins",
    "court",
    "danger_dial",
    "election",
    "explore",
    "fourth_bar",
    "lone_point",
    "move_a_point",
    "none_seen",
    "silent_detector",
    "three_goals",
]
