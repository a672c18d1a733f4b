"""Lesson 01: what leverage sets, which margin counts when, the margin ratio in four conventions, and risk."""

from typing import Any

from marginlib import formulas
from marginlib.learn.answers import sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Lesson, Verdict, Wrong

GOAL_RATE = 0.005  # maintenance in the design task


def opened(draw: Draw) -> dict[str, Any]:
    """A long at some leverage, and a price later on."""
    return {
        "size": draw.integer(6, 20),
        "entry": draw.choice((40, 60, 80, 120, 150)),
        "leverage": draw.choice((4, 5, 8, 16, 20)),
        "percent": draw.choice((2, 3, 4.5)),
    }


def posted(size: float, entry: float, leverage: float, **_: Any) -> float:
    """Its collateral."""
    return float(formulas.initial_margin(formulas.notional(size, entry), leverage))


def earned(size: float, entry: float, percent: float, **_: Any) -> float:
    """Its profit after a rise of `percent`."""
    return float(formulas.pnl(size, entry, entry * (1 + percent / 100)))


def state(draw: Draw) -> dict[str, Any]:
    """A position some time after it was opened, with a mark price away from its entry."""
    return {
        "side": draw.sign(),
        "size": draw.integer(10, 20),
        "collateral": draw.integer(300, 400, 10),
        "mark": draw.choice((92, 94, 106, 108)),
        "percent": draw.choice((1, 1.5, 2, 2.5)),
    }


def worth(side: int, size: float, collateral: float, mark: float, **_: Any) -> float:
    """Its equity at the mark price; the entry was 100."""
    return float(formulas.equity(collateral, side * size, 100, mark))


def needed(size: float, mark: float, percent: float, **_: Any) -> float:
    """Its maintenance margin at the mark price."""
    return float(formulas.maintenance(formulas.notional(size, mark), percent / 100))


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


def divided(size: float, price: float, leverage: float, percent: float) -> float:
    """Maintenance margin as a trading engine had it: something is wrong."""
    return percent / 100 * abs(size) * price / leverage


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


POSTED = (
    Item(
        id="01-hook",
        objective="posted",
        format="predict",
        prompt="Two traders each buy 10 units at 100 USDT, one at 5x and one at 50x. The price rises to 110 USDT"
        " without a dip. Who has earned more USDT?",
        choices=("The trader at 50x.", "The trader at 5x.", "Both the same."),
        oracle=lambda: "C",
        wrong={
            "leverage-earns": Wrong(
                "A", "thinking that leverage multiplies profit: size does, and both hold the same size"
            ),
            "collateral-earns": Wrong(
                "B", "thinking that more collateral earns more: it waits beside the position and does not trade"
            ),
        },
        hints=(
            "What does each of them own after buying?",
            "Write down the profit: which quantities stand in it?",
            "Size times the move of the price. Is the leverage in there?",
        ),
        solution="both hold 10 units and each unit rose by 10 USDT, so each trader earned 100 USDT. One had posted 200"
        " USDT for it, the other 20.",
        note="profit is size times the move of the price. Leverage is not in it.",
    ),
    Item(
        id="01-collateral",
        objective="posted",
        format="numeric",
        prompt="You buy {size} units at {entry} USDT with the leverage set to {leverage}x. How much collateral do you"
        " have to post?",
        draw=lambda draw: {name: value for name, value in opened(draw).items() if name != "percent"},
        oracle=posted,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "whole": Wrong(
                lambda size, entry, **_: size * entry,
                "paying for the whole position: with leverage only a part of the notional is posted",
            ),
            "multiplied": Wrong(
                lambda size, entry, leverage: size * entry * leverage,
                "multiplying by the leverage: it divides the notional into what you post",
            ),
            "one-unit": Wrong(
                lambda entry, leverage, **_: entry / leverage,
                "the margin of a single unit: the position has more of them",
            ),
        },
        hints=(
            "What is the whole position worth at the entry price?",
            "That is the notional: size times price.",
            "Divide the notional by the leverage.",
        ),
        solution="the notional is {size} x {entry} USDT. Divided by {leverage} this is {answer} USDT.",
        note="that is the initial margin, and all that the setting decides.",
        code="answer = g.size * g.entry / g.leverage",
    ),
    Item(
        id="01-profit",
        objective="posted",
        format="numeric",
        prompt="You buy {size} units at {entry} USDT, at {leverage}x. The price rises by {percent} %. How much do you"
        " earn?",
        draw=opened,
        oracle=earned,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "leverage-earns": Wrong(
                lambda leverage, **rest: leverage * earned(**rest),
                "multiplying the profit by the leverage: the size of the position already holds all of it",
            ),
            "on-collateral": Wrong(
                lambda leverage, **rest: earned(**rest) / leverage,
                "using the collateral instead of the notional: the whole position moves with the price",
            ),
            "percent-as-number": Wrong(
                lambda size, percent, **_: size * percent,
                "taking the percent for an amount: it is a share of the entry price",
            ),
        },
        hints=(
            "By how many USDT does one unit rise?",
            "The percent is counted on the entry price.",
            "Multiply the rise of one unit by the number of units. Is anything else needed?",
        ),
        solution="each unit gains {entry} x {percent} %, and there are {size} of them: {answer} USDT, at any leverage.",
        note="one number in the question was of no use, and you left it out.",
        code="answer = g.size * g.entry * g.percent / 100",
    ),
    Item(
        id="01-return",
        objective="posted",
        format="numeric",
        prompt="You buy {size} units at {entry} USDT, at {leverage}x. The price rises by {percent} %. What is your"
        " profit in percent of the collateral that you posted?",
        draw=opened,
        oracle=lambda **given: 100 * earned(**given) / posted(**given),
        unit="%",
        tolerance=0.05,
        wrong={
            "on-notional": Wrong(
                lambda percent, **_: percent,
                "using the notional instead of the collateral: the price moved by that percent, your money by more",
            ),
            "fraction": Wrong(
                lambda **given: earned(**given) / posted(**given),
                "giving a fraction: the question asks for percent, a hundred times as much",
            ),
            "divided": Wrong(
                lambda percent, leverage, **_: percent / leverage,
                "dividing by the leverage: less collateral makes the same profit a larger share",
            ),
        },
        hints=(
            "Two amounts are needed: profit and collateral.",
            "The profit does not depend on the leverage, the collateral does.",
            "Divide one by the other. Then compare with the percent of the price.",
        ),
        solution="the profit is {percent} % of the notional, the collateral is the notional over {leverage}. Their"
        " quotient is {leverage} x {percent} % = {answer} %.",
        note="this is what leverage multiplies: the percent of what you posted, up and down alike.",
        code="answer = 100 * (g.size * g.entry * g.percent / 100) / (g.size * g.entry / g.leverage)",
    ),
)

MARGINS = (
    Item(
        id="01-mark",
        objective="margins",
        format="numeric",
        prompt="A long of {size} units from 100 USDT with {collateral} USDT posted. The last trade was at {last} USDT,"
        " the mark price is {mark} USDT. What is the equity in the eyes of the venue?",
        draw=lambda draw: {
            "size": draw.integer(10, 20),
            "collateral": draw.integer(300, 400, 10),
            "last": draw.choice((84, 86, 88)),
            "mark": draw.choice((91, 93, 95)),
        },
        oracle=lambda size, collateral, mark, **_: worth(1, size, collateral, mark),
        unit="USDT",
        tolerance=0.01,
        wrong={
            "last-trade": Wrong(
                lambda size, collateral, last, **_: worth(1, size, collateral, last),
                "using the last trade: one odd sale would then liquidate others",
            ),
            "untouched": Wrong(
                lambda collateral, **_: collateral,
                "leaving out the loss: equity is collateral plus profit and loss",
            ),
            "added": Wrong(
                lambda size, collateral, mark, **_: worth(-1, size, collateral, mark),
                "adding the loss: a long loses when the price is below its entry",
            ),
        },
        hints=(
            "Which of the two prices does one odd trade not move?",
            "Equity is collateral plus profit and loss.",
            "Size times (mark price less entry), added with its sign.",
        ),
        solution="{collateral} + {size} x ({mark} - 100) = {answer} USDT.",
        note="the last trade was lower, and nobody is liquidated for it.",
        code="answer = g.collateral + g.size * (g.mark - 100)",
    ),
    Item(
        id="01-maintenance",
        objective="margins",
        format="numeric",
        prompt="A long of {size} units from 100 USDT was opened at {leverage}x. The mark price is {mark} USDT now, the"
        " maintenance rate is {percent} %. What is the maintenance margin now?",
        draw=lambda draw: {
            "size": draw.integer(10, 20),
            "leverage": draw.choice((5, 8, 10)),
            "mark": draw.choice((92, 94, 106, 108)),
            "percent": draw.choice((1, 1.5, 2, 2.5)),
        },
        oracle=needed,
        unit="USDT",
        tolerance=0.01,
        wrong={
            "on-collateral": Wrong(
                lambda size, leverage, percent, **_: size * 100 / leverage * percent / 100,
                "using the collateral instead of the notional: the rate is charged on the whole position",
            ),
            "at-entry": Wrong(
                lambda size, percent, **_: size * percent,
                "staying at the entry price: this venue takes the notional at the mark price",
            ),
            "initial": Wrong(
                lambda size, leverage, mark, **_: size * mark / leverage,
                "giving the initial margin: that much opens a position, less keeps it open",
            ),
            "percent-as-number": Wrong(
                lambda size, mark, percent, **_: size * mark * percent,
                "multiplying by the percent as it stands: divide it by a hundred first",
            ),
        },
        hints=(
            "Of which amount is the rate a share?",
            "What is the position worth at the mark price?",
            "Multiply that notional by the rate, written as a fraction.",
        ),
        solution="{percent} % of {size} x {mark} USDT is {answer} USDT. The leverage is not in it.",
        note="the same for every leverage: the venue has the same position to close.",
        code="answer = g.percent / 100 * g.size * g.mark",
    ),
    Item(
        id="01-divided",
        objective="margins",
        format="bug-hunt",
        prompt="A trading engine divides the maintenance margin by the leverage, so that the boldest traders need the"
        " least. Mend the function: size is signed, percent is the maintenance rate in percent.",
        draw=lambda draw: {
            "size": draw.sign() * draw.integer(2, 20),
            "price": draw.integer(60, 140),
            "leverage": draw.choice((5, 10, 25)),
            "percent": draw.choice((0.5, 1, 2)),
        },
        cases=({"size": -4, "price": 100, "leverage": 10, "percent": 0.5},),
        oracle=lambda size, price, percent, **_: needed(size, price, percent),
        stub=divided,
        unit="USDT",
        tolerance=0.001,
        wrong={
            "initial": Wrong(
                lambda size, price, leverage, **_: abs(size) * price / leverage,
                "giving the initial margin, as another engine did: its margin calls come too early",
            ),
            "signed": Wrong(
                lambda size, price, percent, **_: percent / 100 * size * price,
                "dropping the absolute value: a short needs margin, too",
            ),
            "percent-as-number": Wrong(
                lambda size, price, percent, **_: percent * abs(size) * price,
                "multiplying by the percent as it stands: divide it by a hundred",
            ),
        },
        hints=(
            "Call it for the same position at 5x and at 50x. Should the two differ?",
            "The venue has to close the same position in both cases.",
            "One of the four arguments does not belong into the result.",
        ),
        solution="the rate times the notional, without the leverage.",
        note="the setting decides what you post, never what must stay.",
        code="def answer(size, price, leverage, percent):\n    return percent / 100 * abs(size) * price",
    ),
)

RATIO = (
    Item(
        id="01-ratio",
        objective="ratio",
        format="numeric",
        prompt="Side {side} (1 is long, -1 is short), {size} units from 100 USDT, {collateral} USDT posted, mark price"
        " {mark} USDT, maintenance rate {percent} %. What is the margin ratio as maintenance over equity, in percent?",
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
            "Equity is collateral plus side x size x (mark - 100). Maintenance is the rate times size times mark.",
            "Divide maintenance by equity and multiply by a hundred.",
        ),
        solution="{percent} % of {size} x {mark}, over {collateral} + {side} x {size} x ({mark} - 100): {answer} %.",
        note="in this convention the position is closed at a hundred percent, and small is calm.",
        code="equity = g.collateral + g.side * g.size * (g.mark - 100)\n"
        "answer = 100 * g.percent / 100 * g.size * g.mark / equity",
    ),
    Item(
        id="01-fraction",
        objective="ratio",
        format="function",
        prompt="Write a function (side, size, collateral, mark, percent) that returns the margin fraction, equity over"
        " notional, in percent. The entry is 100 USDT; percent is the maintenance rate.",
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
        note="compare it with the maintenance rate, and never with a hundred percent.",
        code="def answer(side, size, collateral, mark, percent):\n"
        "    equity = collateral + side * size * (mark - 100)\n"
        "    return 100 * equity / (size * mark)",
    ),
    Item(
        id="01-health",
        objective="ratio",
        format="numeric",
        prompt="A position written as a loan: {notional:,} USDT worth of coins, {equity} USDT of it your own, the rest"
        " borrowed. The maintenance rate is {percent} %, so coins count at the rest of a hundred. Health factor?",
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
        prompt="Venue A shows a margin ratio of 80 % (maintenance over equity). Venue B shows a margin ratio of 110 %"
        " (equity over maintenance). Both positions are open. Which one is closer to liquidation?",
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
        note="before you compare two ratios, ask what is divided by what.",
    ),
    Item(
        id="01-order",
        objective="ratio",
        format="order",
        prompt="Four open positions, each with a maintenance rate of 0.5 %. Order them from the calmest to the one"
        " closest to liquidation.",
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
        note="four numbers, one scale.",
    ),
)

RISK = (
    Item(
        id="01-day",
        objective="risk",
        format="numeric",
        prompt="The leverage is set to {slider}x. The position is worth {notional:,} USDT and the account holds"
        " {equity} USDT of equity, all of it behind the position. The price moves {percent} % on an ordinary day."
        " Which percent of the equity is that?",
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
        prompt="Your wallet holds {wallet} USDT. Plan a long from 100 USDT as a list [size, collateral]: it earns at"
        " least {goal} USDT when the price rises to 101, and it is still open when the price falls by {fall} USDT"
        " first. Maintenance is 0.5 %.",
        draw=lambda draw: {
            "wallet": draw.integer(300, 400, 20),
            "goal": draw.integer(12, 20),
            "fall": draw.integer(8, 14),
        },
        judge=judge_plan,
        wrong={
            "leverage-earns": Wrong(
                [1, 2],
                "hoping that leverage multiplies profit: one USDT of rise earns one USDT for each unit, whatever is"
                " posted",
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
        solution="a size of {goal}, and more collateral than {goal} x {fall} plus maintenance. All of the wallet is one"
        " answer.",
        note="size came from what you want to earn, collateral from what you want to survive. Leverage followed.",
        code="answer = [g.goal, g.wallet]",
    ),
    Item(
        id="01-why",
        objective="risk",
        format="explain",
        prompt="In your own words: two traders choose 5x and 50x and earn the same. What did leverage change?",
        words=12,
        wrong={
            "leverage-earns": Wrong(
                r"\b(more|higher|bigger|larger|multiplies( the)?) profits?\b",
                "a larger profit: in USDT both earn the same, because both hold the same size",
            ),
        },
        hints=(
            "What did each of them have to post?",
            "What happens to each of them when the price dips first?",
            "Say something about collateral and something about distance.",
        ),
        solution="The collateral that each posted, and with it the distance to liquidation. The size, the gain in USDT"
        " and the maintenance margin are the same for both.",
        note="leverage is a statement about collateral.",
    ),
)

LESSON = Lesson(
    number="01",
    question="Two traders choose 5x and 50x and earn the same: what did leverage change?",
    objectives={
        "posted": "say what leverage changes for a position of a given size, and what it leaves alone",
        "margins": "compute equity and maintenance margin at the mark price, and tell maintenance from initial margin",
        "ratio": "compute the margin ratio in four conventions, and say which way is dangerous in each",
        "risk": "measure risk by notional, volatility and equity instead of the leverage setting",
    },
    items=(*POSTED, *MARGINS, *RATIO, *RISK),
)
