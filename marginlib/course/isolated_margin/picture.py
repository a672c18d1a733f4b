"""Lesson 02: one tank beside the axis of its price, a lens on the venue's room, and the path."""

from typing import Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from marginlib.course.isolated_margin.account import END, ENTRY, STEPS, UNITS
from marginlib.course.isolated_margin.goals import COSTS, FIRST
from marginlib.course.isolated_margin.model import Result, money
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import Slider, choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.price_path import Level, Line, Moment, PathPanel
from marginlib.show.price_tank import PriceTank, Window, cents
from marginlib.show.price_tank_row import FOOT, PriceTankRow
from marginlib.show.scene import Scene
from marginlib.show.story import Story

STOP = 32.0  # the step of the question, right after the venue has stepped in
OPEN = 20.0  # where the explorers open
WINDOWS = {"long": Window(85, 102, 2), "short": Window(98, 115, 2)}  # as tall, so that a USDT is as large
HEIGHT = 400  # pixels
UNIT, TIMES = 20.0, 8  # pixels for each unit of the tank; how much taller the lens is
BELOW = 7.0  # USDT under the floor that the lens has room for
TALL = 40.0  # pixels of a slice with room for two lines of text
DEEP = 6.0  # USDT between entry and floor: a tank with room for three lines of text
MARGIN, WIDE, BESIDE, AXIS = 14.0, 140.0, 188.0, 458.0  # pixels: edge, lens, left side of the tank, axis of the prices


class Lens:
    """The foot of the tank `TIMES` as tall: what the venue asks for and finds, and what others pay under the floor."""

    def __init__(self, picture: "Picture", place: tuple[float, float, float, float], span: float) -> None:
        left, bottom, self.width, self.height = place
        self.picture, self.span = picture, span  # pixels for each USDT
        self.axes = picture.panel(left, bottom, self.width, self.height + 44, frame=False)
        self.floor = BELOW * span
        add, patch = picture.animate, self.axes.add_patch
        self.water = add(patch(Rectangle((0, self.floor), self.width, 0, facecolor=style.role("btc").surface, lw=0)))
        self.room = add(patch(Rectangle((0, self.floor), self.width, 0, lw=0)))
        self.debt = add(patch(Rectangle((0, 0), self.width, 0, facecolor=style.role("loss").surface, hatch="//", lw=0)))
        self.debt.set_edgecolor(style.role("loss").color)
        self.need = add(self.axes.add_line(Line2D([], [], color=style.role("need").color, lw=3, solid_capstyle="butt")))
        walls = [0, 0, self.width, self.width], [self.height, self.floor, self.floor, self.height]
        add(self.axes.add_line(Line2D(*walls, color=style.BLACK, lw=2.5, solid_joinstyle="miter", clip_on=False)))
        head = f"the last {self.height / span - BELOW:.0f} USDT,\n{TIMES} times as tall"
        self.axes.text(self.width / 2, self.height + 8, head, fontsize=style.SMALL, color=style.GREY, ha="center")
        looks: dict[str, Any] = {"fontsize": style.SMALL, "ha": "center", "parse_math": False, "linespacing": 1.25}
        ink = style.role("need").ink
        self.asked = add(self.axes.text(self.width / 2, 0, "", va="bottom", color=ink, **looks))
        self.words = add(self.axes.text(self.width / 2, 0, "", va="center", weight="bold", **looks))
        self.under = add(self.axes.text(self.width / 2, 0, "", va="top", **looks))

    def show(self, result: Result) -> None:
        """Show what is in the tank at its foot."""
        level, need, top = result.level, result.asks, self.height - self.floor
        filled = min(max(level, 0.0) * self.span, top)
        self.water.set_visible(not result.closed)
        self.water.set_height(filled)
        self.room.set_visible(result.closed)
        self.room.set_height(filled)
        self.room.set_facecolor(_shade(result))
        debt = min(max(-level, 0.0) * self.span, self.floor)
        self.debt.set_bounds(0, self.floor - debt, self.width, debt)
        line = self.floor + min(need * self.span, top)
        self.need.set_data([0, self.width], [line, line])
        high = line + TALL / 2 > self.height  # where its words would lie in those above the lens
        self.asked.set_position((self.width / 2, line - 5 if high else line + 5))
        self.asked.set_va("top" if high else "bottom")
        words, inside = _room(result), filled >= TALL
        self.asked.set_text(
            "" if (words and not inside) or (result.asked and result.closed) else f"asked for: {money(need)}"
        )
        self.words.set_position((self.width / 2, self.floor + filled / 2 if inside else line + 26))
        self.words.set_text(words)
        self.under.set_position((self.width / 2, self.floor - debt - 6))
        self.under.set_text(f"others pay {money(-level)}" if debt else "")


def _room(result: Result) -> str:
    """The words in the venue's slice."""
    if not result.closed or result.level < 0:
        return ""
    if result.asked:
        return "?"
    name = "left for the fund" if result.over else "the venue's room"
    return f"{money(result.level)}\n{name}"


def _shade(result: Result) -> str:
    """The colour of that slice, grey as long as it is a question."""
    return style.mixed(style.GREY, style.PALE) if result.asked else style.role("fund").surface


class Picture(Scene[Result]):
    """The lens and the tank on the left, the path on the right, and one axis of prices for tank and path."""

    def __init__(self) -> None:
        super().__init__(900, HEIGHT)
        top = self.panel(MARGIN, HEIGHT - 26, 880, 24, frame=False)
        self.title = self.animate(top.text(0, 4, "", fontsize=style.TITLE, weight="bold"))
        self.tank = PriceTankRow(self, (BESIDE - 2, 0, 240, HEIGHT - 22), 1, unit=UNIT, axis=False, words=money)
        self.tank.window = WINDOWS["long"]
        tall = self.tank.rim - FOOT
        self.lens = Lens(self, (MARGIN, FOOT, WIDE, tall), TIMES * self.tank.span / UNITS)
        self.ground = self.panel(0, 0, self.width, self.height, frame=False)
        self.ground.set_zorder(-1)
        self.beam = self.animate(
            self.ground.add_patch(Polygon([(0, 0)] * 3, color=style.mixed(style.GREY, 0.15), lw=0))
        )
        self.across = self.animate(self.ground.add_line(Line2D([], [], color=style.GREY, lw=1, ls=(0, (2, 3)))))
        place = (AXIS, FOOT, 432, tall + 24)
        prices = WINDOWS["long"].low, WINDOWS["long"].high
        self.path = PathPanel(self, place, STEPS, prices, lines=1, margin=158, axis=("", "price, USDT"))
        self.path.axes.set_xticks([])

    def update(self, result: Result) -> None:
        """Show the position at its step."""
        self._turn(result.side)
        self.title.set_text(result.headline)
        self.lens.show(result)
        self.tank.show([""], [_tank(result)], WINDOWS[result.side])
        slot = self.tank.slots[0]
        slot.foot.set_text(_foot(result))
        slot.room.set_facecolor(_shade(result))
        if ENTRY - self._way(result.side, result.floor) < DEEP and slot.lost.get_text():
            slot.lost.set_text(f"closed, {money(result.lost)} lost")
            x, _ = slot.lost.get_position()
            slot.lost.set_position((x, (self.tank.height(ENTRY) + self.tank.rim) / 2))
        self._join(result)
        self._walk(result)

    def _turn(self, side: str) -> None:
        """Turn the axis over for a short; the path is mirrored with it."""
        if self.scenery == side:
            return
        window = WINDOWS[side]
        named = [(self._way(side, tick), cents(tick)) for tick in window.ticks]
        self.path.axes.set_yticks([way for way, _ in named], [words for _, words in named])
        self.scenery = side

    @staticmethod
    def _way(side: str, price: Any) -> Any:
        """A price on the axis of a long."""
        return price if side == "long" else WINDOWS["long"].low + WINDOWS["short"].high - price

    def _join(self, result: Result) -> None:
        """Tie the lens to the foot of the tank, and the line and the floor of the tank to the path."""
        heights = [self.tank.height(price) for price in (result.line, result.floor)]
        seen = [not self.tank.cut(price) for price in (result.line, result.floor)]
        right, left, far = MARGIN + WIDE, BESIDE, BESIDE + UNIT * UNITS
        foot = FOOT + self.lens.floor
        mouth = (self.lens.height - self.lens.floor) / TIMES
        corners = [
            (right + 2, foot),
            (right + 2, FOOT + self.lens.height),
            (left, heights[1] + mouth),
            (left, heights[1]),
        ]
        self.beam.set_xy(corners)
        self.beam.set_visible(seen[1])
        self.across.set_data(
            [x for shown in seen if shown for x in (far + 4, AXIS - 54, float("nan"))],
            [y for shown, height in zip(seen, heights, strict=True) if shown for y in (height, height, float("nan"))],
        )

    def _walk(self, result: Result) -> None:
        known = result.prices if not result.asked else result.prices[: int(result.now) + 1]
        prices, line, floor = (self._way(result.side, one) for one in (known, result.line, result.floor))
        words = ["nobody holds it any more", "nobody holds it"] if result.closed and not result.asked else ["price"]
        names = ("", "") if result.asked else ("liquidation ", "bankruptcy ")
        levels = [
            Level(floor, [f"{names[1]}{result.floor:.2f}"], "plain"),
            Level(line, [f"{names[0]}{result.line:.2f}"], "need"),
        ]
        if not result.asked:
            levels.append(Level(self._way(result.side, result.sold_at), [f"sold at {result.sold_at:.2f}"], "market"))
        levels.sort(key=lambda level: float(np.asarray(level.price)))  # names of what lies outside keep their order
        closing = [Moment(float(result.end.time), line, ["closed"], "loss")] if result.closed else []
        self.path.show([Line(prices, words)], result.now, levels, closing)
        if result.asked:  # the price has not come to the right edge, where its name would stand
            self.path.side[0].set_text("")
            x, y = self.path.leaders.get_data()
            self.path.leaders.set_data(x[3:], y[3:])


def _tank(result: Result) -> PriceTank:
    note = ""
    if result.over and not result.asked:
        note = f"sold at {result.sold_at:.2f}"
    elif result.gone:
        note = f"{result.gone} of {UNITS:g} units sold"
    return PriceTank(
        f"{UNITS:g} units, {result.side}",
        result.size,
        result.floor,
        result.line,
        result.surface,
        entry=ENTRY,
        role="btc",
        closed=result.closed,
        lost=result.lost,
        note=note,
        fresh=result.closed and result.now - result.end.time < 1,
        room="?" if result.asked else "the venue's room",
    )


def _foot(result: Result) -> str:
    """What is said under the floor: its price, and the money that it stands for."""
    way = "paid" if result.paid > 0 else "got"
    paid = f", {money(abs(result.paid))} {way}" if result.paid else ""
    return f"floor {cents(result.floor)}: {money(result.put_in)} put in{paid}"


def _steps(now: float) -> Slider:
    return slider("Now", now, 0.0, float(END), 1.0, "step {:g}")


def _before(now: float) -> Result:
    """The story, in which nothing is named up to the question."""
    return Result(now=now, asked=now <= STOP)


def scene() -> Story:
    """Return the opening scene: the price falls to the line and stops; then the venue sells."""
    return Story(_before, {"now": _steps(0.0)}, Picture(), stop=STOP)


PRESETS: dict[str, dict[str, Any]] = {
    "the account of this lesson": {"now": STOP},
    "50x": {"posted": 20, "now": STOP},
    "a short": {"side": "short", "now": STOP},
    "sold too low": {"sold": 1.0, "now": float(END)},
    "fifty quiet days": {"posted": 20, "days": 50, "now": 0.0},
}


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson: stage 2 brings the sale, stage 3 what is added and what is taken."""
    first = stage <= 2
    return Explorer(
        Result,
        {
            "posted": slider("Posted", 100, 20, 150, 5, "{} USDT"),
            "rate": slider("The venue asks for", 0.5, 0.2, 1.2, 0.05, "{:.2f} %"),
            "side": choice("Side", ["long", "short"]),
            "sold": slider("Sold beyond the line", 0.25, 0.0, 1.2, 0.05, "{:.2f} %", stage=2),
            "added": slider("Added or taken out", 0, -30, 50, 1, "{:+d} USDT", stage=3),
            "days": slider("Quiet days before", 0, 0, 60, 5, "{} days", stage=3),
            "now": _steps(OPEN),
        },
        Picture(),
        presets={name: state for name, state in PRESETS.items() if not first or "days" not in state},
        goals=FIRST if first else COSTS,
        record=goals,
        stage=stage,
    )
