"""Lesson 03: one pool of two markets. Where it is safe, and what a trade in one market does to the other."""

from typing import Any

from marginlib.course.cross_margin.goals import GOALS
from marginlib.course.cross_margin.model import DAYS, Result, worded
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import choice, slider, switch
from marginlib.show.explorer import Explorer
from marginlib.show.price_plane import Mark, Marks, PricePlane
from marginlib.show.scene import Scene
from marginlib.show.tanks import TankRow

LOW, HIGH = 40.0, 140.0


class Picture(Scene[Result]):
    """Left: the plane of both prices with both edges. Right: the pool, and what there would be otherwise, as tanks."""

    def __init__(self) -> None:
        super().__init__(900, 520)
        words = self.panel(0, 0, 900, 520, frame=False)
        self.title = self.animate(words.text(16, 496, "", fontsize=style.TITLE, va="bottom", parse_math=False))
        self.plane = PricePlane(self, (58, 44, 502, 438), (LOW, HIGH))
        self.cross = TankRow(self, (568, 280, 330, 202), 1)
        self.isolated = TankRow(self, (568, 64, 330, 202), 3)
        self.day = self.animate(
            words.text(570, 58, "", fontsize=style.SMALL, va="top", linespacing=1.15, parse_math=False)
        )

    def update(self, result: Result) -> None:
        """Move the edges, the point, the ways to the edge and the tanks."""
        self.title.set_text(result.title)
        pool, without = result.halves
        stops = [(*fall.end.prices.tolist(), fall.role) for fall in result.falls if fall.hour]
        self.plane.show(
            pool,
            (result.btc, result.eth),
            _marks(result.together, "cross", result.eth_size),
            _marks(result.apart, "isolated", result.eth_size) if result.walls else (None, None),
            result.path,
            stops if result.walls else [stop for stop in stops if stop[2] == "pool"],
            without,
        )
        self.cross.show(["Cross: one pool"], [result.pool])
        if result.walls:
            others, title = result.legs, f"Isolated: {len(result.apart)} pools"
            title = title if len(result.apart) > 1 else "Isolated: one pool"
        else:
            others, title = [result.plain], "Without the ETH trade"
        self.isolated.show([title], others)
        self.day.set_text(self.wrapped(result.verdict, style.SMALL, 322))


def _marks(prices: dict[str, float], mode: str, eth: float) -> Marks:
    """Labelled liquidation prices of BTC and of ETH, if it is held."""
    btc, other = (
        Mark(prices[market], [f"{market} {worded(prices[market])}, {mode}", f"{worded(prices[market])}, {mode}"], above)
        if market in prices
        else None
        for market, above in (("BTC", True), ("ETH", eth > 0))
    )
    return btc, other


PLAIN: dict[str, Any] = {
    "eth_size": -10,
    "btc": 100.0,
    "eth": 100.0,
    "deposit": 200,
    "leverage": 10,
    "day": "",
    "follow": 1.0,
    "walls": False,
}
PRESETS: dict[str, dict[str, Any]] = {
    "the account of this lesson": PLAIN,
    "BTC alone": {**PLAIN, "eth_size": 0},
    "both prices have fallen": {**PLAIN, "btc": 85.0, "eth": 85.0},
    "a day of 2020": {**PLAIN, "day": "2020-03-12"},
}


def model(**state: object) -> Result:
    """Return what the controls lead to."""
    return Result(**state)  # type: ignore[arg-type]


def explorer() -> Explorer:
    """Return the explorer of one pool of two markets."""
    return Explorer(
        model,
        {
            "eth_size": slider("ETH size", -10, -20, 20, words="{:+d} ETH"),
            "btc": slider("BTC price now", 100.0, 45.0, 135.0, 0.5, words="{:g} USDT"),
            "eth": slider("ETH price now", 100.0, 45.0, 135.0, 0.5, words="{:g} USDT"),
            "deposit": slider("Deposit", 200, 100, 400, 10, words="{} USDT"),
            "leverage": slider("Leverage", 10, 5, 50, words="{}x"),
            "day": choice("Path of a day", DAYS, ""),
            "follow": slider("ETH follows BTC", 1.0, -1.0, 2.0, 0.1, words="{:.1f} times"),
            "walls": switch("Walls", words=("off", "on")),
        },
        Picture(),
        presets=PRESETS,
        goals=GOALS,
        record=goals,
    )
