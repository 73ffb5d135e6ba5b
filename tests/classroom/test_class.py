"""Three learners in real browsers: each opens lesson 03, works, and pulls a new version.

As root: it makes three Unix users and removes them, whatever happens.
"""

import json
import os
import time

import pytest

from classroom import needs
from classroom.learners import run_as
from helpers.notebook_tools.exercise_format import role
from helpers.notebook_tools.files import read, write
from helpers.paths import SOLUTIONS
from tests.classroom import server as class_server
from tests.classroom.server import LOGINS, disk, home, memory, processes, processor, read_as, wait

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="it makes Unix users, so it needs root")
LESSON = "03_balance_with_smote.ipynb"
EXERCISE = "exercises/ex_03_balance_with_smote.ipynb"
NEW = "A sentence of the new version."
SOLUTION = SOLUTIONS / "ex_03_balance_with_smote.ipynb"
[CELL] = [cell for cell in read(SOLUTION).cells if cell.id == "answer-03-2"]
ANSWER = "\n".join(line for line in CELL.source.splitlines() if "### " not in line)


@pytest.fixture(scope="module")
def server():
    if sentence := needs.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    class_server.remove_users()
    one = class_server.Server()
    try:
        one.start()
        yield one
    finally:
        one.remove()


@pytest.fixture(scope="module")
def pages(server, chromium):
    """Return each learner's page, on which a link has opened lesson 03."""
    pages = {login: chromium.new_context().new_page() for login in LOGINS}
    for login, page in pages.items():
        page.set_default_timeout(180_000)
        page.began = time.monotonic()
        page.goto(server.link(LESSON))
        page.fill("#username_input", login)
        page.fill("#password_input", server.password)
        page.click("#login_submit")
    for login, page in pages.items():
        page.wait_for_selector(".jp-Notebook")
        page.took = time.monotonic() - page.began
        page.start = processor(login)
    yield pages
    for page in pages.values():
        page.context.close()


def run_all(page):
    """Choose Run All Cells in a page's notebook."""
    page.click(".lm-MenuBar-item:has-text('Run')")
    page.click(".lm-Menu-item:has-text('Run All Cells')")


def has_run(login, name):
    """Tell whether each code cell of a saved copy has run."""
    try:
        cells = [cell for cell in json.loads(read_as(login, name))["cells"] if cell["source"]]
    except ValueError:  # just being written
        return False
    return all(cell["execution_count"] for cell in cells if cell["cell_type"] == "code")


def save_when_run(pages, name):
    """Save every learner's notebook until what is saved has run."""
    for login, page in pages.items():

        def saved(login=login, page=page):
            page.keyboard.press("Control+s")
            page.wait_for_timeout(2_000)
            return has_run(login, name)

        wait(saved)


def test_each_learner_has_lesson_03_in_a_server_of_their_own(pages):
    for login, page in pages.items():
        assert page.url.endswith(f"/user/{login}/lab/tree/smote-course/my-course/{LESSON}")
        commands = [" ".join(process.cmdline()) for process in processes(login)]
        assert [command for command in commands if "jupyterhub-singleuser" in command]


def test_each_runs_lesson_03(server, pages, capsys):
    for page in pages.values():
        run_all(page)
    save_when_run(pages, LESSON)
    for login in LOGINS:
        cells = json.loads(read_as(login, LESSON))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        assert not [output for output in outputs if output["output_type"] == "error"]
        assert [output for output in outputs if "image/png" in output.get("data", {})]
    with capsys.disabled():
        print()
        for login, page in pages.items():
            print(
                f"{login}: lesson 03 open {page.took:.0f} s after the first click, "
                f"{page.start:.1f} s of processor; run: {processor(login) - page.start:.1f} s of "
                f"processor more, {memory(login):.0f} MB of memory, {disk(login):.0f} MB of disk"
            )


def test_each_answers_an_exercise(server, pages):
    for page in pages.values():
        page.goto(server.link(EXERCISE))
        cell = page.locator(".jp-CodeCell:has(.cm-content:has-text('new_rows = {'))").first
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(ANSWER)
        run_all(page)
    save_when_run(pages, EXERCISE)
    for login in LOGINS:
        cells = {cell["id"]: cell for cell in json.loads(read_as(login, EXERCISE))["cells"]}
        assert "".join(cells["answer-03-2"]["source"]) == ANSWER
        assert "✓" in json.dumps(cells["check-03-2"]["outputs"], ensure_ascii=False)


def test_no_learner_reads_what_is_not_theirs(server, pages):
    one, other, _ = LOGINS
    for path in (
        home(other),
        home(other) / "smote-course" / "my-course" / LESSON,
        server.clone / "notebooks" / "solutions" / SOLUTION.name,
        server.place / "grading" / "source",
        server.place / "hub" / "class.json",
    ):
        assert path.exists()
        assert run_as(one, "test", "-r", path).returncode != 0, path
    for path in (server.place / "env", server.place / "course.git", server.place / "learner"):
        inside = next(path.rglob("*.py"), path)
        assert run_as(one, "test", "-w", inside).returncode != 0, path
    answer = pages[one].request.get(f"http://127.0.0.1:{server.port}/user/{other}/api/contents")
    assert answer.status == 403
    everything = run_as(one, "grep", "-rlF", "BEGIN SOLUTION", home(one) / "smote-course")
    found = everything.stdout.decode().split()
    assert not [name for name in found if name.endswith(".ipynb")]


def test_a_pull_brings_a_new_version_and_loses_no_answer(server, pages):
    for name in (LESSON, EXERCISE, f"solutions/{SOLUTION.name}"):
        notebook = read(server.clone / "notebooks" / name)
        notebook.cells[0].source += f"\n\n{NEW}"
        write(notebook, server.clone / "notebooks" / name)
    assert NEW not in read_as(LOGINS[0], LESSON)
    update = server.make("ARGS=--publish")
    said, _ = update.communicate(timeout=120)
    assert "a new version" in said
    for page in pages.values():
        page.goto(server.link(LESSON))
        page.wait_for_selector(f".jp-Notebook :text('{NEW}')")
    for login in LOGINS:
        assert has_run(login, LESSON), "outputs stay where the code is the same"
        assert ANSWER in answers(read_as(login, EXERCISE))
        beside = read_as(login, EXERCISE.replace(".ipynb", "_new.ipynb"))
        assert NEW in beside
        assert ANSWER not in answers(beside)


def answers(text):
    """Return what stands in the cells for answers."""
    cells = json.loads(text)["cells"]
    return ["".join(cell["source"]) for cell in cells if cell.get("id", "").startswith("answer")]


def test_nbgrader_collects_what_each_has_saved_and_nothing_else(server, pages):
    cheat = LOGINS[2]
    path = home(cheat) / "smote-course" / "my-course" / EXERCISE
    path.unlink()
    path.symlink_to(server.clone / "notebooks" / "solutions" / path.name)
    grading = server.place / "grading"
    done = server.run("nbgrader", "collect", path.stem, cwd=grading)
    for login in LOGINS[:2]:
        [collected] = (grading / "submitted" / login).rglob("*.ipynb")
        assert ANSWER in [cell.source for cell in read(collected).cells if role(cell)]
    assert not (grading / "submitted" / cheat).exists()
    assert f"{cheat} has no {path.stem}" in done.stderr
    again = server.run("nbgrader", "collect", "--update", path.stem, cwd=grading)
    assert again.stderr.count("No newer submission") == 2


def test_without_a_link_the_start_page_opens(server, pages):
    page = pages[LOGINS[0]].context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}")
    page.wait_for_url("**/my-course/00_start_here.ipynb", timeout=120_000)
    page.close()


def test_who_is_not_on_the_list_cannot_log_in(server, chromium):
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{server.port}")
    page.fill("#username_input", "root")
    page.fill("#password_input", server.password)
    page.click("#login_submit")
    page.wait_for_selector(".login_error")
    page.close()


def test_nothing_runs_after_the_server_has_stopped(server):
    server.stop()
    wait(lambda: not any(processes(login) for login in LOGINS), seconds=20)
    assert "stopped" in server.said[-1]
