"""Exercises on calls: down to which price somebody calls, how often, and from which debt on."""

from typing import Any

from marginlib.keepers import GAS, call_cost
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

BANKRUPT, NEEDED = 45_000, 0.05  # USDT: where nothing is left of a tenth posted at 50,000; a share of the value
LIQUIDATION = BANKRUPT / (1 - NEEDED)
SENTIMENT = 142_229  # gas of a liquidation, sherlock-audit/2024-08-sentiment-v2-judging, issue 181, 2024-08-24


def bound(draw: Draw) -> dict[str, Any]:
    """A position, the caller's share, and a cost that a call can still earn."""
    while True:
        given = {
            "units": draw.choice((2, 4, 5)),
            "cost": draw.integer(8, 24),
            "share": draw.choice((10, 20, 25)),
        }
        if given["cost"] / given["share"] <= given["units"]:
            return given


def shrinking(draw: Draw) -> dict[str, Any]:
    """What a first call pays, how much of that the next one does, and what each costs."""
    return {
        "first": draw.integer(15, 60),
        "keep": draw.choice((0.5, 0.6, 0.7, 0.75, 0.8)),
        "cost": draw.integer(3, 14) + 0.37,
    }


def counted(first: float, keep: float, cost: float) -> int:
    """Calls whose pay is above their cost.

    >>> counted(23, 0.75, 13.96), counted(10, 0.75, 13.96)
    (2, 0)
    """
    count = 0
    while first * keep**count > cost:
        count += 1
    return count


def congested(draw: Draw) -> dict[str, Any]:
    """Gas and ether on a day."""
    return {"gwei": draw.integer(10, 80, 5), "ether": draw.integer(1_500, 4_000, 100)}


CALLS = (
    Item(
        id="11-window",
        objective="keep",
        format="numeric",
        prompt="""
            Ada is long {units} BTC from 50,000 and has posted a tenth. The fee is never more than what she has left,
            and near the end it is all of that. {share} % of the fee is the caller's, and a call costs {cost} USDT. Down
            to which price does a first call still cover its cost, before rounding?
        """,
        draw=bound,
        oracle=lambda units, cost, share: BANKRUPT + cost * 100 / share / units,
        unit="USDT",
        tolerance=0.5,
        wrong={
            "bankrupt": Wrong(
                BANKRUPT,
                found="the bankruptcy price, at which nothing is left",
                ask="What is a share of nothing, for somebody who pays for gas?",
            ),
            "line": Wrong(
                LIQUIDATION,
                found="the price below which anybody may call",
                ask="What does a call pay there, much less or much more than it costs?",
            ),
            "share": Wrong(
                lambda units, cost, **_: BANKRUPT + cost / units,
                did="let the caller have all that is left",
                ask="Which part of the fee is the caller's?",
            ),
            "times": Wrong(
                lambda units, cost, share: BANKRUPT + cost * 100 / share * units,
                did="multiplied by the size where it has to be divided",
                ask="With more BTC, does she have more or less left at a given price?",
            ),
        },
        hints=(
            "At which price has Ada nothing left? Begin there and go up.",
            "How much must be left of her money, so that your share of it pays for the gas?",
            "Each USDT above that price leaves her {units} USDT.",
        ),
        solution="""
            Your share of what she has left has to be {cost} USDT. She has {units} USDT for each USDT above 45,000, so
            you call down to {answer} USDT and no further.
        """,
        note="There is a window between the line and the end, and its width depends on gas.",
        code="answer = 45_000 + g.cost * 100 / g.share / g.units",
        extra=True,
    ),
    Item(
        id="11-calls",
        objective="keep",
        format="function",
        prompt="""
            A first call pays first USDT. Every later one pays keep times what the one before it paid, and each costs
            cost USDT. Write a function that counts the calls that pay more than they cost.
        """,
        draw=shrinking,
        oracle=counted,
        arguments=("first", "keep", "cost"),
        tolerance=0.4,
        cases=(
            {"first": 23, "keep": 0.75, "cost": 13.96},
            {"first": 10, "keep": 0.75, "cost": 13.96},
            {"first": 60, "keep": 0.8, "cost": 3.37},
        ),
        wrong={
            "one-more": Wrong(
                lambda first, keep, cost: counted(first, keep, cost) + 1,
                did="counted the call that nobody sends",
                ask="Does somebody send a call that costs more than it pays?",
            ),
            "evenly": Wrong(
                lambda first, keep, cost: max(0, int((first - cost) / (first * (1 - keep))) + (first > cost)),
                did="took the same amount off each time",
                ask="Is it an amount that is lost from call to call, or a share?",
            ),
            "average": Wrong(
                lambda first, keep, cost: sum(
                    first * (1 - keep**count) / (1 - keep) > count * cost for count in range(1, 200)
                ),
                did="compared the average pay with the cost",
                ask="Would you send the last of them, for what it pays alone?",
            ),
        },
        hints=(
            "You decide on each call by itself, with what that one pays.",
            "Begin with the first and count up while it pays.",
            "Multiply by keep after every call that you have counted.",
        ),
        solution="""
            You compare each call with its own cost. While it pays more you count it, and go on with keep times as much.
            The first that does not pay ends it.
        """,
        note="Nobody sends a call because the ones before it paid well.",
        code="""
def answer(first, keep, cost):
    count = 0
    while first > cost:
        first, count = first * keep, count + 1
    return count
""".strip(),
        extra=True,
    ),
    Item(
        id="11-congested",
        objective="keep",
        format="numeric",
        prompt="""
            A reviewer of a lending contract measured 142,229 units of gas for a usual liquidation, with a bonus of 10 %
            for whoever repays a debt (sherlock-audit/2024-08-sentiment-v2-judging, issue 181, 2024-08-24). On a
            day with gas at {gwei} gwei and ether at {ether:,} USDT, what is the smallest debt that is worth a call?
        """,
        draw=congested,
        oracle=lambda gwei, ether: call_cost(SENTIMENT, gwei, ether) / 0.1,
        unit="USDT",
        tolerance=0.1,
        wrong={
            "cost": Wrong(
                lambda gwei, ether: call_cost(SENTIMENT, gwei, ether),
                found="what the call costs",
                ask="Is the bonus as large as the debt, or a tenth of it?",
            ),
            "tenth": Wrong(
                lambda gwei, ether: call_cost(SENTIMENT, gwei, ether) * 0.1,
                did="took a tenth of the cost",
                ask="Which of the two has to be larger, the debt or the cost?",
            ),
            "plain": Wrong(
                lambda gwei, ether: call_cost(GAS["plain transfer"], gwei, ether) / 0.1,
                did="let a liquidation use no more gas than a plain transfer",
                ask="How many units were measured?",
            ),
        },
        hints=(
            "First find out what the call costs you in USDT.",
            "You get a tenth of the debt. How large must it be, so that the tenth covers your cost?",
            "Multiply units, {gwei} gwei and {ether:,} USDT, divide by a billion, and then by 0.1.",
        ),
        solution="""
            Your call costs 142,229 times {gwei} times {ether:,}, divided by a billion. A tenth of the debt has to cover
            it, so the debt is at least {answer} USDT.
        """,
        note="A contract without a smallest debt has one all the same, and it moves with the gas.",
        code="answer = 142_229 * g.gwei * g.ether / 10**9 / 0.1",
        extra=True,
    ),
)
