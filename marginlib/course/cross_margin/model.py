"""Lesson 03: one account of two markets, in cross and in isolated mode, at prices now and through a stress day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from marginlib.book import Book, Mode
from marginlib.course.cross_margin.account import ENTRY, FALL, SCHEDULES, SIZE, book, followed
from marginlib.modes import cross, isolated
from marginlib.paths import StressPath, stress_path
from marginlib.show.regions import Half, meeting
from marginlib.show.tanks import Tank, described
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
        return "stays open" if self.hour is None else f"is closed in hour {self.hour}"


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
    """The same long of 10 BTC and trade in ETH in one pool and behind walls, at prices now and through a day.

    All of the deposit is posted; behind walls in proportion to what the two legs were worth.
    """

    eth_size: int = -10
    deposit: int = 200
    btc: float = ENTRY
    eth: float = ENTRY
    day: str = ""
    follow: float = 1.0
    walls: bool = False

    @cached_property
    def book(self) -> Book:
        """The account, as the library holds it."""
        return book(self.deposit, SIZE, self.eth_size)

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

    @property
    def number(self) -> float:
        """Liquidation price of BTC on the screen now."""
        return self.together["BTC"]

    @cached_property
    def at_start(self) -> float:
        """The same with both prices at their entry."""
        return float(self.book.liquidation_prices(cross, {"BTC": ENTRY, "ETH": ENTRY})[0])

    @cached_property
    def pool(self) -> Tank:
        """The cross pool."""
        (found,) = self._tanks(self.book, cross, [(" and ".join(self.apart), "pool")])
        return found

    @cached_property
    def plain(self) -> Tank:
        """The pool with the same deposit and no ETH."""
        (found,) = self._tanks(book(self.deposit, SIZE, 0), cross, [("BTC alone", "btc")])
        return found

    @cached_property
    def legs(self) -> list[Tank]:
        """The isolated pools."""
        return self._tanks(self.book, isolated, [(market, market.lower()) for market in self.apart])

    def _tanks(self, account: Book, mode: Mode, names: Sequence[tuple[str, str]]) -> list[Tank]:
        risk = account.risk(mode, self.prices)
        columns = account.money(mode(account)), risk.equity, risk.maintenance, account.liquidatable(mode, self.prices)
        return [
            Tank(name, posted, level, need, role, closed=closed, lost=posted if closed else 0.0)
            for (name, role), posted, level, need, closed in zip(
                names, *(column.tolist() for column in columns), strict=False
            )  # free collateral comes last, of which there is none
        ]

    @property
    def halves(self) -> tuple[Half, Half | None]:
        """Normal and offset of the pool, and those of BTC alone where ETH is held."""
        safe, alone = self.book.half_spaces(cross), book(self.deposit, SIZE, 0).half_spaces(cross)
        ours = np.pad(safe.normals[0], (0, 2 - safe.normals.shape[1])), float(safe.offsets[0])
        if not self.eth_size:
            return ours, None
        return ours, (np.pad(alone.normals[0], (0, 2 - alone.normals.shape[1])), float(alone.offsets[0]))

    @property
    def feared(self) -> tuple[float, float]:
        """The crash that the hedge is for: BTC at 78, and ETH where it follows to."""
        return FALL, followed(FALL, self.follow)

    @property
    def survives(self) -> bool:
        """Whether the pool is open at the end of that crash."""
        return not self.book.liquidatable(cross, dict(zip(SCHEDULES, self.feared, strict=True))).item()

    @cached_property
    def path(self) -> NDArray[np.float64]:
        """The way of the day through the plane; without a day, that of the crash that the hedge is for."""
        if self.day:
            return day(self.day, self.follow).prices
        btc = np.linspace(ENTRY, FALL, 23)
        return np.column_stack([btc, [followed(price, self.follow) for price in btc]])

    @cached_property
    def falls(self) -> list[Fall]:
        """What the day does to the pool of cross mode and to those of isolated mode."""
        if not self.day:
            return []
        way, legs = day(self.day, self.follow), [market.lower() for market in self.apart]
        return [*falls(self.book, cross, way, ["pool"]), *falls(self.book, isolated, way, legs)]

    @cached_property
    def smallest(self) -> bool:
        """Whether the pool is open to the end of the day, and would not be with one ETH less sold."""
        if not self.day or self.falls[0].hour is not None:
            return False
        less = book(self.deposit, SIZE, self.eth_size + 1)
        return falls(less, cross, day(self.day, self.follow), ["pool"])[0].hour is not None

    @property
    def verdict(self) -> str:
        """What the day does, in words."""
        if not self.day:
            return ""
        names = {"pool": "the pool", "btc": "the long behind walls", "eth": "the ETH trade behind walls"}
        return f"On {NAMES[self.day]} {', '.join(f'{names[fall.role]} {fall.words}' for fall in self.falls)}."

    @property
    def trade(self) -> str:
        """The trade in ETH, in words."""
        if not self.eth_size:
            return "no ETH"
        return f"a {'long' if self.eth_size > 0 else 'short'} of {abs(self.eth_size)} ETH"

    @property
    def title(self) -> str:
        """The finding, with its number."""
        if self.pool.closed:
            return f"With BTC at {self.btc:g} and ETH at {self.eth:g} the pool is closed"
        if not self.eth_size:
            return f"BTC alone is liquidated at {worded(self.alone)} USDT"
        if not self.number > 0:
            return (
                f"While ETH stays at {self.eth:g}, no BTC price closes the pool; without ETH {worded(self.alone)} does"
            )
        return f"The screen says {worded(self.number)} for BTC with the ETH trade, and {worded(self.alone)} without it"

    @property
    def caption(self) -> str:
        """What the trade costs now, and whether it helps in a crash; or what the day does to the pool."""
        if self.day:
            return f"On {NAMES[self.day]} the pool {self.falls[0].words}."
        fate = "is open" if self.survives else "is closed"
        if self.follow != 1:
            return f"If BTC falls to {FALL:g} and ETH goes to {followed(FALL, self.follow):.1f}, the pool {fate}."
        crash = f"if both fall to {FALL:g}, the pool {fate}"
        if not self.eth_size or not self.number > 0:
            return f"{crash[:1].upper()}{crash[1:]}."
        moved = round(self.number - self.alone, 2)
        way = "brings the number closer by" if moved > 0 else "moves the number away by"
        if not moved:
            return f"With ETH at {self.eth:g} the trade changes nothing, and {crash}."
        return f"With ETH at {self.eth:g} the trade {way} {abs(moved):.2f}, and {crash}."

    @property
    def description(self) -> str:
        """What the picture shows."""
        pool, (mine, alone) = self.pool, self.halves
        without, met = "", meeting(mine, alone) if alone else None
        if met:
            without = f"; without the ETH trade BTC at {worded(self.alone)}. Both edges meet at ETH {met[1]:.2f}"
        state = "closed" if pool.closed else f"open with {pool.level:.2f} of equity and needs {pool.need:.2f}"
        together, apart = (
            " and ".join(f"{market} at {worded(price)}" for market, price in found.items())
            for found in (self.together, self.apart)
        )
        meets = together + (" while the other price stays" if self.eth_size else "")
        walls = f" Behind walls: {apart}. {described(self.legs)}" if self.walls else ""
        return (
            f"One pool of {self.deposit} USDT holds a long of 10 BTC and {self.trade}. With BTC at {self.btc:g} and "
            f"ETH at {self.eth:g} it is {state}. It is closed with {meets}{without}.{walls} "
            f"{self.verdict or self.caption}"
        )

    @property
    def table(self) -> pd.DataFrame:
        """Each pool in numbers."""
        pools = {"one pool": self.pool, "without the ETH trade": self.plain}
        found = [self.together, {"BTC": self.alone}]
        hours = [str(fall.hour or "never") for fall in self.falls] or ["-"] * (1 + len(self.legs))
        ends = [hours[0], "-"]
        if self.walls:
            pools |= {f"behind walls: {leg.name}": leg for leg in self.legs}
            found += [{market: price} for market, price in self.apart.items()]
            ends += hours[1:]
        rows = [
            [
                "closed" if tank.closed else f"{tank.level:,.2f}",
                "-" if tank.closed else f"{tank.need:,.2f}",
                *(worded(prices[market]) if market in prices else "-" for market in SCHEDULES),
                end,
            ]
            for tank, prices, end in zip(pools.values(), found, ends, strict=True)
        ]
        columns = ["owns, USDT", "needs, USDT", "BTC closed at, USDT", "ETH closed at, USDT", "closes in hour"]
        return pd.DataFrame(rows, index=pd.Index(pools, name="pool"), columns=columns)
