"""Items on lies: what a false price costs whoever makes it, what it takes from others, and whether it pays."""

from typing import Any

from marginlib import oracle
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

CONTRACTS, ENTRY, VAULT = 483.0, 0.0382, 106.0  # Mango, 11 October 2022: millions, USDC, millions of USDC


def grown(draw: Draw) -> dict[str, Any]:
    """Two accounts of one owner, a lie, and deposits of others."""
    return {
        "size": draw.integer(500, 3_000, 100),
        "times": draw.integer(4, 12),
        "stake": draw.choice((250, 450, 750)),
        "others": draw.integer(1_030, 20_030, 500),
    }


def lost(size: float, times: float, stake: float, others: float) -> float:
    """What others lose.

    >>> lost(1_000, 10, 1_000, 8_000)
    8000.0
    """
    return float(oracle.manipulation(size, 1, times, stake, others).lost_by_others)


def market(draw: Draw) -> dict[str, Any]:
    """A pool, a lie, a position, and deposits of others."""
    return {
        "depth": draw.integer(500, 5_000, 100),
        "times": draw.integer(3, 16),
        "size": draw.integer(100, 1_000, 50),
        "others": draw.integer(1_000, 20_000, 500),
    }


def pays(depth: float, times: float, size: float, others: float) -> float:
    """What a lie by the last trade pays, where each stake is as large as the position.

    >>> round(pays(1_000, 10, 1_000, 8_000), 2)
    6521.49
    """
    return float(oracle.lies(times, depth, size=size, stake=size, reachable=others).pays)


def took(times: float, size: float, others: float) -> float:
    """What others lose where each stake is as large as the position."""
    return lost(size, times, size, others)


LIES = (
    Item(
        id="12-cost",
        objective="lie",
        format="numeric",
        prompt="""
            A pool has {reserve:,} USDT on one side and coins on the other. Eve buys coins until its price is {times:g}
            times as high, and others bring it back. What has that cost her?
        """,
        draw=lambda draw: {
            "reserve": draw.integer(2_000, 40_000, 1_000),
            "times": draw.choice((1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)),
        },
        oracle=lambda reserve, times: float(oracle.round_trip(reserve, times)),
        unit="USDT",
        tolerance=0.5,
        wrong={
            "tied": Wrong(
                lambda reserve, times: float(oracle.move_cost(reserve, times)),
                found="what Eve has to pay into the pool",
                ask="What are the coins worth that she got for it, once the price is back?",
            ),
            "linear": Wrong(
                lambda reserve, times: reserve * (times - 1),
                did="let the price grow with the money that is paid in",
                ask="How much money is in the pool when its price is four times as high?",
            ),
            "both-ways": Wrong(
                lambda reserve, times: 2 * float(oracle.move_cost(reserve, times)),
                did="let her pay once more on the way back",
                ask="Who trades on the way back, and at whose cost?",
            ),
        },
        hints=(
            "Eve pays money in and gets coins. What does she still have when the price is back?",
            "Take the root of {times:g}. With each coin that Eve buys the money grows, up to that factor.",
            "She loses {reserve:,} times a sum of three, the root, 1 over the root, and minus 2.",
        ),
        solution="""
            The root of {times:g} says how far your money in the pool grows. You lose {reserve:,} times the root plus 1
            over the root minus 2, which is {answer} USDT.
        """,
        note="To push a price ties up much money, and it costs less.",
        section="What a lie costs",
        code="answer = g.reserve * (g.times**0.5 + 1 / g.times**0.5 - 2)",
    ),
    Item(
        id="12-taken",
        objective="lie",
        format="numeric",
        prompt="""
            Eve is long and short {size:,} units at 1 USDT, with {stake} USDT behind each. All others have {others:,}
            USDT in the same pool. For one block the price is {times} USDT, and she takes out what she can. How much of
            it belonged to others?
        """,
        draw=grown,
        oracle=lost,
        unit="USDT",
        tolerance=0.5,
        wrong={
            "paper": Wrong(
                lambda size, times, **_: size * (times - 1),
                found="the profit of her long",
                ask="Who pays the first part of it, and how much is there for the rest?",
            ),
            "carried": Wrong(
                lambda stake, **given: lost(stake=stake, **given) + 2 * stake,
                found="all that she carries away",
                ask="Which part of it was hers before?",
            ),
            "notional": Wrong(
                lambda size, times, **_: size * times,
                found="what her long is worth",
                ask="What did she pay for those units?",
            ),
        },
        hints=(
            "What has her long won, and what can her short pay of that?",
            "Her short has {stake} USDT. The rest of the profit comes from others.",
            "Compare that rest with the {others:,} USDT that somebody else owns.",
        ),
        solution="""
            Your long wins {size:,} x ({times} - 1) USDT, and your own short pays {stake} of that. Others pay the rest
            as far as their {others:,} reach, so it is {answer} USDT.
        """,
        note="A false profit is paid by whoever stands in the same pool.",
        section="What a lie costs",
        code="answer = min(g.size * (g.times - 1) - g.stake, g.others)",
    ),
    Item(
        id="12-pays",
        objective="lie",
        format="function",
        prompt="""
            Write what a lie pays as a function. The last trade in one pool with depth USDT counts, and for a block the
            price is times the true one. Eve holds size units long and short at 1 USDT, with as much behind each. All
            others have others USDT in the pool of the venue.
        """,
        draw=market,
        oracle=pays,
        arguments=("depth", "times", "size", "others"),
        tolerance=0.5,
        cases=(
            {"depth": 1_000, "times": 10, "size": 1_000, "others": 8_000},
            {"depth": 1_000, "times": 4, "size": 100, "others": 8_000},
            {"depth": 2_000, "times": 1.5, "size": 1_000, "others": 8_000},
            {"depth": 1_000, "times": 12, "size": 1_000, "others": 300},
        ),
        wrong={
            "paper": Wrong(
                lambda depth, times, size, others: (  # noqa: ARG005 - that is the mistake
                    size * (times - 1) - float(oracle.round_trip(depth, times))
                ),
                did="took the whole profit of the long for money of others",
                ask="What does her own short pay of it, and how much do others have?",
            ),
            "tied": Wrong(
                lambda depth, times, size, others: took(times, size, others) - float(oracle.move_cost(depth, times)),
                did="counted all the money that she pays into the pool as lost",
                ask="What does she have in her hands for that money?",
            ),
            "free": Wrong(
                lambda depth, times, size, others: took(times, size, others),  # noqa: ARG005 - that is the mistake
                found="what she takes from others",
                ask="What has the push cost her?",
            ),
        },
        hints=(
            "You need two numbers, and one is taken from the other.",
            "Others lose her profit less what her short pays, at least 0 and at most all that they have.",
            "Take off depth times the root of times, plus 1 over the root, minus 2.",
        ),
        solution="""
            You take the profit of the long, leave out what your own short has paid, and stop at what others have. From
            that you take off what the push of the pool has cost you.
        """,
        note="A venue is safe from a lie where the price of it is above its reach.",
        section="What a lie costs",
        code="""
def answer(depth, times, size, others):
    taken = max(0, min(size * (times - 1) - size, others))
    return taken - depth * (times**0.5 + 1 / times**0.5 - 2)
""".strip(),
    ),
    Item(
        id="12-depth",
        objective="lie",
        format="numeric",
        prompt="""
            Others have {others:,} USDT, and a lie of {times} times would take all of it. How much money must a pool
            have on one side, so that this lie costs as much as it takes?
        """,
        draw=lambda draw: {"times": draw.choice((3, 6, 9, 16)), "others": draw.integer(2_000, 20_000, 500)},
        oracle=lambda times, others: others / float(oracle.round_trip(1, times)),
        unit="USDT",
        tolerance=1,
        wrong={
            "tied": Wrong(
                lambda times, others: others / float(oracle.move_cost(1, times)),
                did="counted the money that is paid into the pool as lost",
                ask="What does Eve get for it, and what is that worth in the end?",
            ),
            "linear": Wrong(
                lambda times, others: others / (times - 1),
                did="let the price grow with the money that is paid in",
                ask="With which power of the money in a pool does its price grow?",
            ),
            "deposits": Wrong(
                lambda others, **_: others,
                did="made the pool as deep as the deposits",
                ask="How much does this lie cost for each USDT of depth?",
            ),
        },
        hints=(
            "You know what a lie costs in a pool of 1 USDT.",
            "There you lose the root of {times} plus 1 over the root, minus 2.",
            "Divide what the lie takes by what it costs for each USDT of depth.",
        ),
        solution="""
            In a pool of 1 USDT you lose the root of {times} plus 1 over the root, minus 2. To lose {others:,} USDT you
            need a pool of {answer} USDT.
        """,
        note="Depth is what makes a lie dear, and it grows slowly with what there is to take.",
        code="answer = g.others / (g.times**0.5 + 1 / g.times**0.5 - 2)",
        extra=True,
    ),
    Item(
        id="12-mango",
        objective="lie",
        format="numeric",
        prompt="""
            On 11 October 2022 somebody held 483 million contracts long and short at 0.0382 USDC on Mango, as the press
            reported. With 5 million behind each, about 106 million of others could be reached. What was the profit of
            the long at a price of {price}, in millions of USDC?
        """,
        draw=lambda draw: {"price": draw.integer(30, 91) / 100},
        oracle=lambda price: float(oracle.manipulation(CONTRACTS, ENTRY, price, 5.0, VAULT).profit),
        unit="millions",
        tolerance=0.05,
        wrong={
            "notional": Wrong(
                lambda price: CONTRACTS * price,
                found="what the contracts are worth",
                ask="At which price had they been bought?",
            ),
            "reached": Wrong(
                lambda price: VAULT,  # noqa: ARG005 - at each price
                found="the most that others could lose",
                ask="Does a profit on a screen care whether anybody can pay it?",
            ),
            "both": Wrong(
                lambda price: 2 * CONTRACTS * (price - ENTRY),
                did="let both accounts win",
                ask="What does the short do when the price rises?",
            ),
        },
        hints=(
            "A profit is what a position has won since somebody opened it.",
            "The price has gone from 0.0382 to {price}.",
            "Multiply what one contract has won by 483 million.",
        ),
        solution="""
            Each contract of your long has won {price} - 0.0382 USDC, and you have 483 million of them. That makes
            {answer} millions on the screen, far more than there was to take.
        """,
        note="Mango's code did what it said. What was false was the price.",
        code="answer = 483 * (g.price - 0.0382)",
        extra=True,
    ),
)
