"""Items on health: what collateral counts for, and which of it should be taken."""

from typing import Any

from marginlib import formulas
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.lending import MixedLoan, collateral


def two(draw: Draw) -> dict[str, Any]:
    """Two collaterals and a debt that is a little too large for them."""
    eth, sol = draw.integer(500, 900, 20), draw.integer(200, 340, 20)
    return {"eth": eth, "sol": sol, "debt": round((0.8 * eth + 0.5 * sol) / draw.choice((0.92, 0.93, 0.94, 0.95)))}


def health(eth: float, sol: float, debt: float, weights: tuple[float, float] = (0.8, 0.5)) -> float:
    """The health factor of the two.

    >>> round(health(600, 300, 680), 4)
    0.9265
    """
    counted = eth * weights[0] + sol * weights[1]
    return float(formulas.health_factor(counted, 1, debt))


def taken(draw: Draw) -> dict[str, Any]:
    """A loan behind two collaterals, and what somebody repays of it."""
    values = draw.integer(500, 800, 20), draw.integer(500, 800, 20)
    weights = draw.choice((0.9, 0.93)), draw.choice((0.5, 0.6))
    counted = values[0] * weights[0] + values[1] * weights[1]
    return {
        "worths": values,
        "weights": weights,
        "debt": round(counted / draw.choice((0.92, 0.94, 0.96))),
        "place": draw.choice((0, 1)),
        "repaid": draw.integer(150, 300, 10),
        "bonus": draw.choice((0.05, 0.08, 0.1)),
    }


def after(
    worths: tuple[float, ...], weights: tuple[float, ...], debt: float, place: int, repaid: float, bonus: float
) -> float:
    """The health factor after a liquidation.

    >>> round(after((600, 600), (0.93, 0.5), 900, 1, 300, 0.05), 4)
    1.1675
    """
    return float(MixedLoan(worths, weights, debt).taken(place, repaid, bonus).health)


def taken_whole(
    worths: tuple[float, ...], weights: tuple[float, ...], debt: float, repaid: float, bonus: float, **_: Any
) -> float:
    """The same with what is taken counted in full, whatever its weight."""
    counted = sum(value * weight for value, weight in zip(worths, weights, strict=True))
    return (counted - repaid * (1 + bonus)) / (debt - repaid)


HEALTH = (
    Item(
        id="09-health",
        objective="health",
        format="numeric",
        prompt="""
            A lending pool with cross-collateralization puts all your coins behind all that you owe. You have {eth} USDT
            of ETH, which count at a weight of 0.8, and {sol} USDT of SOL, which count at 0.5. You owe {debt} USDT. What
            is your health factor?
        """,
        draw=two,
        oracle=health,
        tolerance=0.005,
        wrong={
            "unweighted": Wrong(
                lambda eth, sol, debt: (eth + sol) / debt,
                did="counted all of both coins",
                ask="How much of 100 USDT of SOL does the pool believe in?",
            ),
            "average": Wrong(
                lambda eth, sol, debt: 0.65 * (eth + sol) / debt,
                right="if you had as much of the one as of the other",
                ask="Which of your two coins counts more, and of which have you more?",
            ),
            "haircut": Wrong(
                lambda eth, sol, debt: health(eth, sol, debt, (0.2, 0.5)),
                did="counted what a weight leaves out",
                ask="Does a weight say what counts, or what is cut off?",
            ),
            "upside": Wrong(
                lambda eth, sol, debt: 1 / health(eth, sol, debt),
                did="turned the fraction round",
                ask="Should more collateral make your number larger or smaller?",
            ),
        },
        hints=(
            "How much would the pool give you credit for if you had the ETH alone?",
            "Add what counts of both coins, each at a weight of its own.",
            "You divide that sum by the {debt} USDT that you owe.",
        ),
        solution="""
            You have 0.8 x {eth} + 0.5 x {sol} USDT that count. Divided by {debt} that is {answer}, so anybody may
            liquidate you.
        """,
        note="In one pool every coin helps every debt, but only as far as it counts.",
        section="What counts",
        code="answer = (0.8 * g.eth + 0.5 * g.sol) / g.debt",
    ),
    Item(
        id="09-which",
        objective="health",
        format="choice",
        prompt="""
            A loan of 900 USDT has 600 USDT of USD coin behind it, which count at 0.93, and 600 of SOL, which count at
            0.5. Its health is 0.953 and the bonus 5 %. Somebody repays 300 USDT. From which of the two should the venue
            let them take, if the loan is to become healthier?
        """,
        choices={
            "coin": "USD coin, which is the safest to take",
            "sol": "SOL, which counts least",
            "either": "Either of the two, because both are worth 315 USDT then",
        },
        named={"coin": "USD coin", "sol": "SOL", "either": "either of the two"},
        oracle=lambda: "sol",
        wrong={
            "coin": Wrong(
                "coin",
                right="for the one who takes it",
                ask="How much of the counted value leaves with 315 USDT of USD coin?",
            ),
            "either": Wrong(
                "either",
                right="if both counted at the same weight",
                ask="How much do 315 USDT of each count for in the health of the loan?",
            ),
        },
        hints=(
            "What leaves the debt is the same in both cases. What leaves the counted value?",
            "Multiply 315 USDT by each of the two weights and compare it with what a debt of 300 needs.",
            "A loan becomes healthier if it gives away less of what counts than it is freed of.",
        ),
        solution="""
            With SOL you see 157.5 of the counted value leave, and health rises to 1.1675. With USD coin you see
            293 leave, and health falls to 0.942, although the same was repaid.
        """,
        note="Taking collateral helps if weight times (1 + bonus) is below the health of the loan.",
        section="Which collateral is taken",
    ),
    Item(
        id="09-after",
        objective="health",
        format="function",
        prompt="""
            Write a function of (worths, weights, debt, place, repaid, bonus) that returns the health of a loan after a
            liquidation. The worths are what each collateral is worth, and each has a weight. Somebody repays an amount
            and takes that much and the bonus from the collateral at a place, counted from 0. A bonus of 0.05 stands for
            5 %.
        """,
        draw=taken,
        oracle=after,
        tolerance=0.001,
        arguments=("worths", "weights", "debt", "place", "repaid", "bonus"),
        cases=(
            {"worths": (600, 600), "weights": (0.93, 0.5), "debt": 900, "place": 0, "repaid": 300, "bonus": 0.05},
            {"worths": (600, 600), "weights": (0.93, 0.5), "debt": 900, "place": 1, "repaid": 300, "bonus": 0.05},
            {"worths": (1000,), "weights": (0.8,), "debt": 960, "place": 0, "repaid": 480, "bonus": 0.1},
        ),
        wrong={
            "no-bonus": Wrong(
                lambda **given: after(**{**given, "bonus": 0.0}),
                did="let people repay without a reward",
                ask="What does somebody take who repays 100 USDT?",
            ),
            "debt-only": Wrong(
                lambda worths, weights, debt, repaid, **_: (
                    sum(a * b for a, b in zip(worths, weights, strict=True)) / (debt - repaid)
                ),
                did="took nothing out of the collateral",
                ask="With what is the one paid who repays?",
            ),
            "whole": Wrong(
                taken_whole,
                did="counted what was taken in full",
                ask="How much did this collateral count for before it was taken?",
            ),
            "first": Wrong(
                lambda **given: after(**{**given, "place": 0}),
                did="took the first collateral, whatever the place",
                ask="Which of them does a liquidator choose?",
            ),
        },
        hints=(
            "What is left of the collateral at the place, and what of the debt?",
            "You take repaid times (1 + bonus) from one worth, and leave the others alone.",
            "Then add worths times weights, and divide by the debt that is left.",
        ),
        solution="""
            You take repaid x (1 + bonus) from one of the worths, weigh all of them, and divide by debt - repaid.
        """,
        note="What leaves a loan counts at the weight at which it was in it.",
        code="""
def answer(worths, weights, debt, place, repaid, bonus):
    left = list(worths)
    left[place] -= repaid * (1 + bonus)
    return sum(value * weight for value, weight in zip(left, weights, strict=True)) / (debt - repaid)
""".strip(),
        extra=True,
    ),
    Item(
        id="09-dead",
        objective="health",
        format="numeric",
        prompt="""
            A lending contract from a course refuses every liquidation that would lower the health of a loan. A reader
            noticed what that does to loans that are far gone (Cyfrin/foundry-defi-stablecoin-cu, issue 163,
            2026-03-26). Your collateral counts at {weight:g} and the bonus is {bonus} %. Below which health
            can nobody liquidate you any more?
        """,
        draw=lambda draw: {"weight": draw.choice((0.5, 0.6, 0.66, 0.75)), "bonus": draw.integer(5, 12)},
        oracle=lambda weight, bonus: float(collateral.toxic_health(weight, bonus / 100)),
        tolerance=0.002,
        wrong={
            "weight": Wrong(
                lambda weight, **_: weight,
                right="if those who repay took nothing on top",
                ask="How much does somebody take who repays 1 USDT?",
            ),
            "frontier": Wrong(
                lambda bonus, **_: 1 / (1 + bonus / 100),
                found="the loan to value from which it harms",
                ask="Is health a share of the collateral or of the debt?",
            ),
            "divided": Wrong(
                lambda weight, bonus: weight / (1 + bonus / 100),
                did="divided by 1 + bonus",
                ask="Does a larger reward take more away, or less?",
            ),
            "one": Wrong(
                lambda **_: 1.0,
                found="the health from which anybody may liquidate you",
                ask="Does your health rise when somebody repays a little, right below that?",
            ),
        },
        hints=(
            "You are freed of 1 USDT of debt. How much of what counts do you give away for it?",
            "Your health is what counts for each USDT that you owe. Compare the two.",
            "Multiply the weight by what leaves for one USDT that is repaid.",
        ),
        solution="""
            For 1 USDT that is repaid you lose {weight:g} x 1.{bonus:02d} of what counts. If your health is below that,
            {answer}, each liquidation lowers it, and the contract refuses.
        """,
        note="A contract that only allows what helps today can lock a loan for good.",
        code="answer = g.weight * (1 + g.bonus / 100)",
        extra=True,
    ),
    Item(
        id="09-scaled",
        objective="health",
        format="numeric",
        prompt="""
            A venue counts a coin at {weight:g} as long as all of its users together have no more than {start} million
            USDT of it. Beyond that the weight shrinks, so that no more than that is counted in full (Mango v4 and Drift
            v2 have this form). Now there are {deposits} million. At how many percent does the coin count?
        """,
        draw=lambda draw: {
            "weight": draw.choice((0.8, 0.85, 0.9)),
            "start": draw.integer(300, 500, 50),
            "deposits": draw.integer(1_100, 1_400, 100),
        },
        oracle=lambda weight, start, deposits: 100 * float(collateral.scaled_asset_weight(weight, start, deposits)),
        unit="%",
        tolerance=0.1,
        wrong={
            "unscaled": Wrong(
                lambda weight, **_: 100 * weight,
                right="below {start} million",
                ask="What does the venue fear when everybody brings the same coin?",
            ),
            "over": Wrong(
                lambda weight, start, deposits: 100 * weight * (1 - start / deposits),
                did="took the part that is too much",
                ask="Which part of the coins is still believed in?",
            ),
            "share": Wrong(
                lambda weight, start, deposits: 100 * weight * start / (start + deposits),
                did="added {start} to {deposits} million",
                ask="Are the first {start} million among the {deposits} or beside them?",
            ),
        },
        hints=(
            "If {start} million count in full, how much of each of the {deposits} is that?",
            "What counts in all stays where it was when there were {start} million.",
            "You multiply the weight by {start} over {deposits}.",
        ),
        solution="""
            All that is there counts for no more than {weight:g} x {start} million. Spread over {deposits} million that
            is {answer} % of each, and one more deposit lowers it for everybody.
        """,
        note="In a shared pool your own weight depends on what others bring.",
        code="answer = 100 * g.weight * g.start / g.deposits",
        extra=True,
    ),
)
