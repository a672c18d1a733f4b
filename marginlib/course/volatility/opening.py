"""Lesson 05: the opening scene. One week comes down towards the line; then forty-nine others join it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from marginlib import formulas
from marginlib.course.volatility import weeks
from marginlib.course.volatility.account import DAYS, ENTRY, LEVERAGE, POSTED, RATE, VOLATILITY, YEAR, line
from marginlib.course.volatility.fan import Fan, Shown
from marginlib.show import style
from marginlib.show.controls import slider
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import Tank, TankRow

OWN = 17  # the week that is followed, counted from 0
STOP = 3.25  # the day of the question, shortly before the line
STEP = 0.125  # days
REST = 0.8  # seconds in which one sees the long closed


@dataclass(frozen=True)
class Opening:
    """The long of the question on day `now` of the week that is followed; the other weeks join in after the stop."""

    now: float = float(DAYS)

    @property
    def ways(self) -> weeks.Prices:
        """All weeks."""
        return weeks.prices(VOLATILITY / 100, DAYS / YEAR)

    @property
    def met(self) -> weeks.Prices:
        """The day on which each of them meets the line."""
        return weeks.met(self.ways, line(LEVERAGE)) * DAYS

    @property
    def price(self) -> float:
        """The price now."""
        return float(np.interp(self.now, np.linspace(0, DAYS, weeks.STEPS + 1), self.ways[OWN]))

    @property
    def closed(self) -> bool:
        """Whether the long is closed by now."""
        return bool(self.met[OWN] <= self.now)

    @property
    def equity(self) -> float:
        """What is in the tank."""
        return 0.0 if self.closed else float(formulas.equity(POSTED, LEVERAGE, ENTRY, self.price))

    @property
    def joined(self) -> bool:
        """Whether the other weeks are seen."""
        return self.now > STOP

    @property
    def crossed(self) -> int:
        """How many weeks have met the line by now."""
        return int((self.met <= self.now).sum())

    @property
    def back(self) -> int:
        """How many of all weeks that meet the line end above it."""
        return int((self.ways[~np.isnan(self.met), -1] > line(LEVERAGE)).sum())

    @property
    def rests(self) -> dict[float, float]:
        """The first moment that is shown after the closing."""
        return {float(np.ceil(self.met[OWN] / STEP) * STEP): REST}

    @property
    def caption(self) -> str:
        """What has happened so far."""
        if not self.joined:
            return f"On day {self.now:g} the price is {self.price:.1f}, and your tank holds {self.equity:.0f} USDT."
        if self.now < DAYS:
            return f"By day {self.now:g} the line was met in {self.crossed} of {weeks.WAYS} weeks like this one."
        return (
            f"The line was met in {self.crossed} of {weeks.WAYS} weeks, and in {self.back} of these the price ended"
            " above it."
        )

    @property
    def headline(self) -> str:
        """Where the story is."""
        if not self.joined:
            return f"Day {self.now:g} of {DAYS}: your long at {LEVERAGE}x, liquidation price {line(LEVERAGE):.2f}"
        counted = f"Day {self.now:g} of {DAYS}: {self.crossed} of {weeks.WAYS} weeks have met the line"
        return counted if self.now >= DAYS else f"{counted} so far"

    @property
    def description(self) -> str:
        """The picture in words."""
        state = "Your long is closed." if self.closed else f"Your tank holds {self.equity:.1f} of {POSTED} USDT."
        return f"{self.headline}. {state} {self.caption}"

    @property
    def table(self) -> pd.DataFrame:
        """The long in numbers."""
        rows = {
            "price, USDT": f"{self.price:.2f}",
            "liquidation price, USDT": f"{line(LEVERAGE):.2f}",
            "in the tank, USDT": f"{self.equity:.2f}",
        }
        return pd.DataFrame({f"day {self.now:g}": rows})


class Picture(Scene[Opening]):
    """The tank of the long beside the way of its price."""

    def __init__(self) -> None:
        super().__init__(900, 330)
        top = self.panel(14, 304, 880, 24, frame=False)
        self.title = self.animate(top.text(0, 4, "", fontsize=style.TITLE, weight="bold"))
        self.row = TankRow(self, (14, 24, 130, 272), 1, scale=1.2)
        self.fan = Fan(self, (210, 40, 680, 250), margin=150)

    def update(self, result: Opening) -> None:
        """Show the day."""
        self.title.set_text(result.headline)
        need = 0.0 if result.closed else RATE * LEVERAGE * result.price
        looks = "your long 10x", POSTED, result.equity, need, "btc", result.closed, POSTED
        self.row.show([""], [Tank(*looks, fresh=abs(result.now - next(iter(result.rests))) < STEP / 2)])
        ways, met = result.ways, result.met / DAYS
        after = np.linspace(0, 1, weeks.STEPS + 1) >= met[OWN]
        image = np.where(after, line(LEVERAGE) ** 2 / ways[OWN], np.nan)
        done = result.now >= DAYS
        words = (
            f"it ends at {ways[OWN, -1]:.0f}" if done else "",
            f"your line {line(LEVERAGE):.2f}",
            f"mirror image: {image[-1]:.0f}" if done else "",
        )
        deviation = VOLATILITY / 100 * float(np.sqrt(DAYS / YEAR))
        shown = Shown(ways, met, OWN, line(LEVERAGE), image, deviation, DAYS, words, result.now / DAYS, result.joined)
        self.fan.show(shown)


def scene() -> Story:
    """Return the opening scene: it plays to shortly before the line, and goes on once a prediction is locked in."""
    return Story(Opening, {"now": slider("Time", 0.0, 0.0, float(DAYS), STEP, "day {:g}")}, Picture(), stop=STOP)
