"""Items on mark price, initial and maintenance margin."""

from marginlib.course.leverage_and_margin.account import needed, worth
from marginlib.learn.items import Item, Wrong


def divided(size: float, price: float, leverage: float, percent: float) -> float:
    """Maintenance margin as a trading engine had it: something is wrong."""
    return percent / 100 * abs(size) * price / leverage


MARGINS = (
    Item(
        id="01-mark",
        objective="margins",
        format="numeric",
        prompt="""
            A long of {size} units from 100 USDT with {collateral} USDT posted. The last trade was at {last} USDT, the
            mark price is {mark} USDT. What is the equity in the eyes of the venue?
        """,
        draw=lambda draw: {
            "size": draw.integer(10, 20),
            "collateral": draw.integer(300, 400, 10),
            "last": draw.choice((84, 86, 88)),
            "mark": draw.choice((91, 93, 95)),
        },
        oracle=lambda size, collateral, mark, **_: worth(1, size, collateral, mark),
        unit="USDT",
        tolerance=0.01,
        wrong={
            "last-trade": Wrong(
                lambda size, collateral, last, **_: worth(1, size, collateral, last),
                "using the last trade: one odd sale would then liquidate others",
            ),
            "untouched": Wrong(
                lambda collateral, **_: collateral,
                "leaving out the loss: equity is collateral plus profit and loss",
            ),
            "added": Wrong(
                lambda size, collateral, mark, **_: worth(-1, size, collateral, mark),
                "adding the loss: a long loses when the price is below its entry",
            ),
        },
        hints=(
            "Which of the two prices does one odd trade not move?",
            "Equity is collateral plus profit and loss.",
            "Size times (mark price less entry), added with its sign.",
        ),
        solution="{collateral} + {size} x ({mark} - 100) = {answer} USDT.",
        note="nobody is liquidated for the lower price of one last trade.",
        code="answer = g.collateral + g.size * (g.mark - 100)",
    ),
    Item(
        id="01-maintenance",
        objective="margins",
        format="numeric",
        prompt="""
            A long of {size} units from 100 USDT was opened at {leverage}x. The mark price is {mark} USDT now, the
            maintenance rate is {percent} %. What is the maintenance margin now?
        """,
        draw=lambda draw: {
            "size": draw.integer(10, 20),
            "leverage": draw.choice((5, 8, 10)),
            "mark": draw.choice((92, 94, 106, 108)),
            "percent": draw.choice((1, 1.5, 2, 2.5)),
        },
        oracle=needed,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "on-collateral": Wrong(
                lambda size, leverage, percent, **_: size * 100 / leverage * percent / 100,
                "using the collateral instead of the notional: the rate is charged on the whole position",
            ),
            "at-entry": Wrong(
                lambda size, percent, **_: size * percent,
                "staying at the entry price: this venue takes the notional at the mark price",
            ),
            "initial": Wrong(
                lambda size, leverage, mark, **_: size * mark / leverage,
                "giving the initial margin: that much opens a position, less keeps it open",
            ),
            "percent-as-number": Wrong(
                lambda size, mark, percent, **_: size * mark * percent,
                "multiplying by the percent as it stands: divide it by a hundred first",
            ),
        },
        hints=(
            "Of which amount is the rate a share?",
            "What is the position worth at the mark price?",
            "Multiply that notional by the rate, written as a fraction.",
        ),
        solution="{percent} % of {size} x {mark} USDT is {answer} USDT. The leverage is not in it.",
        note="it is the same for every leverage: the venue has the same position to close.",
        code="answer = g.percent / 100 * g.size * g.mark",
    ),
    Item(
        id="01-divided",
        objective="margins",
        format="bug-hunt",
        prompt="""
            A trading engine divides the maintenance margin by the leverage, so that the boldest traders need the
            least. Mend the function: size is signed, percent is the maintenance rate in percent.
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
                "giving the initial margin, as another engine did: its margin calls come too early",
            ),
            "signed": Wrong(
                lambda size, price, percent, **_: percent / 100 * size * price,
                "dropping the absolute value: a short needs margin, too",
            ),
            "percent-as-number": Wrong(
                lambda size, price, percent, **_: percent * abs(size) * price,
                "multiplying by the percent as it stands: divide it by a hundred",
            ),
        },
        hints=(
            "Call it for the same position at 5x and at 50x. Should the two differ?",
            "The venue has to close the same position in both cases.",
            "One of the four arguments does not belong into the result.",
        ),
        solution="the rate times the notional, without the leverage.",
        note="the setting decides what you post, never what must stay.",
        code="def answer(size, price, leverage, percent):\n    return percent / 100 * abs(size) * price",
    ),
)
