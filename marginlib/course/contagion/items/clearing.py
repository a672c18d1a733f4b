"""Items on clearing: who pays what when everybody pays what it can."""

from typing import Any

from marginlib.contagion import clearing_vector
from marginlib.course.contagion.model import Result
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

Rows = tuple[tuple[float, ...], ...]


def star(draw: Draw) -> dict[str, Any]:
    """One who lost, one fund, and your claim on it."""
    return {
        "collateral": draw.integer(100, 300, 20),
        "lost": draw.integer(400, 700, 50),
        "fund": draw.integer(20, 90, 10),
        "profit": draw.integer(100, 250, 25),
    }


def received(collateral: float, lost: float, fund: float, profit: float) -> float:
    """What a claim of `profit` on the fund brings, where all claims come to what was lost.

    >>> round(received(200, 500, 80, 250), 6)
    140.0
    """
    owes = [[0, lost, 0, 0], [0, 0, profit, lost - profit], [0] * 4, [0] * 4]
    return float(clearing_vector(owes, [collateral, fund, 0, 0])[1] * profit / lost)


def chained(draw: Draw) -> dict[str, Any]:
    """Three in a chain, with a debt back to the first."""
    return {
        "owes": (
            (0, draw.integer(80, 120, 5), 0),
            (draw.integer(10, 30, 5), 0, draw.integer(80, 120, 5)),
            (0, 0, 0),
        ),
        "own": (draw.integer(30, 70, 5), draw.integer(0, 20, 5), 0),
    }


def settled(owes: Rows, own: tuple[float, ...]) -> float:
    """All payments together.

    >>> settled(((0, 100), (100, 0)), (0.01, 0))
    200.0
    """
    return float(clearing_vector([list(row) for row in owes], list(own)).sum())


def rounds(owes: Rows, own: tuple[float, ...], start: str, count: int) -> float:
    """Payments after some rounds that began with nothing, or with everything."""
    owed = [sum(row) for row in owes]
    pays = [amount if start == "full" else 0.0 for amount in owed]
    places = range(len(owed))
    for _ in range(count):
        got = [sum(pays[i] * owes[i][j] / owed[i] for i in places if owed[i]) for j in places]
        pays = [min(owed[j], own[j] + got[j]) for j in places]
    return float(sum(pays))


def cross_pair(draw: Draw) -> dict[str, Any]:
    """Prices and a fund with which Cleo, in cross, is owed more than she owes."""
    return {"fund": draw.integer(40, 120, 10), "a": draw.integer(72, 78), "b": draw.integer(91, 96)}


def loses(name: str, a: float, b: float, fund: float, **how: Any) -> float:
    """What one node of the venue gets less than it was due.

    >>> round(loses("Cleo", 75, 95, 80, mode="cross"), 2)
    88.0
    """
    result = Result(first=float(a), second=float(b), fund=int(fund), **how)
    return float(result.borne[result.names.index(name)])


CLEARING = (
    Item(
        id="10-fund",
        objective="clearing",
        format="numeric",
        prompt="""
            A market has one fund with {fund} USDT. A trader who posted {collateral} USDT has lost {lost} and is closed.
            The winners have claims of {lost} USDT on the fund in all, and {profit} of that is yours. How much do you
            get?
        """,
        draw=star,
        oracle=received,
        unit="USDT",
        tolerance=0.1,
        wrong={
            "full": Wrong(
                lambda profit, **_: profit,
                right="if the fund could pay everybody",
                ask="How much has come into the fund, and how much does it owe?",
            ),
            "no-fund": Wrong(
                lambda profit, collateral, lost, **_: profit * collateral / lost,
                did="left out what the fund had itself",
                ask="What does the fund do with its own {fund} USDT?",
            ),
            "fund-only": Wrong(
                lambda profit, fund, lost, **_: profit * fund / lost,
                did="left out what the loser could pay",
                ask="Where do the {collateral} USDT go that were posted?",
            ),
        },
        hints=(
            "You need two sums, what is there and what is due.",
            "There are {collateral} and {fund} USDT for claims of {lost}.",
            "Everybody gets the same share of a claim. Take it of your {profit}.",
        ),
        solution="""
            The fund has {collateral} + {fund} USDT for claims of {lost}. You get that share of your {profit}, which is
            {answer} USDT.
        """,
        note="One fund cuts every claim on it by the same share.",
        section="Who pays whom",
        code="answer = g.profit * (g.collateral + g.fund) / g.lost",
    ),
    Item(
        id="10-clearing",
        objective="clearing",
        format="function",
        prompt="""
            Write the clearing of any small network as a function. owes[i][j] is what i owes j, and own[i] is what i has
            outside of the network. Return the sum of all payments, for the largest payments that agree with each other.
        """,
        draw=chained,
        oracle=settled,
        arguments=("owes", "own"),
        tolerance=0.01,
        cases=(
            {"owes": ((0, 100), (100, 0)), "own": (0, 0)},
            {"owes": ((0, 100), (100, 0)), "own": (0.01, 0)},
            {"owes": ((0, 100, 0), (0, 0, 100), (0, 0, 0)), "own": (60, 20, 0)},
        ),
        wrong={
            "one-round": Wrong(
                lambda owes, own: rounds(owes, own, "full", 1),
                did="let everybody count on being paid in full",
                ask="What does somebody pay whose debtor has failed?",
            ),
            "from-zero": Wrong(
                lambda owes, own: rounds(owes, own, "zero", 2_000),
                right="if you were looking for the smallest payments that agree",
                ask="Two owe each other 100 and have nothing. Which payments agree, if both begin by paying in full?",
            ),
            "own-only": Wrong(
                lambda owes, own: float(sum(min(sum(row), money) for row, money in zip(owes, own, strict=True))),
                did="let everybody pay with their own money alone",
                ask="What may somebody do with money that comes in?",
            ),
        },
        hints=(
            "Begin with everybody paying in full. Who cannot, if you look at what comes in?",
            "Each pays the smaller of what they owe and what they have, and creditors share a payment by their claims.",
            "Repeat that until nothing changes any more. A few hundred rounds are enough here.",
        ),
        solution="""
            You begin with all debts paid in full. Then you let each pay the smaller of two numbers, what they owe and
            what they own and have received. You repeat that until payments rest.
        """,
        note="Begin with full payments, and you find the largest ones that agree.",
        section="Who pays whom",
        code="""
def answer(owes, own):
    owed = [sum(row) for row in owes]
    pays = owed[:]
    for _ in range(500):
        got = [sum(pays[i] * owes[i][j] / owed[i] for i in range(len(owed)) if owed[i]) for j in range(len(owed))]
        pays = [min(owed[j], own[j] + got[j]) for j in range(len(owed))]
    return sum(pays)
""".strip(),
    ),
    Item(
        id="10-order",
        objective="clearing",
        format="order",
        prompt="You watch one market die, and another one feels it. Put in order what happens.",
        steps=(
            "A price jumps through somebody's bankruptcy price",
            "A pool owes more than it owns",
            "The fund pays what it has",
            "All claims on the fund are cut by the same share",
            "Somebody who counted on a claim cannot pay in another market",
        ),
        wrong={
            "account-first": Wrong(
                (0, 1, 4, 2, 3),
                did="let the account in the other market fail before it has missed anything",
                ask="When does somebody learn that a claim is not paid in full?",
            ),
            "claims-first": Wrong(
                (0, 1, 3, 2, 4),
                did="cut the claims before the fund has paid",
                ask="How would the share be known before the fund is empty?",
            ),
            "backwards": Wrong(
                (4, 3, 2, 1, 0), did="began with the last thing", ask="What has to happen before anybody is short?"
            ),
        },
        hints=(
            "What has to be known before a claim can be cut?",
            "The fund stands between the pool that fails and those who have claims.",
            "Only somebody with a claim in one market and a debt in another carries the loss on.",
        ),
        solution="""
            First the price jumps and a pool owes more than it owns. The fund pays until it is empty, and then claims
            are cut. Last of all you see somebody fail elsewhere, who counted on such a claim.
        """,
        note="A loss travels one tank at a time, and each tank may end it.",
    ),
    Item(
        id="10-setoff",
        objective="clearing",
        format="numeric",
        prompt="""
            One fund of {fund} USDT serves both markets, A is at {a} and B at {b}, and the rest is as in the lesson.
            Cleo has one account for both markets (cross). How much less does she get than she is due?
        """,
        draw=cross_pair,
        oracle=lambda **given: loses("Cleo", mode="cross", **given),
        unit="USDT",
        tolerance=0.1,
        wrong={
            "isolated": Wrong(
                lambda **given: loses("Cleo A", **given),
                right="if Cleo had an account for each market",
                ask="What happens to her debt in B before she is paid for A?",
            ),
            "apart": Wrong(
                lambda **given: loses("Cleo", mode="cross", funds="one for each", **given),
                right="if each market had a fund with half of the money",
                ask="Who else has a claim on the only fund here?",
            ),
            "as-ben": Wrong(
                lambda **given: loses("Ben", mode="cross", **given),
                found="what Ben loses",
                ask="What is left of Cleo's claim once her debt is taken from it?",
            ),
            "none": Wrong(
                lambda **_: 0,
                did="let Cleo be paid in full",
                ask="What does the fund owe in all, and what does it have?",
            ),
        },
        hints=(
            "Cleo is owed something in A and owes something in B, to the same fund.",
            "Take her debt from her claim first, and then cut what is left.",
            "Ada brings 200 USDT and Cleo brings none. Who has claims on that and on the {fund} of the fund?",
        ),
        solution="""
            You take Cleo's debt in B from her claim in A. The fund has 200 + {fund} USDT for that rest, for Ben and for
            Dan. Cleo misses {answer} USDT.
        """,
        note="A set-off is a payment in full between two who owe each other.",
        code="""
claim, debt = 10 * (100 - g.a), 10 * (100 - g.b)
claims = claim + (claim - debt) + debt
answer = (claim - debt) * (1 - (200 + g.fund) / claims)
""".strip(),
        extra=True,
    ),
)
