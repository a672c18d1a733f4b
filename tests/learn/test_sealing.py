"""A learner seals a manager under the alias of the course."""

from pathlib import Path

import pytest

from marginlib.agents import Action, View
from marginlib.errors import InvalidInput
from marginlib.learn import enrol, seal
from marginlib.modes import cross
from marginlib.tournament import read


def waits(view: View) -> list[Action]:
    """Everything is inside."""
    return []


@pytest.mark.parametrize(("alias", "name"), [("ada", "ada"), ("Jürgen  (2b)", "Jürgen-2b")])
def test_the_entry_is_that_of_the_learner(
    alias: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is called as the alias is, its digits are said, and so is what was expected."""
    enrol(alias)
    seal(waits, cross, 0.74, "sure", tmp_path)
    entry = read(tmp_path / f"bulkheads-entry-{name}.json")
    said = capsys.readouterr().out
    assert (entry.alias, entry.mode, entry.forecast, entry.confidence) == (name, "cross", 0.74, "sure")
    assert f"are {entry.measurement[:8]}." in said
    assert "You expect 74% in your worst world, and you say: sure." in said


def test_what_cannot_be_sealed_is_refused_and_nothing_written(tmp_path: Path) -> None:
    """In the words of the mechanics."""
    with pytest.raises(InvalidInput, match="forecast is 74"):
        seal(waits, cross, 74, folder=tmp_path)
    assert not list(tmp_path.iterdir())
