"""Venues: what the files say, against what venues published and recorded."""

import json
from datetime import date
from fractions import Fraction
from operator import attrgetter
from pathlib import Path

import pytest

from marginlib.errors import UnknownName
from marginlib.liquidation import venue_rules
from marginlib.position import Position
from marginlib.schedules import MarginalTiers
from marginlib.venues import names_with, sheet, venue, venue_names

CASES = json.loads((Path(__file__).parents[1] / "reference" / "cases.json").read_text(encoding="utf-8"))["cases"]


def is_dated(text: str) -> bool:
    """Whether a text is a date that has come, or admits that there is none and says what is known."""
    dated, _, known = text.partition("; ")
    return bool(known) if dated == "undated" else not known and date.fromisoformat(dated) <= date(2026, 11, 24)


@pytest.mark.parametrize("name", venue_names())
def test_venue_data_read_as_floats_and_as_fractions(name: str) -> None:
    """Every venue has a source, a date or the admission of what is known of it, and both kinds of number agree."""
    floats, fractions = venue(name), venue(name, Fraction)
    assert floats.source
    assert is_dated(floats.date)
    for symbol, market in fractions.markets.items():
        need = market.maintenance.requirement(Fraction(3), Fraction(20_000))
        assert floats.markets[symbol].maintenance.requirement(3.0, 20_000.0) == pytest.approx(float(need), rel=1e-12)


def test_steps_of_an_inverse_venue_count_quote_units() -> None:
    """OKX publishes contracts of 100 USD; 2,000 of them pay 0.4 % of the whole position, one dollar more pays 0.5 %."""
    schedule = venue("okx-btcusd").market("BTC").maintenance
    conventions = venue("okx-btcusd").conventions
    for size, rate in ((200_000.0, 0.004), (200_001.0, 0.005), (2_000_000.0, 0.0075)):
        position = Position.opened(size, 50_000.0, 10, schedule, conventions)
        assert position.maintenance(50_000.0) == pytest.approx(rate * size / 50_000)


def test_a_venue_that_asks_for_everything_says_so() -> None:
    """The safety tier of dYdX asks the whole notional to open a position."""
    initial = venue("dydx-v4", Fraction).market("safety").initial
    assert initial is not None
    assert initial.requirement(Fraction(2), Fraction(100)) == 200


def test_a_later_set_of_brackets_stands_beside_the_earlier() -> None:
    """Binance widened the first BTC bracket: its amounts of 2026 follow from continuity, and 250,000 USDT ask less."""
    earlier, later = (venue(name, Fraction).market("BTC") for name in ("binance-usdm", "binance-usdm-2026"))
    assert isinstance(later.maintenance, MarginalTiers)
    floors, rates = later.maintenance.floors[:6], later.maintenance.rates[:6]
    assert floors == (0, 300_000, 800_000, 3_000_000, 12_000_000, 70_000_000)
    steps = [floor * (upper - lower) for floor, lower, upper in zip(floors[1:], rates, rates[1:], strict=False)]
    assert [sum(steps[:tier]) for tier in range(6)] == [0, 300, 1_500, 12_000, 132_000, 482_000]
    assert earlier.maintenance.requirement(Fraction(250_000), Fraction(1)) == 1_200
    assert later.maintenance.requirement(Fraction(250_000), Fraction(1)) == 1_000
    assert (earlier.max_leverage(250_000), later.max_leverage(250_000)) == (100, 150)


def test_a_recorded_hyperliquid_account() -> None:
    """What Hyperliquid reported on 25 September 2026 for 4.5 BTC worth 377,667 USDC: 4,720.8375 of maintenance."""
    market = venue("hyperliquid-2026", Fraction).market("BTC")
    assert market.maintenance.requirement(Fraction("4.5"), Fraction(377_667) / Fraction("4.5")) == Fraction("4720.8375")


@pytest.mark.parametrize("name", venue_names())
def test_a_venue_says_when_it_was_checked_and_what_it_reaches(name: str) -> None:
    """A date that has come, then words; the numbers in them are those of the tests below or of the file."""
    day, _, words = venue(name).checked.partition("; ")
    assert date.fromisoformat(day) <= date(2026, 11, 30)
    assert words.endswith(".")
    hours = venue(name, Fraction).funding_hours
    assert hours is None or (isinstance(hours, Fraction) and hours in (1, 8))


def test_prices_of_a_coin_margined_long_under_both_tables() -> None:
    """Topic 6292: 101 BTC behind 10,000,000 USD from 45,000, by the closed form with the amount of each table."""
    for name, amount, price in (
        ("binance-coinm", Fraction("11.605"), 33_599.42),
        ("binance-coinm-2021", Fraction("11.81"), 33_578.86),
    ):
        long = Fraction(10_000_000)
        market, conventions = venue(name, Fraction).market("BTC"), venue(name, Fraction).conventions
        position = Position(long, Fraction(45_000), Fraction(101), market.maintenance, conventions)
        assert position.liquidation_price == long * Fraction("1.125") / (101 + amount + long / 45_000)
        assert f"{price:,.2f}" in venue(name).checked
        assert position.liquidation_price == pytest.approx(price, abs=0.005)


def test_recorded_positions_of_hyperliquid() -> None:
    """Fifteen of four coins: each price that the venue printed is reached within 0.002 USDC."""
    seen = 0
    for case in (case for case in CASES if case["family"] == "hyperliquid" and "xyz" not in case["id"]):
        given, side = case["inputs"], 1 if case["direction"] == "long" else -1
        market = venue("hyperliquid").market(case["id"].split("-")[2].upper()).maintenance
        position = Position(side * given["quantity"], given["entry_price"], given["collateral"], market)
        assert position.liquidation_price == pytest.approx(case["expected"]["liquidation_price"], abs=0.002)
        seen += 1
    assert seen == 15


def test_examples_on_the_page_of_deribit() -> None:
    """25 BTC at 100,000 and 25 SOL at 200."""
    btc, sol = (venue("deribit-linear", Fraction).market(coin) for coin in ("BTC", "SOL"))
    assert btc.maintenance.requirement(Fraction(25), Fraction(100_000)) == 28_125
    assert sol.maintenance.requirement(Fraction(25), Fraction(200)) == Fraction("100.625")
    assert sol.initial is not None
    assert sol.initial.requirement(Fraction(25), Fraction(200)) == Fraction("200.625")


@pytest.mark.parametrize("symbol", ["BTC", "ETH", "SOL", "DOGE"])
def test_a_tier_of_hyperliquid_asks_half_of_one_over_its_leverage(symbol: str) -> None:
    """Each part of the notional pays half the initial rate at the largest leverage of its tier, as documented."""
    market = venue("hyperliquid-2026", Fraction).market(symbol)
    (_, first), (floor, second) = market.leverages
    for notional in (floor / 3, floor, floor * 3):
        parts = min(notional, floor) / first + max(notional - floor, Fraction(0)) / second
        assert market.maintenance.requirement(notional, Fraction(1)) == parts / 2
    earlier = venue("hyperliquid", Fraction).market(symbol)
    assert market.maintenance.requirement(floor * 3, Fraction(1)) > earlier.maintenance.requirement(floor * 3, 1)


def test_a_published_coin_margined_amount_of_2021() -> None:
    """The FAQ of 5 February 2021 on 300 BTC: rate 12.5 %, amount 11.81, and 1.81 for the level from 50 BTC."""
    earlier, later = (
        venue(name, Fraction).market("BTC").maintenance for name in ("binance-coinm-2021", "binance-coinm")
    )
    need = {notional: earlier.requirement(Fraction(notional), Fraction(1)) for notional in (7, 75, 300)}
    assert need[300] == Fraction("0.125") * 300 - Fraction("11.81")
    assert need[75] == Fraction("0.05") * 75 - Fraction("1.81")
    assert need[7] == Fraction("0.004") * 7 < later.requirement(Fraction(7), Fraction(1))


def test_a_recorded_bybit_position() -> None:
    """What Bybit reported for 0.001 BTC at 60,766.7 and 10x: 0.5 % of the entry value and 0.055 % at bankruptcy."""
    bybit = venue("bybit-usdt", Fraction)
    market, entry, size = bybit.market("BTC"), Fraction("60766.7"), Fraction("0.001")
    position = Position.opened(size, entry, 10, market.maintenance, bybit.conventions)
    closing = Fraction("0.00055") * size * entry * Fraction(9, 10)
    assert round(position.maintenance(Fraction("60822.58")) + closing, 8) == Fraction("0.33391302")
    assert market.max_notional == 2_000_000


def test_every_tier_of_dydx_but_the_largest_rises_with_open_interest() -> None:
    """At its upper cap a tier asks the whole notional; only the largest coins have no cap."""
    for name, market in venue("dydx-v4", Fraction).markets.items():
        if market.open_interest_caps is None:
            assert name == "large-cap"
        else:
            schedule = market.initial_at(market.open_interest_caps[1])
            assert schedule.requirement(Fraction(2), Fraction(100)) == 200


def test_unknown_names_list_what_there_is() -> None:
    """The way out of an unknown venue is the list of those that exist."""
    with pytest.raises(UnknownName, match="binance-usdm"):
        venue("binance")


@pytest.mark.parametrize("name", names_with("liquidation"))
def test_rules_of_liquidation_read_as_floats_and_as_fractions(name: str) -> None:
    """Every set of rules has a title, a source and a date; its numbers are those of the file in both kinds."""
    said = sheet(name)["liquidation"]
    floats, fractions = venue_rules(name), venue_rules(name, Fraction)
    assert floats.title == sheet(name)["title"]
    assert floats.source == said["source"]
    assert is_dated(floats.date)
    given = {key: said.get(key, "0") for key in ("fee", "takeover")}
    given |= {
        f"{key}.{one}": number for key in ("part", "fill", "disposal") for one, number in said.get(key, {}).items()
    }
    for key, number in given.items():
        if isinstance(number, str) and not key.endswith("rule"):
            assert attrgetter(key)(fractions) == Fraction(number)
            assert attrgetter(key)(floats) == pytest.approx(float(Fraction(number)), rel=1e-15)


def test_a_name_without_that_part_is_refused_with_those_that_have_it() -> None:
    """A set of rules without markets is no venue to ask for tiers, and the other way round."""
    with pytest.raises(UnknownName, match=r"vega.*binance-usdm"):
        venue("vega")
    with pytest.raises(UnknownName, match=r"okx-btcusd.*vega"):
        venue_rules("okx-btcusd")
