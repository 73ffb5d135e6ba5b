"""The notebooks as they are stored, read once for all rules, which change nothing in them."""

import functools

from helpers.notebook_tools import files

stored_notebook = functools.cache(files.read)
