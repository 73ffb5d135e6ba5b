"""The project: a desk that phones customers, a budget of calls, and a day that stays sealed."""

from helpers.desk.desk import Desk, open_desk
from helpers.desk.memo import as_markdown, start_project
from helpers.desk.rivals import RIVALS
from helpers.desk.steps import check_data_page, check_memo, check_policy, check_proposal
from helpers.desk.time_facts import real_time_facts, time_facts

__all__ = [
    "RIVALS",
    "Desk",
    "as_markdown",
    "check_data_page",
    "check_memo",
    "check_policy",
    "check_proposal",
    "open_desk",
    "real_time_facts",
    "start_project",
    "time_facts",
]
