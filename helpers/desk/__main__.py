"""Store what a real credit card file shows about time: ``python -m helpers.desk FILE``."""

import sys
from pathlib import Path

from helpers.desk.time_facts import store

if __name__ == "__main__":
    store(Path(sys.argv[1]))
