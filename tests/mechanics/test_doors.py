"""One door test over the public mechanics: whatever is handed in, the answer is a refusal in our words, or right."""

import copy
import dataclasses
import importlib
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd
import pytest

import marginlib
from marginlib.book import Book
from marginlib.cascade import Ladder, TriggerIndex, cascade, exposures
from marginlib.conventions import Conventions
from marginlib.errors import MarginError
from marginlib.liquidation import Discount, Rules, Share
from marginlib.modes import isolated
from marginlib.passage import touch
from marginlib.position import Position
from marginlib.schedules import FlatRate, MarginalTiers
from marginlib.vault.ticks import Parameters
from tests.mechanics.doors import DOORS, FLAT, HOSTILE, UNLIKE, Door
from tests.mechanics.further_doors import FURTHER_DOORS

MEANINGLESS = set(HOSTILE) - {
    "negative",
    "zero",
    "fraction",
    "infinite",
    "dict",
    "uneven",
    "unhashable",
    "other record",
}
"""What is no number, no name and no record of anything: no door may take it for one."""
TEXTS = ("title", "source", "target", "market", "free", "owner", "oracle", "maker", "chip", "text", "alias", "version")
CALLED = ("part", "fill", "disposal", "mode", "manager", "call", "function")
LEFT_OUT = (
    "times",
    "looks",
    "every",
    "jumps",
    "steps",
    "bankruptcy",
    "free",
    "account",
    "settled",
    "requirement",
    "of",
)
UNLIMITED = ("liquidity", "reserved")
TAKEN = {
    *((name, "none") for name in (*LEFT_OUT, *UNLIMITED)),
    *(("seed", long) for long in ("huge", "unwritable")),  # NumPy begins a stream with a whole number of any length
    *((name, text) for name in TEXTS for text in ("text", "full-width")),  # any text is a name
    *((name, "function") for name in CALLED),  # called later, with what it is made for
    ("cell", "text"),  # a number as it is written in an export
    *((name, "dates") for name in ("first", "last")),  # a moment
    *(("line", nan) for nan in ("nan", "decimal nan")),  # the price of a leg that nets to nothing
}


@pytest.mark.parametrize("door", [*DOORS, *FURTHER_DOORS], ids=lambda door: door.name)
def test_whatever_is_handed_in_is_refused_in_our_words_or_answered(door: Door) -> None:
    """No TypeError of Python's or NumPy's reaches a reader, no text passes for a number, nothing is changed before."""
    if "no such file" not in str(door.given):
        door.call(**door.given)
    for name in door.given:
        for kind, value in HOSTILE.items():
            before = copy.deepcopy({key: given for key, given in door.given.items() if isinstance(given, list | dict)})
            try:
                answer = door.call(**{**door.given, name: value})
            except MarginError:
                pass
            else:
                assert kind not in MEANINGLESS or (name, kind) in TAKEN, (name, kind, answer)
            after = {key: door.given[key] for key in before}
            assert repr(after) == repr(before), (name, kind)


def _inverse() -> object:
    book = Book(["A"], [100.0], [100.0], [0.1], {"A": FLAT}, conventions=Conventions(contract="inverse"))
    return exposures(book, isolated)


def _nowhere() -> object:
    book = Book(["A"], [10.0], [100.0], [100.0], {"A": FLAT})
    return cascade(*exposures(book, isolated), [85.0], lambda traded: traded * np.nan)


def _beside(size: Any, entry: Any, posted: Any, price: Any) -> object:
    position = Position(size, entry, posted, FLAT)
    return position.liquidation_price, position.liquidatable(price), position.bankruptcy_price


def _of_a_book(size: Any, entry: Any, posted: Any, price: Any) -> object:
    book = Book(["A", "B"], size, entry, posted, dict.fromkeys("AB", FLAT))
    return book.risk(isolated, {"A": price, "B": 100.0}), book.liquidation_prices(isolated, {"A": price, "B": 100.0})


GIVEN = {"size": np.array([1.0, 2.0]), "entry": np.array([90.0, 80.0]), "posted": np.array([9.0, 8.0]), "price": 95.0}
ALONE = {"size": 1.0, "entry": 90.0, "posted": 9.0, "price": 95.0}
WATCHED = {"spot": 100.0, "barrier": 90.0, "volatility": 0.8, "years": 0.02}


@pytest.mark.parametrize("kind", UNLIKE)
@pytest.mark.parametrize(
    "door",
    [
        Door(_beside, ALONE),
        Door(_beside, GIVEN),
        Door(_of_a_book, GIVEN),
        Door(touch, WATCHED),
        Door(touch, {**WATCHED, "spot": np.array([100.0, 110.0])}),
    ],
    ids=lambda door: door.name,
)
def test_columns_that_do_not_go_together_are_refused_in_our_words_or_answered(door: Door, kind: str) -> None:
    """Of unlike length, or Decimals beside floats: never in the words of Python or NumPy."""
    for name in door.given:
        with suppress(MarginError):
            door.call(**{**door.given, name: UNLIKE[kind]})


SIZES, ENTRIES = pd.Series([1.0, 2.0], index=["BTC", "ETH"]), pd.Series([100.0, 5.0], index=["ETH", "BTC"])


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (_inverse, "contract of a cascade is 'inverse'"),
        (_nowhere, "impact is .*nan"),
        (lambda: Ladder([95.0], [1.0], lambda closed: closed).shock(np.nan), "price is nan"),
        (lambda: Ladder([95.0], [1.0], lambda closed: closed * np.nan), "impact must be zero"),
        (lambda: Share(-1), "share is -1"),
        (lambda: Share(at_most=0), "at most is 0"),
        (lambda: Discount(1.5), "rate is 1.5"),
        (lambda: Rules("t", "s", takeover=2), "takeover is 2"),
        (lambda: Parameters(reward=3_000_000), "reward is 3000000, but it must be a whole number from 0 to 1000000"),
        (lambda: Parameters(step=0), "step is 0"),
        (lambda: Parameters(maintenance=200_000), "initial is 100000, .* from 200000"),
        (lambda: Parameters(fee=True), "fee is True"),
        (lambda: MarginalTiers.from_rows([(0, 0.01), (100, 0.02, 1.0)]), "length of a row is 3"),
        (lambda: MarginalTiers.from_rows([0, 0.01]), "row of tiers is 0"),  # type: ignore[list-item]
        (
            lambda: Book(["BTC", "ETH"], SIZES, ENTRIES, [0.0, 0.0], dict.fromkeys(["BTC", "ETH"], FLAT)),
            "another order",
        ),
        (lambda: Ladder(SIZES, ENTRIES, lambda closed: closed), "another order"),
        (lambda: FlatRate(1), "rate is 1"),
        (lambda: TriggerIndex(np.array([1.0]), np.array([1.0, 2.0])), "prices has the shape"),
    ],
)
def test_what_a_model_does_not_cover_is_refused_with_its_value(call: Callable[[], object], named: str) -> None:
    """A limit that stands in a docstring stands at the door as well."""
    with pytest.raises(MarginError, match=named):
        call()


ALIVE = {"Ledger", "Run", "Clock", "Record", "Reading", "Source"}
"""Records that live by changing: a ledger, and what has been read or liquidated so far."""


def test_no_record_changes_after_it_was_made() -> None:
    """A position, a rule or a result that somebody holds stays what it was when it was checked at the door."""
    found = {}
    for module in pkgutil.walk_packages(marginlib.__path__, "marginlib."):
        if module.name.split(".")[1] in ("course", "show", "learn", "launch") or ".contract" in module.name:
            continue
        for name, kind in vars(importlib.import_module(module.name)).items():
            if dataclasses.is_dataclass(kind) and isinstance(kind, type):
                found[name] = vars(kind)["__dataclass_params__"].frozen
    assert len(found) > 40
    assert {name for name, frozen in found.items() if not frozen} == ALIVE


def test_labels_in_one_order_are_read_by_place() -> None:
    """Columns of one table go together, whatever their labels are."""
    table = pd.DataFrame({"size": [1.0, -2.0], "entry": [100.0, 5.0], "posted": [10.0, 1.0]}, index=["x", "y"])
    schedules: dict[str, Any] = {"BTC": FLAT, "ETH": FLAT}
    book = Book(["BTC", "ETH"], table["size"], table["entry"], table["posted"], schedules)
    assert np.asarray(book.size).tolist() == [1.0, -2.0]
    assert np.asarray(book.entry).tolist() == [100.0, 5.0]
