"""The line after each fill of an account."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from marginlib.course.your_venue.workbench.rules import ISOLATED, Setup
from marginlib.course.your_venue.workbench.standing import price
from marginlib.trades import held


@dataclass(frozen=True)
class Step:
    """One fill, and the line after it."""

    market: str
    size: float
    price: float
    held: float
    line: float | None

    @property
    def lined(self) -> bool:
        """Whether some price closes what is held after it."""
        return self.line is not None and 0 < self.line < float("inf")

    @property
    def words(self) -> str:
        """What is held after it, and the line."""
        return f"holds {self.held:g}, {f'line {price(self.line or 0.0)}' if self.lined else 'no line'}"


@lru_cache(maxsize=64)
def steps(setup: Setup) -> tuple[Step, ...]:
    """The line after each fill, with what stands behind the market from its first fill on; markets in turn."""
    account, found = setup.account, []
    behind = dict(zip(account.markets, setup.book(ISOLATED).collateral.tolist(), strict=True))
    for market, fills in account.fills.items():
        schedule = setup.schedules.get(market)
        for fill, now in zip(fills, held(fills), strict=False):
            line = None
            if schedule is not None and not setup.missing(market):
                line = now.line(behind.get(market, 0.0), schedule, setup.conventions)
            found.append(Step(market, float(fill[0]), float(fill[1]), float(now.size), line and float(line)))
    return tuple(found)
