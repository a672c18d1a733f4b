"""Exercises with numbers: what baskets keep, how often something fails, and who pays for walls."""

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
        id="04-intact",
        objective="chances",
        format="numeric",
        prompt="""
            You have {count} isolated pools. Each of them is liquidated in {percent} % of weeks, whatever happens to the
            others. In how many percent of weeks do you keep them all?
        """,
        draw=lambda draw: {"count": draw.integer(3, 7), "percent": draw.choice((6, 8, 9, 10, 12, 15, 18))},
        oracle=lambda count, percent: 100 * (1 - percent / 100) ** count,
        unit="%",
        tolerance=0.05,
        wrong={
            "added": Wrong(
                lambda count, percent: 100 - count * percent,
                did="added the chances and took them from 100",
                ask="How often did you take away a week in which two pools fail?",
            ),
            "any": Wrong(
                lambda count, percent: 100 * (1 - (1 - percent / 100) ** count),
                found="the chance that you lose at least one",
                ask="Which weeks are left?",
            ),
            "one-pool": Wrong(
                lambda count, percent: 100 - percent + 0 * count,
                right="for a single pool",
                ask="How likely is it that the next pool survives as well?",
            ),
            "all": Wrong(
                lambda count, percent: 100 * (percent / 100) ** count,
                found="the chance that you lose all of them",
                ask="What is the chance that one pool survives?",
            ),
        },
        hints=(
            "How likely is it that you keep the first pool?",
            "Each further pool must survive too, and it does not care about the others.",
            "Multiply the chance of surviving by itself, once for each pool you have.",
        ),
        solution="You keep each pool with a chance of 1 - {percent} %. To the power {count} that is {answer} %.",
        note="To keep everything is the hardest wish, and each further wall makes it harder.",
        code="answer = 100 * (1 - g.percent / 100) ** g.count",
        extra=True,
    ),
    Item(
        id="04-back",
        objective="chances",
        format="numeric",
        prompt="""
            Ada has {count} equal pools that fail independently of each other. She loses at least one of them in
            {percent} % of weeks. In how many percent of weeks does a single one of her pools fail?
        """,
        draw=lambda draw: {"count": draw.integer(3, 6), "percent": draw.choice((30, 35, 40, 45, 55, 60))},
        oracle=lambda count, percent: 100 * (1 - (1 - percent / 100) ** (1 / count)),
        unit="%",
        tolerance=0.05,
        wrong={
            "divided": Wrong(
                lambda count, percent: percent / count,
                did="divided by the number of pools",
                ask="In how many of those weeks do two pools fail at once?",
            ),
            "root": Wrong(
                lambda count, percent: 100 * (percent / 100) ** (1 / count),
                right="if all of them had to fail",
                ask="What must each of her pools do in the other weeks?",
            ),
            "same": Wrong(
                lambda count, percent: percent + 0 * count,
                did="gave each pool the chance of all together",
                ask="What happens to that chance when she adds one more pool?",
            ),
            "survives": Wrong(
                lambda count, percent: 100 * (1 - percent / 100) ** (1 / count),
                found="the chance that a single pool survives",
                ask="Which weeks are left for its failure?",
            ),
        },
        hints=(
            "In how many percent of weeks does she keep them all?",
            "That is the chance of one pool to survive, multiplied by itself for each pool she has.",
            "Take the root, one for each of the {count} pools, and ask for the weeks that are left.",
        ),
        solution="""
            She keeps all of them in 100 % - {percent} %. The root of that, with {count} for its degree, is the chance
            that one survives, so one fails in {answer} %.
        """,
        note="Some failing often does not mean that each fails often.",
        code="answer = 100 * (1 - (1 - g.percent / 100) ** (1 / g.count))",
        extra=True,
    ),
    Item(
        id="04-between",
        objective="chances",
        format="numeric",
        prompt="""
            Of a hundred weeks, some pool of Ada's is closed in {some} and Bo's one pool in {pool}. They hold the same
            longs. In how many weeks does Ada lose something while Bo loses nothing?
        """,
        draw=lambda draw: {"some": draw.integer(62, 70), "pool": draw.integer(24, 29)},
        oracle=lambda some, pool: some - pool,
        unit="weeks",
        tolerance=0.2,
        wrong={
            "independent": Wrong(
                lambda some, pool: some * (100 - pool) / 100,
                right="if Bo's pool failed independently of Ada's",
                ask="Can Bo's pool fail in a week in which all of hers stay open?",
            ),
            "pool": Wrong(
                lambda some, pool: pool + 0 * some,
                found="the weeks in which Bo loses",
                ask="Who loses in the other weeks of hers?",
            ),
            "sum": Wrong(
                lambda some, pool: some + pool,
                did="added the weeks of both",
                ask="Which weeks have you counted twice?",
            ),
            "some": Wrong(
                lambda some, pool: some + 0 * pool,
                found="all the weeks in which Ada loses",
                ask="In how many of them does Bo lose as well?",
            ),
        },
        hints=(
            "Can Bo lose in a week in which all of Ada's pools stay open?",
            "Each of his weeks is one of hers. Draw one bracket inside the other.",
            "Take his bracket away from hers, and see how many weeks she has left.",
        ),
        solution="""
            Each of Bo's {pool} weeks is one of Ada's {some}, because what his sum lacks some part of hers lacks. So
            {answer} weeks are hers alone.
        """,
        note="Where one event lies inside another, you may take away instead of multiplying.",
        code="answer = g.some - g.pool",
        extra=True,
    ),
    Item(
        id="04-expected",
        objective="chances",
        format="numeric",
        prompt="""
            You have {count} isolated pools that tend to fail together. Each is closed in {percent} % of weeks. How many
            of them are closed in an average week?
        """,
        draw=lambda draw: {"count": draw.integer(4, 7), "percent": draw.integer(16, 40)},
        oracle=lambda count, percent: count * percent / 100,
        unit="pools",
        tolerance=0.005,
        wrong={
            "any": Wrong(
                lambda count, percent: 1 - (1 - percent / 100) ** count,
                found="the chance that at least one is closed, if they failed independently",
                ask="What does a week count in which three of them are closed?",
            ),
            "one-pool": Wrong(
                lambda count, percent: percent / 100 + 0 * count,
                right="for a single pool",
                ask="What do the others add?",
            ),
            "all": Wrong(
                lambda count, percent: float(count) + 0 * percent,
                right="if every week closed all of them",
                ask="In how many of a hundred weeks is each pool closed?",
            ),
            "percent": Wrong(
                lambda count, percent: float(count * percent),
                found="how many are closed in a hundred weeks",
                ask="How many is that in one?",
            ),
        },
        hints=(
            "Look at a hundred weeks. In how many of them do you lose your first pool?",
            "Count the closings of all your pools in those hundred weeks.",
            "Does it change that count whether they fall into the same weeks or into different ones?",
        ),
        solution="""
            In a hundred weeks you count {percent} closings of each pool and {count} times as many of all. That is
            {answer} a week, whether they come together or not.
        """,
        note="Averages add up whatever the correlation is, and chances do not.",
        code="answer = g.count * g.percent / 100",
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
