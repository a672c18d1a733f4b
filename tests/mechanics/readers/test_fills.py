"""Fills and funding rates come through one door, whoever exports them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marginlib.errors import InvalidInput
from marginlib.readers import fills, funding
from marginlib.trades import Fill, Funding, held
from tests.mechanics.readers.exports import sheet

FILES = Path(__file__).parent / "files"
START = np.datetime64("2024-03-01T10:00", "us")
TRADES = some.lists(
    some.tuples(some.integers(-40, 40).filter(bool), some.integers(100, 9_000), some.integers(1, 90)),
    min_size=1,
    max_size=8,
).map(
    lambda rows: [
        Fill(size / 8, price / 4, fee / 1000, START + 60_000_000 * n) for n, (size, price, fee) in enumerate(rows)
    ]
)


def stamp(one: Fill) -> int:
    """Milliseconds since 1970."""
    return int(one.time.astype("M8[ms]").astype(int))


def binance(one: Fill) -> dict[str, Any]:
    """A trade of an account, numbers as text."""
    side = "BUY" if one.size > 0 else "SELL"
    cells = {"qty": str(abs(one.size)), "price": str(one.price), "commission": str(one.fee), "commissionAsset": "USDT"}
    return {"symbol": "AAAUSDT", "side": side, **cells, "time": stamp(one)}


def library(one: Fill) -> dict[str, Any]:
    """A trade of a trading library, its fee a record."""
    side = "buy" if one.size > 0 else "sell"
    cells = {"side": side, "amount": abs(one.size), "price": one.price, "fee": {"cost": one.fee, "currency": "USDT"}}
    return {"symbol": "AAA/USDT:USDT", **cells, "timestamp": stamp(one), "info": {"qty": "77"}}


def okx(one: Fill) -> dict[str, Any]:
    """A fill whose fee is below zero where it is paid."""
    side = "buy" if one.size > 0 else "sell"
    cells = {"fillSz": str(abs(one.size)), "fillPx": str(one.price), "fee": str(-one.fee), "feeCcy": "USDT"}
    return {"instId": "AAA-USDT", "side": side, **cells, "ts": str(stamp(one))}


def bybit(one: Fill) -> dict[str, Any]:
    """An execution."""
    side = "Buy" if one.size > 0 else "Sell"
    return {
        "symbol": "AAAUSDT",
        "side": side,
        "execQty": str(abs(one.size)),
        "execPrice": str(one.price),
        "execFee": str(one.fee),
        "execTime": str(stamp(one)),
    }


def spreadsheet(one: Fill) -> dict[str, Any]:
    """A row of a page of trades: the value beside the quantity, a coin beside the fee."""
    side, quantity = "BUY" if one.size > 0 else "SELL", abs(one.size)
    row = {
        "Date(UTC)": str(one.time).replace("T", " "),
        "Symbol": "AAAUSDT",
        "Side": side,
        "Price": f"{one.price:,.4f}",
    }
    return {**row, "Quantity": f"{quantity}", "Amount": quantity * one.price, "Fee": one.fee, "Fee Coin": "USDT"}


FORMS: dict[str, Any] = {
    "Binance": lambda rows: json.dumps([binance(one) for one in rows]).encode(),
    "Binance, newest first": lambda rows: [binance(one) for one in rows[::-1]],
    "library": lambda rows: json.dumps([library(one) for one in rows]).encode(),
    "OKX": lambda rows: json.dumps({"code": "0", "data": [okx(one) for one in rows]}).encode(),
    "Bybit": lambda rows: json.dumps({"result": {"list": [bybit(one) for one in rows]}}).encode(),
    "spreadsheet": lambda rows: sheet([spreadsheet(one) for one in rows]),
}


@settings(max_examples=40)
@given(TRADES, some.sampled_from(sorted(FORMS)))
def test_fills_are_what_was_exported_whoever_wrote_them(trades: list[Fill], form: str) -> None:
    """Signed sizes, prices, fees paid and times of each form, in the order of time; and so the same position."""
    (found,) = fills(FORMS[form](trades)).markets.values()
    assert found == [tuple(one) for one in trades]
    assert list(held(found)) == list(held(trades))


def test_what_is_guessed_is_said() -> None:
    """Newest first, fees below zero, and fees in another coin, which are left out."""
    trades = [Fill(1.0, 10.0, 0.5, START), Fill(-1.0, 11.0, 0.5, START + 1_000)]
    assert fills(FORMS["Binance, newest first"](trades)).repairs == ("AAAUSDT: newest first: turned round",)
    assert fills(FORMS["OKX"](trades)).repairs == ("all fees are below zero: read as paid",)
    foreign = fills([{**binance(one), "commissionAsset": "BNB"} for one in trades])
    assert "2 fees in another coin than the market is settled in left out, from row 1 on" in foreign.repairs
    assert [fee for _, _, fee, _ in foreign.markets["AAAUSDT"]] == [0.0, 0.0]
    assert foreign.took == "table: 2 fills of 1 market"
    both = fills([binance(trades[0]), {**binance(trades[1]), "symbol": "BBBUSDT"}])
    assert {name: len(rows) for name, rows in both.markets.items()} == {"AAAUSDT": 1, "BBBUSDT": 1}


GOOD = {"symbol": "AAA", "side": "buy", "qty": 1, "price": 10}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([GOOD, {**GOOD, "side": "sideways"}], r"row 2 \(AAA\) has no side that is known"),
        ([{**GOOD, "qty": 0}], r"row 1 \(AAA\): a fill of 0 at 10"),
        ([{**GOOD, "price": -1}], r"row 1 \(AAA\): a fill of 1 at -1"),
        ([{**GOOD, "price": "ten"}], r"row 1 \(AAA\), price: 'ten' is no finite number"),
        ([{**GOOD, "symbol": None}], "row 1 names no market"),
        ([{**GOOD, "time": "soon"}], r"row 1 \(AAA\), time: 'soon' is no time that is known"),
        ([{**GOOD, "time": "03/04/2024"}], "day or month first"),
        ([], "holds no record of fills"),
    ],
)
def test_a_doubtful_fill_is_named(rows: Any, words: str) -> None:
    """By its number and market, with what stands there and the way out."""
    with pytest.raises(InvalidInput, match=words):
        fills(rows)


def test_a_rate_without_its_hours_is_refused() -> None:
    """The file that people bring gives three rates by the hour; a row without an interval has none."""
    rates = funding(FILES / "funding_intervals.json")
    assert [Funding(each.rate, each.hours).an_hour for each in rates] == [3e-6, 1.25e-5, 2.5e-5]
    assert [(each.market, each.venue) for each in rates] == [("ETH", "VenueA"), ("ETH", "VenueB"), ("ALT", "VenueA")]
    with pytest.raises(InvalidInput, match=r"row 1 \(TON\): no interval given; say hours=1, 4 or 8"):
        funding([{"coin": "TON", "fundingRate": "0.0001"}])
    assert funding([{"coin": "TON", "fundingRate": "0.0001"}], hours=4)[0].hours == 4
    with pytest.raises(InvalidInput, match=r"row 1 \(TON\), hours is 0"):
        funding([{"coin": "TON", "fundingRate": "0.0001", "interval": "0"}])


BOUGHT = {"symbol": "BTCUSDT", "side": "buy", "price": "60000"}
OKX = {"instId": "BTC-USDT-SWAP", "side": "buy", "fillSz": "50", "fillPx": "60000"}
COUNTED: dict[str, tuple[dict[str, Any], float, str]] = {
    "coins, and their value": ({**BOUGHT, "qty": "0.5", "quoteQty": "30000"}, 0.5, ""),
    "coins, in parentheses": ({**BOUGHT, "Quantity (BTC)": "0.5"}, 0.5, ""),
    "quote currency, in parentheses": ({**BOUGHT, "Quantity (USDT)": "30000"}, 0.5, "quantity counts USDT"),
    "quote currency, by its value": ({**BOUGHT, "size": "30000", "value": "30000"}, 0.5, "size counts quote currency"),
    "contracts, by their value": (
        {"symbol": "BTC/USDT:USDT", "side": "buy", "amount": 50, "price": 60000, "cost": 30000},
        0.5,
        "amount counts contracts of 0.01",
    ),
    "contracts in parentheses": ({**BOUGHT, "Size (Cont)": "50", "Value": "30,000"}, 0.5, "contracts of 0.01"),
    "an inverse contract": (
        {"symbol": "BTC/USD:BTC", "side": "sell", "amount": 100, "price": 50000, "cost": 0.002},
        -100,
        "an inverse contract",
    ),
    "a value that was rounded": ({**BOUGHT, "qty": "0.0000002", "quoteQty": "0.01"}, 2e-7, ""),
    "a size in the row": ({**OKX, "ctVal": "0.01"}, 0.5, ""),
    "coins of a spot market": ({**OKX, "instId": "BTC-USDT"}, 50, ""),
    "a fee inside": ({**BOUGHT, "qty": 0.5, "fee": {"cost": 3.0, "currency": "USDT"}}, 0.5, ""),
}


@pytest.mark.parametrize("what", COUNTED)
def test_a_size_is_what_its_column_counts(what: str) -> None:
    """In coins, or in quote units of an inverse contract; what had to be worked out is said."""
    row, size, words = COUNTED[what]
    found = fills([row])
    assert [one[0] for (one,) in found.markets.values()] == [pytest.approx(size)]
    assert words in "".join(found.repairs)
    assert bool(words) == bool(found.repairs)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (OKX, r"fillsz counts contracts; say units=\{'BTC-USDT-SWAP': 0.01\}"),
        ({**BOUGHT, "symbol": "BTCUSD_PERP", "qty": "3"}, "qty counts contracts"),
        ({**BOUGHT, "symbol": "XBTUSDTM", "size": 500}, "size counts contracts"),
        ({**BOUGHT, "contracts": 5}, "has no qty"),
        ({**BOUGHT, "Size (Cont)": 5}, "size counts contracts"),
        ({**BOUGHT, "Size (ETH)": 5}, "size counts ETH; give a column in coins"),
        ({**BOUGHT, "qty": 0.5, "value": 91_234}, "0.5 at 60000 beside a value of 91234: what one unit is stays open"),
        ({**BOUGHT, "qty": 1e-200, "price": 1e-200, "value": 5}, "what one unit is stays open"),
        ({**BOUGHT, "qty": 0.5, "tradeSide": "close"}, "buy that closes may be of order or position"),
        ({**BOUGHT, "Executed": "0.5BTC"}, "'0.5BTC' is no finite number"),
    ],
)
def test_a_size_of_which_nobody_says_what_it_counts_is_refused(row: dict[str, Any], words: str) -> None:
    """With the market and the way out; and with their size contracts are read."""
    with pytest.raises(InvalidInput, match=words):
        fills([row])
    assert fills([OKX], units={"BTC": 0.01}).markets["BTC-USDT-SWAP"][0][0] == 0.5


def test_a_fill_that_stands_twice_counts_once() -> None:
    """By its number; without one, two fills that are alike are two, and one number for two fills is refused."""
    one = {**BOUGHT, "qty": 0.5}
    found = fills([{**one, "id": 7}, {**one, "id": 8}, {**one, "id": 7}])
    assert [size for size, *_ in found.markets["BTCUSDT"]] == [0.5, 0.5]
    assert found.repairs == ("rows that stand twice dropped",)
    assert len(fills([one, one]).markets["BTCUSDT"]) == 2
    with pytest.raises(InvalidInput, match=r"row 1 \(BTCUSDT\) and row 2 \(BTCUSDT\) have one number and differ"):
        fills([{**one, "id": 7}, {**one, "id": 7, "qty": 0.6}])


def test_a_decimal_comma_is_read_where_the_file_decides_it_and_else_asked_for() -> None:
    """Behind semicolons 0,5 is a half, and 1,234 may be either."""
    head = b"symbol;side;qty;price\n"
    assert fills(head + b"BTCUSDT;buy;0,5;60000,5\n").markets["BTCUSDT"][0][:2] == (0.5, 60000.5)
    open_ = head + b"BTCUSDT;buy;1,234;60000\n"
    with pytest.raises(InvalidInput, match=r"'1,234' may be 1.234 or 1234"):
        fills(open_)
    assert fills(open_, decimal=",").markets["BTCUSDT"][0][0] == 1.234
    assert fills(open_, decimal=".").markets["BTCUSDT"][0][0] == 1234
    with pytest.raises(InvalidInput, match="decimal is ';'"):
        fills(open_, decimal=";")


def test_an_interval_in_minutes_is_no_interval_in_hours() -> None:
    """Bybit says 480 where it means eight hours."""
    with pytest.raises(InvalidInput, match="480 is more than a day; of minutes give a sixtieth"):
        funding([{"symbol": "BTCUSDT", "fundingRate": "0.0001", "fundingInterval": 480}])


def test_a_cell_too_long_for_a_table_is_refused() -> None:
    """In one line, with what the file says."""
    with pytest.raises(InvalidInput, match=r"text is no table .*field larger"):
        fills(b"time,side,price,size\n2024-03-01,buy,1," + b"1" * 140_000 + b"\n")


def test_whether_somebody_was_the_buyer_is_a_side() -> None:
    """As Binance sends it: true bought, false sold."""
    for told, size in ((True, 2.0), (False, -2.0), ("true", 2.0), ("false", -2.0)):
        found = fills([{"time": "2024-03-01", "symbol": "AAA", "buyer": told, "price": 100, "qty": 2}])
        assert [each[0] for each in found.markets["AAA"]] == [size]
