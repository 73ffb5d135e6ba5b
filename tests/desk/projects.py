"""Projects as learners hand them in: three honest ones, and one for each mistake."""

import textwrap

from nbformat import writes
from nbformat.v4 import new_code_cell, new_notebook

from helpers.desk import as_markdown

ROWS = 30_000
START = f"""
import numpy as np
import pandas as pd
from helpers.desk import RIVALS, open_desk
from helpers.models import make_model, make_sampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from imblearn.pipeline import make_pipeline

desk = open_desk(rows={ROWS})
FEATURES = [f"V{{i}}" for i in range(1, 29)] + ["Amount"]


class Learned:
    def __init__(self, score):
        self.score = score
"""
TWINS = """
columns = desk.fit.columns.drop(["Time", "Class", "chargeback"])
twins = len(desk.decide[columns].merge(desk.fit[columns].drop_duplicates()))
"""
JUDGE = "table = desk.judge(policy, RIVALS)"
EXPECTED_GAIN = """
def policy(fit, decide):
    model = make_model().fit(fit[FEATURES], fit["Class"])
    return Learned(lambda rows: model.predict_proba(rows[FEATURES])[:, 1] * rows["Amount"] - 2)
"""
HONEST = {
    "expected gain": EXPECTED_GAIN,
    "forest with a seed": """
def policy(fit, decide):
    forest = make_pipeline(SimpleImputer(), RandomForestClassifier(15, random_state=0))
    model = forest.fit(fit[FEATURES], fit["Class"])
    return Learned(lambda rows: list(model.predict_proba(rows[FEATURES])[:, 1] * rows["Amount"]))
""",
    "SMOTE with a cut chosen on decide": """
def policy(fit, decide):
    model = make_model(make_sampler("smote", random_state=0)).fit(fit[FEATURES], fit["Class"])

    def rank(rows):
        return pd.Series(model.decision_function(rows[FEATURES]), rows.index)

    def saved(cut):
        called = decide[rank(decide) >= cut]
        return (called["Amount"] * called["Class"] - 2).sum()

    best = max([0, 1, 2, 3, 5], key=saved)
    return Learned(lambda rows: rank(rows).where(rank(rows) >= best, 0))
""",
}
WRONG_POLICIES = {
    "A": """
def policy(fit, decide):
    model = RandomForestClassifier(15).fit(fit[FEATURES].fillna(0), fit["Class"])
    return Learned(lambda rows: model.predict_proba(rows[FEATURES].fillna(0))[:, 1] * rows.Amount)
""",
    "B": """
def policy(fit, decide):
    model = make_model().fit(fit[FEATURES], fit["Class"])
    return Learned(lambda rows: model.predict_proba(rows[FEATURES])[:, 1] / (1 + rows.index))
""",
    "C": """
def policy(fit, decide):
    new_day = desk.table[desk.table["part"] == "sealed"]
    scaler = StandardScaler().fit(new_day[FEATURES])  # "there is no label in a mean"
    model = make_pipeline(scaler, SimpleImputer(), LogisticRegression(max_iter=300))
    model[1:].fit(scaler.transform(fit[FEATURES]), fit["Class"])
    return Learned(lambda rows: model.predict_proba(rows[FEATURES])[:, 1])
""",
    "D": """
def policy(fit, decide):
    late = desk.late.assign(Class=0)  # "no fraud was reported"
    rows = pd.concat([fit, late])
    model = make_model().fit(rows[FEATURES], rows["Class"])
    return Learned(lambda rows: model.predict_proba(rows[FEATURES])[:, 1] * rows["Amount"])
""",
    "E": """
def policy(fit, decide):
    model = make_model().fit(fit[FEATURES], fit["Class"])

    def score(rows):
        p = pd.Series(model.predict_proba(rows[FEATURES])[:, 1])
        return p.rank(pct=True)

    return Learned(score)
""",
    "F": """
def policy(fit, decide):
    both = pd.concat([fit, decide])  # "more rows are better"
    model = make_pipeline(SimpleImputer(), StandardScaler(), KNeighborsClassifier(1))
    model.fit(both[FEATURES], both["Class"])
    plain = make_model().fit(fit[FEATURES], fit["Class"])
    return Learned(lambda rows: model.predict_proba(rows[FEATURES])[:, 1]
                   + plain.predict_proba(rows[FEATURES])[:, 1])
""",
    "G": """
def policy(fit, decide):
    model = make_model(class_weight="balanced").fit(fit[FEATURES], fit["Class"])
    return Learned(lambda rows: model.predict(rows[FEATURES]))
""",
    "L": """
def policy(fit, decide):
    columns = fit.columns.drop(["Time", "Class"])  # "all that there is"
    model = make_model().fit(fit[columns], fit["Class"])
    return Learned(lambda rows: model.predict_proba(rows[columns])[:, 1] * rows["Amount"])
""",
}
WHOLE_FILE = """
from helpers.data import load_creditcard

def policy(fit, decide):
    scaler = StandardScaler().fit(load_creditcard()[FEATURES])  # "all payments that there are"
    model = LogisticRegression(max_iter=300)
    model.fit(scaler.transform(fit[FEATURES].fillna(0)), fit["Class"])
    return Learned(lambda rows: model.predict_proba(
        scaler.transform(rows[FEATURES].fillna(0)))[:, 1])
"""
OWN_START = """
import pandas as pd
from helpers.desk import RIVALS, open_desk
from helpers.models import make_model

desk = open_desk("my.csv", label="ill", groups="person")
twins = len(desk.decide.drop(columns=["Class", "confirmed"]).merge(
    desk.fit.drop(columns=["Class", "confirmed"]).drop_duplicates()))


class Learned:
    def __init__(self, score):
        self.score = score
"""
OWN_LEAK = """
def policy(fit, decide):
    columns = list(fit.columns.drop("Class"))
    model = make_model().fit(fit[columns], fit["Class"])
    return Learned(lambda rows: model.predict_proba(rows[columns])[:, 1])
"""
OWN_HONEST = OWN_LEAK.replace('drop("Class")', 'drop(["Class", "confirmed"])')
OTHER_TWINS = """
columns = desk.fit.columns.drop("Class")
twins = len(desk.decide[columns].merge(desk.fit[columns].drop_duplicates()))
"""
TWO_OPENINGS = """
def by_v14(fit, decide):
    return Learned(lambda rows: -rows["V14"].fillna(0))

first = desk.judge(by_v14, RIVALS)
table = desk.judge(policy, RIVALS)
"""
UNAVOIDABLE = {"A": "CDJ"}
"""What fails too, or is not judged: two runs that differ by themselves have no numbers to keep."""


def cells(policy=EXPECTED_GAIN, twins=TWINS, judge=JUDGE):
    """Return the code of a project."""
    return [START, twins, policy, judge]


def table_of(code, tmp_path, monkeypatch):
    """Return what the code's own run says, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    names = {}
    for source in code:
        exec(source, names)
    return names["table"], names["desk"]


def memo(table, desk):
    """Return a memo with its table."""
    return f"# Memo\n\nRows: {desk.source}\n\n{as_markdown(table)}\n\n**Stop if** 5 calls fail.\n"


def notebook(code):
    """Return the bytes of a notebook."""
    return writes(
        new_notebook(cells=[new_code_cell(textwrap.dedent(one)) for one in code])
    ).encode()
