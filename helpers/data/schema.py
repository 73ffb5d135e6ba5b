"""The one schema of the credit card rows, whatever their source."""

from __future__ import annotations

FEATURES = [f"V{i}" for i in range(1, 29)]
COLUMNS = ["Time", *FEATURES, "Amount", "Class"]
LATENT = [*FEATURES, "Amount", "Time"]
