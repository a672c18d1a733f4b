"""The picture of the workbench: tanks of both modes, the chance, and four days or the lines after each fill."""

from __future__ import annotations

from itertools import groupby

from marginlib.course.your_venue.workbench import tanks
from marginlib.course.your_venue.workbench.board import Board
from marginlib.course.your_venue.workbench.fate import DAYS, After, Chance, kept
from marginlib.course.your_venue.workbench.filled import Step
from marginlib.course.your_venue.workbench.model import NAMES, WAYS, Result, with_error
from marginlib.course.your_venue.workbench.rules import CROSS
from marginlib.course.your_venue.workbench.standing import price
from marginlib.course.your_venue.workbench.tanks import DEBT, LINE, Place
from marginlib.show import style
from marginlib.show.labels import spread
from marginlib.show.scene import Scene
from marginlib.show.tanks import amount

HEIGHT = 424
LEFT, RIGHT = Place(14, 516, 252, 374), Place(560, 326, 252, 374)
LOWER = 196.0  # where the lower half begins
SMALL = Place(0, 0, 72, 156)  # floor and rim of the tanks of a day
TENTH = 10
BAR = 120.0
STRIP = 0.4  # of a day's tank at most is hatched while something is left in it
DAY = 164.0  # pixels for each day
FIRST = 246.0  # where the days begin
PLOTS = 3
GREY, INK = style.role("market").ink, style.role("loss").ink


class Picture(Scene[Result]):
    """Everything is in one picture of 900 pixels, and an area of so many is so much money."""

    def __init__(self) -> None:
        super().__init__(900, HEIGHT)
        self.board = Board(self)

    def update(self, result: Result) -> None:
        """Show a result."""
        board = self.board
        board.clear()
        title = self.fitting(style.TITLE, 872, result.headline, result.headline.partition(":")[0], weight="bold")
        board.text(14, HEIGHT - 20, title, size=style.TITLE, bold=True)
        main, other = result.pools(result.main), result.pools(result.other)
        up = DEBT if any(pool.level < 0 for pool in (*main, *other)) else 0.0
        left, right = (Place(one.left, one.width, one.floor + up, one.rim) for one in (LEFT, RIGHT))
        unit = tanks.area(main, left)
        for found, row, mode in ((main, left, result.main), (other, right, result.other)):
            beside = {True: "the same money, one tank", False: "the same money, with walls"}[mode == CROSS]
            count = f"{len(found)} tank{'s' * (len(found) != 1)}"
            said = f"{NAMES[mode]}: {count if row is left else beside}"
            more = tanks.rest(found)
            board.text(row.left, row.rim + 8, board.first(row.width, f"{said}; {more}" if more else said, said))
            tanks.draw(board, found, row, unit)
        self._chance(result)
        if result.traded:
            self._fills(result.steps)
        else:
            self._days(result, unit / TENTH)
        board.show()

    def _chance(self, result: Result) -> None:
        """Two bars with their errors, or what is missing."""
        board, found = self.board, result.chance
        board.text(14, LOWER - 16, f"closed within {result.days} day{'s' * (result.days != 1)}")
        names = {result.walls: f"something, {WAYS[result.walls]}", CROSS: "something, in one tank"}
        for row, (mode, name) in enumerate(names.items()):
            y = LOWER - 44 - 46 * row
            board.text(14, y + 6, name, color=GREY)
            board.line("thin", [(14, y - 18), (14 + BAR, y - 18), (14 + BAR, y), (14, y), (14, y - 18)])
            if isinstance(found, Chance):
                one = found.some[mode]
                share = float(one.value)
                board.box("chance", 14, y - 18, 14 + max(BAR * share, 2.0 * (share > 0)), y)
                board.text(14 + BAR + 8, y - 14, with_error(one), bold=True)
        said = found if isinstance(found, str) else result.supposed
        board.text(
            14, LOWER - 120, "\n".join(self.wrapped(said, style.SMALL, 216).split("\n")[:3]), va="top", color=GREY
        )

    def _days(self, result: Result, unit: float) -> None:
        """Each day as two small tanks, in which a closed pool is hatched."""
        board = self.board
        if result.fault:
            board.text(FIRST, LOWER - 16, "four days that happened")
            board.text(FIRST, LOWER - 44, self.wrapped(result.fault, style.SMALL, 620), va="top", color=GREY)
            return
        far = (
            "every coin moving as BTC did" if result.follows == 1 else f"others {result.follows:g} times as far as BTC"
        )
        far = "BTC as it moved" if "follows" in result.unused else far
        board.text(FIRST, LOWER - 16, f"left after four days that happened, drawn at a tenth ({far})")
        for number, name in enumerate(DAYS):
            left, chosen = FIRST + number * DAY, name == result.day
            for offset, width, mode in ((0.0, 78.0, result.walls), (90.0, 58.0, CROSS)):
                after, middle = result.after(name, mode), left + offset + width / 2
                self._day(after, Place(left + offset, width, SMALL.floor, SMALL.rim), unit)
                word = "one tank" if mode == CROSS else "walls"
                board.text(middle, SMALL.floor - 4, word, ha="center", va="top", color=GREY)
                board.text(middle, SMALL.floor - 4 - LINE, hours(after), ha="center", va="top", color=INK)
            board.text(left + 74, 5, name, ha="center", bold=chosen)
            if chosen:
                board.line("thin", [(left + 24, 1), (left + 124, 1)])

    def _day(self, after: tuple[After, ...], row: Place, unit: float) -> None:
        """One tank of a day: at its left what was closed, hatched, and beside it what is left."""
        board, right = self.board, row.left + row.width
        board.tank(row.left, right, row.floor, row.rim)
        shut = [one for one in after if one.hour is not None]
        money = kept(after)
        share = sum(one.posted for one in shut) / (sum(one.posted for one in after) or 1.0)
        edge = row.left + row.width * (min(share, STRIP) if money else float(bool(shut)))
        board.box("closed", row.left, row.floor, edge, row.rim)
        if money:
            begin, wide = edge, right - edge
            high = money * unit / wide
            for one in after:
                end = edge + one.left / money * wide
                board.box(coloured(one, len(after)), edge, row.floor, end, row.floor + min(high, row.rim - row.floor))
                edge = end
            if high > row.rim - row.floor:
                board.broken(begin, right, row.rim)
        board.text((row.left + right) / 2, row.rim + 4, amount(money), ha="center", bold=True)

    def _fills(self, found: tuple[Step, ...]) -> None:
        """The line after each fill as steps, and the price of each fill as a dot, market by market."""
        board = self.board
        board.text(FIRST, LOWER - 16, "the line after each fill, and the price of the fill as a dot")
        markets = {name: list(those) for name, those in groupby(found, key=lambda one: one.market)}
        chosen = sorted(markets, key=lambda name: -max(abs(one.held) * one.price for one in markets[name]))[:PLOTS]
        width = (900 - FIRST - 8) / len(chosen)
        for number, name in enumerate(one for one in markets if one in chosen):
            self._plot(name, markets[name], FIRST + number * width, width - 92)
        if len(markets) > PLOTS:
            board.text(886, 4, f"{len(markets) - PLOTS} more under Numbers", ha="right", color=GREY)

    def _plot(self, name: str, those: list[Step], left: float, width: float) -> None:
        board, low, high = self.board, 36.0, 152.0
        values = [*(one.line for one in those if one.lined), *(one.price for one in those)]
        least, span = min(filter(None, values)), max(filter(None, values)) - min(filter(None, values))

        def height(value: float) -> float:
            return low + 8 + (value - least) / (span or 1.0) * (high - low - 16)

        board.line("thin", [(left, high), (left, low), (left + width, low)])
        step, last = width / len(those), those[-1]
        edges: list[tuple[float, float]] = []
        for place, one in enumerate(those):
            start = left + place * step
            board.line("dot", [(start + min(step / 2, 6), height(one.price))])
            here = height(one.line) if one.line is not None and one.lined else float("nan")
            edges += [(start, here), (start + step, here)]
        board.line("step", edges)
        board.text(left, low - 20, f"{name}, {len(those)} fill{'s' * (len(those) != 1)}")
        labels = [(height(last.price), f"fill {price(last.price)}", style.role("btc").ink)]
        if last.line is not None and last.lined:
            labels.append((height(last.line), f"line {price(last.line)}", INK))
        places = spread([one[0] for one in labels], [LINE] * len(labels), low - 8, high + 8)
        for (_, words, ink), y in zip(labels, places, strict=True):
            board.text(left + width + 4, y - 5, words, color=ink)


def coloured(one: After, count: int) -> str:
    """The colour of what is left of a pool."""
    return tanks.ROLES.get(one.name.split(" ")[0], "pool" if count == 1 else "third")


def hours(after: tuple[After, ...]) -> str:
    """Who was closed in which hour, in two short lines.

    >>> hours((After("BTC +1.5", 1.0, 0.0, 10), After("ETH −12", 1.0, 3.0, None)))
    'BTC hour 10'
    """
    gone = [(one.name.split(" ")[0], one.hour) for one in after if one.hour is not None]
    if len(after) == 1:
        return f"hour {gone[0][1]}" if gone else ""
    if len(gone) > 2:
        return f"{len(gone)} closed,\nfrom hour {min(hour for _, hour in gone)}"
    return "\n".join(f"{name} hour {hour}" for name, hour in gone)
