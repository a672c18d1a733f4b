"""export: three kinds, each with what it is for and no more, and a line where it cannot be written."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from marginlib.errors import InvalidInput
from marginlib.learn import check, enrol, export, exports, predict, store
from marginlib.learn.answers import Told

Say = pytest.CaptureFixture[str]
WRITTEN = "what I wrote, word for word"


@pytest.fixture(autouse=True)
def _done() -> None:
    enrol("ada")
    check("90-choice", "A plus.")
    check("90-choice", "A minus.")
    check("90-why", Told(WRITTEN, (1,)))
    predict("90-hook", "it gains", confidence=60)


def only(folder: Path, ends: str) -> Any:
    """What the one file with this ending holds."""
    (path,) = folder.glob(f"*{ends}")
    return json.loads(path.read_text(encoding="utf-8"))


def test_without_a_kind_it_asks_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Say) -> None:
    """And writes nothing."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    capsys.readouterr()
    export()
    said = capsys.readouterr().out
    assert all(f'export("{kind}"' in said for kind in exports.KINDS)
    assert not list(Path().iterdir())


def test_for_oneself_it_is_all_once_as_it_is_and_once_as_a_table(tmp_path: Path) -> None:
    """The table opens in a spreadsheet."""
    export("me", tmp_path)
    assert only(tmp_path, ".json") == store.read()
    with (tmp_path / "bulkheads-progress.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows["90-choice"]["attempts"] == "2"
    assert (rows["90-hook"]["choice"], rows["90-hook"]["confidence"]) == ("A", "60.0")


def test_for_the_class_there_is_no_answer_no_text_and_no_alias(tmp_path: Path) -> None:
    """What was met stays: causes, dates and ticks; the word for the alias is another each time."""
    for _ in range(2):
        export("class", tmp_path)
    files = list(tmp_path.glob("*.json"))
    assert len(files) == 2
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert WRITTEN not in text
        assert "ada" not in text
        assert json.loads(text)["items"]["90-choice"]["causes"] == {"plus": 1}
        assert json.loads(text)["items"]["90-choice"]["last"] is None
    assert store.read()["items"]["90-why"]["last"] == WRITTEN


def test_for_credit_it_is_all_under_the_name_that_is_given(tmp_path: Path) -> None:
    """A name is wanted, and it cannot leave the folder."""
    with pytest.raises(InvalidInput, match="wants a name"):
        export("credit", tmp_path, name=" ")
    export("credit", tmp_path, name="../Ada Lovelace, 4711")
    assert [path.name for path in tmp_path.glob("*.*")] == ["bulkheads-Ada-Lovelace-4711.json"]
    assert only(tmp_path, ".json") == {**store.read(), "name": "../Ada Lovelace, 4711"}


def test_another_kind_is_refused_with_the_three() -> None:
    """By name."""
    with pytest.raises(InvalidInput, match="'me', 'class', 'credit'"):
        export("all")


def test_a_place_that_cannot_be_written_is_answered_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Say
) -> None:
    """Missing, in the way, without a home, or full: nothing is left half written."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    capsys.readouterr()
    for place in (tmp_path / "missing", tmp_path / "file", "~nobody-of-this-name/x", "a\0b"):
        export("me", place)
        assert capsys.readouterr().out.startswith("! ")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    (tmp_path / "empty").mkdir()
    export("me", tmp_path / "empty")
    assert "No space left" in capsys.readouterr().out
    assert not list((tmp_path / "empty").iterdir())
