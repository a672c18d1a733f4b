"""The plane on which every liquidation is a level arrow: collateral to the right, and the shortfall as height."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.patches import Polygon

from marginlib.show import style
from marginlib.show.labels import spread
from marginlib.show.regions import clipped
from marginlib.show.scene import Scene

RIGHT, LOW, HIGH = 1_350.0, -150.0, 130.0
SQUARE = np.array([(0.0, LOW), (RIGHT, LOW), (RIGHT, HIGH), (0.0, HIGH)])
EDGE = 8.0  # a dot beyond the plane is held so far inside of its edge
DASHES, DOTS = (0, (6, 3)), (0, (1, 1))
STEEP = 0.02  # a venue's line that is steeper leaves no room for the name of the red ground
WEDGE = 45.0  # height that a ground needs at the right for its name


class Heights:
    """The panel: three grounds, three rays from the origin, the loan as a dot, and its way to the left."""

    def __init__(self, scene: Scene[Any], place: tuple[float, float, float, float]) -> None:
        self.axes = scene.panel(*place)
        self.axes.set_xlim(0, RIGHT)
        self.axes.set_ylim(LOW, HIGH)
        self.axes.set_xticks(range(0, 1_300, 250), [f"{tick:,}" for tick in range(0, 1_300, 250)])
        self.axes.set_yticks(range(-150, 101, 50), [f"{tick}".replace("-", "−") for tick in range(-150, 101, 50)])
        self.axes.set_xlabel("collateral, USDT")
        self.axes.set_ylabel("shortfall, USDT")
        loss, need, grey = (style.role(name) for name in ("loss", "need", "market"))
        add, pixel = scene.animate, (HIGH - LOW) / place[3]
        self.line_height = 19 * pixel
        grounds = (style.role("free"), style.role("fund"), style.role("loss"))
        self.grounds = [
            add(self.axes.add_patch(Polygon([(0, 0)], closed=True, facecolor=style.mixed(look.color, 0.2), lw=0)))
            for look in grounds
        ]
        self.equal = add(self.axes.plot([], [], color=grey.color, lw=1.5)[0])
        self.line = add(self.axes.plot([], [], color=need.color, ls=DOTS, lw=2.5)[0])
        self.frontier = add(self.axes.plot([0, RIGHT], [0, 0], color=loss.color, ls=DASHES, lw=2)[0])
        self.way = add(self.axes.plot([], [], color=style.BLACK, lw=2, clip_on=False)[0])
        self.after = add(
            self.axes.plot([], [], color=style.BLACK, ls="", marker="<", ms=8, clip_on=False, mec=style.WHITE)[0]
        )
        self.dot = add(self.axes.plot([], [], color=style.BLACK, ls="", marker="o", ms=9, clip_on=False)[0])
        self.gone = add(self.axes.plot([], [], color=loss.color, ls="", marker="X", ms=13, clip_on=False)[0])
        text: dict[str, Any] = {"fontsize": style.SMALL, "va": "center", "parse_math": False}
        aside = {**text, "x": RIGHT * 1.012, "y": 0, "s": "", "clip_on": False}
        self.names = [add(self.axes.text(color=ink, **aside)) for ink in (grey.ink, loss.ink, need.ink)]
        self.ground_names = [
            add(self.axes.text(0, 0, "", color=ink, ha=side, **text))
            for ink, side in ((style.role("free").ink, "left"), (style.role("fund").ink, "right"), (loss.ink, "left"))
        ]
        box = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 1, "alpha": 0.7}
        self.now = add(self.axes.text(0, 0, "", ha="center", bbox=box, **text))
        self.said = add(self.axes.text(0, 0, "", ha="left", color=loss.ink, weight="bold", **text))

    def show(self, height: float, values: Sequence[float], frontier: float, line: float, unpaid: float | None) -> None:
        """Show a shortfall, the collateral after each liquidation, both lines, and bad debt where it ends so."""
        slope = line - frontier
        self._lines(frontier, line, slope)
        y = float(np.clip(height, LOW + EDGE, HIGH - EDGE))
        self.dot.set_data([values[0]], [y])
        self.way.set_data([values[0], values[-1]], [y, y])
        self.after.set_data(values[1:], [y] * (len(values) - 1))
        self.gone.set_data([0] if unpaid is not None else [], [y] if unpaid is not None else [])
        beyond = "" if y == height else f", at {height:.0f}".replace("-", "−")
        down = -self.line_height if y > LOW + 2 * self.line_height else self.line_height
        self.now.set_text(f"now{beyond}")
        self.now.set_position((float(np.clip(values[0], 190, RIGHT - 190)), y + down))
        up = self.line_height if y < HIGH - 2 * self.line_height else -self.line_height
        self.said.set_text("" if unpaid is None else f"{unpaid:.1f} unpaid")
        self.said.set_position((45, y + up))
        self._name_grounds(y, y + down, slope)

    def _lines(self, frontier: float, line: float, slope: float) -> None:
        normal = [slope, -1.0]  # slope x - height is above zero below the venue's line
        below = clipped(SQUARE, [-slope, 1.0], 0.0)
        above = clipped(SQUARE, normal, 0.0)
        worse = clipped(above, [0.0, -1.0], 0.0)
        heals = clipped(above, [0.0, 1.0], 0.0)
        for ground, corners in zip(self.grounds, (below, heals, worse), strict=True):
            ground.set_xy(corners if len(corners) else [(0, 0)])
        rays = (1 - frontier, 0.0, slope)
        for drawn, ray in ((self.equal, rays[0]), (self.line, slope)):
            drawn.set_data([0, RIGHT], [0, RIGHT * ray])
        words = ("debt = collateral", f"frontier {100 * frontier:.1f} %", f"venue's line {100 * line:.0f} %")
        ends = [float(np.clip(RIGHT * ray, LOW, HIGH)) for ray in rays]
        places = spread(ends, [self.line_height] * 3, LOW, HIGH)
        for name, said, place in zip(self.names, words, places, strict=True):
            name.set_text(said)
            name.set_y(place)

    def _name_grounds(self, y: float, now: float, slope: float) -> None:
        healthy, wedge, worse = self.ground_names
        healthy.set_text("healthy")
        healthy.set_position((30, LOW + 16))
        edge = float(np.clip(RIGHT * slope, LOW, HIGH))
        wedge.set_text("heals" if slope < 0 else "healthy, and toxic later")
        middle = edge / 2 if slope < 0 else edge * 0.4
        clear = min(abs(middle - y), abs(middle - now)) > self.line_height
        wedge.set_visible(abs(edge) > WEDGE and clear)
        wedge.set_position((RIGHT - 25, middle))
        worse.set_text("each liquidation makes it worse" if slope < STEEP else "")
        worse.set_position((30, HIGH - 14 if y < HIGH - 55 else y - 50))
