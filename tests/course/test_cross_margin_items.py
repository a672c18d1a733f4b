"""What beginners have in mind in lesson 03 stays apart from the right answer, and each idea has its own name."""

from collections.abc import Sequence

import pytest

from marginlib.course.cross_margin.items import days, pool, sought
from marginlib.course.cross_margin.lesson import LESSON
from marginlib.learn import catalogue
from marginlib.learn.drawn import expected, numbers
from marginlib.learn.items import Item, Verdict
from marginlib.learn.verdicts import verdict
from marginlib.paths import stress_path
from tests.course.rules.items import remembering


@pytest.mark.parametrize("item", [one for one in LESSON.items if one.expects == "number"], ids=lambda item: item.id)
def test_no_wrong_turn_comes_as_near_as_two_tolerances(item: Item) -> None:
    """Of any learner, so that nobody who has the wrong idea passes, or is told of rounding."""
    for alias in (f"learner-{count}" for count in range(200)):
        given = numbers(item, alias)
        right = expected(item, given, alias)
        near = {key: abs(turn.answer_for(given) - right) / item.tolerance for key, turn in item.wrong.items()}
        assert min(near.values()) > 2, (alias, given, near)


RIVALS = {  # written as a beginner would, and the idea that each stands for
    "netted": "abs(0.005 * size * bitcoin + 0.01 * other * ether)",
    "btc-need": "0.005 * size * bitcoin",
    "one-rate": "0.005 * (size * bitcoin + abs(other) * ether)",
    "eth-need": "0.01 * abs(other) * ether",
    "signed-need": "0.005 * size * bitcoin + 0.01 * other * ether",
    "no-need": "0",
    "fixed": "0.5 * size + abs(other)",
}


@pytest.mark.parametrize("cause", RIVALS)
def test_a_condition_with_another_need_is_named(cause: str) -> None:
    """For every learner; three of them say open at BTC 82 and ETH 100.8, where 12 USDT are there and 14.18 needed."""
    equity = "deposit + size * (bitcoin - 100) + other * (ether - 100)"
    rival = eval(f"lambda deposit, size, other, bitcoin, ether: {equity} > {RIVALS[cause]}")  # noqa: S307 - our lines
    item = remembering(catalogue.item("03-safe"))
    for alias in (f"learner-{count}" for count in range(0, 200, 4)):
        said = verdict(item, rival, alias)
        assert (said.passed, said.cause) == (False, cause), alias


OTHERS = {  # what a learner may write for what the other legs add
    "no-profit": "0, rate * abs(size) * price",
    "no-need": "size * (price - entry), 0",
    "unsigned": "abs(size) * (price - entry), rate * abs(size) * price",
    "signed-need": "size * (price - entry), rate * size * price",
    "at-entry": "size * (price - entry), rate * abs(size) * entry",
}


@pytest.mark.parametrize("cause", OTHERS)
def test_a_price_with_another_idea_of_the_other_legs_is_named(cause: str) -> None:
    """For every learner, written as one would."""
    each = eval(f"lambda size, entry, price, rate: ({OTHERS[cause]})")  # noqa: S307 - our lines

    def rival(deposit: float, legs: Sequence[tuple[float, ...]]) -> float:
        won, bound = zip(*(each(*leg) for leg in legs[1:]), strict=True)
        size, entry, _, rate = legs[0]
        return float((deposit + sum(won) - sum(bound) - size * entry) / (rate * abs(size) - size))

    item = remembering(catalogue.item("03-legs"))
    for alias in (f"learner-{count}" for count in range(0, 200, 4)):
        said = verdict(item, rival, alias)
        assert (said.passed, said.cause) == (False, cause), alias


LINE = "({behind} - size * entry) / (0.004 * abs(size) - size)"
BRANCHES = {  # what a learner may put behind the leg
    "none": "wallet + other_profit",
    "turned": "wallet + other_profit - (other_need if size < 0 else 0)",
    "added": "wallet + other_profit + (other_need if size < 0 else -other_need)",
    "no-profit": "wallet + (0 if size < 0 else other_profit) - other_need",
}


@pytest.mark.parametrize("cause", BRANCHES)
def test_a_branch_with_other_money_behind_it_is_named(cause: str) -> None:
    """For every learner, of whatever sign the leg is."""
    names = "wallet, size, entry, other_profit, other_need"
    rival = eval(f"lambda {names}: {LINE.format(behind=BRANCHES[cause])}")  # noqa: S307 - our lines
    item = remembering(catalogue.item("03-branch"))
    for alias in (f"learner-{count}" for count in range(0, 200, 4)):
        said = verdict(item, rival, alias)
        assert (said.passed, said.cause) == (False, cause), alias


@pytest.mark.parametrize("deposit", [160, 200, 240])
@pytest.mark.parametrize("short", [8, 14])
def test_the_wedge_lies_below_the_ring_and_between_the_edges(deposit: int, short: int) -> None:
    """On a grid of prices a pair passes exactly where arithmetic closes the one account and not the other."""
    found = 0
    for bitcoin in range(6_000, 9_000, 25):
        for ether in (95.5, 97.0, 98.5, 99.5, 101.0):
            x = bitcoin / 100
            plain = deposit + 10 * (x - 100) - 0.05 * x
            hedged = plain - short * (ether - 100) - 0.01 * short * ether
            said = sought.judge_pair((x, ether), deposit, short)
            assert _passed(said) == (plain < 0 < hedged)
            found += _passed(said)
            assert not _passed(said) or ether < 100 / 1.01
    assert found


def test_the_low_of_october_is_that_of_the_cited_day() -> None:
    """What the exercise says in words is what the library has."""
    assert stress_path("2025-10-10").prices.min() == pytest.approx(pool.LOWEST, abs=0.005)


@pytest.mark.parametrize("follow", [0.8, 1.0, 1.2])
@pytest.mark.parametrize("deposit", range(180, 261, 20))
def test_few_sizes_of_a_hedge_live_through_all_five_days(deposit: int, follow: float) -> None:
    """At least one in steps of a tenth of an ETH, and no more than 55 of 250."""
    for more in range(3):
        numbers = {"deposit": deposit, "follow": follow, "alone": deposit // 10 + more}
        good = [size for size in range(1, 251, 3) if _passed(days.judge_hedge(-size / 10, **numbers))]
        assert 1 <= len(good) <= 19, (numbers, len(good))


def _passed(said: Verdict | str) -> bool:
    return isinstance(said, Verdict) and said.passed
