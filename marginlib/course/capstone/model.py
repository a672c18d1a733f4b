"""Lesson 13: six managers on seen and unseen weeks, and the account of one of them at the end of a week.

Nothing is run here: what the managers did is data, see `recorded`.
"""

from dataclasses import dataclass, replace

import pandas as pd

from marginlib.agents import standard_error
from marginlib.course.capstone.account import ACCOUNT, DEPOSIT, NAMES, NOTHING, POOL, SEEN, UNSEEN, WORLDS
from marginlib.course.capstone.recorded import End, Key, Scored, all_ends, scores

PRACTICE, TEST = "seen", "unseen"
PLACES = ("BTC long 10x", "ETH short 5x")
IDLE = (POOL, NOTHING)


@dataclass(frozen=True)
class Result:
    """A manager in a world, judged on seen or on unseen weeks, and one of those weeks."""

    manager: str = "top up"
    weeks: str = PRACTICE
    week: int = 2
    world: str = "as before"
    age: int = 0

    @property
    def fresh(self) -> bool:
        """Whether unseen weeks are shown."""
        return self.weeks == TEST

    def row(self, manager: str) -> Scored:
        """The scores of one manager in this world."""
        return scores()[Key(manager, WORLDS[self.world], self.age)]

    @property
    def rows(self) -> dict[str, Scored]:
        """The scores of all managers, in their order."""
        return {name: self.row(name) for name in NAMES}

    @property
    def chosen(self) -> Scored:
        """The scores of the chosen manager."""
        return self.row(self.manager)

    def end(self, manager: str) -> End:
        """The account of a manager at the end of the chosen week."""
        return all_ends()[Key(manager, WORLDS[self.world], self.age), not self.fresh][self.week - 1]

    def left(self, manager: str) -> float:
        """Money of a manager at the end of the chosen week."""
        end = self.end(manager)
        return end.wallet + sum(place.equity or 0.0 for place in end.places)

    @property
    def closed(self) -> list[str]:
        """Positions that the venue has closed, of the chosen manager in the chosen week."""
        places = zip(ACCOUNT.holdings, self.end(self.manager).places, strict=True)
        return [market for market, place in places if place.equity is None]

    @property
    def fall(self) -> float:
        """How far survival falls from seen to unseen weeks, as a share."""
        return self.chosen.known - self.chosen.share

    @property
    def ahead(self) -> float:
        """How many deviations one pool is ahead of the chosen manager, on the same unseen weeks."""
        pairs = list(zip(self.row(POOL).unseen, self.chosen.unseen, strict=True))
        won, lost = sum(one > other for one, other in pairs), sum(one < other for one, other in pairs)
        return float((won - lost) / max(won + lost, 1) ** 0.5)

    @property
    def unused(self) -> tuple[str, ...]:
        """Whoever does nothing looks at no price, so that its age makes no difference."""
        return ("age",) if self.manager in IDLE else ()

    @property
    def headline(self) -> str:
        """How often the chosen manager survives."""
        name, row = self.manager.capitalize(), self.chosen
        known = f"{sum(row.seen)} of {SEEN} seen weeks"
        if not self.fresh:
            return f"{name} survives {known}"
        found = f"{name} survives {known}, and {sum(row.unseen)} of {UNSEEN} unseen ones"
        if self.manager == NOTHING:
            return found
        idle = sum(self.row(NOTHING).unseen)
        return f"{found}, {'as many as nothing' if idle == sum(row.unseen) else f'where nothing survives {idle}'}"

    @property
    def caption(self) -> str:
        """What is left at the end of the week."""
        left = f"{self.left(self.manager):.0f} USDT are left in week {self.week}"
        done = f"The venue closed {' and '.join(self.closed)}" if self.closed else "The venue closed nothing"
        other = "" if self.manager == POOL else f", and one pool has {self.left(POOL):.0f}"
        return f"{done}, {left}{other}."

    @property
    def description(self) -> str:
        """The picture in words."""
        row, errors = self.chosen, ""
        if self.fresh:
            errors = (
                f" Unseen: {row.share:.1%} of weeks, give or take {row.error:.1%}; kept {row.kept:.1%}, at stake "
                f"{row.stake:.1%}, traded {row.traded:.2f} times the positions."
            )
        shown = [self.manager] if self.manager == POOL else [self.manager, POOL]
        tanks = " ".join(f"{name.capitalize()}: {self._tanks(name)}" for name in shown)
        return (
            f"{self.headline}. World: {self.world}, prices {self.age} steps old.{errors} "
            f"{self.weeks.capitalize()} week {self.week}. {tanks}"
        )

    def _tanks(self, manager: str) -> str:
        end = self.end(manager)
        states = [
            f"{name} {'closed' if place.equity is None else f'{place.equity:.0f}'}"
            for name, place in zip(PLACES, end.places, strict=True)
        ]
        return f"{', '.join(states)}, wallet {end.wallet:.0f}, together {self.left(manager):.0f} of {DEPOSIT}."

    @property
    def table(self) -> pd.DataFrame:
        """The score card, and what each has at the end of the week."""
        rows = self.rows
        columns = {"seen weeks": [f"{sum(row.seen)} of {SEEN}" for row in rows.values()]}
        if self.fresh:
            columns |= {
                "unseen weeks": [f"{sum(row.unseen)} of {UNSEEN}" for row in rows.values()],
                "share": [f"{row.share:.1%} ± {row.error:.1%}" for row in rows.values()],
                "kept": [f"{row.kept:.1%}" for row in rows.values()],
                "at stake": [f"{row.stake:.1%}" for row in rows.values()],
                "traded": [f"{row.traded:.2f}x" for row in rows.values()],
            }
        columns[f"USDT after week {self.week}"] = [f"{self.left(name):.0f}" for name in rows]
        return pd.DataFrame(columns, index=pd.Index(rows, name="manager"))

    def elsewhere(self, world: str) -> "Result":
        """The same in another world."""
        return replace(self, world=world)


def scatter(share: float, weeks: int) -> float:
    """How far the share of so many weeks scatters, in points.

    >>> round(scatter(0.83, 20), 1)
    8.4
    """
    return 100 * float(standard_error(share, weeks))
