"""Items on what collateral changes and what size changes."""

from typing import Any

from marginlib import formulas
from marginlib.course.sizing_and_allocation.account import ENTRY, RATE
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

PAIRS = ((8, 3), (8, 5), (10, 3), (10, 4), (12, 5), (15, 4), (20, 6))  # leverage now, and the one that is wanted


def halved(draw: Draw) -> dict[str, Any]:
    """Coins, their leverage, and a smaller one."""
    leverage, target = draw.choice(PAIRS)
    return {"units": draw.integer(8, 30, 2), "leverage": leverage, "target": target}


def topped(draw: Draw) -> dict[str, Any]:
    """Coins, the money behind them, and where the liquidation price is to be."""
    return {
        "units": draw.integer(10, 25),
        "posted": draw.integer(60, 150, 10),
        "price": draw.integer(70, 80),
    }


def topup(units: float, posted: float, price: float) -> float:
    """What has to be added so that a long from 100 is liquidated at `price`.

    >>> round(topup(10, 100, 80.40201), 4)
    100.0
    """
    short = formulas.equity(posted, units, ENTRY, price) - formulas.maintenance(units * price, RATE)
    return float(-short)


RISK = (
    Item(
        id="06-hook",
        objective="risk",
        format="predict",
        prompt="""
            Eve's long was closed in 24 of 100 such weeks, and she could never lose more than 100 USDT. Now 200 USDT
            are behind the same ten coins. What has become of her chance of liquidation, and of her chance to lose more
            than 100 USDT?
        """,
        choices=(
            "Both have fallen",
            "The first has fallen and the second has risen",
            "Both have risen, since more money is in it",
            "Neither has changed, since a fair bet stays fair",
        ),
        named={"A": '"Both fell"', "B": '"One fell, one rose"', "C": '"Both rose"', "D": '"Neither changed"'},
        figures="from 24 to 1 % and from 0 to 11 %",
        oracle=lambda: "B",
        spoils=("23.9 to 1", "24 to 1 %", "0 to 11 %", "11.0 %"),
        wrong={
            "topup": Wrong(
                "A",
                right="if a liquidation were the only way to lose money",
                ask="What happens to a loss that nobody ends?",
            ),
            "size": Wrong(
                "C", did="took the added money for more coins", ask="How many coins does Eve hold before and after?"
            ),
            "average": Wrong(
                "D",
                right="for the average of all weeks",
                ask="Are the weeks that end badly still ended at the same loss?",
            ),
        },
        hints=(
            "Where does a loss of Eve end, before and after?",
            "Count what she can lose at most when 100 USDT are behind her coins, and when 200 are.",
            "Then ask whether the price can end below 90 USDT while her long is still open.",
        ),
        solution="""
            Her line is at 80.40 now, so she is seldom closed. But 11 weeks of 100 end below 90, and nothing stops her
            loss there. Max is closed as seldom and loses 100 at most.
        """,
        note="Size says what a move costs, and collateral where the loss ends.",
    ),
    Item(
        id="06-half",
        objective="risk",
        format="numeric",
        prompt="""
            You hold {units} coins at {leverage}x and want to be at {target}x. You add no money, and you sell some of
            the coins at the price that you paid. How many do you sell?
        """,
        draw=halved,
        oracle=lambda units, leverage, target: units * (1 - target / leverage),
        unit="coins",
        tolerance=0.02,
        wrong={
            "kept": Wrong(
                lambda units, leverage, target: units * target / leverage,
                found="the number of coins that you keep",
                ask="How many of the {units} have you sold then?",
            ),
            "inverse": Wrong(
                lambda units, leverage, target: units * (leverage / target - 1),
                did="counted from the coins that are left and not from the {units} that you hold",
                ask="Of which number do you sell a part?",
            ),
            "difference": Wrong(
                lambda units, leverage, target: units * (1 / target - 1 / leverage),
                did="subtracted the shares that are posted",
                ask="What stays the same here, the coins or the money behind them?",
            ),
        },
        hints=(
            "What stays the same when you sell coins and add no money?",
            "Leverage is what the coins are worth over the money behind them. Which of the two do you change?",
            "You keep {target} parts of {leverage}. Now say how many coins you do not keep.",
        ),
        solution="""
            The money behind them stays, so the coins have to shrink as the leverage does. You keep {units} x {target} /
            {leverage} of them and sell the rest, which is {answer} coins.
        """,
        note="A smaller position has a smaller leverage, and every move costs you less.",
        section="Two ways to 5x",
        code="answer = g.units * (1 - g.target / g.leverage)",
    ),
    Item(
        id="06-topup",
        objective="risk",
        format="numeric",
        prompt="""
            You hold {units} coins bought at 100 USDT, with {posted} USDT behind them, and the venue wants 0.5 % of
            what they are worth. How many USDT do you add so that you are liquidated at {price} USDT?
        """,
        draw=topped,
        oracle=topup,
        unit="USDT",
        tolerance=0.05,
        wrong={
            "bankruptcy": Wrong(
                lambda units, posted, price: units * (ENTRY - price) - posted,
                did="let the venue wait until nothing is left at {price} USDT",
                ask="What does it want to see in the pool at that price?",
            ),
            "total": Wrong(
                lambda units, price, **_: topup(units, 0, price),
                found="all that has to be behind the coins",
                ask="How much of that do you have there already?",
            ),
            "entry": Wrong(
                lambda units, posted, price: units * (ENTRY - price) + RATE * units * ENTRY - posted,
                did="took 0.5 % of what the coins were worth at 100 USDT",
                ask="At which price does the venue count, when it looks?",
            ),
            "short": Wrong(
                lambda units, posted, price: units * (ENTRY - (1 + RATE) * price) - posted,
                right="for somebody who is short",
                ask="Does what the venue wants make a long's line higher or lower?",
            ),
        },
        hints=(
            "What do you own in the pool when the price is {price} USDT?",
            "At the line you own exactly 0.5 % of what the {units} coins are worth there.",
            "Solve for the money behind the coins, and take off the {posted} USDT that you have posted.",
        ),
        solution="""
            At {price} you have lost {units} x (100 - {price}) USDT, and 0.005 x {units} x {price} have to be left. You
            have {posted} already, so you add {answer} USDT.
        """,
        note="You pay for a line that is further away with money that can be lost on the way to it.",
        section="Two ways to 5x",
        code="answer = g.units * (100 - 0.995 * g.price) - g.posted",
    ),
    Item(
        id="06-explain",
        objective="risk",
        format="choice",
        prompt="""
            You post more behind both longs. The hatching shrinks, and the curve of losses moves to the right. Why does
            the same money do both?
        """,
        choices=(
            "It moves the line, so fewer losses are ended, and those that are end later.",
            "It makes both longs smaller, so every fall of the price costs less than before.",
            "It is lost last, so what was posted at first is now protected by it.",
        ),
        oracle=lambda: "A",
        wrong={
            "smaller": Wrong(
                "B",
                did="took the added money for a smaller position",
                ask="How many coins do you hold after posting more?",
            ),
            "layers": Wrong("C", did="put the money in layers", ask="Who can take only one half of what is in a pool?"),
        },
        hints=(
            "What did the money change, the number of coins or the line?",
            "Follow one week in which the price falls by 15 %, with 100 and with 200 USDT behind a long.",
            "When you are no longer closed at 90, where does your loss end?",
        ),
        solution="""
            The coins stay as they are and the line moves away. You are closed in fewer weeks, so fewer losses are
            ended, and a loss that is ended has grown further by then.
        """,
        note="The hatching counts how often a loss is ended, and the curve counts how large it is.",
        section="Turn every knob",
    ),
    Item(
        id="06-friend",
        objective="risk",
        format="explain",
        prompt="""
            A friend's long is losing, and he doubles the money behind it "to reduce the risk". In your own words, what
            becomes smaller, what becomes larger, and what else could he do?
        """,
        points=(
            "It says that a liquidation becomes rarer, because its price is further away.",
            "It says that he can now lose more, or that large losses become likelier.",
            "It says that selling a part makes both smaller.",
        ),
        wrong={
            "line-only": Wrong(
                r"^(?!.*\b(lose|loses|losing more|lost|losses|at stake|at risk)\b).*\bliquidat",
                right="if the liquidation price were all that matters",
                ask="How much can he lose now, and how much could he lose before?",
            ),
            "safer": Wrong(
                r"(?<!not )(?<!n't )\b(is|becomes|gets|makes (it|him|his position)) (much )?(safer|less risky)\b",
                right="if he only feared a liquidation",
                ask="What stops his loss once the line is far away?",
            ),
        },
        hints=(
            "Say first what happens to the price at which your friend is closed.",
            "Then say how much money stands behind the wall, and who can lose it.",
            "At last think of somebody who sells half of the coins and adds nothing.",
        ),
        solution="""
            He is liquidated more seldom, since the price is further away. But his loss is ended later, so he can lose
            twice as much. If he sells half of his coins, both become smaller.
        """,
        note="Ask which risk somebody means, to be closed or to lose much.",
    ),
    Item(
        id="06-rescue",
        objective="risk",
        format="choice",
        prompt="""
            Eve's ten coins have 100 USDT behind them, and a week begins. Which top-up makes it most likely that she
            loses more than 100 USDT?
        """,
        choices={
            "ten": "She adds 10 USDT",
            "hundred": "She adds 100 USDT",
            "much": "She adds 200 USDT",
            "alike": "All of them make it equally likely",
        },
        named={"ten": "10 USDT", "hundred": "100 USDT", "much": "200 USDT", "alike": "all alike"},
        oracle=lambda: "ten",
        wrong={
            "most": Wrong(
                "much",
                right="if the question were how much she can lose at most",
                ask="Where is she closed with 300 USDT behind her, and how often does it come to that?",
            ),
            "hook": Wrong(
                "hundred",
                did="remembered the story and did not compare",
                ask="How often is somebody closed who adds very little?",
            ),
            "alike": Wrong(
                "alike",
                right="if she only lost more than 100 where the price ends below 90",
                ask="What does somebody lose who is closed with 110 USDT behind her?",
            ),
        },
        hints=(
            "What does Eve lose when she is closed?",
            "Think of somebody who adds 1 USDT. How much closer to the price is the new line than 80?",
            "Each liquidation costs more than 100 USDT from the first USDT on, so ask where they are most frequent.",
        ),
        solution="""
            With 10 USDT more she is still closed in 19 of 100 weeks, and each time all 110 are gone. With 100 or 200
            more it is 11 weeks, those in which the price ends below 90.
        """,
        note="The smallest rescue is the worst, because it pays for a liquidation that comes anyway.",
        extra=True,
    ),
)
