"""Tables that nobody had in mind: each is read right or refused with its place and a way out, and none is guessed."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from marginlib.errors import InvalidInput
from marginlib.readers import candles

HEAD = "time,open,high,low,close\n"
PRICES = ",61.5,62.1,59.9,60.0\n"
ROW = [61.5, 62.1, 59.9, 60.0]
DAYS = pd.to_datetime(["2024-03-01", "2024-03-02"])
COLUMNS: dict[str, list[float]] = {
    "open": [61.5, 60.5],
    "high": [62.1, 62.1],
    "low": [59.9, 59.9],
    "close": [60.0, 61.0],
}


def timed(*times: str) -> bytes:
    """Candles at these times, as they are written."""
    return (HEAD + "".join(time + PRICES for time in times)).encode()


def wide(*markets: str) -> pd.DataFrame:
    """Candles of several markets side by side, as downloads have them: a level for the price, one for the market."""
    levels = pd.MultiIndex.from_tuples([(name, market) for market in markets for name in COLUMNS])
    return pd.DataFrame(np.array(list(COLUMNS.values()) * len(markets)).T, index=DAYS, columns=levels)


REFUSED: dict[str, tuple[Any, str]] = {
    "a year in two digits, ten": (timed("2403011059", "2403011100"), "line 2, time: '2403011059' is no time"),
    "a year in two digits, twelve": (timed("240301105900"), "line 2, time: '240301105900' is no time"),
    "a year in two digits, dots": (timed("13.03.24 10:00"), "line 2, time: '13.03.24 10:00' is no time"),
    "an epoch to come": (timed("4102444800"), "line 2, time: '4102444800' is no time"),
    "days of a spreadsheet": (timed("45352.4583333"), "line 2, time: '45352.4583333' is no time"),
    "a time of day alone": (timed("10:59"), "line 2, time: '10:59' is no time"),
    "a zone by its letters": (timed("2024-03-01 10:59 EST"), "line 2, time: '2024-03-01 10:59 EST' is no time"),
    "a day that is not": (timed("2024-02-30"), "line 2, time: '2024-02-30' is no time"),
    "words for columns": (
        b"Date;Dernier;Plus haut;Plus bas;Ouv.\n13/03/2024;61,5;62,1;59,9;60,0\n",
        r"'Date, Dernier, Plus haut, Plus bas, Ouv\.' names columns that are not known; say columns=",
    ),
    "two markets side by side": (
        b"time,A_open,A_high,A_low,A_close,B_open,B_high,B_low,B_close\n2024-03-01,3,4,2,3,1,1,1,1\n",
        "names columns that are not known; say columns=",
    ),
    "bids": (b"DateTime,OpenBid,HighBid,LowBid,CloseBid\n2024-03-01,1,1,1,1\n", "names columns that are not known"),
    "two markets below each other": (
        b"time,symbol,open,high,low,close\n2024-03-01,A,3,4,2,3\n2024-03-02,B,3,4,2,3\n",
        "line 3, market: 'B' is a second market beside 'A'; keep the rows of one",
    ),
    "two lengths of candle": (
        b"time,interval,open,high,low,close\n2024-03-01,1d,3,4,2,3\n2024-03-02,1h,3,4,2,3\n",
        "line 3, interval: '1h' is a second interval beside '1d'",
    ),
    "names again in another order": (
        timed("2024-03-01") + b"time,close,high,low,open\n2024-03-02,60.5,62.1,59.9,61.0\n",
        "line 3, open: 'close' names columns in another order",
    ),
    "commas after tabs": (
        b"time\topen\thigh\tlow\tclose\n2024-03-01\t1,234\t1,240\t1,230\t1,235\n",
        r"'1,23\d' may be 1.23\d or 123\d, and no number decides it",
    ),
    "groups of two digits": (HEAD.encode() + b'2024-03-01,"1,00,000.50",2,2,2\n', "line 2, open: '1,00,000.50'"),
    "thousands by a letter": (HEAD.encode() + b"2024-03-01,61.5k,62.1k,59.9k,60k\n", "line 2, open: '61.5k'"),
    "a coin behind the price": (HEAD.encode() + b"2024-03-01,61.5 USDT,62,59,60\n", "line 2, open: '61.5 USDT'"),
    "a loss in parentheses": (HEAD.encode() + b"2024-03-01,(61.5),62,59,60\n", r"line 2, open: '\(61.5\)'"),
    "a comment inside": (timed("2024-03-01", "# page 2", "2024-03-02"), "line 3, time: '# page 2' is no time"),
    "an average below": (timed("2024-03-01", "Average"), "line 3, time: 'Average' is no time"),
    "two tables in an answer": (
        json.dumps({"A": [[1709290800, *ROW]], "B": [[1709290800, 1, 1, 1, 1]]}).encode(),
        "'A, B' are 2 tables in one answer; give one of them",
    ),
    "lines of JSON": (b'{"t": 1, "o": 1}\n{"t": 2, "o": 1}\n', "line 2, column 1: not JSON"),
    "an answer that is an error": (b'{"code": -1121, "msg": "Invalid symbol."}', "is this a table of candles"),
    "two markets in levels": (wide("A", "B"), "two columns are named 'open'"),
    "two markets in the index": (
        pd.DataFrame(COLUMNS, index=pd.MultiIndex.from_arrays([["A", "B"], DAYS], names=["symbol", "time"])),
        "row 2, market: 'B' is a second market beside 'A'",
    ),
    "truth for a price": (pd.DataFrame({"time": DAYS, **COLUMNS, "open": [True, False]}), "row 1, open: 'True'"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_be_read_in_two_ways_is_refused(what: str) -> None:
    """With what stands there and what to do about it, in one line."""
    given, words = REFUSED[what]
    with pytest.raises(InvalidInput, match=words) as refused:
        candles(given)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("time", ["2024-03-31 02:30", "2024-10-27 02:30"])
def test_an_hour_that_a_clock_skips_or_has_twice_is_said_to_be_one(time: str) -> None:
    """Berlin puts its clocks forward in March and back in October."""
    with pytest.raises(InvalidInput, match="or none in Europe/Berlin, where it is skipped or comes twice"):
        candles(timed(time), zone="Europe/Berlin")
    assert candles(timed(time)).time[0] == np.datetime64(time)


READ: dict[str, tuple[Any, str]] = {
    "a letter about mail": (timed('"Fri, 01 Mar 2024 10:59:00 +0100"'), "2024-03-01T09:59"),
    "a zone in hours": (timed("2024-03-01 10:59:00-03"), "2024-03-01T13:59"),
    "milliseconds with a fraction": (timed("1709290800000.0"), "2024-03-01T11:00"),
    "a German table": ("Datum;Schluss;Hoch;Tief;Eröffnung\n01.03.2024;60,0;62,1;59,9;61,5\n".encode(), "2024-03-01"),
    "an opening and an end": (
        b"timeOpen,timestamp,open,high,low,close\n2024-03-01,2024-03-01 23:59:59," + PRICES[1:].encode(),
        "2024-03-01",
    ),
    "a market in each row": (b"time,symbol,open,high,low,close\n2024-03-01,A" + PRICES.encode(), "2024-03-01"),
    "names again": (timed("2024-03-01") + timed("2024-03-02"), "2024-03-01"),
    "commas after tabs, decided": (
        b"time\topen\thigh\tlow\tclose\tvolume\n2024-03-01\t61,5\t62,1\t59,9\t60,0\t1,5\n",
        "2024-03-01",
    ),
    "columns of an answer": (
        json.dumps(
            {"result": {"volume": [1], "ticks": [1709290800000], **{name: [one[0]] for name, one in COLUMNS.items()}}}
        ).encode(),
        "2024-03-01T11:00",
    ),
    "one market in levels": (wide("A"), "2024-03-01"),
}


@pytest.mark.parametrize("what", READ)
def test_what_has_one_meaning_is_read(what: str) -> None:
    """The first candle, with all four prices in their places."""
    given, time = READ[what]
    found = candles(given)
    assert found.time[0] == np.datetime64(time)
    assert [getattr(found, name)[0] for name in COLUMNS] == ROW
