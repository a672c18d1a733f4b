"""Items on mark price, initial and maintenance margin."""

from typing import Any

from marginlib.course.leverage_and_margin.account import needed, worth
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def divided(size: float, price: float, leverage: float, percent: float) -> float:
    """Maintenance margin as a trading engine had it: something is wrong."""
    return percent / 100 * abs(size) * price / leverage


def odd_sale(draw: Draw) -> dict[str, Any]:
    """A long, the mark price and one trade far below it; the loss alone is never what either price would leave."""
    given = {
        "size": draw.integer(10, 20),
        "last": draw.choice((84, 86, 88)),
        "mark": draw.choice((91, 93, 95)),
    }
    loss, feared = (given["size"] * (100 - given[price]) for price in ("mark", "last"))
    apart = [one for one in range(300, 401, 10) if min(abs(one - loss - feared), abs(one - 2 * loss)) > 5]
    return {**given, "collateral": draw.choice(apart)}


MARGINS = (
    Item(
        id="01-maintenance",
        objective="margins",
        format="numeric",
        prompt="""
            You bought {size} coins at 100 USDT with the slider at {leverage}x. The mark price is {mark} USDT now, and
            the maintenance rate is {percent} %. How much must stay in your tank?
        """,
        draw=lambda draw: {
            "size": draw.integer(11, 20),
            "leverage": draw.choice((5, 8, 10)),
            "mark": draw.choice((92, 94, 106, 108)),
            "percent": draw.choice((1.5, 2, 2.5)),
        },
        oracle=needed,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "divided": Wrong(
                lambda leverage, **rest: needed(**rest) / leverage,
                did="divided by the leverage",
                ask="Are there fewer coins to sell when the slider is higher?",
            ),
            "times": Wrong(
                lambda leverage, **rest: needed(**rest) * leverage,
                did="multiplied by the leverage",
                ask="Are there more coins to sell when the slider is higher?",
            ),
            "on-collateral": Wrong(
                lambda size, leverage, percent, **_: size * 100 / leverage * percent / 100,
                did="took {percent} % of what you posted",
                ask="What would the venue have to sell, what you posted or all of your coins?",
            ),
            "at-entry": Wrong(
                lambda size, percent, **_: size * percent,
                right="if the price were still 100 USDT",
                ask="What are the coins worth at the mark price?",
            ),
            "initial": Wrong(
                lambda size, leverage, mark, **_: size * mark / leverage,
                found="what it takes to open such a position now",
                ask="Does a position need as much to stay open?",
            ),
            "percent-as-number": Wrong(
                lambda size, mark, percent, **_: size * mark * percent,
                did="multiplied by {percent} where a percent was meant",
                ask="How much is 1 % of 100 USDT?",
            ),
            "one-unit": Wrong(
                lambda mark, percent, **_: mark * percent / 100,
                found="what one of your coins needs",
                ask="How many of them do you own?",
            ),
        },
        hints=(
            "What does the venue have to sell if it closes you?",
            "What are all of your coins worth at the mark price?",
            "Take {percent} % of that value.",
        ),
        solution="""
            Your coins are worth {size} x {mark} USDT, and {percent} % of that is {answer} USDT. You need no leverage
            for it.
        """,
        note="The slider does not matter here, because the venue would have the same coins to sell.",
        section="What must stay",
        code="answer = g.percent / 100 * g.size * g.mark",
    ),
    Item(
        id="01-mark",
        objective="margins",
        format="numeric",
        prompt="""
            You bought {size} coins at 100 USDT and posted {collateral} USDT. Somebody sells one coin for {last} USDT,
            while the mark price is {mark} USDT. How much does the venue find in your tank?
        """,
        draw=odd_sale,
        oracle=lambda size, collateral, mark, **_: worth(1, size, collateral, mark),
        unit="USDT",
        tolerance=0.01,
        wrong={
            "last-trade": Wrong(
                lambda size, collateral, last, **_: worth(1, size, collateral, last),
                right="if the venue went by the last trade",
                ask="Which of the two prices can one odd sale not move?",
            ),
            "untouched": Wrong(
                lambda collateral, **_: collateral,
                found="what you put in at the start",
                ask="What has the price done to your coins since then?",
            ),
            "added": Wrong(
                lambda size, collateral, mark, **_: worth(-1, size, collateral, mark),
                right="for somebody who sold the coins short",
                ask="Does a long gain or lose when the price falls?",
            ),
            "loss-alone": Wrong(
                lambda size, mark, **_: size * (100 - mark),
                found="what your coins have lost",
                ask="How much was in your tank before that?",
            ),
            "value": Wrong(
                lambda size, mark, **_: size * mark,
                found="what all of your coins are worth",
                ask="How much of that is your own money?",
            ),
        },
        hints=(
            "Which of the two prices does your venue go by?",
            "What have your coins lost since you bought them?",
            "Take {size} x (100 - {mark}) from what you posted.",
        ),
        solution="You posted {collateral} USDT and lost {size} x (100 - {mark}), so {answer} USDT are in your tank.",
        note="Nobody is closed because somebody else sold one coin too cheaply.",
        section="What must stay",
        code="answer = g.collateral + g.size * (g.mark - 100)",
    ),
    Item(
        id="01-divided",
        objective="margins",
        format="bug-hunt",
        prompt="""
            A trading engine works out the maintenance margin with these lines. Its margin calls come too late for bold
            traders. Mend them. The size has a minus for a short, and percent is the maintenance rate in percent.
        """,
        draw=lambda draw: {
            "size": draw.sign() * draw.integer(2, 20),
            "price": draw.integer(60, 140),
            "leverage": draw.choice((5, 10, 25)),
            "percent": draw.choice((0.5, 1, 2)),
        },
        cases=({"size": -4, "price": 100, "leverage": 10, "percent": 0.5},),
        oracle=lambda size, price, percent, **_: needed(size, price, percent),
        stub=divided,
        unit="USDT",
        tolerance=0.001,
        wrong={
            "initial": Wrong(
                lambda size, price, leverage, **_: abs(size) * price / leverage,
                found="the initial margin",
                ask="Does a position need as much to stay open as it needs to be opened?",
            ),
            "times": Wrong(
                lambda size, price, leverage, percent: needed(size, price, percent) * leverage,
                did="let bold traders need more than others",
                ask="Are there more coins to sell when the slider is higher?",
            ),
            "signed": Wrong(
                lambda size, price, percent, **_: percent / 100 * size * price,
                right="for a long",
                ask="What does your function say about a short?",
            ),
            "percent-as-number": Wrong(
                lambda size, price, percent, **_: percent * abs(size) * price,
                did="multiplied by the percent as it stands",
                ask="What should come out for 1 % of 100 USDT?",
            ),
        },
        hints=(
            "Call it for the same coins at 5x and at 50x. Should you see a difference?",
            "Whoever the coins belong to, the venue would have to sell the same ones.",
            "One of the four arguments has no business in the result.",
        ),
        solution="You take the rate times the notional and leave the leverage out.",
        note="The slider decides what you post, and never what must stay.",
        code="def answer(size, price, leverage, percent):\n    return percent / 100 * abs(size) * price",
        extra=True,
    ),
)
