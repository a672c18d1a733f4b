"""How venues liquidate: which part is closed, at what price, when everything is taken over.

The numbers of each venue are data, in the files of `marginlib.venues`. A part or a price is a small record that is
called with a `Closing`, the leg as a rule sees it, in the coordinate of the contract (see `marginlib.conventions`), so
that linear and inverse contracts share the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marginlib import formulas
from marginlib.arithmetic import maximum, minimum, sign
from marginlib.errors import InvalidInput, instance, known, nonnegative, positive, share
from marginlib.formulas import settlement
from marginlib.schedules import Schedule
from marginlib.venues import names_with, read, sheet

WITHIN = 10**9  # a billionth part of a number is rounding
INFINITE = float("inf")


@dataclass(frozen=True)
class Closing:
    """One leg of a pool that is to be liquidated.

    Args:
        market, size, price, schedule: of the leg; the price is the mark.
        need: what the leg needs; `maintenance` is what the pool needs, `equity` what it has.
        bankrupt: the price at which the leg takes its share of the equity along, pro rata to what it needs.
        carried: notional of all legs of the pool.
        earlier: closings that the pool has had already.
    """

    market: str
    size: Any
    price: Any
    schedule: Schedule
    need: Any
    maintenance: Any
    equity: Any
    bankrupt: Any
    carried: Any
    earlier: int

    @property
    def value(self) -> Any:
        """Notional of the leg."""
        return formulas.notional(self.size, self.price)

    def worth(self, notional: Any) -> Any:
        """Quantity of that `notional`, unsigned; of the whole of it the whole leg, without a rounding error."""
        return abs(self.size) * (notional / self.value)


def _limit(name: str, most: Any) -> None:
    """Raise InvalidInput unless `most` is a number above zero, or the infinity that stands for no limit."""
    if not (isinstance(most, float) and most == INFINITE):
        positive(name, most)


Part = Callable[[Closing], Any]
Pricing = Callable[[Closing], Any]


@dataclass(frozen=True)
class Share:
    """Close `share` of the leg, the whole of it at a notional of `above` or less, or where equity is nearly gone.

    Args:
        at_least, at_most: notional of one closing.
        down_to: equity, as a share of maintenance, below which the whole leg is closed.
        once: close only the first time by share, afterwards the whole.
    """

    share: Any = 1
    above: Any = 0
    at_least: Any = 0
    at_most: Any = INFINITE
    down_to: Any = 0
    once: bool = False

    def __post_init__(self) -> None:
        share("share", positive("share", self.share))
        for name in ("above", "at_least", "down_to"):
            nonnegative(name.replace("_", " "), getattr(self, name))
        _limit("at most", self.at_most)

    def __call__(self, leg: Closing) -> Any:
        """Quantity to close, unsigned."""
        gone = leg.equity < self.down_to * leg.maintenance
        if leg.value <= self.above or gone or (self.once and leg.earlier):
            return abs(leg.size)
        return leg.worth(minimum(maximum(self.share * leg.value, self.at_least), self.at_most, leg.value))


@dataclass(frozen=True)
class NextTier:
    """Reduce the leg to the floor of its tier of notional; a leg in the lowest tier is closed."""

    def __call__(self, leg: Closing) -> Any:
        """Quantity to close, unsigned."""
        floors = getattr(leg.schedule, "floors", ())
        return leg.worth(leg.value - max((f for f in floors if leg.value - f > leg.value / WITHIN), default=0))


@dataclass(frozen=True)
class JustEnough:
    """Close what brings the pool from below maintenance to `buffer` of its notional above it.

    Source: Drift v2, programs/drift/src/math/liquidation.rs (fees as shares of the notional closed).
    """

    buffer: Any
    liquidator_fee: Any = 0
    fund_fee: Any = 0

    def __post_init__(self) -> None:
        positive("buffer", self.buffer)
        share("liquidator fee", self.liquidator_fee)
        share("fund fee", self.fund_fee)

    def __call__(self, leg: Closing) -> Any:
        """Quantity to close, unsigned; the whole leg where closing would cost more than it frees."""
        freed, short = leg.need / leg.value + self.buffer, leg.maintenance + self.buffer * leg.carried - leg.equity
        if self.liquidator_fee + self.fund_fee >= freed:
            return abs(leg.size)
        enough = settlement.base_to_close(short, leg.price, freed, self.liquidator_fee, self.fund_fee, 1)
        return minimum(enough, abs(leg.size))


@dataclass(frozen=True)
class Discount:
    """Whoever takes the position over does so at the mark less `rate` (a short: plus).

    Args:
        rate: of the notional.
        below_maintenance: the venue lists no market whose maintenance rate is not above `rate`. Where ours is not, the
            buyer gets the equity that is left, so that a pool with equity never falls below zero by the discount.
    """

    rate: Any = 0
    below_maintenance: bool = False

    def __post_init__(self) -> None:
        share("rate", self.rate)

    def __call__(self, leg: Closing) -> Any:
        """Price of the fill."""
        price, side = settlement.takeover_price(leg.price, leg.size, self.rate), sign(leg.size)
        if self.below_maintenance and leg.equity >= 0 and leg.need <= self.rate * leg.value:
            return side * maximum(side * price, side * leg.bankrupt)
        return price


@dataclass(frozen=True)
class Fillable:
    """Offered further from the mark the closer the pool is to bankruptcy (`settlement.fillable_price`)."""

    adjustment: Any
    spread: Any

    def __post_init__(self) -> None:
        nonnegative("adjustment", self.adjustment)
        share("spread", self.spread)

    def __call__(self, leg: Closing) -> Any:
        """Price of the fill."""
        return settlement.fillable_price(
            leg.price, leg.size, leg.equity, leg.maintenance, leg.need / leg.value, self.adjustment, self.spread
        )


@dataclass(frozen=True)
class Disposal:
    """How a position that was taken over is sold: `fraction` of what is left, all of it at `full` or less.

    `at_most` is the largest single sale. Raises InvalidInput for sales that would never end.

    Source: Vega, specification 0012-POSR (position resolution).

    >>> disposal = Disposal(0.5, 50, at_most=100)
    >>> disposal(280), disposal(180), disposal(90), disposal(45)
    (100, 90.0, 45.0, 45)
    """

    fraction: Any = 1
    full: Any = 0
    at_most: Any = INFINITE

    def __post_init__(self) -> None:
        share("disposal fraction", positive("disposal fraction", self.fraction))
        nonnegative("full disposal size", self.full)
        _limit("largest sale", self.at_most)
        if not self.at_most > 0 or (self.fraction < 1 and not self.full > 0):
            raise InvalidInput(
                f"sales of {self.fraction} of the rest, at most {self.at_most}, all at {self.full} or less, never end; "
                "give a size above zero below which all is sold, and sales above zero"
            )

    def __call__(self, left: Any) -> Any:
        """Size of the next sale while `left` is held."""
        return minimum(left if left <= self.full else self.fraction * left, self.at_most)


@dataclass(frozen=True)
class Rules:
    """How a venue liquidates.

    Args:
        title, source, date: whose rules, where they were read, and of when they are.
        part: how much of a leg is closed at a time.
        fill: the price at which that part finds a buyer.
        fee: most that the fund takes of the notional closed, out of what is left above bankruptcy.
        takeover: share of maintenance; a pool with no more equity than this is taken over whole at its bankruptcy
            price, and the fund keeps what is left of it. 1 takes over at once, 0 only what is bankrupt.
        disposal: how the position taken over is sold.
        deleverages: whether traders on the other side are closed before a loss is shared.
    """

    title: str
    source: str
    part: Part = Share()
    fill: Pricing = Discount()
    fee: Any = 0
    takeover: Any = 0
    disposal: Disposal = Disposal()
    deleverages: bool = True
    date: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "source", "date"):
            instance(name, getattr(self, name), str, "a text")
        instance("part", self.part, Callable, "a rule for how much is closed, such as Share(0.5)")
        instance("fill", self.fill, Callable, "a rule for the price, such as Discount(0.01)")
        instance("disposal", self.disposal, Callable, "how a position taken over is sold, such as Disposal(0.5, 50)")
        share("fee", self.fee)
        share("takeover", self.takeover)


PARTS: dict[str, Callable[..., Part]] = {"share": Share, "next tier": NextTier, "just enough": JustEnough}
PRICINGS: dict[str, Callable[..., Pricing]] = {"discount": Discount, "fillable": Fillable}


def venue_rules(name: str, kind: Callable[[str], Any] = float) -> Rules:
    """The rules under `[liquidation]` in the file of that name in `marginlib.venues`, numbers read by `kind`.

    Raises:
        UnknownName: no such rules; the message lists those there are.

    >>> venue_rules("hyperliquid-2026").part
    Share(share=0.2, above=100000.0, at_least=0, at_most=inf, down_to=0, once=True)
    """
    known("set of rules called", [name], names_with("liquidation"))
    table = dict(sheet(name)["liquidation"])
    said: dict[str, Any] = {key: table.pop(key) for key in ("source", "date")}
    for key, choices in (("part", PARTS), ("fill", PRICINGS), ("disposal", {"sales": Disposal})):
        if key in table:
            numbers = dict(table.pop(key))
            said[key] = choices[numbers.pop("rule")](**read(numbers, kind))
    return Rules(sheet(name)["title"], **said, **read(table, kind))
