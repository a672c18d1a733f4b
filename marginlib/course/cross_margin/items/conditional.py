"""Items on the liquidation price of one leg while the other prices stand still."""

from marginlib.course.cross_margin.account import (
    BTC_RATE,
    ENTRY,
    ETH_RATE,
    RATES,
    drawn,
    need,
    priced,
    profit,
)
from marginlib.learn.items import Item, Wrong


def conditional(deposit: float, size: float, other: float, ether: float) -> float:
    """Liquidation price of BTC while ETH stays."""
    return priced(deposit, size, profit(other, ether), need(other, ether))


def move(size: float, other: float, rise: float) -> float:
    """How far the liquidation price of BTC moves when ETH rises."""
    return conditional(300, size, other, ENTRY + rise) - conditional(300, size, other, ENTRY)


CONDITIONAL = (
    Item(
        id="03-hook",
        objective="conditional",
        format="predict",
        prompt="""
            A cross account: 200 USDT, and a long of 10 BTC from 100 USDT. The screen says that it is liquidated at
            80.40 USDT. As a hedge you sell 10 ETH short at 100 USDT. No price has moved yet. What does the screen say
            about BTC now?
        """,
        choices=(
            "Still 80.40: nothing has happened to BTC.",
            "Less than 80.40: a hedge makes the account safer.",
            "More than 80.40: liquidation has come closer.",
        ),
        oracle=lambda: "C",
        wrong={
            "apart": Wrong("A", "treating BTC as if it stood alone: in a cross account both legs share one pool"),
            "hedged": Wrong(
                "B", "expecting the number to know about the hedge: it is computed as if ETH never moved again"
            ),
        },
        hints=(
            "Does the new position need anything to stay open?",
            "What it needs comes out of the same 200 USDT.",
            "How much is then left for BTC to lose?",
        ),
        solution="""
            81.41 USDT, about 1 USDT closer. The short needs 1 % of its 1,000 USDT, and these 10 USDT come out of the
            one pool. BTC may lose that much less before the pool is closed.
        """,
        note="""
            the number holds while ETH stands still, so it counts what the hedge needs and not what it protects from.
        """,
    ),
    Item(
        id="03-price",
        objective="conditional",
        format="numeric",
        prompt=f"""
            A cross pool of {{deposit}} USDT is long {{size}} BTC and {{other:side}} {{other:units}} ETH, both from
            100 USDT. ETH stands at {{ether}} USDT. {RATES} At which BTC price is the pool liquidated while ETH stays?
        """,
        draw=drawn,
        oracle=conditional,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "no-need": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, profit(other, ether), 0),
                "leaving out what ETH needs: that money is not there for BTC to lose",
            ),
            "no-profit": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, 0, need(other, ether)),
                "leaving out what ETH has gained or lost: in one pool it counts at once",
            ),
            "flipped": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, -profit(other, ether), need(other, ether)),
                "the sign of the opposite trade in ETH: a short gains when the price falls",
            ),
            "entry-need": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, profit(other, ether), need(other, ENTRY)),
                "taking what ETH needs at its entry price: it needs 1 % of what it is worth now",
            ),
            "alone": Wrong(
                lambda deposit, size, **_: priced(deposit, size, 0, 0),
                "treating BTC as if it stood alone: ETH shares the pool",
            ),
        },
        hints=(
            "What would BTC alone have behind it, and what does ETH add or take away?",
            "Add the profit of ETH to the deposit (a loss is negative), and take off what ETH needs.",
            "With W for the result, solve W + size (P - 100) = 0.005 x size x P for P.",
        ),
        solution="""
            W = {deposit} + ({other}) x ({ether} - 100) - 1 % of the value of ETH. Then (W - {size} x 100) / ({size} x
            0.005 - {size}) = {answer} USDT.
        """,
        note="it is one of many: each ETH price has its own.",
        code="behind = g.deposit + g.other * (g.ether - 100) - 0.01 * abs(g.other) * g.ether\n"
        "answer = (behind - g.size * 100) / (g.size * 0.005 - g.size)",
    ),
    Item(
        id="03-moved",
        objective="conditional",
        format="numeric",
        prompt=f"""
            A cross pool is long {{size}} BTC and {{other:side}} {{other:units}} ETH, both from 100 USDT. {RATES} ETH
            rises by {{rise}} USDT, BTC stands still. By how much does the liquidation price of BTC move? Minus is
            down.
        """,
        draw=lambda draw: {
            "size": draw.integer(5, 12),
            "other": draw.sign() * draw.integer(4, 15),
            "rise": draw.integer(3, 9),
        },
        oracle=move,
        unit="USDT",
        tolerance=0.004,
        wrong={
            "wrong-way": Wrong(
                lambda size, other, rise: -move(size, other, rise),
                "the sign of the opposite trade: what ETH gains is more room for BTC to fall, so its price moves down",
            ),
            "no-need": Wrong(
                lambda size, other, rise: -other * rise / (size * (1 - BTC_RATE)),
                "leaving out that ETH needs more when it is worth more",
            ),
            "no-btc-need": Wrong(
                lambda size, other, rise: -(other - abs(other) * ETH_RATE) * rise / size,
                "leaving out that BTC needs less when it is worth less",
            ),
            "one-to-one": Wrong(
                lambda size, other, rise: -rise if other > 0 else rise + 0 * size,
                "moving one price by as much as the other: the sizes decide",
            ),
        },
        hints=(
            "How much does ETH gain or lose, and how much more does it need?",
            "That much more, or less, BTC may lose before the pool meets the line.",
            "One USDT of BTC price is worth size x (1 - 0.005) to the pool.",
        ),
        solution="""
            ETH adds ({other} - 1 % of its size without sign) x {rise} USDT to the pool. Divide by {size} x 0.995 and
            turn the sign: {answer} USDT.
        """,
        note="the ratio of both amounts is the slope of the line.",
        code="gain = (g.other - 0.01 * abs(g.other)) * g.rise\nanswer = -gain / (g.size * 0.995)",
    ),
    Item(
        id="03-order",
        objective="conditional",
        format="order",
        prompt="""
            A cross pool is long BTC and short ETH. BTC stands still, and yet its liquidation price moves. Put the
            steps in order.
        """,
        steps=(
            "the ETH price rises",
            "the short loses, and needs more",
            "the pool has less to spare above what it needs",
            "BTC may fall less far before the pool is closed",
            "the screen shows a higher liquidation price for BTC",
        ),
        wrong={
            "screen-first": Wrong(
                (0, 1, 4, 2, 3), "letting the screen lead: the number is computed from what the pool can spare"
            ),
            "btc-first": Wrong(
                (0, 3, 1, 2, 4),
                "going past the pool: ETH reaches BTC through the money that they share, and not before",
            ),
        },
        hints=(
            "Which price moves, and who feels it first?",
            "What both legs share stands in the middle of the chain.",
            "The number on the screen comes last.",
        ),
        solution="price of ETH, loss and need of the short, what the pool can spare, room for BTC, the number.",
        note="everything in a cross account passes through the one pool.",
    ),
    Item(
        id="03-why",
        objective="conditional",
        format="explain",
        prompt="""
            Why did the BTC liquidation price move when you traded ETH? Name what moved it at once, what moves it
            later, and what the number assumes.
        """,
        points=(
            "It says that the new leg needs maintenance from the same pool at once.",
            "It says that the profit or loss of ETH changes the pool later.",
            "It says that the number assumes an ETH price that stands still.",
        ),
        wrong={
            "linked": Wrong(
                r"\b(are|is) correlated",
                "thinking of how both prices move together: the number moves even if BTC never follows ETH",
            ),
        },
        hints=(
            "Two amounts of ETH enter the formula for BTC.",
            "One of them is there from the first second. The other is zero at first.",
            "Which price does the formula hold still?",
        ),
        solution="""
            Both legs share one pool. At once the new leg needs maintenance, and that money is not there for BTC to
            lose. Later its unrealised profit or loss is added to the pool. The number holds only while ETH stands
            still, so every tick of ETH makes a new one.
        """,
    ),
)
