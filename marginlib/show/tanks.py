"""Pools as tanks: walls hold what may be lost together, the level is equity, a marked line is what the pool needs.

The width of a tank is what was put into it and its level is equity as a share of that: the area of the filling is
money, and taking a wall away between two tanks changes nothing at the start. A hatched tank is closed. Losses flow
between tanks as arrows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from marginlib.errors import InvalidInput
from marginlib.show import style
from marginlib.show.labels import percent, spread
from marginlib.show.marks import dashes, place
from marginlib.show.scene import Scene

GAP, NARROWEST, WIDE = 18.0, 96.0, 150.0  # pixels
FLOOR, TITLE_ROOM, LANE = 56.0, 28.0, 24.0
LINE = 18.0  # height of a line of small text
SLIVER, SEEN = 6.0, 0.005  # pixels of hatching that are drawn at least, for a chance that is told in whole percent
CLEAR = 0.6  # up to this share of hatching the amount stands beside it
TEETH, TOOTH = 12, 6.0  # how often the mark of a broken filling goes up or down, and by how many pixels
NAN = float("nan")


@dataclass(frozen=True)
class Tank:
    """A pool: `posted` went in, `level` is its equity now, `need` what keeps it open; all in one currency.

    A `closed` tank says what was `lost` and a `note`, such as "5 to the fund". An open one may carry the `chance` that
    it is closed later: that share of its filling is hatched, and a sliver at least where it is 1 % or so. One that is
    closed at this very moment is `fresh`: while a story rests there, the hatching falls in like a shutter. The role
    gives the colour.
    """

    name: str
    posted: float
    level: float
    need: float = 0.0
    role: str = "pool"
    closed: bool = False
    lost: float = 0.0
    note: str = ""
    chance: float | None = None
    fresh: bool = False


@dataclass(frozen=True)
class Flow:
    """Money on its way from one tank to another, both counted from 0, with its amount in words.

    One that is not `shown` keeps its place for later, so that no other arrow moves when it comes.
    """

    source: int
    target: int
    words: str
    shown: bool = True


def amount(value: float) -> str:
    """Return an amount of money in words, without decimals.

    >>> amount(-1234.4)
    '−1,234'
    """
    return f"{value:,.0f}".replace("-0", "0").replace("-", "−") if abs(value) < 1 else f"{value:,.0f}".replace("-", "−")


def described(tanks: Sequence[Tank], words: Callable[[float], str] = amount) -> str:
    """Return in words what a row of tanks shows.

    >>> described([Tank("BTC", 100, 0, closed=True, lost=95), Tank("ETH", 100, 74, need=3)])
    'BTC is closed, 95 lost. ETH holds 74 of 100 and needs 3.'
    """
    return " ".join(_sentence(tank, words) for tank in tanks)


def _sentence(tank: Tank, words: Callable[[float], str]) -> str:
    name = tank.name[:1].upper() + tank.name[1:]
    if tank.closed:
        return f"{name} is closed, {words(tank.lost)} lost{f', {tank.note}' if tank.note else ''}."
    needs = f" and needs {words(tank.need)}" if tank.need > 0 else ""
    chance = "" if tank.chance is None else f" and is closed in {percent(tank.chance)}"
    return f"{name} holds {words(tank.level)} of {words(tank.posted)}{needs}{chance}."


class TankRow:
    """A row of at most `slots` tanks in a rectangle of the scene given in pixels, under a title.

    `full` is the level at the rim of a tank, as a multiple of what was put in: a filling that would be higher is broken
    by a white mark there. `lanes` is how many arrows fit above, and `levels` how many of them may lie one above another
    (all, if nothing is said): arrows over different tanks share a level. `scale` is the width in pixels of one unit of
    money put in: rows with the same scale and height can be compared, and a tank that is too narrow for a text goes
    without it. Without a scale, the tanks fill the width of their row.
    """

    def __init__(
        self,
        scene: Scene[Any],
        place: tuple[float, float, float, float],
        slots: int,
        *,
        full: float = 2.0,
        lanes: int = 0,
        levels: int | None = None,
        words: Callable[[float], str] = amount,
        scale: float | None = None,
    ) -> None:
        self.scene, self.full, self.words, self.scale = scene, full, words, scale
        self.axes = scene.panel(*place, frame=False)
        self.width, height = place[2], place[3]
        self.rim = height - TITLE_ROOM - LANE * (lanes if levels is None else levels)
        self.slots = [_Slot(self) for _ in range(slots)]
        self.start = self._line(color=style.GREY, lw=1, ls=(0, (2, 3)))
        self.breaks = self._line(color=style.WHITE, lw=3, solid_joinstyle="miter", solid_capstyle="butt")
        self.need = self._line(color=style.role("need").color, lw=3, solid_capstyle="butt")
        self.walls = self._line(color=style.BLACK, lw=2.5, solid_joinstyle="miter")
        self.lanes = [_Lane(self) for _ in range(lanes)]
        self.start_name = self.text(ha="right", va="bottom", color=style.role("market").ink)
        self.title = self.text(0, height, va="top", size=style.TITLE)

    def show(self, title: Sequence[str], tanks: Sequence[Tank], flows: Sequence[Flow] = ()) -> None:
        """Show the tanks and flows; of the titles, given from long to short, the first that fits.

        Raises `InvalidInput` for more tanks or flows than there is room for.
        """
        if len(tanks) > len(self.slots) or len(flows) > len(self.lanes):
            raise InvalidInput(
                f"{len(tanks)} tanks and {len(flows)} flows do not fit into {len(self.slots)} slots and "
                f"{len(self.lanes)} lanes; make the row with more"
            )
        self.title.set_text(self.scene.fitting(style.TITLE, self.width, *title))
        spans = self.spans(tanks)
        for slot, tank, span in zip(self.slots, tanks, spans, strict=False):
            slot.show(tank, *span)
        for slot in self.slots[len(tanks) :]:
            slot.hide()
        self._lines(tanks, spans)
        ends, levels = _ends(flows, spans), _levels(flows)
        for number, lane in enumerate(self.lanes):
            if number < len(flows):
                lane.show(flows[number], *ends[number], levels[number])
            else:
                lane.hide()

    def spans(self, tanks: Sequence[Tank]) -> list[tuple[float, float]]:
        """Left and right side of each tank, by what was put in; without a scale none is too narrow for its texts."""
        posted = [max(tank.posted, 0.0) for tank in tanks]
        widths = self._fitted(posted) if self.scale is None else [self.scale * value for value in posted]
        edge, sides = 2.0, []
        for width in widths:
            sides.append((edge, edge + width))
            edge += width + GAP
        if self.scale is not None and edge - GAP > self.width + 1:
            raise InvalidInput(
                f"tanks of {edge - GAP:,.0f} pixels at scale {self.scale:g} do not fit into {self.width:g}"
            )
        return sides

    def _fitted(self, posted: Sequence[float]) -> list[float]:
        room = self.width - 4 - GAP * (len(posted) - 1)
        narrow: set[int] = set()
        for _ in posted:  # a tank made wider takes room from the others, one of which may then be too narrow
            rest = sum(value for place, value in enumerate(posted) if place not in narrow)
            scale = (room - NARROWEST * len(narrow)) / rest if rest > 0 else 0.0
            narrow |= {place for place, value in enumerate(posted) if value * scale < NARROWEST}
        return [NARROWEST if place in narrow else value * scale for place, value in enumerate(posted)]

    def height(self, tank: Tank, value: float) -> float:
        """Where `value` stands in this tank, in pixels, kept between floor and rim."""
        share = value / tank.posted / self.full if tank.posted > 0 else float(value > 0)
        return FLOOR + min(max(share, 0.0), 1.0) * (self.rim - FLOOR)

    def text(self, x: float = 0, y: float = 0, *, size: float = style.SMALL, **looks: Any) -> Any:
        """Add a text that moves."""
        return self.scene.animate(self.axes.text(x, y, "", fontsize=size, parse_math=False, **looks))

    def _line(self, **looks: Any) -> Any:
        return self.scene.animate(self.axes.add_line(Line2D([], [], **looks)))

    def _lines(self, tanks: Sequence[Tank], spans: Sequence[tuple[float, float]]) -> None:
        open_ones = [pair for pair in zip(tanks, spans, strict=True) if not pair[0].closed]
        dashes(self.start, [(span, self.height(tank, tank.posted)) for tank, span in open_ones if tank.posted > 0])
        dashes(self.need, [(span, self.height(tank, tank.need)) for tank, span in open_ones if tank.need > 0])
        named = next((span for tank, span in open_ones if span[1] - span[0] >= WIDE and tank.posted > 0), None)
        self.start_name.set_visible(named is not None)
        if named:
            self.start_name.set_text("put in")
            self.start_name.set_position((named[1] - 5, FLOOR + (self.rim - FLOOR) / self.full + 1))
        cut = [span for tank, span in open_ones if tank.level > self.full * tank.posted > 0]
        teeth = [
            (left + (right - left) * step / TEETH, self.rim - TOOTH * (1 + step % 2))
            for left, right in cut
            for step in (*range(TEETH + 1), NAN)
        ]
        self.breaks.set_data(*zip(*teeth, strict=True)) if teeth else self.breaks.set_data([], [])
        corners = [
            (x, y) for a, b in spans for x, y in ((a, self.rim), (a, FLOOR), (b, FLOOR), (b, self.rim), (b, NAN))
        ]
        self.walls.set_data(*zip(*corners, strict=True)) if corners else self.walls.set_data([], [])


def _ends(flows: Sequence[Flow], spans: Sequence[tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """Where each arrow begins and lands, in pixels: the ends at one tank stand apart over its width.

    Those that come from the left stand on the left, the lowest lane outermost, so that arrows cross as little as they
    can.
    """
    at: dict[int, list[tuple[bool, int, int]]] = {}
    for number, flow in enumerate(flows):
        for end, (here, there) in enumerate(((flow.source, flow.target), (flow.target, flow.source))):
            onward = there > here
            at.setdefault(here, []).append((onward, -number if onward else number, end))
    found: dict[int, list[float]] = {number: [0.0, 0.0] for number in range(len(flows))}
    for tank, ends in at.items():
        left, right = spans[tank]
        step = min(LANE, (right - left) / (len(ends) + 1))
        for rank, (_, number, end) in enumerate(sorted(ends)):
            found[abs(number)][end] = (left + right) / 2 + step * (rank - (len(ends) - 1) / 2)
    return {number: (source, target) for number, (source, target) in found.items()}


def _levels(flows: Sequence[Flow]) -> list[int]:
    """How high each arrow lies: above those before it with which it shares a gap between tanks.

    >>> _levels([Flow(0, 1, ""), Flow(1, 2, ""), Flow(2, 0, ""), Flow(3, 2, "")])
    [0, 0, 1, 0]
    """
    found: list[int] = []
    spans = [sorted((flow.source, flow.target)) for flow in flows]
    for number, (left, right) in enumerate(spans):
        below = [
            level for level, (one, other) in zip(found, spans[:number], strict=False) if one < right and left < other
        ]
        found.append(max(below, default=-1) + 1)
    return found


class _Slot:
    """The moving parts of one tank."""

    def __init__(self, row: TankRow) -> None:
        self.row = row
        patch = row.scene.animate
        self.water = patch(row.axes.add_patch(Rectangle((0, FLOOR), 0, 0, lw=0)))
        self.hatch = patch(
            row.axes.add_patch(
                Rectangle((0, FLOOR), 0, row.rim - FLOOR, facecolor=style.WHITE, edgecolor=style.GREY, hatch="//", lw=0)
            )
        )
        self.value = row.text(size=style.TITLE, ha="center", weight="bold")
        box = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 3}
        self.lost = row.text(ha="center", va="center", y=(FLOOR + row.rim) / 2, bbox=box, linespacing=1.25)
        self.name = row.text(ha="center", va="top", y=FLOOR - 5, linespacing=1.1)
        self.needs = row.text(ha="center", va="top", color=style.role("need").ink)

    def show(self, tank: Tank, left: float, right: float) -> None:
        row, middle, width = self.row, (left + right) / 2, right - left
        name = row.scene.wrapped(tank.name, style.SMALL, width + GAP - 6)
        place(self.name, middle, FLOOR - 5, name)
        needs = f"needs {row.words(tank.need)}" if tank.need > 0 and not tank.closed else ""
        place(self.needs, middle, FLOOR - 5 - LINE * (1 + name.count("\n")), self._fitted(needs, width + GAP - 6))
        surface = row.height(tank, tank.level)
        if tank.closed:
            lost = [f"closed\n{row.words(tank.lost)} lost", row.scene.wrapped(tank.note, style.SMALL, width - 14)]
            shut = row.scene.phase >= 1 or not tank.fresh
            words = self._fitted("\n".join(filter(None, lost)), width + GAP - 6)
            place(self.lost, middle, (FLOOR + row.rim) / 2, words if shut else "")
        else:
            chance = "" if tank.chance is None else self._chance(percent(tank.chance), width)
            up = 8 if chance and "\n" not in chance else 0  # over the words of the line that says what was put in
            place(self.lost, middle, (surface + row.rim) / 2 + up, chance)
        hatched = 1.0 if tank.closed else tank.chance or 0.0
        strip = max(width * hatched, min(SLIVER, width) if hatched >= SEEN else 0.0)
        self._box(self.hatch, left, strip, row.rim if tank.closed else surface, visible=hatched > 0)
        if tank.closed and tank.fresh:
            down = (row.rim - FLOOR) * row.scene.phase
            self.hatch.set_bounds(left, row.rim - down, width, down)
        self._box(self.water, left, width, surface, visible=not tank.closed and surface > FLOOR)
        self.water.set_facecolor(style.role(tank.role).surface)
        need = row.height(tank, tank.need)
        middle_line = (FLOOR + surface) / 2
        inside = surface - FLOOR >= 24 and abs(need - middle_line) > LINE / 2  # noqa: PLR2004 - a line of text and air
        y = middle_line - 5 if inside else max(surface, need) + 6
        start = row.height(tank, tank.posted)
        if abs(y + 5 - start) < LINE:  # the line of the start would strike it through
            y = start - LINE if inside else start + 6
        clear = middle + width * hatched / 2 if hatched <= CLEAR else middle
        level = "" if tank.closed else self._fitted(row.words(tank.level), width - 4, style.TITLE)
        place(self.value, clear, y, level)
        self.value.set_color(style.BLACK if tank.level >= 0 else style.role("loss").ink)

    def hide(self) -> None:
        for artist in (self.water, self.hatch, self.value, self.lost, self.name, self.needs):
            artist.set_visible(False)

    def _chance(self, words: str, width: float) -> str:
        """On one line where there is room, so that an arrow above it ends in the free."""
        line = f"closed in {words}"
        short = self.row.scene.text_width(line, style.SMALL) <= width - 8
        return line if short else self._fitted(f"closed in\n{words}", width + GAP - 6) or words

    def _fitted(self, words: str, width: float, size: float = style.SMALL) -> str:
        """The words where they fit into a tank at scale, which may be narrow; else none."""
        lines = words.splitlines() if self.row.scale is not None and width < NARROWEST else []
        return "" if any(self.row.scene.text_width(line, size) > width for line in lines) else words

    @staticmethod
    def _box(box: Any, left: float, width: float, top: float, *, visible: bool) -> None:
        box.set_visible(visible)
        box.set_bounds(left, FLOOR, width, top - FLOOR)


class _Lane:
    """An arrow above the tanks: up from one, over, and down into another."""

    def __init__(self, row: TankRow) -> None:
        self.row, look = row, style.role("loss")
        self.arrow = row._line(color=look.color, lw=2, marker="v", ms=7, markevery=[3])  # noqa: SLF001 - one family
        self.words = row.text(ha="center", va="center", color=look.ink)
        self.words.set_bbox({"facecolor": style.WHITE, "edgecolor": "none", "pad": 1.5})

    def hide(self) -> None:
        for artist in (self.arrow, self.words):
            artist.set_visible(False)

    def show(self, flow: Flow, source: float, target: float, level: int) -> None:
        for artist in (self.arrow, self.words):
            artist.set_visible(flow.shown)
        row, y = self.row, self.row.rim + LANE * (level + 0.5)
        self.arrow.set_data([source, source, target, target], [row.rim - 4, y, y, row.rim - 4])
        width = row.scene.text_width(flow.words, style.SMALL)
        (x,) = spread([(source + target) / 2], [width + 6], 0, row.width)
        self.words.set_text(flow.words)
        self.words.set_position((x, y))
