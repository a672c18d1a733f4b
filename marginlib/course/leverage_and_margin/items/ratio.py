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


def fraction(**given: Any) -> float:
    """Its margin fraction in percent."""
    return 100 * float(formulas.margin_fraction(worth(**given), given["size"] * given["mark"]))


def loan(draw: Draw) -> dict[str, Any]:
    """A position written as a loan: what is held, and what is owed on it."""
    return {
        "notional": draw.integer(1_000, 2_400, 100),
        "equity": draw.integer(240, 400, 20),
        "percent": draw.choice((2, 3, 4, 5)),
    }


def health(notional: float, equity: float, percent: float) -> float:
    """Its health factor."""
    return float(formulas.health_factor(notional, 1 - percent / 100, notional - equity))


RATIO = (
    Item(
        id="01-ratio",
        objective="ratio",
        format="numeric",
        prompt="""
            A {side:side} (side {side}) of {size} units from 100 USDT, {collateral} USDT posted, mark price {mark}
            USDT, maintenance rate {percent} %. What is the margin ratio as maintenance over equity, in percent?
        """,
        draw=state,
        oracle=ratio,
        unit="%",
        tolerance=0.01,
        wrong={
            "upside-down": Wrong(
                lambda **given: 10_000 / ratio(**given),
                "reading the ratio in the wrong direction: this is equity over maintenance",
            ),
            "fraction": Wrong(
                lambda **given: ratio(**given) / 100,
                "giving a fraction: the question asks for percent",
            ),
            "collateral": Wrong(
                lambda collateral, **rest: 100 * needed(**rest) / collateral,
                "dividing by the collateral instead of the equity: profit and loss count as well",
            ),
            "other-side": Wrong(
                lambda side, **rest: ratio(side=-side, **rest),
                "the sign of the other side: a short loses when the price rises",
            ),
        },
        hints=(
            "Two amounts are needed first: equity and maintenance margin.",
            "Equity is collateral plus side x size x (mark - 100), side -1 for a short. Need: rate x size x mark.",
            "Divide maintenance by equity and multiply by a hundred.",
        ),
        solution="{percent} % of {size} x {mark}, over {collateral} + {side} x {size} x ({mark} - 100): {answer} %.",
        note="in this convention small is calm: the position is closed at a hundred percent.",
        code="equity = g.collateral + g.side * g.size * (g.mark - 100)\n"
        "answer = 100 * g.percent / 100 * g.size * g.mark / equity",
    ),
    Item(
        id="01-fraction",
        objective="ratio",
        format="function",
        prompt="""
            Write a function (side, size, collateral, mark, percent) that returns the margin fraction, equity over
            notional, in percent. The side is 1 for a long and -1 for a short; the entry is 100 USDT; percent is the
            maintenance rate.
        """,
        draw=state,
        oracle=fraction,
        unit="%",
        tolerance=0.001,
        wrong={
            "collateral": Wrong(
                lambda size, collateral, mark, **_: 100 * collateral / (size * mark),
                "dividing the collateral instead of the equity: profit and loss count as well",
            ),
            "at-entry": Wrong(
                lambda size, **rest: 100 * worth(size=size, **rest) / (size * 100),
                "taking the notional at the entry price: it moves with the mark price",
            ),
            "fraction": Wrong(
                lambda **given: fraction(**given) / 100,
                "giving a fraction: percent is a hundred times as much",
            ),
            "upside-down": Wrong(
                lambda **given: 10_000 / fraction(**given),
                "dividing the wrong way round: this is the leverage that is left",
            ),
        },
        hints=(
            "Do you need all five arguments? The maintenance rate is what the result is compared with.",
            "Equity first: collateral plus side x size x (mark - 100).",
            "Then divide by size x mark.",
        ),
        solution="equity over size x mark, times a hundred. It is safe while above the maintenance rate.",
        note="it is compared with the maintenance rate, never with a hundred percent.",
        code="def answer(side, size, collateral, mark, percent):\n"
        "    equity = collateral + side * size * (mark - 100)\n"
        "    return 100 * equity / (size * mark)",
    ),
    Item(
        id="01-health",
        objective="ratio",
        format="numeric",
        prompt="""
            A position written as a loan: {notional:,} USDT worth of coins, {equity} USDT of it your own, the rest
            borrowed. The maintenance rate is {percent} %, so coins count at their value less {percent} %. What is the
            health factor?
        """,
        draw=loan,
        oracle=health,
        tolerance=0.005,
        wrong={
            "no-threshold": Wrong(
                lambda notional, equity, **_: notional / (notional - equity),
                "counting the coins in full: a lender keeps a margin for the sale",
            ),
            "on-equity": Wrong(
                lambda notional, equity, percent: notional * (1 - percent / 100) / equity,
                "dividing by your own money: the debt is what must be covered",
            ),
            "upside-down": Wrong(
                lambda **given: 1 / health(**given),
                "dividing the wrong way round: a healthy loan has a factor above one",
            ),
        },
        hints=(
            "How much is borrowed?",
            "At which value do the coins count? Take the maintenance rate off.",
            "Divide the counted value by the debt.",
        ),
        solution="{notional:,} less {percent} %, over {notional:,} - {equity}: {answer}.",
        note="it is below one exactly when equity is below maintenance. The test is the same.",
        code="answer = g.notional * (1 - g.percent / 100) / (g.notional - g.equity)",
    ),
    Item(
        id="01-which",
        objective="ratio",
        format="choice",
        prompt="""
            Venue A shows a margin ratio of 80 % (maintenance over equity). Venue B shows a margin ratio of 110 %
            (equity over maintenance). Both positions are open. Which one is closer to liquidation?
        """,
        choices=("The one at venue A.", "The one at venue B.", "Both are equally close."),
        oracle=lambda: "B",
        wrong={
            "one-direction": Wrong(
                "A", "reading both ratios in one direction: at venue A a smaller ratio is the safer one"
            ),
            "same": Wrong("C", "taking one for the other upside down: turned over, 80 % would be 125 %, and not 110 %"),
        },
        hints=(
            "At which number does each venue close a position, and from which side?",
            "Turn one of the ratios over, so that both have the same direction.",
            "80 % turned over is 125 %.",
        ),
        solution="80 % turned over is 125 % of what is needed. Venue B has 110 % left, which is less.",
        note="two ratios can be compared once you know what is divided by what.",
    ),
    Item(
        id="01-order",
        objective="ratio",
        format="order",
        prompt="""
            Four open positions, each with a maintenance rate of 0.5 %. Order them from the calmest to the one closest
            to liquidation.
        """,
        steps=(
            "maintenance over equity: 10 %",
            "equity over maintenance: 400 %",
            "equity over notional: 1 %",
            "maintenance over equity: 90 %",
        ),
        wrong={
            "large-is-calm": Wrong(
                (1, 3, 0, 2), "taking a large number for a calm one everywhere: two of the four run the other way"
            ),
            "small-is-calm": Wrong(
                (2, 0, 3, 1), "taking a small number for a calm one everywhere: two of the four run the other way"
            ),
        },
        hints=(
            "Bring all four into one convention, such as maintenance over equity.",
            "Equity over maintenance turns over. Equity over notional is compared with 0.5 %.",
            "0.5 % over 1 % is one half.",
        ),
        solution="as maintenance over equity they are at 10, 25, 50 and 90 %.",
        note="all four lie on one scale now.",
    ),
)
