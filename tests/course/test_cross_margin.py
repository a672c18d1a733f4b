"""The plane of two prices, and what lesson 03 says about the account in it."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from matplotlib.path import Path
from scipy.optimize import brentq

from marginlib.course.cross_margin import picture
from marginlib.course.cross_margin.account import book
from marginlib.course.cross_margin.model import DAYS, day, falls
from marginlib.modes import cross, isolated
from marginlib.show.price_plane import unsafe
from marginlib.walk import walk

numbers = some.floats(-20, 20).filter(lambda value: abs(value) > 0.1)
sizes = some.integers(-20, 20).filter(bool)


@given(numbers, numbers, some.floats(-3000, 3000))
def test_the_closed_part_of_the_plane_holds_the_prices_that_break_the_condition(
    first: float, second: float, offset: float
) -> None:
    """And no others, point by point on a grid."""
    corners = unsafe([first, second], offset, 40, 140)
    points = np.array(list(itertools.product(np.linspace(41, 139, 15), repeat=2)))
    excess = points @ (first, second) - offset
    clear = np.abs(excess) > 1  # points on the line itself belong to neither side
    inside = Path(corners).contains_points(points) if len(corners) > 2 else np.zeros(len(points), bool)
    assert (inside == (excess < 0))[clear].all()


@given(sizes, some.integers(100, 400), some.floats(85, 115), some.floats(85, 115))
def test_each_way_ends_where_one_price_alone_closes_the_pool(
    eth_size: int, deposit: int, btc: float, eth: float
) -> None:
    """Found by search on equity less need, the other price held."""
    w = picture.model(eth_size=eth_size, deposit=deposit, leverage=10, btc=btc, eth=eth, day="", follow=1.0)

    def excess(bitcoin: float, ether: float) -> float:
        equity = deposit + 10 * (bitcoin - 100) + eth_size * (ether - 100)
        return equity - 0.005 * 10 * bitcoin - 0.01 * abs(eth_size) * ether

    for found, along in (
        (w.together["BTC"], lambda price: excess(price, eth)),
        (w.together["ETH"], lambda price: excess(btc, price)),
    ):
        if 0 < found < np.inf:
            assert found == pytest.approx(brentq(along, found - 50, found + 50, xtol=1e-10), abs=1e-6)


@given(sizes, some.integers(100, 400), some.integers(5, 50))
def test_the_corner_of_the_isolated_box_is_never_beyond_the_line(eth_size: int, deposit: int, leverage: int) -> None:
    """It lies on the line where the whole deposit is posted, and free collateral keeps it inside by that much."""
    w = picture.model(eth_size=eth_size, deposit=deposit, leverage=leverage, btc=100.0, eth=100.0, day="", follow=1.0)
    corner = w.apart
    assert 0 < corner["BTC"] < 100
    risk = w.book.risk(cross, corner)
    assert risk.excess[0] == pytest.approx(deposit - np.sum(w.book.collateral), abs=1e-8)


@pytest.mark.parametrize("key", list(DAYS.values())[1:])
def test_a_day_closes_a_pool_where_its_path_first_crosses_the_line(key: str) -> None:
    """Hour and prices, against a walk in small steps that asks the engine at every one."""
    account, path = book(160, 10, -10), day(key, 0.8)
    found = [*falls(account, cross, path, ["pool"]), *falls(account, isolated, path, ["btc", "eth"])]
    steps = np.concatenate([np.linspace(one, other, 1_001) for one, other in itertools.pairwise(path.prices)])
    markets = dict(zip(("BTC", "ETH"), steps.T, strict=True))
    for fall, mode, pool in zip(found, (cross, isolated, isolated), (0, 0, 1), strict=True):
        closed = np.flatnonzero(account.liquidatable(mode, markets)[:, pool])
        assert (fall.hour is None) == (not closed.size)
        if closed.size:
            assert fall.hour == closed[0] // 4_004 + 1
            assert fall.end.prices == pytest.approx(steps[closed[0]], abs=0.04)


def test_two_isolated_legs_die_on_a_swing_that_leaves_the_hedged_pool_open() -> None:
    """Down 12 % and up 12 %, both prices together: the long goes first, then the short."""
    account, path = book(200, 10, -10), [(100, 100), (88, 88), (112, 112), (100, 100)]
    long, short, _ = walk(account, isolated, path)
    assert 0 < long.time < 1 < short.time < 2
    assert walk(account, cross, path)[0].time is None


def test_a_trade_moves_the_other_price_at_once_and_leverage_moves_nothing_in_cross() -> None:
    """10 ETH at 1 % need 10 of the deposit, long or short: 80.40 becomes 81.41."""
    w = picture.explorer()
    for eth, price in ((0, "80.40"), (10, "81.41"), (-10, "81.41")):
        w.eth_size.value = eth
        assert w.summary.iloc[0]["BTC closed at, USDT"] == price
    before = w.result.together
    w.leverage.value = 5
    assert w.result.together == before
    assert w.result.apart["BTC"] == pytest.approx(90.4523, abs=1e-4)  # the deposit covers no more than 10x
    w.leverage.value = 20
    assert w.result.apart["BTC"] == pytest.approx(950 / 9.95)
