"""A tournament as a picture: what each author expected of the worst world, and what came of it."""

from typing import Any

from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from marginlib.agents import standard_error
from marginlib.show import style
from marginlib.show.scene import Scene
from marginlib.tournament import Result, Standings

LEFT, WIDE, PITCH = 190.0, 380.0, 24.0  # of the axis, in pixels; between rows
FOOT, HEAD = 66.0, 66.0
COLUMNS = (660.0, 740.0, 820.0, 885.0)  # right edges
BAR, CLEAR = 12.0, 9.0  # pixels
MOST = 60  # rows: more are named below, and stand in the table


def across(share: float) -> float:
    """Where a share of weeks stands on the axis, in pixels.

    >>> across(0.0), across(1.0)
    (190.0, 570.0)
    """
    return LEFT + WIDE * share


class Picture(Scene[None]):
    """A row for each entry, in the order of the standings.

    A ring is the forecast, a dot the share of weeks survived in the entry's worst world, a pale bar two standard errors
    to each side, and an arrow goes from ring to dot. Columns say the worst world's share, and the least kept, the most
    at stake and the most traded in any world. Entries without a place are grey. `title` stands above.
    """

    def __init__(self, standings: Standings, title: str) -> None:
        shown = standings.results[:MOST]
        top = FOOT + PITCH * len(shown)
        super().__init__(900, int(top + HEAD))
        self._axes = self.panel(0, 0, 900, top + HEAD, frame=False)
        self._text: dict[str, Any] = {"fontsize": style.SMALL, "va": "center", "parse_math": False}
        self._axes.text(10, top + 48, title, fontsize=style.TITLE, weight="bold", va="center", parse_math=False)
        for x, words in zip(COLUMNS, ("survives", "kept", "at stake", "traded"), strict=True):
            self._axes.text(x, top + 14, words, ha="right", **self._text)
        grey = style.role("market")
        for percent in range(0, 101, 20):
            x = across(percent / 100)
            self._axes.add_line(Line2D([x, x], [FOOT - 4, top], color=style.mixed(grey.color, style.PALE), lw=0.8))
            self._axes.text(x, FOOT - 14, f"{percent} %", ha="center", **self._text)
        left_out = len(standings.results) - len(shown)
        words = "ring: forecast · dot: weeks survived in the worst world · bar: two standard errors · grey: no place"
        words += f" · {left_out} more in the table" if left_out else ""
        self._axes.text(40, FOOT - 40, words, color=grey.ink, **self._text)
        for number, (place, result) in enumerate(zip(standings.places, standings.results, strict=True)):
            if number < MOST:
                self._row(top - PITCH * (number + 0.5), place, result, standings.weeks)

    def update(self, result: None) -> None:
        """Nothing moves."""

    def _row(self, y: float, place: int | None, result: Result, weeks: int) -> None:
        look = style.role("btc" if place else "market")
        name = self.fitting(style.SMALL, 140, *_cuts(result.entry.alias))
        self._axes.text(28, y, str(place or "–"), ha="right", weight="bold", color=look.ink, **self._text)
        self._axes.text(40, y, name, color=look.ink, **self._text)
        ring = across(result.entry.forecast)
        self._axes.add_line(
            Line2D([ring], [y], marker="o", ms=9, ls="", mew=2, mec=look.color, mfc=style.WHITE, zorder=4)
        )
        if result.fault:
            self._axes.text(COLUMNS[0], y, "stopped", ha="right", color=look.ink, **self._text)
            return
        dot, error = across(result.survival), WIDE * float(standard_error(result.survival, weeks))
        low, high = max(dot - 2 * error, LEFT), min(dot + 2 * error, LEFT + WIDE)
        self._axes.add_patch(Rectangle((low, y - BAR / 2), high - low, BAR, lw=0, color=look.surface, zorder=2))
        self._axes.add_line(Line2D([dot], [y], marker="o", ms=9, ls="", color=look.color, zorder=5))
        onward = CLEAR if dot > ring else -CLEAR
        if abs(dot - ring) > 2 * CLEAR:
            arrow: dict[str, Any] = {"color": style.BLACK, "zorder": 3}
            self._axes.add_line(Line2D([ring + onward, dot - onward], [y, y], lw=1.5, **arrow))
            self._axes.add_line(Line2D([dot - onward], [y], marker=">" if dot > ring else "<", ms=7, ls="", **arrow))
        scores = result.scores.values()
        values = (
            f"{result.survival:.0%}".replace("%", " %"),
            f"{min(score.kept for score in scores):.0%}".replace("%", " %"),
            f"{max(score.stake for score in scores):.0%}".replace("%", " %"),
            f"{max(score.turnover for score in scores):.2f}x",
        )
        for x, words in zip(COLUMNS, values, strict=True):
            self._axes.text(x, y, words, ha="right", color=look.ink, **self._text)


def _cuts(name: str) -> list[str]:
    """A name, and what is left of it when it is cut.

    >>> _cuts("ada")[:3]
    ['ada', 'ad…', 'a…']
    """
    return [name, *(f"{name[:length]}…" for length in range(len(name) - 1, 0, -1))]
