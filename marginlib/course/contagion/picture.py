"""Lesson 10: the picture and the explorer of two rooms, and the scene that opens it."""

from typing import Any

from matplotlib.patches import Rectangle

from marginlib.course.contagion import opening
from marginlib.course.contagion.account import APART, ENTRY, FIRST, FUND, MODES, OPENED, SECOND, SHARED, SIZE
from marginlib.course.contagion.goals import GOALS
from marginlib.course.contagion.model import SMALLEST, Result, usdt
from marginlib.course.contagion.rooms import Debt, Rooms, Shown, role
from marginlib.learn import goals
from marginlib.show import style
from marginlib.show.controls import Slider, choice, slider
from marginlib.show.explorer import Explorer
from marginlib.show.scene import Scene
from marginlib.show.story import Story
from marginlib.show.tanks import Tank

SCENE: dict[str, Any] = {"second": SECOND, "fund": int(FUND)}
LOW: dict[str, Any] = {"second": 60.0, "fund": int(FUND)}
WIDTH, BAR, STRIP = 884.0, 22.0, 7.0


class Picture(Scene[Result]):
    """Two rooms above; below, who bears what is missing, and who would bear the next unit."""

    def __init__(self) -> None:
        super().__init__(900, 404)
        self.rooms = Rooms(self, (7, 80, WIDTH, 324))
        foot = self.panel(7, 0, WIDTH + 2, 80, frame=False)
        text: dict[str, Any] = {"fontsize": style.SMALL, "parse_math": False}
        self.said = self.animate(foot.text(0, 64, "", va="center", **text))
        self.parts = [
            self.animate(foot.add_patch(Rectangle((0, 32), 0, BAR, edgecolor=style.BLACK, lw=1))) for _ in range(7)
        ]
        self.fire = self.animate(
            foot.add_patch(
                Rectangle(
                    (0, 24), 0, STRIP, facecolor=style.WHITE, edgecolor=style.role("loss").color, hatch="////", lw=0
                )
            )
        )
        self.names = [
            self.animate(foot.text(0, 32 + BAR / 2, "", ha="center", va="center", **text)) for _ in self.parts
        ]
        self.next = self.animate(foot.text(0, 12, "", va="center", **text))

    def update(self, result: Result) -> None:
        """Show the state."""
        self.rooms.show(
            Shown(
                result.headline,
                (f"market A: {ENTRY:g} → {result.first:g}", f"market B: {ENTRY:g} → {result.second:g}"),
                [_tank(result, place) for place in range(len(result.names))],
                frozenset(result.doors),
                [Debt(one.source, one.target, usdt(one.amount)) for one in result.debts],
            )
        )
        self._bar(result)

    def _bar(self, result: Result) -> None:
        bearers = [(name, value) for name, value in zip(result.names, result.borne, strict=True) if value > SMALLEST]
        whole, x = sum(value for _, value in bearers), 0.0
        fire = f", and the {usdt(result.burnt)} that failing burns (hatched)" if result.burnt > SMALLEST else ""
        missing = f"Who bears the {usdt(result.holes.sum())} USDT that are missing{fire}:"
        self.said.set_text(missing if bearers else "Nobody bears a loss of somebody else.")
        for place, (part, words) in enumerate(zip(self.parts, self.names, strict=True)):
            name, value = bearers[place] if place < len(bearers) else ("", 0.0)
            width = WIDTH * value / whole if name else 0.0
            part.set_visible(bool(name))
            part.set_bounds(x, 32, width, BAR)
            part.set_facecolor(style.role(role(name)).surface if name else style.WHITE)
            words.set_text(
                self.fitting(style.SMALL, width - 6, f"{name} {usdt(value)}", usdt(value), "") if name else ""
            )
            words.set_x(x + width / 2)
            x += width
        burnt = WIDTH * result.burnt / whole if whole else 0.0
        self.fire.set_visible(burnt > 0)
        self.fire.set_bounds(WIDTH - burnt, 24, burnt, STRIP)
        begins, radius = result.radius
        shares = ", ".join(f"{name} {share:.2f}" for name, share in radius.items())
        who = result.names[begins].split()[0]
        self.next.set_text(
            f"Of each unit more that {who} cannot bear: {shares}" if radius else f"Nobody else bears what {who} loses"
        )


def _tank(result: Result, place: int) -> Tank:
    name, held, after = result.names[place], float(result.network.assets[place]), float(result.after[place])
    closed = bool(result.failed[place]) and role(name) != "fund"
    note = f"{usdt(sum(one.amount for one in result.debts if one.source == place))} unpaid" if closed else ""
    return Tank(name, held, after, role=role(name), closed=closed, lost=held, note=note)


def scene() -> Story:
    """Return the opening scene: prices jump, and once a prediction is locked in, debts stay unpaid."""
    now = Slider("Time", opening.BEGIN, (opening.BEGIN, opening.END), opening.STEP, opening.moment, 1)
    return Story(opening.Result, {"now": now}, opening.Picture(), stop=opening.STOP)


def explorer(stage: int = 1) -> Explorer:
    """Return the explorer of the lesson; stage 2 brings the price of A, what is lost in each failure, and its goal.

    It opens with another price and another fund than the scene, so that whoever scrolls down is told nothing.
    """
    return Explorer(
        Result,
        {
            "second": slider("Price of B", OPENED["second"], 40.0, 110.0, 1.0, "{:g} USDT"),
            "fund": slider("Money of the funds", OPENED["fund"], 0, 320, 20, "{} USDT"),
            "funds": choice("Funds", (SHARED, APART)),
            "mode": choice("Margin", list(MODES)),
            "first": slider("Price of A", FIRST, 50.0, 100.0, 1.0, "{:g} USDT", stage=2),
            "lost": slider("Lost in each failure", 0, 0, 50, 5, "{} %", stage=2),
            "size": slider("Ada's size", int(SIZE), 10, 20, 2, "{} units", stage=3),
        },
        Picture(),
        presets={
            "the fund is the door": {},
            "as in the scene": SCENE,
            "the wall": {"funds": APART},
            "the account is the door": {**LOW, "funds": APART, "mode": "cross"},
            "Cleo walks away": {**LOW, "funds": APART},
            "walls burn": {**LOW, "funds": APART, "mode": "cross", "lost": 20},
        },
        goals=GOALS if stage > 1 else GOALS[:-1],
        record=goals,
        stage=stage,
    )
