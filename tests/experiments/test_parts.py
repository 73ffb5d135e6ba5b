"""Finished parts: what is lost, damaged or another experiment's must never count as done."""

import json
from pathlib import Path

import pytest

from helpers.experiments.parts import Parts, checksum_of

KEYS = [("yeast4", "none"), ("yeast4", "smote"), ("ecoli3", "none")]
TASKS = dict.fromkeys(KEYS, "seed 0")
RESULT = {"scores": [0.1 + 0.2, 1 / 3, None], "problem": None, "seconds": 1.5}


@pytest.fixture
def parts(tmp_path):
    parts = Parts(tmp_path / "parts", TASKS)
    for number, key in enumerate(KEYS[:2]):
        parts.write(key, RESULT | {"number": number})
    return parts


def files(parts):
    return sorted(parts.folder.iterdir())


def test_a_result_comes_back_to_the_bit(parts):
    results = Parts(parts.folder, TASKS).read()
    assert results == {key: RESULT | {"number": n} for n, key in enumerate(KEYS[:2])}
    assert parts.keys == KEYS
    assert parts.write(KEYS[2], {"pair": (1, 2)}) == parts.read()[KEYS[2]] == {"pair": [1, 2]}


def test_without_a_folder_nothing_is_done_and_none_is_made(tmp_path):
    assert Parts(tmp_path / "none", TASKS).read() == {}
    assert not (tmp_path / "none").exists()


def test_results_of_something_else_are_left_alone(parts):
    other = Parts(parts.folder, dict.fromkeys(KEYS, "seed 1"))
    assert (other.read(), other.n_others) == ({}, 2)
    other.write(KEYS[0], {"number": 7})
    assert parts.read()[KEYS[0]]["number"] == 0
    assert parts.n_others == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-20],
        lambda content: b"",
        lambda content: b"[]",
        lambda content: content.replace(b"1.5", b"2.5"),
        lambda content: content.replace(b"yeast4", b"yeast5"),
        lambda content: b"\xff" + content,
        lambda content: b'{"key":1,"checksum":2,"result":3}',
    ],
    ids=["cut", "empty", "other", "changed", "key", "bytes", "kinds"],
)
def test_a_damaged_part_counts_as_not_done_and_is_named(parts, damage):
    path = files(parts)[0]
    key = tuple(json.loads(path.read_bytes())["key"])
    path.write_bytes(damage(path.read_bytes()))
    assert set(parts.read()) == set(KEYS[:2]) - {key}
    assert parts.damaged == [path.name]
    parts.write(key, RESULT)
    assert set(parts.read()) == set(KEYS[:2])
    assert parts.damaged == []


def test_a_folder_with_other_files_is_refused(parts):
    (parts.folder / ".DS_Store").touch()
    parts.read()
    (parts.folder / "thesis.txt").touch()
    with pytest.raises(ValueError, match=r"holds 'thesis\.txt', which is no part"):
        parts.read()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}])
def test_what_json_cannot_hold_is_refused_and_leaves_no_file(parts, value):
    before = files(parts)
    with pytest.raises((ValueError, TypeError)):
        parts.write(KEYS[2], {"value": value})
    assert files(parts) == before


def test_a_full_disk_leaves_the_old_part(parts, monkeypatch):
    before = {path: path.read_bytes() for path in files(parts)}

    def fill(path, content):
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill)
    for key in KEYS:
        with pytest.raises(OSError, match="No space left"):
            parts.write(key, RESULT | {"number": 9})
    assert {path: path.read_bytes() for path in files(parts)} == before


def test_the_checksum_of_results_depends_on_all_but_what_is_left_out(parts):
    results = parts.read()
    turned = dict(reversed(results.items()))
    slower = {key: result | {"seconds": 9.0} for key, result in results.items()}
    assert checksum_of(turned) == checksum_of(results) != checksum_of(slower)
    assert checksum_of(slower, ["seconds"]) == checksum_of(results, ["seconds"])
    swapped = dict(zip(results, reversed(results.values()), strict=True))
    assert checksum_of(swapped) != checksum_of(results)
