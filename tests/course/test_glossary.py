"""The glossary tells the truth, and in the voice of the lessons."""

import math
import re

import pytest

from marginlib import contagion, formulas
from tests.course.reading import GLOSSARY
from tests.course.rules import voice

TEXT = GLOSSARY.read_text(encoding="utf-8")
ENTRIES = {
    heading.strip(): " ".join(text.split())
    for heading, _, text in (part.partition("\n") for part in TEXT.split("\n### ")[1:])
}
LIQUIDATED = 900 / (10 - 10 * 0.005)  # what is owned, 100 + 10 (P - 100), meets 0.5 % of 10 P


def closed_at(ether: float) -> float:
    """Where 200 USDT with a long of 10 BTC at 0.5 % and a short of 10 ETH at 1 % are closed, by hand."""
    return (10 * 1.01 * ether - 200) / (10 * 0.995)


FIGURES = {
    ("liquidation price", "90.45"): LIQUIDATED,
    ("maintenance margin", "904.52"): 10 * LIQUIDATED,
    ("maintenance margin", "4.52"): 0.05 * LIQUIDATED,
    ("maintenance rate", "4.52"): 0.05 * LIQUIDATED,
    ("maintenance rate", "904.52"): 10 * LIQUIDATED,
    ("conditional liquidation price", "81.41"): closed_at(100),
    ("conditional liquidation price", "91.56"): closed_at(110),
    ("health factor", "985.05"): 0.995 * 990,
    ("health factor", "1.005"): 0.995 * 990 / 980,
    ("capital efficiency", "66.3"): 100 * math.sqrt((1 + 4 * 0.3) / 5),
    ("margin ratio", "1.25"): 1 / 0.8,
}
GIVEN = {"0.05", "0.01", "0.5", "0.3"}  # rates and a correlation of the stories


@pytest.mark.parametrize(("entry", "said"), FIGURES, ids=lambda one: one)
def test_a_figure_of_the_glossary_is_what_a_reckoning_by_hand_gives(entry: str, said: str) -> None:
    """To the last digit that is printed."""
    assert said in re.findall(r"\d+\.\d+", ENTRIES[entry])
    assert f"{FIGURES[entry, said]:.{len(said.partition('.')[2])}f}" == said


def test_no_other_decimal_figure_stands_in_it() -> None:
    """A new one needs its reckoning above."""
    found = {(entry, one) for entry, text in ENTRIES.items() for one in re.findall(r"\d+\.\d+", text)}
    assert {pair for pair in found - set(FIGURES) if pair[1] not in GIVEN} == set()


def test_the_whole_sums_of_the_stories_come_out() -> None:
    """Those with a formula in the library, by it."""
    assert formulas.bankruptcy_price(100, 10, 100) == 90
    assert "at 90 USDT all of that money is gone" in ENTRIES["bankruptcy price"]
    assert formulas.pnl(10, 100, 97) == -30
    assert "you have lost 30 USDT" in ENTRIES["profit and loss"]
    week = 60 * math.sqrt(7 / 365)
    assert round(week) == 8
    assert round(16 / week) == 2
    assert "about 8 % in a usual week. So a line at a distance of 16 % is two such" in ENTRIES["deviation"]
    assert math.isclose(1000 * 0.0001 * 3 * 10, 3)
    assert "comes to 3 USDT" in ENTRIES["funding"]
    assert round(1000 * math.sqrt((1 + 4 * 0.3) / 5)) == 663
    assert "663 USDT" in ENTRIES["capital efficiency"]
    assert formulas.risked_size(10_000, 0.01, 100, 95) == 20
    assert "you buy 20 coins" in ENTRIES["fixed fractional"]
    assert math.isclose(formulas.kelly(0.18, 0.6), 0.5)
    assert "half of what you own" in ENTRIES["Kelly fraction"]
    assert 11 * 250 / 550 == 5
    assert "Ben and Cleo each miss 5 of them while Dan misses 1" in ENTRIES["blast radius"]
    assert "Ada pays 60 and Ben pays 80" in ENTRIES["clearing vector"]
    assert contagion.clearing_vector([[0, 100, 0], [0, 0, 100], [0, 0, 0]], [60, 20, 0]).tolist() == [60, 80, 0]


def test_an_entry_tells_a_story_first_and_then_defines_its_word() -> None:
    """So the second half of an entry names the word, and the first sentence does not begin with it."""
    for entry, text in ENTRIES.items():
        said = voice.split(text)
        assert len(said) >= 2, entry
        assert not re.match(rf"(?:the |an? )?{re.escape(entry)}\b", text, re.IGNORECASE), entry


def test_the_glossary_sounds_like_the_lessons() -> None:
    """It keeps the bounds of prose."""
    kept = [str(one) for one in voice.measured([voice.split(text) for text in ENTRIES.values()]) if not one.kept]
    assert not kept
