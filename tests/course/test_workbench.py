"""The workbench of lesson 14: its figures by hand, every state it must show, and that nothing leaves the machine."""

import asyncio
import json
import random
import socket
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import bisect
from scipy.stats import norm

from marginlib.course.your_venue import picture
from marginlib.course.your_venue.goals import BENCH
from marginlib.course.your_venue.workbench import bench, export, memory, reading, told
from marginlib.course.your_venue.workbench.account import SAMPLE
from marginlib.course.your_venue.workbench.bench import Workbench
from marginlib.course.your_venue.workbench.fate import DAYS, Chance, kept
from marginlib.course.your_venue.workbench.model import Result
from marginlib.course.your_venue.workbench.picture import Picture
from marginlib.course.your_venue.workbench.reading import Options, bring
from marginlib.course.your_venue.workbench.rules import BROUGHT, CROSS, ISOLATED, MINE, VENUES, Setup
from marginlib.errors import InvalidInput
from marginlib.learn import store
from marginlib.paths import stress_path
from tests.course.goals import REACHED
from tests.course.reading import ROOT
from tests.mechanics.readers.exports import EXPORTS, Open, binance, text
from tests.show.layout import faults

FILES = sorted((ROOT / "tests" / "mechanics" / "readers" / "files").iterdir())
HERE = ROOT / "tests" / "mechanics" / "readers" / "files"
ENTRIES, SIZES = {"BTC": 61_000.0, "ETH": 3_100.0, "SOL": 140.0}, {"BTC": 1.5, "ETH": -12.0, "SOL": 200.0}
POSTED, NOW = {"BTC": 9_000.0, "ETH": 3_600.0, "SOL": 2_800.0}, {"BTC": 60_000.0, "ETH": 3_000.0, "SOL": 150.0}
YEARLY = {"BTC": 0.6, "ETH": 0.8, "SOL": 1.0}


TABLE = tomllib.loads((ROOT / "marginlib/venues/binance-usdm-2026.toml").read_text("utf-8"))["markets"]
ROWS = {name: [[float(one) for one in row[:2]] for row in TABLE[name]["tiers"]] for name in SIZES}


def asked(market: str, value: float) -> float:
    """What Binance's table of 2026 asks, slice by slice."""
    rows = ROWS[market]
    edges = [floor for floor, _ in rows[1:]] + [float("inf")]
    return sum(rate * max(min(value, edge) - floor, 0.0) for (floor, rate), edge in zip(rows, edges, strict=True))


def spare(markets: tuple[str, ...], money: float, prices: dict[str, float], sizes: float = 1.0) -> float:
    """What a pool of some markets has beyond what is asked, by hand."""
    profit = sum(sizes * SIZES[name] * (prices[name] - ENTRIES[name]) for name in markets)
    return money + profit - sum(asked(name, abs(sizes * SIZES[name]) * prices[name]) for name in markets)


@pytest.mark.parametrize("sizes", [1.0, 0.4, 1.5])
def test_the_lines_of_the_sample_agree_with_bisection_by_hand(sizes: float) -> None:
    """In both modes, each while the other prices stay; at full size they are the figures of the plan."""
    result = Result(sizes=sizes)
    found: dict[str, list[float]] = {}
    for mode in (ISOLATED, CROSS):
        lines = [line for pool in result.pools(mode) for line in pool.lines]
        found[mode] = [price for line in lines for price in line.prices]
        for line in lines:
            pool = (line.market,) if mode == ISOLATED else tuple(SIZES)
            money = POSTED[line.market] if mode == ISOLATED else 18_400.0

            def beyond(price: float, name: str = line.market, pool: Any = pool, money: float = money) -> float:
                return spare(pool, money, {**NOW, name: price}, sizes)

            far = 1e-6 if line.size > 0 else 40 * NOW[line.market]
            assert bool(line.prices) == (beyond(far) < 0)
            if line.prices:
                assert line.prices[0] == pytest.approx(bisect(beyond, far, NOW[line.market], xtol=1e-9), abs=1e-4)
    if sizes == 1:
        assert np.round(found[ISOLATED], 2).tolist() == [55220.88, 3386.45, 126.63]
        assert np.round(found[CROSS], 2).tolist() == [46983.94, 4614.04, 52.28]


def test_the_chances_of_the_sample_agree_with_a_closed_form_and_a_simulation_by_hand() -> None:
    """Each pool by the reflection of a Brownian motion; any of them, and the one tank, by 30,000 plain paths."""
    chance = Result().chance
    assert isinstance(chance, Chance)
    years, lines = 7 / 365, {"BTC": 55220.88, "ETH": 3386.45, "SOL": 126.63}
    for (name, line), failed in zip(lines.items(), chance.fails.values(), strict=True):
        way, drift = np.log(line / NOW[name]), -(YEARLY[name] ** 2) / 2
        spread, turn = YEARLY[name] * np.sqrt(years), np.sign(way)
        first = norm.cdf(turn * (drift * years - way) / spread)
        again = np.exp(2 * drift * way / YEARLY[name] ** 2) * norm.cdf(-turn * (way + drift * years) / spread)
        assert failed == pytest.approx(first + again, abs=0.01)
    rng, steps, count = np.random.default_rng(5), 56, 30_000
    root = np.linalg.cholesky(np.full((3, 3), 0.8) + 0.2 * np.eye(3))
    year = np.array(list(YEARLY.values()))
    here, walled, pooled = np.zeros((count, 3)), np.ones(count), np.zeros(count, dtype=bool)
    edge = np.log(np.array(list(lines.values())) / np.array(list(NOW.values())))
    for _ in range(steps):
        move = rng.standard_normal((count, 3)) @ root.T * year * np.sqrt(years / steps) - year**2 / 2 * years / steps
        before, here = here, here + move
        gap = np.maximum((before - edge) * -np.sign(edge), 0.0) * np.maximum((here - edge) * -np.sign(edge), 0.0)
        walled *= np.prod(1 - np.exp(-2 * gap / (year**2 * years / steps)), axis=1)
        prices = np.exp(here) * np.array(list(NOW.values()))
        sizes, entries = np.array(list(SIZES.values())), np.array(list(ENTRIES.values()))
        pooled |= 18_400 + (prices - entries) @ sizes < prices @ np.abs(sizes) * 0.005
    assert float(chance.some[ISOLATED].value) == pytest.approx(1 - walled.mean(), abs=0.015)
    assert float(chance.some[CROSS].value) == pytest.approx(pooled.mean(), abs=0.003)
    assert f"{chance.some[ISOLATED]} and {chance.some[CROSS]}" == "0.631 ± 0.004 and 0.0067 ± 0.0008"


def test_the_days_of_the_sample_agree_with_a_walk_by_hand() -> None:
    """Candle by candle: a pool beyond its edge at any price it met is closed, and what it had is lost."""
    result, found = Result(), {}
    for name, day in DAYS.items():
        path = stress_path(day).prices[:, 0] / 100
        left = 3_000.0
        for market, size in SIZES.items():
            spares = [spare((market,), POSTED[market], {market: NOW[market] * move}) for move in path]
            end = POSTED[market] + size * (NOW[market] * path[-1] - ENTRIES[market])
            left += 0.0 if min(spares) < 0 else end
        spares = [spare(tuple(SIZES), 18_400, {one: NOW[one] * move for one in SIZES}) for move in path]
        end = 18_400 + sum(SIZES[one] * (NOW[one] * path[-1] - ENTRIES[one]) for one in SIZES)
        pooled = 0.0 if min(spares) < 0 else end
        here = [kept(result.after(name, mode)) for mode in (ISOLATED, CROSS)]
        assert here == pytest.approx([left, pooled], abs=1e-6)
        found[name] = [round(one) for one in here]
    assert list(found.values()) == [[22377, 0], [11079, 0], [12952, 8079], [10516, 13762]]


def test_the_sizes_of_the_plan_are_as_quiet_as_it_says() -> None:
    """At 0.4 of all sizes 3.8 weeks in a hundred, at 0.5 eleven; the free money shared out leaves forty-seven."""
    quiet = {sizes: float(Result(sizes=sizes).some(ISOLATED).value) for sizes in (0.4, 0.5)}  # type: ignore[union-attr]
    assert (round(100 * quiet[0.4]), round(100 * quiet[0.5])) == (4, 11)


def test_goals_are_met_by_their_controls_on_the_sample_alone() -> None:
    """Not at first, and not one step before; an account that was brought meets none."""
    w = picture.workbench()
    steps: list[dict[str, Any]] = [{"day": "12 Mar 2020"}, {"sizes": 0.5}]
    for goal, before in zip(BENCH, steps, strict=True):
        assert not goal.met(w.result)
        w.set(**{**w._start, **before})
        assert not goal.met(w.result)
        w.set(**{**w._start, **REACHED[goal.key]})
        assert goal.met(w.result)
        w.account = bring(str(HERE / "positions_with_flat_rows.json"), Options(money=500.0)).account or SAMPLE
        w._again()
        assert not goal.met(w.result)
        w.press("sample")


# ---- what is brought

HELD = [Open("BTC", 0.5, 60_000.0, 61_000.0, 3_000.0), Open("ETH", -5.0, 3_000.0, 2_950.0, 2_500.0)]
WORDS = {
    "compact_date_times.csv": "2 candles of 1 minute from 2024-03-01 10:59",
    "funding_intervals.json": "3 funding rates",
    "gap_minutes.csv": "147 missing in 1 gap",
    "klines_1h.zip": "2 candles of 1 hour",
    "klines_microseconds.csv": "from 2025-01-01 00:00",
    "klines_milli_then_micro.csv": "milliseconds and microseconds",
    "leverage_tiers.json": "5 tiers of 2 markets",
    "positions_with_flat_rows.json": "2 positions, 1 cross and 1 isolated",
    "thousands_quoted.csv": "2 candles of 1 day",
    "thousands_quoted_rising.csv": "1 candle at",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_file_is_taken_for_what_it_is_or_refused_with_the_way_out(file: Path) -> None:
    """With three rows as written and as understood; the refusal names the choice that mends it."""
    w = picture.workbench()
    w.press("read", path=str(file))
    if file.name in WORDS:
        assert WORDS[file.name] in w.front["took"][0]
        assert not w.front["refused"]
        assert w.front["written"]
        assert w.front["understood"]
    else:
        assert "1 of 3 opens" in w.front["refused"]
        assert w.front["focus"] == "widen"
        assert w.account is SAMPLE
        w.press("read", path=str(file), widen=True)
        assert "1 of 3 opens lay outside" in w.front["repairs"][0]
    assert str(file.parent) not in json.dumps({**w.front, "saved": ""})


@pytest.mark.parametrize("name", [name for name, made in EXPORTS.items() if isinstance(made(HELD), bytes)])
def test_an_account_is_the_same_whoever_exports_it(name: str, tmp_path: Path) -> None:
    """Legs, money and prices, under each form that venues and libraries write."""
    file = tmp_path / f"export.{'csv' if 'CSV' in name or 'semicolons' in name else 'json'}"
    file.write_bytes(EXPORTS[name](HELD))
    account = bring(str(file), Options()).account
    assert account
    assert account.coins == ("BTC", "ETH")
    assert (account.sizes, account.entries) == ((0.5, -5.0), (60_000.0, 3_000.0))
    assert account.posted == pytest.approx((3_000.0, 2_500.0))
    assert list(account.prices.values()) == pytest.approx([61_000.0, 2_950.0])
    money = [pool.level for pool in Result(account=account).pools(ISOLATED)]
    assert money == pytest.approx([3_500.0, 2_750.0])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_damaged_file_ends_in_a_value_or_a_refusal(file: Path, tmp_path: Path) -> None:
    """Bytes exchanged by chance: nothing but `InvalidInput` comes out, and the bench shows it."""
    whole = file.read_bytes()
    for seed in range(12):
        rng = random.Random(seed)
        damaged = bytearray(whole)
        for _ in range(1 + seed):
            damaged[rng.randrange(len(damaged))] = rng.choice(whole)
        place = tmp_path / f"{seed}{file.suffix}"
        place.write_bytes(damaged)
        try:
            bring(str(place), Options())
        except InvalidInput as refusal:
            assert str(refusal)  # noqa: PT017 - both ends are right


def exported(folder: Path, *rows: dict[str, Any], name: str = "positions.json") -> Path:
    """A file of positions."""
    file = folder / name
    file.write_text(json.dumps(list(rows)))
    return file


def brought(folder: Path, *rows: dict[str, Any], money: float | None = None, **state: Any) -> Result:
    """The result of such a file."""
    account = bring(str(exported(folder, *rows)), Options(money=money)).account
    assert account
    return Result(account=account, mode=BROUGHT if any(account.crossed) else ISOLATED, **state)


def traded(folder: Path, *rows: tuple[float, float], money: float = 150.0, fee: float = 0.0) -> Result:
    """The result of a file of fills of one market."""
    file = folder / "fills.csv"
    lines = [f"BTCUSDT,{'BUY' if size > 0 else 'SELL'},{abs(size)},{at},{abs(size) * at * fee}" for size, at in rows]
    file.write_text("\n".join(["symbol,side,qty,price,fee", *lines]))
    account = bring(str(file), Options(money=money)).account
    assert account
    return Result(account=account, kind="trades", venue="0.5 %")


def states(folder: Path) -> dict[str, Callable[[], Result]]:
    """What the bench must show well, each made anew."""
    below = {**binance(Open("BTC", 0.5, 60_000.0, 54_100.0, 3_000.0))}
    hedge = [binance(Open("BTC", size, 50_000.0, 50_000.0, None)) for size in (1.0, -0.5)]
    many = [
        binance(Open(f"C{number}", 1.0 + number % 7, 100.0, 101.0, 50.0 * (1 + number**2 % 13)))
        for number in range(200)
    ]
    return {
        "one pool": lambda: brought(folder, binance(HELD[0])),
        "below its line": lambda: brought(folder, below, binance(HELD[1])),
        "negative": lambda: brought(folder, {**below, "markPrice": "52000"}, binance(HELD[1])),
        "hedge": lambda: brought(folder, *hedge, money=1_000.0, venue="0.4 %"),
        "no tiers": lambda: brought(folder, binance(HELD[0]), binance(Open("ZZZ", -500.0, 3.0, 2.95, 400.0))),
        "many": lambda: brought(folder, *many, venue="0.5 %", days=1),
        "debt alone": lambda: traded(folder, (1.0, 60_000.0), (-1.0, 52_000.0), money=3_000.0),
        "fills": lambda: traded(folder, (4.0, 100.0), (6.0, 110.0), (-5.0, 115.0), (-8.0, 104.0), fee=0.0005),
        "volatility": lambda: brought(folder, binance(HELD[0]), volatility=60),
    }


@pytest.mark.parametrize("name", states(Path()))
def test_every_state_is_drawn_without_texts_that_touch(name: str, tmp_path: Path) -> None:
    """In both modes; the description says what is worth what."""
    result, drawn = states(tmp_path)[name](), Picture()
    for mode in (result.mode, CROSS):
        turned = Result(**{**vars_of(result), "mode": mode})
        drawn.update(turned)
        assert not faults(drawn), mode
        assert turned.description
        assert "inf" not in turned.description + turned.table.to_string()
        assert "nan" not in turned.description


def vars_of(result: Result) -> dict[str, Any]:
    """The fields of a result; the chance of many legs takes long, and is left to others."""
    fields = {name: getattr(result, name) for name in Result.__dataclass_fields__}
    return fields | ({"given": "being reckoned"} if len(result.account.markets) > 12 else {})


def test_states_say_what_they_are(tmp_path: Path) -> None:
    """A closed pool, a debt, one line of a hedge, no tiers, no volatility, fills to the digit, the rest of many."""
    made = states(tmp_path)
    below = made["below its line"]().pools(ISOLATED)
    assert below[0].closed
    assert below[0].lines[0].words == "would be closed now"
    assert made["negative"]().pools(ISOLATED)[0].level == pytest.approx(3_000 - 0.5 * 8_000)
    (hedge,) = made["hedge"]().pools(BROUGHT)
    assert [round(line.below, 3) for line in hedge.lines] == [48582.996] * 2
    grey = made["no tiers"]().pools(ISOLATED)
    assert [pool.missing for pool in grey] == ["", "no tiers"]
    assert "say a volatility: no candles of BTC" in str(made["one pool"]().chance)
    assert isinstance(made["volatility"]().chance, Chance)
    (debt,) = made["debt alone"]().pools(ISOLATED)
    assert debt.level == pytest.approx(-5_000)
    fills = made["fills"]()
    assert [round(step.line, 2) for step in fills.steps if step.line] == [62.86, 91.51, 67.50, 164.43]
    drawn = Picture()
    drawn.update(Result(**vars_of(made["many"]())))
    assert [one for one in texts(drawn) if "; 188 more: " in one]


def texts(drawn: Picture) -> list[str]:
    """What is written in a picture."""
    return [text.get_text() for text in drawn.board._texts if text.get_visible()]


def test_a_folder_is_one_account_with_its_tiers_and_candles(tmp_path: Path) -> None:
    """Volatility and correlation come from the candles, as a sum by hand has them; the tier file is the venue."""
    exported(tmp_path, *map(binance, HELD))
    rows = [{"symbol": f"{name}USDT", "minNotional": 0, "maintenanceMarginRate": 0.01} for name in ("BTC", "ETH")]
    exported(tmp_path, *rows, name="tiers.json")
    rng = np.random.default_rng(2)
    moves = rng.normal(0, 0.01, (200, 2)) @ np.array([[1.0, 0.6], [0.0, 0.8]])
    for name, closes in zip(("BTCUSDT-1h", "ETHUSDT-1h"), 100 * np.exp(np.cumsum(moves, axis=0)).T, strict=True):
        opened = np.concatenate([closes[:1], closes[:-1]])
        table = pd.DataFrame({"open": opened, "high": np.maximum(opened, closes), "low": np.minimum(opened, closes)})
        table.insert(0, "time", pd.date_range("2024-03-01", periods=200, freq="h").strftime("%Y-%m-%d %H:%M"))
        table.assign(close=closes).to_csv(tmp_path / f"{name}.csv", index=False)
    w = picture.workbench()
    w.press("read", path=str(tmp_path))
    assert w.result.venue == MINE
    assert w.result.pools(ISOLATED)[0].need == pytest.approx(0.5 * 61_000 * 0.01)
    measured = w.account.measured
    assert measured
    assert measured.volatility["BTC"] == pytest.approx(moves[1:, 0].std(ddof=1) * np.sqrt(8760))
    assert measured.correlation[0, 1] == pytest.approx(np.corrcoef(moves[1:].T)[0, 1])
    assert isinstance(w.result.chance, Chance)
    assert w.result.readouts["volatility"] == "from the candles"


def test_what_the_venue_says_stands_beside_each_line(tmp_path: Path) -> None:
    """The same to the tick, or how far away; other rules are tried, and the one that was used is named."""
    tiers = [
        {"symbol": name, "minNotional": 0, "maintenanceMarginRate": rate}
        for name, rate in (("AAAUSDT", 0.004), ("CCCUSDT", 0.015))
    ]
    exported(tmp_path, *tiers, name="tiers.json")
    positions = (HERE / "positions_with_flat_rows.json").read_text()
    (tmp_path / "positions.json").write_text(positions)
    w = picture.workbench()
    w.press("read", path=str(tmp_path), money=500.0)
    assert w.front["told"] == [
        "AAA: your venue says the same, 15,060.24096386.",
        "CCC: your venue says the same, 9.85221675.",
    ]
    # Q (E - P) + c = m Q E + fee Q F at the line, F = E - c / Q: asked at entry, fee at the bankruptcy price
    entry, posted = 60_000.0, 3_000.27
    line = entry - posted / 0.5 + 0.004 * entry + 0.0005 * (entry - posted / 0.5)
    row = binance(Open("BTC", 0.5, entry, 61_000.0, posted, round(line, 2)))
    account = bring(str(exported(tmp_path / ".." / tmp_path.name, row, name="own.json")), Options()).account
    assert account
    said = told.other_rules(account)
    assert said.startswith("This hits to the tick: Binance, Sep 2026, asks for a share of the value at entry")
    assert said.endswith("a closing fee at the bankruptcy price.")
    off = binance(Open("BTC", 0.5, entry, 61_000.0, posted, 50_000.0))
    account = bring(str(exported(tmp_path, off, name="own.json")), Options()).account
    assert account
    assert told.other_rules(account).startswith("None of 12 rule sets hits.")
    (one,) = told.compared(Setup(account))
    assert "away" in one.words


# ---- nothing leaves the machine


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No address can be opened; progress lies in a folder of the test, which is the working folder."""

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("an address was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setenv("BULKHEADS_PROGRESS", str(tmp_path / "data" / "progress.json"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_all_works_without_an_address_and_saves_nothing_of_the_file(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read, tried, exported, remembered and forgotten; state, static views and record hold the sample and goals."""
    row = binance(Open("BTC", 0.4321, 58_765.0, 59_876.0, 3_210.0, 51_234.5))
    file = exported(alone, row, name="my-secret-account.json")
    sent: list[dict[str, Any]] = []
    w = picture.workbench()
    before = json.dumps(w.get_state(), default=str)
    monkeypatch.setattr(w, "send", lambda content, **_: sent.append(content))
    for action, content in (
        ("hello", {}),
        ("read", {"path": str(file)}),
        ("rules", {}),
        ("save", {"folder": "numbers"}),
        ("remember", {}),
    ):
        w.press(action, **content)
        assert not w.front["refused"]
    w.set(volatility=60, days=3)
    assert "58,765" in json.dumps(sent) or "3,6" in json.dumps(sent)
    state, static = json.dumps(w.get_state(), default=str), json.dumps(w._repr_mimebundle_(), default=str)
    assert state == before.replace(before, state) if state == before else _secret(state)
    assert _secret(static)
    assert "The sample" in static
    kept = (memory.place() or alone).read_text()
    assert set(json.loads(kept)) == {"path", "venue", "mode", "kind", "reading"}
    assert not [one for one in ("3210", "58765", "59876", "4321") if one in kept]
    assert not store.read()["goals"]
    w.press("forget")
    assert memory.place() and not (memory.place() or alone).exists()  # noqa: PT018 - one thought
    w.press("sample")
    w._controls["day"].put("10 Oct 2025")
    w._again(moved=True)
    assert set(store.read()["goals"]) == {"14-goal-day"}
    assert _secret(json.dumps(store.read()))


def _secret(text: str) -> bool:
    """Whether nothing of the file is in a text."""
    return not [
        one for one in ("secret", "58,765", "58765", "59,876", "59876", "3,654", "51,234", "0.4321") if one in text
    ]


def test_every_number_is_read_back_from_the_folder(tmp_path: Path) -> None:
    """Each table as it was, of positions and of trades."""
    result = Result(kind="trades")
    written = export.save(result, str(tmp_path / "new" / "folder"))
    tables = export.tables(result)
    assert [file.name for file in written] == [f"bulkheads-{name}.csv" for name in tables]
    for file, table in zip(written, tables.values(), strict=True):
        back = pd.read_csv(file)
        pd.testing.assert_frame_equal(back, table, check_dtype=False)
    with pytest.raises(InvalidInput, match="name a folder first"):
        export.save(result, " ")
    with pytest.raises(InvalidInput, match="name another folder"):
        export.save(result, str(written[0]))


def test_what_cannot_be_read_leaves_the_account_before(alone: Path) -> None:
    """A path that is not there, a folder without tables, an empty path: said, and nothing else moves."""
    w = picture.workbench()
    w.press("read", path=str(exported(alone, binance(HELD[0]))))
    account = w.account
    for path in ("nowhere.csv", str(alone / "data" / "none"), " "):
        w.press("read", path=path)
        assert w.front["refused"]
        assert w.account is account
    (alone / "empty").mkdir()
    w.press("read", path="empty")
    assert "holds no file" in w.front["refused"]
    (alone / "bring").mkdir()
    (alone / "bring" / "a.csv").write_text("x")
    assert reading.listed(Path("bring")) == [str(Path("bring") / "a.csv")]


# ---- beside a loop, as in a kernel


def test_a_chance_follows_the_last_move_and_does_not_hold_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The picture is there before the chance; of three moves in a row only the last one is reckoned."""
    monkeypatch.setattr(bench, "SOON", 0.01)

    async def moved() -> Workbench:
        w = picture.workbench()
        assert isinstance(w.result.chance, Chance)  # of the beginning, so that what is saved has it
        for days in (8, 9, 10):
            w._controls["days"].value = days
            assert w.result.given == bench.WAITING
            assert "10" in w.result.headline or w.result.headline.startswith("The sample: 20,100")
        while not isinstance(w.result.chance, Chance):  # noqa: ASYNC110 - as a page looks
            await asyncio.sleep(0.01)
        return w

    w = asyncio.run(moved())
    assert len(w._chances) == 1
    assert w.result.chance == Result(days=10).chance


def test_a_long_reading_says_how_far_it_is_and_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are counted up beside the loop; after Stop nothing of the file is taken, and a second reading may follow."""
    count = 30_000
    times = 1_700_000_000 + 60 * np.arange(count)
    file = tmp_path / "BTCUSDT-1m.csv"
    table = pd.DataFrame({"time": times, "open": 100.0, "high": 101.0, "low": 99.0, "close": 100.0})
    table.loc[::2, "close"] = 100.5
    table.to_csv(file, index=False)
    monkeypatch.setattr("marginlib.tables.parts.EVERY", 0.0)
    monkeypatch.setattr("marginlib.tables.parts.PART", 2_000)

    async def read(stop: bool) -> tuple[Workbench, list[int]]:
        w, rows = picture.workbench(), [0]
        w.press("read", path=str(file))
        while w.front["busy"]:
            rows.append(w.front["busy"]["rows"])
            if stop and rows[-1]:
                w.press("stop")
            await asyncio.sleep(0.002)
        return w, rows

    w, rows = asyncio.run(read(stop=True))
    assert w.front["refused"].startswith("Stopped")
    assert w.account is SAMPLE
    assert 0 < rows[-1] < count
    w, rows = asyncio.run(read(stop=False))
    assert f"{count:,} candles" in w.front["took"][0]
    assert rows == sorted(rows)
    assert w.account.name == "The sample, with your file"


def test_a_fault_of_a_brought_account_is_shown_and_not_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text, which may hold a row of the file, goes to no log; the browser gets its answer all the same."""
    w = picture.workbench()
    w.press("read", path=str(exported(tmp_path, binance(HELD[0]))))
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(w, "send", lambda content, **_: sent.append(content))

    def broken(**_: Any) -> Result:
        raise ArithmeticError("row 7: 58765")

    monkeypatch.setattr(w, "_model", broken)
    w._received({"question": "q", "values": {"days": 9}})
    assert w.front["refused"] == "This page met a fault (ArithmeticError)."
    assert sent[-1]["view"]["answer"] == "q"
    assert not w._alert


@pytest.mark.parametrize("venue", VENUES.values())
def test_every_table_is_reckoned_or_says_why_not(venue: str) -> None:
    """A market that a table does not hold is grey, asks for nothing, and the rest works."""
    result = Result(venue=venue)
    found = result.pools(ISOLATED)
    assert len(found) == 4
    assert all(pool.need > 0 or pool.missing for pool in found if pool.legs)
    assert all(line.why for pool in found if pool.missing for line in pool.lines)
    assert text(result.money) == text(20_100.0)
