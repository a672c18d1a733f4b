"""Items on doors: through which tank a loss reaches whom."""

from typing import Any

from marginlib.course.contagion.items.clearing import loses
from marginlib.course.contagion.model import Result
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def hooked(draw: Draw) -> dict[str, Any]:
    """Other prices and another fund for the venue of the lesson."""
    return {"a": draw.integer(72, 77), "b": draw.integer(91, 95), "fund": draw.integer(40, 90, 10)}


def deeper(draw: Draw) -> dict[str, Any]:
    """The same with a larger profit for Dan."""
    return {"a": draw.integer(72, 75), "b": draw.choice((85, 87, 89, 90)), "fund": draw.integer(40, 120, 10)}


def through(draw: Draw) -> dict[str, Any]:
    """Prices at which Cleo needs what comes from A."""
    return {"a": draw.integer(74, 76), "b": draw.integer(55, 59)}


def share(a: float, b: float, **_: Any) -> float:
    """What Dan bears of each further unit.

    >>> round(share(75, 95), 4)
    0.0909
    """
    return Result(first=float(a), second=float(b)).radius[1]["Dan"]


def unfunded(a: float, b: float, **_: Any) -> float:
    """What Dan would lose if nobody had put money into the fund."""
    return loses("Dan", a, b, 0)


DOORS = (
    Item(
        id="10-who",
        objective="doors",
        format="numeric",
        prompt="""
            In the venue of the scene everybody is isolated, one fund of {fund} USDT serves both markets, A is at {a}
            and B at {b}. How much of Dan's profit is missing?
        """,
        draw=hooked,
        oracle=lambda **given: loses("Dan", **given),
        unit="USDT",
        tolerance=0.05,
        wrong={
            "walls": Wrong(
                lambda **_: 0,
                right="if B had a fund of its own",
                ask="Who owes Dan his profit?",
            ),
            "no-fund": Wrong(
                unfunded,
                did="left out the money of the fund",
                ask="What does the fund pay before it cuts a claim?",
            ),
            "all": Wrong(
                lambda b, **_: 10 * (100 - b),
                found="all of Dan's profit",
                ask="Is the share that a fund pays ever zero while it has money?",
            ),
        },
        hints=(
            "What does the fund owe in all? Ben and Cleo win in A, and Dan wins in B.",
            "Ada pays 200 USDT, Cleo pays what she lost in B, and the fund has {fund}.",
            "Divide what comes in by what is owed. What is missing of that share is missing of Dan's profit too.",
        ),
        solution="""
            You add up the claims, 20 x (100 - {a}) in A and 10 x (100 - {b}) in B, and then the money, 200 and
            10 x (100 - {b}) and {fund}. The same share of each claim is missing, and of Dan's it is {answer} USDT.
        """,
        note="Whoever has a claim on a shared fund stands in every market that it serves.",
        section="Who pays whom",
        code="""
claims = 20 * (100 - g.a) + 10 * (100 - g.b)
money = 200 + 10 * (100 - g.b) + g.fund
answer = 10 * (100 - g.b) * (1 - money / claims)
""".strip(),
    ),
    Item(
        id="10-radius",
        objective="doors",
        format="numeric",
        prompt="""
            Now A is at {a} and B at {b}, everybody is isolated, and one fund of {fund} USDT serves both markets. Ada
            loses one more
            unit that she cannot pay. Which part of it does Dan bear, as a number between 0 and 1?
        """,
        draw=deeper,
        oracle=share,
        tolerance=0.0015,
        wrong={
            "equal": Wrong(
                lambda **_: 1 / 3,
                did="let three winners bear the same",
                ask="By what does the fund cut a claim, by heads or by size?",
            ),
            "walls": Wrong(
                lambda **_: 0, right="if B had a fund of its own", ask="Which tank stands in both rooms here?"
            ),
            "over-a": Wrong(
                lambda a, b, **_: (100 - b) / (2 * (100 - a)),
                did="divided by the claims in A alone",
                ask="Whose claims does the fund have to serve?",
            ),
            "all": Wrong(lambda **_: 1, did="let Dan bear all of it", ask="Who else has a claim on the same fund?"),
        },
        hints=(
            "The fund is empty, so the next unit is missing from the claims on it.",
            "How much of all claims is Dan's?",
            "Divide 10 x (100 - {b}) by that and 20 x (100 - {a}) together.",
        ),
        solution="""
            You divide Dan's claim by all claims on the fund, which gives {answer}. What the fund had at first does not
            enter, because it is gone.
        """,
        note="A blast radius says who bears the next unit, and no more than that.",
        section="Walls and doors",
        code="answer = 10 * (100 - g.b) / (10 * (100 - g.b) + 20 * (100 - g.a))",
    ),
    Item(
        id="10-why",
        objective="doors",
        format="explain",
        prompt="""
            A friend says: "I only trade isolated, so other people's crashes cannot cost me anything." In your own
            words, where is your friend right, and what is missing?
        """,
        points=(
            "It says that nobody can reach what the friend has posted.",
            "It says that a profit is owed by somebody else, for example by a fund.",
            "It says that a fund, or another tank, can stand in several markets.",
        ),
        wrong={
            "right": Wrong(
                r"^(?!.*\b(not|but|only|unless|however|except)\b).*\b(is|was) right\b",
                right="if the friend never had a profit",
                ask="Who has to pay the friend's profit?",
            ),
            "wrong": Wrong(
                r"\b(lose|loses|take|takes|reach|reaches) (all )?(his|her|their) (own )?(margin|collateral|deposit)\b",
                right="if the account were cross",
                ask="What did the friend post, and what was the friend owed?",
            ),
        },
        hints=(
            "There are two kinds of money here. Which of them has a wall round it?",
            "Think of Dan's 100 USDT, and then of his profit of 50.",
            "Say who owes the profit, and who else that one has to pay.",
        ),
        solution="""
            Nobody can touch what your friend has posted. But a profit is owed by the fund, which serves other markets
            as well, so when one of them dies your friend is paid less.
        """,
        note="Ask of any money whether it is owned or owed.",
    ),
    Item(
        id="10-account",
        objective="doors",
        format="numeric",
        prompt="""
            Each market has a fund of its own with 40 USDT, A is at {a} and B at {b}. Cleo has one account for both
            markets, and everybody else is as in the lesson. How much of Dan's profit is missing?
        """,
        draw=through,
        oracle=lambda a, b: loses("Dan", a, b, 80, mode="cross", funds="one for each"),
        unit="USDT",
        tolerance=0.1,
        wrong={
            "walls": Wrong(
                lambda **_: 0, right="if Cleo could pay all that she owes in B", ask="What comes to Cleo from A?"
            ),
            "isolated": Wrong(
                lambda a, b: loses("Dan", a, b, 80, funds="one for each"),
                right="if Cleo were isolated",
                ask="What may Cleo pay with, when she has one account?",
            ),
            "no-fund": Wrong(
                lambda a, b: loses("Dan", a, b, 80, mode="cross", funds="one for each") + 40,
                did="left out the fund of B",
                ask="Who pays before Dan's claim is cut?",
            ),
            "one-fund": Wrong(
                lambda a, b: loses("Dan", a, b, 80, mode="cross"),
                right="if one fund served both markets",
                ask="Which claims does the fund of B have to serve?",
            ),
        },
        hints=(
            "What does Cleo get from the fund of A? Ada brings 200 USDT and the fund has 40.",
            "Cleo and Ben share that. With her own 200 she then pays what she can in B.",
            "What Cleo is short of falls on the fund of B first, and then on Dan.",
        ),
        solution="""
            You begin in A, where Cleo receives half of 240 USDT. With her own 200 she pays 320 of 10 x (100 - {b}). The
            fund of B adds its 40, and Dan misses {answer} USDT.
        """,
        note="An account in two markets carries a loss past any wall between the funds.",
        code="answer = 10 * (100 - g.b) - (200 + (200 + 40) / 2) - 40",
        extra=True,
    ),
)
