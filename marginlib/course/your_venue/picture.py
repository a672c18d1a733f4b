"""Lesson 14: the opening scene and the explorers of eight tables, and of yours."""

from functools import partial
from typing import Any

from marginlib.course.your_venue.account import ENTRY, LEVERAGE
from marginlib.course.your_venue.goals import FIRST, YOURS
from marginlib.course.your_venue.model import Result
from marginlib.course.your_venue.tanks import VenueTanks
from marginlib.course.your_venue.workbench import bench
from marginlib.course.your_venue.workbench.bench import Workbench
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import Slider, choice, slider, switch
from marginlib.show.explorer import Explorer
from marginlib.show.price_tank import Window
from marginlib.show.scene import Scene
from marginlib.show.story import Story

STOP, END = 5_000.0, 5_400.0  # USD below the entry: where the question is asked, and where the story ends
STEP = 50.0
FAR, NEAR = 3_000.0, 4_800.0  # between these falls the story comes closer
WHOLE = Window(53_000.0, 61_800.0, 1_000.0)
STEPS = (50, 100, 200, 250, 500, 1_000, 2_000)  # between two ticks
BELOW, ABOVE = 0.08, 0.42  # of the way from the last floor to the first line


def window(result: Result) -> Window:
    """The prices that are seen: all lines and floors, whatever the price is."""
    floors, lines = [one.floor for one in result.there], [one.line for one in result.there]
    if result.side == "long":
        span = max(lines) - min(floors)
        low, high = min(floors) - BELOW * span, max(lines) + ABOVE * span
    else:
        span = max(floors) - min(lines)
        low, high = min(lines) - ABOVE * span, max(floors) + BELOW * span
    return Window(low, high, next(step for step in STEPS if (high - low) / step <= 8))


class Picture(Scene[Result]):
    """The tanks of all venues, sorted by the price at which they close."""

    def __init__(self, *, story: bool = False) -> None:
        super().__init__(900, 400)
        top = self.panel(14, 372, 880, 26, frame=False)
        self.title = self.animate(top.text(0, 6, "", fontsize=style.TITLE, weight="bold"))
        self.tanks = VenueTanks(self, 9)
        self.story = story

    def update(self, result: Result) -> None:
        """Show the price now."""
        self.title.set_text(result.headline)
        seen = window(result)
        if self.story:
            seen = closer(ENTRY - result.price, seen)
        self.tanks.show(
            result.venues, result.price, seen, size=result.size, turned=result.side == "short", hidden=result.hidden
        )


def closer(fall: float, last: Window) -> Window:
    """The prices that the story shows after a fall: the whole tank at first, and then its foot."""
    share = min(max((fall - FAR) / (NEAR - FAR), 0.0), 1.0)
    low, high = (a + share * (b - a) for a, b in ((WHOLE.low, last.low), (WHOLE.high, last.high)))
    return Window(low, high, next(step for step in STEPS if (high - low) / step <= 8))


def _fallen(now: float) -> Result:
    """The story: the same long everywhere, whose lines and floors are not shown before the question is answered."""
    return Result(way=100 * now * LEVERAGE / ENTRY, hidden=now <= STOP)


def _fall() -> Slider:
    return slider("Fallen by", 0.0, 0.0, END, STEP, "{:,.0f} USD")


def scene() -> Story:
    """Return the opening scene: the price falls to 55,000 and stops; then the lines are shown and it goes on."""
    return Story(_fallen, {"now": _fall()}, Picture(story=True), stop=STOP)


def workbench() -> Workbench:
    """Return the workbench: an account of your own as tanks, with its lines, chances and four days that happened."""
    return bench.explorer()


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer: the price, leverage, size and side; stage 2 has a ninth venue with rules of your own.

    Stage 3 is the workbench.
    """
    if stage > 2:
        return workbench()
    controls = {
        "way": slider("Way to 0 in dollars", 75.0, 60.0, 100.0, 0.25, "{:g} %"),
        "leverage": choice("Leverage", {f"{one}x": one for one in (5, 10, 20)}, 10),
        "size": choice("Size", {f"{one} BTC": one for one in (1, 10, 30, 100)}, 10),
        "side": choice("Side", ["long", "short"]),
    }
    presets: dict[str, dict[str, Any]] = {"the question": {"way": 90.0}}
    if stage > 1:
        controls |= {
            "rate": slider("Yours asks for", 0.5, 0.2, 2.0, 0.05, "{:.2f} %"),
            "on": choice("of the value", {"now": "mark", "at entry": "entry"}),
            "fee": switch("Closing fee counted in"),
            "coin": switch("Margin in coin"),
        }
        presets |= {"in coin": {"coin": True}, "at entry, with a fee": {"on": "entry", "fee": True}}
    return Explorer(
        partial(Result, yours=stage > 1),
        controls,
        Picture(),
        presets=presets,
        goals=FIRST if stage == 1 else YOURS,
        record=goals,
    )
