"""Lesson 01: the picture, the scenes and the explorers of two traders with the same coins."""

from functools import partial

from matplotlib.patches import Rectangle

from marginlib.course.leverage_and_margin import story
from marginlib.course.leverage_and_margin.account import BOLD, ENTRY, SIZE
from marginlib.course.leverage_and_margin.goals import STAGES
from marginlib.course.leverage_and_margin.ledger import Ledger
from marginlib.course.leverage_and_margin.model import ROLES, Pair
from marginlib.course.leverage_and_margin.trader import CONVENTIONS, RULES
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import Slider, slider
from marginlib.show.dial import Dial, Gauge, Needle
from marginlib.show.explorer import Explorer
from marginlib.show.price_tank import Window, cents
from marginlib.show.price_tank_row import PriceTankRow
from marginlib.show.scene import Scene
from marginlib.show.story import Story

WINDOW = Window(74.0, 115.0, 5)
TANKS, HEADLINE = 500.0, 28.0  # pixels: width of the part with the tanks, height of the line above
WIDE, SLIM = 14.0, 9.4  # pixels for a coin: with ten coins each, and where Ben may buy twenty
GAUGES = (  # each red is the outer seventh
    Gauge(200 / 128, 200, 100, log=True),
    Gauge(50, 6400, 100, above=False, log=True),
    Gauge(0.25, 32, 0.5, above=False, log=True),
    Gauge(0.95, 1.3, 1.0, above=False),
)
TICKS = (
    ((6.25, "6"), (25, "25"), (100, "100")),
    ((100, "100"), (400, "400"), (1600, "1,600")),
    ((0.5, "0.5"), (2, "2"), (8, "8")),
    ((1, "1"), (1.1, "1.1"), (1.2, "1.2")),
)


class Picture(Scene[Pair]):
    """Both tanks on one axis of the price; beside them what each has posted and earned, or four dials."""

    def __init__(self, *, dials: bool = False, unit: float = WIDE, height: int = 396) -> None:
        super().__init__(900, height)
        self.row = PriceTankRow(self, (0, 0, TANKS, height), 2, unit=unit, words=cents)
        left, width = self.row.left + 4, self.row.right - self.row.left
        self.curtain = self.animate(
            self.row.axes.add_patch(
                Rectangle((left, 0), width, 0, fc=style.mixed(style.GREY, 0.35), ec=style.GREY, hatch="||", lw=1)
            )
        )
        top = self.panel(14, height - HEADLINE, 880, HEADLINE, frame=False)
        self.title = self.animate(top.text(0, 8, "", fontsize=style.TITLE, weight="bold"))
        self.ledger = None if dials else Ledger(self, TANKS + 28, height - HEADLINE - 24)
        self.dials = [
            Dial(self, (x, y, 194, 166), title, gauge, rule, ticks)
            for (x, y), title, gauge, rule, ticks in zip(
                self._places(height) if dials else (), CONVENTIONS, GAUGES, RULES, TICKS, strict=False
            )
        ]

    @staticmethod
    def _places(height: float) -> list[tuple[float, float]]:
        """Lower left corners of the four dials, two by two."""
        upper = height - HEADLINE - 170
        return [(x, y) for y in (upper, upper - 172) for x in (TANKS, TANKS + 202)]

    def update(self, result: Pair) -> None:
        """Show both at the price now."""
        self.title.set_text(result.headline)
        self.row.show([""], result.tanks, WINDOW, result.price)
        self._veil(result.curtain)
        if self.ledger:
            self.ledger.show(result)
        words = [result.shown(one) for one in result.traders]
        for number, dial in enumerate(self.dials):
            dial.show(
                [
                    Needle(self._value(number, shown, one.readings[number]), shown[number], role)
                    for one, shown, role in zip(result.traders, words, ROLES, strict=True)
                ]
            )

    @staticmethod
    def _value(number: int, shown: list[str], value: float) -> float:
        """Where a needle stands: at the stop behind the red once its trader was closed."""
        if shown[number] != "closed":
            return value
        return GAUGES[number].high if GAUGES[number].above else GAUGES[number].low

    def _veil(self, share: float) -> None:
        """Let the curtain fall from the rim; while it is down the tanks tell nothing of what they hold."""
        low, high = self.row.height(ENTRY), self.row.rim
        self.curtain.set_visible(share > 0)
        self.curtain.set_y(high - share * (high - low))
        self.curtain.set_height(share * (high - low))
        if share > 0:
            for slot in self.row.slots:
                slot.value.set_visible(False)
                slot.earned.set_visible(False)


def _seconds(end: float) -> dict[str, Slider]:
    return {"now": slider("Time", 0.0, 0.0, end, story.STEP, "{:.2f} s")}


def scene() -> Story:
    """Return the opening scene: both buy, and the price climbs behind a curtain that lifts after the prediction."""
    return Story(story.rise, _seconds(story.RISE_END), Picture(), stop=story.RISE_STOP)


def dip() -> Story:
    """Return the scene of the same day with a dip; it goes on once a prediction is locked in."""
    return Story(story.dip, _seconds(story.DIP_END), Picture(), stop=story.DIP_STOP)


def fall() -> Story:
    """Return the scene of a slow fall with four needles; it goes on once a prediction is locked in."""
    return Story(story.fall, _seconds(story.FALL_END), Picture(dials=True), stop=story.FALL_STOP)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer: price and leverage; with stage 2 the four needles, with stage 3 what Ben posts and buys.

    At first the price is still 100, so that whoever scrolls down is not told who earns more.
    """
    controls = {
        "price": slider("Price now", ENTRY if stage == 1 else 99.0, 76.0, 112.0, 0.5, "{:g}"),
        "leverage": slider("Ben's leverage", BOLD, 4, 100, 1, "{}x"),
    }
    presets = {"the lesson": {"price": 99.0}, "the dip": {"price": 98.0}, "the gain": {"price": 110.0}}
    if stage > 2:
        controls["beyond"] = slider("He adds", 0, 0, 300, 10, "{} USDT")
        controls["coins"] = slider("His coins", int(SIZE), 8, 20, 1, "{}")
        presets["Cleo"] = {"price": 99.0, "beyond": 180}
    return Explorer(
        partial(Pair, dials=stage > 1),
        controls,
        Picture(dials=stage > 1, unit=SLIM if stage > 2 else WIDE, height=376 if stage > 2 else 396),
        presets=presets,
        goals=STAGES[stage - 1],
        record=goals,
    )
