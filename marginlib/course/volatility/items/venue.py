"""Items on a market without a bell and without a floor: hours of stress, a thin pool, and the rules of a venue."""

import math
from typing import Any

from marginlib.course.volatility.account import DAYS, ENTRY, RATE, YEAR, broke, line
from marginlib.learn.answers import Unreadable
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong

HOURS = {  # open, low and close of BTC on the Binance perpetual, USDT
    "12 March 2020, 10:00": (7358.51, 5199.17, 5981.07),
    "12 March 2020, 23:00": (5797.56, 4347.00, 4764.65),
    "19 May 2021, 11:00": (39464.20, 36100.00, 38708.85),
    "19 May 2021, 12:00": (38710.27, 31865.51, 35060.39),
    "10 October 2025, 20:00": (116605.20, 112786.60, 114198.00),
    "10 October 2025, 21:00": (114200.40, 101516.50, 113253.60),
}
LOOKS, MAINTENANCE = (7, 168), (0.5, 4.0)  # a week; percent
CLOSED = {0.6: 22.5, 0.4: 22.0, 0.2: 24.0}  # percent, for what others pay at most


def hour(draw: Draw) -> dict[str, Any]:
    """One of the hours."""
    name = draw.choice(sorted(HOURS))
    opened, low, close = HOURS[name]
    return {"hour": name, "opened": opened, "low": low, "close": close}


def pool(draw: Draw) -> dict[str, Any]:
    """A pool whose price is 100 USDT."""
    coins = draw.integer(1000, 3000, 100)
    return {"coins": coins, "dollars": 100 * coins, "leverage": draw.choice((4, 5, 8, 10))}


def limits(draw: Draw) -> dict[str, Any]:
    """What others pay at most, and how often a long is closed at most."""
    paid = draw.choice(tuple(CLOSED))
    return {"paid": paid, "closed": CLOSED[paid]}


def survives(opened: float, low: float, rate: float = RATE) -> float:
    """The highest leverage of a long from the open that the low does not liquidate."""
    return 1 / (1 - (1 - rate) * low / opened)


def judge_venue(answer: Any, paid: float, closed: float) -> Verdict | str:
    """A venue whose rules keep to both limits, for the long of the lesson."""
    if not isinstance(answer, dict) or set(answer) != {"maintenance", "looks"}:
        raise Unreadable('a table with "maintenance" in percent and "looks" a week is wanted')
    rate, looks = float(answer["maintenance"]), float(answer["looks"])
    if not (MAINTENANCE[0] <= rate <= MAINTENANCE[1] and LOOKS[0] <= looks <= LOOKS[1] and looks.is_integer()):
        raise Unreadable("maintenance goes from 0.5 to 4 percent, and looks are whole numbers from 7 to 168")
    from marginlib.passage import ladder  # half a second, needed only where a plan is judged

    level = broke(10) / (1 - rate / 100)
    found = ladder(ENTRY, level, 0.6, DAYS / YEAR, looks=int(looks), bankruptcy=broke(10), size=10.0, quick=True)
    if found.bad_debt > paid:
        return "lax"
    return "strict" if 100 * found.touched > closed else Verdict("✓", "")


VENUE = (
    Item(
        id="05-survive",
        objective="venue",
        format="numeric",
        prompt="""
            In the hour of {hour} (UTC) BTC opened at {opened:,.2f} USDT on a large perpetual market, its low was
            {low:,.2f}, and it closed at {close:,.2f}. You opened a long with the hour, at a maintenance rate of 0.5 %.
            What is the highest leverage at which the low does not liquidate you?
        """,
        draw=hour,
        oracle=lambda opened, low, **_: survives(opened, low),
        unit="x",
        tolerance=0.005,
        wrong={
            "bankruptcy": Wrong(
                lambda opened, low, **_: survives(opened, low, 0),
                did="let your money last to the end",
                ask="What must still be in your tank at the low?",
            ),
            "entry": Wrong(
                lambda opened, low, **_: 1 / (1 - low / opened + RATE),
                did="took the 0.5 % of the value at the open",
                ask="What is your long worth at the low?",
            ),
            "close": Wrong(
                lambda opened, close, **_: survives(opened, close),
                right="if the venue looked at the close alone",
                ask="Where was the price in between?",
            ),
        },
        hints=(
            "Put your line exactly at the low.",
            "The line of a long at L times is (1 - 1/L) of the open, divided by 0.995.",
            "So 1/L is one minus 0.995 times the low over the open.",
        ),
        solution="You put your line at the low: 1/L is 1 - 0.995 x {low:,.2f} / {opened:,.2f}, so L is {answer}.",
        note="The low decides, and the close of an hour does not know of it.",
    ),
    Item(
        id="05-pool",
        objective="venue",
        format="numeric",
        prompt="""
            A pool quotes a coin by its rule alone. It has {coins} coins and {dollars} USDT, and the product of the two
            stays the same. How many coins must somebody sell into it until its price is at the line of your long at
            {leverage}x from 100 USDT?
        """,
        draw=pool,
        oracle=lambda coins, leverage, **_: coins * (math.sqrt(ENTRY / line(leverage)) - 1),
        unit="coins",
        tolerance=0.2,
        wrong={
            "price": Wrong(
                lambda coins, leverage, **_: coins * (ENTRY / line(leverage) - 1),
                did="left out the root",
                ask="What happens to the USDT in the pool while coins come in?",
            ),
            "move": Wrong(
                lambda coins, leverage, **_: coins * (1 - line(leverage) / ENTRY),
                did="took the share by which the price falls",
                ask="Does the price fall by as much as the coins grow?",
            ),
            "root": Wrong(
                lambda coins, leverage, **_: coins * (1 - math.sqrt(line(leverage) / ENTRY)),
                did="found how far the USDT shrink",
                ask="How many coins are in the pool when its price is at your line?",
            ),
        },
        hints=(
            "The price is the USDT in the pool over its coins, and you know their product.",
            "So the price goes with one over the square of the coins.",
            "Multiply the coins by the root of 100 over your line, and see how many have come in.",
        ),
        solution="""
            You need {coins} x the root of 100 over your line in the pool. Somebody has to bring the difference, which
            is {answer} coins.
        """,
        note="In a thin pool a single sale can bring the price to your line.",
        code="line = (100 - 100 / g.leverage) / 0.995\nanswer = g.coins * ((100 / line) ** 0.5 - 1)",
        extra=True,
    ),
    Item(
        id="05-venue",
        objective="venue",
        format="design",
        prompt="""
            You run a venue for the long of the lesson, at 10x for a week with a volatility of 60 %. Others may pay at
            most {paid} USDT a week on average, and the long may be closed in at most {closed} % of weeks. Choose the
            maintenance rate, from 0.5 to 4 %, and how often you look, from 7 to 168 times a week.
        """,
        draw=limits,
        judge=judge_venue,
        hand_in='a table such as {"maintenance": 1.5, "looks": 21}',
        wrong={
            "lax": Wrong(
                {"maintenance": 0.5, "looks": 7},
                did="let others pay more than that",
                ask="Which of your two knobs finds a loss earlier?",
            ),
            "strict": Wrong(
                {"maintenance": 4.0, "looks": 168},
                did="closed the long too often",
                ask="Where is your line, and does it have to be that near?",
            ),
        },
        hints=(
            "Two knobs move two numbers. Which of them do you change by raising the maintenance?",
            "With a higher rate you move the line towards the price, and with more looks you find it sooner.",
            "Read two numbers of ladder(100, 90 / (1 - rate), 0.6, 7 / 365, looks=looks, bankruptcy=90, size=10).",
        ),
        solution="""
            You look often, so that little is missing when a loss is found, and keep the line far away. Eighty-four
            looks a week with 0.5 % to 1 % keep to most limits.
        """,
        note="Whoever looks rarely closes less, and others pay.",
        code="from marginlib.probability import ladder\n\n"
        "for looks in (28, 84):\n"
        "    for rate in (0.5, 1.0):\n"
        "        line = 90 / (1 - rate / 100)\n"
        "        seen = ladder(100, line, 0.6, 7 / 365, looks=looks, bankruptcy=90, size=10)\n"
        "        if seen.bad_debt <= g.paid and 100 * seen.touched <= g.closed:\n"
        '            answer = {"maintenance": rate, "looks": looks}',
        extra=True,
    ),
)
