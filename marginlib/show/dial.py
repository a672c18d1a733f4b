"""A dial: one number as the needle of a half circle, with the red where it becomes dangerous.

The red is hatched as well, and a line of words says from where on it begins, so that nothing rests on colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, inf, log, pi, sin
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Wedge

from marginlib.errors import InvalidInput
from marginlib.show import style
from marginlib.show.scene import Scene

RADIUS, BAND, BASE = 62.0, 12.0, 46.0  # pixels; under the base stand two lines of text
SHORT, LONG = 0.62, 0.84  # the first needle and the others, as shares of the radius
SLIM, BROAD = 3.5, 5.5  # half the width of a needle at its hub


@dataclass(frozen=True)
class Gauge:
    """From `low` on the left to `high` on the right, red beyond the `edge`: above it, or below.

    With `log` equal factors are equal ways. Raises `InvalidInput` unless low < edge < high, and above 0 with `log`.
    """

    low: float
    high: float
    edge: float
    above: bool = True
    log: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.edge < self.high or (self.log and self.low <= 0):
            raise InvalidInput(
                f"a gauge from {self.low:g} to {self.high:g} with its edge at {self.edge:g} cannot be drawn; "
                "the edge lies between the ends, and a logarithm needs ends above 0"
            )

    def share(self, value: float) -> float:
        """How far to the right `value` stands, 0 to 1; beyond an end it rests at the stop.

        >>> Gauge(1, 100, 10, log=True).share(10), Gauge(0, 4, 3).share(1), Gauge(0, 4, 3).share(9)
        (0.5, 0.25, 1.0)
        """
        kept = min(max(value, self.low), self.high)
        if self.log:
            return log(kept / self.low) / log(self.high / self.low)
        return (kept - self.low) / (self.high - self.low)

    @property
    def red(self) -> tuple[float, float]:
        """The part of the way that is red, from left to right."""
        edge = self.share(self.edge)
        return (edge, 1.0) if self.above else (0.0, edge)


@dataclass(frozen=True)
class Needle:
    """A value, infinite where there is none to divide by, in `words`; the role gives the colour."""

    value: float
    words: str
    role: str = "plain"


class Dial:
    """A dial with at most two needles, in a rectangle of the scene in pixels; ticks are pairs of value and words.

    `rule` says in words where the red begins. The first needle is slim and short, the second broad with a black rim.
    """

    def __init__(
        self,
        scene: Scene[Any],
        place: tuple[float, float, float, float],
        title: str,
        gauge: Gauge,
        rule: str,
        ticks: Sequence[tuple[float, str]] = (),
    ) -> None:
        self.scene, self.gauge, self.middle = scene, gauge, place[2] / 2
        self.axes = scene.panel(*place, frame=False)
        centre = (self.middle, BASE)
        start, end = (180 - 180 * share for share in gauge.red)
        look = style.role("need")
        self.axes.add_patch(Wedge(centre, RADIUS, 0, 180, width=BAND, color=style.mixed(style.GREY, 0.25), lw=0))
        self.red = Wedge(centre, RADIUS, end, start, width=BAND, fc=look.color, ec=style.WHITE, hatch="////", lw=0)
        self.axes.add_patch(self.red)
        for value, words in ticks:
            angle = pi * (1 - gauge.share(value))
            x, y = cos(angle), sin(angle)
            near, far = RADIUS - BAND, RADIUS + 4
            xs, ys = [self.middle + near * x, self.middle + far * x], [BASE + near * y, BASE + far * y]
            self.axes.add_line(Line2D(xs, ys, color=style.BLACK, lw=1))
            side = "center" if abs(x) < 0.4 else "left" if x > 0 else "right"  # noqa: PLR2004 - near the top
            foot = "bottom" if y > 0.2 else "center"  # noqa: PLR2004 - not at the ends
            self._text(self.middle + (RADIUS + 7) * x, BASE + (RADIUS + 7) * y, words, ha=side, va=foot)
        self._text(self.middle, place[3], title, ha="center", va="top", weight="bold")
        self._text(self.middle, 2, rule, ha="center", va="bottom", color=look.ink)
        self.needles = [scene.animate(self.axes.add_patch(Polygon([centre] * 3, ec=style.BLACK))) for _ in range(2)]
        self.hub = scene.animate(self.axes.add_patch(Circle(centre, 5, color=style.BLACK)))
        self.words = [scene.animate(self._text(0, 20, "", va="bottom", weight="bold")) for _ in range(2)]

    def _text(self, x: float, y: float, words: str, **looks: Any) -> Any:
        return self.axes.text(x, y, words, fontsize=style.SMALL, parse_math=False, **looks)

    def show(self, needles: Sequence[Needle]) -> None:
        """Turn the needles to their values. Raises `InvalidInput` for more than two, or for a value that is none."""
        if len(needles) > len(self.needles):
            raise InvalidInput(f"{len(needles)} needles do not fit on a dial for two; make another dial")
        for hand in needles:
            if not -inf <= hand.value <= inf:
                raise InvalidInput(f"the needle {hand.words!r} has no value; leave it out")
        widths = [self.scene.text_width(hand.words, style.SMALL, "bold") for hand in needles]
        left = self.middle - (sum(widths) + 10 * (len(widths) - 1)) / 2
        for number, (shape, words) in enumerate(zip(self.needles, self.words, strict=True)):
            seen = number < len(needles)
            shape.set_visible(seen)
            words.set_visible(seen)
            if not seen:
                continue
            hand, look = needles[number], style.role(needles[number].role)
            shape.set_xy(self.shape(hand.value, second=number > 0))
            shape.set_facecolor(look.color)
            shape.set_linewidth(float(number))
            words.set_text(hand.words)
            words.set_color(look.ink)
            words.set_x(left)
            left += widths[number] + 10

    def shape(self, value: float, *, second: bool = False) -> list[tuple[float, float]]:
        """The corners of a needle in pixels: its tip, and both sides of its hub."""
        angle = pi * (1 - self.gauge.share(value))
        x, y, half = cos(angle), sin(angle), BROAD if second else SLIM
        far = RADIUS * (LONG if second else SHORT)
        return [
            (self.middle + far * x, BASE + far * y),
            (self.middle - half * y, BASE + half * x),
            (self.middle + half * y, BASE - half * x),
        ]


def described(title: str, gauge: Gauge, needles: Sequence[Needle]) -> str:
    """Return in words what a dial shows, and which way its danger lies.

    >>> described("health factor", Gauge(0.95, 1.3, 1, above=False), [Needle(1.005, "Ben 1.005")])
    'Health factor: Ben 1.005; dangerous the lower it is, red below 1.'
    """
    way, side = ("higher", f"from {gauge.edge:g} up") if gauge.above else ("lower", f"below {gauge.edge:g}")
    hands = ", ".join(hand.words for hand in needles)
    return f"{title[:1].upper()}{title[1:]}: {hands}; dangerous the {way} it is, red {side}."
