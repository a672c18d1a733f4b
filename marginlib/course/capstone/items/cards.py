"""Items on score cards: what is measured, and how much of it is luck."""

from typing import Any

from marginlib.agents import Score, standard_error
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong

Measures = tuple[float, float, float, float]


def sampled(draw: Draw) -> dict[str, Any]:
    """A share of weeks survived, and how many there were."""
    return {"share": draw.integer(60, 90, 5), "count": draw.choice((20, 25, 40, 50, 80, 100, 150, 200, 400))}


def scatter(share: float, count: float) -> float:
    """How far the share scatters, in points.

    >>> round(scatter(83, 20), 1), round(scatter(83, 200), 1)
    (8.4, 2.7)
    """
    return 100 * float(standard_error(share / 100, count))


def paired(draw: Draw) -> dict[str, Any]:
    """Weeks that one manager survives alone, and the other."""
    return {"mine": draw.integer(20, 45), "theirs": draw.integer(3, 9)}


def apart(mine: float, theirs: float) -> float:
    """How many deviations the two are apart.

    >>> round(apart(12, 9), 2)
    0.65
    """
    return float((mine - theirs) / (mine + theirs) ** 0.5)


def measured(draw: Draw) -> dict[str, Any]:
    """Survival, kept, at stake and traded of two managers, often alike in some of them."""

    def one() -> Measures:
        return (
            draw.choice((0.6, 0.8, 0.9)),
            draw.choice((0.8, 0.9)),
            draw.choice((0.5, 0.6)),
            draw.choice((0.0, 0.2)),
        )

    return {"mine": one(), "theirs": one()}


def beats(mine: Measures, theirs: Measures) -> bool:
    """Whether the first is at least as good in all four, and better in one.

    >>> beats((0.8, 0.9, 0.5, 0.0), (0.8, 0.9, 0.6, 0.0)), beats((0.8, 0.9, 0.5, 0.0), (0.8, 0.9, 0.5, 0.0))
    (True, False)
    """
    return Score("mine", *mine).beats(Score("theirs", *theirs))


def summed(measures: Measures) -> float:
    """The four measures in one number."""
    survival, kept, stake, turnover = measures
    return round(survival + kept - stake - turnover, 9)


JUDGING = (
    Item(
        id="13-luck",
        objective="judge",
        format="numeric",
        prompt="""
            A manager survives {share} % of {count} unseen weeks. What is the standard error of that share, in points?
        """,
        draw=sampled,
        oracle=scatter,
        unit="points",
        tolerance=0.01,
        wrong={
            "no-root": Wrong(
                lambda share, count: share * (100 - share) / 100 / count,
                found="the variance of the share, times a hundred",
                ask="What leads from a variance to a deviation?",
            ),
            "one": Wrong(
                lambda share, **_: (share * (100 - share)) ** 0.5,
                found="the deviation of a single week",
                ask="What does looking at {count} weeks do to it?",
            ),
            "count": Wrong(
                lambda share, count: (share * (100 - share)) ** 0.5 / count,
                did="divided a deviation by the number of weeks",
                ask="Do deviations shrink with the number, or with its root?",
            ),
        },
        hints=(
            "You survive a single week or you do not. Its variance is p (1 - p).",
            "For a share of {count} weeks you divide that by {count}.",
            "Take the root, and read it in points.",
        ),
        solution="""
            You take p (1 - p) with p = {share} %, divide it by {count} and take the root. That comes to {answer}
            points.
        """,
        note="Four times as many weeks make the error half as large.",
        section="What a survived week costs",
        code="answer = 100 * (g.share / 100 * (1 - g.share / 100) / g.count) ** 0.5",
    ),
    Item(
        id="13-pairs",
        objective="judge",
        format="numeric",
        prompt="""
            Two managers met the same 200 weeks. In {mine} of them yours survived and the other did not, and in {theirs}
            it was the other way round. How many deviations apart are they?
        """,
        draw=paired,
        oracle=apart,
        tolerance=0.01,
        wrong={
            "all-weeks": Wrong(
                lambda mine, theirs: (mine - theirs) / 200**0.5,
                did="let all 200 weeks count",
                ask="What does a week say in which both did the same?",
            ),
            "raw": Wrong(
                lambda mine, theirs: mine - theirs,
                found="how many weeks more yours has survived",
                ask="How far could that number be off by luck?",
            ),
            "points": Wrong(
                lambda mine, theirs: (mine - theirs) / 2,
                found="the difference in points",
                ask="How far could that be off by luck?",
            ),
        },
        hints=(
            "You learn who is better from the weeks in which the two differ, and from no others.",
            "If you compared two equals, each of those {mine} + {theirs} weeks would be a coin.",
            "The difference of so many coins scatters by the root of their number.",
        ),
        solution="""
            You have {mine} - {theirs} weeks more, and of {mine} + {theirs} coins the difference scatters by the root of
            that sum. They are {answer} deviations apart.
        """,
        note="Below two deviations, luck alone could have made the difference.",
        section="What a survived week costs",
        code="answer = (g.mine - g.theirs) / (g.mine + g.theirs) ** 0.5",
    ),
    Item(
        id="13-beats",
        objective="judge",
        format="function",
        prompt="""
            Write a function that says whether one manager beats another on the score card, as True or False. Both are
            lists of survival, kept, at stake and traded. It beats the other if it is at least as good in all four and
            better in one, and the last two are better when they are smaller.
        """,
        draw=measured,
        oracle=beats,
        arguments=("mine", "theirs"),
        cases=(
            {"mine": (0.8, 0.9, 0.5, 0.0), "theirs": (0.8, 0.9, 0.5, 0.0)},
            {"mine": (1.0, 0.0, 0.0, 1.0), "theirs": (0.6, 0.9, 0.5, 0.0)},
            {"mine": (1.0, 0.9, 0.6, 0.0), "theirs": (0.6, 0.9, 0.5, 0.0)},
            {"mine": (0.9, 0.9, 0.6, 0.0), "theirs": (0.8, 0.9, 0.6, 0.0)},
            {"mine": (0.8, 0.9, 0.5, 0.0), "theirs": (0.8, 0.9, 0.6, 0.0)},
        ),
        wrong={
            "survival": Wrong(
                lambda mine, theirs: mine[0] > theirs[0],
                did="looked at survival alone",
                ask="What does a manager survive that closes everything at once?",
            ),
            "sum": Wrong(
                lambda mine, theirs: summed(mine) > summed(theirs),
                did="mixed four measures into one number",
                ask="How many points of survival is a point of money at stake worth, and who says so?",
            ),
            "equal": Wrong(
                lambda mine, theirs: bool(mine == theirs or beats(mine, theirs)),
                did="let a manager beat one that is equal in everything",
                ask="What does it have to be better in?",
            ),
        },
        hints=(
            "If you turn the last two measures round first, larger is better in all four.",
            "At least as good in all four is one question, and better in one is another.",
            "If you compare two that are equal in everything, the answer is False.",
        ),
        solution="""
            You put a minus before what is at stake and what is traded. Then you ask whether all four are at least as
            large, and whether the two lists differ.
        """,
        note="What is not mixed needs no weights.",
        section="What a survived week costs",
        code="""
def answer(mine, theirs):
    mine = (mine[0], mine[1], -mine[2], -mine[3])
    theirs = (theirs[0], theirs[1], -theirs[2], -theirs[3])
    return mine != theirs and all(one >= two for one, two in zip(mine, theirs))
""".strip(),
    ),
    Item(
        id="13-same",
        objective="judge",
        format="choice",
        prompt="""
            Over the same 200 weeks, survival goes from 62.5 % behind walls to 83 % with topping up and 100 % in one
            pool. The money at the end is the same for all, within what luck does. What has been bought?
        """,
        choices={
            "open": "Being in the market at the end of the week, and nothing else",
            "money": "More money on average, which 200 weeks are too few to show",
            "luck": "Nothing, since equal money means that equal managers were judged",
        },
        named={"open": "being in the market", "money": "more money", "luck": "nothing"},
        oracle=lambda: "open",
        wrong={
            "money": Wrong(
                "money",
                did="looked for a profit in a price that goes nowhere on average",
                ask="What does a closed position earn afterwards, and what does an open one, on average?",
            ),
            "luck": Wrong(
                "luck",
                right="if money at the end were all that anybody wants",
                ask="Does everybody who is closed out want to be out?",
            ),
        },
        hints=(
            "Prices of these weeks have no trend, so what do you earn on average by an hour in the market?",
            "A wall that closes a position also ends its losses.",
            "Who wants to hold the position to the end, whatever it brings?",
        ),
        solution="""
            You earn nothing by being in or out of a market that goes nowhere on average. What you buy with money at
            stake or with trades is that your positions are still there at the end.
        """,
        note="Survival is bought, so read what it costs.",
        code="",
        extra=True,
    ),
)
