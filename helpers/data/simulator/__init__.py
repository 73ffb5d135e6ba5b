"""The stand-in for the credit card file: a model of its rows, fitted once, drawn with NumPy alone.

How a row is made, from the last step to the first:

- ``coordinates``: 30 numbers become ``V1``..``V28``, ``Amount`` and ``Time``;
- ``mixture``: the 30 numbers come from one of many small Gaussians, and curves bend them;
- ``frauds``: a fraud is drawn until its neighbourhood is as that of its model rows;
- ``sampling``: both classes, with copies and blank cells, as one table.

``tools/fit_simulator.py`` fits the parameters; ``data/README.md`` says to what, and how close the
rows come to real ones.
"""

from helpers.data.simulator.parameters import PARAMETERS, ROWS, load_parameters
from helpers.data.simulator.sampling import sample

__all__ = ["PARAMETERS", "ROWS", "load_parameters", "sample"]
