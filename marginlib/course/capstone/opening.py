"""The opening scene of lesson 13: one unseen week for five managers; then, with the reveal, 200 weeks are counted."""

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from marginlib.agents.run import moments
from marginlib.course.capstone.account import ACCOUNT, DEPOSIT, MEMORY, POOL, UNSEEN, guards, unseen
from marginlib.course.capstone.recorded import Key, scores
from marginlib.show import style
from marginlib.show.scene import Scene
from marginlib.worlds import LOOKS, MARKETS, exchange

WEEK = 2  # of the unseen ones, counted from 1
BEGIN, STOP, END, STEP = 0.0, float(LOOKS), float(LOOKS + 20), 0.5
SHOWN = ("top up", "cut", "shift", MEMORY, POOL)
WORDS = {
    "top up": "tops up",
    "cut": "cuts",
    "shift": "carries margin",
    MEMORY: "knows old weeks by heart",
    POOL: "does nothing in one pool",
}
LEFT, WIDE, PITCH, THICK = 600.0, 230.0, 46.0, 22.0  # of the bars, in pixels
MOST = 460.0  # USDT that a bar is long
APART = 1.1  # USDT, by which the names of the lines stand apart where they begin
LOWEST, HIGHEST = 84.0, 104.0  # USDT, of the axis of prices


class Standing(NamedTuple):
    """What an account has after a step: in its positions, nothing where one is closed, and in the wallet."""

    owned: tuple[float | None, ...]
    wallet: float

    @property
    def money(self) -> float:
        """Together."""
        return self.wallet + sum(one or 0.0 for one in self.owned)


@cache
def week() -> np.ndarray:
    """The week that is played, shape (29, 2)."""
    path: np.ndarray = unseen()[WEEK - 1]
    return path


@cache
def standings() -> dict[str, tuple[Standing, ...]]:
    """What each manager has after every step of the week."""
    found = {}
    for name in SHOWN:
        guard = guards()[name]
        steps = moments(guard.rule, ACCOUNT, week(), exchange(guard.mode))
        found[name] = tuple(_standing(moment.account, moment.prices) for moment in steps)
    return found


def _standing(account: Any, prices: Any) -> Standing:
    owned: list[float | None] = []
    for market in MARKETS:
        held = account.holdings.get(market)
        owned.append(held and held.collateral + held.settled + held.size * (prices[market] - held.entry))
    return Standing(tuple(owned), account.wallet)


@dataclass(frozen=True)
class Result:
    """The week at step `now`; beyond its end, weeks are counted, ten a step."""

    now: float = BEGIN

    @property
    def step(self) -> int:
        """The last step of the week that is over."""
        return min(int(self.now), LOOKS)

    @property
    def counted(self) -> int:
        """Weeks counted so far."""
        return round(max(self.now - STOP, 0.0) * UNSEEN / (END - STOP))

    @property
    def standings(self) -> dict[str, Standing]:
        """What each manager has."""
        return {name: rows[self.step] for name, rows in standings().items()}

    @property
    def survived(self) -> dict[str, int]:
        """In how many of the weeks counted each manager had nothing closed; of memory a card asks later."""
        told = [name for name in SHOWN if name != MEMORY]
        return {name: sum(scores()[Key(name, "usual", 0)].unseen[: self.counted]) for name in told}

    @property
    def headline(self) -> str:
        """What is seen."""
        if self.now < STOP:
            return "Five managers guard the same book through a week that none of them has seen"
        if self.now == STOP:
            return "One week is over, and 199 more are waiting. Who keeps the book open most often?"
        return f"Weeks with nothing closed, of {self.counted}"

    @property
    def caption(self) -> str:
        """The same in a sentence."""
        if self.now < STOP:
            return "Each looks at the prices every six hours, and may act."
        if self.now == STOP:
            return "In this week one manager lost its BTC position, and the other four kept the book open."
        best = max(self.survived, key=lambda name: self.survived[name])
        return f"Of {self.counted} weeks, the manager that {WORDS[best]} keeps the book open in {self.survived[best]}."

    @property
    def description(self) -> str:
        """The picture in words."""
        btc, eth = week()[self.step]
        if self.now > STOP:
            told = ", ".join(f"{WORDS[name]} {count}" for name, count in self.survived.items())
            return f"{self.headline}: {told}."
        told = ", ".join(
            f"{WORDS[name]} {one.money:.0f}{' with BTC closed' if one.owned[0] is None else ''}"
            for name, one in self.standings.items()
        )
        return f"{self.headline}. Step {self.step} of {LOOKS}: BTC {btc:.1f}, ETH {eth:.1f}. USDT of {DEPOSIT}: {told}."

    @property
    def table(self) -> pd.DataFrame:
        """What each manager has, or the count."""
        if self.now > STOP:
            counts = [str(self.survived.get(name, "asked later")) for name in SHOWN]
            columns: dict[str, Any] = {f"of {self.counted} weeks": counts}
        else:
            states = self.standings.values()
            columns = {
                market: ["closed" if one.owned[place] is None else f"{one.owned[place]:.0f}" for one in states]
                for place, market in enumerate(MARKETS)
            } | {"wallet": [f"{one.wallet:.0f}" for one in states], "together": [f"{one.money:.0f}" for one in states]}
        return pd.DataFrame(columns, index=pd.Index(WORDS.values(), name="the manager that"))


class Picture(Scene[Result]):
    """Prices of the week on the left; a bar of money for each manager on the right, then a bar of weeks."""

    def __init__(self) -> None:
        super().__init__(900, 320)
        text: dict[str, Any] = {"fontsize": style.SMALL, "va": "center", "parse_math": False}
        top = self.panel(0, 290, 900, 30, frame=False)
        self.title = self.animate(top.text(7, 14, "", fontsize=style.TITLE, weight="bold", va="center"))
        self.axes = axes = self.panel(62, 44, 300, 236)
        axes.set_xlim(0, LOOKS)
        axes.set_ylim(LOWEST, HIGHEST)
        axes.set_xticks(range(0, LOOKS + 1, 4), [str(day) for day in range(8)])
        axes.set_yticks(range(85, int(HIGHEST), 5))
        axes.set_xlabel("day of the week")
        axes.set_ylabel("price, USDT")
        self.lines = [
            self.animate(axes.plot([], [], color=look.color, ls=look.line, lw=2)[0])
            for look in (style.role(market.lower()) for market in MARKETS)
        ]
        self.names = [
            self.animate(axes.text(0, 0, market, color=style.role(market.lower()).ink, ha="left", **text))
            for market in MARKETS
        ]
        side = self.panel(0, 0, 900, 290, frame=False)
        self.foot = self.animate(side.text(LEFT, 22, "", color=style.role("market").ink, **text))
        self.rows = [_Row(self, side, 262 - PITCH * place, WORDS[name], text) for place, name in enumerate(SHOWN)]

    def update(self, result: Result) -> None:
        """Show the moment."""
        self.title.set_text(result.headline)
        at = min(result.now, STOP)
        for place, (line, name) in enumerate(zip(self.lines, self.names, strict=True)):
            times = np.append(np.arange(int(at) + 1), at)
            prices = np.interp(times, np.arange(LOOKS + 1), week()[:, place])
            line.set_data(times, prices)
            name.set_position((at + 0.5, prices[-1] + (APART if place else -APART)))
        counting = result.now > STOP
        self.foot.set_text(f"weeks, of {UNSEEN}" if counting else f"USDT, of {DEPOSIT} at the start")
        for row, name in zip(self.rows, SHOWN, strict=True):
            if counting:
                row.count(result.survived.get(name))
            else:
                row.money(result.standings[name], pooled=name == POOL)


class _Row:
    """One manager: its name and a bar, in parts where it is money."""

    def __init__(self, scene: Picture, axes: Any, y: float, name: str, text: dict[str, Any]) -> None:
        axes.text(LEFT - 12, y, name, ha="right", **text)
        self.y, self.scene = y, scene
        self.parts = [
            scene.animate(axes.add_patch(Rectangle((LEFT, y - THICK / 2), 0, THICK, ec=style.BLACK, lw=1)))
            for _ in range(3)
        ]
        self.value = scene.animate(axes.text(0, y, "", weight="bold", **text))
        self.note = scene.animate(axes.text(LEFT, y - THICK / 2 - 9, "", color=style.role("loss").ink, **text))

    def money(self, standing: Standing, *, pooled: bool) -> None:
        closed = [market for market, one in zip(MARKETS, standing.owned, strict=True) if one is None]
        if pooled:
            sizes = [sum(one or 0.0 for one in standing.owned), 0.0, standing.wallet]
        else:
            sizes = [*(one or 0.0 for one in standing.owned), standing.wallet]
        roles = ["pool" if pooled else "btc", "eth", "free"]
        self._bars([max(size, 0.0) * WIDE / MOST for size in sizes], roles)
        self.value.set_text(f"{standing.money:.0f}")
        self.note.set_text(f"{' and '.join(closed)} closed" if closed else "")

    def count(self, weeks: int | None) -> None:
        self._bars([(weeks or 0) * WIDE / UNSEEN, 0.0, 0.0], ["plain"] * 3)
        self.value.set_text("?" if weeks is None else f"{weeks}")
        self.note.set_text("")

    def _bars(self, widths: list[float], roles: list[str]) -> None:
        x = LEFT
        for part, width, role in zip(self.parts, widths, roles, strict=True):
            part.set_visible(width > 0)
            part.set_bounds(x, self.y - THICK / 2, width, THICK)
            part.set_facecolor(style.role(role).surface)
            x += width
        self.value.set_x(x + 8)


def moment(now: float) -> str:
    """The value of the slider in words.

    >>> moment(6.0), moment(28.0), moment(38.0)
    ('day 1.5', 'day 7', '100 weeks')
    """
    return f"day {now / 4:g}" if now <= STOP else f"{round((now - STOP) * UNSEEN / (END - STOP))} weeks"
