"""Container, dev container, Binder and conda: one set-up and one Python behind each door."""

import ast
import json
import re
import shutil
import subprocess
import tomllib

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from helpers.paths import ROOT

NOT_RUN = "Not run by the maintainers"
DOORS = {  # where each names its Python
    "Containerfile": r"^FROM \S+/python:([\d.]+)-slim$",
    ".devcontainer/devcontainer.json": r'"image": "\S+/python:([\d.]+)"',
    "binder/postBuild": r"^export UV_PYTHON=([\d.]+)$",
}
INSTALLERS = re.compile(r"\b(?:pip|conda|mamba|uv) (?:install|sync|pip|create|env)\b")


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOORS)
def test_a_door_says_that_it_was_not_run(name):
    lines = [line for line in text_of(name).splitlines() if not line.startswith("#!")]
    assert NOT_RUN in lines[0]


@pytest.mark.parametrize("name", DOORS)
def test_a_door_calls_the_one_set_up_and_installs_nothing_itself(name):
    lines = [line for line in text_of(name).splitlines() if not line.startswith(("#", "//"))]
    code = "\n".join(lines)
    assert "make setup" in code
    assert INSTALLERS.findall(code.replace("-m ipykernel install", "")) == []


def test_the_set_up_follows_the_lock():
    makefile = text_of("Makefile")
    assert re.search(r"^setup parquet:\n\t@\$\(SETUP\)$", makefile, re.MULTILINE)
    assert '"$$uv" sync --locked' in makefile


def test_all_doors_have_one_python_which_every_reader_may_have():
    versions = {re.search(pattern, text_of(name), re.M)[1] for name, pattern in DOORS.items()}
    [python] = versions
    wanted = tomllib.loads(text_of("pyproject.toml"))["project"]["requires-python"]
    assert python in SpecifierSet(wanted)
    conda = yaml.safe_load(text_of("environment.yml"))["dependencies"]
    assert f"python{wanted}" in conda
    tested = yaml.safe_load(text_of(".github/workflows/tests.yml"))["jobs"]["make"]
    assert python in tested["strategy"]["matrix"]["python"]


def test_uv_has_one_version():
    [pinned] = re.findall(r'^UV_VERSION = "([\d.]+)"', text_of("tools/get_uv.py"), re.MULTILINE)
    assert pinned
    for name in [*DOORS, "Makefile", ".ci/run"]:
        assert not re.search(r"\buv[-=@]+\d", text_of(name)), name


def test_the_dev_container_is_json_below_its_comment():
    comment, _, rest = text_of(".devcontainer/devcontainer.json").partition("\n")
    assert comment.startswith("// ")
    assert json.loads(rest)["postCreateCommand"] == "make setup"


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize("name", ["binder/postBuild", ".ci/run"])
def test_a_script_is_bash_and_can_be_run(name):
    assert (ROOT / name).stat().st_mode & 0o111
    subprocess.run(["bash", "-n", ROOT / name], check=True)


def test_the_container_starts_a_command_that_exists():
    entry = ast.literal_eval(re.search(r"^ENTRYPOINT (.*)$", text_of("Containerfile"), re.M)[1])
    assert entry[1:] == ["-m", "helpers.course", "grade"]
    kept_out = text_of(".containerignore").split()
    assert {".venv", ".tools", "build"} <= {*kept_out}, "the image makes its own"
