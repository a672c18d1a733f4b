"""Tier tables come through one door: what a venue printed is the schedule, what it left out is computed and said."""

import json
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marginlib.errors import InvalidInput, MarginError
from marginlib.readers import tiers
from marginlib.schedules import StepTiers
from tests.mechanics.readers.exports import sheet

FILES = Path(__file__).parent / "files"
AAA, BBB = "AAA/USDT:USDT", "BBB/USDT:USDT"


@some.composite
def tables(draw: Any) -> list[tuple[int, int, int, int]]:
    """Floor, cap, rate in thousandths of a percent and leverage of one to five tiers."""
    count = draw(some.integers(1, 5))
    edges = [0, *accumulate(draw(some.lists(some.integers(1, 90), min_size=count, max_size=count)))]
    rates = sorted(draw(some.lists(some.integers(400, 9000), min_size=count, max_size=count, unique=True)))
    return [
        (10_000 * low, 10_000 * high, rate, 100_000 // rate // 2 or 1)
        for (low, high), rate in zip(pairwise(edges), rates, strict=True)
    ]


def amounts(table: list[tuple[int, int, int, int]]) -> list[float]:
    """What each tier deducts: by hand, in whole cents."""
    found, before = [0], 0
    for (_, _, rate, _), (floor, _, later, _) in pairwise(table):
        before += floor * (later - rate)
        found.append(before)
    return [amount / 100_000 for amount in found]


def rate(thousandths: int) -> str:
    """A rate as a venue prints it."""
    return f"{thousandths / 100_000:.5f}"


def library(table: Any, *, told: bool) -> Any:
    """Tiers of a trading library, the deduction as text in what it passes on."""
    rows = [
        {
            "minNotional": float(low),
            "maxNotional": float(high),
            "maintenanceMarginRate": one / 100_000,
            "maxLeverage": float(most),
            "info": {"cum": str(amount)} if told else {},
        }
        for (low, high, one, most), amount in zip(table, amounts(table), strict=True)
    ]
    return json.dumps({AAA: rows}).encode()


def brackets(table: Any) -> Any:
    """Brackets within a record of their symbol."""
    rows = [
        {
            "notionalFloor": low,
            "notionalCap": high,
            "maintMarginRatio": one / 100_000,
            "initialLeverage": most,
            "cum": cut,
        }
        for (low, high, one, most), cut in zip(table, amounts(table), strict=True)
    ]
    return [{"symbol": AAA, "brackets": rows}]


def limits(table: Any) -> Any:
    """Caps alone, rates as percentages, numbers as text."""
    rows = [
        {
            "symbol": AAA,
            "riskLimitValue": str(high),
            "maintenanceMargin": f"{one / 1000:.3f}",
            "maxLeverage": f"{most}.00",
        }
        for _, high, one, most in table
    ]
    return json.dumps({"result": {"list": rows}}).encode()


def spreadsheet(table: Any) -> bytes:
    """Flat rows with thousands in quotes, shuffled by rate."""
    rows = [{"Symbol": AAA, "Floor": f"{low:,}", "Cap": f"{high:,}", "MMR": rate(one)} for low, high, one, _ in table]
    return sheet(rows[::-1])


FORMS: dict[str, Any] = {
    "library": lambda table: library(table, told=True),
    "library without amounts": lambda table: library(table, told=False),
    "brackets": brackets,
    "limits": limits,
    "spreadsheet": spreadsheet,
    "table": lambda table: pd.DataFrame([{"symbol": AAA, "floor": low, "mmr": one / 1e5} for low, _, one, _ in table]),
}


@settings(max_examples=40)
@given(tables(), some.sampled_from(sorted(FORMS)))
def test_a_schedule_is_what_was_printed_whoever_printed_it(table: Any, form: str) -> None:
    """Floors, rates, deductions and largest leverages of each form, given or computed."""
    found = tiers(FORMS[form](table))
    terms: Any = found.markets[AAA]
    assert terms.maintenance.floors == tuple(float(low) for low, *_ in table)
    assert terms.maintenance.rates == pytest.approx([one / 100_000 for _, _, one, _ in table], rel=1e-12)
    assert terms.maintenance.amounts == pytest.approx(amounts(table), rel=1e-9, abs=1e-9)
    if form in {"library", "brackets", "limits"}:
        assert [most for _, most in terms.leverages] == [most for *_, most in table]
        assert terms.max_notional == table[-1][1]
    computed = len(table) > 1 and form not in {"library", "brackets"}
    assert any("gives no amounts" in words for words in found.repairs) == computed


def test_the_file_that_people_bring() -> None:
    """Amounts as given, as text, and amounts that are computed, exactly and said."""
    found = tiers(FILES / "leverage_tiers.json")
    schedules: Any = found.schedules
    assert schedules[AAA].floors == (0, 40_000, 300_000)
    assert schedules[AAA].rates == (0.004, 0.006, 0.015)
    assert schedules[AAA].amounts == (0, 80, 2_780)
    assert schedules[BBB].amounts == (0, 1_200)
    assert found.repairs == (f"{BBB} gives no amounts: computed, so that no tier begins with a jump",)
    assert found.markets[BBB].max_leverage(2_000_000) == 90


def test_tiers_that_count_contracts_charge_the_whole_position() -> None:
    """OKX: sizes from and to, at one rate for all of it."""
    rows = [
        {"instId": "AAA-USDT", "minSz": "0", "maxSz": "50", "mmr": "0.03", "maxLever": "10"},
        {"instId": "AAA-USDT", "minSz": "51", "maxSz": "100", "mmr": "0.04", "maxLever": "5"},
    ]
    found = tiers({"code": "0", "data": rows})
    assert found.schedules["AAA-USDT"] == StepTiers((50.0,), (0.03, 0.04), "size")
    assert "counts contracts" in found.repairs[0]


ROW = {"symbol": "AAA", "minNotional": 0, "maxNotional": 100, "mmr": "0.01"}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([ROW, {**ROW, "minNotional": 130}], "AAA, tier 2: floor 130 after cap 100, nothing covers what is between"),
        ([ROW, {**ROW, "minNotional": 70}], "AAA, tier 2: floor 70 after cap 100, both cover what is between"),
        ([ROW, {**ROW, "minNotional": 100, "mmr": "0.005"}], "AAA: rates are .* must not fall"),
        ([ROW, {**ROW, "minNotional": 100, "mmr": ""}], r"row 2 \(AAA\) has no maintenancemarginrate"),
        ([{**ROW, "mmr": "a lot"}], r"row 1 \(AAA\), mmr: 'a lot' is no finite number"),
        (
            [{**ROW, "cum": 0}, {**ROW, "minNotional": 100, "mmr": 0.02, "cum": 7}],
            "AAA: maintenance amount 7.0 .* a jump",
        ),
        ([{"symbol": "AAA", "price": 1}], r"row 1 \(AAA\) has no"),
        ([{"symbol": "AAA", "cap": 100, "mmr": 0.4}], "AAA: 0.4 may be a share or percent; give fractions"),
        (b"symbol;cap;mmr\nAAA;100.000;0,4\n", "AAA: 0.4 may be a share or percent"),
        ([], "holds no record of tiers"),
    ],
)
def test_what_is_no_table_of_tiers_is_named(rows: Any, words: str) -> None:
    """By market and tier, with what is wrong and the way out."""
    with pytest.raises(InvalidInput, match=words):
        tiers(rows)


def test_a_damaged_table_is_read_or_refused() -> None:
    """Whatever bytes change places, the end is a schedule or an exception of the one family."""
    whole = (FILES / "leverage_tiers.json").read_bytes()
    for seed in range(60):
        place, other = (seed * 37) % len(whole), (seed * 101 + 13) % len(whole)
        data = bytearray(whole)
        data[place], data[other] = data[other], data[place]
        try:
            assert tiers(bytes(data)).markets
        except MarginError:
            continue


def test_a_table_in_coin_and_one_behind_semicolons() -> None:
    """Quantities as floors, as COIN-M has them, and decimal commas that the table decides."""
    rows = [
        {"qtyFloor": 0, "qtyCap": 5, "maintMarginRatio": 0.004, "cum": 0},
        {"qtyFloor": 5, "qtyCap": 10, "maintMarginRatio": 0.005, "cum": 0.005},
    ]
    coin: Any = tiers([{"symbol": "AAAUSD_PERP", "brackets": rows}]).schedules["AAAUSD_PERP"]
    assert (coin.floors, coin.amounts) == ((0, 5), (0, 0.005))
    table: Any = tiers(b"symbol;cap;mmr\nAAA;100.000;0,004\nAAA;200.000;0,005\n").schedules["AAA"]
    assert (table.floors, table.rates) == ((0, 100_000), (0.004, 0.005))


def test_percentages_are_told_by_the_first_as_it_was_read() -> None:
    """0.4 with a leverage of 100 can only be a percentage."""
    rows = [
        {"symbol": "AAA", "cap": 100, "mmr": 0.4, "maxLeverage": 100},
        {"symbol": "AAA", "cap": 200, "mmr": 2.5, "maxLeverage": 20},
    ]
    found = tiers(rows)
    assert any("AAA: rates are percentages, read as 0.004 and on" in each for each in found.repairs)
