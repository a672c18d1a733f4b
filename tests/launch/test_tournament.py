"""The command that runs the tournament of a class, and the picture that it draws."""

import csv
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from marginlib.agents import Score, judge, top_up
from marginlib.launch import main
from marginlib.launch import tournament as launched
from marginlib.modes import cross, isolated
from marginlib.show.standings import Picture, across
from marginlib.tournament import Entry, Standings
from marginlib.tournament import Result as Ranked
from marginlib.tournament.entry import measured
from marginlib.worlds import exchange, worlds
from tests.show import layout

WAIT = "def act(view):\n    return []\n"
TOP_UP = "def act(view):\n    yield from top_up(5, 10)(view)\n"


def entry(alias: str, source: str = WAIT, mode: str = "cross", forecast: float = 0.5) -> Entry:
    """An entry of this version."""
    from importlib import metadata

    return Entry(alias, source, measured(source), mode, forecast, "likely", metadata.version("marginlib"))


def lay(folder: Path, *entries: Entry) -> None:
    """Put the files of entries into a folder."""
    for one in entries:
        (folder / f"bulkheads-entry-{one.alias}.json").write_text(json.dumps(asdict(one)), encoding="utf-8")


def invoke(*arguments: str, typed: str = "") -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["tournament", *arguments], input=typed)


def test_a_class_is_run_and_everything_is_written(tmp_path: Path) -> None:
    """The seed is asked for, what cannot be read is named, and table, numbers, sources and picture lie in the folder;
    the numbers are those of `judge` on the weeks of that seed.
    """
    lay(tmp_path, entry("ada", TOP_UP, "isolated"), replace(entry("bo"), version="0.0.1"))
    (tmp_path / "bulkheads-entry-cy.json").write_text("{")
    result = invoke(str(tmp_path), "--weeks", "1", "--at-once", "1", typed="26153441\n")
    assert result.exit_code == 0, result.output
    for words in (
        "The digits of the dice: 26153441",
        "! bulkheads-entry-cy.json is left out: this file is no entry",
        "! bo was sealed with version 0.0.1, and this is",
        "Who shares a place",
        f"Written: {tmp_path / 'tournament-26153441.png'}",
    ):
        assert words in result.output
    with (tmp_path / "tournament-26153441-worlds.csv").open(encoding="utf-8") as file:
        found = {(row["alias"], row["world"]): float(row["money"]) for row in csv.DictReader(file)}
    for name, world in worlds(26_153_441, 1).items():
        for alias, manager, mode in (("ada", top_up(5, 10), isolated), ("bo", lambda _: [], cross)):
            card = judge(manager, world.account, world.weeks, exchange(mode), baselines={}, limit=60.0)
            assert found[alias, name] == card.scores[0].money
    assert TOP_UP in (tmp_path / "tournament-26153441-sources.txt").read_text(encoding="utf-8")
    with (tmp_path / "tournament-26153441.csv").open(encoding="utf-8") as file:
        assert {row["alias"] for row in csv.DictReader(file)} == {"ada", "bo"}
    with Image.open(tmp_path / "tournament-26153441.png") as picture:
        assert picture.size[0] == 900
    before = (tmp_path / "tournament-26153441-worlds.csv").read_bytes()
    again = invoke(str(tmp_path), "--weeks", "1", "--seed", "26153441", "--at-once", "2")
    assert again.exit_code == 0, again.output
    assert (tmp_path / "tournament-26153441-worlds.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("{}/missing", "--seed", "1"), "does not exist"),
        (("{}", "--seed", "-1"), "-1 is not in the range x>=0"),
        (("{}", "--seed", "1"), "There is no entry in"),
        (("{}", "--seed", "1", "--round", "3"), "3 is not in the range 1<=x<=2"),
    ],
)
def test_what_cannot_be_run_is_said_in_a_line(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """No traceback, nothing written."""
    result = invoke(*(argument.format(tmp_path) for argument in arguments))
    assert result.exit_code != 0
    assert words in " ".join(result.output.split())
    assert "Traceback" not in result.output
    assert not list(tmp_path.iterdir())


def made(alias: str, survived: int, *, forecast: float = 0.5, kept: float = 0.9, fault: str = "") -> Ranked:
    """A result of twenty weeks in one world."""
    lasted = tuple(number < survived for number in range(20))
    score = Score(alias, survived / 20, kept, 0.5, 0.1, fault=fault, lasted=lasted)
    return Ranked(entry(alias, forecast=forecast), {"one": score}, fault)


STANDINGS = Standings.of(
    [
        made("ada", 18, forecast=0.95),
        made("bo-the-one-with-a-name-of-forty-letters-", 9, forecast=0.45),
        made("cy", 20, kept=0.2),
        made("dan", 0, fault="stopped in 'one', week 1: at step 0 it raised"),
        made("eva", 20, forecast=1.0),
    ],
    26_153_441,
    20,
)


def test_no_text_of_the_picture_lies_on_another_or_sticks_out() -> None:
    """With few entries and with more than fit, and the longest alias there can be."""
    for standings in (STANDINGS, replace(STANDINGS, results=STANDINGS.results * 20)):
        assert not layout.faults(Picture(standings, "Worst of eight worlds, 20 weeks each, seed 26153441, round 2"))


def test_the_picture_shows_forecast_and_result_where_they_are() -> None:
    """A ring at each forecast and a dot at each share that survived, from top to bottom as they stand."""
    scene = Picture(STANDINGS, "")
    marks = [line for axes in scene.figure.axes for line in axes.lines if line.get_marker() == "o"]
    rings = [line for line in marks if line.get_markeredgewidth() == 2]
    dots = [line for line in marks if line.get_markeredgewidth() != 2]
    expected = sorted(STANDINGS.results, key=STANDINGS.results.index)
    assert [line.get_xdata()[0] for line in rings] == [across(one.entry.forecast) for one in expected]  # type: ignore[index]
    heights: list[float] = [line.get_ydata()[0] for line in rings]  # type: ignore[index, misc]
    assert heights == sorted(heights, reverse=True)
    assert [line.get_xdata()[0] for line in dots] == [across(one.survival) for one in expected if not one.fault]  # type: ignore[index]


def test_what_is_told_names_every_reason() -> None:
    """Who has no place is told why, and who knew best how far it would come is named."""
    lines = launched.told(STANDINGS)
    assert "cy has no place: over the budget: kept 20.0% of its positions in 'one'." in lines
    assert "dan has no place: stopped in 'one', week 1: at step 0 it raised." in lines
    assert (
        lines[-1] == "The closest forecast is that of eva and bo-the-one-with-a-name-of-forty-letters-, 0 points off."
    )
