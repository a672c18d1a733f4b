"""Two bars to one scale: whose the money of the venue was, and whose it is, with a wall where money cannot pass."""

from collections.abc import Sequence
from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from marginlib.course.oracles_and_enclaves.account import FUND, OTHERS, SIZE
from marginlib.course.oracles_and_enclaves.model import Part, usdt
from marginlib.show import style
from marginlib.show.marks import NAN, place
from marginlib.show.scene import Scene

HIGH = 26.0  # pixels of a bar
FIRST, SECOND = 64.0, 22.0  # feet of the bars, over that of their panel
LEFT = 60.0  # room for the words beside the bars
ALL = 2 * SIZE + FUND + OTHERS
SLOTS = 5
TOP = FIRST + HIGH + 4


class Bars:
    """The bars in a panel of the scene, given by its left lower corner and its width in pixels."""

    def __init__(self, scene: Scene[Any], left: float, bottom: float, width: float) -> None:
        self.scene = scene
        self.axes = scene.panel(left, bottom, width, TOP + 20, frame=False)
        self.scale = (width - LEFT - 4) / ALL
        self.rows = [_Bar(self, FIRST), _Bar(self, SECOND)]
        self.wall = scene.animate(self.axes.add_line(Line2D([], [], color=style.BLACK, lw=5, solid_capstyle="butt")))
        self.beside = [self.text(0, foot + HIGH / 2, va="center") for foot in (FIRST, SECOND)]
        self.names = [self.text(va="bottom") for _ in range(4)]
        self.fund = self.text(va="top")

    def text(self, x: float = 0, y: float = 0, **looks: Any) -> Any:
        """Add a text that moves."""
        return self.scene.animate(self.axes.text(x, y, "", fontsize=style.SMALL, parse_math=False, **looks))

    def show(self, before: Sequence[Part], after: Sequence[Part], words: tuple[str, str] = ("before", "after")) -> None:
        """Show whose the money was and whose it is."""
        for bar, parts in zip(self.rows, (before, after), strict=True):
            bar.show(parts)
        for text, said in zip(self.beside, words, strict=True):
            text.set_text(said)
        spans = {part.name: span for part, span in zip(before, self.rows[0].spans(before), strict=True)}
        long, short, others = (spans[name] for name in ("Eve, long", "Eve, short", "all others"))
        both = long[1] - long[0] >= self.scene.text_width("Eve, short", style.SMALL)
        for text, (span, said) in zip(
            self.names,
            ((long, "Eve, long" if both else "Eve"), (short, "Eve, short" if both else "")),
            strict=False,
        ):
            place(text, span[0], TOP, said)
        place(self.names[2], sum(others) / 2 - self.scene.text_width("all others", style.SMALL) / 2, TOP, "all others")
        walled = "fund" in spans
        self.wall.set_data(*(([others[0]] * 2, [SECOND - 6, TOP + 2]) if walled else ([], [])))
        place(self.names[3], others[0] + 6, TOP, "the wall" if walled else "")
        place(self.fund, spans["fund"][0] if walled else 0.0, SECOND - 4, "the market's own fund" if walled else "")


class _Bar:
    """The parts of one bar, with what each holds."""

    def __init__(self, bars: Bars, foot: float) -> None:
        self.bars, self.foot = bars, foot
        add = bars.scene.animate
        edge: dict[str, Any] = {"edgecolor": style.BLACK, "lw": 1}
        self.parts = [add(bars.axes.add_patch(Rectangle((0, foot), 0, HIGH, **edge))) for _ in range(SLOTS)]
        self.hatch = add(
            bars.axes.add_patch(
                Rectangle((0, foot), 0, HIGH, fill=False, edgecolor=style.role("loss").color, hatch="///", lw=0)
            )
        )
        self.outline = add(bars.axes.add_line(Line2D([], [], color=style.BLACK, lw=2.5, solid_joinstyle="miter")))
        box = {"edgecolor": "none", "pad": 2}
        self.words = [
            bars.text(0, foot + HIGH / 2, ha="center", va="center", bbox={**box, "facecolor": style.WHITE})
            for _ in range(SLOTS)
        ]

    def spans(self, parts: Sequence[Part]) -> list[tuple[float, float]]:
        """Left and right side of each part in pixels."""
        sides, edge = [], LEFT
        for part in parts:
            sides.append((edge, edge + part.amount * self.bars.scale))
            edge = sides[-1][1]
        return sides

    def show(self, parts: Sequence[Part]) -> None:
        """Show the parts."""
        spans = self.spans(parts)
        self.hatch.set_visible(False)
        for place_, (patch, words) in enumerate(zip(self.parts, self.words, strict=True)):
            seen = place_ < len(parts) and spans[place_][1] > spans[place_][0]
            patch.set_visible(seen)
            words.set_visible(seen)
            if not seen:
                continue
            part, (left, right) = parts[place_], spans[place_]
            patch.set_bounds(left, self.foot, right - left, HIGH)
            patch.set_facecolor(style.role(part.role).surface)
            if part.name == "taken":
                self.hatch.set_visible(True)
                self.hatch.set_bounds(left, self.foot, right - left, HIGH)
            amount = usdt(part.amount)
            long = f"taken by Eve: {amount}" if part.name == "taken" else amount
            words.set_text(self.bars.scene.fitting(style.SMALL, right - left - 8, long, amount, ""))
            words.set_x((left + right) / 2)
            words.get_bbox_patch().set_facecolor(style.role(part.role).surface)
        corners = [(spans[0][0], self.foot + HIGH), (spans[0][0], self.foot)]
        corners += [(spans[-1][1], self.foot), (spans[-1][1], self.foot + HIGH), (NAN, NAN)]
        self.outline.set_data(*zip(*corners, strict=True))
