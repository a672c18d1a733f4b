"""Lesson 03: one pool of two markets. Where it is safe, and what a trade in one market does to the other."""

from typing import Any

from marginlib.course.cross_margin.model import DAYS, Result, worded
from marginlib.modes import cross
from marginlib.show import style
from marginlib.show.controls import choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.price_plane import Mark, Marks, PricePlane
from marginlib.show.scene import Scene
from marginlib.show.tanks import TankRow

LOW, HIGH = 40.0, 140.0


class Picture(Scene[Result]):
    """Left: the plane of both prices with the line of the pool. Right: the pools of both modes as tanks."""

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
        """Move the line, the point, the ways to the line and the tanks."""
        self.title.set_text(result.title)
        safe = result.book.half_spaces(cross)
        stops = [(*fall.end.prices.tolist(), fall.role) for fall in result.falls if fall.hour]
        self.plane.show(
            (safe.normals[0], float(safe.offsets[0])),
            (result.btc, result.eth),
            _marks(result.together, "cross", result.eth_size),
            _marks(result.apart, "isolated", result.eth_size),
            result.path,
            stops,
        )
        pool, *others = result.pools
        self.cross.show(["Cross: one pool"], [pool])
        self.isolated.show([f"Isolated: {len(others)} pools" if len(others) > 1 else "Isolated: one pool"], others)
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
    "day": "2025-10-10",
    "follow": 1.0,
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
            "day": choice("Path of a day", DAYS, "2025-10-10"),
            "follow": slider("ETH follows BTC", 1.0, -1.0, 2.0, 0.1, words="{:.1f} times"),
        },
        Picture(),
        presets=PRESETS,
    )
