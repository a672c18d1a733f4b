"""Exercises that are written or chosen: a ratio and an alarm as functions, a setting, and a plan for the engine."""

from typing import Any

from marginlib import formulas
from marginlib.course.leverage_and_margin.account import RATE, worth
from marginlib.course.leverage_and_margin.items.ratio import state
from marginlib.learn.answers import sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong

KINDS = ("maintenance/equity", "equity/maintenance", "equity/notional", "health")


def fraction(**given: Any) -> float:
    """The margin fraction in percent."""
    return 100 * float(formulas.margin_fraction(worth(**given), given["size"] * given["mark"]))


def shown(draw: Draw) -> dict[str, Any]:
    """What one of four venues shows, beside its edge."""
    kind, percent, near = draw.choice(KINDS), draw.choice((0.5, 1, 2.5)), draw.choice((0.8, 0.98, 1.02, 1.25))
    edge = {"equity/notional": percent, "health": 1.0}.get(kind, 100.0)
    return {"kind": kind, "value": round(edge * near, 4), "percent": percent}


def red(kind: str, value: float, percent: float) -> bool:
    """Whether a venue of this kind closes: at 100 % or beyond, below the maintenance rate, below 1."""
    if kind == "maintenance/equity":
        return value >= 100
    if kind == "equity/maintenance":
        return value <= 100
    return value < (percent if kind == "equity/notional" else 1)


def _one_direction(kind: str, value: float, percent: float) -> bool:
    return value <= 100 if kind == "maintenance/equity" else red(kind, value, percent)


def _strict(kind: str, value: float, percent: float) -> bool:
    return red(kind, value, percent) and value != 100


def _hundred(kind: str, value: float, percent: float) -> bool:
    return value < 100 if kind == "equity/notional" else red(kind, value, percent)


def _factor(kind: str, value: float, percent: float) -> bool:
    return value < 100 if kind == "health" else red(kind, value, percent)


EDGES = (
    *({"kind": kind, "value": value, "percent": 0.5} for kind in KINDS[:2] for value in (99.0, 100.0, 101.0)),
    *({"kind": "equity/notional", "value": value, "percent": 0.5} for value in (0.4, 0.5, 0.6)),
    *({"kind": "health", "value": value, "percent": 0.5} for value in (0.99, 1.0, 1.005)),
)


def judge_plan(answer: Any, wallet: float, goal: float, fall: float) -> Verdict | str:
    """The plan must earn the goal on a rise of one USDT, stay open through the fall, and fit into the wallet."""
    plan = sequence(answer)
    if len(plan) != 2 or min(plan) <= 0:
        return Verdict("✗", "A plan is a list of two numbers above zero, the coins and what you post.")
    size, collateral = plan
    if formulas.pnl(size, 100, 101) < goal:
        return "leverage-earns"
    if collateral > wallet:
        return Verdict("✗", "This is more than your wallet holds.")
    equity = formulas.equity(collateral, size, 100, 100 - fall)
    if equity < 0:
        return "thin"
    if equity <= formulas.maintenance(formulas.notional(size, 100 - fall), RATE):
        return "no-maintenance"
    return Verdict("✓", "")


RULES = (
    Item(
        id="01-fraction",
        objective="ratio",
        format="function",
        prompt="""
            Write a function of (side, size, collateral, mark, percent) that returns equity over notional, in percent.
            The side is 1 for a long and -1 for a short, you opened it at 100 USDT, and percent is the maintenance rate.
        """,
        draw=state,
        oracle=fraction,
        unit="%",
        tolerance=0.001,
        wrong={
            "collateral": Wrong(
                lambda size, collateral, mark, **_: 100 * collateral / (size * mark),
                did="divided what was posted",
                ask="What has the move of the price done to it?",
            ),
            "at-entry": Wrong(
                lambda size, **rest: 100 * worth(size=size, **rest) / (size * 100),
                did="took the value at the price of 100",
                ask="What are the coins worth at the mark price?",
            ),
            "long-only": Wrong(
                lambda **given: fraction(**{**given, "side": 1}),
                right="for a long",
                ask="What does your function say about a short?",
            ),
            "fraction": Wrong(
                lambda **given: fraction(**given) / 100,
                found="the fraction itself",
                ask="How many percent is that?",
            ),
            "upside-down": Wrong(
                lambda **given: 10_000 / fraction(**given),
                did="divided the wrong way round",
                ask="Which of the two is the larger one?",
            ),
        },
        hints=(
            "Do you need all five arguments? The maintenance rate is what you compare the result with.",
            "Your equity comes first, which is what you posted plus side x size x (mark - 100).",
            "Then divide it by what the coins are worth at the mark price.",
        ),
        solution="You divide the equity by size x mark, and multiply by a hundred. You need no rate for it.",
        note="It is compared with the maintenance rate, and never with a hundred percent.",
        code="def answer(side, size, collateral, mark, percent):\n"
        "    equity = collateral + side * size * (mark - 100)\n"
        "    return 100 * equity / (size * mark)",
        extra=True,
    ),
    Item(
        id="01-alarm",
        objective="ratio",
        format="function",
        prompt="""
            One screen is to watch four venues. Write a function of (kind, value, percent) that returns True when the
            venue closes you. The kind is "maintenance/equity" or "equity/maintenance", where you are closed at 100 or
            beyond, "equity/notional", where you are closed below percent, or "health", where you are closed below 1.
        """,
        draw=shown,
        oracle=red,
        cases=EDGES,
        tolerance=0.5,
        wrong={
            "one-direction": Wrong(
                _one_direction,
                did="let all four sound the alarm at small numbers",
                ask="Which way does maintenance over equity go when you lose money?",
            ),
            "strict": Wrong(
                _strict,
                did="kept the position open at exactly 100",
                ask="Is your equity above maintenance when the two are equal?",
            ),
            "hundred": Wrong(
                _hundred,
                did="compared equity over notional with 100",
                ask="What does that venue compare it with?",
            ),
            "factor": Wrong(
                _factor,
                did="compared the health factor with 100",
                ask="Is a health factor given in percent?",
            ),
        },
        hints=(
            "For each kind, where is the edge, and on which side of it are you closed?",
            "Your alarm has four branches. Only one of them sounds when the number grows.",
            "Try your function at 100 for the first two kinds, where your equity is not above maintenance any more.",
        ),
        solution="""
            You ask for the kind first. The alarm sounds from 100 up for the first, from 100 down for the second, below
            the rate for the third and below 1 for the fourth.
        """,
        note="A ratio without its direction is half of a number.",
        code="""
def answer(kind, value, percent):
    if kind == "maintenance/equity":
        return value >= 100
    if kind == "equity/maintenance":
        return value <= 100
    return value < (percent if kind == "equity/notional" else 1)
""".strip(),
        extra=True,
    ),
    Item(
        id="01-pick",
        objective="posted",
        format="choice",
        prompt="""
            You buy ten coins at 100 USDT and post no more than the slider asks for. You think that the price dips to 97
            before it climbs, and the venue wants to see 0.5 % of the value. Which is the highest of these settings that
            stays open?
        """,
        choices={"ten": "10x", "twenty": "20x", "thirty": "30x", "forty": "40x"},
        oracle=lambda: "twenty",
        wrong={
            "bankruptcy": Wrong(
                "thirty",
                right="if the venue waited until nothing is left",
                ask="How much must still be in your tank at 97?",
            ),
            "earns": Wrong(
                "forty",
                did="took the highest setting there is",
                ask="How far is your floor from 100 with it?",
            ),
            "timid": Wrong(
                "ten", did="chose a setting that stays open", ask="Is there a higher one that stays open as well?"
            ),
        },
        hints=(
            "How much do ten coins lose on the way to 97?",
            "How much must be left there, and what do you have to post for both?",
            "At which setting do you post at least that much for coins worth 1,000 USDT?",
        ),
        solution="""
            Ten coins lose 30 USDT on the way to 97, and 4.85 must stay. At 20x you post 50, which is enough, and at 30x
            you post 33.33, which is not.
        """,
        note="Say first which fall you want to live through, and the setting follows.",
        extra=True,
    ),
    Item(
        id="01-plan",
        objective="risk",
        format="design",
        prompt="""
            You have {wallet} USDT. Plan a long from 100 USDT as a list of two numbers, the coins and what you post. It
            earns at least {goal} USDT when the price rises to 101, and it is still open when the price falls by {fall}
            USDT first. Maintenance is 0.5 %.
        """,
        draw=lambda draw: {
            "wallet": draw.integer(300, 400, 20),
            "goal": draw.integer(12, 20),
            "fall": draw.integer(8, 14),
        },
        judge=judge_plan,
        hand_in="a list of two numbers above zero, coins and USDT",
        wrong={
            "leverage-earns": Wrong(
                [1, 2],
                did="hoped that little money earns much",
                ask="How much does one coin earn when the price rises by one USDT?",
            ),
            "no-maintenance": Wrong(
                lambda goal, fall, **_: [goal, goal * fall + 1],
                did="posted enough for the loss and nothing beyond it",
                ask="What does the venue want to see at the foot of the fall?",
            ),
            "thin": Wrong(
                lambda goal, **_: [goal, goal],
                did="posted less than the fall costs",
                ask="How much do your coins lose when the price falls by {fall} USDT?",
            ),
        },
        hints=(
            "What you want to earn fixes the coins. How much does one of them earn?",
            "How much do your coins lose in the fall, and what must be left?",
            "Post more than the loss and 0.5 % of the value at the foot. Anything up to your wallet will do.",
        ),
        solution="""
            You need {goal} coins, and you post more than {goal} x {fall} USDT and what must stay. All of your wallet is
            one answer.
        """,
        note="The coins came from what you want to earn, the money from what you want to live through.",
        code="answer = [g.goal, g.wallet]",
        extra=True,
    ),
)
