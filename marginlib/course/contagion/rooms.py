"""The picture of two markets as two rooms: tanks, the wall between them, and unpaid debts as arrows.

A tank that stands in both rooms is a door: there the wall is broken.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.lines import Line2D

from marginlib.show import style
from marginlib.show.scene import Scene
from marginlib.show.tanks import FLOOR, LANE, TITLE_ROOM, Flow, Tank, TankRow

SCALE, FULL, SLOTS = 0.84, 4.0, 7  # pixels for a USDT; level at the rim; tanks
LANES, LEVELS = 5, 3  # arrows, and how many of them lie one above another
ROLES = {"Ada": "btc", "Ben": "eth", "Cleo": "third", "Dan": "pool", "fund": "fund"}
WALL = 6.0  # pixels
ROOMY, TIGHT = 60.0, 18.0  # USDT: a fund of more has room for a long name, and one of less for a letter
NAN = float("nan")


@dataclass(frozen=True)
class Debt:
    """What the tank at one place leaves unpaid to the tank at another; `shown` is whether that is seen yet."""

    source: int
    target: int
    words: str
    shown: bool = True


@dataclass(frozen=True)
class Shown:
    """A row of tanks by name, with what each room holds and which of the tanks stand in both."""

    title: str
    markets: tuple[str, str]
    tanks: Sequence[Tank]
    doors: frozenset[str]
    debts: Sequence[Debt] = ()
    named: bool = True  # whether a door, or the wall, is called by its name


def role(name: str) -> str:
    """The colour of a tank, by whose it is.

    >>> role("Cleo A"), role("fund B")
    ('third', 'fund')
    """
    return ROLES[name.split(maxsplit=1)[0]]


def ordered(names: Sequence[str], doors: frozenset[str]) -> list[int]:
    """Places of the tanks from left to right: those in A alone, those in both rooms, those in B alone.

    >>> ordered(["Ada", "Ben", "Cleo A", "Cleo B", "Dan", "fund"], frozenset({"fund"}))
    [0, 1, 2, 5, 3, 4]
    >>> ordered(["Ada", "Ben", "Cleo", "Dan", "fund A", "fund B"], frozenset({"Cleo"}))
    [0, 1, 4, 2, 5, 3]
    """

    def room(name: str) -> tuple[int, int]:
        if name in doors:
            return 1, 0
        if name == "Dan" or name.endswith(" B"):
            return 2, ("fund B", "Cleo B", "Dan").index(name)
        return 0, ("Ada", "Ben", "Cleo A", "fund A").index(name)

    return sorted(range(len(names)), key=lambda place: room(names[place]))


def _label(tank: Tank) -> str:
    """What stands under a tank: the name of a fund is as long as there is room for."""
    if tank.name == "fund" and tank.posted >= ROOMY:
        return "one fund for both"
    return tank.name[-1] if tank.name in ("fund A", "fund B") and tank.posted < TIGHT else tank.name


class Rooms:
    """Both rooms in a rectangle of the scene given in pixels, under their title."""

    def __init__(self, scene: Scene[Any], place: tuple[float, float, float, float]) -> None:
        left, bottom, self.width, self.height = place
        top = scene.panel(left, bottom + self.height - 26, self.width, 26, frame=False)
        self.title = scene.animate(top.text(0, 5, "", fontsize=style.TITLE, weight="bold", parse_math=False))
        tall = self.height - 28
        back = scene.panel(left, bottom, self.width, tall, frame=False)
        self.top = tall - 4
        looks: dict[str, Any] = {"color": style.BLACK, "lw": WALL, "solid_capstyle": "butt", "dash_capstyle": "butt"}
        self.whole = scene.animate(back.add_line(Line2D([], [], **looks)))
        self.broken = scene.animate(back.add_line(Line2D([], [], **{**looks, "color": style.GREY}, ls=(0, (1, 1)))))
        self.row = TankRow(
            scene, (left, bottom, self.width, tall), SLOTS, full=FULL, lanes=LANES, levels=LEVELS, scale=SCALE
        )
        text: dict[str, Any] = {"fontsize": style.SMALL, "va": "top", "parse_math": False}
        heavy = {**text, "weight": "bold", "color": style.role("market").ink}
        self.first = scene.animate(back.text(0, self.top, "", **heavy))
        self.second = scene.animate(back.text(self.width, self.top, "", ha="right", **heavy))
        self.door = scene.animate(back.text(0, self.top, "", **text))

    def show(self, shown: Shown) -> None:
        """Show the rooms."""
        names = [tank.name for tank in shown.tanks]
        places = ordered(names, shown.doors)
        at = {place: number for number, place in enumerate(places)}
        debts = sorted(shown.debts, key=lambda one: abs(at[one.source] - at[one.target]))
        tanks = [shown.tanks[place] for place in places]
        labelled = [replace(tank, name=_label(tank)) for tank in tanks]
        self.row.show([""], labelled, [Flow(at[one.source], at[one.target], one.words, one.shown) for one in debts])
        self.title.set_text(shown.title)
        self.first.set_text(shown.markets[0])
        self.second.set_text(shown.markets[1])
        spans = self.row.spans(tanks)
        middles = [sum(span) / 2 for span, tank in zip(spans, tanks, strict=True) if tank.name in shown.doors]
        rim = self.top - TITLE_ROOM - LANE * LEVELS + 4
        self.broken.set_data(
            [x for middle in middles for x in (middle, middle, NAN)], [y for _ in middles for y in (rim, self.top, NAN)]
        )
        first_of_b = next(number for number, tank in enumerate(tanks) if tank.name in ("fund B", "Cleo B", "Dan"))
        wall = (spans[first_of_b - 1][1] + spans[first_of_b][0]) / 2
        self.whole.set_data(*(([], []) if middles else ([wall, wall], [FLOOR, self.top])))
        self.door.set_text({0: "the wall", 1: "a door"}.get(len(middles), "two doors") if shown.named else "")
        self.door.set_x((middles[-1] if middles else wall) + WALL + 2)
