"""Items on keeping clear of liquidation."""

from typing import Any

from marginlib import formulas
from marginlib.learn.answers import sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong

GOAL_RATE = 0.005  # maintenance in the design task


def risky(draw: Draw) -> dict[str, Any]:
    """An account with more money in it than its leverage setting asks for."""
    return {
        "slider": draw.choice((25, 40, 50)),
        "notional": draw.integer(1_000, 3_000, 200),
        "equity": draw.integer(300, 400, 20),
        "percent": draw.choice((2, 3, 4)),
    }


def day(notional: float, equity: float, percent: float, **_: Any) -> float:
    """What an ordinary day takes from its equity, in percent."""
    return percent * float(formulas.leverage(notional, equity))


def judge_plan(answer: Any, wallet: float, goal: float, fall: float) -> Verdict | str:
    """The plan must earn the goal on a rise of one USDT, stay open through the fall, and fit into the wallet."""
    plan = sequence(answer)
    if len(plan) != 2 or min(plan) <= 0:
        return Verdict("✗", "not yet: a plan is a list of two numbers above zero, size and collateral.")
    size, collateral = plan
    if formulas.pnl(size, 100, 101) < goal:
        return "leverage-earns"
    if collateral > wallet:
        return Verdict("✗", "not yet: this is more collateral than the wallet holds.")
    equity = formulas.equity(collateral, size, 100, 100 - fall)
    if equity < 0:
        return "thin"
    if equity <= formulas.maintenance(formulas.notional(size, 100 - fall), GOAL_RATE):
        return "no-maintenance"
    return Verdict("✓", "")


LARGER_PROFIT = (
    r"(?:^|[.!?;])"  # from the beginning of a sentence, without a word that denies what follows
    r"(?:(?!\b(?:no|not|never|nor|neither|without|cannot)\b|n['’]t)[^.!?;])*"
    r"\b(?:more|higher|bigger|larger|multiplies(?: the)?) profits?\b"
    r"(?![^.!?;]*(?:percent|%|share))"  # in percent of the collateral it is larger
)

RISK = (
    Item(
        id="01-day",
        objective="risk",
        format="numeric",
        prompt="""
            The leverage is set to {slider}x. The position is worth {notional:,} USDT and the account holds {equity}
            USDT of equity, all of it behind the position. The price moves {percent} % on an ordinary day. What is
            that in percent of the equity?
        """,
        draw=risky,
        oracle=day,
        unit="%",
        tolerance=0.05,
        wrong={
            "slider": Wrong(
                lambda slider, percent, **_: slider * percent,
                "multiplying by the leverage setting: what counts is the notional over the equity that is there",
            ),
            "price": Wrong(
                lambda percent, **_: percent,
                "giving the move of the price: the equity carries a position several times its size",
            ),
            "fraction": Wrong(
                lambda **given: day(**given) / 100,
                "giving a fraction: the question asks for percent",
            ),
        },
        hints=(
            "How many USDT does the position gain or lose on such a day?",
            "Which of the numbers says how much money stands behind it?",
            "Volatility times notional, over equity. The setting is not in it.",
        ),
        solution="{percent} % of {notional:,} USDT, over {equity} USDT, is {answer} %.",
        note="the setting says what you may post at least; risk asks what is there.",
        code="answer = g.percent * g.notional / g.equity",
    ),
    Item(
        id="01-plan",
        objective="risk",
        format="design",
        prompt="""
            Your wallet holds {wallet} USDT. Plan a long from 100 USDT as a list [size, collateral]: it earns at least
            {goal} USDT when the price rises to 101, and it is still open when the price falls by {fall} USDT first.
            Maintenance is 0.5 %.
        """,
        draw=lambda draw: {
            "wallet": draw.integer(300, 400, 20),
            "goal": draw.integer(12, 20),
            "fall": draw.integer(8, 14),
        },
        judge=judge_plan,
        hand_in="a list [size, collateral] of two numbers above zero",
        wrong={
            "leverage-earns": Wrong(
                [1, 2],
                """
                    hoping that leverage multiplies profit: one USDT of rise earns one USDT for each unit, whatever is
                    posted
                """,
            ),
            "no-maintenance": Wrong(
                lambda goal, fall, **_: [goal, goal * fall + 1],
                "covering the loss alone: what is left must also be above maintenance",
            ),
            "thin": Wrong(
                lambda goal, **_: [goal, goal],
                "posting as little as you may: the fall takes more than that",
            ),
        },
        hints=(
            "The goal fixes the size. How much does one unit earn?",
            "How much does that size lose in the fall, and what must be left?",
            "Collateral above the loss plus 0.5 % of the notional at the low. Anything up to the wallet will do.",
        ),
        solution="""
            a size of {goal}, and more collateral than {goal} x {fall} plus maintenance. All of the wallet is one
            answer.
        """,
        note="size came from what you want to earn, collateral from what you want to survive. Leverage followed.",
        code="answer = [g.goal, g.wallet]",
    ),
    Item(
        id="01-why",
        objective="risk",
        format="explain",
        prompt="In your own words: two traders choose 5x and 50x and earn the same. What did leverage change?",
        points=(
            "It says that the collateral posted is different.",
            "It says that the distance to liquidation is different.",
            "It says that size and gain in USDT are the same for both.",
        ),
        wrong={
            "leverage-earns": Wrong(
                LARGER_PROFIT,
                "a larger profit: in USDT both earn the same, because both hold the same size",
            ),
        },
        hints=(
            "What did each of them have to post?",
            "What happens to each of them when the price dips first?",
            "Say something about collateral and something about distance.",
        ),
        solution="""
            The collateral that each posted, and with it the distance to liquidation. The size, the gain in USDT and
            the maintenance margin are the same for both.
        """,
        note="leverage is a statement about collateral.",
    ),
)
