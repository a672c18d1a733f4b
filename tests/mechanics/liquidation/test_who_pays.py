"""Who pays under which rules, on one jump and at one moment: the tables of figures that the course tells."""

from collections import Counter
from typing import Any

import pytest

from marginlib.book import Book
from marginlib.liquidation import Step, pro_rata, queue, random_start, steps, venue_rules
from marginlib.modes import cross, isolated
from marginlib.schedules import FlatRate, MarginalTiers

FLAT: Any = {"BTC": FlatRate(0.005)}
JUMP = Book(["BTC"] * 3, [10.0, -6.0, -4.0], [100.0] * 3, [100.0, 120.0, 200.0], FLAT, ["ann", "you", "cat"])
HAD = (210, 260)  # you and Cat, at 85


def told(rules: str = "takeover", **rest: Any) -> Step:
    """The last step after the jump from 100 to 85, with 20 in the fund and a market that takes 3."""
    *_, last = steps(JUMP, isolated, {"BTC": 85.0}, venue_rules(rules), 20.0, liquidity={"BTC": 3.0}, **rest)
    assert sum(last.money[pool] for pool in (0, 1, 2)) + last.money["fund"] == pytest.approx(440)
    return last


@pytest.mark.parametrize(
    ("rules", "ranking", "paid", "open_sizes"),
    [
        ("takeover", queue, (15, 30, 5), (0, 3)),
        ("takeover", pro_rata, (15, 21, 14), (1.8, 1.2)),
        ("clawback", queue, (20, 18, 12), (6, 4)),
    ],
)
def test_the_same_debt_shared_in_three_ways(
    rules: str, ranking: Any, paid: tuple[int, ...], open_sizes: tuple[float, ...]
) -> None:
    """Of the 50 that nobody posted the fund, you and Cat pay this much, and are left with so many units."""
    last = told(rules, ranking=ranking)
    lost = (20 - last.money["fund"], *(had - last.money[pool] for pool, had in enumerate(HAD, 1)))
    assert lost == pytest.approx(paid)
    assert [6 * last.left[1], 4 * last.left[2]] == pytest.approx(open_sizes)


def test_from_a_random_place_you_pay_more_or_less() -> None:
    """The fund always pays 15; you pay 30 where the draw begins with you, 15 where Cat is first, at 111 to 89 seeds."""
    paid = Counter(round(210 - told(ranking=random_start(seed)).money[1]) for seed in range(200))
    assert paid == {30: 111, 15: 89}


@pytest.mark.parametrize(
    ("rules", "sold", "trader", "fund", "buyers", "count"),
    [
        ("takeover", 2000, 0, 9000, 0, 2),
        ("vega", 2000, 0, 9000, 0, 22),
        ("perpetual", 1000, 6637.50, 2362.50, 0, 1),
        ("drift", 895.24, 7316.46, 837.54, 846, 1),
        ("dydx-v4", 200, 8712.07, 283.43, 4.50, 1),
        ("hyperliquid-2026", 400, 9000, 0, 0, 1),
    ],
)
def test_six_engines_at_one_moment(
    rules: str, sold: float, trader: float, fund: float, buyers: float, count: int
) -> None:
    """A long of 2,000 from 100 with 20,000 posted, 5 %, at 94.50: no engine loses a cent of the 9,000, and the trader
    has between nothing and all of it.
    """
    book = Book(["BTC"], [2000.0], [100.0], [20_000.0], {"BTC": FlatRate(0.05)})
    run = list(steps(book, isolated, {"BTC": 94.5}, venue_rules(rules), 0.0))
    money = run[-1].money
    assert [money[0], money["fund"], money["market"]] == pytest.approx([trader, fund, buyers], abs=0.005)
    assert sum(money.values()) == pytest.approx(9000)
    assert sum(step.trades[0].size for step in run if step.kind != "takeover") == pytest.approx(sold, abs=0.005)
    assert len(run) == count


def test_a_fifth_sold_at_the_mark_buys_distance() -> None:
    """Equity stays; what is needed falls by a fifth, and the liquidation price from 94.74 to 93.55."""
    book = Book(["BTC"], [2000.0], [100.0], [20_000.0], {"BTC": FlatRate(0.05)})
    (sale,) = steps(book, isolated, {"BTC": 94.5}, venue_rules("hyperliquid-2026"), 0.0)
    left, pools = sale.remaining()
    prices = {"BTC": 94.5}
    before, after = book.risk(isolated, prices), left.risk(lambda _: pools, prices)
    assert (before.equity[0], before.maintenance[0]) == (9000, 9450)
    assert (after.equity[0], after.maintenance[0]) == pytest.approx((9000, 7560))
    lines = [book.liquidation_prices(isolated, prices)[0], left.liquidation_prices(lambda _: pools, prices)[0]]
    assert [round(float(line), 2) for line in lines] == [94.74, 93.55]


def test_a_tier_less_is_927_units() -> None:
    """With tiers from 0, 50,000 and 100,000 at 2, 3 and 5 %, at 93.20: 6,400 against 6,820, and then against 2,500."""
    tiers = MarginalTiers((0.0, 50_000.0, 100_000.0), (0.02, 0.03, 0.05), (0.0, 500.0, 2500.0))
    book = Book(["BTC"], [2000.0], [100.0], [20_000.0], {"BTC": tiers})
    risk = book.risk(isolated, {"BTC": 93.2})
    assert (risk.equity[0], risk.maintenance[0]) == pytest.approx((6400, 6820))
    (sale,) = steps(book, isolated, {"BTC": 93.2}, venue_rules("tiers"), 0.0)
    assert round(sale.trades[0].size, 2) == 927.04
    assert sale.state.needs.sum() == pytest.approx(2500)


@pytest.mark.parametrize(
    ("price", "mode", "fund", "rest"),
    [(85, isolated, 150, 100), (85, cross, 200, 50), (79, isolated, 90, 100), (79, cross, 190, 0)],
)
def test_the_wall_that_saves_one_position_is_why_the_fund_pays(price: int, mode: Any, fund: float, rest: float) -> None:
    """Long 10 BTC and 10 ETH from 100 with 100 each: apart the fund of 200 bears what BTC lacks and ETH keeps its 100;
    one pool bears it itself, stays open at 85 and is gone at 79.
    """
    book = Book(["BTC", "ETH"], [10.0, 10.0], [100.0] * 2, [100.0] * 2, {**FLAT, "ETH": FlatRate(0.005)})
    prices = {"BTC": float(price), "ETH": 100.0}
    run = list(steps(book, mode, prices, venue_rules("takeover"), 200.0))
    state = run[-1].state if run else book.state(book.partition(mode), prices)
    assert state.equity.sum() == pytest.approx(rest)
    assert (run[-1].money["fund"] if run else 200) == pytest.approx(fund)
