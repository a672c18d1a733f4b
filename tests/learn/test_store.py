"""The progress file: nothing is lost, nothing is left half written, and no fault of it stops a lesson."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from marginlib.learn import check, predict, records, store
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
