"""What no rule can work with is refused at the door, in the words of the one family of exceptions."""

from collections.abc import Callable
from math import nan
from typing import Any

import pytest

from marginlib.agents import cut, hedge, shift, top_up
from marginlib.book import Book
from marginlib.contagion import clearing_vector, debt_rank
from marginlib.errors import MarginError
from marginlib.liquidation import steps, venue_rules
from marginlib.modes import cross
from marginlib.oracle import index, twap
from marginlib.paths import gbm, merton, stress_day
from marginlib.position import Position
from marginlib.probability import Motion, Sampling, fates, touch
from marginlib.requirements import scanned
from marginlib.schedules import FlatRate
from marginlib.vault.ledger import Ledger

FLAT: Any = FlatRate(0.005)
BOOK = Book(["BTC", "ETH"], [10.0, -5.0], [100.0] * 2, [100.0] * 2, {"BTC": FLAT, "ETH": FLAT})
PRICES: Any = {"BTC": 100.0, "ETH": 100.0}
WEEK = Motion(0.8, 7 / 365, correlation=0.5)
TEXT: Any = "cross"


def _risk(shocks: Any) -> Any:
    return BOOK.risk(cross, PRICES, scanned(shocks))


def _run(rules: Any, **given: Any) -> Any:
    return list(steps(BOOK, cross, PRICES, rules, **given))


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: Position(10.0, 100.0, 100.0, 0.005), "schedule is 0.005, .* FlatRate"),  # type: ignore[arg-type]
        (lambda: Book(["BTC"], [1.0], [100.0], [10.0], {"BTC": 0.005}), "BTC is 0.005"),  # type: ignore[dict-item]
        (lambda: BOOK.risk(TEXT, PRICES), "mode is 'cross', .* isolated, cross or basket"),
        (lambda: BOOK.liquidation_prices(TEXT, PRICES), "mode is 'cross'"),
        (lambda: BOOK.risk(cross, [100.0, 100.0]), r"prices are \[100.0, 100.0\]"),  # type: ignore[arg-type]
        (lambda: BOOK.risk(cross, None), "prices are None"),  # type: ignore[arg-type]
        (lambda: fates(BOOK, {"one": TEXT}, PRICES, WEEK), "mode is 'cross'"),
        (lambda: fates(BOOK, cross, PRICES, WEEK), r'modes is <function cro.*such as {"isolated": isolated'),  # type: ignore[arg-type]
        (lambda: Sampling(seed=-1), "seed is -1"),
        (lambda: Motion(0.8, 1.0, jumps=0.3), r"jumps is 0.3, .* Jumps\("),  # type: ignore[arg-type]
        (lambda: merton(100.0, 0.8, 1.0, 2, 2, jumps=0.3, seed=1), r"jumps is 0.3"),  # type: ignore[arg-type]
        (lambda: gbm("high", 0.8, 1.0, 2, 2, seed=1), "spot is 'high'"),
        (lambda: gbm([100.0, 100.0], 0.8, 1.0, 2, 2, correlation="high", seed=1), "correlation is 'high'"),
        (lambda: gbm(100.0, 0.8, 1.0, 2, 2, seed=nan), "seed is nan"),  # type: ignore[arg-type]
        (lambda: stress_day("2020-03-12", seed=-1), "seed is -1"),
        (lambda: touch(100.0, 90.0, "high", 0.1), "volatility is 'high'"),
        (lambda: clearing_vector([["a", "b"], ["c", "d"]], [1.0, 1.0]), "liabilities"),
        (lambda: debt_rank([[0.0, 1.0], [0.0]], [1.0, 1.0], [0.0, 0.0]), "exposures"),
        (lambda: index(["a", "b", "c"]), "source price"),
        (lambda: twap("high", 2), "price is 'high'"),
        (lambda: _risk({"BTC": [0.1], "ETH": [0.1, 0.2]}), r"\[1, 2\] scenarios"),
        (lambda: _risk({"BTC": [], "ETH": []}), r"\[0, 0\] scenarios"),
        (lambda: _risk({"BTC": [-1.5], "ETH": [0.1]}), "shock is -1.5"),
        (lambda: _run("takeover"), "rules is 'takeover', .* venue_rules"),
        (lambda: _run(venue_rules("takeover"), liquidity={"BTC": nan}), "liquidity of BTC is nan"),
        (lambda: top_up(nan), "act at is nan"),
        (lambda: cut(to=0.0), "reach is 0.0"),
        (lambda: hedge("ETH", share=-1.0), "share of the net notional is -1.0"),
        (lambda: shift(at=-1.0), "act at is -1.0"),
    ],
)
def test_what_no_rule_can_work_with_is_refused_with_its_value_and_the_way_out(
    call: Callable[[], object], named: str
) -> None:
    """A name for a mode, a rate for a schedule, text for a number: each is refused by what it is."""
    with pytest.raises(MarginError, match=named):
        call()


@pytest.mark.parametrize("seconds", [-1, 1.5, nan, "a while", None])
def test_no_clock_runs_backwards(seconds: Any) -> None:
    """A vault whose clock went back would take a stale price for a fresh one."""
    vault = Ledger(now=100)
    with pytest.raises(MarginError, match="seconds is"):
        vault.wait(seconds)
    assert vault == Ledger(now=100)
