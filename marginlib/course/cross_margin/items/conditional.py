"""Items on the liquidation price of one leg while the other prices stand still."""

from typing import Any

from marginlib.course.cross_margin.account import BTC_RATE, ENTRY, ETH_RATE, RATES, need, priced, profit
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def conditional(deposit: float, size: float, other: float, ether: float) -> float:
    """Liquidation price of BTC while ETH stays."""
    return priced(deposit, size, profit(other, ether), need(other, ether))


def drawn(draw: Draw) -> dict[str, Any]:
    """A pool whose ETH leg has moved; sizes and deposit keep every wrong turn apart from the others."""
    size = draw.integer(8, 12)
    return {
        "deposit": size * draw.integer(16, 18),
        "size": size,
        "other": draw.sign() * (size + draw.integer(1, 2)),
        "ether": draw.choice((94, 95, 105, 106)),
    }


def behind(deposit: float, other: float, ether: float) -> float:
    """What BTC has behind it."""
    return deposit + profit(other, ether) - need(other, ether)


def move(deposit: float, size: float, other: float, rise: float) -> float:
    """How far the liquidation price of BTC moves when ETH rises."""
    return conditional(deposit, size, other, ENTRY + rise) - conditional(deposit, size, other, ENTRY)


CONDITIONAL = (
    Item(
        id="03-price",
        objective="conditional",
        format="numeric",
        prompt=f"""
            You have one pool of {{deposit}} USDT with a long of {{size}} BTC and a {{other:side}} of {{other:units}}
            ETH, both from 100 USDT. ETH is at {{ether}} USDT now. {RATES} At which BTC price are you liquidated while
            ETH stays there?
        """,
        draw=drawn,
        oracle=conditional,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "no-need": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, profit(other, ether), 0),
                did="left out what ETH needs",
                ask="Can BTC lose money that keeps the other trade open?",
            ),
            "own-need": Wrong(
                lambda deposit, size, other, ether: ENTRY - behind(deposit, other, ether) / size,
                did="let BTC lose all that it has behind it",
                ask="What does BTC itself still need at that price?",
            ),
            "added": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, profit(other, ether), -need(other, ether)),
                did="added what ETH needs",
                ask="Does a need give money to the pool, or bind it?",
            ),
            "other-rate": Wrong(
                lambda deposit, size, other, ether: priced(
                    deposit, size, profit(other, ether), need(other, ether) * BTC_RATE / ETH_RATE
                ),
                did="took 0.5 % for both",
                ask="Which share of its value does ETH need?",
            ),
            "no-profit": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, 0, need(other, ether)),
                did="left out what ETH has earned or lost",
                ask="Where does that money go in one pool?",
            ),
            "no-deposit": Wrong(
                lambda deposit, size, other, ether: priced(0 * deposit, size, profit(other, ether), need(other, ether)),
                did="left out the {deposit} USDT of the deposit",
                ask="What is in the pool before any price moves?",
            ),
            "flipped": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, -profit(other, ether), need(other, ether)),
                did="gave ETH the profit of the opposite trade",
                ask="Does a {other:side} earn or lose when ETH goes from 100 to {ether}?",
            ),
            "entry-need": Wrong(
                lambda deposit, size, other, ether: priced(deposit, size, profit(other, ether), need(other, ENTRY)),
                right="if ETH were still at 100 USDT",
                ask="What are {other:units} ETH worth now?",
            ),
            "alone": Wrong(
                lambda deposit, size, **_: priced(deposit, size, 0, 0),
                right="if BTC had this pool to itself",
                ask="What does ETH add to it, and what does ETH take?",
            ),
            "distance": Wrong(
                lambda deposit, size, other, ether: ENTRY - conditional(deposit, size, other, ether),
                found="how far BTC may fall from 100 USDT",
                ask="At which price is it then?",
            ),
            "split": Wrong(
                lambda deposit, size, other, ether: conditional(deposit / 2, size, other, ether),
                did="gave BTC half of the deposit",
                ask="Is there a wall between the two trades?",
            ),
            "wrong-side": Wrong(
                lambda deposit, size, other, ether: (
                    (size * ENTRY - behind(deposit, other, ether)) / (size * (1 + BTC_RATE))
                ),
                did="took what BTC needs with the wrong sign",
                ask="Is a long closed sooner or later when it needs more?",
            ),
        },
        hints=(
            "What would BTC have behind it alone, and what does ETH add for you or take away?",
            "Begin with the deposit, add the profit of ETH (a loss is a minus), and take off what ETH needs.",
            "Call the result behind. You look for P in behind + size x (P - 100) = 0.005 x size x P.",
        ),
        solution="""
            You have {deposit} + ({other}) x ({ether} - 100) less 1 % of the value of ETH behind BTC. So you divide
            {size} x 100 less that by 0.995 x {size}, which gives {answer} USDT.
        """,
        note="It is one price of many, because each ETH price has its own.",
        section="One pool, one condition",
        code="behind = g.deposit + g.other * (g.ether - 100) - 0.01 * abs(g.other) * g.ether\n"
        "answer = (g.size * 100 - behind) / (0.995 * g.size)",
    ),
    Item(
        id="03-moved",
        objective="conditional",
        format="numeric",
        prompt=f"""
            You have one pool of {{deposit}} USDT with a long of {{size}} BTC and a {{other:side}} of {{other:units}}
            ETH, both from 100 USDT. {RATES} ETH rises by {{rise}} USDT while BTC stands still. By how much does the
            liquidation price of BTC move? Minus is down.
        """,
        draw=lambda draw: {
            "deposit": draw.integer(200, 300, 20),
            "size": draw.integer(5, 12),
            "other": draw.sign() * draw.integer(4, 15),
            "rise": draw.integer(3, 9),
        },
        oracle=move,
        unit="USDT",
        tolerance=0.003,
        wrong={
            "wrong-way": Wrong(
                lambda deposit, size, other, rise: -move(deposit, size, other, rise),
                did="found the right distance in the other direction",
                ask="Does ETH add to the pool here, or take from it?",
            ),
            "no-need": Wrong(
                lambda size, other, rise, **_: -other * rise / (size * (1 - BTC_RATE)),
                did="left out that ETH needs more when it is worth more",
                ask="What are 1 % of the rise?",
            ),
            "no-btc-need": Wrong(
                lambda size, other, rise, **_: -(other - abs(other) * ETH_RATE) * rise / size,
                did="left out that BTC needs less when it is worth less",
                ask="What is one USDT of BTC price worth to the pool?",
            ),
            "one-to-one": Wrong(
                lambda other, rise, **_: -rise if other > 0 else rise,
                right="if both trades were of the same size and needed nothing",
                ask="How many coins of each do you hold?",
            ),
            "per-unit": Wrong(
                lambda other, rise, **_: -(other - abs(other) * ETH_RATE) * rise,
                found="what the pool loses or gains in USDT",
                ask="Over how many BTC is that spread?",
            ),
            "level": Wrong(
                lambda deposit, size, other, rise: conditional(deposit, size, other, ENTRY + rise),
                found="the liquidation price after the rise",
                ask="Where was it before?",
            ),
        },
        hints=(
            "How much does ETH earn or lose for you, and how much more does it need?",
            "By that much more, or less, BTC may lose before you are liquidated.",
            "One USDT of BTC price is worth size x (1 - 0.005) to your pool.",
        ),
        solution="""
            ETH gives your pool ({other} - 1 % of its size without the sign) x {rise} USDT. You divide that by 0.995 x
            {size} and turn the sign, which gives {answer} USDT.
        """,
        note="The two weights that you divided are the slope of the edge.",
        section="An edge, not a number",
        code="gain = (g.other - 0.01 * abs(g.other)) * g.rise\nanswer = -gain / (g.size * 0.995)",
    ),
)
