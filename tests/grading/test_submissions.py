"""Whose notebook is it? Each layout that comes back from a class, and those that leave it open."""

import pytest

from helpers.errors import CourseError
from helpers.grading.attempts import mark_attempts
from helpers.grading.grade import grade_folder
from helpers.grading.handed_in import find
from helpers.grading.records import Grade
from helpers.grading.submissions import exercise_number, learners_of
from helpers.notebook_tools.exercise_format import find_solutions

NAME = {path.stem[3:5]: path.name for path in find_solutions()}


def hand_in(folder, *files):
    """Make empty files; ``{03}`` stands for the name of exercise notebook 03."""
    for file in files:
        for number, name in NAME.items():
            file = file.replace(f"{{{number}}}", name)
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def who(folder, **options):
    """Return the learners in the order of the files."""
    return list(learners_of(files_in(folder), **options).values())


def files_in(folder, exercise=""):
    """Return the files, each with the exercise that its name tells, else with `exercise`."""
    return {one.file: exercise_number(one.file) or exercise for one in find(folder)}


@pytest.mark.parametrize(
    ("files", "learners"),
    [
        (["ada_{03}", "bob_{03}", "{03}"], ["ada", "bob", NAME["03"][:-6]]),
        (["ex_03_balance_with_smote_ada.ipynb", "bob_{03}"], ["bob", "ada"]),
        (["ada_ex_03_balance_with_smote (1).ipynb", "ada_{03}"], ["ada", "ada"]),
        (["ada/{03}", "ada/{04}", "bob/{03}"], ["ada", "ada", "bob"]),
        (["ada/{03}", "bob_{03}"], ["ada", "bob"]),
        (["ada/notebooks/exercises/{03}", "eve/{03}"], ["ada", "eve"]),
        (["ada/smote-course-handout/notebooks/exercises/{03}", "eve/{03}"], ["ada", "eve"]),
        (["smote-course-ada/notebooks/exercises/{03}"], ["smote-course-ada"]),
        (["ada/homework/{03}", "eve/homework/{03}"], ["ada", "eve"]),
        (["ada/week 3/{03}", "ada/week 4/{04}", "eve/week 3/{03}"], ["ada", "ada", "eve"]),
        (["assignment_3/ada/{03}", "assignment_3/eve/{03}"], ["ada", "eve"]),
        (["zip/assignment_3/ada/{03}", "zip/assignment_3/eve/{03}"], ["ada", "eve"]),
        (["assignment_3/ada_{03}", "assignment_3/eve_{03}"], ["ada", "eve"]),
        (["assignment_3/ada/exercises/{03}", "assignment_3/eve_{03}"], ["ada", "eve"]),
        (["a3/ada/notebooks/exercises/{03}", "a3/eve/mine/exercises/{03}"], ["ada", "eve"]),
        (["ex_03/ada/x.ipynb", "notebooks/ada/{04}", "exercises/eve/{03}"], ["ada", "eve", "ada"]),
        (
            ["a3/ada/{03}", "a3/eve/{03}", "a4/ada/{04}", "a4/eve/{04}"],
            ["ada", "eve", "ada", "eve"],
        ),
        (["assignment_3/ada/{03}"], ["assignment_3/ada"]),
        (["a3/ada/{03}", "a4/eve/{04}"], ["a3/ada", "a4/eve"]),
        (["ada/.ipynb_checkpoints/{03}", "__MACOSX/ada/{03}", "ada/{03}"], ["ada"]),
        (["a3/ada/{03}", "a3/eve/{03}", "a3/notes.ipynb"], ["ada", "eve", "a3"]),
        (["ada/{03}.txt", "eve/EX_03_BALANCE_WITH_SMOTE.IPYNB"], ["ada", "eve"]),
        (
            [
                "Ada Lovelace_1234567_assignsubmission_file_/{03}",
                "Alan Turing_1234568_assignsubmission_file_/{03}",
            ],
            ["Ada Lovelace", "Alan Turing"],
        ),
    ],
)
def test_the_layout_tells_whose_a_notebook_is(tmp_path, files, learners):
    hand_in(tmp_path, *files)
    assert who(tmp_path) == learners


@pytest.mark.parametrize(
    "files",
    [
        ["ada/{03}", "late/eve/{03}", "late/fay/{03}"],  # one person's copies, or two persons?
        ["ada/old/{03}", "ada/new/{03}", "eve/{03}"],
        ["a/ada/{03}", "a/eve/{03}", "b/ada/{03}"],
        ["group/ada/{03}", "group/eve/{04}"],  # one person's weeks, or two persons?
        ["ada/draft_{03}", "ada/final_{03}", "eve/{03}"],
        ["notebooks/exercises/{03}", "notebooks/exercises/{04}"],
    ],
)
def test_an_open_question_is_asked_and_never_guessed(tmp_path, files):
    hand_in(tmp_path, *files)
    with pytest.raises(CourseError, match="do not say for certain") as error:
        who(tmp_path)
    assert "--learner-folder 1" in str(error.value)


def test_the_question_names_the_files_that_raise_it(tmp_path):
    hand_in(tmp_path, "ada/{03}", "late/eve/{03}", "late/fay/{03}")
    with pytest.raises(CourseError) as error:
        who(tmp_path)
    assert f"late/eve/{NAME['03']}\n  late/fay/{NAME['03']}" in str(error.value)


@pytest.mark.parametrize(
    ("number", "learners"),
    [(0, ["ex_03_balance_with_smote", "fay"]), (1, ["group", "group"]), (2, ["ada", "eve"])],
)
def test_the_teacher_can_answer_the_question(tmp_path, number, learners):
    hand_in(tmp_path, "group/ada/{03}", "group/eve/fay_{04}")
    assert who(tmp_path, learner_folder=number) == learners


def test_nothing_is_graded_while_the_question_is_open(tmp_path):
    hand_in(tmp_path / "class", "late/eve/{03}", "late/fay/{03}", "ada/{03}")
    with pytest.raises(CourseError):
        grade_folder(tmp_path / "class", tmp_path / "out", trust=True)
    assert not (tmp_path / "out").exists()


def test_a_file_name_that_tells_nothing_leaves_it_to_the_cells(tmp_path):
    hand_in(tmp_path, "a3/ada/homework.ipynb", "a3/eve/homework.ipynb")
    assert list(learners_of(files_in(tmp_path, "03")).values()) == ["ada", "eve"]


def test_several_files_for_one_notebook_point_to_each_other():
    grades = [
        Grade("ada", "ada/x.ipynb", "ex_03"),
        Grade("ada", "ada/x (1).ipynb", "ex_03"),
        Grade("ada", "ada/y.ipynb", "ex_04"),
        Grade("bob", "bob/x.ipynb", "ex_03"),
        Grade("bob", "bob/1.ipynb"),
        Grade("bob", "bob/2.ipynb"),
    ]
    mark_attempts(grades)
    assert [grade.also for grade in grades] == [["ada/x (1).ipynb"], ["ada/x.ipynb"], *[[]] * 4]
    assert grades[0].remarks == [
        "Handed in more than once: see also ada/x (1).ipynb. This one counts."
    ]


def test_copies_in_one_folder_are_one_learners(tmp_path):
    hand_in(tmp_path, "ada/ex_03_balance_with_smote (1).ipynb", "ada/{03}", "bob/{03}")
    assert who(tmp_path) == ["ada", "ada", "bob"]
