"""Candles come through one door: read right, or refused in one line, and whatever was guessed or mended is said."""

import bz2
import gzip
import io
import json
import lzma
import random
import tracemalloc
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from marginlib.errors import InvalidInput
from marginlib.paths import Candles, touches
from marginlib.readers import aligned, candles, measured
from marginlib.sources import source

FILES = Path(__file__).parent / "files"
COLUMNS = ("time", "open", "high", "low", "close")


def day(seed: int, count: int, step: int = 60, last: int = 2) -> Candles:
    """Random candles, one every `step` seconds, prices with `last` decimals."""
    rng = np.random.default_rng(seed)
    time = np.datetime64("2024-03-13T22:00", "us") + np.arange(count) * np.timedelta64(step, "s")
    prices = np.round(np.exp(rng.normal(7, 0.5, (count, 4))) + 0.25, last)
    return Candles(time, prices[:, 0], prices.max(axis=1), prices.min(axis=1), prices[:, 3])


def epoch(unit: str) -> Callable[[Any], str]:
    """A moment as an epoch."""
    return lambda at: str(at.astype(f"M8[{unit}]").astype("int64"))


def dated(form: str) -> Callable[[Any], str]:
    """A moment in a form of `strftime`."""
    return lambda at: str(at.astype(object).strftime(form))


def us(price: float) -> str:
    """A price with commas between thousands, in quotes."""
    return f'"{price:,.2f}"'


def german(price: float) -> str:
    """A price with points between thousands and a decimal comma."""
    return f"{price:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def swiss(price: float) -> str:
    """A price with apostrophes between thousands."""
    return f"{price:,.2f}".replace(",", "'")


TIMES: dict[str, Callable[[Any], str]] = {
    "s": epoch("s"),
    "ms": epoch("ms"),
    "us": epoch("us"),
    "ns": epoch("ns"),
    "fraction": lambda at: f"{epoch('s')(at)}.0",
    "iso": str,
    "iso, zone": lambda at: f"{(at + np.timedelta64(2, 'h')).astype('M8[s]')}+02:00",
    "compact": dated("%Y%m%d%H%M%S"),
    "compact minutes": dated("%Y%m%d%H%M"),
    "compact, space": dated("%Y%m%d %H%M%S"),
    "points": dated("%Y.%m.%d %H:%M"),
    "UTC": dated("%Y-%m-%d %H:%M:%S UTC"),
    "month": dated("%b %d %Y %H:%M"),
    "day month": dated("%d-%b-%Y %H:%M"),
    "day first": dated("%d/%m/%Y %H:%M"),
    "month first": dated("%m/%d/%Y %I:%M:%S %p"),
    "german": dated("%d.%m.%Y %H:%M"),
}
NUMBERS: dict[str, tuple[Callable[[float], str], str]] = {
    "plain": (str, ",;|\t"),
    "US": (us, ",;|\t"),
    "German": (german, ";\t"),
    "Swiss": (swiss, ",;\t"),
    "dollars": (lambda price: f"${price}", ",;"),
}
HEADS = {
    "kline": "open_time{s}open{s}high{s}low{s}close{s}volume{s}close_time",
    "letters": "t{s}o{s}h{s}l{s}c{s}v{s}x",
    "prices": "startTime{s}openPrice{s}highPrice{s}lowPrice{s}closePrice{s}volume{s}x",
    "capitals": "<Date>{s}<Open>{s}<High>{s}<Low>{s}<Close>{s}<Vol>{s}<Spread>",
    "numbered": "timestamp{s}1. open{s}2. high{s}3. low{s}4. close{s}5. volume{s}6",
    "none": "",
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
PACKINGS: dict[str, Callable[[bytes], Any]] = {
    "plain": bytes,
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zip": lambda data: zipped({"a.csv": data, "__MACOSX/a.csv": b"no"}),
}


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def written(
    found: Candles, form: str = "iso", number: str = "plain", separator: str = ",", head: str = "kline"
) -> list[str]:
    """The lines of candles in some dialect."""
    text, _ = NUMBERS[number]
    rows = [
        separator.join([TIMES[form](at), *(text(float(each)) for each in prices), text(1234.5), "7"])
        for at, *prices in zip(*(getattr(found, name) for name in COLUMNS), strict=True)
    ]
    return [HEADS[head].format(s=separator)] * (head != "none") + rows


def same(found: Candles, wanted: Candles) -> None:
    """Every column is equal to the last bit."""
    for name in COLUMNS:
        assert (getattr(found, name) == getattr(wanted, name)).all(), name


@settings(max_examples=120)
@given(some.data(), some.integers(0, 10**6), some.integers(3, 30))
def test_what_was_written_comes_back_whatever_its_dialect(data: Any, seed: int, count: int) -> None:
    """Any form of time, numbers, separator, header, order, encoding, packing and junk around gives the same candles."""
    form = data.draw(some.sampled_from(sorted(TIMES)))
    number = data.draw(some.sampled_from(sorted(NUMBERS)))
    separator = data.draw(some.sampled_from(NUMBERS[number][1]))
    head = data.draw(some.sampled_from(sorted(HEADS)))
    encoding = data.draw(some.sampled_from(ENCODINGS))
    packing = data.draw(some.sampled_from(sorted(PACKINGS)))
    wanted = day(seed, count, data.draw(some.sampled_from([60, 300, 3600, 86_400])))
    lines = written(wanted, form, number, separator, head)
    named = head != "none"
    if data.draw(some.booleans()):
        lines[named:] = lines[named:][::-1]
    if data.draw(some.booleans()):
        lines.insert(data.draw(some.integers(named, len(lines))), lines[-1])
    above = data.draw(some.sampled_from([[], ["from a venue", ""], ["# one", "# two"]]))
    below = data.draw(some.sampled_from([[], ["end of the table"], ["", ""]]))
    end = data.draw(some.sampled_from(["\n", "\r\n"]))
    text = end.join([*above, *lines, *below, ""])
    same(candles(PACKINGS[packing](text.encode(encoding))), wanted)


@settings(max_examples=40)
@given(some.integers(0, 10**6), some.integers(1, 20), some.permutations(COLUMNS))
def test_columns_in_any_order_are_found_by_their_names(seed: int, count: int, order: list[str]) -> None:
    """A table with names may have its columns in any order, as text, as a DataFrame and as records."""
    wanted = day(seed, count)
    table = pd.DataFrame({name: getattr(wanted, name) for name in order})
    same(candles(table), wanted)
    same(candles(table.to_csv(index=False).encode()), wanted)
    same(candles(table.to_csv().encode()), wanted)
    same(candles(table.to_dict("records")), wanted)
    same(candles(table.set_index("time")), wanted)


ORDERS = {
    "libraries": ("open", "high", "low", "close"),
    "Bitfinex": ("open", "close", "high", "low"),
    "Coinbase": ("low", "high", "open", "close"),
    "Gate": ("volume", "close", "high", "low", "open"),
}


@settings(max_examples=40)
@given(some.integers(0, 10**6), some.integers(2, 40), some.sampled_from(sorted(ORDERS)))
def test_without_names_the_only_order_that_fits_is_taken(seed: int, count: int, venue: str) -> None:
    """Rows of a venue without names are read in its order: lists, an answer in JSON, and CSV."""
    wanted = day(seed, count)
    ends = np.sort([wanted.open, wanted.close], axis=0)
    assume((ends != [wanted.low, wanted.high]).any())  # where all rows begin and end at them another order fits too
    columns = {name: getattr(wanted, name).tolist() for name in COLUMNS[1:]} | {"volume": [9e6] * count}
    stamps = wanted.time.astype("M8[ms]").astype(int).tolist()
    rows = [list(row) for row in zip(stamps, *(columns[name] for name in ORDERS[venue]), strict=True)]
    same(candles(rows), wanted)
    same(candles(iter(rows)), wanted)
    same(
        candles(json.dumps({"code": 0, "result": {"list": [[str(cell) for cell in row] for row in rows]}}).encode()),
        wanted,
    )
    same(candles("\n".join(",".join(map(str, row)) for row in rows).encode()), wanted)


@settings(max_examples=60)
@given(some.integers(0, 10**6), some.integers(4, 60), some.data())
def test_candles_that_are_missing_are_told(seed: int, count: int, data: Any) -> None:
    """`gaps` are exactly the runs that were taken out, where fewer than half of the steps are broken."""
    whole = day(seed, count)
    inner = some.sets(some.integers(1, count - 2), max_size=max(1, count // 5))
    out = data.draw(inner)
    kept = [place for place in range(count) if place not in out]
    if 2 * sum(later - earlier > 1 for earlier, later in pairwise(kept)) > len(kept) - 2:
        return
    found = candles("\n".join(np.array(written(whole, head="none"))[kept]).encode())
    minute = np.timedelta64(60, "s")
    told = [at for gap in found.gaps for at in np.arange(gap.first, gap.last + minute, minute)]
    assert told == [whole.time[place] for place in sorted(out)]
    assert sum(gap.missing for gap in found.gaps) == len(out)


def test_a_level_met_in_a_gap_was_met_while_nobody_looked() -> None:
    """A level between the prices around a gap has no time; one that is met before or after it has."""
    found = candles(FILES / "gap_minutes.csv")
    assert [(str(gap.first), str(gap.last), gap.missing) for gap in found.gaps] == [
        ("2024-03-01T10:03:00.000000", "2024-03-01T12:29:00.000000", 147)
    ]
    assert found.took.endswith("; 147 missing in 1 gap")
    with pytest.raises(InvalidInput, match="80 is met in the gap of 147 candles before 2024-03-01T12:30"):
        touches(found, 80.0, 1.0)
    assert touches(found, 99.8, 1.0) == 0
    assert touches(found, 70.5, 1.0) == 3
    assert touches(found, 100.4, -1.0) == 0
    rising = Candles(found.time, *([200.0 - each for each in (found.open, found.low, found.high, found.close)]))
    with pytest.raises(InvalidInput, match="nobody can say when"):
        touches(rising, 120.0, -1.0)


EXPECTED = {
    "klines_microseconds.csv": ("2025-01-01T00:00", [410.10, 410.20], 60, ()),
    "klines_milli_then_micro.csv": (
        "2024-12-31T23:59",
        [411.00, 410.10],
        60,
        ("times change from milliseconds to microseconds at line 3",),
    ),
    "klines_1h.zip": ("2024-03-01T00:00", [6100.0, 6120.5], 3600, ("unpacked PAIR-1h-2024-03-01.csv",)),
    "thousands_quoted.csv": ("2024-03-01", [6120.50, 5902.75], 86_400, ("commas inside quotes are thousands",)),
    "compact_date_times.csv": ("2024-03-01T10:59", [61.0, 60.0], 60, ()),
}


@given(some.integers(1_420_070_400 // 60, 1_893_456_000 // 60), some.sampled_from(["%Y%m%d%H%M", "%Y%m%d%H%M%S"]))
def test_digits_that_are_a_date_are_not_taken_for_an_epoch(minute: int, form: str) -> None:
    """Any minute from 2015 to 2029, written as digits alone, comes back as that minute."""
    first = np.datetime64(60 * minute, "s")
    rows = [f"{dated(form)(first + np.timedelta64(60 * row, 's'))},61,62,60,61" for row in range(3)]
    found = candles("\n".join(["time,open,high,low,close", *rows]).encode())
    assert found.time.tolist() == [(first + np.timedelta64(60 * row, "s")).astype("M8[us]").item() for row in range(3)]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_files_that_people_bring_are_read_and_said(name: str) -> None:
    """Times, prices and step of each file, and what was mended."""
    first, opens, step, repairs = EXPECTED[name]
    found = candles(FILES / name)
    assert (found.time[0], found.open.tolist()) == (np.datetime64(first), opens)
    assert found.step == np.timedelta64(step, "s")
    assert found.repairs == repairs
    assert found.took.startswith(str(FILES / name))
    with (FILES / name).open("rb") as file:
        same(candles(file), found)


def test_one_candle_with_commas_is_read() -> None:
    """All four prices of the one row stand as the spreadsheet had them."""
    found = candles(FILES / "thousands_quoted_rising.csv")
    assert [getattr(found, name)[0] for name in COLUMNS[1:]] == [5870.25, 6120.50, 5850.00, 6101.75]


def test_opens_at_the_close_before_are_widened_on_request_alone() -> None:
    """Refused once with the counts and the way out; then high holds the open, and an empty minute the close before."""
    path = FILES / "open_is_previous_close.csv"
    with pytest.raises(InvalidInput, match=r"1 of 3 opens lie outside .* 1 of 3 rows are without .* widen=True"):
        candles(path)
    found = candles(path, widen=True)
    assert found.high.tolist() == [6101.0, 6100.0, 6098.5]
    assert found.low.tolist() == [6099.0, 6098.0, 6098.5]
    assert any("1 of 3 opens lay outside" in words for words in found.repairs)


HEAD = "time,open,high,low,close\n"
ROW = "2024-03-01 10:00,61.5,62.1,59.9,60.0\n"
NEXT = "2024-03-01 10:01,60.0,60.4,59.7,60.2\n"
REFUSED = {
    "a short row": (HEAD + ROW + "2024-03-01 10:01,60.0,60.4,59.7\n", "line 3 has 4 cells, the others 5"),
    "a long row": (HEAD + ROW + "2024-03-01 10:01,6,120.0,6,130,6\n" + NEXT, "line 3 has 6 cells, the others 5"),
    "a word": (HEAD + ROW + "2024-03-01 10:01,60.0,ninety,59.7,60.2\n", "line 3, high: 'ninety' is no finite number"),
    "zero": (HEAD + ROW + "2024-03-01 10:01,60.0,60.4,0,60.2\n", "line 3, low: '0' is no finite number above zero"),
    "infinity": (HEAD + ROW + "2024-03-01 10:01,60.0,inf,59.7,60.2\n", "line 3, high: 'inf'"),
    "no time": (HEAD + "yesterday,60.0,60.4,59.7,60.2\n" + ROW, "line 2, time: 'yesterday' is no time"),
    "no time below": (HEAD + ROW + "2024-13-45,60.0,60.4,59.7,60.2\n", "line 3, time: '2024-13-45' is no time"),
    "digits lost": (HEAD + "1.70925E+12,60.0,60.4,59.7,60.2\n", "line 2, time: '1.70925E.12' is no time"),
    "an open outside": (HEAD + ROW + "2024-03-01 10:01,61.0,60.4,59.7,60.2\n", "line 3, open: '61.0' lies outside"),
    "a close outside": (HEAD + ROW + "2024-03-01 10:01,60.0,60.4,59.7,61.2\n", "line 3, close: '61.2' lies outside"),
    "two closes": (
        HEAD + ROW + NEXT + NEXT.replace("60.2", "60.3"),
        "line 3 and line 4 give 2024-03-01 10:01 different",
    ),
    "day or month": (HEAD + ROW.replace("2024-03-01", "03/04/2024"), "03/04/2024: day or month first"),
    "day and month": (
        HEAD + ROW.replace("2024-03-01", "13/04/2024") + NEXT.replace("2024-03-01", "04/14/2024"),
        "line 2, time: '13/04/2024",
    ),
    "1,5": (HEAD + '2024-03-01,"1,5","1,6","1,4","1,5"\n', "'1,[456]' in quotes may be 1.[456] or 1[456]"),
    "6.120": (HEAD.replace(",", ";") + "2024-03-01;6.120;6.130;6.100;6.125\n", "'6.1[0-9]+' may be 6.1[0-9]+ or 61"),
    "both": (HEAD + '2024-03-01,"6,120.5","1,6","1,4","1,5"\n', "the comma cannot mean both"),
    "digits of another script": (
        HEAD + ROW.replace("61.5", "\uff16\uff11"),
        "line 2, open: '\uff16\uff11' is no finite number",
    ),
    "no prices": ("time,bid,ask\n2024-03-01,1,2\n", "is this a table of candles"),
    "no rows": (HEAD, "no row follows"),
    "twice": ("time,open,high,low,close,close\n2024-03-01,1,1,1,1,1\n", "two columns are named 'close'"),
    "names without cells": (HEAD + ROW.rsplit(",", 1)[0] + "\n", "rows have 1 cells less than columns are named"),
    "nothing": ("", "is this a table of candles"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_line_column_and_way_out(what: str) -> None:
    """One line that names the place, what stands there and what to do."""
    text, words = REFUSED[what]
    with pytest.raises(InvalidInput, match=words) as refused:
        candles(text.encode())
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("brought", "words"),
    [
        (zipped({"a.csv": b"1", "b.csv": b"2"}), "holds 2 files, and one is needed: name it, such as text/a.csv"),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "is a workbook"),
        (zipped({"a.csv": b"1"})[:40], "cannot be read"),
        (gzip.compress(HEAD.encode() * 99)[:-9], "cannot be read"),
        (b"PAR1....", "Parquet"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b'{"code": 1', "line 1, column 11: not JSON"),
        (None, "'None' is no table"),
        (7, "'7' is no table"),
        ([], "is this a table of candles"),
        (pd.DataFrame({"open": [1.0], "high": [1.0], "low": [1.0], "close": [1.0]}), "a table without times"),
        ("no such file.csv", "cannot be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_is_no_table_is_refused_by_what_it_is(brought: Any, words: str) -> None:
    """Archives of several files, workbooks, pictures and half files say what they are and what to do."""
    with pytest.raises(InvalidInput, match=words):
        candles(brought)


def test_one_file_of_a_zip_is_named_with_a_slash(tmp_path: Path) -> None:
    """pair.zip/b.csv is the second file of the archive."""
    path = tmp_path / "pair.zip"
    path.write_bytes(zipped({"a.csv": b"1", "in/b.csv": (HEAD + ROW).encode()}))
    assert candles(path / "in" / "b.csv").open.tolist() == [61.5]
    assert candles(f"{path}/in/b.csv").open.tolist() == [61.5]


def test_choices_take_a_guess_out_of_the_readers_hands() -> None:
    """Order of the date, decimal sign, zone and columns are taken as they are told."""
    text = (HEAD + ROW.replace("2024-03-01", "03/04/2024")).encode()
    assert candles(text, day_first=True).time[0] == np.datetime64("2024-04-03T10:00")
    assert candles(text, day_first=False).time[0] == np.datetime64("2024-03-04T10:00")
    grouped = (HEAD.replace(",", ";") + "2024-03-01;6.120;6.130;6.100;6.125\n").encode()
    assert candles(grouped, decimal=",").open[0] == 6120.0
    assert candles(grouped, decimal=".").open[0] == 6.12
    assert candles((HEAD + ROW).encode(), zone="Asia/Tokyo").time[0] == np.datetime64("2024-03-01T01:00")
    places = {"time": 0, "open": 2, "high": 3, "low": 4, "close": 5}
    assert candles(ROW.replace(",", ",9,", 1).encode(), columns=places).open[0] == 61.5
    with pytest.raises(InvalidInput, match="zone is 'Mars/X'"):
        candles(text, zone="Mars/X")


def test_a_date_late_in_the_file_decides_the_order_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first part of a long file leaves day and month open; the thirteenth day in a later part decides."""
    monkeypatch.setattr("marginlib.tables.parts.PART", 5)
    time = np.datetime64("2024-03-01", "us") + np.arange(20) * np.timedelta64(1, "D")
    one = np.ones(20)
    for form in ("%d/%m/%Y", "%m/%d/%Y"):
        rows = [f"{at.astype(object).strftime(form)},1,1,1,1" for at in time]
        same(candles((HEAD + "\n".join(rows)).encode()), Candles(time, one, one, one, one))


def test_files_are_aligned_by_the_moments_that_all_have() -> None:
    """The intersection, said; none is refused with both spans."""
    whole = day(1, 60)
    part = candles("\n".join(written(whole)[:-1]).encode())
    both = aligned(A=whole, B=part)
    same(both["A"], part)
    assert both["A"].repairs[-1] == "59 of 60 candles at moments that A and B have in common"
    later = Candles(["2025-01-01"], [1.0], [1.0], [1.0], [1.0])
    with pytest.raises(InvalidInput, match=r"no moment is in all of them \(A 2024-03-13 22:00 to .*, B 2025-01-01"):
        aligned(A=whole, B=later)


@pytest.mark.parametrize("name", [path.name for path in sorted(FILES.iterdir()) if path.suffix != ".json"])
def test_a_damaged_file_is_read_or_refused(name: str) -> None:
    """Whatever bytes change places or are lost, the end is candles or InvalidInput."""
    whole = (FILES / name).read_bytes()
    for seed in range(60):
        rng = random.Random(seed)
        data = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            one, other = rng.randrange(len(data)), rng.randrange(len(data))
            data[one], data[other] = data[other], rng.choice([data[one], rng.randrange(256)])
        try:
            assert len(candles(bytes(data[: rng.randint(1, len(data))]), widen=True)) > 0
        except InvalidInput:
            continue


@settings(max_examples=100)
@given(some.text(alphabet="0123456789,.-:T \n\"'abc\0é", max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but InvalidInput comes out of a bad file."""
    try:
        assert len(candles(io.StringIO(text))) >= 1
    except InvalidInput:
        return


def test_t_and_capital_t_are_two_columns() -> None:
    """Hyperliquid names the start t and the end T; the start is the time."""
    rows = [
        {
            "t": 1_646_092_800_000 + 60_000 * n,
            "T": 1_646_092_859_999 + 60_000 * n,
            "o": "43.2",
            "c": "44.3",
            "h": "44.9",
            "l": "42.8",
        }
        for n in range(3)
    ]
    found = candles(json.dumps(rows).encode())
    assert found.time[0] == np.datetime64("2022-03-01T00:00")
    assert (found.low[0], found.close[0]) == (42.8, 44.3)


@settings(max_examples=40)
@given(some.integers(0, 10**6), some.integers(6, 40), some.data())
def test_no_return_crosses_a_gap(seed: int, count: int, data: Any) -> None:
    """Volatility and correlation are those of the returns from one minute to the next, by a loop over them."""
    one, other = day(seed, count), day(seed + 1, count)
    out = data.draw(some.sets(some.integers(1, count - 2), max_size=count // 6))
    kept = np.array([place for place in range(count) if place not in out])
    cut = Candles(*(getattr(one, name)[kept] for name in COLUMNS))
    runs = [(a, b) for a, b in pairwise(kept.tolist()) if b == a + 1]
    if len(runs) < 3 or 2 * len(runs) < len(kept) - 1:
        return
    found = measured(A=cut, B=other)
    logs = [[np.log(each.close[b] / each.close[a]) for a, b in runs] for each in (one, other)]
    for name, returns in zip("AB", logs, strict=True):
        mean = sum(returns) / len(returns)
        yearly = sum((each - mean) ** 2 for each in returns) / (len(returns) - 1) * 365 * 24 * 60
        assert found.volatility[name] == pytest.approx(yearly**0.5, rel=1e-9)
    assert found.correlation[0, 1] == pytest.approx(np.corrcoef(logs)[0, 1], abs=1e-9)
    assert (found.returns, found.crossing) == (len(runs), len(kept) - 1 - len(runs))


def test_what_cannot_be_measured_is_refused() -> None:
    """Too few returns, and a price that never moves."""
    with pytest.raises(InvalidInput, match="2 returns lie within the data"):
        measured(A=day(1, 3))
    flat = np.full(9, 5.0)
    still = Candles(day(1, 9).time, flat, flat, flat, flat)
    with pytest.raises(InvalidInput, match="the closes of A never move"):
        measured(A=still)


def test_a_note_that_holds_a_comma_is_one_cell() -> None:
    """Quotes are read before commas, and a time under any other name is the first column."""
    text = b'when,note,open,high,low,close\n2024-03-01 10:00,"up, then down",61.5,62.1,59.9,60.0\n'
    assert candles(text, columns={"time": "when"}).close.tolist() == [60.0]


def test_memory_grows_by_little_more_than_the_candles(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file three times as long takes more is less than 2.5 times its candles: neither text nor rows are kept."""
    monkeypatch.setattr("marginlib.tables.parts.PART", 2_000)

    def peak(count: int) -> int:
        kline = "{},100.5,101.25,99.75,100.125,31.5,{},3300.25,77,6.1,4500.0,0"
        text = "\n".join(kline.format(1_700_000_000_000 + 60_000 * row, row) for row in range(count)).encode()
        tracemalloc.start()
        found = candles(text)
        assert len(found) == count
        taken = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return taken

    grown = (peak(24_000) - peak(8_000)) / 16_000
    assert grown < 2.5 * (8 + 4 * 8 + 1), grown


def test_a_long_file_is_read_in_parts_with_progress() -> None:
    """Parts join without a seam, a fault in a late part is found by its line, and progress ends at one."""
    count = 250_000
    times = 1_700_000_000_000 + 60_000 * np.arange(count)
    lines = [f"{at},100.5,101.25,99.75,{100 + at % 7 / 8}" for at in times.tolist()]
    heard: list[tuple[float, int]] = []
    found = candles("\n".join(lines).encode(), progress=lambda share, rows: heard.append((share, rows)))
    assert len(found) == count
    assert found.close.tolist() == [100 + at % 7 / 8 for at in times.tolist()]
    assert heard[-1] == (1.0, count)
    lines[220_000] = lines[220_000].replace("99.75", "99,75")
    with pytest.raises(InvalidInput, match="line 220001 has 6 cells, the others 5"):
        candles("\n".join(lines).encode())


LINES = [f"2024-03-0{day} 00:00,1.5,3.5,0.5,2.5" for day in range(1, 5)]
DAYS = np.arange("2024-03-01", "2024-03-05", dtype="M8[D]")


def test_a_zip_is_locked_by_its_first_flag_alone() -> None:
    """A name that is not ASCII sets another flag of its member, and is read."""
    assert (candles(zipped({"März.csv": "\n".join(LINES).encode()})).time == DAYS).all()


def test_a_letter_that_the_first_look_cuts_in_two_is_utf_8() -> None:
    """What decides between encodings ends with a line; a text of one line is looked at whole."""
    text = "\n".join(["time,open", *["2024-03-01," + "ä" * 50] * 800])
    for before in ("", "x"):  # the 65,536th byte is the first half of a letter in one of the two
        found = source((before + text).encode())
        with found.text() as read:
            assert read.read() == before + text
        assert found.notes == []
    found = source("Zürich".encode("cp1252"))
    with found.text() as read:
        assert read.read() == "Zürich"
    assert found.notes == ["text that is not UTF-8, read as Windows-1252"]


def test_the_share_read_is_one_at_the_end_of_any_text() -> None:
    """Of a byte as well, and of none."""
    for text, share in ((b"1", 1.0), (b"", 0.0)):
        found = source(text)
        with found.text() as read:
            read.read()
            assert found.share() == share


def test_a_date_and_a_clock_beside_it_are_one_time() -> None:
    """Without names too, as MetaTrader writes them; a time alone is no candle."""
    found = candles("\n".join(f"2024.03.13,{hour:02}:30,1.5,3.5,0.5,2.5,7" for hour in (1, 2, 4)).encode())
    assert (found.time == np.array([f"2024-03-13T0{hour}:30" for hour in (1, 2, 4)], "M8[us]")).all()
    with pytest.raises(InvalidInput, match=r"but needs time, open, high, low, close"):
        candles([["2024-03-13 01:30"], ["2024-03-13 02:30"]])


def test_a_first_row_that_became_the_names_of_columns_is_not_lost() -> None:
    """Pandas takes the first row of a file without names for names, and the candle would be missing."""
    text = "\n".join(LINES)
    assert len(candles(pd.read_csv(io.StringIO(text), header=None))) == len(LINES)
    with pytest.raises(InvalidInput, match=r"header=None"):
        candles(pd.read_csv(io.StringIO(text)))


def test_noon_and_midnight_are_both_twelve() -> None:
    """12 AM begins a day, 12 PM is its middle."""
    rows = [f"03/13/2024 {clock},1.5,3.5,0.5,2.5" for clock in ("12:30 AM", "11:30 AM", "12:30 PM", "11:30 PM")]
    found = candles("\n".join(["time,open,high,low,close", *rows]).encode())
    assert found.hours.tolist() == [0, 11, 12, 23]
    assert found.time[0] == np.datetime64("2024-03-13T00:30")


def test_a_number_of_the_row_before_named_columns_moves_them_all_by_one() -> None:
    """As pandas writes an index without a name."""
    rows = [f"{number},{line}" for number, line in enumerate(LINES)]
    found = candles("\n".join(["time,open,high,low,close", *rows]).encode())
    assert (found.time == DAYS).all()
    assert (found.open[0], found.high[0], found.low[0], found.close[0]) == (1.5, 3.5, 0.5, 2.5)


def test_prices_that_never_move_leave_the_time_where_it_is() -> None:
    """With a cell more than names a second order would fit as well, but for its time."""
    rows = [f"2024-03-0{day},7,7,7,7,7" for day in range(1, 5)]
    assert (candles("\n".join(["time,open,high,low,close", *rows]).encode()).time == DAYS).all()


def test_what_stands_above_a_table_and_what_it_is_called_is_said() -> None:
    """A line of words is passed by and told; columns without names have their number, and candles their name."""
    found = candles("\n".join(["from the venue", "time,open,high,low,close", *LINES]).encode())
    assert any(each.startswith("1 line before the table passed by, from 'from the venue'") for each in found.repairs)
    bare = candles("\n".join(LINES).encode())
    assert "columns 1, 2, 3, 4, 5" in bare.took
    assert (bare.name, candles("\n".join(LINES).encode(), name="BTC").name) == ("text", "BTC")


def test_rows_of_empty_cells_are_no_candle() -> None:
    """They are passed by, and where nothing else is there it is said."""
    with pytest.raises(InvalidInput, match="text holds no candle; give one row at least"):
        candles(b"time,open,high,low,close\n,,,,\n")


def test_digits_that_would_be_a_date_of_another_century_are_an_epoch() -> None:
    """1710121500 is a second of 2024, though a year, month, day and hour could be read in it."""
    rows = [f"{1710121500 + second},1.5,3.5,0.5,2.5" for second in range(5)]
    found = candles("\n".join(["time,open,high,low,close", *rows]).encode())
    assert (found.time == np.datetime64("2024-03-11T01:45", "us") + np.arange(5) * np.timedelta64(1, "s")).all()


def test_of_two_lines_of_words_between_candles_the_first_is_named() -> None:
    """Its line and what stands there."""
    with pytest.raises(InvalidInput, match="line 3, time: 'pause'"):
        candles("\n".join(["time,open,high,low,close", LINES[0], "pause,,,,", "halt,,,,", *LINES[1:]]).encode())
    with pytest.raises(InvalidInput, match="line 6, time: 'end 0'"):
        candles("\n".join(["time,open,high,low,close", *LINES, *(f"end {row},,,," for row in range(30))]).encode())
