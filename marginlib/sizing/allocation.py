"""How much collateral to put behind each of several isolated positions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from marginlib.book import Book
from marginlib.errors import checked, finite, instance, known, nonnegative, numbers, one_of, positive, shaped
from marginlib.kinds import one_kind
from marginlib.passage import touch

BY_MARKET = "prices by market, such as {'BTC': 100.0}"


@dataclass(frozen=True)
class Liquidations:
    """How likely the isolated positions of a book are to be liquidated, as functions of the collateral behind each.

    `chances`, `any`, `expected_number` and `expected_loss` take collateral, shape (n,), or many splits of it at once,
    shape (n, splits): then each answers for every split. Positions are taken to be independent; the price of each is a
    geometric Brownian motion.

    Args:
        book: positions; the collateral in it does not matter here.
        prices: by market.
        volatility: a year, of each position's market, shape (n,) or one number.
        years: horizon.
        drift: of the prices, a year.

    Raises:
        InvalidInput: prices, volatility or horizon not above zero, columns that are not one for each position.
        UnknownName: a market without a price.

    >>> from marginlib.schedules import FlatRate
    >>> flat = {"BTC": FlatRate(0.005), "ETH": FlatRate(0.005)}
    >>> book = Book(["BTC", "ETH"], [10.0, 10.0], [100.0, 100.0], [0.0, 0.0], flat)
    >>> both = Liquidations(book, {"BTC": 100.0, "ETH": 100.0}, np.array([0.6, 0.9]), 7 / 365)
    >>> both.chances(np.array([100.0, 100.0])).round(4).tolist()
    [0.2387, 0.442]
    >>> both.any(np.array([[100.0, 120.0], [100.0, 80.0]])).round(4).tolist()
    [0.5752, 0.6169]
    """

    book: Book
    prices: Mapping[str, float]
    volatility: Any
    years: float
    drift: Any = 0.0

    def __post_init__(self) -> None:
        instance("book", self.book, Book, "a marginlib.book.Book")
        known("price for market", self.book.schedules, instance("prices", self.prices, Mapping, BY_MARKET))
        positive("price", np.asarray([self.prices[name] for name in self.book.schedules]))
        for name, column in (("volatility", self.volatility), ("drift", self.drift)):
            found = finite(name, numbers(name, column))
            if found.ndim:
                shaped(name, found, np.shape(self.book.size), "one number, or one for each position")
        positive("volatility", self.volatility)
        positive("horizon in years", self.years)

    @property
    def spot(self) -> np.ndarray:
        """Price of each position, shape (n,)."""
        return np.array([self.prices[name] for name in np.asarray(self.book.market).tolist()])

    def levels(self, collateral: np.ndarray) -> np.ndarray:
        """Liquidation price of each position, in the shape of the collateral."""
        book, c = self.book, self.book.conventions
        posted = nonnegative("collateral", numbers("collateral", collateral))
        shaped("collateral", posted, (len(book.size), *posted.shape[1:]), "one for each position")
        rows = zip(np.asarray(book.market).tolist(), book.size, book.entry, book.settled, posted, strict=True)
        found = []
        for market, size, entry, settled, money in rows:
            linear = float(c.exposure(size)), float(c.coordinate(entry))
            applied = c.applied(book.schedules[market], *linear, money + settled)
            found.append(c.printed(c.coordinate(applied.liquidation_price(money + settled, *linear)), size))
        return np.array(found, dtype=float)

    def chances(self, collateral: np.ndarray) -> np.ndarray:
        """Probability that each position is liquidated within the horizon, in the shape of the collateral."""
        levels = self.levels(collateral)
        spot, volatility, drift, size = (
            _down(column, levels) for column in (self.spot, self.volatility, self.drift, self.book.size)
        )
        return np.asarray(touch(spot, levels, volatility, self.years, drift=drift, size=size))

    def any(self, collateral: np.ndarray) -> Any:
        """Probability that at least one position is liquidated."""
        return _plain(1 - np.prod(1 - self.chances(collateral), axis=0))

    def expected_number(self, collateral: np.ndarray) -> Any:
        """Expected number of positions liquidated."""
        return _plain(self.chances(collateral).sum(axis=0))

    def expected_loss(self, collateral: np.ndarray) -> Any:
        """Expected equity that liquidations take: what is left at the liquidation price goes to the fund.

        Without drift this is all that is lost on average: gains and losses from the price itself cancel (optional
        stopping). A position without collateral is closed at once and at no cost, so this objective starves positions
        unless each has a least collateral.
        """
        chances, levels = self.chances(collateral), self.levels(collateral)
        size, spot, entry = (_down(column, levels) for column in (self.book.size, self.spot, self.book.entry))
        side = np.sign(size)
        closed = side * np.minimum(side * levels, side * spot)  # at once if it is met already
        left = collateral + self.book.conventions.pnl(size, entry, closed)
        return _plain(np.where(chances > 0, chances * left, 0.0).sum(axis=0))


def _down(column: Any, like: np.ndarray) -> np.ndarray:
    """A column of positions, or one number, as the rows of an array of splits."""
    values = np.asarray(column, dtype=float)
    return values.reshape(values.shape + (1,) * (like.ndim - values.ndim)) if values.ndim else values


def _plain(values: np.ndarray) -> Any:
    return values if np.ndim(values) else float(values)


@one_kind
def allocate(
    budget: float,
    liquidations: Liquidations,
    rule: str | Callable[[np.ndarray], float] = "risk parity",
    least: Any = 0.0,
) -> np.ndarray:
    """Collateral of each isolated position, shape (n,), that adds up to `budget`.

    Args:
        budget: money to split.
        liquidations: the positions, and what moves them.
        rule: "equal", "notional" (proportional to it), "risk parity" (to notional times volatility: all are equally
            many standard deviations away from bankruptcy), or an objective: a function of the collateral that is to be
            as small as possible, such as `liquidations.expected_number`. It is minimised by sequential quadratic
            programming from several starts, positions given up among them; the answer is the best that was found and
            never worse than one of the three rules.
        least: what each position gets before the rest is split, such as its initial margin; a number or shape (n,).

    Raises:
        InvalidInput: a budget not above zero or below the sum of `least`, another rule.

    >>> from marginlib.schedules import FlatRate
    >>> flat = {"BTC": FlatRate(0.005), "ETH": FlatRate(0.005)}
    >>> book = Book(["BTC", "ETH"], [10.0, 10.0], [100.0, 100.0], [0.0, 0.0], flat)
    >>> both = Liquidations(book, {"BTC": 100.0, "ETH": 100.0}, np.array([0.6, 0.9]), 7 / 365)
    >>> allocate(200.0, both).tolist(), allocate(200.0, both, both.expected_number).round(1).tolist()
    ([80.0, 120.0], [101.1, 98.9])
    """
    instance("liquidations", liquidations, Liquidations, "the Liquidations of a book")
    notional = np.asarray(liquidations.book.conventions.notional(liquidations.book.size, liquidations.spot))
    least = nonnegative("least collateral", numbers("least collateral", least))
    if least.ndim:
        shaped("least collateral", least, notional.shape, "one number, or one for each position")
    floor = least + 0 * notional
    needed = floor.sum()
    wanted = f"above zero and at least the {needed} that the positions need; raise it or close one"
    spare = checked("budget", budget, lambda money: money > 0 and money >= needed, wanted) - needed
    weights = {"equal": 1 + 0 * notional, "notional": notional, "risk parity": notional * liquidations.volatility}
    shares = {name: weight / weight.sum() for name, weight in weights.items()}
    if not callable(rule):
        return np.asarray(floor + spare * shares[one_of("rule", rule, shares)])

    from scipy.optimize import minimize  # noqa: PLC0415 - memory that a kernel spares where nobody asks

    def split(shares: np.ndarray) -> np.ndarray:
        return np.asarray(floor + spare * shares / shares.sum())

    # where money is short it is best to give a position up: start also with one of them alone, and without one
    one = np.eye(notional.size)
    starts = [weight / weight.sum() for weight in (*weights.values(), *one, *(1.001 - one))]
    scale = abs(float(numbers("the objective", rule(split(starts[0]))))) or 1.0
    found = [
        minimize(
            lambda shares: rule(split(shares)) / scale,
            start,
            method="SLSQP",
            bounds=[(0, 1)] * notional.size,
            constraints={"type": "eq", "fun": lambda shares: shares.sum() - 1},
            options={"ftol": 1e-13, "maxiter": 300},
        ).x
        for start in starts
    ]
    return min(map(split, [*starts, *found]), key=rule)


@one_kind
def efficiency(
    budget: float, liquidations: Liquidations, rule: str, objective: Callable[[np.ndarray], float] | None = None
) -> float:
    """Smallest budget that reaches the same `objective`, as a share of the `budget` that `rule` splits; 1 is the best.

    Args:
        rule: "equal", "notional" or "risk parity", as in `allocate`.
        objective: what is to be small; that at least one position is liquidated, where not given.

    Raises:
        InvalidInput: as `allocate`.

    Source: derived (input-oriented efficiency, Farrell 1957: the best input for the same output over the input used).

    >>> from marginlib.schedules import FlatRate
    >>> flat = {"BTC": FlatRate(0.005), "SOL": FlatRate(0.005)}
    >>> book = Book(["BTC", "SOL"], [10.0, 10.0], [100.0, 100.0], [0.0, 0.0], flat)
    >>> two = Liquidations(book, {"BTC": 100.0, "SOL": 100.0}, np.array([0.6, 1.2]), 7 / 365)
    >>> round(efficiency(300.0, two, "equal"), 3)
    0.959
    """
    from scipy.optimize import brentq  # noqa: PLC0415 - memory that a kernel spares where nobody asks

    instance("liquidations", liquidations, Liquidations, "the Liquidations of a book")
    wanted = (
        liquidations.any
        if objective is None
        else instance("objective", objective, Callable, "a function of the collateral")
    )
    reached = wanted(allocate(budget, liquidations, rule))

    def excess(money: float) -> float:
        return float(wanted(allocate(money, liquidations, wanted)) - reached)

    least = budget / 2
    if excess(budget) >= 0:
        return 1.0
    while excess(least) < 0:
        least /= 2
    return float(brentq(excess, least, budget, xtol=budget * 1e-6)) / budget
