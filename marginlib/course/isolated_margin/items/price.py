"""Items on the liquidation and the bankruptcy price."""

from marginlib import formulas
from marginlib.course.isolated_margin.account import posted, price, price_at_entry, price_bankrupt
from marginlib.learn.items import Item, Wrong


def price_other_side(side: int, size: float, entry: float, collateral: float, percent: float) -> float:
    """The price of the opposite position."""
    return price(-side, size, entry, collateral, percent)


def price_on_collateral(side: int, size: float, entry: float, collateral: float, percent: float) -> float:
    """Maintenance taken on the margin posted."""
    return float(formulas.bankruptcy_price(collateral * (1 - percent / 100), side * size, entry))


PRICE = (
    Item(
        id="02-hook",
        objective="price",
        format="predict",
        prompt="""
            You posted 100 USDT and bought 10 units at 100 USDT. The venue asks for 0.5 %. The price slid down and you
            were closed out after losing 95.48 USDT. Where is the other 4.52 at the moment the venue steps in?
        """,
        choices=(
            "Gone: it was taken as a fee when the position was opened.",
            "Still in the position: it is 0.5 % of what the position is worth by then.",
            "Nowhere: 0.5 % of 100 is 0.50, so the venue stepped in too early.",
            "Lost too: a position is liquidated when nothing is left.",
        ),
        oracle=lambda: "B",
        wrong={
            "fee": Wrong(
                "A", "taking the gap for a fee: fees come out of the margin as well, but this account paid none"
            ),
            "on-collateral": Wrong("C", "taking maintenance on the margin: it is counted on the whole position"),
            "bankruptcy": Wrong(
                "D", "taking the bankruptcy price for the liquidation price: the venue acts before zero"
            ),
        },
        hints=(
            "What is the position worth, compared with what you posted?",
            "The 0.5 % is a share of one of the two.",
            "Add what is lost and what is missing, then ask who owns the rest.",
        ),
        solution="""
            at 90.4523 the 10 units are worth 904.52 USDT, and 0.5 % of that is 4.52 USDT. Your equity has fallen to
            exactly that, so the venue takes over while there is still something to close the position with.
        """,
        note="the requirement is a share of the position, and the venue acts when equity meets it, not at zero.",
    ),
    Item(
        id="02-price",
        objective="price",
        format="numeric",
        prompt="""
            An isolated {side:side} of {size} units at {entry} USDT, {collateral} USDT posted, maintenance {percent} %
            at the mark price. At which price is it liquidated?
        """,
        draw=posted,
        oracle=price,
        unit="USDT",
        tolerance=0.005,
        wrong={
            "bankruptcy": Wrong(
                price_bankrupt, "taking the bankruptcy price: the venue acts while equity covers maintenance"
            ),
            "other-side": Wrong(
                price_other_side, "the sign of the other side: a long fears a fall, a short fears a rise"
            ),
            "at-entry": Wrong(price_at_entry, "fixing the requirement at the entry: here it moves with the mark price"),
            "on-collateral": Wrong(
                price_on_collateral, "taking maintenance on the margin posted: it is a share of the whole position"
            ),
        },
        hints=(
            "Which way does this position lose?",
            "Write equity and maintenance at the price P, with a signed size. At which P are they equal?",
            "Solve collateral + size (P - entry) = rate x |size| x P for P.",
        ),
        solution="""
            ({collateral} - q x {entry}) / (|q| x {percent} / 100 - q) with q = {side} x {size} gives {answer} USDT.
        """,
        note="the signed size took care of the direction.",
        code="q = g.side * g.size\nanswer = (g.collateral - q * g.entry) / (abs(q) * g.percent / 100 - q)",
    ),
    Item(
        id="02-order",
        objective="price",
        format="order",
        prompt="A long is liquidated. Put the steps in order.",
        steps=(
            "the mark price falls",
            "the equity falls by the size times the move",
            "the equity meets the maintenance requirement",
            "the venue takes the position over and sells it",
            "the bankruptcy price is reached",
        ),
        wrong={
            "at-zero": Wrong(
                (0, 1, 4, 2, 3), "waiting for bankruptcy: the venue sells before that price, so that nobody else pays"
            ),
            "sold-first": Wrong((0, 1, 3, 2, 4), "selling before the test: equity meets the requirement first"),
        },
        hints=(
            "What moves first: the price or the equity?",
            "The liquidation price of a long lies above its bankruptcy price.",
            "The test comes before the sale, and the sale comes before equity is zero.",
        ),
        solution="price, equity, test, sale; the bankruptcy price comes last, if it comes at all.",
        note="the way from the test to the last step is all the room the venue has.",
    ),
    Item(
        id="02-left",
        objective="price",
        format="numeric",
        prompt="""
            A long of {size} units at {entry} USDT with {collateral} USDT posted and maintenance {percent} % is at its
            liquidation price. How much of the margin is left?
        """,
        draw=lambda draw: {key: value for key, value in posted(draw).items() if key != "side"},
        oracle=lambda size, entry, collateral, percent: (
            percent / 100 * size * price(1, size, entry, collateral, percent)
        ),
        unit="USDT",
        tolerance=0.01,
        wrong={
            "on-collateral": Wrong(
                lambda collateral, percent, **_: collateral * percent / 100,
                "taking maintenance on the margin: it is a share of the whole position",
            ),
            "at-entry": Wrong(
                lambda size, entry, percent, **_: size * entry * percent / 100,
                "taking the value at entry: at the liquidation price the position is worth less",
            ),
            "lost": Wrong(
                lambda size, entry, collateral, percent: size * (entry - price(1, size, entry, collateral, percent)),
                "giving what is lost: the question asks what is left",
            ),
            "nothing": Wrong(lambda **_: 0.0, "waiting for the bankruptcy price: the venue acts before zero"),
        },
        hints=(
            "At the liquidation price two amounts are equal. Which?",
            "What is left is the requirement there: a share of the value of the position at that price.",
            "Find the liquidation price first, then take the percent of size times that price.",
        ),
        solution="{percent} % of {size} units at their liquidation price is {answer} USDT.",
        note="that is what the venue has to close the position with.",
        code="price = (g.collateral - g.size * g.entry) / (g.size * g.percent / 100 - g.size)\n"
        "answer = g.percent / 100 * g.size * price",
    ),
    Item(
        id="02-why",
        objective="room",
        format="explain",
        prompt="""
            Why does a venue not wait until the bankruptcy price? Say who would pay, and what moves between the test
            and the sale.
        """,
        points=(
            "It says who would pay if the sale ended below the bankruptcy price.",
            "It says that a sale takes time or pushes the price.",
            "It calls the maintenance margin the room for that sale.",
        ),
        wrong={
            "greed": Wrong(
                r"(?<!not )(?<!not a )(?<!no )(?<!not out of )\b(greed|steal|scam)",
                "looking for bad intent: ask what happens to the other side of the trade",
            ),
        },
        hints=(
            "Who is on the other side of your trade, and what are they owed?",
            "A sale takes time and pushes the price.",
            "Compare the price of the test with the price of the last unit sold.",
        ),
        solution="""
            The traders on the other side are owed what you lose. Selling takes time, moves the price and costs a fee.
            If the test waited for zero, the sale would end below the bankruptcy price and somebody else would pay the
            rest: an insurance fund, or other traders. The maintenance margin is the room for that sale.
        """,
    ),
)
