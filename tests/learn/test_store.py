"""The progress file: nothing is lost, nothing is left half written, and no fault of it stops a lesson."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from marginlib.errors import InvalidInput
from marginlib.learn import catalogue, check, goals, predict, records, store
from marginlib.learn.records import State


def set_alias(name: str) -> Any:
    """A change of the state."""
    return lambda state: state.update(alias=name)


def test_a_change_is_on_disk_when_it_returns(progress_file: Path) -> None:
    """And nothing but the file and its lock is left in the folder."""
    store.change(set_alias("ada"))
    assert json.loads(progress_file.read_text(encoding="utf-8"))["alias"] == "ada"
    assert store.read()["alias"] == "ada"
    assert sorted(path.name for path in progress_file.parent.iterdir()) == ["progress.json", "progress.json.lock"]


def test_reading_writes_nothing(progress_file: Path) -> None:
    """Whoever only looks leaves no trace."""
    assert store.read() == records.empty()
    assert not progress_file.parent.exists()


def test_the_file_lies_in_the_user_s_data_folder_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless the environment says where."""
    monkeypatch.delenv("BULKHEADS_PROGRESS")
    place = store.place()
    assert place is not None
    assert place.parts[-2:] == ("bulkheads", "progress.json")


def test_memory_leaves_nothing_on_disk(monkeypatch: pytest.MonkeyPatch, progress_file: Path) -> None:
    """And what was read cannot be changed behind its back."""
    monkeypatch.setenv("BULKHEADS_PROGRESS", ":memory:")
    store.change(set_alias("ada"))
    store.read()["alias"] = "other"
    assert store.read()["alias"] == "ada"
    assert not progress_file.parent.exists()


def test_a_write_that_fails_leaves_the_old_file_whole(progress_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new text is written beside it first, so the worst moment to stop is harmless."""
    store.change(set_alias("ada"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    state = store.change(set_alias("grace"))
    assert state["alias"] == "grace"
    assert json.loads(progress_file.read_text(encoding="utf-8"))["alias"] == "ada"
    assert not list(progress_file.parent.glob("*.tmp"))
    assert "No space left" in store.notices[0]
    assert store.read()["alias"] == "grace"  # this kernel goes on in memory


def test_a_change_that_raises_changes_nothing(progress_file: Path) -> None:
    """Neither on disk nor in the next read."""
    store.change(set_alias("ada"))

    def halfway(state: State) -> None:
        state["alias"] = "lost"
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        store.change(halfway)
    assert store.read()["alias"] == "ada"


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"schema": 1, "alias": ' + b"[" * 60 + b"]" * 60 + b"}",
        b'{"cells": []}',
    ],
)
def test_a_broken_file_is_moved_aside_and_said(
    broken: bytes, progress_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its bytes are kept, the answer is counted in a new file, and the learner hears of it once."""
    progress_file.parent.mkdir()
    for count in (1, 2):
        progress_file.write_bytes(broken)
        check("90-choice", "A minus.")
        assert (progress_file.parent / f"progress.broken-{count}.json").read_bytes() == broken
        assert f"progress.broken-{count}.json" in capsys.readouterr().out
    check("90-choice", "A minus.")
    assert "moved" not in capsys.readouterr().out
    assert store.read()["items"]["90-choice"]["attempts"] == 2


def test_a_folder_that_cannot_be_written_costs_the_record_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file stands where the folder should be; predictions still last as long as the kernel."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("BULKHEADS_PROGRESS", str(tmp_path / "file" / "progress.json"))
    predict("90-hook", "it loses")
    predict("90-hook", "it gains")
    out = capsys.readouterr().out
    assert 'Your first prediction counts: "It loses"' in out
    assert out.count("cannot be kept") == 1


def test_two_kernels_at_once_lose_nothing(progress_file: Path) -> None:
    """Each of two processes counts a hundred attempts of one item, and both predictions are there."""
    code = """
import sys
from marginlib.learn import store
def count(state):
    kept = state["items"].setdefault("x", {"attempts": 0, "passed": False, "hints": 0, "solution": False})
    kept["attempts"] += 1
for _ in range(100):
    store.change(count)
store.change(lambda state: state["skips"].update({sys.argv[1]: {"times": 1}}))
assert not store.notices, store.notices
"""
    runs = [subprocess.Popen([sys.executable, "-c", code, name]) for name in ("one", "two")]
    assert [run.wait() for run in runs] == [0, 0]
    state = store.read()
    assert state["items"]["x"]["attempts"] == 200
    assert set(state["skips"]) == {"one", "two"}


# what schema 1 wrote, byte for byte as its version left it
OLD = b"""{
 "alias": "ada",
 "items": {
  "90-choice": {"attempts": 3, "hints": 1, "passed": true, "solution": false},
  "90-why": {"attempts": 1, "hints": 0, "passed": false, "solution": true}
 },
 "predictions": {"90-hook": {"answer": "B", "confidence": 70.0, "hit": true}},
 "schema": 1,
 "skips": {"90-amount": {"times": 1}}
}"""


def put(progress_file: Path, content: bytes) -> None:
    """Write a progress file."""
    progress_file.parent.mkdir(parents=True, exist_ok=True)
    progress_file.write_bytes(content)


def test_a_file_of_schema_1_is_read_and_raised(progress_file: Path) -> None:
    """Nothing that it knew is lost, and nothing is made up: there are no dates, so nothing is due."""
    put(progress_file, OLD)
    state = store.read()
    assert state["schema"] == records.SCHEMA
    assert state["alias"] == "ada"
    kept = state["items"]["90-choice"]
    assert (kept["attempts"], kept["passed"], kept["hints"], kept["causes"], kept["passed_at"]) == (3, True, 1, {}, "")
    prediction = state["predictions"]["90-hook"]
    assert (prediction["choice"], prediction["confidence"], prediction["hit"]) == ("B", 70.0, True)
    assert state["skips"] == {"90-amount": {"times": 1}}
    assert progress_file.read_bytes() == OLD  # who only reads writes nothing
    store.change(set_alias("ada"))
    assert json.loads(progress_file.read_bytes()) == state


def test_the_record_of_an_item_follows_it_to_its_new_id(progress_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passes, causes and predictions; the last answer does not, for the numbers are others. The rest stays."""
    monkeypatch.setattr(catalogue, "moved", {"89-amount": "90-amount", "89-choice": "90-choice", "89-hook": "90-hook"})
    passed = {"attempts": 2, "passed": True, "passed_at": "2030-01-02T09", "causes": {"sign": 1}, "last": 5}
    both = {"attempts": 1, "passed": False, "causes": {"sign": 2, "other": 1}, "last": "A"}
    items = {"89-amount": passed, "89-choice": passed, "90-choice": both, "89-gone": passed}
    predicted = {"89-hook": {"choice": "B", "confidence": 70}}
    put(progress_file, json.dumps({"schema": 2, "items": items, "predictions": predicted}).encode())
    state = store.read()
    assert set(state["items"]) == {"90-amount", "90-choice", "89-gone"}
    kept, joined = state["items"]["90-amount"], state["items"]["90-choice"]
    assert (kept["passed"], kept["passed_at"], kept["causes"], kept["last"]) == (
        True,
        "2030-01-02T09",
        {"sign": 1},
        None,
    )
    assert (joined["attempts"], joined["passed"], joined["passed_at"]) == (3, True, "2030-01-02T09")
    assert (joined["causes"], joined["last"]) == ({"sign": 3, "other": 1}, "A")
    assert {id_: kept["choice"] for id_, kept in state["predictions"].items()} == {"90-hook": "B"}
    store.change(set_alias("ada"))
    assert set(json.loads(progress_file.read_bytes())["items"]) == set(state["items"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_no_fault(encoding: str, progress_file: Path) -> None:
    """Some editors leave one."""
    put(progress_file, OLD.decode().encode(encoding))
    assert store.read()["items"]["90-choice"]["passed"]
    assert not store.notices


def test_a_newer_schema_is_read_as_far_as_it_is_known_and_carried_along(progress_file: Path) -> None:
    """Its number and what this version does not know stay, after a change as well."""
    newer = json.loads(OLD) | {"schema": 99, "portrait": {"sails": 3}}
    newer["items"]["90-choice"] |= {"mood": "glad"}
    put(progress_file, json.dumps(newer).encode())
    check("90-choice", "A plus.")
    kept = json.loads(progress_file.read_bytes())
    assert kept["schema"] == 99
    assert kept["portrait"] == {"sails": 3}
    assert kept["items"]["90-choice"]["mood"] == "glad"
    assert kept["items"]["90-choice"]["attempts"] == 4
    assert not list(progress_file.parent.glob("*broken*"))


BAD: list[tuple[str, Any, str]] = [
    ("items", 3, "items: 90-bad"),
    ("items", {"attempts": "many"}, "items: 90-bad"),
    ("items", {"attempts": True}, "items: 90-bad"),
    ("items", {"causes": []}, "items: 90-bad"),
    ("predictions", {}, "predictions: 90-bad"),
    ("predictions", {"choice": "A"}, "predictions: 90-bad"),
    ("goals", 5, "goals: 90-bad"),
    ("openings", "x", "openings: 90-bad"),
]


@pytest.mark.parametrize(("part", "value", "name"), BAD, ids=lambda one: str(one)[:20])
def test_one_bad_record_costs_itself_only_and_is_kept(
    part: str, value: Any, name: str, progress_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The learner hears which, once; it stays in the file, and so it does through the next changes."""
    broken = json.loads(OLD)
    broken.setdefault(part, {})["90-bad"] = value
    put(progress_file, json.dumps(broken).encode())
    assert store.read()["items"]["90-choice"]["passed"]
    for _ in range(2):
        check("90-choice", "A minus.")
        kept = json.loads(progress_file.read_bytes())
        assert kept["unread"] == {part: {"90-bad": value}}
        assert "90-bad" not in kept[part]
    assert capsys.readouterr().out.count(name) == 1


@pytest.mark.parametrize("part", ["items", "predictions", "skips", "goals", "alias"])
def test_a_part_of_the_wrong_kind_costs_itself_only(part: str, progress_file: Path) -> None:
    """The other parts are read."""
    put(progress_file, json.dumps(json.loads(OLD) | {part: [1]}).encode())
    state = store.read()
    assert state["unread"] == {part: [1]}
    assert state[part] == records.empty()[part]
    assert state["items"] or part == "items"


def test_a_refusal_moves_no_file(progress_file: Path) -> None:
    """A call that is refused leaves a broken file where it was; so does whoever only reads."""
    put(progress_file, b"{")
    store.read()
    with pytest.raises(InvalidInput):
        predict("90-hook", "Z")
    with pytest.raises(ZeroDivisionError):
        store.change(lambda _: 1 / 0)
    assert progress_file.read_bytes() == b"{"
    assert not list(progress_file.parent.glob("*broken*"))


def test_what_could_not_be_written_is_written_later(progress_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a full disk every change is there, in its order, on top of what another kernel wrote meanwhile."""
    check("90-choice", "A plus.")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        check("90-choice", "A minus.")
        goals.meet("90-goal-tie")
        assert store.read()["items"]["90-choice"]["attempts"] == 2
        assert store.read()["goals"]
    other = json.loads(progress_file.read_bytes())
    other["skips"]["90-amount"] = {"times": 1}
    put(progress_file, json.dumps(other).encode())
    check("90-choice", "A plus.")
    kept = json.loads(progress_file.read_bytes())
    assert kept["items"]["90-choice"]["attempts"] == 3
    assert kept["items"]["90-choice"]["passed"]
    assert set(kept["goals"]) == {"90-goal-tie"}
    assert set(kept["skips"]) == {"90-amount"}
    assert not list(progress_file.parent.glob("*.tmp"))


def test_a_link_stays_a_link(progress_file: Path, tmp_path: Path) -> None:
    """The file at its end is the one that changes."""
    real = tmp_path / "synced" / "mine.json"
    put(real, OLD)
    progress_file.parent.mkdir()
    progress_file.symlink_to(real)
    store.change(set_alias("grace"))
    assert progress_file.is_symlink()
    assert json.loads(real.read_bytes())["alias"] == "grace"


def test_litter_of_a_process_that_died_is_swept(progress_file: Path) -> None:
    """By the next change, which holds the lock and so is the only one that writes."""
    put(progress_file, OLD)
    litter = progress_file.with_name("progress.jsonabcdef.tmp")
    foreign = progress_file.with_name("other.tmp")
    for path in (litter, foreign):
        path.write_text("half", encoding="utf-8")
    store.change(set_alias("grace"))
    assert not litter.exists()
    assert foreign.exists()


def test_the_text_is_on_the_disk_before_it_takes_the_place_of_the_old_one(
    progress_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut leaves an empty file under the right name."""
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append("fsync")
        sync(handle)

    def replaced(*names: Any) -> None:
        done.append("replace")
        replace(*names)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    store.change(set_alias("ada"))
    assert done == ["fsync", "replace"]


@pytest.mark.parametrize("where", ["~nobody-of-this-name/p.json", "/", "a\udcffb/\udc00.json"])
def test_a_place_that_is_none_is_answered_in_a_line(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lesson goes on, and the attempts last as long as the kernel."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(store, "_chosen", lambda: where)
    check("90-choice", "A plus.")
    check("90-choice", "A minus.")
    out = capsys.readouterr().out
    assert out.count("cannot be kept") == 1
    assert "Traceback" not in out
    assert store.read()["items"]["90-choice"]["attempts"] == 2
