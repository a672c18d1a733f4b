"""Items on what a sale gets in a book, in a pool and in both, and who pays."""

from marginlib import formulas
from marginlib.course.cascades.account import BIDS, SIZES
from marginlib.course.cascades.drawn import drawn
from marginlib.learn.items import Item, Wrong
from marginlib.market import Market

LEVELS = (99.0, 98.0, 96.0)
PAIR = (99.0, 97.0)
START = 100.0


def book_average(first: int, second: int, third: int, part: int) -> float:
    """Average price of a sale that takes two bids and a part of the third.

    >>> book_average(5, 5, 10, 2)
    98.08333333333333
    """
    market = Market(START, LEVELS, (first, second, third))
    return float(market.fill(-float(first + second + part)).average)


def left(size: int, bankruptcy: float) -> float:
    """What the sale of a position into the book of the explorer leaves over its bankruptcy price.

    >>> left(30, 95)
    60.5
    """
    average = Market(START, BIDS, SIZES).fill(-float(size)).average
    return round(float(formulas.pnl(float(size), bankruptcy, average)), 9)


def _last(size: int) -> float:
    return float(Market(START, BIDS, SIZES).fill(-float(size)).price)


DEPTH = (
    Item(
        id="08-average",
        objective="depth",
        format="numeric",
        prompt="""
            A book has bids of {first} units at 99 USDT, {second} at 98 and {third} at 96. You sell all of the first
            two, and {part} units into the third. What is your average price?
        """,
        draw=drawn(
            {"first": range(3, 9), "second": range(4, 10), "third": range(8, 14), "part": range(2, 7)},
            (
                book_average,
                lambda **_: 96.0,
                lambda **_: sum(LEVELS) / 3,
                lambda first, second, third, **_: book_average(first, second, third, third),
                lambda **_: 98.0,
            ),
            0.05,
        ),
        oracle=book_average,
        unit="USDT",
        tolerance=0.02,
        wrong={
            "last": Wrong(lambda **_: 96.0, found="the last price", ask="Did your first unit go at that price?"),
            "mean": Wrong(
                lambda **_: sum(LEVELS) / 3,
                found="the mean of the three bids",
                ask="How many units did you sell at each of them?",
            ),
            "whole": Wrong(
                lambda first, second, third, **_: book_average(first, second, third, third),
                did="sold the whole third bid",
                ask="How many of its {third} units did you take?",
            ),
            "half-way": Wrong(
                lambda **_: 98.0,
                found="the middle of 100 and the last price",
                ask="Does a book fall evenly from 100 to 96?",
            ),
        },
        hints=(
            "What did you get for the units at each bid?",
            "Add {first} x 99, {second} x 98 and {part} x 96.",
            "Divide the sum by the units that you sold, {first} + {second} + {part}.",
        ),
        solution="""
            You got {first} x 99 + {second} x 98 + {part} x 96 USDT for {first} + {second} + {part} units, which is
            {answer} USDT each.
        """,
        note="You get the average, and the market keeps the last price.",
        section="A book, a pool, or both",
        code="answer = (99 * g.first + 98 * g.second + 96 * g.part) / (g.first + g.second + g.part)",
    ),
    Item(
        id="08-left",
        objective="depth",
        format="numeric",
        prompt="""
            A long of {size} units with bankruptcy price {bankruptcy} USDT is sold into a book. Its bids are 3 units at
            99.5, 5 at 99, 4 at 98, 8 at 97, 6 at 95.5, 5 at 94, 4 at 92 and 5 at 89 USDT. What is left for its owner?
            If the fund has to pay, answer with a minus.
        """,
        draw=drawn(
            {"size": range(20, 40), "bankruptcy": (93, 94, 95, 96)},
            (
                left,
                lambda size, bankruptcy: size * (_last(size) - bankruptcy),
                lambda size, bankruptcy: size * (START - bankruptcy),
                lambda **_: 0.0,  # no answer is so near to nothing that a cent is much of it
            ),
            21.0,
        ),
        oracle=left,
        unit="USDT",
        tolerance=0.2,
        wrong={
            "last": Wrong(
                lambda size, bankruptcy: size * (_last(size) - bankruptcy),
                right="if all units went at the last price",
                ask="What did the first three units bring?",
            ),
            "mark": Wrong(
                lambda size, bankruptcy: size * (START - bankruptcy),
                right="if all units went at 100",
                ask="Who buys at 100 in this book?",
            ),
        },
        hints=(
            "What do you get from each bid above the bankruptcy price, or below it?",
            "You go down the bids until {size} units are sold, and the last bid may be taken in part.",
            "Subtract {size} x {bankruptcy} from all that the units brought.",
        ),
        solution="""
            You sell bid by bid until {size} units are gone, and subtract {size} x {bankruptcy}. That leaves {answer}
            USDT.
        """,
        note="The average against the bankruptcy price says who pays.",
        code="""
bids = [(99.5, 3), (99, 5), (98, 4), (97, 8), (95.5, 6), (94, 5), (92, 4), (89, 5)]
units = [price for price, count in bids for _ in range(count)]
answer = sum(units[: g.size]) - g.size * g.bankruptcy
""".strip(),
        extra=True,
    ),
    Item(
        id="08-owed",
        objective="depth",
        format="numeric",
        prompt="""
            {count} longs of one unit from 100 USDT at 20x, with 5 USDT behind each, are closed together when the price
            is {shock:g} % down. Each sold unit pushes by {push:g} USDT, and all of them get the average price of the
            sale. How many USDT do others have to pay?
        """,
        draw=lambda draw: {
            "count": draw.integer(100, 280, 20),
            "shock": draw.choice((4.6, 4.7, 4.8, 4.9)),
            "push": draw.integer(15, 35, 5) / 1000,
        },
        oracle=lambda count, shock, push: -count * (5 - shock - count * push / 2),
        unit="USDT",
        tolerance=0.3,
        wrong={
            "last": Wrong(
                lambda count, shock, push: -count * (5 - shock - count * push),
                right="if everybody got the last price",
                ask="What did the first unit of the sale get?",
            ),
            "before": Wrong(
                lambda count, shock, **_: count * (5 - shock),
                found="what was left before anything was sold",
                ask="How far does the sale push its own price?",
            ),
            "push": Wrong(
                lambda count, push, **_: count * count * push / 2,
                found="what the sale costs them",
                ask="What was still behind them when it began?",
            ),
        },
        hints=(
            "How far has the price fallen on average while you and the others sell?",
            "It begins at {shock:g} % and goes down evenly by {count} x {push:g}. You need the middle.",
            "Each lacks {shock:g} + {count} x {push:g} / 2 - 5 USDT.",
        ),
        solution="""
            On average they sell {shock:g} + {count} x {push:g} / 2 USDT below 100, and 5 USDT stand behind each. So
            others pay for you and the rest of them {answer} USDT.
        """,
        note="At the last price it would look like much more, for most of them sold before it.",
        code="answer = g.count * (g.shock + g.count * g.push / 2 - 5)",
        extra=True,
    ),
)
