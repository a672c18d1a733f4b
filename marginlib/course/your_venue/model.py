"""Lesson 14: the same position under eight published tables, and yours, while the price goes against it."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from marginlib.course.your_venue.account import ENTRY, TABLES, held, own, width
from marginlib.position import Position
from marginlib.venues import venue

WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Standing:
    """The position at one venue: where it is closed, and what is behind it there. Without a position the table ends."""

    name: str
    year: str
    position: Position | None
    coin: bool
    source: str
    ends: float | None = None
    yours: bool = False

    @property
    def width(self) -> float:
        """Coins that the tank is wide, negative for a short."""
        return width(self.position) if self.position else 0.0

    @property
    def line(self) -> float:
        """The liquidation price."""
        return float(self.position.liquidation_price) if self.position else float("nan")

    @property
    def floor(self) -> float:
        """The bankruptcy price."""
        return float(self.position.bankruptcy_price) if self.position else float("nan")

    @property
    def room(self) -> float:
        """What is left at the line, in USD."""
        return self.width * (self.line - self.floor)

    @property
    def asked(self) -> float:
        """What is asked at the entry, as a percentage of the value there."""
        if self.position is None:
            return float("nan")
        need = float(self.position.maintenance(ENTRY)) * (ENTRY if self.coin else 1.0)
        return 100 * need / (abs(float(self.position.size)) * (1.0 if self.coin else ENTRY))

    def closed(self, price: float) -> bool:
        """Whether it is closed once the price has come to `price`."""
        return bool(self.width * (price - self.line) <= 0)

    def told(self, price: float) -> str:
        """What it does, as a sentence goes on after its name."""
        if self.position is None:
            return f" has no tier for it here: the table ends at {self.ends:,.0f}"
        return f" close{'d' if self.closed(price) else 's'} it at {self.line:,.2f} with {self.room:,.0f} left"


@dataclass(frozen=True)
class Result:
    """A position from 60,000 USD at `price`, which is `way` percent of the way to the bankruptcy price in dollars.

    `leverage` and `size` in BTC; with `yours`, a ninth venue asks `rate` percent `on` the value now or at entry, with a
    closing fee where `fee` is set, and takes margin in coin where `coin` is. While `hidden`, nothing is named.
    """

    way: float = 90.0
    leverage: int = 10
    size: int = 10
    side: str = "long"
    yours: bool = False
    rate: float = 0.5
    on: str = "mark"
    fee: bool = False
    coin: bool = False
    hidden: bool = False

    @property
    def sign(self) -> int:
        """1 for a long, -1 for a short."""
        return 1 if self.side == "long" else -1

    @property
    def price(self) -> float:
        """The price now."""
        return ENTRY * (1 - self.sign * self.way / 100 / self.leverage)

    @cached_property
    def venues(self) -> tuple[Standing, ...]:
        """All venues, the first to close first; tables that end before this size come last."""
        size = float(self.sign * self.size)
        found = [
            Standing(
                one.name,
                one.year,
                held(one, size, self.leverage),
                one.coin,
                f"{venue(one.venue).title}, {venue(one.venue).date}",
                one.ends,
            )
            for one in TABLES
        ]
        if self.yours:
            position = own(size, self.leverage, self.rate, self.on, self.fee, self.coin)
            found.append(Standing("yours", "", position, self.coin, "rules of your own", yours=True))
        return tuple(sorted(found, key=lambda one: (one.position is None, -self.sign * one.line)))

    @property
    def there(self) -> list[Standing]:
        """The venues whose tables reach this size."""
        return [one for one in self.venues if one.position]

    @property
    def gone(self) -> list[Standing]:
        """Those that have closed the position by now."""
        return [one for one in self.there if one.closed(self.price)]

    def named(self, name: str, year: str = "") -> Standing | None:
        """The venue of a name, and of a year where it has several, where its table reaches this size."""
        return next((one for one in self.there if one.name == name and year in ("", one.year)), None)

    @property
    def headline(self) -> str:
        """How many have closed it."""
        if self.hidden:
            return f"Eight venues, the same {self.side} of {self.size} BTC at {self.leverage}x: price {self.price:,.0f}"
        count, of = len(self.gone), len(self.there)
        many = f"{WORDS[count].capitalize()} of {WORDS[of]} venues {'has' if count == 1 else 'have'}"
        return f"At {self.price:,.0f}: {many} closed the same {self.side}"

    @property
    def caption(self) -> str:
        """Which one is next."""
        if self.hidden:
            return f"Each tank holds what {self.size / self.leverage:g} BTC was worth at 60,000 USD, less the loss."
        open_ = [one for one in self.there if one not in self.gone]
        if not open_:
            return "Nobody holds it any more."
        return f"The next one is {open_[0].name} {open_[0].year}".rstrip() + f", at {open_[0].line:,.2f} USD."

    @property
    def description(self) -> str:
        """The picture in words."""
        if self.hidden:
            return f"{self.headline}. Nobody has closed it."
        lines = [f"{one.name} {one.year}".rstrip() + one.told(self.price) for one in self.venues]
        return f"{self.headline}. {'. '.join(lines)}. {self.caption}"

    @property
    def table(self) -> pd.DataFrame:
        """Line, room, what is asked at the entry, and the source of each table."""
        if self.hidden:
            return pd.DataFrame({"price, USD": [f"{self.price:,.0f}"]}, index=pd.Index(["now"], name="at"))
        rows = [
            [
                f"{one.line:,.2f}",
                f"{one.room:,.0f}",
                f"{one.asked:.3g} %",
                "coin" if one.coin else "dollars",
                one.source,
            ]
            for one in self.there
        ]
        index = pd.Index([f"{one.name} {one.year}".rstrip() for one in self.there], name="table")
        return pd.DataFrame(
            rows, index, ["closed at, USD", "left there, USD", "asked at entry", "margin in", "source and date"]
        )
