"""The figure of lesson 14: a tank a venue on one axis of prices, as wide as the position, with the price as surface."""

from collections.abc import Sequence
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from marginlib.course.your_venue.account import ENTRY, UNITS
from marginlib.course.your_venue.model import Standing
from marginlib.show import style
from marginlib.show.marks import NAN, dashes, place
from marginlib.show.price_tank import Window
from marginlib.show.scene import Scene

AXIS, BESIDE = 74.0, 76.0  # pixels left of the tanks for the axis, right of them for the price now
FOOT, RIM = 64.0, 30.0  # under the lowest price for the names, over the highest for the title
COIN = 6.4  # pixels of a coin where ten are held
LINE = 14.0  # pixels of a line of text
TEETH, TOOTH = 6, 5.0  # the break of a wall that goes on
TICKS = 9


class VenueTanks:
    """At most nine tanks; lines, floors and rooms are named, or all that is `hidden` is left out."""

    def __init__(self, scene: Scene[Any], slots: int = 9) -> None:
        self.scene = scene
        self.axes = scene.panel(0, 0, scene.width, scene.height, frame=False)
        self.rim = scene.height - RIM - 22
        self.slots = [_Slot(self) for _ in range(slots)]
        self.walls = self.line(color=style.BLACK, lw=2.5, solid_joinstyle="miter")
        self.teeth = self.line(color=style.WHITE, lw=3, solid_capstyle="butt")
        self.lines = self.line(color=style.role("need").color, lw=3, solid_capstyle="butt")
        self.now = self.line(color=style.role("btc").ink, lw=1.5, ls=(0, (5, 3)))
        self.scale = self.line(color=style.BLACK, lw=1)
        self.ticks = [self.text(ha="right", va="center") for _ in range(TICKS)]
        self.said = self.text(color=style.role("btc").ink, weight="bold", va="center", linespacing=1.25)
        self.unit = self.text(2, self.rim + 10)
        for slot in self.slots:
            slot.letter()
        self.window, self.turned = Window(0, 1, 1), False

    def text(self, x: float = 0, y: float = 0, **looks: Any) -> Any:
        """Add a text that moves."""
        return self.scene.animate(self.axes.text(x, y, "", fontsize=style.SMALL, parse_math=False, **looks))

    def line(self, **looks: Any) -> Any:
        """Add a line that moves."""
        return self.scene.animate(self.axes.add_line(Line2D([], [], **looks)))

    def height(self, price: float) -> float:
        """Where a price stands, in pixels, kept inside the window."""
        way = self.window.high - price if self.turned else price - self.window.low
        share = way / (self.window.high - self.window.low)
        return FOOT + min(max(share, 0.0), 1.0) * (self.rim - FOOT)

    def show(
        self, venues: Sequence[Standing], price: float, window: Window, *, size: float, turned: bool, hidden: bool
    ) -> None:
        """Show the venues in a window of prices; `size` coins set the scale, and the axis of shorts is turned over."""
        self.window, self.turned = window, turned
        pitch = (self.scene.width - AXIS - BESIDE) / len(venues)
        spans = []
        for number, one in enumerate(venues):
            middle = AXIS + (number + 0.5) * pitch
            half = COIN * UNITS / size * (abs(one.width) or size) / 2
            spans.append((middle - half, middle + half))
        for slot, one, span in zip(self.slots, venues, spans, strict=False):
            slot.show(one, span, price, hidden=hidden)
        for slot in self.slots[len(venues) :]:
            slot.hide()
        self._edges([pair for pair in zip(venues, spans, strict=True) if pair[0].position], price, hidden=hidden)
        self._axis(price)

    def _edges(self, pairs: Sequence[tuple[Standing, tuple[float, float]]], price: float, *, hidden: bool) -> None:
        walls, teeth, lines = [], [], []
        for one, (left, right) in pairs:
            foot = FOOT if hidden else self.height(one.floor)
            floor = [(left, foot), (NAN, NAN), (right, foot)] if hidden else [(left, foot), (right, foot)]
            walls += [(left, self.rim), *floor, (right, self.rim), (NAN, NAN)]
            if hidden or not one.closed(price):
                ends = [self.rim - 2 * TOOTH] if self.height(price) >= self.rim else []
                ends += [FOOT + TOOTH] if hidden else []
                for y in ends:
                    step = (right - left) / TEETH
                    teeth += [*((left + step * n, y + TOOTH * (n % 2)) for n in range(TEETH + 1)), (NAN, NAN)]
            if not hidden:
                lines.append(((left, right), self.height(one.line)))
        self.walls.set_data(*zip(*walls, strict=True))
        self.teeth.set_data(*zip(*teeth, strict=True)) if teeth else self.teeth.set_data([], [])
        dashes(self.lines, lines)

    def _axis(self, price: float) -> None:
        shown = self.window.ticks[:TICKS]
        for number, text in enumerate(self.ticks):
            text.set_visible(number < len(shown))
            if number < len(shown):
                text.set_text(f"{shown[number]:,.0f}")
                text.set_position((AXIS - 18, self.height(shown[number])))
        rule = [(AXIS - 8, FOOT), (AXIS - 8, self.rim), (NAN, NAN)]
        rule += [(x, self.height(tick)) for tick in shown for x in (AXIS - 14, AXIS - 8, NAN)]
        self.scale.set_data(*zip(*rule, strict=True))
        self.unit.set_text("price, USD")
        seen = self.window.low <= price <= self.window.high
        y, right = self.height(price), self.scene.width - BESIDE
        self.now.set_data([AXIS - 8, right], [y, y])
        self.now.set_visible(seen)
        place(self.said, right + 6, y, f"now\n{price:,.0f}")


class _Slot:
    """The moving parts of one tank."""

    def __init__(self, row: VenueTanks) -> None:
        self.row = row
        self.water, self.room = (self._patch(lw=0) for _ in range(2))
        self.hatch = self._patch(facecolor=style.WHITE, edgecolor=style.GREY, hatch="//", lw=0)
        self.none = self._patch(fill=False, edgecolor=style.GREY, ls=(0, (3, 3)), lw=1)
        self.water.set_facecolor(style.role("btc").surface)
        self.room.set_facecolor(style.role("fund").surface)

    def letter(self) -> None:
        """Add its texts, over the lines."""
        white, fund = (
            {"facecolor": one, "edgecolor": "none", "pad": 1.5} for one in (style.WHITE, style.role("fund").surface)
        )
        self.state = self.row.text(ha="center", va="top", linespacing=1.25)
        self.shut = self.row.text(ha="center", va="top", bbox=white)
        self.closes = self.row.text(ha="center", va="bottom", weight="bold", color=style.role("need").ink, bbox=white)
        self.left = self.row.text(ha="center", va="center", linespacing=1.25, bbox=fund)
        self.wide = self.row.text(ha="center", va="top", color=style.role("market").ink)
        self.name = self.row.text(ha="center", va="top", linespacing=1.25)

    def _patch(self, **looks: Any) -> Any:
        return self.row.scene.animate(self.row.axes.add_patch(Rectangle((0, 0), 0, 0, **looks)))

    def show(self, one: Standing, span: tuple[float, float], price: float, *, hidden: bool) -> None:
        """Show a venue between its sides."""
        row, (left, right) = self.row, span
        middle, there = (left + right) / 2, one.position is not None
        self.none.set_visible(not there)
        self.none.set_bounds(left, FOOT, right - left, row.rim - FOOT)
        place(self.name, middle, FOOT - 22, f"{one.name}\n{one.year}".rstrip())
        self.name.set_weight("bold" if one.yours else "normal")
        closed = there and not hidden and one.closed(price)
        floor = FOOT if hidden or not there else row.height(one.floor)
        line = floor if hidden or not there else row.height(one.line)
        surface = row.height(price)
        for patch, low, high, seen in (
            (self.water, floor, surface, there and not closed),
            (self.room, floor, line, there and not hidden),
            (self.hatch, line, row.rim, closed),
        ):
            patch.set_visible(seen and high > low)
            patch.set_bounds(left, low, right - left, high - low)
        money = abs(one.width) * abs(price - one.floor) if there else 0.0
        words = "" if closed else f"holds\n{money:,.0f}"
        if not there:
            words = row.scene.wrapped(
                f"this table ends at {(one.ends or 0) / 1e6:g} million", style.SMALL, right - left - 8
            )
        place(self.state, middle, row.rim - 8, words)
        place(self.shut, middle, row.rim - 8, "closed" if closed else "")
        place(self.closes, middle, line + 5, f"{one.line:,.0f}" if there and not hidden else "")
        fits = line - floor >= 2.5 * LINE
        place(self.left, middle, (line + floor) / 2, f"room\n{one.room:,.0f}" if there and not hidden and fits else "")
        coins = f"{abs(one.width):g} wide"
        other = there and not hidden and abs(abs(one.width) - abs(self._held(one))) > 1e-9
        place(self.wide, middle, floor - 5, coins if other else "")

    @staticmethod
    def _held(one: Standing) -> float:
        """The coins that the position holds."""
        if one.position is None:
            return 0.0
        size = float(one.position.size)
        return size / ENTRY if one.coin else size

    def hide(self) -> None:
        """Show nothing of it."""
        for artist in vars(self).values():
            if artist is not self.row:
                artist.set_visible(False)
