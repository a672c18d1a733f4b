"""Lesson 03: one pool of two markets. Where it is safe, and what a trade in one market does to the other."""

from typing import Any

from marginlib.course.cross_margin.goals import GOALS
from marginlib.course.cross_margin.model import DAYS, Result, worded
from marginlib.course.cross_margin.opening import AIMED, FALLEN, TELL, TOLD, Crash, Opening, Sale
from marginlib.course.cross_margin.unfolding import UP, Map, Unfolding
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import Slider, choice, slider, switch
from marginlib.show.explorer import Explorer
from marginlib.show.price_plane import Mark, Marks, PricePlane
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import TankRow

LOW, HIGH = 40.0, 130.0
RATE = 12.0  # moments a second
WALLED = 3  # the goal that needs walls, and those after it, come with the second stage


class Picture(Scene[Result]):
    """Left the pool, and under it what there would be otherwise, as tanks; right the plane of both prices."""

    def __init__(self) -> None:
        super().__init__(900, 406)
        words = self.panel(0, 0, 900, 406, frame=False)
        self.title = self.animate(words.text(14, 386, "", fontsize=style.TITLE, weight="bold", parse_math=False))
        self.pool = TankRow(self, (14, 196, 330, 182), 1, full=1.5, scale=1.0)
        self.other = TankRow(self, (14, 2, 330, 182), 2, full=1.5, scale=1.0)
        self.plane = PricePlane(self, (396, 50, 504, 326), (LOW, HIGH))

    def update(self, result: Result) -> None:
        """Move the edges, the point, the ways to the edge and the tanks."""
        self.title.set_text(result.title)
        pool, without = result.halves
        stops = [(*fall.end.prices.tolist(), fall.role) for fall in result.falls if fall.hour]
        self.plane.show(
            pool,
            (result.btc, result.eth),
            _marks(result.together, result.eth_size),
            _box(result.apart, result.eth_size) if result.walls else (None, None),
            result.path,
            stops if result.walls else [stop for stop in stops if stop[2] == "pool"],
            without,
            aim=None if result.day else result.feared,
        )
        self.pool.show([f"Your pool: 10 BTC and {result.trade}", "Your pool"], [result.pool])
        others = result.legs if result.walls else [result.plain]
        self.other.show(["The same behind walls" if result.walls else "Without the ETH trade"], others)


def _marks(prices: dict[str, float], eth: float) -> Marks:
    """Liquidation prices of BTC and of ETH, if it is held, where the dotted ways end."""
    btc, other = (
        Mark(prices[market], [f"{market} {worded(prices[market])} while {stays} stays", worded(prices[market])], above)
        if market in prices
        else None
        for market, stays, above in (("BTC", "ETH", True), ("ETH", "BTC", eth > 0))
    )
    return btc, other


def _box(prices: dict[str, float], eth: float) -> Marks:
    """Those behind walls."""
    btc, other = (
        Mark(prices[market], [f"{worded(prices[market])}, walls"], above) if market in prices else None
        for market, above in (("BTC", True), ("ETH", eth > 0))
    )
    return btc, other


def _traded(size: int) -> str:
    """The size of the trade in words."""
    return "none" if not size else f"{'long' if size > 0 else 'short'} {abs(size)}"


PLAIN: dict[str, Any] = {
    "eth_size": -10,
    "btc": 100.0,
    "eth": 100.0,
    "walls": False,
    "day": "",
    "deposit": 200,
    "follow": 1.0,
}
PRESETS: dict[str, dict[str, Any]] = {
    "the hedge": PLAIN,
    "BTC alone": {**PLAIN, "eth_size": 0},
    "both at 88, with walls": {**PLAIN, "btc": 88.0, "eth": 88.0, "walls": True},
    "12 March 2020": {**PLAIN, "day": "2020-03-12"},
}


def model(**state: object) -> Result:
    """Return what the controls lead to."""
    return Result(**state)  # type: ignore[arg-type]


def scene() -> Story:
    """Return the opening scene: ten ETH are sold while no price moves, and the number is covered until one predicts."""
    return Story(Sale, {"now": slider("Time", 0.0, 0.0, TOLD)}, Opening(), stop=TELL, rate=RATE)


def fall() -> Story:
    """Return the second scene: the crash is marked, and both prices fall once a prediction is locked in."""
    return Story(Crash, {"now": slider("Time", 0.0, 0.0, FALLEN)}, Opening(), stop=AIMED, rate=RATE)


def unfold() -> Explorer:
    """Return the third scene: the ruler of ETH turns upright, and the numbers of the screen draw a line."""
    return Explorer(Unfolding, {"now": slider("Time", 0.0, 0.0, UP)}, Map(), rate=RATE)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of one pool of two markets; stage 2 brings walls, days and their goals.

    It opens with BTC alone, so that nothing is told that a card asks, and a learner turns the edge by selling ETH.
    """
    return Explorer(
        model,
        {
            "eth_size": Slider("ETH trade", 0, (-20, 20), 1, _traded, 1),
            "btc": slider("BTC price now", 100.0, LOW, HIGH, 0.5, words="{:g} USDT"),
            "eth": slider("ETH price now", 100.0, LOW, HIGH, 0.5, words="{:g} USDT"),
            "walls": switch("Walls", value=stage > 1, words=("off", "on"), stage=2),
            "day": choice("Path of a day", DAYS, "", stage=2),
            "deposit": slider("Deposit", 200, 150, 300, 10, words="{} USDT"),
            "follow": slider("ETH follows BTC", 1.0, -1.0, 2.0, 0.1, words="{:.1f} times"),
        },
        Picture(),
        presets=PRESETS if stage > 1 else dict(list(PRESETS.items())[:2]),
        goals=GOALS if stage > 1 else GOALS[: WALLED - 1],
        record=goals,
        stage=stage,
        more=["deposit", "follow"],
    )
