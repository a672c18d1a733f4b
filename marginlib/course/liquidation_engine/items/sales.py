"""Exercises on the price at which a part is sold, and on the line after it."""

from itertools import product
from typing import Any

from marginlib import formulas
from marginlib.course.liquidation_engine.items.apart import apart
from marginlib.course.liquidation_engine.items.part import need
from marginlib.formulas import settlement
from marginlib.learn.items import Item, Wrong


def line_of(posted_now: float, size: float, price: float, rate: float) -> float:
    """Liquidation price of a long that owns so much at `price`, with the rate in percent."""
    return float(formulas.liquidation_price(posted_now, size, price, rate / 100))


def after(size: float, price: float, rate: float, equity: float) -> float:
    """The line when a fifth has been sold at the mark.

    >>> round(after(2_000, 94.5, 5, 9_000), 2)
    93.55
    """
    return line_of(equity, 0.8 * size, price, rate)


AFTER = apart(
    (
        {"size": size, "price": price, "rate": rate, "equity": round(need(size, price, rate) * (100 - lacking) / 100)}
        for size, price, rate, lacking in product(
            range(1_000, 3_000, 200), range(90, 97), (4, 5, 6, 7), range(3, 12, 2)
        )
    ),
    (
        after,
        lambda size, price, rate, equity: line_of(equity, size, price, rate),
        lambda size, price, equity, **_: price - equity / (0.8 * size),
        lambda size, price, rate, equity: line_of(equity, 0.2 * size, price, rate),
    ),
    0.02,
    share=0.002,
)


def fillable(price: float, rate: float, covered: float, spread: float) -> float:
    """The price at which a long is offered, everything in percent but the price."""
    return float(settlement.fillable_price(price, 1, covered, 100, rate / 100, 1, spread / 100))


FILLS = tuple(
    {"price": price, "rate": rate, "covered": covered, "spread": spread}
    for price, rate, covered, spread in product(
        range(20_000, 60_000, 1_000), (5, 6, 7, 8, 9), (40, 45, 60, 65, 70, 75, 80), (10, 20, 30, 40)
    )
)


def quoted(size: float, price: float, equity: float, part: float, rate: float) -> float:  # noqa: ARG001 - for a wrong turn
    """What is received for a part of a pool that is handed over at its bankruptcy price.

    >>> quoted(10, 100, 50, 20, 8)
    190.0
    """
    value = size * price
    return float(settlement.bankruptcy_quote(value * part / 100, equity, part, 100))


QUOTES = apart(
    (
        {"size": size, "price": price, "equity": equity, "part": part, "rate": rate}
        for size, price, equity, part, rate in product(
            range(4, 20, 3), range(90, 110, 3), range(20, 56, 5), (20, 25, 40, 50), (5, 6, 8, 9)
        )
    ),
    (
        quoted,
        lambda size, price, equity, part, **_: size * price * part / 100 - equity,
        lambda size, price, part, **_: size * price * part / 100,
        lambda size, price, equity, part, **_: (size * price + equity) * part / 100,
        lambda size, price, part, rate, **_: size * price * part / 100 * (1 - rate / 100),
    ),
    0.2,
    share=0.011,
)


def _drawn(draw: Any, cases: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    return dict(draw.choice(cases))


SALES = (
    Item(
        id="07-after",
        objective="part",
        format="numeric",
        prompt="""
            Your long of {size:,} units stands at {price} USDT, {equity:,} USDT are in its tank, and the venue wants
            {rate} % of the position's value. It sells a fifth of the units at {price} USDT. What is your liquidation
            price then?
        """,
        draw=lambda draw: _drawn(draw, AFTER),
        oracle=after,
        unit="USDT",
        tolerance=0.02,
        wrong={
            "same": Wrong(
                lambda size, price, rate, equity: line_of(equity, size, price, rate),
                found="the liquidation price before the sale",
                ask="How many units are there to lose money, and how much does the venue want of them?",
            ),
            "bankruptcy": Wrong(
                lambda size, price, equity, **_: price - equity / (0.8 * size),
                found="the new bankruptcy price",
                ask="What does the venue want to see in the tank at that price?",
            ),
            "four-fifths": Wrong(
                lambda size, price, rate, equity: line_of(equity, 0.2 * size, price, rate),
                did="kept a fifth and sold the rest",
                ask="How many of the {size:,} units are left after the sale?",
            ),
        },
        hints=(
            "What is in your tank after the sale, and how many units do you keep?",
            "At a price x you own {equity:,} - 0.8 x {size} x ({price} - x).",
            "Set that equal to {rate} % of 0.8 x {size} x x, and solve for x.",
        ),
        solution="""
            You keep 0.8 x {size:,} units and all of the {equity:,} USDT. At {answer} USDT what you own is exactly
            {rate} % of what those units are worth.
        """,
        note="What was in the tank stands behind fewer units after the sale.",
        code="""
kept = 0.8 * g.size
answer = (kept * g.price - g.equity) / (kept * (1 - g.rate / 100))
""".strip(),
        extra=True,
    ),
    Item(
        id="07-fillable",
        objective="part",
        format="numeric",
        prompt="""
            On dYdX v4 a position in liquidation is offered below the price of the oracle, here {price:,} USDT. The
            discount is at most {spread} % of the maintenance rate of {rate} %, and it grows in step with what is
            missing of the maintenance margin. Your long still has {covered} % of that margin. At which price is it
            offered?
        """,
        draw=lambda draw: _drawn(draw, FILLS),
        oracle=fillable,
        unit="USDT",
        tolerance=0.5,
        wrong={
            "full": Wrong(
                lambda price, rate, spread, **_: price * (1 - spread * rate / 10_000),
                right="if nothing were left of the margin",
                ask="Which share of the margin is missing here?",
            ),
            "short": Wrong(
                lambda price, rate, covered, spread: price * (1 + (100 - covered) * spread * rate / 1_000_000),
                right="for somebody who is short",
                ask="Does a buyer want a long above or below the price?",
            ),
            "covered": Wrong(
                lambda price, rate, covered, spread: price * (1 - covered * spread * rate / 1_000_000),
                did="let the discount grow with what is left",
                ask="Who needs a buyer more urgently, somebody with much left or somebody with little?",
            ),
            "no-rate": Wrong(
                lambda price, covered, spread, **_: price * (1 - (100 - covered) * spread / 10_000),
                did="took {spread} % of the price",
                ask="Of what is the largest discount {spread} %?",
            ),
        },
        hints=(
            "How large would your discount be if nothing were left?",
            "Which share of the maintenance margin is missing?",
            "Take that share of {spread} % of {rate} %, and take it off the price.",
        ),
        solution="""
            {covered} % are left, so you take what is missing of {spread} % of {rate} % off {price:,} USDT. The long is
            offered at {answer} USDT.
        """,
        note="The closer you are to bankruptcy, the more a buyer is offered.",
        code="answer = g.price * (1 - (100 - g.covered) / 100 * g.spread / 100 * g.rate / 100)",
        extra=True,
    ),
    Item(
        id="07-part",
        objective="part",
        format="numeric",
        prompt="""
            A long of {size} BTC stands at {price} USDT with {equity} USDT in its tank, and the venue wants {rate} % of
            it. {part} % of the position are handed over at the bankruptcy price, and take the same share of the tank
            along. How many USDT does the owner get for that part?
        """,
        draw=lambda draw: _drawn(draw, QUOTES),
        oracle=quoted,
        unit="USDT",
        tolerance=0.2,
        wrong={
            "all-equity": Wrong(
                lambda size, price, equity, part, **_: size * price * part / 100 - equity,
                did="let the part take the whole tank along",
                ask="What would stand behind the rest of the position?",
            ),
            "mark": Wrong(
                lambda size, price, part, **_: size * price * part / 100,
                found="what the part is worth at {price} USDT",
                ask="Who gets what is in the tank when a position goes at its bankruptcy price?",
            ),
            "sign": Wrong(
                lambda size, price, equity, part, **_: (size * price + equity) * part / 100,
                did="added what is in the tank",
                ask="Is the bankruptcy price of a long above or below {price} USDT?",
            ),
            "need": Wrong(
                lambda size, price, part, rate, **_: size * price * part / 100 * (1 - rate / 100),
                did="took along what the venue wants and not what is there",
                ask="How much is in the tank?",
            ),
        },
        hints=(
            "What are {part} % of your position worth?",
            "The bankruptcy price leaves nothing behind the part. Which share of the {equity} USDT goes with it?",
            "Take {part} % of the tank from {part} % of the value.",
        ),
        solution="""
            The part is worth {part} % of {size} x {price} USDT, and it takes {part} % of {equity} along. You get
            {answer} USDT for it.
        """,
        note="A part that takes its share along leaves the rest as healthy as it was.",
        code="answer = (g.size * g.price - g.equity) * g.part / 100",
        extra=True,
    ),
)
