"""Two bars: what the screens promise, and what may still be claimed, against the money that the venue holds.

The frame is that money, which no step can change: it is as long as all that was put in, whatever happens. What claims
are longer than it is hatched, for nobody ever posted it.
"""

from typing import Any

from matplotlib.patches import Rectangle

from marginlib.course.liquidation_engine.account import ANN, CAT, YOU
from marginlib.course.liquidation_engine.model import Result, usdt
from marginlib.liquidation import Holder
from marginlib.show import style
from marginlib.show.marks import place
from marginlib.show.scene import Scene

ROLES: dict[Holder, str] = {ANN: "btc", "fund": "fund", YOU: "third", CAT: "market"}
SHORT: dict[Holder, str] = {ANN: "Ann", "fund": "fund", YOU: "you", CAT: "Cat"}
BEGINS, LENGTH = 118.0, 282.0  # pixels: where the bars begin, and how long all the money is
ROWS, TALL, AIR = (66.0, 32.0), 24.0, 6.0
LEAST = 0.5  # USDT that can be seen


class Vault:
    """The two bars in a rectangle of the scene given in pixels."""

    def __init__(self, scene: Scene[Any], place_: tuple[float, float, float, float]) -> None:
        self.scene, self.width = scene, place_[2]
        self.axes = scene.panel(*place_, frame=False)
        self.bars = [{one: self._box(style.role(role).surface) for one, role in ROLES.items()} for _ in ROWS]
        self.missing = [self._box("none", edgecolor=style.role("loss").color, hatch="///") for _ in ROWS]
        self.words = [{one: self._text(ha="center") for one in ROLES} for _ in ROWS]
        self.sums = [self._text(weight="bold") for _ in ROWS]
        self.names = [self._text(ha="right") for _ in ROWS]
        box = {"facecolor": style.WHITE, "edgecolor": "none", "pad": 1}
        self.lacks = self._text(ha="center", color=style.role("loss").ink, weight="bold", bbox=box)
        self.frame = self._box("none", edgecolor=style.BLACK, lw=2.5)
        self.held = self._text(ha="right", weight="bold")

    def _box(self, face: str, **looks: Any) -> Any:
        patch = Rectangle((0, 0), 0, TALL, facecolor=face, **{"lw": 0, **looks})
        return self.scene.animate(self.axes.add_patch(patch))

    def _text(self, **looks: Any) -> Any:
        return self.scene.animate(
            self.axes.text(0, 0, "", fontsize=style.SMALL, va="center", parse_math=False, **looks)
        )

    def show(self, result: Result | None) -> None:
        """Show what is promised and what may still be claimed, or nothing."""
        for artist in (*self._everything(), self.frame):
            artist.set_visible(False)
        if result is None:
            return
        unit = LENGTH / result.put_in
        after = len(result.told)
        said = "before any step" if not after else f"after {after} step{'s' if after > 1 else ''}"
        for row, (claims, name) in enumerate(((result.screens, "screens promise"), (result.now, said))):
            y = ROWS[row] + TALL / 2
            place(self.names[row], BEGINS - AIR, y, name)
            x = BEGINS
            for one, money in claims.items():
                wide = money * unit
                self._put(self.bars[row][one], x, ROWS[row], wide)
                words = (f"{SHORT[one]} {usdt(money)}", usdt(money), "")
                inside = min(wide, BEGINS + LENGTH - x)  # so that no word lies across the frame
                place(self.words[row][one], x + inside / 2, y, self.scene.fitting(style.SMALL, inside - 4, *words))
                x += max(wide, 0.0)
            end = BEGINS + result.promised * unit
            if result.owed > LEAST:
                self._put(self.missing[row], BEGINS + LENGTH, ROWS[row], end - BEGINS - LENGTH)
            total = sum(claims.values())
            place(self.sums[row], max(x, end) + AIR, y, usdt(total))
        if result.owed > LEAST:
            place(self.lacks, (BEGINS + LENGTH + end) / 2, ROWS[1] + TALL / 2, usdt(result.owed))
            self.lacks.set_visible(
                self.scene.text_width(usdt(result.owed), style.SMALL, "bold") < end - BEGINS - LENGTH
            )
        self.frame.set_visible(True)
        self.frame.set_bounds(BEGINS, ROWS[1] - 4, LENGTH, ROWS[0] + TALL - ROWS[1] + 8)
        place(self.held, BEGINS + LENGTH, ROWS[1] - 16, f"the venue holds {usdt(result.put_in)}")

    def _everything(self) -> list[Any]:
        rows = [artist for row in (*self.bars, *self.words) for artist in row.values()]
        return [*rows, *self.missing, *self.sums, *self.names, self.lacks, self.held]

    @staticmethod
    def _put(box: Any, x: float, y: float, wide: float) -> None:
        box.set_visible(wide > 0)
        box.set_bounds(x, y, max(wide, 0.0), TALL)
