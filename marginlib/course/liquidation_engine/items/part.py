"""Items on selling a part, so that the rest is healthy."""

from itertools import product
from typing import Any

from marginlib.course.liquidation_engine.items.apart import apart
from marginlib.formulas import settlement
from marginlib.learn.items import Item, Wrong


def need(size: float, price: float, rate: float) -> float:
    """What the venue wants, with the rate in percent."""
    return size * price * rate / 100


def enough(size: float, price: float, rate: float, equity: float) -> float:
    """Units that are just enough, sold at the mark without a fee.

    >>> round(enough(2_000, 94.5, 5, 9_000), 2)
    95.24
    """
    short = need(size, price, rate) - equity
    return float(settlement.base_to_close(short, price, rate / 100, 0, 0, 1))


def price_only(size: float, price: float, rate: float, equity: float) -> float:
    """What is missing, over the price."""
    return (need(size, price, rate) - equity) / price


def kept(size: float, price: float, rate: float, equity: float) -> float:
    """Units that may be kept."""
    return size - enough(size, price, rate, equity)


def whole(size: float, **_: Any) -> float:
    """All units."""
    return size


ENOUGH = apart(
    (
        {"size": size, "price": price, "rate": rate, "equity": round(need(size, price, rate) * (100 - lacking) / 100)}
        for size, price, rate, lacking in product(
            range(1_000, 3_000, 100), range(90, 97), (4, 5, 6, 7), range(14, 30, 3)
        )
    ),
    (enough, price_only, kept, whole),
    1,
)

PART = (
    Item(
        id="07-enough",
        objective="part",
        format="numeric",
        prompt="""
            Your long of {size:,} units stands at {price} USDT, and {equity:,} USDT are in its tank. The venue wants
            {rate} % of the position's value. It sells units at {price}, without a fee, until what is left is healthy.
            How many does it have to sell?
        """,
        draw=lambda draw: draw.choice(ENOUGH),
        oracle=enough,
        unit="units",
        tolerance=1,
        wrong={
            "price-only": Wrong(
                price_only,
                did="divided what is missing by the price",
                ask="When a unit is sold, how much less does the venue want of you?",
            ),
            "kept": Wrong(
                kept, found="the number of units that you keep", ask="How many of the {size:,} are sold then?"
            ),
            "all": Wrong(
                whole,
                right="for a venue that takes everything over",
                ask="With how many units would your {equity:,} USDT be enough?",
            ),
        },
        hints=(
            "How much does the venue want of you now, and how much of it is missing?",
            "Each unit that is sold lowers what it wants by {rate} % of {price} USDT.",
            "Divide what is missing by that.",
        ),
        solution="""
            The venue wants {rate} % of {size:,} x {price} USDT of you, and you have {equity:,}. Each unit that is sold
            frees {rate} % of {price} USDT, so {answer} units are enough.
        """,
        note="A sale at the mark leaves what you own and lowers what you need.",
        section="Sell a part first",
        code="answer = (g.size * g.price * g.rate / 100 - g.equity) / (g.price * g.rate / 100)",
    ),
)
