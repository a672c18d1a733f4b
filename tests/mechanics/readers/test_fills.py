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
