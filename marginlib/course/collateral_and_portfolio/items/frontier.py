"""Items on the frontier: what one liquidation does, where it begins to harm, and what stays unpaid."""

from typing import Any

from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Wrong
from marginlib.lending import Loan, collateral, spiral


def step(draw: Draw) -> dict[str, Any]:
    """A loan behind 1,000 USDT, and a liquidation of a part of it."""
    return {
        "debt": draw.integer(850, 990, 10),
        "bonus": draw.choice((5, 8, 10, 12)),
        "share": draw.choice((25, 50)),
    }


def stepped(debt: float, bonus: float, share: float) -> float:
    """Loan to value after it, in percent.

    >>> round(stepped(960, 10, 50), 1)
    101.7
    """
    return float(100 * Loan(1_000, debt).repaid(debt * share / 100, bonus / 100).to_value)


def unpaid(draw: Draw) -> dict[str, Any]:
    """A loan that is beyond its frontier."""
    coins, price = draw.integer(8, 20), draw.integer(90, 140, 5)
    return {
        "coins": coins,
        "price": price,
        "debt": round(coins * price * draw.integer(95, 98) / 100),
        "bonus": draw.choice((8, 10, 12, 15)),
    }


def left_unpaid(coins: float, price: float, debt: float, bonus: float) -> float:
    """Bad debt when all of the collateral is gone.

    >>> round(left_unpaid(10, 100, 960, 10), 2)
    50.91
    """
    *_, last = spiral(Loan(float(coins * price), float(debt)), 0.8, bonus / 100, 0.5)
    return float(last.debt)


FRONTIER = (
    Item(
        id="09-step",
        objective="frontier",
        format="numeric",
        prompt="""
            A debt of {debt} USDT has collateral of 1,000 USDT behind it. Somebody repays {share} % of the debt and
            takes collateral worth that much and {bonus} % on top. What is the loan to value after that, in percent?
        """,
        draw=step,
        oracle=stepped,
        unit="%",
        tolerance=0.05,
        wrong={
            "no-bonus": Wrong(
                lambda share, **given: stepped(share=share, **{**given, "bonus": 0}),
                did="let somebody repay for nothing",
                ask="How much collateral leaves for 100 USDT that are repaid?",
            ),
            "bonus-off-debt": Wrong(
                lambda debt, bonus, share: (
                    100 * (debt - debt * share / 100 * (1 + bonus / 100)) / (1_000 - debt * share / 100)
                ),
                did="took the bonus off the debt",
                ask="Which of the two sides does the reward come from?",
            ),
            "debt-only": Wrong(
                lambda debt, share, **_: 100 * (debt - debt * share / 100) / 1_000,
                did="left the collateral as it was",
                ask="With what is the one paid who repays?",
            ),
        },
        hints=(
            "How much is repaid? You need it for both sides.",
            "The debt falls by what is repaid, and the collateral by {bonus} % more than that.",
            "Divide what is left of the debt by what is left of the collateral.",
        ),
        solution="""
            The debt falls by {share} % of {debt} USDT, and the collateral falls by {bonus} % more than that. You divide
            what is left of both, and that is {answer} %.
        """,
        note="A step takes more from the bottom of the fraction than from its top.",
        section="The frontier",
        code="""
repaid = g.debt * g.share / 100
answer = 100 * (g.debt - repaid) / (1000 - repaid * (1 + g.bonus / 100))
""".strip(),
    ),
    Item(
        id="09-frontier",
        objective="frontier",
        format="numeric",
        prompt="""
            A venue liquidates above a loan to value of {line} % and pays a bonus of {bonus} %. Above which loan to
            value does each liquidation make a loan worse, in percent?
        """,
        draw=lambda draw: {"bonus": draw.integer(10, 15), "line": draw.integer(70, 80)},
        oracle=lambda bonus, line: 100 * float(collateral.toxic_frontier(bonus / 100)),  # noqa: ARG005 - not needed
        unit="%",
        tolerance=0.05,
        wrong={
            "minus": Wrong(
                lambda bonus, **_: 100 - bonus,
                did="took the bonus off 100 %",
                ask="Of what is the bonus {bonus} %, of the collateral or of what is repaid?",
            ),
            "line": Wrong(
                lambda line, **_: line,
                found="where the venue begins to liquidate",
                ask="Does a liquidation harm a loan that is right above that line?",
            ),
            "worthless": Wrong(
                lambda **_: 100.0,
                found="where the debt is as large as the collateral",
                ask="How much of the collateral goes to those who repay?",
            ),
            "both": Wrong(
                lambda bonus, line: line / (1 + bonus / 100),
                did="divided the venue's line by 1 + bonus",
                ask="What has the venue's line to do with what a step takes away?",
            ),
        },
        hints=(
            "At the frontier a step changes nothing. What part of both sides does it take there?",
            "If all of the debt is repaid there, all of the collateral goes as well.",
            "Which debt can collateral of 100 repay when 1 + bonus leaves for each 1?",
        ),
        solution="""
            Collateral of 100 can repay 100 / 1.{bonus} and no more, because the bonus leaves as well. So the frontier
            lies at {answer} %, and the venue's line has no part in it.
        """,
        note="The frontier is a matter of the reward alone.",
        section="The frontier",
        code="answer = 100 / (1 + g.bonus / 100)",
    ),
    Item(
        id="09-unpaid",
        objective="frontier",
        format="numeric",
        prompt="""
            You lent {debt} USDT against {coins} ETH. ETH jumps to {price} USDT and stays there. Anybody may repay half
            of the debt at a time for a bonus of {bonus} %. How many USDT of your loan are never repaid?
        """,
        draw=unpaid,
        oracle=left_unpaid,
        unit="USDT",
        tolerance=0.1,
        wrong={
            "nothing": Wrong(
                lambda **_: 0.0,
                right="if people repaid without a reward",
                ask="How much does the collateral repay, once {bonus} % go on top?",
            ),
            "bonus-on-debt": Wrong(
                lambda coins, price, debt, bonus: debt * (1 + bonus / 100) - coins * price,
                did="paid the bonus on all of the debt",
                ask="On which part of the debt is no bonus paid, because nobody repays it?",
            ),
            "bonus-off-collateral": Wrong(
                lambda coins, price, debt, bonus: debt - coins * price * (1 - bonus / 100),
                did="took {bonus} % off the collateral",
                ask="Of what is the bonus {bonus} %, of what is taken or of what is repaid?",
            ),
            "whole-bonus": Wrong(
                lambda coins, price, bonus, **_: coins * price - coins * price / (1 + bonus / 100),
                found="the whole bonus",
                ask="Who else had something to lose before you did?",
            ),
        },
        hints=(
            "You do not need the single steps. How much can all of the collateral repay?",
            "{coins} ETH are worth {coins} x {price} USDT, and 1 + bonus leaves for each USDT that is repaid.",
            "What you lent, less what the collateral repays, stays unpaid.",
        ),
        solution="""
            Your collateral is worth {coins} x {price} USDT, and divided by 1 + bonus that is all it repays. You lent
            {debt}, so {answer} USDT are never repaid, however the debt is cut into steps.
        """,
        note="The shortfall is there from the first moment, and liquidations only bring it to light.",
        section="The frontier",
        code="answer = g.debt - g.coins * g.price / (1 + g.bonus / 100)",
    ),
    Item(
        id="09-order",
        objective="frontier",
        format="order",
        prompt="Put in order how lenders lose on a loan whose collateral was worth more than its debt.",
        steps=(
            "the price jumps",
            "the loan to value is above the frontier",
            "somebody repays a part of the debt",
            "the collateral has fallen by more than the debt",
            "the borrower has nothing left, and the bonus goes on",
            "all of the collateral is gone, and lenders write off the rest",
        ),
        wrong={
            "liquidated-first": Wrong(
                (2, 0, 1, 3, 4, 5),
                did="let somebody repay before anything had happened",
                ask="When may anybody liquidate at all?",
            ),
            "early-write-off": Wrong(
                (0, 1, 2, 5, 3, 4),
                did="let the lenders give up while there is collateral",
                ask="When do lenders know what is left unpaid?",
            ),
            "taken-first": Wrong(
                (0, 1, 3, 2, 4, 5),
                did="let collateral go before anybody repaid",
                ask="Why does the collateral fall while the price stands still?",
            ),
        },
        hints=(
            "You need a reason for each step, and the first of them comes from outside.",
            "Nobody takes collateral who has not repaid something.",
            "Lenders are the last to lose, and they know it when nothing is left to take.",
        ),
        solution="""
            A jump lifts the loan above the frontier. Then each repayment takes more collateral than debt, until you as
            the borrower have nothing left, and your lenders pay the rest of the bonus.
        """,
        note="Prices do the harm, and liquidations hand it out.",
    ),
    Item(
        id="09-why",
        objective="frontier",
        format="explain",
        prompt="""
            In your own words: why can lenders lose on a loan whose collateral is worth more than the debt, although no
            price moves?
        """,
        points=(
            "It says that whoever repays takes more collateral than was repaid, as a bonus.",
            "It says that the bonus can be more than the collateral is worth above the debt.",
            "It says that the lenders pay what the borrower no longer can.",
        ),
        wrong={
            "price": Wrong(
                r"(?<!no )\bprices? (falls?|fell|drops?|dropped|crash(es|ed)?|moves?|moved)\b",
                right="in most of the losses of lenders",
                ask="Who takes something out of this loan while the price stands still?",
            ),
            "theft": Wrong(
                r"\b(steals?|stole|stolen|cheat(s|ed)?|fraud|hack(s|ed)?)\b",
                right="in another lesson",
                ask="Which rule of the venue did somebody break here?",
            ),
        },
        hints=(
            "Say first what somebody gets who repays 100 USDT.",
            "Then say whose money that is, at the beginning and at the end.",
            "Compare the whole bonus with what you as the borrower had above the debt.",
        ),
        solution="""
            Whoever repays takes a bonus out of the collateral. If the bonus is more than what you as the borrower had
            above the debt, the rest of it comes out of what was to repay the lenders.
        """,
        note="Covered means covered with the reward, and not without it.",
    ),
)
