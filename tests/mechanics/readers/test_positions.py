"""Positions come through one door, whoever exports them: what was written is read, and what is doubtful is refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marginlib.errors import InvalidInput, MarginError, UnknownName
from marginlib.joint import Joint
from marginlib.modes import cross
from marginlib.readers import positions
from marginlib.readers.quantities import matching
from marginlib.schedules import FlatRate
from tests.mechanics.readers.exports import EXPORTS, Open, bitget

FILES = Path(__file__).parent / "files"
SCHEDULES: Any = {"AAA/USDT:USDT": FlatRate(0.004), "BBB": FlatRate(0.01), "CCCUSDT": FlatRate(0.015)}
PRICES = some.integers(100, 90_000).map(lambda cents: cents / 100)


@some.composite
def accounts(draw: Any) -> list[Open]:
    """Up to three positions, of which some hold nothing; one at least holds something."""
    markets = draw(some.lists(some.sampled_from(["AAA", "BBB", "CCC"]), min_size=1, max_size=3, unique=True))
    found = []
    for place, market in enumerate(markets):
        size = draw(some.integers(-400, 400).filter(lambda lots: lots or place)) / 8  # noqa: B023 - used at once
        entry, mark = draw(PRICES), draw(PRICES)
        room = max(0.0, -size * (mark - entry))
        more = draw(some.none() | some.integers(1, 900))
        posted = None if more is None else room + more
        found.append(Open(market, size, entry, mark, posted, draw(PRICES) if size else 0.0))
    return found


@settings(max_examples=40)
@given(accounts(), some.sampled_from(sorted(EXPORTS)), some.integers(0, 900))
def test_a_book_is_what_was_exported_whoever_wrote_it(held: list[Open], venue: str, free: int) -> None:
    """Sizes, entries, margins without profit, marks, printed prices and pools of each form are those of the account."""
    found = positions(EXPORTS[venue](held), SCHEDULES, float(free))
    there = [each for each in held if each.size]
    assert found.book.size.tolist() == [each.size for each in there]
    assert found.book.entry.tolist() == [each.entry for each in there]
    assert found.book.collateral.tolist() == pytest.approx([each.posted or 0.0 for each in there], abs=1e-6)
    assert list(found.prices.values()) == pytest.approx([each.mark for each in there], abs=1e-6)
    assert list(found.told) == [each.price for each in there]
    flat = len(held) - len(there)
    assert any(f"{flat} flat row" in words for words in found.repairs) == bool(flat)
    equity = found.book.risk(found.mode, found.prices).equity
    assert equity.sum() == pytest.approx(free + sum((each.posted or 0) + each.profit for each in there), abs=1e-5)
    pools = found.mode(found.book).positions.tolist()
    crossed = {pool for pool, each in zip(pools, there, strict=True) if each.posted is None}
    assert len(crossed) <= 1
    assert len(set(pools)) == len(crossed) + sum(each.posted is not None for each in there)


def test_the_file_that_people_bring_gives_the_prices_that_its_venue_prints() -> None:
    """Numbers as text, a market with nothing in it, a cross and an isolated row: both prices to the last digit."""
    found = positions(FILES / "positions_with_flat_rows.json", SCHEDULES, 500.0)
    lines = found.book.liquidation_prices(found.mode, found.prices)
    assert lines.round(8).tolist() == list(found.told) == [15060.24096386, 9.85221675]
    assert found.repairs == (
        "1 flat row passed by",
        "CCCUSDT: isolatedmargin 15 is 16.8 of wallet and -1.8 of open profit, used without",
    )
    assert found.took.endswith("positions_with_flat_rows.json: 2 positions, 1 cross and 1 isolated")
    table = pd.read_json(FILES / "positions_with_flat_rows.json", dtype=False)
    assert positions(table, SCHEDULES, 500.0).told == found.told


def test_long_and_short_of_one_market_stay_apart() -> None:
    """Two rows of one symbol are two legs, which `Joint` moves with one price."""
    rows = [Open("AAA", 1.0, 50_000.0, 50_000.0, None), Open("AAA", -0.5, 50_000.0, 50_000.0, None)]
    found = positions([bitget(each) for each in rows], SCHEDULES, 1_000.0)
    assert found.moves_with == {"AAAUSDT long": "AAAUSDT", "AAAUSDT short": "AAAUSDT"}
    lines = Joint(found.book, found.moves_with).lines(found.mode, {"AAAUSDT": 50_000.0})
    assert lines.below.round(3).tolist() == [48_582.996] * 2
    assert found.mode(found.book).positions.tolist() == cross(found.book).positions.tolist()


def test_contracts_need_their_size() -> None:
    """OKX counts contracts: without their size the row is refused, with it read."""
    row = {
        "instId": "AAA-USDT-SWAP",
        "pos": "30",
        "posSide": "short",
        "avgPx": "100",
        "mgnMode": "isolated",
        "margin": "9",
    }
    with pytest.raises(InvalidInput, match=r"row 1 \(AAA-USDT-SWAP\): pos counts contracts; say units="):
        positions([row], SCHEDULES)
    assert positions([row], SCHEDULES, units={"AAA": 0.1}).book.size.tolist() == [-3.0]
    assert positions([{**row, "ctVal": "0.01"}], SCHEDULES).book.size.tolist() == [-0.3]


def test_a_size_in_another_unit_is_refused_or_turned() -> None:
    """Quote currency in parentheses is refused, contracts with their size are read."""
    row = {"symbol": "AAAUSDT", "entryPrice": "100", "marginMode": "isolated", "margin": "9"}
    with pytest.raises(InvalidInput, match=r"row 1 \(AAAUSDT\): size counts USDT; give a column in coins"):
        positions([{**row, "Size (USDT)": "300"}], SCHEDULES)
    assert positions([{**row, "Size (Cont)": "30"}], SCHEDULES, units={"AAA": 0.1}).book.size.tolist() == [3.0]
    assert positions([{**row, "Size (AAA)": "3"}], SCHEDULES).book.size.tolist() == [3.0]


HELD = {"symbol": "AAAUSDT", "size": "-50", "entryPrice": "60000", "margin": "300"}


@pytest.mark.parametrize(
    ("row", "size", "words"),
    [
        ({**HELD, "value": "30000"}, -0.5, "AAAUSDT: contracts of 0.01, as value says"),
        ({**HELD, "notional": "-2940000", "markPrice": "58800"}, -50, ""),
        ({**HELD, "positionValue": "3000000"}, -50, ""),
        ({**HELD, "leverage": {"type": "isolated", "value": 10}}, -50, ""),
    ],
)
def test_a_value_beside_the_size_says_what_it_counts(row: Any, size: float, words: str) -> None:
    """Contracts of Gate carry no size, but a value; a value at the mark or at the entry is the same position."""
    found = positions([row], SCHEDULES)
    assert found.book.size.tolist() == [pytest.approx(size)]
    assert words in "".join(found.repairs)
    assert bool(words) == bool(found.repairs)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{**HELD, "notional": "7000000"}], r"notional 7000000 beside size and price that make 3000000; correct one"),
        ([{**HELD, "size": 1e-200, "entryPrice": 1e-200, "value": 5}], "value 5 beside size and price that make 0"),
        ([HELD, HELD], r"row 1 \(AAAUSDT\) and row 2 \(AAAUSDT\) are the same; keep one of them"),
        ([{**HELD, "marginMode": "portfolio"}], r"row 1 \(AAAUSDT\), mode is 'portfolio', but it must be one of"),
        ([{**HELD, "margin": None, "Margin (AAA)": 0.1}], "margin is in AAA; give it in the currency of settlement"),
        ([{**HELD, "entryPrice": 0}], r"row 1 \(AAAUSDT\), entryprice is 0"),
    ],
)
def test_what_cannot_be_meant_is_named(rows: Any, words: str) -> None:
    """A value that no contract explains, a row twice, a mode and a currency that are not reckoned with."""
    with pytest.raises(InvalidInput, match=words):
        positions(rows, SCHEDULES)


def test_no_liquidation_price_is_none_however_it_is_written() -> None:
    """Empty, zero, dashes, and below zero."""
    for price in (None, "", "0", "--", "-", "-5"):
        assert positions([{**HELD, "liqPrice": price}], SCHEDULES).told == (None,)


def test_a_margin_that_nobody_tells_is_the_value_over_the_leverage() -> None:
    """And that is said; without a leverage the row is refused."""
    row = {"symbol": "AAA", "size": 2, "entryPrice": 100, "marginMode": "isolated", "leverage": "8"}
    found = positions([row], SCHEDULES)
    assert found.book.collateral.tolist() == [25.0]
    assert "margin not given" in found.repairs[0]
    with pytest.raises(InvalidInput, match="has no leverage"):
        positions([{key: cell for key, cell in row.items() if key != "leverage"}], SCHEDULES)


GOOD = {"symbol": "AAA", "size": "2", "entryPrice": "100", "marginMode": "isolated", "margin": "20"}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([GOOD, {**GOOD, "size": "two"}], r"row 2 \(AAA\), size: 'two' is no finite number"),
        ([GOOD, {**GOOD, "size": 0, "liqPrice": "7"}], r"row 2 \(AAA\): size 0 and a liquidation price of 7"),
        ([{**GOOD, "size": "-2", "side": "long"}], r"row 1 \(AAA\): a long of -2"),
        ([{**GOOD, "entryPrice": ""}], "has no entryprice"),
        ([{**GOOD, "symbol": ""}], "row 1 names no market"),
        ([{**GOOD, "size": True}], r"row 1 \(AAA\), size is True"),
        ([{"marginUsed": 5, "unrealizedPnl": 9, **GOOD, "margin": 0}], "a margin of -4 without the open profit"),
        ([{**GOOD, "size": 0}], "1 rows, all of them without a position"),
        ([], "holds no record of positions"),
        (b"[]", "holds no record of positions"),
        (b"a,b\n", "holds no record of positions"),
        (b'[{"symbol": "AAA"', "not JSON"),
        (7, "holds no record"),
        ("no such file.json", "cannot be read"),
    ],
)
def test_a_doubtful_row_is_named(rows: Any, words: str) -> None:
    """By its number and market, with what stands there and the way out."""
    with pytest.raises(InvalidInput, match=words):
        positions(rows, SCHEDULES)


def test_a_market_without_tiers_is_named_or_takes_the_schedule_for_others() -> None:
    """And is told apart, so that a page can draw it so."""
    rows = [GOOD, {**GOOD, "symbol": "XYZ"}]
    with pytest.raises(UnknownName, match="XYZ has no tiers: give a schedule for XYZ"):
        positions(rows, SCHEDULES)
    assert positions(rows, SCHEDULES, otherwise=FlatRate(0.5)).without == ("XYZ",)


def test_a_market_is_found_under_its_other_names() -> None:
    """By its letters, then by its coin; of two that fit none is taken."""
    assert matching("btcusdt", {"BTC-USDT-SWAP": 1}) == "BTC-USDT-SWAP"
    assert matching("BTC", {"BTCUSDT": 1, "ETHUSDT": 2}) == "BTCUSDT"
    assert not matching("BTC", {"BTCUSDT": 1, "BTCUSDC": 2})


@pytest.mark.parametrize("name", [path.name for path in sorted(FILES.iterdir()) if path.suffix == ".json"])
def test_a_damaged_export_is_read_or_refused(name: str) -> None:
    """Whatever bytes change places or are lost, the end is a book or an exception of the one family."""
    whole = (FILES / name).read_bytes()
    for seed in range(60):
        rng = np.random.default_rng(seed)
        data = bytearray(whole)
        for _ in range(rng.integers(1, 5)):
            one, other = rng.integers(len(data)), rng.integers(len(data))
            data[one], data[other] = data[other], int(rng.choice(np.array([data[one], rng.integers(256)])))
        try:
            found = positions(bytes(data), SCHEDULES, otherwise=FlatRate(0.01))
            assert len(found.told) == len(found.book.size)
        except MarginError:
            continue


def test_what_was_read_is_written_and_read_again() -> None:
    """A book as JSON and as CSV of its own columns comes back."""
    found = positions(FILES / "positions_with_flat_rows.json", SCHEDULES, 500.0)
    table = pd.DataFrame(
        {
            "symbol": found.book.market,
            "size": found.book.size,
            "entryPrice": found.book.entry,
            "margin": found.book.collateral,
            "marginMode": ["cross", "isolated"],
            "markPrice": list(found.prices.values()),
        }
    )
    for again in (table, table.to_csv(index=False).encode(), json.dumps(table.to_dict("records")).encode()):
        back = positions(again, SCHEDULES, 500.0)
        for column in ("market", "size", "entry", "collateral"):
            assert (getattr(back.book, column) == getattr(found.book, column)).all()
        assert back.mode(back.book).positions.tolist() == found.mode(found.book).positions.tolist()
