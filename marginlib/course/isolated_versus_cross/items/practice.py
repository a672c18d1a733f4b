"""Exercises with numbers: what baskets keep, what capital they need, and who pays for walls."""

from typing import Any

from marginlib.course.isolated_versus_cross.account import apart, equities, kept
from marginlib.course.isolated_versus_cross.items.jump import pooled
from marginlib.course.isolated_versus_cross.items.value import missing
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def four(draw: Draw) -> dict[str, Any]:
    """A jump that bankrupts the first of two baskets, while one position of the second would be bankrupt alone."""
    return {
        "btc": draw.integer(76, 80),
        "eth": draw.integer(95, 97),
        "sol": draw.integer(85, 88),
        "xrp": draw.integer(106, 110),
    }


def lacking(draw: Draw) -> dict[str, Any]:
    """A jump after which even one pool of all lacks money, though SOL alone does not."""
    return {"btc": draw.integer(76, 78), "eth": draw.integer(81, 82), "sol": draw.integer(95, 97)}


def owed(btc: float, eth: float, sol: float) -> float:
    """What one pool of the three lacks."""
    return max(0.0, -float(sum(equities(btc, eth, sol))))


def weekly(percent: int, severity: int) -> float:
    """What liquidations cost in an average week."""
    return percent / 100 * severity


PRACTICE = (
    Item(
        id="04-four",
        objective="jump",
        format="numeric",
        prompt="""
            You hold four longs, each of 10 units from 100 USDT with 100 USDT behind it. BTC and ETH share a basket,
            and so do SOL and XRP. In one jump BTC goes to {btc}, ETH to {eth}, SOL to {sol} and XRP to {xrp} USDT. How
            much do you have left?
        """,
        draw=four,
        oracle=lambda btc, eth, sol, xrp: kept(equities(btc, eth, sol, xrp), "aabb"),
        unit="USDT",
        tolerance=0.2,
        wrong={
            "isolated": Wrong(
                lambda **jump: apart(equities(*jump.values())),
                did="put a wall around every position",
                ask="Who pays for SOL inside its basket?",
            ),
            "cross": Wrong(
                lambda **jump: pooled(equities(*jump.values())),
                right="if one pool held all four",
                ask="Can SOL and XRP pay for the basket of BTC and ETH?",
            ),
            "posted": Wrong(
                lambda **_: 200.0,
                did="gave the open basket what was put in",
                ask="What have SOL and XRP lost or gained in the jump?",
            ),
        },
        hints=(
            "How many pools do you have?",
            "Add up what is in each basket, gains and losses together.",
            "Your first basket is below zero. What does it count as?",
        ),
        solution="""
            Your first basket is below zero and counts as nothing. In the second you own 200 + 10 x ({sol} - 100) +
            10 x ({xrp} - 100) USDT, which is {answer}.
        """,
        note="Two baskets are two walls fewer than four pools, and one wall more than a single pool.",
        code="pools = [200 + 10 * (one - 100) + 10 * (two - 100) for one, two in ((g.btc, g.eth), (g.sol, g.xrp))]\n"
        "answer = sum(max(0, pool) for pool in pools)",
        extra=True,
    ),
    Item(
        id="04-spread",
        objective="capital",
        format="numeric",
        prompt="""
            Half of your money is in a long of BTC and half of it in a short of ETH. Both prices have a volatility of
            {volatility} %, and their correlation is {correlation}. What is the volatility of the two together, in
            percent of your money?
        """,
        draw=lambda draw: {
            "volatility": draw.choice((60, 70, 80, 90, 100)),
            "correlation": draw.choice((0.5, 0.6, 0.7, 0.8, 0.9)),
        },
        oracle=lambda volatility, correlation: volatility * ((1 - correlation) / 2) ** 0.5,
        unit="%",
        tolerance=0.05,
        wrong={
            "longs": Wrong(
                lambda volatility, correlation: volatility * ((1 + correlation) / 2) ** 0.5,
                right="for two longs",
                ask="What does your short do when both prices rise?",
            ),
            "no-root": Wrong(
                lambda volatility, correlation: volatility * (1 - correlation) / 2,
                did="multiplied by the share of the variance",
                ask="Is a volatility a variance or its root?",
            ),
            "no-half": Wrong(
                lambda volatility, correlation: volatility * (1 - correlation) ** 0.5,
                did="put all your money into each of the two",
                ask="How much of it is in BTC?",
            ),
            "nothing": Wrong(
                0, right="if the two prices moved as one", ask="What is left of a move that only BTC makes?"
            ),
        },
        hints=(
            "Your short turns the correlation of the two positions round.",
            "Use the rule of the lesson for two positions, and give the correlation a minus.",
            "You have (1 - {correlation}) / 2 of the variance. What is its root?",
        ),
        solution="""
            Your legs move against each other, so the share of the variance is (1 - {correlation}) / 2. You take its
            root and multiply by {volatility} %, which gives {answer} %.
        """,
        note="A hedge is the square-root rule with a minus before the correlation.",
        code="answer = g.volatility * ((1 - g.correlation) / 2) ** 0.5",
        extra=True,
    ),
    Item(
        id="04-lost",
        objective="value",
        format="numeric",
        prompt="""
            Some pool of Ada's is closed in {often} % of weeks, and then she loses {small} USDT. Bo's pool is closed in
            {seldom} % of weeks, and then he loses {large} USDT. How much more than Bo does she lose to liquidations in
            an average week?
        """,
        draw=lambda draw: {
            "often": draw.integer(42, 50),
            "small": draw.choice((171, 177, 183, 189)),
            "seldom": draw.integer(10, 13),
            "large": draw.choice((281, 287, 293)),
        },
        oracle=lambda often, small, seldom, large: weekly(often, small) - weekly(seldom, large),
        unit="USDT",
        tolerance=0.05,
        wrong={
            "severities": Wrong(
                lambda often, small, seldom, large: small - large + 0.0 * (often + seldom),
                did="compared what a closing costs",
                ask="How often does each of them pay it?",
            ),
            "chances": Wrong(
                lambda often, small, seldom, large: often - seldom + 0.0 * (small + large),
                did="compared how often they are closed",
                ask="How many USDT does one closing cost each of them?",
            ),
            "turned": Wrong(
                lambda often, small, seldom, large: weekly(seldom, large) - weekly(often, small),
                did="took Ada's loss from Bo's",
                ask="Which of the two loses more in an average week?",
            ),
            "ada": Wrong(
                lambda often, small, **_: weekly(often, small),
                found="what Ada loses in an average week",
                ask="And how much does Bo lose?",
            ),
        },
        hints=(
            "Think of a hundred weeks. In how many of them does Ada pay, and how much?",
            "A chance times a severity is what she loses in an average week.",
            "Do the same for Bo, and take one from the other.",
        ),
        solution="""
            In an average week Ada loses {often} % of {small} USDT and Bo {seldom} % of {large}. She loses {answer}
            USDT more.
        """,
        note="Her positions that were not closed have gained as much on average, or the game would not be fair.",
        code="answer = g.often / 100 * g.small - g.seldom / 100 * g.large",
        extra=True,
    ),
    Item(
        id="04-others",
        objective="value",
        format="numeric",
        prompt="""
            Ada and Bo hold three longs each, of 10 units from 100 USDT with 100 USDT put in for each. In one jump BTC
            goes to {btc}, ETH to {eth} and SOL to {sol} USDT. How much more must others pay for Ada's walls than for
            Bo's one pool?
        """,
        draw=lacking,
        oracle=lambda btc, eth, sol: missing(equities(btc, eth, sol)) - owed(btc, eth, sol),
        unit="USDT",
        tolerance=0.2,
        wrong={
            "walls": Wrong(
                lambda btc, eth, sol: missing(equities(btc, eth, sol)),
                found="what others pay for Ada",
                ask="Does Bo's pool cover all of its own loss?",
            ),
            "pool": Wrong(
                owed,
                found="what others pay for Bo",
                ask="How much do they pay for Ada's two empty pools?",
            ),
            "worst": Wrong(
                lambda btc, eth, sol: max(-one for one in equities(btc, eth, sol)),
                found="what the worst of Ada's pools lacks",
                ask="Which other pool of hers is below zero?",
            ),
        },
        hints=(
            "Which of Ada's pools are below zero, and by how much?",
            "Bo lacks what all three lack together, so his SOL pays a part.",
            "Take what others pay for him from what they pay for her.",
        ),
        solution="""
            Others pay for Ada what BTC and ETH lack. Bo's SOL still owns 100 + 10 x ({sol} - 100) USDT, which pays a
            part of that, so for him they pay {answer} USDT less.
        """,
        note="A wall saves its owner exactly as much as it costs somebody else.",
        code="own = [100 + 10 * (price - 100) for price in (g.btc, g.eth, g.sol)]\n"
        "answer = sum(max(0, -one) for one in own) - max(0, -sum(own))",
        extra=True,
    ),
)
