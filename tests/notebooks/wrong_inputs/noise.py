"""Findings that state no gain, so that they may hold on shuffled labels too."""

HOLDS_ON_NOISE: set[str] = set()
