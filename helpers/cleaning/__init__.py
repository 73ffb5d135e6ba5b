"""The fast, exact cleaners, and the bounds behind them."""

from helpers.cleaning.cleaners import FastEditedNearestNeighbours, FastTomekLinks

__all__ = ["FastEditedNearestNeighbours", "FastTomekLinks"]
