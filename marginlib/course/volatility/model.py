"""Lesson 05: one long and four venues, which look at its price in different ways, and fifty ways that the price may go.

Chances come from `marginlib.probability`, without a draw; the fifty ways are drawn once, and nothing is reckoned from
them but what the picture says of them. What is handed back after a closing is what the tank then holds, so the game is
fair: what others pay is what the owner has more on average.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from marginlib.course.volatility import weeks
from marginlib.course.volatility.account import POSTED, VOLATILITY, WEEKEND, YEAR, line, looked
from marginlib.probability import Looked
from marginlib.show.labels import percent

LOOKS = {"once at the end": 0, "every day": 1, "every 8 hours": 3, "every hour": 24}  # looks a day


@dataclass(frozen=True)
class Venue:
    """A way to look at the price: its name in two lengths, its colour, and what becomes of the long."""

    name: str
    short: str
    role: str
    found: Looked


@dataclass(frozen=True)
class Result:
    """A long from 100 USDT with 100 USDT posted, for some days; `way` counts the drawn ways from 1."""

    leverage: int = WEEKEND["leverage"]
    days: int = WEEKEND["days"]
    looks: str = "every day"
    way: int = 18
    volatility: int = VOLATILITY
    share: int = 0

    @property
    def line(self) -> float:
        """The liquidation price."""
        return line(self.leverage)

    @property
    def count(self) -> int:
        """How often the venue looks that looks now and then."""
        return max(1, self.days * LOOKS[self.looks])

    @cached_property
    def venues(self) -> dict[str, Venue]:
        """The same long at a venue that looks at the end, at one that looks now and then, and under a watch.

        Where jumps bring a share of the variance, there is a fourth, which watches a price that jumps.
        """
        state = self.leverage, self.volatility, self.days
        once = self.looks.startswith("once")
        often = self.looks.removeprefix("once ")
        venues = {
            "end": Venue("looked at the end", "at the end", "market", looked(*state, looks=1)),
            "looks": Venue(f"looked {'' if once else 'at '}{often}", often, "third", looked(*state, looks=self.count)),
            "watched": Venue("watched all the time", "watched", "btc", looked(*state)),
        }
        if self.share:
            venues["jumps"] = Venue("watched, jumps", "jumps", "eth", looked(*state, share=self.share))
        return venues

    @cached_property
    def ways(self) -> weeks.Prices:
        """The fifty ways, which do not jump, shape (ways, times)."""
        return weeks.prices(self.volatility / 100, self.days / YEAR)

    @cached_property
    def met(self) -> weeks.Prices:
        """When each way meets the line, as a share of the days; NaN for one that never does."""
        return weeks.met(self.ways, self.line)

    @property
    def own(self) -> weeks.Prices:
        """The way that is followed."""
        return np.asarray(self.ways[self.way - 1])

    @property
    def own_met(self) -> float:
        """When it meets the line, as a share of the days; NaN where it never does."""
        return float(self.met[self.way - 1])

    @cached_property
    def mirror(self) -> weeks.Prices:
        """Its mirror image from the moment at which it meets the line, in logarithms; NaN before and without one.

        The same moves with the sign turned round: ``line**2 / price``.
        """
        after = np.linspace(0, 1, weeks.STEPS + 1) >= self.own_met
        return np.asarray(np.where(after, self.line**2 / self.own, np.nan))

    @cached_property
    def own_seen(self) -> bool:
        """Whether the venue that looks now and then finds the way at or below the line."""
        return weeks.seen(self.own, self.line, self.count)

    @property
    def crossed(self) -> int:
        """How many of the fifty ways meet the line."""
        return int((~np.isnan(self.met)).sum())

    @property
    def back(self) -> int:
        """How many of those end above it."""
        return int((self.ways[~np.isnan(self.met), -1] > self.line).sum())

    @property
    def span(self) -> str:
        """The days in words."""
        return "a day" if self.days == 1 else f"{self.days} days"

    @property
    def headline(self) -> str:
        """The finding, with its numbers."""
        end, watched = (percent(self.venues[name].found.touched) for name in ("end", "watched"))
        return f"The price ends below the line in {end}, and meets it on the way in {watched}"

    @property
    def caption(self) -> str:
        """The finding in a sentence."""
        return (
            f"Of these {weeks.WAYS} ways {self.crossed} meet the line, and {self.back} of them are above it again at"
            " the end."
        )

    @property
    def fate(self) -> str:
        """What becomes of the way that is followed."""
        ends = f"Way {self.way} ends at {self.own[-1]:.1f}"
        if np.isnan(self.own_met):
            return f"{ends} and never meets the line."
        found = "finds it" if self.own_seen else "never notices"
        looks = "once at the end" if self.count == 1 else f"{self.count} times"
        return (
            f"{ends} and meets the line on day {self.own_met * self.days:.1f}; its mirror image ends at"
            f" {self.mirror[-1]:.1f}. A venue that looks {looks} {found}."
        )

    @property
    def description(self) -> str:
        """The picture in words."""
        venues = "; ".join(
            f"{venue.name} it is closed in {_percent(venue.found.touched)} and others pay"
            f" {venue.found.bad_debt:.2f} USDT"
            for venue in self.venues.values()
        )
        return (
            f"{self.headline}. A long at {self.leverage}x for {self.span}, at a volatility of {self.volatility} %"
            f" a year and with its line at {self.line:.2f}: {venues}. {self.caption} {self.fate}"
        )

    @property
    def table(self) -> pd.DataFrame:
        """Every venue in numbers."""
        rows = {
            "closed": [_percent(venue.found.touched) for venue in self.venues.values()],
            "beyond bankruptcy": [_percent(venue.found.beyond) for venue in self.venues.values()],
            "others pay, USDT": [f"{venue.found.bad_debt:.2f}" for venue in self.venues.values()],
            "left on average, USDT": [f"{POSTED + venue.found.bad_debt:.2f}" for venue in self.venues.values()],
        }
        names = [venue.name for venue in self.venues.values()]
        return pd.DataFrame(rows, index=pd.Index(names, name="venue"))


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
