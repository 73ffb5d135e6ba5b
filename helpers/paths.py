"""The folders of the course; everything else asks here."""

from pathlib import Path

HELPERS = Path(__file__).resolve().parent
ROOT = HELPERS.parent
DATA = ROOT / "data"
RESULTS = DATA / "results"
BUILD = ROOT / "build"
IMAGES = ROOT / "docs" / "images"
NOTEBOOKS = ROOT / "notebooks"
SOLUTIONS = NOTEBOOKS / "solutions"
TEMPLATES = NOTEBOOKS / "exercises"
MY_COURSE = ROOT / "my-course"
