"""Colours, markers and class names, the same in every figure."""

CLASS_NAMES = {0: "legitimate", 1: "fraud"}
COLOURS = {0: "#0072B2", 1: "#D55E00", "synthetic": "#009E73", "parent line": "#888888"}
MARKERS = {0: "o", 1: "^", "synthetic": "D"}
VERDICTS = {
    "better": ("#0072B2", "^"),
    "worse": ("#D55E00", "v"),
    "equivalent": ("#009E73", "s"),
    "inconclusive": ("#888888", "o"),
}
"""Verdict to its colour and marker."""
