"""How likely a long is to be liquidated, asked in four ways: watched all the time, by looks, with jumps, naively."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr

from marginlib.errors import InvalidInput
from marginlib.paths import Jumps
from marginlib.position import Position
from marginlib.probability import Motion, Passage, Sampling, touch, touch_with_jumps
from marginlib.schedules import FlatRate
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.labels import spread
from marginlib.show.scene import Scene

ENTRY, RATE, HOURS, YEAR, DRAWS = 100.0, 0.005, 24, 365, 2048
DAYS = np.concatenate([np.linspace(0.05, 1, 20), np.linspace(1.25, 30, 116)])
MEAN, DEVIATION = -0.03, 0.06  # of one jump, in logarithms
ROLES = {"watched": "btc", "by looks": "third", "with jumps": "loss", "naive formula": "market"}


@dataclass(frozen=True)
class Result:
    """A long at 100 with maintenance 0.5 %, its volatility the same in every row, jumps included."""

    leverage: float
    volatility: float
    days: float
    hours: int
    rate: float

    @cached_property
    def position(self) -> Position:
        """One unit."""
        return Position.opened(1.0, ENTRY, self.leverage, FlatRate(RATE))

    def watched(self, days: Any) -> Any:
        """Probability under a continuous watch."""
        return touch(ENTRY, self.position.liquidation_price, self.volatility, np.asarray(days) / YEAR)

    def looked(self, days: Any) -> Any:
        """Probability by looks; none before the first."""
        enough = np.maximum(days, self.hours / HOURS)
        found = touch(
            ENTRY,
            self.position.liquidation_price,
            self.volatility,
            enough / YEAR,
            every=self.hours / HOURS / YEAR,
        )
        return np.where(enough > days, 0.0, found)

    def naive(self, days: Any) -> Any:
        """Twice the normal tail: zero drift of the price taken for zero drift of its logarithm."""
        distance = np.log(ENTRY / self.position.liquidation_price)
        return 2 * ndtr(-distance / (self.volatility * np.sqrt(np.asarray(days) / YEAR)))

    @cached_property
    def jumping(self) -> Passage:
        """The simulation with jumps, of the same variance."""
        jumps = Jumps(self.rate, MEAN, DEVIATION)
        rest = self.volatility**2 - self.rate * (MEAN**2 + DEVIATION**2)
        if rest <= 0:
            raise InvalidInput(f"{self.rate:g} jumps a year move more than {self.volatility:.0%}; lower their number")
        price, broke = self.position.liquidation_price, self.position.bankruptcy_price
        motion = Motion(float(np.sqrt(rest)), self.days / YEAR, jumps=jumps)
        return touch_with_jumps(ENTRY, price, motion, Sampling(DRAWS), bankruptcy=broke)

    @cached_property
    def chances(self) -> dict[str, float]:
        """Probability within the days, by each way."""
        ways = (self.watched(self.days), self.looked(self.days), self.jumping.touched.value, self.naive(self.days))
        return dict(zip(ROLES, map(float, ways), strict=True))

    @property
    def headline(self) -> str:
        """The finding, with its numbers."""
        watched, _, jumping, _ = self.chances.values()
        gap = self.jumping.beyond_bankruptcy.value
        if not self.rate:
            return f"Watched all the time, liquidated with a chance of {watched:.1%}, and never beyond bankruptcy"
        return f"Liquidated: {watched:.1%}; with jumps {jumping:.1%}, and beyond bankruptcy {gap:.1%} instead of 0%"

    @property
    def description(self) -> str:
        """What the picture shows."""
        watched, looked, jumping, naive = self.chances.values()
        span = "one day" if self.days == 1 else f"{self.days:g} days"
        looks = "every hour" if self.hours == 1 else f"every {self.hours} hours"
        return (
            f"A long at {self.leverage:g}x and a volatility of {self.volatility:.0%} a year, for {span}: watched all "
            f"the time it is liquidated with a probability of {watched:.2%}, looked at {looks} {looked:.2%}, by the "
            f"naive formula {naive:.2%}. With {self.rate:g} jumps a year and the same variance it is {jumping:.2%} "
            f"(standard error {self.jumping.touched.error:.2%}), and a jump lands beyond bankruptcy with "
            f"{self.jumping.beyond_bankruptcy.value:.2%}; without jumps that never happens."
        )

    @property
    def table(self) -> pd.DataFrame:
        """The probabilities by each way."""
        beyond = dict.fromkeys(ROLES, "0.00%") | {"with jumps": f"{self.jumping.beyond_bankruptcy.value:.2%}"}
        beyond["by looks"] = "not computed"
        return pd.DataFrame(
            {"liquidated": [f"{chance:.2%}" for chance in self.chances.values()], "beyond bankruptcy": beyond.values()},
            index=pd.Index(list(ROLES), name="way of asking"),
        )


def model(leverage: float = 10, volatility: float = 60, days: float = 7, hours: int = 8, rate: float = 20) -> Result:
    """The long; `volatility` in percent a year, `hours` between looks, `rate` jumps a year."""
    return Result(leverage, volatility / 100, days, hours, rate)


class Picture(Scene[Result]):
    """Probability over days: three lines, and a point with its error for the simulation."""

    def __init__(self) -> None:
        super().__init__(900, 400)
        self.axes = self.panel(95, 55, 565, 290)
        self.axes.set_xlim(0, 30)
        self.axes.set_ylim(0, 1)
        self.axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        self.axes.set_xlabel("days")
        self.axes.set_ylabel("chance of liquidation so far")
        add, plot = self.animate, self.axes.plot
        looks = {way: style.role(name) for way, name in ROLES.items()}
        self.title = add(self.axes.set_title("", loc="left", fontsize=style.TITLE))
        self.now = add(self.axes.axvline(7, color=style.role("plain").color, lw=1, ls=":"))
        self.lines = {
            way: add(plot([], [], color=look.color, ls=":" if way == "naive formula" else look.line, lw=2.5)[0])
            for way, look in looks.items()
            if way != "with jumps"
        }
        jumps = looks["with jumps"]
        self.bar = add(plot([], [], color=jumps.color, lw=3)[0])
        self.point = add(
            plot([], [], color=jumps.color, marker=jumps.marker, ms=10, ls="", mec=style.WHITE, clip_on=False)[0]
        )
        text: dict[str, Any] = {"fontsize": style.SMALL, "va": "center", "parse_math": False}
        self.labels = {way: add(self.axes.text(30.4, 0, "", color=look.ink, **text)) for way, look in looks.items()}

    def update(self, result: Result) -> None:
        """Move lines, point and labels."""
        ways = {"watched": result.watched, "by looks": result.looked, "naive formula": result.naive}
        for way, line in self.lines.items():
            line.set_data(DAYS, ways[way](DAYS))
        self.now.set_xdata([result.days] * 2)
        jumping, error = result.chances["with jumps"], 2 * result.jumping.touched.error
        self.bar.set_data([result.days] * 2, [jumping - error, jumping + error])
        self.point.set_data([result.days], [jumping])
        ends = {way: float(ways[way](30.0)) if way in ways else jumping for way in ROLES}
        places = spread(list(ends.values()), [0.075] * len(ends), 0.0, 1.0)
        for (way, label), place in zip(self.labels.items(), places, strict=True):
            label.set_position((30.4, place))
            label.set_text(f"{way}, day {result.days:g}: {result.chances[way]:.1%}")
        self.title.set_text(result.headline)


def explorer() -> Explorer:
    """The explorer of first passage."""
    controls = {
        "leverage": slider("Leverage", 10, 2, 50, words="{}x"),
        "volatility": slider("Volatility a year", 60, 50, 150, 5, words="{} %"),
        "days": slider("Days", 7, 1, 30),
        "hours": choice("Looked at", {"every hour": 1, "every 3 hours": 3, "every 8 hours": 8, "every day": 24}, 8),
        "rate": slider("Jumps a year", 20, 0, 40),
    }
    presets = {
        "5x for a week": {"leverage": 5, "days": 7, "rate": 20},
        "20x for a week": {"leverage": 20, "days": 7, "rate": 20},
        "looked at once a day": {"hours": 24, "days": 7},
    }
    return Explorer(model, controls, Picture(), presets)
