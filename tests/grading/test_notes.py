"""What learners read when there is no verdict: their own mistake, in their own terms."""

import pytest

from helpers.grading.assembly import Step
from helpers.grading.feedback import file_names, page
from helpers.grading.limits import Limits
from helpers.grading.notes import NOT_REACHED, sentence
from helpers.grading.records import Grade, table, write_table
from helpers.grading.rooms import CheckerDied, Dead, GraderError
from helpers.grading.trial import DEATHS, UNBEARABLE, Trial

ERROR = {"name": "ValueError", "text": "no.", "line": 4, "compiled": True}


@pytest.mark.parametrize(
    ("kind", "change", "text"),
    [
        ("answer", {}, "Your cell stopped with ValueError in line 4: no."),
        ("added", {"line": None}, "A cell that you added stopped with ValueError: no."),
        ("answer", {"text": ""}, "Your cell stopped with ValueError in line 4."),
        (
            "answer",
            {"name": "IndentationError", "text": "unexpected indent", "compiled": False},
            "Your cell could not run: IndentationError in line 4, unexpected indent.",
        ),
        (
            "changed",
            {"name": "KeyboardInterrupt", "text": "out of time"},
            "A given cell that you changed ran longer than 20 CPU seconds and was stopped.",
        ),
    ],
)
def test_what_stopped_a_cell_is_said(kind, change, text):
    assert sentence(kind, ERROR | change, 20) == text


class Stage:
    """Stands for server, checker and process: what each cell's source and each check comes to."""

    def __init__(self, **script):
        self.script, self.ran, self.started = script, [], 0

    def start(self, seconds):
        self.started += 1
        return self.started, self

    def end(self, number):
        return 0, 1.0

    def close(self):
        return 1.0

    def run(self, source):
        self.ran.append(source)
        found = self.script.get(source)
        if isinstance(found, Exception):
            raise found
        return found

    def ask(self, *request):
        return b"", b""

    send = ask

    def judge(self, exercise, *_):
        found = self.script[exercise]
        found = found.pop(0) if isinstance(found, list) else found
        if isinstance(found, Exception):
            raise found
        return {"passed": found, "message": f"{exercise} is {found}", "undefined": ""}


def outcome(monkeypatch, steps, **script):
    """Return what a trial of (kind, exercise, source) comes to."""
    stage = Stage(**{name.replace("_", "-"): value for name, value in script.items()})
    monkeypatch.setattr("helpers.grading.trial.Process", lambda *_: stage)
    steps = [Step(*one, ("x",) if one[0] == "check" else ()) for one in steps]
    trial = Trial(stage, stage, Limits())
    return trial.run(steps), stage


CHECK_1, CHECK_2 = ("check", "03-1", "check"), ("check", "03-2", "check")


def test_the_learners_own_mistake_comes_before_what_follows_from_it(monkeypatch):
    steps = [("given", "03-1", "given"), ("answer", "03-1", "mine"), CHECK_1]
    found, _ = outcome(monkeypatch, steps, given=ERROR, mine=ERROR | {"line": 7}, **{"03_1": False})
    verdict = found.verdicts["03-1"]
    assert verdict["cause"] == "Your cell stopped with ValueError in line 7: no."
    assert verdict["message"] == "03-1 is False"
    assert found.notes == []


def test_an_error_that_did_no_harm_is_a_note(monkeypatch):
    steps = [("answer", "03-1", "mine"), CHECK_1, ("added", "", "top")]
    found, _ = outcome(monkeypatch, steps, mine=ERROR, top=ERROR, **{"03_1": True})
    assert found.verdicts["03-1"]["cause"] == ""
    assert found.notes == [
        "03-1: Your cell stopped with ValueError in line 4: no. The check passed all the same.",
        "A cell that you added stopped with ValueError in line 4: no.",
    ]


def test_one_cell_that_dies_costs_only_itself(monkeypatch):
    steps = [("answer", "03-1", "fine"), CHECK_1, ("answer", "03-2", "fatal"), CHECK_2]
    found, stage = outcome(
        monkeypatch, steps, fatal=Dead("used too much"), **{"03_1": True, "03_2": False}
    )
    assert found.verdicts["03-1"]["passed"]
    assert found.verdicts["03-2"]["cause"] == "Your cell used too much."
    assert stage.ran == ["fine", "fatal", "fine"]
    assert found.limited


def test_a_notebook_that_dies_again_and_again_is_ended(monkeypatch):
    steps = [*[("answer", "03-1", "fatal")] * (DEATHS + 2), CHECK_1, CHECK_2]
    found, stage = outcome(monkeypatch, steps, fatal=Dead("died"), **{"03_1": True})
    assert len(stage.ran) == DEATHS + 1
    assert not found.verdicts["03-1"]["passed"]
    assert found.verdicts["03-1"]["cause"] == "Your cell died."
    assert found.verdicts["03-2"]["cause"] == NOT_REACHED


def test_cells_below_a_check_are_a_second_try_and_the_best_counts(monkeypatch):
    again = [CHECK_1, ("added", "03-1", "y = 1")]
    found, _ = outcome(monkeypatch, again, **{"03_1": [False, True]})
    assert found.verdicts["03-1"]["passed"]
    found, _ = outcome(monkeypatch, again, **{"03_1": [True, False]})
    assert found.verdicts["03-1"]["passed"]
    later = [CHECK_1, ("added", "03-2", "x = 1"), CHECK_2]  # binds what the first check asks for
    found, _ = outcome(monkeypatch, later, **{"03_1": [False, True], "03_2": True})
    assert found.verdicts["03-1"]["passed"]


def test_a_check_that_dies_is_tried_twice(monkeypatch):
    found, _ = outcome(monkeypatch, [CHECK_1], **{"03_1": [CheckerDied(), True]})
    assert found.verdicts["03-1"]["passed"]
    found, _ = outcome(monkeypatch, [CHECK_1], **{"03_1": CheckerDied()})
    assert found.verdicts["03-1"]["message"] == UNBEARABLE
    assert found.limited


def test_an_error_of_the_grader_is_no_outcome(monkeypatch):
    with pytest.raises(GraderError):
        outcome(monkeypatch, [CHECK_1], **{"03_1": GraderError("gone")})


def graded(**change):
    grade = Grade("ada", "x.ipynb", "ex_03", {"03-1": "A & B"})
    grade.verdicts = {"03-1": {"passed": False, "message": "Try 2.", "cause": "Line 4."}}
    for name, value in change.items():
        setattr(grade, name, value)
    return grade


def test_a_failed_check_keeps_its_message_beside_the_cause():
    assert "Line 4. Try 2." in page("ada", [graded()])


def test_the_feedback_page_escapes_what_learners_wrote():
    bad = {"03-1": {"passed": False, "message": "<img src=x>", "cause": "<i>"}}
    text = page("<script>", [graded(verdicts=bad, notes=["<b>"])])
    assert not any(tag in text for tag in ("<script>", "<img", "<i>"))
    assert "&lt;b&gt;" in text


def test_learners_with_like_names_get_pages_of_their_own():
    names = file_names(["Zoë", "zoë", "../../etc", "..."])
    assert len({name.lower() for name in names.values()}) == 4
    assert not any("/" in name or name.startswith(".") for name in names.values())


def test_spreadsheets_open_the_table_right_and_run_nothing(tmp_path):
    write_table(
        [graded(learner='=HYPERLINK("x")'), graded(learner="Zoë", how="trusted")], tmp_path / "t"
    )
    raw = (tmp_path / "t").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert '\n"\'=HYPERLINK(""x"")",x.ipynb' in raw.decode("utf-8-sig")
    assert [row["ran"] for row in table([graded(how="trusted")])] == ["trusted"]


def test_what_the_grader_could_not_judge_has_no_marks():
    text = page("ada", [graded(verdicts={}, notes=["The grader failed here."])])
    assert "The grader failed here." in text
    assert "03-1" not in table([graded(verdicts={})])[0]
