"""Lesson 03: one account of two markets, in cross and in isolated mode, at prices now and through a stress day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marginlib.book import Book, Mode
from marginlib.course.cross_margin.account import ENTRY, SCHEDULES, SIZE, book
from marginlib.modes import cross, isolated
from marginlib.paths import StressPath, stress_path
from marginlib.show.tanks import Tank
from marginlib.walk import End, walk

OWN = "10 October 2025, own ETH"
DAYS = {
    "none": "",
    "12 March 2020": "2020-03-12",
    "19 May 2021": "2021-05-19",
    "9 November 2022": "2022-11-09",
    "10 October 2025": "2025-10-10",
    OWN: "2025-10-10 ETH",
}
NAMES = {key: name for name, key in DAYS.items()}


def day(key: str, follow: float) -> StressPath:
    """BTC and ETH through a stress day: ETH follows BTC, except on the day that is asked for with prices of its own.

    >>> day("2025-10-10", 0.0).prices[0].tolist()
    [100.0, 100.0]
    """
    return stress_path(key.split(maxsplit=1)[0], key if key.endswith("ETH") else follow)


@dataclass(frozen=True)
class Fall:
    """What a day does to a pool: the role of the pool, and its end."""

    role: str
    end: End

    @property
    def hour(self) -> int | None:
        """The hour in which it is closed, the first one being 1."""
        return None if self.end.time is None else int(self.end.time) + 1

    @property
    def words(self) -> str:
        """The same in words."""
        return "stays open" if self.hour is None else f"closes in hour {self.hour}"


def falls(book: Book, mode: Mode, day: StressPath, roles: Sequence[str]) -> list[Fall]:
    """What `day` does to the first pools of `mode`, one for each of the `roles`."""
    return [Fall(*pair) for pair in zip(roles, walk(book, mode, day.prices, day.times), strict=False)]


def worded(price: float) -> str:
    """Return a liquidation price in words; zero and infinity are none.

    >>> worded(80.4), worded(0.0)
    ('80.40', 'no price')
    """
    return f"{price:.2f}" if 0 < price < np.inf else "no price"


@dataclass(frozen=True)
class Result:
    """The same long of 10 BTC and trade in ETH in both modes, at prices now and through a day."""

    eth_size: int
    deposit: int
    leverage: int
    btc: float
    eth: float
    day: str
    follow: float

    @cached_property
    def book(self) -> Book:
        """The account, as the library holds it."""
        return book(self.deposit, SIZE, self.eth_size, self.leverage)

    @cached_property
    def prices(self) -> dict[str, float]:
        """Prices now."""
        return {"BTC": self.btc, "ETH": self.eth}

    @cached_property
    def alone(self) -> float:
        """Liquidation price of BTC in a pool with the same deposit and no ETH."""
        return float(book(self.deposit, SIZE, 0).liquidation_prices(cross, self.prices)[0])

    def liquidation(self, mode: Mode) -> dict[str, float]:
        """Conditional liquidation price of each market with a position."""
        found = self.book.liquidation_prices(mode, self.prices)
        return dict(zip(np.asarray(self.book.market).tolist(), map(float, found), strict=True))

    @cached_property
    def together(self) -> dict[str, float]:
        """Conditional liquidation prices in cross mode."""
        return self.liquidation(cross)

    @cached_property
    def apart(self) -> dict[str, float]:
        """Liquidation prices in isolated mode."""
        return self.liquidation(isolated)

    @cached_property
    def pools(self) -> list[Tank]:
        """The cross pool, then the isolated ones, the free collateral last and only where there is some."""
        names, roles = ["BTC", "ETH"][: len(self.apart)], ["btc", "eth"][: len(self.apart)]
        one = f"{', '.join(names)} and the whole deposit"
        found = []
        for mode, labels, colours in (
            (cross, [one], ["pool"]),
            (isolated, [f"{name} alone" for name in names] + ["free, out of reach"], [*roles, "free"]),
        ):
            risk = self.book.risk(mode, self.prices)
            columns = (
                self.book.money(mode(self.book)),
                risk.equity,
                risk.maintenance,
                self.book.liquidatable(mode, self.prices),
            )
            rows = zip(labels, colours, *(column.tolist() for column in columns), strict=True)
            for name, role, posted, level, need, closed in rows:
                gone = closed and posted > 0
                found.append(Tank(name, posted, level, need, role, closed=gone, lost=posted if gone else 0.0))
        return found if found[-1].posted > 0 else found[:-1]

    @cached_property
    def path(self) -> NDArray[np.float64] | None:
        """The way of the day through the plane."""
        return day(self.day, self.follow).prices if self.day else None

    @cached_property
    def falls(self) -> list[Fall]:
        """What the day does to the pool of cross mode and to those of isolated mode."""
        if not self.day:
            return []
        way = day(self.day, self.follow)
        return [
            *falls(self.book, cross, way, ["pool"]),
            *falls(self.book, isolated, way, ["btc", "eth"][: len(self.apart)]),
        ]

    @property
    def verdict(self) -> str:
        """What the day does, in words."""
        if not self.day:
            return ""
        names = {"pool": "cross", "btc": "isolated BTC", "eth": "isolated ETH"}
        return f"{NAMES[self.day]}: {', '.join(f'{names[fall.role]} {fall.words}' for fall in self.falls)}."

    @property
    def title(self) -> str:
        """The finding, with its number."""
        found = self.together["BTC"]
        if self.pools[0].closed:
            return f"With BTC at {self.btc:g} and ETH at {self.eth:g} the cross pool is closed"
        if not self.eth_size:
            return f"BTC alone is liquidated at {worded(found)} USDT"
        if not found > 0:
            return (
                f"While ETH stays at {self.eth:g}, no BTC price closes the pool; without ETH {worded(self.alone)} does"
            )
        return f"BTC is liquidated at {worded(found)} USDT with the ETH trade, at {worded(self.alone)} USDT without it"

    @property
    def description(self) -> str:
        """What the picture shows."""
        pool = self.pools[0]
        held, without = "no ETH", ""
        if self.eth_size:
            without = f"; without the ETH trade BTC at {worded(self.alone)}"
            held = f"a {'long' if self.eth_size > 0 else 'short'} of {abs(self.eth_size)} ETH"
        state = "closed" if pool.closed else f"open with {pool.level:.2f} of equity and needs {pool.need:.2f}"
        together, apart = (
            " and ".join(f"{market} at {worded(price)}" for market, price in found.items())
            for found in (self.together, self.apart)
        )
        meets = together + (" while the other price stays" if self.eth_size else "")
        short = ""
        if float(np.sum(self.book.collateral)) * self.leverage < ENTRY * (SIZE + abs(self.eth_size)) - 1e-6:
            short = " (the deposit does not cover the leverage, so all of it is posted)"
        return (
            f"One pool of {self.deposit} USDT holds a long of 10 BTC and {held}. With BTC at {self.btc:g} and ETH at "
            f"{self.eth:g} it is {state}. Liquidation in cross mode: {meets}"
            f"{without}. In isolated mode: {apart}{short}. {self.verdict}"
        ).strip()

    @property
    def table(self) -> pd.DataFrame:
        """Each pool in numbers."""
        prices = [self.together, *({market: price} for market, price in self.apart.items()), {}]
        rows = {}
        for number, (tank, found) in enumerate(zip(self.pools, prices, strict=False)):
            name = tank.name if number else "cross: one pool"
            through = str(self.falls[number].hour or "never") if number < len(self.falls) else "-"
            rows[name] = [
                "closed" if tank.closed else f"{tank.level:,.2f}",
                "-" if tank.closed or not found else f"{tank.need:,.2f}",
                *(worded(found[market]) if market in found else "-" for market in SCHEDULES),
                through,
            ]
        columns = ["equity, USDT", "needed, USDT", "BTC closed at, USDT", "ETH closed at, USDT", "closes in hour"]
        return pd.DataFrame(rows.values(), index=pd.Index(rows, name="pool"), columns=columns)
