"""One position as a tank that stands on the axis of its price: as wide as the position, with the price as its surface.

The floor is the price at which nothing is left. So the area of the filling, units times the way from the floor to the
price, is the equity, and what a move of the price earns is a slice that is equally high in every tank. A short earns
when the price falls: its tank stands on an axis that is turned over. Nothing here draws.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from marginlib.errors import InvalidInput


@dataclass(frozen=True)
class PriceTank:
    """A position of `size` units, negative for a short; all else are prices of one unit.

    At the `floor` nothing is left (the bankruptcy price), at the `line` the venue closes it (the liquidation price, or
    the floor where there is none), and the `surface` is the price now. With an `entry`, the price it was opened at, the
    slice of profit is shown. A `closed` tank says what was `lost` and a `note`; `fresh` and `role` are as in a `Tank`.
    `room` names the slice between floor and line. Raises `InvalidInput` for no size, or a line beyond the floor.
    """

    name: str
    size: float
    floor: float
    line: float
    surface: float
    entry: float | None = None
    role: str = "pool"
    closed: bool = False
    lost: float = 0.0
    note: str = ""
    fresh: bool = False
    room: str = ""

    def __post_init__(self) -> None:
        if not self.size:
            raise InvalidInput(f"the tank {self.name!r} is of no units; it has no width, so leave it out")
        if self.need < 0:
            raise InvalidInput(
                f"the line {self.line:g} of {self.name!r} lies beyond its floor {self.floor:g}; "
                "a long is closed above its floor, a short below"
            )

    def money(self, price: float) -> float:
        """The equity at `price`, in currency.

        >>> PriceTank("Ada", 10, 80, 80.4, 99).money(99), PriceTank("a short", -10, 110, 109.45, 99).money(99)
        (190, 110)
        """
        return self.size * (price - self.floor)

    @property
    def level(self) -> float:
        """The equity now, in currency."""
        return self.money(self.surface)

    @property
    def need(self) -> float:
        """The equity at the line, in currency: what the venue still finds when it closes the tank."""
        return self.money(self.line)

    @property
    def posted(self) -> float | None:
        """What was put in, in currency, where the entry is known."""
        return None if self.entry is None else self.money(self.entry)

    @property
    def profit(self) -> float:
        """What the price has earned since the entry, in currency, negative for a loss; 0 without an entry."""
        return 0.0 if self.entry is None else self.size * (self.surface - self.entry)


@dataclass(frozen=True)
class Window:
    """The prices that are seen, from `low` to `high`, with a tick at each multiple of `step`."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """The prices with a tick.

        >>> Window(77.5, 92, 5).ticks
        [80.0, 85.0, 90.0]
        """
        first = -(-self.low // self.step) * self.step
        return [first + number * self.step for number in range(int((self.high - first) / self.step) + 1)]


def described(tanks: Sequence[PriceTank], words: Callable[[float], str] = "{:,.0f}".format) -> str:
    """Return in words what a row of tanks shows, amounts in `words`.

    >>> described([PriceTank("Ada", 10, 80, 80.402, 99), PriceTank("Ben", 10, 98, 98.492, 98, closed=True, lost=20)])
    'Ada holds 190, with the floor at 80 and the line at 80.40. Ben is closed, 20 lost.'
    """
    return " ".join(_sentence(tank, words) for tank in tanks)


def _sentence(tank: PriceTank, words: Callable[[float], str]) -> str:
    name = tank.name[:1].upper() + tank.name[1:]
    if tank.closed:
        return f"{name} is closed, {words(tank.lost)} lost{f', {tank.note}' if tank.note else ''}."
    return (
        f"{name} holds {words(tank.level)}, with the floor at {cents(tank.floor)} and the line at {cents(tank.line)}."
    )


def cents(price: float) -> str:
    """Return a price in words, with two decimals where it has any.

    >>> cents(98), cents(98.4925)
    ('98', '98.49')
    """
    return f"{price:,.2f}".removesuffix(".00")
