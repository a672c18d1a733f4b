"""Exercises on loans: a debt that two ratios judge differently, rules of a market, and an hour that was."""

from typing import Any

from marginlib.course.collateral_and_portfolio.account import REWARD, WEIGHTS
from marginlib.learn.answers import Unreadable, number, sequence
from marginlib.learn.draw import Draw
from marginlib.learn.items import Item, Verdict, Wrong
from marginlib.lending import Loan, MixedLoan, collateral, spiral

SOL, REPAID = 600.0, 100.0
HOURS = {  # the open, the low and the close of an hour of BTCUSDT on Binance, UTC
    "2020-03-12, 10:00": (7358.51, 5199.17, 5981.07),
    "2020-03-12, 23:00": (5797.56, 4347.00, 4764.65),
    "2021-05-19, 12:00": (38710.27, 31865.51, 35060.39),
    "2021-05-19, 13:00": (35060.39, 28688.00, 35650.00),
    "2025-10-10, 21:00": (114200.40, 101516.50, 113253.60),
}
PAIRS = ((5, 4), (5, 6), (5, 8), (8, 3), (8, 5), (8, 7), (12, 4), (12, 7), (12, 9))  # a bonus, and a depth
MARGIN = 1.01  # what a liquidator wants to get for each USDT that was repaid, once the sale is paid


def judge_lower(answer: Any, coin: float) -> Verdict | str:
    """A debt for which a repayment out of the coin lowers both loan to value and health."""
    debt = number(answer)
    if debt <= REPAID:
        raise Unreadable(f"a debt of more than {REPAID:g} USDT is wanted, since so much is repaid.")
    loan = MixedLoan((coin, SOL), WEIGHTS, debt)
    after = loan.taken(0, REPAID, REWARD)
    if loan.health >= 1:
        return "healthy"
    if after.health >= loan.health:
        return "helped"
    if after.to_value >= loan.to_value:
        return "beyond"
    return Verdict("✓", "")


def highest(gap: float, bonus: float) -> float:
    """The highest line at which a loan still heals after a fall of the price by `gap`, all in percent.

    >>> round(highest(15, 9.08), 1)
    77.9
    """
    return float((100 - gap) * collateral.toxic_frontier(bonus / 100))


def least(depth: float) -> float:
    """The least bonus that pays for a sale of `depth` percent of a pool, and one percent besides.

    >>> round(least(4), 2)
    9.08
    """
    return float(100 * (collateral.pool_impact(depth / 100) * MARGIN - 1))


def judge_curve(answer: Any, gap: float, depth: float, target: float) -> Verdict | str:
    """A line and a bonus with which loans at the line heal after the gap, and somebody comes to heal them."""
    found = sequence(answer)
    if len(found) != 2 or not all(0 < one < 100 for one in found):
        raise Unreadable("a line and a bonus are wanted, both in percent, such as [75, 10]")
    line, bonus = found
    if bonus < least(depth):
        return "thin"
    *_, last = spiral(Loan(1_000.0 * (1 - gap / 100), 10.0 * line), line / 100, bonus / 100, 0.5)
    if last.collateral == 0:
        return "toxic"
    return Verdict("✓", "") if line >= target else "timid"


def market(draw: Draw) -> dict[str, Any]:
    """A gap, a depth, and a line that can be reached with both."""
    gap, depth = draw.choice((10, 12, 15, 20)), draw.choice((2, 3, 4, 5))
    return {"gap": gap, "depth": depth, "target": int(highest(gap, least(depth))) - 2}


def hour(draw: Draw) -> dict[str, Any]:
    """An hour that was, and a bonus."""
    moment = draw.choice(sorted(HOURS))
    opened, low, close = HOURS[moment]
    return {"moment": moment, "opened": opened, "low": low, "close": close, "bonus": draw.choice((5, 8, 12))}


TASKS = (
    Item(
        id="09-lower",
        objective="health",
        format="adversarial",
        prompt="""
            A loan has {coin} USDT of USD coin behind it, at a weight of 0.93, and 600 USDT of SOL at 0.5. The bonus is
            5 %. Somebody repays 100 USDT and takes USD coin. Find a debt for which that lowers the loan to value and
            lowers the health as well.
        """,
        draw=lambda draw: {"coin": draw.choice((500, 600, 700, 800))},
        judge=judge_lower,
        hand_in="a debt in USDT",
        wrong={
            "healthy": Wrong(
                lambda coin: 0.9 * (WEIGHTS[0] * coin + WEIGHTS[1] * SOL),
                did="chose a loan that nobody may liquidate",
                ask="How large must a debt be before anybody may repay it?",
            ),
            "helped": Wrong(
                lambda coin: (WEIGHTS[0] * coin + WEIGHTS[1] * SOL) / 0.99,
                did="found a loan that becomes healthier",
                ask="Below which health does taking a coin with weight 0.93 harm?",
            ),
            "beyond": Wrong(
                lambda coin: coin + SOL,
                did="found a loan whose loan to value rises, too",
                ask="Above which loan to value does each step take more than it frees?",
            ),
        },
        hints=(
            "Two ratios have two limits, and you look for a debt between them.",
            "Your health has to be below 0.93 x 1.05, and your loan to value below 1 / 1.05.",
            "Try a health of 0.96, and see what your debt is then.",
        ),
        solution="""
            You need a health below 0.9765, so that the coin carries more than the debt that goes. And you need a loan
            to value below 95.2 %, so that value for value the loan shrinks. All debts between the two will do.
        """,
        note="Loan to value looks at worth and health at what counts, and they can disagree.",
        code="answer = (0.93 * g.coin + 0.5 * 600) / 0.96",
        extra=True,
    ),
    Item(
        id="09-shallow",
        objective="frontier",
        format="numeric",
        prompt="""
            A bonus is {bonus} %. Whoever takes your collateral sells it into a pool, and all of it is worth {depth} %
            of what lies on the other side of that pool. So they take 1 + 2 x 0.0{depth} to have 1 in hand. Where does
            the frontier lie, in percent?
        """,
        draw=lambda draw: dict(zip(("bonus", "depth"), draw.choice(PAIRS), strict=True)),
        oracle=lambda bonus, depth: (
            100 * float(collateral.toxic_frontier(bonus / 100, collateral.pool_impact(depth / 100)))
        ),
        unit="%",
        tolerance=0.04,
        wrong={
            "no-impact": Wrong(
                lambda bonus, **_: 100 / (1 + bonus / 100),
                right="if a sale did not move the price",
                ask="How much does somebody take to have 1 USDT after the sale?",
            ),
            "added": Wrong(
                lambda bonus, depth: 100 / (1 + bonus / 100 + 2 * depth / 100),
                did="added bonus and cost",
                ask="Is the bonus also sold into the pool?",
            ),
            "once": Wrong(
                lambda bonus, depth: 100 / ((1 + bonus / 100) * (1 + depth / 100)),
                did="counted the depth once and not twice",
                ask="What stands before the 0.0{depth} in the question?",
            ),
            "only-impact": Wrong(
                lambda bonus, depth: 100 / (1 + 2 * depth / 100),  # noqa: ARG005 - what is left out
                did="left out the bonus",
                ask="Would you repay something to get back the same amount?",
            ),
        },
        hints=(
            "What has to leave the loan so that somebody has 1 + bonus in hand?",
            "You multiply 1 + bonus by what the sale costs.",
            "The frontier is 1 over that product.",
        ),
        solution="""
            For 1 USDT that is repaid, (1 + bonus) x (1 + 2 x 0.0{depth}) has to leave, since you sell into a pool that
            gives way. The frontier is 1 over that, {answer} %.
        """,
        note="A shallow pool works like a larger reward.",
        code="answer = 100 / ((1 + g.bonus / 100) * (1 + 2 * g.depth / 100))",
        extra=True,
    ),
    Item(
        id="09-heal",
        objective="frontier",
        format="numeric",
        prompt="""
            Collateral of 1,000 USDT is behind a debt of {debt} USDT. The venue liquidates above {line} %, and the bonus
            is {bonus} %. You repay what brings the loan back to its line and no more. How many USDT is that?
        """,
        draw=lambda draw: {
            "debt": draw.integer(820, 880, 5),
            "bonus": draw.choice((5, 6, 8)),
            "line": draw.choice((75, 78, 80)),
        },
        oracle=lambda debt, bonus, line: float(
            collateral.last_unhealthy_repayment(1_000, debt, line / 100, bonus / 100)
        ),
        unit="USDT",
        tolerance=0.5,
        wrong={
            "no-bonus": Wrong(
                lambda debt, line, **_: (debt - 10 * line) / (1 - line / 100),
                did="took no more collateral than you repaid",
                ask="What do you get for each USDT that you repay?",
            ),
            "debt-only": Wrong(
                lambda debt, line, **_: debt - 10.0 * line,
                did="left the collateral at 1,000 USDT",
                ask="Is it still 1,000 after you have been paid?",
            ),
            "half": Wrong(
                lambda debt, **_: debt / 2,
                found="half of the debt",
                ask="Which equation says that the loan is at its line?",
            ),
        },
        hints=(
            "Call what you repay r. What are debt and collateral after that?",
            "The debt has to be {line} % of the collateral that is left.",
            "Solve {debt} - r = 0.{line} x (1,000 - r x 1.0{bonus}) for r.",
        ),
        solution="""
            You repay r, and {debt} - r has to be 0.{line} x (1,000 - 1.0{bonus} r). So r is ({debt} - 10 x {line}) over
            1 - 0.{line} x 1.0{bonus}, which is {answer} USDT.
        """,
        note="The nearer line and frontier are, the more has to be repaid to heal.",
        code="answer = (g.debt - 10 * g.line) / (1 - g.line / 100 * (1 + g.bonus / 100))",
        extra=True,
    ),
    Item(
        id="09-crash",
        objective="frontier",
        format="numeric",
        prompt="""
            In the hour of {moment} UTC, BTC on Binance opened at {opened:,.2f} USDT, fell to {low:,.2f} and closed at
            {close:,.2f}. Your loan has BTC behind it, and the bonus is {bonus} %. At which loan to value at the open,
            in percent, does it reach the frontier at the low and go no further?
        """,
        draw=hour,
        oracle=lambda opened, low, bonus, **_: 100 * low / opened * float(collateral.toxic_frontier(bonus / 100)),
        unit="%",
        tolerance=0.1,
        wrong={
            "no-bonus": Wrong(
                lambda opened, low, **_: 100 * low / opened,
                did="left out the bonus",
                ask="Where does the frontier lie at the low?",
            ),
            "subtracted": Wrong(
                lambda opened, low, bonus, **_: 100 * (low / opened - bonus / 100),
                did="took the bonus off the fall",
                ask="Does your collateral fall first, or is the bonus paid first, and of what?",
            ),
            "close": Wrong(
                lambda opened, close, bonus, **_: 100 * close / opened / (1 + bonus / 100),
                right="for somebody who only sees closing prices",
                ask="Which price of this hour may a liquidator meet?",
            ),
            "still": Wrong(
                lambda bonus, **_: 100 / (1 + bonus / 100),
                found="the frontier",
                ask="How far does the loan to value move while the price falls?",
            ),
        },
        hints=(
            "Your loan to value rises as the price falls. By which factor, from the open to the low?",
            "At the low it must be at the frontier, and you know where that lies.",
            "Multiply the frontier by the low over the open.",
        ),
        solution="""
            At the low your debt is 1 / (1 + bonus) of the collateral. At the open the collateral was worth
            {opened:,.2f} / {low:,.2f} times as much, so your loan to value was {answer} %.
        """,
        note="How high a loan may be depends on how far an hour can fall before anybody acts.",
        code="answer = 100 * g.low / g.opened / (1 + g.bonus / 100)",
        extra=True,
    ),
    Item(
        id="09-curve",
        objective="frontier",
        format="design",
        prompt="""
            You set the rules of a market. The price of its collateral can fall by {gap} % at once, and a loan that was
            at the line has to heal even then. Whoever takes collateral sells it into a pool and gets 1 / (1 + 2 x
            0.0{depth}) of it, and wants 1 % more than was repaid. Find a line of at least {target} %, and a bonus.
        """,
        draw=market,
        judge=judge_curve,
        hand_in="a line and a bonus in percent, such as [75, 10]",
        wrong={
            "thin": Wrong(
                lambda depth, target, **_: [target, least(depth) / 2],
                did="set a bonus for which nobody comes",
                ask="How much has somebody in hand who repaid 100 USDT and sold what was taken?",
            ),
            "toxic": Wrong(
                lambda gap, depth, target: [highest(gap, least(depth)) + 2 + 0 * target, least(depth) + 0.1],
                did="set rules under which such a loan dies",
                ask="What is the loan to value after the fall, and where is your frontier?",
            ),
            "timid": Wrong(
                lambda depth, target, **_: [target - 5, least(depth) + 0.1],
                did="set a line below {target} %",
                ask="How much higher can your line be before a loan dies in the fall?",
            ),
        },
        hints=(
            "Begin with the bonus. What must somebody get for 1 USDT to have 1.01 after the sale?",
            "With the least bonus that brings them, you have the highest frontier.",
            "After the fall your line has become line / (1 - 0.{gap}), and that must not be above the frontier.",
        ),
        solution="""
            You need 1 + bonus = 1.01 x (1 + 2 x 0.0{depth}), so that somebody comes. Then your line may be as high as
            (1 - 0.{gap}) / (1 + bonus), because the fall lifts it to the frontier.
        """,
        note="A reward that brings liquidators lowers the line that can be offered.",
        code="""
bonus = 100 * (1.01 * (1 + 2 * g.depth / 100) - 1) + 0.01
answer = [(100 - g.gap) / (1 + bonus / 100) - 0.1, bonus]
""".strip(),
        extra=True,
    ),
)
