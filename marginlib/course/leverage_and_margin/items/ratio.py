"""Items on the margin ratio in its four conventions."""

from typing import Any

from marginlib import formulas
from marginlib.course.leverage_and_margin.account import needed, worth
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong


def state(draw: Draw) -> dict[str, Any]:
    """A position some time after it was opened, with a mark price away from its entry."""
    return {
        "side": draw.sign(),
        "size": draw.integer(10, 20),
        "collateral": draw.integer(300, 400, 10),
        "mark": draw.choice((92, 94, 106, 108)),
        "percent": draw.choice((1, 1.5, 2, 2.5)),
    }


def ratio(**given: Any) -> float:
    """Its maintenance ratio in percent."""
    return 100 * float(formulas.maintenance_ratio(worth(**given), needed(**given)))


RATIO = (
    Item(
        id="01-first",
        objective="ratio",
        format="predict",
        prompt="""
            Four venues show Ben's position, with the same maintenance rate and the same mark price. Now the price falls
            slowly from 99 USDT. Which venue closes him first?
        """,
        choices=(
            "The one that shows 1.005, since it is nearly at 1",
            "The one that shows 1.01 %, the smallest number",
            "The one that shows 49.5 %, since it is half way",
            "None, they close him at the same price",
        ),
        named={
            "A": "the venue with 1.005",
            "B": "the venue with 1.01 %",
            "C": "the venue with 49.5 %",
            "D": "a tie",
        },
        figures="as all four close him at 98.49 USDT",
        oracle=lambda: "D",
        spoils=("100.0 %", "98.4925"),
        wrong={
            "near-number": Wrong(
                "A",
                did="compared how near each number is to its edge",
                ask="How far may the price fall until 1.005 has become 1?",
            ),
            "small-number": Wrong(
                "B", did="took the smallest number for the worst", ask="At which number does that venue close him?"
            ),
            "half-way": Wrong(
                "C", did="took half of 100 % for half of the way", ask="What is divided by what at that venue?"
            ),
        },
        hints=(
            "Each venue has an edge of its own. What happens to Ben's money at each of them?",
            "Write down when Ben is closed, in words and not in numbers.",
            "Is his equity still above what he needs? Which of the four asks anything else?",
        ),
        solution="""
            Each needle crossed into the red at the same moment, because each venue asks whether Ben's equity is still
            above his maintenance margin.
        """,
        note="The numbers differ in what is divided by what, and not in when he is closed.",
    ),
    Item(
        id="01-ratio",
        objective="ratio",
        format="numeric",
        prompt="""
            You have a {side:side} of {size} coins from 100 USDT with {collateral} USDT posted. The mark price is {mark}
            USDT and the maintenance rate {percent} %. Your venue divides maintenance by equity. Which ratio do you see,
            in percent?
        """,
        draw=state,
        oracle=ratio,
        unit="%",
        tolerance=0.01,
        wrong={
            "upside-down": Wrong(
                lambda **given: 10_000 / ratio(**given),
                right="at a venue that divides equity by maintenance",
                ask="Which of the two is above the line here?",
            ),
            "fraction": Wrong(
                lambda **given: ratio(**given) / 100,
                found="the ratio as a fraction",
                ask="How many percent is that?",
            ),
            "collateral": Wrong(
                lambda collateral, **rest: 100 * needed(**rest) / collateral,
                did="divided by what you posted",
                ask="How much of it do you still have at {mark} USDT?",
            ),
            "other-side": Wrong(
                lambda side, **rest: ratio(side=-side, **rest),
                right="for somebody on the other side of this trade",
                ask="Do you gain or lose when the price goes from 100 to {mark}?",
            ),
        },
        hints=(
            "How much do you own at {mark} USDT, and how much must stay?",
            "You own what you posted and what the move has earned, which is a minus if you lost.",
            "Divide what must stay by what you own, and turn it into percent.",
        ),
        solution="""
            You need {percent} % of {size} x {mark} USDT. You own {collateral} USDT and what the {side:side} has earned
            between 100 and {mark}. The quotient is {answer} %.
        """,
        note="At this venue a small number is calm, and you are closed at 100 %.",
        section="Four venues, four numbers",
        code="equity = g.collateral + g.side * g.size * (g.mark - 100)\n"
        "answer = 100 * g.percent / 100 * g.size * g.mark / equity",
    ),
    Item(
        id="01-which",
        objective="ratio",
        format="choice",
        prompt="""
            You have a position at two venues. Hill shows 80 %, which is maintenance over equity, and Lake shows 110 %,
            which is equity over maintenance. Which one is closer to being closed?
        """,
        choices=("The one at Hill", "The one at Lake", "Both are equally close"),
        oracle=lambda: "B",
        wrong={
            "one-direction": Wrong(
                "A",
                right="if 80 % meant at Hill what it means at Lake",
                ask="Which way does the needle at Hill go when you lose money?",
            ),
            "same": Wrong("C", did="took 80 % turned over for 110 %", ask="How much is 1 / 0.8?"),
        },
        hints=(
            "At which number does each venue close you, and from which side?",
            "Turn one of the ratios over, so that you can compare it with the other one.",
            "You have 110 % of what you need at Lake. How much is it at Hill?",
        ),
        solution="""
            Turned over, 80 % is 125 %, so at Hill you have 125 % of what you need. At Lake you have 110 %, which is
            less.
        """,
        note="Two ratios can be compared once you know what is divided by what.",
        section="Four venues, four numbers",
    ),
    Item(
        id="01-order",
        objective="ratio",
        format="order",
        prompt="""
            You have four open positions, and each has a maintenance rate of 0.5 %. Put them in order, from the calmest
            to the one that is closest to being closed.
        """,
        steps=(
            "maintenance over equity is 10 %",
            "equity over maintenance is 400 %",
            "equity over notional is 1 %",
            "maintenance over equity is 90 %",
        ),
        wrong={
            "large-is-calm": Wrong(
                (1, 3, 0, 2),
                did="took a large number for a calm one everywhere",
                ask="Which way does maintenance over equity go when you lose money?",
            ),
            "small-is-calm": Wrong(
                (2, 0, 3, 1),
                did="took a small number for a calm one everywhere",
                ask="Which way does equity over maintenance go when you lose money?",
            ),
        },
        hints=(
            "Bring all four into the same form. Which one do you like best?",
            "You can turn equity over maintenance over, and compare equity over notional with 0.5 %.",
            "If your equity is 1 % of the notional and you need 0.5 %, you need half of what you have.",
        ),
        solution="If you write all four as maintenance over equity, you find them at 10, 25, 50 and 90 %.",
        note="In one form all four lie on one scale.",
        section="Four venues, four numbers",
    ),
)
