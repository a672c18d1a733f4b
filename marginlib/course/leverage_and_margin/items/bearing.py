"""Exercises on what one can bear: money that may still be lost, leverage that is there, and how many coins."""

from marginlib import formulas
from marginlib.course.leverage_and_margin.account import needed, worth
from marginlib.learn.items import Item, Wrong


def spare(size: float, collateral: float, mark: float, percent: float) -> float:
    """What its owner can still lose before the venue closes it."""
    return worth(1, size, collateral, mark) - needed(size, mark, percent)


def bearable(equity: float, bear: float, day: float, entry: float) -> float:
    """How many coins one can own."""
    return equity * bear / day / entry


BEARING = (
    Item(
        id="01-spare",
        objective="margins",
        format="numeric",
        prompt="""
            You own {size} coins from 100 USDT with {collateral} USDT posted. The mark price is {mark} USDT, and the
            venue wants to see {percent} % of what the coins are worth. How many USDT do you have above that?
        """,
        draw=lambda draw: {
            "size": draw.integer(10, 20),
            "collateral": draw.integer(160, 300, 10),
            "mark": draw.choice((94, 96, 103, 105)),
            "percent": draw.choice((1, 2, 3)),
        },
        oracle=spare,
        unit="USDT",
        tolerance=0.05,
        wrong={
            "equity": Wrong(
                lambda size, collateral, mark, **_: worth(1, size, collateral, mark),
                found="all that is in your tank",
                ask="How much of it must stay there?",
            ),
            "posted": Wrong(
                lambda collateral, **rest: collateral - needed(**rest),
                right="if the price were still 100 USDT",
                ask="What have your coins earned or lost since then?",
            ),
            "entry": Wrong(
                lambda size, collateral, mark, percent: worth(1, size, collateral, mark) - size * percent,
                did="took {percent} % of what the coins cost at first",
                ask="At which price does the venue count them now?",
            ),
            "on-collateral": Wrong(
                lambda size, collateral, mark, percent: worth(1, size, collateral, mark) - collateral * percent / 100,
                did="took {percent} % of what you posted",
                ask="What would the venue have to sell?",
            ),
        },
        hints=(
            "How much is in your tank at {mark} USDT?",
            "What are your coins worth at that price, and how much of it must stay?",
            "Take what must stay from what is in the tank.",
        ),
        solution="""
            You have {collateral} + {size} x ({mark} - 100) USDT, and {percent} % of {size} x {mark} must stay. That
            leaves {answer} USDT.
        """,
        note="This is what you can still lose before you are closed.",
        code="answer = g.collateral + g.size * (g.mark - 100) - g.percent / 100 * g.size * g.mark",
        extra=True,
    ),
    Item(
        id="01-real",
        objective="risk",
        format="numeric",
        prompt="""
            You set the slider to {slider}x some time ago. Now your coins are worth {notional:,} USDT, and you have
            {equity} USDT of equity behind them. How many times your equity are the coins worth?
        """,
        draw=lambda draw: {
            "slider": draw.choice((20, 25, 50)),
            "notional": draw.choice((900, 1_200, 1_800, 2_400)),
            "equity": draw.integer(260, 350, 15),
        },
        oracle=lambda notional, equity, **_: float(formulas.leverage(notional, equity)),
        unit="x",
        tolerance=0.02,
        wrong={
            "slider": Wrong(
                lambda slider, **_: slider,
                found="what you set at the beginning",
                ask="How much money is behind the coins now?",
            ),
            "upside-down": Wrong(
                lambda notional, equity, **_: equity / notional,
                did="divided your equity by the value of the coins",
                ask="Which of the two is the larger one?",
            ),
            "of-slider": Wrong(
                lambda slider, notional, equity: slider * equity / notional,
                did="let the slider into the sum",
                ask="Does your venue ask what you set when the price moves?",
            ),
            "debt": Wrong(
                lambda notional, equity, **_: (notional - equity) / equity,
                found="how many times your equity is borrowed",
                ask="What belongs to the coins besides the borrowed money?",
            ),
        },
        hints=(
            "Which two amounts do you compare?",
            "The slider is where you began. Do you need it now?",
            "Divide the value of your coins by your equity.",
        ),
        solution="You have {notional:,} USDT of coins on {equity} USDT of equity, and the quotient is {answer}.",
        note="The leverage that is there moves with the price, and the slider stays where you left it.",
        code="answer = g.notional / g.equity",
        extra=True,
    ),
    Item(
        id="01-size-for",
        objective="risk",
        format="numeric",
        prompt="""
            You have {equity} USDT, and an ordinary day may cost you {bear} % of it. The price is {entry} USDT, and it
            moves by {day} % on an ordinary day. How many coins can you own?
        """,
        draw=lambda draw: {
            "equity": draw.integer(200, 400, 20),
            "bear": draw.choice((10, 15, 30)),
            "day": draw.choice((2, 3, 4)),
            "entry": draw.choice((40, 60, 80)),
        },
        oracle=bearable,
        unit="coins",
        tolerance=0.05,
        wrong={
            "notional": Wrong(
                lambda equity, bear, day, **_: equity * bear / day,
                found="what your coins may be worth",
                ask="How many coins are that at {entry} USDT?",
            ),
            "all-in": Wrong(
                lambda equity, day, entry, **_: equity * 100 / day / entry,
                right="if one ordinary day might take all of your money",
                ask="How much of it may a day cost you?",
            ),
            "money": Wrong(
                lambda equity, bear, entry, **_: equity * bear / 100 / entry,
                did="spent on coins what a day may cost you",
                ask="Does a coin lose all of its value in a day?",
            ),
            "product": Wrong(
                lambda equity, bear, day, entry: equity * bear * day / 10_000 / entry,
                did="multiplied the two percentages",
                ask="Can you own more coins or fewer when a day moves the price more?",
            ),
        },
        hints=(
            "How many USDT may an ordinary day cost you?",
            "How many USDT does one coin lose on such a day?",
            "Divide what you can bear by what one coin loses.",
        ),
        solution="""
            You can bear {bear} % of {equity} USDT, and one coin loses {day} % of {entry} USDT. Divide the first by the
            second, and you can own {answer} coins.
        """,
        note="The size came first, and no slider was needed for it.",
        code="answer = g.equity * g.bear / g.day / g.entry",
        extra=True,
    ),
)
