"""Items that go from a price back to the rules that made it."""

from typing import Any

from marginlib import formulas
from marginlib.course.your_venue.account import own
from marginlib.learn.answers import Unreadable, number
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.position import Position

CONTRACTS, RATE = 10_000_000, 0.125  # USD, and the rate of the tier from 200 BTC on
AMOUNTS = (11.81, 11.605)  # BTC: before and after 5 April 2021
GRID, LEAST, MOST = 0.05, 0.05, 5.0  # percent
NEAR, FAR = 5.0, 50.0  # USD
SIZE, LEVERAGE = 10.0, 10
VALUES = {"now": "mark", "entry": "entry"}
BOOKS, PARTS = 2, 3


def shown(draw: Draw) -> dict[str, Any]:
    """A long in coin, and the price that a venue shows for it under one of its two tables."""
    wallet, entry, amount = draw.integer(95, 110), draw.integer(40_000, 50_000, 500), draw.choice(AMOUNTS)
    price = formulas.inverse_liquidation_price(wallet, CONTRACTS, entry, RATE, amount)
    return {"wallet": wallet, "entry": entry, "price": round(price, 2)}


def implied(wallet: float, entry: float, price: float) -> float:
    """The amount that meets equity and requirement at the price.

    >>> round(implied(101, 45_000, 33_599.42), 3)
    11.605
    """
    return CONTRACTS * (1 + RATE) / price - wallet - CONTRACTS / entry


def other(wallet: float, entry: float, price: float) -> float:
    """The amount of the table that was not used."""
    return max(AMOUNTS, key=lambda amount: abs(amount - implied(wallet, entry, price)))


def rulebook(given: Any) -> tuple[Position, Position]:
    """The long and the short under a rulebook that was handed in."""
    wanted = 'a rulebook is a rate in percent, "now" or "entry", and True or False, such as [0.5, "now", False]'
    if isinstance(given, (str, bytes)) or not hasattr(given, "__len__") or len(given) != PARTS:
        raise Unreadable(wanted)
    rate, value, fee = number(given[0]), given[1], given[2]
    if value not in VALUES or not isinstance(fee, bool):
        raise Unreadable(wanted)
    steps = rate / GRID
    if not LEAST <= rate <= MOST or abs(steps - round(steps)) > 1e-6:
        raise Unreadable("a rate in steps of 0.05 % is wanted, from 0.05 to 5")
    rules = (LEVERAGE, GRID * round(steps), VALUES[value], fee, False)
    return own(SIZE, *rules), own(-SIZE, *rules)


def judge_twins(answer: Any, target: float) -> Verdict | str:
    """Two rulebooks that close the long near the target, within 5 USD of each other, and the short far apart."""
    if isinstance(answer, (str, bytes)) or not hasattr(answer, "__len__") or len(answer) != BOOKS:
        raise Unreadable('two rulebooks are wanted, such as [[0.5, "now", False], [0.6, "entry", True]]')
    longs, shorts = zip(*((float(p.liquidation_price) for p in rulebook(one)) for one in answer), strict=True)
    if abs(longs[0] - longs[1]) > NEAR:
        return "longs-apart"
    if max(abs(line - target) for line in longs) > NEAR:
        return "elsewhere"
    return Verdict("✓", "") if abs(shorts[0] - shorts[1]) >= FAR else "same-rule"


TRACED = (
    Item(
        id="14-implied",
        objective="asked",
        format="numeric",
        prompt="""
            Somebody asked Binance why it showed 33,599.40 USD for a long in coin, while the table he had came to
            33,578.86 (developer community, topic 6292). You hold such a long, 100,000 contracts of 100 USD from
            {entry:,} USD, with {wallet} BTC behind it. The tier asks for 12.5 % less a maintenance amount in BTC. Your
            venue shows {price:,.2f} USD. Which amount does it use?
        """,
        draw=shown,
        oracle=implied,
        unit="BTC",
        tolerance=0.003,
        wrong={
            "other-table": Wrong(
                other, found="the amount of its table of another year", ask="At which price would that one close you?"
            ),
            "no-rate": Wrong(
                lambda wallet, entry, price: CONTRACTS / price - wallet - CONTRACTS / entry,
                did="left out the 12.5 %",
                ask="What does the venue ask for at {price:,.2f}, before the amount?",
            ),
            "at-entry": Wrong(
                lambda wallet, entry, price: CONTRACTS * (RATE / entry + 1 / price) - wallet - CONTRACTS / entry,
                did="took the 12.5 % at the entry",
                ask="How many coins are your contracts worth at the price that is shown?",
            ),
            "request": Wrong(
                lambda wallet, entry, price: CONTRACTS * RATE / price + 0 * wallet * entry,
                found="the 12.5 % of the value there",
                ask="How much of that is not asked for?",
            ),
        },
        hints=(
            "At the price that is shown you have exactly what is asked for. Write down both sides in BTC.",
            "You have {wallet} + Q/{entry} - Q/P, and are asked for 0.125 x Q/P - amount, where Q is 10,000,000 USD.",
            "Solve for the amount: 1.125 x Q/P, less {wallet}, less Q/{entry}.",
        ),
        solution="""
            what you have at {price} meets what is asked there: 1.125 x 10,000,000 / {price}, less {wallet}, less
            10,000,000 / {entry}, is {answer} BTC.
        """,
        note="A price that is shown tells you which table made it.",
        code="contracts = 10_000_000\nanswer = 1.125 * contracts / g.price - g.wallet - contracts / g.entry",
        extra=True,
    ),
    Item(
        id="14-twins",
        objective="rules",
        format="adversarial",
        prompt="""
            Two venues close the same long, 10 BTC from 60,000 USD at 10x with dollars behind it, within 5 USD of
            {target:,} USD and of each other. Yet they close the short with the same numbers at least 50 USD apart.
            Write down two rulebooks that do this. Each has three parts: a rate in percent in steps of 0.05, and the
            value that it is taken of, "now" or "entry". The third is True where a closing fee of 0.05 % is counted in,
            and False where it is not.
        """,
        draw=lambda draw: {"target": draw.choice((54_300, 54_600, 54_660))},
        judge=judge_twins,
        hand_in='a list of two rulebooks, each such as [0.5, "now", False]',
        wrong={
            "longs-apart": Wrong(
                [[0.5, "now", False], [1.1, "now", False]],
                did="closed the two longs at prices that are more than 5 USD apart",
                ask="How much is half a percent of the entry, and of the value at the line?",
            ),
            "elsewhere": Wrong(
                [[0.8, "entry", False], [0.8, "entry", False]],
                did="closed both longs near each other, and not near {target:,}",
                ask="How much has to be asked for so that a long is closed there?",
            ),
            "same-rule": Wrong(
                lambda target: [[{54_300: 0.5, 54_600: 1.0, 54_660: 1.1}[target], "entry", False]] * 2,
                did="closed both shorts at nearly the same price as well",
                ask="Which rule asks for more of a short and for less of a long?",
            ),
        },
        hints=(
            "Fix the rate at entry first. Which rate closes the long at {target:,} USD?",
            "A share of the value now is smaller for a long, as its value has fallen. So its rate must be higher.",
            "Try a step or two more of the value now, and look at what that does to the short.",
        ),
        solution="""
            You take one rate at entry and another one, a step or two higher, of the value now. For a long the fall
            makes up for the higher rate. For a short the value has risen, and both differences add up.
        """,
        note="Two rulebooks that agree on your long need not agree on your short.",
        code="""
rates = {54_300: (0.5, 0.55), 54_600: (1.0, 1.1), 54_660: (1.1, 1.2)}
at_entry, now = rates[g.target]
answer = [[at_entry, "entry", False], [now, "now", False]]
""".strip(),
        extra=True,
    ),
)
