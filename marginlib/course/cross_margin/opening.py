"""The two scenes of lesson 03: a hedge is sold while no price moves, and then both prices fall.

Each is a story of moments, a row of which passes while it plays. Where a number is asked for, it is covered.
"""

from dataclasses import dataclass
from functools import cached_property
from math import pi, sin
from typing import Any

import pandas as pd
from matplotlib.patches import Rectangle

from marginlib.book import Book
from marginlib.course.cross_margin.account import DEPOSIT, ENTRY, FALL, SIZE, SOLD, book
from marginlib.course.cross_margin.model import worded
from marginlib.modes import cross
from marginlib.show import style
from marginlib.show.ruler import Ruler, Tick
from marginlib.show.scene import Scene
from marginlib.show.tanks import Tank, TankRow

SELL, ASK, TELL, TOLD = 10.0, 30.0, 45.0, 65.0  # the order begins, the question, the scene stops, and ends
AIMED, FALLEN = 15.0, 59.0  # the crash is marked, and has happened
BIG = 20.0  # points
ENDS = 50.0, 130.0  # of the rulers
STEP = 0.5  # USDT that both prices fall in a moment


@dataclass(frozen=True)
class Screen:
    """One account as its owner sees it: ETH sold, both prices, and whether the number is covered."""

    name: str
    sold: float
    btc: float = ENTRY
    eth: float = ENTRY
    covered: bool = False

    @cached_property
    def book(self) -> Book:
        """The account, as the library holds it."""
        return book(DEPOSIT, SIZE, -self.sold)

    @property
    def prices(self) -> dict[str, float]:
        """Both prices."""
        return {"BTC": self.btc, "ETH": self.eth}

    @property
    def role(self) -> str:
        """Its colour: that of a pool of both markets, or of BTC alone."""
        return "pool" if self.sold else "btc"

    @cached_property
    def closed(self) -> bool:
        """Whether the venue has closed it."""
        return bool(self.book.liquidatable(cross, self.prices).item())

    @cached_property
    def number(self) -> float:
        """The liquidation price of BTC."""
        return float(self.book.liquidation_prices(cross, self.prices)[0])

    @property
    def words(self) -> str:
        """What the screen says."""
        return "closed" if self.closed else "?" if self.covered else worded(self.number)

    @property
    def tank(self) -> Tank:
        """What is in it; what it needs is covered with the number."""
        risk = self.book.risk(cross, self.prices)
        need = 0.0 if self.covered else risk.maintenance.item()
        lost = DEPOSIT if self.closed else 0.0
        return Tank(self.name, DEPOSIT, risk.equity.item(), need, self.role, closed=self.closed, lost=lost)

    @property
    def spoken(self) -> str:
        """The same in a sentence."""
        if self.closed:
            return f"The account {self.name} is closed, and its {DEPOSIT:g} USDT are gone."
        needs = "" if self.covered else f" and needs {self.tank.need:.2f}"
        says = "is covered" if self.covered else f"is {self.words}"
        return f"The account {self.name} owns {self.tank.level:g} USDT{needs}, and its liquidation price of BTC {says}."


@dataclass(frozen=True)
class Tale:
    """One moment of a scene; the scenes say which screens there are, where the prices are, and what happens."""

    now: float = 0.0

    @property
    def screens(self) -> list[Screen]:
        """The accounts that are seen."""
        raise NotImplementedError

    @property
    def marked(self) -> list[Screen]:
        """The accounts whose numbers are marked on the ruler."""
        return [one for one in self.screens if not one.covered and not one.closed]

    @property
    def aim(self) -> float | None:
        """Where both prices are about to go."""
        return None

    @property
    def title(self) -> str:
        """What stands over the tanks."""
        raise NotImplementedError

    @property
    def prices(self) -> tuple[float, float]:
        """BTC and ETH now."""
        last = self.screens[-1]
        return last.btc, last.eth

    @property
    def caption(self) -> str:
        """What happens, in a sentence."""
        raise NotImplementedError

    @property
    def description(self) -> str:
        """The picture in words."""
        btc, eth = self.prices
        return f"BTC is at {btc:.1f} and ETH at {eth:.1f} USDT. {' '.join(one.spoken for one in self.screens)}"

    @property
    def table(self) -> pd.DataFrame:
        """Each account in numbers."""
        rows = {
            one.name: [f"{one.tank.level:g}", "?" if one.covered else f"{one.tank.need:.2f}", one.words]
            for one in self.screens
        }
        columns = ["owns, USDT", "needs, USDT", "BTC is liquidated at, USDT"]
        return pd.DataFrame(rows.values(), index=pd.Index(rows, name="account"), columns=columns)


class Sale(Tale):
    """Ten ETH are sold short while no price moves."""

    @property
    def screens(self) -> list[Screen]:
        """One account, which sells its ETH twice: with its number covered, and with it open."""
        now = self.now
        share = (now - TELL) / (TOLD - TELL) if now > TELL else (now - SELL) / (ASK - SELL)
        sold = 2 * round(min(max(share, 0.0), 1.0) * SOLD / 2)
        btc = ENTRY + (0.5 * sin(2 * pi * now / SELL) if now < SELL else 0.0)
        name = f"10 BTC long, {sold} ETH short" if sold else "10 BTC long"
        return [Screen(name, sold, btc, covered=SELL < now <= TELL)]

    @property
    def marked(self) -> list[Screen]:
        """The account, and beside its new number the one from before the sale."""
        (screen,) = self.screens
        before = [Screen("before", 0.0)] if self.now > TELL and screen.sold else []
        return [*before, *super().marked]

    @property
    def title(self) -> str:
        """How far the order is filled."""
        sold = self.screens[0].sold
        return f"{sold:g} of 10 ETH sold" if sold else "Your pool"

    @property
    def caption(self) -> str:
        """What happens, in a sentence."""
        if self.now <= SELL:
            return "You own 10 BTC, and 200 USDT are in the pool behind them."
        if self.now < ASK:
            return "You sell 10 ETH short at 100 USDT, and neither of the prices moves."
        if self.now <= TELL:
            return "No price has moved, so what does your screen say about BTC now?"
        (screen,) = self.screens
        return f"With {screen.sold:g} ETH sold you need {screen.tank.need:g} USDT, and your screen says {screen.words}."


class Crash(Tale):
    """Both prices fall to 78, in an account without the hedge and in one with it.

    The numbers are covered at first, so that a page that was never played tells nothing.
    """

    @property
    def screens(self) -> list[Screen]:
        """Both accounts at the same prices."""
        price = max(FALL, ENTRY - STEP * max(self.now - AIMED, 0.0))
        names = {"without the hedge": 0.0, "with the hedge": SOLD}
        return [Screen(name, sold, price, price, covered=not self.now) for name, sold in names.items()]

    @property
    def title(self) -> str:
        """What both accounts are."""
        return "The same deposit and the same 10 BTC"

    @property
    def aim(self) -> float | None:
        """The mark of the crash goes down first, and stays at its foot."""
        return ENTRY - (ENTRY - FALL) * min(self.now / AIMED, 1.0) if self.now else None

    @property
    def caption(self) -> str:
        """What happens, in a sentence."""
        if not self.now:
            return "Two accounts have the same deposit and the same long, and one of them has the hedge."
        if self.now <= AIMED:
            return f"Here both prices are about to fall to {FALL:g}, below both of the numbers on the screens."
        plain, hedged = self.screens
        if not plain.closed:
            return f"BTC is at {plain.btc:.1f}, and the two numbers are {plain.words} and {hedged.words}."
        return f"The account without the hedge is closed, and the other one still owns {hedged.tank.level:g} USDT."


class Opening(Scene[Tale]):
    """Left the screens of the accounts over their tanks, right a ruler of prices for each market."""

    def __init__(self) -> None:
        super().__init__(900, 330)
        cards = self.panel(14, 236, 386, 92, frame=False)
        self.tanks = TankRow(self, (14, 2, 386, 226), 2, scale=0.9, full=1.5)
        looks: dict[str, Any] = {"facecolor": style.mixed(style.GREY, 0.1), "edgecolor": style.GREY}
        self.screens = []
        for left in (2, 200):  # as the tanks under them
            frame = cards.add_patch(Rectangle((left, 2), 180, 86, **looks))
            head = cards.text(left + 90, 66, "BTC is liquidated at", fontsize=style.SMALL, ha="center")
            number = cards.text(left + 90, 20, "", fontsize=BIG, weight="bold", ha="center", parse_math=False)
            self.screens.append([self.animate(artist) for artist in (frame, head, number)])
        self.btc = Ruler(self, (440, 190, 440, 112), "BTC price, USDT", ENDS, role="btc")
        self.eth = Ruler(self, (440, 40, 440, 112), "ETH price, USDT", ENDS, role="eth")

    def update(self, result: Tale) -> None:
        """Show the accounts at their moment."""
        screens = result.screens
        for place, artists in enumerate(self.screens):
            for artist in artists:
                artist.set_visible(place < len(screens))
            if place < len(screens):
                artists[-1].set_text(screens[place].words)
                artists[-1].set_color(style.role(screens[place].role).ink)
        btc, eth = result.prices
        self.btc.show(btc, [Tick(one.number, one.words, one.role) for one in result.marked], result.aim)
        self.eth.show(eth, aim=result.aim)
        self.tanks.show([result.title], [one.tank for one in screens])
