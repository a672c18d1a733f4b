"""The tanks of an account on a board: of one area for each unit of money, whatever their mode."""

from __future__ import annotations

from dataclasses import dataclass

from marginlib.course.your_venue.workbench.board import Board
from marginlib.course.your_venue.workbench.standing import FREE, Line, Pool, largest, price
from marginlib.show import style
from marginlib.show.tanks import amount

GAP, NEAR, MOST = 14.0, 5.0, 12  # between tanks, between those of many; tanks of their own
LINE, DEBT = 16.0, 30.0  # height of a line of text; room under a floor for what is owed
FULL = 2.0  # the rim of the left tanks, as a multiple of what was put in
ROLES = {"BTC": "btc", "ETH": "eth", FREE: "free"}


@dataclass(frozen=True)
class Place:
    """Where a row of tanks stands: its left edge and width, its floor and its rim, in pixels."""

    left: float
    width: float
    floor: float
    rim: float


def basis(pool: Pool) -> float:
    """What the width of a tank counts: what was put in, or else what it is worth."""
    return pool.posted or abs(pool.level) or 1.0


def role(pool: Pool) -> str:
    """The colour of a tank: that of its coin, of free money, or of a pool of several."""
    if pool.missing:
        return "market"
    if not pool.legs:
        return ROLES[FREE]
    return "pool" if len(pool.lines) > 1 else ROLES.get(pool.lines[0].coin, "third")


def spans(shown: tuple[Pool, ...], row: Place) -> tuple[list[tuple[float, float]], float]:
    """The sides of each tank, and pixels of width for each unit of money."""
    gap = GAP if len(shown) <= MOST / 2 else NEAR
    total = sum(map(basis, shown))
    scale = (row.width - gap * (len(shown) - 1)) / total
    found, left = [], row.left
    for pool in shown:
        found.append((left, left + scale * basis(pool)))
        left = found[-1][1] + gap
    return found, scale


def area(pools: tuple[Pool, ...], row: Place) -> float:
    """Square pixels for each unit of money in the tanks of a row whose rim is at `FULL`."""
    shown, _ = largest(pools, MOST)
    return spans(shown, row)[1] * (row.rim - row.floor) / FULL


def draw(board: Board, pools: tuple[Pool, ...], row: Place, unit: float) -> None:
    """Draw the tanks of a mode, `unit` square pixels for each unit of money."""
    shown, _ = largest(pools, MOST)
    found, scale = spans(shown, row)
    for pool, (left, right) in zip(shown, found, strict=True):
        _tank(board, pool, left, right, row, unit / scale)
    if any(pool.level < 0 for pool in shown):
        board.line("thin", [(row.left, row.floor), (row.left + row.width, row.floor)])


def rest(pools: tuple[Pool, ...]) -> str:
    """How many pools have no tank of their own, and how much money is in them; empty where all have one."""
    _, others = largest(pools, MOST)
    money = sum(abs(pool.level) for pool in pools) or 1.0
    share = 100 * sum(abs(pool.level) for pool in others) / money
    return f"{len(others)} more: {share:.0f} % of the money" if others else ""


def _tank(board: Board, pool: Pool, left: float, right: float, row: Place, unit: float) -> None:
    """One tank: `unit` pixels of height are as much money as was put in."""
    top = row.floor + min(max(pool.level, 0.0) / basis(pool) * unit, row.rim - row.floor)
    board.tank(left, right, row.floor, row.rim)
    if pool.posted:
        start = row.floor + min(unit, row.rim - row.floor)
        board.line("start", [(left, start), (right, start)])
    if pool.closed:
        board.box("closed", left, row.floor, right, row.rim)
    else:
        board.box(role(pool), left, row.floor, right, top)
    if pool.level / basis(pool) * unit > row.rim - row.floor:
        board.broken(left, right, row.rim)
    if pool.need > 0 and not pool.closed:
        y = row.floor + min(pool.need / basis(pool) * unit, row.rim - row.floor)
        board.line("need", [(left, y), (right, y)])
    if pool.level < 0:
        deep = min(-pool.level / basis(pool) * unit, DEBT - 4)
        board.box("loss", left, row.floor - max(deep, 8.0), right, row.floor)
    _words(board, pool, (left + right) / 2, right - left, row, top)


def _words(board: Board, pool: Pool, middle: float, width: float, row: Place, top: float) -> None:
    """Money in the tank, name and line under it."""
    debt = pool.level < 0
    money = f"owes {amount(-pool.level)}" if debt else amount(pool.level)
    level = board.first(width - 6, money, amount(-pool.level) if debt else "", bold=True)
    y = (row.floor + max(top, row.floor + 2 * LINE)) / 2 - 5
    ink = style.role("loss").ink if debt else style.BLACK
    board.text(middle, y, level, ha="center", bold=True, color=ink, blank=pool.closed)
    room = width + GAP - 4
    below = row.floor - (DEBT if debt else 4)
    name = board.first(room, pool.name, pool.name.split(" ")[0])
    board.text(middle, below, name if len(pool.lines) < 2 else "", ha="center", va="top")
    if len(pool.lines) > 1:
        _several(board, pool, middle, room, below)
    elif pool.closed and pool.legs:
        said = board.first(room, "would be closed now", "closed now", "closed")
        board.text(middle, below - LINE, said, ha="center", va="top", color=style.role("loss").ink)
    elif pool.lines:
        (line,) = pool.lines
        short = " or ".join(price(one) for one in line.prices)
        said = board.first(room, line.words, short, *(["none"] if not short else []))
        grey = style.role("market").ink
        board.text(
            middle, below - LINE, said, ha="center", va="top", color=grey if line.why else style.role("need").ink
        )


def _several(board: Board, pool: Pool, middle: float, room: float, below: float) -> None:
    """The lines of a pool of several legs: one for each coin, as many as fit, and what they mean."""
    if pool.closed:
        board.text(middle, below, "would be closed now", ha="center", va="top", color=style.role("loss").ink)
        return
    coins: dict[str, Line] = {}
    for line in pool.lines:
        coins.setdefault(line.coin, line)
    parts = []
    for name, line in coins.items():
        said = line.why or " or ".join(price(one) for one in line.prices) or "never"
        parts.append(f"{name} {said}")
    kept = list(parts)
    while len(kept) > 1 and not board.fits(_joined(kept, len(parts)), room):
        kept.pop()
    board.text(middle, below, _joined(kept, len(parts)), ha="center", va="top", color=style.role("need").ink)
    hedge = any(sum(one.coin == name for one in pool.lines) > 1 for name in coins)
    means = "legs of one coin share a line" if hedge else "each if only that coin moves"
    board.text(middle, below - LINE, board.first(room, means), ha="center", va="top", color=style.role("market").ink)


def _joined(parts: list[str], count: int) -> str:
    more = f" · {count - len(parts)} more" if count > len(parts) else ""
    return " · ".join(parts) + more
