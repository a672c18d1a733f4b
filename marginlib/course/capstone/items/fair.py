"""Items on fair tests: what makes one worthless, and what mends it."""

from typing import Any

from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

Prices = tuple[float, ...]
Others = tuple[tuple[str, float], ...]


def priced(draw: Draw) -> dict[str, Any]:
    """Eight prices, and a step in the middle."""
    return {"prices": tuple(draw.integer(80, 120) for _ in range(8)), "t": draw.integer(1, 6)}


def known(prices: Prices, t: int) -> float:
    """Mean of the prices that are known at step t.

    >>> known((100, 110, 90), 1)
    105.0
    """
    return sum(prices[: t + 1]) / (t + 1)


def ahead(prices: Prices, t: int) -> float:
    """The same with a price of the future in it."""
    return sum(prices[: t + 2]) / len(prices[: t + 2])


def named(draw: Draw) -> dict[str, Any]:
    """The survival of your manager and of two baselines, and the name under which yours is judged."""
    return {
        "name": draw.choice(("cut", "top up", "mine")),
        "mine": draw.integer(20, 60, 5),
        "others": (("cut", draw.integer(65, 90, 5)), ("top up", draw.integer(65, 90, 5))),
    }


def listed(name: str, mine: float, others: Others) -> float:
    """What a table shows for the manager that is judged under `name`.

    >>> listed("cut", 50, (("cut", 80),))
    50
    """
    return {**dict(others), name: mine}[name]


def overwritten(name: str, mine: float, others: Others) -> float:
    """The same with the bug."""
    return {name: mine, **dict(others)}[name]


FAIR = (
    Item(
        id="13-future",
        objective="fair",
        format="bug-hunt",
        prompt="""
            For a while a trading program let its backtests see one row too many (freqtrade, issue 5388, mended by pull
            request 5391 on 2021-08-09). Its users do it themselves with a shift by one (issue 9240, 2023-09-29). Our
            own line does the same. Mend it: prices is a list of prices and t the step of now, counted from 0. Return
            the mean of all prices that are known at step t.
        """,
        draw=priced,
        oracle=known,
        stub=ahead,
        arguments=("prices", "t"),
        tolerance=0.001,
        cases=({"prices": (100, 110, 90), "t": 1}, {"prices": (100, 100, 100, 200), "t": 2}),
        wrong={
            "today": Wrong(
                lambda prices, t: sum(prices[:t]) / t,
                did="left out the price of now",
                ask="Is the price of step t known at step t?",
            ),
            "all": Wrong(
                lambda prices, **_: sum(prices) / len(prices),
                did="took every price there is",
                ask="Which of them lie after step t?",
            ),
            "now": Wrong(
                lambda prices, t: prices[t],
                found="the price of now",
                ask="Of how many prices is the mean wanted?",
            ),
        },
        hints=(
            "How many prices do you know at step 0?",
            "A slice ends before the number that stands behind the colon.",
            "At step t you know t + 1 prices. How many does the stub take?",
        ),
        solution="""
            You take the prices up to step t, and these are t + 1 of them. The stub took one more, which nobody can know
            at that moment.
        """,
        note="A price in the row of now may belong to the next one, so ask when it was known.",
        section="Seen and unseen",
        code="""
def answer(prices, t):
    return sum(prices[: t + 1]) / (t + 1)
""".strip(),
        extra=True,
    ),
    Item(
        id="13-why",
        objective="fair",
        format="explain",
        prompt="""
            In a tournament all entries are sealed first, and only then the class throws the dice that draw the weeks.
            In your own words, why may nobody know the dice before?
        """,
        hints=(
            "What could somebody do with the weeks in hand, before they hand in?",
            "Think of memory, and of somebody who tries forty settings on the weeks that count.",
            "What can you say about weeks that come later?",
        ),
        solution="""
            If you knew the dice you could draw the weeks yourself and fit a manager to them, by heart or by trying many
            settings. Your score would then say how well you know these weeks, and nothing about the next ones. With
            dice thrown after the seal, nobody could have chosen, so all scores mean the same.
        """,
        points=(
            "Does your text say that one could fit a manager to weeks that are known?",
            "Does it say that such a score tells nothing about other weeks?",
            "Does it say that entries can be compared only if nobody could choose?",
        ),
        wrong={
            "cheat-only": Wrong(
                r"(only|just) (to|for|against) (cheat|stop)",
                right="if everybody who fits a manager meant to cheat",
                ask="What about somebody who honestly tries forty settings and keeps the best?",
            ),
        },
        note="What counts is sealed first, and the dice are thrown afterwards.",
    ),
    Item(
        id="13-order",
        objective="fair",
        format="order",
        prompt="Your class wants to know whose manager is best. Put the steps of a fair tournament in order.",
        steps=(
            "Practise on weeks of any seed",
            "Seal the source and a forecast of your own score",
            "Throw the dice that draw the weeks",
            "Run all entries on the same weeks, once",
            "Publish all sources",
        ),
        wrong={
            "dice-first": Wrong(
                (0, 2, 1, 3, 4),
                did="threw the dice before anything was sealed",
                ask="What can somebody do with the weeks in hand?",
            ),
            "published": Wrong(
                (0, 4, 1, 2, 3),
                did="published the sources before they were sealed",
                ask="What would the last to hand in know?",
            ),
            "unsealed": Wrong(
                (0, 2, 3, 1, 4),
                did="sealed a forecast once the result was known",
                ask="What is a forecast worth that comes after the result?",
            ),
        },
        hints=(
            "What has to be fixed before anybody knows the weeks?",
            "Who may throw the dice, and when?",
            "Sources are read by everybody once nothing can be changed any more.",
        ),
        solution="""
            You may try as long as you like, and then you seal what you hand in. Only then dice are thrown, all entries
            meet the same weeks, and everybody reads the sources.
        """,
        note="What is sealed before the dice cannot have been fitted to them.",
        extra=True,
    ),
    Item(
        id="13-name",
        objective="fair",
        format="bug-hunt",
        prompt="""
            A judge puts your manager and the baselines into one table, by name. Our own line has a fault: if you call
            yours by the name of a baseline, the table shows the baseline, and nobody notices. Mend it: name is what
            yours is called, mine its survival, and others has pairs of the name and the survival of each baseline.
            Return what the table has to show for yours.
        """,
        draw=named,
        oracle=listed,
        stub=overwritten,
        arguments=("name", "mine", "others"),
        tolerance=0.001,
        cases=(
            {"name": "cut", "mine": 50, "others": (("cut", 80),)},
            {"name": "cut", "mine": 90, "others": (("cut", 80),)},
            {"name": "mine", "mine": 50, "others": (("cut", 80),)},
        ),
        wrong={
            "best": Wrong(
                lambda name, mine, others: max(mine, dict(others).get(name, mine)),
                did="showed the better of the two",
                ask="Whose score does the learner want to see?",
            ),
            "nothing": Wrong(
                lambda name, mine, others: 0 if name in dict(others) else mine,
                did="showed nothing where the name is taken",
                ask="Did your manager survive nothing there?",
            ),
            "mean": Wrong(
                lambda name, mine, others: (mine + dict(others).get(name, mine)) / 2,
                did="took the middle of the two",
                ask="Which of them has been judged?",
            ),
        },
        hints=(
            "What do you find in a dictionary, when a key came twice?",
            "You find the last one. Which of the two is the last one in the stub?",
            "Let the baselines come first.",
        ),
        solution="""
            You put the baselines first and your own manager last, because the last entry of a key stays. Our library
            does not even take such a name.
        """,
        note="A test that judges something else is worse than none, because it is believed.",
        code="""
def answer(name, mine, others):
    return {**dict(others), name: mine}[name]
""".strip(),
        extra=True,
    ),
    Item(
        id="13-letter",
        objective="fair",
        format="explain",
        prompt="""
            Ada of lesson 00 wants to buy a program that guards her account, because it survived all 20 weeks that its
            seller shows. Write her a short letter of advice, with one number from each of three lessons.
        """,
        hints=(
            "What does she have to ask about those 20 weeks?",
            "What could she decide before the first price, without any program?",
            "You could take numbers from lesson 03 on hedges, from 05 on steps, or from 13 on luck.",
        ),
        solution="""
            Dear Ada, ask who chose the 20 weeks, because memory survives 20 of 20 and then 62.5 % of others. Even an
            honest share of 20 weeks is off by 8.4 points. Before you pay anybody, put your hedge into one pool, which
            kept it open in 200 of 200 weeks. And if you let a rule act, let it act at level 5 or 10, because BTC moves
            by 2.09 % in six hours.
        """,
        points=(
            "Does your letter ask whether the weeks were seen before?",
            "Does it say how far a result of 20 weeks may be off?",
            "Does it name something that is decided before the first price?",
            "Does it have three numbers, each with what it is a number of?",
        ),
        note="Good advice names what was measured, on what, and how much of it is luck.",
        extra=True,
    ),
)
