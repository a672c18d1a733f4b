"""The venue of lesson 10: four people in two markets, and what one fund or two have for when somebody fails."""

from typing import Any

from marginlib.book import Book
from marginlib.contagion import Settlement, settlement
from marginlib.modes import cross, isolated
from marginlib.schedules import FlatRate

ENTRY, MARGIN, SIZE, FUND = 100.0, 10.0, 20.0, 80.0  # entry price; USDT posted a unit; Ada's units; what funds have
FIRST, SECOND = 75.0, 95.0  # prices of A and B after the jump
OPENED: Any = {"second": 90.0, "fund": 120}  # price of B and money of the fund with which the explorer opens
SHARED, APART = "one for both", "one for each"
MODES = {"isolated": isolated, "cross": cross}
PEOPLE = ("Ada", "Ben", "Cleo", "Cleo", "Dan")


def venue(size: float = SIZE, posted: float = MARGIN, people: tuple[str, ...] = PEOPLE) -> Book:
    """Ada is long in A against Ben and Cleo, and Cleo is long in B against Dan; all entered at 100 USDT.

    Ada has `size` units and posted so much a unit; everybody else posted 10 USDT a unit.

    >>> venue().size.tolist(), venue().collateral.tolist()
    ([20.0, -10.0, -10.0, 10.0, -10.0], [200.0, 100.0, 100.0, 100.0, 100.0])
    """
    sizes = [size, -size / 2, -size / 2, 10.0, -10.0]
    margins = [posted * size, *(MARGIN * abs(one) for one in sizes[1:])]
    return Book(["A", "A", "A", "B", "B"], sizes, [ENTRY] * 5, margins, dict.fromkeys("AB", FlatRate(0.005)), people)


def funded(money: float, funds: str) -> dict[str, float]:
    """What each fund has: all of the money, or half of it.

    >>> funded(80, SHARED), funded(80, APART)
    ({'fund': 80.0}, {'fund A': 40.0, 'fund B': 40.0})
    """
    return {"fund": float(money)} if funds == SHARED else dict.fromkeys(("fund A", "fund B"), money / 2)


def settled(
    first: float = FIRST, second: float = SECOND, held: Any = None, mode: str = "isolated", book: Book | None = None
) -> Settlement:
    """The venue after the jump, as a network; `held` is what each fund has, 80 USDT in one fund if nothing is said.

    >>> settled().names
    ('Ada', 'Ben', 'Cleo A', 'Cleo B', 'Dan', 'fund')
    """
    money = funded(FUND, SHARED) if held is None else held
    funds = list(money)
    return settlement(book or venue(), MODES[mode], {"A": first, "B": second}, {"A": funds[0], "B": funds[-1]}, money)
