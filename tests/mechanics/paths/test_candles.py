"""Candles keep what they are given, a file is read whatever its dialect, and faults are named by their line."""

from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marginlib.errors import InvalidInput
from marginlib.paths import Candles, extremes, replay, touches

HEADER = (
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore"
)
KLINE = "{time},{open},{high},{low},{close},12.5,{time},9000.1,77,6.1,4500.0,0"
PLAIN = "{time},{open},{high},{low},{close}"


def candles(draw_seed: int, count: int) -> Candles:
    """Random candles at random milliseconds."""
    rng = np.random.default_rng(draw_seed)
    time = np.datetime64("2024-12-31T23:00", "ms") + np.cumsum(rng.integers(1, 10**7, count)).astype("m8[ms]")
    prices = np.exp(rng.normal(5, 1, (count, 4)))
    return Candles(time, prices[:, 0], prices.max(axis=1), prices.min(axis=1), prices[:, 3])


def written(day: Candles, row: str, time: Any, header: str = "") -> str:
    """The candles as text, the time of each as `time` says."""
    rows = [
        row.format(time=time(at), open=float(o), high=float(h), low=float(low), close=float(c))
        for at, o, h, low, c in zip(day.time, day.open, day.high, day.low, day.close, strict=True)
    ]
    return "\n".join([header] * bool(header) + rows) + "\n"


DIALECTS = {
    "kline of milliseconds": (KLINE, lambda at: at.astype("M8[ms]").astype(int), ""),
    "kline of milliseconds with a header": (KLINE, lambda at: at.astype("M8[ms]").astype(int), HEADER),
    "kline of microseconds": (KLINE, lambda at: at.astype("M8[us]").astype(int), ""),
    "kline of microseconds with a header": (KLINE, lambda at: at.astype("M8[us]").astype(int), HEADER),
    "plain ISO": (PLAIN, str, ""),
    "plain ISO with a header": (PLAIN, str, "Time,Open,High,Low,Close"),
    "plain ISO in another zone": (PLAIN, lambda at: f"{at + np.timedelta64(2, 'h')}+02:00", ""),
    "plain seconds": (PLAIN, lambda at: at.astype("M8[ms]").astype(int) / 1000, "date,open,high,low,close"),
    "a time of another name": (PLAIN, str, "when,open,high,low,close"),
    "quoted cells": ('"{time}","{open}","{high}","{low}","{close}"', str, '"Date","Open","High","Low","Close"'),
    "a note that holds a comma": (
        '{time},"up, then down",{open},{high},{low},{close}',
        str,
        "time,note,open,high,low,close",
    ),
    "columns in another order": (
        "{close},{low},{time},{high},{open}",
        lambda at: f"{at}Z",
        "close, low, timestamp, high, open",
    ),
}


@settings(max_examples=10)
@given(some.integers(0, 10**6), some.integers(1, 20))
@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_file_says_what_was_written_whatever_its_dialect(dialect: str, seed: int, count: int) -> None:
    """Every column comes back to the last bit."""
    day = candles(seed, count)
    found = replay(StringIO(written(day, *DIALECTS[dialect])))
    for name in ("time", "open", "high", "low", "close"):
        assert (getattr(found, name) == getattr(day, name)).all()
    assert found.cited.all()


def test_a_file_on_disk_is_read_as_pandas_reads_it(tmp_path: Path) -> None:
    """With a byte order mark, Windows line ends and blank lines, from a path or a text of it; its name is kept."""
    text = written(candles(1, 50), *DIALECTS["kline of milliseconds with a header"]).replace("\n", "\r\n\r\n")
    path = tmp_path / "BTCUSDT-1h.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    wanted = pd.read_csv(path, encoding="utf-8-sig", dtype=str).astype({"open": float, "low": float, "open_time": int})
    found = replay(path)
    assert found.open.tolist() == wanted["open"].tolist()
    assert found.low.tolist() == wanted["low"].tolist()
    assert found.time.tolist() == pd.to_datetime(wanted["open_time"], unit="ms").dt.to_pydatetime().tolist()
    assert found.name == found.source == str(path)
    assert replay(str(path), name="my file").name == "my file"


GOOD = "2020-03-12T10:00,100,110,90,95"
NEXT = "2020-03-12T11:00,95,99,94,98"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "text holds no candle"),
        (["time,open,high,low,close"], "holds no candle"),
        (["", "  ", ""], "holds no candle"),
        ([GOOD, "2020-03-12T11:00,95,99,94"], "line 2 is '2020-03-12T11:00,95,99,94', but needs a time"),
        ([GOOD, "", "2020-03-12T11:00,95,ninety,94,98"], "line 3 is '2020-03-12T11:00,95,ninety,94,98', but needs"),
        ([GOOD, "2020-03-12T11:00,95,,94,98"], "line 2 is '2020-03-12T11:00,95,,94,98', but needs"),
        ([GOOD, "yesterday,95,99,94,98"], "line 2 is 'yesterday,95,99,94,98', but needs"),
        ([GOOD, "nan,95,99,94,98"], "line 2 is 'nan,95,99,94,98', but needs"),
        ([GOOD, "1e30,95,99,94,98"], "line 2 is '1e30,95,99,94,98', but needs"),
        ([GOOD, "2020-13-45,95,99,94,98"], "line 2 is '2020-13-45,95,99,94,98', but needs"),
        ([GOOD, GOOD], "line 2 is not later than the one before it: sort by time and drop duplicates"),
        ([NEXT, GOOD], "line 2 is not later than the one before it"),
        (["time,open,high,low,close", GOOD, "2020-03-12T11:00,95,94,99,98"], "line 3 has a high below"),
        ([GOOD, "2020-03-12T11:00,95,97,94,98"], "line 2 has a high below its open, low or close"),
        ([GOOD, "2020-03-12T11:00,95,99,96,98"], "line 2 has a low above its open or close"),
        ([GOOD, "2020-03-12T11:00,95,nan,94,98"], "line 2 has a price that is no finite number above zero"),
        ([GOOD, "2020-03-12T11:00,95,inf,94,98"], "line 2 has a price that is no finite number above zero"),
        ([GOOD, "2020-03-12T11:00,95,99,0,98"], "line 2 has a price that is no finite number above zero"),
        ([GOOD, "2020-03-12T11:00,-5,99,-9,98"], "line 2 has a price that is no finite number above zero"),
        ([GOOD, "2020-03-12T11:00,95,nan,99,98", "2020-03-12T10:00,1,1,1,1"], "line 2 has a price"),
        (["price,of,bitcoin"], "line 1 is 'price,of,bitcoin', but needs"),
        (["time,open,high,low", "2020-03-12T11:00,95,99,94"], "line 1 is 'time,open,high,low', but needs"),
        ([GOOD, "20,95,99,94,98"], "line 2 is '20,95,99,94,98', but needs"),
        ([GOOD, "\ufffd\ufffd,1,1,1,1"], "line 2 is"),
        ([GOOD, "x" * 100_000], "line 2 is 'x{80}', but needs"),
        ([GOOD, "x" * 200_000], "line 2 is no row of a table"),
        ([GOOD, '"2020-03-12T11:00,95,99,94,98', NEXT], "line 2 is '2020-03-12T11:00,95,99,94,98"),
    ],
)
def test_a_malformed_row_is_named_by_its_line_and_fault(rows: list[str], words: str) -> None:
    """The first fault is named, with the way out."""
    with pytest.raises(InvalidInput, match=words):
        replay(StringIO("\n".join(rows)))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A picture instead of a table gives the same kind of message, not a fault of the decoder."""
    path = tmp_path / "picture.csv"
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(InvalidInput, match="line 1"):
        replay(path)


@settings(max_examples=200)
@given(some.text(alphabet="0123456789,.-:T \n\"'abc\0é", max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but InvalidInput comes out of a bad file."""
    try:
        found = replay(StringIO(text))
    except InvalidInput:
        return
    assert len(found) >= 1


@given(some.integers(0, 10**6), some.floats(20, 1000), some.sampled_from([-1.0, 1.0]))
def test_a_level_is_touched_where_a_loop_finds_it(seed: int, level: float, size: float) -> None:
    """The first candle whose walk of extremes reaches the level from the side of the position."""
    day = candles(seed, 12)
    wanted = None
    for place, prices in enumerate(extremes(day, "high")):
        reached = [price <= level if size > 0 else price >= level for price in prices]
        if any(reached):
            wanted = place
            break
    assert touches(day, level, size) == wanted


def test_extremes_are_the_prices_of_a_candle_in_either_order() -> None:
    """Open first and close last; the low or the high comes second."""
    day = candles(2, 5)
    low, high = extremes(day), extremes(day, "high")
    assert (low == np.array([day.open, day.low, day.high, day.close]).T).all()
    assert (high[:, [0, 2, 1, 3]] == low).all()
    with pytest.raises(InvalidInput, match="first is 'middle'"):
        extremes(day, "middle")


def test_no_level_is_never_met_and_no_position_is_refused() -> None:
    """NaN is the level of a leg that nets to nothing, 0 and infinity are levels that no price reaches."""
    day = candles(0, 30)
    for level, size in ((float("nan"), 1.0), (float("nan"), -1.0), (0.0, 1.0), (float("inf"), -1.0)):
        assert touches(day, level, size) is None
    with pytest.raises(InvalidInput, match=r"size is 0\.0"):
        touches(day, 90.0, 0.0)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"time": []}, "time is empty"),
        ({"close": [1.0]}, r"close has the shape \(1,\), but it must have \(2,\): one for each candle"),
        ({"low": [[1.0, 1.0]]}, r"low has the shape \(1, 2\)"),
        ({"high": [1.0, 0.5]}, "candle 1 has a high below"),
        ({"low": [1.5, 1.0], "high": [2.0, 1.0]}, "candle 0 has a low above"),
        ({"open": [1.0, float("nan")]}, "candle 1 has a price that is no finite"),
        ({"time": [5, 5]}, "candle 1 is not later"),
    ],
)
def test_candles_that_cannot_be_are_refused(changed: dict[str, Any], words: str) -> None:
    """The message names the candle."""
    given: dict[str, Any] = {"time": [5, 6], **{name: [1.0, 1.0] for name in ("open", "high", "low", "close")}}
    empty: dict[str, Any] = {name: [] for name in given} if changed == {"time": []} else {}
    with pytest.raises(InvalidInput, match=words):
        Candles(**(given | empty | changed))
