"""A row of tanks on one axis of prices: units are width, prices are height, money is area."""

from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from marginlib.errors import InvalidInput
from marginlib.show import style
from marginlib.show.labels import spread
from marginlib.show.marks import dashes, place
from marginlib.show.price_tank import PriceTank, Window, cents
from marginlib.show.scene import Scene
from marginlib.show.tanks import GAP, LINE, NAN, TEETH, TITLE_ROOM, TOOTH, amount

AXIS, BESIDE = 62.0, 108.0  # pixels left of the tanks for the axis, right of them for the names of its lines
FOOT, NAMES = 62.0, 20.0  # under the lowest price for three lines of text, over the highest for the names
TALL = 22.0  # a slice of so many pixels has room for a line of text
TICKS = 12  # at most
DEEP = 0.6  # the share of its colour in a slice of profit


class PriceTankRow:
    """At most `slots` tanks in a rectangle of the scene given in pixels, `unit` pixels wide for each unit of size.

    Rows with the same unit, the same height and windows of the same span show one USDT as the same area. Shorts stand
    on an axis that is turned over, with the high prices below. Without an `axis` there are the tanks alone, as for a
    lens on a part of them. What lies outside the window is cut, and a white mark says so.
    """

    def __init__(
        self,
        scene: Scene[Any],
        area: tuple[float, float, float, float],
        slots: int,
        *,
        unit: float,
        axis: bool = True,
        words: Callable[[float], str] = amount,
    ) -> None:
        self.scene, self.unit, self.words, self.axis = scene, unit, words, axis
        self.axes = scene.panel(*area, frame=False)
        self.width, height = area[2], area[3]
        self.left, self.right = (AXIS, self.width - BESIDE) if axis else (2.0, self.width)
        self.rim = height - TITLE_ROOM - NAMES
        self.window, self.turned = Window(0, 1, 1), False
        self.slots = [_Slot(self) for _ in range(slots)]
        self.breaks = self.line(color=style.WHITE, lw=3, solid_joinstyle="miter", solid_capstyle="butt")
        self.lines = self.line(color=style.role("need").color, lw=3, solid_capstyle="butt")
        self.walls = self.line(color=style.BLACK, lw=2.5, solid_joinstyle="miter")
        self.start = self.line(color=style.GREY, lw=1, ls=(0, (2, 3)))
        self.now = self.line(color=style.BLACK, lw=1.5, marker=">", ms=8, markevery=[0])
        self.scale = self.line(color=style.BLACK, lw=1)
        self.ticks = [self.text(ha="right", va="center") for _ in range(TICKS)] if axis else []
        for slot in self.slots:
            slot.letter()  # above the lines, so that none goes through a word
        self.start_name, self.now_name = self.text(color=style.role("market").ink), self.text(weight="bold")
        self.title = self.text(0, height, va="top", size=style.TITLE, weight="bold")

    @property
    def span(self) -> float:
        """Pixels for each unit of price."""
        return (self.rim - FOOT) / (self.window.high - self.window.low)

    def height(self, price: float) -> float:
        """Where `price` stands, in pixels above the lower edge, kept inside the window."""
        way = self.window.high - price if self.turned else price - self.window.low
        return FOOT + min(max(way * self.span, 0.0), self.rim - FOOT)

    def cut(self, price: float) -> bool:
        """Whether `price` lies outside the window."""
        return not self.window.low <= price <= self.window.high

    def spans(self, tanks: Sequence[PriceTank]) -> list[tuple[float, float]]:
        """Left and right side of each tank. Raises `InvalidInput` where they do not fit beside one another."""
        edge, sides = self.left + (GAP if self.axis else 0), []
        for tank in tanks:
            sides.append((edge, edge + self.unit * abs(tank.size)))
            edge = sides[-1][1] + GAP * 1.5
        if sides and sides[-1][1] > self.right + 1:
            units = sum(abs(tank.size) for tank in tanks)
            raise InvalidInput(f"{units:g} units of {self.unit:g} pixels do not fit into a row of {self.width:g}")
        return sides

    def show(self, title: Sequence[str], tanks: Sequence[PriceTank], window: Window, now: float | None = None) -> None:
        """Show the tanks in a window of prices, `now` as a line through all; of the titles the first that fits.

        Raises `InvalidInput` for more tanks than slots, and for longs and shorts on one axis.
        """
        if len(tanks) > len(self.slots):
            raise InvalidInput(f"{len(tanks)} tanks do not fit into {len(self.slots)} slots; make the row with more")
        turned = {tank.size < 0 for tank in tanks}
        if len(turned) > 1:
            raise InvalidInput("longs and shorts need axes of opposite directions; give each a row of its own")
        self.window, self.turned = window, turned == {True}
        self.title.set_text(self.scene.fitting(style.TITLE, self.width, *title, weight="bold"))
        spans = self.spans(tanks)
        for slot, tank, span in zip(self.slots, tanks, spans, strict=False):
            slot.show(tank, *span)
        for slot in self.slots[len(tanks) :]:
            slot.hide()
        self._edges(tanks, spans)
        self._axis(tanks, now)

    def text(self, x: float = 0, y: float = 0, *, size: float = style.SMALL, **looks: Any) -> Any:
        """Add a text that moves."""
        return self.scene.animate(self.axes.text(x, y, "", fontsize=size, parse_math=False, **looks))

    def line(self, **looks: Any) -> Any:
        """Add a line that moves."""
        return self.scene.animate(self.axes.add_line(Line2D([], [], **looks)))

    def _edges(self, tanks: Sequence[PriceTank], spans: Sequence[tuple[float, float]]) -> None:
        pairs = list(zip(tanks, spans, strict=True))
        walls = [
            (x, y)
            for tank, (a, b) in pairs
            for x, y in _box(a, b, self.height(tank.floor), self.rim, floor=not self.cut(tank.floor))
        ]
        self.walls.set_data(*zip(*walls, strict=True)) if walls else self.walls.set_data([], [])
        lines = [(span, self.height(tank.line)) for tank, span in pairs if tank.need > 0 and not self.cut(tank.line)]
        dashes(self.lines, lines)
        teeth = [
            (left + (right - left) * step / TEETH, y + TOOTH * (step % 2))
            for tank, (left, right) in pairs
            for y, broken in (
                (FOOT + TOOTH, self.cut(tank.floor)),
                (self.rim - 2 * TOOTH, self.cut(tank.surface) and tank.level > 0 and not tank.closed),
            )
            if broken
            for step in (*range(TEETH + 1), NAN)
        ]
        self.breaks.set_data(*zip(*teeth, strict=True)) if teeth else self.breaks.set_data([], [])
        starts = [(span, self.height(tank.entry)) for tank, span in pairs if tank.entry is not None]
        dashes(self.start, starts)

    def _axis(self, tanks: Sequence[PriceTank], now: float | None) -> None:
        entries = {tank.entry for tank in tanks if tank.entry is not None}
        named = [(self.start_name, f"bought at {cents(entry)}", entry) for entry in entries if len(entries) == 1]
        if self.turned:
            named = [(text, f"sold at {cents(price)}", price) for text, _, price in named]
        if now is not None and not self.cut(now):
            named.append((self.now_name, f"now {cents(now)}", now))
            y = self.height(now)
            self.now.set_data([self.left - 2 if self.axis else self.left, self.right], [y, y])
        self.now.set_visible(any(text is self.now_name for text, _, _ in named))
        for text in (self.start_name, self.now_name):
            text.set_visible(False)
        if not self.axis:
            return
        places = spread([self.height(price) for _, _, price in named], [LINE] * len(named), FOOT, self.rim + LINE)
        for (text, words, _), y in zip(named, places, strict=True):
            text.set_visible(True)
            text.set_position((self.right + 6, y - LINE / 4))
            text.set_text(words)
        shown = self.window.ticks[:TICKS]
        for number, text in enumerate(self.ticks):
            text.set_visible(number < len(shown))
            if number < len(shown):
                text.set_text(cents(shown[number]))
                text.set_position((self.left - 14, self.height(shown[number])))
        marks = [(x, self.height(tick)) for tick in shown for x in (self.left - 8, self.left, NAN)]
        rule = [(self.left, FOOT), (self.left, self.rim), (NAN, NAN)]
        self.scale.set_data(*zip(*rule, *[(x, y) for x, y in marks], strict=True))


def _box(left: float, right: float, low: float, high: float, *, floor: bool) -> list[tuple[float, float]]:
    """The walls of a tank, joined by its floor where that is seen."""
    foot = [(left, low), (right, low)] if floor else [(left, low), (NAN, NAN), (right, low)]
    return [(left, high), *foot, (right, high), (NAN, NAN)]


class _Slot:
    """The moving parts of one tank."""

    def __init__(self, row: PriceTankRow) -> None:
        self.row = row
        self.water, self.gain, self.room = (self._patch(lw=0) for _ in range(3))
        self.hatch = self._patch(facecolor=style.WHITE, edgecolor=style.GREY, hatch="//", lw=0)
        self.room.set_facecolor(style.role("fund").surface)

    def letter(self) -> None:
        """Add the texts of this tank."""
        row = self.row
        looks = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 3}
        self.value = row.text(size=style.TITLE, ha="center", weight="bold")
        self.earned = row.text(ha="center", va="center", weight="bold")
        self.lost = row.text(ha="center", va="center", bbox=looks, linespacing=1.25)
        self.kept = row.text(ha="center", va="center", linespacing=1.25)
        self.name = row.text(ha="center", va="bottom", weight="bold")
        under = {**looks, "pad": 1}  # the price now may pass below a tank that is closed, and through its words
        self.foot, self.closing = (row.text(ha="center", va="top", linespacing=1.1, bbox=under) for _ in range(2))
        self.closing.set_color(style.role("need").ink)

    def _patch(self, **looks: Any) -> Any:
        return self.row.scene.animate(self.row.axes.add_patch(Rectangle((0, 0), 0, 0, **looks)))

    def show(self, tank: PriceTank, left: float, right: float) -> None:
        row, look = self.row, style.role(tank.role)
        floor, line, surface = (row.height(price) for price in (tank.floor, tank.line, tank.surface))
        width = right - left
        start = surface if tank.profit <= 0 or tank.entry is None else max(row.height(tank.entry), floor)
        for patch, low, high, seen in (
            (self.water, floor, start, not tank.closed),
            (self.gain, start, surface, not tank.closed),
            (self.room, floor, line, bool(tank.room)),
        ):
            patch.set_visible(seen and high > low)
            patch.set_bounds(left, low, width, high - low)
        self.water.set_facecolor(look.surface)
        self.gain.set_facecolor(style.mixed(look.color, DEEP))
        base = line if tank.room else floor
        down = (row.rim - base) * (row.scene.phase if tank.fresh else 1.0)
        self.hatch.set_visible(tank.closed)
        self.hatch.set_bounds(left, row.rim - down, width, down)
        self._texts(tank, (left + right) / 2, width, (floor, start, surface))

    def _texts(self, tank: PriceTank, middle: float, width: float, heights: tuple[float, float, float]) -> None:
        row, (floor, start, surface) = self.row, heights
        place(self.name, middle, row.rim + 4, row.scene.fitting(style.SMALL, width + GAP, tank.name, weight="bold"))
        self.name.set_color(style.role(tank.role).ink)
        shut = tank.closed and (row.scene.phase >= 1 or not tank.fresh)
        lost = [f"closed\n{row.words(tank.lost)} lost", row.scene.wrapped(tank.note, style.SMALL, width - 14)]
        place(self.lost, middle, (floor + row.rim) / 2, "\n".join(filter(None, lost)) if shut else "")
        slice_ = row.height(tank.line) - floor
        kept = f"{row.words(tank.need)}\n{row.scene.wrapped(tank.room, style.SMALL, width - 8)}"
        fits = bool(tank.room) and slice_ >= LINE * (1 + kept.count("\n"))
        place(self.kept, middle, floor + slice_ / 2, kept if fits else "")
        earned = "" if tank.closed or surface - start < TALL else f"+{row.words(tank.profit)}"
        place(self.earned, middle, (start + surface) / 2, earned)
        low = row.height(tank.line)
        inside = start - low >= TALL + 4
        y = (low + start) / 2 - 5 if inside else min(max(surface, floor) + 7, row.rim - LINE)
        if not inside and tank.entry is not None and abs(y + 5 - row.height(tank.entry)) < LINE:
            y = row.height(tank.entry) + 7  # the line of the start would strike it through
        place(self.value, middle, y, "" if tank.closed else row.words(tank.level))
        self.value.set_color(style.BLACK if tank.level >= 0 else style.role("loss").ink)
        posted = "" if tank.posted is None else f": {row.words(tank.posted)} posted"
        foot = row.scene.wrapped(f"floor {cents(tank.floor)}{posted}", style.SMALL, width + GAP)
        place(self.foot, middle, floor - 5, foot)
        closing = f"close{'d' if tank.closed else 's'} at {cents(tank.line)}" if tank.need > 0 else ""
        place(self.closing, middle, floor - 5 - LINE * (1 + foot.count("\n")), closing)

    def hide(self) -> None:
        """Show nothing of this tank."""
        for artist in vars(self).values():
            if artist is not self.row:
                artist.set_visible(False)
